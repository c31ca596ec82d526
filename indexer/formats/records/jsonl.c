/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One JSON object a line, each a document. */
#include "indexer/formats/records/json_record.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

#include <stdio.h>

static void free_json(json_t **object)
{
    json_decref(*object);
}

static enum err_code read_line(const struct reader_input *input, struct str line, uint32_t number,
                               struct arena *scratch, const struct reader_output *output,
                               struct err *err)
{
    char reason[JSON_ERROR_TEXT_LENGTH + 64];
    json_error_t problem;
    AUTO(free_json) json_t *record = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &problem);
    if (!record) {
        snprintf(reason, sizeof reason, "column %d: %s", problem.column, problem.text);
        output->skip(output->ctx, number, reason);
        return ERR_OK;
    }
    if (!json_is_object(record)) {
        output->skip(output->ctx, number, "not a JSON object");
        return ERR_OK;
    }

    struct document d;
    arena_clear(scratch);
    reader_begin(&d, input, scratch, "jsonl");
    d.first_line = number;
    json_record_read(&d, record, input);
    json_record_mark_lines(&d, number);
    return output->add(output->ctx, &d, err);
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
