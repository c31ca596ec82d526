/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_MEM_H
#define PRESSMARK_BASE_MEM_H

/* Memory. The only callers of malloc() are the functions of this folder, and libraries.
 *
 * Running out of memory ends the program with a message and status 2. That is safe because the
 * index on disk is whole at every moment (store/index.h), and it keeps every other function free
 * of error paths that could never be tested. Sizes are checked for overflow here.
 *
 * The same holds for libraries: those that can be told take their memory here (libxml2, jansson),
 * of others what they say is asked for (libarchive, libstemmer, libxapian), and where one of them
 * crashes for want of memory, that ends the program, with a message as well. */

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What all functions here do when there is no more, and what is to be done where a library says so:
 * a document that it gave up for want of memory would be missing without a word. */
void mem_exhausted(void) __attribute__((noreturn));
void *mem_alloc(size_t n); /* never NULL; uninitialised; n == 0 is allowed */
void *mem_alloc_zeroed(size_t count, size_t size);
void *mem_resize(void *p, size_t count, size_t size); /* p may be NULL */
/* mem_resize() to n bytes, where p may go on having more. */
void *mem_widen(void *p, size_t n);
char *mem_copy_string(const char *s);         /* a NUL-terminated copy, the caller's to free() */
char *mem_copy_text(const char *p, size_t n); /* the same of n bytes */
void mem_free(void *p);                       /* NULL is fine */

/* Sets malloc() up for a program that fills much memory: large arrays grow without being copied. */
void mem_expect_much(void);
/* And for one that is over soon: what is freed is kept, for the pages would be touched anew. */
void mem_expect_little(void);
/* Says that all of p[0, n) is going to be used soon: the system then gives its pages at once, for a
 * fraction of what they cost one by one. */
void mem_touch(void *p, size_t n);

/* Zeroed memory for a large table of which little may be used: pages that are never touched cost
 * nothing. mem_unmap() gives it back; NULL is fine. */
void *mem_map(size_t n);
void mem_unmap(void *p, size_t n);

/* Frees the pointer that a variable holds, for AUTO(). */
void mem_free_pointer(void *variable);

/* A variable that is cleaned up by fn(&variable) when it leaves its scope. */
#define AUTO(fn) __attribute__((cleanup(fn)))

/* Makes room for one element more in a growing array: doubles the capacity when it is full. */
#define MEM_GROW(array, count, capacity)                                                           \
    do {                                                                                           \
        if ((count) == (capacity)) {                                                               \
            (capacity) = (capacity) ? (capacity)*2 : 16;                                           \
            (array) = mem_resize((array), (capacity), sizeof *(array));                            \
        }                                                                                          \
    } while (0)

#ifdef __cplusplus
}
#endif
#endif
