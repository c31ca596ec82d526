/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the documents that the links of all files lead to, and makes terms of the words of the
 * links. */
#include "indexer/build/incoming_links.h"

typedef enum err_code add_links(struct incoming *in, struct str path, uint32_t first_docid,
                                struct str links, struct err *err);

/* Calls add for each file that has links. Both lists are sorted by path. */
static enum err_code for_each_file(struct incoming *in, const struct known_files *files,
                                   const struct link_files *links, add_links *add, struct err *err)
{
    for (size_t i = 0, k = 0; i < files->n && k < links->n; i++) {
        const struct known_file *file = &files->files[i];
        while (k < links->n && str_compare(links->files[k].path, file->path) < 0)
            k++;
        bool has_links = k < links->n && str_equal(links->files[k].path, file->path);
        if (has_links && add(in, file->path, file->first_docid, links->files[k].links, err))
            return err->code;
    }
    return ERR_OK;
}

enum err_code incoming_links_gather(struct incoming *in, const struct known_files *files,
                                    const struct link_files *links, struct err *err)
{
    for (size_t i = 0; i < files->n; i++)
        if (files->files[i].n_documents == 1)
            incoming_add_page(in, files->files[i].path, files->files[i].first_docid);
    if (for_each_file(in, files, links, incoming_add_members, err) == ERR_OK &&
        for_each_file(in, files, links, incoming_add_moves, err) == ERR_OK)
        for_each_file(in, files, links, incoming_add_links, err);
    return err->code;
}

/* Returns how many of n wordings, from the first on, are of the same document. */
static size_t count_run(const struct incoming_wording *wordings, size_t n)
{
    size_t length = 0;
    while (length < n && wordings[length].docid == wordings[0].docid)
        length++;
    return length;
}

const struct bulk_document *incoming_links_terms(struct analysis *analysis,
                                                 const struct incoming_wording *wordings, size_t n)
{
    analyse_links_start(analysis);
    for (size_t i = 0; i < n; i++)
        analyse_link(analysis, wordings[i].words, wordings[i].language, wordings[i].n_pages);
    return analyse_links_end(analysis);
}

enum err_code incoming_links_analyse(struct incoming *in, struct analysis *analysis,
                                     incoming_links_take *take, void *ctx, struct err *err)
{
    size_t n, length;
    const struct incoming_wording *wordings = incoming_wordings(in, &n);
    for (size_t i = 0; i < n && !err->code; i += length) {
        length = count_run(wordings + i, n - i);
        take(ctx, wordings[i].docid, incoming_links_terms(analysis, wordings + i, length), err);
    }
    return err->code;
}

/* ---- before and after ---- */

void incoming_side_done(struct incoming_side *s)
{
    incoming_free(s->in);
}

enum err_code incoming_side_gather(struct incoming_side *s, const struct links_state *state,
                                   struct err *err)
{
    s->in = incoming_new();
    if (incoming_links_gather(s->in, state->files, state->links, err) == ERR_OK)
        s->wordings = incoming_wordings(s->in, &s->n);
    return err->code;
}

struct incoming_run incoming_side_take(struct incoming_side *s, uint32_t docid)
{
    struct incoming_run taken = {.wordings = s->wordings};
    if (s->n && s->wordings[0].docid == docid)
        taken.n = count_run(s->wordings, s->n);
    s->wordings += taken.n;
    s->n -= taken.n;
    return taken;
}

struct incoming_run incoming_side_find(const struct incoming_side *s, uint32_t docid)
{
    size_t low = 0, high = s->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->wordings[middle].docid < docid)
            low = middle + 1;
        else
            high = middle;
    }
    struct incoming_run found = {0};
    if (low < s->n && s->wordings[low].docid == docid)
        found = (struct incoming_run){s->wordings + low, count_run(s->wordings + low, s->n - low)};
    return found;
}

bool incoming_runs_are_equal(struct incoming_run a, struct incoming_run b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        const struct incoming_wording *x = &a.wordings[i], *y = &b.wordings[i];
        if (x->n_pages != y->n_pages || !str_equal(x->words, y->words) ||
            !str_equal(x->language, y->language))
            return false;
    }
    return true;
}
