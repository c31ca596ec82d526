/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TESTS_EXTRACT_FUZZ_H
#define PRESSMARK_TESTS_EXTRACT_FUZZ_H

/* One run of a reader and of describe() over bytes made valid UTF-8, and what must hold of every
 * document whatever the input is. */

#include "indexer/describe.h"
#include "indexer/extract.h"
#include "text/utf8.h"

#include <stdlib.h>

static inline void fuzz_require(bool holds)
{
    if (!holds)
        abort();
}

static inline enum err_code fuzz_emit(void *ctx, struct document *d, struct err *err)
{
    const struct extract_source *source = ctx;
    uint32_t n_lines = 1;
    (void)err;

    describe(d);
    fuzz_require(utf8_is_valid(d->text, NULL) && utf8_is_valid(d->title, NULL));
    for (size_t i = 0; i < source->text.n; i++)
        n_lines += source->text.p[i] == '\n' || source->text.p[i] == '\r';
    for (size_t i = 0; i < d->n_lines; i++) {
        fuzz_require(d->lines[i].offset <= d->text.n);
        fuzz_require(d->lines[i].line >= 1 && d->lines[i].line <= n_lines);
        fuzz_require(i == 0 ? d->lines[i].offset == 0
                            : d->lines[i].offset > d->lines[i - 1].offset);
    }
    for (size_t i = 0; i < d->n_headings; i++) {
        fuzz_require(d->headings[i].offset < d->text.n);
        fuzz_require(d->headings[i].level >= 1 && d->headings[i].level <= 6);
    }
    for (size_t i = 0; i < d->n_fields; i++)
        fuzz_require(d->fields[i].name.n && d->fields[i].value.n &&
                     utf8_is_valid(d->fields[i].value, NULL));
    return ERR_OK;
}

static inline void fuzz_skip(void *ctx, uint32_t line, const char *reason)
{
    (void)ctx;
    fuzz_require(line >= 1 && *reason);
}

static inline int fuzz_extract(enum extract_format format, const uint8_t *data, size_t n)
{
    struct buf clean = BUF_INIT;
    utf8_append_repaired(&clean, (struct str){(const char *)data, n});
    for (size_t i = 0; i < clean.n; i++)
        if (clean.p[i] == '\0')
            clean.p[i] = ' ';

    struct extract_source source = {.path = STR_LITERAL("folder/file"),
                                    .text = buf_str(&clean),
                                    .charset = STR_LITERAL("UTF-8"),
                                    .first_line = 1};
    struct extract_sink sink = {fuzz_emit, fuzz_skip, &source};
    struct arena scratch = ARENA_INIT;
    struct err err = ERR_INIT;
    fuzz_require(extract(format, &source, &scratch, &sink, &err) == ERR_OK);
    arena_done(&scratch);
    buf_done(&clean);
    return 0;
}

#endif
