/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_SGML_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_SGML_H

#include "base/str.h"

/* Returns whether the "<" at `at` begins a document of a news wire. */
bool sgml_is_document(struct str s, size_t at);

#endif
