/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all readers of text do first: initialise a document and normalise line ends. */
#include "indexer/formats/shared/reader.h"

void reader_begin(struct document *d, const struct reader_input *input, struct arena *arena,
                  const char *type)
{
    document_init(d, arena);
    d->path = input->path;
    d->charset = input->charset;
    d->first_line = input->first_line;
    d->type = str_of(type);
}

struct str reader_unix_lines(struct str text, struct buf *buffer)
{
    size_t start = 0, end = str_find_char(text, '\r', 0);
    if (end == text.n)
        return text;

    buf_clear(buffer);
    buf_reserve(buffer, text.n);
    while (end < text.n) {
        buf_append_str(buffer, str_slice(text, start, end));
        buf_append_char(buffer, '\n');
        start = end + 1 < text.n && text.p[end + 1] == '\n' ? end + 2 : end + 1;
        end = str_find_char(text, '\r', start);
    }
    if (start < text.n)
        buf_append_str(buffer, str_slice(text, start, text.n));
    return buf_str(buffer);
}
