/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes hyperlinks for terminals that can show them. */
#include "search/print/hyperlink.h"

#include "base/file.h"
#include "base/mem.h"
#include "search/print/escape.h"

#include <stdlib.h>
#include <unistd.h>

static const struct {
    const char *name, *format; /* NULL for no links */
} ALIASES[] = {
    {"none", NULL},
    {"default", "file://{host}{path}"},
    {"file", "file://{host}{path}"},
    {"cursor", "cursor://file{path}:{line}:{column}"},
    {"grep+", "grep+://{path}:{line}"},
    {"kitty", "file://{host}{path}#{line}"},
    {"macvim", "mvim://open?url=file://{path}&line={line}&column={column}"},
    {"textmate", "txmt://open?url=file://{path}&line={line}&column={column}"},
    {"vscode", "vscode://file{path}:{line}:{column}"},
    {"vscode-insiders", "vscode-insiders://file{path}:{line}:{column}"},
    {"vscodium", "vscodium://file{path}:{line}:{column}"},
};

static const char *const VARIABLES[] = {"path", "host", "line", "column", NULL};

/* Returns true if s has a scheme and a colon, and no braces except those of variables, one of which
 * is {path}. */
static bool is_format(struct str s)
{
    bool has_path = false;
    size_t scheme = str_find(s, STR_LITERAL(":"), 0);
    if (scheme == 0 || scheme == s.n)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '}')
            return false;
        if (s.p[i] != '{')
            continue;
        size_t end = str_find_char(s, '}', i);
        if (end == s.n)
            return false;
        struct str name = str_slice(s, i + 1, end);
        if (!str_is_one_of(name, VARIABLES))
            return false;
        has_path |= str_equal(name, STR_LITERAL("path"));
        i = end;
    }
    return has_path;
}

enum err_code hyperlink_format(const char *name, const char **ret, struct err *err)
{
    for (size_t i = 0; i < sizeof ALIASES / sizeof *ALIASES; i++) {
        if (strcmp(ALIASES[i].name, name) == 0) {
            *ret = ALIASES[i].format;
            return ERR_OK;
        }
    }
    if (!is_format(str_of(name)))
        return err_set(err, ERR_USAGE,
                       "option '--hyperlink-format' takes none, file, vscode, vscodium, cursor, "
                       "kitty, grep+, textmate, macvim, or a URL with {path} and perhaps {host}, "
                       "{line} and {column}, not '%s'",
                       name);
    *ret = name;
    return ERR_OK;
}

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

static bool is_set_to_one_of(const char *name, const char *const *values)
{
    const char *value = getenv(name);
    return value && str_is_one_of(str_of(value), values);
}

bool hyperlink_is_known_to_work(void)
{
    static const char *const programs[] = {"iTerm.app", "WezTerm", "vscode", "ghostty", NULL};
    static const char *const terminals[] = {"alacritty",     "foot",    "foot-extra", "xterm-kitty",
                                            "xterm-ghostty", "wezterm", NULL};
    enum { FIRST_VTE_WITH_LINKS = 5000 };
    const char *vte = getenv("VTE_VERSION");
    if (is_set("TMUX") || is_set("STY"))
        return false;
    return is_set_to_one_of("TERM_PROGRAM", programs) || is_set_to_one_of("TERM", terminals) ||
           is_set("WT_SESSION") || is_set("KONSOLE_VERSION") ||
           (vte && strtol(vte, NULL, 10) >= FIRST_VTE_WITH_LINKS);
}

static void append_path(struct buf *out, struct str path)
{
    AUTO(buf_done) struct buf relative = BUF_INIT;
    buf_append_str(&relative, path);
    char *absolute = file_absolute(buf_c_string(&relative));
    escape_append_url(out, str_of(absolute));
    mem_free(absolute);
}

static void append_host(struct buf *out)
{
    char host[256] = "";
    if (gethostname(host, sizeof host - 1) == 0)
        escape_append_url(out, str_of(host));
}

void hyperlink_append_url(struct buf *out, const char *format, const struct hyperlink_place *place)
{
    uint32_t line = place->line, column = place->column;
    struct str s = str_of(format);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '{') {
            buf_append_char(out, s.p[i]);
            continue;
        }
        size_t end = str_find_char(s, '}', i);
        struct str name = str_slice(s, i + 1, end);
        if (str_equal(name, STR_LITERAL("path")))
            append_path(out, place->path);
        else if (str_equal(name, STR_LITERAL("host")))
            append_host(out);
        else
            buf_append_format(
                out, "%u", str_equal(name, STR_LITERAL("line")) ? line + !line : column + !column);
        i = end;
    }
    if (str_starts_with(s, STR_LITERAL("file:")) && str_find_char(s, '#', 0) == s.n)
        escape_append_fragment(out, place->anchor);
}

void hyperlink_append_start(struct buf *out, const char *format,
                            const struct hyperlink_place *place)
{
    buf_append_str(out, STR_LITERAL("\033]8;;"));
    hyperlink_append_url(out, format, place);
    buf_append_str(out, STR_LITERAL("\033\\"));
}

void hyperlink_append_end(struct buf *out)
{
    buf_append_str(out, STR_LITERAL("\033]8;;\033\\"));
}
