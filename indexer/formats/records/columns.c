/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of fields that mean the id, the title, the text or the language of a record. */
#include "indexer/formats/records/columns.h"

static const char *const id_names[] = {"id", "_id", "docno", "doc_id", "docid", "key", "url", NULL};
static const char *const title_names[] = {"title", "headline", "subject", "name", NULL};
static const char *const text_names[] = {"text",         "body",         "content",   "contents",
                                         "abstract",     "description",  "message",   "body_text",
                                         "content_text", "content_html", "full_text", NULL};
static const char *const language_names[] = {"lang", "language", NULL};

const char *column_name(const struct reader_input *input, enum column column, size_t i)
{
    static const char *const *const names[COLUMN_LIMIT] = {id_names, title_names, text_names,
                                                           language_names};
    const char *const given[COLUMN_LIMIT] = {input->id_field, input->title_field, input->text_field,
                                             NULL};
    if (!given[column])
        return names[column][i];
    return i == 0 ? given[column] : names[column][i - 1];
}

bool columns_is_id_searched(struct str id)
{
    for (size_t i = 0; i < id.n; i++)
        if (ascii_is_alpha(id.p[i]) || (unsigned char)id.p[i] >= 0x80)
            return true;
    return false;
}
