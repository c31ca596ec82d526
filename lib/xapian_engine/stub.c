/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Examines Xapian's stub files before libxapian reads them. */
#include "xapian_engine/stub.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

#include <fcntl.h>
#include <sys/stat.h>

#define STUB_NAME "XAPIANDB" /* the name of a stub that represents its folder */

enum { MAX_STUB_BYTES = 1 << 16, MAX_DEPTH = 8 };

static enum err_code check(const char *path, unsigned depth, struct err *err);

static bool is_local(struct str kind)
{
    static const char *const local[] = {"auto", "glass", "chert", "honey", NULL};
    return str_is_one_of(kind, local);
}

/* Checks "KIND PATH", where PATH is relative to the folder of the stub. */
static enum err_code check_line(struct str line, const char *stub, unsigned depth, struct err *err)
{
    size_t blank = str_find_char(line, ' ', 0);
    struct str kind = str_slice(line, 0, blank);
    if (line.n == 0 || line.p[0] == '#' || str_equal(kind, STR_LITERAL("inmemory")))
        return ERR_OK;
    if (!is_local(kind) || blank == line.n)
        return err_set(err, ERR_INPUT,
                       "'%s' names a server or a program; what is on another machine has to be "
                       "named itself",
                       stub);
    AUTO(buf_done) struct buf path = BUF_INIT;
    struct str name = str_slice(line, blank + 1, line.n);
    if (name.n && name.p[0] != '/')
        buf_append_str(&path, str_slice(str_of(stub), 0, str_after_last(str_of(stub), '/')));
    buf_append_str(&path, name);
    return check(buf_c_string(&path), depth + 1, err);
}

/* Only a single-file database begins like this, and only such a file is read as one. */
static bool is_database(const struct str text)
{
    return str_starts_with(text, STR_LITERAL("\x0f\x0dXapian Glass"));
}

static enum err_code read_stub(const char *path, struct buf *text, struct err *err)
{
    uint64_t n_bytes;
    AUTO(file_close) int fd = file_open(AT_FDCWD, path, &n_bytes, err);
    if (fd < 0)
        return err->code;
    return file_read_exactly(fd, path, n_bytes < MAX_STUB_BYTES ? n_bytes : MAX_STUB_BYTES, text,
                             err);
}

static enum err_code check_stub(const char *path, unsigned depth, struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    if (depth > MAX_DEPTH)
        return err_set(err, ERR_INPUT,
                       "'%s' is at the end of too many stub files that refer to each other", path);
    if (read_stub(path, &text, err) || is_database(buf_str(&text)))
        return err->code;
    if (text.n == MAX_STUB_BYTES)
        return err_set(err, ERR_INPUT, "'%s' neither is a database nor refers to one", path);
    struct str rest = buf_str(&text);
    while (rest.n && !err->code) {
        size_t end = str_find_char(rest, '\n', 0);
        check_line(str_slice(rest, 0, end), path, depth, err);
        rest = str_slice(rest, end < rest.n ? end + 1 : end, rest.n);
    }
    return err->code;
}

/* If the path does not exist, libxapian will report it. */
static enum err_code check(const char *path, unsigned depth, struct err *err)
{
    struct stat st;
    if (stat(path, &st))
        return ERR_OK;
    if (!S_ISDIR(st.st_mode))
        return check_stub(path, depth, err);
    AUTO(mem_free_pointer) char *stub = file_join(path, STUB_NAME);
    return file_exists(stub) ? check_stub(stub, depth, err) : ERR_OK;
}

enum err_code stub_check(const char *path, struct err *err)
{
    return check(path, 0, err);
}
