/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the names of fields mean, and what their values may be. */
#include "base/buf.h"
#include "base/mem.h"
#include "search/plan/planner.h"
#include "search/query/parse.h"
#include "store/schema.h"
#include "text/field_name.h"

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

struct planner_field planner_field(struct planner *p, struct str name)
{
    if (name.n == 0)
        return (struct planner_field){
            .class = CLASS_FREE, .kind = FIELD_WORDS, .prefix = STR_EMPTY, .has_stems = true};
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
        if (str_equal(name, str_of(FIELDS[i].name)))
            return FIELDS[i].field;
    AUTO(buf_done) struct buf folded = BUF_INIT;
    field_name_fold(name, &folded);
    struct str prefix = arena_format(p->arena, PREFIX_FIELD "%.*s:", STR_PRINT(buf_str(&folded)));
    char *upper = arena_alloc_bytes(p->arena, prefix.n);
    for (size_t i = 0; i < prefix.n; i++)
        upper[i] = prefix.p[i] >= 'a' && prefix.p[i] <= 'z' ? (char)(prefix.p[i] - 32)
                                                            : prefix.p[i];
    return (struct planner_field){
        .class = CLASS_FIELD, .kind = FIELD_WORDS, .prefix = {upper, prefix.n}};
}

/* ---- dates ---- */

static uint32_t push_range(struct planner *p, struct str lower, struct str upper)
{
    return planner_push(
        p,
        (struct db_node){.op = DB_VALUE_RANGE, .slot = SLOT_DATE, .name = lower, .upper = upper});
}

/* A value is as long a prefix of YYYYMMDDhhmmss as is known of the date, and means that whole time.
 * It lies within the range when all of it does. As strings, "2011" stands before everything in
 * 2011: so a lower bound loses the "01" of a month or year that starts there, and a month or year
 * that the upper bound cuts through is taken out by name. */
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
    n += planner_combine(p, DB_OR, n_cut);
    return planner_combine(p, DB_AND_NOT, n);
}

/* A day, month or year as a whole has a term, which costs less than a range. */
static uint32_t push_date_term(struct planner *p, struct str typed, const char *first)
{
    if (typed.n == 4)
        return planner_term(p, STR_LITERAL(PREFIX_YEAR), (struct str){first, 4}, 1);
    if (typed.n == 7)
        return planner_term(p, STR_LITERAL(PREFIX_MONTH), (struct str){first, 6}, 1);
    return planner_term(p, STR_LITERAL(PREFIX_DAY), (struct str){first, 8}, 1);
}

static uint32_t push_date(struct planner *p, const struct query_node *leaf)
{
    char first[9], last[9], ignored[9];
    int64_t now = p->index->now;
    if ((leaf->from.n && !parse_date(leaf->from, now, first, ignored)) ||
        (leaf->to.n && !parse_date(leaf->to, now, ignored, last))) {
        err_set(p->err, ERR_USAGE, "column %u: not a date", leaf->column);
        return 0;
    }
    if (leaf->from.n && leaf->to.n && strcmp(first, last) > 0) {
        err_set(p->err, ERR_USAGE, "column %u: the range '%.*s..%.*s' ends before it starts",
                leaf->column, STR_PRINT(leaf->from), STR_PRINT(leaf->to));
        return 0;
    }
    bool is_whole = leaf->from.n && str_equal(leaf->from, leaf->to);
    if (is_whole && (leaf->from.n == 4 || leaf->from.n == 7 || strcmp(first, last) == 0))
        return push_date_term(p, leaf->from, first);
    return push_days(p, leaf->from.n ? first : NULL, leaf->to.n ? last : NULL);
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

static uint32_t push_tag(struct planner *p, const struct planner_field *field,
                         const struct query_node *leaf)
{
    struct str whole = fold(p, leaf->text);
    uint32_t n = planner_term(p, field->prefix, whole, 1);
    if (leaf->kind == QUERY_PHRASE)
        return n;
    size_t n_tokens;
    struct planner_token *tokens = planner_tokens(p, leaf->text, &n_tokens);
    if (n_tokens == 1 && str_equal(tokens[0].term, whole))
        return n;
    uint32_t n_words = 0;
    for (size_t i = 0; i < n_tokens; i++)
        n_words += planner_term(p, field->prefix, tokens[i].term, 1);
    n += planner_combine(p, DB_AND, n_words);
    return planner_combine(p, DB_OR, n);
}

uint32_t planner_filter(struct planner *p, const struct planner_field *field,
                        const struct query_node *leaf)
{
    if (leaf->kind == QUERY_RANGE)
        return push_date(p, leaf);
    if (field->kind == FIELD_TAG)
        return push_tag(p, field, leaf);
    struct str value = fold(p, leaf->text);
    if (field->kind == FIELD_ENDING && value.n && value.p[0] == '.')
        value = str_slice(value, 1, value.n);
    if (field->kind == FIELD_LANGUAGE && language_by_code(value) != LANGUAGE_UNKNOWN)
        value = str_of(language_code(language_by_code(value)));
    return planner_term(p, field->prefix, value, 1);
}
