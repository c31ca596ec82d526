/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The whole way of a run: which files there are, what changed, and the build or update. */
#include "indexer/pipeline.h"

#include "base/file.h"
#include "base/input.h"
#include "base/mem.h"
#include "indexer/build/build.h"
#include "indexer/build/check.h"
#include "indexer/build/emit.h"
#include "indexer/build/text_dictionary.h"
#include "indexer/build/update.h"
#include "indexer/formats/formats.h"
#include "indexer/sources/dry_run.h"
#include "indexer/sources/path_set.h"
#include "store/index.h"
#include "store/schema.h"
#include "text/language.h"
#include "xap/xap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_INDEX ".pressmark"

enum { MAX_LIST_BYTES = 1 << 30, LIST_PIECE_BYTES = 1 << 20 };

/* zstd's: with a dictionary the levels above take half as long again for a sixteenth less. */
enum { COMPRESSION_LEVEL = 1 };

/* Everything a run holds. */
struct run {
    const struct options *options;
    const volatile sig_atomic_t *stop;
    const struct walk_observer *observer; /* NULL: none */
    struct report *report;
    char *index_dir; /* absolute */
    bool is_found;   /* nobody named the index */
    struct index_writer *index;
    struct known_files known;
    struct arena arena;
    struct path_set sources; /* of the index */
    struct path_set listed;  /* files of the index that are in no source: a list named them */
    struct path_set walked;  /* sources of this run */
    struct path_set gone;    /* sources and files that are no longer there */
    bool drops_idle;         /* sources that were not walked do not stay */
    struct buf dictionary;   /* of the index: see METADATA_TEXT_DICTIONARY */
    struct walk walk;
    struct changes changes;
    bool rebuild;
};

static void run_done(struct run *r)
{
    index_unlock(r->index);
    mem_free(r->index_dir);
    known_files_done(&r->known);
    path_set_done(&r->sources);
    path_set_done(&r->listed);
    path_set_done(&r->walked);
    path_set_done(&r->gone);
    buf_done(&r->dictionary);
    walk_done(&r->walk);
    changes_done(&r->changes);
    arena_done(&r->arena);
}

/* What of a command line has to stand in quotes for a shell does. */
static void append_word(struct buf *out, const char *word)
{
    bool is_plain = *word && !strpbrk(word, " \t\n'\"\\$`&;|<>()[]{}*?!#~");
    buf_append_char(out, ' ');
    if (is_plain) {
        buf_append_str(out, str_of(word));
        return;
    }
    buf_append_char(out, '\'');
    for (; *word; word++)
        buf_append_str(out, *word == '\'' ? STR_LITERAL("'\\''") : (struct str){word, 1});
    buf_append_char(out, '\'');
}

/* The command that says which index is meant. */
static enum err_code refuse_found(const struct options *o, const char *dir,
                                  const struct err *problem, struct err *err)
{
    AUTO(buf_done) struct buf command = BUF_INIT;
    append_word(&command, "-i");
    append_word(&command, dir);
    for (size_t i = 0; i < o->sources.n; i++)
        append_word(&command, o->sources.items[i]);
    return err_set(err, ERR_INPUT, "%s; if it is the index to use, say so: pressmark-index%s",
                   problem->message, buf_c_string(&command));
}

/* *ret_is_found: nobody named it. */
static enum err_code choose_index(const struct options *o, bool is_to_be_written, char **ret_dir,
                                  bool *ret_is_found, struct err *err)
{
    AUTO(mem_free_pointer) char *found = NULL;
    enum index_place place = o->index ? INDEX_NAMED : index_find(&found);
    struct err problem = ERR_INIT;
    *ret_is_found = place != INDEX_NAMED;
    *ret_dir = file_absolute(o->index ? o->index : found ? found : DEFAULT_INDEX);
    if (place != INDEX_NAMED && index_check_found(*ret_dir, is_to_be_written, &problem))
        return refuse_found(o, *ret_dir, &problem, err);
    return ERR_OK;
}

static enum err_code lock_index(struct run *r, struct err *err)
{
    uint64_t wait_s = r->options->wait_s;
    int wait_ms = wait_s == UINT64_MAX ? -1 : (int)wait_s * 1000;
    return index_lock(r->index_dir, wait_ms, ANALYSER_VERSION, r->options->rebuild, &r->index, err);
}

/* ---- what the index knows ---- */

static bool names_sources(const struct run *r)
{
    return r->options->sources.n || r->options->files_from;
}

/* A source of the index that was not walked, and stays. */
static bool is_idle(const struct run *r, struct str source)
{
    return !r->drops_idle && path_set_has(&r->sources, source) &&
           !path_set_has(&r->walked, source) && !path_set_has(&r->gone, source);
}

static enum err_code read_sources(struct run *r, struct db_reader *reader, struct err *err)
{
    AUTO(buf_done) struct buf blob = BUF_INIT;
    if (db_reader_metadata(reader, 0, METADATA_SOURCES, &blob, err))
        return err->code;
    struct str rest = buf_str(&blob);
    while (rest.n) {
        size_t end = str_find_char(rest, '\0', 0);
        path_set_add(&r->sources, arena_copy(&r->arena, str_slice(rest, 0, end)));
        rest = str_slice(rest, end < rest.n ? end + 1 : end, rest.n);
    }
    return ERR_OK;
}

static enum err_code read_dictionary(struct run *r, struct db_reader *reader, struct err *err)
{
    AUTO(buf_done) struct buf blob = BUF_INIT;
    if (db_reader_metadata(reader, 0, METADATA_TEXT_DICTIONARY, &blob, err))
        return err->code;
    buf_append_str(&r->dictionary, buf_str(&blob));
    return ERR_OK;
}

static void find_listed(struct run *r)
{
    for (size_t i = 0; i < r->known.n; i++) {
        struct str path = r->known.files[i].path;
        if (!path_set_covers(&r->sources, path) && !str_equal(path, STR_LITERAL(INDEX_INPUT)))
            path_set_add(&r->listed, arena_copy(&r->arena, path));
    }
}

static void close_reader(struct db_reader **reader)
{
    db_reader_close(*reader);
}

static enum err_code load_known(struct run *r, struct err *err)
{
    const struct index_manifest *current = index_current(r->index);
    if (!current || (r->options->rebuild && names_sources(r)))
        return ERR_OK; /* sources that are named need nothing of an index, which may be damaged */
    AUTO(mem_free_pointer)
    char *path = index_generation_path(r->index_dir, current->generation);
    AUTO(close_reader) struct db_reader *reader = NULL;
    if (db_reader_open((const char *const *)&path, 1, &reader, err) ||
        read_sources(r, reader, err) || known_files_load(&r->known, reader, err) ||
        (!r->options->rebuild && read_dictionary(r, reader, err)))
        return err_context(err,
                           r->options->rebuild ? "its sources cannot be read, name them: index '%s'"
                                               : "index '%s'",
                           r->index_dir);
    index_clear(r->index); /* it can be read, so the others are what a killed indexer left */
    find_listed(r);
    if (r->options->rebuild)
        known_files_done(&r->known); /* every file is new */
    return ERR_OK;
}

/* ---- the walk ---- */

/* Whether a file is of a format that --type names. */
static bool is_wanted_type(void *ctx, const char *path)
{
    const struct options *o = ctx;
    return format_set_of_file(path) & o->types;
}

static struct walk_settings walk_settings_of(const struct run *r)
{
    const struct options *o = r->options;
    return (struct walk_settings){
        .index_dir = r->index_dir,
        .hidden = o->hidden,
        .no_ignore = o->no_ignore,
        .include = o->include.items,
        .n_include = o->include.n,
        .exclude = o->exclude.items,
        .n_exclude = o->exclude.n,
        .is_wanted = o->types ? is_wanted_type : NULL,
        .ctx = (void *)o,
        .observer = r->observer,
    };
}

/* A source that the index has, but that cannot be read now (a disk that is not there), keeps its
 * documents, unless it was named and is gone for good. */
static enum err_code walk_one(struct run *r, const char *source, bool is_named, struct err *err)
{
    struct walk_settings settings = walk_settings_of(r);
    AUTO(mem_free_pointer) char *absolute = file_absolute(source);
    struct str stored = index_stored_path(absolute, r->index_dir, &r->arena);
    struct err problem = ERR_INIT;
    if (!walk_source(&r->walk, source, &settings, &problem)) {
        path_set_add(&r->walked, stored);
    } else if (!path_set_has(&r->sources, stored)) {
        *err = problem;
    } else if (is_named && problem.code == ERR_NOT_FOUND) {
        path_set_add(&r->gone, stored);
    } else {
        problems_add(&r->report->problems, PROBLEM_FAILED, stored, 0, str_of(problem.message));
    }
    return err->code;
}

/* A file of a list, of this run's (is_named) or of an earlier one's. */
static void walk_listed(struct run *r, const char *name, bool is_named)
{
    struct walk_settings settings = walk_settings_of(r);
    AUTO(mem_free_pointer) char *absolute = file_absolute(name);
    struct str stored = index_stored_path(absolute, r->index_dir, &r->arena);
    struct err problem = ERR_INIT;
    bool is_folder;
    if (!walk_file(&r->walk, name, &settings, &is_folder, &problem))
        return;
    if (problem.code == ERR_NOT_FOUND)
        path_set_add(&r->gone, stored);
    if (problem.code != ERR_NOT_FOUND || (is_named && !path_set_has(&r->listed, stored)))
        problems_add(&r->report->problems, is_folder ? PROBLEM_NOT_TEXT : PROBLEM_FAILED, stored, 0,
                     str_of(problem.message));
}

static enum err_code walk_list(struct run *r, struct err *err)
{
    AUTO(buf_done) struct buf names = BUF_INIT;
    const char *list = r->options->files_from;
    bool is_input = strcmp(list, "-") == 0, is_end = false;
    uint64_t n_read = 0;
    AUTO(file_close) int fd = is_input ? -1 : open(list, O_RDONLY | O_CLOEXEC);
    if (!is_input && fd < 0)
        return err_set_errno(err, "cannot read '%s'", list);
    struct input_file file = {is_input ? STDIN_FILENO : fd, list, INPUT_UNKNOWN, &n_read};
    struct input input = input_of_file(&file);
    while (!is_end && names.n <= MAX_LIST_BYTES)
        if (input.read(input.ctx, &names, LIST_PIECE_BYTES, &is_end, err))
            return err->code;
    if (!is_end)
        return err_set(err, ERR_LIMIT, "'%s' is larger than a list of files can be", list);
    char end = r->options->is_null ? '\0' : '\n';
    buf_append_char(&names, end);
    for (size_t at = 0, next; at < names.n; at = next + 1) {
        next = str_find_char(buf_str(&names), end, at);
        names.p[next] = '\0';
        if (next > at)
            walk_listed(r, names.p + at, true);
    }
    return ERR_OK;
}

/* All idle sources, for a run that names none or one that has to read everything again. */
static enum err_code walk_idle(struct run *r, struct err *err)
{
    for (size_t i = 0; i < r->sources.n; i++) {
        struct str source = r->sources.items[i];
        if (!is_idle(r, source) || str_equal(source, STR_LITERAL(INDEX_INPUT)))
            continue;
        struct str absolute = index_absolute_path(source, r->index_dir, &r->arena);
        if (walk_one(r, absolute.p, false, err))
            return err->code;
    }
    for (size_t i = 0; i < r->listed.n; i++) {
        struct str absolute = index_absolute_path(r->listed.items[i], r->index_dir, &r->arena);
        walk_listed(r, absolute.p, false);
    }
    return ERR_OK;
}

static enum err_code walk_sources(struct run *r, struct err *err)
{
    const struct opt_list *given = &r->options->sources;
    if (!names_sources(r) && r->sources.n == 0 && r->listed.n == 0)
        return err_set(err, ERR_USAGE, "nothing to index: name a file or folder");
    r->drops_idle = r->rebuild && names_sources(r); /* exactly what was named */
    for (size_t i = 0; i < given->n; i++) {
        if (strcmp(given->items[i], INDEX_INPUT) != 0) {
            if (walk_one(r, given->items[i], true, err))
                return err->code;
        } else if (!path_set_has(&r->walked, STR_LITERAL(INDEX_INPUT))) {
            walk_input(&r->walk);
            path_set_add(&r->walked, STR_LITERAL(INDEX_INPUT));
        }
    }
    if (r->options->files_from && walk_list(r, err))
        return err->code;
    if (!names_sources(r) && walk_idle(r, err))
        return err->code;
    walk_finish(&r->walk);
    return ERR_OK;
}

static void find_changes(struct run *r)
{
    size_t n = r->walked.n + r->gone.n;
    struct str *sources = arena_alloc(&r->arena, n * sizeof *sources);
    for (size_t i = 0; i < n; i++)
        sources[i] = i < r->walked.n ? r->walked.items[i] : r->gone.items[i - r->walked.n];
    changes_done(&r->changes);
    changes_find(&r->changes, &r->walk, &r->known, sources, n);
}

/* Plans an update; turns it into a rebuild where that costs less and every source can be read. */
static enum err_code choose_changes(struct run *r, struct err *err)
{
    for (size_t i = 0; r->rebuild && i < r->sources.n; i++)
        if (is_idle(r, r->sources.items[i]))
            return err_set(err, ERR_INPUT,
                           "cannot read '%.*s'; name the sources to build the index without it",
                           STR_PRINT(r->sources.items[i]));
    find_changes(r);
    if (r->rebuild || !changes_prefer_rebuild(&r->changes) || r->changes.kept_bytes == 0) {
        r->rebuild |= r->changes.kept_bytes == 0 && r->changes.n_unseen == 0 &&
                      r->changes.n_read > 0;
        return ERR_OK;
    }
    if (walk_idle(r, err))
        return err->code;
    walk_finish(&r->walk);
    find_changes(r);
    r->rebuild = r->changes.n_unseen == 0;
    return ERR_OK;
}

static void report_walk_problems(struct run *r)
{
    for (size_t i = 0; i < r->walk.n_problems; i++)
        problems_add(&r->report->problems, PROBLEM_FAILED, r->walk.problems[i].path, 0,
                     r->walk.problems[i].reason);
}

/* ---- building ---- */

static void append_source(struct buf *out, struct str source)
{
    buf_append_str(out, source);
    buf_append_char(out, '\0');
}

static struct str sources_value(struct run *r, struct buf *out)
{
    for (size_t i = 0; i < r->walked.n; i++)
        append_source(out, r->walked.items[i]);
    for (size_t i = 0; i < r->sources.n; i++)
        if (is_idle(r, r->sources.items[i]))
            append_source(out, r->sources.items[i]);
    return buf_str(out);
}

/* The settings of an index are those it was built with, until it is built anew. */
static struct analysis_settings analysis_settings_of(const struct run *r)
{
    const struct options *o = r->options;
    const struct index_manifest *current = index_current(r->index);
    struct analysis_settings s = {
        .analyser = {.keep_marks = o->keep_marks, .hangul_bigrams = o->hangul_bigrams},
        .compression_level = COMPRESSION_LEVEL,
        .dictionary = buf_str(&r->dictionary),
        .position_table = o->position_table,
    };
    if (current && !o->rebuild) {
        s.analyser.keep_marks = current->keep_marks;
        s.analyser.hangul_bigrams = current->hangul_bigrams;
        s.position_table = current->position_table;
    }
    return s;
}

static enum err_code publish(struct run *r, const struct analysis_settings *settings,
                             const struct built *built, struct err *err)
{
    struct index_manifest manifest = {
        .analyser_version = ANALYSER_VERSION,
        .keep_marks = settings->analyser.keep_marks,
        .hangul_bigrams = settings->analyser.hangul_bigrams,
        .position_table = settings->position_table,
        .is_in_order = built->is_in_order,
    };
    size_t n = strlen(analyser_libraries());
    if (n >= sizeof manifest.libraries)
        n = sizeof manifest.libraries - 1;
    memcpy(manifest.libraries, analyser_libraries(), n);
    snprintf(manifest.xapian, sizeof manifest.xapian, "%s", xap_version());
    return index_publish(r->index, &manifest, &built->synced, err);
}

static bool nothing_to_do(const struct run *r)
{
    return !r->rebuild && r->changes.n_read == 0 && r->changes.n_renamed == 0 &&
           r->changes.n_removed == 0 && index_current(r->index);
}

static struct intake_settings intake_settings_of(const struct run *r)
{
    const struct options *o = r->options;
    return (struct intake_settings){
        .index_dir = r->index_dir,
        .language = o->language ? language_code(language_by_code(str_of(o->language))) : NULL,
        .id_field = o->id_field,
        .title_field = o->title_field,
        .text_field = o->text_field,
        .max_file_bytes = o->max_file_bytes,
        .limits = o->unpack,
    };
}

static size_t n_threads_of(const struct options *o)
{
    long n = o->n_threads ? (long)o->n_threads : sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (size_t)n : 1;
}

/* libxapian believes its tables, so those that may have come from elsewhere are looked at first. */
static enum err_code update(struct run *r, const struct build_job *job, struct err *err)
{
    AUTO(mem_free_pointer)
    char *path = index_generation_path(r->index_dir, index_current(r->index)->generation);
    if (!index_is_as_left(r->index) && check_tables(path, r->stop, err))
        return err->code;
    if (!index_begin_update(r->index, err) && !update_database(job, path, err))
        index_sync(r->index, err);
    return err->code;
}

static enum err_code build(struct run *r, struct err *err)
{
    AUTO(buf_done) struct buf sources = BUF_INIT;
    struct progress progress;
    const struct options *o = r->options;
    const struct intake_settings intake = intake_settings_of(r);
    bool is_new = r->rebuild || !index_current(r->index);
    if (is_new) {
        buf_clear(&r->dictionary);
        text_dictionary_make(&r->changes, &intake, &r->dictionary);
    }
    const struct analysis_settings analysis = analysis_settings_of(r);
    const struct build_job job = {
        .intake = &intake,
        .analysis = &analysis,
        .changes = &r->changes,
        .known = &r->known,
        .sources = sources_value(r, &sources),
        .n_threads = n_threads_of(o),
        .memory_bytes = o->memory_bytes,
        .through_libxapian = !o->bulk,
        .progress = &progress,
        .report = r->report,
        .stop = r->stop,
    };
    bool is_terminal = !o->quiet && isatty(STDERR_FILENO);
    progress_start(&progress, is_terminal, is_new ? r->walk.total_bytes : r->changes.read_bytes,
                   is_new ? r->walk.n : r->changes.n_read);
    r->report->is_new = is_new;
    if (is_new) {
        struct built built;
        const char *path;
        if (!index_new_path(r->index, &path, err) && !build_new(&job, path, &built, err))
            publish(r, &analysis, &built, err);
    } else {
        update(r, &job, err);
    }
    progress_end(&progress);
    return err->code;
}

/* Opens the index that there is now, which makes the generation before it needless. */
static enum err_code end_run(struct run *r, struct err *err)
{
    AUTO(mem_free_pointer)
    char *path = index_generation_path(r->index_dir, index_current(r->index)->generation);
    AUTO(close_reader) struct db_reader *reader = NULL;
    if (db_reader_open((const char *const *)&path, 1, &reader, err))
        return err->code;
    r->report->n_documents = db_reader_stats(reader).n_documents;
    index_clear(r->index);
    return ERR_OK;
}

static void report_unchanged(struct run *r)
{
    r->report->n_unchanged = r->changes.n;
    for (size_t i = 0; i < r->changes.n; i++) {
        const struct known_file *old = r->changes.entries[i].old;
        if (old->skipped.n)
            problems_add(&r->report->problems, PROBLEM_NOT_TEXT, old->path, 0, old->skipped);
    }
}

enum err_code pipeline_run(const struct options *o, const volatile sig_atomic_t *stop,
                           const struct walk_observer *observer, struct report *ret_report,
                           struct err *err)
{
    AUTO(run_done)
    struct run r = {.options = o, .stop = stop, .observer = observer, .report = ret_report};
    struct progress clock;
    progress_start(&clock, false, 0, 0);
    r.rebuild = o->rebuild;
    if (choose_index(o, true, &r.index_dir, &r.is_found, err) || lock_index(&r, err) ||
        load_known(&r, err) || walk_sources(&r, err) || choose_changes(&r, err))
        return err->code;
    report_walk_problems(&r);
    if (o->dry_run) {
        dry_run_print(&r.changes, stdout);
        return ERR_OK;
    }
    if (nothing_to_do(&r))
        report_unchanged(&r);
    else if (build(&r, err))
        return err->code;
    end_run(&r, err);
    ret_report->elapsed_s = progress_elapsed_s(&clock);
    report_finish(ret_report);
    return err->code;
}

/* Paths are those that the index of -i would hold, else those from the working directory. */
enum err_code pipeline_emit(const struct options *o, const volatile sig_atomic_t *stop, FILE *out,
                            struct report *ret_report, struct err *err)
{
    AUTO(run_done) struct run r = {.options = o, .stop = stop, .report = ret_report};
    struct progress progress;
    r.index_dir = file_absolute(o->index ? o->index : DEFAULT_INDEX);
    if (walk_sources(&r, err))
        return err->code;
    find_changes(&r);
    report_walk_problems(&r);
    bool is_shown = !o->quiet && isatty(STDERR_FILENO) && !isatty(fileno(out));
    progress_start(&progress, is_shown, r.walk.total_bytes, r.walk.n);
    const struct intake_settings intake = intake_settings_of(&r);
    const struct build_job job = {
        .intake = &intake,
        .changes = &r.changes,
        .n_threads = n_threads_of(o),
        .progress = &progress,
        .report = ret_report,
        .stop = stop,
    };
    emit_documents(&job, out, err);
    progress_end(&progress);
    ret_report->n_added = r.changes.n;
    ret_report->bytes_read = r.walk.total_bytes;
    ret_report->elapsed_s = progress_elapsed_s(&progress);
    report_finish(ret_report);
    return err->code;
}

enum err_code pipeline_check(const struct options *o, const volatile sig_atomic_t *stop,
                             struct err *err)
{
    AUTO(mem_free_pointer) char *dir = NULL;
    bool is_found;
    if (choose_index(o, false, &dir, &is_found, err))
        return err->code;
    return check_index(dir, stop, err);
}
