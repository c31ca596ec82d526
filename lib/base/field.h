/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_FIELD_H
#define PRESSMARK_BASE_FIELD_H

#include "base/str.h"

/* A field as a document names it: "author", "county", "subject". Names are lower case ASCII
 * letters, digits, "-" and "_". A name may occur more than once (tags). */
struct field {
    struct str name, value;
};

#endif
