/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads and writes the manifest of an index. Nothing in it is used before its hash and every number
 * are checked. */
#include "store/manifest.h"

#include "base/json.h"
#include "base/mem.h"
#include "store/schema.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

#define PROGRAM_NAME "pressmark " PRESSMARK_VERSION
#define HASH_KEY "hash"

enum { MAX_MANIFEST_BYTES = 1 << 20, HASH_DIGITS = 16 };

const char *const MANIFEST_FILES[INDEX_MAX_FILES] = {
    "iamglass",       "postlist.glass", "termlist.glass", "docdata.glass", "position.glass",
    "spelling.glass", "synonym.glass",  "flintlock",      "v.tmp",         INDEX_STAMP_NAME,
};

static enum err_code damaged(const char *where, const char *what, struct err *err)
{
    return err_set(err, ERR_CORRUPT,
                   "%s is damaged (%s); build the index again with pressmark-index --rebuild",
                   where, what);
}

/* ---- reading ---- */

static void release_json(json_t **root)
{
    json_decref(*root);
}

/* Returns false if there is a hash at the end that is not that of the text before it. */
static bool is_intact(struct str text)
{
    static const char mark[] = ",\"" HASH_KEY "\":\"";
    size_t n = sizeof mark - 1;
    for (size_t at = text.n; at-- > 0;) {
        if (text.n - at < n + HASH_DIGITS || memcmp(text.p + at, mark, n) != 0)
            continue;
        char digits[HASH_DIGITS + 1];
        snprintf(digits, sizeof digits, "%016llx", (unsigned long long)XXH3_64bits(text.p, at));
        return memcmp(text.p + at + n, digits, HASH_DIGITS) == 0;
    }
    return true;
}

static enum err_code load(const struct dir *dir, struct buf *bytes, struct err *err)
{
    struct err problem = ERR_INIT;
    if (!dir_read_file(dir, MANIFEST_NAME, MAX_MANIFEST_BYTES, bytes, &problem))
        return ERR_OK;
    if (problem.code == ERR_NOT_FOUND)
        return err_set(err, ERR_NOT_FOUND, "there is no index at '%s'", dir->path);
    bool is_damage = problem.code == ERR_INPUT || problem.code == ERR_LIMIT;
    return err_set(err, is_damage ? ERR_CORRUPT : problem.code, "%s", problem.message);
}

static enum err_code parse(struct str text, const char *where, json_t **ret_root, struct err *err)
{
    json_error_t fault;
    json_set_alloc_funcs(mem_alloc, mem_free);
    *ret_root = json_loadb(text.n ? text.p : "", text.n, 0, &fault);
    if (!*ret_root)
        return damaged(where, fault.text, err);
    return json_is_object(*ret_root) ? ERR_OK : damaged(where, "no object", err);
}

/* Returns a number from 1 on, or 0 if there is none or it is too large. */
static uint32_t number_of(const json_t *object, const char *key)
{
    json_int_t n = json_integer_value(json_object_get(object, key));
    return n > 0 && n < UINT32_MAX ? (uint32_t)n : 0;
}

/* Returns false and sets *ret to 0 if value is not what put_hash() writes. */
static bool take_hash(const json_t *value, uint64_t *ret)
{
    const char *digits = json_string_value(value);
    bool is_hash = digits && strspn(digits, "0123456789abcdef") == HASH_DIGITS &&
                   !digits[HASH_DIGITS];
    *ret = is_hash ? strtoull(digits, NULL, 16) : 0;
    return is_hash;
}

static void copy_member(const json_t *root, const char *key, char *target, size_t capacity)
{
    const char *value = json_string_value(json_object_get(root, key));
    snprintf(target, capacity, "%s", value ? value : "");
}

static struct index_manifest take_manifest(const json_t *root)
{
    const json_t *analyser = json_object_get(root, "analyser");
    struct index_manifest m = {
        .format = number_of(root, "format"),
        .generation = number_of(root, "generation"),
        .analyser_version = number_of(analyser, "version"),
        .keep_marks = json_is_true(json_object_get(analyser, "keep_marks")),
        .hangul_bigrams = json_is_true(json_object_get(analyser, "hangul_bigrams")),
        .position_table = json_is_true(json_object_get(root, "position_table")),
        .needs_libxapian = json_is_true(json_object_get(root, "needs_libxapian")),
        .is_in_order = json_is_true(json_object_get(root, "in_order")),
    };
    take_hash(json_object_get(root, "moment"), &m.moment);
    copy_member(analyser, "libraries", m.libraries, sizeof m.libraries);
    copy_member(root, "program", m.program, sizeof m.program);
    copy_member(root, "xapian", m.xapian, sizeof m.xapian);
    return m;
}

static const char *find_name(const char *name)
{
    for (size_t i = 0; i < INDEX_MAX_FILES; i++)
        if (strcmp(MANIFEST_FILES[i], name) == 0)
            return MANIFEST_FILES[i];
    return NULL;
}

/* Returns false if this is not what manifest_write() writes. */
static bool take_files(json_t *object, struct index_files *ret)
{
    const char *key;
    json_t *value;
    *ret = (struct index_files){.n = 0};
    if (!json_is_object(object))
        return false;
    json_object_foreach(object, key, value)
    {
        struct index_file file = {.name = find_name(key)};
        if (!file.name || !take_hash(value, &file.hash))
            return false;
        ret->files[ret->n++] = file;
    }
    return true;
}

static enum err_code check_versions(const struct index_manifest *m, unsigned analyser_version,
                                    const char *where, struct err *err)
{
    if (m->format == SCHEMA_FORMAT && m->analyser_version == analyser_version)
        return ERR_OK;
    return err_set(err, ERR_VERSION,
                   "the index '%s' was made by %s, whose format this version (%s) does not read; "
                   "build it again with pressmark-index --rebuild",
                   where, m->program[0] ? m->program : "another version", PROGRAM_NAME);
}

enum err_code manifest_read(const struct dir *dir, unsigned analyser_version,
                            struct index_manifest *ret, struct index_files *ret_files,
                            struct err *err)
{
    AUTO(release_json) json_t *root = NULL;
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    AUTO(buf_done) struct buf where = BUF_INIT;
    struct index_files files;
    buf_append_format(&where, "'%s/" MANIFEST_NAME "'", dir->path);
    if (load(dir, &bytes, err) || parse(buf_str(&bytes), buf_c_string(&where), &root, err))
        return err->code;
    struct index_manifest m = take_manifest(root);
    if (m.format == 0 || m.generation == 0)
        return damaged(buf_c_string(&where), "it lacks its format or generation", err);
    if (check_versions(&m, analyser_version, dir->path, err))
        return err->code;
    if (!is_intact(buf_str(&bytes)))
        return damaged(buf_c_string(&where), "its hash is another", err);
    if (!take_files(json_object_get(root, "files"), &files))
        return damaged(buf_c_string(&where), "its list of files is none", err);
    *ret = m;
    if (ret_files)
        *ret_files = files;
    return ERR_OK;
}

enum err_code manifest_parse(struct str text, const char *where, unsigned analyser_version,
                             struct index_manifest *ret, struct err *err)
{
    AUTO(release_json) json_t *root = NULL;
    AUTO(buf_done) struct buf name = BUF_INIT;
    if (text.n == 0)
        return err_set(
            err, ERR_VERSION,
            "the database '%s' does not say what analysed its texts; build it again with "
            "pressmark-index --rebuild",
            where);
    buf_append_format(&name, "what the database '%s' says of itself", where);
    if (parse(text, buf_c_string(&name), &root, err))
        return err->code;
    struct index_manifest m = take_manifest(root);
    if (m.format == 0)
        return damaged(buf_c_string(&name), "it lacks its format", err);
    if (!check_versions(&m, analyser_version, where, err))
        *ret = m;
    return err->code;
}

/* ---- writing ---- */

static void put_hash(struct json *j, const char *key, uint64_t hash)
{
    char digits[HASH_DIGITS + 1];
    snprintf(digits, sizeof digits, "%016llx", (unsigned long long)hash);
    json_put_member(j, key, str_of(digits));
}

/* Puts what is true of the texts and terms wherever the database is. */
static void put_analysis(struct json *j, const struct index_manifest *m)
{
    json_put_member_integer(j, "format", SCHEMA_FORMAT);
    json_put_member(j, "program", STR_LITERAL(PROGRAM_NAME));
    json_put_member(j, "xapian", str_of(m->xapian));
    json_put_key(j, "analyser");
    json_put_open(j, '{');
    json_put_member_integer(j, "version", m->analyser_version);
    json_put_member(j, "libraries", str_of(m->libraries));
    json_put_key(j, "keep_marks");
    json_put_bool(j, m->keep_marks);
    json_put_key(j, "hangul_bigrams");
    json_put_bool(j, m->hangul_bigrams);
    json_put_close(j, '}');
    json_put_key(j, "position_table");
    json_put_bool(j, m->position_table);
}

static void put_manifest(struct buf *out, const struct index_manifest *m,
                         const struct index_files *files)
{
    struct json j = JSON_INIT(out);
    json_put_open(&j, '{');
    put_analysis(&j, m);
    json_put_member_integer(&j, "generation", m->generation);
    if (m->needs_libxapian) {
        json_put_key(&j, "needs_libxapian");
        json_put_bool(&j, true);
    }
    json_put_key(&j, "in_order");
    json_put_bool(&j, m->is_in_order);
    if (m->moment)
        put_hash(&j, "moment", m->moment);
    json_put_key(&j, "files");
    json_put_open(&j, '{');
    for (size_t i = 0; i < files->n; i++)
        put_hash(&j, files->files[i].name, files->files[i].hash);
    json_put_close(&j, '}');
    put_hash(&j, HASH_KEY, XXH3_64bits(out->p, out->n));
    json_put_close(&j, '}');
    buf_append_char(out, '\n');
}

void manifest_append(const struct index_manifest *m, struct buf *out)
{
    struct json j = JSON_INIT(out);
    json_put_open(&j, '{');
    put_analysis(&j, m);
    json_put_close(&j, '}');
}

enum err_code manifest_write(const struct dir *dir, const struct index_manifest *m,
                             const struct index_files *files, struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    put_manifest(&text, m, files);
    return dir_replace_file(dir, MANIFEST_NAME, buf_str(&text), err);
}
