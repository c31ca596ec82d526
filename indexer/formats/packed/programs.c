/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs external programs that turn a file into text, in a child process with limits, and makes a
 * document of their output. */
#include "indexer/formats/packed/programs.h"

#include "base/mem.h"
#include "indexer/document/flow.h"
#include "indexer/unpack/child.h"
#include "text/utf8.h"

bool program_was_cut_short(enum err_code code, const struct buf *out,
                           const struct container_output *output, struct err *err)
{
    if (code != ERR_LIMIT || out->n == 0)
        return false;
    output->skip(output->ctx, STR_EMPTY, true, err->message);
    err_clear(err);
    return true;
}

enum err_code program_run(const struct program *programs, const char *what,
                          const struct container_input *input,
                          const struct container_output *output, struct buf *out, struct err *err)
{
    struct err limit = ERR_INIT;
    bool is_there = false;
    for (const struct program *p = programs; p->package; p++) {
        int status = 0;
        err_clear(err);
        enum err_code code = child_run_within(input->budget, p->argv, input->bytes, out, &status,
                                              err);
        if (program_was_cut_short(code, out, output, err) ||
            (code == ERR_OK && status == 0 && str_trim(buf_str(out)).n))
            return budget_spend(input->budget, out->n, err);
        is_there = is_there || code != ERR_NOT_FOUND;
        if (code == ERR_LIMIT)
            limit = *err;
    }
    err_clear(err);
    if (!is_there)
        return err_set(err, ERR_INPUT, "%s, needs %s (package %s)", what, programs->argv[0],
                       programs->package);
    if (limit.code)
        return err_set(err, limit.code, "%s", limit.message);
    return err_set(err, ERR_INPUT, "%s without text, encrypted or damaged", what);
}

/* ---- documents ---- */

/* Adds the lines of text, split into cells at tabs and form feeds. */
static void take_lines(struct document *d, struct flow *flow, struct str text, struct buf *out)
{
    uint32_t number = 1;
    for (struct str rest = text, line; str_next_line(&rest, &line); number++) {
        for (size_t start = 0; start <= line.n;) {
            size_t end = start;
            while (end < line.n && line.p[end] != '\t' && line.p[end] != '\f')
                end++;
            flow_append(flow, str_trim(str_slice(line, start, end)), number, 0);
            flow_gap(flow, end == line.n         ? GAP_LINE
                           : line.p[end] == '\f' ? GAP_PARAGRAPH
                                                 : GAP_CELL);
            start = end + 1;
        }
        if (str_trim(line).n == 0)
            flow_gap(flow, GAP_PARAGRAPH);
    }
    flow_deliver(flow, out, d);
}

enum err_code program_read_text(const struct program *programs, const char *what, const char *type,
                                struct str title, const struct container_input *input,
                                struct arena *scratch, const struct container_output *output,
                                struct err *err)
{
    AUTO(buf_done) struct buf raw = BUF_INIT;
    AUTO(buf_done) struct buf clean = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    AUTO(flow_done) struct flow flow = FLOW_INIT;
    struct document d;
    if (program_run(programs, what, input, output, &raw, err))
        return err->code;
    utf8_append_repaired(&clean, buf_str(&raw));
    arena_clear(scratch);
    document_init(&d, scratch);
    d.path = input->name;
    d.charset = STR_LITERAL("UTF-8");
    d.type = str_of(type);
    d.title = title;
    take_lines(&d, &flow, buf_str(&clean), &text);
    return output->add(output->ctx, &d, err);
}
