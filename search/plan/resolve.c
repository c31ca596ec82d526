/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares the fields and values that a query names with those of the index, and adds hints about
 * unknown ones. */
#include "base/buf.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "search/plan/fuzzy.h"
#include "search/plan/plan.h"
#include "search/plan/planner.h"
#include "search/plan/split.h"
#include "search/query/lex.h"
#include "store/schema.h"

#include <stdlib.h>

enum {
    MAX_FIELDS = 1000,      /* fields of the index that a misspelt name is compared with */
    MAX_WALK = 100000,      /* values that are examined to find a near one */
    MAX_VALUES = 5000,      /* values of a field that are compared with a misspelt one or counted */
    MAX_VALUES_NAMED = 8,   /* values that a hint lists */
    MAX_SHOWN_BYTES = 60,   /* how much of what the user typed a hint shows */
    MAX_VALUE_DISTANCE = 2, /* the greatest distance, in letters, to a value that is suggested */
};

/* What other programs call a field, and how to ask for it here. */
static const struct {
    const char *name, *advice;
} OTHERWISE[] = {
    {"after", "date:%.*s.."},
    {"since", "date:%.*s.."},
    {"newer", "date:%.*s.."},
    {"before", "date:..%.*s"},
    {"until", "date:..%.*s"},
    {"older", "date:..%.*s"},
    {"filetype", "type:%.*s"},
    {"mime", "type:%.*s"},
    {"intitle", "title:%.*s"},
    {"inurl", "path:%.*s"},
    {"site", "path:%.*s"},
    {"file", "path:%.*s"},
    {"filename", "path:%.*s"},
    {"folder", "path:%.*s"},
    {"dir", "path:%.*s"},
    {"in", "path:%.*s"},
    {"by", "author:%.*s"},
    {"extension", "ext:%.*s"},
    {"label", "tag:%.*s"},
    {"year", "date:%.*s"},
    {"written", "date:%.*s"},
    {"subject", "title:%.*s"},
    {"from", "author:%.*s"},
    {"created", "date:%.*s"},
    {"name", "path:%.*s"},
    {"modified", "date:%.*s"},
    {"mtime", "date:%.*s"},
    {"newer_than", "date:%.*s"},
    {"older_than", "date:..%.*s"},
    {"created_at", "date:%.*s"},
    {"updated", "date:%.*s"},
    {"format", "type:%.*s"},
    {"kind", "type:%.*s"},
    {"sender", "author:%.*s"},
    {"headline", "title:%.*s"},
    {"text", "%.*s"},
    {"body", "%.*s"},
    {"content", "%.*s"},
    {"has", "%.*s:*"},
    {"exists", "%.*s:*"},
    {"missing", "-%.*s:*"},
};

struct resolver {
    struct planner planner; /* used only to make names of terms */
    const struct plan_index *index;
    struct arena *arena;
    struct err *err;
    struct str *fields; /* of the index, as terms have them, in lower case */
    size_t n_fields;
    bool has_fields; /* fields has been read */
};

static struct str shown(struct str s)
{
    return str_slice(s, 0, s.n < MAX_SHOWN_BYTES ? s.n : MAX_SHOWN_BYTES);
}

static uint32_t frequency(struct resolver *r, struct str prefix, struct str term)
{
    struct store_frequency f = {.name = planner_concat(&r->planner, prefix, term)};
    if (f.name.n == 0 || store_reader_frequencies(r->index->reader, &f, 1, r->err))
        return 0;
    return f.termfreq;
}

/* ---- names of fields ---- */

/* Collects the fields of the index. A field's prefix is a term of its own, and its words come after
 * the ":". */
static void read_fields(struct resolver *r)
{
    struct str name = STR_EMPTY;
    AUTO(buf_done) struct buf behind = BUF_INIT;
    if (r->has_fields)
        return;
    r->has_fields = true;
    r->fields = arena_alloc(r->arena, MAX_FIELDS * sizeof *r->fields);
    struct store_cursor *cursor = store_cursor_open(r->index->reader);
    store_cursor_seek(cursor, STR_LITERAL(PREFIX_FIELD), &name, r->err);
    while (!r->err->code && name.p && str_starts_with(name, STR_LITERAL(PREFIX_FIELD)) &&
           r->n_fields < MAX_FIELDS) {
        size_t colon = str_find_char(name, ':', 0);
        struct str field = arena_copy(r->arena, str_slice(name, 1, colon));
        char *lower = arena_alloc_bytes(r->arena, field.n);
        for (size_t i = 0; i < field.n; i++)
            lower[i] = ascii_lower(field.p[i]);
        r->fields[r->n_fields++] = (struct str){lower, field.n};
        buf_clear(&behind);
        buf_append_str(&behind, str_slice(name, 0, colon));
        buf_append_char(&behind, ':' + 1);
        store_cursor_seek(cursor, buf_str(&behind), &name, r->err);
    }
    store_cursor_close(cursor);
}

static struct str nearest_field(struct resolver *r, struct str name)
{
    struct str best = STR_EMPTY;
    size_t distance = SIZE_MAX;
    for (size_t i = 0; planner_field_name(i); i++)
        if (nearest_is_better(name, str_of(planner_field_name(i)), &distance))
            best = str_of(planner_field_name(i));
    read_fields(r);
    for (size_t i = 0; i < r->n_fields; i++)
        if (nearest_is_better(name, r->fields[i], &distance))
            best = r->fields[i];
    return best;
}

static void advise_on_field(struct resolver *r, struct str name, struct str value)
{
    for (size_t i = 0; i < sizeof OTHERWISE / sizeof *OTHERWISE; i++) {
        if (!str_equal(name, str_of(OTHERWISE[i].name)))
            continue;
        const char *hole = strstr(OTHERWISE[i].advice, "%.*s");
        hints_add(r->index->hints, "no document has a field '%.*s'; did you mean '%.*s%.*s%s'?",
                  STR_PRINT(name), (int)(hole - OTHERWISE[i].advice), OTHERWISE[i].advice,
                  STR_PRINT(shown(value)), hole + strlen("%.*s"));
        return;
    }
    struct str nearest = nearest_field(r, name);
    if (nearest.n == 0 && str_equal(value, STR_LITERAL("*")))
        hints_add(r->index->hints, "no document has a field '%.*s'", STR_PRINT(name));
    else if (nearest.n)
        hints_add(r->index->hints, "no document has a field '%.*s'; did you mean '%.*s:'?",
                  STR_PRINT(name), STR_PRINT(nearest));
    else if (!ascii_is_digit(name.p[0])) /* "2021-05-10T10:00" was not meant as a field */
        hints_add(r->index->hints, "no document has a field '%.*s'; '%.*s:%.*s' was taken as text",
                  STR_PRINT(name), STR_PRINT(name), STR_PRINT(shown(value)));
}

static bool is_known(struct resolver *r, struct str name, const struct planner_field *field)
{
    for (size_t i = 0; planner_field_name(i); i++)
        if (str_equal(name, str_of(planner_field_name(i))))
            return true;
    return frequency(r, field->prefix, STR_EMPTY) > 0;
}

/* Turns a part that names an unknown field into text: in "localhost:80" the colon is a mere sign. A
 * test whether the field exists is kept, and no document passes it. */
static void make_text(struct resolver *r, struct query_node *leaf)
{
    struct str name = leaf->field;
    if (leaf->kind == QUERY_RANGE && leaf->from.n + leaf->to.n == 0)
        return;
    leaf->field = STR_EMPTY;
    if (leaf->kind == QUERY_WORDS || leaf->kind == QUERY_RANGE) {
        leaf->kind = QUERY_WORDS;
        leaf->text = arena_format(r->arena, "%.*s:%.*s", STR_PRINT(name), STR_PRINT(leaf->text));
    }
}

/* ---- values ---- */

static int compare_frequencies(const void *left, const void *right)
{
    const struct store_vocabulary_term *a = left, *b = right;
    if (a->termfreq != b->termfreq)
        return a->termfreq > b->termfreq ? -1 : 1;
    return str_compare(a->name, b->name);
}

/* Lists the terms under a prefix, the most frequent first: "html, pdf, text". */
static struct str list_values(struct resolver *r, struct str prefix)
{
    AUTO(buf_done) struct buf list = BUF_INIT;
    struct store_vocabulary *v;
    size_t n_named = 0;
    if (store_reader_terms(r->index->reader, prefix, MAX_VALUES, &v, r->err))
        return STR_EMPTY;
    if (v->n)
        qsort(v->terms, v->n, sizeof *v->terms, compare_frequencies);
    for (size_t i = 0; i < v->n && n_named <= MAX_VALUES_NAMED; i++) {
        struct str value = str_slice(v->terms[i].name, prefix.n, v->terms[i].name.n);
        if (value.n == 0)
            continue;
        bool is_last = n_named++ == MAX_VALUES_NAMED;
        buf_append_format(&list, "%s%.*s", n_named > 1 ? ", " : "",
                          STR_PRINT(is_last ? STR_LITERAL("...") : value));
    }
    store_vocabulary_free(v);
    return arena_copy(r->arena, buf_str(&list));
}

static struct str nearest_value(struct resolver *r, struct str prefix, struct str value)
{
    struct fuzzy_terms near = {0};
    struct fuzzy_limits limits = {1, MAX_WALK};
    if (value.n &&
        !fuzzy_find(r->index->reader, prefix, value, value.n < 5 ? 1 : MAX_VALUE_DISTANCE, &limits,
                    r->arena, &near, r->err) &&
        near.n)
        return near.items[0].term;
    /* A value with another first letter is compared with only a few. */
    struct str best = STR_EMPTY;
    size_t distance = SIZE_MAX;
    struct store_vocabulary *v;
    if (r->err->code || store_reader_terms(r->index->reader, prefix, MAX_VALUES, &v, r->err))
        return STR_EMPTY;
    for (size_t i = 0; i < v->n; i++) {
        struct str other = str_slice(v->terms[i].name, prefix.n, v->terms[i].name.n);
        if (other.n && nearest_is_better(value, other, &distance))
            best = arena_copy(r->arena, other);
    }
    store_vocabulary_free(v);
    return best;
}

static bool has_choices(const struct planner_field *field)
{
    return field->kind == FIELD_TYPE || field->kind == FIELD_LANGUAGE ||
           field->kind == FIELD_ENDING;
}

static void advise_on_value(struct resolver *r, const struct query_node *leaf,
                            const struct planner_field *field, struct str value)
{
    struct str nearest = nearest_value(r, field->prefix, value);
    struct str choices = has_choices(field) ? list_values(r, field->prefix) : STR_EMPTY;
    AUTO(buf_done) struct buf hint = BUF_INIT;
    if (field->has_stems && nearest.n == 0) /* a word that no title has need not be a mistake */
        return;
    buf_append_format(&hint, "no document has '%.*s' as its '%.*s'", STR_PRINT(shown(leaf->text)),
                      STR_PRINT(leaf->field));
    if (nearest.n)
        buf_append_format(&hint, "; did you mean '%.*s:%.*s'?", STR_PRINT(leaf->field),
                          STR_PRINT(nearest));
    if (choices.n)
        buf_append_format(&hint, "%s of the index: %.*s", nearest.n ? " Those" : "; those",
                          STR_PRINT(choices));
    struct str own = arena_format(r->arena, "fields.%.*s", STR_PRINT(leaf->field));
    if (field->class == CLASS_FILTER &&
        frequency(r, planner_field(&r->planner, own).prefix, STR_EMPTY) > 0)
        buf_append_format(&hint, "; for the documents' own field, write '%.*s:%.*s'",
                          STR_PRINT(own), STR_PRINT(shown(leaf->text)));
    hints_add(r->index->hints, "%s", buf_c_string(&hint));
}

/* Returns whether some document has a form of the word in the field. */
static bool has_stem(struct resolver *r, const struct planner_field *field, struct str form)
{
    struct str prefix = planner_concat(&r->planner, STR_LITERAL(PREFIX_STEM), field->prefix);
    for (size_t i = 0; i < r->index->n_languages; i++)
        if (frequency(r, prefix, analyser_stem(r->index->analyser, r->index->languages[i], form)))
            return true;
    return false;
}

/* Returns the term that the leaf asks for, or an empty string if it asks for several terms or if a
 * document has it in another form. */
static struct str value_of(struct resolver *r, const struct query_node *leaf,
                           const struct planner_field *field)
{
    if (leaf->kind != QUERY_WORDS && leaf->kind != QUERY_PHRASE)
        return STR_EMPTY;
    size_t n;
    struct planner_token *tokens = planner_tokens(&r->planner, leaf->text, &n);
    bool is_words = field->kind == FIELD_TAG && leaf->kind == QUERY_WORDS && n > 1;
    if (field->kind != FIELD_WORDS)
        return is_words ? STR_EMPTY : planner_filter_value(&r->planner, field, leaf);
    bool may_be_other = field->has_stems && leaf->kind == QUERY_WORDS;
    bool is_one = n == 1 && !(may_be_other && has_stem(r, field, tokens[0].form));
    return is_one ? tokens[0].term : STR_EMPTY;
}

static bool stand_together(struct resolver *r, const struct planner_field *field,
                           const struct planner_token *tokens, size_t n)
{
    struct str parts[SPLIT_MAX_PARTS];
    for (size_t i = 0; i < n; i++)
        parts[i] = planner_concat(&r->planner, field->prefix, tokens[i].term);
    return split_count(r->index->reader, parts, (uint32_t)n, 1, PLANNER_SPLIT_STEPS, r->err) > 0;
}

/* Returns true if one of several words of a value, as in a date, is in this field of no document,
 * or if a phrase of a few is not. */
static bool lacks_word(struct resolver *r, const struct query_node *leaf,
                       const struct planner_field *field)
{
    size_t n, i = 0;
    if ((leaf->kind != QUERY_WORDS && leaf->kind != QUERY_PHRASE) || field->has_stems ||
        field->class != CLASS_FIELD || field->kind != FIELD_WORDS)
        return false;
    struct planner_token *tokens = planner_tokens(&r->planner, leaf->text, &n);
    while (i < n && frequency(r, field->prefix, tokens[i].term) > 0)
        i++;
    if (n < 2 || r->err->code)
        return false;
    return i < n || (leaf->kind == QUERY_PHRASE && leaf->window == 0 && n <= SPLIT_MAX_PARTS &&
                     !stand_together(r, field, tokens, n));
}

/* Returns true if some document has the same number, written in another way. */
static bool has_same_number(struct resolver *r, const struct query_node *leaf,
                            const struct planner_field *field)
{
    struct str plain[2];
    size_t n = 0;
    if (leaf->kind == QUERY_WORDS || leaf->kind == QUERY_PHRASE)
        n = planner_plain_numbers(&r->planner, field, leaf->text, plain);
    while (n > 0 && frequency(r, field->prefix, plain[n - 1]) == 0)
        n--;
    return n > 0;
}

static void check_value(struct resolver *r, const struct query_node *leaf,
                        const struct planner_field *field)
{
    bool is_value = leaf->kind == QUERY_WORDS || leaf->kind == QUERY_PHRASE;
    if (has_same_number(r, leaf, field) ||
        (is_value && planner_has_same_date(&r->planner, field, leaf->text)))
        return;
    struct str value = value_of(r, leaf, field);
    if (lacks_word(r, leaf, field))
        hints_add(r->index->hints, "no document has '%.*s' as its '%.*s'",
                  STR_PRINT(shown(leaf->text)), STR_PRINT(leaf->field));
    if (value.n && field->prefix.n && frequency(r, field->prefix, value) == 0 && !r->err->code)
        advise_on_value(r, leaf, field, value);
}

/* ---- the tree ---- */

static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alpha(s.p[i]) && s.p[i] != '_')
            return false;
    return s.n > 0;
}

/* Adds a hint for "date:>", where nothing follows the name of a field but signs. */
static void advise_on_no_value(struct resolver *r, const struct query_node *leaf)
{
    struct str text = leaf->text;
    size_t colon = str_find_char(text, ':', 0);
    struct str name = str_slice(text, 0, colon);
    if (leaf->kind != QUERY_WORDS || colon < 2 || colon + 1 >= text.n || !is_name(name) ||
        lex_has_word(str_slice(text, colon, text.n)))
        return;
    struct planner_field field = planner_field(&r->planner, name);
    if (is_known(r, name, &field))
        hints_add(r->index->hints, "'%.*s' has no value; it was taken as text",
                  STR_PRINT(shown(text)));
}

/* Adds a hint for "pages>10", where the name of a field is compared without the ":". */
static void advise_on_colon(struct resolver *r, const struct query_node *leaf)
{
    struct str text = leaf->text;
    size_t sign = str_find_one_of(text, '<', '>', '>', 0);
    size_t bound = sign + 1 < text.n && text.p[sign + 1] == '=' ? sign + 2 : sign + 1;
    struct str name = str_slice(text, 0, sign);
    if (leaf->kind != QUERY_WORDS || sign < 2 || bound >= text.n ||
        !ascii_is_digit(text.p[bound]) || !is_name(name))
        return;
    struct planner_field field = planner_field(&r->planner, name);
    if (is_known(r, name, &field))
        hints_add(r->index->hints, "to compare a field, write '%.*s:%.*s'", STR_PRINT(name),
                  STR_PRINT(shown(str_slice(text, sign, text.n))));
}

static void resolve(struct resolver *r, struct query_node *node)
{
    for (uint32_t i = 0; i < node->n_children; i++)
        resolve(r, node->children[i]);
    if (node->field.n == 0 && node->n_children == 0) {
        advise_on_no_value(r, node);
        advise_on_colon(r, node);
    }
    if (node->field.n == 0 || r->err->code)
        return;
    struct planner_field field = planner_field(&r->planner, node->field);
    if (is_known(r, node->field, &field)) {
        if (node->n_children == 0)
            check_value(r, node, &field);
    } else if (node->n_children) {
        node->field = STR_EMPTY;
    } else {
        bool is_phrase = node->kind == QUERY_PHRASE;
        struct str value = is_phrase ? arena_format(r->arena, "\"%.*s\"", STR_PRINT(node->text))
                                     : node->text;
        advise_on_field(r, node->field, value);
        make_text(r, node);
    }
}

enum err_code plan_resolve_fields(struct query_node *root, const struct plan_index *index,
                                  struct arena *arena, struct err *err)
{
    struct resolver r = {
        .planner = {.index = index, .arena = arena, .err = err},
        .index = index,
        .arena = arena,
        .err = err,
    };
    resolve(&r, root);
    mem_free(r.planner.nodes);
    return err->code;
}

enum err_code plan_check_field(struct str name, const struct plan_index *index, struct arena *arena,
                               struct err *err)
{
    struct resolver r = {
        .planner = {.index = index, .arena = arena, .err = err},
        .index = index,
        .arena = arena,
        .err = err,
    };
    struct planner_field field = planner_field(&r.planner, name);
    if (!is_known(&r, name, &field))
        advise_on_field(&r, name, STR_LITERAL("*"));
    return err->code;
}
