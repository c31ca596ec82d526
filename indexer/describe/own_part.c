/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes from a line of text what only a program reads, or what is drawn around it. */
#include "indexer/describe/own_part.h"

#include "indexer/describe/line.h"

/* Returns where a keyword of version control at the end of a line begins, such as "$Revision: 17
 * $"; the length of the line if there is none. */
static size_t keyword_start(struct str s)
{
    size_t start = s.n && s.p[s.n - 1] == '$' ? s.n - 1 : 0, end;
    while (start > 0 && s.p[start - 1] != '$')
        start--;
    for (end = start; end < s.n && ascii_is_alpha(s.p[end]);)
        end++;
    return start > 0 && end > start && (s.p[end] == ':' || end + 1 == s.n) ? start - 1 : s.n;
}

bool line_is_keyword(struct str line)
{
    return keyword_start(line) == 0;
}

/* Returns what is in a line of a box, such as "*    WALNUTS AND QUINCES    *". */
static struct str without_box(struct str line)
{
    while (line.n > 4 && line.p[line.n - 1] == line.p[0] && line.p[1] == ' ' &&
           line.p[line.n - 2] == ' ' && strchr("*#|!+%", line.p[0])) {
        struct str inner = str_trim(str_slice(line, 1, line.n - 1));
        if (line.p[0] == '|' && str_find_char(inner, '|', 0) < inner.n)
            break; /* the row of a table */
        line = inner;
    }
    return line;
}

/* Returns a line of a manual of Vim without what is for the program, the names that it can be found
 * by: "*walnut.txt*  Trees for Vim", "Counting trees          *walnut-count* *wc*". */
static struct str without_tags(struct str line)
{
    struct str end = STR_LITERAL(".txt*");
    bool may_be_first = line.n && line.p[0] == '*';
    size_t name = may_be_first ? str_find(line, end, 0) + end.n : line.n;
    if (name < line.n && ascii_is_space(line.p[name]) &&
        line_count_blanks(str_slice(line, 0, name)) == 0) {
        line = str_trim(str_slice(line, name, line.n));
        if (str_starts_with(line, STR_LITERAL("For Vim version ")))
            line = str_slice(line, str_find(line, STR_LITERAL("Last change"), 0), line.n);
    }
    while (line.n > 2 && line.p[line.n - 1] == '*') {
        size_t star = line.n - 1;
        while (star > 0 && line.p[star - 1] != '*' && !ascii_is_space(line.p[star - 1]))
            star--;
        bool is_tag = star > 3 && star < line.n - 1 && line.p[star - 1] == '*';
        if (!is_tag || !ascii_is_space(line.p[star - 2]) ||
            (line.p[star - 2] == ' ' && !strchr("* \t", line.p[star - 3])))
            break;
        line = str_trim(str_slice(line, 0, star - 1));
    }
    return line;
}

/* Returns a line without the mode of an editor or a keyword of version control at its end: "GNU
 * tool NEWS  -*- outline -*-", "Notes on the parser $Revision: 17 $". */
static struct str without_note(struct str line)
{
    struct str mark = STR_LITERAL("-*-");
    bool is_mode = line.n && line.p[line.n - 1] == '-' && str_ends_with(line, mark);
    size_t start = is_mode ? str_find(line, mark, 0) : keyword_start(line);
    return start > 0 ? str_trim(str_slice(line, 0, start)) : line;
}

/* Returns a line without marks of the direction of writing at its start, which some exports of
 * chats begin with. */
static struct str without_directions(struct str line)
{
    static const char *const marks[] = {"\u200E", "\u200F", "\u202A", "\u202B", "\u202C",
                                        "\u2066", "\u2067", "\u2068", "\u2069", NULL};
    while (line.n && line.p[0] == '\xE2' && str_starts_with_one_of(line, marks))
        line = str_trim(str_slice(line, 3, line.n));
    return line;
}

struct str own_part(struct str line)
{
    return without_box(without_tags(without_note(without_directions(line))));
}
