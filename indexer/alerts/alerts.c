/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the new matches of standing queries. */
#include "indexer/alerts/alerts.h"

#include "base/dir.h"
#include "base/file.h"
#include "base/mem.h"
#include "indexer/alerts/ask.h"
#include "indexer/alerts/memory.h"
#include "store/manifest.h"
#include "text/json_text.h"
#include "text/visible.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <sys/file.h>

enum { JSON_VERSION = 1 }; /* of the JSON for a new match: search/schema/alert.json */

struct alerts {
    struct alerts_settings settings;
    struct alert_list list;
    size_t n_bad;
    bool is_new_index;    /* there was no index before the run */
    struct memory stock;  /* the matches before the run, for alerts that the index did not know */
    struct dir index;     /* open and locked from asking until remembering */
    struct memory memory; /* what the index is to remember afterwards */
};

static void end_asking(struct alerts *a)
{
    memory_done(&a->memory);
    dir_close(&a->index); /* which also unlocks it */
    a->index = (struct dir)DIR_NONE;
}

enum err_code alerts_open(const struct alerts_settings *settings, struct alerts **ret,
                          struct err *err)
{
    AUTO(alerts_close) struct alerts *a = mem_alloc_zeroed(1, sizeof *a);
    a->settings = *settings;
    a->index = (struct dir)DIR_NONE;
    if (alert_list_read(settings->file, settings->stop, &settings->listener, &a->list, &a->n_bad,
                        err))
        return err->code;
    *ret = a;
    a = NULL;
    return ERR_OK;
}

void alerts_close(struct alerts **alerts)
{
    struct alerts *a = *alerts;
    if (!a)
        return;
    end_asking(a);
    memory_done(&a->stock);
    alert_list_done(&a->list);
    mem_free(a);
}

/* ---- asking ---- */

static const char *text_of(const json_t *match, const char *key)
{
    const char *text = json_string_value(json_object_get(match, key));
    return text ? text : "";
}

/* Returns a path in an answer as the user would write it in the working directory. The caller frees
 * it. */
static char *shown_path(const struct alerts *a, const char *path)
{
    AUTO(mem_free_pointer) char *folder = file_join(a->settings.index_dir, "..");
    AUTO(mem_free_pointer) char *joined = file_join(folder, path);
    AUTO(mem_free_pointer) char *here = file_absolute(".");
    char *absolute = file_absolute(joined);
    size_t n = strlen(here);
    if (n > 1 && strncmp(absolute, here, n) == 0 && absolute[n] == '/')
        memmove(absolute, absolute + n + 1, strlen(absolute + n + 1) + 1);
    return absolute;
}

static void append_text(const char *name, const char *path, const json_t *match, struct buf *out)
{
    json_int_t line = json_integer_value(json_object_get(match, "line"));
    visible_append(out, str_of(name), VISIBLE_NAME);
    buf_append_str(out, STR_LITERAL(": "));
    visible_append(out, str_of(path), VISIBLE_NAME);
    if (line > 0)
        buf_append_format(out, ":%lld", (long long)line);
    buf_append_str(out, STR_LITERAL(": "));
    visible_append(out, str_of(text_of(match, "title")), VISIBLE_ONE_LINE);
    buf_append_char(out, '\n');
}

static void append_json(const char *name, const char *path, const json_t *match, struct buf *out)
{
    struct json j = JSON_INIT(out);
    json_put_open(&j, '{');
    json_put_member_integer(&j, "version", JSON_VERSION);
    json_put_member(&j, "alert", str_of(name));
    json_put_path(&j, str_of(path));
    json_put_member(&j, "id", str_of(text_of(match, "id")));
    json_put_member(&j, "ref", str_of(text_of(match, "ref")));
    json_put_member_integer(&j, "line", json_integer_value(json_object_get(match, "line")));
    json_put_member(&j, "title", str_of(text_of(match, "title")));
    json_put_close(&j, '}');
    buf_append_char(out, '\n');
}

static void append_match(const struct alerts *a, const char *name, const json_t *match,
                         struct buf *out)
{
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    buf_append_str(&bytes, str_of(text_of(match, "path_bytes")));
    json_decode_base64(&bytes);
    if (bytes.n == 0)
        buf_append_str(&bytes, str_of(text_of(match, "path")));
    AUTO(mem_free_pointer) char *path = shown_path(a, buf_c_string(&bytes));
    (a->settings.json ? append_json : append_text)(name, path, match, out);
}

/* Adds a match to the set now, and to out unless it is in old. */
static enum err_code add_match(const struct alerts *a, const struct alert *alert, struct str line,
                               const struct key_set *old, struct key_set *now, struct buf *out,
                               struct err *err)
{
    char key[MATCH_KEY_BYTES];
    json_t *match = json_loadb(line.p, line.n, 0, NULL);
    const char *bytes = text_of(match, "path_bytes");
    const char *path = *bytes ? bytes : text_of(match, "path");
    match_key_put(str_of(path), str_of(text_of(match, "id")), key);
    if (!*path)
        err_set(err, ERR_INPUT, "pressmark-search has another version");
    else
        key_set_add(now, key);
    if (*path && !(old && key_set_has(old, key)))
        append_match(a, alert->name, match, out);
    json_decref(match);
    return err->code;
}

/* Collects all matches of an alert, sorted, and appends those that are not in old to out. */
static enum err_code find_matches(const struct alerts *a, const struct alert *alert,
                                  const struct key_set *old, struct key_set *ret, struct buf *out,
                                  struct err *err)
{
    AUTO(buf_done) struct buf answer = BUF_INIT;
    size_t start = out->n;
    ask_search(a->settings.index_dir, alert->query, a->settings.stop, &answer, err);
    struct str rest = buf_str(&answer), line;
    while (!err->code && str_next_line(&rest, &line))
        add_match(a, alert, line, old, ret, out, err);
    if (err->code)
        out->n = start;
    key_set_sort(ret);
    return err->code;
}

void alerts_take_stock(struct alerts *a)
{
    AUTO(dir_close) struct dir index = DIR_NONE;
    AUTO(memory_done) struct memory known = {0};
    AUTO(buf_done) struct buf unused = BUF_INIT;
    AUTO(mem_free_pointer) char *manifest = file_join(a->settings.index_dir, MANIFEST_NAME);
    struct err ignored = ERR_INIT; /* what fails now fails again when it matters */
    a->is_new_index = !file_exists(manifest);
    if (a->is_new_index || dir_open(&index, a->settings.index_dir, &ignored) ||
        memory_read(&index, &known, &ignored))
        return;
    for (size_t i = 0; i < a->list.n; i++) {
        const struct alert *alert = &a->list.items[i];
        AUTO(key_set_done) struct key_set keys = {0};
        if (memory_find(&known, alert->name, alert->query))
            continue;
        buf_clear(&unused);
        if (!find_matches(a, alert, NULL, &keys, &unused, &ignored))
            memory_set(&a->stock, alert->name, alert->query, &keys);
        err_clear(&ignored);
    }
}

static enum err_code ask_one(struct alerts *a, const struct alert *alert, struct buf *out,
                             struct err *err)
{
    AUTO(key_set_done) struct key_set now = {0};
    const struct key_set *old = memory_find(&a->memory, alert->name, alert->query);
    if (!find_matches(a, alert, old, &now, out, err))
        memory_set(&a->memory, alert->name, alert->query, &now);
    else if (err->code != ERR_INTERRUPTED)
        err_context(err, "%s:%zu: %s", a->settings.file, alert->line, alert->name);
    return err->code;
}

/* Remembers the matches before the run for alerts that the index does not know yet, so that the
 * next run does not take them for new if this one fails. */
static enum err_code remember_stock(struct alerts *a, struct err *err)
{
    bool is_changed = false;
    for (size_t i = 0; i < a->list.n; i++) {
        const struct alert *alert = &a->list.items[i];
        struct key_set none = {0};
        struct key_set *stock = memory_find(&a->stock, alert->name, alert->query);
        if (memory_find(&a->memory, alert->name, alert->query) || !(stock || a->is_new_index))
            continue;
        memory_set(&a->memory, alert->name, alert->query, stock ? stock : &none);
        is_changed = true;
    }
    return is_changed ? memory_write(&a->index, &a->memory, err) : ERR_OK;
}

/* Locks the index for asking, waiting for others. On a file system without locks, two processes may
 * both report a match. */
static enum err_code begin_asking(struct alerts *a, struct err *err)
{
    end_asking(a);
    if (dir_open(&a->index, a->settings.index_dir, err))
        return err->code;
    while (flock(a->index.fd, LOCK_EX) && errno == EINTR)
        if (*a->settings.stop)
            return err_set(err, ERR_INTERRUPTED, "interrupted");
    return memory_read(&a->index, &a->memory, err);
}

enum err_code alerts_ask(struct alerts *a, struct buf *out, bool *ret_is_whole, struct err *err)
{
    *ret_is_whole = a->n_bad == 0;
    if (begin_asking(a, err) || remember_stock(a, err))
        return err->code;
    for (size_t i = 0; i < a->list.n; i++) {
        struct err trouble = ERR_INIT;
        if (ask_one(a, &a->list.items[i], out, &trouble) == ERR_INTERRUPTED)
            return err_set(err, ERR_INTERRUPTED, "%s", trouble.message);
        if (trouble.code)
            a->settings.listener.troubled(a->settings.listener.ctx, &trouble);
        *ret_is_whole &= !trouble.code;
    }
    return ERR_OK;
}

enum err_code alerts_remember(struct alerts *a, struct err *err)
{
    memory_write(&a->index, &a->memory, err);
    end_asking(a);
    return err->code;
}
