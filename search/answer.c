/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints the hits of a search with their passages, within the limits of the options. */
#include "search/answer.h"

#include "base/file.h"
#include "base/mem.h"
#include "search/anchor/anchor.h"
#include "search/open.h"
#include "search/print/hyperlink.h"
#include "search/print/print.h"
#include "search/source_file.h"
#include "store/term_ids.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { SHORT_PASSAGE_BYTES = 80 };

/* What the parts of one answer need. */
struct answering {
    const struct options *options;
    struct searcher *source;
    const struct retrieved *retrieved;
    struct print_settings settings;
    const struct printer *printer;
    struct explanation *explanations; /* of all hits, or NULL */
    struct answer *answer;
};

/* How much of an answer is printed. */
struct portion {
    size_t n_hits;
    uint64_t n_passages; /* for each hit */
    uint64_t passage_bytes;
};

/* A portion that is being printed. */
struct printing {
    const struct answering *a;
    const struct portion *portion;
    struct passage_memory *memory;
    struct term_ids *paths; /* of the hits so far */
    size_t n_passages;      /* of all hits so far */
    FILE *out;
};

/* ---- settings ---- */

enum print_form answer_form(const struct options *o)
{
    return o->json       ? PRINT_JSON
           : o->jsonl    ? PRINT_JSONL
           : o->csv      ? PRINT_CSV
           : o->tsv      ? PRINT_TSV
           : o->markdown ? PRINT_MARKDOWN
           : o->html     ? PRINT_HTML
           : o->format   ? PRINT_TEMPLATE
           : o->vimgrep  ? PRINT_VIMGREP
           : o->grep     ? PRINT_GREP
           : o->counts   ? PRINT_COUNTS
           : o->paths    ? PRINT_PATHS
                         : PRINT_TEXT;
}

/* As no-color.org says: an option wins over NO_COLOR, which wins over the terminal. */
static bool wants_color(const struct options *o, bool is_terminal)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (o->color != WHEN_AUTO)
        return o->color == WHEN_ALWAYS;
    return is_terminal && !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
}

/* Returns true for forms that people read. */
static bool has_color(enum print_form form)
{
    return form == PRINT_TEXT || form == PRINT_GREP || form == PRINT_COUNTS;
}

static bool wants_hyperlinks(const struct options *o, bool is_terminal)
{
    if (o->hyperlinks != WHEN_AUTO)
        return o->hyperlinks == WHEN_ALWAYS;
    return is_terminal && has_color(answer_form(o)) && hyperlink_is_known_to_work();
}

struct print_settings answer_print_settings(const struct options *o)
{
    bool is_terminal = o->terminal.is_terminal;
    return (struct print_settings){
        .form = answer_form(o),
        .color = wants_color(o, is_terminal) && has_color(answer_form(o)),
        .hyperlink_format = wants_hyperlinks(o, is_terminal) ? o->hyperlink_format : NULL,
        .path_separator = o->nul ? '\0' : '\n',
        .width = o->terminal.width,
        .page_link_format = o->page_link_format,
        .heading = o->heading == WHEN_ALWAYS || (o->heading == WHEN_AUTO && is_terminal),
        .has_context = o->n_before || o->n_after,
        .columns = o->fields ? &o->columns : NULL,
        .template = &o->template,
    };
}

/* ---- one hit ---- */

static bool shows_lines(enum print_form form)
{
    return form == PRINT_VIMGREP || form == PRINT_GREP || form == PRINT_COUNTS;
}

static enum err_code find_passages(const struct printing *p, struct record_reader *record,
                                   struct arena *arena, struct hit *hit, struct err *err)
{
    const struct answering *a = p->a;
    struct passage_settings settings = {
        .memory = p->memory,
        .max_passages = (uint32_t)p->portion->n_passages,
        .max_bytes = (uint32_t)p->portion->passage_bytes,
        .whole_lines = shows_lines(a->settings.form),
        .in_order = a->settings.form == PRINT_GREP,
        .every_line = a->settings.form == PRINT_COUNTS,
        .n_before = (uint32_t)a->options->n_before,
        .n_after = (uint32_t)a->options->n_after,
    };
    struct record_decoder *decoder;
    if (a->settings.form == PRINT_PATHS)
        return ERR_OK;
    if (searcher_decoder(a->source, hit->docid, &decoder, err))
        return err->code;
    record_reader_use(record, decoder);
    passage_mark_text(hit->record->title, language_by_code(hit->record->language),
                      &a->retrieved->plan, a->source->analyser, arena, &hit->title_marks,
                      &hit->n_title_marks);
    if (passage_find(record, &a->retrieved->plan, a->source->analyser, &settings, arena,
                     &hit->passages, &hit->n_passages, err))
        return err->code;
    hit->n_field_matches = field_matches_find(hit->record, &a->retrieved->plan, a->source->analyser,
                                              hit->passages, hit->n_passages, arena,
                                              hit->field_matches);
    return ERR_OK;
}

static void find_anchors(const struct answering *a, struct str absolute, struct arena *arena,
                         struct hit *hit)
{
    AUTO(buf_done) struct buf source = BUF_INIT;
    AUTO(buf_done) struct buf anchor = BUF_INIT;
    if (hit->n_passages == 0)
        return;
    if (!hit->is_stale && place_has_files(searcher_place(a->source, hit->docid)))
        source_file_read(hit->record, absolute, &source);
    for (size_t i = 0; i < hit->n_passages; i++) {
        buf_clear(&anchor);
        anchor_append(&anchor, hit->record, &hit->passages[i], buf_str(&source));
        hit->passages[i].anchor = arena_copy(arena, buf_str(&anchor));
    }
}

static enum err_code find_copies(const struct answering *a, const struct collapse_copies *copies,
                                 struct arena *arena, struct hit *hit, struct err *err)
{
    struct hit_copy *shown = arena_alloc(arena, copies->n * sizeof *shown);
    for (size_t i = 0; i < copies->n; i++) {
        const struct store_hit *copy = &copies->items[i].hit;
        struct record_reader *reader;
        if (searcher_open_record(a->source, copy->docid, copy->data, &reader, err))
            return err->code;
        const struct record *record = record_of(reader);
        struct str absolute = searcher_absolute_path(a->source, copy->docid, record->path, arena);
        shown[i] = (struct hit_copy){
            .path = searcher_shown_file(a->source, copy->docid, record->path, absolute),
            .id = arena_copy(arena, record->id),
            .line = record->first_line,
            .is_near = copies->items[i].fingerprint == FINGERPRINT_SIMILAR,
        };
        record_reader_free(reader);
    }
    hit->copies = shown;
    hit->n_copies = copies->n;
    return ERR_OK;
}

/* Makes a hit without passages and copies, and returns the absolute path of its file. record and
 * arena must outlive it. */
static struct str make_hit(const struct answering *a, size_t i, struct record_reader *record,
                           struct arena *arena, struct hit *ret)
{
    const struct store_hit *found = &a->retrieved->results->hits[i];
    *ret = (struct hit){
        .rank = a->answer->first + (uint32_t)i + 1,
        .docid = found->docid,
        .score = found->score,
        .record = record_of(record),
        .explanation = a->explanations ? &a->explanations[i] : NULL,
    };
    struct str absolute = searcher_absolute_path(a->source, found->docid, ret->record->path, arena);
    ret->path = searcher_shown_file(a->source, found->docid, ret->record->path, absolute);
    if (place_has_files(searcher_place(a->source, found->docid))) {
        struct source_state state = source_file_look(ret->record, absolute);
        ret->is_stale = state.is_stale;
        ret->is_gone = state.is_gone;
        memcpy(ret->mtime, state.mtime, sizeof ret->mtime);
    }
    document_name_ref(absolute, ret->record->id, ret->ref);
    return absolute;
}

static enum err_code open_record(const struct answering *a, size_t i, struct record_reader **ret,
                                 struct err *err)
{
    const struct store_hit *found = &a->retrieved->results->hits[i];
    return searcher_open_record(a->source, found->docid, found->data, ret, err);
}

static enum err_code print_hit(struct printing *p, size_t i, struct err *err)
{
    const struct answering *a = p->a;
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct record_reader *record;
    struct hit hit;
    if (open_record(a, i, &record, err))
        return err->code;
    struct str absolute = make_hit(a, i, record, &arena, &hit);
    bool is_new;
    term_ids_intern(p->paths, absolute, term_ids_hash(absolute), &is_new);
    hit.is_repeat = !is_new;
    const struct collapse_copies *copies = a->retrieved->copies;
    if (!(copies && find_copies(a, &copies[i], &arena, &hit, err)) &&
        !find_passages(p, record, &arena, &hit, err)) {
        if (print_shows_anchors(&a->settings))
            find_anchors(a, absolute, &arena, &hit);
        a->printer->hit(&a->settings, a->answer, &hit, p->out);
        p->n_passages += hit.n_passages;
    }
    record_reader_free(record);
    return err->code;
}

/* ---- a portion of the answer ---- */

/* Opens the decoders for the texts of the hits, so that nothing has to be fetched once printing has
 * begun. */
static enum err_code prepare_texts(const struct answering *a, size_t n_hits, struct err *err)
{
    struct record_decoder *unused;
    for (size_t i = 0; i < n_hits && a->settings.form != PRINT_PATHS; i++)
        if (searcher_decoder(a->source, a->retrieved->results->hits[i].docid, &unused, err))
            return err->code;
    return ERR_OK;
}

/* Prints a portion and returns the number of its passages. */
static enum err_code print_portion(const struct answering *a, const struct portion *portion,
                                   FILE *out, size_t *ret_n_passages, struct err *err)
{
    AUTO(passage_memory_done) struct passage_memory memory = {0};
    struct printing p = {
        .a = a, .portion = portion, .memory = &memory, .paths = term_ids_new(), .out = out};
    a->printer->begin(&a->settings, a->answer, out);
    for (size_t i = 0; i < portion->n_hits && !err->code; i++)
        print_hit(&p, i, err);
    a->answer->error = err->code ? err : NULL;
    a->printer->end(&a->settings, a->answer, out);
    term_ids_free(p.paths);
    *ret_n_passages = p.n_passages;
    return err->code;
}

/* A portion as bytes, which the caller frees. */
struct rendered {
    char *p;
    size_t n;
};

static void rendered_done(struct rendered *r)
{
    free(r->p);
    *r = (struct rendered){NULL, 0};
}

static enum err_code render(const struct answering *a, const struct portion *portion,
                            struct rendered *ret, size_t *ret_n_passages, struct err *err)
{
    rendered_done(ret);
    FILE *out = open_memstream(&ret->p, &ret->n);
    if (!out)
        return err_set_errno(err, "cannot write to memory");
    print_portion(a, portion, out, ret_n_passages, err);
    if (fclose(out) && !err->code)
        err_set_errno(err, "cannot write to memory");
    return err->code;
}

/* ---- limits ---- */

static bool fits(const struct options *o, const struct rendered *r)
{
    struct str s = {r->p, r->n};
    return (o->max_bytes == 0 || s.n <= o->max_bytes) &&
           (o->max_words == 0 || str_count_words(s) <= o->max_words);
}

/* Reduces a portion that is too large: first the number of passages, then their length, then, if
 * the form allows it, the last passage. Returns false if only hits are left to drop. */
static bool reduce(struct portion *p, uint64_t least_passages)
{
    if (p->n_passages > 1)
        p->n_passages /= 2;
    else if (p->n_passages == 1 && p->passage_bytes > 2 * SHORT_PASSAGE_BYTES)
        p->passage_bytes /= 2;
    else if (p->n_passages == 1 && p->passage_bytes > SHORT_PASSAGE_BYTES)
        p->passage_bytes = SHORT_PASSAGE_BYTES;
    else if (p->n_passages > least_passages)
        p->n_passages = 0;
    else
        return false;
    return true;
}

/* Renders a portion, with a note of what it omits from the whole. *all_passages is the number of
 * passages of the whole, or SIZE_MAX if it is not known yet. */
static enum err_code try_portion(const struct answering *a, const struct portion *whole,
                                 const struct portion *portion, size_t *all_passages,
                                 struct rendered *ret, struct err *err)
{
    size_t n_passages;
    struct omitted *omitted = &a->answer->omitted;
    if (render(a, portion, ret, &n_passages, err))
        return err->code;
    if (*all_passages == SIZE_MAX)
        *all_passages = n_passages;
    struct omitted lacks = {
        .n_hits = whole->n_hits - portion->n_hits,
        .n_passages = *all_passages - n_passages,
        .is_shortened = n_passages && portion->passage_bytes < whole->passage_bytes,
    };
    if (lacks.n_hits == omitted->n_hits && lacks.n_passages == omitted->n_passages &&
        lacks.is_shortened == omitted->is_shortened)
        return ERR_OK;
    *omitted = lacks; /* the note about what is omitted takes room too */
    return render(a, portion, ret, &n_passages, err);
}

/* Renders as many hits of a portion as fit. */
static enum err_code drop_hits(const struct answering *a, const struct portion *whole,
                               struct portion portion, size_t *all_passages, struct rendered *ret,
                               struct err *err)
{
    size_t low = 0, high = portion.n_hits; /* high hits do not fit; low do, if anything does */
    while (high - low > 1) {
        portion.n_hits = low + (high - low) / 2;
        if (try_portion(a, whole, &portion, all_passages, ret, err))
            return err->code;
        if (fits(a->options, ret))
            low = portion.n_hits;
        else
            high = portion.n_hits;
    }
    portion.n_hits = low;
    if (try_portion(a, whole, &portion, all_passages, ret, err))
        return err->code;
    if (!fits(a->options, ret))
        return err_set(err, ERR_LIMIT,
                       "an answer without any hit takes %zu bytes (%zu words), more than the limit",
                       ret->n, str_count_words((struct str){ret->p, ret->n}));
    return ERR_OK;
}

static enum err_code print_within_limits(const struct answering *a, const struct portion *whole,
                                         FILE *out, struct err *err)
{
    AUTO(rendered_done) struct rendered r = {NULL, 0};
    struct portion portion = *whole;
    size_t all_passages = SIZE_MAX;
    uint64_t least_passages = shows_lines(a->settings.form) ? 1 : 0;
    do {
        if (try_portion(a, whole, &portion, &all_passages, &r, err))
            return err->code;
    } while (!fits(a->options, &r) && reduce(&portion, least_passages));
    if (!fits(a->options, &r) && drop_hits(a, whole, portion, &all_passages, &r, err))
        return err->code;
    fwrite(r.p, 1, r.n, out);
    return ERR_OK;
}

enum err_code answer_print(const struct options *o, struct searcher *source,
                           const struct retrieved *retrieved, struct explanation *explanations,
                           struct answer *answer, FILE *out, struct err *err)
{
    struct answering a = {.options = o,
                          .source = source,
                          .retrieved = retrieved,
                          .settings = answer_print_settings(o),
                          .explanations = explanations,
                          .answer = answer};
    struct portion whole = {.n_hits = retrieved->results ? retrieved->results->n : 0,
                            .n_passages = o->n_passages,
                            .passage_bytes = o->passage_bytes};
    size_t n_passages;
    a.printer = print_form_of(a.settings.form);
    if (prepare_texts(&a, whole.n_hits, err))
        return err->code;
    if (o->max_bytes || o->max_words)
        return print_within_limits(&a, &whole, out, err);
    return print_portion(&a, &whole, out, &n_passages, err);
}

/* Returns true for files that an editor shows as they are. */
static bool is_text(const struct record *r)
{
    static const char *const viewed[] = {"html", "pdf", "docx", "odt", "pptx", "odp", "xlsx", "ods",
                                         "epub", "doc", "xls",  "ppt", "rtf",  "msg", NULL};
    return !str_is_one_of(r->type, viewed);
}

/* A page is opened at its anchor; a viewer of anything else is given no URL. */
static enum err_code open_hit(const struct answering *a, struct str absolute, struct arena *arena,
                              struct hit *hit, struct err *err)
{
    find_anchors(a, absolute, arena, hit);
    bool is_page = str_equal(hit->record->type, STR_LITERAL("html"));
    struct open_place place = {
        .path = absolute,
        .is_text = is_text(hit->record),
        .line = hit->n_passages ? hit->passages[0].match_line : 0,
        .anchor = hit->n_passages && is_page ? hit->passages[0].anchor : STR_EMPTY,
    };
    return open_file(&place, err);
}

enum err_code answer_open(const struct options *o, struct searcher *source,
                          const struct retrieved *retrieved, struct err *err)
{
    struct answer answer = {.first = (uint32_t)o->retrieve.first};
    struct answering a = {
        .options = o, .source = source, .retrieved = retrieved, .answer = &answer};
    struct portion best = {.n_hits = 1, .n_passages = 1, .passage_bytes = o->passage_bytes};
    struct printing p = {.a = &a, .portion = &best};
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct record_reader *record;
    struct hit hit;
    if (!retrieved->results || retrieved->results->n == 0)
        return ERR_OK;
    if (open_record(&a, 0, &record, err))
        return err->code;
    struct str absolute = make_hit(&a, 0, record, &arena, &hit);
    if (hit.is_gone)
        err_set(err, ERR_NOT_FOUND, "'%.*s' is gone; --get %s prints what the index has of it",
                STR_PRINT(hit.path), hit.ref);
    else if (hit.record->file_stamp == 0)
        err_set(err, ERR_USAGE, "'%.*s' was not read from a file; --get %s prints its text",
                STR_PRINT(hit.path), hit.ref);
    else if (hit.record->member_bytes)
        err_set(err, ERR_USAGE, "it is inside of '%.*s'; --get %s prints its text",
                STR_PRINT(hit.path), hit.ref);
    else if (!find_passages(&p, record, &arena, &hit, err))
        open_hit(&a, absolute, &arena, &hit, err);
    record_reader_free(record);
    return err->code;
}
