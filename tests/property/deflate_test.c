/* SPDX-License-Identifier: GPL-2.0-or-later */

/* zlib must inflate what glass_deflate() writes. Environment: PRESSMARK_SEED, PRESSMARK_RUNS. */

#include "base/mem.h"
#include "glass/deflate.h"
#include "tests/property/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { MAX_BYTES = 200000, READABLE = 4 };

static uint8_t in[MAX_BYTES + READABLE], back[MAX_BYTES];
static uint32_t tries[MAX_BYTES];

/* Makes input of letters, occasional other bytes, and repetitions of earlier pieces: short and
 * long, near and farther back than a distance can express. */
static size_t make_input(void)
{
    size_t n = 0, wanted = 1 + below(1 + below(MAX_BYTES - 600));
    uint32_t n_letters = 1 + below(26), oddity = 2 + below(200);
    while (n < wanted) {
        if (n > 10 && below(4) == 0) {
            size_t length = 1 + below(below(8) ? 12 : 600), from = below((uint32_t)n);
            for (size_t i = 0; i < length && n < MAX_BYTES; i++)
                in[n++] = in[from + i];
        } else {
            in[n++] = (uint8_t)(below(oddity) ? 'a' + below(n_letters) : below(256));
        }
    }
    return n;
}

static size_t inflate_all(const struct buf *deflated)
{
    z_stream z = {.next_in = (Bytef *)deflated->p,
                  .avail_in = (uInt)deflated->n,
                  .next_out = back,
                  .avail_out = sizeof back};
    inflateInit2(&z, -15);
    int code = inflate(&z, Z_FINISH);
    size_t n = z.total_out;
    inflateEnd(&z);
    return code == Z_STREAM_END && z.avail_in == 0 ? n : SIZE_MAX;
}

int main(void)
{
    struct buf out = BUF_INIT;
    struct glass_deflater *d = glass_deflater_new();
    uint64_t seed = environment_number("PRESSMARK_SEED", 1),
             n_runs = environment_number("PRESSMARK_RUNS", 400);
    unsigned n_deflated = 0;
    for (uint64_t run = 0; run < n_runs; run++) {
        random_state = seed + run;
        size_t n = make_input(), n_tries = 0;
        for (size_t i = below(4); i < n; i += 1 + below(9))
            tries[n_tries++] = (uint32_t)i;
        if (!glass_deflate(d, in, n, tries, n_tries, &out))
            continue;
        n_deflated++;
        if (out.n >= n || inflate_all(&out) != n || memcmp(in, back, n) != 0) {
            printf("deflate_test: PRESSMARK_SEED=%" PRIu64 ": %zu bytes do not come back\n",
                   seed + run, n);
            return 1;
        }
    }
    printf("deflate_test: %u of %" PRIu64 " inputs became smaller and came back\n", n_deflated,
           n_runs);
    glass_deflater_free(d);
    buf_done(&out);
    return n_deflated > n_runs / 2 ? 0 : 1;
}
