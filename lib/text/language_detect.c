/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guesses in which language a text is written: by its script, and by words and letters that few
 * languages have. */
#include "text/ascii_block.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/utf8.h"

#include <endian.h>
#include <pthread.h>
#include <string.h>
#include <unicase.h>

enum script {
    SCRIPT_NONE,
    SCRIPT_LATIN,
    SCRIPT_CYRILLIC,
    SCRIPT_ARABIC,
    SCRIPT_DEVANAGARI,
    SCRIPT_HEBREW,
    SCRIPT_HAN, /* including Kana */
    SCRIPT_GREEK,
    SCRIPT_HANGUL,
    SCRIPT_THAI,
    SCRIPT_ARMENIAN,
    SCRIPT_TAMIL,
    SCRIPT_COUNT,
    SCRIPT_KANA, /* counted with Han too */
};

/* The letters of each script, in ascending order. */
static const struct {
    uint32_t first, last;
    enum script script;
} letters[] = {
    {'A', 'Z', SCRIPT_LATIN},          {'a', 'z', SCRIPT_LATIN},
    {0xC0, 0xD6, SCRIPT_LATIN},        {0xD8, 0xF6, SCRIPT_LATIN},
    {0xF8, 0x24F, SCRIPT_LATIN},       {0x370, 0x3FF, SCRIPT_GREEK},
    {0x400, 0x52F, SCRIPT_CYRILLIC},   {0x531, 0x587, SCRIPT_ARMENIAN},
    {0x5D0, 0x5F2, SCRIPT_HEBREW},     {0x620, 0x64A, SCRIPT_ARABIC},
    {0x671, 0x6D3, SCRIPT_ARABIC},     {0x900, 0x963, SCRIPT_DEVANAGARI},
    {0x971, 0x97F, SCRIPT_DEVANAGARI}, {0xB82, 0xBCD, SCRIPT_TAMIL},
    {0xE01, 0xE4E, SCRIPT_THAI},       {0x1100, 0x11FF, SCRIPT_HANGUL},
    {0x1E00, 0x1EFF, SCRIPT_LATIN},    {0x1F00, 0x1FFF, SCRIPT_GREEK},
    {0x3041, 0x309F, SCRIPT_KANA},     {0x30A1, 0x30FA, SCRIPT_KANA},
    {0x3400, 0x4DBF, SCRIPT_HAN},      {0x4E00, 0x9FFF, SCRIPT_HAN},
    {0xAC00, 0xD7A3, SCRIPT_HANGUL},   {0xF900, 0xFAFF, SCRIPT_HAN},
    {0xFB50, 0xFDFB, SCRIPT_ARABIC},   {0xFE70, 0xFEFC, SCRIPT_ARABIC},
    {0xFF66, 0xFF9F, SCRIPT_KANA},     {0x20000, 0x323AF, SCRIPT_HAN},
};

/* The languages that use a script, as codes between spaces. Except for Latin, the first is the one
 * in which most text of that script is written. */
static const char *const script_languages[SCRIPT_COUNT] = {
    [SCRIPT_LATIN] =
        " ca cs da de en es et eu fi fr ga hr hu id it lt lv nl no pl pt ro sk sl sr sv "
        "tr vi ",
    [SCRIPT_CYRILLIC] = " ru bg sr uk ",
    [SCRIPT_ARABIC] = " ar fa ",
    [SCRIPT_DEVANAGARI] = " hi ne ",
    [SCRIPT_HEBREW] = " he yi ",
    [SCRIPT_HAN] = " zh ",
    [SCRIPT_GREEK] = " el ",
    [SCRIPT_HANGUL] = " ko ",
    [SCRIPT_THAI] = " th ",
    [SCRIPT_ARMENIAN] = " hy ",
    [SCRIPT_TAMIL] = " ta ",
};

/* Frequent words that are not stop words but identify a language as well; folded. */
static const struct {
    const char *code, *words; /* with a space before and after each */
} frequent_words[] = {
    {"en", " said will also would about after more than may last year since who says many "},
    {"fr", " après être plus cette sont sous entre depuis comme aussi où très sans leur leurs fait "
           "tous alors deux peut ces si "},
    {"nl", " wordt worden werd bij ook uit hun zijn nog zal niet tot meer naar over na jaar "},
    {"sv", " efter också kommer hade två andra än blev mot första "},
    {"da", " efter også kan mod mellem år mange andre uden siden "},
    {"ru", " также после который которые однако года лет было были время "},
};

/* Letters that only few languages have. */
static const struct {
    const char *letters, *languages;
} telling_letters[] = {
    {"ß", " de "},
    {"äö", " de fi sv et "},
    {"ü", " de tr hu et "},
    {"å", " sv da no "},
    {"æø", " da no "},
    {"ñ", " es "},
    {"¿¡", " es "},
    {"ãõ", " pt "},
    {"êâ", " fr pt vi "},
    {"ç", " fr pt ca tr "},
    {"èà", " fr it ca "},
    {"ùœîû", " fr "},
    {"ò", " it ca "},
    {"ï", " ca "},
    {"őű", " hu "},
    {"łąęśźż", " pl "},
    {"řěů", " cs "},
    {"ľĺŕ", " sk "},
    {"šž", " cs sk sl hr sr lt lv et "},
    {"čć", " cs sk sl hr sr "},
    {"đ", " hr sr vi "},
    {"ğış", " tr "},
    {"șțăşţ", " ro "},
    {"ėųūį", " lt "},
    {"āēīļņģķ", " lv "},
    {"ơư", " vi "},
    {"ạảấầẩậắằặẹẻếềểệỉịọỏốồổộớờởợụủứừửựỳỷ", " vi "},
    {"іїєґ", " uk "},
    {"ыэё", " ru "},
    {"ъ", " bg "},
    {"ђјљњћџ", " sr "},
    {"پچژگکی", " fa "},
    {"ةىكي", " ar "},
};

/* Languages that are so similar that a short text fits several: one of them is a better answer than
 * none. */
static const char *const near_languages[] = {
    " da no sv ", " cs sk ", " hr sr sl ", " es ca pt it ", " ru uk bg sr ",
    " lt lv ",    " fi et ", " ar fa ",    " hi ne ",       " he yi "};
enum { N_NEAR = sizeof near_languages / sizeof *near_languages };

enum {
    MAX_WORD_BYTES = 32,
    HASH_LIMIT = 1 << 16,
    WORD_SLOTS = 8192, /* a power of two, at least twice the number of stop words */
    LETTER_LIMIT = 0x1F00,
    LONG_BYTES = 8 * 1024, /* a longer text may begin in another language */
    N_PLACES = 3,          /* at which a long text is sampled */
    PLACE_BYTES = 512,     /* at each of them */
};

struct word_slot {
    const char *word; /* NULL if the slot is free */
    uint64_t head;    /* its first 8 bytes */
    uint32_t n;
    uint64_t languages; /* bit i: it is a stop word of language i */
    double share;       /* for each of them */
};

/* Tables that are derived from those above on first use. */
static struct {
    pthread_once_t once;
    struct word_slot words[WORD_SLOTS];
    uint64_t hashes[HASH_LIMIT / 64]; /* hashes of known words, which few other words have */
    uint64_t letters[LETTER_LIMIT];
    uint64_t scripts[SCRIPT_COUNT];
    uint64_t near[N_NEAR]; /* one for each of near_languages */
} evidence = {.once = PTHREAD_ONCE_INIT};

/* Returns the first 8 bytes, padded with zeros. */
static uint64_t head_of(struct str word)
{
    uint64_t head = 0;

    for (size_t i = 0; i < word.n && i < sizeof head; i++)
        head |= (uint64_t)(unsigned char)word.p[i] << 8 * i;
    return head;
}

static uint64_t hash_of(struct str word, uint64_t head)
{
    return (head ^ word.n) * 0x9E3779B97F4A7C15u;
}

/* Returns the slot of a word, or the free one where it belongs. */
static struct word_slot *find_word(struct str word, uint64_t head, uint64_t hash)
{
    for (size_t i = hash >> 32;; i++) {
        struct word_slot *slot = &evidence.words[i & (WORD_SLOTS - 1)];

        if (!slot->word)
            return slot;
        if (slot->head == head && slot->n == word.n &&
            (word.n <= sizeof head || memcmp(slot->word, word.p, word.n) == 0))
            return slot;
    }
}

static uint64_t mask_of(const char *codes)
{
    uint64_t mask = 0;

    for (language_id id = 1; id <= language_count(); id++) {
        const char *code = language_code(id);
        const char sought[] = {' ', code[0], code[1], ' ', 0};

        if (strstr(codes, sought))
            mask |= UINT64_C(1) << id;
    }
    return mask;
}

static void add_words(const char *words, language_id id)
{
    const char *p = words + 1;

    for (const char *end; (end = strchr(p, ' ')) != NULL; p = end + 1) {
        struct str word = {p, (size_t)(end - p)};
        uint64_t head = head_of(word), hash = hash_of(word, head), bit = hash >> 48;
        struct word_slot *slot = find_word(word, head, hash);

        slot->word = p;
        evidence.hashes[bit / 64] |= UINT64_C(1) << bit % 64;
        slot->head = head;
        slot->n = (uint32_t)word.n;
        slot->languages |= UINT64_C(1) << id;
    }
}

/* A word that many languages share says little. */
static double share_of(uint64_t mask)
{
    return 1.0 / __builtin_popcountll(mask | 1);
}

static void prepare_evidence(void)
{
    for (language_id id = 1; id <= language_count(); id++)
        add_words(language_stop_words(id), id);
    for (size_t i = 0; i < sizeof frequent_words / sizeof *frequent_words; i++)
        add_words(frequent_words[i].words, language_by_code(str_of(frequent_words[i].code)));
    for (size_t i = 0; i < WORD_SLOTS; i++)
        evidence.words[i].share = share_of(evidence.words[i].languages);
    for (size_t i = 0; i < sizeof telling_letters / sizeof *telling_letters; i++) {
        struct str s = str_of(telling_letters[i].letters);

        for (size_t at = 0; at < s.n;)
            evidence.letters[utf8_decode(s, at, &at)] |= mask_of(telling_letters[i].languages);
    }
    for (size_t i = 1; i < SCRIPT_COUNT; i++)
        evidence.scripts[i] = mask_of(script_languages[i]);
    for (size_t i = 0; i < N_NEAR; i++)
        evidence.near[i] = mask_of(near_languages[i]);
}

struct tally {
    size_t letters[SCRIPT_COUNT];
    size_t kana, words;
    size_t range;                   /* the index in letters for the previous letter */
    uint64_t seen[WORD_SLOTS / 64]; /* the stop words that were seen, by slot */
    double scores[LANGUAGE_LIMIT];
};

static void add_score(struct tally *t, uint64_t mask, double weight)
{
    for (; mask; mask &= mask - 1)
        t->scores[__builtin_ctzll(mask)] += weight;
}

static enum script script_of(struct tally *t, uint32_t c)
{
    size_t i = t->range; /* the next letter is usually in the same range */

    if (c < letters[i].first || c > letters[i].last) {
        i = 0;
        while (i < sizeof letters / sizeof *letters && c > letters[i].last)
            i++;
        if (i == sizeof letters / sizeof *letters || c < letters[i].first)
            return SCRIPT_NONE;
        t->range = i;
    }
    return letters[i].script;
}

/* Returns false for most words that identify no language. */
static bool is_telling(struct str word, uint64_t hash)
{
    uint64_t bit = hash >> 48;

    return word.n < MAX_WORD_BYTES && evidence.hashes[bit / 64] >> bit % 64 & 1;
}

/* Returns whether a word is a single consonant, which may be the name of a variable or an item of
 * an alphabet. */
static bool is_consonant(struct str word)
{
    return word.n == 1 && !strchr("aeiou", word.p[0]);
}

/* A word that is repeated, such as "los" in a list of towns, must not outweigh several others. Nor
 * must a single consonant. */
static void score_word(struct tally *t, struct str word, uint64_t head, uint64_t hash)
{
    const struct word_slot *slot = find_word(word, head, hash);

    if (slot->word) {
        size_t i = (size_t)(slot - evidence.words);
        bool is_new = !(t->seen[i / 64] >> i % 64 & 1);

        t->seen[i / 64] |= UINT64_C(1) << i % 64;
        add_score(t, slot->languages,
                  is_new && !is_consonant(word) ? slot->share : slot->share / 4);
    }
}

static void count_word(struct tally *t, struct str word)
{
    uint64_t head = head_of(word), hash = hash_of(word, head);

    if (word.n == 0)
        return;
    t->words++;
    if (is_telling(word, hash))
        score_word(t, word, head, hash);
}

/* Does the same for ASCII letters of either case. Eight bytes can be read at word.p. */
static void count_ascii_word(struct tally *t, struct str word)
{
    uint64_t head, hash;

    t->words++;
    t->letters[SCRIPT_LATIN] += word.n;
    memcpy(&head, word.p, sizeof head);
    head = le64toh(head) | UINT64_C(0x2020202020202020);
    head &= UINT64_MAX >> (word.n < 8 ? 64 - 8 * word.n : 0);
    hash = hash_of(word, head);
    if (is_telling(word, hash)) {
        char lower[MAX_WORD_BYTES];

        for (size_t i = 0; i < word.n; i++)
            lower[i] = ascii_lower(word.p[i]);
        score_word(t, (struct str){lower, word.n}, head, hash);
    }
}

static void count_letter(struct tally *t, uint32_t c, enum script script)
{
    if (script == SCRIPT_KANA) {
        t->kana++;
        script = SCRIPT_HAN;
    }
    t->letters[script]++;
    if (c >= 0x80 && c < LETTER_LIMIT && evidence.letters[c])
        add_score(t, evidence.letters[c], share_of(evidence.letters[c]) / 2);
}

/* Counts the ASCII words at the beginning of text, within a block. Returns where the first word
 * begins that is not ASCII or continues after the block. */
static size_t count_ascii_words(struct tally *t, struct str text)
{
    char copy[ASCII_BLOCK_BYTES + 8] = {0};
    const size_t n = text.n < ASCII_BLOCK_BYTES ? text.n : ASCII_BLOCK_BYTES;
    const char *p = text.p;

    if (text.n < sizeof copy)
        p = memcpy(copy, text.p, n);
    struct ascii_block block = ascii_block_at(p);
    size_t end = block.high ? (size_t)__builtin_ctzll(block.high) : n;
    for (size_t i = 0, n_letters; i < end; i += n_letters) {
        uint64_t rest = block.letters >> i;

        if (rest == 0)
            break;
        i += (size_t)__builtin_ctzll(rest);
        if (i >= end)
            break;
        rest = ~(block.letters >> i);
        n_letters = rest ? (size_t)__builtin_ctzll(rest) : ASCII_BLOCK_BYTES;
        if (i + n_letters >= end && end < text.n)
            return i;
        count_ascii_word(t, (struct str){p + i, n_letters});
    }
    return end;
}

/* Counts the word at the beginning of text. Returns the offset after it or after the sign that ends
 * it. */
static size_t count_any_word(struct tally *t, struct str text)
{
    char word[MAX_WORD_BYTES + 4];
    size_t n = 0, at = 0;

    while (at < text.n) {
        uint32_t c = utf8_decode(text, at, &at);
        enum script script = script_of(t, c);

        if (script == SCRIPT_NONE) {
            if (c >= 0x300 && (fold_character(c) == 0 || c <= 0x36F))
                continue; /* a mark on a letter */
            break;
        }
        c = uc_tolower(c);
        count_letter(t, c, script);
        c = fold_character(c);
        if (c && n < MAX_WORD_BYTES)
            n += utf8_put(c, word + n);
    }
    count_word(t, (struct str){word, n});
    return at;
}

static void count_sample(struct tally *t, struct str text)
{
    while (text.n) {
        size_t n = count_ascii_words(t, text);

        if (n == 0)
            n = count_any_word(t, text);
        text = str_slice(text, n, text.n);
    }
}

/* Returns the script of most letters. A Han or Hangul character counts as several letters. */
static enum script main_script(const struct tally *t)
{
    enum script best = SCRIPT_NONE;
    size_t most = 0;

    for (size_t i = 1; i < SCRIPT_COUNT; i++) {
        size_t n = t->letters[i] * (i == SCRIPT_HAN || i == SCRIPT_HANGUL ? 3 : 1);

        if (n > most) {
            most = n;
            best = (enum script)i;
        }
    }
    return best;
}

static bool are_near(language_id a, language_id b)
{
    uint64_t both = UINT64_C(1) << a | UINT64_C(1) << b;

    for (size_t i = 0; i < N_NEAR; i++)
        if ((evidence.near[i] & both) == both)
            return true;
    return false;
}

/* Returns the language in which most text of a script is written. */
static language_id first_of_script(enum script script)
{
    const char *codes = script_languages[script];

    return codes ? language_by_code((struct str){codes + 1, 2}) : LANGUAGE_UNKNOWN;
}

/* Returns the answer so far. *ret_is_clear is true if more text would hardly change it. */
static language_id judge(const struct tally *t, bool *ret_is_clear)
{
    enum script script = main_script(t);
    uint64_t candidates = evidence.scripts[script];
    language_id best = LANGUAGE_UNKNOWN, next = LANGUAGE_UNKNOWN;

    *ret_is_clear = false;
    if (script == SCRIPT_HAN && t->kana * 20 > t->letters[SCRIPT_HAN])
        return language_by_code(STR_LITERAL("ja"));
    if (candidates && !(candidates & (candidates - 1)))
        return (language_id)__builtin_ctzll(candidates);
    for (uint64_t left = candidates; left; left &= left - 1) {
        language_id id = (language_id)__builtin_ctzll(left);

        if (t->scores[id] > t->scores[best])
            best = id;
    }
    for (uint64_t left = candidates; left; left &= left - 1) {
        language_id id = (language_id)__builtin_ctzll(left);

        if (id != best && t->scores[id] > t->scores[next] &&
            (script != SCRIPT_LATIN || !are_near(best, id)))
            next = id;
    }
    double score = t->scores[best], second = t->scores[next], words = (double)t->words;
    *ret_is_clear = score > 6 && score > 3 * second && score > 0.06 * words;
    if (script != SCRIPT_LATIN) /* few languages use it, and they are similar to each other */
        return score >= 0.5 && score >= 1.1 * second ? best : first_of_script(script);
    bool is_enough = score >= 1.5 || (score >= 0.7 && score >= 1.6 * second) ||
                     (score >= 0.4 && score >= 2.5 * second && words >= 4);
    if (!is_enough || score < 0.03 * words || score < 1.1 * second)
        return LANGUAGE_UNKNOWN;
    return best;
}

/* Returns where a sample of n bytes ends: after a whole word, if possible. */
static size_t sample_end(struct str text, size_t n)
{
    size_t end = utf8_floor(text, n);

    for (size_t i = end; end < text.n && i > 0 && end - i < MAX_WORD_BYTES; i--)
        if (ascii_is_space(text.p[i - 1]))
            return i;
    return end;
}

static language_id detect_in(struct tally *t, struct str text)
{
    /* Examines more of the text only if less did not give a clear answer. */
    static const size_t sample_bytes[] = {512, 1024, 3072};
    const size_t n_samples = sizeof sample_bytes / sizeof *sample_bytes;
    language_id best = LANGUAGE_UNKNOWN;
    bool is_clear = false;

    for (size_t i = 0, at = 0, end; i < n_samples && !is_clear && at < text.n; i++, at = end) {
        end = sample_end(text, sample_bytes[i]);
        count_sample(t, str_slice(text, at, end));
        best = judge(t, &is_clear);
    }
    return best;
}

/* Counts a sample of a long text at each place after the first. */
static void count_further_on(struct tally *t, struct str text)
{
    for (size_t i = 1; i < N_PLACES; i++) {
        size_t at = sample_end(text, text.n / N_PLACES * i);
        struct str rest = str_slice(text, at, text.n);

        rest.n = sample_end(rest, PLACE_BYTES);
        count_sample(t, rest);
    }
}

/* Returns the language of a long text by t, which counted its beginning, and by two later places.
 * front is the language of the beginning, which may be a licence or a preface in another
 * language. */
static language_id detect_further_on(struct tally *t, struct str text, language_id front)
{
    struct tally further = {0};
    language_id found, all;
    bool is_clear;

    count_further_on(&further, text);
    found = judge(&further, &is_clear);
    if (found == front || found == LANGUAGE_UNKNOWN)
        return front;
    if (is_clear)
        return found;
    count_further_on(t, text);
    all = judge(t, &is_clear);
    return all != LANGUAGE_UNKNOWN ? all : front;
}

language_id language_detect(struct str text)
{
    struct tally t = {0};
    language_id front;

    pthread_once(&evidence.once, prepare_evidence);
    front = detect_in(&t, text);
    return text.n < LONG_BYTES ? front : detect_further_on(&t, text, front);
}
