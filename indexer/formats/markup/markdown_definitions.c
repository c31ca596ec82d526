/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds definitions of links that would take md4c hours. */
#include "indexer/formats/markup/markdown_definitions.h"

enum {
    LONG_DEFINITION_BYTES = 4096,
    MAX_DEFINITION_WORK = 1 << 28, /* of definition bytes that md4c may scan for all links */
    MIN_MONSTROUS_BYTES = 32768,   /* shorter texts cannot exceed that */
};

/* Returns the offset of the ":" in a line that begins a definition, "[a]: target "title""; line.n
 * for other lines. */
static size_t definition_colon(struct str line)
{
    size_t start = 0;
    while (start < line.n && start < 3 && line.p[start] == ' ')
        start++;
    size_t end = start < line.n && line.p[start] == '[' ? str_find(line, STR_LITERAL("]:"), start)
                                                        : line.n;
    return end < line.n ? end + 1 : line.n;
}

static bool begins_title(struct str line)
{
    line = str_trim(line);
    return line.n && memchr("\"'(", line.p[0], 3);
}

static bool has_title(struct str s)
{
    return memchr(s.p, '"', s.n) || memchr(s.p, '\'', s.n) || memchr(s.p, '(', s.n);
}

/* Turns the definition that ends at an offset into text if it is too long for so many links. */
static void limit_definition(struct budget *budget, struct str text, size_t colon, size_t end,
                             size_t n_brackets, struct buf *buffer)
{
    size_t n = colon < end ? end - colon : 0;
    if (n < LONG_DEFINITION_BYTES || n_brackets < MAX_DEFINITION_WORK / n)
        return;
    if (buffer->n == 0)
        buf_append_str(buffer, text);
    buffer->p[colon] = ' ';
    budget_repeat(budget, UINT64_MAX / 2);
}

struct str markdown_limit_definitions(struct str text, struct budget *budget, struct buf *buffer)
{
    struct str rest = text, line;
    size_t n_brackets = 0, colon = text.n; /* of the current definition */
    bool goes_on = false;                  /* it may continue on the next line */
    if (text.n < MIN_MONSTROUS_BYTES)
        return text;
    for (size_t i = str_find_char(text, '[', 0); i < text.n; i = str_find_char(text, '[', i + 1))
        n_brackets++;
    while (n_brackets > 1 && str_next_line(&rest, &line)) {
        size_t at = (size_t)(line.p - text.p), next = definition_colon(line);
        bool is_new = next < line.n;
        if (colon < text.n && !is_new && line.n && (goes_on || begins_title(line))) {
            goes_on = true;
            if (rest.n)
                continue;
            at = text.n;
        }
        limit_definition(budget, text, colon, at, n_brackets, buffer);
        struct str behind = str_trim(str_slice(line, is_new ? next + 1 : line.n, line.n));
        colon = is_new ? at + next : text.n;
        goes_on = is_new && (behind.n == 0 || has_title(behind));
    }
    if (colon < text.n)
        limit_definition(budget, text, colon, text.n, n_brackets, buffer);
    return buffer->n ? buf_str(buffer) : text;
}
