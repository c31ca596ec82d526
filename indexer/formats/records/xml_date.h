/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_XML_DATE_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_XML_DATE_H

/* Reads the date of publication of JATS, PubMed and the like, which has elements of its own for
 * year, month and day. */

#include "base/buf.h"

/* Zero-initialise it. */
struct xml_date {
    unsigned depth; /* within the element of a date; 0: none is open */
    struct buf part, year, month, day;
    struct buf best; /* the first of the most exact dates that ended; empty: none */
    unsigned n_best; /* of year, month and day that it has */
};

/* Are called for each element and text of the file. name is without its prefix; attributes are as
 * in xml_lines.h. */
void xml_date_start(struct xml_date *d, struct str name, const char **attributes);
void xml_date_text(struct xml_date *d, struct str text);
void xml_date_end(struct xml_date *d, struct str name);
void xml_date_done(struct xml_date *d);

#endif
