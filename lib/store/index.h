/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_INDEX_H
#define PRESSMARK_STORE_INDEX_H

/* The index directory:
 *
 *     INDEX/pressmark.json   the manifest: format, generation, analyser, versions, order, hashes
 *     INDEX/gen-N/           a stock Xapian glass database
 *     INDEX/XAPIANDB         a stub that names it: what Xapian's own programs and servers open
 *     INDEX/alerts           what has matched standing queries (the indexer's --alerts)
 *     INDEX/lock             locked while an indexer runs; holds its process number
 *     INDEX/.gitignore       "*": an index never lands in a repository
 *
 * What readers see changes at two points only, both atomic: the rename of a manifest that names
 * another generation, and, in updates of little, Xapian's commit into the current generation; readers by the stub see
 * that one a moment later. A directory that holds
 * anything that Pressmark did not make is refused, and nothing else is ever deleted. */

#include "base/arena.h"
#include "base/config.h"
#include "base/opt.h"
#include "store/manifest.h"

#include <signal.h>

/* Where an index is when none is named. */
enum index_place {
    INDEX_NOWHERE, /* there is none */
    INDEX_NAMED,   /* $PRESSMARK_INDEX */
    INDEX_FOUND,   /* the nearest ".pressmark" upwards from the working directory */
};

/* What the names of indexes on other machines begin with: a server's port, and a machine that ssh
 * reaches. */
#define INDEX_TCP "xapian://"
#define INDEX_SHELL "ssh://"
bool index_is_elsewhere(const char *name);
/* Looks for it. *ret_dir is the caller's to mem_free(), NULL where there is none. */
enum index_place index_find(char **ret_dir);
/* Whether an index that was found, and not named, may be used: ERR_INPUT where its directory is a
 * symbolic link, or is to be written to and belongs to somebody else (what SUDO_UID names is the
 * user too). A directory that is not there is no obstacle. */
enum err_code index_check_found(const char *dir, bool is_to_be_written, struct err *err);

/* Adds the index of that name: "@NAME" stands for each path that the configuration gives for [index
 * "NAME"], other names for themselves, and so does one that it does not have where such a directory
 * is. ERR_USAGE: it has none such. What is added borrows from name or file. */
enum err_code index_named(struct config *file, const char *name, struct opt_list *out,
                          struct err *err);

/* ---- paths ---- */

/* A path is stored relative to the folder that the index directory stands in where it lies below
 * it, so that both can be moved together, and absolute otherwise; that folder itself is "".
 * index_dir is absolute. */
/* What was read from standard input is stored under this path; a file cannot have it. */
#define INDEX_INPUT "-"
/* A file of the index directory that the indexer keeps alerts in. */
#define INDEX_ALERTS_NAME "alerts"
/* The stored form of an absolute path, NUL-terminated on arena. */
struct str index_stored_path(const char *absolute, const char *index_dir, struct arena *arena);
/* The absolute form of a stored path, NUL-terminated on arena. */
struct str index_absolute_path(struct str stored, const char *index_dir, struct arena *arena);

/* ---- reading ---- */

/* manifest_read() of the index at dir. */
enum err_code index_read_manifest(const char *dir, unsigned analyser_version,
                                  struct index_manifest *ret, struct err *err);
/* "DIR/gen-N", the caller's to mem_free(). */
char *index_generation_path(const char *dir, uint32_t generation);

/* ---- writing ---- */

struct index_writer;

/* Makes dir if need be, checks that it is empty or an index, locks it and removes the temporary
 * files that a killed indexer left. wait_ms: how long to wait for the lock, < 0 without end.
 * ERR_LOCKED: the message names the process that holds it. An index that index_read_manifest()
 * refuses, or whose generation is not there, is refused here too, unless it is to be replaced. */
enum err_code index_lock(const char *dir, int wait_ms, unsigned analyser_version, bool replace,
                         struct index_writer **ret_writer, struct err *err);
/* The manifest of the current generation, NULL when there is none yet. */
const struct index_manifest *index_current(const struct index_writer *w);
/* The path that a new generation is to be built at, in *ret_path, valid as long as w; nothing is
 * there yet. It leads through the open directory where the system can do that, so that what is
 * written comes into no other that is put in its place meanwhile. */
enum err_code index_new_path(struct index_writer *w, const char **ret_path, struct err *err);
/* Paths for databases that help to make the new one, the caller's to mem_free(), valid after
 * index_new_path(): i below INDEX_MAX_SCRATCH. What is put there is removed in the end, by
 * index_clear() or index_unlock(). */
enum { INDEX_MAX_SCRATCH = 3 };
char *index_scratch_path(const struct index_writer *w, uint32_t i);
/* Such a path of the current generation, the caller's to mem_free(). */
char *index_current_path(const struct index_writer *w);
/* Puts the name of the directory into a message that has such a path. */
void index_name_directory(const struct index_writer *w, struct err *err);
/* Syncs the files at index_new_path(), but for those that are known to be, then makes them the
 * current generation by the manifest, whose format, generation and program are filled in here. The
 * generation before stays until index_clear(). */
enum err_code index_publish(struct index_writer *w, const struct index_manifest *manifest,
                            const struct index_files *synced, struct err *err);
/* Makes the stub name the current generation, which the caller has opened and found whole, and
 * removes all others. Nothing is removed unless the manifest on disk names that one, and the stub
 * does. */
void index_clear(struct index_writer *w);
/* To be called before an update: ERR_CORRUPT where one of the current generation's files is no
 * file, ERR_INPUT where it has another name too. */
enum err_code index_check_files(const struct index_writer *w, struct err *err);
/* To be called before the current generation is opened for writing: its files will no longer have
 * the hashes of the manifest, nor be in order: it forgets both. Errors as above: what has another
 * name would change with it. */
enum err_code index_begin_update(struct index_writer *w, struct err *err);
/* Syncs the directory of the current generation after a commit into it. */
enum err_code index_sync(struct index_writer *w, struct err *err);
/* Remembers what the current generation looks like, for the next run... */
void index_put_stamp(const struct index_writer *w);
/* ...which asks whether nothing has touched it since. False too for a copy, which may come from
 * anywhere. */
bool index_is_as_left(const struct index_writer *w);
/* The same of an index that is only read, whose manifest is given. */
bool index_was_left_so(const char *dir, const struct index_manifest *m);
void index_unlock(struct index_writer *w); /* NULL is fine; an unpublished generation is removed */

/* ---- checking ---- */

/* Compares the current generation's files with the hashes in the manifest, where it was not updated
 * since it was built; *ret_n_hashed says how many could be compared (0 after an update).
 * ERR_CORRUPT names the first file that differs. ERR_INTERRUPTED: *stop was raised. */
enum err_code index_verify_hashes(const char *dir, unsigned analyser_version,
                                  const volatile sig_atomic_t *stop, size_t *ret_n_hashed,
                                  struct err *err);

#endif
