/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Allocates memory in blocks that double in size and are freed all at once. */
#include "base/arena.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    FIRST_BLOCK_BYTES = 4096,
    LARGEST_BLOCK_BYTES = 1 << 20,
    LARGE_BLOCK_BYTES = 64 * 1024, /* an arena of this size is likely to fill its next block */
};

struct arena_block {
    struct arena_block *next;
    size_t capacity;
    max_align_t bytes[];
};

static void free_blocks(struct arena_block *block)
{
    while (block) {
        struct arena_block *next = block->next;
        mem_free(block);
        block = next;
    }
}

void arena_done(struct arena *a)
{
    free_blocks(a->blocks);
    *a = (struct arena)ARENA_INIT;
}

void arena_clear(struct arena *a)
{
#ifdef PRESSMARK_ARENA_DEBUG
    arena_done(a);
#else
    if (!a->blocks)
        return;
    free_blocks(a->blocks->next);
    a->blocks->next = NULL;
    a->used = 0;
    a->total_bytes = a->capacity;
#endif
}

static void add_block(struct arena *a, size_t n)
{
    size_t capacity = n;
#ifndef PRESSMARK_ARENA_DEBUG
    size_t doubled = a->capacity ? a->capacity * 2 : FIRST_BLOCK_BYTES;
    if (doubled > LARGEST_BLOCK_BYTES)
        doubled = LARGEST_BLOCK_BYTES;
    if (capacity < doubled)
        capacity = doubled;
#endif
    struct arena_block *block = mem_alloc(offsetof(struct arena_block, bytes) + capacity);
    if (capacity >= LARGE_BLOCK_BYTES)
        mem_touch(block, capacity);
    block->next = a->blocks;
    block->capacity = capacity;
    a->blocks = block;
    a->used = 0;
    a->capacity = capacity;
    a->total_bytes += capacity;
}

static char *take(struct arena *a, size_t start, size_t n)
{
#ifdef PRESSMARK_ARENA_DEBUG
    bool fits = false;
#else
    bool fits = a->blocks && start <= a->capacity && n <= a->capacity - start;
#endif
    if (!fits) {
        add_block(a, n);
        start = 0;
    }
    a->used = start + n;
    return (char *)a->blocks->bytes + start;
}

void *arena_alloc(struct arena *a, size_t n)
{
    size_t align = _Alignof(max_align_t);
    return take(a, (a->used + align - 1) & ~(align - 1), n);
}

char *arena_alloc_bytes(struct arena *a, size_t n)
{
    return take(a, a->used, n);
}

struct str arena_copy(struct arena *a, struct str s)
{
    char *p = arena_alloc_bytes(a, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return (struct str){p, s.n};
}

struct str arena_format(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        return STR_EMPTY;
    char *p = arena_alloc_bytes(a, (size_t)n + 1);
    va_start(args, format);
    vsnprintf(p, (size_t)n + 1, format, args);
    va_end(args);
    return (struct str){p, (size_t)n};
}
