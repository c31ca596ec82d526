/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks at the file that a document was read from. */
#include "search/source_file.h"

#include "base/file.h"
#include "search/anchor/anchor.h"

#include <fcntl.h>
#include <time.h>

struct source_state source_file_look(const struct record *r, struct str path)
{
    struct source_state state = {.is_stale = false};
    struct stat st;
    struct tm t;
    if (r->file_stamp == 0)
        return state;
    state.is_gone = !file_stat(path.p, &st);
    state.is_stale = state.is_gone ||
                     r->file_stamp !=
                         record_file_stamp((uint64_t)st.st_size, file_nanoseconds(st.st_mtim));
    if (!state.is_gone && gmtime_r(&st.st_mtim.tv_sec, &t))
        strftime(state.mtime, sizeof state.mtime, "%Y%m%d%H%M%S", &t);
    return state;
}

void source_file_read(const struct record *r, struct str path, struct buf *out)
{
    enum { MAX_BYTES = 32 * 1024 * 1024 };
    struct err ignored = ERR_INIT;
    if (anchor_needs_source(r->type) && r->id.n == 0 &&
        file_read(AT_FDCWD, path.p, MAX_BYTES, out, &ignored))
        buf_clear(out);
}
