/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_READER_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_READER_H

/* What the readers of all formats get and give. A reader of text gets the UTF-8 text of a file and
 * makes documents of it; a reader of bytes gets a file that is no plain text: an archive, whose
 * members it hands out, or an office document, a PDF or mail, which become documents at once.
 * Nothing is written to disk, and the name of a member is never used as a path. */

#include "base/buf.h"
#include "base/input.h"
#include "indexer/document/document.h"
#include "indexer/unpack/budget.h"

/* Takes one document, which is the reader's and valid during the call only. A failure ends the
 * reading and is handed through. */
typedef enum err_code reader_add(void *ctx, struct document *document, struct err *err);

/* Takes a record that was left out, with its line and the reason. */
typedef void reader_skip(void *ctx, uint32_t line, const char *reason);

/* ---- text ---- */

struct reader_input {
    struct str path; /* as document.path */
    struct str text; /* the whole file, or some of its records; valid UTF-8 without a BOM */
    /* How the file begins, column names included, where text is only some of its records. */
    struct str opening;
    struct str charset;
    uint32_t first_line; /* of text within the file; 1 for a whole file */
    const char *id_field, *title_field, *text_field; /* of records; NULL: the usual names */
    struct budget *budget; /* pays for what is written more than once; NULL: without a limit */
};

struct reader_output {
    reader_add *add;
    reader_skip *skip;
    void *ctx;
};

/* Adds the documents of input, each on its own contents of scratch, which is cleared between
 * records. */
typedef enum err_code text_reader(const struct reader_input *input, struct arena *scratch,
                                  const struct reader_output *output, struct err *err);
text_reader text_read, markdown_read, html_read, jsonl_read, json_read, csv_read, sgml_read,
    xml_file_read, feed_read, rst_read, asciidoc_read, org_read, man_read, rtf_read, card_read,
    latex_read, bibtex_read, subtitles_read;

/* An empty document with what the input says of it; type is the name of its format. */
void reader_begin(struct document *d, const struct reader_input *input, struct arena *arena,
                  const char *type);

/* The text with "\n" for "\r\n" and "\r": itself, or a copy in buffer. */
struct str reader_unix_lines(struct str text, struct buf *buffer);

/* ---- bytes ---- */

struct container_input {
    struct str name; /* of the file or member */
    struct str bytes;
    struct budget *budget;
    const struct input *rest; /* of an archive, behind bytes; NULL: bytes are all */
    /* What stands before bytes in an mbox that is read in pieces; messages are counted on. */
    uint32_t n_lines;
    unsigned *n_messages; /* NULL: bytes are all */
};

struct container_member {
    struct str name; /* valid UTF-8 without control characters */
    bool is_whole;   /* all there is in the file: the file without its compression */
    struct str bytes;
    const struct input *rest; /* behind bytes; NULL: they are all */
};

struct container_output {
    /* A document; its path is the name of the source. */
    reader_add *add;
    /* A member to be read as a file of its own. A failure ends the unpacking. */
    enum err_code (*member)(void *ctx, const struct container_member *member, struct err *err);
    /* What was left out: a member, or with an empty name the rest of the file. is_text: a reader
     * should have been there for it. */
    void (*skip)(void *ctx, struct str member, bool is_text, const char *reason);
    void *ctx;
};

/* Hands on what is in input. Documents live on scratch, which the output's member() may use as
 * well. ERR_INPUT, ERR_LIMIT: nothing of it could be read. */
typedef enum err_code container_reader(const struct container_input *input, struct arena *scratch,
                                       const struct container_output *output, struct err *err);
container_reader archive_unpack, zip_unpack, pdf_read, doc_read, xls_read, ppt_read, msg_read,
    mail_read, mbox_read;

#endif
