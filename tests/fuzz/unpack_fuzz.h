/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TESTS_UNPACK_FUZZ_H
#define PRESSMARK_TESTS_UNPACK_FUZZ_H

/* Runs format_unpack() over bytes, including archives within archives, and checks what must be true
 * of every document and member, whatever the input. */

#include "base/mem.h"
#include "indexer/formats/formats.h"
#include "tests/fuzz/document_fuzz.h"

enum { FUZZ_DEPTH = 3 };

struct fuzz_unpacking {
    struct budget *budget;
    unsigned depth;
};

static inline enum err_code fuzz_document(void *ctx, struct document *d, struct err *err)
{
    (void)ctx, (void)err;
    describe(d);
    fuzz_check_document(d, UINT32_MAX); /* lines are those of the member */
    return ERR_OK;
}

static inline void fuzz_left_out(void *ctx, struct str member, bool is_text, const char *reason)
{
    (void)ctx, (void)is_text;
    fuzz_require(*reason && utf8_is_valid(member, NULL));
}

static inline void fuzz_unpack(struct str name, struct str bytes, struct fuzz_unpacking *u);

static inline enum err_code fuzz_member(void *ctx, const struct container_member *member,
                                        struct err *err)
{
    struct fuzz_unpacking *outer = ctx, inner = {outer->budget, outer->depth + 1};
    (void)err;
    fuzz_require(utf8_is_valid(member->name, NULL));
    for (size_t i = 0; i < member->name.n; i++)
        fuzz_require((unsigned char)member->name.p[i] >= ' ');
    if (inner.depth < FUZZ_DEPTH)
        fuzz_unpack(member->name, member->bytes, &inner);
    return ERR_OK;
}

static inline void fuzz_unpack(struct str name, struct str bytes, struct fuzz_unpacking *u)
{
    enum format form = format_of_bytes(name, bytes);
    /* What the child process reads is not our code, and starting one for each run would take
     * long. */
    if (form == FORMAT_TEXT || form == FORMAT_PDF)
        return;
    struct container_input source = {.name = name, .bytes = bytes, .budget = u->budget};
    struct container_output output = {fuzz_document, fuzz_member, fuzz_left_out, u};
    struct arena scratch = ARENA_INIT;
    struct err err = ERR_INIT;
    enum err_code code = format_unpack(form, &source, &scratch, &output, &err);
    fuzz_require(code == ERR_OK || code == ERR_INPUT || code == ERR_LIMIT);
    fuzz_require(code == err.code && (code == ERR_OK || err.message[0]));
    fuzz_require(u->budget->unpacked_bytes <= u->budget->limits->max_bytes);
    arena_done(&scratch);
}

static inline int fuzz_unpack_file(struct str name, const uint8_t *data, size_t n)
{
    static const struct unpack_limits limits = {
        .max_bytes = 4 << 20, .max_ratio = 1000, .max_members = 200, .max_s = 5};
    struct budget budget = {.limits = &limits, .file_bytes = n};
    struct fuzz_unpacking u = {&budget, 0};
    fuzz_unpack(name, (struct str){(const char *)data, n}, &u);
    return 0;
}

#endif
