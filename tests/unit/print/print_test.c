/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the forms of output. */
#include "base/mem.h"
#include "search/print/forms.h"
#include "search/print/print.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

#define NORMAL_TEXT "Wells in Stark County are tested free of charge."

static const struct field fields[] = {
    {{"tag", 3}, {"wells", 5}}, {{"county", 6}, {"Stark", 5}}, {{"tag", 3}, {"water", 5}}};

static struct passage_mark first_marks[] = {{0, 5}, {9, 14}};
static struct passage_mark second_marks[] = {{4, 8}};
static struct passage_mark title_marks[] = {{5, 9}};

static struct record make_record(void)
{
    return (struct record){.title = STR_LITERAL("Free well tests, and more"),
                           .type = STR_LITERAL("text"),
                           .language = STR_LITERAL("en"),
                           .date = STR_LITERAL("20110510"),
                           .first_line = 1,
                           .n_fields = 3,
                           .fields = fields};
}

static struct str testing = STR_LITERAL("Testing");

static struct passage make_passage(void)
{
    return (struct passage){.text = STR_LITERAL(NORMAL_TEXT),
                            .marks = first_marks,
                            .n_marks = 2,
                            .line = 11,
                            .column = 3,
                            .match_line = 12,
                            .match_column = 7,
                            .section = {.headings = &testing, .n = 1},
                            .score = 2,
                            .cut_before = true};
}

static struct hit make_hit(const struct record *record, struct passage *passages, size_t n)
{
    return (struct hit){.rank = 1,
                        .docid = 3,
                        .score = 0.1,
                        .path = STR_LITERAL("releases/wells.txt"),
                        .record = record,
                        .title_marks = title_marks,
                        .n_title_marks = 1,
                        .passages = passages,
                        .n_passages = n};
}

static const struct answer one_hit = {.query = {"well \"test\"", 11},
                                      .total_lower = 1,
                                      .total = 1,
                                      .total_upper = 1,
                                      .elapsed_s = 0.0031234};

/* Returns the hits in some form of output, to be freed with free(). */
static char *printed(const struct print_settings *s, const struct answer *a, const struct hit *hits,
                     size_t n, size_t *ret_n)
{
    char *bytes = NULL;
    size_t n_bytes = 0;
    FILE *out = open_memstream(&bytes, &n_bytes);
    const struct printer *printer = print_form_of(s->form);

    printer->begin(s, a, out);
    for (size_t i = 0; i < n; i++)
        printer->hit(s, a, &hits[i], out);
    printer->end(s, a, out);
    assert_int_equal(fclose(out), 0);
    if (ret_n)
        *ret_n = n_bytes;
    return bytes;
}

static void assert_printed(const struct print_settings *s, const struct hit *hits, size_t n,
                           const char *expected)
{
    char *bytes = printed(s, &one_hit, hits, n, NULL);
    assert_string_equal(bytes, expected);
    free(bytes);
}

/* ---- for people ---- */

static void text_shows_title_place_heading_and_passage(void **state)
{
    struct record record = make_record();
    struct passage passage = make_passage();
    struct hit hit = make_hit(&record, &passage, 1);
    struct print_settings s = {.form = PRINT_TEXT, .path_separator = '\n'};
    (void)state;

    assert_printed(&s, &hit, 1,
                   "1  Free well tests, and more\n"
                   "   releases/wells.txt:12  2011-05-10  en\n"
                   "   § Testing\n"
                   "   … " NORMAL_TEXT "\n");
}

static void text_of_several_passages_and_hits(void **state)
{
    struct record record = make_record(), untitled = {.date = STR_LITERAL("2011")};
    struct passage passages[] = {make_passage(), make_passage()};
    struct hit hits[] = {make_hit(&record, passages, 2), make_hit(&untitled, passages, 0)};
    struct print_settings s = {.form = PRINT_TEXT, .path_separator = '\n'};
    (void)state;

    passages[1].match_line = 40;
    passages[1].text = STR_LITERAL("The well\n  is deep");
    passages[1].marks = second_marks;
    passages[1].n_marks = 1;
    passages[1].cut_before = false;
    passages[1].cut_after = true;
    hits[0].is_stale = true;
    hits[1].rank = 2;
    hits[1].n_title_marks = 0;
    hits[1].is_gone = hits[1].is_stale = true;
    assert_printed(&s, hits, 2,
                   "1  Free well tests, and more\n"
                   "   releases/wells.txt:12  2011-05-10  en  (changed since indexed)\n"
                   "   § Testing\n"
                   "   12: … " NORMAL_TEXT "\n"
                   "   40: The well is deep …\n"
                   "\n"
                   "2  wells.txt\n"
                   "   releases/wells.txt  2011  (file is gone)\n");
}

static void text_in_color_and_folded(void **state)
{
    struct record record = make_record();
    struct passage passage = make_passage();
    struct hit hit = make_hit(&record, &passage, 1);
    struct print_settings s = {.form = PRINT_TEXT, .color = true, .width = 24};
    (void)state;

    hit.path = STR_LITERAL("a b.txt");
    passage.section.n = 0;
    assert_printed(&s, &hit, 1,
                   "1  \033[1mFree \033[1;31mwell\033[0m\033[1m tests, and\033[0m\n"
                   "   \033[1mmore\033[0m\n"
                   "   \033[2ma b.txt:12  2011-05-10  en\033[0m\n"
                   "   … \033[1;31mWells\033[0m in \033[1;31mStark\033[0m\n"
                   "   County are tested\n"
                   "   free of charge.\n");
}

/* Wide characters, a word longer than the line, and a mark across a line break. */
static void text_folds_long_words_between_characters(void **state)
{
    struct record record = {.title = STR_LITERAL("T")};
    struct passage_mark mark = {6, 30};
    struct passage passage = {
        .text = STR_LITERAL("市立図書館閉館時間を午後九時まで"), .marks = &mark, .n_marks = 1};
    struct hit hit = make_hit(&record, &passage, 1);
    struct print_settings s = {.form = PRINT_TEXT, .color = true, .width = 20};
    (void)state;

    hit.n_title_marks = 0;
    assert_printed(&s, &hit, 1,
                   "1  \033[1mT\033[0m\n"
                   "   \033[2mreleases/wells.txt\033[0m\n"
                   "   市立\033[1;31m図書館閉館時\033[0m\n"
                   "   \033[1;31m間を\033[0m午後九時まで\n");
}

static void hyperlinks_are_urls(void **state)
{
    struct record record = {.title = STR_LITERAL("T")};
    struct hit hit = make_hit(&record, NULL, 0);
    struct print_settings s = {.form = PRINT_TEXT, .hyperlink_format = "file://{path}"};
    (void)state;

    hit.path = STR_LITERAL("/tmp/a b\033;é.txt");
    hit.n_title_marks = 0;
    assert_printed(&s, &hit, 1,
                   "1  T\n"
                   "   \033]8;;file:///tmp/a%20b%1B%3B%C3%A9.txt\033\\"
                   "/tmp/a b\\u{1b};é.txt\033]8;;\033\\\n");
}

/* ---- for machines ---- */

static void json_is_valid_without_hits(void **state)
{
    struct print_settings s = {.form = PRINT_JSON};
    struct answer none = {.query = STR_LITERAL("nothing"), .first = 10};
    (void)state;

    char *bytes = printed(&s, &none, NULL, 0, NULL);
    assert_string_equal(bytes,
                        "{\"version\":1,\"query\":\"nothing\",\"total\":0,\"total_is_exact\":true,"
                        "\"first\":10,\"elapsed_ms\":0,\"hits\":[]}\n");
    free(bytes);
}

static void json_has_all_of_a_hit(void **state)
{
    struct record record = make_record();
    struct passage passage = make_passage();
    struct hit hits[] = {make_hit(&record, &passage, 1), make_hit(&record, &passage, 0)};
    struct print_settings s = {.form = PRINT_JSON};
    (void)state;

    hits[1].rank = 2;
    char *bytes = printed(&s, &one_hit, hits, 2, NULL);
    json_t *root = json_loads(bytes, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "query")), "well \"test\"");
    assert_true(json_real_value(json_object_get(root, "elapsed_ms")) == 3.123);
    json_t *list = json_object_get(root, "hits");
    assert_int_equal(json_array_size(list), 2);
    json_decref(root);

    const char *first = strchr(bytes, '[') + 2;
    const char expected[] = "{\"rank\":1,\"score\":0.1,\"path\":\"releases/wells.txt\","
                            "\"ref\":\"\",\"id\":\"\",\"title\":\"Free well tests, and "
                            "more\",\"date\":\"2011-05-10\",\"language\":\"en\","
                            "\"type\":\"text\",\"line\":11,\"collapsed\":0,\"stale\":false,"
                            "\"fields\":{\"tag\":[\"wells\",\"water\"],\"county\":[\"Stark\"]},"
                            "\"passages\":[{\"text\":\"" NORMAL_TEXT "\",\"line\":11,\"column\":3,"
                            "\"match_line\":12,\"match_column\":7,"
                            "\"heading\":\"Testing\",\"section\":[\"Testing\"],\"marks\":[[0,5],[9,14]]}]},\n";
    assert_memory_equal(first, expected, sizeof expected - 1);
    free(bytes);
}

static void json_gives_bytes_of_a_path_that_is_no_text(void **state)
{
    struct record record = {.title = STR_LITERAL("T\xE2\x80\xAE")};
    struct hit hit = make_hit(&record, NULL, 0);
    struct print_settings s = {.form = PRINT_JSONL};
    (void)state;

    hit.path = STR_LITERAL("caf\xE9.txt");
    hit.score = 1.0 / 3;
    char *bytes = printed(&s, &one_hit, &hit, 1, NULL);
    assert_non_null(
        strstr(bytes, "\"path\":\"caf\xEF\xBF\xBD.txt\",\"path_bytes\":\"Y2Fm6S50eHQ=\""));
    assert_non_null(strstr(bytes, "\"title\":\"T\\u202e\""));
    json_t *root = json_loads(bytes, 0, NULL);
    assert_true(json_real_value(json_object_get(root, "score")) == 1.0 / 3);
    json_decref(root);
    free(bytes);
}

static void csv_quotes_and_guards_formulas(void **state)
{
    struct record record = make_record(), hostile = {.title = STR_LITERAL("=HYPERLINK(\"x\")")};
    struct passage passage = make_passage();
    struct hit hits[] = {make_hit(&record, &passage, 1), make_hit(&hostile, NULL, 0)};
    struct print_settings s = {.form = PRINT_CSV};
    (void)state;

    passage.text = STR_LITERAL("He said\n\"no\"");
    hits[1].rank = 2;
    hits[1].path = STR_LITERAL("@a\n.txt");
    assert_printed(&s, hits, 2,
                   "rank,score,path,line,date,title,passage,id,page\n"
                   "1,0.1,releases/wells.txt,12,2011-05-10,\"Free well tests, and more\","
                   "\"He said \"\"no\"\"\",,\n"
                   "2,0.1,'@a\\u{a}.txt,,,\"'=HYPERLINK(\"\"x\"\")\",,,\n");
}

static void every_form_names_the_member_of_an_archive(void **state)
{
    struct record record = make_record();
    struct passage passage = make_passage();
    struct hit hit = make_hit(&record, &passage, 1);
    struct print_settings s = {.form = PRINT_TEXT, .path_separator = '\n'};
    (void)state;

    record.id = STR_LITERAL("in/a.jsonl#r\033");
    record.member_bytes = 10;
    hit.path = STR_LITERAL("x.zip");
    assert_printed(&s, &hit, 1,
                   "1  Free well tests, and more\n"
                   "   x.zip#in/a.jsonl:12  2011-05-10  en\n"
                   "   § Testing\n"
                   "   … " NORMAL_TEXT "\n");
    s.form = PRINT_VIMGREP;
    assert_printed(&s, &hit, 1, "x.zip:12:7:in/a.jsonl: … " NORMAL_TEXT "\n");
    s.form = PRINT_CSV;
    assert_printed(&s, &hit, 1,
                   "rank,score,path,line,date,title,passage,id,page\n"
                   "1,0.1,x.zip,12,2011-05-10,\"Free well tests, and more\"," NORMAL_TEXT
                   ",in/a.jsonl#r\\u{1b},\n");
}

static void a_page_is_called_page(void **state)
{
    struct record record = make_record();
    struct passage passages[] = {make_passage(), make_passage()};
    struct hit hit = make_hit(&record, passages, 2);
    struct print_settings s = {.form = PRINT_TEXT, .path_separator = '\n'};
    (void)state;

    record.type = STR_LITERAL("pdf");
    passages[0].match_column = 0; /* as in PDF */
    assert_printed(&s, &hit, 1,
                   "1  Free well tests, and more\n"
                   "   releases/wells.txt, page 12  2011-05-10  en\n"
                   "   § Testing\n"
                   "   page 12: … " NORMAL_TEXT "\n"
                   "   page 12: … " NORMAL_TEXT "\n");
    s.form = PRINT_VIMGREP;
    hit.n_passages = 1;
    assert_printed(&s, &hit, 1, "releases/wells.txt:1:1:page 12: … " NORMAL_TEXT "\n");
    s.form = PRINT_CSV;
    assert_printed(&s, &hit, 1,
                   "rank,score,path,line,date,title,passage,id,page\n"
                   "1,0.1,releases/wells.txt,,2011-05-10,\"Free well tests, and more\"," NORMAL_TEXT
                   ",,12\n");
    s.form = PRINT_JSONL;
    char *bytes = printed(&s, &one_hit, &hit, 1, NULL);
    json_t *root = json_loads(bytes, 0, NULL);
    json_t *place = json_array_get(json_object_get(root, "passages"), 0);
    assert_int_equal(json_integer_value(json_object_get(root, "line")), 0);
    assert_int_equal(json_integer_value(json_object_get(root, "page")), 11);
    assert_int_equal(json_integer_value(json_object_get(place, "line")), 0);
    assert_int_equal(json_integer_value(json_object_get(place, "page")), 11);
    json_decref(root);
    free(bytes);
}

static void vimgrep_has_a_line_for_each_passage(void **state)
{
    struct record record = make_record();
    struct passage passages[] = {make_passage(), make_passage()};
    struct hit hits[] = {make_hit(&record, passages, 2), make_hit(&record, NULL, 0)};
    struct print_settings s = {.form = PRINT_VIMGREP, .path_separator = '\n'};
    (void)state;

    passages[1].text = STR_LITERAL("\ta\033[2Jb\r\nc");
    passages[1].match_column = 0;
    assert_printed(&s, hits, 2,
                   "releases/wells.txt:12:7:… " NORMAL_TEXT "\n"
                   "releases/wells.txt:12:1:…  a\\u{1b}[2Jb c\n"
                   "releases/wells.txt:1:1:Free well tests, and more\n");
}

static void paths_once_each_safe_or_raw(void **state)
{
    struct record record = make_record();
    struct hit hits[] = {make_hit(&record, NULL, 0), make_hit(&record, NULL, 0),
                         make_hit(&record, NULL, 0)};
    struct print_settings s = {.form = PRINT_PATHS, .path_separator = '\n'};
    size_t n;
    (void)state;

    hits[1].is_repeat = true;
    hits[2].path = STR_LITERAL("a\n\xFF\t\xC2\x9B");
    assert_printed(&s, hits, 3, "releases/wells.txt\na\\u{a}\\x{ff}\\u{9}\\u{9b}\n");

    s.path_separator = '\0';
    char *bytes = printed(&s, &one_hit, hits, 3, &n);
    const char expected[] = "releases/wells.txt\0a\n\xFF\t\xC2\x9B";
    assert_int_equal(n, sizeof expected);
    assert_memory_equal(bytes, expected, n);
    free(bytes);

    s.form = PRINT_VIMGREP;
    bytes = printed(&s, &one_hit, &hits[2], 1, &n);
    const char line[] = "a\n\xFF\t\xC2\x9B\0001:1:Free well tests, and more\n";
    assert_int_equal(n, sizeof line - 1);
    assert_memory_equal(bytes, line, n);
    free(bytes);
}

/* ---- safety ---- */

static void assert_safe(struct str s, bool one_line, const char *expected)
{
    struct buf out = BUF_INIT;
    print_append_safe(&out, s, one_line);
    assert_string_equal(buf_c_string(&out), expected);
    buf_done(&out);
}

static void controls_become_visible(void **state)
{
    (void)state;
    assert_safe(STR_LITERAL("plain é 図"), true, "plain é 図");
    assert_safe(STR_EMPTY, true, "");
    assert_safe(STR_LITERAL("\033]0;title\007\x7F"), true, "\\u{1b}]0;title\\u{7}\\u{7f}");
    assert_safe(STR_LITERAL("\xC2\x9B"
                            "31m"),
                true, "\\u{9b}31m");
    assert_safe(STR_LITERAL("\xE2\x80\xAE"
                            "evil\xE2\x81\xA6"),
                true, "\\u{202e}evil\\u{2066}");
    assert_safe(STR_LITERAL("bad \xC3(\xFF\xE2\x82"), true, "bad \\x{c3}(\\x{ff}\\x{e2}\\x{82}");
    assert_safe((struct str){"a\0b", 3}, true, "a\\u{0}b");
}

static void assert_path(const char *path, const char *expected)
{
    struct buf out = BUF_INIT;
    print_append_path(&out, str_of(path));
    assert_string_equal(buf_c_string(&out), expected);
    buf_done(&out);
}

static void what_shows_nothing_becomes_visible(void **state)
{
    static const struct {
        const char *hidden, *escape;
    } rows[] = {
        {"\u034F", "\\u{34f}"},       {"\u115F", "\\u{115f}"},      {"\u180E", "\\u{180e}"},
        {"\u200B", "\\u{200b}"},      {"\u200C", "\\u{200c}"},      {"\u200D", "\\u{200d}"},
        {"\u200E", "\\u{200e}"},      {"\u200F", "\\u{200f}"},      {"\u061C", "\\u{61c}"},
        {"\u2060", "\\u{2060}"},      {"\u2064", "\\u{2064}"},      {"\u206A", "\\u{206a}"},
        {"\u3164", "\\u{3164}"},      {"\uFE00", "\\u{fe00}"},      {"\uFE0F", "\\u{fe0f}"},
        {"\uFEFF", "\\u{feff}"},      {"\uFFA0", "\\u{ffa0}"},      {"\uFFF9", "\\u{fff9}"},
        {"\U000E0041", "\\u{e0041}"}, {"\U000E0100", "\\u{e0100}"}, {"\U0001D173", "\\u{1d173}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[32], expected[32];
        snprintf(text, sizeof text, "a%sb", rows[i].hidden);
        snprintf(expected, sizeof expected, "a%sb", rows[i].escape);
        assert_safe(str_of(text), true, expected);
        assert_safe(str_of(text), false, expected);
        assert_path(text, expected);
        snprintf(text, sizeof text, "%s", rows[i].hidden);
        assert_path(text, rows[i].escape);
    }
    /* What looks like an escape in a name is escaped. */
    assert_path("a\\u{200b}", "a\\u{5c}u{200b}");
    assert_path("a\\x{ff} \\n \\u1 \\", "a\\u{5c}x{ff} \\n \\u1 \\");
}

static void what_does_its_work_stays(void **state)
{
    static const char *const both[] = {
        "\u06A9\u062A\u0627\u0628\u200C\u0647\u0627", /* Persian: "books" */
        "\u0D28\u0D4D\u200D",                         /* Malayalam */
        "\u0995\u09CD\u200C\u09B7",                   /* Bengali */
        "\U0001F469\u200D\U0001F4BB \u2764\uFE0F 1\uFE0F\u20E3",
    };
    static const char *const text[] = {
        "\u0645\u0627\u200C\u0646",            /* Persian, without effect */
        "\u0E01\u200B\u0E02",                  /* Thai */
        "\u845B\U000E0100 \u1820\u180B\u1821", /* Han, Mongolian */
    };
    (void)state;
    for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
        assert_safe(str_of(both[i]), true, both[i]);
        assert_path(both[i], both[i]);
    }
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        assert_safe(str_of(text[i]), true, text[i]);
    assert_path("\u0645\u0627\u200C\u0646", "\u0645\u0627\\u{200c}\u0646");
    /* Text is cleaned for reading, while names stay distinguishable. */
    assert_safe(STR_LITERAL("Donau\u00ADdampf \u05D0\u200F."), true, "Donaudampf \u05D0.");
    assert_path("Donau\u00ADdampf \u05D0\u200F", "Donau\\u{ad}dampf \u05D0\\u{200f}");
}

static void blanks_fold_on_one_line_only(void **state)
{
    (void)state;
    assert_safe(STR_LITERAL("a \t\r\n\n b\xE2\x80\xA8\xE2\x80\xA9"
                            "c  "),
                true, "a b c ");
    assert_safe(STR_LITERAL("a \t\r\n b\xE2\x80\xA8"), false, "a \t\\u{d}\n b\\u{2028}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_shows_title_place_heading_and_passage),
        cmocka_unit_test(text_of_several_passages_and_hits),
        cmocka_unit_test(text_in_color_and_folded),
        cmocka_unit_test(text_folds_long_words_between_characters),
        cmocka_unit_test(hyperlinks_are_urls),
        cmocka_unit_test(json_is_valid_without_hits),
        cmocka_unit_test(json_has_all_of_a_hit),
        cmocka_unit_test(json_gives_bytes_of_a_path_that_is_no_text),
        cmocka_unit_test(csv_quotes_and_guards_formulas),
        cmocka_unit_test(every_form_names_the_member_of_an_archive),
        cmocka_unit_test(a_page_is_called_page),
        cmocka_unit_test(vimgrep_has_a_line_for_each_passage),
        cmocka_unit_test(paths_once_each_safe_or_raw),
        cmocka_unit_test(controls_become_visible),
        cmocka_unit_test(what_shows_nothing_becomes_visible),
        cmocka_unit_test(what_does_its_work_stays),
        cmocka_unit_test(blanks_fold_on_one_line_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
