/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses the user's configuration file. */
#include "base/config.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/named.h"

#include <stdlib.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static const uint64_t MAX_BYTES = 1 << 20;

struct reader {
    struct config *config;
    struct str text;
    size_t at, line;
    struct str section, name; /* the section that the next key belongs to */
    const char *raw_key;
    struct err *err;
};

/* ---- finding the file ---- */

/* Returns the default path of the file, or NULL if the home directory is unknown. */
static char *default_path(void)
{
    const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (folder && folder[0] == '/')
        return file_join(folder, "pressmark/config");
    return home && home[0] == '/' ? file_join(home, ".config/pressmark/config") : NULL;
}

const char *config_path(struct config *c, const char *value)
{
    const char *home = getenv("HOME");
    if (str_starts_with(str_of(value), STR_LITERAL("~/")) && home)
        return arena_format(&c->arena, "%s%s", home, value + 1).p;
    const char *slash = strrchr(c->path, '/');
    int n = slash && value[0] != '/' ? (int)(slash + 1 - c->path) : 0;
    return arena_format(&c->arena, "%.*s%s", n, c->path, value).p;
}

/* ---- reading ---- */

static enum err_code fail(struct reader *r, const char *why)
{
    err_set(r->err, ERR_INPUT, "%s", why);
    return err_context(r->err, "%s:%zu", r->config->path, r->line);
}

static char peek(const struct reader *r)
{
    return r->at < r->text.n ? r->text.p[r->at] : '\n';
}

static void skip_blanks(struct reader *r)
{
    while (r->at < r->text.n && peek(r) != '\n' && ascii_is_space(peek(r)))
        r->at++;
}

static void skip_line(struct reader *r)
{
    while (peek(r) != '\n')
        r->at++;
}

static void add_entry(struct reader *r, const char *key, const char *value, size_t line)
{
    struct config *c = r->config;
    MEM_GROW(c->entries, c->n, c->capacity);
    c->entries[c->n++] = (struct config_entry){r->section, r->name, key, value, line};
}

/* Reads letters, digits and "-", and returns them in lower case. */
static struct str take_word(struct reader *r)
{
    size_t start = r->at;
    while (ascii_is_alpha(peek(r)) || ascii_is_digit(peek(r)) || peek(r) == '-')
        r->at++;
    struct str word = str_slice(r->text, start, r->at);
    char *lower = arena_alloc_bytes(&r->config->arena, word.n + 1);
    for (size_t i = 0; i < word.n; i++)
        lower[i] = ascii_lower(word.p[i]);
    lower[word.n] = '\0';
    return (struct str){lower, word.n};
}

/* Reads the quoted name of a section, in which "\" takes the next byte literally. */
static enum err_code take_section_name(struct reader *r)
{
    AUTO(buf_done) struct buf name = BUF_INIT;
    for (r->at++; peek(r) != '"'; r->at++) {
        r->at += peek(r) == '\\';
        if (peek(r) == '\n')
            return fail(r, "a section's name is not closed by a quotation mark");
        buf_append_char(&name, peek(r));
    }
    r->at++;
    r->name = arena_copy(&r->config->arena, buf_str(&name));
    return ERR_OK;
}

static enum err_code read_section(struct reader *r)
{
    r->at++;
    skip_blanks(r);
    r->section = take_word(r);
    r->name = STR_EMPTY;
    skip_blanks(r);
    if (peek(r) == '"' && take_section_name(r))
        return r->err->code;
    skip_blanks(r);
    if (peek(r) != ']' || r->section.n == 0)
        return fail(r, "a section is written [NAME] or [NAME \"NAME\"]");
    r->at++;
    add_entry(r, NULL, NULL, r->line);
    return ERR_OK;
}

/* If a "\" ends the line, skips both and returns true. */
static bool take_continuation(struct reader *r)
{
    size_t behind = r->at + 1;
    behind += behind < r->text.n && r->text.p[behind] == '\r';
    if (peek(r) != '\\' || behind >= r->text.n || r->text.p[behind] != '\n')
        return false;
    r->at = behind + 1;
    r->line++;
    return true;
}

/* Reads an escape and returns the byte that it stands for, or 0 if there is none. */
static char take_escape(struct reader *r)
{
    static const char letters[] = "\"\\ntb", bytes[] = "\"\\\n\t\b";
    const char *found = r->at + 1 < r->text.n ? strchr(letters, r->text.p[r->at + 1]) : NULL;
    if (!found || !*found)
        return 0;
    r->at += 2;
    return bytes[found - letters];
}

/* Reads a value as git does: unquoted blanks at its ends are not part of it. */
static enum err_code take_value(struct reader *r, struct buf *out)
{
    bool is_quoted = false;
    size_t kept = 0; /* the length of out without unquoted blanks at its end */
    while (peek(r) != '\n') {
        char c = peek(r);
        bool is_blank = !is_quoted && ascii_is_space(c);
        if (take_continuation(r))
            continue;
        if (!is_quoted && (c == '#' || c == ';'))
            break;
        if (c == '\\') {
            c = take_escape(r);
            if (!c)
                return fail(r, "behind a \\ stands one of \" \\ n t b, or the end of the line");
            buf_append_char(out, c);
        } else {
            r->at++;
            if (c == '"')
                is_quoted = !is_quoted;
            else if (!is_blank || kept)
                buf_append_char(out, c);
        }
        if (!is_blank)
            kept = out->n;
    }
    out->n = kept;
    skip_line(r);
    return is_quoted ? fail(r, "a quotation mark is not closed") : ERR_OK;
}

static void take_raw_value(struct reader *r, struct buf *out)
{
    while (peek(r) != '\n') {
        if (take_continuation(r))
            continue;
        char next = r->at + 1 < r->text.n ? r->text.p[r->at + 1] : '\0';
        r->at += peek(r) == '\\' && (next == '"' || next == '\\');
        buf_append_char(out, peek(r));
        r->at++;
    }
    while (out->n && ascii_is_space(out->p[out->n - 1]))
        out->n--;
}

static enum err_code read_key(struct reader *r)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    size_t line = r->line;
    struct str key = take_word(r);
    if (key.n == 0)
        return fail(r, "here a [section], a \"key = value\" or a comment was expected");
    if (r->section.n == 0)
        return fail(r, "a key stands below a [section]");
    skip_blanks(r);
    bool has_value = peek(r) == '=';
    if (!has_value && peek(r) != '\n' && peek(r) != '#' && peek(r) != ';')
        return fail(r, "behind a key an \"=\" was expected");
    r->at += has_value;
    skip_blanks(r);
    if (!has_value)
        skip_line(r);
    else if (strcmp(key.p, r->raw_key) == 0)
        take_raw_value(r, &value);
    else if (take_value(r, &value))
        return r->err->code;
    const char *text = arena_copy(&r->config->arena, buf_str(&value)).p;
    add_entry(r, key.p, has_value ? text : NULL, line);
    return ERR_OK;
}

static enum err_code read_text(struct reader *r)
{
    while (r->at < r->text.n) {
        char c = peek(r);
        if (c == '\n') {
            r->line++;
            r->at++;
        } else if (ascii_is_space(c)) {
            r->at++;
        } else if (c == '#' || c == ';') {
            skip_line(r);
        } else if (c == '[' ? read_section(r) : read_key(r)) {
            return r->err->code;
        }
    }
    return ERR_OK;
}

static enum err_code read_file(const char *path, const char *raw_key, struct config *c,
                               struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    c->path = arena_copy(&c->arena, str_of(path)).p;
    struct reader r = {.config = c, .line = 1, .raw_key = raw_key, .err = err};
    if (named_read(path, MAX_BYTES, NULL, &text, err))
        return err->code;
    r.text = buf_str(&text);
    if (str_starts_with(r.text, STR_LITERAL(BYTE_ORDER_MARK)))
        r.at = strlen(BYTE_ORDER_MARK);
    if (memchr(r.text.p, '\0', r.text.n))
        return err_set(err, ERR_INPUT, "'%s' is not text", path);
    return read_text(&r);
}

enum err_code config_read(const char *raw_key, struct config *ret, struct err *err)
{
    const char *named = getenv("PRESSMARK_CONFIG");
    AUTO(mem_free_pointer) char *path = named ? NULL : default_path();
    *ret = (struct config){0};
    if (named ? !*named : !path || !file_exists(path))
        return ERR_OK;
    return read_file(named ? named : path, raw_key, ret, err);
}

void config_done(struct config *c)
{
    mem_free(c->entries);
    arena_done(&c->arena);
    *c = (struct config){0};
}

enum err_code config_context(const struct config *c, const struct config_entry *e, struct err *err)
{
    return err_context(err, "%s:%zu", c->path, e->line);
}
