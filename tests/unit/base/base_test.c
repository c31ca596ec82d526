/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests errors, strings, varints, arenas, JSON output, paths and files of lib/base. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/invisible.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/named.h"
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

static void the_first_error_stays_and_context_goes_before(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    assert_int_equal(err_set(&err, ERR_INPUT, "line %d", 7), ERR_INPUT);
    assert_int_equal(err_set(&err, ERR_IO, "later"), ERR_INPUT);
    assert_int_equal(err_context(&err, "file '%s'", "a.txt"), ERR_INPUT);
    assert_string_equal(err.message, "file 'a.txt': line 7");
    err_clear(&err);
    errno = ENOENT;
    assert_int_equal(err_set_errno(&err, "open"), ERR_NOT_FOUND);
    assert_string_equal(err.message, "open: No such file or directory");
}

static void a_long_message_is_cut_at_a_character(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    char text[1200];
    for (size_t i = 0; i + 2 < sizeof text; i += 2)
        memcpy(text + i, "\303\251", 3); /* é */
    err_set(&err, ERR_INPUT, "x%s", text);
    size_t n = strlen(err.message);
    assert_true(n < sizeof err.message && n > sizeof err.message - 4);
    assert_int_equal((unsigned char)err.message[n - 1], 0xA9);
}

static void the_first_of_three_bytes_is_found_wherever_it_stands(void **state)
{
    (void)state;
    char text[40];
    struct str s = {text, sizeof text};
    for (size_t at = 0; at < sizeof text; at++) {
        memset(text, 'x', sizeof text);
        assert_int_equal(str_find_one_of(s, 'a', 'b', '\xC3', at), sizeof text);
        text[at] = "ab\xC3"[at % 3];
        text[sizeof text - 1] = 'b';
        for (size_t from = 0; from <= at; from++)
            assert_int_equal(str_find_one_of(s, 'a', 'b', '\xC3', from), at);
        assert_int_equal(str_find_one_of(s, 'a', 'b', '\xC3', at + 1),
                         at + 1 < sizeof text ? sizeof text - 1 : sizeof text);
    }
    assert_int_equal(str_find_one_of(STR_LITERAL("abc"), 'x', 'x', 'x', 7), 3);
}

static void strings_are_compared_found_and_divided(void **state)
{
    (void)state;
    struct str s = STR_LITERAL("one\r\ntwo\rthree\n\nfour");
    const char *const lines[] = {"one", "two", "three", "", "four"};
    struct str line;
    for (size_t i = 0; i < 5; i++) {
        assert_true(str_next_line(&s, &line));
        assert_true(str_equal(line, str_of(lines[i])));
    }
    assert_false(str_next_line(&s, &line));
    assert_true(str_compare(STR_LITERAL("ab"), STR_LITERAL("abc")) < 0);
    assert_true(str_compare(STR_LITERAL("b"), STR_LITERAL("abc")) > 0);
    assert_int_equal(str_compare(STR_EMPTY, STR_EMPTY), 0);
    assert_int_equal(str_find(STR_LITERAL("banana"), STR_LITERAL("ana"), 2), 3);
    assert_int_equal(str_find(STR_LITERAL("banana"), STR_LITERAL("x"), 0), 6);
    static const char *const names[] = {"Width", "title", "", NULL};
    assert_true(str_is_one_of_ignoring_case(STR_LITERAL("TITLE"), names));
    assert_true(str_is_one_of_ignoring_case(STR_LITERAL("width"), names));
    assert_true(str_is_one_of_ignoring_case(STR_EMPTY, names));
    assert_false(str_is_one_of_ignoring_case(STR_LITERAL("titles"), names));
    assert_false(str_is_one_of_ignoring_case(STR_EMPTY, names + 3));
    assert_int_equal(str_find(STR_LITERAL("banana"), STR_LITERAL("na"), 3), 4);
    assert_int_equal(str_find(STR_LITERAL("banan"), STR_LITERAL("na"), 3), 5);
    assert_true(str_equal(str_trim(STR_LITERAL(" \t a b\n ")), STR_LITERAL("a b")));
    assert_int_equal(str_count_breaks(STR_LITERAL("\na\n\nb")), 3);
    assert_int_equal(str_count_breaks(STR_EMPTY), 0);
    assert_true(str_equal_ignoring_case(STR_LITERAL("UTF-8"), STR_LITERAL("utf-8")));
}

static void strings_have_letters_and_digits(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        bool has_letter, is_letters, is_digits;
    } cases[] = {
        {"", false, false, false},      {"7", false, false, true},  {"1997", false, false, true},
        {"19-97", false, false, false}, {"a", true, true, false},   {"Zürich", true, true, false},
        {"é", true, true, false},       {"v2", true, false, false}, {"12 é", true, false, false},
        {"-.", false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str s = str_of(cases[i].s);
        assert_int_equal(str_has_letter(s), cases[i].has_letter);
        assert_int_equal(str_is_letters(s), cases[i].is_letters);
        assert_int_equal(str_is_digits(s), cases[i].is_digits);
    }
}

static void varints_come_back_and_cut_ones_are_refused(void **state)
{
    (void)state;
    static const uint64_t values[] = {0, 1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX};
    AUTO(buf_done) struct buf b = BUF_INIT;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        buf_append_varint(&b, values[i]);
    struct str in = buf_str(&b);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        uint64_t value;
        assert_true(str_take_varint(&in, &value));
        assert_true(value == values[i]);
    }
    assert_int_equal(in.n, 0);

    uint64_t value = 42;
    struct str cut = STR_LITERAL("\x80\x80");
    assert_false(str_take_varint(&cut, &value));
    assert_int_equal(cut.n, 2);
    struct str too_large = STR_LITERAL("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02");
    assert_false(str_take_varint(&too_large, &value));
    struct str s, short_string = STR_LITERAL("\x05"
                                             "abc");
    assert_false(str_take_counted(&short_string, &s));
    assert_int_equal(value, 42);
}

static void arenas_hand_out_separate_memory(void **state)
{
    (void)state;
    AUTO(arena_done) struct arena a = ARENA_INIT;
    struct str first = arena_copy(&a, STR_LITERAL("first"));
    uint64_t *numbers = arena_alloc(&a, 100000 * sizeof *numbers);
    assert_int_equal((uintptr_t)numbers % _Alignof(max_align_t), 0);
    numbers[99999] = 1;
    struct str formatted = arena_format(&a, "%d-%s", 12, "x");
    assert_true(str_equal(first, STR_LITERAL("first")));
    assert_true(str_equal(formatted, STR_LITERAL("12-x")));
    arena_clear(&a);
    assert_true(str_equal(arena_copy(&a, STR_EMPTY), STR_EMPTY));
}

static void json_is_escaped_and_separated(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf b = BUF_INIT;
    struct json j = JSON_INIT(&b);
    json_put_open(&j, '{');
    json_put_member(&j, "a\"b", STR_LITERAL("x\n\t\\\x1b\x7f\302\205\342\200\250\303\251"));
    json_put_member(&j, "h", STR_LITERAL("\u00AD\u061C\u200B\u3164\U000E0041\u3042\U0001F600"));
    json_put_key(&j, "list");
    json_put_open(&j, '[');
    json_put_integer(&j, -5);
    json_put_number(&j, 0.1);
    json_put_bool(&j, true);
    json_put_close(&j, ']');
    json_put_member_integer(&j, "n", 7);
    json_put_close(&j, '}');
    assert_string_equal(buf_c_string(&b),
                        "{\"a\\\"b\":\"x\\n\\t\\\\\\u001b\\u007f\\u0085\\u2028\303\251\","
                        "\"h\":\"\\u00ad\\u061c\\u200b\\u3164\\udb40\\udc41\u3042\U0001F600\","
                        "\"list\":[-5,0.1,true],\"n\":7}");
}

/* Writes a character outside ASCII as UTF-8 and returns its length. */
static size_t put_utf8(uint32_t c, char bytes[4])
{
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; c >>= 6)
        bytes[i] = (char)(0x80 | (c & 0x3F));
    bytes[0] = (char)((0xF00 >> n & 0xFF) | c);
    return n;
}

static void json_escapes_each_character_that_cannot_be_seen(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf b = BUF_INIT;
    for (uint32_t c = 0x80; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        char bytes[4];
        struct json j = JSON_INIT(&b);
        buf_clear(&b);
        json_put_string(&j, (struct str){bytes, put_utf8(c, bytes)});
        bool is_unsafe = c < 0xA0 || c == 0x2028 || c == 0x2029 || invisible_character(c);
        assert_int_equal(b.p[1] == '\\', is_unsafe);
    }
}

static bool has_ending(const char *path, const char *ending)
{
    return str_equal(path_ending(str_of(path)), str_of(ending));
}

static void a_path_has_the_ending_of_its_name(void **state)
{
    (void)state;
    assert_true(has_ending("a.b/c.tar.gz", "gz"));
    assert_true(has_ending("a.b/c", ""));
    assert_true(has_ending("c.", ""));
    assert_true(has_ending(".c", "c"));
    assert_true(has_ending("", ""));
    assert_true(str_equal(path_without_compression(STR_LITERAL("a.txt.GZ")), STR_LITERAL("a.txt")));
    assert_true(str_equal(path_without_compression(STR_LITERAL("a.txt")), STR_LITERAL("a.txt")));
    assert_true(str_equal(path_without_compression(STR_LITERAL(".gz")), STR_LITERAL(".gz")));
}

static bool has_stem(const char *name, const char *stem)
{
    return str_equal(path_stem(str_of(name)), str_of(stem));
}

static void the_stem_of_a_name_is_without_its_endings(void **state)
{
    (void)state;
    assert_true(has_stem("a.txt", "a"));
    assert_true(has_stem("a.txt.gz", "a"));
    assert_true(has_stem("a.b.c++", "a.b"));
    assert_true(has_stem("ls.1", "ls"));
    assert_true(has_stem("a", "a"));
    assert_true(has_stem(".profile", ".profile"));
    assert_true(has_stem("1. Introduction", "1. Introduction"));
    assert_true(has_stem("notes.2021", "notes.2021"));
    assert_true(has_stem("a.andmorethansixteen", "a.andmorethansixteen"));
    assert_true(has_stem("", ""));
}

static void paths_become_absolute_and_plain(void **state)
{
    (void)state;
    static const struct {
        const char *path, *expected;
    } cases[] = {{"/", "/"},
                 {"/a/./b//c/", "/a/b/c"},
                 {"/a/b/../c", "/a/c"},
                 {"/../../x", "/x"},
                 {"/a/..", "/"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO(mem_free_pointer) char *path = file_absolute(cases[i].path);
        assert_string_equal(path, cases[i].expected);
    }
    AUTO(mem_free_pointer) char *here = file_absolute(".");
    AUTO(mem_free_pointer) char *below = file_absolute("x/../y");
    AUTO(mem_free_pointer) char *joined = file_join(here, "y");
    assert_string_equal(below, joined);
}

static int n_syncs;

/* Replaces the C library's function. */
int fsync(int fd)
{
    n_syncs++;
    return (int)syscall(SYS_fsync, fd);
}

static void files_are_read_replaced_and_refused(void **state)
{
    (void)state;
    char folder[] = "/tmp/base_test.XXXXXX";
    assert_non_null(mkdtemp(folder));
    AUTO(mem_free_pointer) char *path = file_join(folder, "file");
    AUTO(mem_free_pointer) char *fifo = file_join(folder, "fifo");
    AUTO(mem_free_pointer) char *deep = file_join(folder, "a/b/c");
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    struct err err = ERR_INIT;

    assert_int_equal(named_write(path, STR_LITERAL("old"), &err), ERR_OK);
    assert_int_equal(named_write(path, STR_LITERAL("new text"), &err), ERR_OK);
    assert_int_equal(file_read(AT_FDCWD, path, 100, &bytes, &err), ERR_OK);
    assert_true(str_equal(buf_str(&bytes), STR_LITERAL("new text")));

    assert_int_equal(file_read(AT_FDCWD, path, 7, &bytes, &err), ERR_LIMIT);
    err_clear(&err);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(file_read(AT_FDCWD, fifo, 7, &bytes, &err),
                     ERR_INPUT); /* and does not block */
    err_clear(&err);
    assert_int_equal(file_read(AT_FDCWD, folder, 7, &bytes, &err), ERR_INPUT);
    err_clear(&err);

    n_syncs = 0;
    assert_int_equal(file_make_directory(deep, &err), ERR_OK);
    assert_int_equal(n_syncs, 3); /* a, b and c are in it */
    assert_int_equal(file_make_directory(deep, &err), ERR_OK);
    assert_int_equal(n_syncs, 3);
    assert_true(file_exists(deep));
    assert_int_equal(file_make_directory(path, &err), ERR_IO);

    unlink(path);
    unlink(fifo);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(rmdir(deep), 0);
        *strrchr(deep, '/') = '\0';
    }
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_error_stays_and_context_goes_before),
        cmocka_unit_test(a_long_message_is_cut_at_a_character),
        cmocka_unit_test(the_first_of_three_bytes_is_found_wherever_it_stands),
        cmocka_unit_test(strings_are_compared_found_and_divided),
        cmocka_unit_test(strings_have_letters_and_digits),
        cmocka_unit_test(varints_come_back_and_cut_ones_are_refused),
        cmocka_unit_test(arenas_hand_out_separate_memory),
        cmocka_unit_test(json_is_escaped_and_separated),
        cmocka_unit_test(json_escapes_each_character_that_cannot_be_seen),
        cmocka_unit_test(a_path_has_the_ending_of_its_name),
        cmocka_unit_test(the_stem_of_a_name_is_without_its_endings),
        cmocka_unit_test(paths_become_absolute_and_plain),
        cmocka_unit_test(files_are_read_replaced_and_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
