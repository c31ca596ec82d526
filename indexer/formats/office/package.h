/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_OFFICE_PACKAGE_H
#define PRESSMARK_INDEXER_FORMATS_OFFICE_PACKAGE_H

/* A ZIP file whose members make up one document: the parts that hold text, in memory. */

#include "indexer/formats/shared/reader.h"
#include "indexer/unpack/members.h"

struct package_part {
    struct str name, bytes;
    bool is_read;
};

struct package {
    struct package_part *parts; /* by name, bytewise */
    size_t n, capacity;
    struct arena arena; /* holds everything above */
};

/* What kind of document a ZIP file is. */
enum package_kind { PACKAGE_NONE, PACKAGE_OOXML, PACKAGE_ODF, PACKAGE_EPUB };
enum package_kind package_kind_of(const struct container_input *input);

/* Reads all XML and HTML parts. ERR_INPUT, ERR_LIMIT: what could be read until then is there. */
enum err_code package_read(struct package *p, const struct container_input *input, struct err *err);
void package_done(struct package *p);

/* The bytes of a part; empty when there is none. */
struct str package_part(const struct package *p, struct str name);
/* The same, to be read: a part that was read before has to be paid for. */
struct str package_take_part(struct package *p, struct str name, struct budget *budget);

/* The name of the part that target, as it stands in the part base, leads to: "../" goes up, "/"
 * starts at the root, "%20" is a blank, "#..." is dropped. On arena. */
struct str package_resolve(struct str base, struct str target, struct arena *arena);

#endif
