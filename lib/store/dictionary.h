/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_DICTIONARY_H
#define PRESSMARK_STORE_DICTIONARY_H

/* Terms as small numbers: the first term is 0, the next new one 1, and so on. One thread at a time.
 */

#include "base/str.h"

#include <stdint.h>

struct dictionary;

struct dictionary *dictionary_new(void);
void dictionary_free(struct dictionary *d);
void dictionary_clear(struct dictionary *d); /* forgets all terms; keeps memory for reuse */

/* The number of a term; a new one is copied and *is_new set. hash: dictionary_hash(term). */
uint32_t dictionary_intern(struct dictionary *d, struct str term, uint32_t hash, bool *is_new);
uint32_t dictionary_hash(struct str term);
/* The number that the term of a hash probably has; DICTIONARY_NONE: it is new, or there is no
 * telling. For callers that fetch memory ahead of its use, as dictionary_prefetch() does for this.
 */
enum { DICTIONARY_NONE = UINT32_MAX };
uint32_t dictionary_guess(const struct dictionary *d, uint32_t hash);
void dictionary_prefetch(const struct dictionary *d, uint32_t hash);
struct str dictionary_term(const struct dictionary *d, uint32_t id); /* valid until _clear/_free */
uint32_t dictionary_count(const struct dictionary *d);

#endif
