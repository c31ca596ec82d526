/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Adds the text of elements to a flow, with its white space or with that folded. */
#include "indexer/formats/html/white_space.h"

void html_add_verbatim(struct flow *flow, struct str text, uint32_t line)
{
    for (size_t start = 0; start < text.n; line++) {
        size_t end = str_find_char(text, '\n', start);
        flow_append(flow, str_slice(text, start, end), line, 0);
        if (end < text.n)
            flow_break_line(flow);
        start = end + 1;
    }
}

/* Returns the end of a piece: where white space other than a single blank begins. */
static size_t piece_end(struct str text, size_t i)
{
    while (i < text.n) {
        char c = text.p[i];
        bool folds = c == ' ' ? i + 1 == text.n || ascii_is_space(text.p[i + 1])
                              : ascii_is_space(c);
        if (folds)
            break;
        i++;
    }
    return i;
}

void html_add_folded(struct flow *flow, struct str text, uint32_t line)
{
    for (size_t i = 0; i < text.n;) {
        if (ascii_is_space(text.p[i])) {
            flow_gap(flow, text.p[i] == '\n' ? GAP_SOFT_LINE : GAP_SPACE);
            line += text.p[i] == '\n';
            i++;
            continue;
        }
        size_t end = piece_end(text, i);
        flow_append(flow, str_slice(text, i, end), line, 0);
        i = end;
    }
}
