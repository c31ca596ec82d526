/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stores the document lengths of an index as a histogram, and computes their skew. */
#include "store/lengths.h"

#include <math.h>

void lengths_join(struct lengths *l, const struct lengths *other)
{
    for (size_t i = 0; i < LENGTHS_BUCKETS; i++)
        l->counts[i] += other->counts[i];
}

/* Returns the middle of a bucket. */
static double length_of(unsigned bucket)
{
    if (bucket < LENGTHS_EXACT)
        return bucket;
    unsigned octave = (bucket - LENGTHS_EXACT) / LENGTHS_PER_OCTAVE;
    unsigned part = (bucket - LENGTHS_EXACT) % LENGTHS_PER_OCTAVE;
    return ldexp(LENGTHS_PER_OCTAVE + part + 0.5, (int)octave + 1) - 0.5;
}

double lengths_skew(const struct lengths *l)
{
    double n = 0, sum = 0, sum_of_logs = 0;
    for (unsigned i = 1; i < LENGTHS_BUCKETS; i++) {
        double count = (double)l->counts[i], length = length_of(i);
        n += count;
        sum += count * length;
        sum_of_logs += count * log(length);
    }
    return n > 0 ? fmax(log(sum / n) - sum_of_logs / n, 0) : 0;
}

/* Writes each non-empty bucket as the number of empty ones before it and its count. */
void lengths_encode(const struct lengths *l, struct buf *out)
{
    unsigned next = 0;
    for (unsigned i = 0; i < LENGTHS_BUCKETS; i++) {
        if (l->counts[i] == 0)
            continue;
        buf_append_varint(out, i - next);
        buf_append_varint(out, l->counts[i]);
        next = i + 1;
    }
}

enum err_code lengths_decode(struct str encoded, struct lengths *l, struct err *err)
{
    struct lengths read = {{0}};
    uint64_t gap, count;
    for (uint64_t next = 0; encoded.n > 0; next += gap + 1) {
        if (!str_take_varint(&encoded, &gap) || !str_take_varint(&encoded, &count) ||
            gap >= LENGTHS_BUCKETS - next || count == 0 || count > UINT32_MAX)
            return err_set(err, ERR_CORRUPT, "the lengths of the documents are damaged");
        read.counts[next + gap] = count;
    }
    lengths_join(l, &read);
    return ERR_OK;
}
