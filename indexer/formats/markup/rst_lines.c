/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises headings, fields, tables and lists of reStructuredText by a single line. */
#include "indexer/formats/markup/rst_lines.h"

#include "indexer/formats/shared/pen.h"
#include "text/utf8.h"

char rst_adornment(struct str text)
{
    char c = text.n >= 2 ? text.p[0] : 0;
    bool is_sign = c > ' ' && c < 0x7F && !ascii_is_alpha(c) && !ascii_is_digit(c);
    return is_sign && line_repeats(text, c) ? c : 0;
}

bool rst_is_adornment_of(struct str text, struct str title)
{
    return rst_adornment(text) && (text.n >= 4 || text.n >= utf8_columns(title));
}

size_t rst_field_name(struct str text)
{
    size_t end = text.n > 2 && text.p[0] == ':' && text.p[1] != ':' && text.p[1] != ' '
                     ? str_find_char(text, ':', 1)
                     : text.n;
    bool ends = end < text.n && (end + 1 == text.n || text.p[end + 1] == ' ');
    return ends ? end - 1 : 0;
}

size_t rst_unended_field_name(struct str text)
{
    size_t n = 1;
    if (!str_starts_with(text, STR_LITERAL(":")) || str_find_char(text, ':', 1) < text.n)
        return 0;
    while (n < text.n && ascii_is_alpha(text.p[n]))
        n++;
    return n < text.n && text.p[n] == ' ' ? n - 1 : 0;
}

bool rst_is_table_rule(struct str text)
{
    bool has_gap = false, is_grid = text.n > 2 && text.p[0] == '+';
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (is_grid ? c != '+' && c != '-' && c != '=' : c != '=' && c != ' ')
            return false;
        has_gap = has_gap || c == ' ' || (is_grid && i && c == '+');
    }
    return has_gap && text.n > 2;
}

size_t rst_bullet_length(struct str text)
{
    if (text.n < 2)
        return 0;
    if (str_find_char(STR_LITERAL("*+-|"), text.p[0], 0) < 4 && text.p[1] == ' ')
        return 2;
    size_t i = text.p[0] == '(';
    size_t first = i;
    while (i < text.n && i < 5 && (ascii_is_digit(text.p[i]) || text.p[i] == '#'))
        i++;
    bool ends = i > first && i + 1 < text.n && (text.p[i] == '.' || text.p[i] == ')') &&
                text.p[i + 1] == ' ';
    return ends ? i + 2 : 0;
}
