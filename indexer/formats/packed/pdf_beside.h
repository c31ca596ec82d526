/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_PACKED_PDF_BESIDE_H
#define PRESSMARK_INDEXER_FORMATS_PACKED_PDF_BESIDE_H

/* What a PDF contains besides the text of its pages. */

#include "indexer/formats/shared/extras.h"
#include "indexer/formats/shared/reader.h"

/* Adds notes and their authors, bookmarks, addresses of links, values and hints of forms, and
 * descriptions of figures to extras. Needs qpdf; if the PDF shows that it has notes, and qpdf is
 * not installed, that is reported to output. */
void pdf_beside_read(const struct container_input *input, const struct container_output *output,
                     struct extras *extras);

#endif
