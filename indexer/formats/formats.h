/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_FORMATS_H
#define PRESSMARK_INDEXER_FORMATS_FORMATS_H

/* UTF-8 text of a file -> documents. */

#include "indexer/document/document.h"

/* Takes one document, which is the extractor's and valid during the call only.
 * A failure ends the extraction and is handed through. */
typedef enum err_code reader_add(void *ctx, struct document *document, struct err *err);

/* Takes a record that was left out, with its line and the reason. */
typedef void reader_skip(void *ctx, uint32_t line, const char *reason);

struct reader_input {
    struct str path; /* as document.path */
    struct str text; /* the whole file, or some of its records; valid UTF-8 without a BOM */
    /* Of some of the records of a file: how it begins, column names and all. */
    struct str opening;
    struct str charset;
    int64_t mtime;
    uint32_t first_line; /* of text within the file; 1 for a whole file */
    const char *id_field, *title_field, *text_field; /* of records; NULL: the usual names */
};

struct reader_output {
    reader_add *add;
    reader_skip *skip;
    void *ctx;
};

/* How a file is read. */
enum format {
    FORMAT_TEXT,
    FORMAT_MARKDOWN,
    FORMAT_HTML,
    FORMAT_JSONL,
    FORMAT_JSON,
    FORMAT_CSV,
    FORMAT_SGML,
    FORMAT_XML,
    FORMAT_FEED,
    FORMAT_RST,
    FORMAT_ASCIIDOC,
    FORMAT_ORG,
    FORMAT_MAN,
    FORMAT_RTF,
    FORMAT_LIMIT,
};

/* By name and by the first bytes (BOM or not, "<!DOCTYPE html", "{"...): what a
 * file is. text may be in any encoding, and all of it or its beginning. */
enum format format_of(struct str path, struct str text);
const char *format_name(enum format format); /* "text", "markdown", ... */

/* Emits the documents of source, each on its own contents of scratch (cleared
 * between records). */
enum err_code format_read(enum format format, const struct reader_input *input,
                          struct arena *scratch, const struct reader_output *output,
                          struct err *err);

/* The readers behind format_read(), each in the file of its name. */
typedef enum err_code text_reader(const struct reader_input *input, struct arena *scratch,
                                  const struct reader_output *output, struct err *err);
text_reader text_read, markdown_read, html_read, jsonl_read, json_read, csv_read, sgml_read,
    xml_file_read, feed_read, rst_read, asciidoc_read, org_read, man_read, rtf_read;

#endif
