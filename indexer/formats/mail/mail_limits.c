/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps messages within what GMime can parse with bounded memory and stack. */
#include "indexer/formats/mail/mail_limits.h"

enum {
    MAX_GROUPS = 1000, /* of addresses in one header, which may be nested */
    FEW_BYTES = 8192,  /* a message this short cannot exhaust the stack */
    PART_BYTES = 4,    /* "--b" and a line feed */
};

static bool has_addresses(struct str line)
{
    static const char *const names[] = {"from:", "sender:", "reply-to:",         "to:",       "cc:",
                                        "bcc:",  "resent-", "mail-followup-to:", "return-to", NULL};
    return str_starts_with_one_of_ignoring_case(line, names);
}

struct str mail_limit_groups(struct str raw, struct buf *buffer)
{
    struct str rest = raw, line;
    size_t n_colons = 0;
    bool is_address = false;
    if (raw.n < FEW_BYTES)
        return raw;
    while (str_next_line(&rest, &line)) {
        if (line.n == 0 || (line.p[0] != ' ' && line.p[0] != '\t')) {
            is_address = has_addresses(line);
            n_colons = 0;
        }
        for (size_t i = str_find_char(line, ':', 0); is_address && i < line.n;
             i = str_find_char(line, ':', i + 1)) {
            if (++n_colons <= MAX_GROUPS)
                continue;
            if (buffer->n == 0)
                buf_append_str(buffer, raw);
            buffer->p[line.p + i - raw.p] = ' ';
        }
    }
    return buffer->n ? buf_str(buffer) : raw;
}

/* Returns whether a line may be a boundary between parts. Signatures and patches use other
 * dashes. */
static bool may_be_boundary(struct str line)
{
    return line.n > 2 && line.p[0] == '-' && line.p[1] == '-' && line.p[2] != '-' &&
           line.p[2] != ' ';
}

struct str mail_limit_parts(struct str raw, const struct budget *budget, struct err *ret_limit)
{
    struct str rest = raw, line;
    struct budget left = *budget;
    if (raw.n / PART_BYTES < left.limits->max_members - left.n_members)
        return raw;
    for (size_t at = 0; str_next_line(&rest, &line); at = raw.n - rest.n)
        if (may_be_boundary(line) && budget_spend_member(&left, ret_limit))
            return str_slice(raw, 0, at);
    return raw;
}
