/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waits for changes in the sources with inotify(7) and updates the index after each. */
#include "indexer/watch.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "indexer/pipeline.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

enum {
    /* As multiples of quiet_ms: */
    MAX_DELAY = 10, /* the longest time from the first change to its update */
    RESCAN = 10,    /* the time between updates if changes cannot be observed */
    EVENT_BYTES = 64 * 1024,
};

static const uint32_t EVENTS = IN_CREATE | IN_DELETE | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB |
                               IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF |
                               IN_ONLYDIR | IN_EXCL_UNLINK;

/* A watch on a folder, for one name in it or for all. */
struct watched {
    int id;      /* from inotify */
    char *path;  /* of the folder, absolute */
    char *name;  /* NULL: all names */
    bool hidden; /* also for names that begin with a dot */
};

struct watched_list {
    struct watched *items; /* sorted by id */
    size_t n, capacity;
};

struct watch {
    struct options options;       /* of the next update */
    int64_t quiet_ms;             /* an update begins when nothing has changed for so long */
    const struct opt_list *given; /* the sources as the user named them */
    bool *was_there; /* for each source, whether it existed when an update last named it */
    const volatile sig_atomic_t *stop;
    const struct watch_listener *listener;
    int fd;                      /* of inotify; -1: not available */
    struct watched_list current; /* the watches set by the last update */
    struct watched_list added;   /* the watches that the current update asks for */
    char **removed;              /* absolute paths, since the last update */
    size_t n_removed, removed_capacity;
    bool is_blind; /* some folders are not watched */
    bool has_told_limit;
    bool is_first;              /* no update has succeeded yet */
    int64_t again_ms;           /* the time of the next update without a change; -1: none */
    uint64_t n_failed;          /* of the last update, including known problems */
    enum err_code told_trouble; /* the last one reported; ERR_OK after a success */
};

/* ---- watches ---- */

static void drop_all(struct watched_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        mem_free(list->items[i].name);
        mem_free(list->items[i].path);
    }
    mem_free(list->items);
    *list = (struct watched_list){0};
}

static void tell_limit(struct watch *w, const char *reason)
{
    struct err trouble = ERR_INIT;
    if (w->has_told_limit)
        return;
    w->has_told_limit = true;
    err_set(&trouble, ERR_LIMIT, "%s; looking through the sources every %g s instead", reason,
            (double)(RESCAN * w->quiet_ms) / 1000);
    w->listener->troubled(w->listener->ctx, &trouble);
}

/* Watches a folder for a name (NULL: all). If that fails, for example because the folder has just
 * vanished, it counts as not watched, which costs an additional update. */
static void add(struct watch *w, const char *folder, const char *name, bool hidden)
{
    int id = w->fd < 0 ? -1 : inotify_add_watch(w->fd, folder, EVENTS);
    if (id < 0) {
        w->is_blind = true;
        if (w->fd >= 0 && errno == ENOSPC)
            tell_limit(w, "too many folders to watch (fs.inotify.max_user_watches)");
        return;
    }
    struct watched_list *list = &w->added;
    MEM_GROW(list->items, list->n, list->capacity);
    list->items[list->n++] = (struct watched){id, mem_copy_string(folder),
                                              name ? mem_copy_string(name) : NULL, hidden};
}

static void enters_folder(void *ctx, const char *folder, bool hidden)
{
    add(ctx, folder, NULL, hidden);
}

static void add_name(struct watch *w, const char *path)
{
    AUTO(mem_free_pointer) char *parent = mem_copy_string(path);
    char *slash = strrchr(parent, '/');
    if (!slash || !slash[1])
        return; /* the root always exists */
    *slash = '\0';
    add(w, slash == parent ? "/" : parent, slash + 1, true);
}

/* Watches a source, which may appear, vanish or be replaced, and the target if it is a symbolic
 * link. */
static void looks_for_path(void *ctx, const char *path)
{
    struct watch *w = ctx;
    char target[PATH_MAX];
    add_name(w, path);
    if (!realpath(path, target))
        w->is_blind = true; /* it may come back by mounting a disk, which causes no event */
    else if (strcmp(target, path) != 0)
        add_name(w, target);
}

static int by_id(const void *a, const void *b)
{
    int x = ((const struct watched *)a)->id, y = ((const struct watched *)b)->id;
    return (x > y) - (x < y);
}

/* Returns the index of the first entry with this id or a larger one. */
static size_t find(const struct watched_list *list, int id)
{
    size_t low = 0, high = list->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->items[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_id(const struct watched_list *list, int id)
{
    size_t i = find(list, id);
    return i < list->n && list->items[i].id == id;
}

/* After an update that examined everything: keeps its watches and removes all others. */
static void take_added(struct watch *w)
{
    struct watched_list *added = &w->added;
    if (added->n)
        qsort(added->items, added->n, sizeof *added->items, by_id);
    for (size_t i = 0; i < w->current.n; i++)
        if (!has_id(added, w->current.items[i].id))
            inotify_rm_watch(w->fd, w->current.items[i].id); /* fails if the folder is gone */
    drop_all(&w->current);
    w->current = *added;
    *added = (struct watched_list){0};
}

/* ---- events ---- */

/* Returns whether a path is a folder or below it. */
static bool is_at_or_below(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && (path[n] == '\0' || path[n] == '/' || n == 1);
}

/* Returns whether a removal was observed at a path, below it, or of a folder above it: then it is
 * not merely a disk that was unmounted. */
static bool saw_removal(void *ctx, const char *path)
{
    const struct watch *w = ctx;
    for (size_t i = 0; i < w->n_removed; i++)
        if (is_at_or_below(w->removed[i], path) || is_at_or_below(path, w->removed[i]))
            return true;
    return false;
}

static void forget_removals(struct watch *w)
{
    while (w->n_removed)
        mem_free(w->removed[--w->n_removed]);
}

static void note_removal(struct watch *w, const struct watched *watched,
                         const struct inotify_event *e)
{
    if (!(e->mask & (IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF)))
        return;
    MEM_GROW(w->removed, w->n_removed, w->removed_capacity);
    w->removed[w->n_removed++] = e->len ? file_join(watched->path, e->name)
                                        : mem_copy_string(watched->path);
}

static bool is_minded(struct watch *w, const struct inotify_event *e)
{
    if (e->mask & IN_Q_OVERFLOW)
        return true;
    for (size_t i = find(&w->current, e->wd); i < w->current.n && w->current.items[i].id == e->wd;
         i++) {
        const struct watched *watched = &w->current.items[i];
        if (watched->name ? e->len && strcmp(watched->name, e->name) == 0
                          : !e->len || walk_minds(e->name, watched->hidden)) {
            note_removal(w, watched, e);
            return !(e->mask & IN_IGNORED);
        }
    }
    return false;
}

/* Reads the pending events. Returns whether one of them matters. */
static bool read_events(struct watch *w)
{
    _Alignas(struct inotify_event) char bytes[EVENT_BYTES];
    bool is_change = false;
    ssize_t n = w->fd < 0 ? 0 : read(w->fd, bytes, sizeof bytes);
    for (ssize_t at = 0; at < n;) {
        const struct inotify_event *e = (const void *)(bytes + at);
        is_change |= is_minded(w, e);
        at += (ssize_t)(sizeof *e + e->len);
    }
    return is_change;
}

/* Sleeps until there is an event or a signal, or until the time due (-1: forever). A signal that
 * arrives just before the sleep ends it, too. */
static void sleep_until(const struct watch *w, int64_t due)
{
    sigset_t signals, before;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    int64_t left_ms = due - clock_ms();
    if (left_ms < 0)
        left_ms = 0;
    struct timespec left = {left_ms / 1000, left_ms % 1000 * 1000000L};
    struct pollfd events = {.fd = w->fd, .events = POLLIN};
    pthread_sigmask(SIG_BLOCK, &signals, &before);
    if (!*w->stop)
        ppoll(&events, 1, due < 0 ? NULL : &left, &before);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

/* Waits until the next update is due. Returns false if a signal arrives first. */
static bool wait_for_change(struct watch *w)
{
    int64_t first = -1, due = w->again_ms;
    while (!*w->stop) {
        if (read_events(w)) {
            int64_t now = clock_ms();
            if (first < 0)
                first = now;
            due = earlier(w->again_ms, earlier(first + MAX_DELAY * w->quiet_ms, now + w->quiet_ms));
        }
        if (due >= 0 && clock_ms() >= due)
            return true;
        sleep_until(w, due);
    }
    return false;
}

/* ---- updates ---- */

static void look_out_for(struct watch *w, const char *source)
{
    AUTO(mem_free_pointer) char *absolute = file_absolute(source);
    looks_for_path(w, absolute);
}

/* Chooses the sources to name to the next update. One that has vanished is named once more, so that
 * it leaves the index, and then not until it is back. Returns false if none is left, since naming
 * none would mean all. */
static bool choose_sources(struct watch *w, bool *is_there)
{
    struct opt_list *chosen = &w->options.sources;
    chosen->n = 0;
    for (size_t i = 0; i < w->given->n; i++) {
        is_there[i] = access(w->given->items[i], F_OK) == 0;
        if (is_there[i] || w->was_there[i])
            chosen->items[chosen->n++] = w->given->items[i];
        else
            look_out_for(w, w->given->items[i]);
    }
    return chosen->n || w->given->n == 0;
}

static bool is_news(const struct watch *w, const struct report *r)
{
    return r->n_added || r->n_removed || r->n_renamed || r->n_changed ||
           r->n_failed + r->n_known != w->n_failed;
}

/* Returns whether trying again may help. */
static bool is_passing(const struct watch *w, enum err_code code)
{
    return code == ERR_LOCKED || (!w->is_first && (code == ERR_IO || code == ERR_NOT_FOUND));
}

static enum err_code handle_trouble(struct watch *w, const struct err *trouble, struct err *err)
{
    drop_all(&w->added); /* they are all requested again soon */
    if (*w->stop)
        return ERR_OK;
    if (!is_passing(w, trouble->code)) {
        *err = *trouble;
        return err->code;
    }
    if (trouble->code != w->told_trouble)
        w->listener->troubled(w->listener->ctx, trouble);
    w->told_trouble = trouble->code;
    w->again_ms = clock_ms() + w->quiet_ms * (trouble->code == ERR_LOCKED ? 1 : RESCAN);
    return ERR_OK;
}

static bool handle_success(struct watch *w, struct report *report)
{
    bool goes_on = true;
    if (w->is_first || is_news(w, report))
        goes_on = w->listener->updated(w->listener->ctx, report);
    w->is_first = false;
    w->options.rebuild = false;
    w->n_failed = report->n_failed + report->n_known;
    w->told_trouble = ERR_OK;
    return goes_on;
}

/* *ret_goes_on tells whether the listener wants to continue. */
static enum err_code update(struct watch *w, bool *ret_goes_on, struct err *err)
{
    AUTO(mem_free_pointer) bool *is_there = mem_alloc_zeroed(w->given->n, sizeof *is_there);
    const struct walk_observer observer = {
        .ctx = w, .enters = enters_folder, .looks_for = looks_for_path, .saw_removal = saw_removal};
    struct report report = {0};
    struct err trouble = ERR_INIT;
    *ret_goes_on = true;
    w->is_blind = w->fd < 0;
    if (choose_sources(w, is_there)) {
        if (!pipeline_run(&w->options, w->stop, &observer, &report, &trouble))
            *ret_goes_on = handle_success(w, &report);
        problems_done(&report.problems);
    }
    for (size_t i = 0; i < w->given->n; i++)
        if (!trouble.code || trouble.code == ERR_NOT_FOUND)
            w->was_there[i] = is_there[i];
    if (trouble.code)
        return handle_trouble(w, &trouble, err);
    take_added(w);
    forget_removals(w);
    w->again_ms = w->is_blind ? clock_ms() + RESCAN * w->quiet_ms : -1;
    return ERR_OK;
}

static void watch_done(struct watch *w)
{
    file_close(&w->fd);
    drop_all(&w->current);
    drop_all(&w->added);
    forget_removals(w);
    mem_free(w->removed);
    opt_list_done(&w->options.sources);
    mem_free(w->was_there);
}

enum err_code watch_run(const struct options *o, const volatile sig_atomic_t *stop,
                        const struct watch_listener *listener, struct err *err)
{
    AUTO(watch_done)
    struct watch w = {
        .options = *o,
        .quiet_ms = (int64_t)(o->settle_s * 1000),
        .given = &o->sources,
        .was_there = mem_alloc(o->sources.n * sizeof(bool)),
        .stop = stop,
        .listener = listener,
        .fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC),
        .is_first = true,
    };
    memset(w.was_there, true, o->sources.n * sizeof(bool));
    w.options.sources = (struct opt_list){mem_alloc(o->sources.n * sizeof(char *)), 0, 0};
    w.options.wait_s = 0; /* waiting is done here, where signals end it */
    if (w.fd < 0)
        tell_limit(&w, "the system does not tell of changes");
    bool goes_on;
    do {
        if (update(&w, &goes_on, err))
            return err->code;
    } while (goes_on && wait_for_change(&w));
    return ERR_OK;
}
