/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts the runs of a paragraph together, as Telegram, ProseMirror, Atlassian, Notion, Slate and
 * Quill write them. */
#include "indexer/formats/records/json_runs.h"

#include "base/buf.h"
#include "base/mem.h"

/* Returns the text of a run, or the empty string if the item is none. */
static struct str text_of(const struct json_node *item)
{
    static const char *const names[] = {"plain_text", "text", "insert", NULL};
    struct str text = item->kind == JSON_NODE_STRING ? item->text : STR_EMPTY;
    for (size_t i = 0; names[i] && text.n == 0; i++)
        text = json_node_string(item, names[i]);
    return text;
}

/* Returns whether all items are runs or breaks between them, and at least two are runs. */
static bool are_runs(const struct json_node *list, bool *ret_has_plain)
{
    size_t n_runs = 0;
    *ret_has_plain = false;
    for (const struct json_node *item = list->first; item; item = item->next) {
        bool is_plain = item->kind == JSON_NODE_STRING;
        bool is_break = item->kind == JSON_NODE_OBJECT && json_node_string(item, "type").n &&
                        !json_node_member(item, "content") && !json_node_member(item, "children");
        *ret_has_plain |= is_plain;
        n_runs += text_of(item).n > 0;
        if (!is_plain && text_of(item).n == 0 && !is_break)
            return false;
    }
    return n_runs > 1;
}

/* Appends the strings beside the text of a run: addresses, names of people. */
static void append_rest(struct buf *out, const struct json_node *node)
{
    for (const struct json_node *m = node->first; m; m = m->next) {
        bool is_text = m->kind == JSON_NODE_STRING && !str_equal(m->name, STR_LITERAL("type")) &&
                       str_find(buf_str(out), m->text, 0) == out->n;
        if (is_text && m->text.n) {
            buf_append_char(out, '\n');
            buf_append_str(out, m->text);
        }
        append_rest(out, m);
    }
}

/* The parts of a message to a language model are paragraphs; it has a role. */
bool json_runs_are_of(const struct json_node *object)
{
    return json_node_string(object, "type").n > 0 && !json_node_member(object, "role");
}

bool json_runs_join(bool is_in_block, const struct json_node *list, struct arena *arena,
                    struct json_node *ret)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    bool has_plain;
    if (list->kind != JSON_NODE_ARRAY || !are_runs(list, &has_plain))
        return false;
    bool is_paragraph = is_in_block || str_equal(list->name, STR_LITERAL("ops")) ||
                        str_equal(list->name, STR_LITERAL("rich_text"));
    bool has_object = false;
    for (const struct json_node *item = list->first; item; item = item->next)
        has_object |= item->kind == JSON_NODE_OBJECT;
    if (!has_object || (!has_plain && !is_paragraph))
        return false;
    for (const struct json_node *item = list->first; item; item = item->next) {
        struct str text = text_of(item);
        buf_append_str(&out, text.n || item->kind == JSON_NODE_STRING ? text : STR_LITERAL("\n"));
    }
    for (const struct json_node *item = list->first; item; item = item->next)
        append_rest(&out, item);
    *ret = (struct json_node){.kind = JSON_NODE_STRING,
                              .line = list->line,
                              .name = list->name,
                              .text = arena_copy(arena, buf_str(&out)),
                              .start = list->start,
                              .end = list->end};
    return true;
}
