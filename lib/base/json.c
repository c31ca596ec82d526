/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes JSON. */
#include "base/json.h"

#include "base/invisible.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void separate(struct json *j)
{
    if (j->needs_comma)
        buf_append_char(j->out, ',');
    j->needs_comma = true;
}

void json_put_open(struct json *j, char bracket)
{
    separate(j);
    buf_append_char(j->out, bracket);
    j->needs_comma = false;
}

void json_put_close(struct json *j, char bracket)
{
    buf_append_char(j->out, bracket);
    j->needs_comma = true;
}

static void append_escaped(struct buf *out, uint32_t c)
{
    switch (c) {
    case '"':
        buf_append(out, "\\\"", 2);
        break;
    case '\\':
        buf_append(out, "\\\\", 2);
        break;
    case '\n':
        buf_append(out, "\\n", 2);
        break;
    case '\r':
        buf_append(out, "\\r", 2);
        break;
    case '\t':
        buf_append(out, "\\t", 2);
        break;
    default:
        if (c > 0xFFFF)
            buf_append_format(out, "\\u%04x\\u%04x", 0xD7C0 + (c >> 10), 0xDC00 + (c & 0x3FF));
        else
            buf_append_format(out, "\\u%04x", c);
    }
}

/* Returns true if a non-ASCII character must be escaped: a C1 control, a line break to some
 * readers, or what a terminal would obey or not show. */
static bool is_unsafe(uint32_t c)
{
    return c < 0xA0 || c == 0x2028 || c == 0x2029 || invisible_character(c);
}

/* Returns true if a character that begins with this byte may be unsafe. */
static bool may_be_unsafe(unsigned char first)
{
    return first == 0xC2 || first == 0xCD || first == 0xD8 || (first >= 0xE1 && first <= 0xE3) ||
           first == 0xEF || first >= 0xF0;
}

/* Decodes the non-ASCII character at i of valid UTF-8. *n is the number of its bytes. */
static uint32_t decode(struct str s, size_t i, size_t *n)
{
    unsigned char first = (unsigned char)s.p[i];
    *n = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    uint32_t c = first & (0x7Fu >> *n);
    for (size_t k = 1; k < *n && i + k < s.n; k++)
        c = c << 6 | ((unsigned char)s.p[i + k] & 0x3F);
    return c;
}

/* Returns how many bytes of s at i must be escaped, or 0. *c is the character. */
static size_t needs_escape(struct str s, size_t i, uint32_t *c)
{
    unsigned char byte = (unsigned char)s.p[i];
    size_t n;
    *c = byte;
    if (byte < 0x80)
        return byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7F;
    if (!may_be_unsafe(byte))
        return 0;
    *c = decode(s, i, &n);
    return i + n <= s.n && is_unsafe(*c) ? n : 0;
}

static void append_quoted(struct buf *out, struct str s)
{
    buf_append_char(out, '"');
    size_t plain = 0, i = 0;
    while (i < s.n) {
        uint32_t c;
        size_t n = needs_escape(s, i, &c);
        if (n == 0) {
            i++;
            continue;
        }
        buf_append(out, s.p + plain, i - plain);
        append_escaped(out, c);
        i += n;
        plain = i;
    }
    buf_append(out, s.p + plain, s.n - plain);
    buf_append_char(out, '"');
}

void json_put_key(struct json *j, const char *key)
{
    separate(j);
    append_quoted(j->out, str_of(key));
    buf_append_char(j->out, ':');
    j->needs_comma = false;
}

void json_put_string(struct json *j, struct str s)
{
    separate(j);
    append_quoted(j->out, s);
}

void json_put_integer(struct json *j, int64_t value)
{
    separate(j);
    buf_append_format(j->out, "%" PRId64, value);
}

enum { MAX_DIGITS = 32 };

/* Writes value with that many digits. Returns true if they represent it exactly. */
static bool write_digits(char digits[MAX_DIGITS], int precision, double value)
{
    snprintf(digits, MAX_DIGITS, "%.*g", precision, value);
    return strtod(digits, NULL) == value;
}

/* Writes the fewest digits that represent the value exactly. Most values need more than 15. */
void json_put_number(struct json *j, double value)
{
    separate(j);
    if (!isfinite(value)) {
        buf_append(j->out, "null", 4);
        return;
    }
    char digits[MAX_DIGITS];
    int precision = write_digits(digits, 15, value) ? 6 : 16;
    while (!write_digits(digits, precision, value) && precision < 17)
        precision++;
    buf_append_str(j->out, str_of(digits));
}

void json_put_bool(struct json *j, bool value)
{
    separate(j);
    buf_append_str(j->out, value ? STR_LITERAL("true") : STR_LITERAL("false"));
}

static const char BASE64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void json_put_base64(struct json *j, struct str bytes)
{
    separate(j);
    buf_append_char(j->out, '"');
    for (size_t i = 0; i < bytes.n; i += 3) {
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (i + k < bytes.n ? (unsigned char)bytes.p[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            buf_append_char(j->out, i + k <= bytes.n ? BASE64[bits >> (18 - 6 * k) & 63] : '=');
    }
    buf_append_char(j->out, '"');
}

void json_decode_base64(struct buf *b)
{
    uint32_t bits = 0;
    unsigned n_bits = 0;
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++) {
        const char *digit = b->p[i] ? strchr(BASE64, b->p[i]) : NULL;
        if (!digit)
            continue;
        bits = bits << 6 | (uint32_t)(digit - BASE64);
        n_bits += 6;
        if (n_bits < 8)
            continue;
        n_bits -= 8;
        b->p[n++] = (char)(bits >> n_bits & 0xFF);
    }
    b->n = n;
}

void json_put_member(struct json *j, const char *key, struct str value)
{
    json_put_key(j, key);
    json_put_string(j, value);
}

void json_put_member_integer(struct json *j, const char *key, int64_t value)
{
    json_put_key(j, key);
    json_put_integer(j, value);
}
