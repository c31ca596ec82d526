/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_JSON_TEXT_H
#define PRESSMARK_TEXT_JSON_TEXT_H

/* JSON of strings that need not be UTF-8: names of files and what came from them. */

#include "base/field.h"
#include "base/json.h"

/* As json_put_string() and json_put_key(), with U+FFFD for what is not UTF-8. */
void json_put_repaired(struct json *j, struct str s);
void json_put_key_repaired(struct json *j, struct str key);
/* As json_put_member(), with U+FFFD for what is not UTF-8. */
void json_put_member_repaired(struct json *j, const char *key, struct str s);
/* The member "path", and where it is not UTF-8 also "path_bytes", its bytes in base64. */
void json_put_path(struct json *j, struct str path);
/* The member "fields", an object: each name once, with an array of all its values. */
void json_put_fields(struct json *j, const struct field *fields, size_t n);

#endif
