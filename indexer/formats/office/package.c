/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the parts of a ZIP file that is a single document. */
#include "indexer/formats/office/package.h"

#include "base/mem.h"

#include <stdlib.h>

enum package_kind package_kind_of(const struct container_input *input)
{
    /* A copy, so that looking costs nothing. */
    struct budget budget = *input->budget;
    AUTO(members_close_pointer) struct members *members = NULL;
    struct err err = ERR_INIT;
    struct member member;
    bool has_types = false, has_relations = false, has_content = false, has_manifest = false;
    bool is_encrypted = false;

    if (members_open(input->bytes, NULL, &budget, &members, &err))
        return PACKAGE_NONE;
    while (members_next(members, &member, &err)) {
        is_encrypted = is_encrypted || member.is_encrypted;
        has_types = has_types || str_equal(member.name, STR_LITERAL("[Content_Types].xml"));
        has_relations = has_relations || str_equal(member.name, STR_LITERAL("_rels/.rels"));
        has_content = has_content || str_equal(member.name, STR_LITERAL("content.xml"));
        has_manifest = has_manifest || str_equal(member.name, STR_LITERAL("mimetype")) ||
                       str_equal(member.name, STR_LITERAL("META-INF/manifest.xml"));
        if (str_equal(member.name, STR_LITERAL("META-INF/container.xml")))
            return is_encrypted ? PACKAGE_NONE : PACKAGE_EPUB;
    }
    if (is_encrypted)
        return PACKAGE_NONE;
    if (has_types && has_relations)
        return PACKAGE_OOXML;
    return has_content && has_manifest ? PACKAGE_ODF : PACKAGE_NONE;
}

bool package_is_file(struct str name)
{
    static const char *const endings[] = {".mht", ".mhtml", ".rtf", ".txt", NULL};
    static const char *const embedded[] = {
        ".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".pptm", ".odt", ".ods", ".odp", ".doc",
        ".xls",  ".ppt",  ".msg",  ".pdf",  ".csv",  ".eml",  ".zip", ".bin", NULL};
    bool is_embedded = str_find(name, STR_LITERAL("/embeddings/"), 0) < name.n;
    return str_ends_with_one_of_ignoring_case(name, endings) ||
           (is_embedded && str_ends_with_one_of_ignoring_case(name, embedded));
}

static bool is_text_part(struct str name)
{
    static const char *const endings[] = {".xml", ".rels", ".opf",   ".xhtml", ".html",  ".htm",
                                          ".xht", ".vml",  ".fdseq", ".fdoc",  ".fpage", NULL};
    /* Styles, themes and the like, which can be large and contain no text of the document. */
    static const char *const unread[] = {"ppt/theme/", "word/theme/", "xl/theme/", NULL};
    if (str_starts_with_one_of(name, unread))
        return false;
    return str_ends_with_one_of_ignoring_case(name, endings) || package_is_file(name) ||
           str_equal(name, STR_LITERAL("mimetype"));
}

static int compare_parts(const void *a, const void *b)
{
    return str_compare(((const struct package_part *)a)->name,
                       ((const struct package_part *)b)->name);
}

/* Replaces bytes by the current member. n_held bytes of other parts are in memory. */
static enum err_code read_part(struct members *members, struct buf *bytes, uint64_t n_held,
                               struct budget *budget, struct err *err)
{
    bool is_end = false;
    buf_clear(bytes);
    while (!is_end && !members_read_some(members, bytes, INPUT_PIECE_BYTES, &is_end, err) &&
           !budget_hold(budget, n_held + bytes->n, HELD_TEXT, err)) {
    }
    return err->code;
}

enum err_code package_read(struct package *p, const struct container_input *input, struct err *err)
{
    AUTO(members_close_pointer) struct members *members = NULL;
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    struct member member;
    uint64_t n_held = 0;

    if (members_open(input->bytes, NULL, input->budget, &members, err))
        return err->code;
    while (members_next(members, &member, err)) {
        if (!is_text_part(member.name))
            continue;
        struct str name = arena_copy(&p->arena, member.name);
        if (read_part(members, &bytes, n_held, input->budget, err)) {
            err_context(err, "%.*s", STR_PRINT(name));
            break;
        }
        n_held += bytes.n;
        MEM_GROW(p->parts, p->n, p->capacity);
        p->parts[p->n++] = (struct package_part){name, arena_copy(&p->arena, buf_str(&bytes)),
                                                 false};
    }
    if (p->n)
        qsort(p->parts, p->n, sizeof *p->parts, compare_parts);
    return err->code;
}

void package_done(struct package *p)
{
    mem_free(p->parts);
    arena_done(&p->arena);
}

static struct package_part *find_part(const struct package *p, struct str name)
{
    struct package_part wanted = {name, STR_EMPTY, false};
    return p->n ? bsearch(&wanted, p->parts, p->n, sizeof *p->parts, compare_parts) : NULL;
}

struct str package_part(const struct package *p, struct str name)
{
    const struct package_part *found = find_part(p, name);
    return found ? found->bytes : STR_EMPTY;
}

struct str package_take_part(struct package *p, struct str name, struct budget *budget)
{
    struct package_part *found = find_part(p, name);
    if (!found || (found->is_read && !budget_repeat(budget, found->bytes.n)))
        return STR_EMPTY;
    found->is_read = true;
    return found->bytes;
}

static int hex_value(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Appends s with "%20" and the like decoded. */
static void append_unescaped(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool is_escape = s.p[i] == '%' && i + 2 < s.n && hex_value(s.p[i + 1]) >= 0 &&
                         hex_value(s.p[i + 2]) >= 0;
        buf_append_char(out, is_escape ? (char)(hex_value(s.p[i + 1]) * 16 + hex_value(s.p[i + 2]))
                                       : s.p[i]);
        i += is_escape ? 2 : 0;
    }
}

static void go_up(struct buf *path)
{
    if (path->n)
        path->n--; /* the final slash */
    path->n = str_after_last(buf_str(path), '/');
}

struct str package_resolve(struct str base, struct str target, struct arena *arena)
{
    AUTO(buf_done) struct buf path = BUF_INIT;
    target = str_slice(target, 0, str_find_char(target, '#', 0));
    if (!str_starts_with(target, STR_LITERAL("/")))
        buf_append_str(&path, str_slice(base, 0, str_after_last(base, '/')));
    for (size_t start = 0; start < target.n;) {
        size_t end = str_find_char(target, '/', start);
        struct str step = str_slice(target, start, end);
        if (str_equal(step, STR_LITERAL(".."))) {
            go_up(&path);
        } else if (step.n && !str_equal(step, STR_LITERAL("."))) {
            append_unescaped(&path, step);
            if (end < target.n)
                buf_append_char(&path, '/');
        }
        start = end + 1;
    }
    return arena_copy(arena, buf_str(&path));
}
