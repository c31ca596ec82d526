/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_MEM_H
#define PRESSMARK_BASE_MEM_H

/* Memory. Only the functions of this folder, and libraries, call malloc().
 *
 * If memory runs out, the program ends with a message and status 2. This is safe because the index
 * on disk is valid at every moment (store/index.h), and it keeps all other functions free of error
 * paths that could never be tested. Sizes are checked for overflow here.
 *
 * The same applies to libraries. Those that allow it allocate through these functions (libxml2,
 * jansson); others report that they are out of memory (libarchive, libstemmer, libxapian), which
 * ends the program; and if a library crashes for want of memory, that ends the program too, with a
 * message. */

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Ends the program as all functions here do if memory runs out. Call it if a library reports that:
 * otherwise a document that the library gave up would be missing without a message. */
void mem_exhausted(void) __attribute__((noreturn));
void *mem_alloc(size_t n); /* never NULL; not initialised; n may be 0 */
void *mem_alloc_zeroed(size_t count, size_t size);
void *mem_resize(void *p, size_t count, size_t size); /* p may be NULL */
/* Resizes a block to at least n bytes. It keeps a block that is large enough already. */
void *mem_widen(void *p, size_t n);
size_t mem_size(void *p);                     /* of a block, in bytes; 0 for NULL */
char *mem_copy_string(const char *s);         /* a NUL-terminated copy; free it with mem_free() */
char *mem_copy_text(const char *p, size_t n); /* the same for n bytes */
void mem_free(void *p);                       /* accepts NULL */

/* Tunes malloc() for a program that fills much memory: large arrays grow without being copied. */
void mem_expect_much(void);
/* Tunes malloc() for a program that ends soon: freed memory is kept, because its pages would have
 * to be touched again. */
void mem_expect_little(void);
/* Announces that all of p[0, n) will be used soon. The system then provides its pages at once, at a
 * fraction of the cost of one by one. */
void mem_touch(void *p, size_t n);

/* Returns zeroed memory for a large table of which only little may be used: pages that are not
 * touched cost nothing. n must not be 0. Free it with mem_unmap(), which accepts NULL. */
void *mem_map(size_t n);
void mem_unmap(void *p, size_t n);

/* Frees the pointer that a variable holds, for AUTO(). */
void mem_free_pointer(void *variable);

/* Declares a variable that is cleaned up by fn(&variable) when it goes out of scope. */
#define AUTO(fn) __attribute__((cleanup(fn)))

/* Makes room for one more element in a growing array. Doubles the capacity if it is full. */
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
