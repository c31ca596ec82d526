/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads JSON Lines: one value a line, usually an object, each of which becomes a document. */
#include "indexer/formats/records/json_record.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

/* Adds the i-th record of a line. */
static enum err_code add_record(const struct reader_input *input, const struct json_node *record,
                                uint32_t number, size_t i, struct arena *scratch,
                                const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document d;
    reader_begin(&d, input, scratch, "jsonl");
    d.first_line = number;
    if (!json_record_read_value(&d, record, input, &text)) {
        output->skip(output->ctx, number, "not a JSON object");
        return ERR_OK;
    }
    if (i > 0 && str_equal(d.id, arena_format(scratch, "%u", number)))
        d.id = arena_format(scratch, "%u.%zu", number, i + 1);
    if (d.n_lines == 0)
        document_add_line(&d, 0, number, 0);
    return output->add(output->ctx, &d, err);
}

/* Reads the value of a line, and any that follow it. */
static enum err_code read_line(const struct reader_input *input, struct str line, uint32_t number,
                               struct arena *scratch, const struct reader_output *output,
                               struct err *err)
{
    struct json_problem problem;
    struct json_node *record;
    size_t end;
    for (size_t i = 0; line.n; i++) {
        arena_clear(scratch);
        if (!json_node_read(line, number, scratch, &record, &end, &problem)) {
            json_record_report(output, &problem);
            return ERR_OK;
        }
        if (add_record(input, record, number, i, scratch, output, err))
            return err->code;
        end += json_node_skip_blanks(str_slice(line, end, line.n), &(uint32_t){0});
        line = str_slice(line, end, line.n);
    }
    return ERR_OK;
}

enum err_code jsonl_read(const struct reader_input *input, struct arena *scratch,
                         const struct reader_output *output, struct err *err)
{
    struct str rest = input->text;
    if (str_starts_with(rest, STR_LITERAL("\xEF\xBB\xBF")))
        rest = str_slice(rest, 3, rest.n);

    for (uint32_t number = input->first_line; rest.n; number++) {
        size_t end = str_find_char(rest, '\n', 0);
        struct str line = str_trim(str_slice(rest, 0, end));
        rest = str_slice(rest, end < rest.n ? end + 1 : end, rest.n);
        if (line.n && read_line(input, line, number, scratch, output, err))
            return err->code;
    }
    return ERR_OK;
}
