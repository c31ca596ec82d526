/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_FIELD_H
#define PRESSMARK_BASE_FIELD_H

#include "base/str.h"

/* A field of a document, as the document names it: "author", "county", "subject". Names consist of
 * lower case ASCII letters, digits, "-" and "_". A name may occur more than once (tags). */
struct field {
    struct str name, value;
};

#endif
