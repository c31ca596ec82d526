/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses the names of places where indexes are, and converts the paths of files there. */
#include "search/retrieve/place.h"

#include "base/file.h"
#include "base/mem.h"
#include "store/index.h"

#include <stdlib.h>
#include <string.h>

#define SERVER "xapian-progsrv" /* the program that ssh runs there */

enum { MAX_PORT = 65535 };

/* ---- names ---- */

static enum err_code refuse(const char *given, const char *why, struct err *err)
{
    return err_set(err, ERR_USAGE, "'%s' names no index: %s", given, why);
}

static bool is_name_byte(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c) || c == '.' || c == '-' || c == '_';
}

/* Returns true if s can be a host or a user: it is not empty, cannot be taken for an option, and
 * has no character that a shell interprets, except those in more. */
static bool is_name(struct str s, const char *more)
{
    if (s.n == 0 || s.p[0] == '-')
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_name_byte(s.p[i]) && !(s.p[i] && strchr(more, s.p[i])))
            return false;
    return true;
}

/* Returns 0 if the digits are not a port. */
static uint16_t take_port(struct str digits)
{
    uint32_t port = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (!ascii_is_digit(digits.p[i]))
            return 0;
        port = port * 10 + (uint32_t)(digits.p[i] - '0');
        if (port > MAX_PORT)
            return 0;
    }
    return (uint16_t)port;
}

struct address {
    struct str host;
    struct str port; /* p is NULL if no port is given */
};

/* Splits "HOST:PORT" or "[HOST]:PORT", where a host in brackets is a numeric address with
 * colons. */
static bool take_address(struct str s, struct address *ret)
{
    size_t behind = 0;
    bool is_number = s.n && s.p[0] == '[';
    if (is_number) {
        size_t end = str_find_char(s, ']', 0);
        if (end == s.n)
            return false;
        ret->host = str_slice(s, 1, end);
        behind = end + 1;
    } else {
        behind = str_find_char(s, ':', 0);
        ret->host = str_slice(s, 0, behind);
    }
    ret->port = behind < s.n ? str_slice(s, behind + 1, s.n) : (struct str){NULL, 0};
    return (behind == s.n || s.p[behind] == ':') && is_name(ret->host, is_number ? ":%" : "");
}

/* ---- places ---- */

static enum err_code parse_tcp(struct str rest, struct arena *arena, struct place *p,
                               struct err *err)
{
    struct address address;
    if (rest.n && rest.p[rest.n - 1] == '/')
        rest.n--;
    if (!take_address(rest, &address))
        return refuse(p->given.p, "it is not of the form " INDEX_TCP "HOST:PORT", err);
    uint16_t port = take_port(address.port);
    if (port == 0)
        return refuse(p->given.p, "a server's port has to be given, " INDEX_TCP "HOST:PORT", err);
    p->at = (struct store_place){
        .kind = STORE_TCP, .where = arena_copy(arena, address.host).p, .port = port};
    p->origin = arena_format(arena, INDEX_TCP "%.*s", STR_PRINT(rest));
    return ERR_OK;
}

/* Returns true if s has a blank. libxapian splits a program's arguments at blanks, so none may have
 * one. */
static bool has_blank(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F)
            return true;
    return false;
}

static enum err_code parse_shell(struct str rest, const char *shell, struct arena *arena,
                                 struct place *p, struct err *err)
{
    AUTO(buf_done) struct buf arguments = BUF_INIT;
    struct address address;
    size_t slash = str_find_char(rest, '/', 0);
    struct str machine = str_slice(rest, 0, slash), path = str_slice(rest, slash, rest.n);
    size_t at = str_find_char(machine, '@', 0), host = at < machine.n ? at + 1 : 0;
    struct str user = str_slice(machine, 0, host ? at : 0);
    if (!take_address(str_slice(machine, host, machine.n), &address) ||
        (host && !is_name(user, "")))
        return refuse(p->given.p, "it is not of the form " INDEX_SHELL "[USER@]HOST/PATH", err);
    uint16_t port = take_port(address.port);
    if (address.port.p && port == 0)
        return refuse(p->given.p, "its port is no number from 1 to 65535", err);
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    if (path.n < 2 || has_blank(path))
        return refuse(p->given.p, path.n < 2 ? "it has no path" : "its path has a blank", err);
    if (port)
        buf_append_format(&arguments, "-p %u ", port);
    if (host)
        buf_append_format(&arguments, "%.*s@", STR_PRINT(user));
    buf_append_format(&arguments, "%.*s " SERVER " ", STR_PRINT(address.host));
    bool is_at_home = str_starts_with(path, STR_LITERAL("/~/")) && path.n > 3;
    buf_append_shell_quoted(&arguments, is_at_home ? str_slice(path, 3, path.n) : path);
    p->at = (struct store_place){.kind = STORE_PROGRAM,
                                 .where = shell ? shell : "ssh",
                                 .arguments = arena_copy(arena, buf_str(&arguments)).p};
    p->origin = arena_format(arena, INDEX_SHELL "%.*s", STR_PRINT(machine));
    p->dir = arena_copy(arena, path).p;
    return ERR_OK;
}

enum err_code place_parse(const char *given, const char *shell, struct arena *arena,
                          struct place *ret, struct err *err)
{
    struct place p = {.given = arena_copy(arena, str_of(given)), .origin = STR_EMPTY};
    if (str_starts_with(p.given, STR_LITERAL(INDEX_TCP))) {
        parse_tcp(str_slice(p.given, strlen(INDEX_TCP), p.given.n), arena, &p, err);
    } else if (str_starts_with(p.given, STR_LITERAL(INDEX_SHELL))) {
        parse_shell(str_slice(p.given, strlen(INDEX_SHELL), p.given.n), shell, arena, &p, err);
    } else {
        AUTO(mem_free_pointer) char *absolute = file_absolute(given);
        p.dir = arena_copy(arena, str_of(absolute)).p;
        p.at = (struct store_place){.kind = STORE_FOLDER};
    }
    if (!err->code)
        *ret = p;
    return err->code;
}

bool place_is_elsewhere(const struct place *p)
{
    return p->at.kind != STORE_FOLDER;
}

bool place_has_files(const struct place *p)
{
    return !place_is_elsewhere(p) && !p->is_bare;
}

/* ---- paths ---- */

/* A path stays relative if it is not known what it is relative to; an absolute one then follows the
 * origin after two slashes. */
struct str place_shown_path(const struct place *p, struct str stored, struct arena *arena)
{
    if (p->is_bare)
        return arena_copy(arena, stored);
    if (!p->dir)
        return arena_format(arena, "%.*s/%.*s", STR_PRINT(p->origin), STR_PRINT(stored));
    struct str absolute = index_absolute_path(stored, p->dir, arena);
    return p->origin.n ? arena_format(arena, "%.*s%.*s", STR_PRINT(p->origin), STR_PRINT(absolute))
                       : absolute;
}

struct str place_stored_path(const struct place *p, struct str path, struct arena *arena)
{
    struct str rest = path;
    if (p->is_bare)
        return path;
    if (p->origin.n) {
        if (!str_starts_with(path, p->origin) || path.n == p->origin.n ||
            path.p[p->origin.n] != '/')
            return STR_EMPTY;
        rest = str_slice(path, p->origin.n, path.n);
        if (!p->dir)
            return str_slice(rest, 1, rest.n);
        return index_stored_path(arena_copy(arena, rest).p, p->dir, arena);
    }
    AUTO(mem_free_pointer) char *absolute = file_absolute(arena_copy(arena, path).p);
    return index_stored_path(absolute, p->dir, arena);
}
