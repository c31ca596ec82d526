/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list of problems that owns its strings. */
#include "indexer/report/problems.h"

#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>

void problems_done(struct problems *p)
{
    arena_done(&p->arena);
    mem_free(p->items);
    *p = (struct problems)PROBLEMS_INIT;
}

void problems_add(struct problems *p, enum problem_kind kind, struct str path, uint32_t line,
                  struct str reason)
{
    MEM_GROW(p->items, p->n, p->capacity);
    p->items[p->n++] = (struct problem){kind, arena_copy(&p->arena, path), line,
                                        arena_copy(&p->arena, reason), 1};
}

void problems_add_more(struct problems *p, struct str path, uint64_t n)
{
    char reason[64];
    snprintf(reason, sizeof reason, "%" PRIu64 " more like these", n);
    problems_add(p, PROBLEM_FAILED, path, 0, str_of(reason));
    p->items[p->n - 1].n = n;
}

void problems_append(struct problems *to, const struct problems *from)
{
    for (size_t i = 0; i < from->n; i++) {
        problems_add(to, from->items[i].kind, from->items[i].path, from->items[i].line,
                     from->items[i].reason);
        to->items[to->n - 1].n = from->items[i].n;
    }
}

void problems_are_known(struct problems *p, size_t first)
{
    for (size_t i = first; i < p->n; i++)
        if (p->items[i].kind == PROBLEM_FAILED)
            p->items[i].kind = PROBLEM_KNOWN;
}
