/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Determines the format of a file or of a member at any depth, and turns it into documents: by
 * decoding it and calling the reader of its format, or by unpacking it first. */
#include "indexer/intake/reading.h"

#include "base/deadline.h"
#include "base/mem.h"
#include "indexer/describe/describe.h"
#include "indexer/describe/file_name.h"
#include "store/record.h"

#include <inttypes.h>
#include <stdio.h>

void reading_add_problem(struct reading *r, enum problem_kind kind, struct str member,
                         uint32_t line, const char *reason)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    if (r->n_problems++ >= MAX_PROBLEMS)
        return;
    buf_append_str(&text, r->member);
    if (r->member.n && member.n)
        buf_append_char(&text, '/');
    buf_append_str(&text, member);
    if (text.n)
        buf_append(&text, ": ", 2);
    buf_append_str(&text, str_of(reason));
    problems_add(r->problems, kind, r->file->path, line, buf_str(&text));
}

void reading_report_cut(struct reading *r)
{
    if (r->budget.cut.code)
        reading_add_problem(r, PROBLEM_FAILED, STR_EMPTY, 0, r->budget.cut.message);
    err_clear(&r->budget.cut);
}

bool reading_can_go_on(const struct reading *r, enum err_code code)
{
    return !r->failure.code &&
           (code == ERR_INPUT || code == ERR_LIMIT || code == ERR_IO || code == ERR_NOT_FOUND);
}

/* ---- documents ---- */

/* Names a document. That of a member has the path of the file and is told apart by the member's
 * name in its id. */
static void name_document(const struct reading *r, struct document *document)
{
    document->path = r->file->path;
    if (!r->file->is_input)
        document->file_stamp = record_file_stamp(r->file->size_bytes, r->file->mtime_ns);
    document->names_file = r->known->n_documents == 0;
    document->names_member = r->member.n && !r->has_named_member;
    document->member_bytes = r->member.n;
    if (r->member.n && document->id.n)
        document->id = arena_format(document->arena, "%.*s#%.*s", STR_PRINT(r->member),
                                    STR_PRINT(document->id));
    else if (r->member.n)
        document->id = r->member;
}

static void report_fields(struct reading *r, const struct document *document)
{
    char reason[100];
    if (document->n_fields_left_out == 0)
        return;
    snprintf(reason, sizeof reason, "%" PRIu32 " fields were left out: a document has at most %d",
             document->n_fields_left_out, DOCUMENT_MAX_FIELDS);
    reading_add_problem(r, PROBLEM_FAILED, STR_EMPTY, document->first_line, reason);
}

/* Reports a document that is too large. */
static bool fits_into_memory(struct reading *r, const struct document *document)
{
    struct err problem = ERR_INIT;
    if (budget_hold(&r->budget, document->text.n, HELD_TEXT, &problem))
        reading_add_problem(r, PROBLEM_FAILED, STR_EMPTY, document->first_line, problem.message);
    return !problem.code;
}

/* Returns whether the title is the name of a member that says nothing, as "_chat.txt" in "Chat with
 * Ann.zip", while the name of the archive says something. */
static bool is_called_by_archive(const struct reading *r, const struct document *document)
{
    return document->uses_path && r->member.n && !file_name_tells(r->member) &&
           file_name_is_title(r->file->path) &&
           str_equal(document->title, file_name_as_title(r->member, false));
}

static enum err_code add_document(void *ctx, struct document *document, struct err *err)
{
    struct reading *r = ctx;
    if (!fits_into_memory(r, document))
        return ERR_OK;
    if (r->settings->language)
        document->language = str_of(r->settings->language);
    if (!document->is_described)
        describe(document);
    bool goes_by_archive = is_called_by_archive(r, document);
    if (goes_by_archive)
        describe_by_name(document, r->file->path);
    r->known->uses_path |= document->uses_path && (r->member.n == 0 || goes_by_archive);
    name_document(r, document);
    report_fields(r, document);
    if (r->known->n_documents > r->n_before && deadline_is_over())
        return ERR_OK; /* report_time() reports it once the reader has finished */
    enum err_code code = r->output(r->ctx, document, err);
    if (code == ERR_OK) {
        r->known->n_documents++;
        r->has_named_member = true;
        return ERR_OK;
    }
    if (code != ERR_INPUT) {
        r->failure = *err;
        return code;
    }
    reading_add_problem(r, PROBLEM_FAILED, STR_EMPTY, document->first_line, err->message);
    err_clear(err);
    return ERR_OK;
}

static void skip_record(void *ctx, uint32_t line, const char *reason)
{
    reading_add_problem(ctx, PROBLEM_FAILED, STR_EMPTY, line, reason);
}

/* Reports that the time limit was reached. What was read so far is kept; another run may get
 * further. */
static void report_time(struct reading *r)
{
    char reason[100];
    snprintf(reason, sizeof reason,
             "more than %" PRIu64 " seconds to read; the rest was left out (--max-time)",
             r->settings->unpack.max_s);
    r->budget.may_go_well = true;
    reading_add_problem(r, PROBLEM_FAILED, STR_EMPTY, 0, reason);
}

enum err_code reading_text(struct reading *r, const struct decoded *decoded, enum format format,
                           uint32_t first_line, struct str opening, struct err *err)
{
    struct intake *in = r->in;
    struct reader_input input = {
        .path = r->name,
        .text = decoded->text,
        .opening = opening,
        .charset = str_of(decoded->charset),
        .first_line = first_line,
        .id_field = r->settings->id_field,
        .title_field = r->settings->title_field,
        .text_field = r->settings->text_field,
        .budget = &r->budget,
    };
    struct reader_output output = {add_document, skip_record, r};
    arena_clear(&in->scratch);
    r->n_before = r->known->n_documents;
    deadline_start(r->settings->unpack.max_s);
    format_read(format, &input, &in->scratch, &output, err);
    if (deadline_stop())
        report_time(r);
    return err->code;
}

static enum err_code decode_and_read(struct reading *r, struct str bytes, struct err *err)
{
    struct decoded decoded;
    r->is_not_text = decode(bytes, &r->in->decoded, &decoded, err) != ERR_OK;
    if (r->is_not_text)
        return err->code;
    return reading_text(r, &decoded, format_of_text(r->name, decoded.text), 1, STR_EMPTY, err);
}

/* ---- members ---- */

/* Reads a member. A failure that is the member's own is reported and is not an error. */
static enum err_code add_member(void *ctx, const struct container_member *member, struct err *err)
{
    struct reading *r = ctx;
    AUTO(buf_done) struct buf id = BUF_INIT;
    struct err problem = ERR_INIT;
    struct reading outer = *r;

    buf_append_str(&id, r->member);
    if (r->member.n && !member->is_whole)
        buf_append_char(&id, '/');
    if (!member->is_whole)
        buf_append_str(&id, member->name);
    r->name = member->name;
    r->member = buf_str(&id);
    r->has_named_member = member->is_whole && outer.has_named_member;
    r->depth++;
    enum err_code code = reading_contents(r, member->bytes, member->rest, &problem);
    if (reading_can_go_on(r, code))
        reading_add_problem(r, r->is_not_text ? PROBLEM_NOT_TEXT : PROBLEM_FAILED, STR_EMPTY, 0,
                            problem.message);
    reading_report_cut(r);
    r->name = outer.name;
    r->member = outer.member;
    r->has_named_member = outer.has_named_member;
    r->depth = outer.depth;
    if (code && !reading_can_go_on(r, code))
        *err = problem;
    return err->code;
}

static void skip_member(void *ctx, struct str member, bool is_text, const char *reason)
{
    reading_add_problem(ctx, is_text ? PROBLEM_FAILED : PROBLEM_NOT_TEXT, member, 0, reason);
}

enum err_code reading_unpack(struct reading *r, enum format format, struct container_input *input,
                             struct err *err)
{
    struct container_output output = {add_document, add_member, skip_member, r};
    input->name = r->name;
    input->budget = &r->budget;
    return format_unpack(format, input, &r->in->scratch, &output, err);
}

/* Unpacks a format whose members may be archives themselves, which max_depth limits. */
static enum err_code unpack_deeper(struct reading *r, enum format format, struct str bytes,
                                   const struct input *rest, struct err *err)
{
    if (r->depth >= r->settings->unpack.max_depth)
        return err_set(err, ERR_LIMIT, "an archive %u deep (--max-depth)", r->depth + 1);
    struct container_input input = {.bytes = bytes, .rest = rest};
    return reading_unpack(r, format, &input, err);
}

/* ---- files and members of any kind ---- */

enum err_code reading_bytes(struct reading *r, struct str bytes, struct err *err)
{
    enum format format = format_of_bytes(r->name, bytes);
    r->is_not_text = false;
    return format == FORMAT_TEXT ? decode_and_read(r, bytes, err)
                                 : unpack_deeper(r, format, bytes, NULL, err);
}

enum err_code reading_contents(struct reading *r, struct str bytes, const struct input *rest,
                               struct err *err)
{
    r->is_not_text = false;
    if (!rest)
        return reading_bytes(r, bytes, err);
    if (format_is_stream(bytes))
        return unpack_deeper(r, FORMAT_ARCHIVE, bytes, rest, err);
    return reading_pieces(r, bytes, rest, err);
}
