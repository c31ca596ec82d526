/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens a file, has its contents read, and settles what the index remembers of it. */
#include "indexer/intake/intake.h"

#include "base/file.h"
#include "base/mem.h"
#include "indexer/intake/reading.h"
#include "store/index.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

struct intake *intake_new(const struct intake_settings *settings)
{
    struct intake *in = mem_alloc_zeroed(1, sizeof *in);
    in->settings = *settings;
    in->folder_fd = -1;
    return in;
}

void intake_free(struct intake *in)
{
    if (!in)
        return;
    buf_done(&in->bytes);
    buf_done(&in->decoded);
    buf_done(&in->opening);
    arena_done(&in->scratch);
    arena_done(&in->names);
    buf_done(&in->folder);
    file_close(&in->folder_fd);
    mem_free(in);
}

static enum err_code read_opened(struct reading *r, int fd, const char *name, uint64_t size,
                                 struct err *err)
{
    struct intake *in = r->in;
    uint64_t n_read = 0;
    bool is_end, is_input = size == INPUT_UNKNOWN;
    r->budget = (struct budget){.limits = &in->settings.limits, .file_bytes = is_input ? 0 : size};
    struct input_file file = {fd, name, size, is_input ? &r->budget.file_bytes : &n_read};
    buf_clear(&in->bytes);
    struct input rest = input_of_file(&file);
    if (rest.read(rest.ctx, &in->bytes, INPUT_PIECE_BYTES, &is_end, err))
        return err->code;
    if (is_input && in->bytes.n == 0)
        return ERR_OK; /* no document, not an empty one */
    rest.left_bytes = file.left_bytes;
    bool is_whole = is_end && in->bytes.n <= in->settings.max_file_bytes;
    return reading_contents(r, buf_str(&in->bytes), is_whole ? NULL : &rest, err);
}

/* Opens a file from its folder, which was opened for the file before: most stand beside that, and
 * the way there is long. What fails so is tried, and complained about, by the whole path. */
static int open_in_folder(struct intake *in, struct str path, uint64_t *ret_bytes, struct err *err)
{
    struct err ignored = ERR_INIT;
    size_t start = str_after_last(path, '/');
    struct str folder = str_slice(path, 0, start);
    if (in->folder_fd < 0 || !str_equal(folder, buf_str(&in->folder))) {
        file_close(&in->folder_fd);
        buf_clear(&in->folder);
        buf_append_str(&in->folder, folder);
        in->folder_fd = open(buf_c_string(&in->folder), O_PATH | O_DIRECTORY | O_CLOEXEC);
    }
    int fd = in->folder_fd < 0 ? -1 : file_open(in->folder_fd, path.p + start, ret_bytes, &ignored);
    return fd < 0 ? file_open(AT_FDCWD, path.p, ret_bytes, err) : fd;
}

static enum err_code read_file(struct reading *r, struct err *err)
{
    struct intake *in = r->in;
    uint64_t size;
    if (r->file->is_input)
        return read_opened(r, STDIN_FILENO, "-", INPUT_UNKNOWN, err);
    arena_clear(&in->names);
    struct str path = index_absolute_path(r->file->path, in->settings.index_dir, &in->names);
    AUTO(file_close) int fd = open_in_folder(in, path, &size, err);
    return fd < 0 ? err->code : read_opened(r, fd, path.p, size, err);
}

enum err_code intake_file(struct intake *in, const struct source_file *file, intake_output *output,
                          void *ctx, struct problems *problems, struct known_file *ret_file,
                          struct err *err)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *ret_file = known_file_of(file, file_nanoseconds(now));
    struct reading r = {
        .in = in,
        .file = file,
        .output = output,
        .ctx = ctx,
        .problems = problems,
        .known = ret_file,
        .name = file->path,
        .member = STR_EMPTY,
        .mtime = file->mtime_ns / 1000000000LL,
    };

    struct err problem = ERR_INIT;
    enum err_code code = read_file(&r, &problem);
    if (r.failure.code || (code && !reading_can_go_on(&r, code))) {
        *err = r.failure.code ? r.failure : problem;
        return err->code;
    }
    if (code == ERR_OK)
        return ERR_OK;
    bool is_binary = r.is_not_text && !file->is_named;
    problems_add(problems, is_binary ? PROBLEM_NOT_TEXT : PROBLEM_FAILED, file->path, 0,
                 str_of(problem.message));
    if (ret_file->n_documents)
        return ERR_OK; /* the index keeps what was read of it */
    if (is_binary)
        ret_file->skipped = problems->items[problems->n - 1].reason;
    else
        ret_file->ctime_ns = 0; /* to be tried, and complained about, the next time too */
    return ERR_OK;
}
