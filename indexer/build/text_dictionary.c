/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Samples the texts of a corpus and makes a compression dictionary of them. */
#include "indexer/build/text_dictionary.h"

#include "base/file.h"
#include "base/input.h"
#include "base/mem.h"
#include "indexer/charset/decode.h"
#include "indexer/formats/formats.h"
#include "store/index.h"
#include "store/record.h"

#include <fcntl.h>

enum {
    /* One file in SHARE is sampled: reading them takes time, but a larger sample makes the texts of
     * a large corpus up to 5 % shorter. */
    SHARE = 48,
    MIN_FILES = 256,
    MAX_FILES = 1024,
    FILE_BYTES = 1280,         /* of each, on average */
    MAX_TEXT_BYTES = 8 * 1024, /* taken of one document */
    MAX_FILE_BYTES = 4 << 20,
};
/* Making a dictionary takes some hundredths of a second, which smaller corpora do not gain. */
static const uint64_t MIN_CORPUS_BYTES = 16 << 20;

struct sample {
    const char *index_dir;
    struct buf texts; /* concatenated */
    size_t *text_bytes;
    size_t n, capacity;
    size_t limit; /* for texts.n, including the current file */
    struct buf bytes, decoded;
    struct arena scratch, names;
};

static void sample_done(struct sample *s)
{
    buf_done(&s->texts);
    mem_free(s->text_bytes);
    buf_done(&s->bytes);
    buf_done(&s->decoded);
    arena_done(&s->scratch);
    arena_done(&s->names);
}

/* Adds a text to the samples. Returns ERR_LIMIT once there is enough of this file. */
static enum err_code take_text(void *ctx, struct document *document, struct err *err)
{
    struct sample *s = ctx;
    struct str text = document->text;
    if (text.n > MAX_TEXT_BYTES)
        text.n = MAX_TEXT_BYTES;
    if (s->texts.n + text.n > s->limit)
        text.n = s->limit - s->texts.n;
    if (text.n == 0)
        return ERR_OK;
    buf_append_str(&s->texts, text);
    MEM_GROW(s->text_bytes, s->n, s->capacity);
    s->text_bytes[s->n++] = text.n;
    return s->texts.n == s->limit ? err_set(err, ERR_LIMIT, "enough") : ERR_OK;
}

static void pass_over(void *ctx, uint32_t line, const char *reason)
{
    (void)ctx;
    (void)line;
    (void)reason;
}

/* Reads a file, or the start of a large one. */
static bool read_beginning(struct sample *s, const char *path, bool *ret_is_all)
{
    struct err ignored = ERR_INIT;
    uint64_t size, n_read = 0;
    AUTO(file_close) int fd = file_open(AT_FDCWD, path, &size, &ignored);
    if (fd < 0)
        return false;
    *ret_is_all = size <= MAX_FILE_BYTES;
    struct input_file file = {fd, path, *ret_is_all ? size : MAX_FILE_BYTES, &n_read, NULL};
    struct input input = input_of_file(&file);
    bool is_end;
    buf_clear(&s->bytes);
    return !input.read(input.ctx, &s->bytes, MAX_FILE_BYTES, &is_end, &ignored);
}

/* Takes samples from a file. One that cannot be read contributes nothing and is reported later. The
 * records at the start of a large file represent all of them. */
static void take_file(struct sample *s, const struct source_file *file)
{
    struct err ignored = ERR_INIT;
    struct decoded decoded;
    bool is_all;
    arena_clear(&s->names);
    arena_clear(&s->scratch);
    struct str path = index_absolute_path(file->path, s->index_dir, &s->names);
    if (!read_beginning(s, path.p, &is_all))
        return;
    struct str bytes = buf_str(&s->bytes);
    const char *newline = is_all ? NULL : memrchr(bytes.p, '\n', bytes.n);
    if (newline)
        bytes.n = (size_t)(newline - bytes.p);
    if (decode(bytes, &s->decoded, &decoded, &ignored))
        return;
    enum format format = format_of_text(file->path, decoded.text);
    if (!is_all && format_records(format) == RECORDS_NONE)
        return;
    struct reader_input input = {.path = file->path,
                                 .text = decoded.text,
                                 .charset = str_of(decoded.charset),
                                 .first_line = 1,
                                 .id_field = file->settings->id_field,
                                 .title_field = file->settings->title_field,
                                 .text_field = file->settings->text_field};
    struct reader_output output = {take_text, pass_over, s};
    format_read(format, &input, &s->scratch, &output, &ignored);
}

static size_t files_wanted(size_t n_files)
{
    size_t n = n_files / SHARE;
    return n < MIN_FILES ? MIN_FILES : n < MAX_FILES ? n : MAX_FILES;
}

void text_dictionary_make(const struct changes *changes, const char *index_dir, struct buf *out)
{
    AUTO(sample_done) struct sample s = {.index_dir = index_dir};
    uint64_t corpus_bytes = 0;
    for (size_t i = 0; i < changes->n; i++)
        corpus_bytes += changes->entries[i].file ? changes->entries[i].file->size_bytes : 0;
    if (corpus_bytes < MIN_CORPUS_BYTES)
        return;
    size_t n_wanted = files_wanted(changes->n);
    size_t n = changes->n < n_wanted ? changes->n : n_wanted;
    for (size_t i = 0; i < n; i++) {
        const struct source_file *file = changes->entries[i * changes->n / n].file;
        s.limit = n_wanted * FILE_BYTES / n * (i + 1);
        if (file && !file->is_input)
            take_file(&s, file);
    }
    if (s.n)
        record_make_text_dictionary(s.texts.p, s.text_bytes, (unsigned)s.n, out);
}
