/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Determines from paths which documents may be the same page, such as "manual/de/logs.html" and
 * "manual/en/logs.html", or "logs.rst.txt" and "logs.html". */
#include "indexer/analysis/same_page.h"

#include "base/path.h"
#include "text/language.h"

enum { MAX_ENDINGS = 3, MAX_ENDING_BYTES = 8 };

static bool is_letters(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alpha(s.p[i]))
            return false;
    return s.n > 0;
}

/* Returns whether s is like "de", "pt-BR" or "pt_br". */
static bool is_language(struct str s)
{
    bool has_region = s.n == 5 && (s.p[2] == '-' || s.p[2] == '_') &&
                      is_letters(str_slice(s, 3, 5));
    return (s.n == 2 || has_region) && language_is_code(str_slice(s, 0, 2));
}

/* ---- the stem ---- */

static struct str without_endings(struct str name)
{
    name = path_without_compression(name);
    for (int i = 0; i < MAX_ENDINGS; i++) {
        struct str ending = path_ending(name);
        if (ending.n > MAX_ENDING_BYTES || ending.n + 1 >= name.n || !is_letters(ending))
            break;
        name.n -= ending.n + 1;
    }
    return name;
}

/* ---- the place ---- */

struct place {
    struct buf *out;
    char language[2];
    bool has_language;
};

static void take_language(struct place *p, struct str code)
{
    p->has_language = true;
    for (int i = 0; i < 2; i++)
        p->language[i] = ascii_lower(code.p[i]);
}

/* Returns the offset of the hyphen or underscore before a language at the end of "README_de" or
 * "README_pt-BR"; part.n if there is none. */
static size_t find_suffix(struct str part)
{
    static const size_t code_bytes[] = {5, 2};
    for (size_t i = 0; i < 2; i++) {
        size_t n = code_bytes[i];
        if (part.n > n + 1 && (part.p[part.n - n - 1] == '_' || part.p[part.n - n - 1] == '-') &&
            is_language(str_slice(part, part.n - n, part.n)))
            return part.n - n - 1;
    }
    return part.n;
}

/* Adds the first part of a name, up to its first ".". */
static void add_head(struct place *p, struct str part)
{
    size_t end = find_suffix(part);
    if (end < part.n)
        take_language(p, str_slice(part, end + 1, part.n));
    buf_append_str(p->out, str_slice(part, 0, end));
}

/* Adds a folder, or a part of a name, without the language that it is or, as in "pages.de", that a
 * folder ends in. */
static void add_part(struct place *p, struct str part, char sign)
{
    if (is_language(part)) {
        take_language(p, part);
        return;
    }
    size_t ending = str_after_last(part, '.');
    struct str code = str_slice(part, ending, part.n);
    if (sign == '/' && ending > 1 && is_language(code)) {
        take_language(p, code);
        part = str_slice(part, 0, ending - 1);
    }
    buf_append_char(p->out, sign);
    buf_append_str(p->out, part);
}

/* Adds the parts of s between separators. In a name, the first part is its head. */
static void add_parts(struct place *p, struct str s, char sign, bool has_head)
{
    for (size_t start = 0, i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != sign)
            continue;
        struct str part = str_slice(s, start, i);
        if (start == 0 && has_head)
            add_head(p, part);
        else
            add_part(p, part, sign);
        start = i + 1;
    }
}

static void add_path(struct place *p, struct str path)
{
    size_t name = str_after_last(path, '/');
    if (name > 1)
        add_parts(p, str_slice(path, 0, name - 1), '/', false);
    buf_append_char(p->out, '/');
    add_parts(p, str_slice(path, name, path.n), '.', true);
}

/* ---- stem and place ---- */

void same_page_read(struct str path, struct str member, bool is_record, struct buf *room,
                    struct fingerprint_path *ret)
{
    struct place place = {.out = room};
    struct str named = member.n ? member : path;
    *ret = (struct fingerprint_path){{0}};
    buf_clear(room);
    if (is_record)
        return;
    add_path(&place, path);
    if (member.n)
        add_path(&place, member);
    size_t place_end = room->n;
    struct str name = str_slice(named, str_after_last(named, '/'), named.n);
    buf_append_str(room, without_endings(name));
    size_t stem_end = room->n;
    for (size_t i = place_end; i < stem_end; i++)
        room->p[i] = ascii_lower(room->p[i]);
    if (place.has_language)
        buf_append(room, place.language, sizeof place.language);
    struct str all = buf_str(room);
    ret->place = str_slice(all, 0, place_end);
    ret->stem = str_slice(all, place_end, stem_end);
    ret->path_language = str_slice(all, stem_end, all.n);
}
