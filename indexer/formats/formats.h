/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_FORMATS_H
#define PRESSMARK_INDEXER_FORMATS_FORMATS_H

/* All formats that are read, in one table (formats.c): how they are called and recognised, and what
 * reads them. */

#include "indexer/formats/records/window.h"
#include "indexer/formats/shared/reader.h"

enum format {
    /* of text */
    FORMAT_TEXT,
    FORMAT_MARKDOWN,
    FORMAT_HTML,
    FORMAT_JSONL,
    FORMAT_JSON,
    FORMAT_CSV,
    FORMAT_SGML,
    FORMAT_FEED,
    FORMAT_XML,
    FORMAT_RST,
    FORMAT_ASCIIDOC,
    FORMAT_ORG,
    FORMAT_LATEX,
    FORMAT_BIBTEX,
    FORMAT_MAN,
    FORMAT_RTF,
    FORMAT_CARD,
    FORMAT_SUBTITLES,
    /* of bytes */
    FORMAT_ZIP,
    FORMAT_ARCHIVE,
    FORMAT_PDF,
    FORMAT_DOC,
    FORMAT_XLS,
    FORMAT_PPT,
    FORMAT_MSG,
    FORMAT_MBOX,
    FORMAT_MAIL,
    /* of bytes, in a ZIP file that is not opened to be told from others */
    FORMAT_DOCX,
    FORMAT_PPTX,
    FORMAT_XLSX,
    FORMAT_ODT,
    FORMAT_ODP,
    FORMAT_ODS,
    FORMAT_ODG,
    FORMAT_EPUB,
    FORMAT_LIMIT,
};

/* The format of a file that is not plain text, by its first bytes, mail also by its name;
 * FORMAT_TEXT: it is none, and has to be decoded. */
enum format format_of_bytes(struct str name, struct str bytes);
/* Whether an archive can be read without its end being at hand. */
bool format_is_stream(struct str bytes);

/* The format of text, by the name and by how it begins ("<!DOCTYPE html", "{" ...). text may be in
 * any encoding, and all of it or its beginning. */
enum format format_of_text(struct str name, struct str text);

const char *format_name(enum format format); /* "text", "markdown" ...: static */
/* The records that a file of the format holds; RECORDS_NONE: it is one document. */
enum record_form format_records(enum format format);

/* Reads text of a format: see text_reader. */
enum err_code format_read(enum format format, const struct reader_input *input,
                          struct arena *scratch, const struct reader_output *output,
                          struct err *err);
/* Reads bytes of a format that is not of text: see container_reader. */
enum err_code format_unpack(enum format format, const struct container_input *input,
                            struct arena *scratch, const struct container_output *output,
                            struct err *err);

/* ---- sets of formats, as --type names them: a bit each ---- */

/* Adds the format or group of formats called name to *set. ERR_USAGE: the message lists what there
 * is. */
enum err_code format_set_add(uint64_t *set, const char *name, struct err *err);

/* The format of a file by its name and its beginning, as a set of one; of a compressed file that of
 * the file in it, by its name. Empty: the file cannot be read. */
uint64_t format_set_of_file(const char *path);

#endif
