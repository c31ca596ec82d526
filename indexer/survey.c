/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks the sources that an index remembers or a run names, and finds what has changed. */
#include "indexer/survey.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/named.h"
#include "indexer/formats/formats.h"
#include "store/schema.h"
#include "xapian_engine/format_check.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const uint64_t MAX_LIST_BYTES = 1 << 30;

void survey_done(struct survey *s)
{
    known_sources_done(&s->sources);
    buf_done(&s->sources_before);
    known_files_done(&s->known);
    buf_done(&s->dictionary);
    walk_done(&s->walk);
    path_set_done(&s->others);
    path_set_done(&s->gone);
    changes_done(&s->changes);
    arena_done(&s->arena);
}

static bool names_sources(const struct survey *s)
{
    return s->options->sources.n || s->options->files_from;
}

/* Returns whether the options of this run are remembered. */
static bool remembers_given(const struct survey *s)
{
    return !s->options->retry;
}

static struct str stored_path(struct survey *s, const char *path)
{
    AUTO(mem_free_pointer) char *absolute = file_absolute(path);
    return index_stored_path(absolute, s->index_dir, &s->arena);
}

static const char *absolute_path(struct survey *s, struct str stored)
{
    const char *path = index_absolute_path(stored, s->index_dir, &s->arena).p;
    if (stored.n)
        return path;
    size_t n = strlen(path); /* the folder of the index, followed by a slash */
    return arena_copy(&s->arena, (struct str){path, n > 1 ? n - 1 : n}).p;
}

/* Returns the path of a source as it is shown: "." for the folder of the index, which is stored as
 * "". */
static struct str shown_path(struct str stored)
{
    return stored.n ? stored : STR_LITERAL(".");
}

static void add_problem(struct survey *s, struct str stored, const char *reason)
{
    problems_add(&s->report->problems, PROBLEM_FAILED, shown_path(stored), 0, str_of(reason));
}

/* ---- what the index knows ---- */

static enum err_code load(struct survey *s, const char *path, const struct store_engine *engine,
                          struct err *err)
{
    AUTO(store_reader_close_pointer) struct store_reader *reader = NULL;
    if (store_reader_open_folders(engine, &path, 1, &reader, err) ||
        known_sources_load(&s->sources, reader, err) ||
        store_reader_metadata(reader, 0, METADATA_TEXT_DICTIONARY, &s->dictionary, err))
        return err->code;
    known_sources_store(&s->sources, &s->sources_before);
    return known_files_load(&s->known, reader, err);
}

enum err_code survey_load(struct survey *s, const struct index_manifest *current, struct err *err)
{
    s->rebuild = s->options->rebuild;
    if (!current)
        return ERR_OK;
    AUTO(mem_free_pointer)
    char *path = index_generation_path(s->index_dir, current->generation);
    if (!load(s, path, format_engine(current->needs_libxapian), err))
        return ERR_OK;
    if (!s->rebuild)
        return err_context(err, "index '%s'", s->index_dir);
    if (!names_sources(s))
        return err_context(err, "its sources cannot be read, so name them: index '%s'",
                           s->index_dir);
    err_clear(err); /* it is to be replaced, whatever is wrong with it */
    known_sources_done(&s->sources);
    known_files_done(&s->known);
    s->report->has_lost_settings = true;
    return ERR_OK;
}

/* ---- sources and their settings ---- */

static bool is_input_name(const char *name)
{
    static const char *const names[] = {INDEX_INPUT, "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0",
                                        NULL};
    return str_is_one_of(str_of(name), names);
}

static struct known_source *name_source(struct survey *s, const char *name)
{
    static const struct opt_words nothing = {0};
    const struct opt_words *given = remembers_given(s) ? &s->options->given : &nothing;
    if (is_input_name(name))
        return known_sources_name(&s->sources, STR_LITERAL(INDEX_INPUT), SOURCE_STREAM, given);
    enum known_source_kind kind = walk_is_stream(name) ? SOURCE_STREAM : SOURCE_PLACE;
    return known_sources_name(&s->sources, stored_path(s, name), kind, given);
}

static void name_sources(struct survey *s)
{
    const struct opt_list *named = &s->options->sources;
    for (size_t i = 0; i < named->n; i++)
        name_source(s, named->items[i])->is_named = true;
    if (!names_sources(s) && remembers_given(s))
        known_sources_change(&s->sources, &s->options->given);
}

/* Removes the other sources: a new index has exactly those that were named. */
static void leave_others(struct survey *s)
{
    for (size_t i = 0; i < s->sources.n_places; i++)
        if (!s->sources.places[i]->is_named)
            known_sources_leave(&s->sources, s->sources.places[i]);
}

static enum err_code resolve(struct survey *s, struct err *err)
{
    const struct opt_words *for_now = remembers_given(s) ? NULL : &s->options->given;
    return known_sources_resolve(&s->sources, for_now, options_settings, err);
}

static void find_others(struct survey *s)
{
    for (size_t i = 0; i < s->sources.n_places; i++) {
        const struct known_source *source = s->sources.places[i];
        if (source->kind == SOURCE_PLACE && source->state != SOURCE_LEFT)
            path_set_add(&s->others, str_of(absolute_path(s, source->path)));
    }
}

/* ---- the walk ---- */

static const struct known_file *find_known(const struct survey *s, struct str path)
{
    size_t low = 0, high = s->known.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(s->known.files[middle].path, path);
        if (order == 0)
            return &s->known.files[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Returns whether a file is of a type that its source asks for. A known, unchanged file was
 * examined when it was read. */
static bool is_wanted_type(void *ctx, const struct source_file *file, const char *path)
{
    const struct survey *s = ctx;
    bool is_asked_anew = s->rebuild || opt_words_has(&s->options->given, "type");
    const struct known_file *known = is_asked_anew ? NULL : find_known(s, file->path);
    if (known && known->list == file->list && known_file_matches(known, file))
        return true;
    return format_set_of_file(path) & file->settings->types;
}

static struct walk_settings walk_settings_of(struct survey *s, const struct settings *settings,
                                             uint32_t source)
{
    return (struct walk_settings){
        .index_dir = s->index_dir,
        .settings = settings,
        .source = source,
        .others = s->others.n > 1 ? &s->others : NULL,
        .is_wanted = is_wanted_type,
        .ctx = s,
        .observer = s->observer,
    };
}

/* Returns whether it is intended that a source has no files any more. */
static bool is_meant(void *ctx, const struct known_source *source)
{
    struct survey *s = ctx;
    const struct walk_observer *o = s->observer;
    return s->options->prune ||
           (o && o->saw_removal && o->saw_removal(o->ctx, absolute_path(s, source->path)));
}

static bool is_there(void *ctx, const struct known_file *known)
{
    struct stat st;
    return lstat(absolute_path(ctx, known->path), &st) == 0 && !S_ISDIR(st.st_mode);
}

/* Returns whether a path leads out of the folder that contains the index. */
static bool leads_outside(struct survey *s, const char *path)
{
    char target[PATH_MAX], home[PATH_MAX];
    if (!realpath(path, target) || !realpath(absolute_path(s, STR_EMPTY), home))
        return false; /* it cannot be read anyway */
    size_t n = strcmp(home, "/") == 0 ? 0 : strlen(home);
    return strncmp(target, home, n) != 0 || (target[n] != '/' && target[n] != '\0');
}

/* Skips a source outside of the folder that contains the index if that may be somebody else's:
 * sources are not read just because such an index names them. */
static bool passes_over(struct survey *s, struct str stored)
{
    if (!s->is_strange || !leads_outside(s, absolute_path(s, stored)))
        return false;
    s->has_passed_over = true;
    add_problem(s, stored,
                "named by an index that was found, and that no run here left as it is; its "
                "documents stay (name it, or the index with -i)");
    return true;
}

/* Walks a source. A known one that cannot be read now, like a disk that is not mounted, keeps its
 * documents unless its absence is intended. */
static enum err_code walk_place(struct survey *s, size_t number, struct err *err)
{
    struct known_source *source = s->sources.places[number];
    struct walk_settings settings = walk_settings_of(s, &source->settings, (uint32_t)number);
    struct err problem = ERR_INIT;
    const struct known_source *outer = source->is_own ? NULL
                                                      : known_sources_around(&s->sources, source);
    const struct known_source *owner = known_sources_owner(&s->sources, source);
    settings.base = absolute_path(s, (owner ? owner : source)->path);
    settings.within = outer ? absolute_path(s, outer->path) : NULL;
    if (source->state != SOURCE_IDLE)
        return ERR_OK;
    if (!source->is_named && passes_over(s, source->path)) {
        source->state = SOURCE_UNREAD;
        return ERR_OK;
    }
    if (!walk_source(&s->walk, absolute_path(s, source->path), &settings, &problem)) {
        source->state = SOURCE_WALKED;
    } else if (source->is_new) {
        *err = problem;
    } else if (problem.code == ERR_NOT_FOUND && is_meant(s, source)) {
        known_sources_leave(&s->sources, source);
    } else {
        AUTO(buf_done) struct buf reason = BUF_INIT;
        buf_append_format(&reason, "%s; its documents stay%s", problem.message,
                          problem.code == ERR_NOT_FOUND ? " (--prune takes them out)" : "");
        add_problem(s, source->path, buf_c_string(&reason));
        source->state = SOURCE_UNREAD;
    }
    return err->code;
}

/* Returns whether a source is inside another one that is named in this run. */
static bool is_within_named(const struct survey *s, const struct known_source *source)
{
    for (size_t i = 0; i < s->sources.n_places; i++) {
        const struct known_source *outer = s->sources.places[i];
        struct path_set one = {0};
        path_set_add(&one, outer->path);
        bool is_within = outer->is_named && path_set_covers(&one, source->path);
        path_set_done(&one);
        if (is_within)
            return true;
    }
    return false;
}

static enum err_code walk_places(struct survey *s, bool all, struct err *err)
{
    for (size_t i = 0; i < s->sources.n_places; i++) {
        struct known_source *source = s->sources.places[i];
        bool is_wanted = source->kind == SOURCE_PLACE ? all || is_within_named(s, source)
                                                      : source->is_named;
        if (!is_wanted || source->state != SOURCE_IDLE)
            continue;
        if (source->kind == SOURCE_STREAM) {
            struct walk_settings settings = walk_settings_of(s, &source->settings, (uint32_t)i);
            const struct known_file *known = find_known(s, source->path);
            walk_stream(&s->walk, source->path, &settings);
            s->walk.files[s->walk.n - 1].may_be_empty = s->options->prune || s->rebuild || !known ||
                                                        known->n_documents == 0;
            source->state = SOURCE_WALKED;
        } else if (walk_place(s, i, err)) {
            return err->code;
        }
    }
    return ERR_OK;
}

/* ---- files of lists ---- */

static bool gives_reading(const struct survey *s)
{
    for (size_t i = 0; i < s->options->given.n; i++)
        if (settings_is_of_reading(s->options->given.items[i].name))
            return true;
    return false;
}

/* Finds the source or list whose settings apply to a file in this run's list. */
static enum err_code source_of_listed(struct survey *s, struct str stored,
                                      struct known_source **ret, struct err *err)
{
    static const struct opt_words nothing = {0};
    const struct known_file *known = find_known(s, stored);
    struct known_source *base = known && known->list && !s->rebuild
                                    ? known_sources_list(&s->sources, known->list)
                                    : known_sources_innermost(&s->sources, stored);
    if (base && (base->kind == SOURCE_STREAM || base->state == SOURCE_LEFT))
        base = NULL;
    bool is_changed = remembers_given(s) && gives_reading(s);
    *ret = base;
    if (base && !is_changed)
        return ERR_OK;
    *ret = known_sources_name_list(&s->sources, base, is_changed ? &s->options->given : &nothing);
    return (*ret)->settings.reading ? ERR_OK : resolve(s, err);
}

/* Returns whether a missing file was removed: its folder exists without it and is not empty. An
 * empty one may be the mount point of a disk that is not mounted. */
static bool is_removed(const struct survey *s, const char *path)
{
    AUTO(mem_free_pointer) char *folder = mem_copy_string(path);
    char *slash = strrchr(folder, '/');
    if (s->options->prune || !slash)
        return s->options->prune;
    slash[slash == folder] = '\0';
    DIR *d = opendir(folder);
    struct dirent *entry;
    bool has_entry = false;
    while (d && !has_entry && (entry = readdir(d)))
        has_entry = strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    if (d)
        closedir(d);
    return has_entry;
}

/* choosing has the settings that may exclude files of the list. */
static void walk_listed(struct survey *s, const char *path, struct str stored,
                        const struct known_source *source, const struct settings *choosing,
                        bool is_known)
{
    struct walk_settings settings = walk_settings_of(s, choosing, 0);
    struct err problem = ERR_INIT;
    bool is_folder;
    size_t n_before = s->walk.n;
    settings.list = source->number;
    settings.source = UINT32_MAX;
    if (!walk_file(&s->walk, path, &settings, &is_folder, &problem)) {
        if (s->walk.n > n_before)
            s->walk.files[n_before].settings = &source->settings;
    } else if (problem.code == ERR_NOT_FOUND && is_known &&
               is_removed(s, absolute_path(s, stored))) {
        path_set_add(&s->gone, stored);
    } else {
        problems_add(&s->report->problems, is_folder ? PROBLEM_NOT_TEXT : PROBLEM_FAILED, stored, 0,
                     str_of(problem.message));
    }
}

static enum err_code walk_list(struct survey *s, struct err *err)
{
    AUTO(buf_done) struct buf names = BUF_INIT;
    if (named_read(s->options->files_from, MAX_LIST_BYTES, s->stop, &names, err))
        return err->code;
    if (!s->options->is_null && str_find_char(buf_str(&names), '\0', 0) < names.n)
        return err_set(err, ERR_USAGE, "'%s' has NUL bytes, as if its names ended in NUL (--null)",
                       s->options->files_from);
    char end = s->options->is_null ? '\0' : '\n';
    buf_append_char(&names, end);
    for (size_t at = 0, next; at < names.n; at = next + 1) {
        next = str_find_char(buf_str(&names), end, at);
        names.p[next] = '\0';
        if (next == at)
            continue;
        struct str stored = stored_path(s, names.p + at);
        struct known_source *source;
        if (source_of_listed(s, stored, &source, err))
            return err->code;
        walk_listed(s, names.p + at, stored, source, &s->options->settings, find_known(s, stored));
    }
    return ERR_OK;
}

/* Walks the files of earlier lists that are in no source. */
static void walk_known_listed(struct survey *s)
{
    for (size_t i = 0; i < s->known.n; i++) {
        const struct known_file *known = &s->known.files[i];
        const struct known_source *list = known->list &&
                                                  !known_sources_innermost(&s->sources, known->path)
                                              ? known_sources_list(&s->sources, known->list)
                                              : NULL;
        if (list && !passes_over(s, known->path))
            walk_listed(s, absolute_path(s, known->path), known->path, list, &list->settings, true);
    }
}

static bool has_list(const struct known_files *known)
{
    for (size_t i = 0; i < known->n; i++)
        if (known->files[i].list)
            return true;
    return false;
}

/* Keeps the settings of a list for its files that are also in a source. */
static void keep_lists(struct survey *s)
{
    size_t k = 0;
    for (size_t w = 0; w < s->walk.n && s->sources.n_lists; w++) {
        struct source_file *file = &s->walk.files[w];
        while (k < s->known.n && str_compare(s->known.files[k].path, file->path) < 0)
            k++;
        if (k == s->known.n || !str_equal(s->known.files[k].path, file->path) || file->list)
            continue;
        const struct known_source *list = known_sources_list(&s->sources, s->known.files[k].list);
        if (list) {
            file->settings = &list->settings;
            file->list = list->number;
        }
    }
}

/* ---- changes ---- */

static void find_changes(struct survey *s)
{
    walk_finish(&s->walk);
    keep_lists(s);
    changes_done(&s->changes);
    changes_find(&s->changes, &(struct changes_input){
                                  .walk = &s->walk,
                                  .known = &s->known,
                                  .sources = &s->sources,
                                  .gone = &s->gone,
                                  .retries = s->options->retry,
                                  .adds_only = s->options->retry && s->options->given.n,
                                  .is_meant = is_meant,
                                  .is_there = is_there,
                                  .ctx = s,
                              });
}

static enum err_code refuse_loss(const struct survey *s, struct err *err)
{
    for (size_t i = 0; i < s->sources.n_places; i++) {
        const struct known_source *source = s->sources.places[i];
        if (source->state == SOURCE_IDLE || source->state == SOURCE_UNREAD)
            return err_set(err, ERR_INPUT,
                           "cannot read '%.*s'; name the sources to build the index without it",
                           STR_PRINT(shown_path(source->path)));
    }
    if (s->changes.n_absent)
        return err_set(err, ERR_INPUT,
                       "nothing of '%.*s' is there any more; --prune builds the index without it",
                       STR_PRINT(shown_path(s->changes.absent[0].source->path)));
    return ERR_OK;
}

/* Prepares a new index, in which every file is new. */
static enum err_code prepare_rebuild(struct survey *s, struct err *err)
{
    find_changes(s);
    if (refuse_loss(s, err))
        return err->code;
    known_files_done(&s->known);
    find_changes(s);
    return ERR_OK;
}

static bool is_worth_rebuilding(const struct survey *s)
{
    const struct changes *c = &s->changes;
    return !s->options->retry && c->n_absent == 0 && c->kept_bytes &&
           changes_prefer_rebuild(c, s->can_join);
}

/* Finds the changes, and turns an update into a rebuild if that costs less and all files of the
 * index were walked. */
static enum err_code choose_changes(struct survey *s, struct err *err)
{
    if (s->rebuild)
        return prepare_rebuild(s, err);
    find_changes(s);
    bool is_new_throughout = s->changes.kept_bytes == 0 && s->changes.n_read > 0;
    s->rebuild = s->changes.n_unseen == 0 && (is_new_throughout || is_worth_rebuilding(s));
    return ERR_OK;
}

static void report_absent(struct survey *s)
{
    for (size_t i = 0; i < s->changes.n_absent; i++) {
        const struct change_absence *a = &s->changes.absent[i];
        AUTO(buf_done) struct buf reason = BUF_INIT;
        buf_append_format(&reason,
                          "nothing of it is there any more; its documents stay (--prune takes "
                          "them out)");
        add_problem(s, a->source->path, buf_c_string(&reason));
    }
}

static void report_walk(struct survey *s)
{
    for (size_t i = 0; i < s->walk.n_problems; i++)
        problems_add(&s->report->problems, PROBLEM_FAILED, s->walk.problems[i].path, 0,
                     s->walk.problems[i].reason);
}

enum err_code survey_take(struct survey *s, struct err *err)
{
    if (!names_sources(s) && s->sources.n_places == 0 && !has_list(&s->known))
        return err_set(err, ERR_USAGE, "nothing to index: name a file or folder");
    name_sources(s);
    if (s->rebuild && names_sources(s))
        leave_others(s);
    if (resolve(s, err))
        return err->code;
    find_others(s);
    if (walk_places(s, !names_sources(s), err) || (s->options->files_from && walk_list(s, err)))
        return err->code;
    if (!names_sources(s))
        walk_known_listed(s);
    if (choose_changes(s, err))
        return err->code;
    report_walk(s);
    report_absent(s);
    return ERR_OK;
}

/* ---- forgetting ---- */

static enum err_code forget(struct survey *s, const char *name, struct err *err)
{
    struct str stored = is_input_name(name) ? STR_LITERAL(INDEX_INPUT) : stored_path(s, name);
    struct known_source *source = known_sources_find(&s->sources, stored);
    const struct known_file *known = find_known(s, stored);
    if (source && source->state != SOURCE_LEFT)
        known_sources_leave(&s->sources, source);
    else if (known && known->list)
        path_set_add(&s->gone, stored);
    else
        return err_set(err, ERR_USAGE, "'%s' is no source of the index; --status lists them", name);
    return ERR_OK;
}

/* Returns whether a source wants a file by its type. */
static bool is_type_of(const struct known_source *source, const char *path)
{
    uint64_t types = source->settings.types;
    return types == 0 || !file_exists(path) || format_set_of_file(path) & types;
}

/* Returns whether a file is to be removed: no remaining source or list has it. A file that is in
 * another source belongs to that from now on, and is examined with it, except for its type: a walk
 * does not look at the type of a file that has not changed. */
static bool is_forgotten(struct survey *s, const struct known_file *known)
{
    if (path_set_has(&s->gone, known->path))
        return true;
    if (known->list)
        return false;
    const struct known_source *holder = known_sources_holder(&s->sources, known->path);
    bool has_left = known_sources_innermost(&s->sources, known->path) != holder;
    return !holder || (has_left && !is_type_of(holder, absolute_path(s, known->path)));
}

enum err_code survey_forget(struct survey *s, struct err *err)
{
    for (size_t i = 0; i < s->options->forget.n; i++)
        if (forget(s, s->options->forget.items[i], err))
            return err->code;
    if (resolve(s, err))
        return err->code;
    for (size_t i = 0; i < s->known.n; i++) {
        const struct known_file *known = &s->known.files[i];
        changes_add_known(&s->changes, known, is_forgotten(s, known));
    }
    return ERR_OK;
}

bool survey_is_idle(const struct survey *s, struct str sources)
{
    return !s->rebuild && s->changes.n_read == 0 && s->changes.n_renamed == 0 &&
           s->changes.n_removed == 0 && str_equal(sources, buf_str(&s->sources_before));
}
