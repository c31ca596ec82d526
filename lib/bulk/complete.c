/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Adds terms to term lists that are already written: reads the table sequentially and writes it a
 * second time. */
#include "bulk/complete.h"

#include "base/file.h"
#include "base/mem.h"
#include "bulk/term_lists.h"
#include "glass/table_reader.h"

#include <unistd.h>

/* A place among the documents of several runs, which only moves forward. */
struct place {
    struct bulk_run *const *runs;
    size_t n_runs, run;
};

/* Returns the run of a document, or NULL if it is after all of them. */
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
    struct term_lists lists;
};

static enum err_code add_merged(struct completer *m, struct table_cursor *c,
                                const struct bulk_run_document *added, struct err *err)
{
    struct str tag, key = table_cursor_key(c),
                    more = {(const char *)added->terms, added->terms_bytes};
    const struct term_lists *l = &m->lists;
    if (table_cursor_tag(c, SIZE_MAX, &tag, err))
        return err->code;
    if (!term_lists_merge(&m->lists, tag, NULL, more))
        return err_set(err, ERR_INTERNAL, "a term list that was just written is damaged");
    table_writer_add(m->out, (const uint8_t *)key.p, key.n, l->tag.p, l->tag.n, l->is_deflated);
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

/* Copies an entry of the table: a term list or, if something follows the document number in the
 * key, the list of its slots. */
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
    struct completer m = {.c = c, .terms = {c->terms, c->n_terms, 0}};
    AUTO(mem_free_pointer) char *name = file_join(c->path, "termlist.glass");
    AUTO(dir_close) struct dir database = DIR_NONE;
    struct glass_version version = version_of(c->root);
    struct table_reader old;
    if (dir_open(&database, c->path, err) ||
        table_reader_open(&old, &database, GLASS_TERMLIST, &version, err))
        return NULL;
    unlink(name); /* it exists as long as it is open */
    m.out = table_writer_open(c->path, "termlist");
    m.lists = term_lists_new();
    copy_table(&m, &old, err);
    term_lists_done(&m.lists);
    table_reader_close(&old);
    return m.out;
}
