/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replaces the process by an editor or a viewer, by the conventions of git(1): the shell interprets
 * the command, and the file is an argument of its own. */
#include "search/open.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "search/print/escape.h"

#include <stdlib.h>
#include <unistd.h>

/* Editors that take FILE:LINE. All others take +LINE FILE, as vi, Emacs, nano and kak do. */
static const char *const COLON_EDITORS[] = {"code",  "codium", "cursor", "subl", "hx",
                                            "helix", "zed",    "micro",  "lite", NULL};
/* Editors that take FILE:LINE only after -g. */
static const char *const GOTO_EDITORS[] = {"code", "codium", "cursor", NULL};

static const char *first_set(const char *a, const char *b, const char *otherwise)
{
    const char *value = getenv(a);
    if (!value || !*value)
        value = b ? getenv(b) : NULL;
    return value && *value ? value : otherwise;
}

/* Returns the name of the program in a command: "code" for "/usr/bin/code --wait". */
static struct str program_of(const char *command)
{
    struct str first = str_of(command);
    first = str_slice(first, 0, str_find_char(first, ' ', 0));
    return str_slice(first, str_after_last(first, '/'), first.n);
}

static enum err_code become(const char *command, const char *one, const char *two, struct err *err)
{
    AUTO(buf_done) struct buf script = BUF_INIT;
    buf_append_format(&script, "%s \"$@\"", command);
    execl("/bin/sh", "sh", "-c", buf_c_string(&script), command, one, two, (char *)NULL);
    return err_set_errno(err, "cannot run '%s'", command);
}

static enum err_code view(const struct open_place *place, const char *file, struct err *err)
{
    AUTO(buf_done) struct buf url = BUF_INIT;
    const char *viewer = first_set("PRESSMARK_VIEWER", NULL, "xdg-open");
    if (place->anchor.n == 0)
        return become(viewer, file, NULL, err);
    buf_append_str(&url, STR_LITERAL("file://"));
    escape_append_url(&url, place->path);
    escape_append_fragment(&url, place->anchor);
    return become(viewer, buf_c_string(&url), NULL, err);
}

enum err_code open_file(const struct open_place *place, struct err *err)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    const char *file = arena_copy(&arena, place->path).p;
    uint32_t line = place->line;
    if (!place->is_text)
        return view(place, file, err);
    const char *editor = first_set("VISUAL", "EDITOR", "vi");
    if (line == 0)
        return become(editor, file, NULL, err);
    struct str name = program_of(editor);
    if (!str_is_one_of(name, COLON_EDITORS))
        return become(editor, arena_format(&arena, "+%u", line).p, file, err);
    const char *at = arena_format(&arena, "%s:%u", file, line).p;
    if (str_is_one_of(name, GOTO_EDITORS))
        return become(editor, "-g", at, err);
    return become(editor, at, NULL, err);
}
