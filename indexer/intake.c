/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/intake.h"

#include "base/file.h"
#include "base/mem.h"
#include "indexer/decode.h"
#include "indexer/describe.h"
#include "indexer/unpack.h"
#include "store/index.h"

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

    /* What is being read of it: */
    struct str name;   /* what formats, titles and dates may be told from */
    struct str member; /* within the archive that the file is; empty: the file itself */
    int64_t mtime;
    unsigned depth;   /* archives around it */
    bool is_not_text; /* the last failure: no reader is for it */
    struct unpack_budget budget;
};

/* A document of a member is found under the name of the file, and told apart by its own. */
static void name_document(const struct passing *p, struct document *document)
{
    document->path = p->file->path;
    if (p->member.n && document->id.n)
        document->id = arena_format(document->arena, "%.*s#%.*s", STR_PRINT(p->member),
                                    STR_PRINT(document->id));
    else if (p->member.n)
        document->id = p->member;
}

static void add_problem(struct passing *p, enum problem_kind kind, struct str member, uint32_t line,
                        const char *reason)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    buf_append_str(&text, p->member);
    if (p->member.n && member.n)
        buf_append_char(&text, '/');
    buf_append_str(&text, member);
    if (text.n)
        buf_append(&text, ": ", 2);
    buf_append_str(&text, str_of(reason));
    problems_add(p->problems, kind, p->file->path, line, buf_str(&text));
}

static enum err_code pass_document(void *ctx, struct document *document, struct err *err)
{
    struct passing *p = ctx;
    if (p->in->settings.options->language)
        document->language = str_of(
            language_code(language_by_code(str_of(p->in->settings.options->language))));
    describe(document);
    p->state->uses_path |= document->uses_path && p->member.n == 0;
    name_document(p, document);
    enum err_code code = p->sink(p->ctx, analyse(p->in->analysis, document), err);
    if (code == ERR_OK)
        p->state->n_documents++;
    if (code != ERR_INPUT)
        return code;
    add_problem(p, PROBLEM_FAILED, STR_EMPTY, document->first_line, err->message);
    err_clear(err);
    return ERR_OK;
}

static void pass_skipped(void *ctx, uint32_t line, const char *reason)
{
    struct passing *p = ctx;
    add_problem(p, PROBLEM_FAILED, STR_EMPTY, line, reason);
}

static enum err_code extract_text_of(struct passing *p, struct str bytes, struct err *err)
{
    struct decoded decoded;
    struct intake *in = p->in;
    p->is_not_text = decode(bytes, &in->decoded, &decoded, err) != ERR_OK;
    if (p->is_not_text)
        return err->code;
    struct extract_source source = {
        .path = p->name,
        .text = decoded.text,
        .charset = str_of(decoded.charset),
        .mtime = p->mtime,
        .first_line = 1,
        .id_field = in->settings.options->id_field,
        .title_field = in->settings.options->title_field,
        .text_field = in->settings.options->text_field,
    };
    struct extract_sink sink = {pass_document, pass_skipped, p};
    arena_clear(&in->scratch);
    return extract(extract_format_of(p->name, decoded.text), &source, &in->scratch, &sink, err);
}

static enum err_code read_bytes(struct passing *p, struct str bytes, struct err *err);

static bool is_about_the_file(enum err_code code)
{
    return code == ERR_INPUT || code == ERR_LIMIT || code == ERR_IO || code == ERR_NOT_FOUND;
}

/* Reads a member of what p is reading; a failure that is the member's own is reported. */
static enum err_code pass_member(void *ctx, const struct unpack_member *member, struct err *err)
{
    struct passing *p = ctx;
    AUTO(buf_done) struct buf id = BUF_INIT;
    struct err problem = ERR_INIT;
    struct passing outer = *p;

    buf_append_str(&id, p->member);
    if (p->member.n && !member->is_whole)
        buf_append_char(&id, '/');
    if (!member->is_whole)
        buf_append_str(&id, member->name);
    p->name = member->name;
    p->member = buf_str(&id);
    p->mtime = member->mtime;
    p->depth++;
    enum err_code code = read_bytes(p, member->bytes, &problem);
    if (is_about_the_file(code))
        add_problem(p, p->is_not_text ? PROBLEM_NOT_TEXT : PROBLEM_FAILED, STR_EMPTY, 0,
                    problem.message);
    p->name = outer.name;
    p->member = outer.member;
    p->mtime = outer.mtime;
    p->depth = outer.depth;
    if (code && !is_about_the_file(code))
        *err = problem;
    return err->code;
}

static void pass_unread(void *ctx, struct str member, bool is_text, const char *reason)
{
    add_problem(ctx, is_text ? PROBLEM_FAILED : PROBLEM_NOT_TEXT, member, 0, reason);
}

static enum err_code read_bytes(struct passing *p, struct str bytes, struct err *err)
{
    enum unpack_form form = unpack_form_of(p->name, bytes);
    p->is_not_text = false;
    if (form == FORM_TEXT)
        return extract_text_of(p, bytes, err);
    if (p->depth >= p->in->settings.options->unpack.max_depth)
        return err_set(err, ERR_LIMIT, "an archive %u deep (--max-depth)", p->depth + 1);
    struct unpack_source source = {p->name, bytes, p->mtime, &p->budget};
    struct unpack_sink sink = {pass_document, pass_member, pass_unread, p};
    return unpack(form, &source, &p->in->scratch, &sink, err);
}

static enum err_code read_and_extract(struct passing *p, struct err *err)
{
    struct intake *in = p->in;
    arena_clear(&in->names);
    struct str path = index_absolute_path(p->file->path, in->settings.index_dir, &in->names);
    buf_clear(&in->bytes);
    if (file_read(AT_FDCWD, path.p, in->settings.options->max_file_bytes, &in->bytes, err))
        return err->code;
    p->budget = (struct unpack_budget){.limits = &in->settings.options->unpack,
                                       .file_bytes = in->bytes.n};
    return read_bytes(p, buf_str(&in->bytes), err);
}

enum err_code intake_file(struct intake *in, const struct source_file *file, intake_sink *sink,
                          void *ctx, struct problems *problems, struct file_state *ret_state,
                          struct err *err)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *ret_state = state_of(file, now.tv_sec * 1000000000LL + now.tv_nsec);
    struct passing p = {
        .in = in,
        .file = file,
        .sink = sink,
        .ctx = ctx,
        .problems = problems,
        .state = ret_state,
        .name = file->path,
        .member = STR_EMPTY,
        .mtime = file->mtime_ns / 1000000000LL,
    };

    struct err reading = ERR_INIT;
    enum err_code code = read_and_extract(&p, &reading);
    if (code == ERR_OK)
        return ERR_OK;
    if (!is_about_the_file(code)) {
        *err = reading;
        return code;
    }
    bool is_binary = p.is_not_text && !file->is_named;
    problems_add(problems, is_binary ? PROBLEM_NOT_TEXT : PROBLEM_FAILED, file->path, 0,
                 str_of(reading.message));
    if (ret_state->n_documents)
        return ERR_OK; /* the index keeps what was read of it */
    if (is_binary)
        ret_state->skipped = problems->items[problems->n - 1].reason;
    else
        ret_state->ctime_ns = 0; /* to be tried, and complained about, the next time too */
    return ERR_OK;
}
