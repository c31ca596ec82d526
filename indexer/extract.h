/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_EXTRACT_H
#define PRESSMARK_INDEXER_EXTRACT_H

/* UTF-8 text of a file -> documents. */

#include "indexer/document.h"

/* Takes one document, which is the extractor's and valid during the call only.
 * A failure ends the extraction and is handed through. */
typedef enum err_code extract_emit(void *ctx, struct document *document, struct err *err);

/* Takes a record that was left out, with its line and the reason. */
typedef void extract_skip(void *ctx, uint32_t line, const char *reason);

struct extract_source {
    struct str path; /* as document.path */
    struct str text; /* the whole file, or some of its records; valid UTF-8 without a BOM */
    /* Of some of the records of a file: how it begins, column names and all. */
    struct str opening;
    struct str charset;
    int64_t mtime;
    uint32_t first_line; /* of text within the file; 1 for a whole file */
    const char *id_field, *title_field, *text_field; /* of records; NULL: the usual names */
};

struct extract_sink {
    extract_emit *emit;
    extract_skip *skip;
    void *ctx;
};

/* How a file is read. */
enum extract_format {
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
enum extract_format extract_format_of(struct str path, struct str text);
const char *extract_format_name(enum extract_format format); /* "text", "markdown", ... */

/* Emits the documents of source, each on its own contents of scratch (cleared
 * between records). */
enum err_code extract(enum extract_format format, const struct extract_source *source,
                      struct arena *scratch, const struct extract_sink *sink, struct err *err);

/* The readers behind extract(), each in the file of its name. */
typedef enum err_code extract_reader(const struct extract_source *source, struct arena *scratch,
                                     const struct extract_sink *sink, struct err *err);
extract_reader extract_text, extract_markdown, extract_html, extract_jsonl, extract_json,
    extract_csv, extract_sgml, extract_xml, extract_feed, extract_rst, extract_asciidoc,
    extract_org, extract_man, extract_rtf;

#endif
