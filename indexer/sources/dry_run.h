/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_DRY_RUN_H
#define PRESSMARK_INDEXER_SOURCES_DRY_RUN_H

#include "indexer/sources/changes.h"

#include <stdio.h>

/* Prints what a run would do (--dry-run), one line for each file, as in "add notes.md". */
void dry_run_print(const struct changes *changes, FILE *out);

#endif
