/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Fuzzes the reader of the configuration. If the bytes are a valid configuration, every entry must
 * have a section and a line, names and keys must be in lower case, and writing and reading them
 * again must not change anything. */

#include "base/buf.h"
#include "base/config.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MAX_BYTES = 1 << 20 }; /* of a configuration */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool is_true)
{
    if (!is_true)
        abort();
}

/* Reads bytes as the file of the user. */
static enum err_code read_bytes(struct str bytes, struct config *ret)
{
    struct err err = ERR_INIT;
    char path[64];
    int fd = memfd_create("config", MFD_CLOEXEC);
    require(fd >= 0 && (bytes.n == 0 || write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n));
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    setenv("PRESSMARK_CONFIG", path, 1);
    config_read("query", ret, &err);
    close(fd);
    return err.code;
}

static void put_quoted(struct buf *out, struct str s)
{
    buf_append_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            buf_append_char(out, '\\');
        if (s.p[i] == '\n')
            buf_append_str(out, STR_LITERAL("\\n"));
        else
            buf_append_char(out, s.p[i]);
    }
    buf_append_char(out, '"');
}

/* Values of the key that is read literally can only be written in one way. */
static void write_again(const struct config *c, struct buf *out)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct config_entry *e = &c->entries[i];
        buf_append_format(out, "[%.*s ", STR_PRINT(e->section));
        put_quoted(out, e->name);
        buf_append_str(out, STR_LITERAL("]\n"));
        if (!e->key || strcmp(e->key, "query") == 0)
            continue;
        buf_append_str(out, str_of(e->key));
        if (e->value) {
            buf_append_str(out, STR_LITERAL(" = "));
            put_quoted(out, str_of(e->value));
        }
        buf_append_char(out, '\n');
    }
}

static const struct config_entry *next_value(const struct config *c, size_t *at)
{
    while (*at < c->n && (!c->entries[*at].key || strcmp(c->entries[*at].key, "query") == 0))
        ++*at;
    return *at < c->n ? &c->entries[(*at)++] : NULL;
}

static void compare(const struct config *a, const struct config *b)
{
    for (size_t i = 0, k = 0;;) {
        const struct config_entry *x = next_value(a, &i), *y = next_value(b, &k);
        require(!x == !y);
        if (!x)
            return;
        require(str_equal(x->section, y->section) && str_equal(x->name, y->name));
        require(strcmp(x->key, y->key) == 0 && !x->value == !y->value);
        require(!x->value || strcmp(x->value, y->value) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(config_done) struct config c = {0};
    AUTO(config_done) struct config again = {0};
    AUTO(buf_done) struct buf text = BUF_INIT;
    if (read_bytes((struct str){(const char *)data, size}, &c))
        return 0;
    for (size_t i = 0; i < c.n; i++)
        require(c.entries[i].section.n > 0 && c.entries[i].line > 0);
    write_again(&c, &text);
    if (text.n > MAX_BYTES)
        return 0;
    require(read_bytes(buf_str(&text), &again) == ERR_OK);
    compare(&c, &again);
    return 0;
}
