/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TESTS_RANDOM_H
#define PRESSMARK_TESTS_RANDOM_H

/* Random numbers that can be repeated by a seed, and environment variables that control a test. */

#include <stdint.h>
#include <stdlib.h>

static uint64_t random_state;

/* Returns a number below n. */
static inline uint32_t below(uint32_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((random_state >> 32) % n);
}

/* Does the same by another generator (xorshift64), whose state must not be 0. */
static inline uint64_t random_below(uint64_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state % limit;
}

static inline uint64_t environment_number(const char *name, uint64_t otherwise)
{
    const char *value = getenv(name);
    return value ? strtoull(value, NULL, 10) : otherwise;
}

#endif
