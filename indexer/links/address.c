/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resolves references as a browser does (RFC 3986, section 5.2) and compares the paths that they
 * may stand for. */
#include "indexer/links/address.h"

#include "base/mem.h"
#include "base/path.h"

#include <xxhash.h>

enum { MAX_PATH_BYTES = 4096 };

/* ---- references ---- */

static int hex_digit(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Removes query and fragment. */
static struct str path_of_reference(struct str reference)
{
    reference.n = str_find_char(reference, '#', 0);
    reference.n = str_find_char(reference, '?', 0);
    return reference;
}

/* Returns whether nothing in a path needs decoding. */
static bool is_plain(struct str path)
{
    unsigned char found = 0; /* no early exit, so that the loop can be vectorised */
    for (size_t i = 0; i < path.n; i++)
        found |= (path.p[i] == '%') | (path.p[i] == '\\');
    return !found;
}

/* Appends a reference percent-decoded. Browsers treat a backslash as a slash. */
static void append_decoded(struct buf *out, struct str reference)
{
    for (size_t i = 0; i < reference.n; i++) {
        char c = reference.p[i];
        int high = i + 2 < reference.n ? hex_digit(reference.p[i + 1]) : -1;
        int low = i + 2 < reference.n ? hex_digit(reference.p[i + 2]) : -1;
        if (c == '%' && high >= 0 && low >= 0 && (high || low)) {
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '\\') {
            c = '/';
        }
        buf_append_char(out, c);
    }
}

/* Removes "file:" and an empty host. Returns false if there is another scheme or a host. */
static bool take_scheme(struct str *reference)
{
    size_t n = 0;
    while (n < reference->n && (ascii_is_alpha(reference->p[n]) || ascii_is_digit(reference->p[n])))
        n++;
    if (n >= 2 && n < reference->n && reference->p[n] == ':') {
        if (!str_starts_with_ignoring_case(*reference, "file:"))
            return false;
        *reference = str_slice(*reference, n + 1, reference->n);
        if (str_starts_with_ignoring_case(*reference, "//localhost/"))
            *reference = str_slice(*reference, 11, reference->n);
        else if (str_starts_with(*reference, STR_LITERAL("///")))
            *reference = str_slice(*reference, 2, reference->n);
    }
    return !str_starts_with(*reference, STR_LITERAL("//"));
}

/* Resolves ".", ".." and empty parts of out from start on. Returns false if the path leads above
 * its start. */
static bool take_out_dots(struct buf *out, size_t start)
{
    size_t to = start, i = start;
    if (i < out->n && out->p[i] == '/')
        to = ++i;
    size_t root = to;
    while (i < out->n) {
        size_t end = str_find_char(buf_str(out), '/', i), n = end - i;
        bool has_slash = end < out->n;
        if (n == 2 && out->p[i] == '.' && out->p[i + 1] == '.') {
            if (to == root)
                return false;
            to = root + str_after_last(str_slice(buf_str(out), root, to - 1), '/');
        } else if (n && !(n == 1 && out->p[i] == '.')) {
            memmove(out->p + to, out->p + i, n + has_slash);
            to += n + has_slash;
        }
        i = end + 1;
    }
    out->n = to;
    return true;
}

/* Returns whether a path has parts that are empty or begin with a dot. has_root: it may begin with
 * "/". */
static bool may_have_dots(struct str path, bool has_root)
{
    unsigned char found = 0; /* no early exit, as above */
    for (size_t i = 0; i + 1 < path.n; i++)
        found |= (path.p[i] == '/') & ((path.p[i + 1] == '.') | (path.p[i + 1] == '/'));
    return found || (path.n && (path.p[0] == '.' || (path.p[0] == '/' && !has_root)));
}

static struct str folder_of(struct str path)
{
    return str_slice(path, 0, str_after_last(path, '/'));
}

/* Removes "../" and "./" from the start of a reference, and the folders that they leave from the
 * end of folder, as far as there are any. */
static void take_front_dots(struct str *folder, struct str *reference)
{
    for (;;) {
        if (str_starts_with(*reference, STR_LITERAL("./"))) {
            *reference = str_slice(*reference, 2, reference->n);
        } else if (folder->n > 1 && str_starts_with(*reference, STR_LITERAL("../"))) {
            *folder = folder_of(str_slice(*folder, 0, folder->n - 1));
            *reference = str_slice(*reference, 3, reference->n);
        } else {
            return;
        }
    }
}

/* Does the same as resolve() for any reference to a path. */
static bool resolve_any(struct str folder, struct str reference, struct buf *out)
{
    size_t start = out->n;
    buf_append_str(out, folder);
    size_t at = out->n;
    append_decoded(out, reference);
    if (out->n - start > MAX_PATH_BYTES)
        return false;
    return !may_have_dots(str_slice(buf_str(out), at, out->n), false) || take_out_dots(out, start);
}

static bool resolve(struct str path, struct str reference, struct buf *out)
{
    if (!take_scheme(&reference))
        return false;
    reference = path_of_reference(reference);
    if (reference.n == 0)
        return resolve_any(path, STR_EMPTY, out); /* "?query" is the page itself */
    bool is_rooted = reference.p[0] == '/' || reference.p[0] == '\\';
    struct str folder = is_rooted ? STR_EMPTY : folder_of(path);
    if (is_rooted || !is_plain(reference) || folder.n + reference.n > MAX_PATH_BYTES)
        return resolve_any(folder, reference, out);
    /* Most references have dots at the start only, if at all. */
    struct str above = folder, rest = reference;
    if (reference.p[0] == '.' && !may_have_dots(folder, true))
        take_front_dots(&above, &rest);
    if (may_have_dots(rest, false))
        return resolve_any(folder, reference, out);
    buf_append_str(out, above);
    buf_append_str(out, rest);
    return true;
}

bool address_resolve(struct str path, struct str base, struct str reference, struct buf *out)
{
    size_t start = out->n;
    AUTO(buf_done) struct buf from = BUF_INIT;
    bool is_good = base.n == 0 || resolve(path, base, &from);
    is_good = is_good && resolve(base.n ? buf_str(&from) : path, reference, out);
    if (is_good && !str_equal(str_slice(buf_str(out), start, out->n), path))
        return true;
    out->n = start;
    return false;
}

void address_append_member(struct buf *out, struct str archive, struct str member)
{
    while (str_starts_with(member, STR_LITERAL("./")))
        member = str_slice(member, 2, member.n);
    buf_append_str(out, archive);
    buf_append_char(out, '/');
    buf_append_str(out, member);
}

/* ---- similar paths ---- */

/* Returns the ending of a path if it is one of pages, or the empty string. */
static struct str page_ending(struct str path)
{
    static const char *const endings[] = {"html",     "htm",   "xhtml", "shtml", "md",
                                          "markdown", "mdown", "rst",   "org",   "adoc",
                                          "asciidoc", "txt",   NULL};
    struct str ending = path_ending(path);
    return str_is_one_of_ignoring_case(ending, endings) ? ending : STR_EMPTY;
}

/* Returns the path without the ending of a page, and its last part in *ret_name. */
static struct str without_ending(struct str path, struct str *ret_name)
{
    size_t n = page_ending(path).n;
    path.n -= n ? n + 1 : 0;
    *ret_name = str_slice(path, str_after_last(path, '/'), path.n);
    return path;
}

static bool is_index_name(struct str name)
{
    static const char *const names[] = {"index", "_index", "readme", "default", NULL};
    return str_is_one_of_ignoring_case(name, names);
}

uint64_t address_key(struct str path)
{
    char folded[MAX_PATH_BYTES];
    struct str name;
    path = without_ending(path, &name);
    if (is_index_name(name))
        path.n -= name.n;
    while (path.n && path.p[path.n - 1] == '/')
        path.n--;
    if (path.n > sizeof folded)
        path.n = sizeof folded;
    for (size_t i = 0; i < path.n; i++)
        folded[i] = ascii_lower(path.p[i]);
    return XXH3_64bits(folded, path.n) | 1;
}

uint64_t address_name_key(struct str path_or_name)
{
    char folded[MAX_PATH_BYTES];
    struct str name;
    size_t n = 0;
    without_ending(path_or_name, &name);
    for (size_t i = 0; i < name.n && n < sizeof folded; i++) {
        bool is_gap = name.p[i] == ' ' || name.p[i] == '_' || name.p[i] == '-';
        folded[n++] = is_gap ? '-' : ascii_lower(name.p[i]);
    }
    return (XXH3_64bits_withSeed(folded, n, 1) & ~UINT64_C(1)) | 2;
}

unsigned address_misfit(struct str wanted, struct str page, struct str source)
{
    enum { CASE = 1, INDEX = 2, INDEX_OF_OTHER_ENDING = 3, ENDING = 4, OTHER_ENDING = 5 };
    struct str name;
    if (str_equal(wanted, page))
        return 0;
    if (str_equal_ignoring_case(wanted, page))
        return CASE;
    without_ending(page, &name);
    bool is_index = is_index_name(name) && !str_equal_ignoring_case(name, STR_LITERAL("readme"));
    bool is_alike = str_equal_ignoring_case(path_ending(page), path_ending(source));
    if (is_index)
        return is_alike ? INDEX : INDEX_OF_OTHER_ENDING;
    return is_alike ? ENDING : OTHER_ENDING;
}
