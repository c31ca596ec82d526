/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replaces the escapes in the strings of JSON. */
#include "indexer/formats/shared/json_string.h"

#include "text/utf8.h"

static int hex_digit(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Returns the value of the "\uXXXX" at i, or -1 if there is none. */
static int32_t hex_at(struct str s, size_t i)
{
    int32_t value = 0;
    if (i + 6 > s.n || s.p[i] != '\\' || s.p[i + 1] != 'u')
        return -1;
    for (size_t k = i + 2; k < i + 6; k++) {
        int digit = hex_digit(s.p[k]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* Returns the byte over 0x7F that the "\u00XX" at i stands for if characters are bytes, or -1. */
static int32_t byte_at(struct str s, size_t i)
{
    int32_t c = hex_at(s, i);
    return c >= 0x80 && c <= 0xFF ? c : -1;
}

/* Puts the character of the "\u" at i, including a second surrogate, at *to and moves that on.
 * Returns the offset after it. */
static size_t put_unicode(char **to, struct str s, size_t i)
{
    int32_t c = hex_at(s, i), low = -1;
    if (c < 0) {
        *(*to)++ = 'u';
        return i + 2;
    }
    i += 6;
    if (c >= 0xD800 && c < 0xDC00 && (low = hex_at(s, i)) >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        i += 6;
    }
    if (c == 0 || (c >= 0xD800 && c < 0xE000))
        c = 0xFFFD;
    *to += utf8_put((uint32_t)c, *to);
    return i;
}

/* Returns the character that a letter after a backslash stands for. */
static char meaning_of(char letter)
{
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return letter;
    }
}

/* Replaces escapes. None is shorter than the character that it stands for. */
static struct str unescape(struct str s, bool is_of_bytes, struct arena *arena)
{
    char *out = arena_alloc_bytes(arena, s.n), *to = out;
    for (size_t i = 0; i < s.n;) {
        size_t end = str_find_char(s, '\\', i);
        memcpy(to, s.p + i, end - i);
        to += end - i;
        i = end;
        if (i + 1 >= s.n)
            break;
        int32_t byte = is_of_bytes ? byte_at(s, i) : -1;
        if (byte >= 0) {
            *to++ = (char)byte;
            i += 6;
        } else if (s.p[i + 1] == 'u') {
            i = put_unicode(&to, s, i);
        } else {
            *to++ = meaning_of(s.p[i + 1]);
            i += 2;
        }
    }
    return (struct str){out, (size_t)(to - out)};
}

struct str json_string_unescape(struct str s, bool is_of_bytes, struct arena *arena)
{
    struct str text = unescape(s, is_of_bytes, arena);
    return is_of_bytes && !utf8_is_valid(text, NULL) ? unescape(s, false, arena) : text;
}

/* Reads the escapes of one character from i on. Returns false if they are not UTF-8. */
static bool take_sequence(struct str s, size_t i, size_t *ret_end)
{
    char bytes[4];
    size_t n = 0;
    int32_t byte;
    for (; n < sizeof bytes && (byte = byte_at(s, i)) >= 0; i += 6) {
        bytes[n++] = (char)byte;
        if (n > 1 && utf8_is_valid((struct str){bytes, n}, NULL)) {
            *ret_end = i + 6;
            return true;
        }
    }
    return false;
}

bool json_string_is_of_bytes(struct str source)
{
    enum { LOOKED_AT_BYTES = 64 * 1024, MIN_SEQUENCES = 2 };
    size_t n = 0, limit = source.n < LOOKED_AT_BYTES ? source.n : LOOKED_AT_BYTES;
    for (size_t i = 0; i < limit; i++) {
        if ((unsigned char)source.p[i] >= 0x80)
            return false;
        if (source.p[i] != '\\')
            continue;
        int32_t c = hex_at(source, i);
        if (c < 0x80) {
            i++;
            continue;
        }
        if (!take_sequence(source, i, &i))
            return false;
        i--;
        n++;
    }
    return n >= MIN_SEQUENCES;
}
