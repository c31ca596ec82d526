/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_JSON_H
#define PRESSMARK_BASE_JSON_H

/* Writing JSON (RFC 8259) in order, onto a buffer. Reading is libjansson's, whose names start with
 * "json_" too: hence json_put. */

#include "base/buf.h"

#include <stdint.h>

struct json {
    struct buf *out;
    bool needs_comma;
};

#define JSON_INIT(buffer)                                                                          \
    {                                                                                              \
        (buffer), false                                                                            \
    }

void json_put_open(struct json *j, char bracket);  /* '{' or '[' */
void json_put_close(struct json *j, char bracket); /* '}' or ']' */
void json_put_key(struct json *j, const char *key);
/* s must be valid UTF-8; control characters, quotes, backslashes, U+2028/2029 and what shows
 * nothing (invisible.h) are escaped. */
void json_put_string(struct json *j, struct str s);
void json_put_integer(struct json *j, int64_t value);
void json_put_number(struct json *j, double value); /* shortest form that reads back the same */
void json_put_bool(struct json *j, bool value);
/* The bytes in base64 (RFC 4648), as a string. */
void json_put_base64(struct json *j, struct str bytes);
/* Key and value in one. */
void json_put_member(struct json *j, const char *key, struct str value);
void json_put_member_integer(struct json *j, const char *key, int64_t value);

#endif
