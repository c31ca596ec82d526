/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Detects and repairs UTF-8 that was taken for a single-byte character set and encoded again. */
#include "indexer/charset/mojibake.h"

#include "indexer/charset/charset.h"
#include "text/utf8.h"

enum { MAX_ROUNDS = 3 };

/* The characters [start, end) of the text, which were once the bytes of one UTF-8 sequence. */
struct sequence {
    size_t start, end;
    char bytes[4];
    size_t n;
    uint32_t character; /* the character that these bytes encode */
};

/* Returns the byte above 0x7F that the character at offset stands for; 0 if it stands for none. */
static unsigned char byte_at(struct str text, size_t offset, size_t *next)
{
    if (offset >= text.n || (unsigned char)text.p[offset] < 0x80)
        return 0;
    return charset_western_byte(utf8_decode(text, offset, next));
}

static bool read_sequence(struct str text, size_t start, struct sequence *s)
{
    size_t at = start;
    unsigned char lead = byte_at(text, at, &at);
    size_t n = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2, next = 0;

    if (lead < 0xC2 || lead > 0xF4)
        return false;
    *s = (struct sequence){.start = start, .bytes = {(char)lead}, .n = n};
    for (size_t i = 1; i < n; i++) {
        unsigned char byte = byte_at(text, at, &at);
        if (byte < 0x80 || byte > 0xBF)
            return false;
        s->bytes[i] = (char)byte;
    }
    struct str bytes = {s->bytes, n};
    if (!utf8_is_valid(bytes, NULL))
        return false;
    s->end = at;
    s->character = utf8_decode(bytes, 0, &next);
    return true;
}

enum verdict { WRITTEN, POSSIBLE, CERTAIN };

static bool is_small(char c)
{
    return ascii_is_alpha(c) && !ascii_is_upper(c);
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

/* Decides whether somebody may have written these characters on purpose. previous_end: the end of
 * the previous sequence. */
static enum verdict judge(struct str text, const struct sequence *s, size_t previous_end)
{
    char before = s->start ? text.p[s->start - 1] : ' ',
         after = s->end < text.n ? text.p[s->end] : ' ';
    unsigned char lead = (unsigned char)s->bytes[0], second = (unsigned char)s->bytes[1];
    bool is_capital = ascii_is_upper(before);

    if (is_quote(before) && is_quote(after))
        return WRITTEN; /* quoted, as in a text about mojibake */
    if (s->start && s->start == previous_end)
        return CERTAIN;
    switch (lead) {
    case 0xC2: /* Â followed by a sign, which occurs in no word */
        return is_capital || second < 0xA0 ? POSSIBLE : CERTAIN;
    /* Ã followed by a sign; after a capital, the second character would not be a small letter. */
    case 0xC3:
        return !is_capital ? CERTAIN : second >= 0xA0 ? WRITTEN : POSSIBLE;
    case 0xC4:
    case 0xC5: /* Ä or Å followed by a sign inside a word of small letters */
        return is_small(before) && is_small(after) ? CERTAIN : POSSIBLE;
    case 0xE2: /* dashes and quotation marks, "â€“" */
        return second < 0xA0 ? CERTAIN : POSSIBLE;
    case 0xF0: /* "ðŸ˜€" */
        return CERTAIN;
    default:
        return POSSIBLE;
    }
}

static size_t skip_ascii(struct str text, size_t i)
{
    while (i < text.n && (unsigned char)text.p[i] < 0x80)
        i++;
    return i;
}

static bool is_mojibake(struct str text)
{
    struct sequence s;
    size_t first = str_find_char(text, '\xC3', 0), previous_end = text.n + 1;
    bool is_certain = false;

    /* Every sequence starts with U+00C2 to U+00F4, and most texts have some other character
     * first. */
    if (first == text.n || !read_sequence(text, first, &s))
        return false;
    for (size_t i = skip_ascii(text, 0); i < text.n; i = skip_ascii(text, s.end)) {
        if (!read_sequence(text, i, &s))
            return false;
        enum verdict verdict = judge(text, &s, previous_end);
        if (verdict == WRITTEN)
            return false;
        is_certain |= verdict == CERTAIN;
        previous_end = s.end;
    }
    return is_certain;
}

static void append_undone(struct str text, struct buf *out)
{
    struct sequence s;
    buf_reserve(out, text.n);
    for (size_t start = 0, i; start < text.n; start = s.end) {
        i = skip_ascii(text, start);
        buf_append_str(out, str_slice(text, start, i));
        if (i == text.n || !read_sequence(text, i, &s))
            return;
        buf_append(out, s.bytes, s.n);
    }
}

unsigned mojibake_undo(struct str *text, struct buf *buffer)
{
    unsigned n = 0;
    while (n < MAX_ROUNDS && is_mojibake(*text)) {
        struct buf undone = BUF_INIT;
        append_undone(*text, &undone);
        buf_done(buffer);
        *buffer = undone;
        *text = buf_str(buffer);
        n++;
    }
    return n;
}
