/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads archives and compressed files. Each member is read like a file; a damaged one as far as
 * possible. */
#include "indexer/formats/shared/reader.h"
#include "indexer/unpack/members.h"

#include "base/mem.h"
#include "base/path.h"

#include <stdio.h>

/* If less of the budget is left, a member that does not fit is not examined. */
enum { MIN_LEFT_BYTES = 1 << 20 };

/* The input for what follows the first bytes of a large member. */
struct rest {
    struct members *members;
    enum err_code failure;
};

static enum err_code read_rest(void *ctx, struct buf *out, size_t n, bool *is_end, struct err *err)
{
    struct rest *r = ctx;
    return r->failure = members_read_some(r->members, out, n, is_end, err);
}

static void settle_rest(void *ctx)
{
    members_settle(((struct rest *)ctx)->members);
}

static enum err_code hand_on(const struct container_input *input, const struct member *member,
                             struct str bytes, const struct input *rest,
                             const struct container_output *output, struct err *err)
{
    bool is_whole = member->name.n == 0;
    struct container_member out = {
        .name = is_whole ? path_without_compression(input->name) : member->name,
        .is_whole = is_whole,
        .bytes = bytes,
        .rest = rest,
    };
    return output->member(output->ctx, &out, err);
}

/* Returns how many bytes of a member to read first; 0 if it is to be skipped. One that exceeds the
 * budget may still consist of records, which its first bytes tell. */
static size_t first_bytes(const struct container_input *input, const struct member *member,
                          const struct container_output *output)
{
    const struct budget *budget = input->budget;
    uint64_t left = budget->limits->max_bytes - budget->unpacked_bytes;
    char reason[100];
    if (member->is_encrypted) {
        output->skip(output->ctx, member->name, true, "encrypted");
        return 0;
    }
    if (member->n_bytes <= 0 || (uint64_t)member->n_bytes <= left)
        return INPUT_PIECE_BYTES;
    if (left >= MIN_LEFT_BYTES)
        return left / 2 < INPUT_PIECE_BYTES ? (size_t)left / 2 : INPUT_PIECE_BYTES;
    snprintf(reason, sizeof reason, "unpacked %lld bytes, more than the limit leaves",
             (long long)member->n_bytes);
    output->skip(output->ctx, member->name, true, reason);
    return 0;
}

/* Reads a member. *is_over is set if the budget is spent. A failure is one of the output. */
static enum err_code read_member(const struct container_input *input, struct members *members,
                                 const struct member *member, struct buf *bytes,
                                 const struct container_output *output, bool *is_over,
                                 struct err *err)
{
    struct rest ctx = {.members = members};
    struct input rest = {read_rest, settle_rest, INPUT_UNKNOWN, &ctx};
    struct err problem = ERR_INIT;
    struct budget before = *input->budget;
    size_t n = first_bytes(input, member, output);
    bool is_end = n == 0;
    buf_clear(bytes);
    if (n && members_read_some(members, bytes, n, &is_end, &problem))
        output->skip(output->ctx, member->name, true, problem.message);
    *is_over = problem.code == ERR_LIMIT;
    if (*is_over || bytes->n == 0)
        return ERR_OK;
    is_end = is_end || problem.code;
    if (member->n_bytes >= (int64_t)bytes->n)
        rest.left_bytes = (uint64_t)member->n_bytes - bytes->n;
    hand_on(input, member, buf_str(bytes), is_end ? NULL : &rest, output, err);
    *is_over = ctx.failure == ERR_LIMIT;
    if (n < INPUT_PIECE_BYTES)
        budget_settle(input->budget, &before);
    return err->code;
}

enum err_code archive_unpack(const struct container_input *input, struct arena *scratch,
                             const struct container_output *output, struct err *err)
{
    AUTO(members_close_pointer) struct members *members = NULL;
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    struct member member;
    struct err problem = ERR_INIT;
    size_t n_members = 0;
    bool is_over = false;
    (void)scratch;

    if (members_open(input->bytes, input->rest, input->budget, &members, err))
        return err->code;
    for (; !is_over && members_next(members, &member, &problem); n_members++)
        if (read_member(input, members, &member, &bytes, output, &is_over, err))
            return err->code;
    if (problem.code && n_members == 0)
        return err_set(err, problem.code, "%s", problem.message);
    if (problem.code)
        output->skip(output->ctx, STR_EMPTY, true, problem.message);
    else if (n_members == 0)
        output->skip(output->ctx, STR_EMPTY, false, "nothing in it");
    return ERR_OK;
}
