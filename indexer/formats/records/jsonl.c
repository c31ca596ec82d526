/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One JSON object a line, each a document. */
#include "indexer/formats/records/json_record.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

static enum err_code add_record(const struct reader_input *input, const struct json_node *record,
                                uint32_t number, struct arena *scratch,
                                const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document d;
    if (record->kind != JSON_NODE_OBJECT) {
        output->skip(output->ctx, number, "not a JSON object");
        return ERR_OK;
    }
    reader_begin(&d, input, scratch, "jsonl");
    d.first_line = number;
    json_record_read(&d, record, input, &text);
    if (d.n_lines == 0)
        document_add_line(&d, 0, number, 0);
    return output->add(output->ctx, &d, err);
}

/* The object of a line, and what may stand behind it. */
static enum err_code read_line(const struct reader_input *input, struct str line, uint32_t number,
                               struct arena *scratch, const struct reader_output *output,
                               struct err *err)
{
    struct json_problem problem;
    struct json_node *record;
    size_t end;
    while (line.n) {
        arena_clear(scratch);
        if (!json_node_read(line, number, scratch, &record, &end, &problem)) {
            json_record_report(output, &problem);
            return ERR_OK;
        }
        if (add_record(input, record, number, scratch, output, err))
            return err->code;
        end += json_node_skip_blanks(str_slice(line, end, line.n), &(uint32_t){0});
        line = str_slice(line, end, line.n);
    }
    return ERR_OK;
}

/* Whether the first object goes on beyond its line, as it does where JSON is laid out for people.
 */
static bool is_laid_out(struct str text)
{
    struct str line;
    while (str_next_line(&text, &line))
        if (str_trim(line).n)
            return str_equal(str_trim(line), STR_LITERAL("{"));
    return false;
}

enum err_code jsonl_read(const struct reader_input *input, struct arena *scratch,
                         const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    struct str rest = input->text;
    if (str_starts_with(rest, STR_LITERAL("\xEF\xBB\xBF")))
        rest = str_slice(rest, 3, rest.n);
    if (is_laid_out(rest))
        return json_read(input, scratch, output, err);
    if (str_find_char(rest, '\n', 0) == rest.n)
        rest = reader_unix_lines(rest, &unix_lines);

    for (uint32_t number = input->first_line; rest.n; number++) {
        size_t end = str_find_char(rest, '\n', 0);
        struct str line = str_trim(str_slice(rest, 0, end));
        rest = str_slice(rest, end < rest.n ? end + 1 : end, rest.n);
        if (line.n && read_line(input, line, number, scratch, output, err))
            return err->code;
    }
    return ERR_OK;
}
