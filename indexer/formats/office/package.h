/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_OFFICE_PACKAGE_H
#define PRESSMARK_INDEXER_FORMATS_OFFICE_PACKAGE_H

/* A ZIP file whose members make up one document. The members with text are kept in memory. */

#include "indexer/formats/shared/reader.h"
#include "indexer/unpack/members.h"

struct package_part {
    struct str name, bytes;
    bool is_read;
};

struct package {
    struct package_part *parts; /* sorted by name, bytewise */
    size_t n, capacity;
    struct arena arena; /* holds everything above */
};

/* The kind of document that a ZIP file contains. */
enum package_kind { PACKAGE_NONE, PACKAGE_OOXML, PACKAGE_ODF, PACKAGE_EPUB };
enum package_kind package_kind_of(const struct container_input *input);

/* Reads all parts that are XML, HTML or other text. Returns ERR_INPUT or ERR_LIMIT if not all could
 * be read; the package then has those read before. */
enum err_code package_read(struct package *p, const struct container_input *input, struct err *err);
void package_done(struct package *p);

/* Returns whether a part is a file of another format, such as one that Word was told to insert. */
bool package_is_file(struct str name);

/* Returns the bytes of a part, or the empty string. */
struct str package_part(const struct package *p, struct str name);
/* Does the same for reading the part. A second reading is paid for with budget; the result is empty
 * if that does not suffice. */
struct str package_take_part(struct package *p, struct str name, struct budget *budget);

/* Returns the name of the part that the reference target in the part base refers to, on arena:
 * "../" goes up, "/" starts at the root, "%20" is a blank, "#..." is dropped. */
struct str package_resolve(struct str base, struct str target, struct arena *arena);

#endif
