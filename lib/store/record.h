/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_RECORD_H
#define PRESSMARK_STORE_RECORD_H

/* The data of a document in the index: what a hit shows. Fields come first and are read without
 * touching the text, which is compressed (zstd) in pieces of RECORD_PIECE_BYTES, so that a passage
 * of a long document costs a piece and not the document. Short texts become a quarter smaller where
 * an index has a dictionary: bytes that many of its texts have in common. */

#include "base/buf.h"
#include "base/err.h"
#include "base/field.h"
#include "positions/positions.h"

enum { RECORD_PIECE_BYTES = 64 * 1024 };

/* From byte offset of the document's text on, lines count from line of the source file and the
 * column of that byte is column. Within the stretch a "\n" in the text is a line break in the
 * source unless the next mark says otherwise. Ascending offsets; the first is at 0. */
struct record_line {
    uint32_t offset;
    uint32_t line;   /* from 1 */
    uint32_t column; /* bytes, from 1; 0: the extractor cannot tell, for the whole stretch */
};

/* Where a heading stands: the passages that follow belong to it. */
struct record_heading {
    uint32_t offset; /* of the heading's own first byte in the text */
    uint8_t level;   /* 1 .. 6 */
};
/* The level of what is no heading, but a term that is defined there, in the list of a document that
 * is being read: it is a label (labels.h). */
enum { RECORD_TERM_LEVEL = 7 };

struct record {
    /* Encoded (positions.h): of the words of the path, and of all others. Empty where the index has
     * a position table instead. */
    struct str path_positions, positions;
    struct str labels; /* encoded (labels.h): they are found in the order of positions */
    struct str path, id, title, type, charset, language, date;
    uint32_t file_stamp; /* record_file_stamp() of the file that it was read from */
    uint32_t first_line;
    uint32_t member_bytes; /* of id: the member of an archive that it is in; 0: none */
    uint32_t n_fields, n_lines, n_headings;
    const struct field *fields;
    const struct record_line *lines;
    const struct record_heading *headings;
    uint32_t text_bytes;
    uint32_t navigation_bytes; /* of them, at the end: what leads to other pages (schema.h) */
};

/* What a file is known by that was not changed since: a hash, not 0, which stands for a document
 * that no file can be compared with. */
uint32_t record_file_stamp(uint64_t size_bytes, int64_t mtime_ns);

/* Encodes r and its text (text.n becomes text_bytes; level: zstd's, 1 .. 19) and appends to out. */
struct record_writer; /* a compression context; one thread at a time */
struct record_writer *record_writer_new(int level);
void record_writer_free(struct record_writer *w);
/* What is written from now on needs the dictionary for reading; empty: none. It is copied. */
void record_writer_use(struct record_writer *w, struct str dictionary);
void record_append(struct record_writer *w, struct buf *out, const struct record *r,
                   struct str text);

/* A dictionary from samples of text, n_samples that stand end to end, appended to out; nothing
 * where they are too few or too different. */
void record_make_text_dictionary(const char *samples, const size_t *sample_bytes,
                                 unsigned n_samples, struct buf *out);

/* A decompression context, with the dictionary of an index, which becomes the decoder's (it may be
 * empty). One thread at a time. */
struct record_decoder;
struct record_decoder *record_decoder_new(struct buf dictionary);
void record_decoder_free(struct record_decoder *d);

/* Decoding. data is borrowed by the reader until record_reader_free(). ERR_CORRUPT: not a record,
 * or not as it was written. */
struct record_reader;
enum err_code record_open(struct str data, struct record_reader **ret_reader, struct err *err);
const struct record *record_of(const struct record_reader *rr); /* valid as long as the reader */
/* To be called before record_text(); decoder must outlive rr. */
void record_reader_use(struct record_reader *rr, struct record_decoder *decoder);
/* The text [start, end), end <= text_bytes, end SIZE_MAX: to its end. Decompresses the pieces it
 * needs once. Valid as long as the reader. */
enum err_code record_text(struct record_reader *rr, size_t start, size_t end, struct str *ret_text,
                          struct err *err);
void record_reader_free(struct record_reader *rr);

/* The same record with another path: what a renamed file needs. ERR_CORRUPT as record_open(). */
enum err_code record_with_path(struct str data, struct str path, struct str path_positions,
                               struct buf *out, struct err *err);

/* Appends the positions of a term, which is one of the document's with positions (positions.h), to
 * list. hash: positions_hash(term). false: it is not, or data is no record. */
bool record_find_positions(struct str data, struct str term, uint64_t hash,
                           struct positions_list *list);
/* The labels of a document, encoded; empty where data is no record. */
struct str record_labels(struct str data);
/* How many bytes of a record these need, of which data are the first. More than there are: so many
 * must be given before it can be said, or for all. */
size_t record_positions_end(struct str data);

#endif
