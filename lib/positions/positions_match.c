/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds phrases and words near each other by their positions. */
#include "positions/positions.h"

/* Returns the place, from place on, of the first position that is at least least. */
static size_t skip_to(const struct positions_list *list, size_t place, uint64_t least)
{
    while (place < list->n && list->p[place] < least)
        place++;
    return place;
}

/* Uses n of the steps that are left. Returns false if there are none left. */
static bool spend(uint64_t *steps, uint64_t n)
{
    *steps = *steps > n ? *steps - n : 0;
    return *steps > 0;
}

bool positions_have_phrase(const struct positions_list *lists, size_t n, uint32_t window,
                           size_t *places, uint64_t *steps)
{
    memset(places, 0, n * sizeof *places);
    for (size_t i = n; places[0] < lists[0].n && spend(steps, i);) {
        uint64_t first = lists[0].p[places[0]], here = first, needed = 0;
        for (i = 1; i < n; i++) {
            places[i] = skip_to(&lists[i], places[i], here + 1);
            if (places[i] == lists[i].n)
                return false; /* and there is none after a later start */
            here = lists[i].p[places[i]];
            needed = here - first + n - i; /* with the least that the other lists add */
            if (needed > window)
                break;
        }
        if (i == n)
            return true;
        places[0] = skip_to(&lists[0], places[0], first + needed - window);
    }
    return false;
}

/* A window in which each list has positions, one of which is to be chosen for each list. */
struct window {
    const struct positions_list *lists;
    size_t n;
    const size_t *places; /* the place of the first position of each list */
    uint64_t end;
    size_t *chosen; /* places plus 1, or 0 if none is chosen yet */
    size_t *seen;   /* whether a list was already asked for another position */
    uint64_t *steps;
};

static bool has_chosen(const struct window *w, size_t i, uint32_t position)
{
    return w->chosen[i] && w->lists[i].p[w->chosen[i] - 1] == position;
}

/* Chooses a position for a list. Lists that have chosen may have to take another one (the
 * augmenting paths of Kuhn, 1955). */
static bool choose(struct window *w, size_t i)
{
    for (size_t k = w->places[i];
         k < w->lists[i].n && w->lists[i].p[k] < w->end && spend(w->steps, w->n); k++) {
        size_t owner = 0;
        while (owner < w->n && !has_chosen(w, owner, w->lists[i].p[k]))
            owner++;
        if (owner < w->n) {
            if (w->seen[owner]) /* owner may be i itself */
                continue;
            w->seen[owner] = true;
            if (!choose(w, owner))
                continue;
        }
        w->chosen[i] = k + 1;
        return true;
    }
    return false;
}

static bool choose_all(struct window *w)
{
    memset(w->chosen, 0, w->n * sizeof *w->chosen);
    for (size_t i = 0; i < w->n; i++) {
        memset(w->seen, 0, w->n * sizeof *w->seen);
        w->seen[i] = true;
        if (!choose(w, i))
            return false;
    }
    return true;
}

bool positions_have_near(const struct positions_list *lists, size_t n, uint32_t window,
                         size_t *places, uint64_t *steps)
{
    memset(places, 0, n * sizeof *places);
    while (spend(steps, n)) {
        size_t lowest = 0;
        uint64_t highest = 0;
        for (size_t i = 0; i < n; i++) {
            if (places[i] == lists[i].n)
                return false;
            uint32_t here = lists[i].p[places[i]];
            if (here < lists[lowest].p[places[lowest]])
                lowest = i;
            highest = here > highest ? here : highest;
        }
        uint64_t low = lists[lowest].p[places[lowest]];
        if (highest - low >= window) {
            places[lowest] = skip_to(&lists[lowest], places[lowest], highest - window + 1);
            continue;
        }
        struct window w = {lists, n, places, low + window, places + n, places + 2 * n, steps};
        if (choose_all(&w))
            return true;
        places[lowest]++;
    }
    return false;
}
