/* SPDX-License-Identifier: GPL-2.0-or-later */
/* On random text, the analyser's ASCII path and its general path agree, tokens are in order and
 * consist of whole characters, terms are stable, and caches change nothing. Where our rules do not
 * differ from UAX #29, the words are those of libunistring. */
#include "base/mem.h"
#include "text/analyser.h"
#include "text/ascii_block.h"
#include "text/spellings.h"
#include "text/utf8.h"
#include "text/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <libstemmer.h>
#include <unictype.h>
#include <uniwbrk.h>

enum { MAX_PIECES = 24, DEFAULT_RUNS = 4000 };

static uint64_t random_state;

static uint32_t random_below(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 32) % limit;
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *value = getenv(name);

    return value ? strtoull(value, NULL, 10) : otherwise;
}

/* The pieces of text, by kind. The first kind is ASCII only. */
static const char *const ascii_pieces[] = {
    "a",    "b",     "Z",    "the", "Word", "U.S.", "e.g", "don't", "C++",  "c#",   "F#",
    "AT&T", "R&D",   "3.14", "1,0", "7",    "foo_", "x-y", ".",     ",",    ";",    "'",
    "\"",   ":",     "&",    "+",   "#",    "/",    "@",   "-",     "_",    "(",    ")",
    " ",    " ",     " ",    "\n",  "\t",   "--",   "...", "'s",    "a.b.", "A.",   "$",
    "100",  "x&y&z", "\x01", "%",   "[",    "]",    "Ph",  "-19",   "-\n",  "555-",
};
static const char *const other_pieces[] = {
    "é",       "e\u0301", "ß",      "İ",      "ı",      "Σ",        "ς",      "ж",      "ё",
    "и\u0306", "\u0301",  "\u0307", "ك",      "ـ",      "َ",         "ی",      "א",      "ב",
    "\u05F4",  "\u05B0",  "क",      "्",       "ि",      "か",       "ガ",     "ｶﾞ",     "ー",
    "漢",      "字",      "々",     "ก",      "ำ",      "า",        "한",     "ㄱ",     "ㅏ",
    "\u1100",  "\u1161",  "😀",      "\u200D", "👩",      "🏽",     "🇩",      "❤",      "\uFE0F",
    "\u2019",  "“",       "”",      "—",      "\u00A0", "\u200B",   "\u00AD", "\uFEFF", "ﬁ",
    "Ａ",      "．",      "㎏",     "™",      "²",      "₂",        "½",      "㍿",     "٣",
    "·",       "。",      "、",     "𝐀",      "Ǆ",      "\u0345",   "ㄳ",     "\u00B4", "…",
    "№",       "ŉ",       "ﷺ",      "\u2024", "℡",      "가\u11A8", "ﾡ",      "ￂ",
};

enum mixture { ASCII_ALONE, MIXED, ANY_CHARACTERS, MIXTURES };

/* Appends any character of the planes that have characters, mostly near the previous one and thus
 * of the same script. */
static void append_any_character(struct buf *out, uint32_t *last)
{
    char bytes[4];
    uint32_t c;

    do
        c = random_below(4) ? *last + random_below(64) - 32 : random_below(0x20000);
    while (c == 0 || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF);
    buf_append(out, bytes, utf8_put(c, bytes));
    *last = c;
}

static void random_text(struct buf *out, enum mixture mixture)
{
    /* Some are longer than what the analyser examines at a time. */
    size_t n = 1 + random_below(random_below(4) ? MAX_PIECES : 8 * MAX_PIECES);
    uint32_t last = random_below(0xD000);

    buf_clear(out);
    for (size_t i = 0; i < n; i++) {
        if (mixture == ANY_CHARACTERS && random_below(4)) {
            append_any_character(out, &last);
        } else if (mixture == ASCII_ALONE || random_below(3)) {
            size_t which = random_below(sizeof ascii_pieces / sizeof *ascii_pieces);
            buf_append_str(out, str_of(ascii_pieces[which]));
        } else {
            size_t which = random_below(sizeof other_pieces / sizeof *other_pieces);
            buf_append_str(out, str_of(other_pieces[which]));
        }
    }
}

static void fail_on(const char *what, struct str text)
{
    print_message("%s: \"%.*s\"\n", what, STR_PRINT(text));
    for (size_t i = 0; i < text.n; i++)
        print_message("%02x ", (unsigned char)text.p[i]);
    print_message("\n");
    fail();
}

static bool tokens_equal(const struct token *a, const struct token *b)
{
    return a->kind == b->kind && str_equal(a->form, b->form) && str_equal(a->term, b->term) &&
           a->start == b->start && a->end == b->end && a->position == b->position;
}

static void check_same(struct analyser *a, struct analyser *b, struct str text, const char *what)
{
    struct token of_a, of_b;

    analyser_start(a, text, 5);
    analyser_start(b, text, 5);
    for (;;) {
        bool more_a = analyser_next(a, &of_a), more_b = analyser_next(b, &of_b);

        if (more_a != more_b || (more_a && !tokens_equal(&of_a, &of_b)))
            fail_on(what, text);
        if (!more_a)
            return;
    }
}

/* Returns whether a token is one word with the last one, or the last group of a number. */
static bool is_joined(struct spellings *s, struct str text, const struct token *last,
                      const struct token *token)
{
    size_t first = last->start;
    if (token->start > last->end &&
        spellings_are_one(text, &first, last->end, token->start, token->end))
        return true;
    return ascii_is_digit(text.p[token->start]) &&
           (spellings_number(s, text, token->start, token->end, &first).n > 0 ||
            spellings_digits(s, text, token->start, token->end, &first).n > 0);
}

/* Plain words, taken as many at a time as there are, and the tokens between them must be the same
 * tokens. */
static void check_plain_words(struct analyser *a, struct analyser *b, struct str text)
{
    struct plain_word words[PLAIN_WORDS];
    AUTO(spellings_done) struct spellings spellings = {0};
    struct token of_a, of_b, last = {0};

    analyser_start(a, text, 5);
    analyser_start(b, text, 5);
    for (;;) {
        size_t n = analyser_plain_words(b, words);
        for (size_t i = 0; i < n; i++) {
            struct str form = analyser_plain_form(b, &words[i]);
            if (!head_equal(words[i].head, head_of(form)))
                fail_on("the head of a plain word differs", text);
            if (!analyser_next(a, &of_a) || of_a.kind != TOKEN_WORD ||
                !str_equal(of_a.form, form) || !str_equal(of_a.term, form) ||
                of_a.start != words[i].start || of_a.end != words[i].start + form.n ||
                of_a.position != words[i].position)
                fail_on("a plain word differs", text);
            if (words[i].is_mixed != spellings_may_have(str_slice(text, of_a.start, of_a.end)))
                fail_on("a plain word is mixed or not", text);
            if (!words[i].may_join && is_joined(&spellings, text, &last, &of_a))
                fail_on("a plain word is one with what is before it", text);
            last = of_a;
        }
        if (n == PLAIN_WORDS)
            continue;
        bool more_a = analyser_next(a, &of_a), more_b = analyser_next_other(b, &of_b);
        if (more_a != more_b || (more_a && !tokens_equal(&of_a, &of_b)))
            fail_on("a token behind plain words differs", text);
        if (!more_a)
            return;
        last = of_a;
    }
}

static void check_order(struct analyser *a, struct str text)
{
    struct token token;
    size_t last_start = 0, last_end = 0;
    uint32_t position = 7;

    analyser_start(a, text, position);
    while (analyser_next(a, &token)) {
        if (token.position == position + ANALYSER_GAP ||
            token.position == position + ANALYSER_ITEM_GAP)
            position = token.position;
        if (token.position != position++ || token.start >= token.end || token.end > text.n ||
            token.start < last_start || token.end < last_end)
            fail_on("tokens out of order", text);
        if (utf8_floor(text, token.start) != token.start ||
            utf8_floor(text, token.end) != token.end)
            fail_on("part of a character", text);
        if (token.form.n == 0 || token.form.n > ANALYSER_MAX_TERM_BYTES || token.term.n == 0 ||
            token.term.n > ANALYSER_MAX_TERM_BYTES || !utf8_is_valid(token.form, NULL) ||
            !utf8_is_valid(token.term, NULL))
            fail_on("form or term", text);
        last_start = token.start;
        last_end = token.end;
    }
}

/* The term of a token must be analysed as one token with the same term, and so must its form. */
static void check_stable(struct analyser *a, struct analyser *again, struct str text)
{
    struct token token, second;

    analyser_start(a, text, 1);
    while (analyser_next(a, &token)) {
        if (token.form.n > ANALYSER_MAX_TERM_BYTES - 4)
            continue; /* may be cut in the middle */
        analyser_start(again, token.term, 1);
        if (!analyser_next(again, &second) || !str_equal(second.term, token.term) ||
            analyser_next(again, &second)) {
            print_message("term \"%.*s\"\n", STR_PRINT(token.term));
            fail_on("the term is not stable", text);
        }
        analyser_start(again, token.form, 1);
        if (!analyser_next(again, &second) || !str_equal(second.form, token.form) ||
            !str_equal(second.term, token.term) || analyser_next(again, &second)) {
            print_message("form \"%.*s\"\n", STR_PRINT(token.form));
            fail_on("the form is not stable", text);
        }
        if (!str_equal(analyser_term(again, token.form), token.term))
            fail_on("analyser_term", text);
    }
}

static void check_fold(struct analyser *a, struct str text)
{
    struct buf once = BUF_INIT, twice = BUF_INIT;

    analyser_fold(a, text, &once);
    analyser_fold(a, buf_str(&once), &twice);
    if (!utf8_is_valid(buf_str(&once), NULL))
        fail_on("folding makes bad UTF-8", text);
    if (!str_equal(buf_str(&once), buf_str(&twice)))
        fail_on("folding is not stable", text);
    buf_done(&once);
    buf_done(&twice);
}

static void paths_agree(void **state)
{
    uint64_t seed = setting("PRESSMARK_SEED", 20261124);
    uint64_t runs = setting("PRESSMARK_RUNS", DEFAULT_RUNS);
    struct analyser *fast = analyser_new((struct analyser_settings){0});
    struct analyser *general = analyser_new((struct analyser_settings){0});
    struct analyser *warm = analyser_new((struct analyser_settings){0});
    struct buf text = BUF_INIT;

    (void)state;
    analyser_disable_ascii_path(general);
    random_state = seed * UINT64_C(0x9E3779B97F4A7C15) | 1;
    print_message("PRESSMARK_SEED=%llu\n", (unsigned long long)seed);
    for (uint64_t run = 0; run < runs; run++) {
        random_text(&text, (enum mixture)(run % MIXTURES));
        check_same(fast, general, buf_str(&text), "the paths differ");
        check_plain_words(general, fast, buf_str(&text));
        check_order(fast, buf_str(&text));
        check_stable(fast, warm, buf_str(&text));
        check_fold(warm, buf_str(&text));
        if (run % 16 == 0) {
            struct analyser *cold = analyser_new((struct analyser_settings){0});
            check_same(warm, cold, buf_str(&text), "the cache changes tokens");
            analyser_free(cold);
        }
    }
    buf_done(&text);
    analyser_free(fast);
    analyser_free(general);
    analyser_free(warm);
}

/* Letters, digits, spaces and punctuation on which UAX #29 and analyser.h agree. */
static const char *const standard_pieces[] = {
    "a", "B",  "word", "é",      "ж",      "ω", "1", "42", " ", " ",      " ", "-", "(",
    ")", "/",  ",",    ";",      "'",      "!", "?", "क",  "ि", "\u0308", "ա", "ب", "한",
    "$", "\n", "=",    "\u00B7", "\u2019", "x", "œ", "ð",  "9", "«",      "»", "—", "ꙮ",
};

static bool has_letter_or_digit(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        if (uc_is_general_category_withtable(utf8_decode(s, i, &i),
                                             UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N))
            return true;
    }
    return false;
}

static void check_standard(struct analyser *a, struct str text)
{
    char breaks[MAX_PIECES * 8];
    struct token token;

    u8_wordbreaks((const uint8_t *)text.p, text.n, breaks);
    analyser_start(a, text, 1);
    for (size_t start = 0, end; start < text.n; start = end) {
        end = start + 1;
        while (end < text.n && !breaks[end])
            end++;
        if (has_letter_or_digit(str_slice(text, start, end)) &&
            (!analyser_next(a, &token) || token.start != start || token.end != end))
            fail_on("not the words of UAX #29", text);
    }
    if (analyser_next(a, &token))
        fail_on("more words than UAX #29", text);
}

static void words_are_standard(void **state)
{
    uint64_t seed = setting("PRESSMARK_SEED", 20261124);
    uint64_t runs = setting("PRESSMARK_RUNS", DEFAULT_RUNS);
    struct analyser *a = analyser_new((struct analyser_settings){0});
    struct buf text = BUF_INIT;

    (void)state;
    random_state = seed * UINT64_C(0x9E3779B97F4A7C15) | 1;
    print_message("PRESSMARK_SEED=%llu\n", (unsigned long long)seed);
    for (uint64_t run = 0; run < runs; run++) {
        size_t n = 1 + random_below(MAX_PIECES);

        buf_clear(&text);
        for (size_t i = 0; i < n; i++)
            buf_append_str(&text, str_of(standard_pieces[random_below(sizeof standard_pieces /
                                                                      sizeof *standard_pieces)]));
        check_standard(a, buf_str(&text));
    }
    buf_done(&text);
    analyser_free(a);
}

/* Tests text longer than the limit of a segment: words and runs without a separator. */
static void long_segments_agree(void **state)
{
    struct analyser *fast = analyser_new((struct analyser_settings){0});
    struct analyser *general = analyser_new((struct analyser_settings){0});
    static const char *const units[] = {"a", "1,", "a.", "é", "漢", "e\u0301", "x.yy.", "😀"};
    struct buf text = BUF_INIT;

    (void)state;
    analyser_disable_ascii_path(general);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        buf_clear(&text);
        while (text.n < 3 * WORDS_MAX_SEGMENT_BYTES)
            buf_append_str(&text, str_of(units[i]));
        check_same(fast, general, buf_str(&text), "the paths differ on long text");
        check_order(fast, buf_str(&text));
    }
    buf_done(&text);
    analyser_free(fast);
    analyser_free(general);
}

/* Returns whether a part of a word ends before p[1]. */
static bool is_change(const char *p, size_t n)
{
    bool is_small = p[0] >= 'a' && p[0] <= 'z', is_digit = ascii_is_digit(p[0]);
    bool small_follows = n > 2 && p[2] >= 'a' && p[2] <= 'z';
    if (ascii_is_upper(p[1]))
        return is_small || is_digit || (ascii_is_upper(p[0]) && small_follows);
    return (is_digit && ascii_is_alpha(p[1])) || (ascii_is_alpha(p[0]) && ascii_is_digit(p[1]));
}

static struct ascii_block plain_block(const char *p)
{
    struct ascii_block b = {0};

    for (size_t i = 0; i < ASCII_BLOCK_BYTES; i++) {
        b.plain |= (uint64_t)(ascii_is_alpha(p[i]) || ascii_is_digit(p[i])) << i;
        b.letters |= (uint64_t)ascii_is_alpha(p[i]) << i;
        b.capitals |= (uint64_t)ascii_is_upper(p[i]) << i;
        b.high |= (uint64_t)((unsigned char)p[i] >= 0x80) << i;
        b.signs |= (uint64_t)(p[i] && strchr("&'+,.;", p[i])) << i;
        b.hashes |= (uint64_t)(p[i] == '#') << i;
        bool is_closer = i + 1 < ASCII_BLOCK_BYTES && (p[i] == ']' || p[i] == ')');
        b.hyphens |= (uint64_t)(p[i] == '-') << i;
        b.stops |= (uint64_t)(p[i] == '.') << i;
        b.closers |= (uint64_t)(is_closer && ascii_is_alpha(p[i + 1])) << i;
        b.lines |= (uint64_t)(p[i] == '\n') << i;
        b.changes |=
            (uint64_t)(i + 1 < ASCII_BLOCK_BYTES && is_change(p + i, ASCII_BLOCK_BYTES - i)) << i;
        b.breaks |= (uint64_t)(p[i] == '\f' || p[i] == '\t' || p[i] == '|') << i;
    }
    return b;
}

/* Tests every byte at every place of a block, among random ones. */
static void blocks_agree(void **state)
{
    (void)state;
    for (size_t run = 0; run < 256 * ASCII_BLOCK_BYTES; run++) {
        char bytes[ASCII_BLOCK_BYTES];

        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)random_below(256);
        bytes[run % ASCII_BLOCK_BYTES] = (char)(run / ASCII_BLOCK_BYTES);
        struct ascii_block wanted = plain_block(bytes), block = ascii_block_at(bytes);
        struct ascii_block by_16 = ascii_block_by_16(bytes), by_words = ascii_block_by_words(bytes);
        if (memcmp(&block, &wanted, sizeof wanted) || memcmp(&by_16, &wanted, sizeof wanted) ||
            memcmp(&by_words, &wanted, sizeof wanted))
            fail_on("a block is not what its bytes are", (struct str){bytes, sizeof bytes});
    }
}

/* ASCII strings are folded without Unicode's tables. */
static void folding_agrees(void **state)
{
    (void)state;
    struct analyser *fast = analyser_new((struct analyser_settings){0});
    struct analyser *general = analyser_new((struct analyser_settings){0});
    struct buf by_fast = BUF_INIT, by_general = BUF_INIT;

    analyser_disable_ascii_path(general);
    for (size_t run = 0; run < 20000; run++) {
        char bytes[12];
        struct str s = {bytes, random_below(sizeof bytes + 1)};

        for (size_t i = 0; i < s.n; i++)
            bytes[i] = (char)random_below(0x80);
        buf_clear(&by_fast);
        buf_clear(&by_general);
        analyser_fold(fast, s, &by_fast);
        analyser_fold(general, s, &by_general);
        if (!str_equal(buf_str(&by_fast), buf_str(&by_general)))
            fail_on("a string of ASCII is folded in two ways", s);
    }
    buf_done(&by_fast);
    buf_done(&by_general);
    analyser_free(fast);
    analyser_free(general);
}

/* ASCII words have a stemmer of their own. */
static void stems_agree(void **state)
{
    (void)state;
    struct analyser *a = analyser_new((struct analyser_settings){.keep_marks = true});

    for (language_id id = 1; id <= language_count(); id++) {
        struct sb_stemmer *stemmer = sb_stemmer_new(language_code(id), "UTF_8");

        for (size_t run = 0; stemmer && run < 20000; run++) {
            char bytes[16];
            struct str word = {bytes, 1 + random_below(sizeof bytes)};

            for (size_t i = 0; i < word.n; i++)
                bytes[i] = "aaeeiioouynrtslmdcgkbpvfhjqwxz"[random_below(30)];
            struct str stem = analyser_stem(a, id, word);
            const sb_symbol *wanted = sb_stemmer_stem(stemmer, (const sb_symbol *)word.p,
                                                      (int)word.n);
            size_t n = (size_t)sb_stemmer_length(stemmer);
            if (!str_equal(stem, n ? (struct str){(const char *)wanted, n} : word))
                fail_on(language_code(id), word);
        }
        sb_stemmer_delete(stemmer);
    }
    analyser_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_agree),       cmocka_unit_test(folding_agrees),
        cmocka_unit_test(stems_agree),        cmocka_unit_test(paths_agree),
        cmocka_unit_test(words_are_standard), cmocka_unit_test(long_segments_agree),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
