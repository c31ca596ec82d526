/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decodes mail headers: encoded words, raw 8-bit text, short years; repairs lines that are not
 * headers. */
#include "indexer/formats/mail/mail_header.h"

#include "base/mem.h"
#include "indexer/charset/decode.h"
#include "indexer/formats/mail/mailbox.h"
#include "text/utf8.h"

/* ---- encoded words ---- */

struct encoded_word {
    struct str charset, text;
    bool is_base64;
    size_t end; /* the offset after it */
};

/* Reads the encoded word at i of s: "=?charset?Q?text?=". */
static bool read_word(struct str s, size_t i, struct encoded_word *ret)
{
    size_t question = str_find_char(s, '?', i + 2);
    if (question + 2 >= s.n || s.p[question + 2] != '?')
        return false;
    ret->charset = str_slice(s, i + 2, question);
    /* "*" and a language may follow the name. */
    ret->charset.n = str_find_char(ret->charset, '*', 0);
    char encoding = ascii_lower(s.p[question + 1]);
    size_t start = question + 3, end = str_find(s, STR_LITERAL("?="), start);
    if (ret->charset.n == 0 || end == s.n || (encoding != 'b' && encoding != 'q') ||
        str_find(str_slice(s, start, end), STR_LITERAL("=?"), 0) < end - start)
        return false;
    ret->text = str_slice(s, start, end);
    ret->is_base64 = encoding == 'b';
    ret->end = end + 2;
    return true;
}

static int hex_value(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void decode_q(struct str s, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        bool is_escape = s.p[i] == '=' && i + 2 < s.n && hex_value(s.p[i + 1]) >= 0 &&
                         hex_value(s.p[i + 2]) >= 0;
        char c = s.p[i] == '_' ? ' ' : s.p[i];
        buf_append_char(out,
                        is_escape ? (char)(hex_value(s.p[i + 1]) * 16 + hex_value(s.p[i + 2])) : c);
        i += is_escape ? 2 : 0;
    }
}

static int base64_value(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = c ? strchr(digits, c) : NULL;
    return found ? (int)(found - digits) : -1;
}

static void decode_base64(struct str s, struct buf *out)
{
    uint32_t bits = 0;
    unsigned n_bits = 0;
    for (size_t i = 0; i < s.n; i++) {
        int value = base64_value(s.p[i]);
        if (value < 0)
            continue;
        bits = bits << 6 | (uint32_t)value;
        n_bits += 6;
        if (n_bits >= 8) {
            n_bits -= 8;
            buf_append_char(out, (char)(bits >> n_bits));
        }
    }
}

/* ---- values ---- */

struct decoder {
    struct buf *out;
    struct buf pending; /* decoded bytes that are not converted yet */
    struct str pending_charset;
    const struct charset *charset; /* of text that is not encoded */
};

static bool has_high_byte(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

static void append_converted(struct buf *out, const struct charset *charset, struct str bytes)
{
    size_t n_replaced;
    bool is_guess;
    if (has_high_byte(bytes) && utf8_is_valid(bytes, NULL)) {
        buf_append_str(out, bytes);
        return;
    }
    const char escape = 0x1B; /* shifts between the sets of ISO-2022-JP */
    if (str_find_char(bytes, escape, 0) < bytes.n && !has_high_byte(bytes))
        charset = charset_by_label(STR_LITERAL("iso-2022-jp"));
    else if (!charset || strcmp(charset->name, "UTF-8") == 0)
        charset = has_high_byte(bytes) ? charset_detect(bytes, &is_guess) : NULL;
    if (!charset || !charset_convert(charset, bytes, out, &n_replaced))
        utf8_append_repaired(out, bytes);
}

static void flush_words(struct decoder *d)
{
    if (d->pending.n)
        append_converted(d->out, charset_by_label(d->pending_charset), buf_str(&d->pending));
    buf_clear(&d->pending);
}

static void add_word(struct decoder *d, const struct encoded_word *word)
{
    if (!str_equal_ignoring_case(word->charset, d->pending_charset))
        flush_words(d);
    d->pending_charset = word->charset;
    if (word->is_base64)
        decode_base64(word->text, &d->pending);
    else
        decode_q(word->text, &d->pending);
}

static bool is_blank(struct str s)
{
    return str_trim(s).n == 0;
}

static void clean_controls(struct buf *out, size_t start)
{
    size_t n = start;
    for (size_t i = start; i < out->n; i++) {
        if (out->p[i] == '\r' || out->p[i] == '\n')
            continue; /* the blank after a folded line break remains */
        bool is_control = (unsigned char)out->p[i] < 0x20 || out->p[i] == 0x7F;
        out->p[n++] = is_control ? ' ' : out->p[i];
    }
    out->n = n;
}

void mail_header_decode(struct str raw, const struct charset *charset, struct buf *out)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    struct decoder d = {.out = &value, .pending_charset = STR_EMPTY, .charset = charset};
    size_t plain = 0; /* the start of the text that is not encoded */
    for (size_t i = str_find(raw, STR_LITERAL("=?"), 0); i < raw.n;) {
        struct encoded_word word;
        if (!read_word(raw, i, &word)) {
            i = str_find(raw, STR_LITERAL("=?"), i + 1);
            continue;
        }
        struct str before = str_slice(raw, plain, i);
        if (d.pending.n == 0 || !is_blank(before)) {
            flush_words(&d);
            append_converted(&value, charset, before);
        }
        add_word(&d, &word);
        plain = word.end;
        i = str_find(raw, STR_LITERAL("=?"), plain);
    }
    flush_words(&d);
    append_converted(&value, charset, str_slice(raw, plain, raw.n));
    buf_done(&d.pending);
    clean_controls(&value, 0);
    utf8_append_repaired(out, str_trim(buf_str(&value)));
}

/* ---- dates ---- */

static bool is_month(struct str s)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (s.n < 3)
        return false;
    for (size_t i = 0; i < sizeof months - 1; i += 3)
        if (str_equal_ignoring_case(str_slice(s, 0, 3), (struct str){months + i, 3}))
            return true;
    return false;
}

void mail_header_expand_year(struct str date, struct buf *out)
{
    for (size_t i = 0; i < date.n;) {
        size_t start = i, year = 0,
               comment = date.p[i] == '(' ? str_find_char(date, ')', i) : date.n;
        if (comment + 1 < date.n) { /* a comment in the middle: "3 (third) Feb" */
            i = comment + 1;
            continue;
        }
        bool follows_day = i > 1 && memchr(" -", date.p[i - 1], 2) && ascii_is_digit(date.p[i - 2]);
        while (i < date.n && ascii_is_alpha(date.p[i]))
            i++;
        bool is_month_of_date = follows_day && is_month(str_slice(date, start, i));
        i += is_month_of_date && i < date.n && memchr(" -", date.p[i], 2) != NULL;
        size_t digits = i;
        while (is_month_of_date && i < date.n && ascii_is_digit(date.p[i]) && i - digits < 4)
            year = year * 10 + (size_t)(date.p[i++] - '0');
        if (i - digits == 2 || i - digits == 3) {
            year += i - digits == 3 || year >= 50 ? 1900 : 2000;
            buf_append_str(out, str_slice(date, start, digits));
            buf_append_format(out, "%zu", year);
        } else {
            i += i == start;
            buf_append_str(out, str_slice(date, start, i));
        }
    }
}

/* ---- messages ---- */

/* Returns the first charset parameter of the message that says how 8-bit text is encoded. */
static const struct charset *declared_charset(struct str message)
{
    for (size_t i = str_find_char(message, '=', 0); i < message.n;
         i = str_find_char(message, '=', i + 1)) {
        if (!str_ends_with_ignoring_case(str_slice(message, 0, i), "charset"))
            continue;
        size_t start = i + 1, end;
        start += start < message.n && message.p[start] == '"';
        for (end = start; end < message.n && message.p[end] > ' ' && message.p[end] != '"' &&
                          message.p[end] != ';';)
            end++;
        struct str label = str_slice(message, start, end);
        const struct charset *charset = charset_by_label(label);
        if (charset && strcmp(charset->name, "UTF-8") != 0 &&
            !str_equal_ignoring_case(label, STR_LITERAL("us-ascii")))
            return charset;
    }
    return NULL;
}

const struct charset *mail_header_charset(struct str message)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct decoded decoded;
    struct err err = ERR_INIT;
    if (utf8_is_valid(message, NULL))
        return NULL;
    const struct charset *declared = declared_charset(message);
    if (declared)
        return declared;
    return decode(message, &text, &decoded, &err) ? NULL
                                                  : charset_by_label(str_of(decoded.charset));
}

/* Sets *ret to the line of the head at `at`. Returns false at the end of the head. */
static bool next_head_line(struct str s, size_t at, struct str *ret)
{
    size_t end = str_find_char(s, '\n', at);
    *ret = str_slice(s, at, end < s.n ? end + 1 : end);
    return str_trim(*ret).n > 0;
}

/* Returns whether a line is like "From ada@example.org Tue May 10 09:30:00 2011", which may precede
 * the headers. */
static bool is_separator(struct str line)
{
    return str_starts_with(line, STR_LITERAL("From ")) ||
           str_starts_with(line, STR_LITERAL(">From "));
}

/* Counts the lines before the last header that are not headers. Returns 0 if they are the majority:
 * then the body begins without an empty line. */
static size_t count_bad_lines(struct str s)
{
    size_t n_good = 0, n_bad = 0, n_inner = 0;
    struct str line;
    for (size_t at = 0; next_head_line(s, at, &line); at += line.n) {
        bool is_inner = ascii_is_space(line.p[0]) || (at == 0 && is_separator(line));
        if (is_inner)
            continue;
        if (mailbox_header_name(line).n) {
            n_good++;
            n_inner = n_bad;
        } else {
            n_bad++;
        }
    }
    return n_inner <= n_good ? n_inner : 0;
}

/* Makes a header of a line with several words, "this was:broken", and a continuation of one
 * word. */
static void mend_line(struct buf *b, size_t at, size_t n)
{
    size_t blank = at;
    while (blank < at + n && b->p[blank] > ' ' && b->p[blank] < 0x7F)
        blank++;
    if (blank > at && blank + 1 < at + n && b->p[blank] == ' ') {
        b->p[blank] = ':';
        return;
    }
    for (size_t i = at; i > 0 && (b->p[i - 1] == '\n' || b->p[i - 1] == '\r'); i--)
        b->p[i - 1] = ' ';
}

/* Returns where the body begins if it follows the head without an empty line; 0 otherwise. */
static size_t find_text(struct str s)
{
    size_t text = 0;
    struct str line;
    for (size_t at = 0; next_head_line(s, at, &line); at += line.n) {
        if (ascii_is_space(line.p[0]) || mailbox_header_name(line).n || at == 0)
            text = 0;
        else if (text == 0)
            text = at;
    }
    return text;
}

/* Returns the message with an empty line inserted at `at`, in buffer. */
static struct str divide(struct str message, size_t at, struct buf *buffer)
{
    AUTO(buf_done) struct buf whole = BUF_INIT;
    buf_append_str(&whole, str_slice(message, 0, at));
    buf_append_char(&whole, '\n');
    buf_append_str(&whole, str_slice(message, at, message.n));
    buf_clear(buffer);
    buf_append_str(buffer, buf_str(&whole));
    return buf_str(buffer);
}

struct str mail_header_repair(struct str message, struct buf *buffer)
{
    size_t n_bad = count_bad_lines(message), at = 0, text = find_text(message);
    struct str line;
    if (n_bad == 0)
        return text ? divide(message, text, buffer) : message;
    buf_clear(buffer);
    buf_append_str(buffer, message);
    for (; n_bad && next_head_line(message, at, &line); at += line.n) {
        bool is_inner = ascii_is_space(line.p[0]) || (at == 0 && is_separator(line));
        if (is_inner || mailbox_header_name(line).n)
            continue;
        mend_line(buffer, at, line.n);
        n_bad--;
    }
    return text ? divide(buf_str(buffer), text, buffer) : buf_str(buffer);
}
