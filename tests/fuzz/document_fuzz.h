/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TESTS_DOCUMENT_FUZZ_H
#define PRESSMARK_TESTS_DOCUMENT_FUZZ_H

/* Checks what must be true of every document after describe(), whatever the input. */

#include "indexer/describe/describe.h"
#include "text/utf8.h"

#include <stdlib.h>

static inline void fuzz_require(bool holds)
{
    if (!holds)
        abort();
}

static inline void fuzz_check_document(const struct document *d, uint32_t n_lines)
{
    fuzz_require(utf8_is_valid(d->text, NULL) && utf8_is_valid(d->title, NULL));
    fuzz_require(utf8_is_valid(d->id, NULL));
    for (size_t i = 0; i < d->n_lines; i++) {
        fuzz_require(d->lines[i].offset <= d->text.n);
        fuzz_require(d->lines[i].line >= 1 && d->lines[i].line <= n_lines);
        fuzz_require(i == 0 ? d->lines[i].offset == 0
                            : d->lines[i].offset > d->lines[i - 1].offset);
    }
    for (size_t i = 0; i < d->n_headings; i++) {
        fuzz_require(d->headings[i].offset < d->text.n);
        fuzz_require(d->headings[i].level >= 1 && d->headings[i].level <= RECORD_TERM_END_LEVEL);
        fuzz_require(i == 0 || d->headings[i].offset >= d->headings[i - 1].offset);
    }
    for (size_t i = 0; i < d->n_fields; i++)
        fuzz_require(d->fields[i].name.n && d->fields[i].value.n &&
                     utf8_is_valid(d->fields[i].value, NULL));
}

#endif
