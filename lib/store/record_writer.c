/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encodes the record of a document: its fields, followed by its text in compressed pieces. */
#include "store/record.h"

#include "base/mem.h"
#include "store/record_format.h"

/* These declare training with explicit parameters, and how a dictionary is read and attached.
 * libzstd has had both for long, in its shared library too, but does not promise to keep them. */
#define ZDICT_STATIC_LINKING_ONLY
#define ZSTD_STATIC_LINKING_ONLY
#include <xxhash.h>
#include <zdict.h>
#include <zstd.h>

/* More bytes gain little, and every search must read them. Above the minimum a dictionary is a
 * tenth of the samples, since few samples do not tell what many texts share. */
enum { MIN_DICTIONARY_BYTES = 32 * 1024, MAX_DICTIONARY_BYTES = 64 * 1024 };
/* For less text it does not pay to copy the table of the dictionary. */
enum { MIN_COPIED_BYTES = 8192 };
/* Of the table of where sequences of bytes were met last. zstd chooses half as many entries, for
 * texts that are 2 % longer in tests/bench. */
enum { LOG_TABLE_ENTRIES = 14 };

/* zstd fails to make a context or dictionary only if it is out of memory. */
static void require(const void *made)
{
    if (!made)
        mem_exhausted();
}

/* Returns where the record begins whose bytes are appended next. */
static size_t begin_record(struct buf *out, char version)
{
    size_t start = out->n;
    buf_append_char(out, version);
    buf_append(out, "\0\0\0", HASH_BYTES);
    return start;
}

static void end_record(struct buf *out, size_t start)
{
    uint32_t hash = record_hash(str_slice(buf_str(out), start, out->n));
    for (size_t i = 0; i < HASH_BYTES; i++)
        out->p[start + HASH_AT + i] = (char)(hash >> 8 * i);
}

struct record_writer {
    ZSTD_CCtx *context;
    ZSTD_CDict *dictionary; /* NULL if there is none */
    /* The dictionary, followed by room for a piece: text directly after it continues it. */
    char *window;
    size_t dictionary_bytes;
    int level;
    struct buf pieces;
};

struct record_writer *record_writer_new(int level)
{
    struct record_writer *w = mem_alloc_zeroed(1, sizeof *w);
    w->context = ZSTD_createCCtx();
    require(w->context);
    w->level = level;
    ZSTD_CCtx_setParameter(w->context, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(w->context, ZSTD_c_dictIDFlag, 0); /* the version byte says it */
    return w;
}

void record_writer_free(struct record_writer *w)
{
    if (!w)
        return;
    ZSTD_freeCCtx(w->context);
    ZSTD_freeCDict(w->dictionary);
    mem_free(w->window);
    buf_done(&w->pieces);
    mem_free(w);
}

/* Borrows the bytes. */
static ZSTD_CDict *make_dictionary(struct str bytes, int level)
{
    ZSTD_compressionParameters how = ZSTD_getCParams(level, ZSTD_CONTENTSIZE_UNKNOWN, bytes.n);
    if (how.hashLog < LOG_TABLE_ENTRIES)
        how.hashLog = LOG_TABLE_ENTRIES;
    return ZSTD_createCDict_advanced(bytes.p, bytes.n, ZSTD_dlm_byRef, ZSTD_dct_auto, how,
                                     ZSTD_defaultCMem);
}

void record_writer_use(struct record_writer *w, struct str dictionary)
{
    ZSTD_freeCDict(w->dictionary);
    w->dictionary = NULL;
    w->dictionary_bytes = dictionary.n;
    if (dictionary.n) {
        w->window = mem_resize(w->window, dictionary.n + RECORD_PIECE_BYTES, 1);
        memcpy(w->window, dictionary.p, dictionary.n);
        w->dictionary = make_dictionary((struct str){w->window, dictionary.n}, w->level);
        require(w->dictionary);
    }
    ZSTD_CCtx_refCDict(w->context, w->dictionary);
}

static size_t dictionary_bytes(size_t samples)
{
    size_t n = samples / 10;
    return n < MIN_DICTIONARY_BYTES   ? MIN_DICTIONARY_BYTES
           : n < MAX_DICTIONARY_BYTES ? n
                                      : MAX_DICTIONARY_BYTES;
}

/* Segments of k bytes are chosen by what they share with other samples. ZDICT_trainFromBuffer()
 * also tries several values of k, which takes a tenth of a second and chooses worse: 5 % more bytes
 * for the texts of tests/bench. */
void record_make_text_dictionary(const char *samples, const size_t *sample_bytes,
                                 unsigned n_samples, struct buf *out)
{
    const ZDICT_fastCover_params_t how = {
        .k = 1000, .d = 8, .f = 18, .accel = 1, .zParams = {.compressionLevel = 1}};
    size_t all = 0;
    for (unsigned i = 0; i < n_samples; i++)
        all += sample_bytes[i];
    size_t wanted = dictionary_bytes(all);
    buf_reserve(out, wanted);
    size_t n = ZDICT_trainFromBuffer_fastCover(out->p + out->n, wanted, samples, sample_bytes,
                                               n_samples, how);
    if (!ZDICT_isError(n))
        out->n += n;
}

uint32_t record_file_stamp(uint64_t size_bytes, int64_t mtime_ns)
{
    uint64_t state[2] = {size_bytes, (uint64_t)mtime_ns};
    uint32_t hash = (uint32_t)XXH3_64bits(state, sizeof state);
    return hash ? hash : 1;
}

static void append_stamp(struct buf *out, uint32_t stamp)
{
    for (int i = 0; i < STAMP_BYTES; i++)
        buf_append_char(out, (char)(stamp >> (8 * i)));
}

static void append_lines(struct buf *out, const struct record *r)
{
    uint32_t offset = 0, line = 0;
    buf_append_varint(out, r->n_lines);
    for (uint32_t i = 0; i < r->n_lines; i++) {
        const struct record_line *mark = &r->lines[i];
        buf_append_varint(out, mark->offset - offset);
        buf_append_varint(out, zigzag((int64_t)mark->line - line));
        buf_append_varint(out, mark->column);
        offset = mark->offset;
        line = mark->line;
    }
}

static void append_headings(struct buf *out, const struct record *r)
{
    uint32_t offset = 0;
    buf_append_varint(out, r->n_headings);
    for (uint32_t i = 0; i < r->n_headings; i++) {
        buf_append_varint(out, r->headings[i].offset - offset);
        buf_append_char(out, (char)r->headings[i].level);
        offset = r->headings[i].offset;
    }
}

/* Compresses a piece into w->pieces and returns its compressed length. */
static size_t compress_piece(struct record_writer *w, struct str piece)
{
    bool is_copied = w->dictionary && piece.n >= MIN_COPIED_BYTES;
    size_t bound = ZSTD_compressBound(piece.n);
    buf_reserve(&w->pieces, bound);
    if (is_copied) {
        memcpy(w->window + w->dictionary_bytes, piece.p, piece.n);
        piece.p = w->window + w->dictionary_bytes;
    }
    ZSTD_CCtx_setParameter(w->context, ZSTD_c_forceAttachDict,
                           is_copied ? ZSTD_dictForceCopy : ZSTD_dictDefaultAttach);
    size_t n = ZSTD_compress2(w->context, w->pieces.p + w->pieces.n, bound, piece.p, piece.n);
    if (ZSTD_isError(n)) /* as the bound holds, only memory can be missing */
        mem_exhausted();
    w->pieces.n += n;
    return n;
}

/* Writes the compressed lengths to out and the pieces to w->pieces. */
static void compress_pieces(struct record_writer *w, struct buf *out, struct str text)
{
    buf_clear(&w->pieces);
    for (size_t start = 0; start < text.n; start += RECORD_PIECE_BYTES) {
        size_t n = text.n - start < RECORD_PIECE_BYTES ? text.n - start : RECORD_PIECE_BYTES;
        buf_append_varint(out, compress_piece(w, str_slice(text, start, start + n)));
    }
}

void record_append(struct record_writer *w, struct buf *out, const struct record *r,
                   struct str text)
{
    size_t start = begin_record(out, w->dictionary ? RECORD_WITH_DICTIONARY : RECORD_PLAIN);
    buf_append_counted(out, r->path);
    buf_append_counted(out, r->path_positions);
    buf_append_counted(out, r->labels);
    buf_append_counted(out, r->positions);
    buf_append_counted(out, r->id);
    buf_append_counted(out, r->title);
    buf_append_counted(out, r->type);
    buf_append_counted(out, r->charset);
    buf_append_counted(out, r->language);
    buf_append_counted(out, r->date);
    append_stamp(out, r->file_stamp);
    buf_append_varint(out, r->first_line);
    buf_append_varint(out, r->member_bytes);
    buf_append_varint(out, r->n_fields);
    for (uint32_t i = 0; i < r->n_fields; i++) {
        buf_append_counted(out, r->fields[i].name);
        buf_append_counted(out, r->fields[i].value);
    }
    append_lines(out, r);
    append_headings(out, r);
    buf_append_varint(out, r->navigation_bytes);
    buf_append_varint(out, text.n);
    compress_pieces(w, out, text);
    buf_append_str(out, buf_str(&w->pieces));
    end_record(out, start);
}

enum err_code record_with_path(struct str data, struct str path, struct str path_positions,
                               struct buf *out, struct err *err)
{
    struct str rest = data, old_path, old_positions;
    if (record_take_head(&rest, &old_path, &old_positions, err))
        return err->code;
    size_t start = begin_record(out, data.p[0]);
    buf_append_counted(out, path);
    buf_append_counted(out, path_positions);
    buf_append_str(out, rest);
    end_record(out, start);
    return ERR_OK;
}
