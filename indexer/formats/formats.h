/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_FORMATS_H
#define PRESSMARK_INDEXER_FORMATS_FORMATS_H

/* All formats that can be read, in one table (formats.c): their names, how they are recognised, and
 * their readers. */

#include "indexer/formats/records/window.h"
#include "indexer/formats/shared/reader.h"

enum format {
    /* formats of text */
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
    /* formats of bytes */
    FORMAT_ZIP,
    FORMAT_ARCHIVE,
    FORMAT_PDF,
    FORMAT_DOC,
    FORMAT_XLS,
    FORMAT_PPT,
    FORMAT_MSG,
    FORMAT_PS,
    FORMAT_DJVU,
    FORMAT_MBOX,
    FORMAT_MAIL,
    /* formats of bytes that are ZIP files, distinguished only by opening them (see FORMAT_ZIP) */
    FORMAT_DOCX,
    FORMAT_PPTX,
    FORMAT_XLSX,
    FORMAT_ODT,
    FORMAT_ODP,
    FORMAT_ODS,
    FORMAT_ODG,
    FORMAT_XPS,
    FORMAT_EPUB,
    FORMAT_LIMIT,
};

/* Returns the format of a file that is not plain text, by its first bytes and, for mail, its name.
 * FORMAT_TEXT means that it has to be decoded as text. */
enum format format_of_bytes(struct str name, struct str bytes);
/* Returns whether an archive can be read from start to end, without seeking. */
bool format_is_stream(struct str bytes);

/* Returns the format of text, by its name and its start ("<!DOCTYPE html", "{" ...). text may be in
 * any encoding, and only the start of the file. */
enum format format_of_text(struct str name, struct str text);

const char *format_name(enum format format); /* "text", "markdown" ...; in static storage */
/* Returns the form of the records that a file of the format contains. RECORDS_NONE means that it is
 * one document. */
enum record_form format_records(enum format format);

/* Reads text in a given format, see text_reader. */
enum err_code format_read(enum format format, const struct reader_input *input,
                          struct arena *scratch, const struct reader_output *output,
                          struct err *err);
/* Reads bytes in a given format, see container_reader. */
enum err_code format_unpack(enum format format, const struct container_input *input,
                            struct arena *scratch, const struct container_output *output,
                            struct err *err);

/* ---- sets of formats for --type, a bit for each ---- */

/* Adds the format or group of formats with that name to *set. Returns ERR_USAGE, with a message
 * that lists all names, if there is none. */
enum err_code format_set_add(uint64_t *set, const char *name, struct err *err);

/* Returns the format of a file, by its name and its start, as a set of one; for a compressed file,
 * that of its contents, by its name. Empty if the file cannot be read. */
uint64_t format_set_of_file(const char *path);

#endif
