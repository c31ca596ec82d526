/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens a file, has its contents read, and determines what the index remembers of it. */
#include "indexer/intake/intake.h"

#include "base/file.h"
#include "base/mem.h"
#include "indexer/intake/reading.h"
#include "store/index.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

struct intake *intake_new(const char *index_dir, const struct memory_limits *memory,
                          const volatile sig_atomic_t *stop)
{
    struct intake *in = mem_alloc_zeroed(1, sizeof *in);
    in->index_dir = index_dir;
    in->memory = memory;
    in->stop = stop;
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
    buf_done(&in->problems);
    buf_done(&in->folder);
    file_close(&in->folder_fd);
    mem_free(in);
}

/* The input of the file itself. It notes a failure to read even if the reader above ignores it. */
struct file_input {
    struct input file;
    struct reading *r;
};

static enum err_code read_file_input(void *ctx, struct buf *out, size_t n, bool *is_end,
                                     struct err *err)
{
    struct file_input *in = ctx;
    enum err_code code = in->file.read(in->file.ctx, out, n, is_end, err);
    in->r->has_passing_fault |= code == ERR_IO;
    return code;
}

static void settle_file_input(void *ctx)
{
    struct file_input *in = ctx;
    in->file.settle(in->file.ctx);
}

static enum err_code read_opened(struct reading *r, int fd, const char *name, uint64_t size,
                                 struct err *err)
{
    struct intake *in = r->in;
    uint64_t n_read = 0;
    bool is_end, is_input = size == INPUT_UNKNOWN;
    r->budget = (struct budget){
        .limits = &r->settings->unpack, .memory = in->memory, .file_bytes = is_input ? 0 : size};
    struct input_file file = {fd, name, size, is_input ? &r->budget.file_bytes : &n_read, in->stop};
    buf_clear(&in->bytes);
    struct file_input counted = {input_of_file(&file), r};
    struct input rest = {read_file_input, settle_file_input, counted.file.left_bytes, &counted};
    if (rest.read(rest.ctx, &in->bytes, INPUT_PIECE_BYTES, &is_end, err))
        return err->code;
    if (is_input && in->bytes.n == 0) /* empty input means no document, not an empty one */
        return r->file->may_be_empty
                   ? ERR_OK
                   : err_set(err, ERR_NOT_FOUND,
                             "nothing came; its documents stay (--prune takes them out)");
    rest.left_bytes = file.left_bytes;
    bool is_whole = is_end && in->bytes.n <= r->settings->max_file_bytes;
    return reading_contents(r, buf_str(&in->bytes), is_whole ? NULL : &rest, err);
}

/* Opens a file relative to its folder, which is kept open because the next file is usually in the
 * same one, and looking up a long path is slow. If this fails, the caller tries the whole path, and
 * reports that. */
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

/* Reads standard input or a pipe, which is open already. */
static enum err_code read_stream(struct reading *r, struct str path, struct err *err)
{
    AUTO(file_close) int fd = r->file->fd;
    bool is_input = str_equal(r->file->path, STR_LITERAL(INDEX_INPUT));
    return read_opened(r, fd, is_input ? INDEX_INPUT : path.p, INPUT_UNKNOWN, err);
}

static enum err_code read_file(struct reading *r, struct err *err)
{
    struct intake *in = r->in;
    uint64_t size;
    arena_clear(&in->names);
    struct str path = index_absolute_path(r->file->path, in->index_dir, &in->names);
    if (r->file->is_input)
        return read_stream(r, path, err);
    AUTO(file_close) int fd = open_in_folder(in, path, &size, err);
    return fd < 0 ? err->code : read_opened(r, fd, path.p, size, err);
}

/* Encodes the file's problems from first on: the first few of them, and how many more there are. */
static struct str remembered_problems(struct intake *in, const struct problems *problems,
                                      size_t first)
{
    size_t n = 0;
    buf_clear(&in->problems);
    for (size_t i = first; i < problems->n; i++) {
        const struct problem *p = &problems->items[i];
        if (p->kind != PROBLEM_FAILED)
            continue;
        if (n < KNOWN_FILE_MAX_PROBLEMS)
            known_file_append_problem(&in->problems, p->line, p->reason);
        n += p->n;
    }
    if (n > KNOWN_FILE_MAX_PROBLEMS) {
        char more[40];
        snprintf(more, sizeof more, "and %zu more", n - KNOWN_FILE_MAX_PROBLEMS);
        known_file_append_problem(&in->problems, 0, str_of(more));
    }
    return buf_str(&in->problems);
}

/* Records the problems of a file that was read or, if code is not ERR_OK, could not be. */
static void remember_fault(struct reading *r, enum err_code code, size_t first_problem)
{
    struct known_file *known = r->known;
    bool is_passing = r->has_passing_fault || r->budget.may_go_well || code == ERR_IO ||
                      code == ERR_NOT_FOUND;
    known->problems = remembered_problems(r->in, r->problems, first_problem);
    if (known->problems.n == 0 || known->n_documents)
        known->read_bytes = r->file->is_input ? r->budget.file_bytes : known->size_bytes;
    if (known->problems.n == 0)
        return;
    known->fault = is_passing ? FAULT_PASSING : FAULT_CONTENT;
    known->read_as = r->settings->reading_anew;
    if (is_passing)
        known->ctime_ns = 0; /* no later state of the file counts as unchanged */
}

/* Records a file that is not text and that nobody named, so that no text was expected of it. */
static void remember_binary(struct reading *r, const char *reason)
{
    struct known_file *known = r->known;
    buf_clear(&r->in->problems);
    known_file_append_problem(&r->in->problems, 0, str_of(reason));
    known->problems = buf_str(&r->in->problems);
    known->fault = FAULT_NOT_TEXT;
    known->read_as = r->settings->reading_anew;
    problems_add(r->problems, PROBLEM_NOT_TEXT, r->file->path, 0, str_of(reason));
}

enum err_code intake_file(struct intake *in, const struct source_file *file, intake_output *output,
                          void *ctx, struct problems *problems, struct known_file *ret_file,
                          struct err *err)
{
    struct timespec now;
    size_t first_problem = problems->n;
    clock_gettime(CLOCK_REALTIME, &now);
    *ret_file = known_file_of(file, file_nanoseconds(now));
    struct reading r = {
        .in = in,
        .file = file,
        .settings = file->settings,
        .output = output,
        .ctx = ctx,
        .problems = problems,
        .known = ret_file,
        .name = file->is_input ? STR_LITERAL(INDEX_INPUT) : file->path,
        .member = STR_EMPTY,
    };

    struct err problem = ERR_INIT;
    enum err_code code = read_file(&r, &problem);
    reading_report_cut(&r);
    if (r.n_problems > MAX_PROBLEMS)
        problems_add_more(problems, file->path, r.n_problems - MAX_PROBLEMS);
    if (r.failure.code || (code && !reading_can_go_on(&r, code))) {
        *err = r.failure.code ? r.failure : problem;
        return err->code;
    }
    if (code && r.is_not_text && !file->is_named && ret_file->n_documents == 0) {
        remember_binary(&r, problem.message);
        return ERR_OK;
    }
    if (code)
        problems_add(problems, PROBLEM_FAILED, file->path, 0, str_of(problem.message));
    remember_fault(&r, code, first_problem);
    return ERR_OK;
}
