/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/source.h"

void source_begin(struct document *d, const struct extract_source *source, struct arena *arena,
                  enum extract_format format)
{
    document_init(d, arena);
    d->path = source->path;
    d->charset = source->charset;
    d->mtime = source->mtime;
    d->first_line = source->first_line;
    d->type = str_of(extract_format_name(format));
}

struct str source_unix_lines(struct str text, struct buf *buffer)
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
