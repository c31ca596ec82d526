/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Converts the bytes of a file to UTF-8, or finds that they are not text. */
#include "indexer/charset/decode.h"

#include "base/mem.h"
#include "indexer/charset/charset.h"
#include "indexer/charset/mixed.h"
#include "indexer/charset/mojibake.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdio.h>

enum {
    HEAD_BYTES = 8 * 1024,
    PIECE_BYTES = 64, /* examined at a time */
    /* Up to one NUL in so many bytes is taken for an accident; more mean binary data. */
    BYTES_PER_NUL = 512,
    MIN_BYTES_OF_ACCIDENT = 16, /* a single NUL in a shorter text is not one */
};

static const struct {
    struct str bytes;
    const char *what;
} magics[] = {
    {{"%PDF-", 5}, "PDF"},
    {{"\x1F\x8B", 2}, "gzip"},
    {{"PK\x03\x04", 4}, "ZIP"},
    {{"BZh", 3}, "bzip2"},
    {{"\xFD"
      "7zXZ",
      5},
     "xz"},
    {{"\x28\xB5\x2F\xFD", 4}, "Zstandard"},
    {{"7z\xBC\xAF", 4}, "7-Zip"},
    {{"Rar!", 4}, "RAR"},
    {{"\x89PNG", 4}, "PNG"},
    {{"\xFF\xD8\xFF", 3}, "JPEG"},
    {{"GIF8", 4}, "GIF"},
    {{"RIFF", 4}, "RIFF"},
    {{"\x7F"
      "ELF",
      4},
     "ELF"},
    {{"SQLite format 3", 15}, "SQLite"},
    {{"\xD0\xCF\x11\xE0", 4}, "Microsoft Office"},
    {{"\xCA\xFE\xBA\xBE", 4}, "Java class"},
    {{"ID3", 3}, "MP3"},
    {{"OggS", 4}, "Ogg"},
};

static const struct charset utf8 = {"UTF-8", "UTF-8"};

static const struct {
    struct str bytes;
    struct charset charset;
} marks[] = {
    {{"\xEF\xBB\xBF", 3}, {"UTF-8", "UTF-8"}},
    {{"\xFF\xFE\0\0", 4}, {"UTF-32LE", "UTF-32LE"}},
    {{"\0\0\xFE\xFF", 4}, {"UTF-32BE", "UTF-32BE"}},
    {{"\xFF\xFE", 2}, {"UTF-16LE", "UTF-16LE"}},
    {{"\xFE\xFF", 2}, {"UTF-16BE", "UTF-16BE"}},
};

static size_t find_mark(struct str bytes)
{
    size_t i = 0;
    while (i < sizeof marks / sizeof *marks && !str_starts_with(bytes, marks[i].bytes))
        i++;
    return i;
}

static const char *find_magic(struct str bytes)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (str_starts_with(bytes, magics[i].bytes))
            return magics[i].what;
    return NULL;
}

static bool is_control(unsigned char c)
{
    return c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\b' && c != 0x1B;
}

/* Returns whether one of PIECE_BYTES bytes is a control character other than those that are
 * frequent in text. */
static bool have_controls(const char *piece)
{
    unsigned char found = 0; /* no early exit, so that the loop can be vectorised */
    for (size_t i = 0; i < PIECE_BYTES; i++)
        found |= ((unsigned char)piece[i] < 0x20) & (piece[i] != '\n') & (piece[i] != '\t') &
                 (piece[i] != '\r');
    return found;
}

/* Control characters that do not occur in text, and the NULs among them, and those that separate
 * fields in messages and tables (FIX, Hive) and messages in a mailbox (MMDF). */
struct controls {
    size_t n, n_nuls, n_separators;
};

static bool is_separator(char c)
{
    return c == 0x01 || (c >= 0x1C && c <= 0x1F);
}

static struct controls count_controls(struct str head)
{
    struct controls c = {0};
    for (size_t start = 0; start < head.n; start += PIECE_BYTES) {
        struct str piece = str_slice(head, start,
                                     head.n - start < PIECE_BYTES ? head.n : start + PIECE_BYTES);
        if (piece.n == PIECE_BYTES && !have_controls(piece.p))
            continue;
        for (size_t i = 0; i < piece.n; i++) {
            c.n_nuls += piece.p[i] == 0;
            c.n += is_control((unsigned char)piece.p[i]);
            c.n_separators += is_separator(piece.p[i]);
        }
    }
    return c;
}

/* Detects UTF-16 or UTF-32 without a byte order mark: the zero bytes of ASCII characters are only
 * at even or only at odd offsets, and there are blanks or line breaks among them. */
static const struct charset *find_wide_ascii(struct str head)
{
    static const struct charset wide[] = {{"UTF-32LE", "UTF-32LE"},
                                          {"UTF-32BE", "UTF-32BE"},
                                          {"UTF-16LE", "UTF-16LE"},
                                          {"UTF-16BE", "UTF-16BE"}};
    size_t n = head.n & ~(size_t)3, zeros[4] = {0}, n_blanks = 0, n_controls = 0;

    for (size_t i = 0; i < n; i++) {
        zeros[i & 3] += head.p[i] == 0;
        bool is_blank = head.p[i] == ' ' || head.p[i] == '\n';
        n_blanks += is_blank && head.p[i ^ 1] == 0;
        n_controls += head.p[i] && is_control((unsigned char)head.p[i]);
    }
    size_t units = n / 4, n_zeros = zeros[0] + zeros[1] + zeros[2] + zeros[3];
    if (units == 0 || n_zeros < 2 || n_controls * 20 > n)
        return NULL;
    if (zeros[3] == units && zeros[2] * 10 >= units * 9 && zeros[0] * 20 <= units)
        return &wide[0];
    if (zeros[0] == units && zeros[1] * 10 >= units * 9 && zeros[3] * 20 <= units)
        return &wide[1];
    size_t even = zeros[0] + zeros[2], odd = zeros[1] + zeros[3];
    if (n_blanks * 200 < units * 2)
        return NULL;
    if (odd * 20 >= units && even * 50 <= odd)
        return &wide[2];
    if (even * 20 >= units && odd * 50 <= even)
        return &wide[3];
    return NULL;
}

/* ---- UTF-16 of any script, without a byte order mark ---- */

/* What the high byte of a 16-bit unit tells about its script. */
enum wide_kind { WIDE_NONE, WIDE_COMMON, WIDE_HAN, WIDE_OTHER };

/* Classifies a 16-bit unit. WIDE_NONE: not a character, or one that text does not contain. Sets
 * *is_blank if words or sentences end with it. */
static enum wide_kind kind_of_unit(unsigned high, unsigned low, bool *is_blank)
{
    *is_blank = (high == 0 && (low == ' ' || low == '\n')) || (high == 0x30 && low <= 0x02) ||
                (high == 0xFF && low == 0x0C);
    if (high == 0)
        return low >= 0xA0 || (low >= ' ' && low < 0x7F) || low == '\t' || low == '\n' ||
                       low == '\r'
                   ? WIDE_COMMON
                   : WIDE_NONE;
    if (high == 0x20 || high == 0x30 || high == 0xFF)
        return high == 0xFF && (low == 0 || low > 0xEE) ? WIDE_NONE : WIDE_COMMON;
    if (high >= 0x4E && high <= 0x9F)
        return WIDE_HAN;
    if (high >= 0xAC && high <= 0xD7) /* Hangul */
        return WIDE_HAN;
    return high <= 0x1F || high == 0x21 || high == 0x22 || high == 0xFE ? WIDE_OTHER : WIDE_NONE;
}

/* Returns whether head is text when read as pairs of bytes: few pairs are not characters, some end
 * words or sentences, and the rest belongs to one script, which for an alphabet means one or two
 * high bytes. */
static bool reads_in_pairs(struct str head, bool is_big_endian)
{
    size_t counts[256] = {0}, n_none = 0, n_blanks = 0, n_han = 0, n_other = 0;
    const size_t units = head.n / 2;
    for (size_t i = 0; i < units; i++) {
        unsigned first = (unsigned char)head.p[2 * i], second = (unsigned char)head.p[2 * i + 1];
        unsigned high = is_big_endian ? first : second, low = is_big_endian ? second : first;
        bool is_blank;
        enum wide_kind kind = kind_of_unit(high, low, &is_blank);
        n_none += kind == WIDE_NONE;
        n_han += kind == WIDE_HAN;
        n_other += kind == WIDE_OTHER;
        counts[high] += kind == WIDE_OTHER;
        n_blanks += is_blank;
    }
    size_t most = 0, second_most = 0;
    for (size_t i = 0; i < 256; i++) {
        if (counts[i] > most) {
            second_most = most;
            most = counts[i];
        } else if (counts[i] > second_most) {
            second_most = counts[i];
        }
    }
    bool is_one_alphabet = n_other && (most + second_most) * 10 >= n_other * 9 &&
                           n_han * 20 <= n_other;
    bool is_han = n_han && n_other * 20 <= n_han;
    return units >= 4 && n_none * 100 <= units && n_blanks * 200 >= units && n_blanks &&
           (is_one_alphabet || is_han || n_other + n_han == 0);
}

static const struct charset *find_wide(struct str head, struct controls controls)
{
    static const struct charset wide[] = {{"UTF-16LE", "UTF-16LE"}, {"UTF-16BE", "UTF-16BE"}};
    if (controls.n == 0)
        return NULL;
    const struct charset *found = controls.n_nuls ? find_wide_ascii(head) : NULL;
    if (found)
        return found;
    bool is_little = reads_in_pairs(head, false), is_big = reads_in_pairs(head, true);
    return is_little == is_big ? NULL : &wide[is_big];
}

/* Text in ISO-2022-KR begins with this escape sequence. It shifts by means of control
 * characters. */
static bool has_korean_header(struct str s)
{
    return str_starts_with(s, STR_LITERAL("\x1B$)C"));
}

/* Returns why the head of a file is not text, or NULL if it is. */
static const char *why_binary(struct str head, struct controls controls)
{
    const char *magic = find_magic(head);
    if (magic)
        return magic;
    if (find_mark(head) < sizeof marks / sizeof *marks || has_korean_header(head))
        return NULL;
    bool is_accident = controls.n == 1 && head.n >= MIN_BYTES_OF_ACCIDENT;
    bool has_nuls = controls.n_nuls * BYTES_PER_NUL > head.n && !is_accident;
    bool has_few = (controls.n - controls.n_separators) * 10 <= head.n &&
                   controls.n_separators * 3 <= head.n;
    if ((!has_nuls && has_few) || find_wide(head, controls))
        return NULL;
    return has_nuls ? "NUL bytes" : "control characters";
}

static struct str head_of(struct str bytes)
{
    return str_slice(bytes, 0, bytes.n < HEAD_BYTES ? bytes.n : HEAD_BYTES);
}

/* Replaces NULs by U+FFFD. If there are any, moves text into a new buffer. */
static void replace_nuls(struct str *text, struct buf *buffer, size_t *n_replaced)
{
    size_t start = 0, end = str_find_char(*text, '\0', 0);
    if (end == text->n)
        return;
    struct buf clean = BUF_INIT;
    buf_reserve(&clean, text->n + 64);
    for (; end < text->n; end = str_find_char(*text, '\0', start)) {
        buf_append_str(&clean, str_slice(*text, start, end));
        buf_append(&clean, "\xEF\xBF\xBD", 3);
        ++*n_replaced;
        start = end + 1;
    }
    buf_append_str(&clean, str_slice(*text, start, text->n));
    buf_done(buffer);
    *buffer = clean;
    *text = buf_str(buffer);
}

static void finish(struct decoded *ret, struct str text, struct buf *buffer,
                   const struct charset *charset, const char *evidence, size_t n_replaced)
{
    replace_nuls(&text, buffer, &n_replaced);
    bool is_utf8 = strcmp(charset->name, "UTF-8") == 0;
    unsigned n_undone = is_utf8 && n_replaced == 0 ? mojibake_undo(&text, buffer) : 0;
    ret->text = text;
    snprintf(ret->charset, sizeof ret->charset, "%s%s", charset->name,
             n_undone ? " (mojibake)" : "");
    ret->evidence = evidence;
    ret->n_replaced = n_replaced;
}

static void repair_utf8(struct str bytes, struct buf *buffer, struct decoded *ret,
                        const char *evidence)
{
    if (utf8_is_valid(bytes, NULL)) {
        finish(ret, bytes, buffer, &utf8, evidence, 0);
        return;
    }
    size_t n_replaced = utf8_append_repaired(buffer, bytes);
    finish(ret, buf_str(buffer), buffer, &utf8, evidence, n_replaced);
}

/* Tries a character set. Returns false, with the buffer empty, if more than one byte in
 * bytes_per_error would be replaced. */
static bool convert(const struct charset *charset, struct str bytes, size_t bytes_per_error,
                    const char *evidence, struct buf *buffer, struct decoded *ret)
{
    size_t n_replaced;
    buf_clear(buffer);
    if (!charset_convert(charset, bytes, buffer, &n_replaced) ||
        n_replaced * bytes_per_error > bytes.n) {
        buf_clear(buffer);
        return false;
    }
    finish(ret, buf_str(buffer), buffer, charset, evidence, n_replaced);
    return true;
}

/* Returns whether bytes are UTF-8 with a few errors: most bytes above 0x7F form characters. */
static bool is_damaged_utf8(struct str bytes)
{
    enum { MANY_ERRORS = 100 };
    return !mixed_is_foreign(mixed_count(bytes, MANY_ERRORS));
}

static bool has_japanese_escape(struct str s)
{
    for (size_t i = str_find_char(s, '\x1B', 0); i < s.n; i = str_find_char(s, '\x1B', i + 1))
        if (i + 2 < s.n && s.p[i + 1] == '$' && (s.p[i + 2] == 'B' || s.p[i + 2] == '@'))
            return true;
    return false;
}

static void decode_undeclared(struct str bytes, struct buf *buffer, struct decoded *ret)
{
    bool is_guess;
    if (mixed_unfold(bytes, buffer)) {
        finish(ret, buf_str(buffer), buffer, &utf8, "statistics", 0);
        return;
    }
    if (mixed_is(bytes)) {
        size_t n_replaced = mixed_append(buffer, bytes);
        finish(ret, buf_str(buffer), buffer, &utf8, "statistics", n_replaced);
        return;
    }
    if (is_damaged_utf8(bytes)) {
        repair_utf8(bytes, buffer, ret, "statistics");
        return;
    }
    const struct charset *charset = charset_detect(bytes, &is_guess);
    if (!convert(charset, bytes, 1, is_guess ? "statistics" : "fallback", buffer, ret))
        repair_utf8(bytes, buffer, ret, "fallback");
}

/* controls are those of the head of bytes. */
static enum err_code decode_counted(struct str bytes, struct controls controls, struct buf *buffer,
                                    struct decoded *ret, struct err *err)
{
    buf_clear(buffer);
    size_t mark = find_mark(bytes);
    if (mark < sizeof marks / sizeof *marks) {
        struct str rest = str_slice(bytes, marks[mark].bytes.n, bytes.n);
        if (mark == 0 || !convert(&marks[mark].charset, rest, 1, "bom", buffer, ret))
            repair_utf8(rest, buffer, ret, "bom");
        return ERR_OK;
    }
    const struct charset *wide = find_wide(head_of(bytes), controls);
    if (wide)
        return convert(wide, bytes, 50, "statistics", buffer, ret)
                   ? ERR_OK
                   : err_set(err, ERR_INPUT, "binary file (NUL bytes)");
    if (utf8_is_valid(bytes, NULL)) {
        const char *shifting = has_korean_header(bytes)     ? "ISO-2022-KR"
                               : has_japanese_escape(bytes) ? "ISO-2022-JP"
                                                            : NULL;
        if (!shifting ||
            !convert(charset_by_label(str_of(shifting)), bytes, 50, "statistics", buffer, ret))
            finish(ret, bytes, buffer, &utf8, "valid", 0);
        return ERR_OK;
    }
    const struct charset *declared = charset_declared(bytes);
    if (declared && strncmp(declared->name, "UTF-", 4) != 0 &&
        convert(declared, bytes, 20, "declared", buffer, ret))
        return ERR_OK;
    decode_undeclared(bytes, buffer, ret);
    return ERR_OK;
}

enum err_code decode(struct str bytes, struct buf *buffer, struct decoded *ret, struct err *err)
{
    struct controls controls = count_controls(head_of(bytes));
    const char *binary = why_binary(head_of(bytes), controls);
    if (binary)
        return err_set(err, ERR_INPUT, "binary file (%s)", binary);
    return decode_counted(bytes, controls, buffer, ret, err);
}

enum err_code decode_text(struct str bytes, struct buf *buffer, struct decoded *ret,
                          struct err *err)
{
    return decode_counted(bytes, count_controls(head_of(bytes)), buffer, ret, err);
}
