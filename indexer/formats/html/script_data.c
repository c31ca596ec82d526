/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the text of a page that is only drawn by its scripts. */
#include "indexer/formats/html/script_data.h"

#include "base/mem.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/json_node.h"

static void add_strings(const struct json_node *node, struct extras *extras)
{
    if (node->kind == JSON_NODE_STRING && str_find_char(node->text, ' ', 0) < node->text.n) {
        AUTO(buf_done) struct buf plain = BUF_INIT;
        extras_add(extras, html_text_of(node->text, &plain), node->line);
    }
    for (const struct json_node *n = node->first; n; n = n->next)
        add_strings(n, extras);
}

/* Returns the offset of the next word from i on, ignoring case, or s.n. */
static size_t find_tag(struct str s, const char *tag, size_t i)
{
    for (i = str_find_char(s, '<', i); i < s.n; i = str_find_char(s, '<', i + 1))
        if (str_starts_with_ignoring_case(str_slice(s, i, s.n), tag))
            return i;
    return s.n;
}

void script_data_add(struct str page, uint32_t first_line, struct extras *extras)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    size_t end;
    for (size_t i = find_tag(page, "<script", 0); i < page.n; i = find_tag(page, "<script", end)) {
        size_t start = str_find_char(page, '>', i);
        end = find_tag(page, "</script", start);
        struct str tag = str_slice(page, i, start), data = str_slice(page, start, end);
        struct json_problem problem;
        struct json_node *root;
        size_t n;
        uint32_t line = first_line + str_count_breaks(str_slice(page, 0, start));
        data = str_slice(data, data.n > 0, data.n);
        arena_clear(&arena);
        if (str_find(tag, STR_LITERAL("json"), 0) < tag.n &&
            json_node_read(data, line, &arena, &root, &n, &problem))
            add_strings(root, extras);
    }
}
