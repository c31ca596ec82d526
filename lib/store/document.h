/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_DOCUMENT_H
#define PRESSMARK_STORE_DOCUMENT_H

/* A document as a database stores it: flat arrays of terms, positions and values, and its data.
 * The structs own none of the memory that they point to. */

#include <stddef.h>
#include <stdint.h>

/* A term of a document. Its name has 1 to 245 bytes, where a NUL counts as two. Its positions are
 * store_document.positions[first_position .. first_position + n_positions), which are at least 1,
 * ascending and unique. Its wdf may be larger or smaller than n_positions. */
struct store_term {
    const char *name;
    uint32_t name_length, wdf, first_position, n_positions;
};

struct store_value {
    uint32_t slot, length;
    const char *data;
};

struct store_document {
    const struct store_term *terms; /* ascending by the bytes of their names, which are unique */
    size_t n_terms;
    const uint32_t *positions;
    const struct store_value *values;
    size_t n_values;
    const char *data;
    size_t data_length;
};

#endif
