/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks up what a plan has of a token. */
#include "search/passage/matcher.h"

#include "base/mem.h"
#include "text/utf8.h"

void found_list_done(struct found_list *l)
{
    mem_free(l->items);
    *l = (struct found_list){NULL, 0, 0};
}

uint32_t matcher_hash(struct str s, enum plan_match_kind kind)
{
    uint32_t h = str_hash(STR_HASH_START ^ (uint32_t)kind, s);
    return h ^ h >> 15;
}

/* Leaves of a token the first character, or the last. */
static void cut_to_part(struct str text, enum plan_match_part part, struct found *f)
{
    size_t next;
    if (part == MATCH_SECOND)
        f->start = (uint32_t)utf8_floor(text, f->end - 1);
    else if (part == MATCH_FIRST && (utf8_decode(text, f->start, &next), next < f->end))
        f->end = (uint32_t)next;
}

static void add_found(const struct matcher *m, const struct plan_match *match,
                      const struct token *token, size_t base, struct found_list *found)
{
    uint32_t word = match->word;
    struct found new = {(uint32_t)(base + token->start), (uint32_t)(base + token->end),
                        token->position, word};
    for (size_t i = found->n; i > 0 && found->items[i - 1].position == token->position; i--)
        if (found->items[i - 1].word == word)
            return;
    if (token->kind == TOKEN_PAIR)
        cut_to_part(m->text, match->part, &new);
    MEM_GROW(found->items, found->n, found->capacity);
    found->items[found->n++] = new;
}

void matcher_look_up(const struct matcher *m, struct str text, enum plan_match_kind kind,
                     const struct token *token, size_t base, struct found_list *found)
{
    uint32_t slot = matcher_hash(text, kind) & m->slot_mask;
    for (; m->slots[slot]; slot = (slot + 1) & m->slot_mask) {
        const struct plan_match *match = &m->plan->matches[m->slots[slot] - 1];
        if (match->kind == kind && str_equal(match->text, text))
            add_found(m, match, token, base, found);
    }
}
