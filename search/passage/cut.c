/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chooses where a passage begins and ends: at paragraphs, sentences or words. */
#include "search/passage/cut.h"

#include "text/utf8.h"

enum {
    PARAGRAPH_REACH = 2048, /* how far away the edge of a paragraph is looked for */
    QUALITY_BYTES = 1024,   /* of a paragraph that are examined */
    SHORT_LINE_BYTES = 40,  /* a shorter line may be a menu entry, a heading or a dateline */
    ABBREVIATION_BYTES = 3, /* "Mr.", "Gov.", "St." do not end a sentence */
};

/* ---- characters ---- */

static uint32_t char_at(struct str text, size_t offset)
{
    size_t next;
    return offset < text.n ? utf8_decode(text, offset, &next) : 0;
}

static size_t next_of(struct str text, size_t offset)
{
    size_t next;
    utf8_decode(text, offset, &next);
    return next;
}

/* Returns the smallest boundary of a character at or after offset. */
static size_t ceiling_of(struct str text, size_t offset)
{
    size_t floor = utf8_floor(text, offset);
    return floor < offset ? next_of(text, floor) : floor;
}

static size_t previous_of(struct str text, size_t offset)
{
    return utf8_floor(text, offset - 1);
}

static uint32_t char_before(struct str text, size_t offset)
{
    return offset ? char_at(text, previous_of(text, offset)) : 0;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

static bool is_in(uint32_t c, const uint32_t *set, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (set[i] == c)
            return true;
    return false;
}
#define IS_IN(c, set) is_in((c), (set), sizeof(set) / sizeof *(set))

static bool is_terminator(uint32_t c)
{
    /* Devanagari danda, Arabic question mark and full stop, Ethiopic, ideographic, full-width. */
    static const uint32_t others[] = {0x964,  0x965,  0x61F,  0x6D4,  0x1362, 0x2026, 0x203C,
                                      0x3002, 0xFF01, 0xFF0E, 0xFF1F, 0xFF61, 0x17D4, 0x104B};
    return c == '.' || c == '!' || c == '?' || (c > 0x7F && IS_IN(c, others));
}

static bool is_closer(uint32_t c)
{
    static const uint32_t closers[] = {'"',    '\'',   ')',    ']',    0xBB,   0x2019, 0x201D,
                                       0x203A, 0x300D, 0x300F, 0xFF09, 0x300B, 0x3011};
    return IS_IN(c, closers);
}

/* Returns true for what a passage must not begin with: all punctuation that neither opens something
 * nor belongs to the word after it ("$5", "#tag", "@name"). */
static bool is_trailing_punctuation(uint32_t c)
{
    static const uint32_t ascii[] = {'!', ')', '*',  ',', '-', '.', '/', ':', ';', '=',
                                     '>', '?', '\\', ']', '^', '_', '`', '|', '}', '~'};
    static const uint32_t others[] = {0xB7,   0xBB,   0x2019, 0x201D, 0x203A, 0x60C,  0x61B,
                                      0x3001, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0xFF09,
                                      0xFF0C, 0xFF1A, 0xFF1B, 0x30FB, 0x30FC};
    if (c < 0x80)
        return IS_IN(c, ascii);
    return is_terminator(c) || (c >= 0x2010 && c <= 0x2015) || (c >= 0x2020 && c <= 0x2027) ||
           IS_IN(c, others);
}

/* Returns the first offset in [offset, most] at which a passage may begin. */
static size_t skip_punctuation(struct str text, size_t offset, size_t most)
{
    while (offset < most) {
        uint32_t c = char_at(text, offset);
        if (!is_blank(c) && !is_trailing_punctuation(c))
            break;
        offset = next_of(text, offset);
    }
    return offset;
}

/* Returns true for scripts that do not put blanks between words. */
static bool is_unspaced(uint32_t c)
{
    return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF) || (c >= 0x2E80 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFF9F) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/* Returns true if c belongs to the character before it: combining marks, and vowel signs with a
 * width of their own. */
static bool is_dependent(uint32_t c)
{
    char bytes[4];
    if ((c >= 0x17B4 && c <= 0x17D3) || (c >= 0x102B && c <= 0x103E) ||
        (c >= 0x1056 && c <= 0x1059) || (c >= 0x1F3FB && c <= 0x1F3FF))
        return true;
    if (c == 0x0E30 || c == 0x0E32 || c == 0x0E33 || c == 0x0EB0 || c == 0x0EB2 || c == 0x0EB3)
        return true;
    return utf8_columns((struct str){bytes, utf8_put(c, bytes)}) == 0;
}

/* Returns true if before and c must stay together: Thai and Lao vowels that are written before
 * their consonant, joiners, stacked consonants, and small kana and sound marks. */
static bool are_joined(uint32_t before, uint32_t c)
{
    return is_dependent(c) || before == 0x200D || (before >= 0x0E40 && before <= 0x0E44) ||
           (before >= 0x0EC0 && before <= 0x0EC4) || before == 0x17D2 || before == 0x1039 ||
           is_trailing_punctuation(c);
}

/* Returns true if a word may end at offset and another begin there. */
static bool is_word_break(struct str text, size_t offset)
{
    if (offset == 0 || offset >= text.n)
        return true;
    uint32_t before = char_before(text, offset), c = char_at(text, offset);
    if (is_blank(before) || is_blank(c))
        return true;
    return (is_unspaced(before) || is_unspaced(c)) && !are_joined(before, c);
}

static size_t trim_end(struct str text, size_t start, size_t end)
{
    while (end > start && is_blank(char_before(text, end)))
        end = previous_of(text, end);
    return end;
}

size_t cut_word_end(struct str text, size_t offset, size_t least)
{
    offset = utf8_floor(text, offset < text.n ? offset : text.n);
    while (offset > least && !is_word_break(text, offset))
        offset = previous_of(text, offset);
    return offset > least ? trim_end(text, least, offset) : least;
}

static size_t word_start(struct str text, size_t offset, size_t most)
{
    offset = ceiling_of(text, offset);
    while (offset < most && (is_blank(char_at(text, offset)) || !is_word_break(text, offset)))
        offset = next_of(text, offset);
    return offset < most ? offset : most;
}

/* ---- sentences ---- */

/* Returns true if the full stop at offset belongs to an initial or a short abbreviation: "U.S.",
 * "J.", "Mr.", "Gov.". */
static bool is_abbreviation(struct str text, size_t offset)
{
    size_t start = offset;
    while (start > 0 && offset - start <= ABBREVIATION_BYTES && ascii_is_alpha(text.p[start - 1]))
        start--;
    return start < offset && offset - start <= ABBREVIATION_BYTES && ascii_is_upper(text.p[start]);
}

/* Returns true if offset is at the beginning of the text or follows an empty line. */
static bool is_paragraph_start(struct str text, size_t offset)
{
    size_t n_breaks = 0;
    while (offset > 0 && ascii_is_space(text.p[offset - 1]) && n_breaks < 2)
        n_breaks += text.p[--offset] == '\n';
    return offset == 0 || n_breaks >= 2;
}

bool cut_is_sentence_start(struct str text, size_t offset)
{
    uint32_t c = char_at(text, offset);
    if (is_blank(c))
        return false;
    if (is_paragraph_start(text, offset))
        return true;
    bool has_blank = false;
    while (offset > 0 && is_blank(char_before(text, offset))) {
        offset = previous_of(text, offset);
        has_blank = true;
    }
    while (offset > 0 && is_closer(char_before(text, offset)))
        offset = previous_of(text, offset);
    uint32_t end = char_before(text, offset);
    if (!is_terminator(end))
        return false;
    if (!has_blank && (end < 0x80 || is_closer(c) || is_trailing_punctuation(c)))
        return false;
    return end != '.' || !((c >= 'a' && c <= 'z') || is_abbreviation(text, offset - 1));
}

/* Returns the first start of a sentence in (from, limit], or limit + 1 if there is none. */
static size_t next_sentence(struct str text, size_t from, size_t limit)
{
    bool is_after_end = false;
    for (size_t i = from; i <= limit && i < text.n; i = next_of(text, i)) {
        uint32_t c = char_at(text, i);
        if (i > from && is_after_end && !is_blank(c) && cut_is_sentence_start(text, i))
            return i;
        /* A sentence starts only after a blank or a terminator, so that other places are cheap. */
        is_after_end = is_blank(c) || is_terminator(c) || is_closer(c);
    }
    return limit + 1;
}

/* ---- paragraphs ---- */

static bool is_empty_line_at(struct str text, size_t line_break)
{
    size_t i = line_break + 1;
    while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\t' || text.p[i] == '\r'))
        i++;
    return i < text.n && text.p[i] == '\n';
}

/* Where the paragraph that has start begins: after the last line of [first, start) that an empty
 * one follows; first if there is none. */
static size_t paragraph_start(struct str text, size_t first, size_t start)
{
    while (start > first) {
        const char *line_break = memrchr(text.p + first, '\n', start - first);
        if (!line_break)
            return first;
        size_t at = (size_t)(line_break - text.p);
        if (is_empty_line_at(text, at))
            return at + 1;
        start = at;
    }
    return first;
}

/* The line break before the first empty line of [end, last); last if there is none. */
static size_t paragraph_end(struct str text, size_t end, size_t last)
{
    struct str room = str_slice(text, 0, last);
    size_t at = str_find_char(room, '\n', end);
    while (at < last && !is_empty_line_at(text, at))
        at = str_find_char(room, '\n', at + 1);
    return at;
}

struct cut_range cut_paragraph(struct str text, size_t start, size_t end)
{
    size_t first = start > PARAGRAPH_REACH ? utf8_floor(text, start - PARAGRAPH_REACH) : 0;
    size_t last = text.n - end > PARAGRAPH_REACH ? utf8_floor(text, end + PARAGRAPH_REACH) : text.n;

    size_t i = paragraph_start(text, first, start);
    if (i == first && first > 0)
        i = word_start(text, first, start);
    i = skip_punctuation(text, i, start);

    size_t j = paragraph_end(text, end, last);
    size_t stop = cut_word_end(text, j, end);
    return (struct cut_range){i, stop > end ? stop : trim_end(text, end, j)};
}

static bool is_separator(uint32_t c)
{
    return c == '|' || c == 0xBB || c == 0x203A || c == 0xB7 || c == 0x2022;
}

/* Skips the ASCII characters that say nothing about the quality of a paragraph. */
static size_t skip_plain(struct str s, size_t i)
{
    static const bool tells[0x80] = {
        ['\n'] = true, ['|'] = true, [']'] = true, ['.'] = true, ['!'] = true, ['?'] = true};
    while (i < s.n && (unsigned char)s.p[i] < 0x80 && !tells[(unsigned char)s.p[i]])
        i++;
    return i;
}

double cut_quality(struct str paragraph, struct str title)
{
    if (title.n && str_equal_ignoring_case(paragraph, title))
        return 0.5;
    struct str s = paragraph;
    if (s.n > QUALITY_BYTES)
        s.n = utf8_floor(s, QUALITY_BYTES);

    size_t n_lines = 1, n_separators = 0, n_links = 0;
    for (size_t i = 0; i < s.n; i = next_of(s, i)) {
        i = skip_plain(s, i);
        if (i == s.n)
            break;
        uint32_t c = char_at(s, i);
        n_lines += c == '\n';
        n_separators += is_separator(c) && i + 1 < s.n && is_blank(char_before(s, i));
        n_links += c == ']' && i + 1 < s.n && s.p[i + 1] == '(';
        if (is_terminator(c)) {
            size_t next = next_of(s, i);
            bool ends = next == s.n || is_blank(char_at(s, next)) || is_closer(char_at(s, next));
            if ((ends || c > 0x7F) && !is_abbreviation(s, i))
                return 1;
        }
    }
    if (n_separators || n_links > 1)
        return 0.3;
    return s.n / n_lines < SHORT_LINE_BYTES ? 0.6 : 0.9;
}

/* ---- the cut ---- */

/* Returns the last start of a sentence in [first, most], or most + 1 if there is none. */
static size_t last_sentence(struct str text, size_t first, size_t most)
{
    size_t last = cut_is_sentence_start(text, first) ? first : most + 1;
    for (size_t i = next_sentence(text, first, most); i <= most; i = next_sentence(text, i, most))
        last = i;
    return last;
}

/* Returns where to begin so that core is within max_bytes: at the beginning of core's sentence or,
 * if that is too far away, some words before core. */
static size_t choose_start(struct str text, struct cut_range core, size_t room_start,
                           size_t max_bytes)
{
    size_t spare = max_bytes - (core.end - core.start);
    size_t first = core.start - room_start > spare ? core.start - spare : room_start;
    first = ceiling_of(text, first);
    size_t sentence = last_sentence(text, first, core.start);
    if (sentence <= core.start)
        return sentence;
    if (first == room_start)
        return word_start(text, first, core.start);
    return word_start(text, core.start - spare / 3, core.start);
}

/* Returns where to end: after the last sentence that fits, unless that leaves much room unused. */
static size_t choose_end(struct str text, size_t start, struct cut_range core, size_t room_end,
                         size_t max_bytes)
{
    size_t limit = start + max_bytes;
    if (limit >= room_end)
        return room_end;
    size_t least = start + max_bytes * 3 / 5;
    if (least < core.end)
        least = core.end;
    if (least > limit)
        return core.end;
    size_t sentence = last_sentence(text, utf8_floor(text, least), limit);
    if (sentence <= limit && sentence > core.end)
        return trim_end(text, core.end, sentence);
    size_t end = cut_word_end(text, limit, core.end);
    return end > start ? end : utf8_floor(text, limit); /* a single endless word */
}

struct cut_range cut_around(struct str text, struct cut_range core, struct cut_range room,
                            size_t max_bytes)
{
    if (room.end - room.start > max_bytes) {
        size_t core_bytes = core.end - core.start;
        if (max_bytes < core_bytes)
            max_bytes = core_bytes;
        size_t start = choose_start(text, core, room.start, max_bytes);
        size_t end = choose_end(text, start, core, room.end, max_bytes);
        if (end == room.end && end - start < max_bytes) {
            /* Uses the room that is left for sentences before the passage or, if none fits, for
             * words. */
            size_t first = end - room.start > max_bytes ? ceiling_of(text, end - max_bytes)
                                                        : room.start;
            size_t sentence = cut_is_sentence_start(text, first)
                                  ? first
                                  : next_sentence(text, first, start);
            if (sentence < start)
                start = sentence;
            else if (!cut_is_sentence_start(text, start))
                start = word_start(text, first, start);
        }
        room = (struct cut_range){start, end};
    }
    room.start = skip_punctuation(text, room.start, core.start);
    return room;
}
