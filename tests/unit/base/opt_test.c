/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests parsing command lines and merging remembered options. */
#include "base/opt.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct {
    bool flag, cleared, no_signs;
    const char *kept;
    uint64_t count, bytes;
    double number;
    const char *text;
    struct opt_list list, operands;
    struct opt_words words;
    int choice;
} o;

static const char *const WORDS[] = {"auto", "always", "never", NULL};

static enum err_code parse(char **argv, struct err *err)
{
    const struct opt table[] = {
        {.group = "Group"},
        {'f', "flag", OPT_FLAG, &o.flag, NULL, "a flag"},
        {0, "no-clear", OPT_CLEAR, &o.cleared, NULL, "clears"},
        {'n', "count", OPT_COUNT, &o.count, "N", "a number", .min = 1, .max = 10},
        {'m', "memory", OPT_BYTES, &o.bytes, "SIZE", "a size"},
        {0, "size", OPT_BYTES, &o.bytes, "SIZE", "a size", .min = 1 << 20, .max = 1ull << 36},
        {'x', "number", OPT_NUMBER, &o.number, "X", "a number"},
        {'t', "text", OPT_TEXT, &o.text, "TEXT", "some text\nin two lines"},
        {'l', "list", OPT_LIST, &o.list, "ITEM", "several"},
        {0, "no-signs", OPT_FLAG, &o.no_signs, NULL, "kept", .negative = "signs",
         .words = &o.words},
        {'k', "kept", OPT_TEXT, &o.kept, "TEXT", "kept", .negative = "no-kept", .words = &o.words},
        {0, "globs", OPT_LIST, &o.list, "GLOB", "kept", .negative = "no-globs", .words = &o.words},
        {0, "color", OPT_CHOICE, &o.choice, "[WHEN]", "a word", .choices = WORDS,
         .choice_without_argument = 1},
        {0},
    };
    int argc = 0;
    while (argv[argc])
        argc++;
    opt_list_done(&o.list);
    opt_list_done(&o.operands);
    opt_words_done(&o.words);
    memset(&o, 0, sizeof o);
    o.cleared = true;
    return opt_parse(table, argc, argv, &o.operands, err);
}

#define PARSE(...) parse((char *[]){"program", __VA_ARGS__, NULL}, &err)

static void all_forms_are_understood(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    assert_int_equal(PARSE("one", "-fn5", "--memory=3K", "--te", "x", "two", "-l", "a", "-lb",
                           "--no-clear", "--color", "--number", "1.5", "--", "-f"),
                     ERR_OK);
    assert_true(o.flag);
    assert_false(o.cleared);
    assert_int_equal(o.count, 5);
    assert_int_equal(o.bytes, 3072);
    assert_string_equal(o.text, "x");
    assert_int_equal(o.list.n, 2);
    assert_string_equal(o.list.items[1], "b");
    assert_int_equal(o.choice, 1);
    assert_true(o.number == 1.5);
    assert_int_equal(o.operands.n, 3);
    assert_string_equal(o.operands.items[2], "-f");
    assert_int_equal(PARSE("--color=never", "-", "-m", "2GiB"), ERR_OK);
    assert_int_equal(o.choice, 2);
    assert_true(o.bytes == 2ull << 30);
    assert_string_equal(o.operands.items[0], "-");
}

static void options_are_taken_back(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    assert_int_equal(PARSE("--no-signs", "-k", "a", "--globs=x", "--globs=y"), ERR_OK);
    assert_true(o.no_signs);
    assert_int_equal(o.words.n, 4);
    assert_int_equal(
        PARSE("--no-signs", "--signs", "-k", "a", "--no-k", "--globs=x", "--no-globs", "--globs=z"),
        ERR_OK);
    assert_false(o.no_signs);
    assert_null(o.kept);
    assert_int_equal(o.list.n, 1);
    assert_int_equal(PARSE("--no-kept=x"), ERR_USAGE);
    assert_string_equal(err.message, "option '--no-kept' takes no value");
}

static void words_are_changed_by_later_ones(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct opt_words words = {0};
    assert_int_equal(PARSE("--globs=x", "--globs=y", "-ka", "--no-signs"), ERR_OK);
    opt_words_update(&words, &o.words);
    assert_int_equal(words.n, 4);
    assert_int_equal(PARSE("--globs=z", "--signs"), ERR_OK);
    opt_words_update(&words, &o.words);
    assert_int_equal(words.n, 2);
    assert_string_equal(words.items[0].name, "kept");
    assert_string_equal(words.items[0].value, "a");
    assert_string_equal(words.items[1].name, "globs");
    assert_string_equal(words.items[1].value, "z");
    assert_true(opt_words_has(&words, "kept"));
    assert_false(opt_words_has(&words, "no-signs"));
    assert_int_equal(PARSE("--globs=q", "--no-globs", "--no-kept", "-kb"), ERR_OK);
    opt_words_update(&words, &o.words);
    assert_int_equal(words.n, 1);
    assert_string_equal(words.items[0].value, "b");
    opt_words_done(&words);
}

static void mistakes_are_named(void **state)
{
    (void)state;
    static char *const cases[][3] = {
        {"--nosuch", NULL, "unknown option '--nosuch'"},
        {"-z", NULL, "unknown option '-z'"},
        {"--n", "5",
         "option '--n' is ambiguous: --no-clear, --number, --no-signs, --no-kept, --no-globs"},
        {"--colour", NULL, "unknown option '--colour'; did you mean '--color'?"},
        {"--memroy=5", NULL, "unknown option '--memroy'; did you mean '--memory'?"},
        {"--flag=1", NULL, "option '--flag' takes no value"},
        {"--text", NULL, "option '--text' needs TEXT"},
        {"-t", NULL, "option '-t' needs TEXT"},
        {"-n", "0", "option '--count': 0 is out of range (1 to 10)"},
        {"-n", "x", "option '--count' takes a whole number, not 'x'"},
        {"-n", "-1", "option '--count' takes a whole number, not '-1'"},
        {"--size=5", NULL, "option '--size': 5 is out of range (1M to 64G)"},
        {"-m", "5Q", "option '--memory' takes a size such as 64M, not '5Q'"},
        {"-x", "nan", "option '--number' takes a number, not 'nan'"},
        {"--color=blue", NULL, "option '--color' takes auto, always or never, not 'blue'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;
        char *argv[] = {"program", cases[i][0], cases[i][1], NULL};
        assert_int_equal(parse(argv, &err), ERR_USAGE);
        assert_string_equal(err.message, cases[i][2]);
    }
}

static int finish(void **state)
{
    (void)state;
    opt_list_done(&o.list);
    opt_list_done(&o.operands);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_forms_are_understood),
        cmocka_unit_test(options_are_taken_back),
        cmocka_unit_test(words_are_changed_by_later_ones),
        cmocka_unit_test(mistakes_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, finish);
}
