/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Adds terms to term lists that are written already: the table is read from its beginning to its
 * end and written once more. */
#include "bulk/complete.h"

#include "base/file.h"
#include "base/mem.h"
#include "glass/deflate.h"
#include "glass/table_reader.h"
#include "glass/termlist_reader.h"
#include "glass/termlist_writer.h"

#include <unistd.h>

/* A place among the documents of several runs, which only goes forward. */
struct place {
    struct bulk_run *const *runs;
    size_t n_runs, run;
};

/* The run of a document; NULL: it is behind all of them. */
static struct bulk_run *find_run(struct place *at, uint32_t docid, uint32_t *ret_number)
{
    while (at->run < at->n_runs &&
           docid - at->runs[at->run]->first_docid >= at->runs[at->run]->n_documents)
        at->run++;
    if (at->run == at->n_runs)
        return NULL;
    *ret_number = docid - at->runs[at->run]->first_docid;
    return at->runs[at->run];
}

struct completer {
    const struct bulk_completion *c;
    struct place terms;
    struct table_writer *out;
    struct glass_deflater *deflater;
    struct termlist_writer encoder;
    struct arena names;
    struct buf old_term, new_term, deflated;
};

static void completer_done(struct completer *m)
{
    glass_deflater_free(m->deflater);
    termlist_writer_done(&m->encoder);
    arena_done(&m->names);
    buf_done(&m->old_term);
    buf_done(&m->new_term);
    buf_done(&m->deflated);
}

/* The tag of a document without terms is empty. */
static bool start(struct termlist_reader *l, struct str tag, struct buf *term)
{
    if (tag.n)
        return termlist_reader_start(l, tag, term);
    *l = (struct termlist_reader){.term = term};
    return true;
}

static bool advance(struct termlist_reader *l, bool *is_over)
{
    *is_over = termlist_reader_is_at_end(l);
    return *is_over || termlist_reader_next(l);
}

static void add_term(struct completer *m, const struct termlist_reader *l)
{
    char *name = arena_alloc_bytes(&m->names, l->term->n + TERMLIST_WRITER_READABLE_BYTES);
    memcpy(name, l->term->p, l->term->n);
    memset(name + l->term->n, 0, TERMLIST_WRITER_READABLE_BYTES);
    termlist_writer_add(&m->encoder, (const uint8_t *)name, l->term->n, l->wdf);
}

/* Encodes the terms of two lists, in their order. false: one of them is damaged. */
static bool merge_lists(struct completer *m, struct str old_tag, struct str new_tag)
{
    struct termlist_reader old, new;
    bool old_is_over, new_is_over;
    if (!start(&old, old_tag, &m->old_term) || !start(&new, new_tag, &m->new_term))
        return false;
    arena_clear(&m->names);
    termlist_writer_start(&m->encoder, old.length + new.length, old.n_terms + new.n_terms);
    bool is_good = advance(&old, &old_is_over) && advance(&new, &new_is_over);
    while (is_good && !(old_is_over && new_is_over)) {
        bool is_old = new_is_over ||
                      (!old_is_over && str_compare(buf_str(old.term), buf_str(new.term)) < 0);
        add_term(m, is_old ? &old : &new);
        is_good = is_old ? advance(&old, &old_is_over) : advance(&new, &new_is_over);
    }
    return is_good;
}

static enum err_code add_merged(struct completer *m, struct table_cursor *c,
                                const struct bulk_run_document *added, struct err *err)
{
    struct str tag, key = table_cursor_key(c),
                    more = {(const char *)added->terms, added->terms_bytes};
    if (table_cursor_tag(c, SIZE_MAX, &tag, err))
        return err->code;
    if (!merge_lists(m, tag, more))
        return err_set(err, ERR_INTERNAL, "a term list that was just written is damaged");
    const struct termlist_writer *t = &m->encoder;
    bool is_deflated = glass_deflate(m->deflater, t->p, t->n, t->ends, t->n_terms, &m->deflated);
    table_writer_add(m->out, (const uint8_t *)key.p, key.n,
                     is_deflated ? (const uint8_t *)m->deflated.p : t->p,
                     is_deflated ? m->deflated.n : t->n, is_deflated);
    return ERR_OK;
}

static enum err_code add_as_it_is(struct completer *m, struct table_cursor *c, struct err *err)
{
    struct str tag, key = table_cursor_key(c);
    bool is_deflated;
    if (table_cursor_stored_tag(c, &tag, &is_deflated, err))
        return err->code;
    table_writer_add(m->out, (const uint8_t *)key.p, key.n, tag.p, tag.n, is_deflated);
    return ERR_OK;
}

/* Copies an entry of the table: a term list, or where something follows the document's number the
 * list of its values. */
static enum err_code copy_entry(struct completer *m, struct table_cursor *c, struct err *err)
{
    struct str key = table_cursor_key(c);
    const uint8_t *p = (const uint8_t *)key.p, *end = p + key.n;
    uint32_t docid, number;
    struct bulk_run *run = NULL;
    if (glass_take_sdid(&p, end, &docid) && p == end)
        run = find_run(&m->terms, docid, &number);
    if (run && run->documents[number].n_terms)
        return add_merged(m, c, &run->documents[number], err);
    return add_as_it_is(m, c, err);
}

static enum err_code copy_table(struct completer *m, struct table_reader *table, struct err *err)
{
    struct table_cursor c = {.tree = table};
    bool is_there;
    table_cursor_find(&c, STR_EMPTY, &is_there, err);
    while (!err->code && !table_cursor_next(&c, &is_there, err) && is_there)
        copy_entry(m, &c, err);
    table_cursor_done(&c);
    return err->code ? err->code : table_writer_failure(m->out, err);
}

static struct glass_version version_of(const struct glass_root *root)
{
    struct glass_version v = {.revision = 1};
    v.starts[GLASS_TERMLIST] = (struct glass_start){.block = root->block,
                                                    .block_bytes = GLASS_BLOCK_BYTES,
                                                    .level = root->level,
                                                    .is_empty = root->n_blocks == 0,
                                                    .n_entries = root->n_entries};
    return v;
}

struct table_writer *bulk_complete_term_lists(const struct bulk_completion *c, struct err *err)
{
    AUTO(completer_done)
    struct completer m = {.c = c,
                          .terms = {c->terms, c->n_terms, 0},
                          .deflater = glass_deflater_new(),
                          .encoder = TERMLIST_WRITER_INIT};
    AUTO(mem_free_pointer) char *name = file_join(c->path, "termlist.glass");
    AUTO(dir_close) struct dir database = DIR_NONE;
    struct glass_version version = version_of(c->root);
    struct table_reader old;
    if (dir_open(&database, c->path, err) ||
        table_reader_open(&old, &database, GLASS_TERMLIST, &version, err))
        return NULL;
    unlink(name); /* it stays as long as it is open */
    m.out = table_writer_open(c->path, "termlist");
    copy_table(&m, &old, err);
    table_reader_close(&old);
    return m.out;
}
