/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses command lines by a table, and prints the help from it. */
#include "base/opt.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/str.h"

#include <errno.h>
#include <stdlib.h>

void opt_list_add(struct opt_list *l, const char *item)
{
    MEM_GROW(l->items, l->n, l->capacity);
    l->items[l->n++] = item;
}

void opt_list_done(struct opt_list *l)
{
    mem_free(l->items);
    *l = (struct opt_list){0};
}

void opt_words_done(struct opt_words *w)
{
    mem_free(w->items);
    *w = (struct opt_words){0};
}

void opt_words_add(struct opt_words *w, struct opt_word word)
{
    MEM_GROW(w->items, w->n, w->capacity);
    w->items[w->n++] = word;
}

bool opt_words_has(const struct opt_words *w, const char *name)
{
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->items[i].name, name) == 0)
            return true;
    return false;
}

static void take_back(struct opt_words *w, const char *name)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->items[i].name, name) != 0)
            w->items[kept++] = w->items[i];
    w->n = kept;
}

void opt_words_update(struct opt_words *w, const struct opt_words *given)
{
    for (size_t i = 0; i < given->n; i++)
        take_back(w, given->items[i].name);
    for (size_t i = 0; i < given->n; i++) {
        if (given->items[i].is_negative)
            take_back(w, given->items[i].name);
        else
            opt_words_add(w, given->items[i]);
    }
}

static bool at_end(const struct opt *o)
{
    return !o->name && !o->group;
}

static bool takes_argument(const struct opt *o)
{
    return o->kind != OPT_FLAG && o->kind != OPT_CLEAR;
}

static bool argument_is_optional(const struct opt *o)
{
    return o->argument && o->argument[0] == '[';
}

static const struct opt *find_letter(const struct opt *table, char letter)
{
    for (const struct opt *o = table; !at_end(o); o++)
        if (o->name && o->letter == letter)
            return o;
    return NULL;
}

static enum err_code unknown_name(const struct opt *table, struct str name, struct err *err)
{
    const char *nearest = NULL;
    size_t distance = SIZE_MAX;
    for (const struct opt *o = table; !at_end(o); o++) {
        if (o->name && nearest_is_better(name, str_of(o->name), &distance))
            nearest = o->name;
        if (o->name && o->negative && nearest_is_better(name, str_of(o->negative), &distance))
            nearest = o->negative;
    }
    if (nearest)
        return err_set(err, ERR_USAGE, "unknown option '--%.*s'; did you mean '--%s'?",
                       STR_PRINT(name), nearest);
    return err_set(err, ERR_USAGE, "unknown option '--%.*s'", STR_PRINT(name));
}

static enum err_code ambiguous_name(const struct opt *table, struct str name, struct err *err)
{
    AUTO(buf_done) struct buf names = BUF_INIT;
    for (const struct opt *o = table; !at_end(o); o++) {
        if (o->name && str_starts_with(str_of(o->name), name))
            buf_append_format(&names, "%s--%s", names.n ? ", " : "", o->name);
        if (o->name && o->negative && str_starts_with(str_of(o->negative), name))
            buf_append_format(&names, "%s--%s", names.n ? ", " : "", o->negative);
    }
    return err_set(err, ERR_USAGE, "option '--%.*s' is ambiguous: %s", STR_PRINT(name),
                   buf_c_string(&names));
}

/* Finds the option called name, or the only one that begins with it, also by the name of its
 * negative. */
static const struct opt *find_name(const struct opt *table, struct str name, bool *ret_is_negative,
                                   struct err *err)
{
    const struct opt *found = NULL;
    bool is_ambiguous = false;
    for (const struct opt *o = table; !at_end(o); o++) {
        const char *names[] = {o->name, o->name ? o->negative : NULL};
        for (int i = 0; i < 2; i++) {
            if (!names[i] || !str_starts_with(str_of(names[i]), name))
                continue;
            is_ambiguous |= found != NULL;
            found = found ? found : o;
            *ret_is_negative = i == 1;
            if (strlen(names[i]) == name.n)
                return o;
        }
    }
    if (!found || name.n == 0)
        unknown_name(table, name, err);
    else if (is_ambiguous)
        ambiguous_name(table, name, err);
    return err->code ? NULL : found;
}

static enum err_code bad_value(const struct opt *o, const char *value, const char *wanted,
                               struct err *err)
{
    return err_set(err, ERR_USAGE, "option '--%s' takes %s, not '%s'", o->name, wanted, value);
}

static uint64_t unit_bytes(const char *unit)
{
    static const char letters[] = "KMGT";
    if (!*unit)
        return 1;
    for (unsigned i = 0; i < 4; i++) {
        if (ascii_lower(*unit) != ascii_lower(letters[i]))
            continue;
        struct str rest = str_of(unit + 1);
        bool is_known = rest.n == 0 || str_equal_ignoring_case(rest, STR_LITERAL("B")) ||
                        str_equal_ignoring_case(rest, STR_LITERAL("iB"));
        return is_known ? (uint64_t)1 << (10 * (i + 1)) : 0;
    }
    return 0;
}

/* Appends a limit in the unit in which it would be given: "64M", "100". */
static void append_limit(struct buf *out, const struct opt *o, uint64_t limit)
{
    static const char units[] = "\0KMGT";
    unsigned unit = 0;
    while (o->kind == OPT_BYTES && limit && limit % 1024 == 0 && unit < 4) {
        limit /= 1024;
        unit++;
    }
    buf_append_format(out, "%llu", (unsigned long long)limit);
    if (unit)
        buf_append_char(out, units[unit]);
}

static enum err_code out_of_range(const struct opt *o, const char *value, struct err *err)
{
    AUTO(buf_done) struct buf range = BUF_INIT;
    append_limit(&range, o, o->min);
    if (o->max) {
        buf_append_str(&range, STR_LITERAL(" to "));
        append_limit(&range, o, o->max);
    } else {
        buf_append_str(&range, STR_LITERAL(" or more"));
    }
    return err_set(err, ERR_USAGE, "option '--%s': %s is out of range (%s)", o->name, value,
                   buf_c_string(&range));
}

static enum err_code set_integer(const struct opt *o, const char *value, struct err *err)
{
    const char *wanted = o->kind == OPT_BYTES ? "a size such as 64M" : "a whole number";
    if (!value) {
        *(uint64_t *)o->target = UINT64_MAX;
        return ERR_OK;
    }
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    uint64_t unit = o->kind == OPT_BYTES ? unit_bytes(end) : *end == '\0';
    if (!ascii_is_digit(value[0]) || errno || unit == 0)
        return bad_value(o, value, wanted, err);
    uint64_t result;
    if (__builtin_mul_overflow((uint64_t)number, unit, &result) || result < o->min ||
        (o->max && result > o->max))
        return out_of_range(o, value, err);
    *(uint64_t *)o->target = result;
    return ERR_OK;
}

static enum err_code set_number(const struct opt *o, const char *value, struct err *err)
{
    char *end;
    double number = strtod(value, &end);
    if (end == value || *end || !(number >= 0) || number > 1e9)
        return bad_value(o, value, "a number", err);
    *(double *)o->target = number;
    return ERR_OK;
}

/* Appends "relevance, newest or oldest". */
static void append_choices(struct buf *out, const char *const *choices)
{
    for (int i = 0; choices[i]; i++) {
        const char *before = i == 0 ? "" : choices[i + 1] ? ", " : " or ";
        buf_append_format(out, "%s%s", before, choices[i]);
    }
}

static enum err_code set_choice(const struct opt *o, const char *value, struct err *err)
{
    if (!value) {
        *(int *)o->target = o->choice_without_argument;
        return ERR_OK;
    }
    for (int i = 0; o->choices[i]; i++) {
        if (strcmp(o->choices[i], value) == 0) {
            *(int *)o->target = i;
            return ERR_OK;
        }
    }
    AUTO(buf_done) struct buf choices = BUF_INIT;
    append_choices(&choices, o->choices);
    return bad_value(o, value, buf_c_string(&choices), err);
}

static void set_negative(const struct opt *o)
{
    switch (o->kind) {
    case OPT_FLAG:
    case OPT_CLEAR:
        *(bool *)o->target = o->kind == OPT_CLEAR;
        break;
    case OPT_TEXT:
        *(const char **)o->target = NULL;
        break;
    case OPT_LIST:
        ((struct opt_list *)o->target)->n = 0;
        break;
    default:
        break;
    }
}

static enum err_code set_target(const struct opt *o, const char *value, struct err *err)
{
    switch (o->kind) {
    case OPT_FLAG:
        *(bool *)o->target = true;
        return ERR_OK;
    case OPT_CLEAR:
        *(bool *)o->target = false;
        return ERR_OK;
    case OPT_TEXT:
        *(const char **)o->target = value ? value : "-";
        return ERR_OK;
    case OPT_LIST:
        opt_list_add(o->target, value);
        return ERR_OK;
    case OPT_COUNT:
    case OPT_BYTES:
        return set_integer(o, value, err);
    case OPT_NUMBER:
        return set_number(o, value, err);
    case OPT_CHOICE:
        return set_choice(o, value, err);
    }
    return ERR_OK;
}

static enum err_code set(const struct opt *o, const char *value, bool is_negative, struct err *err)
{
    if (is_negative)
        set_negative(o);
    else if (set_target(o, value, err))
        return err->code;
    if (o->words)
        opt_words_add(o->words, (struct opt_word){o->name, value, is_negative});
    return ERR_OK;
}

/* Parses "--name", "--name=value" or "--name value". *i is advanced past a separate value. */
static enum err_code parse_long(const struct opt *table, int argc, char **argv, int *i,
                                struct err *err)
{
    const char *word = argv[*i] + 2;
    const char *equals = strchr(word, '=');
    struct str name = equals ? (struct str){word, (size_t)(equals - word)} : str_of(word);
    bool is_negative = false;
    const struct opt *o = find_name(table, name, &is_negative, err);
    if (!o)
        return err->code;
    const char *value = equals ? equals + 1 : NULL;
    bool takes_value = takes_argument(o) && !is_negative;
    if (!takes_value && value)
        return err_set(err, ERR_USAGE, "option '--%s' takes no value",
                       is_negative ? o->negative : o->name);
    if (takes_value && !value && !argument_is_optional(o)) {
        if (*i + 1 >= argc)
            return err_set(err, ERR_USAGE, "option '--%s' needs %s", o->name, o->argument);
        value = argv[++*i];
    }
    return set(o, value, is_negative, err);
}

/* Parses "-abc", "-n5" or "-n 5". */
static enum err_code parse_letters(const struct opt *table, int argc, char **argv, int *i,
                                   struct err *err)
{
    for (const char *p = argv[*i] + 1; *p; p++) {
        const struct opt *o = find_letter(table, *p);
        if (!o)
            return err_set(err, ERR_USAGE, "unknown option '-%c'", *p);
        if (!takes_argument(o) || argument_is_optional(o)) {
            if (set(o, NULL, false, err))
                return err->code;
            continue;
        }
        const char *value = p[1] ? p + 1 : NULL;
        if (!value && *i + 1 >= argc)
            return err_set(err, ERR_USAGE, "option '-%c' needs %s", *p, o->argument);
        return set(o, value ? value : argv[++*i], false, err);
    }
    return ERR_OK;
}

enum err_code opt_parse(const struct opt *table, int argc, char **argv, struct opt_list *operands,
                        struct err *err)
{
    bool options_ended = false;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (options_ended || word[0] != '-' || !word[1])
            opt_list_add(operands, word);
        else if (strcmp(word, "--") == 0)
            options_ended = true;
        else if (word[1] == '-' ? parse_long(table, argc, argv, &i, err)
                                : parse_letters(table, argc, argv, &i, err))
            return err->code;
    }
    return ERR_OK;
}

enum err_code opt_parse_words(const struct opt *table, const struct opt_words *words,
                              struct err *err)
{
    for (size_t i = 0; i < words->n; i++) {
        const struct opt *o = table;
        while (!at_end(o) && (!o->name || strcmp(o->name, words->items[i].name) != 0))
            o++;
        if (at_end(o))
            return err_set(err, ERR_USAGE, "unknown option '--%s'", words->items[i].name);
        if (set_target(o, words->items[i].value, err))
            return err->code;
    }
    return ERR_OK;
}

void opt_print_help(const struct opt *table, FILE *out)
{
    enum { HELP_COLUMN = 28 };
    for (const struct opt *o = table; !at_end(o); o++) {
        if (!o->name) {
            fprintf(out, "\n%s:\n", o->group);
            continue;
        }
        const char *no = o->negative ? "[no-]" : "";
        const char *name = o->negative && strncmp(o->name, "no-", 3) == 0 ? o->negative : o->name;
        int n = o->letter ? fprintf(out, "  -%c, --%s%s", o->letter, no, name)
                          : fprintf(out, "      --%s%s", no, name);
        if (o->argument)
            n += argument_is_optional(o) ? fprintf(out, "[=%s", o->argument + 1)
                                         : fprintf(out, "=%s", o->argument);
        struct str rest = str_of(o->help), line;
        if (n >= HELP_COLUMN - 1) {
            fputc('\n', out);
            n = 0;
        }
        while (str_next_line(&rest, &line)) {
            fprintf(out, "%*s%.*s\n", HELP_COLUMN - n, "", STR_PRINT(line));
            n = 0;
        }
    }
}
