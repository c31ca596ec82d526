/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints what a run would do, for --dry-run. */
#include "indexer/sources/dry_run.h"

#include "base/mem.h"
#include "text/visible.h"

static void print_path(const char *what, struct str path, FILE *out)
{
    AUTO(buf_done) struct buf line = BUF_INIT;
    visible_append(&line, path, VISIBLE_NAME);
    fprintf(out, "%s %s\n", what, buf_c_string(&line));
}

void dry_run_print(const struct changes *changes, FILE *out)
{
    for (size_t i = 0; i < changes->n; i++) {
        const struct change *e = &changes->entries[i];
        if (e->action == CHANGE_READ)
            print_path(e->old ? "change" : "add", e->file->path, out);
        else if (e->action == CHANGE_RENAME)
            print_path("rename", e->file->path, out);
    }
    for (size_t i = 0; i < changes->n_removed; i++)
        print_path("remove", changes->removed[i]->path, out);
}
