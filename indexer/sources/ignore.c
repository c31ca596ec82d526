/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses .gitignore files and matches paths against them as git does. */
#include "indexer/sources/ignore.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/mem.h"

enum { MAX_FILE_BYTES = 1 << 20 };

struct rule {
    struct str pattern;
    bool is_negated;       /* "!pattern" re-includes files */
    bool only_directories; /* "pattern/" */
    /* Contains a "/": matches the whole path below the folder, not only the name. */
    bool is_anchored;
    /* The number of bytes at the start of an anchored pattern that are not special. git compares
     * them first, and takes a "**" that follows for one at the start: "a**" matches everything
     * below a folder "ab". */
    size_t n_literal;
};

struct ignore_rules {
    struct str folder;
    const struct ignore_rules *parent;
    struct rule *rules;
    size_t n, capacity;
    struct arena arena;
};

enum err_code ignore_append_file(int fd, const char *name, struct buf *out, struct err *err)
{
    static const struct str mark = {"\xEF\xBB\xBF", 3};
    AUTO(buf_done) struct buf text = BUF_INIT;
    if (file_read(fd, name, MAX_FILE_BYTES, &text, err))
        return err->code;
    struct str rules = buf_str(&text);
    buf_append_str(out, str_slice(rules, str_starts_with(rules, mark) ? mark.n : 0, rules.n));
    buf_append_char(out, '\n');
    return ERR_OK;
}

/* Returns whether c belongs to a class such as "digit". Sets *ret_is_class to whether the class
 * exists. */
static bool is_of_class(struct str name, char c, bool *ret_is_class)
{
    bool is_upper = ascii_is_upper(c), is_alpha = ascii_is_alpha(c), is_digit = ascii_is_digit(c);
    bool is_graph = c > ' ' && c < 0x7F, is_blank = c == ' ' || c == '\t';
    const struct {
        const char *name;
        bool has;
    } classes[] = {
        {"alnum", is_alpha || is_digit},
        {"alpha", is_alpha},
        {"blank", is_blank},
        {"cntrl", (c >= 0 && c < ' ') || c == 0x7F},
        {"digit", is_digit},
        {"graph", is_graph},
        {"lower", is_alpha && !is_upper},
        {"print", is_graph || c == ' '},
        {"punct", is_graph && !is_alpha && !is_digit},
        {"space", ascii_is_space(c)},
        {"upper", is_upper},
        {"xdigit", is_digit || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f')},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (str_equal(name, str_of(classes[i].name))) {
            *ret_is_class = true;
            return classes[i].has;
        }
    *ret_is_class = false;
    return false;
}

/* Returns the name in "[:name:]" at pattern[p], or the empty string. */
static struct str class_at(struct str pattern, size_t p)
{
    if (p + 1 >= pattern.n || pattern.p[p] != '[' || pattern.p[p + 1] != ':')
        return STR_EMPTY;
    size_t end = str_find_char(pattern, ']', p + 2);
    bool is_closed = end < pattern.n && end > p + 2 && pattern.p[end - 1] == ':';
    return is_closed ? str_slice(pattern, p + 2, end - 1) : STR_EMPTY;
}

/* Matches the set at pattern[*i], which is just after its "[", against c and moves *i past its "]".
 * A set without an end or with an unknown class matches nothing. */
static bool match_set(struct str pattern, size_t *i, char c)
{
    size_t p = *i;
    bool is_negated = p < pattern.n && (pattern.p[p] == '!' || pattern.p[p] == '^');
    bool found = false, is_class;
    if (is_negated)
        p++;
    for (size_t start = p; p < pattern.n && (pattern.p[p] != ']' || p == start); p++) {
        struct str class = class_at(pattern, p);
        if (class.n) {
            found |= is_of_class(class, c, &is_class);
            if (!is_class)
                return false;
            p += class.n + 3;
            continue;
        }
        if (pattern.p[p] == '\\' && p + 1 < pattern.n)
            p++;
        char low = pattern.p[p], high = low;
        if (p + 2 < pattern.n && pattern.p[p + 1] == '-' && pattern.p[p + 2] != ']') {
            p += 2;
            if (pattern.p[p] == '\\' && p + 1 < pattern.n)
                p++;
            high = pattern.p[p];
        }
        found |= (unsigned char)low <= (unsigned char)c && (unsigned char)c <= (unsigned char)high;
    }
    if (p >= pattern.n)
        return false;
    *i = p + 1;
    return found != is_negated && c != '/';
}

static size_t count_stars(struct str pattern, size_t i)
{
    size_t end = i;
    while (end < pattern.n && pattern.p[end] == '*')
        end++;
    return end - i;
}

/* Returns whether the n stars at pattern[i] are a whole part of the path, that is between slashes
 * or at either end of the pattern. */
static bool is_double_star(struct str pattern, size_t i, size_t n)
{
    return n > 1 && (i == 0 || pattern.p[i - 1] == '/') &&
           (i + n == pattern.n || pattern.p[i + n] == '/');
}

/* Matches one element of the pattern other than a star against path[s]. */
static bool match_one(struct str pattern, size_t *p, struct str path, size_t s)
{
    if (s >= path.n)
        return false;
    switch (pattern.p[*p]) {
    case '?':
        ++*p;
        return path.p[s] != '/';
    case '[':
        ++*p;
        return match_set(pattern, p, path.p[s]);
    case '\\': /* at the end of the pattern it quotes nothing and nothing matches */
        if (*p + 1 == pattern.n)
            return false;
        ++*p;
        break;
    }
    return pattern.p[(*p)++] == path.p[s];
}

/* It is enough to backtrack to the last "*" and the last "**", since a later star can match
 * whatever an earlier one of its kind could. Takes at most the product of the two lengths. */
bool ignore_glob(struct str pattern, struct str path)
{
    const size_t none = (size_t)-1;
    size_t p = 0, s = 0;
    size_t star_p = none, star_s = 0, double_p = none, double_s = 0;

    while (s < path.n || p < pattern.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            size_t n_stars = count_stars(pattern, p);
            if (is_double_star(pattern, p, n_stars)) {
                if (p + n_stars == pattern.n)
                    /* Matches what is inside of the folder, but not the folder itself. */
                    return s < path.n || p == 0;
                p += n_stars + 1;
                double_p = p;
                double_s = s;
                star_p = none;
            } else {
                p += n_stars;
                star_p = p;
                star_s = s;
            }
            continue;
        }
        size_t next = p;
        if (p < pattern.n && match_one(pattern, &next, path, s)) {
            p = next;
            s++;
            continue;
        }
        if (star_p != none && star_s < path.n && path.p[star_s] != '/') {
            s = ++star_s;
            p = star_p;
            continue;
        }
        if (double_p == none)
            return false;
        double_s = str_find_char(path, '/', double_s);
        if (double_s >= path.n)
            return false;
        s = ++double_s;
        p = double_p;
        star_p = none;
    }
    return true;
}

static void add_rule(struct ignore_rules *r, struct str line)
{
    while (line.n && line.p[line.n - 1] == ' ' && !(line.n > 1 && line.p[line.n - 2] == '\\'))
        line.n--;
    struct rule rule = {0};
    if (line.n && line.p[0] == '#')
        return;
    if (line.n && line.p[0] == '!') {
        rule.is_negated = true;
        line = str_slice(line, 1, line.n);
    }
    if (line.n && line.p[line.n - 1] == '/') {
        rule.only_directories = true;
        line.n--;
    }
    rule.is_anchored = str_find_char(line, '/', 0) < line.n;
    if (line.n && line.p[0] == '/')
        line = str_slice(line, 1, line.n);
    if (line.n == 0)
        return;
    while (rule.is_anchored && rule.n_literal < line.n &&
           !memchr("*?[\\", line.p[rule.n_literal], 4))
        rule.n_literal++;
    rule.pattern = arena_copy(&r->arena, line);
    MEM_GROW(r->rules, r->n, r->capacity);
    r->rules[r->n++] = rule;
}

/* Removes the carriage return of a line break. Any other one is part of the pattern: macOS has
 * files called "Icon" and a carriage return. */
static struct str without_return(struct str line)
{
    return str_slice(line, 0, line.n - str_ends_with(line, STR_LITERAL("\r")));
}

struct ignore_rules *ignore_new(struct str folder, struct str text,
                                const struct ignore_rules *parent)
{
    struct ignore_rules *r = mem_alloc_zeroed(1, sizeof *r);
    r->folder = arena_copy(&r->arena, folder);
    r->parent = parent;
    for (size_t start = 0, end; start < text.n; start = end + 1) {
        end = str_find_char(text, '\n', start);
        add_rule(r, without_return(str_slice(text, start, end)));
    }
    return r;
}

void ignore_free(struct ignore_rules *rules)
{
    if (!rules)
        return;
    arena_done(&rules->arena);
    mem_free(rules->rules);
    mem_free(rules);
}

static bool rule_matches(const struct rule *rule, struct str below, bool is_directory)
{
    if (rule->only_directories && !is_directory)
        return false;
    if (!rule->is_anchored)
        for (size_t i = below.n; i > 0; i--)
            if (below.p[i - 1] == '/') {
                below = str_slice(below, i, below.n);
                break;
            }
    if (!str_starts_with(below, str_slice(rule->pattern, 0, rule->n_literal)))
        return false;
    return ignore_glob(str_slice(rule->pattern, rule->n_literal, rule->pattern.n),
                       str_slice(below, rule->n_literal, below.n));
}

bool ignore_matches(const struct ignore_rules *rules, struct str path, bool is_directory)
{
    for (; rules; rules = rules->parent) {
        if (!str_starts_with(path, rules->folder))
            continue;
        struct str below = str_slice(path, rules->folder.n, path.n);
        for (size_t i = rules->n; i > 0; i--)
            if (rule_matches(&rules->rules[i - 1], below, is_directory))
                return !rules->rules[i - 1].is_negated;
    }
    return false;
}
