/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/intake.h"

#include "base/file.h"
#include "base/mem.h"
#include "indexer/decode.h"
#include "indexer/describe.h"
#include "indexer/extract.h"

#include <fcntl.h>
#include <time.h>

struct intake {
    struct intake_settings settings;
    struct analysis *analysis;
    struct buf bytes, decoded; /* reused from file to file */
    struct arena scratch;      /* of one document */
    struct arena names;        /* of one file */
};

struct intake *intake_new(const struct intake_settings *settings)
{
    struct intake *in = mem_alloc_zeroed(1, sizeof *in);
    in->settings = *settings;
    in->analysis = analysis_new(&settings->analysis);
    return in;
}

void intake_free(struct intake *in)
{
    if (!in)
        return;
    analysis_free(in->analysis);
    buf_done(&in->bytes);
    buf_done(&in->decoded);
    arena_done(&in->scratch);
    arena_done(&in->names);
    mem_free(in);
}

struct analysis *intake_analysis(struct intake *in)
{
    return in->analysis;
}

/* One file under way. */
struct passing {
    struct intake *in;
    const struct source_file *file;
    intake_sink *sink;
    void *ctx;
    struct problems *problems;
    struct file_state *state;
};

static enum err_code pass_document(void *ctx, struct document *document, struct err *err)
{
    struct passing *p = ctx;
    if (p->in->settings.options->language)
        document->language = str_of(
            language_code(language_by_code(str_of(p->in->settings.options->language))));
    describe(document);
    p->state->uses_path |= document->uses_path;
    enum err_code code = p->sink(p->ctx, analyse(p->in->analysis, document), err);
    if (code == ERR_OK)
        p->state->n_documents++;
    if (code != ERR_INPUT)
        return code;
    problems_add(p->problems, PROBLEM_FAILED, p->file->path, document->first_line,
                 str_of(err->message));
    err_clear(err);
    return ERR_OK;
}

static void pass_skipped(void *ctx, uint32_t line, const char *reason)
{
    struct passing *p = ctx;
    problems_add(p->problems, PROBLEM_FAILED, p->file->path, line, str_of(reason));
}

static enum err_code extract_text_of(struct passing *p, struct str bytes, struct err *err)
{
    enum { HEAD_BYTES = 4096 };
    struct decoded decoded;
    struct intake *in = p->in;
    if (decode(bytes, &in->decoded, &decoded, err))
        return err->code;
    struct str head = str_slice(decoded.text, 0,
                                decoded.text.n < HEAD_BYTES ? decoded.text.n : HEAD_BYTES);
    struct extract_source source = {
        .path = p->file->path,
        .text = decoded.text,
        .charset = str_of(decoded.charset),
        .mtime = p->file->mtime_ns / 1000000000LL,
        .first_line = 1,
    };
    struct extract_sink sink = {pass_document, pass_skipped, p};
    arena_clear(&in->scratch);
    return extract(extract_format_of(p->file->path, head), &source, &in->scratch, &sink, err);
}

static enum err_code read_and_extract(struct passing *p, struct err *err)
{
    struct intake *in = p->in;
    arena_clear(&in->names);
    struct str path = walk_absolute_path(p->file->path, in->settings.index_dir, &in->names);
    buf_clear(&in->bytes);
    if (file_read(AT_FDCWD, path.p, in->settings.options->max_file_bytes, &in->bytes, err))
        return err->code;
    return extract_text_of(p, buf_str(&in->bytes), err);
}

static bool is_about_the_file(enum err_code code)
{
    return code == ERR_INPUT || code == ERR_LIMIT || code == ERR_IO || code == ERR_NOT_FOUND;
}

enum err_code intake_file(struct intake *in, const struct source_file *file, intake_sink *sink,
                          void *ctx, struct problems *problems, struct file_state *ret_state,
                          struct err *err)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *ret_state = state_of(file, now.tv_sec * 1000000000LL + now.tv_nsec);
    struct passing p = {in, file, sink, ctx, problems, ret_state};

    struct err reading = ERR_INIT;
    enum err_code code = read_and_extract(&p, &reading);
    if (code == ERR_OK)
        return ERR_OK;
    if (!is_about_the_file(code)) {
        *err = reading;
        return code;
    }
    bool is_binary = code == ERR_INPUT && !file->is_named;
    problems_add(problems, is_binary ? PROBLEM_NOT_TEXT : PROBLEM_FAILED, file->path, 0,
                 str_of(reading.message));
    if (code == ERR_INPUT || code == ERR_LIMIT)
        ret_state->skipped = problems->items[problems->n - 1].reason;
    else
        ret_state->ctime_ns = 0; /* it may be readable the next time */
    return ERR_OK;
}
