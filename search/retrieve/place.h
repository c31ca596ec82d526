/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_PLACE_H
#define PRESSMARK_SEARCH_RETRIEVE_PLACE_H

/* The place of an index, as -i names it: a directory, the port of a server, or a machine that ssh
 * reaches. */

#include "base/arena.h"
#include "base/err.h"
#include "store/engine.h"

struct place {
    struct str given; /* the name as it was given, NUL-terminated */
    /* For a local index, at first without its generation. */
    struct store_place at;
    struct str origin; /* what precedes the paths of a remote index; empty for a local one */
    const char *dir;   /* the absolute index directory, NULL if it is unknown for a remote index */
    bool is_bare;      /* dir is a database without an index directory around it, so that the folder
                          to which its paths are relative is unknown */
};

/* Parses DIR, xapian://HOST:PORT or ssh://[USER@]HOST[:PORT]/PATH; a PATH that begins with "/~/" is
 * in the home directory there. shell is the program to run instead of ssh, or NULL. Everything is
 * on arena. ERR_USAGE if the name is malformed, or if its host or user could be taken for an
 * option. */
enum err_code place_parse(const char *given, const char *shell, struct arena *arena,
                          struct place *ret, struct err *err);

bool place_is_elsewhere(const struct place *p);
/* Returns true if the files whose paths the index has are on this machine and can be found. */
bool place_has_files(const struct place *p);

/* Returns the absolute path of a file, NUL-terminated, for the path that is stored in the index. If
 * the file is on another machine the name of that machine precedes it. */
struct str place_shown_path(const struct place *p, struct str stored, struct arena *arena);
/* Returns the stored path for a path as it was shown or typed, whether the index has it or not. */
struct str place_stored_path(const struct place *p, struct str path, struct arena *arena);

#endif
