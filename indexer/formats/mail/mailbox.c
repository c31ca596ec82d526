/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises messages by their headers and finds where the messages of an mbox begin. */
#include "indexer/formats/mail/mailbox.h"

enum {
    MAX_HEAD_BYTES = 64 * 1024,
    MIN_HEADERS_OF_MH = 3,
};

/* Headers that also occur in memos, and those that only mail and news have. */
static const char *const common_headers[] = {
    "from", "to", "cc", "bcc", "subject", "date", "path", "sender", "reply-to", "references", NULL};
static const char *const own_headers[] = {
    "received",     "return-path", "message-id", "mime-version", "delivered-to", "in-reply-to",
    "content-type", "newsgroups",  "list-id",    "x-mailer",     "user-agent",   NULL};

struct str mailbox_header_name(struct str line)
{
    enum { MAX_NAME_BYTES = 76 };
    size_t n = 0;
    while (n < line.n && n < MAX_NAME_BYTES && line.p[n] > ' ' && line.p[n] < 0x7F &&
           line.p[n] != ':')
        n++;
    size_t colon = n;
    while (n > 0 && colon < line.n && line.p[colon] == ' ') /* as in "Subject : x" */
        colon++;
    return colon < line.n && line.p[colon] == ':' ? str_slice(line, 0, n) : STR_EMPTY;
}

static bool is_named_like_mail(struct str name)
{
    static const char *const endings[] = {".eml", ".mht", ".mhtml", ".msg.txt", ".emlx", NULL};
    return str_ends_with_one_of_ignoring_case(name, endings) ||
           str_find(name, STR_LITERAL(":2,"), 0) < name.n;
}

/* The kinds of lines in a head, up to the empty line. */
struct head_count {
    size_t n_common, n_own, n_other, n_bad;
};

static struct head_count count_headers(struct str rest, bool forgives_first)
{
    struct head_count count = {0};
    struct str line;
    for (size_t i = 0; str_next_line(&rest, &line) && line.n; i++) {
        if (i > 0 && (line.p[0] == ' ' || line.p[0] == '\t'))
            continue;
        struct str header = mailbox_header_name(line);
        if (header.n == 0 && i == 0 && !forgives_first)
            return (struct head_count){.n_bad = 1};
        if (header.n == 0)
            count.n_bad++;
        else if (str_is_one_of_ignoring_case(header, own_headers))
            count.n_own++;
        else if (str_is_one_of_ignoring_case(header, common_headers))
            count.n_common++;
        else
            count.n_other++;
    }
    return count;
}

/* Returns whether the name of a file is a number, as that of a message of MH is. */
static bool is_named_by_number(struct str path)
{
    size_t start = str_after_last(path, '/'), i = start;
    while (i < path.n && ascii_is_digit(path.p[i]))
        i++;
    return i > start && i == path.n;
}

/* Returns whether s begins with a head, given that mail is expected. */
static bool has_head(struct str s)
{
    struct head_count count = count_headers(
        str_slice(s, 0, s.n < MAX_HEAD_BYTES ? s.n : MAX_HEAD_BYTES), true);
    return count.n_common + count.n_own > 0 && count.n_bad <= count.n_common + count.n_own;
}

struct str mailbox_beginning(struct str bytes)
{
    size_t n = str_starts_with(bytes, STR_LITERAL("\xEF\xBB\xBF")) ? 3 : 0;
    while (n < bytes.n && (bytes.p[n] == '\n' || bytes.p[n] == '\r'))
        n++;
    return str_slice(bytes, n, bytes.n);
}

struct str mailbox_emlx_message(struct str bytes)
{
    enum { MAX_DIGITS = 10 };
    size_t i = 0, n = 0;
    for (; i < bytes.n && i < MAX_DIGITS && ascii_is_digit(bytes.p[i]); i++)
        n = n * 10 + (size_t)(bytes.p[i] - '0');
    bool has_length = i > 0;
    while (i < bytes.n && (bytes.p[i] == ' ' || bytes.p[i] == '\r'))
        i++;
    if (!has_length || i == bytes.n || bytes.p[i] != '\n')
        return STR_EMPTY;
    struct str message = str_slice(bytes, i + 1, bytes.n);
    return has_head(message) ? str_slice(message, 0, n < message.n ? n : message.n) : STR_EMPTY;
}

bool mailbox_is_message(struct str name, struct str bytes)
{
    if (mailbox_emlx_message(bytes).n)
        return true;
    bytes = mailbox_beginning(bytes);
    if (is_named_like_mail(name))
        return has_head(bytes);
    struct head_count count = count_headers(
        str_slice(bytes, 0, bytes.n < MAX_HEAD_BYTES ? bytes.n : MAX_HEAD_BYTES),
        str_starts_with(bytes, STR_LITERAL(">From ")));
    if (count.n_own == 0)
        return is_named_by_number(name) && count.n_common >= MIN_HEADERS_OF_MH && count.n_bad == 0;
    /* A malformed line in a long head does not matter. */
    return count.n_common > 0 && count.n_bad * 4 <= count.n_common + count.n_own;
}

/* Returns whether a line is like "From ada@example.org Tue May 10 09:30:00 2011", with a time and a
 * year. */
static bool is_from_line(struct str line)
{
    bool has_time = false, has_year = false;
    if (!str_starts_with(line, STR_LITERAL("From ")))
        return false;
    for (size_t i = 5; i + 4 < line.n + 1; i++) {
        const char *p = line.p + i;
        size_t left = line.n - i;
        has_time = has_time || (left >= 5 && ascii_is_digit(p[0]) && ascii_is_digit(p[1]) &&
                                p[2] == ':' && ascii_is_digit(p[3]) && ascii_is_digit(p[4]));
        has_year = has_year || ((p[0] == '1' || p[0] == '2') && ascii_is_digit(p[1]) &&
                                ascii_is_digit(p[2]) && ascii_is_digit(p[3]) && p[-1] == ' ');
    }
    return has_time && has_year;
}

/* Returns whether a line is "From ", "From -" or "From Ada <ada@example.org>", which separates
 * messages in an mbox without times. */
static bool is_bare_from_line(struct str line)
{
    struct str who = str_trim(str_slice(line, 4, line.n));
    return str_find_char(who, ' ', 0) == who.n || str_find_char(who, '@', 0) < who.n;
}

/* Returns whether s begins with two headers that only mail has, or one of Mozilla's. */
static bool begins_with_headers(struct str s)
{
    enum { LINES = 8 };
    struct str line;
    size_t n_known = 0;
    for (size_t i = 0; i < LINES && n_known < 2 && str_next_line(&s, &line); i++) {
        struct str name = mailbox_header_name(line);
        if (i > 0 && line.n && (line.p[0] == ' ' || line.p[0] == '\t'))
            continue;
        if (name.n == 0)
            break;
        n_known += str_is_one_of_ignoring_case(name, common_headers) ||
                   str_is_one_of_ignoring_case(name, own_headers) ||
                   str_starts_with_ignoring_case(name, "x-mozilla-");
    }
    return n_known == 2;
}

/* Returns whether a message begins at the start of s. If the line before is not empty, a separator
 * alone is not enough. */
static bool is_beginning(struct str s, bool is_after_gap)
{
    struct str line;
    if (!str_starts_with(s, STR_LITERAL("From ")) || !str_next_line(&s, &line))
        return false;
    if (!is_from_line(line) || !is_after_gap)
        return (is_bare_from_line(line) || is_from_line(line)) && begins_with_headers(s);
    return str_next_line(&s, &line) &&
           (mailbox_header_name(line).n || str_starts_with(line, STR_LITERAL(">From ")));
}

bool mailbox_is(struct str bytes)
{
    return is_beginning(mailbox_beginning(bytes), true);
}

/* Returns the offset of the message after the one at the start of s. */
static size_t find_next(struct str s)
{
    static const struct str sign = {"\nFrom ", 6};
    for (size_t i = str_find(s, sign, 0); i < s.n; i = str_find(s, sign, i + 1)) {
        bool is_after_gap = i == 0 || s.p[i - 1] == '\n' || s.p[i - 1] == '\r';
        if (is_beginning(str_slice(s, i + 1, s.n), is_after_gap))
            return i + 1;
    }
    return s.n;
}

bool mailbox_next(struct str *rest, uint32_t *line, struct mailbox_message *ret)
{
    if (rest->n == 0)
        return false;
    size_t head = str_find_char(*rest, '\n', 0);
    head = head < rest->n ? head + 1 : head;
    size_t end = head + find_next(str_slice(*rest, head, rest->n));

    ret->bytes = str_slice(*rest, head, end);
    ret->first_line = *line + 1;
    for (size_t i = str_find_char(*rest, '\n', 0); i < end; i = str_find_char(*rest, '\n', i + 1))
        ++*line;
    *rest = str_slice(*rest, end, rest->n);
    return true;
}
