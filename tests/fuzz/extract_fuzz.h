/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TESTS_EXTRACT_FUZZ_H
#define PRESSMARK_TESTS_EXTRACT_FUZZ_H

/* Runs a reader and describe() over bytes made valid UTF-8, and checks what must be true of every
 * document, whatever the input. */

#include "indexer/formats/formats.h"
#include "tests/fuzz/document_fuzz.h"

static inline enum err_code fuzz_emit(void *ctx, struct document *d, struct err *err)
{
    const struct reader_input *input = ctx;
    uint32_t n_lines = 1;
    (void)err;

    describe(d);
    for (size_t i = 0; i < input->text.n; i++)
        n_lines += input->text.p[i] == '\n' || input->text.p[i] == '\r';
    fuzz_check_document(d, n_lines);
    return ERR_OK;
}

static inline void fuzz_skip(void *ctx, uint32_t line, const char *reason)
{
    (void)ctx;
    fuzz_require(line >= 1 && *reason);
}

static inline int fuzz_extract(enum format format, const uint8_t *data, size_t n)
{
    struct buf clean = BUF_INIT;
    utf8_append_repaired(&clean, (struct str){(const char *)data, n});
    for (size_t i = 0; i < clean.n; i++)
        if (clean.p[i] == '\0')
            clean.p[i] = ' ';

    struct reader_input source = {.path = STR_LITERAL("folder/file"),
                                  .text = buf_str(&clean),
                                  .charset = STR_LITERAL("UTF-8"),
                                  .first_line = 1};
    struct reader_output output = {fuzz_emit, fuzz_skip, &source};
    struct arena scratch = ARENA_INIT;
    struct err err = ERR_INIT;
    fuzz_require(format_read(format, &source, &scratch, &output, &err) == ERR_OK);
    arena_done(&scratch);
    buf_done(&clean);
    return 0;
}

#endif
