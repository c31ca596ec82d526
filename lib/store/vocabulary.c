/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds the lists of terms that engines return. */
#include "store/vocabulary.h"

#include "base/mem.h"

#include <string.h>

/* Names are set when the block no longer moves. */
void vocabulary_add(struct vocabulary_maker *m, struct str name, uint32_t termfreq, uint32_t wdf)
{
    MEM_GROW(m->list.terms, m->list.n, m->capacity);
    m->list.terms[m->list.n++] = (struct store_vocabulary_term){
        .name = {NULL, name.n}, .termfreq = termfreq, .wdf = wdf};
    buf_append_str(&m->names, name);
}

void vocabulary_discard(struct vocabulary_maker *m)
{
    mem_free(m->list.terms);
    buf_done(&m->names);
    *m = (struct vocabulary_maker){0};
}

struct store_vocabulary *vocabulary_finish(struct vocabulary_maker *m)
{
    struct store_vocabulary *v = mem_alloc(sizeof *v + m->names.n);
    char *name = (char *)(v + 1);
    *v = m->list;
    memcpy(name, buf_str(&m->names).p, m->names.n);
    for (size_t i = 0; i < v->n; name += v->terms[i++].name.n)
        v->terms[i].name.p = name;
    buf_done(&m->names);
    return v;
}

void store_vocabulary_free(struct store_vocabulary *v)
{
    if (!v)
        return;
    mem_free(v->terms);
    mem_free(v);
}
