/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes and compares sketches of documents, by which copies and near copies are recognised (Broder,
 * "On the Resemblance and Containment of Documents", 1997). */
#include "store/fingerprint.h"

#include <xxhash.h>

/* The offsets of the parts of a value. */
enum {
    HASH_BYTES = 8,
    AT_SKETCH = HASH_BYTES,
    AT_TITLE = AT_SKETCH + HASH_BYTES,
    AT_STEM = AT_TITLE + 4,
    AT_PLACE = AT_STEM + 4,
    AT_LANGUAGE = AT_PLACE + 4,
    AT_PATH_LANGUAGE = AT_LANGUAGE + 2,
    AT_TYPE = AT_PATH_LANGUAGE + 2,
    AT_FLAGS = AT_TYPE + 1,
};
/* Flags: there is a sketch, and it covers enough words to recognise near copies. */
enum { HAS_SKETCH = 1, TELLS_SIMILAR = 2 };
_Static_assert(AT_FLAGS + 1 == FINGERPRINT_BYTES, "the parts fill a value");

void fingerprint_start(struct fingerprint_sketch *s)
{
    memset(s->least, 0xFF, sizeof s->least);
    s->n = 0;
}

static void put_64(char *out, uint64_t n)
{
    for (int i = 0; i < HASH_BYTES; i++)
        out[i] = (char)(n >> 8 * i);
}

static uint64_t get_64(const char *in)
{
    uint64_t n = 0;
    for (int i = 0; i < HASH_BYTES; i++)
        n |= (uint64_t)(unsigned char)in[i] << 8 * i;
    return n;
}

/* The bit of a bin is the one above those that choose the bin. A bin without a word has the bit 0,
 * mostly in both documents, because both then have few words. */
static uint64_t bits_of(const struct fingerprint_sketch *s)
{
    uint64_t bits = 0;
    for (int i = 0; i < FINGERPRINT_BINS; i++)
        if (s->least[i] != UINT32_MAX)
            bits |= (uint64_t)(s->least[i] / FINGERPRINT_BINS & 1) << i;
    return bits;
}

/* Short hashes, in which 0 stands for an empty string. */
static void put_32(char *out, struct str s)
{
    uint64_t hash = s.n ? XXH3_64bits(s.p, s.n) | 1 : 0;
    for (int i = 0; i < 4; i++)
        out[i] = (char)(hash >> 8 * i);
}

static void put_code(char *out, struct str code)
{
    if (code.n == 2)
        memcpy(out, code.p, 2);
}

void fingerprint_encode(const struct fingerprint_sketch *s, const struct fingerprint_page *page,
                        char ret[FINGERPRINT_BYTES])
{
    memset(ret, 0, FINGERPRINT_BYTES);
    XXH64_hash_t of_title = XXH3_64bits(page->title.p, page->title.n);
    put_64(ret, XXH3_64bits_withSeed(page->text.p, page->text.n, of_title));
    if (s->n >= FINGERPRINT_MIN_WORDS) {
        put_64(ret + AT_SKETCH, bits_of(s));
        ret[AT_FLAGS] = HAS_SKETCH | (s->n < FINGERPRINT_MIN_SIMILAR_WORDS ? 0 : TELLS_SIMILAR);
    }
    put_32(ret + AT_TITLE, page->title);
    put_code(ret + AT_LANGUAGE, page->language);
    ret[AT_TYPE] = (char)XXH3_64bits(page->type.p, page->type.n);
    fingerprint_move(&page->path, ret, FINGERPRINT_BYTES);
}

void fingerprint_move(const struct fingerprint_path *path, char *value, size_t n)
{
    if (n < FINGERPRINT_BYTES)
        return;
    memset(value + AT_STEM, 0, AT_LANGUAGE - AT_STEM);
    memset(value + AT_PATH_LANGUAGE, 0, 2);
    put_32(value + AT_STEM, path->stem);
    put_32(value + AT_PLACE, path->place);
    put_code(value + AT_PATH_LANGUAGE, path->path_language);
}

/* ---- comparing ---- */

static bool is_equal_at(struct str a, struct str b, size_t at, size_t n)
{
    return memcmp(a.p + at, b.p + at, n) == 0;
}

static bool is_there_at(struct str value, size_t at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (value.p[at + i])
            return true;
    return false;
}

static bool agree_at(struct str a, struct str b, size_t at, size_t n)
{
    return is_there_at(a, at, n) && is_equal_at(a, b, at, n);
}

/* Returns true if both sketches have the flag and differ in at most max_bits bits. */
static bool are_near(struct str a, struct str b, int flag, int max_bits)
{
    uint64_t differing = get_64(a.p + AT_SKETCH) ^ get_64(b.p + AT_SKETCH);
    return (a.p[AT_FLAGS] & b.p[AT_FLAGS] & flag) && __builtin_popcountll(differing) <= max_bits;
}

static bool are_formats(struct str a, struct str b)
{
    return a.p[AT_TYPE] != b.p[AT_TYPE] &&
           (agree_at(a, b, AT_STEM, 4) || agree_at(a, b, AT_TITLE, 4)) &&
           are_near(a, b, HAS_SKETCH, FINGERPRINT_PAGE_BITS);
}

/* Folders called "it" and "no" are not languages if their documents are in one language and say
 * different things. */
static bool are_translations(struct str a, struct str b)
{
    bool says = is_there_at(a, AT_PATH_LANGUAGE, 2) || is_there_at(b, AT_PATH_LANGUAGE, 2);
    return says && agree_at(a, b, AT_PLACE, 4) &&
           (!is_equal_at(a, b, AT_LANGUAGE, 2) ||
            are_near(a, b, HAS_SKETCH, FINGERPRINT_PAGE_BITS));
}

/* Extends a value that an older program wrote by the parts that it did not know. */
static struct str complete(struct str value, char room[FINGERPRINT_BYTES])
{
    if (value.n >= FINGERPRINT_BYTES)
        return value;
    memset(room, 0, FINGERPRINT_BYTES);
    memcpy(room, value.p, value.n);
    if (value.n >= AT_TITLE)
        room[AT_FLAGS] = HAS_SKETCH | TELLS_SIMILAR;
    return (struct str){room, FINGERPRINT_BYTES};
}

enum fingerprint fingerprint_compare(struct str a, struct str b, unsigned kinds)
{
    char room_a[FINGERPRINT_BYTES], room_b[FINGERPRINT_BYTES];
    if (a.n < HASH_BYTES || b.n < HASH_BYTES)
        return FINGERPRINT_NONE;
    a = complete(a, room_a);
    b = complete(b, room_b);
    if ((kinds & FINGERPRINT_COPY) && is_equal_at(a, b, 0, HASH_BYTES))
        return FINGERPRINT_COPY;
    if ((kinds & FINGERPRINT_FORMAT) && are_formats(a, b))
        return FINGERPRINT_FORMAT;
    if ((kinds & FINGERPRINT_TRANSLATION) && are_translations(a, b))
        return FINGERPRINT_TRANSLATION;
    if ((kinds & FINGERPRINT_SIMILAR) && are_near(a, b, TELLS_SIMILAR, FINGERPRINT_SIMILAR_BITS))
        return FINGERPRINT_SIMILAR;
    return FINGERPRINT_NONE;
}

struct str fingerprint_language(struct str value)
{
    if (value.n < FINGERPRINT_BYTES)
        return STR_EMPTY;
    size_t at = is_there_at(value, AT_PATH_LANGUAGE, 2) ? AT_PATH_LANGUAGE : AT_LANGUAGE;
    return is_there_at(value, at, 2) ? str_slice(value, at, at + 2) : STR_EMPTY;
}
