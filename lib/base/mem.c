/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Allocates memory, and ends the program if there is none. */
#include "base/mem.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void mem_exhausted(void)
{
    static const char message[] = "pressmark: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    _exit(2);
}

void *mem_alloc(size_t n)
{
    void *p = malloc(n ? n : 1);
    if (!p)
        mem_exhausted();
    return p;
}

void *mem_alloc_zeroed(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (!p)
        mem_exhausted();
    return p;
}

void *mem_resize(void *p, size_t count, size_t size)
{
    if (size && count > PTRDIFF_MAX / size)
        mem_exhausted();
    size_t n = count * size;
    p = realloc(p, n ? n : 1);
    if (!p)
        mem_exhausted();
    return p;
}

void *mem_widen(void *p, size_t n)
{
    return p && mem_size(p) >= n ? p : mem_resize(p, n, 1);
}

size_t mem_size(void *p)
{
    return malloc_usable_size(p);
}

char *mem_copy_string(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(mem_alloc(n), s, n);
}

char *mem_copy_text(const char *p, size_t n)
{
    char *text = mem_alloc(n + 1);
    memcpy(text, p, n);
    text[n] = '\0';
    return text;
}

void mem_free(void *p)
{
    free(p);
}

void mem_expect_much(void)
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 8 * 1024 * 1024); /* larger blocks get mappings of their own */
    mallopt(M_TOP_PAD, 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024); /* returned memory would have to be touched
                                                  * again */
#endif
}

void mem_expect_little(void)
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024); /* for each query of many, new mappings cost more */
    mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024);
    mallopt(M_TOP_PAD, 128 * 1024);
#endif
}

void mem_touch(void *p, size_t n)
{
#ifdef MADV_POPULATE_WRITE
    const uintptr_t page_bytes =
        4096; /* if pages are larger, madvise() fails, which does no harm */
    uintptr_t start = ((uintptr_t)p + page_bytes - 1) & ~(page_bytes - 1);
    uintptr_t end = ((uintptr_t)p + n) & ~(page_bytes - 1);
    if (start < end)
        (void)madvise((void *)start, end - start, MADV_POPULATE_WRITE);
#else
    (void)p;
    (void)n;
#endif
}

void *mem_map(size_t n)
{
    void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        mem_exhausted();
    return p;
}

void mem_unmap(void *p, size_t n)
{
    if (p)
        munmap(p, n);
}

void mem_free_pointer(void *variable)
{
    free(*(void **)variable);
}
