/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the ends of groups, options, commands and lengths in LaTeX. */
#include "indexer/formats/tex/syntax.h"

#include "text/utf8.h"

enum { MAX_ARGUMENT_BYTES = 2000, MAX_LONG_BYTES = 16 * 1024 };

/* Returns whether the line after the line break at i is empty. */
static bool ends_paragraph(struct str s, size_t i)
{
    for (i++; i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'); i++)
        ;
    return i < s.n && s.p[i] == '\n';
}

/* Returns the offset of the closing character of what is opened at `at`; s.n if it is not near
 * enough. */
static size_t find_close(struct str s, size_t at, char close, bool is_long)
{
    size_t max = is_long ? MAX_LONG_BYTES : MAX_ARGUMENT_BYTES, depth = 0;
    struct str near = str_slice(s, 0, s.n - at < max ? s.n : at + max);
    for (size_t i = at + 1; i < near.n; i++) {
        char c = near.p[i];
        if (depth == 0 && c == close)
            return i;
        if (c == '\n' && !is_long && ends_paragraph(near, i))
            break;
        if (c == '%')
            i = str_find_char(near, '\n', i) - 1;
        i += c == '\\';
        depth += c == '{';
        if (c == '}' && depth-- == 0)
            break;
    }
    return s.n;
}

size_t tex_group_end(struct str s, size_t at, bool is_long, struct str *ret_inside)
{
    if (at >= s.n || s.p[at] != '{')
        return at;
    size_t end = find_close(s, at, '}', is_long);
    if (end == s.n)
        return at;
    *ret_inside = str_slice(s, at + 1, end);
    return end + 1;
}

size_t tex_raw_group_end(struct str s, size_t at, struct str *ret_inside)
{
    size_t depth = 0;
    for (size_t i = at; i < s.n && s.p[i] != '\n' && i - at < MAX_ARGUMENT_BYTES; i++) {
        depth += s.p[i] == '{';
        if (depth == 0)
            return at;
        if (s.p[i] == '}' && --depth == 0) {
            *ret_inside = str_slice(s, at + 1, i);
            return i + 1;
        }
    }
    return at;
}

size_t tex_option_end(struct str s, size_t at, struct str *ret_inside)
{
    if (at >= s.n || s.p[at] != '[')
        return at;
    size_t end = find_close(s, at, ']', false);
    if (end == s.n)
        return at;
    *ret_inside = str_slice(s, at + 1, end);
    return end + 1;
}

size_t tex_command_end(struct str s, size_t at, struct str *ret_name)
{
    size_t start = at + 1, end = start;
    while (end < s.n && (ascii_is_alpha(s.p[end]) || s.p[end] == '@'))
        end++;
    if (end == start + 1 && s.p[start] == '@')
        end = start; /* "\@" only affects the space after a full stop */
    if (end == start && end < s.n)
        utf8_decode(s, start, &end);
    *ret_name = str_slice(s, at + 1, end);
    return end;
}

static size_t skip_spaces(struct str s, size_t at)
{
    while (at < s.n && s.p[at] == ' ')
        at++;
    return at;
}

/* Parses a number with a unit of two letters. */
static size_t measure_end(struct str s, size_t at)
{
    size_t i = at + (at < s.n && (s.p[at] == '-' || s.p[at] == '+'));
    size_t digits = i;
    while (i < s.n && (ascii_is_digit(s.p[i]) || s.p[i] == '.'))
        i++;
    bool has_unit = i > digits && i + 1 < s.n && ascii_is_alpha(s.p[i]) &&
                    ascii_is_alpha(s.p[i + 1]);
    return has_unit ? i + 2 : at;
}

size_t tex_length_end(struct str s, size_t at)
{
    static const struct str signs[] = {{"plus", 4}, {"minus", 5}};
    size_t start = skip_spaces(s, at);
    start = skip_spaces(s, start + (start < s.n && s.p[start] == '='));
    size_t end = measure_end(s, start);
    if (end == start)
        return at;
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
        size_t next = skip_spaces(s, end);
        if (!str_starts_with(str_slice(s, next, s.n), signs[k]))
            continue;
        next = skip_spaces(s, next + signs[k].n);
        size_t stretch = measure_end(s, next);
        while (stretch > next && stretch < s.n && s.p[stretch] == 'l')
            stretch++; /* "fil", "fill" */
        end = stretch > next ? stretch : end;
    }
    return end;
}

size_t tex_skip_blanks(struct str s, size_t at)
{
    bool has_break = false;
    for (; at < s.n; at++) {
        if (s.p[at] == '\n' && !has_break && !ends_paragraph(s, at))
            has_break = true;
        else if (s.p[at] != ' ' && s.p[at] != '\t')
            break;
    }
    return at;
}

bool tex_is_prose(struct str s)
{
    size_t n_letters = 0, longest = 0, n_places = 0;
    for (size_t i = 0; i < s.n; i++) {
        n_places += strchr("htbpH!", s.p[i]) != NULL;
        bool is_letter = ascii_is_alpha(s.p[i]) || (unsigned char)s.p[i] >= 0x80;
        n_letters = is_letter ? n_letters + 1 : 0;
        longest = n_letters > longest ? n_letters : longest;
        if (s.p[i] == '=' || s.p[i] == '#' || s.p[i] == '@')
            return false;
    }
    return longest >= 3 && n_places < s.n;
}
