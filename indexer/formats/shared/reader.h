/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_READER_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_READER_H

/* The interface of the readers of all formats. A reader of text takes the UTF-8 text of a file and
 * extracts its documents. A reader of bytes takes a file that is not plain text: an archive, whose
 * members it passes on, or an office document, a PDF or mail, from which it extracts documents.
 * Nothing is written to disk, and the name of a member is never used as a path. */

#include "base/buf.h"
#include "base/input.h"
#include "indexer/document/document.h"
#include "indexer/unpack/budget.h"

/* Receives a document, which belongs to the reader and is valid only during the call. A failure
 * ends the reading and is returned by the reader. */
typedef enum err_code reader_add(void *ctx, struct document *document, struct err *err);

/* Receives the line of a record that was left out, and the reason. */
typedef void reader_skip(void *ctx, uint32_t line, const char *reason);

/* ---- readers of text ---- */

struct reader_input {
    struct str path; /* as in struct document */
    /* A whole file, or some of its records; valid UTF-8 without a byte order mark. */
    struct str text;
    /* The start of the file, with the names of columns, if text is only some of its records. */
    struct str opening;
    struct str charset;
    uint32_t first_line; /* the line of the file where text begins, from 1 */
    const char *id_field, *title_field, *text_field; /* fields of records; NULL: the usual names */
    struct budget *budget; /* pays for text that is written more than once; NULL: no limit */
};

struct reader_output {
    reader_add *add;
    reader_skip *skip;
    void *ctx;
};

/* Passes the documents of input to output. Each is on scratch, which is cleared between records. */
typedef enum err_code text_reader(const struct reader_input *input, struct arena *scratch,
                                  const struct reader_output *output, struct err *err);
text_reader text_read, markdown_read, html_read, jsonl_read, json_read, csv_read, sgml_read,
    xml_file_read, feed_read, rst_read, asciidoc_read, org_read, man_read, rtf_read, card_read,
    latex_read, bibtex_read, subtitles_read;

/* Initialises a document with what is known from the input. type is the name of the format. */
void reader_begin(struct document *d, const struct reader_input *input, struct arena *arena,
                  const char *type);

/* Returns text with "\r\n" and "\r" replaced by "\n": text itself if it has none, else a copy in
 * buffer. */
struct str reader_unix_lines(struct str text, struct buf *buffer);

/* ---- readers of bytes ---- */

struct container_input {
    struct str name; /* of the file or member */
    struct str bytes;
    struct budget *budget;
    const struct input *rest; /* what follows bytes in an archive; NULL: nothing */
    /* What precedes bytes in an mbox that is read in pieces: its lines, and the messages, to which
     * the reader adds its own. */
    uint32_t n_lines;
    unsigned *n_messages; /* NULL: nothing precedes bytes */
};

struct container_member {
    struct str name; /* valid UTF-8 without control characters */
    bool is_whole;   /* the only content: that of a compressed file */
    struct str bytes;
    const struct input *rest; /* what follows bytes; NULL: nothing */
};

struct container_output {
    /* Receives a document, whose path is the name of the source. */
    reader_add *add;
    /* Receives a member that is to be read like a file. A failure ends the unpacking. */
    enum err_code (*member)(void *ctx, const struct container_member *member, struct err *err);
    /* Receives what was left out: a member or, if its name is empty, the rest of the file. is_text:
     * it should have been possible to read it. */
    void (*skip)(void *ctx, struct str member, bool is_text, const char *reason);
    void *ctx;
};

/* Passes on the contents of input. Documents are on scratch, which output->member() may use as
 * well. Returns ERR_INPUT or ERR_LIMIT if nothing could be read. */
typedef enum err_code container_reader(const struct container_input *input, struct arena *scratch,
                                       const struct container_output *output, struct err *err);
container_reader archive_unpack, zip_unpack, pdf_read, doc_read, xls_read, ppt_read, msg_read,
    ps_read, foreign_read, mail_read, mbox_read;

#endif
