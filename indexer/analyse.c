/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/analyse.h"

#include "base/mem.h"
#include "store/record.h"
#include "store/schema.h"

#include <stdlib.h>
#include <xxhash.h>

enum {
    UNKNOWN_TERM = UINT32_MAX,
    MAX_PLAIN_FIELD_BYTES = 64 *
                            1024, /* longer values of fields are not searched without the field */
    N_STEMS = 2,
};

/* What was learnt of a term of the dictionary. A term may be there only as a form that some word
 * had
 * ("café"), with the term it stands for ("cafe") beside it. */
struct known_term {
    uint32_t term;                      /* the term of this form */
    language_id stem_language[N_STEMS]; /* in which stem was found; ids start at 1 for "unknown" */
    uint32_t stem[N_STEMS];
    uint32_t document; /* serial number of the last document that had it, and */
    uint32_t posting;  /* its place among that document's postings */
};

struct occurrence {
    uint32_t posting, position;
};

struct analysis {
    struct analyser *analyser;
    struct dictionary *dictionary;
    struct record_writer *records;

    struct known_term *known; /* by number in the dictionary */
    size_t n_known, known_capacity;
    uint32_t document; /* serial number of the current one */

    struct bulk_posting *postings;
    size_t n_postings, postings_capacity;
    struct occurrence *occurrences;
    size_t n_occurrences, occurrences_capacity;
    uint32_t *positions;
    size_t positions_capacity;
    struct xap_value value;
    struct buf term, data; /* a term with its prefix; the record */
    struct xap_term *named;
    size_t named_capacity;
    struct bulk_document result;
};

struct analysis *analysis_new(const struct analysis_settings *settings)
{
    struct analysis *a = mem_alloc_zeroed(1, sizeof *a);
    a->analyser = analyser_new(settings->analyser);
    a->dictionary = dictionary_new();
    a->records = record_writer_new(settings->compression_level);
    return a;
}

void analysis_free(struct analysis *a)
{
    if (!a)
        return;
    analyser_free(a->analyser);
    dictionary_free(a->dictionary);
    record_writer_free(a->records);
    mem_free(a->known);
    mem_free(a->postings);
    mem_free(a->occurrences);
    mem_free(a->positions);
    mem_free(a->named);
    buf_done(&a->term);
    buf_done(&a->data);
    mem_free(a);
}

struct dictionary *analysis_dictionary(struct analysis *a)
{
    return a->dictionary;
}

void analysis_clear(struct analysis *a)
{
    dictionary_clear(a->dictionary);
    a->n_known = 0;
}

/* ---- terms and postings ---- */

static uint32_t intern(struct analysis *a, struct str term)
{
    bool is_new;
    uint32_t id = dictionary_intern(a->dictionary, term, dictionary_hash(term), &is_new);
    if (is_new) {
        MEM_GROW(a->known, a->n_known, a->known_capacity);
        a->known[a->n_known++] = (struct known_term){.term = UNKNOWN_TERM};
    }
    return id;
}

/* A term with a prefix; cut to what a term may be, which only ever concerns ids (see id_term()). */
static uint32_t intern_prefixed(struct analysis *a, struct str prefix, struct str rest)
{
    buf_clear(&a->term);
    buf_append_str(&a->term, prefix);
    buf_append_str(&a->term, rest);
    return intern(a, buf_str(&a->term));
}

/* Counts wdf occurrences of a term, at a position unless that is 0. */
static void post(struct analysis *a, uint32_t term, uint32_t wdf, uint32_t position)
{
    struct known_term *k = &a->known[term];
    if (k->document != a->document) {
        k->document = a->document;
        k->posting = (uint32_t)a->n_postings;
        MEM_GROW(a->postings, a->n_postings, a->postings_capacity);
        a->postings[a->n_postings++] = (struct bulk_posting){.term = term};
    }
    struct bulk_posting *p = &a->postings[k->posting];
    p->wdf += wdf;
    if (position) {
        p->n_positions++;
        MEM_GROW(a->occurrences, a->n_occurrences, a->occurrences_capacity);
        a->occurrences[a->n_occurrences++] = (struct occurrence){k->posting, position};
    }
}

/* The term of a form that is in the dictionary as number form_id. */
static uint32_t term_of(struct analysis *a, uint32_t form_id, const struct token *token)
{
    if (a->known[form_id].term == UNKNOWN_TERM) {
        uint32_t term = str_equal(token->form, token->term) ? form_id : intern(a, token->term);
        a->known[form_id].term = term; /* intern() may have moved the array */
    }
    return a->known[form_id].term;
}

/* The Z term of a form in a language. Texts of two languages may take turns without forgetting. */
static uint32_t stem_of(struct analysis *a, uint32_t form_id, struct str form, language_id language)
{
    language_id wanted = (language_id)(language + 1);
    for (int i = 0; i < N_STEMS; i++)
        if (a->known[form_id].stem_language[i] == wanted)
            return a->known[form_id].stem[i];
    struct str stem = analyser_stem(a->analyser, language, form);
    uint32_t id = intern_prefixed(a, STR_LITERAL(PREFIX_STEM), stem);
    struct known_term *k = &a->known[form_id];
    for (int i = N_STEMS - 1; i > 0; i--) {
        k->stem_language[i] = k->stem_language[i - 1];
        k->stem[i] = k->stem[i - 1];
    }
    k->stem_language[0] = wanted;
    k->stem[0] = id;
    return id;
}

static bool is_stemmed(enum token_kind kind)
{
    return kind == TOKEN_WORD || kind == TOKEN_ACRONYM;
}

/* ---- the parts of a document ---- */

/* Where the next field's positions start, after a field that ended at `last`. */
static uint32_t after_gap(uint32_t last)
{
    return last + SCHEMA_FIELD_GAP;
}

/* Text as it is searched without a field. Returns the last position. */
static uint32_t add_plain(struct analysis *a, struct str text, language_id language, uint32_t wdf,
                          uint32_t first_position)
{
    struct token token;
    uint32_t last = first_position;
    analyser_start(a->analyser, text, first_position);
    while (analyser_next(a->analyser, &token)) {
        last = token.position;
        uint32_t form_id = intern(a, token.form);
        uint32_t term = term_of(a, form_id, &token);
        post(a, term, wdf, token.position);
        if (is_stemmed(token.kind))
            post(a, stem_of(a, form_id, token.form, language), wdf, 0);
    }
    return last;
}

/* Text of a field: prefix and term, with positions and without weight; where a language is given,
 * with weight and with the stems too (Z before the prefix). Returns the last position. */
static uint32_t add_field(struct analysis *a, struct str prefix, struct str text,
                          const language_id *language, uint32_t first_position)
{
    struct token token;
    uint32_t last = first_position;
    analyser_start(a->analyser, text, first_position);
    while (analyser_next(a->analyser, &token)) {
        last = token.position;
        post(a, intern_prefixed(a, prefix, token.term), language != NULL, token.position);
        if (!language || !is_stemmed(token.kind))
            continue;
        /* token.form is gone after the next call on the analyser, so the stem is taken last */
        AUTO(buf_done) struct buf stemmed = BUF_INIT;
        buf_append_str(&stemmed, STR_LITERAL(PREFIX_STEM));
        buf_append_str(&stemmed, prefix);
        buf_append_str(&stemmed, analyser_stem(a->analyser, *language, token.form));
        post(a, intern(a, buf_str(&stemmed)), 1, 0);
    }
    return last;
}

/* Runs of blanks become one, as the query makes them. */
static void squeeze_blanks(struct buf *b)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->n; i++)
        if (b->p[i] != ' ' || kept == 0 || b->p[kept - 1] != ' ')
            b->p[kept++] = b->p[i];
    b->n = kept;
}

/* A keyword: the value as a whole, and its words where it has several. */
static void add_keyword(struct analysis *a, struct str value)
{
    value = str_trim(value);
    if (value.n == 0 || value.n > ANALYSER_MAX_TERM_BYTES)
        return;
    AUTO(buf_done) struct buf folded = BUF_INIT;
    analyser_fold(a->analyser, value, &folded);
    squeeze_blanks(&folded);
    if (folded.n && folded.n <= ANALYSER_MAX_TERM_BYTES)
        post(a, intern_prefixed(a, STR_LITERAL(PREFIX_KEYWORD), buf_str(&folded)), 0, 0);
    struct token token;
    analyser_start(a->analyser, value, 1);
    while (analyser_next(a->analyser, &token))
        post(a, intern_prefixed(a, STR_LITERAL(PREFIX_KEYWORD), token.term), 0, 0);
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

static bool is_one_of(struct str name, const char *const *names)
{
    for (; *names; names++)
        if (str_equal(name, str_of(*names)))
            return true;
    return false;
}

static const char *const AUTHOR_FIELDS[] = {"author", "authors", "creator", "dc-creator",
                                            "byline", "from",    NULL};
static const char *const KEYWORD_FIELDS[] = {"tags",       "tag",      "keyword", "keywords",
                                             "categories", "category", NULL};
/* Fields whose words say nothing of what the document is about. */
static const char *const SILENT_FIELDS[] = {"url",      "canonical", "image",
                                            "og-image", "og-url",    NULL};

/* "X" NAME ":", on a->term's own memory no longer than a name can be. */
static void field_prefix(struct buf *out, struct str name)
{
    buf_append_str(out, STR_LITERAL(PREFIX_FIELD));
    for (size_t i = 0; i < name.n; i++)
        buf_append_char(out,
                        name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 32) : name.p[i]);
    buf_append_char(out, ':');
}

static uint32_t add_named_field(struct analysis *a, const struct field *field, language_id language,
                                uint32_t position)
{
    if (is_one_of(field->name, AUTHOR_FIELDS))
        add_field(a, STR_LITERAL(PREFIX_AUTHOR), field->value, NULL, position);
    else if (is_one_of(field->name, KEYWORD_FIELDS))
        add_keywords(a, field->value);
    AUTO(buf_done) struct buf prefix = BUF_INIT;
    field_prefix(&prefix, field->name);
    uint32_t last = add_field(a, buf_str(&prefix), field->value, NULL, position);
    if (!is_one_of(field->name, SILENT_FIELDS) && field->value.n <= MAX_PLAIN_FIELD_BYTES)
        add_plain(a, field->value, language, 1, position);
    return after_gap(last);
}

static void add_date(struct analysis *a, struct str date)
{
    static const struct {
        const char *prefix;
        size_t length;
    } parts[] = {{PREFIX_YEAR, 4}, {PREFIX_MONTH, 6}, {PREFIX_DAY, 8}};
    for (int i = 0; i < 3; i++)
        if (date.n >= parts[i].length)
            post(a,
                 intern_prefixed(a, str_of(parts[i].prefix), str_slice(date, 0, parts[i].length)),
                 0, 0);
    a->value = (struct xap_value){SLOT_DATE, (uint32_t)date.n, date.p};
}

static struct str ending_of(struct str path)
{
    for (size_t i = path.n; i > 0 && path.p[i - 1] != '/'; i--)
        if (path.p[i - 1] == '.')
            return str_slice(path, i, path.n);
    return STR_EMPTY;
}

/* The unique id: "Q" path "#" id, its end replaced by a hash where it is longer than a term. */
static void append_id_term(struct buf *out, struct str path, struct str id)
{
    enum { KEPT_BYTES = 200 };
    buf_append_str(out, STR_LITERAL(PREFIX_ID));
    buf_append_str(out, path);
    if (id.n) {
        buf_append_char(out, '#');
        buf_append_str(out, id);
    }
    if (out->n <= SCHEMA_MAX_TERM_BYTES)
        return;
    XXH128_hash_t hash = XXH3_128bits(out->p, out->n);
    out->n = KEPT_BYTES;
    buf_append_format(out, "%016llx%016llx", (unsigned long long)hash.high64,
                      (unsigned long long)hash.low64);
}

static void add_path(struct analysis *a, struct str path, struct str id)
{
    add_field(a, STR_LITERAL(PREFIX_PATH), path, NULL, 1);
    AUTO(buf_done) struct buf term = BUF_INIT;
    analyser_fold(a->analyser, ending_of(path), &term);
    if (term.n && term.n <= ANALYSER_MAX_TERM_BYTES)
        post(a, intern_prefixed(a, STR_LITERAL(PREFIX_ENDING), buf_str(&term)), 0, 0);
    buf_clear(&term);
    append_id_term(&term, path, id);
    post(a, intern(a, buf_str(&term)), 0, 0);
}

static void add_terms(struct analysis *a, const struct document *d)
{
    language_id language = language_by_code(d->language);
    uint32_t position = after_gap(add_plain(a, d->text, language, 1, 1));
    position = after_gap(add_plain(a, d->title, language, SCHEMA_TITLE_WDF, position));
    add_field(a, STR_LITERAL(PREFIX_TITLE), d->title, &language, 1);
    for (size_t i = 0; i < d->n_fields; i++)
        position = add_named_field(a, &d->fields[i], language, position);
    if (d->date.n)
        add_date(a, d->date);
    if (d->language.n)
        post(a, intern_prefixed(a, STR_LITERAL(PREFIX_LANGUAGE), d->language), 0, 0);
    post(a, intern_prefixed(a, STR_LITERAL(PREFIX_TYPE), d->type), 0, 0);
    if (d->charset.n && !str_equal(d->charset, STR_LITERAL("UTF-8")))
        add_field(a, STR_LITERAL(PREFIX_FIELD "CHARSET:"), d->charset, NULL, 1);
    add_path(a, d->path, d->id);
}

/* ---- results ---- */

/* Sorts the occurrences by posting, keeping their order: positions of a term ascend because they
 * were counted in ascending order. */
static void group_positions(struct analysis *a)
{
    if (a->positions_capacity < a->n_occurrences) {
        a->positions_capacity = a->n_occurrences + a->n_occurrences / 2;
        a->positions = mem_resize(a->positions, a->positions_capacity, sizeof *a->positions);
    }
    uint32_t first = 0;
    for (size_t i = 0; i < a->n_postings; i++) {
        a->postings[i].first_position = first;
        first += a->postings[i].n_positions;
        a->postings[i].n_positions = 0; /* counted again below */
    }
    for (size_t i = 0; i < a->n_occurrences; i++) {
        struct bulk_posting *p = &a->postings[a->occurrences[i].posting];
        a->positions[p->first_position + p->n_positions++] = a->occurrences[i].position;
    }
}

static void encode_record(struct analysis *a, const struct document *d)
{
    struct record r = {
        .path = d->path,
        .id = d->id,
        .title = d->title,
        .type = d->type,
        .charset = d->charset,
        .language = d->language,
        .date = d->date,
        .mtime = d->mtime,
        .first_line = d->first_line,
        .n_fields = (uint32_t)d->n_fields,
        .n_lines = (uint32_t)d->n_lines,
        .n_headings = (uint32_t)d->n_headings,
    };
    struct record_field *fields = arena_alloc(d->arena, d->n_fields * sizeof *fields);
    for (size_t i = 0; i < d->n_fields; i++)
        fields[i] = (struct record_field){d->fields[i].name, d->fields[i].value};
    struct record_line *lines = arena_alloc(d->arena, d->n_lines * sizeof *lines);
    for (size_t i = 0; i < d->n_lines; i++)
        lines[i] = (struct record_line){d->lines[i].offset, d->lines[i].line, d->lines[i].column};
    struct record_heading *headings = arena_alloc(d->arena, d->n_headings * sizeof *headings);
    for (size_t i = 0; i < d->n_headings; i++)
        headings[i] = (struct record_heading){d->headings[i].offset, d->headings[i].level};
    r.fields = fields;
    r.lines = lines;
    r.headings = headings;
    buf_clear(&a->data);
    record_append(a->records, &a->data, &r, d->text);
}

static void start_document(struct analysis *a)
{
    a->document++;
    a->n_postings = a->n_occurrences = 0;
    a->value = (struct xap_value){0};
}

const struct bulk_document *analyse(struct analysis *a, const struct document *document)
{
    start_document(a);
    add_terms(a, document);
    group_positions(a);
    encode_record(a, document);
    a->result = (struct bulk_document){
        .postings = a->postings,
        .n_postings = a->n_postings,
        .positions = a->positions,
        .values = &a->value,
        .n_values = a->value.length > 0,
        .data = a->data.p,
        .data_length = a->data.n,
    };
    return &a->result;
}

static int by_name(const void *a, const void *b)
{
    const struct xap_term *x = a, *y = b;
    return str_compare((struct str){x->name, x->name_length},
                       (struct str){y->name, y->name_length});
}

struct xap_document analysis_by_name(struct analysis *a, const struct bulk_document *document)
{
    if (a->named_capacity < document->n_postings) {
        a->named_capacity = document->n_postings * 2;
        a->named = mem_resize(a->named, a->named_capacity, sizeof *a->named);
    }
    for (size_t i = 0; i < document->n_postings; i++) {
        const struct bulk_posting *p = &document->postings[i];
        struct str name = dictionary_term(a->dictionary, p->term);
        a->named[i] = (struct xap_term){name.p, (uint32_t)name.n, p->wdf, p->first_position,
                                        p->n_positions};
    }
    if (document->n_postings)
        qsort(a->named, document->n_postings, sizeof *a->named, by_name);
    return (struct xap_document){
        .terms = a->named,
        .n_terms = document->n_postings,
        .positions = document->positions,
        .values = document->values,
        .n_values = document->n_values,
        .data = document->data,
        .data_length = document->data_length,
    };
}

struct xap_document analyse_path(struct analysis *a, struct str path, struct str id,
                                 struct arena *arena)
{
    start_document(a);
    add_path(a, path, id);
    group_positions(a);
    struct bulk_document parts = {
        .postings = a->postings, .n_postings = a->n_postings, .positions = a->positions};
    struct xap_document named = analysis_by_name(a, &parts);
    struct xap_term *terms = arena_alloc(arena, named.n_terms * sizeof *terms);
    uint32_t *positions = arena_alloc(arena, a->n_occurrences * sizeof *positions);
    for (size_t i = 0; i < named.n_terms; i++) {
        terms[i] = named.terms[i];
        struct str name = {terms[i].name, terms[i].name_length};
        terms[i].name = arena_copy(arena, name).p;
    }
    if (a->n_occurrences)
        memcpy(positions, a->positions, a->n_occurrences * sizeof *positions);
    named.terms = terms;
    named.positions = positions;
    return named;
}
