/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests how the places of indexes are understood: paths, servers and programs. */
#include "search/retrieve/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena arena = ARENA_INIT;

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static struct place place_of(const char *given)
{
    struct place p;
    struct err err = ERR_INIT;
    if (place_parse(given, NULL, &arena, &p, &err))
        fail_msg("%s", err.message);
    return p;
}

static void servers_are_understood(void **state)
{
    (void)state;
    static const struct {
        const char *given, *host;
        uint16_t port;
    } rows[] = {
        {"xapian://localhost:7000", "localhost", 7000},
        {"xapian://a.example.org:65535/", "a.example.org", 65535},
        {"xapian://192.0.2.7:1", "192.0.2.7", 1},
        {"xapian://[2001:db8::7]:7000", "2001:db8::7", 7000},
        {"xapian://[fe80::1%eth0]:7000", "fe80::1%eth0", 7000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct place p = place_of(rows[i].given);
        assert_int_equal(p.at.kind, STORE_TCP);
        assert_string_equal(p.at.where, rows[i].host);
        assert_int_equal(p.at.port, rows[i].port);
        assert_true(place_is_elsewhere(&p));
    }
}

static void programs_are_understood(void **state)
{
    (void)state;
    static const struct {
        const char *given, *arguments;
    } rows[] = {
        {"ssh://alpha/srv/index", "alpha xapian-progsrv '/srv/index'"},
        {"ssh://alpha/srv/index//", "alpha xapian-progsrv '/srv/index'"},
        {"ssh://me@alpha.example.org/srv/index",
         "me@alpha.example.org xapian-progsrv '/srv/index'"},
        {"ssh://me@alpha:2222/srv/index", "-p 2222 me@alpha xapian-progsrv '/srv/index'"},
        {"ssh://[2001:db8::7]:22/i", "-p 22 2001:db8::7 xapian-progsrv '/i'"},
        {"ssh://alpha/~/docs/.pressmark", "alpha xapian-progsrv 'docs/.pressmark'"},
        {"ssh://alpha/it's;rm$(x)`y`", "alpha xapian-progsrv '/it'\\''s;rm$(x)`y`'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct place p = place_of(rows[i].given);
        assert_int_equal(p.at.kind, STORE_PROGRAM);
        assert_string_equal(p.at.where, "ssh");
        assert_string_equal(p.at.arguments, rows[i].arguments);
    }
    struct place p;
    struct err err = ERR_INIT;
    assert_int_equal(place_parse("ssh://alpha/i", "my-shell", &arena, &p, &err), ERR_OK);
    assert_string_equal(p.at.where, "my-shell");
}

static void what_could_be_an_option_or_a_command_is_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "xapian://",
        "xapian://alpha",
        "xapian://alpha:",
        "xapian://:7000",
        "xapian://alpha:0",
        "xapian://alpha:65536",
        "xapian://alpha:99999999999999999999",
        "xapian://alpha:7000x",
        "xapian://alpha:70/x",
        "xapian://-alpha:7000",
        "xapian://[-1]:7000",
        "xapian://[::1:7000",
        "xapian://[::1]7000",
        "xapian://al pha:7000",
        "xapian://al\npha:7000",
        "ssh://",
        "ssh:///srv/index",
        "ssh://alpha",
        "ssh://alpha/",
        "ssh://alpha:x/srv",
        "ssh://alpha:/srv",
        "ssh://-oProxyCommand=reboot/srv",
        "ssh://-alpha/srv",
        "ssh://me@-alpha/srv",
        "ssh://-me@alpha/srv",
        "ssh://@alpha/srv",
        "ssh://me@/srv",
        "ssh://a@b@c/srv",
        "ssh://alpha;reboot/srv",
        "ssh://$(reboot)/srv",
        "ssh://alpha/srv/my index",
        "ssh://alpha/srv\n/index",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct place p;
        struct err err = ERR_INIT;
        if (place_parse(rows[i], NULL, &arena, &p, &err) != ERR_USAGE)
            fail_msg("'%s' is taken", rows[i]);
        assert_non_null(strstr(err.message, rows[i]));
    }
}

static void assert_shown(const char *given, const char *stored, const char *shown)
{
    struct place p = place_of(given);
    struct str path = place_shown_path(&p, str_of(stored), &arena);
    assert_string_equal(path.p, shown);
    struct str same = place_stored_path(&p, path, &arena);
    assert_true(str_equal(same, str_of(stored)));
}

static void paths_of_files_say_where_they_are(void **state)
{
    (void)state;
    assert_shown("/srv/docs/.pressmark", "a/b.txt", "/srv/docs/a/b.txt");
    assert_shown("/srv/docs/.pressmark", "/etc/b.txt", "/etc/b.txt");
    assert_shown("ssh://me@alpha:22/srv/docs/.pressmark", "a/b.txt",
                 "ssh://me@alpha:22/srv/docs/a/b.txt");
    assert_shown("ssh://alpha/srv/docs/.pressmark", "/etc/b.txt", "ssh://alpha/etc/b.txt");
    assert_shown("ssh://alpha/~/docs/.pressmark", "a/b.txt", "ssh://alpha/~/docs/a/b.txt");
    assert_shown("xapian://alpha:7000", "a/b.txt", "xapian://alpha:7000/a/b.txt");
    assert_shown("xapian://alpha:7000/", "/etc/b.txt", "xapian://alpha:7000//etc/b.txt");

    struct place alpha = place_of("ssh://alpha/srv/docs/.pressmark");
    assert_int_equal(place_stored_path(&alpha, STR_LITERAL("ssh://beta/srv/docs/a"), &arena).n, 0);
    assert_int_equal(place_stored_path(&alpha, STR_LITERAL("ssh://alpha"), &arena).n, 0);
    assert_int_equal(place_stored_path(&alpha, STR_LITERAL("ssh://alphabet/a"), &arena).n, 0);
    assert_int_equal(place_stored_path(&alpha, STR_LITERAL("/srv/docs/a"), &arena).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(servers_are_understood),
        cmocka_unit_test(programs_are_understood),
        cmocka_unit_test(what_could_be_an_option_or_a_command_is_refused),
        cmocka_unit_test(paths_of_files_say_where_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
