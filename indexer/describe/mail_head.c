/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the headers of a mail message that was saved as text. */
#include "indexer/describe/mail_head.h"

#include "indexer/describe/date.h"

static bool is_mail_name(struct str name)
{
    static const char *const names[] = {"From",
                                        "To",
                                        "Cc",
                                        "Subject",
                                        "Date",
                                        "Message-ID",
                                        "Received",
                                        "Return-Path",
                                        "Reply-To",
                                        "Newsgroups",
                                        "Organization",
                                        "Content-Type",
                                        "MIME-Version",
                                        "Delivered-To",
                                        "References",
                                        "Path",
                                        NULL};
    return str_is_one_of_ignoring_case(name, names);
}

void mail_head_read(struct document *d)
{
    struct str rest = d->text, line, subject = STR_EMPTY, date = STR_EMPTY, from = STR_EMPTY;
    size_t n_known = 0;

    while (str_next_line(&rest, &line) && line.n) {
        size_t colon = str_find_char(line, ':', 0);
        struct str name = str_slice(line, 0, colon);
        if (ascii_is_space(line.p[0]))
            continue;
        if (colon == line.n || (n_known == 0 && !is_mail_name(name)))
            break;
        struct str value = str_trim(str_slice(line, colon + 1, line.n));
        n_known += is_mail_name(name);
        if (str_equal_ignoring_case(name, STR_LITERAL("Subject")))
            subject = value;
        else if (str_equal_ignoring_case(name, STR_LITERAL("Date")))
            date = value;
        else if (str_equal_ignoring_case(name, STR_LITERAL("From")))
            from = value;
    }
    if (n_known < 2 || (subject.n == 0 && from.n == 0))
        return;
    char ymd[STAMP_BYTES];
    if (d->title.n == 0)
        d->title = subject;
    if (date.n && dates_parse(date, DATE_ORDER_UNKNOWN, ymd))
        date_set(d, ymd);
    if (document_field(d, "author").n == 0)
        document_add_field(d, STR_LITERAL("author"), from);
}
