/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks at the file that a document was read from. */
#include "search/source_file.h"

#include "base/file.h"
#include "search/anchor/anchor.h"

#include <fcntl.h>

bool source_file_is_stale(const struct record *r, struct str path, bool *ret_is_gone)
{
    struct stat st;
    if (r->file_stamp == 0)
        return false;
    *ret_is_gone = !file_stat(path.p, &st);
    return *ret_is_gone ||
           r->file_stamp != record_file_stamp((uint64_t)st.st_size, file_nanoseconds(st.st_mtim));
}

void source_file_read(const struct record *r, struct str path, struct buf *out)
{
    enum { MAX_BYTES = 32 * 1024 * 1024 };
    struct err ignored = ERR_INIT;
    if (anchor_needs_source(r->type) && r->id.n == 0 &&
        file_read(AT_FDCWD, path.p, MAX_BYTES, out, &ignored))
        buf_clear(out);
}
