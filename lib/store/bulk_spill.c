/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"
#include "base/mem.h"
#include "store/bulk_run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* The file of a spilled run: in the order in which bulk_write() wants them,
 *
 *     terms: name, documents that have it, collection frequency, bytes of the list, the list
 *     documents: bytes of the three, tag of the term list, tag of the slots, data
 *     slots: their lists
 *
 * numbers as varints, names counted. */

enum { BUFFER_BYTES = 256 * 1024 };

struct spill {
    int fd;
    uint64_t n_written;
    struct buf out;
    struct err *err;
};

/* Appends to the file; keeps the first failure. */
static void put(struct spill *s, struct str bytes)
{
    if (s->out.n + bytes.n > BUFFER_BYTES) {
        if (s->err->code == ERR_OK)
            file_write_all(s->fd, "a temporary file", s->out.p, s->out.n, s->err);
        s->n_written += s->out.n;
        buf_clear(&s->out);
    }
    if (bytes.n <= BUFFER_BYTES) {
        buf_append_str(&s->out, bytes);
        return;
    }
    if (s->err->code == ERR_OK)
        file_write_all(s->fd, "a temporary file", bytes.p, bytes.n, s->err);
    s->n_written += bytes.n;
}

static void put_number(struct spill *s, uint64_t value)
{
    uint8_t bytes[GLASS_VINT_BYTES];
    size_t n = (size_t)(glass_put_vint(bytes, value) - bytes);
    put(s, (struct str){(const char *)bytes, n});
}

static uint64_t tell(const struct spill *s)
{
    return s->n_written + s->out.n;
}

static enum err_code put_terms(struct spill *s, const struct bulk_run *run)
{
    AUTO(buf_done) struct buf list = BUF_INIT;
    struct bulk_terms terms;
    bool is_end;
    bulk_terms_start(&terms, run, 0);
    while (bulk_terms_next(&terms, &is_end, s->err) == ERR_OK && !is_end &&
           bulk_terms_list(&terms, &list, s->err) == ERR_OK) {
        put_number(s, terms.name.n);
        put(s, terms.name);
        put_number(s, terms.n_documents);
        put_number(s, terms.collection_frequency);
        put_number(s, list.n);
        put(s, buf_str(&list));
    }
    bulk_terms_done(&terms);
    return s->err->code;
}

static enum err_code put_documents(struct spill *s, const struct bulk_run *run)
{
    struct bulk_documents documents;
    bulk_documents_start(&documents, run, 0);
    for (uint32_t i = 0; i < run->n_documents && bulk_documents_next(&documents, s->err) == ERR_OK;
         i++) {
        put_number(s, documents.term_list.n);
        put_number(s, documents.slots.n);
        put_number(s, documents.data.n);
        put(s, documents.term_list);
        put(s, documents.slots);
        put(s, documents.data);
    }
    bulk_documents_done(&documents);
    return s->err->code;
}

static enum err_code put_slots(struct spill *s, struct bulk_run *run)
{
    AUTO(buf_done) struct buf list = BUF_INIT;
    for (size_t i = 0; i < run->n_slots; i++) {
        struct bulk_slot *slot = &run->slots[i];
        if (bulk_slot_list(run, slot, &list, s->err))
            break;
        slot->at = tell(s);
        slot->n_bytes = list.n;
        put(s, buf_str(&list));
    }
    return s->err->code;
}

/* A file without a name: gone when the process is. */
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
    if (open_unnamed(folder, &fd, err))
        return err->code;
    struct err failure = ERR_INIT;
    struct spill s = {.fd = fd, .err = &failure};
    uint64_t terms_end = 0, documents_end = 0;
    if (put_terms(&s, run) == ERR_OK) {
        terms_end = tell(&s);
        if (put_documents(&s, run) == ERR_OK) {
            documents_end = tell(&s);
            put_slots(&s, run);
        }
    }
    if (failure.code == ERR_OK)
        file_write_all(fd, "a temporary file", s.out.p, s.out.n, &failure);
    buf_done(&s.out);
    if (failure.code)
        return err_set(err, failure.code, "%s", failure.message);
    bulk_run_drop_memory(run);
    run->terms_end = terms_end;
    run->documents_end = documents_end;
    run->fd = fd;
    fd = -1;
    return ERR_OK;
}
