/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the keys by which names of files are found. */
#include "text/name_key.h"

#include "text/utf8.h"

/* Returns true for the second of two letters that may stand for one with a mark, as in "ue" for
 * "ü". */
static bool is_half(char before, char c)
{
    return (c == 'e' && memchr("aou", before, 3)) || (c == 'a' && before == 'a');
}

static void append_term(struct buf *out, struct str term)
{
    for (size_t i = 0; i < term.n; i++)
        if (term.p[i] != '\'' && !(i > 0 && is_half(term.p[i - 1], term.p[i])))
            buf_append_char(out, term.p[i]);
}

void name_key_append(struct analyser *a, struct str stem, struct str ending, struct buf *out)
{
    enum { MAX_BYTES = ANALYSER_MAX_TERM_BYTES };
    size_t start = out->n;
    struct token token;
    analyser_start(a, stem, 1);
    while (out->n < start + MAX_BYTES && analyser_next(a, &token))
        append_term(out, token.term);
    if (out->n == start)
        analyser_fold(a, stem, out);
    if (out->n > start + MAX_BYTES)
        out->n = start + utf8_floor(str_slice(buf_str(out), start, out->n), MAX_BYTES);
    if (ending.n == 0)
        return;
    buf_append_char(out, '.');
    analyser_fold(a, ending, out);
}
