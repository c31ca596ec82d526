/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_STEM_H
#define PRESSMARK_TEXT_STEM_H

/* Stems words with libstemmer behind a small cache. */

#include "base/buf.h"
#include "text/language.h"

struct stems; /* for one thread at a time */

struct stems *stems_new(bool keep_marks);
void stems_free(struct stems *s);

/* See analyser_stem(). */
struct str stems_find(struct stems *s, language_id language, struct str form);

/* Returns true if the stem of a form leaves out what precedes or follows its apostrophe. */
bool stem_drops_at_apostrophe(language_id language, struct str form);

/* Returns a number that differs between libraries with different stems. */
uint32_t stems_fingerprint(void);

#endif
