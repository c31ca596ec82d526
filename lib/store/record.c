/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decodes the record of a document. */
#include "store/record.h"

#include "base/arena.h"
#include "base/mem.h"
#include "store/record_format.h"
#include "store/schema.h"

/* It declares dictionaries that are not copied. libzstd has had them for long, in its shared
 * library too, but does not promise to keep them. */
#define ZSTD_STATIC_LINKING_ONLY
#include <xxhash.h>
#include <zstd.h>

/* ---- the head ---- */

static enum err_code corrupt(struct err *err)
{
    return err_set(err, ERR_CORRUPT, "a document's record is damaged");
}

uint32_t record_hash(struct str record)
{
    struct str rest = str_slice(record, HEAD_BYTES, record.n);
    return (uint32_t)XXH3_64bits_withSeed(rest.p, rest.n, (uint8_t)record.p[0]);
}

static bool is_intact(struct str record)
{
    uint32_t hash = 0;
    if (record.n < HEAD_BYTES)
        return false;
    for (size_t i = 0; i < HASH_BYTES; i++)
        hash |= (uint32_t)(uint8_t)record.p[HASH_AT + i] << 8 * i;
    return hash == record_hash(record);
}

/* Reads the part that depends on the path. */
static bool take_head(struct str *in, struct str *path, struct str *path_positions)
{
    if (in->n < HEAD_BYTES || (in->p[0] != RECORD_PLAIN && in->p[0] != RECORD_WITH_DICTIONARY))
        return false;
    *in = str_slice(*in, HEAD_BYTES, in->n);
    return str_take_counted(in, path) && str_take_counted(in, path_positions);
}

enum err_code record_take_head(struct str *in, struct str *path, struct str *path_positions,
                               struct err *err)
{
    return is_intact(*in) && take_head(in, path, path_positions) ? ERR_OK : corrupt(err);
}

/* ---- positions and labels, which searches read without the rest ---- */

bool record_is_of_path(struct str term)
{
    return str_starts_with(term, STR_LITERAL(PREFIX_PATH));
}

struct str record_positions(struct str data, bool is_of_path)
{
    struct str path, of_path, labels, of_others;
    if (!take_head(&data, &path, &of_path) || !str_take_counted(&data, &labels) ||
        !str_take_counted(&data, &of_others))
        return STR_EMPTY;
    return is_of_path ? of_path : of_others;
}

bool record_find_positions(struct str data, struct str term, uint64_t hash,
                           struct positions_list *list)
{
    return positions_find(record_positions(data, record_is_of_path(term)), hash, list);
}

struct str record_path(struct str data)
{
    struct str path, of_path;
    return take_head(&data, &path, &of_path) ? path : STR_EMPTY;
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

/* ---- dictionaries ---- */

struct record_decoder {
    ZSTD_DCtx *context;
    struct buf bytes;       /* the dictionary */
    ZSTD_DDict *dictionary; /* NULL if there is none */
};

struct record_decoder *record_decoder_new(struct buf dictionary)
{
    struct record_decoder *d = mem_alloc_zeroed(1, sizeof *d);
    d->context = ZSTD_createDCtx();
    d->bytes = dictionary;
    if (dictionary.n)
        d->dictionary = ZSTD_createDDict_byReference(d->bytes.p, d->bytes.n);
    if (!d->context || (dictionary.n && !d->dictionary))
        mem_exhausted(); /* zstd fails to make them for no other reason */
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

/* ---- the fields ---- */

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

static size_t count_pieces(size_t text_bytes)
{
    return (text_bytes + RECORD_PIECE_BYTES - 1) / RECORD_PIECE_BYTES;
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

/* ---- the text ---- */

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
