/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/intake/intake.h"

#include "base/file.h"
#include "base/mem.h"
#include "indexer/charset/decode.h"
#include "indexer/describe/describe.h"
#include "indexer/formats/containers.h"
#include "indexer/formats/reader.h"
#include "indexer/formats/records/csv_syntax.h"
#include "indexer/formats/records/window.h"
#include "store/index.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

/* Of a file of records: what its form, its charset and the names of its columns are told from. */
enum { OPENING_BYTES = 1 << 20 };

struct intake {
    struct intake_settings settings;
    struct analysis *analysis;
    struct buf bytes, decoded; /* reused from file to file */
    struct buf opening;        /* of a file of records, decoded */
    struct arena scratch;      /* of one document */
    struct arena names;        /* of one file */
    struct buf folder;         /* that the last file was in, with a "/" */
    int folder_fd;             /* < 0: it is not open */
};

struct intake *intake_new(const struct intake_settings *settings)
{
    struct intake *in = mem_alloc_zeroed(1, sizeof *in);
    in->settings = *settings;
    in->analysis = analysis_new(&settings->analysis);
    in->folder_fd = -1;
    return in;
}

void intake_free(struct intake *in)
{
    if (!in)
        return;
    analysis_free(in->analysis);
    buf_done(&in->bytes);
    buf_done(&in->decoded);
    buf_done(&in->opening);
    arena_done(&in->scratch);
    arena_done(&in->names);
    buf_done(&in->folder);
    file_close(&in->folder_fd);
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
    intake_output *output;
    void *ctx;
    struct problems *problems;
    struct known_file *state;

    /* What is being read of it: */
    struct str name;       /* what formats, titles and dates may be told from */
    struct str member;     /* within the archive that the file is; empty: the file itself */
    bool has_named_member; /* a document of it was there */
    int64_t mtime;
    unsigned depth;   /* archives around it */
    bool is_not_text; /* the last failure: no reader is for it */
    struct budget budget;
    struct err failure; /* of the output, which ends all of it */
};

/* A document of a member is found under the name of the file, and told apart by its own. */
static void name_document(const struct passing *p, struct document *document)
{
    document->path = p->file->path;
    if (!p->file->is_input)
        document->file_stamp = record_file_stamp(p->file->size_bytes, p->file->mtime_ns);
    document->names_file = p->state->n_documents == 0;
    document->names_member = p->member.n && !p->has_named_member;
    document->member_bytes = p->member.n;
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
    if (!document->is_described)
        describe(document);
    p->state->uses_path |= document->uses_path && p->member.n == 0;
    name_document(p, document);
    enum err_code code = p->output(p->ctx, document, err);
    if (code == ERR_OK) {
        p->state->n_documents++;
        p->has_named_member = true;
        return ERR_OK;
    }
    if (code != ERR_INPUT) {
        p->failure = *err;
        return code;
    }
    add_problem(p, PROBLEM_FAILED, STR_EMPTY, document->first_line, err->message);
    err_clear(err);
    return ERR_OK;
}

static void pass_skipped(void *ctx, uint32_t line, const char *reason)
{
    struct passing *p = ctx;
    add_problem(p, PROBLEM_FAILED, STR_EMPTY, line, reason);
}

/* Extracts the documents of text; opening: see extract.h. */
static enum err_code extract_decoded(struct passing *p, const struct decoded *decoded,
                                     enum format format, uint32_t first_line, struct str opening,
                                     struct err *err)
{
    struct intake *in = p->in;
    struct reader_input source = {
        .path = p->name,
        .text = decoded->text,
        .opening = opening,
        .charset = str_of(decoded->charset),
        .mtime = p->mtime,
        .first_line = first_line,
        .id_field = in->settings.options->id_field,
        .title_field = in->settings.options->title_field,
        .text_field = in->settings.options->text_field,
    };
    struct reader_output output = {pass_document, pass_skipped, p};
    arena_clear(&in->scratch);
    return format_read(format, &source, &in->scratch, &output, err);
}

static enum err_code extract_text_of(struct passing *p, struct str bytes, struct err *err)
{
    struct decoded decoded;
    p->is_not_text = decode(bytes, &p->in->decoded, &decoded, err) != ERR_OK;
    if (p->is_not_text)
        return err->code;
    return extract_decoded(p, &decoded, format_of(p->name, decoded.text), 1, STR_EMPTY, err);
}

static enum err_code read_contents(struct passing *p, struct str bytes, const struct input *rest,
                                   struct err *err);

/* Whether a failure is the file's or member's own, and the rest can be read nevertheless. */
static bool is_about_the_file(const struct passing *p, enum err_code code)
{
    return !p->failure.code &&
           (code == ERR_INPUT || code == ERR_LIMIT || code == ERR_IO || code == ERR_NOT_FOUND);
}

/* Reads a member of what p is reading; a failure that is the member's own is reported. */
static enum err_code pass_member(void *ctx, const struct container_member *member, struct err *err)
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
    p->has_named_member = member->is_whole && outer.has_named_member;
    p->mtime = member->mtime;
    p->depth++;
    enum err_code code = read_contents(p, member->bytes, member->rest, &problem);
    if (is_about_the_file(p, code))
        add_problem(p, p->is_not_text ? PROBLEM_NOT_TEXT : PROBLEM_FAILED, STR_EMPTY, 0,
                    problem.message);
    p->name = outer.name;
    p->member = outer.member;
    p->has_named_member = outer.has_named_member;
    p->mtime = outer.mtime;
    p->depth = outer.depth;
    if (code && !is_about_the_file(p, code))
        *err = problem;
    return err->code;
}

static void pass_unread(void *ctx, struct str member, bool is_text, const char *reason)
{
    add_problem(ctx, is_text ? PROBLEM_FAILED : PROBLEM_NOT_TEXT, member, 0, reason);
}

static enum err_code unpack_form(struct passing *p, enum container form, struct str bytes,
                                 const struct input *rest, struct err *err)
{
    if (p->depth >= p->in->settings.options->unpack.max_depth)
        return err_set(err, ERR_LIMIT, "an archive %u deep (--max-depth)", p->depth + 1);
    struct container_input source = {p->name, bytes, p->mtime, &p->budget, .rest = rest};
    struct container_output output = {pass_document, pass_member, pass_unread, p};
    return container_read(form, &source, &p->in->scratch, &output, err);
}

static enum err_code read_bytes(struct passing *p, struct str bytes, struct err *err)
{
    enum container form = container_of_bytes(p->name, bytes);
    p->is_not_text = false;
    return form == FORM_TEXT ? extract_text_of(p, bytes, err)
                             : unpack_form(p, form, bytes, NULL, err);
}

/* ---- what is too large to be read at once ---- */

/* A document, of which bytes are the beginning. */
static enum err_code read_document(struct passing *p, struct buf *bytes, const struct input *rest,
                                   struct err *err)
{
    struct err problem = ERR_INIT;
    uint64_t max_bytes = p->in->settings.options->max_file_bytes;
    if (p->depth) /* a member */
        max_bytes = bytes->n + p->budget.limits->max_bytes - p->budget.unpacked_bytes;
    bool is_known = rest->left_bytes != INPUT_UNKNOWN;
    uint64_t least_bytes = bytes->n + (is_known ? rest->left_bytes : 0);
    for (bool is_end = false; !is_end && !problem.code; least_bytes = bytes->n) {
        if (least_bytes > max_bytes && p->depth)
            return err_set(err, ERR_LIMIT, "unpacked %llu bytes, more than the limit leaves",
                           (unsigned long long)least_bytes);
        if (least_bytes > max_bytes)
            return err_set(err, ERR_LIMIT, "larger than %llu bytes (--max-file-size)",
                           (unsigned long long)max_bytes);
        rest->read(rest->ctx, bytes, INPUT_PIECE_BYTES, &is_end, &problem);
    }
    /* One that is damaged is read as far as it goes. */
    if (problem.code != ERR_LIMIT)
        read_bytes(p, buf_str(bytes), err);
    if (!err->code)
        *err = problem;
    return err->code;
}

/* A file of records under way. */
struct records {
    struct passing *p;
    struct window_settings window;
    enum format format;
    unsigned n_messages; /* of an mbox, before the window */
    bool is_first;       /* the window */
    struct budget before;
};

/* The beginning of bytes, as text in in->opening: whole lines, so that no character is cut. */
static bool decode_opening(struct intake *in, struct str bytes)
{
    struct decoded decoded;
    struct err ignored = ERR_INIT;
    if (bytes.n > OPENING_BYTES) {
        const char *newline = memrchr(bytes.p, '\n', OPENING_BYTES);
        bytes.n = newline ? (size_t)(newline - bytes.p) + 1 : OPENING_BYTES;
    }
    /* In UTF-16 and UTF-32 a line feed is no single byte. */
    if (decode(bytes, &in->decoded, &decoded, &ignored) ||
        str_starts_with(str_of(decoded.charset), STR_LITERAL("UTF-16")) ||
        str_starts_with(str_of(decoded.charset), STR_LITERAL("UTF-32")))
        return false;
    buf_clear(&in->opening);
    buf_append_str(&in->opening, decoded.text);
    return true;
}

/* What records a file that begins like this holds. */
static void find_records(struct passing *p, struct str bytes, struct records *ret)
{
    static const enum record_form forms[FORMAT_LIMIT] = {
        [FORMAT_JSONL] = RECORDS_JSONL, [FORMAT_CSV] = RECORDS_CSV, [FORMAT_SGML] = RECORDS_SGML};
    struct intake *in = p->in;
    enum container form = container_of_bytes(p->name, bytes);
    *ret = (struct records){.p = p, .is_first = true, .before = p->budget};
    if (p->depth) /* the beginning of a member was paid for */
        ret->before.unpacked_bytes -= bytes.n;
    ret->window.window_bytes = INPUT_PIECE_BYTES;
    ret->window.record_bytes = in->settings.options->max_file_bytes;
    if (form == FORM_MBOX)
        ret->window.form = RECORDS_MBOX;
    if (form != FORM_TEXT || !decode_opening(in, bytes))
        return;
    struct str opening = buf_str(&in->opening);
    ret->format = format_of(p->name, opening);
    ret->window.form = forms[ret->format];
    if (ret->format == FORMAT_CSV) {
        AUTO(buf_done) struct buf unix_lines = BUF_INIT;
        ret->window.delimiter = csv_delimiter(reader_unix_lines(opening, &unix_lines), p->name);
    }
    if (ret->format == FORMAT_SGML && window_end(&ret->window, opening, true) == 0)
        ret->window.form = RECORDS_NONE; /* it is another kind of SGML */
}

static enum err_code take_messages(struct records *r, struct str bytes, uint32_t first_line,
                                   struct err *err)
{
    struct passing *p = r->p;
    struct container_input source = {p->name,
                                     bytes,
                                     p->mtime,
                                     &p->budget,
                                     .n_lines = first_line - 1,
                                     .n_messages = &r->n_messages};
    struct container_output output = {pass_document, pass_member, pass_unread, p};
    return container_read(FORM_MBOX, &source, &p->in->scratch, &output, err);
}

static enum err_code take_text(struct records *r, struct str bytes, uint32_t first_line,
                               struct err *err)
{
    struct intake *in = r->p->in;
    struct decoded decoded;
    if (r->is_first ? decode(bytes, &in->decoded, &decoded, err)
                    : decode_text(bytes, &in->decoded, &decoded, err))
        return err->code;
    return extract_decoded(r->p, &decoded, r->format, first_line, buf_str(&in->opening), err);
}

static enum err_code take_records(void *ctx, struct str bytes, uint32_t first_line, struct err *err)
{
    struct records *r = ctx;
    struct passing *p = r->p;
    struct err problem = ERR_INIT;
    enum err_code code = r->window.form == RECORDS_MBOX
                             ? take_messages(r, bytes, first_line, &problem)
                             : take_text(r, bytes, first_line, &problem);
    r->is_first = false;
    budget_settle(&p->budget, &r->before);
    if (is_about_the_file(p, code))
        add_problem(p, PROBLEM_FAILED, STR_EMPTY, first_line, problem.message);
    else if (code)
        *err = problem;
    return err->code;
}

static void skip_record(void *ctx, uint32_t line, const char *reason)
{
    pass_skipped(((struct records *)ctx)->p, line, reason);
}

/* Reads a file or member of which bytes are the beginning, and which may be of any size where it
 * consists of records or is an archive. */
static enum err_code read_contents(struct passing *p, struct str bytes, const struct input *rest,
                                   struct err *err)
{
    struct records records;
    p->is_not_text = false;
    if (!rest)
        return read_bytes(p, bytes, err);
    if (container_is_stream(bytes))
        return unpack_form(p, FORM_ARCHIVE, bytes, rest, err);
    AUTO(buf_done) struct buf all = BUF_INIT;
    buf_append_str(&all, bytes);
    find_records(p, bytes, &records);
    if (records.window.form == RECORDS_NONE)
        return read_document(p, &all, rest, err);
    struct window_output output = {take_records, skip_record, &records};
    return window_read(&records.window, &all, rest, &output, err);
}

static enum err_code read_opened(struct passing *p, int fd, const char *name, uint64_t size,
                                 struct err *err)
{
    struct intake *in = p->in;
    uint64_t n_read = 0;
    bool is_end, is_input = size == INPUT_UNKNOWN;
    p->budget = (struct budget){.limits = &in->settings.options->unpack,
                                .file_bytes = is_input ? 0 : size};
    struct input_file file = {fd, name, size, is_input ? &p->budget.file_bytes : &n_read};
    buf_clear(&in->bytes);
    struct input rest = input_of_file(&file);
    if (rest.read(rest.ctx, &in->bytes, INPUT_PIECE_BYTES, &is_end, err))
        return err->code;
    if (is_input && in->bytes.n == 0)
        return ERR_OK; /* no document, not an empty one */
    rest.left_bytes = file.left_bytes;
    bool is_whole = is_end && in->bytes.n <= in->settings.options->max_file_bytes;
    return read_contents(p, buf_str(&in->bytes), is_whole ? NULL : &rest, err);
}

/* Opens a file from its folder, which was opened for the file before: most stand beside that, and
 * the way there is long. What fails so is tried, and complained about, by the whole path. */
static int open_in_folder(struct intake *in, struct str path, uint64_t *ret_bytes, struct err *err)
{
    struct err ignored = ERR_INIT;
    size_t start = str_after_last(path, '/');
    struct str folder = str_slice(path, 0, start);
    if (in->folder_fd < 0 || !str_equal(folder, buf_str(&in->folder))) {
        file_close(&in->folder_fd);
        buf_clear(&in->folder);
        buf_append_str(&in->folder, folder);
        in->folder_fd = open(buf_c_string(&in->folder), O_PATH | O_DIRECTORY | O_CLOEXEC);
    }
    int fd = in->folder_fd < 0 ? -1 : file_open(in->folder_fd, path.p + start, ret_bytes, &ignored);
    return fd < 0 ? file_open(AT_FDCWD, path.p, ret_bytes, err) : fd;
}

static enum err_code read_and_extract(struct passing *p, struct err *err)
{
    struct intake *in = p->in;
    uint64_t size;
    if (p->file->is_input)
        return read_opened(p, STDIN_FILENO, "-", INPUT_UNKNOWN, err);
    arena_clear(&in->names);
    struct str path = index_absolute_path(p->file->path, in->settings.index_dir, &in->names);
    AUTO(file_close) int fd = open_in_folder(in, path, &size, err);
    return fd < 0 ? err->code : read_opened(p, fd, path.p, size, err);
}

enum err_code intake_file(struct intake *in, const struct source_file *file, intake_output *output,
                          void *ctx, struct problems *problems, struct known_file *ret_state,
                          struct err *err)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *ret_state = known_file_of(file, file_nanoseconds(now));
    struct passing p = {
        .in = in,
        .file = file,
        .output = output,
        .ctx = ctx,
        .problems = problems,
        .state = ret_state,
        .name = file->path,
        .member = STR_EMPTY,
        .mtime = file->mtime_ns / 1000000000LL,
    };

    struct err reading = ERR_INIT;
    enum err_code code = read_and_extract(&p, &reading);
    if (p.failure.code || (code && !is_about_the_file(&p, code))) {
        *err = p.failure.code ? p.failure : reading;
        return err->code;
    }
    if (code == ERR_OK)
        return ERR_OK;
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
