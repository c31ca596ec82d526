/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --status: prints sources with their options, numbers of documents by type and language, fields,
 * the biggest documents, and what was skipped. */
#include "indexer/status.h"

#include "base/dir.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "indexer/sources/known_files.h"
#include "indexer/sources/known_sources.h"
#include "indexer/status_counts.h"
#include "store/index.h"
#include "store/schema.h"
#include "text/analyser.h"
#include "text/json_text.h"
#include "text/utf8.h"
#include "text/visible.h"
#include "xapian_engine/format_check.h"

#include <inttypes.h>
#include <time.h>

struct status {
    const char *index_dir;
    struct index_manifest manifest;
    struct store_reader *reader;
    struct known_sources sources;
    struct known_files known;
    struct status_counts *counts;
    uint64_t bytes;       /* of the files of the current generation */
    char last_change[21]; /* when one of them was last written, as ISO 8601 in UTC */
};

static void status_done(struct status *s)
{
    status_counts_free(s->counts);
    store_reader_close(s->reader);
    known_sources_done(&s->sources);
    known_files_done(&s->known);
}

/* Measures the files in the folder of a generation. */
static enum err_code measure(struct status *s, const char *folder, struct err *err)
{
    AUTO(dir_close) struct dir dir = DIR_NONE;
    AUTO(dir_names_done) struct dir_names names = {0};
    time_t last = 0;
    struct tm t;
    if (dir_open(&dir, folder, err) || dir_list(&dir, &names, err))
        return err->code;
    for (size_t i = 0; i < names.n; i++) {
        struct stat st;
        bool is_there;
        if (dir_stat(&dir, names.items[i], &st, &is_there, err))
            return err->code;
        if (!is_there)
            continue;
        s->bytes += (uint64_t)st.st_size;
        last = st.st_mtim.tv_sec > last ? st.st_mtim.tv_sec : last;
    }
    if (gmtime_r(&last, &t))
        strftime(s->last_change, sizeof s->last_change, "%Y-%m-%dT%H:%M:%SZ", &t);
    return ERR_OK;
}

static enum err_code status_load(struct status *s, struct err *err)
{
    if (index_read_manifest(s->index_dir, ANALYSER_VERSION, &s->manifest, err))
        return err->code;
    AUTO(mem_free_pointer)
    char *path = index_generation_path(s->index_dir, s->manifest.generation);
    const char *paths[] = {path};
    const struct store_engine *engine = format_engine(s->manifest.needs_libxapian);
    if (measure(s, path, err) || store_reader_open_folders(engine, paths, 1, &s->reader, err) ||
        known_sources_load(&s->sources, s->reader, err) ||
        known_files_load(&s->known, s->reader, err) ||
        status_counts_make(s->reader, &s->counts, err))
        return err->code;
    return ERR_OK;
}

/* ---- for both forms ---- */

static const struct known_source *source_at(const struct status *s, size_t i)
{
    return i < s->sources.n_places ? s->sources.places[i]
                                   : s->sources.lists[i - s->sources.n_places];
}

static size_t count_sources(const struct status *s)
{
    return s->sources.n_places + s->sources.n_lists;
}

static const struct known_source *source_of(const struct status *s, const struct known_file *file)
{
    const struct known_source *list = file->list ? known_sources_list(&s->sources, file->list)
                                                 : NULL;
    return list ? list : known_sources_innermost(&s->sources, file->path);
}

static void count_files(const struct status *s, const struct known_source *source,
                        uint64_t *ret_files, uint64_t *ret_documents)
{
    *ret_files = *ret_documents = 0;
    for (size_t i = 0; i < s->known.n; i++) {
        if (source_of(s, &s->known.files[i]) != source)
            continue;
        ++*ret_files;
        *ret_documents += s->known.files[i].n_documents;
    }
}

/* A list is not shown if all of its files are gone. */
static bool is_shown(const struct known_source *source, uint64_t n_files)
{
    return source->kind != SOURCE_LIST || n_files;
}

static void append_word(struct buf *out, const struct opt_word *w)
{
    buf_append_str(out, STR_LITERAL("--"));
    buf_append_str(out, str_of(w->name));
    if (w->value) {
        buf_append_char(out, '=');
        buf_append_str(out, str_of(w->value));
    }
}

static uint64_t count_not_text(const struct status *s)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s->known.n; i++)
        n += s->known.files[i].fault == FAULT_NOT_TEXT;
    return n;
}

/* ---- for people ---- */

static void print_safe(FILE *out, const char *before, struct str s, const char *behind)
{
    AUTO(buf_done) struct buf line = BUF_INIT;
    visible_append(&line, s, VISIBLE_NAME);
    fprintf(out, "%s%s%s", before, buf_c_string(&line), behind);
}

static void print_source(const struct status *s, const struct known_source *source, FILE *out)
{
    uint64_t n_files, n_documents;
    count_files(s, source, &n_files, &n_documents);
    if (!is_shown(source, n_files))
        return;
    struct str name = source->kind == SOURCE_LIST ? STR_LITERAL("(files of lists)")
                      : source->path.n            ? source->path
                                                  : STR_LITERAL(".");
    print_safe(out, "  ", name, "");
    fprintf(out, "  %" PRIu64 " files, %" PRIu64 " documents", n_files, n_documents);
    for (size_t i = 0; i < source->words.n; i++) {
        AUTO(buf_done) struct buf word = BUF_INIT;
        append_word(&word, &source->words.items[i]);
        print_safe(out, "  ", buf_str(&word), "");
    }
    fputs(source->is_own ? "\n" : "  (as the source around it)\n", out);
}

static void print_names(const char *title, const struct status_names *names, FILE *out)
{
    fprintf(out, "%s", title);
    for (size_t i = 0; i < names->n; i++) {
        print_safe(out, i ? ", " : "", names->items[i].name, " ");
        fprintf(out, "%" PRIu32, names->items[i].n_documents);
    }
    fputs(names->n ? "\n" : "none\n", out);
}

static void print_fields(const struct status_counts *c, FILE *out)
{
    fputs(c->n_fields ? "fields:\n" : "fields: none\n", out);
    for (size_t i = 0; i < c->n_fields; i++) {
        const struct status_field *f = &c->fields[i];
        print_safe(out, "  ", f->name, "");
        fprintf(out, "  %" PRIu32 " documents", f->n_documents);
        for (size_t k = 0; k < f->values.n; k++) {
            print_safe(out, k ? ", " : ": ", f->values.items[k].name, " ");
            fprintf(out, "%" PRIu32, f->values.items[k].n_documents);
        }
        fputs("\n", out);
    }
}

static void print_biggest(const struct status_counts *c, FILE *out)
{
    fputs("biggest documents:\n", out);
    for (size_t i = 0; i < c->n_biggest; i++) {
        const struct status_document *d = &c->biggest[i];
        fprintf(out, "  %.1f kB", (double)d->text_bytes / 1e3);
        print_safe(out, "  ", d->path, "");
        print_safe(out, d->id.n ? "#" : "", d->id, "\n");
    }
}

static void print_skipped(const struct status *s, FILE *out)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s->known.n; i++) {
        const struct known_file *f = &s->known.files[i];
        struct str rest = f->fault == FAULT_NOT_TEXT ? STR_EMPTY : f->problems, reason;
        uint32_t line;
        while (known_file_take_problem(&rest, &line, &reason)) {
            fputs(n++ ? "" : "skipped:\n", out);
            print_safe(out, "  ", f->path, "");
            if (line)
                fprintf(out, ":%" PRIu32, line);
            print_safe(out, ": ", reason, "\n");
        }
    }
    if (n == 0)
        fputs("skipped: nothing\n", out);
    fprintf(out, "not text: %" PRIu64 " files\n", count_not_text(s));
}

static void print_text(const struct status *s, FILE *out)
{
    print_safe(out, "index: ", str_of(s->index_dir), "\n");
    fprintf(out, "made by: %s, Xapian %s%s%s%s\n", s->manifest.program, s->manifest.xapian,
            s->manifest.keep_marks ? ", --keep-marks" : "",
            s->manifest.hangul_bigrams ? "" : ", --korean-words",
            s->manifest.position_table ? ", --position-table" : "");
    fprintf(out, "documents: %" PRIu32 ", of %zu files\n",
            store_reader_stats(s->reader).n_documents, s->known.n);
    fprintf(out, "size: %.1f MB, last change: %s\n", (double)s->bytes / 1e6, s->last_change);
    fputs("sources:\n", out);
    for (size_t i = 0; i < count_sources(s); i++)
        print_source(s, source_at(s, i), out);
    print_names("types: ", &s->counts->types, out);
    print_names("languages: ", &s->counts->languages, out);
    print_fields(s->counts, out);
    print_biggest(s->counts, out);
    print_skipped(s, out);
}

/* ---- as JSON ---- */

static void put_source(struct json *j, const struct status *s, const struct known_source *source)
{
    static const char *const kinds[] = {
        [SOURCE_PLACE] = "place", [SOURCE_STREAM] = "stream", [SOURCE_LIST] = "list"};
    uint64_t n_files, n_documents;
    count_files(s, source, &n_files, &n_documents);
    if (!is_shown(source, n_files))
        return;
    json_put_open(j, '{');
    json_put_path(j, source->kind == SOURCE_PLACE && !source->path.n ? STR_LITERAL(".")
                                                                     : source->path);
    json_put_member(j, "kind", str_of(kinds[source->kind]));
    json_put_member_integer(j, "files", (int64_t)n_files);
    json_put_member_integer(j, "documents", (int64_t)n_documents);
    json_put_key(j, "has_own_options");
    json_put_bool(j, source->is_own);
    json_put_key(j, "options");
    json_put_open(j, '[');
    for (size_t i = 0; i < source->words.n; i++) {
        AUTO(buf_done) struct buf word = BUF_INIT;
        append_word(&word, &source->words.items[i]);
        AUTO(buf_done) struct buf valid = BUF_INIT;
        utf8_append_repaired(&valid, buf_str(&word));
        json_put_string(j, buf_str(&valid));
    }
    json_put_close(j, ']');
    json_put_close(j, '}');
}

static void put_names(struct json *j, const char *key, const struct status_names *names)
{
    json_put_key(j, key);
    json_put_open(j, '[');
    for (size_t i = 0; i < names->n; i++) {
        json_put_open(j, '{');
        json_put_member_repaired(j, "name", names->items[i].name);
        json_put_member_integer(j, "documents", names->items[i].n_documents);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

static void put_fields(struct json *j, const struct status_counts *c)
{
    json_put_key(j, "fields");
    json_put_open(j, '[');
    for (size_t i = 0; i < c->n_fields; i++) {
        json_put_open(j, '{');
        json_put_member_repaired(j, "name", c->fields[i].name);
        json_put_member_integer(j, "documents", c->fields[i].n_documents);
        put_names(j, "values", &c->fields[i].values);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

static void put_biggest(struct json *j, const struct status_counts *c)
{
    json_put_key(j, "biggest");
    json_put_open(j, '[');
    for (size_t i = 0; i < c->n_biggest; i++) {
        json_put_open(j, '{');
        json_put_path(j, c->biggest[i].path);
        json_put_member_repaired(j, "id", c->biggest[i].id);
        json_put_member_integer(j, "text_bytes", c->biggest[i].text_bytes);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

static void put_skipped(struct json *j, const struct status *s)
{
    json_put_key(j, "skipped");
    json_put_open(j, '[');
    for (size_t i = 0; i < s->known.n; i++) {
        const struct known_file *f = &s->known.files[i];
        struct str rest = f->problems, reason;
        uint32_t line;
        while (known_file_take_problem(&rest, &line, &reason)) {
            json_put_open(j, '{');
            json_put_path(j, f->path);
            if (line)
                json_put_member_integer(j, "line", line);
            json_put_member_repaired(j, "reason", reason);
            json_put_key(j, "is_text");
            json_put_bool(j, f->fault != FAULT_NOT_TEXT);
            json_put_key(j, "is_tried_again");
            json_put_bool(j, f->fault == FAULT_PASSING);
            json_put_close(j, '}');
        }
    }
    json_put_close(j, ']');
}

static void put_flag(struct json *j, const char *key, bool value)
{
    json_put_key(j, key);
    json_put_bool(j, value);
}

static void print_json(const struct status *s, FILE *out)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct json j = JSON_INIT(&text);
    json_put_open(&j, '{');
    json_put_member_repaired(&j, "index", str_of(s->index_dir));
    json_put_member(&j, "program", str_of(s->manifest.program));
    json_put_member(&j, "xapian", str_of(s->manifest.xapian));
    put_flag(&j, "keep_marks", s->manifest.keep_marks);
    put_flag(&j, "korean_words", !s->manifest.hangul_bigrams);
    put_flag(&j, "position_table", s->manifest.position_table);
    json_put_member_integer(&j, "documents", store_reader_stats(s->reader).n_documents);
    json_put_member_integer(&j, "files", (int64_t)s->known.n);
    json_put_member_integer(&j, "bytes", (int64_t)s->bytes);
    json_put_member(&j, "last_change", str_of(s->last_change));
    json_put_key(&j, "sources");
    json_put_open(&j, '[');
    for (size_t i = 0; i < count_sources(s); i++)
        put_source(&j, s, source_at(s, i));
    json_put_close(&j, ']');
    put_names(&j, "types", &s->counts->types);
    put_names(&j, "languages", &s->counts->languages);
    put_fields(&j, s->counts);
    put_biggest(&j, s->counts);
    put_skipped(&j, s);
    json_put_member_integer(&j, "not_text", (int64_t)count_not_text(s));
    json_put_close(&j, '}');
    fprintf(out, "%s\n", buf_c_string(&text));
}

enum err_code status_print(const char *index_dir, bool as_json, FILE *out, struct err *err)
{
    AUTO(status_done) struct status s = {.index_dir = index_dir};
    if (status_load(&s, err))
        return err->code;
    if (as_json)
        print_json(&s, out);
    else
        print_text(&s, out);
    return ERR_OK;
}
