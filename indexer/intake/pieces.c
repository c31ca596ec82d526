/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads what is too large to be in memory at once: files of records window by window, so that
 * memory does not grow with the file, and other files as a whole if the limits allow it. */
#include "indexer/intake/reading.h"

#include "base/mem.h"
/* The size of the start of a file of records, from which its form, its character set and the names
 * of its columns are determined. */
enum { OPENING_BYTES = 1 << 20 };

/* Returns what a file or member that begins with bytes takes while it is in memory. */
static enum held_as held_as(const struct reading *r, struct str bytes)
{
    enum format format = format_of_bytes(r->name, bytes);
    bool is_text = format == FORMAT_TEXT || format == FORMAT_MAIL || format == FORMAT_MBOX;
    return is_text ? HELD_TEXT : HELD_PACKED;
}

/* Reads the rest of a file or member that is one document and starts with bytes. */
static enum err_code read_whole(struct reading *r, struct buf *bytes, const struct input *rest,
                                struct err *err)
{
    struct err problem = ERR_INIT;
    uint64_t max_bytes = r->settings->max_file_bytes;
    if (r->depth) /* a member */
        max_bytes = bytes->n + r->budget.limits->max_bytes - r->budget.unpacked_bytes;
    bool is_known = rest->left_bytes != INPUT_UNKNOWN;
    enum held_as as = held_as(r, buf_str(bytes));
    uint64_t least_bytes = bytes->n + (is_known ? rest->left_bytes : 0);
    for (bool is_end = false; !is_end && !problem.code; least_bytes = bytes->n) {
        if (least_bytes > max_bytes && r->depth)
            return err_set(err, ERR_LIMIT, "unpacked %llu bytes, more than the limit leaves",
                           (unsigned long long)least_bytes);
        if (least_bytes > max_bytes)
            return err_set(err, ERR_LIMIT, "larger than %llu bytes (--max-file-size)",
                           (unsigned long long)max_bytes);
        if (budget_hold(&r->budget, least_bytes, as, err))
            return err->code;
        rest->read(rest->ctx, bytes, INPUT_PIECE_BYTES, &is_end, &problem);
    }
    /* A damaged file is read as far as possible. */
    if (problem.code != ERR_LIMIT)
        reading_bytes(r, buf_str(bytes), err);
    if (!err->code)
        *err = problem;
    return err->code;
}

/* The state of reading a file of records. */
struct records {
    struct reading *r;
    struct window_settings window;
    enum format format;
    unsigned n_messages; /* of an mbox, before the window */
    bool is_first;       /* no window has been read yet */
    struct budget before;
};

/* Decodes the start of bytes into in->opening, in whole lines so that no character is cut. */
static bool decode_opening(struct intake *in, struct str bytes)
{
    struct decoded decoded;
    struct err ignored = ERR_INIT;
    if (bytes.n > OPENING_BYTES) {
        const char *newline = memrchr(bytes.p, '\n', OPENING_BYTES);
        bytes.n = newline ? (size_t)(newline - bytes.p) + 1 : OPENING_BYTES;
    }
    /* In UTF-16 and UTF-32 a line feed is not a single byte. */
    if (decode(bytes, &in->decoded, &decoded, &ignored) ||
        str_starts_with(str_of(decoded.charset), STR_LITERAL("UTF-16")) ||
        str_starts_with(str_of(decoded.charset), STR_LITERAL("UTF-32")))
        return false;
    buf_clear(&in->opening);
    buf_append_str(&in->opening, decoded.text);
    return true;
}

static void limit_records(const struct reading *r, struct window_settings *window)
{
    uint64_t held_bytes = budget_most_held(&r->budget, HELD_TEXT);
    window->record_bytes = r->settings->max_file_bytes;
    window->record_option = "--max-file-size";
    if (window->record_bytes > held_bytes) {
        window->record_bytes = held_bytes;
        window->record_option = "--memory";
    }
}

/* Determines whether a file that begins with bytes consists of records, and of what form. */
static bool find_records(struct reading *r, struct str bytes, struct records *ret)
{
    struct intake *in = r->in;
    *ret = (struct records){.r = r, .is_first = true, .before = r->budget};
    if (r->depth) /* the start of a member has been paid for */
        ret->before.unpacked_bytes -= bytes.n;
    ret->window.window_bytes = INPUT_PIECE_BYTES;
    limit_records(r, &ret->window);
    ret->format = format_of_bytes(r->name, bytes);
    if (ret->format != FORMAT_TEXT) {
        ret->window.form = format_records(ret->format);
        return ret->window.form != RECORDS_NONE;
    }
    if (!decode_opening(in, bytes))
        return false;
    struct str opening = buf_str(&in->opening);
    ret->format = format_of_text(r->name, opening);
    return window_prepare(&ret->window, format_records(ret->format), r->name, opening);
}

static enum err_code read_messages(struct records *s, struct str bytes, uint32_t first_line,
                                   struct err *err)
{
    struct container_input input = {
        .bytes = bytes, .n_lines = first_line - 1, .n_messages = &s->n_messages};
    return reading_unpack(s->r, s->format, &input, err);
}

static enum err_code read_text(struct records *s, struct str bytes, uint32_t first_line,
                               struct err *err)
{
    struct intake *in = s->r->in;
    struct decoded decoded;
    if (s->is_first ? decode(bytes, &in->decoded, &decoded, err)
                    : decode_text(bytes, &in->decoded, &decoded, err))
        return err->code;
    return reading_text(s->r, &decoded, s->format, first_line, buf_str(&in->opening), err);
}

static enum err_code take_records(void *ctx, struct str bytes, uint32_t first_line, struct err *err)
{
    struct records *s = ctx;
    struct reading *r = s->r;
    struct err problem = ERR_INIT;
    enum err_code code = s->window.form == RECORDS_MBOX
                             ? read_messages(s, bytes, first_line, &problem)
                             : read_text(s, bytes, first_line, &problem);
    s->is_first = false;
    budget_settle(&r->budget, &s->before);
    if (reading_can_go_on(r, code))
        reading_add_problem(r, PROBLEM_FAILED, STR_EMPTY, first_line, problem.message);
    else if (code)
        *err = problem;
    return err->code;
}

static void skip_record(void *ctx, uint32_t line, const char *reason)
{
    struct records *s = ctx;
    s->r->budget.may_go_well |= s->window.record_bytes < s->r->settings->max_file_bytes;
    reading_add_problem(s->r, PROBLEM_FAILED, STR_EMPTY, line, reason);
}

enum err_code reading_pieces(struct reading *r, struct str bytes, const struct input *rest,
                             struct err *err)
{
    struct records records;
    AUTO(buf_done) struct buf all = BUF_INIT;
    buf_append_str(&all, bytes);
    if (!find_records(r, bytes, &records))
        return read_whole(r, &all, rest, err);
    struct window_output output = {take_records, skip_record, &records};
    return window_read(&records.window, &all, rest, &output, err);
}
