/* SPDX-License-Identifier: GPL-2.0-or-later */

/* zlib must inflate what glass_deflate() writes. Texts in the letters of an alphabet become smaller
 * even if no repetitions are looked for. Environment: PRESSMARK_SEED, PRESSMARK_RUNS. */

#include "base/mem.h"
#include "glass/deflate.h"
#include "tests/property/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { MAX_BYTES = 200000, READABLE = 8 };

static uint8_t in[MAX_BYTES + READABLE], back[MAX_BYTES];
static uint32_t tries[MAX_BYTES];

/* What letters of a script begin with in UTF-8, and how many bytes follow. */
static const struct script {
    const char *name, *lead;
    int n_more;
    bool is_alphabet; /* one byte tells its letters apart */
} SCRIPTS[] = {{"Latin", "", 0, true},        {"Cyrillic", "\xD0", 1, true},
               {"Greek", "\xCE", 1, true},    {"Arabic", "\xD8", 1, true},
               {"Hebrew", "\xD7", 1, true},   {"Devanagari", "\xE0\xA4", 1, true},
               {"kana", "\xE3\x81", 1, true}, {"Han", "\xE5", 2, false},
               {"Hangul", "\xEB", 2, false}};
enum { N_SCRIPTS = sizeof SCRIPTS / sizeof *SCRIPTS, MAX_LETTER_BYTES = 3 };

static size_t put_letter(uint8_t *p, const struct script *script, uint32_t n_letters)
{
    size_t n = strlen(script->lead);
    memcpy(p, script->lead, n);
    for (int i = 0; i < script->n_more; i++)
        p[n++] = (uint8_t)(0x80 + below(n_letters));
    if (n == 0)
        p[n++] = (uint8_t)('a' + below(n_letters));
    return n;
}

/* Makes input of letters, occasional other bytes, and repetitions of earlier pieces: short and
 * long, near and farther back than a distance can express. */
static size_t make_input(const struct script *script)
{
    size_t n = 0, wanted = 1 + below(1 + below(MAX_BYTES - 600));
    uint32_t n_letters = 1 + below(26), oddity = 2 + below(200);
    while (n < wanted) {
        if (n > 10 && below(4) == 0) {
            size_t length = 1 + below(below(8) ? 12 : 600), from = below((uint32_t)n);
            for (size_t i = 0; i < length && n < MAX_BYTES - MAX_LETTER_BYTES; i++)
                in[n++] = in[from + i];
        } else if (below(oddity)) {
            n += put_letter(in + n, script, n_letters);
        } else {
            in[n++] = (uint8_t)below(256);
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
    unsigned n_deflated[N_SCRIPTS] = {0};
    for (uint64_t run = 0; run < n_runs; run++) {
        random_state = seed + run;
        size_t k = run % N_SCRIPTS, n = make_input(&SCRIPTS[k]), n_tries = 0;
        bool has_tries = run / N_SCRIPTS % 2;
        for (size_t i = below(4); has_tries && i < n; i += 1 + below(9))
            tries[n_tries++] = (uint32_t)i;
        if (!glass_deflate(d, in, n, tries, n_tries, &out))
            continue;
        n_deflated[k]++;
        if (out.n >= n || inflate_all(&out) != n || memcmp(in, back, n) != 0) {
            printf("deflate_test: PRESSMARK_SEED=%" PRIu64 ": %zu bytes do not come back\n",
                   seed + run, n);
            return 1;
        }
    }
    bool is_good = true;
    for (size_t k = 0; k < N_SCRIPTS; k++) {
        uint64_t n_of_script = (n_runs + N_SCRIPTS - 1 - k) / N_SCRIPTS;
        printf("deflate_test: %u of %" PRIu64 " inputs in %s letters became smaller\n",
               n_deflated[k], n_of_script, SCRIPTS[k].name);
        is_good = is_good && n_deflated[k] * 10 >= n_of_script * (SCRIPTS[k].is_alphabet ? 9 : 4);
    }
    glass_deflater_free(d);
    buf_done(&out);
    return is_good ? 0 : 1;
}
