/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies the documents of joined databases: their lists of terms and slots, and their data. */
#include "base/mem.h"
#include "bulk/joiner.h"
#include "bulk/term_lists.h"
#include "glass/table_writer.h"

/* A place in a table whose keys begin with document numbers. */
struct place {
    struct table_cursor cursor;
    bool is_there; /* the cursor is at an entry */
};

struct copier {
    struct bulk_joiner *j;
    struct place *terms, *data; /* for each source */
    struct table_writer *termlist, *docdata;
    struct term_lists lists;
    struct join_source *additions; /* NULL if there are none */
    uint32_t n_added;              /* documents of it that were used */
};

static size_t put_key(uint8_t *key, uint32_t docid)
{
    return (size_t)(glass_put_sdid(key, docid) - key);
}

static bool is_at(const struct place *p, const uint8_t *key, size_t n)
{
    return p->is_there && p->cursor.key_bytes == n && memcmp(p->cursor.key, key, n) == 0;
}

/* Goes to the entry of a document, if there is one. */
static enum err_code go_to(struct place *p, const uint8_t *key, size_t n, struct err *err)
{
    if (is_at(p, key, n))
        return ERR_OK;
    return table_cursor_find(&p->cursor, (struct str){(const char *)key, n}, &p->is_there, err);
}

/* Copies the current entry and goes to the next one. */
static enum err_code copy(struct place *p, struct table_writer *out, const uint8_t *key, size_t n,
                          struct err *err)
{
    struct str tag;
    bool is_deflated;
    if (table_cursor_stored_tag(&p->cursor, &tag, &is_deflated, err))
        return err->code;
    table_writer_add(out, key, n, tag.p, tag.n, is_deflated);
    return table_cursor_next(&p->cursor, &p->is_there, err);
}

/* ---- terms ---- */

/* Finds the terms that a document gets, which are empty if there are none. The tag is valid until
 * the cursor moves. */
static enum err_code find_additions(struct copier *c, struct table_cursor *cursor, uint32_t number,
                                    struct str *ret, struct err *err)
{
    uint8_t key[GLASS_SDID_BYTES];
    struct str wanted = {(const char *)key, put_key(key, c->n_added + 1)};
    bool is_there;
    cursor->tree = &c->additions->termlist;
    if (c->n_added >= c->j->in->terms->n || c->j->in->terms->docids[c->n_added] != number ||
        table_cursor_find(cursor, wanted, &is_there, err) || !is_there)
        return err_set(err, ERR_INTERNAL, "terms are not in the order of documents");
    c->n_added++;
    return table_cursor_tag(cursor, SIZE_MAX, ret, err);
}

static enum err_code replace_terms(struct copier *c, struct place *p, const uint8_t *key, size_t n,
                                   uint32_t number, struct err *err)
{
    AUTO(table_cursor_done) struct table_cursor cursor = {0};
    const struct term_lists *l = &c->lists;
    struct str old, new;
    if (table_cursor_tag(&p->cursor, SIZE_MAX, &old, err) ||
        find_additions(c, &cursor, number, &new, err))
        return err->code;
    if (!term_lists_merge(&c->lists, old, c->j->in->terms->prefixes, new))
        return joiner_refuse(p->cursor.tree, "a list of terms cannot be read", err);
    table_writer_add(c->termlist, key, n, l->tag.p, l->tag.n, l->is_deflated);
    c->j->lengths[number] = l->length;
    return table_cursor_next(&p->cursor, &p->is_there, err);
}

static enum err_code add_terms(struct copier *c, struct place *p, uint32_t docid, uint32_t number,
                               struct err *err)
{
    uint8_t key[GLASS_SDID_BYTES + 1], new_key[GLASS_SDID_BYTES + 1];
    size_t n = put_key(key, docid), n_new = put_key(new_key, number);
    if (go_to(p, key, n, err))
        return err->code;
    if (!p->is_there)
        return joiner_refuse(p->cursor.tree, "a document has no list of terms", err);
    if (joiner_replaces_terms_of(c->j, number) ? replace_terms(c, p, new_key, n_new, number, err)
                                               : copy(p, c->termlist, new_key, n_new, err))
        return err->code;
    key[n] = new_key[n_new] = 0; /* the list of its slots */
    return is_at(p, key, n + 1) ? copy(p, c->termlist, new_key, n_new + 1, err) : ERR_OK;
}

/* ---- data ---- */

static enum err_code add_data(struct copier *c, struct place *p, uint32_t docid, uint32_t number,
                              struct err *err)
{
    uint8_t key[GLASS_SDID_BYTES], new_key[GLASS_SDID_BYTES];
    size_t n = put_key(key, docid), n_new = put_key(new_key, number);
    if (p->cursor.tree->start.is_empty || go_to(p, key, n, err) || !p->is_there)
        return err->code;
    if (!c->docdata)
        c->docdata = table_writer_open(c->j->path, "docdata");
    return copy(p, c->docdata, new_key, n_new, err);
}

/* ---- lengths ---- */

/* Notes the lengths of a source's documents. */
static enum err_code read_lengths(struct bulk_joiner *j, struct join_source *s, uint32_t *n_found,
                                  struct err *err)
{
    AUTO(postlist_reader_done) struct postlist_reader list = {0};
    postlist_reader_open_lengths(&list, &s->postlist, err);
    for (postlist_reader_seek(&list, 1); list.docid != GLASS_END && !err->code;
         postlist_reader_seek(&list, list.docid + 1)) {
        if (list.docid >= s->n_numbers)
            return joiner_refuse(&s->postlist, "there are more documents than it says", err);
        if (s->numbers[list.docid]) {
            j->lengths[s->numbers[list.docid]] = list.wdf;
            ++*n_found;
        }
    }
    return err->code;
}

static enum err_code read_all_lengths(struct bulk_joiner *j, struct err *err)
{
    uint32_t n_found = 0;
    for (size_t i = 0; i < j->in->n_sources; i++)
        if (read_lengths(j, &j->sources[i], &n_found, err))
            return err->code;
    return n_found == j->n_documents
               ? ERR_OK
               : joiner_refuse(&j->sources[0].postlist, "documents are missing", err);
}

/* ---- all documents ---- */

static enum err_code copy_range(struct copier *c, const struct join_range *r, uint32_t *number,
                                struct err *err)
{
    struct place *terms = &c->terms[r->source], *data = &c->data[r->source];
    for (uint32_t docid = r->first; docid - r->first < r->n; docid++) {
        ++*number;
        if (add_terms(c, terms, docid, *number, err) || add_data(c, data, docid, *number, err))
            return err->code;
    }
    return ERR_OK;
}

static enum err_code copy_all(struct copier *c, struct err *err)
{
    const struct join_input *in = c->j->in;
    uint32_t number = 0;
    for (size_t i = 0; i < in->n_ranges; i++)
        if (joiner_look(c->j, err) || copy_range(c, &in->ranges[i], &number, err) ||
            table_writer_failure(c->termlist, err) ||
            (c->docdata && table_writer_failure(c->docdata, err)))
            return err->code;
    return ERR_OK;
}

static void open_places(struct copier *c)
{
    size_t n = c->j->in->n_sources;
    c->terms = mem_alloc_zeroed(n, sizeof *c->terms);
    c->data = mem_alloc_zeroed(n, sizeof *c->data);
    for (size_t i = 0; i < n; i++) {
        c->terms[i].cursor.tree = &c->j->sources[i].termlist;
        c->data[i].cursor.tree = &c->j->sources[i].docdata;
    }
}

static void close_places(struct copier *c)
{
    for (size_t i = 0; i < c->j->in->n_sources; i++) {
        table_cursor_done(&c->terms[i].cursor);
        table_cursor_done(&c->data[i].cursor);
    }
    mem_free(c->terms);
    mem_free(c->data);
}

static void close_table(struct table_writer *t, struct glass_root *root, struct err *err)
{
    if (!t)
        return;
    if (!err->code)
        table_writer_end(t);
    table_writer_close(t, root, err);
}

enum err_code joiner_write_documents(struct bulk_joiner *j, struct err *err)
{
    struct copier c = {.j = j, .lists = term_lists_new()};
    if (j->in->terms)
        c.additions = &j->sources[j->in->n_sources];
    open_places(&c);
    c.termlist = table_writer_open(j->path, "termlist");
    if (!read_all_lengths(j, err))
        copy_all(&c, err);
    close_table(c.termlist, &j->roots[GLASS_TERMLIST], err);
    close_table(c.docdata, &j->roots[GLASS_DOCDATA], err);
    close_places(&c);
    term_lists_done(&c.lists);
    return err->code;
}
