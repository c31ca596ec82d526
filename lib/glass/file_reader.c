/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a file once, from its beginning to its end, past the page cache, and hashes it. */
#include "glass/file_reader.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

enum { ALIGNMENT = 8192 }; /* of memory that is read into directly; enough for all devices */

struct file_reader {
    char *path;
    int fd;
    bool is_direct;
    uint8_t *memory;
    uint8_t *piece; /* within memory */
    uint64_t start; /* offset of the piece in the file */
    size_t n;       /* bytes of the piece; fewer than FILE_READER_BYTES at the end of the file */
    bool is_started;
    XXH3_state_t *hash;
    struct err err;
};

static bool set_direct(int fd, bool is_direct)
{
    int flags = fcntl(fd, F_GETFL);
    int wanted = is_direct ? flags | O_DIRECT : flags & ~O_DIRECT;
    return flags >= 0 && fcntl(fd, F_SETFL, wanted) == 0 && is_direct;
}

struct file_reader *file_reader_open(const struct dir *dir, const char *name, struct err *err)
{
    uint64_t bytes;
    int fd = dir_open_file(dir, name, &bytes, err);
    if (fd < 0)
        return NULL;
    struct file_reader *r = mem_alloc_zeroed(1, sizeof *r);
    *r = (struct file_reader){.path = file_join(dir->path, name), .fd = fd};
    r->is_direct = set_direct(fd, true);
    r->memory = mem_alloc(FILE_READER_BYTES + ALIGNMENT);
    r->piece = r->memory + ALIGNMENT - (uintptr_t)r->memory % ALIGNMENT;
    r->hash = XXH3_createState();
    if (!r->hash)
        mem_exhausted();
    XXH3_64bits_reset(r->hash);
    return r;
}

/* Reads more of the piece. Returns false at the end of the file and after a failure. */
static bool read_more(struct file_reader *r)
{
    ssize_t n = pread(r->fd, r->piece + r->n, FILE_READER_BYTES - r->n, (off_t)(r->start + r->n));
    if (n < 0 && errno == EINTR)
        return true;
    if (n < 0 && errno == EINVAL && r->is_direct) {
        r->is_direct = set_direct(r->fd, false); /* if more alignment is required, or at the end */
        return true;
    }
    if (n < 0)
        err_set_errno(&r->err, "cannot read '%s'", r->path);
    r->n += n > 0 ? (size_t)n : 0;
    return n > 0;
}

/* Goes to the next piece. Returns false if there is none. */
static bool next_piece(struct file_reader *r)
{
    if (r->err.code || (r->is_started && r->n < FILE_READER_BYTES))
        return false;
    r->start += r->n;
    r->n = 0;
    r->is_started = true;
    while (r->n < FILE_READER_BYTES && read_more(r)) {
    }
    if (r->n)
        XXH3_64bits_update(r->hash, r->piece, r->n);
    return r->n > 0 && !r->err.code;
}

bool file_reader_copy(struct file_reader *r, uint64_t at, uint8_t *to, size_t n)
{
    while (at >= r->start + r->n)
        if (!next_piece(r))
            return false;
    if (at < r->start || n > r->start + r->n - at)
        return false;
    memcpy(to, r->piece + (at - r->start), n);
    return true;
}

enum err_code file_reader_end(struct file_reader *r, uint64_t *ret_hash, struct err *err)
{
    while (next_piece(r)) {
    }
    *ret_hash = XXH3_64bits_digest(r->hash);
    return r->err.code ? err_set(err, r->err.code, "%s", r->err.message) : ERR_OK;
}

void file_reader_close(struct file_reader *r)
{
    if (!r)
        return;
    close(r->fd);
    XXH3_freeState(r->hash);
    mem_free(r->memory);
    mem_free(r->path);
    mem_free(r);
}
