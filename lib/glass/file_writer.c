/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a file in one thread while another fills the next buffer, and hashes it. */
#include "glass/file_writer.h"

#include "base/file.h"
#include "base/mem.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>
#include <xxhash.h>

enum { N_BUFFERS = 2 };

enum sink_state {
    FILE_WRITER_OPEN,
    FILE_WRITER_ENDED,    /* nothing follows what was passed */
    FILE_WRITER_GIVEN_UP, /* and that need not be written either */
};

struct file_writer {
    char *path;
    int fd;
    bool is_direct;
    uint8_t *memory;
    uint8_t *buffers[N_BUFFERS];
    unsigned at_hand; /* the index of the buffer that is being filled */
    XXH3_state_t *hash;

    bool has_thread;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    size_t n_passed; /* bytes of the other buffer that must still be written */
    size_t mark_at;  /* offset in the last piece */
    enum sink_state state;
    struct err err;
};

struct file_writer *file_writer_open(const char *path)
{
    struct file_writer *s = mem_alloc_zeroed(1, sizeof *s);
    s->path = mem_copy_string(path);
    s->memory = mem_alloc(N_BUFFERS * FILE_WRITER_BYTES + FILE_WRITER_UNIT);
    uint8_t *aligned = s->memory + FILE_WRITER_UNIT - (uintptr_t)s->memory % FILE_WRITER_UNIT;
    for (size_t i = 0; i < N_BUFFERS; i++)
        s->buffers[i] = aligned + i * FILE_WRITER_BYTES;
    s->hash = XXH3_createState();
    if (!s->hash)
        mem_exhausted();
    XXH3_64bits_reset(s->hash);
    pthread_mutex_init(&s->mutex, NULL);
    pthread_cond_init(&s->changed, NULL);
    s->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (s->fd < 0)
        err_set_errno(&s->err, "cannot create '%s'", path);
    return s;
}

uint8_t *file_writer_buffer(struct file_writer *s)
{
    return s->buffers[s->at_hand];
}

/* ---- writing, by the thread or, if there is none, by the caller ---- */

/* Turns direct writing, which bypasses the page cache, on or off, if the file system supports
 * it. */
static void set_direct(struct file_writer *s, bool is_direct)
{
    int flags = fcntl(s->fd, F_GETFL);
    int wanted = is_direct ? flags | O_DIRECT : flags & ~O_DIRECT;
    s->is_direct = flags >= 0 && fcntl(s->fd, F_SETFL, wanted) == 0 && is_direct;
}

static enum err_code write_piece(struct file_writer *s, const uint8_t *p, size_t n, struct err *err)
{
    XXH3_64bits_update(s->hash, p, n);
    while (n > 0) {
        ssize_t written = write(s->fd, p, n);
        if (written < 0 && errno == EINVAL && s->is_direct)
            set_direct(s, false); /* after an odd piece, or if more alignment is required */
        else if (written < 0 && errno != EINTR)
            return err_set_errno(err, "cannot write '%s'", s->path);
        if (written > 0) {
            p += written;
            n -= (size_t)written;
        }
    }
    return ERR_OK;
}

/* Stores a hash of all that was written and of the last unit in the last unit. */
static void put_mark(const struct file_writer *s, uint8_t *unit, size_t at)
{
    uint64_t hash = XXH3_64bits_withSeed(unit, FILE_WRITER_UNIT, XXH3_64bits_digest(s->hash));
    memcpy(unit + at, &hash, FILE_WRITER_MARK_BYTES);
}

static enum err_code write_last_piece(struct file_writer *s, uint8_t *p, size_t n, struct err *err)
{
    if (s->mark_at == n)
        return write_piece(s, p, n, err);
    size_t before = n - FILE_WRITER_UNIT;
    if (write_piece(s, p, before, err))
        return err->code;
    put_mark(s, p + before, s->mark_at - before);
    return write_piece(s, p + before, FILE_WRITER_UNIT, err);
}

static enum err_code sync_file(struct file_writer *s, struct err *err)
{
    return fsync(s->fd) ? err_set_errno(err, "cannot sync '%s'", s->path) : ERR_OK;
}

static void *write_pieces(void *ctx)
{
    struct file_writer *s = ctx;
    bool is_over = false;
    set_direct(s, true);
    for (unsigned next = 0; !is_over; next = (next + 1) % N_BUFFERS) {
        struct err err = ERR_INIT;
        pthread_mutex_lock(&s->mutex);
        while (s->n_passed == 0 && s->state == FILE_WRITER_OPEN)
            pthread_cond_wait(&s->changed, &s->mutex);
        size_t n = s->n_passed;
        enum sink_state state = s->state;
        bool is_wanted = state != FILE_WRITER_GIVEN_UP && s->err.code == ERR_OK;
        pthread_mutex_unlock(&s->mutex);
        is_over = state != FILE_WRITER_OPEN;
        if (is_wanted && !is_over)
            write_piece(s, s->buffers[next], n, &err);
        else if (is_wanted && !write_last_piece(s, s->buffers[next], n, &err))
            sync_file(s, &err);
        pthread_mutex_lock(&s->mutex);
        if (err.code)
            s->err = err;
        s->n_passed = 0;
        pthread_cond_signal(&s->changed);
        pthread_mutex_unlock(&s->mutex);
    }
    return NULL;
}

/* ---- the caller's side ---- */

/* Passes n bytes of the buffer to the thread, after it has written those before. */
static void hand_over(struct file_writer *s, size_t n, enum sink_state state)
{
    pthread_mutex_lock(&s->mutex);
    while (s->n_passed > 0)
        pthread_cond_wait(&s->changed, &s->mutex);
    s->n_passed = n;
    s->state = state;
    pthread_cond_signal(&s->changed);
    pthread_mutex_unlock(&s->mutex);
    s->at_hand = (s->at_hand + 1) % N_BUFFERS;
}

uint8_t *file_writer_pass(struct file_writer *s, size_t n)
{
    if (!s->has_thread && s->fd >= 0)
        s->has_thread = pthread_create(&s->thread, NULL, write_pieces, s) == 0;
    if (s->has_thread)
        hand_over(s, n, FILE_WRITER_OPEN);
    else if (s->err.code == ERR_OK)
        write_piece(s, file_writer_buffer(s), n, &s->err);
    return file_writer_buffer(s);
}

enum err_code file_writer_failure(struct file_writer *s, struct err *err)
{
    pthread_mutex_lock(&s->mutex);
    if (s->err.code)
        *err = s->err;
    pthread_mutex_unlock(&s->mutex);
    return err->code;
}

void file_writer_end(struct file_writer *s, size_t n, size_t mark_at)
{
    assert(mark_at == n ||
           (mark_at + FILE_WRITER_MARK_BYTES <= n && n - mark_at <= FILE_WRITER_UNIT));
    s->mark_at = mark_at;
    if (s->has_thread) {
        hand_over(s, n, FILE_WRITER_ENDED);
        return;
    }
    if (s->err.code == ERR_OK && !write_last_piece(s, file_writer_buffer(s), n, &s->err))
        sync_file(s, &s->err);
    s->state = FILE_WRITER_ENDED;
}

enum err_code file_writer_close(struct file_writer *s, uint64_t *ret_hash, struct err *err)
{
    pthread_mutex_lock(&s->mutex);
    if (s->state == FILE_WRITER_OPEN)
        s->state = FILE_WRITER_GIVEN_UP;
    pthread_cond_signal(&s->changed);
    pthread_mutex_unlock(&s->mutex);
    if (s->has_thread)
        pthread_join(s->thread, NULL);
    if (s->fd >= 0 && close(s->fd) != 0)
        err_set_errno(&s->err, "cannot write '%s'", s->path);
    enum err_code code = s->err.code;
    if (code)
        err_set(err, code, "%s", s->err.message);
    else
        *ret_hash = XXH3_64bits_digest(s->hash);
    XXH3_freeState(s->hash);
    pthread_mutex_destroy(&s->mutex);
    pthread_cond_destroy(&s->changed);
    mem_free(s->memory);
    mem_free(s->path);
    mem_free(s);
    return code;
}
