/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules of .gitignore files, matched as git does. */
#include "indexer/sources/ignore.h"

#include "base/arena.h"
#include "base/mem.h"

struct rule {
    struct str pattern;
    bool is_negated;       /* "!pattern" takes files back in */
    bool only_directories; /* "pattern/" */
    bool is_anchored; /* has a "/": matches the whole path below the folder, not only the name */
};

struct ignore_rules {
    struct str folder;
    const struct ignore_rules *parent;
    struct rule *rules;
    size_t n, capacity;
    struct arena arena;
};

/* Matches the set at pattern[*i] (behind its "[") against c and moves *i behind its "]". A set
 * without an end matches nothing. */
static bool match_set(struct str pattern, size_t *i, char c)
{
    size_t p = *i;
    bool is_negated = p < pattern.n && (pattern.p[p] == '!' || pattern.p[p] == '^');
    if (is_negated)
        p++;
    bool found = false;
    for (size_t start = p; p < pattern.n && (pattern.p[p] != ']' || p == start); p++) {
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

/* Whether "**" at pattern[i] is a whole part of the path: between slashes or at an end. */
static bool is_double_star(struct str pattern, size_t i)
{
    return i + 1 < pattern.n && pattern.p[i + 1] == '*' && (i == 0 || pattern.p[i - 1] == '/') &&
           (i + 2 == pattern.n || pattern.p[i + 2] == '/');
}

/* One character of the pattern that is no star, against path[s]. */
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
    case '\\':
        if (*p + 1 < pattern.n)
            ++*p;
        break;
    }
    return pattern.p[(*p)++] == path.p[s];
}

/* Backtracks to the last "*" and to the last "**" only, which is enough: a later star can give what
 * an earlier one of its kind could. Time: the product of the lengths at most. */
bool ignore_glob(struct str pattern, struct str path)
{
    const size_t none = (size_t)-1;
    size_t p = 0, s = 0;
    size_t star_p = none, star_s = 0, double_p = none, double_s = 0;

    while (s < path.n || p < pattern.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            if (is_double_star(pattern, p)) {
                if (p + 2 == pattern.n)
                    return s < path.n; /* everything inside a folder, not itself */
                p += 3;
                double_p = p;
                double_s = s;
                star_p = none;
            } else {
                star_p = ++p;
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
    rule.pattern = arena_copy(&r->arena, line);
    MEM_GROW(r->rules, r->n, r->capacity);
    r->rules[r->n++] = rule;
}

struct ignore_rules *ignore_new(struct str folder, struct str text,
                                const struct ignore_rules *parent)
{
    struct ignore_rules *r = mem_alloc_zeroed(1, sizeof *r);
    r->folder = arena_copy(&r->arena, folder);
    r->parent = parent;
    struct str line;
    while (str_next_line(&text, &line))
        add_rule(r, line);
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
    return ignore_glob(rule->pattern, below);
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
