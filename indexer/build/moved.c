/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Analyses the old and the new path of a document whose file was renamed, and makes its new
 * record. */
#include "indexer/build/moved.h"

#include "store/record.h"

void moved_file_done(struct moved_file *f)
{
    buf_done(&f->member);
}

void moved_document_done(struct moved_document *m)
{
    arena_done(&m->arena);
    buf_done(&m->data);
    buf_done(&m->positions);
}

/* Returns whether the record is of another archive member than the previous one. */
static bool is_new_member(struct moved_file *f, const struct record *r)
{
    struct str own = str_slice(r->id, 0, r->member_bytes);
    if (str_equal(own, buf_str(&f->member)))
        return false;
    buf_clear(&f->member);
    buf_append_str(&f->member, own);
    return own.n > 0;
}

enum err_code moved_document_start(struct moved_document *m, struct moved_file *file,
                                   struct analysis *a, struct str record, struct err *err)
{
    struct record_reader *reader;
    if (record_open(record, &reader, err))
        return err->code;
    const struct record *r = record_of(reader);
    bool is_first = !file->is_under_way;
    file->is_under_way = true;
    struct placed old = placed_of(arena_copy(&m->arena, r->path), arena_copy(&m->arena, r->id),
                                  r->member_bytes, is_first, is_new_member(file, r));
    old.language = language_by_code(r->language);
    old.first_line = r->first_line;
    record_reader_free(reader);
    m->before = analyse_path(a, &old, &m->arena, NULL);
    m->new = old;
    m->new.path = file->new_path;
    if (is_first)
        m->new.file_name = str_slice(file->new_path, str_after_last(file->new_path, '/'),
                                     file->new_path.n);
    return ERR_OK;
}

enum err_code moved_document_finish(struct moved_document *m, struct analysis *a, struct str record,
                                    struct str fingerprint, struct err *err)
{
    m->new.fingerprint = fingerprint;
    m->after = analyse_path(a, &m->new, &m->arena, &m->positions);
    if (record_with_path(record, m->new.path, buf_str(&m->positions), &m->data, err))
        return err->code;
    m->after.data = m->data.p;
    m->after.data_length = m->data.n;
    return ERR_OK;
}
