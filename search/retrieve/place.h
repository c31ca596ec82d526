/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_PLACE_H
#define PRESSMARK_SEARCH_RETRIEVE_PLACE_H

/* Where an index is that -i names: a directory, a server's port, or a machine that ssh reaches. */

#include "base/arena.h"
#include "base/err.h"
#include "store/engine.h"

struct place {
    struct str given; /* as it was named, NUL-terminated */
    /* For a local one yet without its generation. */
    struct store_place at;
    struct str origin; /* of another machine: what its paths are shown behind; of this: empty */
    const char *dir;   /* the index directory, absolute; NULL: nobody says where it is there */
    bool is_bare;      /* a local database with no index directory around it: its place is dir, and
                          what its paths are relative to is not known */
};

/* Understands DIR, xapian://HOST:PORT and ssh://[USER@]HOST[:PORT]/PATH; a path that begins with
 * "/~/" is one in the home directory there. shell: the program that is run in place of ssh, NULL:
 * ssh. ERR_USAGE: a host or user that could be taken for an option, or what is no such name. All of
 * it is on arena. */
enum err_code place_parse(const char *given, const char *shell, struct arena *arena,
                          struct place *ret, struct err *err);

bool place_is_elsewhere(const struct place *p);
/* Whether files of which an index has the paths can be looked at. */
bool place_has_files(const struct place *p);

/* The path of a file, by the one that is stored in the index: absolute and NUL-terminated, behind
 * the name of the machine where that is another. */
struct str place_shown_path(const struct place *p, struct str stored, struct arena *arena);
/* The other way round, for a path as it was shown or typed; it may be one that the index has not.
 */
struct str place_stored_path(const struct place *p, struct str path, struct arena *arena);

#endif
