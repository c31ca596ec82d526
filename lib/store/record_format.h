/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_RECORD_FORMAT_H
#define PRESSMARK_STORE_RECORD_FORMAT_H

/* The form of a record in the index, which its writer and its reader share. A record is, in order:
 *
 *   version byte: RECORD_PLAIN, or RECORD_WITH_DICTIONARY if the pieces need one
 *   hash of what follows (XXH3, its low 32 bits, the lowest byte first)
 *   path, its positions, labels (labels.h), all other positions (positions.h)
 *   id, title, type, charset, language, date        each a varint length and the bytes
 *   stamp of the file (4 bytes, little-endian), first line, bytes of the id that name a member
 *   number of fields, then name and value of each
 *   number of line marks, then offset - last offset, line - last line (zigzag), column of each
 *   number of headings, then offset - last offset, level of each
 *   bytes of navigation, bytes of text, the compressed length of each piece, then the pieces (zstd
 *   frames)
 *
 * Integers are varints. */

#include "base/err.h"
#include "base/str.h"

enum { RECORD_PLAIN = 9, RECORD_WITH_DICTIONARY = 10 };
enum { HASH_AT = 1, HASH_BYTES = 4, HEAD_BYTES = HASH_AT + HASH_BYTES };
enum { STAMP_BYTES = 4 };

/* Returns the hash of a record of HEAD_BYTES or more. */
uint32_t record_hash(struct str record);

/* Takes the part of an intact record that depends on the path. ERR_CORRUPT if it is not one. */
enum err_code record_take_head(struct str *in, struct str *path, struct str *path_positions,
                               struct err *err);

#endif
