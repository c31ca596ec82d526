/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads PDF through the programs of Poppler. Line numbers are those of pages. */
#include "indexer/formats/office/office.h"
#include "indexer/formats/packed/pdf_beside.h"
#include "indexer/formats/packed/programs.h"
#include "indexer/formats/shared/made_up.h"
#include "indexer/unpack/child.h"

#include "base/mem.h"
#include "text/utf8.h"

#include <stdio.h>

enum { MAX_INFO_BYTES = 1 << 20 };
#define WITHOUT_TEXT "PDF without text (scanned pages?)"

/* Takes a line of pdfinfo's output, such as "CreationDate:  2011-05-10T09:30:00+02". */
static void take_info(struct document *d, struct str line)
{
    static const struct office_name names[] = {
        {"Author", "author"},         {"Subject", "subject"},
        {"Keywords", "keywords"},     {"CreationDate", "file_created"},
        {"ModDate", "file_modified"}, {NULL, NULL},
    };
    size_t colon = str_find_char(line, ':', 0);
    if (colon == line.n)
        return;
    struct str name = str_slice(line, 0, colon);
    struct str value = str_trim(str_slice(line, colon + 1, line.n));
    if (str_equal(name, STR_LITERAL("Title")) && value.n && d->title.n == 0 &&
        !made_up_is_title(value))
        d->title = arena_copy(d->arena, value);
    for (size_t i = 0; names[i].element; i++)
        if (str_equal(name, str_of(names[i].element)))
            document_add_values(d, str_of(names[i].field), value);
}

/* Reads title, author and dates. Failures are ignored, since the text matters more. */
static void read_info(struct document *d, const struct container_input *input)
{
    static const char *const argv[] = {"pdfinfo", "-enc", "UTF-8", "-isodates", "-", NULL};
    struct child_limits limits = child_limits_of(input->budget);
    AUTO(buf_done) struct buf out = BUF_INIT;
    AUTO(buf_done) struct buf clean = BUF_INIT;
    struct err ignored = ERR_INIT;
    int status;
    limits.max_output_bytes = MAX_INFO_BYTES;
    if (child_run(argv, input->bytes, &limits, &out, &status, &ignored) || status)
        return;
    utf8_append_repaired(&clean, buf_str(&out));
    struct str rest = buf_str(&clean), line;
    while (str_next_line(&rest, &line))
        take_info(d, line);
}

/* Adds the text of the pages, each of which ends with a form feed. */
static void take_pages(struct document *d, struct flow *flow, struct str text, struct buf *out)
{
    uint32_t page = 1;
    for (size_t start = 0; start < text.n; page++) {
        size_t end = str_find_char(text, '\f', start);
        struct str rest = str_slice(text, start, end), line;
        flow_gap(flow, GAP_PARAGRAPH);
        while (str_next_line(&rest, &line)) {
            line = str_trim(line);
            flow_append(flow, line, page, 0);
            flow_gap(flow, line.n ? GAP_LINE : GAP_PARAGRAPH);
        }
        start = end + 1;
    }
    flow_deliver(flow, out, d);
}

static enum err_code read_pages(const struct container_input *input, struct buf *text,
                                const struct container_output *output, struct err *err)
{
    static const char *const argv[] = {"pdftotext", "-enc", "UTF-8", "-", "-", NULL};
    int status = 0;
    enum err_code code = child_run_within(input->budget, argv, input->bytes, text, &status, err);
    if (code == ERR_NOT_FOUND) {
        err_clear(err);
        return err_set(err, ERR_INPUT, "PDF needs pdftotext (package poppler-utils)");
    }
    if (code)
        return program_was_cut_short(code, text, output, err) ? ERR_OK : code;
    enum { FORBIDDEN = 3 };
    if (status == FORBIDDEN)
        return err_set(err, ERR_INPUT, "PDF that forbids copying its text");
    if (status && text->n == 0) {
        bool is_encrypted = str_find(input->bytes, STR_LITERAL("/Encrypt"), 0) < input->bytes.n;
        return err_set(err, ERR_INPUT, is_encrypted ? "encrypted PDF" : "damaged PDF");
    }
    return ERR_OK;
}

/* ---- attachments ---- */

#define INPUT "/proc/self/fd/0"

/* Passes on the attachment with that number. One that cannot be read is reported. *ret_is_over says
 * whether that exceeded a limit, as the next ones may. */
static enum err_code hand_on(const struct container_input *input, unsigned number, struct str name,
                             const struct container_output *output, bool *ret_is_over,
                             struct err *err)
{
    char text[16];
    snprintf(text, sizeof text, "%u", number);
    const char *const argv[] = {"pdfdetach", "-save", text, "-o", "/dev/stdout", INPUT, NULL};
    AUTO(buf_done) struct buf out = BUF_INIT;
    struct err problem = ERR_INIT;
    int status = 0;
    child_run_within(input->budget, argv, input->bytes, &out, &status, &problem);
    *ret_is_over = problem.code == ERR_LIMIT;
    if (problem.code || status) {
        output->skip(output->ctx, name, true,
                     problem.code ? problem.message : "an attachment that cannot be read");
        return ERR_OK;
    }
    struct container_member member = {.name = name, .bytes = buf_str(&out)};
    return budget_spend(input->budget, out.n, err) ? err->code
                                                   : output->member(output->ctx, &member, err);
}

/* Returns whether there are attachments. If so, list has the lines of pdfdetach, "1: name". */
static bool list_attachments(const struct container_input *input,
                             const struct container_output *output, struct buf *list)
{
    static const char *const argv[] = {"pdfdetach", "-enc", "UTF-8", "-list", INPUT, NULL};
    struct child_limits limits = child_limits_of(input->budget);
    AUTO(buf_done) struct buf raw = BUF_INIT;
    struct err problem = ERR_INIT;
    int status = 0;
    limits.max_output_bytes = MAX_INFO_BYTES;
    if (str_find(input->bytes, STR_LITERAL("/EmbeddedFile"), 0) == input->bytes.n)
        return false;
    if (child_run(argv, input->bytes, &limits, &raw, &status, &problem) || status)
        output->skip(output->ctx, STR_EMPTY, true, "attachments that cannot be listed");
    utf8_append_repaired(list, buf_str(&raw));
    return str_find(buf_str(list), STR_LITERAL("1: "), 0) < list->n;
}

/* Passes on the files that are attached, such as the data of an electronic invoice. */
static enum err_code hand_on_attachments(const struct container_input *input, struct str list,
                                         const struct container_output *output, struct err *err)
{
    enum { MAX_ATTACHMENTS = 100 };
    struct str line;
    unsigned number = 1;
    bool is_over = false;
    while (str_next_line(&list, &line)) {
        size_t end = str_find(line, STR_LITERAL(": "), 0);
        if (end == line.n || !ascii_is_digit(line.p[0]))
            continue;
        if (number > MAX_ATTACHMENTS || is_over) {
            output->skip(output->ctx, STR_EMPTY, true,
                         is_over ? "attachments after one that exceeds a limit"
                                 : "more than 100 attachments");
            return ERR_OK;
        }
        if (hand_on(input, number++, str_slice(line, end + 2, line.n), output, &is_over, err))
            return err->code;
    }
    return ERR_OK;
}

enum err_code pdf_read(const struct container_input *input, struct arena *scratch,
                       const struct container_output *output, struct err *err)
{
    AUTO(buf_done) struct buf raw = BUF_INIT;
    AUTO(buf_done) struct buf clean = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    AUTO(buf_done) struct buf list = BUF_INIT;
    AUTO(flow_done) struct flow flow = FLOW_INIT;
    AUTO(extras_done) struct extras extras = EXTRAS_INIT;
    struct document d;

    if (read_pages(input, &raw, output, err) || budget_spend(input->budget, raw.n, err))
        return err->code;
    utf8_append_repaired(&clean, buf_str(&raw));
    arena_clear(scratch);
    document_init(&d, scratch);
    d.path = input->name;
    d.charset = STR_LITERAL("UTF-8");
    d.type = STR_LITERAL("pdf");
    take_pages(&d, &flow, buf_str(&clean), &text);
    bool has_attachments = list_attachments(input, output, &list), has_pages = d.text.n > 0;
    pdf_beside_read(input, output, &extras);
    extras_deliver(&extras, &text, &d);
    if (d.text.n == 0 && !has_attachments)
        return err_set(err, ERR_INPUT, WITHOUT_TEXT);
    if (!has_pages)
        output->skip(output->ctx, STR_EMPTY, true, WITHOUT_TEXT);
    if (d.text.n) {
        read_info(&d, input);
        if (output->add(output->ctx, &d, err))
            return err->code;
    }
    return has_attachments ? hand_on_attachments(input, buf_str(&list), output, err) : ERR_OK;
}
