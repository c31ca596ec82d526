/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/members.h"

#include "base/mem.h"

#include <stdio.h>

/* Archives and compressed files: every member is read as a file of its own, one that is damaged as
 * far as it goes. */

static void close_members(struct members **m)
{
    members_close(*m);
}

/* The name of a compressed file without the ending of its compression. */
static struct str inner_name(struct str name)
{
    static const char *const endings[] = {".gz", ".bz2", ".xz", ".zst", ".lzma", ".z", NULL};
    for (size_t i = 0; endings[i]; i++) {
        struct str ending = str_of(endings[i]);
        if (name.n > ending.n &&
            str_equal_ignoring_case(str_slice(name, name.n - ending.n, name.n), ending))
            return str_slice(name, 0, name.n - ending.n);
    }
    return name;
}

/* Whether a member can be had; if not, its reason was handed on. */
static bool is_readable(const struct unpack_source *source, const struct member *member,
                        const struct unpack_sink *sink)
{
    const struct unpack_budget *budget = source->budget;
    char reason[100];
    if (member->is_encrypted) {
        sink->skip(sink->ctx, member->name, true, "encrypted");
        return false;
    }
    uint64_t left = budget->limits->max_bytes - budget->unpacked_bytes;
    if (member->n_bytes > 0 && (uint64_t)member->n_bytes > left) {
        snprintf(reason, sizeof reason, "unpacked %lld bytes, more than the limit leaves",
                 (long long)member->n_bytes);
        sink->skip(sink->ctx, member->name, true, reason);
        return false;
    }
    return true;
}

static enum err_code hand_on(const struct unpack_source *source, const struct member *member,
                             struct str bytes, const struct unpack_sink *sink, struct err *err)
{
    bool is_whole = member->name.n == 0;
    struct unpack_member out = {
        .name = is_whole ? inner_name(source->name) : member->name,
        .is_whole = is_whole,
        .bytes = bytes,
        .mtime = is_whole || member->mtime == 0 ? source->mtime : member->mtime,
    };
    return sink->member(sink->ctx, &out, err);
}

enum err_code unpack_archive(const struct unpack_source *source, struct arena *scratch,
                             const struct unpack_sink *sink, struct err *err)
{
    AUTO(close_members) struct members *members = NULL;
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    struct member member;
    struct err problem = ERR_INIT;
    size_t n_members = 0;
    (void)scratch;

    if (members_open(source->bytes, source->budget, &members, err))
        return err->code;
    for (; members_next(members, &member, &problem); n_members++) {
        if (!is_readable(source, &member, sink))
            continue;
        if (members_read(members, &bytes, &problem))
            sink->skip(sink->ctx, member.name, true, problem.message);
        if (problem.code == ERR_LIMIT)
            return ERR_OK;
        err_clear(&problem);
        if (bytes.n && hand_on(source, &member, buf_str(&bytes), sink, err))
            return err->code;
    }
    if (problem.code && n_members == 0)
        return err_set(err, problem.code, "%s", problem.message);
    if (problem.code)
        sink->skip(sink->ctx, STR_EMPTY, true, problem.message);
    return ERR_OK;
}
