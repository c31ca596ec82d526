/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stores a run of inverted documents, in memory or with its postings in a file. */
#include "bulk/run.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void bulk_run_free(struct bulk_run *run)
{
    if (!run)
        return;
    for (size_t i = 0; i < run->n_slots; i++) {
        buf_done(&run->slots[i].list);
        buf_done(&run->slots[i].lower);
        buf_done(&run->slots[i].upper);
    }
    arena_done(&run->tags);
    mem_free(run->documents);
    mem_free(run->postings);
    mem_free(run->slots);
    mem_free(run->lengths);
    if (run->fd >= 0)
        close(run->fd);
    mem_free(run);
}

uint32_t bulk_run_count(const struct bulk_run *run)
{
    return run->n_documents;
}

size_t bulk_run_document_bytes(const struct bulk_run *run)
{
    return run->documents ? run->tags.total_bytes + run->documents_capacity * sizeof *run->documents
                          : 0;
}

size_t bulk_run_posting_bytes(const struct bulk_run *run)
{
    return run->postings ? run->n_bytes : 0;
}

struct bulk_slot *bulk_run_slot(const struct bulk_run *run, uint32_t slot)
{
    for (size_t i = 0; i < run->n_slots; i++)
        if (run->slots[i].slot == slot)
            return &run->slots[i];
    return NULL;
}

/* Opens a file without a name, which disappears with the process. */
static enum err_code open_unnamed(const char *folder, int *ret_fd, struct err *err)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        AUTO(mem_free_pointer) char *name = file_join(folder, "run-XXXXXX");
        fd = mkostemp(name, O_CLOEXEC);
        if (fd >= 0)
            unlink(name);
    }
    if (fd < 0)
        return err_set_errno(err, "cannot create a temporary file in '%s'", folder);
    *ret_fd = fd;
    return ERR_OK;
}

enum err_code bulk_run_spill(struct bulk_run *run, const char *folder, struct err *err)
{
    AUTO(file_close) int fd = -1;
    AUTO(mem_free_pointer) char *name = file_join(folder, "(a temporary file)");
    if (open_unnamed(folder, &fd, err) ||
        file_write_all(fd, name, run->postings, run->n_bytes, err))
        return err->code;
    mem_free(run->postings);
    run->postings = NULL;
    run->fd = fd;
    fd = -1;
    return ERR_OK;
}

struct run_reader bulk_run_read(const struct bulk_run *run, uint64_t start, uint64_t end,
                                size_t buffer_bytes)
{
    return run->postings ? run_reader_of_memory(run->postings + start, end - start)
                         : run_reader_of_file(run->fd, start, end, buffer_bytes);
}
