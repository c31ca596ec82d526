/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns a described document into what the index stores: postings for text and fields, values for
 * sorting and filtering, and the record for displaying hits. */
#include "indexer/analysis/analyse.h"

#include "base/mem.h"
#include "base/path.h"
#include "base/stamp.h"
#include "indexer/analysis/label_finder.h"
#include "indexer/analysis/postings.h"
#include "indexer/analysis/same_page.h"
#include "store/document_name.h"
#include "store/number.h"
#include "store/record.h"
#include "store/schema.h"
#include "text/field_name.h"
#include "text/name_key.h"
#include "text/utf8.h"

#include <stdlib.h>

/* The first number in a field. */
struct field_number {
    uint32_t slot, n;
    char value[NUMBER_BYTES];
};

struct analysis {
    struct analyser *analyser;
    struct postings *postings;
    struct record_writer *records;
    struct store_value *values;
    size_t values_capacity;
    struct field_number *numbers; /* of the current document's fields */
    size_t n_numbers, numbers_capacity;
    char instant[STAMP_BYTES]; /* the value of SLOT_INSTANT */
    char fingerprint[FINGERPRINT_BYTES];
    struct buf page_names; /* the buffer for same_page_read() */
    size_t n_values;
    bool position_table;
    size_t first_of_path;                 /* the first posting that belongs to the path */
    struct buf path_positions, positions; /* encoded, for the record */
    struct label_finder label_finder;
    struct buf labels;               /* encoded, for the record */
    struct record_heading *headings; /* of the document, without defined terms */
    size_t n_headings, headings_capacity;
    struct buf data, order; /* the record, and the value of SLOT_ORDER */
    struct store_term *named;
    size_t named_capacity;
    struct bulk_document result;
};

struct analysis *analysis_new(const struct analysis_settings *settings)
{
    struct analysis *a = mem_alloc_zeroed(1, sizeof *a);
    a->analyser = analyser_new(settings->analyser);
    a->postings = postings_new(a->analyser);
    a->records = record_writer_new(settings->compression_level);
    record_writer_use(a->records, settings->dictionary);
    a->position_table = settings->position_table;
    return a;
}

void analysis_free(struct analysis *a)
{
    if (!a)
        return;
    postings_free(a->postings);
    analyser_free(a->analyser);
    record_writer_free(a->records);
    mem_free(a->named);
    mem_free(a->values);
    mem_free(a->numbers);
    label_finder_done(&a->label_finder);
    mem_free(a->headings);
    buf_done(&a->labels);
    buf_done(&a->path_positions);
    buf_done(&a->positions);
    buf_done(&a->data);
    buf_done(&a->order);
    buf_done(&a->page_names);
    mem_free(a);
}

struct term_ids *analysis_term_ids(struct analysis *a)
{
    return postings_term_ids(a->postings);
}

void analysis_clear(struct analysis *a)
{
    postings_clear(a->postings);
}

/* ---- the parts of a document ---- */

static void add_value(struct analysis *a, struct store_value value)
{
    MEM_GROW(a->values, a->n_values, a->values_capacity);
    a->values[a->n_values++] = value;
}

/* Returns the first position of the next field, after a field that ended at `last`. */
static uint32_t after_gap(uint32_t last)
{
    return last + SCHEMA_FIELD_GAP;
}

/* Collapses runs of blanks, as is done for queries. */
static void squeeze_blanks(struct buf *b)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->n; i++)
        if (b->p[i] != ' ' || kept == 0 || b->p[kept - 1] != ' ')
            b->p[kept++] = b->p[i];
    b->n = kept;
}

/* Adds a keyword: the value as a whole and each of its words. */
static void add_keyword(struct analysis *a, struct str value)
{
    value = str_trim(value);
    if (value.n == 0 || value.n > ANALYSER_MAX_TERM_BYTES)
        return;
    AUTO(buf_done) struct buf folded = BUF_INIT;
    analyser_fold(a->analyser, value, &folded);
    squeeze_blanks(&folded);
    if (folded.n && folded.n <= ANALYSER_MAX_TERM_BYTES)
        postings_add_term(a->postings, STR_LITERAL(PREFIX_KEYWORD), buf_str(&folded));
    struct token token;
    analyser_start(a->analyser, value, 1);
    while (analyser_next(a->analyser, &token))
        postings_add_term(a->postings, STR_LITERAL(PREFIX_KEYWORD), token.term);
}

static void add_keywords(struct analysis *a, struct str list)
{
    size_t start = 0;
    for (size_t i = 0; i <= list.n; i++) {
        if (i < list.n && list.p[i] != ',' && list.p[i] != ';')
            continue;
        add_keyword(a, str_slice(list, start, i));
        start = i + 1;
    }
}

static const char *const AUTHOR_FIELDS[] = {"author", "authors", "creator", "dc-creator",
                                            "byline", "from",    NULL};
static const char *const KEYWORD_FIELDS[] = {"tags",       "tag",      "keyword", "keywords",
                                             "categories", "category", NULL};
/* Fields whose words do not tell what the document is about. */
static const char *const SILENT_FIELDS[] = {"url",      "canonical", "image",
                                            "og-image", "og-url",    NULL};

static void add_value_term(struct analysis *a, struct str name, char kind)
{
    AUTO(buf_done) struct buf term = BUF_INIT;
    buf_append_str(&term, name);
    buf_append_char(&term, kind);
    postings_add_term(a->postings, STR_LITERAL(PREFIX_VALUE), buf_str(&term));
}

/* Adds a number of a field. Only the first one gets a value; the others are found through the terms
 * for whole values. */
static void add_number(struct analysis *a, struct str name, struct str value)
{
    double number;
    if (!number_read_value(value, &number))
        return;
    struct field_number n = {.slot = number_slot(name)};
    for (size_t i = 0; i < a->n_numbers; i++)
        if (a->numbers[i].slot == n.slot) {
            add_value_term(a, name, VALUE_NUMBERS);
            return;
        }
    n.n = (uint32_t)number_encode(number, n.value);
    MEM_GROW(a->numbers, a->n_numbers, a->numbers_capacity);
    a->numbers[a->n_numbers++] = n;
    add_value_term(a, name, VALUE_NUMBER);
}

/* Adds the value as a whole, if it is short, and as a number. */
static void add_whole_value(struct analysis *a, const struct field *field)
{
    AUTO(buf_done) struct buf name = BUF_INIT;
    AUTO(buf_done) struct buf term = BUF_INIT;
    struct str value = str_trim(field->value);
    field_name_append_term(field->name, &name);
    add_number(a, buf_str(&name), value);
    if (value.n == 0 || value.n > SCHEMA_MAX_VALUE_BYTES)
        return;
    buf_append_str(&term, buf_str(&name));
    buf_append_char(&term, VALUE_WHOLE);
    for (size_t i = 0; i < value.n; i++)
        if (!ascii_is_space(value.p[i]))
            buf_append_char(&term, value.p[i]);
        else if (!ascii_is_space(value.p[i - 1]))
            buf_append_char(&term, ' ');
    postings_add_term(a->postings, STR_LITERAL(PREFIX_VALUE), buf_str(&term));
}

/* Adds the words of a field with positions and prefix, and the bare prefix, which means that the
 * document has the field. */
static uint32_t add_field_words(struct analysis *a, struct str prefix, struct str value,
                                uint32_t position)
{
    postings_add_term(a->postings, prefix, STR_EMPTY);
    return postings_add_field(a->postings, prefix, value, NULL, position);
}

/* Adds a number in the normal form that queries use, as another word of the field. */
static void add_plain_number(struct analysis *a, struct str prefix, struct str value)
{
    char text[NUMBER_TEXT_BYTES];
    double number;
    if (!number_read_value(value, &number))
        return;
    struct str plain = {text, number_put_plain(number, text)};
    if (!str_equal(plain, str_trim(value)))
        postings_add_term(a->postings, prefix, plain);
}

static uint32_t add_named_field(struct analysis *a, const struct field *field, language_id language,
                                uint32_t position)
{
    if (str_is_one_of(field->name, AUTHOR_FIELDS)) {
        add_field_words(a, STR_LITERAL(PREFIX_AUTHOR), field->value, position);
    } else if (str_is_one_of(field->name, KEYWORD_FIELDS)) {
        postings_add_term(a->postings, STR_LITERAL(PREFIX_KEYWORD), STR_EMPTY);
        add_keywords(a, field->value);
    }
    AUTO(buf_done) struct buf prefix = BUF_INIT;
    buf_append_str(&prefix, STR_LITERAL(PREFIX_FIELD));
    field_name_append_term(field->name, &prefix);
    buf_append_char(&prefix, ':');
    uint32_t last = add_field_words(a, buf_str(&prefix), field->value, position);
    add_plain_number(a, buf_str(&prefix), field->value);
    if (!str_is_one_of(field->name, SILENT_FIELDS) && field->value.n <= DOCUMENT_PLAIN_FIELD_BYTES)
        postings_add_text(a->postings, field->value, language, 1, position);
    add_whole_value(a, field);
    return after_gap(last);
}

static int by_slot(const void *left, const void *right)
{
    const struct field_number *a = left, *b = right;
    return a->slot < b->slot ? -1 : a->slot > b->slot;
}

static void add_numbers(struct analysis *a)
{
    if (a->n_numbers)
        qsort(a->numbers, a->n_numbers, sizeof *a->numbers, by_slot);
    for (size_t i = 0; i < a->n_numbers; i++)
        add_value(a,
                  (struct store_value){a->numbers[i].slot, a->numbers[i].n, a->numbers[i].value});
}

static void add_date(struct analysis *a, struct str date)
{
    static const struct {
        const char *prefix;
        size_t length;
    } parts[] = {{PREFIX_YEAR, 4}, {PREFIX_MONTH, 6}, {PREFIX_DAY, 8}};
    for (int i = 0; i < 3; i++)
        if (date.n >= parts[i].length)
            postings_add_term(a->postings, str_of(parts[i].prefix),
                              str_slice(date, 0, parts[i].length));
    add_value(a, (struct store_value){SLOT_DATE, (uint32_t)date.n, date.p});
}

void analysis_append_order(struct buf *out, struct str path, struct str id, uint32_t first_line)
{
    buf_append_str(out, path);
    if (id.n) {
        buf_append_char(out, '\0');
        buf_append_format(out, "%08x", first_line);
        buf_append_str(out, id);
    }
}

static void add_order(struct analysis *a, struct str path, struct str id, uint32_t first_line)
{
    buf_clear(&a->order);
    analysis_append_order(&a->order, path, id, first_line);
    add_value(a, (struct store_value){SLOT_ORDER, (uint32_t)a->order.n, a->order.p});
}

struct placed placed_of(struct str path, struct str id, size_t member_bytes, bool names_file,
                        bool names_member)
{
    struct str member = str_slice(id, 0, member_bytes);
    return (struct placed){
        .path = path,
        .id = id,
        .member_bytes = member_bytes,
        .file_name = names_file ? str_slice(path, str_after_last(path, '/'), path.n) : STR_EMPTY,
        .member_name = names_member ? str_slice(member, str_after_last(member, '/'), member.n)
                                    : STR_EMPTY,
    };
}

/* Adds the words of the name of a file, without its ending, and the key of the name. */
static void add_name(struct analysis *a, struct str name, language_id language)
{
    AUTO(buf_done) struct buf repaired = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    if (name.n == 0)
        return;
    utf8_append_repaired(&repaired, name);
    name = buf_str(&repaired);
    struct str stem = path_stem(name);
    for (size_t i = 0; i < stem.n; i++)
        buf_append_char(&text, stem.p[i] == '_' ? ' ' : stem.p[i]);
    postings_add_words(a->postings, STR_LITERAL(PREFIX_NAME_WORD), buf_str(&text), language);
    buf_clear(&text);
    size_t ending = stem.n < name.n ? stem.n + 1 : name.n;
    name_key_append(a->analyser, stem, str_slice(name, ending, name.n), &text);
    if (text.n && text.n <= SCHEMA_MAX_TERM_BYTES - strlen(PREFIX_NAME))
        postings_add_weighty_term(a->postings, STR_LITERAL(PREFIX_NAME), buf_str(&text), 1);
}

/* A path may be any bytes, but the analyser needs UTF-8. */
static void add_path(struct analysis *a, const struct placed *placed)
{
    AUTO(buf_done) struct buf repaired = BUF_INIT;
    AUTO(buf_done) struct buf term = BUF_INIT;
    struct str path = placed->path, id = placed->id;
    add_order(a, path, id, placed->first_line);
    a->first_of_path = postings_count(a->postings);
    utf8_append_repaired(&repaired, path);
    postings_add_field(a->postings, STR_LITERAL(PREFIX_PATH), buf_str(&repaired), NULL, 1);
    if (placed->member_bytes)
        postings_add_field(a->postings, STR_LITERAL(PREFIX_PATH),
                           str_slice(id, 0, placed->member_bytes), NULL, 1);
    analyser_fold(a->analyser, path_ending(buf_str(&repaired)), &term);
    if (term.n && term.n <= ANALYSER_MAX_TERM_BYTES) {
        postings_add_term(a->postings, STR_LITERAL(PREFIX_ENDING), STR_EMPTY);
        postings_add_term(a->postings, STR_LITERAL(PREFIX_ENDING), buf_str(&term));
    }
    buf_clear(&term);
    document_name_append(&term, path, id);
    postings_add_term(a->postings, STR_EMPTY, buf_str(&term));
    add_name(a, placed->file_name, placed->language);
    add_name(a, placed->member_name, placed->language);
}

/* Computes the fingerprint from the text that was added last. */
static void take_fingerprint(struct analysis *a, const struct document *d, struct str text,
                             language_id language)
{
    struct fingerprint_page page = {
        .title = d->has_own_title ? d->title : STR_EMPTY,
        .text = text,
        .type = d->type,
        .language = str_of(language_code(language)),
    };
    same_page_read(d->path, str_slice(d->id, 0, d->member_bytes), d->id.n > d->member_bytes,
                   &a->page_names, &page.path);
    fingerprint_encode(postings_sketch(a->postings), &page, a->fingerprint);
}

static void add_terms(struct analysis *a, const struct document *d)
{
    language_id language = language_by_code(d->language);
    /* If a page consists of navigation only, that is its text. */
    size_t own_bytes = d->text.n - d->navigation_bytes;
    struct str own = str_slice(d->text, 0, own_bytes ? own_bytes : d->text.n);
    label_finder_expect_headings(&a->label_finder, d, own.n, a->postings);
    uint32_t position = after_gap(postings_add_text(a->postings, own, language, 1, 1));
    label_finder_take(&a->label_finder);
    take_fingerprint(a, d, own, language);
    if (own.n < d->text.n)
        position = after_gap(postings_add_navigation(
            a->postings, str_slice(d->text, own.n, d->text.n), language, position));
    label_finder_expect_title(&a->label_finder, d, a->postings);
    position = after_gap(
        postings_add_text(a->postings, d->title, language, SCHEMA_TITLE_WDF, position));
    label_finder_take(&a->label_finder);
    if (d->title.n)
        postings_add_term(a->postings, STR_LITERAL(PREFIX_TITLE), STR_EMPTY);
    postings_add_field(a->postings, STR_LITERAL(PREFIX_TITLE), d->title, &language, 1);
    for (size_t i = 0; i < d->n_fields; i++)
        position = add_named_field(a, &d->fields[i], language, position);
    if (d->date.n)
        add_date(a, d->date);
    if (d->language.n) {
        postings_add_term(a->postings, STR_LITERAL(PREFIX_LANGUAGE), STR_EMPTY);
        postings_add_term(a->postings, STR_LITERAL(PREFIX_LANGUAGE), d->language);
    }
    postings_add_term(a->postings, STR_LITERAL(PREFIX_TYPE), d->type);
    if (d->charset.n && !str_equal(d->charset, STR_LITERAL("UTF-8")))
        postings_add_field(a->postings, STR_LITERAL(PREFIX_FIELD "CHARSET:"), d->charset, NULL, 1);
    struct placed placed = placed_of(d->path, d->id, d->member_bytes, d->names_file,
                                     d->names_member);
    placed.language = language;
    placed.first_line = d->first_line;
    add_path(a, &placed);
    add_value(a, (struct store_value){SLOT_FINGERPRINT, FINGERPRINT_BYTES, a->fingerprint});
    if (d->date.n) {
        stamp_to_utc(d->date, a->instant);
        add_value(a, (struct store_value){SLOT_INSTANT, (uint32_t)strlen(a->instant), a->instant});
    }
    add_numbers(a);
}

/* ---- results ---- */

static void keep_headings(struct analysis *a, const struct document *d)
{
    a->n_headings = 0;
    for (size_t i = 0; i < d->n_headings; i++) {
        if (d->headings[i].level >= RECORD_TERM_LEVEL)
            continue;
        MEM_GROW(a->headings, a->n_headings, a->headings_capacity);
        a->headings[a->n_headings++] = d->headings[i];
    }
}

static void encode_record(struct analysis *a, const struct document *d)
{
    keep_headings(a, d);
    buf_clear(&a->labels);
    labels_append(&a->labels, &a->label_finder.found);
    struct record r = {
        .path_positions = buf_str(&a->path_positions),
        .positions = buf_str(&a->positions),
        .labels = buf_str(&a->labels),
        .path = d->path,
        .id = d->id,
        .title = d->title,
        .type = d->type,
        .charset = d->charset,
        .language = d->language,
        .date = d->date,
        .file_stamp = d->file_stamp,
        .first_line = d->first_line,
        .member_bytes = (uint32_t)d->member_bytes,
        .n_fields = (uint32_t)d->n_fields,
        .n_lines = (uint32_t)d->n_lines,
        .n_headings = (uint32_t)a->n_headings,
        .fields = d->fields,
        .lines = d->lines,
        .headings = a->headings,
        .navigation_bytes = (uint32_t)(d->contents_bytes + d->navigation_bytes),
    };
    buf_clear(&a->data);
    record_append(a->records, &a->data, &r, d->text);
}

static void start_document(struct analysis *a)
{
    postings_start(a->postings);
    label_finder_start(&a->label_finder);
    a->n_values = a->n_numbers = 0;
}

/* Encodes the positions for the record. Those of the path are separate, since a rename replaces
 * them. */
static void encode_positions(struct analysis *a)
{
    size_t n = postings_count(a->postings);
    buf_clear(&a->path_positions);
    buf_clear(&a->positions);
    if (a->position_table)
        return;
    postings_encode_positions(a->postings, 0, a->first_of_path, &a->positions);
    postings_encode_positions(a->postings, a->first_of_path, n, &a->path_positions);
}

/* Returns whether a page does nothing but lead to its new place. */
static bool is_signpost(const struct document *d)
{
    enum { MAX_BYTES = 600 };
    return d->moved_to.n && d->text.n - d->navigation_bytes <= MAX_BYTES;
}

static uint32_t no_wdf(uint32_t wdf)
{
    (void)wdf;
    return 0;
}

const struct bulk_document *analyse(struct analysis *a, const struct document *document)
{
    start_document(a);
    add_terms(a, document);
    if (is_signpost(document)) {
        postings_bound_wdfs(a->postings, no_wdf);
        postings_add_weighty_term(a->postings, STR_LITERAL(PREFIX_DATA), STR_EMPTY, 1);
    }
    a->result = (struct bulk_document){.values = a->values, .n_values = a->n_values};
    postings_finish(a->postings, &a->result);
    encode_positions(a);
    encode_record(a, document);
    a->result.data = a->data.p;
    a->result.data_length = a->data.n;
    return &a->result;
}

void analyse_links_start(struct analysis *a)
{
    start_document(a);
}

static uint32_t whole_log2(uint32_t n)
{
    return 31 - (uint32_t)__builtin_clz(n);
}

/* Adds a wording. One that is used on every page counts little more than one used once. */
void analyse_link(struct analysis *a, struct str words, struct str language, uint32_t n_pages)
{
    enum { MAX_LOG = 3 };
    uint32_t log = whole_log2(n_pages);
    postings_add_stems(a->postings, STR_LITERAL(PREFIX_LINK), words, language_by_code(language),
                       1 + (log < MAX_LOG ? log : MAX_LOG));
}

/* Bounds the wdf of a word, however many wordings contain it. */
static uint32_t bound_link_wdf(uint32_t wdf)
{
    enum { AS_IT_IS = 8 };
    return wdf <= AS_IT_IS ? wdf : AS_IT_IS + whole_log2(wdf / AS_IT_IS);
}

const struct bulk_document *analyse_links_end(struct analysis *a)
{
    a->result = (struct bulk_document){.values = a->values, .n_values = 0};
    postings_finish(a->postings, &a->result);
    postings_bound_wdfs(a->postings, bound_link_wdf);
    return &a->result;
}

static int by_name(const void *a, const void *b)
{
    const struct store_term *x = a, *y = b;
    return str_compare((struct str){x->name, x->name_length},
                       (struct str){y->name, y->name_length});
}

struct store_document analysis_by_name(struct analysis *a, const struct bulk_document *document)
{
    if (a->named_capacity < document->n_postings) {
        a->named_capacity = document->n_postings * 2;
        a->named = mem_resize(a->named, a->named_capacity, sizeof *a->named);
    }
    for (size_t i = 0; i < document->n_postings; i++) {
        const struct bulk_posting *p = &document->postings[i];
        struct str name = term_ids_term(postings_term_ids(a->postings), p->term);
        a->named[i] = (struct store_term){name.p, (uint32_t)name.n, p->wdf, p->first_position,
                                          p->n_positions};
    }
    if (document->n_postings)
        qsort(a->named, document->n_postings, sizeof *a->named, by_name);
    return (struct store_document){
        .terms = a->named,
        .n_terms = document->n_postings,
        .positions = document->positions,
        .values = document->values,
        .n_values = document->n_values,
        .data = document->data,
        .data_length = document->data_length,
    };
}

/* Adapts the document's old fingerprint to its new path. */
static void move_fingerprint(struct analysis *a, const struct placed *placed)
{
    struct str old = placed->fingerprint;
    struct fingerprint_path path;
    if (old.n == 0 || old.n > sizeof a->fingerprint)
        return;
    memcpy(a->fingerprint, old.p, old.n);
    same_page_read(placed->path, str_slice(placed->id, 0, placed->member_bytes),
                   placed->id.n > placed->member_bytes, &a->page_names, &path);
    fingerprint_move(&path, a->fingerprint, old.n);
    add_value(a, (struct store_value){SLOT_FINGERPRINT, (uint32_t)old.n, a->fingerprint});
}

struct store_document analyse_path(struct analysis *a, const struct placed *placed,
                                   struct arena *arena, struct buf *ret_positions)
{
    start_document(a);
    add_path(a, placed);
    move_fingerprint(a, placed);
    struct bulk_document parts = {.values = a->values, .n_values = a->n_values};
    size_t n_positions = postings_finish(a->postings, &parts);
    encode_positions(a);
    if (ret_positions)
        buf_append_str(ret_positions, buf_str(&a->path_positions));
    struct store_document named = analysis_by_name(a, &parts);
    struct store_term *terms = arena_alloc(arena, named.n_terms * sizeof *terms);
    uint32_t *positions = arena_alloc(arena, n_positions * sizeof *positions);
    for (size_t i = 0; i < named.n_terms; i++) {
        terms[i] = named.terms[i];
        struct str name = {terms[i].name, terms[i].name_length};
        terms[i].name = arena_copy(arena, name).p;
    }
    if (n_positions)
        memcpy(positions, parts.positions, n_positions * sizeof *positions);
    named.terms = terms;
    named.positions = positions;
    return named;
}
