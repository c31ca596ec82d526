/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/members.h"

#include "base/mem.h"

#include <stdio.h>

/* Archives and compressed files: every member is read as a file of its own, one that is damaged as
 * far as it goes. */

/* With less than this left a member that is too large is not looked into. */
enum { MIN_LEFT_BYTES = 1 << 20 };

static void close_members(struct members **m)
{
    members_close(*m);
}

struct str unpack_inner_name(struct str name)
{
    static const char *const endings[] = {".gz", ".bz2", ".xz", ".zst", ".lzma", ".z", NULL};
    for (size_t i = 0; endings[i]; i++) {
        struct str ending = str_of(endings[i]);
        if (name.n > ending.n && str_ends_with_ignoring_case(name, ending.p))
            return str_slice(name, 0, name.n - ending.n);
    }
    return name;
}

/* What follows the first bytes of a member that is large. */
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

static enum err_code hand_on(const struct unpack_source *source, const struct member *member,
                             struct str bytes, const struct input *rest,
                             const struct unpack_sink *sink, struct err *err)
{
    bool is_whole = member->name.n == 0;
    struct unpack_member out = {
        .name = is_whole ? unpack_inner_name(source->name) : member->name,
        .is_whole = is_whole,
        .bytes = bytes,
        .rest = rest,
        .mtime = is_whole || member->mtime == 0 ? source->mtime : member->mtime,
    };
    return sink->member(sink->ctx, &out, err);
}

/* How much of a member is to be read at first; 0: none. One that the budget does not suffice for
 * may consist of records, which its beginning tells. */
static size_t first_bytes(const struct unpack_source *source, const struct member *member,
                          const struct unpack_sink *sink)
{
    const struct unpack_budget *budget = source->budget;
    uint64_t left = budget->limits->max_bytes - budget->unpacked_bytes;
    char reason[100];
    if (member->is_encrypted) {
        sink->skip(sink->ctx, member->name, true, "encrypted");
        return 0;
    }
    if (member->n_bytes <= 0 || (uint64_t)member->n_bytes <= left)
        return INPUT_PIECE_BYTES;
    if (left >= MIN_LEFT_BYTES)
        return left / 2 < INPUT_PIECE_BYTES ? (size_t)left / 2 : INPUT_PIECE_BYTES;
    snprintf(reason, sizeof reason, "unpacked %lld bytes, more than the limit leaves",
             (long long)member->n_bytes);
    sink->skip(sink->ctx, member->name, true, reason);
    return 0;
}

/* Reads a member; *is_over tells that the budget is spent. A failure is the sink's. */
static enum err_code read_member(const struct unpack_source *source, struct members *members,
                                 const struct member *member, struct buf *bytes,
                                 const struct unpack_sink *sink, bool *is_over, struct err *err)
{
    struct rest ctx = {.members = members};
    struct input rest = {read_rest, settle_rest, INPUT_UNKNOWN, &ctx};
    struct err problem = ERR_INIT;
    struct unpack_budget before = *source->budget;
    size_t n = first_bytes(source, member, sink);
    bool is_end = n == 0;
    buf_clear(bytes);
    if (n && members_read_some(members, bytes, n, &is_end, &problem))
        sink->skip(sink->ctx, member->name, true, problem.message);
    *is_over = problem.code == ERR_LIMIT;
    if (*is_over || bytes->n == 0)
        return ERR_OK;
    is_end = is_end || problem.code;
    if (member->n_bytes >= (int64_t)bytes->n)
        rest.left_bytes = (uint64_t)member->n_bytes - bytes->n;
    hand_on(source, member, buf_str(bytes), is_end ? NULL : &rest, sink, err);
    *is_over = ctx.failure == ERR_LIMIT;
    if (n < INPUT_PIECE_BYTES)
        unpack_settle(source->budget, &before);
    return err->code;
}

enum err_code unpack_archive(const struct unpack_source *source, struct arena *scratch,
                             const struct unpack_sink *sink, struct err *err)
{
    AUTO(close_members) struct members *members = NULL;
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    struct member member;
    struct err problem = ERR_INIT;
    size_t n_members = 0;
    bool is_over = false;
    (void)scratch;

    if (members_open(source->bytes, source->rest, source->budget, &members, err))
        return err->code;
    for (; !is_over && members_next(members, &member, &problem); n_members++)
        if (read_member(source, members, &member, &bytes, sink, &is_over, err))
            return err->code;
    if (problem.code && n_members == 0)
        return err_set(err, problem.code, "%s", problem.message);
    if (problem.code)
        sink->skip(sink->ctx, STR_EMPTY, true, problem.message);
    else if (n_members == 0)
        sink->skip(sink->ctx, STR_EMPTY, false, "nothing in it");
    return ERR_OK;
}
