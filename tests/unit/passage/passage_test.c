/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests which passages of a text are chosen and how they are cut. */
#include "base/mem.h"
#include "search/passage/passage.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MAX_MATCHES = 32 };

/* A document and a query, opened by find(). */
struct bench {
    struct analyser *analyser;
    struct arena arena;
    struct buf data;
    struct record record;
    struct record_reader *reader;
    struct plan_match matches[MAX_MATCHES];
    struct plan plan;
    struct passage_settings settings;
    struct passage *passages;
    size_t n;
};

static int set_up(void **state)
{
    struct bench *b = mem_alloc_zeroed(1, sizeof *b);
    b->analyser = analyser_new((struct analyser_settings){false, false});
    b->plan.matches = b->matches;
    b->settings = (struct passage_settings){.max_passages = 1, .max_bytes = 200};
    b->record.first_line = 1;
    b->record.language = STR_LITERAL("en");
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *b = *state;
    record_reader_free(b->reader);
    analyser_free(b->analyser);
    arena_done(&b->arena);
    buf_done(&b->data);
    mem_free(b);
    return 0;
}

static void add_match(struct bench *b, struct str text, enum plan_match_kind kind, double weight,
                      uint32_t phrase)
{
    assert_true(b->plan.n_matches < MAX_MATCHES);
    b->matches[b->plan.n_matches++] = (struct plan_match){arena_copy(&b->arena, text), kind,
                                                          b->plan.n_words, weight, phrase};
}

/* Passes the words of text as the plan would: with stems outside of phrases. */
static void ask(struct bench *b, const char *text, double weight, uint32_t phrase)
{
    language_id language = language_by_code(b->record.language);
    struct token token;
    analyser_start(b->analyser, str_of(text), 1);
    while (analyser_next(b->analyser, &token)) {
        add_match(b, token.term, MATCH_TERM, weight, phrase);
        if (!phrase)
            add_match(b, analyser_stem(b->analyser, language, token.form), MATCH_STEM, weight, 0);
        b->plan.n_words++;
    }
}

static void find(struct bench *b, struct str text)
{
    struct err err = ERR_INIT;
    struct record_writer *writer = record_writer_new(1);
    buf_clear(&b->data);
    record_append(writer, &b->data, &b->record, text);
    record_writer_free(writer);
    record_reader_free(b->reader);
    b->reader = NULL;
    assert_int_equal(record_open(buf_str(&b->data), &b->reader, &err), ERR_OK);
    assert_int_equal(passage_find(b->reader, &b->plan, b->analyser, &b->settings, &b->arena,
                                  &b->passages, &b->n, &err),
                     ERR_OK);
    for (size_t i = 0; i < b->n; i++) {
        const struct passage *p = &b->passages[i];
        assert_true(p->start < p->end && p->end <= text.n);
        assert_true(str_equal(p->text, str_slice(text, p->start, p->end)));
    }
}

static void assert_str(struct str s, const char *expected)
{
    if (!str_equal(s, str_of(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", STR_PRINT(s), expected);
}

static void assert_marked(const struct passage *p, const char *expected)
{
    struct buf marked = BUF_INIT;
    for (uint32_t i = 0; i < p->n_marks; i++) {
        buf_append_str(&marked, str_slice(p->text, p->marks[i].start, p->marks[i].end));
        buf_append_char(&marked, '|');
    }
    assert_str(buf_str(&marked), expected);
    buf_done(&marked);
}

#define FILLER                                                                                     \
    "Nothing of note was said about this by anybody who was there at the time, and so it went on " \
    "for a good while longer until supper. The guests talked of weather and of horses instead, "   \
    "as "                                                                                          \
    "guests will do. "

/* ---- which words match ---- */

static void matches_terms_stems_and_prefixes(void **state)
{
    struct bench *b = *state;
    ask(b, "county", 2, 0);
    add_match(b, STR_LITERAL("tus"), MATCH_PREFIX, 2, 0);
    b->plan.n_words++;
    find(b, STR_LITERAL("Both Counties, Tuscarawas and another county; not the count."));
    assert_int_equal(b->n, 1);
    assert_marked(&b->passages[0], "Counties|Tuscarawas|county|");
    assert_true(b->passages[0].score > 4);
}

static void folds_as_the_analyser_does(void **state)
{
    struct bench *b = *state;
    b->record.language = STR_LITERAL("fr");
    ask(b, "CAFE", 1, 0);
    ask(b, "eau", 1, 0);
    find(b, STR_LITERAL("Le café ferme, l'eau coule."));
    assert_marked(&b->passages[0], "café|l'eau|");
}

/* The first letter of an Arabic word may be an article, which its stem does not have. */
static void stems_that_change_the_beginning(void **state)
{
    struct bench *b = *state;
    b->record.language = STR_LITERAL("ar");
    ask(b, "مكتبة", 1, 0);
    find(b, STR_LITERAL("قررت البلدية أن تبقى المكتبة مفتوحة"));
    assert_marked(&b->passages[0], "المكتبة|");
}

static void pairs_become_one_mark(void **state)
{
    struct bench *b = *state;
    b->record.language = STR_LITERAL("ja");
    ask(b, "図書館", 1, 1);
    find(b, STR_LITERAL("市立図書館は七月から、平日の閉館時間を午後九時に延長する。"));
    assert_marked(&b->passages[0], "図書館|");
    assert_int_equal(b->passages[0].match_column, 7);
}

/* One word of the document matches two words of the query. */
static void a_token_may_match_several_words(void **state)
{
    struct bench *b = *state;
    ask(b, "running", 1, 0);
    ask(b, "run", 1, 0);
    find(b, STR_LITERAL("She was running."));
    assert_int_equal(b->passages[0].n_marks, 1);
    assert_true(b->passages[0].score > 2);
}

static void marks_a_title(void **state)
{
    struct bench *b = *state;
    struct passage_mark *marks;
    uint32_t n;
    ask(b, "county Ohio", 1, 0);
    passage_mark_text(STR_LITERAL("2 Ohio counties"), language_by_code(STR_LITERAL("en")), &b->plan,
                      b->analyser, &b->arena, &marks, &n);
    assert_int_equal(n, 2);
    assert_int_equal(marks[0].start, 2);
    assert_int_equal(marks[0].end, 6);
    assert_int_equal(marks[1].start, 7);
    assert_int_equal(marks[1].end, 15);
    passage_mark_text(STR_EMPTY, LANGUAGE_UNKNOWN, &b->plan, b->analyser, &b->arena, &marks, &n);
    assert_int_equal(n, 0);
}

/* ---- which passage is chosen ---- */

static void more_different_words_win(void **state)
{
    struct bench *b = *state;
    ask(b, "grain barge", 1, 0);
    find(b, STR_LITERAL("The barge met a barge and another barge. " FILLER
                        "A barge brought the grain.\n\nThe grain, grain and grain."));
    assert_true(str_ends_with(b->passages[0].text, STR_LITERAL(". A barge brought the grain.")));
    assert_true(b->passages[0].cut_before);
    assert_false(b->passages[0].cut_after);
}

static void heavier_words_win(void **state)
{
    struct bench *b = *state;
    ask(b, "barge", 1, 0);
    ask(b, "grain", 1.3, 0);
    find(b, STR_LITERAL("The barge was late that year.\n\nThe grain was late that year."));
    assert_str(b->passages[0].text, "The grain was late that year.");
}

static void phrases_in_full_win(void **state)
{
    struct bench *b = *state;
    ask(b, "information sharing", 1, 1);
    find(b, STR_LITERAL("For sharing of information see below. Sharing is caring, information "
                        "is not.\n\nThe information sharing began."));
    assert_str(b->passages[0].text, "The information sharing began.");
}

/* A plan lists the prefix of a phrase before its words. */
static void a_prefix_ends_its_phrase(void **state)
{
    struct bench *b = *state;
    add_match(b, STR_LITERAL("shar"), MATCH_PREFIX, 1, 1);
    b->plan.n_words++;
    ask(b, "information", 1, 1);
    find(b, STR_LITERAL("They were sharing information there.\n\nInformation sharing is a thing."));
    assert_str(b->passages[0].text, "Information sharing is a thing.");
}

static void closer_words_win(void **state)
{
    struct bench *b = *state;
    ask(b, "grain barge", 1, 0);
    find(b, STR_LITERAL("The barge went up the river and down again with some grain.\n\n"
                        "This is the town where the grain barge stopped at noon."));
    assert_str(b->passages[0].text, "This is the town where the grain barge stopped at noon.");
    find(b,
         STR_LITERAL("The grain was on its barge at noon.\n\nThe grain barge was late at noon."));
    assert_str(b->passages[0].text, "The grain barge was late at noon.");
}

/* Even if the words that the first one showed weigh more. */
static void a_second_passage_shows_other_words(void **state)
{
    struct bench *b = *state;
    ask(b, "grain", 1.5, 0);
    ask(b, "barge", 1, 0);
    b->settings.max_passages = 2;
    b->settings.max_bytes = 30;
    find(b, STR_LITERAL("The grain was early.\n\nThe grain was late.\n\nThe barge was late."));
    assert_int_equal(b->n, 2);
    assert_str(b->passages[0].text, "The grain was early.");
    assert_str(b->passages[1].text, "The barge was late.");
}

static void navigation_and_the_title_lose(void **state)
{
    struct bench *b = *state;
    b->record.title = STR_LITERAL("Grain barge arrives early in the port of the city");
    ask(b, "grain", 1, 0);
    find(b, STR_LITERAL("News » Grain » Archive\n\nGrain\n\n"
                        "Grain barge arrives early in the port of the city\n\n"
                        "It was said that the grain had come."));
    assert_str(b->passages[0].text, "It was said that the grain had come.");
}

static void several_passages_do_not_overlap(void **state)
{
    struct bench *b = *state;
    struct buf text = BUF_INIT;
    ask(b, "grain barge", 1, 0);
    for (int i = 0; i < 40; i++)
        buf_append_str(&text, i % 3 ? STR_LITERAL("No barge came for the grain of that year. ")
                                    : STR_LITERAL("The grain was left over; a barge was "));
    b->settings.max_passages = 6;
    find(b, buf_str(&text));
    assert_int_equal(b->n, 6);
    for (size_t i = 0; i < b->n; i++) {
        assert_true(i == 0 || b->passages[i].score <= b->passages[i - 1].score);
        assert_true(b->passages[i].n_marks > 0);
        for (size_t k = 0; k < i; k++)
            assert_true(b->passages[i].end <= b->passages[k].start ||
                        b->passages[k].end <= b->passages[i].start);
    }
    buf_done(&text);
}

static void ties_go_to_the_earlier(void **state)
{
    struct bench *b = *state;
    ask(b, "grain", 1, 0);
    b->settings.whole_lines = true;
    b->settings.max_passages = 9;
    find(b, STR_LITERAL("a grain\nnothing\nb grain\nc grain\n"));
    assert_int_equal(b->n, 3);
    assert_str(b->passages[0].text, "a grain");
    assert_str(b->passages[1].text, "b grain");
    assert_str(b->passages[2].text, "c grain");
}

/* ---- how it is cut ---- */

static void begins_at_the_sentence(void **state)
{
    struct bench *b = *state;
    ask(b, "grain", 1, 0);
    find(b, STR_LITERAL(FILLER
                        "Then Mr. Smith of the U.S. Senate said \"the grain is lost.\" " FILLER));
    assert_true(str_starts_with(b->passages[0].text, STR_LITERAL("Then Mr. Smith of the U.S.")));
    assert_true(b->passages[0].end - b->passages[0].start <= 200);
    assert_true(b->passages[0].cut_before && b->passages[0].cut_after);
}

static void keeps_words_whole(void **state)
{
    struct bench *b = *state;
    struct buf text = BUF_INIT;
    ask(b, "grain", 1, 0);
    for (int i = 0; i < 200; i++)
        buf_append_format(&text, "%s, ", i == 100 ? "grain" : i % 2 ? "alpha-beta" : "gamma");
    for (uint32_t bytes = 40; bytes < 300; bytes++) {
        b->settings.max_bytes = bytes;
        find(b, buf_str(&text));
        const struct passage *p = &b->passages[0];
        assert_true(p->end - p->start <= bytes);
        assert_true(p->end - p->start + 30 >= bytes);
        assert_int_equal(text.p[p->start - 1], ' ');
        assert_int_equal(text.p[p->end], ' ');
        assert_true(ascii_is_alpha(p->text.p[0]));
        assert_marked(p, "grain|");
    }
    buf_done(&text);
}

/* Thai: no cut before a vowel or tone mark, or after a vowel that is written before its
 * consonant. */
static void keeps_characters_whole(void **state)
{
    struct bench *b = *state;
    const struct str piece = STR_LITERAL("นักเรียนบางคนต้องนั่งเรือมาเรียนเพราะถนนในหมู่บ้านยังมีน้ำขัง");
    struct buf text = BUF_INIT;
    b->record.language = STR_LITERAL("th");
    ask(b, "ห้องสมุด", 1, 1);
    for (int i = 0; i < 8; i++)
        buf_append_str(&text, i == 4 ? STR_LITERAL("ห้องสมุด") : piece);
    for (uint32_t bytes = 60; bytes < 200; bytes++) {
        size_t next;
        b->settings.max_bytes = bytes;
        find(b, buf_str(&text));
        const struct passage *p = &b->passages[0];
        assert_true(utf8_is_valid(p->text, NULL));
        assert_true(p->end - p->start <= bytes);
        for (int side = 0; side < 2; side++) {
            size_t at = side ? p->end : p->start;
            size_t before_at = utf8_floor(buf_str(&text), at - 1);
            uint32_t before = utf8_decode(buf_str(&text), before_at, &next);
            assert_false(before >= 0x0E40 && before <= 0x0E44);
            assert_true(utf8_columns(str_slice(buf_str(&text), at, at + 3)) > 0);
        }
    }
    buf_done(&text);
}

static void never_begins_with_punctuation(void **state)
{
    struct bench *b = *state;
    ask(b, "grain", 1, 0);
    find(b, STR_LITERAL("- ... » grain, and no more of it"));
    assert_str(b->passages[0].text, "grain, and no more of it");
    assert_false(b->passages[0].cut_before);
    find(b, STR_LITERAL("\"Grain\" is a word."));
    assert_str(b->passages[0].text, "\"Grain\" is a word.");
}

static void bounds_a_word_without_end(void **state)
{
    struct bench *b = *state;
    struct buf text = BUF_INIT;
    add_match(b, STR_LITERAL("aaaa"), MATCH_PREFIX, 1, 0);
    b->plan.n_words = 1;
    for (int i = 0; i < 200000; i++)
        buf_append_char(&text, 'a');
    find(b, buf_str(&text));
    assert_int_equal(b->n, 1);
    assert_true(b->passages[0].end - b->passages[0].start <= PASSAGE_WORD_BYTES);
    assert_int_equal(b->passages[0].n_marks, 1);
    buf_done(&text);
}

static void shows_the_beginning_without_a_match(void **state)
{
    struct bench *b = *state;
    b->record.title = STR_LITERAL("A Title");
    ask(b, "zebra", 1, 0);
    find(b, STR_LITERAL(
                "\n\nHome » News\n\nA Title\n\nMAY 10, 2011\n\nThis is what happened. " FILLER));
    assert_int_equal(b->n, 1);
    assert_true(str_starts_with(b->passages[0].text, STR_LITERAL("This is what happened.")));
    assert_int_equal(b->passages[0].n_marks, 0);
    assert_int_equal(b->passages[0].match_line, 9);
    assert_int_equal(b->passages[0].match_column, 1);

    b->settings.whole_lines = true;
    find(b, STR_LITERAL("Short line\n  Another line, which is a sentence.\n"));
    assert_str(b->passages[0].text, "Short line");

    find(b, STR_LITERAL(" \n\n "));
    assert_int_equal(b->n, 0);
    find(b, STR_EMPTY);
    assert_int_equal(b->n, 0);
}

static void an_empty_plan_is_no_match(void **state)
{
    struct bench *b = *state;
    find(b, STR_LITERAL("All documents."));
    assert_str(b->passages[0].text, "All documents.");
    assert_int_equal(b->passages[0].n_marks, 0);
    b->settings.max_passages = 0;
    find(b, STR_LITERAL("All documents."));
    assert_int_equal(b->n, 0);
}

/* ---- where it is ---- */

static void counts_lines_from_the_first(void **state)
{
    struct bench *b = *state;
    b->record.first_line = 10;
    b->settings.max_passages = 2;
    ask(b, "grain barge", 1, 0);
    find(b, STR_LITERAL("one\ntwo\n\nthe é grain\n\nfour\nand a barge"));
    assert_int_equal(b->n, 2);
    assert_int_equal(b->passages[0].match_line, 13);
    assert_int_equal(b->passages[0].match_column, 8);
    assert_int_equal(b->passages[1].match_line, 16);
    assert_int_equal(b->passages[1].match_column, 7);
}

/* "first grain" was on two lines in the source, with markup before "grain"; the columns of the
 * second paragraph are unknown. */
static void line_marks_are_followed(void **state)
{
    static const struct record_line lines[] = {{0, 5, 3}, {6, 6, 4}, {13, 20, 0}};
    struct bench *b = *state;
    b->record.lines = lines;
    b->record.n_lines = 3;
    b->settings.max_passages = 3;
    ask(b, "grain", 2, 0);
    ask(b, "barge", 1, 0);
    const struct str text = STR_LITERAL("first grain\n\nthe barge\nthe barge too");
    find(b, text);
    assert_int_equal(b->n, 2);
    assert_int_equal(b->passages[0].match_line, 6);
    assert_int_equal(b->passages[0].match_column, 4);
    assert_int_equal(b->passages[1].match_line, 20);
    assert_int_equal(b->passages[1].match_column, 0);

    b->settings.whole_lines = true;
    find(b, text);
    assert_int_equal(b->n, 3);
    assert_str(b->passages[0].text, "grain");
    assert_int_equal(b->passages[0].match_line, 6);
    assert_str(b->passages[2].text, "the barge too");
    assert_int_equal(b->passages[2].match_line, 21);
    assert_int_equal(b->passages[2].match_column, 0);
}

/* A mark that only moves the column does not end the line. */
static void marks_within_a_line_keep_it_whole(void **state)
{
    static const struct record_line lines[] = {{0, 1, 1}, {10, 3, 9}, {16, 3, 17}};
    struct bench *b = *state;
    b->record.lines = lines;
    b->record.n_lines = 3;
    b->settings.whole_lines = true;
    ask(b, "grain", 1, 0);
    find(b, STR_LITERAL("a\nb\nthe bold grain here\nd"));
    assert_str(b->passages[0].text, "the bold grain here");
    assert_int_equal(b->passages[0].match_line, 3);
    assert_int_equal(b->passages[0].match_column, 12);
}

static void nearest_heading_above(void **state)
{
    static const struct record_heading headings[] = {{0, 1}, {21, 2}, {45, 2}};
    struct bench *b = *state;
    b->record.headings = headings;
    b->record.n_headings = 3;
    ask(b, "grain", 1, 0);
    find(b, STR_LITERAL("Ports\n\nShips come.\n\n\nCargo \n\nThere is grain.\n\nEnd\n\nIt ended."));
    assert_str(passage_heading(&b->passages[0]), "Cargo");
    b->plan.n_matches = b->plan.n_words = 0;
    ask(b, "ships", 1, 0);
    find(b, STR_LITERAL("Ports\n\nShips come.\n\n\nCargo \n\nThere is grain.\n\nEnd\n\nIt ended."));
    assert_str(passage_heading(&b->passages[0]), "Ports");
}

static void whole_lines_are_shortened_around_their_match(void **state)
{
    struct bench *b = *state;
    struct buf text = BUF_INIT;
    b->settings.whole_lines = true;
    b->settings.max_passages = 2;
    ask(b, "grain barge", 1, 0);
    buf_append_str(&text, STR_LITERAL("\tthe grain;  x\r\nno\nbarge of grain\ngrain "));
    for (int i = 0; i < 2000; i++)
        buf_append_str(&text, STR_LITERAL("more "));
    buf_append_str(&text, STR_LITERAL("\n"));
    find(b, buf_str(&text));
    assert_int_equal(b->n, 2);
    assert_str(b->passages[0].text, "barge of grain");
    assert_int_equal(b->passages[0].match_line, 3);
    assert_str(b->passages[1].text, "\tthe grain;  x");
    assert_int_equal(b->passages[1].match_column, 6);

    b->settings.max_passages = 3;
    find(b, buf_str(&text));
    assert_true(b->passages[2].end - b->passages[2].start <= b->settings.max_bytes);
    assert_true(b->passages[2].end - b->passages[2].start > b->settings.max_bytes / 2);
    assert_int_equal(b->passages[2].match_line, 4);
    buf_done(&text);
}

/* ---- long texts ---- */

static void finds_what_stands_far_down(void **state)
{
    struct bench *b = *state;
    struct buf text = BUF_INIT;
    ask(b, "grain barge", 1, 0);
    while (text.n < 3 * (size_t)PASSAGE_SCAN_BYTES)
        buf_append_str(&text, STR_LITERAL(FILLER "\n"));
    buf_append_str(&text, STR_LITERAL("\nThe grain came at last."));
    find(b, buf_str(&text));
    assert_str(b->passages[0].text, "The grain came at last.");
    buf_done(&text);
}

static void reads_on_until_every_word_was_seen(void **state)
{
    struct bench *b = *state;
    struct buf text = BUF_INIT;
    ask(b, "grain barge", 1, 0);
    buf_append_str(&text, STR_LITERAL("The grain waited for long.\n\n"));
    while (text.n < 2 * (size_t)RECORD_PIECE_BYTES)
        buf_append_str(&text, STR_LITERAL(FILLER));
    buf_append_str(&text, STR_LITERAL("\n\nThe grain went by barge.\n\n"));
    while (text.n < 2 * (size_t)PASSAGE_SCAN_BYTES)
        buf_append_str(&text, STR_LITERAL(FILLER));
    buf_append_str(&text, STR_LITERAL("\n\n\"Grain barge, grain barge!\""));
    find(b, buf_str(&text));
    assert_str(b->passages[0].text, "The grain went by barge.");
    buf_done(&text);
}

/* No word is cut at the end of a piece, wherever that is. */
static void pieces_end_between_words(void **state)
{
    struct bench *b = *state;
    struct buf text = BUF_INIT;
    ask(b, "grain", 1, 0);
    for (size_t shift = 0; shift < 8; shift++) {
        buf_clear(&text);
        while (text.n + shift < (size_t)RECORD_PIECE_BYTES - 4)
            buf_append_char(&text, text.n % 7 == 6 ? ' ' : 'x');
        buf_append_str(&text, STR_LITERAL(" grain "));
        for (int i = 0; i < 20; i++)
            buf_append_str(&text, STR_LITERAL("y図 "));
        find(b, buf_str(&text));
        assert_int_equal(b->n, 1);
        assert_marked(&b->passages[0], "grain|");
    }
    buf_done(&text);
}

/* What is cached for the words of one document is valid for the next. */
static void several_documents_with_one_memory(void **state)
{
    static const char *const texts[] = {
        "He was dying. They die, the dice die; a dyer dies.\n\nNothing here dithers.\n",
        "A county and its Counties, counted by a countess; countless accounts of the county's end.",
        "dithers dithers die dithers counties dithers",
    };
    struct bench *b = *state;
    struct passage_memory memory = {.arena = ARENA_INIT};
    ask(b, "die", 1, 0);
    ask(b, "county", 1, 0);
    for (size_t i = 0; i < 2 * (sizeof texts / sizeof *texts); i++) {
        const char *text = texts[i % (sizeof texts / sizeof *texts)];
        b->settings.memory = NULL;
        find(b, str_of(text));
        const struct passage *alone = b->passages;
        assert_int_equal(b->n, 1);
        b->settings.memory = &memory;
        find(b, str_of(text));
        assert_int_equal(b->n, 1);
        assert_int_equal(b->passages->n_marks, alone->n_marks);
        assert_true(alone->n_marks > 0);
        assert_memory_equal(b->passages->marks, alone->marks,
                            alone->n_marks * sizeof *alone->marks);
    }
    passage_memory_done(&memory);
}

static void irregular_stems_are_found(void **state)
{
    struct bench *b = *state;
    ask(b, "die", 1, 0);
    find(b, STR_LITERAL("He was dying, tying and lying. They die by dice."));
    assert_int_equal(b->n, 1);
    assert_marked(b->passages, "dying|die|");
}

int main(void)
{
#define PASSAGE_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        PASSAGE_TEST(matches_terms_stems_and_prefixes),
        PASSAGE_TEST(folds_as_the_analyser_does),
        PASSAGE_TEST(stems_that_change_the_beginning),
        PASSAGE_TEST(pairs_become_one_mark),
        PASSAGE_TEST(a_token_may_match_several_words),
        PASSAGE_TEST(marks_a_title),
        PASSAGE_TEST(more_different_words_win),
        PASSAGE_TEST(heavier_words_win),
        PASSAGE_TEST(phrases_in_full_win),
        PASSAGE_TEST(a_prefix_ends_its_phrase),
        PASSAGE_TEST(closer_words_win),
        PASSAGE_TEST(a_second_passage_shows_other_words),
        PASSAGE_TEST(navigation_and_the_title_lose),
        PASSAGE_TEST(several_passages_do_not_overlap),
        PASSAGE_TEST(ties_go_to_the_earlier),
        PASSAGE_TEST(begins_at_the_sentence),
        PASSAGE_TEST(keeps_words_whole),
        PASSAGE_TEST(keeps_characters_whole),
        PASSAGE_TEST(never_begins_with_punctuation),
        PASSAGE_TEST(bounds_a_word_without_end),
        PASSAGE_TEST(shows_the_beginning_without_a_match),
        PASSAGE_TEST(an_empty_plan_is_no_match),
        PASSAGE_TEST(counts_lines_from_the_first),
        PASSAGE_TEST(line_marks_are_followed),
        PASSAGE_TEST(marks_within_a_line_keep_it_whole),
        PASSAGE_TEST(nearest_heading_above),
        PASSAGE_TEST(whole_lines_are_shortened_around_their_match),
        PASSAGE_TEST(finds_what_stands_far_down),
        PASSAGE_TEST(reads_on_until_every_word_was_seen),
        PASSAGE_TEST(pieces_end_between_words),
        PASSAGE_TEST(several_documents_with_one_memory),
        PASSAGE_TEST(irregular_stems_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
