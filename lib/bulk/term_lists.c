/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merges lists of a document's terms, if some of its terms change while the rest stays. */
#include "bulk/term_lists.h"

#include "base/mem.h"
#include "glass/termlist_reader.h"

struct term_lists term_lists_new(void)
{
    return (struct term_lists){.deflater = glass_deflater_new(), .encoder = TERMLIST_WRITER_INIT};
}

void term_lists_done(struct term_lists *l)
{
    glass_deflater_free(l->deflater);
    termlist_writer_done(&l->encoder);
    arena_done(&l->names);
    buf_done(&l->old_term);
    buf_done(&l->new_term);
    buf_done(&l->deflated);
}

bool term_has_prefix(struct str term, const char *const *prefixes)
{
    for (; prefixes && *prefixes; prefixes++)
        if (str_starts_with(term, str_of(*prefixes)))
            return true;
    return false;
}

/* The tag of a document without terms is empty. */
static bool start(struct termlist_reader *list, struct str tag, struct buf *term)
{
    if (tag.n)
        return termlist_reader_start(list, tag, term);
    *list = (struct termlist_reader){.term = term};
    return true;
}

/* A list, in which terms with some prefixes are skipped. */
struct reading {
    struct termlist_reader list;
    const char *const *prefixes;
    bool is_over;
};

static bool advance(struct reading *r)
{
    do {
        r->is_over = termlist_reader_is_at_end(&r->list);
        if (!r->is_over && !termlist_reader_next(&r->list))
            return false;
    } while (!r->is_over && term_has_prefix(buf_str(r->list.term), r->prefixes));
    return true;
}

/* Subtracts what is skipped from the numbers in the head of the list. */
static bool count_kept(struct termlist_reader *list, struct str tag, const char *const *prefixes,
                       struct buf *term)
{
    struct termlist_reader all;
    if (!prefixes)
        return true;
    if (!start(&all, tag, term))
        return false;
    while (!termlist_reader_is_at_end(&all)) {
        if (!termlist_reader_next(&all))
            return false;
        bool is_kept = !term_has_prefix(buf_str(term), prefixes);
        if (!is_kept && (all.wdf > list->length || list->n_terms == 0))
            return false;
        list->length -= is_kept ? 0 : all.wdf;
        list->n_terms -= !is_kept;
    }
    return true;
}

static void add_term(struct term_lists *l, const struct termlist_reader *list)
{
    char *name = arena_alloc_bytes(&l->names, list->term->n + TERMLIST_WRITER_READABLE_BYTES);
    memcpy(name, list->term->p, list->term->n);
    memset(name + list->term->n, 0, TERMLIST_WRITER_READABLE_BYTES);
    termlist_writer_add(&l->encoder, (const uint8_t *)name, list->term->n, list->wdf);
}

static bool add_terms(struct term_lists *l, struct reading *old, struct reading *new, uint32_t n)
{
    uint32_t n_added = 0;
    bool is_good = advance(old) && advance(new);
    while (is_good && !(old->is_over && new->is_over) && n_added++ < n) {
        bool is_old = new->is_over || (!old->is_over && str_compare(buf_str(old->list.term),
                                                                    buf_str(new->list.term)) < 0);
        add_term(l, is_old ? &old->list : &new->list);
        is_good = advance(is_old ? old : new);
    }
    return is_good && n_added == n && old->is_over && new->is_over;
}

static void finish(struct term_lists *l)
{
    const struct termlist_writer *t = &l->encoder;
    l->is_deflated = t->n &&
                     glass_deflate(l->deflater, t->p, t->n, t->tries, t->n_tries, &l->deflated);
    l->tag = l->is_deflated ? buf_str(&l->deflated) : (struct str){(const char *)t->p, t->n};
}

bool term_lists_merge(struct term_lists *l, struct str old, const char *const *prefixes,
                      struct str new)
{
    struct reading of_old = {.prefixes = prefixes}, of_new = {0};
    if (!start(&of_old.list, old, &l->old_term) ||
        !count_kept(&of_old.list, old, prefixes, &l->old_term) ||
        !start(&of_new.list, new, &l->new_term))
        return false;
    buf_clear(&l->old_term);
    arena_clear(&l->names);
    uint32_t n;
    if (__builtin_add_overflow(of_old.list.length, of_new.list.length, &l->length) ||
        __builtin_add_overflow(of_old.list.n_terms, of_new.list.n_terms, &n) || n > old.n + new.n)
        return false;
    termlist_writer_start(&l->encoder, l->length, n);
    if (!add_terms(l, &of_old, &of_new, n))
        return false;
    finish(l);
    return true;
}
