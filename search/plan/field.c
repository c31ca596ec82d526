/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the fields that a query can name, and plans filters by their values. */
#include "base/buf.h"
#include "base/mem.h"
#include "search/plan/planner.h"
#include "search/query/parse.h"
#include "store/number.h"
#include "store/schema.h"
#include "text/field_name.h"

#include <math.h>

enum {
    MAX_VALUES = 100000, /* of a field that are examined */
    MAX_TAGS = 8,        /* spellings of a tag */
};

static const struct field_name {
    const char *name;
    struct planner_field field;
} FIELDS[] = {
#define ROW(name, class, kind, prefix, stems, single)                                              \
    {                                                                                              \
        name,                                                                                      \
        {                                                                                          \
            class, kind, {prefix, sizeof(prefix) - 1}, stems, single                               \
        }                                                                                          \
    }
    ROW("title", CLASS_FIELD, FIELD_WORDS, PREFIX_TITLE, true, false),
    ROW("author", CLASS_FIELD, FIELD_WORDS, PREFIX_AUTHOR, false, false),
    ROW("authors", CLASS_FIELD, FIELD_WORDS, PREFIX_AUTHOR, false, false),
    ROW("path", CLASS_FILTER, FIELD_WORDS, PREFIX_PATH, false, true),
    ROW("tag", CLASS_FILTER, FIELD_TAG, PREFIX_KEYWORD, false, false),
    ROW("tags", CLASS_FILTER, FIELD_TAG, PREFIX_KEYWORD, false, false),
    ROW("keyword", CLASS_FILTER, FIELD_TAG, PREFIX_KEYWORD, false, false),
    ROW("keywords", CLASS_FILTER, FIELD_TAG, PREFIX_KEYWORD, false, false),
    ROW("category", CLASS_FILTER, FIELD_TAG, PREFIX_KEYWORD, false, false),
    ROW("categories", CLASS_FILTER, FIELD_TAG, PREFIX_KEYWORD, false, false),
    ROW("ext", CLASS_FILTER, FIELD_ENDING, PREFIX_ENDING, false, true),
    ROW("lang", CLASS_FILTER, FIELD_LANGUAGE, PREFIX_LANGUAGE, false, true),
    ROW("language", CLASS_FILTER, FIELD_LANGUAGE, PREFIX_LANGUAGE, false, true),
    ROW("type", CLASS_FILTER, FIELD_TYPE, PREFIX_TYPE, false, true),
    ROW("date", CLASS_FILTER, FIELD_DATE, "", false, true),
#undef ROW
};

const char *planner_field_name(size_t i)
{
    return i < sizeof FIELDS / sizeof *FIELDS ? FIELDS[i].name : NULL;
}

struct planner_field planner_field(struct planner *p, struct str name)
{
    if (name.n == 0)
        return (struct planner_field){
            .class = CLASS_FREE, .kind = FIELD_WORDS, .prefix = STR_EMPTY, .has_stems = true};
    bool is_own = field_name_strip(&name);
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS && !is_own; i++)
        if (str_equal(name, str_of(FIELDS[i].name)))
            return FIELDS[i].field;
    AUTO(buf_done) struct buf term = BUF_INIT;
    field_name_append_term(name, &term);
    struct str prefix = arena_format(p->arena, PREFIX_FIELD "%.*s:", STR_PRINT(buf_str(&term)));
    return (struct planner_field){.class = CLASS_FIELD, .kind = FIELD_WORDS, .prefix = prefix};
}

/* ---- dates ---- */

static uint32_t push_range(struct planner *p, struct str lower, struct str upper)
{
    return planner_push(
        p, (struct store_node){
               .op = STORE_VALUE_RANGE, .slot = SLOT_DATE, .name = lower, .upper = upper});
}

/* A document's date is stored as the prefix of YYYYMMDDhhmmss that is known, and stands for all of
 * that time; it is in the range if all of that is. As a string, "2011" sorts before every date
 * within 2011. So a lower bound loses the "01" of a month or year that begins with it, and a month
 * or year that the upper bound cuts through is excluded by name. */
static uint32_t push_days(struct planner *p, const char *first, const char *last)
{
    size_t n_first = 8;
    while (first && n_first > 4 && memcmp(first + n_first - 2, "01", 2) == 0)
        n_first -= 2;
    struct str lower = first ? arena_copy(p->arena, (struct str){first, n_first})
                             : STR_LITERAL("0");
    if (!last)
        return push_range(p, lower, STR_EMPTY);
    struct str upper = arena_format(p->arena, "%s~", last);
    uint32_t n = push_range(p, lower, upper);
    char whole_first[9], whole_last[9];
    struct str month = arena_format(p->arena, "%.4s-%.2s", last, last + 4);
    uint32_t n_cut = 0;
    if (parse_date(month, 0, whole_first, whole_last) && strcmp(whole_last, last) != 0)
        n_cut += push_range(p, str_slice(upper, 0, 6), str_slice(upper, 0, 6));
    if (strcmp(last + 4, "1231") != 0)
        n_cut += push_range(p, str_slice(upper, 0, 4), str_slice(upper, 0, 4));
    n += planner_combine(p, STORE_OR, n_cut);
    return planner_combine(p, STORE_AND_NOT, n);
}

/* Appends the term for a whole day, month or year, which costs less than a range. Returns false if
 * the dates are none of these. */
static bool push_date_term(struct planner *p, const char *first, const char *last)
{
    char whole_first[9], whole_last[9];
    struct str month = arena_format(p->arena, "%.4s-%.2s", first, first + 4);
    bool is_month = parse_date(month, 0, whole_first, whole_last) &&
                    strcmp(first, whole_first) == 0 && strcmp(last, whole_last) == 0;
    if (memcmp(first, last, 4) == 0 && !strcmp(first + 4, "0101") && !strcmp(last + 4, "1231"))
        planner_term(p, STR_LITERAL(PREFIX_YEAR), (struct str){first, 4}, 1);
    else if (is_month)
        planner_term(p, STR_LITERAL(PREFIX_MONTH), (struct str){first, 6}, 1);
    else if (strcmp(first, last) == 0)
        planner_term(p, STR_LITERAL(PREFIX_DAY), (struct str){first, 8}, 1);
    else
        return false;
    return true;
}

/* Reads the bounds of a range of dates; from and to may be empty. Returns false if one is no date,
 * and then ret_first and ret_last are undefined. */
static bool read_days(const struct planner *p, const struct query_node *leaf, char ret_first[9],
                      char ret_last[9])
{
    char last_of_from[9], first_of_to[9];
    int64_t now = p->index->now;
    if ((leaf->from.n && !parse_date(leaf->from, now, ret_first, last_of_from)) ||
        (leaf->to.n && !parse_date(leaf->to, now, first_of_to, ret_last)))
        return false;
    if (leaf->from.n && leaf->is_above) {
        memcpy(ret_first, last_of_from, sizeof last_of_from);
        parse_move_day(ret_first, 1);
    }
    if (leaf->to.n && leaf->is_below) {
        memcpy(ret_last, first_of_to, sizeof first_of_to);
        parse_move_day(ret_last, -1);
    }
    return true;
}

static bool ends_before_start(struct planner *p, const struct query_node *leaf, const char *first,
                              const char *last)
{
    if (leaf->from.n == 0 || leaf->to.n == 0 || strcmp(first, last) <= 0)
        return false;
    err_set(p->err, ERR_USAGE, "column %u: the range '%.*s..%.*s' ends before it starts",
            leaf->column, STR_PRINT(leaf->from), STR_PRINT(leaf->to));
    return true;
}

static uint32_t push_date(struct planner *p, const struct query_node *leaf)
{
    char first[9], last[9];
    if (!read_days(p, leaf, first, last)) {
        err_set(p->err, ERR_USAGE, "column %u: not a date", leaf->column);
        return 0;
    }
    if (ends_before_start(p, leaf, first, last))
        return 0;
    if (leaf->from.n && leaf->to.n && push_date_term(p, first, last))
        return 1;
    return push_days(p, leaf->from.n ? first : NULL, leaf->to.n ? last : NULL);
}

/* ---- numbers, and whether a field exists ---- */

/* Returns a field's name as terms have it: the prefix of planner_field() without "X" and ":". */
static struct str name_of(const struct planner_field *field)
{
    return str_slice(field->prefix, 1, field->prefix.n - 1);
}

static bool is_named(const struct planner_field *field)
{
    return field->kind == FIELD_WORDS && field->class == CLASS_FIELD &&
           str_starts_with(field->prefix, STR_LITERAL(PREFIX_FIELD));
}

static struct str encode_bound(struct planner *p, double number)
{
    char value[NUMBER_BYTES];
    size_t n = number_encode(number, value);
    return arena_copy(p->arena, (struct str){value, n});
}

static struct str value_term(struct planner *p, const struct planner_field *field, char kind)
{
    return arena_format(p->arena, "%.*s%c", STR_PRINT(name_of(field)), kind);
}

/* What values are compared with: numbers, or days as YYYYMMDD of which NULL is none. */
struct bounds {
    double from, to;
    const char *first, *last;
    bool are_days;
};

static bool is_within(const struct planner *p, const struct bounds *bounds, struct str value)
{
    char first[9], last[9];
    double number;
    if (!bounds->are_days)
        return number_read_value(value, &number) && number >= bounds->from && number <= bounds->to;
    return parse_date(value, p->index->now, first, last) &&
           (!bounds->first || strcmp(first, bounds->first) >= 0) &&
           (!bounds->last || strcmp(last, bounds->last) <= 0);
}

/* Plans the terms for the field's whole values that are within the bounds. Returns how many. */
static uint32_t push_values(struct planner *p, const struct planner_field *field,
                            const struct bounds *bounds)
{
    struct str start = planner_concat(p, STR_LITERAL(PREFIX_VALUE),
                                      value_term(p, field, VALUE_WHOLE));
    struct store_vocabulary *v;
    uint32_t n = 0;
    if (store_reader_terms(p->index->reader, start, MAX_VALUES, &v, p->err))
        return 0;
    for (size_t i = 0; i < v->n && n < PLANNER_MAX_EXPANSION; i++) {
        struct str value = str_slice(v->terms[i].name, start.n, v->terms[i].name.n);
        if (is_within(p, bounds, value))
            n += planner_term(p, start, value, 1);
    }
    if (v->is_cut || n == PLANNER_MAX_EXPANSION)
        hints_add(p->index->hints,
                  bounds->are_days
                      ? "'%.*s' has too many values: not all were compared"
                      : "'%.*s' has too many values: of documents with several of them, not all "
                        "were compared",
                  STR_PRINT(name_of(field)));
    store_vocabulary_free(v);
    return planner_combine(p, STORE_OR, n);
}

static bool has_term_of(struct planner *p, const struct planner_field *field, char kind)
{
    struct store_frequency documents = {
        .name = planner_concat(p, STR_LITERAL(PREFIX_VALUE), value_term(p, field, kind))};
    return !store_reader_frequencies(p->index->reader, &documents, 1, p->err) &&
           documents.termfreq > 0;
}

/* Finds documents that have several numbers in a field. Because the slot holds only the first of
 * them, this compares the terms for the field's whole values with the bounds. Returns how many. */
static uint32_t push_further_numbers(struct planner *p, const struct planner_field *field,
                                     double from, double to)
{
    struct bounds bounds = {.from = from, .to = to};
    if (!has_term_of(p, field, VALUE_NUMBERS) || push_values(p, field, &bounds) == 0)
        return 0;
    planner_term(p, STR_LITERAL(PREFIX_VALUE), value_term(p, field, VALUE_NUMBERS), 1);
    return planner_combine(p, STORE_AND, 2);
}

/* Finds documents whose value in the field is a date within the range. Returns how many. */
static uint32_t push_dates(struct planner *p, const struct planner_field *field,
                           const struct query_node *leaf)
{
    char first[9], last[9];
    if (!read_days(p, leaf, first, last) || ends_before_start(p, leaf, first, last))
        return 0;
    struct bounds bounds = {
        .first = leaf->from.n ? first : NULL, .last = leaf->to.n ? last : NULL, .are_days = true};
    uint32_t n = push_values(p, field, &bounds);
    return n ? n : planner_push(p, (struct store_node){.op = STORE_NONE});
}

/* Finds documents with a number within the bounds in the field. The term is needed because two
 * fields can share a slot. Returns how many. */
static uint32_t push_numbers(struct planner *p, const struct planner_field *field, double from,
                             double to)
{
    struct str term = value_term(p, field, VALUE_NUMBER);
    struct store_node range = {.op = STORE_VALUE_RANGE, .slot = number_slot(name_of(field))};
    range.name = encode_bound(p, from);
    range.upper = encode_bound(p, to);
    uint32_t n = planner_term(p, STR_LITERAL(PREFIX_VALUE), term, 1);
    n += planner_push(p, range);
    n = planner_combine(p, STORE_AND, n);
    n += push_further_numbers(p, field, from, to);
    return planner_combine(p, STORE_OR, n);
}

static size_t add_plain(struct planner *p, struct str text, double number, struct str *ret)
{
    char plain[NUMBER_TEXT_BYTES];
    struct str s = {plain, number_put_plain(number, plain)};
    if (str_equal(s, text))
        return 0;
    *ret = arena_copy(p->arena, s);
    return 1;
}

size_t planner_plain_numbers(struct planner *p, const struct planner_field *field, struct str text,
                             struct str ret[2])
{
    double number;
    size_t n = 0;
    if (!is_named(field))
        return 0;
    if (number_read_scaled(text, &number))
        n += add_plain(p, text, number, &ret[n]);
    if (number_read_otherwise(text, &number))
        n += add_plain(p, text, number, &ret[n]);
    return n;
}

uint32_t planner_same_number(struct planner *p, const struct planner_field *field, struct str text)
{
    struct str plain[2];
    size_t n = planner_plain_numbers(p, field, text, plain);
    for (size_t i = 0; i < n; i++)
        if (planner_term(p, field->prefix, plain[i], 1))
            planner_scale(p, 0.0);
    return (uint32_t)n;
}

uint32_t planner_same_date(struct planner *p, const struct planner_field *field, struct str text)
{
    struct query_node leaf = {.kind = QUERY_RANGE, .from = text, .to = text};
    char first[9], last[9];
    double number;
    if (!is_named(field) || parse_is_ago(text) || number_read_scaled(text, &number) ||
        !parse_date(text, p->index->now, first, last) || !push_dates(p, field, &leaf))
        return 0;
    return planner_scale(p, 0.0);
}

bool planner_has_same_date(struct planner *p, const struct planner_field *field, struct str text)
{
    size_t before = p->n_nodes;
    bool has = planner_same_date(p, field, text) > 0 && p->nodes[before].op != STORE_NONE;
    p->n_nodes = before;
    return has;
}

static uint32_t push_existence(struct planner *p, const struct planner_field *field)
{
    if (field->kind == FIELD_TYPE || str_equal(field->prefix, STR_LITERAL(PREFIX_PATH)))
        return planner_push(p, (struct store_node){.op = STORE_ALL});
    return planner_term(p, field->prefix, STR_EMPTY, 1);
}

/* Adds a hint if a bound has two readings: "1.299" is more than a thousand in half of the world. */
static void warn_of_reading(struct planner *p, struct str bound)
{
    double other;
    if (number_read_otherwise(bound, &other))
        hints_add(p->index->hints,
                  "'%.*s' was read as a number with decimals; without the full stop it is %.15g",
                  STR_PRINT(bound), other);
}

uint32_t planner_range(struct planner *p, const struct planner_field *field,
                       const struct query_node *leaf)
{
    double from = -INFINITY, to = INFINITY;
    if (field->kind == FIELD_DATE)
        return push_date(p, leaf);
    if (leaf->from.n == 0 && leaf->to.n == 0)
        return push_existence(p, field);
    char first[9], last[9];
    bool are_numbers = (leaf->from.n == 0 || number_read_scaled(leaf->from, &from)) &&
                       (leaf->to.n == 0 || number_read_scaled(leaf->to, &to));
    if (is_named(field) && read_days(p, leaf, first, last) &&
        (!are_numbers || !has_term_of(p, field, VALUE_NUMBER)))
        return push_dates(p, field, leaf);
    if (!is_named(field) || !are_numbers) {
        struct str bound = leaf->from.n ? leaf->from : leaf->to;
        hints_add(p->index->hints,
                  is_named(field)
                      ? "'%.*s' is no number or date to compare '%.*s' with; it was taken as words"
                      : "'%.*s' cannot be compared: '%.*s' has no numbers",
                  STR_PRINT(bound), STR_PRINT(leaf->field));
        return field->kind == FIELD_WORDS ? planner_exact(p, field, leaf->text, 0)
                                          : planner_push(p, (struct store_node){.op = STORE_NONE});
    }
    warn_of_reading(p, leaf->from);
    warn_of_reading(p, leaf->to);
    if (leaf->is_above)
        from = nextafter(from, INFINITY);
    if (leaf->is_below)
        to = nextafter(to, -INFINITY);
    return push_numbers(p, field, from, to);
}

/* ---- other filters ---- */

static struct str fold(struct planner *p, struct str s)
{
    AUTO(buf_done) struct buf folded = BUF_INIT;
    AUTO(buf_done) struct buf spaced = BUF_INIT;
    s = str_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        bool is_space = ascii_is_space(s.p[i]);
        if (!is_space)
            buf_append_char(&spaced, s.p[i]);
        else if (!ascii_is_space(s.p[i - 1]))
            buf_append_char(&spaced, ' ');
    }
    analyser_fold(p->index->analyser, buf_str(&spaced), &folded);
    return arena_copy(p->arena, buf_str(&folded));
}

static bool is_separator(char c)
{
    return memchr(" -_/.", c, 5) != NULL;
}

/* Returns the tag with a separator, or nothing, in place of each run of separators in it. */
static struct str tag_with(struct planner *p, struct str tag, const char *separator)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    for (size_t i = 0; i < tag.n; i++) {
        bool is_between = i > 0 && i + 1 < tag.n && is_separator(tag.p[i]);
        if (!is_between)
            buf_append_char(&out, tag.p[i]);
        else if (!is_separator(tag.p[i - 1]))
            buf_append_str(&out, str_of(separator));
    }
    return arena_copy(p->arena, buf_str(&out));
}

/* Finds the tags that documents have for the one that is asked for: "#draft", as some programs
 * write it, is also "draft", and "sea wall" is also "sea-wall". Returns how many there are; if no
 * document has any, the one that is asked for. */
static size_t find_tags(struct planner *p, const struct planner_field *field, struct str text,
                        struct str tags[MAX_TAGS])
{
    static const char *const separators[] = {" ", "-", "_", "/", ".", ""};
    struct store_frequency documents[MAX_TAGS];
    struct str tag = fold(p, text);
    size_t n = 0, n_known = 0;
    documents[n++].name = tag;
    if (tag.n > 1 && tag.p[0] == '#' && tag.p[1] != '#')
        documents[n++].name = tag = str_slice(tag, 1, tag.n);
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        struct str other = tag_with(p, tag, separators[i]);
        if (!str_equal(other, tag))
            documents[n++].name = other;
    }
    for (size_t i = 0; i < n; i++)
        documents[i].name = planner_concat(p, field->prefix, documents[i].name);
    if (!store_reader_frequencies(p->index->reader, documents, n, p->err))
        for (size_t i = 0; i < n; i++)
            if (documents[i].termfreq)
                tags[n_known++] = str_slice(documents[i].name, field->prefix.n,
                                            documents[i].name.n);
    if (n_known == 0)
        tags[n_known++] = tag;
    return n_known;
}

static uint32_t push_tag(struct planner *p, const struct planner_field *field,
                         const struct query_node *leaf)
{
    struct str tags[MAX_TAGS];
    size_t n_tags = find_tags(p, field, leaf->text, tags), n_tokens;
    uint32_t n = 0, n_words = 0;
    for (size_t i = 0; i < n_tags; i++)
        n += planner_term(p, field->prefix, tags[i], 1);
    if (leaf->kind == QUERY_PHRASE)
        return planner_combine(p, STORE_OR, n);
    struct planner_token *tokens = planner_tokens(p, leaf->text, &n_tokens);
    if (n_tags == 1 && n_tokens == 1 && str_equal(tokens[0].term, tags[0]))
        return n;
    for (size_t i = 0; i < n_tokens; i++)
        n_words += planner_term(p, field->prefix, tokens[i].term, 1);
    n += planner_combine(p, STORE_AND, n_words);
    return planner_combine(p, STORE_OR, n);
}

struct str planner_filter_value(struct planner *p, const struct planner_field *field,
                                const struct query_node *leaf)
{
    struct str tags[MAX_TAGS];
    bool is_tag = field->kind == FIELD_TAG && find_tags(p, field, leaf->text, tags);
    struct str value = is_tag ? tags[0] : fold(p, leaf->text);
    if (field->kind == FIELD_ENDING && value.n && value.p[0] == '.')
        value = str_slice(value, 1, value.n);
    if (field->kind == FIELD_LANGUAGE && language_by_code(value) != LANGUAGE_UNKNOWN)
        value = str_of(language_code(language_by_code(value)));
    return value;
}

uint32_t planner_filter(struct planner *p, const struct planner_field *field,
                        const struct query_node *leaf)
{
    if (field->kind == FIELD_TAG)
        return push_tag(p, field, leaf);
    return planner_term(p, field->prefix, planner_filter_value(p, field, leaf), 1);
}
