/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decodes files that are UTF-8 in part, line by line. */
#include "indexer/charset/mixed.h"

#include "base/mem.h"
#include "indexer/charset/charset.h"
#include "text/utf8.h"

#include <stdint.h>

enum {
    MIN_CHARACTERS = 3,        /* in lines of UTF-8 */
    ERRORS_PER_CHARACTER = 20, /* at most */
};

struct mixed_counts mixed_count(struct str s, size_t max_errors)
{
    struct mixed_counts c = {0};
    for (size_t i = 0; i < s.n && (c.errors <= max_errors || !mixed_is_foreign(c));) {
        size_t bad;
        struct str rest = str_slice(s, i, s.n);
        bool is_valid = utf8_is_valid(rest, &bad);
        size_t good_n = is_valid ? rest.n : bad;
        for (size_t k = 0; k < good_n; k++)
            c.characters += ((unsigned char)rest.p[k] & 0xC0) == 0xC0;
        c.errors += !is_valid;
        i += good_n + 1;
    }
    return c;
}

bool mixed_is_foreign(struct mixed_counts c)
{
    return c.errors > 0 && c.characters < c.errors * 4;
}

static struct mixed_counts count_line(struct str line)
{
    return mixed_count(line, SIZE_MAX);
}

bool mixed_is(struct str bytes)
{
    size_t n_characters = 0, n_foreign = 0;
    struct str rest = bytes, line;
    while (str_next_line(&rest, &line)) {
        struct mixed_counts c = count_line(line);
        n_characters += c.errors ? 0 : c.characters;
        n_foreign += mixed_is_foreign(c) ? c.errors : 0;
    }
    return n_foreign > 0 && n_characters >= MIN_CHARACTERS &&
           n_foreign <= n_characters * ERRORS_PER_CHARACTER;
}

size_t mixed_append(struct buf *out, struct str bytes)
{
    AUTO(buf_done) struct buf foreign = BUF_INIT;
    struct str rest = bytes, line;
    size_t n_replaced = 0;
    bool is_guess;
    while (str_next_line(&rest, &line))
        if (mixed_is_foreign(count_line(line))) {
            buf_append_str(&foreign, line);
            buf_append_char(&foreign, '\n');
        }
    const struct charset *charset = charset_detect(buf_str(&foreign), &is_guess);
    for (rest = bytes; str_next_line(&rest, &line);) {
        size_t n = 0, start = out->n;
        if (utf8_is_valid(line, NULL)) {
            buf_append_str(out, line);
        } else if (!mixed_is_foreign(count_line(line)) ||
                   !charset_convert(charset, line, out, &n)) {
            out->n = start;
            n = utf8_append_repaired(out, line);
        }
        n_replaced += n;
        if (line.p + line.n < bytes.p + bytes.n)
            buf_append_char(out, '\n');
    }
    return n_replaced;
}

/* Returns the length of the line break and the blank at which a line is folded at i, or 0. */
static size_t fold_bytes(struct str s, size_t i)
{
    size_t n = i < s.n && s.p[i] == '\r';
    n += i + n < s.n && s.p[i + n] == '\n';
    return n && i + n < s.n && (s.p[i + n] == ' ' || s.p[i + n] == '\t') ? n + 1 : 0;
}

static bool is_continuation(struct str s, size_t i)
{
    return i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80;
}

bool mixed_unfold(struct str bytes, struct buf *out)
{
    if (!str_starts_with(bytes, STR_LITERAL("BEGIN:V")))
        return false;
    for (size_t i = 0; i < bytes.n;) {
        size_t fold = i && (unsigned char)bytes.p[i - 1] >= 0x80 ? fold_bytes(bytes, i) : 0, at;
        if (fold == 0 || !is_continuation(bytes, i + fold)) {
            buf_append_char(out, bytes.p[i++]);
            continue;
        }
        for (at = i + fold; is_continuation(bytes, at); at++)
            buf_append_char(out, bytes.p[at]);
        buf_append_str(out, str_slice(bytes, i, i + fold));
        i = at;
    }
    bool is_valid = utf8_is_valid(buf_str(out), NULL);
    if (!is_valid)
        buf_clear(out);
    return is_valid;
}
