/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_JSON_H
#define PRESSMARK_BASE_JSON_H

/* Writes JSON (RFC 8259) to a buffer, in order. Names start with "json_put" because those of
 * libjansson, which reads it, start with "json_". */

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
/* s must be valid UTF-8. Control characters, quotes, backslashes, U+2028, U+2029 and invisible
 * characters (invisible.h) are escaped. */
void json_put_string(struct json *j, struct str s);
void json_put_integer(struct json *j, int64_t value);
void json_put_number(struct json *j, double value); /* in a short form that reads back equal */
void json_put_bool(struct json *j, bool value);
/* Puts the bytes as a string in base64 (RFC 4648). */
void json_put_base64(struct json *j, struct str bytes);
/* Replaces base64 in b by the bytes that it stands for; characters that are not digits of base64
 * are ignored. */
void json_decode_base64(struct buf *b);
/* Puts a key and its value. */
void json_put_member(struct json *j, const char *key, struct str value);
void json_put_member_integer(struct json *j, const char *key, int64_t value);

#endif
