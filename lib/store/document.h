/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_DOCUMENT_H
#define PRESSMARK_STORE_DOCUMENT_H

/* A document as an index stores it: flat arrays of terms, positions and values, and its data. All
 * of it is borrowed. */

#include <stddef.h>
#include <stdint.h>

/* A term of a document: positions[first_position .. first_position + n_positions), ascending and
 * unique, from 1; wdf may be larger or smaller than n_positions. 1 .. 245 bytes, a NUL counting as
 * two. */
struct store_term {
    const char *name;
    uint32_t name_length, wdf, first_position, n_positions;
};

struct store_value {
    uint32_t slot, length;
    const char *data;
};

struct store_document {
    const struct store_term *terms; /* bytewise ascending by name, unique */
    size_t n_terms;
    const uint32_t *positions;
    const struct store_value *values;
    size_t n_values;
    const char *data;
    size_t data_length;
};

#endif
