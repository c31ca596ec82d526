/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Carries out a run: finds files and changes, and builds or updates the index. */
#include "indexer/pipeline.h"

#include "base/file.h"
#include "base/mem.h"
#include "indexer/build/build.h"
#include "indexer/build/check.h"
#include "indexer/build/emit.h"
#include "indexer/build/join_update.h"
#include "indexer/build/outcome.h"
#include "indexer/build/text_dictionary.h"
#include "indexer/build/update.h"
#include "indexer/sources/dry_run.h"
#include "indexer/status.h"
#include "indexer/survey.h"
#include "store/index.h"
#include "xap/xap.h"
#include "xapian_engine/format_check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_INDEX ".pressmark"

/* zstd's: with a dictionary, higher levels take half as long again to save a sixteenth. */
enum { COMPRESSION_LEVEL = 1 };

/* The temporary databases, for index_scratch_path(). */
enum scratch { SCRATCH_FILES, SCRATCH_MOVED, SCRATCH_WORDS, SCRATCH_STOCK, SCRATCH_OURS };

/* The state of a run. */
struct run {
    const struct options *options;
    const volatile sig_atomic_t *stop;
    struct report *report;
    char *index_dir;                      /* absolute */
    bool is_found;                        /* the user did not name the index */
    struct index_writer *index;           /* NULL: nothing is written */
    const struct index_manifest *current; /* NULL: there is no index yet */
    struct survey survey;
};

static void run_done(struct run *r)
{
    index_unlock(r->index);
    survey_done(&r->survey);
    mem_free(r->index_dir);
}

static void run_start(struct run *r, const struct options *o, const struct walk_observer *observer,
                      struct report *report)
{
    r->options = o;
    r->report = report;
    r->survey = (struct survey){.options = o,
                                .index_dir = r->index_dir,
                                .observer = observer,
                                .report = report,
                                .stop = r->stop};
}

/* Appends a word of a command line, quoted for a shell if necessary. */
static void append_word(struct buf *out, const char *word)
{
    bool is_plain = *word && !strpbrk(word, " \t\n'\"\\$`&;|<>()[]{}*?!#~");
    buf_append_char(out, ' ');
    if (is_plain)
        buf_append_str(out, str_of(word));
    else
        buf_append_shell_quoted(out, str_of(word));
}

/* Refuses an index that was found, with the command that names it explicitly. */
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

char *pipeline_index_dir(const struct options *o)
{
    AUTO(mem_free_pointer) char *found = NULL;
    if (!o->index)
        index_find(&found);
    return file_absolute(o->index ? o->index : found ? found : DEFAULT_INDEX);
}

/* Chooses the index. One that was found instead of named must be one that this user may trust. */
static enum err_code choose_index(const struct options *o, bool is_to_be_written, char **ret_dir,
                                  bool *ret_is_found, struct err *err)
{
    AUTO(mem_free_pointer) char *found = NULL;
    struct err problem = ERR_INIT;
    *ret_is_found = !o->index && index_find(&found) != INDEX_NAMED;
    const char *named = o->index ? o->index : found;
    if (named && index_is_elsewhere(named))
        return err_set(err, ERR_USAGE,
                       "'%s' is on another machine; it can only be searched from here", named);
    *ret_dir = pipeline_index_dir(o);
    if (*ret_is_found && index_check_found(*ret_dir, is_to_be_written, &problem))
        return refuse_found(o, *ret_dir, &problem, err);
    return ERR_OK;
}

static enum err_code lock_index(struct run *r, struct err *err)
{
    uint64_t wait_s = r->options->wait_s;
    AUTO(mem_free_pointer) char *manifest = file_join(r->index_dir, "pressmark.json");
    bool was_there = file_exists(manifest);
    int wait_ms = wait_s == UINT64_MAX ? -1 : (int)wait_s * 1000;
    if (index_lock(r->index_dir, wait_ms, ANALYSER_VERSION, r->options->rebuild, &r->index, err))
        return err->code;
    r->current = index_current(r->index);
    r->report->has_lost_settings = !r->current && was_there;
    return ERR_OK;
}

/* Reads the manifest of an index without locking it. It is not an error if there is none. */
static enum err_code read_index(struct run *r, struct index_manifest *manifest, struct err *err)
{
    enum err_code code = index_read_manifest(r->index_dir, ANALYSER_VERSION, manifest, err);
    bool may_be_bad = r->options->rebuild && (code == ERR_VERSION || code == ERR_CORRUPT);
    if (code == ERR_NOT_FOUND || may_be_bad)
        err_clear(err);
    else if (code)
        return code;
    r->current = code ? NULL : manifest;
    return ERR_OK;
}

/* ---- options for new indexes only ---- */

static enum err_code refuse_for_old(const struct run *r, const char *name, bool is_given,
                                    bool is_other, struct err *err)
{
    if (!is_given || !is_other)
        return ERR_OK;
    return err_set(err, ERR_USAGE,
                   "the index '%s' was built with another value of --%s, which can only be chosen "
                   "for a new index; --rebuild builds it again",
                   r->index_dir, name);
}

static enum err_code check_given_new(const struct run *r, struct err *err)
{
    const struct options *o = r->options;
    const struct index_manifest *m = r->current;
    if (!m || o->rebuild)
        return ERR_OK;
    const struct {
        const char *name;
        bool given, is;
    } rows[] = {
        {"keep-marks", o->keep_marks, m->keep_marks},
        {"korean-words", !o->hangul_bigrams, !m->hangul_bigrams},
        {"position-table", o->position_table, m->position_table},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char name[32];
        snprintf(name, sizeof name, "%s%s", rows[i].given ? "" : "no-", rows[i].name);
        if (refuse_for_old(r, name, opt_words_has(&o->given_new, rows[i].name),
                           rows[i].given != rows[i].is, err))
            return err->code;
    }
    return ERR_OK;
}

/* Returns the settings of the index: those it was built with, or those given for a new one. */
static struct analysis_settings analysis_settings_of(const struct run *r)
{
    const struct options *o = r->options;
    const struct index_manifest *m = r->current;
    const struct opt_words *given = &o->given_new;
    struct analysis_settings s = {
        .analyser = {.keep_marks = o->keep_marks, .hangul_bigrams = o->hangul_bigrams},
        .compression_level = COMPRESSION_LEVEL,
        .dictionary = buf_str(&r->survey.dictionary),
        .position_table = o->position_table,
    };
    if (m && !opt_words_has(given, "keep-marks"))
        s.analyser.keep_marks = m->keep_marks;
    if (m && !opt_words_has(given, "korean-words"))
        s.analyser.hangul_bigrams = m->hangul_bigrams;
    if (m && !opt_words_has(given, "position-table"))
        s.position_table = m->position_table;
    return s;
}

/* ---- building ---- */

static struct index_manifest manifest_of(const struct analysis_settings *settings)
{
    struct index_manifest manifest = {
        .analyser_version = ANALYSER_VERSION,
        .keep_marks = settings->analyser.keep_marks,
        .hangul_bigrams = settings->analyser.hangul_bigrams,
        .position_table = settings->position_table,
    };
    size_t n = strlen(analyser_libraries());
    if (n >= sizeof manifest.libraries)
        n = sizeof manifest.libraries - 1;
    memcpy(manifest.libraries, analyser_libraries(), n);
    snprintf(manifest.xapian, sizeof manifest.xapian, "%s", xap_version());
    return manifest;
}

static size_t n_threads_of(const struct options *o)
{
    long n = o->n_threads ? (long)o->n_threads : sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (size_t)n : 1;
}

static struct build_job job_of(struct run *r, struct progress *progress)
{
    return (struct build_job){
        .index_dir = r->index_dir,
        .changes = &r->survey.changes,
        .known = &r->survey.known,
        .n_threads = n_threads_of(r->options),
        .memory_bytes = r->options->memory_bytes,
        .through_libxapian = !r->options->bulk,
        .progress = progress,
        .report = r->report,
        .stop = r->stop,
    };
}

/* Returns whether there is an input that can be read only once. */
static bool has_stream(const struct walk *walk)
{
    for (size_t i = 0; i < walk->n; i++)
        if (walk->files[i].is_input)
            return true;
    return false;
}

/* Finds out what may write a new database, using two small databases inside the index. If a run is
 * killed, the next one removes them. */
static enum err_code check_format(const struct run *r, struct build_job *job, struct err *err)
{
    const char *ignored;
    if (index_new_path(r->index, &ignored, err))
        return err->code;
    AUTO(mem_free_pointer) char *stock = index_scratch_path(r->index, SCRATCH_STOCK);
    AUTO(mem_free_pointer) char *ours = index_scratch_path(r->index, SCRATCH_OURS);
    job->fit = format_check(stock, ours, NULL);
    return ERR_OK;
}

/* Returns whether an update joins the old documents with the new ones instead of changing the
 * database in place. */
static bool is_joining(const struct run *r)
{
    const struct changes *changes = &r->survey.changes;
    bool can_fall_back = changes->n_renamed == 0 || !has_stream(&r->survey.walk);
    return r->survey.can_join && can_fall_back && changes_prefer_join(changes);
}

static enum err_code update_by_joining(struct run *r, const struct build_job *job, const char *old,
                                       struct err *err)
{
    struct join_paths paths = {.old = old};
    struct built built;
    if (index_new_path(r->index, &paths.new, err))
        return err->code;
    AUTO(mem_free_pointer) char *files = index_scratch_path(r->index, SCRATCH_FILES);
    AUTO(mem_free_pointer) char *moved = index_scratch_path(r->index, SCRATCH_MOVED);
    AUTO(mem_free_pointer) char *words = index_scratch_path(r->index, SCRATCH_WORDS);
    paths.files = files;
    paths.moved = moved;
    paths.words = words;
    if (index_check_files(r->index, err) || index_hashes(r->index, &paths.hashes, err))
        return err->code;
    if (join_update(job, &paths, &built, err))
        return check_advise(r->index_dir, err);
    struct index_manifest manifest = *index_current(r->index);
    manifest.is_in_order = built.is_in_order;
    return index_publish(r->index, &manifest, &built.synced, err);
}

static enum err_code update_in_place(struct run *r, const struct build_job *job, const char *path,
                                     struct err *err)
{
    bool needs_libxapian = index_current(r->index)->needs_libxapian;
    if (!index_begin_update(r->index, err) &&
        !update_database(job, path, format_engine(needs_libxapian), err))
        index_sync(r->index, err);
    return err->code;
}

/* Updates the index. Tables that may have been changed by others are checked before they are
 * trusted. */
static enum err_code update(struct run *r, struct build_job *job, struct err *err)
{
    AUTO(mem_free_pointer) char *path = index_current_path(r->index);
    bool needs_libxapian = index_current(r->index)->needs_libxapian;
    if (!needs_libxapian && !index_is_as_left(r->index) && check_tables(path, r->stop, err))
        return err->code;
    bool is_joined = is_joining(r);
    if (is_joined && check_format(r, job, err))
        return err->code;
    if (is_joined && job->fit == FORMAT_OURS && update_by_joining(r, job, path, err) != ERR_INPUT)
        return err->code;
    err_clear(err);
    return update_in_place(r, job, path, err);
}

static enum err_code build_anew(struct run *r, struct build_job *job, struct err *err)
{
    struct built built;
    const char *path;
    if (check_format(r, job, err) || index_new_path(r->index, &path, err) ||
        build_new(job, path, &built, err))
        return err->code;
    struct index_manifest manifest = manifest_of(job->analysis);
    manifest.is_in_order = built.is_in_order;
    manifest.needs_libxapian = built.needs_libxapian;
    return index_publish(r->index, &manifest, &built.synced, err);
}

static enum err_code build(struct run *r, bool is_new, struct str sources, struct err *err)
{
    struct progress progress;
    struct survey *survey = &r->survey;
    if (is_new) {
        buf_clear(&survey->dictionary);
        text_dictionary_make(&survey->changes, r->index_dir, &survey->dictionary);
    }
    const struct analysis_settings analysis = analysis_settings_of(r);
    const struct index_manifest manifest = manifest_of(&analysis);
    AUTO(buf_done) struct buf manifest_text = BUF_INIT;
    struct build_job job = job_of(r, &progress);
    manifest_append(&manifest, &manifest_text);
    job.analysis = &analysis;
    job.sources = sources;
    job.manifest = buf_str(&manifest_text);
    bool is_terminal = !r->options->quiet && isatty(STDERR_FILENO);
    progress_start(&progress, is_terminal,
                   is_new ? survey->walk.total_bytes : survey->changes.read_bytes,
                   is_new ? survey->walk.n : survey->changes.n_read);
    r->report->is_new = is_new;
    if (is_new)
        build_anew(r, &job, err);
    else
        update(r, &job, err);
    index_name_directory(r->index, err);
    if (!err->code && !survey->has_passed_over)
        index_put_stamp(r->index);
    progress_end(&progress);
    return err->code;
}

/* Builds a new index if that was asked for or costs less. If it would lose documents of a file that
 * cannot be read just now, updates the old one, with its dictionary. */
static enum err_code build_or_update(struct run *r, struct str sources, struct err *err)
{
    AUTO(buf_done) struct buf dictionary = BUF_INIT;
    struct survey *survey = &r->survey;
    bool is_new = survey->rebuild || !r->current;
    bool has_choice = r->current && !r->options->rebuild && !has_stream(&survey->walk);
    if (walk_open_streams(&survey->walk, r->index_dir, err))
        return err->code;
    buf_append_str(&dictionary, buf_str(&survey->dictionary));
    if (build(r, is_new, sources, err) != ERR_INPUT || !is_new || !has_choice)
        return err->code;
    err_clear(err);
    buf_clear(&survey->dictionary);
    buf_append_str(&survey->dictionary, buf_str(&dictionary));
    return build(r, false, sources, err);
}

/* Opens the new state of the index, after which the previous generation is not needed any more. */
static enum err_code end_run(struct run *r, struct err *err)
{
    AUTO(mem_free_pointer) char *path = index_current_path(r->index);
    AUTO(store_reader_close_pointer) struct store_reader *reader = NULL;
    const struct store_engine *engine = format_engine(index_current(r->index)->needs_libxapian);
    if (store_reader_open_folders(engine, (const char *const *)&path, 1, &reader, err)) {
        index_name_directory(r->index, err);
        return err->code;
    }
    r->report->n_documents = store_reader_stats(reader).n_documents;
    index_put_moment(r->index);
    index_clear(r->index);
    return ERR_OK;
}

static void report_unchanged(struct run *r)
{
    const struct changes *changes = &r->survey.changes;
    r->report->n_unchanged = changes->n;
    for (size_t i = 0; i < changes->n; i++)
        outcome_report_known(r->report, changes->entries[i].old);
}

/* Brings the index to the state that the survey describes, and reports what was done. */
static enum err_code carry_out(struct run *r, struct err *err)
{
    AUTO(buf_done) struct buf sources = BUF_INIT;
    known_sources_store(&r->survey.sources, &sources);
    if (r->current && survey_is_idle(&r->survey, buf_str(&sources)))
        report_unchanged(r);
    else if (build_or_update(r, buf_str(&sources), err))
        return err->code;
    return end_run(r, err);
}

static enum err_code dry_run(struct run *r, struct err *err)
{
    struct index_manifest manifest;
    if (read_index(r, &manifest, err) || check_given_new(r, err) ||
        survey_load(&r->survey, r->current, err))
        return err->code;
    r->survey.is_strange = r->is_found && r->current &&
                           !index_was_left_so(r->index_dir, r->current);
    if (survey_take(&r->survey, err))
        return err->code;
    dry_run_print(&r->survey.changes, stdout);
    report_finish(r->report);
    return ERR_OK;
}

static enum err_code write_index(struct run *r, struct err *err)
{
    struct progress clock;
    progress_start(&clock, false, 0, 0);
    if (lock_index(r, err) || check_given_new(r, err) || survey_load(&r->survey, r->current, err))
        return err->code;
    r->survey.is_strange = r->is_found && r->current && !index_is_as_left(r->index);
    r->survey.can_join = r->current && r->options->bulk && join_is_possible(r->current);
    if (r->current && !r->report->has_lost_settings)
        /* It can be read, so other generations are left over from a killed indexer. */
        index_clear(r->index);
    if ((r->options->forget.n ? survey_forget(&r->survey, err) : survey_take(&r->survey, err)) ||
        carry_out(r, err))
        return err->code;
    r->report->elapsed_s = progress_elapsed_s(&clock);
    report_finish(r->report);
    return ERR_OK;
}

enum err_code pipeline_run(const struct options *o, const volatile sig_atomic_t *stop,
                           const struct walk_observer *observer, struct report *ret_report,
                           struct err *err)
{
    AUTO(run_done) struct run r = {.stop = stop};
    if (choose_index(o, !o->dry_run, &r.index_dir, &r.is_found, err))
        return err->code;
    run_start(&r, o, observer, ret_report);
    return o->dry_run ? dry_run(&r, err) : write_index(&r, err);
}

/* Paths are those that the index of -i would have, or else relative to the working directory. */
enum err_code pipeline_emit(const struct options *o, const volatile sig_atomic_t *stop, FILE *out,
                            struct report *ret_report, struct err *err)
{
    AUTO(run_done)
    struct run r = {.stop = stop, .index_dir = file_absolute(o->index ? o->index : DEFAULT_INDEX)};
    struct progress progress;
    run_start(&r, o, NULL, ret_report);
    if (survey_take(&r.survey, err) || walk_open_streams(&r.survey.walk, r.index_dir, err))
        return err->code;
    bool is_shown = !o->quiet && isatty(STDERR_FILENO) && !isatty(fileno(out));
    progress_start(&progress, is_shown, r.survey.walk.total_bytes, r.survey.walk.n);
    const struct build_job job = job_of(&r, &progress);
    emit_documents(&job, out, err);
    progress_end(&progress);
    ret_report->n_added = r.survey.changes.n;
    ret_report->elapsed_s = progress_elapsed_s(&progress);
    report_finish(ret_report);
    return err->code;
}

enum err_code pipeline_status(const struct options *o, FILE *out, struct err *err)
{
    AUTO(mem_free_pointer) char *dir = NULL;
    bool is_found;
    if (choose_index(o, false, &dir, &is_found, err))
        return err->code;
    return status_print(dir, o->json, out, err);
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
