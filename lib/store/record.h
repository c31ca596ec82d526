/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_RECORD_H
#define PRESSMARK_STORE_RECORD_H

/* Records: the data of a document in the index, from which hits are shown. The fields come first
 * and can be read without touching the text. The text is compressed with zstd in pieces of
 * RECORD_PIECE_BYTES, so that a passage costs the decompression of a piece, not of the whole
 * document. An index may have a dictionary of byte sequences that many of its texts share, which
 * makes short texts a quarter smaller. */

#include "base/buf.h"
#include "base/err.h"
#include "base/field.h"
#include "positions/positions.h"

enum { RECORD_PIECE_BYTES = 64 * 1024 };

/* Ties a byte of the document's text to the source file: the byte at offset is in the given line
 * and column. From there to the next entry each "\n" in the text is a line break in the source.
 * Entries are in ascending order of their offsets, and the first has offset 0. */
struct record_line {
    uint32_t offset;
    uint32_t line;   /* from 1 */
    uint32_t column; /* in bytes, from 1; 0 if it is unknown from here to the next entry */
};

/* A heading; the passages that follow belong to it. */
struct record_heading {
    uint32_t offset; /* of the heading's first byte in the text */
    uint8_t level;   /* 1 .. 6 */
};
/* While a document is being read, entries of these levels are not headings but become labels
 * (labels.h): terms that are defined there, and where the name of the last such term ends if it
 * ends before its line does, as in "Function: name arguments". */
enum { RECORD_TERM_LEVEL = 7, RECORD_TERM_END_LEVEL = 8 };

struct record {
    /* The encoded positions (positions.h) of the path's words and of all other words. Both are
     * empty if the index has a position table. */
    struct str path_positions, positions;
    struct str labels; /* encoded as labels.h says */
    struct str path, id, title, type, charset, language, date;
    uint32_t file_stamp; /* record_file_stamp() of the source file */
    uint32_t first_line;
    uint32_t member_bytes; /* the beginning of id that names an archive's member; 0 if none */
    uint32_t n_fields, n_lines, n_headings;
    const struct field *fields;
    const struct record_line *lines;
    const struct record_heading *headings;
    uint32_t text_bytes;
    uint32_t navigation_bytes; /* how many of these, at the end, are navigation (schema.h) */
};

/* Returns a hash of a file's size and modification time, by which an unchanged file is recognised.
 * It is never 0, which stands for a document that has no file to be compared with. */
uint32_t record_file_stamp(uint64_t size_bytes, int64_t mtime_ns);

/* Writes records. A writer holds a compression context of the given zstd level, 1 .. 19, and may be
 * used by one thread at a time. */
struct record_writer;
struct record_writer *record_writer_new(int level);
void record_writer_free(struct record_writer *w);
/* Compresses all further texts with a dictionary, which is copied; reading them needs the same
 * dictionary. An empty one ends its use. */
void record_writer_use(struct record_writer *w, struct str dictionary);
/* Encodes r and its text and appends the record to out. text.n becomes text_bytes. */
void record_append(struct record_writer *w, struct buf *out, const struct record *r,
                   struct str text);

/* Makes a dictionary from n_samples texts that are stored end to end, and appends it to out.
 * Appends nothing if the samples are too few or have too little in common. */
void record_make_text_dictionary(const char *samples, const size_t *sample_bytes,
                                 unsigned n_samples, struct buf *out);

/* A decompression context with the dictionary of an index, which may be empty and whose ownership
 * passes to the decoder. It may be used by one thread at a time. */
struct record_decoder;
struct record_decoder *record_decoder_new(struct buf dictionary);
void record_decoder_free(struct record_decoder *d);

/* Opens a record for reading. data must stay valid until record_reader_free(). ERR_CORRUPT if data
 * is not a record or is damaged. */
struct record_reader;
enum err_code record_open(struct str data, struct record_reader **ret_reader, struct err *err);
const struct record *record_of(const struct record_reader *rr); /* valid as long as rr */
/* Must be called before record_text(); decoder must outlive rr. */
void record_reader_use(struct record_reader *rr, struct record_decoder *decoder);
/* Returns the bytes [start, end) of the text, where end is at most text_bytes, or SIZE_MAX for the
 * end of the text. Pieces are decompressed when they are first needed. The result is valid as long
 * as rr. */
enum err_code record_text(struct record_reader *rr, size_t start, size_t end, struct str *ret_text,
                          struct err *err);
void record_reader_free(struct record_reader *rr);

/* Appends a copy of a record with another path to out, for a file that was renamed. ERR_CORRUPT as
 * for record_open(). */
enum err_code record_with_path(struct str data, struct str path, struct str path_positions,
                               struct buf *out, struct err *err);

/* Returns true if the positions of a term are among those of the words of paths. */
bool record_is_of_path(struct str term);
/* Returns the encoded positions of the words of the path or of all other terms; empty if there are
 * none or data is not a record. */
struct str record_positions(struct str data, bool is_of_path);
/* Appends the positions of a term of the document to list; hash is positions_hash(term). Returns
 * false if the term has no positions in the document or data is not a record. */
bool record_find_positions(struct str data, struct str term, uint64_t hash,
                           struct positions_list *list);
/* Returns the path of a record; empty if data is not a record. */
struct str record_path(struct str data);
/* Returns the encoded labels of a record; empty if data is not a record. */
struct str record_labels(struct str data);
/* Returns how many bytes from the start of a record record_positions() and the functions after it
 * need; data is a part of the record from its start. A result above data.n means that this many
 * bytes must be given, to learn the answer or because the record needs them. */
size_t record_positions_end(struct str data);

#endif
