/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Segments and folds words of any script with libunistring, behind a cache. */
#include "text/words.h"

#include "base/mem.h"
#include "text/utf8.h"

#include <unictype.h>

enum {
    CACHE_SLOTS = 16384, /* a power of two */
    FIRST_SLOTS = 256,   /* few, because a search would touch the pages of all */
    CACHE_BYTES = 1024 * 1024,
    CACHE_MAX_KEY_BYTES = 64,
};

/* What the cache has for a segment. The record is followed by the words, their bytes, and the
 * segment. */
struct cache_record {
    uint32_t n_bytes;
    uint16_t n_words;
    uint16_t key_n;
};

struct cache_slot {
    uint32_t hash;
    uint32_t record; /* its offset in the cache plus one, or 0 if the slot is free */
};

struct words {
    bool keep_marks;
    struct fold *fold;
    /* The words of a segment that is not in the cache. */
    struct word *words;
    size_t n, capacity;
    struct buf bytes;
    struct buf term; /* scratch of add_word() */

    size_t cached, cache_used; /* segments and bytes */
    size_t n_slots;            /* in use; at least twice the number of segments */
    struct cache_slot slots[CACHE_SLOTS];
    char cache[CACHE_BYTES] __attribute__((aligned(8)));
};

struct words *words_new(bool keep_marks, struct fold *fold)
{
    struct words *w = mem_alloc_zeroed(1, sizeof *w);

    w->keep_marks = keep_marks;
    w->fold = fold;
    w->n_slots = FIRST_SLOTS;
    return w;
}

void words_free(struct words *w)
{
    if (!w)
        return;
    mem_free(w->words);
    buf_done(&w->bytes);
    buf_done(&w->term);
    mem_free(w);
}

/* A sequence of folded characters. */
struct units {
    const struct fold_unit *u;
    size_t n;
};

static size_t skip_extend(struct units t, size_t i)
{
    while (i < t.n && t.u[i].class == FOLD_EXTEND && !t.u[i].breaks)
        i++;
    return i;
}

/* Returns the class at i, unless a break precedes it. */
static enum fold_class class_at(struct units t, size_t i)
{
    return i < t.n && !t.u[i].breaks ? t.u[i].class : FOLD_OTHER;
}

static uint32_t character_at(struct units t, size_t i)
{
    return i < t.n && !t.u[i].breaks ? t.u[i].c : 0;
}

static bool is_letter(enum fold_class class)
{
    return class == FOLD_LETTER || class == FOLD_HEBREW;
}

static bool is_letter_or_digit(enum fold_class class)
{
    return is_letter(class) || class == FOLD_DIGIT;
}

/* Returns true if between joins a letter or digit to the next one: WB6, WB7, WB7b, WB7c, WB11 and
 * WB12 of UAX #29. */
static bool bridges(enum fold_class before, enum fold_class between, enum fold_class after)
{
    switch (between) {
    case FOLD_APOSTROPHE:
        return (is_letter(before) && is_letter(after)) ||
               (before == FOLD_DIGIT && after == FOLD_DIGIT);
    case FOLD_MID_LETTER:
        return is_letter(before) && is_letter(after);
    case FOLD_QUOTE:
        return before == FOLD_HEBREW && after == FOLD_HEBREW;
    case FOLD_MID_NUMBER:
        return before == FOLD_DIGIT && after == FOLD_DIGIT;
    default:
        return false;
    }
}

/* Returns where the word ends that begins with the letter or digit at i. */
static size_t word_end(struct units t, size_t i)
{
    enum fold_class before = t.u[i].class;

    for (i = skip_extend(t, i + 1); i < t.n;) {
        enum fold_class class = class_at(t, i);
        size_t next = skip_extend(t, i + 1);

        if (is_letter_or_digit(class)) { /* WB5, WB8 to WB10 */
            before = class;
            i = next;
        } else if (bridges(before, class, class_at(t, next))) {
            before = class_at(t, next);
            i = skip_extend(t, next + 1);
        } else {
            break;
        }
    }
    return i;
}

/* Returns true for a word of one letter, of which acronyms consist. Hangul letters are excluded
 * because they would compose. */
static bool is_single_letter(struct units t, size_t i)
{
    uint32_t c = t.u[i].c;

    return is_letter(t.u[i].class) && word_end(t, i) == skip_extend(t, i + 1) &&
           !(c >= 0x1100 && c <= 0x11FF) && !(c >= 0xAC00 && c <= 0xD7A3);
}

/* Returns the end of the acronym that begins with the letter at i, including its last full stop, or
 * 0 if there is none. */
static size_t acronym_end(struct units t, size_t i)
{
    size_t n_letters = 1, at = skip_extend(t, i + 1);

    if (character_at(t, at) != '.' || !is_single_letter(t, i))
        return 0;
    for (;;) {
        size_t next = skip_extend(t, at + 1);

        if (!is_letter(class_at(t, next)) || !is_single_letter(t, next))
            return n_letters > 1 ? next : 0;
        n_letters++;
        at = skip_extend(t, next + 1);
        if (character_at(t, at) != '.')
            return at;
    }
}

/* Counts the ASCII letters from i on; "&" joins one or two. */
static size_t count_ascii_letters(struct units t, size_t i)
{
    size_t n = 0;

    while (character_at(t, i + n) < 0x80 && ascii_is_alpha((char)character_at(t, i + n)))
        n++;
    return n;
}

/* Returns the end of the word [i, end) with the signs that belong to it. */
static size_t signs_end(struct units t, size_t i, size_t end)
{
    uint32_t letter = t.u[i].c, sign = character_at(t, end);
    size_t n;

    if (end - i > 2)
        return end;
    if (end - i == 1 && letter == 'c' && sign == '+' && character_at(t, end + 1) == '+' &&
        character_at(t, end + 2) != '+')
        return end + 2;
    if (end - i == 1 && (letter == 'c' || letter == 'f') && sign == '#' &&
        !is_letter_or_digit(class_at(t, end + 1)))
        return end + 1;
    if (sign != '&' || (letter >= 0x80 || !ascii_is_alpha((char)letter)) ||
        (end - i == 2 && (t.u[i + 1].c >= 0x80 || !ascii_is_alpha((char)t.u[i + 1].c))))
        return end;
    n = count_ascii_letters(t, end + 1);
    if (n < 1 || n > 2 || is_letter_or_digit(class_at(t, end + 1 + n)) ||
        class_at(t, end + 1 + n) == FOLD_EXTEND)
        return end;
    return word_end(t, end + 1);
}

static void append_character(struct buf *out, uint32_t c)
{
    buf_reserve(out, 4);
    out->n += utf8_put(c, out->p + out->n);
}

/* Adds the word of the units [first, end) whose form is the bytes [form, bytes.n). */
static void add_word(struct words *w, struct units t, size_t first, size_t end,
                     enum token_kind kind, size_t form)
{
    struct str bytes = str_slice(buf_str(&w->bytes), form, w->bytes.n);
    struct word word = {.form = (uint32_t)form,
                        .term = (uint32_t)form,
                        .start = (uint16_t)t.u[first].start,
                        .end = (uint16_t)t.u[end - 1].end,
                        .kind = (uint8_t)kind};

    if (bytes.n > ANALYSER_MAX_TERM_BYTES)
        bytes.n = utf8_floor(bytes, ANALYSER_MAX_TERM_BYTES);
    word.form_n = (uint8_t)bytes.n;
    word.term_n = word.form_n;
    if (!w->keep_marks && (kind == TOKEN_WORD || kind == TOKEN_ACRONYM)) {
        buf_clear(&w->term);
        fold_append_term(bytes, &w->term);
        if (!str_equal(buf_str(&w->term), bytes)) {
            word.term = (uint32_t)w->bytes.n;
            word.term_n = (uint8_t)w->term.n;
            buf_append_str(&w->bytes, buf_str(&w->term));
        }
    }
    MEM_GROW(w->words, w->n, w->capacity);
    w->words[w->n++] = word;
}

static bool has_letter_or_digit(struct units t, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        if (uc_is_general_category_withtable(t.u[i].c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N))
            return true;
    }
    return false;
}

/* Adds the word or acronym that begins with the letter or digit at i, and returns its end. */
static size_t take_word(struct words *w, struct units t, size_t i)
{
    size_t form = w->bytes.n, end = acronym_end(t, i);
    enum token_kind kind = end ? TOKEN_ACRONYM : TOKEN_WORD;

    if (!end)
        end = signs_end(t, i, word_end(t, i));
    if (!has_letter_or_digit(t, i, end))
        return end;
    for (size_t k = i; k < end;) {
        if (kind == TOKEN_ACRONYM && t.u[k].c == '.') {
            k = skip_extend(t, k + 1);
            continue;
        }
        append_character(&w->bytes, t.u[k++].c);
    }
    add_word(w, t, i, end, kind, form);
    return end;
}

/* Adds the pairs of the run of an unspaced script at i, and returns its end. */
static size_t take_run(struct words *w, struct units t, size_t i)
{
    size_t n_characters = 0, before = 0, before_form = 0;

    do {
        size_t form = w->bytes.n, end = skip_extend(t, i + 1);

        for (size_t k = i; k < end; k++)
            append_character(&w->bytes, t.u[k].c);
        if (n_characters++ > 0)
            add_word(w, t, before, end, TOKEN_PAIR, before_form);
        before = i;
        before_form = form;
        i = end;
    } while (class_at(t, i) == FOLD_UNSPACED);
    if (n_characters == 1)
        add_word(w, t, before, i, TOKEN_SINGLE, before_form);
    return i;
}

/* Adds the pictograph or flag at i, and returns its end. */
static size_t take_picture(struct words *w, struct units t, size_t i)
{
    size_t form = w->bytes.n, end = skip_extend(t, i + 1);

    if (t.u[i].class == FOLD_FLAG) {
        if (class_at(t, end) != FOLD_FLAG)
            return end;
        end = skip_extend(t, end + 1);
    }
    while (class_at(t, end) == FOLD_JOINER)
        end = skip_extend(t, end + 2);
    for (size_t k = i; k < end; k++)
        append_character(&w->bytes, t.u[k].c);
    add_word(w, t, i, end, TOKEN_SINGLE, form);
    return end;
}

static void divide(struct words *w, struct str segment)
{
    struct units t;

    w->n = 0;
    buf_clear(&w->bytes);
    t.u = fold_text(w->fold, segment, &t.n);
    for (size_t i = 0; i < t.n;) {
        switch (t.u[i].class) {
        case FOLD_LETTER:
        case FOLD_HEBREW:
        case FOLD_DIGIT:
            i = take_word(w, t, i);
            break;
        case FOLD_UNSPACED:
            i = take_run(w, t, i);
            break;
        case FOLD_PICTURE:
        case FOLD_FLAG:
            i = take_picture(w, t, i);
            break;
        default:
            i++;
        }
    }
}

static uint32_t hash_bytes(struct str s)
{
    uint64_t hash = s.n;

    for (size_t i = 0; i < s.n; i += 8) {
        uint64_t part = 0;

        memcpy(&part, s.p + i, s.n - i < 8 ? s.n - i : 8);
        hash = (hash ^ part) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return (uint32_t)(hash ^ hash >> 32);
}

static const struct cache_record *record_at(const struct words *w, uint32_t offset)
{
    return (const struct cache_record *)(const void *)(w->cache + offset);
}

static struct word_list list_of(const struct cache_record *r)
{
    const struct word *words = (const struct word *)(const void *)(r + 1);

    return (struct word_list){words, r->n_words, (const char *)(words + r->n_words)};
}

static struct str key_of(const struct cache_record *r)
{
    return (struct str){list_of(r).bytes + r->n_bytes, r->key_n};
}

/* Returns the slot of key, or the free one where it belongs. */
static struct cache_slot *find_slot(struct words *w, struct str key, uint32_t hash)
{
    for (size_t i = hash;; i++) {
        struct cache_slot *slot = &w->slots[i & (w->n_slots - 1)];
        if (!slot->record)
            return slot;
        if (slot->hash != hash)
            continue;
        if (str_equal(key_of(record_at(w, slot->record - 1)), key))
            return slot;
    }
}

static size_t record_bytes(const struct cache_record *r)
{
    size_t n = sizeof *r + r->n_words * sizeof(struct word) + r->n_bytes + r->key_n;
    return (n + 7) & ~(size_t)7;
}

static void add_slots(struct words *w)
{
    memset(w->slots, 0, w->n_slots * sizeof *w->slots);
    w->n_slots *= 4;
    for (uint32_t at = 0; at < w->cache_used;) {
        const struct cache_record *r = record_at(w, at);
        uint32_t hash = hash_bytes(key_of(r));
        *find_slot(w, key_of(r), hash) = (struct cache_slot){hash, at + 1};
        at += (uint32_t)record_bytes(r);
    }
}

static void remember(struct words *w, struct str key, uint32_t hash, struct cache_slot *slot)
{
    struct cache_record record = {(uint32_t)w->bytes.n, (uint16_t)w->n, (uint16_t)key.n};
    size_t words_n = w->n * sizeof *w->words;
    size_t n = record_bytes(&record);
    char *p;

    if (n > CACHE_BYTES / 16)
        return;
    if (w->cache_used + n > CACHE_BYTES || w->cached == CACHE_SLOTS / 2) {
        memset(w->slots, 0, sizeof w->slots);
        w->cached = w->cache_used = 0;
        slot = find_slot(w, key, hash);
    } else if (w->cached == w->n_slots / 2) {
        add_slots(w);
        slot = find_slot(w, key, hash);
    }
    p = w->cache + w->cache_used;
    memcpy(p, &record, sizeof record);
    p += sizeof record;
    if (w->n) {
        memcpy(p, w->words, words_n);
        memcpy(p + words_n, w->bytes.p, w->bytes.n);
    }
    memcpy(p + words_n + w->bytes.n, key.p, key.n);
    *slot = (struct cache_slot){hash, (uint32_t)w->cache_used + 1};
    w->cache_used += n;
    w->cached++;
}

/* Returns false for segments that rarely occur again: runs of Han and Kana, and Thai. */
static bool is_worth_remembering(struct str segment)
{
    unsigned char first = (unsigned char)segment.p[0];
    unsigned char second = segment.n > 1 ? (unsigned char)segment.p[1] : 0;

    return segment.n <= CACHE_MAX_KEY_BYTES && !(first >= 0xE3 && first <= 0xE9) &&
           !(first == 0xE0 && second >= 0xB8 && second <= 0xBB);
}

struct word_list words_of(struct words *w, struct str segment)
{
    if (is_worth_remembering(segment)) {
        uint32_t hash = hash_bytes(segment);
        struct cache_slot *slot = find_slot(w, segment, hash);

        if (slot->record)
            return list_of(record_at(w, slot->record - 1));
        divide(w, segment);
        remember(w, segment, hash, slot);
    } else {
        divide(w, segment);
    }
    return (struct word_list){w->words, w->n, buf_str(&w->bytes).p};
}
