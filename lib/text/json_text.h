/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_JSON_TEXT_H
#define PRESSMARK_TEXT_JSON_TEXT_H

/* Writes JSON from strings that need not be UTF-8, such as names of files and what is derived from
 * them. */

#include "base/field.h"
#include "base/json.h"

/* Do what json_put_string() and json_put_key() do, with U+FFFD for bytes that are not UTF-8. */
void json_put_repaired(struct json *j, struct str s);
void json_put_key_repaired(struct json *j, struct str key);
/* Does the same as json_put_member(). */
void json_put_member_repaired(struct json *j, const char *key, struct str s);
/* Puts the member "path" and, if it is not UTF-8, also "path_bytes", its bytes in base64. */
void json_put_path(struct json *j, struct str path);
/* Puts the member "fields", an object that has each name once, with an array of all its values. */
void json_put_fields(struct json *j, const struct field *fields, size_t n);

#endif
