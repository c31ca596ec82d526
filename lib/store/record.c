/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encodes and decodes the record of a document: its fields, followed by its text in compressed
 * pieces. */
#include "store/record.h"

#include "base/arena.h"
#include "base/mem.h"
#include "store/schema.h"

/* These declare training with explicit parameters, and where a dictionary is attached. libzstd has
 * had both for long, in its shared library too, but does not promise to keep them. */
#define ZDICT_STATIC_LINKING_ONLY
#define ZSTD_STATIC_LINKING_ONLY
#include <xxhash.h>
#include <zdict.h>
#include <zstd.h>

/* A record is, in order:
 *
 *   version byte: RECORD_PLAIN, or RECORD_WITH_DICTIONARY if the pieces need one
 *   hash of what follows (XXH3, its low 32 bits, the lowest byte first)
 *   path, its positions, labels (labels.h), all other positions (positions.h)
 *   id, title, type, charset, language, date        each a varint length and the bytes
 *   stamp of the file (4 bytes, little-endian), first line, bytes of the id that name a member
 *   number of fields, then name and value of each
 *   number of line marks, then offset - last offset, line - last line (zigzag), column of each
 *   number of headings, then offset - last offset, level of each
 *   bytes of navigation, bytes of text, the compressed length of each piece, then the pieces (zstd
 *   frames)
 *
 * Integers are varints. */

enum { RECORD_PLAIN = 9, RECORD_WITH_DICTIONARY = 10 };
enum { HASH_AT = 1, HASH_BYTES = 4, HEAD_BYTES = HASH_AT + HASH_BYTES };
/* More bytes gain little, and every search must read them. */
enum { DICTIONARY_BYTES = 32 * 1024 };
/* For less text it does not pay to copy the tables of the dictionary. */
enum { MIN_COPIED_BYTES = 4096 };
enum { STAMP_BYTES = 4 };

/* zstd fails to make these only if it is out of memory. */
static void require(const void *made)
{
    if (!made)
        mem_exhausted();
}

static size_t count_pieces(size_t text_bytes)
{
    return (text_bytes + RECORD_PIECE_BYTES - 1) / RECORD_PIECE_BYTES;
}

/* ---- the head ---- */

static uint32_t hash_of(struct str record)
{
    struct str rest = str_slice(record, HEAD_BYTES, record.n);
    return (uint32_t)XXH3_64bits_withSeed(rest.p, rest.n, (uint8_t)record.p[0]);
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
    uint32_t hash = hash_of(str_slice(buf_str(out), start, out->n));
    for (size_t i = 0; i < HASH_BYTES; i++)
        out->p[start + HASH_AT + i] = (char)(hash >> 8 * i);
}

static bool is_intact(struct str record)
{
    uint32_t hash = 0;
    if (record.n < HEAD_BYTES)
        return false;
    for (size_t i = 0; i < HASH_BYTES; i++)
        hash |= (uint32_t)(uint8_t)record.p[HASH_AT + i] << 8 * i;
    return hash == hash_of(record);
}

/* ---- writing ---- */

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

void record_writer_use(struct record_writer *w, struct str dictionary)
{
    ZSTD_freeCDict(w->dictionary);
    w->dictionary = NULL;
    w->dictionary_bytes = dictionary.n;
    if (dictionary.n) {
        w->window = mem_resize(w->window, dictionary.n + RECORD_PIECE_BYTES, 1);
        memcpy(w->window, dictionary.p, dictionary.n);
        w->dictionary = ZSTD_createCDict_byReference(w->window, dictionary.n, w->level);
        require(w->dictionary);
    }
    ZSTD_CCtx_refCDict(w->context, w->dictionary);
}

/* Segments of k bytes are chosen by what they share with other samples. ZDICT_trainFromBuffer()
 * also tries several values of k, which takes a tenth of a second and chooses worse: 5 % more bytes
 * for the texts of tests/bench. */
void record_make_text_dictionary(const char *samples, const size_t *sample_bytes,
                                 unsigned n_samples, struct buf *out)
{
    const ZDICT_fastCover_params_t how = {
        .k = 1000, .d = 8, .f = 18, .accel = 1, .zParams = {.compressionLevel = 1}};
    buf_reserve(out, DICTIONARY_BYTES);
    size_t n = ZDICT_trainFromBuffer_fastCover(out->p + out->n, DICTIONARY_BYTES, samples,
                                               sample_bytes, n_samples, how);
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

/* ---- reading ---- */

struct record_decoder {
    ZSTD_DCtx *context;
    struct buf bytes;       /* the dictionary */
    ZSTD_DDict *dictionary; /* NULL if there is none */
};

struct record_decoder *record_decoder_new(struct buf dictionary)
{
    struct record_decoder *d = mem_alloc_zeroed(1, sizeof *d);
    d->context = ZSTD_createDCtx();
    require(d->context);
    d->bytes = dictionary;
    if (dictionary.n) {
        d->dictionary = ZSTD_createDDict_byReference(d->bytes.p, d->bytes.n);
        require(d->dictionary);
    }
    return d;
}

void record_decoder_free(struct record_decoder *d)
{
    if (!d)
        return;
    ZSTD_freeDDict(d->dictionary);
    ZSTD_freeDCtx(d->context);
    buf_done(&d->bytes);
    mem_free(d);
}

struct record_reader {
    struct record record;
    struct record_decoder *decoder;
    bool needs_dictionary;
    struct arena arena;
    struct str *pieces; /* compressed */
    size_t n_pieces;
    char *text;     /* text_bytes bytes, decompressed as far as they were asked for */
    bool *is_ready; /* for each piece */
};

static enum err_code corrupt(struct err *err)
{
    return err_set(err, ERR_CORRUPT, "a document's record is damaged");
}

static bool take_uint32(struct str *in, uint32_t *value)
{
    uint64_t wide;
    if (!str_take_varint(in, &wide) || wide > UINT32_MAX)
        return false;
    *value = (uint32_t)wide;
    return true;
}

static bool take_stamp(struct str *in, uint32_t *stamp)
{
    if (in->n < STAMP_BYTES)
        return false;
    *stamp = 0;
    for (int i = 0; i < STAMP_BYTES; i++)
        *stamp |= (uint32_t)(unsigned char)in->p[i] << (8 * i);
    *in = str_slice(*in, STAMP_BYTES, in->n);
    return true;
}

/* Reads a count of items of at least min_bytes each, so that a damaged one does not allocate
 * much. */
static bool take_count(struct str *in, size_t min_bytes, uint32_t *count)
{
    return take_uint32(in, count) && *count <= in->n / min_bytes;
}

static bool take_fields(struct str *in, struct record_reader *rr)
{
    struct record *r = &rr->record;
    if (!take_count(in, 2, &r->n_fields))
        return false;
    struct field *fields = arena_alloc(&rr->arena, r->n_fields * sizeof *fields);
    for (uint32_t i = 0; i < r->n_fields; i++)
        if (!str_take_counted(in, &fields[i].name) || !str_take_counted(in, &fields[i].value))
            return false;
    r->fields = fields;
    return true;
}

static bool take_lines(struct str *in, struct record_reader *rr)
{
    struct record *r = &rr->record;
    if (!take_count(in, 3, &r->n_lines))
        return false;
    struct record_line *lines = arena_alloc(&rr->arena, r->n_lines * sizeof *lines);
    uint64_t offset = 0;
    int64_t line = 0;
    for (uint32_t i = 0; i < r->n_lines; i++) {
        uint32_t step;
        uint64_t line_step;
        if (!take_uint32(in, &step) || !str_take_varint(in, &line_step) ||
            !take_uint32(in, &lines[i].column))
            return false;
        offset += step;
        if (__builtin_add_overflow(line, unzigzag(line_step), &line) || offset > UINT32_MAX ||
            line < 0 || line > UINT32_MAX)
            return false;
        lines[i].offset = (uint32_t)offset;
        lines[i].line = (uint32_t)line;
    }
    r->lines = lines;
    return true;
}

static bool take_headings(struct str *in, struct record_reader *rr)
{
    struct record *r = &rr->record;
    if (!take_count(in, 2, &r->n_headings))
        return false;
    struct record_heading *headings = arena_alloc(&rr->arena, r->n_headings * sizeof *headings);
    uint64_t offset = 0;
    for (uint32_t i = 0; i < r->n_headings; i++) {
        uint32_t step;
        if (!take_uint32(in, &step) || in->n == 0 || (offset += step) > UINT32_MAX)
            return false;
        headings[i] = (struct record_heading){(uint32_t)offset, (uint8_t)in->p[0]};
        *in = str_slice(*in, 1, in->n);
    }
    r->headings = headings;
    return true;
}

/* Offsets ascend, so that the last ones suffice. */
static bool are_marks_inside(const struct record *r)
{
    return (r->n_lines == 0 || r->lines[r->n_lines - 1].offset <= r->text_bytes) &&
           (r->n_headings == 0 || r->headings[r->n_headings - 1].offset <= r->text_bytes) &&
           r->navigation_bytes <= r->text_bytes;
}

static bool take_pieces(struct str *in, struct record_reader *rr)
{
    struct record *r = &rr->record;
    if (!take_uint32(in, &r->navigation_bytes) || !take_uint32(in, &r->text_bytes) ||
        !are_marks_inside(r))
        return false;
    rr->n_pieces = count_pieces(r->text_bytes);
    if (rr->n_pieces > in->n)
        return false;
    rr->pieces = arena_alloc(&rr->arena, rr->n_pieces * sizeof *rr->pieces);
    for (size_t i = 0; i < rr->n_pieces; i++) {
        uint64_t n;
        if (!str_take_varint(in, &n))
            return false;
        rr->pieces[i].n = (size_t)n;
    }
    for (size_t i = 0; i < rr->n_pieces; i++) {
        if (rr->pieces[i].n > in->n)
            return false;
        rr->pieces[i].p = in->p;
        *in = str_slice(*in, rr->pieces[i].n, in->n);
    }
    return true;
}

/* Reads the part that depends on the path. */
static bool take_head(struct str *in, struct str *path, struct str *path_positions)
{
    if (in->n < HEAD_BYTES || (in->p[0] != RECORD_PLAIN && in->p[0] != RECORD_WITH_DICTIONARY))
        return false;
    *in = str_slice(*in, HEAD_BYTES, in->n);
    return str_take_counted(in, path) && str_take_counted(in, path_positions);
}

static bool take_record(struct str *in, struct record_reader *rr)
{
    struct record *r = &rr->record;
    if (!take_head(in, &r->path, &r->path_positions) || !str_take_counted(in, &r->labels) ||
        !str_take_counted(in, &r->positions) || !str_take_counted(in, &r->id) ||
        !str_take_counted(in, &r->title) || !str_take_counted(in, &r->type) ||
        !str_take_counted(in, &r->charset) || !str_take_counted(in, &r->language) ||
        !str_take_counted(in, &r->date) || !take_stamp(in, &r->file_stamp) ||
        !take_uint32(in, &r->first_line) || !take_uint32(in, &r->member_bytes) ||
        r->member_bytes > r->id.n)
        return false;
    return take_fields(in, rr) && take_lines(in, rr) && take_headings(in, rr) &&
           take_pieces(in, rr);
}

enum err_code record_open(struct str data, struct record_reader **ret_reader, struct err *err)
{
    struct record_reader *rr = mem_alloc_zeroed(1, sizeof *rr);
    rr->needs_dictionary = data.n && data.p[0] == RECORD_WITH_DICTIONARY;
    if (!is_intact(data) || !take_record(&data, rr)) {
        record_reader_free(rr);
        return corrupt(err);
    }
    *ret_reader = rr;
    return ERR_OK;
}

const struct record *record_of(const struct record_reader *rr)
{
    return &rr->record;
}

void record_reader_use(struct record_reader *rr, struct record_decoder *decoder)
{
    rr->decoder = decoder;
}

/* Returns true if piece decompresses to exactly n bytes at out. */
static bool decompress(const struct record_reader *rr, struct str piece, char *out, size_t n)
{
    const struct record_decoder *d = rr->decoder;
    if (!d)
        return !rr->needs_dictionary && ZSTD_decompress(out, n, piece.p, piece.n) == n;
    if (!rr->needs_dictionary)
        return ZSTD_decompressDCtx(d->context, out, n, piece.p, piece.n) == n;
    return d->dictionary &&
           ZSTD_decompress_usingDDict(d->context, out, n, piece.p, piece.n, d->dictionary) == n;
}

static enum err_code prepare_piece(struct record_reader *rr, size_t i, struct err *err)
{
    if (rr->is_ready[i])
        return ERR_OK;
    size_t start = i * RECORD_PIECE_BYTES;
    size_t n = rr->record.text_bytes - start;
    if (n > RECORD_PIECE_BYTES)
        n = RECORD_PIECE_BYTES;
    if (!decompress(rr, rr->pieces[i], rr->text + start, n))
        return corrupt(err);
    rr->is_ready[i] = true;
    return ERR_OK;
}

enum err_code record_text(struct record_reader *rr, size_t start, size_t end, struct str *ret_text,
                          struct err *err)
{
    size_t text_bytes = rr->record.text_bytes;
    end = end < text_bytes ? end : text_bytes;
    if (start >= end) {
        *ret_text = STR_EMPTY;
        return ERR_OK;
    }
    if (!rr->text) {
        rr->text = mem_alloc(text_bytes);
        rr->is_ready = mem_alloc_zeroed(rr->n_pieces, sizeof *rr->is_ready);
    }
    for (size_t i = start / RECORD_PIECE_BYTES; i <= (end - 1) / RECORD_PIECE_BYTES; i++)
        if (prepare_piece(rr, i, err))
            return err->code;
    *ret_text = (struct str){rr->text + start, end - start};
    return ERR_OK;
}

void record_reader_free(struct record_reader *rr)
{
    if (!rr)
        return;
    arena_done(&rr->arena);
    mem_free(rr->text);
    mem_free(rr->is_ready);
    mem_free(rr);
}

enum err_code record_with_path(struct str data, struct str path, struct str path_positions,
                               struct buf *out, struct err *err)
{
    struct str rest = data, old_path, old_positions;
    if (!is_intact(data) || !take_head(&rest, &old_path, &old_positions))
        return corrupt(err);
    size_t start = begin_record(out, data.p[0]);
    buf_append_counted(out, path);
    buf_append_counted(out, path_positions);
    buf_append_str(out, rest);
    end_record(out, start);
    return ERR_OK;
}

bool record_find_positions(struct str data, struct str term, uint64_t hash,
                           struct positions_list *list)
{
    struct str path, of_path, labels, of_others;
    if (!take_head(&data, &path, &of_path) || !str_take_counted(&data, &labels) ||
        !str_take_counted(&data, &of_others))
        return false;
    bool is_of_path = str_starts_with(term, STR_LITERAL(PREFIX_PATH));
    return positions_find(is_of_path ? of_path : of_others, hash, list);
}

struct str record_labels(struct str data)
{
    struct str path, of_path, labels;
    if (!take_head(&data, &path, &of_path) || !str_take_counted(&data, &labels))
        return STR_EMPTY;
    return labels;
}

size_t record_positions_end(struct str data)
{
    enum { N_LISTS = 4 }; /* path, its positions, labels, other positions */
    size_t at = HEAD_BYTES;
    for (int i = 0; i < N_LISTS; i++) {
        struct str rest = at < data.n ? str_slice(data, at, data.n) : STR_EMPTY;
        uint64_t n;
        if (!str_take_varint(&rest, &n))
            return (at > data.n ? at : data.n) + BUF_MAX_VARINT_BYTES;
        if (__builtin_add_overflow(data.n - rest.n, n, &at))
            return SIZE_MAX;
    }
    return at;
}
