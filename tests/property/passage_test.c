/* SPDX-License-Identifier: GPL-2.0-or-later */

/* For any text, passages are within it, consist of whole characters, do not overlap, are not longer
 * than allowed, are sorted by score, and have every word of the query in them marked.
 *
 * PRESSMARK_SEED and PRESSMARK_RUNS choose the random input and how much of it is used. */

#include "base/mem.h"
#include "search/passage/passage.h"
#include "tests/property/random.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_WORDS = 4 };

static const char *const pieces[] = {"grain",
                                     "barge",
                                     "Grain",
                                     "barges",
                                     "the",
                                     "a",
                                     " ",
                                     " ",
                                     " ",
                                     " ",
                                     "\n",
                                     "\n\n",
                                     ". ",
                                     ", ",
                                     "-",
                                     "...",
                                     "\"",
                                     "(",
                                     ") ",
                                     "図書館",
                                     "図",
                                     "ห้องสมุด",
                                     "น้ำ",
                                     "café",
                                     "e\xCC\x81",
                                     "»",
                                     "\r\n",
                                     "U.S.",
                                     "  ",
                                     "\t",
                                     "。",
                                     "มา",
                                     "x",
                                     "1,000",
                                     "https://example.org/a/b?c=d",
                                     "\xF0\x9F\x91\xA9\xE2\x80\x8D"};
static const char *const words[] = {"grain", "barge", "図書館", "ห้องสมุด", "cafe", "x", "the"};

static void random_text(struct buf *text)
{
    static const uint64_t sizes[] = {1, 10, 100, 1000};
    uint64_t n = random_below(sizes[random_below(4)] + 1);
    if (random_below(200) == 0)
        n = 40000; /* several pieces of a record */
    /* Using few kinds of pieces at a time gives long runs of one kind. */
    uint64_t first = random_below(sizeof pieces / sizeof *pieces), n_kinds = 1 + random_below(40);
    while (n-- > 0) {
        uint64_t i = first + random_below(n_kinds);
        buf_append_str(text, str_of(pieces[i % (sizeof pieces / sizeof *pieces)]));
    }
}

static void random_plan(struct plan *plan, struct analyser *analyser, struct arena *arena)
{
    struct token token;
    for (uint64_t n = random_below(MAX_WORDS); n > 0; n--) {
        const char *word = words[random_below(sizeof words / sizeof *words)];
        uint32_t phrase = (uint32_t)random_below(2) * (uint32_t)n;
        enum plan_match_kind kind = random_below(4) ? MATCH_TERM : MATCH_PREFIX;
        analyser_start(analyser, str_of(word), 1);
        while (analyser_next(analyser, &token))
            plan->matches[plan->n_matches++] = (struct plan_match){
                arena_copy(arena, token.term), kind, plan->n_words++,
                0.1 + (double)random_below(50) / 10, phrase};
    }
}

static bool fails(const char *what)
{
    fprintf(stderr, "%s\n", what);
    return false;
}

static bool is_passage_right(const struct passage *p, struct str text,
                             const struct passage_settings *s)
{
    if (p->start >= p->end || p->end > text.n)
        return fails("outside the text");
    if (!str_equal(p->text, str_slice(text, p->start, p->end)) || !utf8_is_valid(p->text, NULL))
        return fails("not a slice of whole characters");
    /* A word longer than the limit for a passage is shown in full, within reason. */
    bool is_long_word = p->n_marks == 1 && p->marks[0].end - p->marks[0].start > s->max_bytes;
    uint32_t max_bytes = is_long_word ? PASSAGE_WORD_BYTES : s->max_bytes;
    if (p->end - p->start > max_bytes)
        return fails("too long");
    if (s->whole_lines && memchr(p->text.p, '\n', p->text.n))
        return fails("more than a line");
    uint32_t line = 1, match_line = 1;
    for (size_t i = 0; i < p->start + (p->n_marks ? p->marks[0].start : 0); i++) {
        line += i < p->start && text.p[i] == '\n';
        match_line += text.p[i] == '\n';
    }
    if (p->line != line || p->match_line != match_line)
        return fails("wrong line");
    for (uint32_t i = 0; i < p->n_marks; i++)
        if (p->marks[i].start >= p->marks[i].end || p->marks[i].end > p->text.n ||
            (i && p->marks[i].start <= p->marks[i - 1].end))
            return fails("marks out of order");
    return true;
}

/* Returns whether exactly those matches of the text that are within the passage are marked: the
 * ones that passage_mark_text() marks in the whole text. */
static bool are_marks_right(const struct passage *p, const struct passage_mark *all, uint32_t n_all)
{
    for (uint32_t i = 0; i < n_all; i++) {
        if (all[i].start < p->start || all[i].end > p->end)
            continue;
        bool is_marked = false;
        for (uint32_t k = 0; k < p->n_marks; k++)
            is_marked |= p->start + p->marks[k].start == all[i].start &&
                         p->start + p->marks[k].end == all[i].end;
        if (!is_marked)
            return fails("a match without its mark");
    }
    for (uint32_t k = 0; k < p->n_marks; k++) {
        bool is_match = false;
        for (uint32_t i = 0; i < n_all; i++)
            is_match |= all[i].start <= p->start + p->marks[k].start &&
                        p->start + p->marks[k].end <= all[i].end;
        if (!is_match)
            return fails("a mark without a match");
    }
    return true;
}

static bool is_right(struct record_reader *rr, struct str text, const struct plan *plan,
                     const struct passage_settings *s, struct analyser *analyser,
                     struct arena *arena)
{
    struct err err = ERR_INIT;
    struct passage *passages;
    struct passage_mark *marks;
    uint32_t n_marks;
    size_t n;

    if (passage_find(rr, plan, analyser, s, arena, &passages, &n, &err))
        return fails(err.message);
    passage_mark_text(text, LANGUAGE_UNKNOWN, plan, analyser, arena, &marks, &n_marks);
    if (n > s->max_passages || (n == 0 && n_marks > 0 && s->max_passages > 0))
        return fails("wrong number of passages");
    for (size_t i = 0; i < n; i++) {
        const struct passage *p = &passages[i];
        if (!is_passage_right(p, text, s) || !are_marks_right(p, marks, n_marks))
            return false;
        if ((p->n_marks > 0) != (n_marks > 0))
            return fails("a passage without a match");
        if (i > 0 && p->score > passages[i - 1].score)
            return fails("not in order");
        for (size_t k = 0; k < i; k++)
            if (p->start < passages[k].end && passages[k].start < p->end)
                return fails("overlap");
    }
    return true;
}

static bool holds(struct analyser *analyser, struct record_writer *writer, struct arena *arena)
{
    struct err err = ERR_INIT;
    struct buf text = BUF_INIT, data = BUF_INIT;
    struct plan_match matches[MAX_WORDS * 16];
    struct plan plan = {.matches = matches};
    struct record record = {.first_line = 1};
    struct record_reader *rr = NULL;
    struct passage_settings settings = {.max_passages = (uint32_t)random_below(5),
                                        .max_bytes = (uint32_t)(40 + random_below(300)),
                                        .whole_lines = random_below(3) == 0};
    random_text(&text);
    random_plan(&plan, analyser, arena);
    record_append(writer, &data, &record, buf_str(&text));
    bool is_good = record_open(buf_str(&data), &rr, &err) == ERR_OK &&
                   is_right(rr, buf_str(&text), &plan, &settings, analyser, arena);
    if (!is_good && text.n < 2000)
        fprintf(stderr, "text: \"%.*s\"\n", STR_PRINT(buf_str(&text)));
    record_reader_free(rr);
    buf_done(&data);
    buf_done(&text);
    return is_good;
}

int main(void)
{
    uint64_t seed = environment_number("PRESSMARK_SEED", 20110510),
             n_runs = environment_number("PRESSMARK_RUNS", 2000);
    struct analyser *analyser = analyser_new((struct analyser_settings){false, false});
    struct record_writer *writer = record_writer_new(1);
    struct arena arena = ARENA_INIT;
    bool is_good = true;

    for (uint64_t run = 0; run < n_runs && is_good; run++) {
        random_state = (seed + run) * UINT64_C(0x9E3779B97F4A7C15) | 1;
        arena_clear(&arena);
        is_good = holds(analyser, writer, &arena);
        if (!is_good)
            fprintf(stderr, "failed: PRESSMARK_SEED=%" PRIu64 " PRESSMARK_RUNS=1\n", seed + run);
    }
    arena_done(&arena);
    record_writer_free(writer);
    analyser_free(analyser);
    return is_good ? 0 : 1;
}
