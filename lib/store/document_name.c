/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names documents: by their unique term, and by a short hash. */
#include "store/document_name.h"

#include "store/schema.h"

#include <xxhash.h>

/* Crockford's base 32: digits and letters without those that are easily confused (i l o u). */
static const char LETTERS[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* The lengths of a term whose end was replaced by a hash, without the hash, and of the hash. */
enum { KEPT_BYTES = 200, HASH_BYTES = 32 };

void document_name_append(struct buf *out, struct str path, struct str id)
{
    size_t start = out->n;
    buf_append_str(out, STR_LITERAL(PREFIX_ID));
    buf_append_str(out, path);
    if (id.n) {
        buf_append_char(out, '#');
        buf_append_str(out, id);
    }
    if (out->n - start <= SCHEMA_MAX_TERM_BYTES)
        return;
    XXH128_hash_t hash = XXH3_128bits(out->p + start, out->n - start);
    out->n = start + KEPT_BYTES;
    buf_append_format(out, "%016llx%016llx", (unsigned long long)hash.high64,
                      (unsigned long long)hash.low64);
}

void document_name_ref(struct str absolute_path, struct str id, char ret_ref[DOCUMENT_REF_BYTES])
{
    uint64_t hash = XXH3_64bits_withSeed(id.p, id.n, XXH3_64bits(absolute_path.p, absolute_path.n));
    for (int i = 0; i < DOCUMENT_REF_BYTES - 1; i++) {
        ret_ref[i] = LETTERS[hash % 32];
        hash /= 32;
    }
    ret_ref[DOCUMENT_REF_BYTES - 1] = '\0';
}

size_t document_name_kept(struct str term)
{
    return term.n < KEPT_BYTES ? term.n : KEPT_BYTES;
}

bool document_name_may_be_cut(struct str term)
{
    return term.n == KEPT_BYTES + HASH_BYTES;
}

bool document_name_is_ref(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!memchr(LETTERS, s.p[i], sizeof LETTERS - 1))
            return false;
    return s.n == DOCUMENT_REF_BYTES - 1;
}
