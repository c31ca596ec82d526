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
 * What readers see changes at two points only, and both are atomic: when a manifest that names
 * another generation is renamed into place, and when Xapian commits a small update into the current
 * generation. Programs that open the stub see a new generation a moment later. A directory that
 * contains anything that Pressmark did not make is refused, so that nothing else is ever deleted.
 */

#include "base/arena.h"
#include "base/config.h"
#include "base/opt.h"
#include "store/manifest.h"

#include <signal.h>

/* How an index is found if the command line names none. */
enum index_place {
    INDEX_NOWHERE, /* there is no index */
    INDEX_NAMED,   /* PRESSMARK_INDEX names it */
    INDEX_FOUND,   /* it is the nearest ".pressmark" in the working directory or above */
};

/* The names of indexes on other machines begin with one of these: the first is followed by the host
 * and port of a server, the second by a host for ssh and a path. */
#define INDEX_TCP "xapian://"
#define INDEX_SHELL "ssh://"
bool index_is_elsewhere(const char *name);
/* Returns true if a folder has an index, called ".pressmark". */
bool index_is_in_folder(const char *folder);
/* Looks for the index to use if none is named. The caller frees *ret_dir by mem_free(); it is NULL
 * if there is no index. */
enum index_place index_find(char **ret_dir);
/* Checks that an index that was found, and not named, may be used. ERR_INPUT if its directory is a
 * symbolic link, or if it is to be written to and belongs to another user (the user of SUDO_UID
 * counts as oneself). A directory that does not exist passes. */
enum err_code index_check_found(const char *dir, bool is_to_be_written, struct err *err);

/* Appends the indexes that a name stands for: "@NAME" is each path that the configuration file has
 * for [index "NAME"], or a directory of that very name if the file has no such section; any other
 * name is itself. ERR_USAGE if "@NAME" is neither. The strings appended point into name or file. */
enum err_code index_named(struct config *file, const char *name, struct opt_list *out,
                          struct err *err);

/* ---- paths ---- */

/* A path below the folder that contains the index directory is stored relative to that folder, so
 * that both can be moved together; the folder itself is "". All other paths are stored as absolute
 * ones. index_dir must be absolute. */
/* The path under which documents from standard input are stored. No file can have it. */
#define INDEX_INPUT "-"
/* Returns the stored form of an absolute path, NUL-terminated, allocated on arena. */
struct str index_stored_path(const char *absolute, const char *index_dir, struct arena *arena);
/* Returns the absolute form of a stored path, NUL-terminated, allocated on arena. */
struct str index_absolute_path(struct str stored, const char *index_dir, struct arena *arena);

/* ---- reading ---- */

/* Does what manifest_read() does for the index at dir. The result is also ERR_CORRUPT if the files
 * of its generation do not all belong to the manifest's moment. */
enum err_code index_read_manifest(const char *dir, unsigned analyser_version,
                                  struct index_manifest *ret, struct err *err);
/* Returns "DIR/gen-N", which the caller frees by mem_free(). */
char *index_generation_path(const char *dir, uint32_t generation);

/* ---- writing ---- */

struct index_writer;

/* Creates dir if necessary, checks that it is empty or an index, locks it and removes temporary
 * files that a killed indexer has left. Waits up to wait_ms milliseconds for the lock, or without
 * limit if wait_ms is negative. ERR_LOCKED if another process holds it, which the message names.
 * Unless replace is true, an index is refused if index_read_manifest() refuses it or if its current
 * generation is missing. */
enum err_code index_lock(const char *dir, int wait_ms, unsigned analyser_version, bool replace,
                         struct index_writer **ret_writer, struct err *err);
/* Returns the manifest of the current generation, or NULL if there is none yet. */
const struct index_manifest *index_current(const struct index_writer *w);
/* Sets *ret_path to the path at which a new generation is to be built; nothing exists there yet. It
 * is valid as long as w. If the system allows it the path goes through the open directory, so that
 * nothing is written into another directory that is put in its place meanwhile. */
enum err_code index_new_path(struct index_writer *w, const char **ret_path, struct err *err);
/* Returns a path for temporary database number i < INDEX_MAX_SCRATCH, which the caller frees by
 * mem_free(). index_new_path() must have been called. index_clear() and index_unlock() remove what
 * is there. */
enum { INDEX_MAX_SCRATCH = 5 };
char *index_scratch_path(const struct index_writer *w, uint32_t i);
/* Returns a path of the current generation, of the same kind as that of index_new_path(). The
 * caller frees it by mem_free(). */
char *index_current_path(const struct index_writer *w);
/* Replaces such a path in a message by the name of the index directory. */
void index_name_directory(const struct index_writer *w, struct err *err);
/* Syncs the files at index_new_path(), except for those in synced, and then makes them the current
 * generation by writing the manifest, whose format, generation and program it fills in. The
 * previous generation remains until index_clear(). */
enum err_code index_publish(struct index_writer *w, const struct index_manifest *manifest,
                            const struct index_files *synced, struct err *err);
/* Makes the stub name the current generation and removes all others. The caller must have opened
 * the current generation and found it whole. Nothing is removed unless both the manifest on disk
 * and the stub name the current generation. */
void index_clear(struct index_writer *w);
/* Checks, before an update, the files of the current generation. ERR_CORRUPT if one is not a
 * regular file, ERR_INPUT if one has a second hard link. */
enum err_code index_check_files(const struct index_writer *w, struct err *err);
/* Must be called before the current generation is opened for writing. It removes the hashes, the
 * moment and the mark "in order" from the manifest, since none of them will hold any more. It makes
 * the checks of index_check_files() too, because a second hard link would change along with the
 * file. */
enum err_code index_begin_update(struct index_writer *w, struct err *err);
/* Syncs the directory of the current generation after a commit into it. */
enum err_code index_sync(struct index_writer *w, struct err *err);
/* Adds the moment of the current generation's files to a manifest that has none, as after an
 * update. Without a moment, readers accept the files as they are. */
void index_put_moment(struct index_writer *w);
/* Records sizes and times of the current generation's files, for index_is_as_left() in the next
 * run. */
void index_put_stamp(const struct index_writer *w);
/* Returns true if nothing has touched the files of the current generation since index_put_stamp().
 * Returns false for a copy of an index too, since that may come from anywhere. */
bool index_is_as_left(const struct index_writer *w);
/* Does the same for an index that is only read and has the manifest m. */
bool index_was_left_so(const char *dir, const struct index_manifest *m);
void index_unlock(struct index_writer *w); /* accepts NULL; removes an unpublished generation */

/* ---- checking ---- */

/* Returns the hashes of the current generation's files that the manifest has: none after an update
 * in place. */
enum err_code index_hashes(const struct index_writer *w, struct index_files *ret, struct err *err);
/* Compares the files of the current generation with the hashes in the manifest. *ret_n_hashed is
 * the number of files that could be compared, which is 0 after an update in place. ERR_CORRUPT if a
 * file differs, which the message names; ERR_INTERRUPTED if *stop was set. */
enum err_code index_verify_hashes(const char *dir, unsigned analyser_version,
                                  const volatile sig_atomic_t *stop, size_t *ret_n_hashed,
                                  struct err *err);

#endif
