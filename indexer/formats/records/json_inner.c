/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the title and the date of a record in the object that it wraps, or in its list. */
#include "indexer/formats/records/json_inner.h"

#include "indexer/formats/records/columns.h"

enum { MAX_NAME_BYTES = 24 };

/* Returns whether a member holds the record proper: the only member, or one with such a name. */
static bool is_wrapped(const struct json_node *record, const struct json_node *member)
{
    static const char *const names[] = {"properties", "info",   "attributes",  "fields", "metadata",
                                        "_source",    "source", "data",        "node",   "item",
                                        "document",   "doc",    "frontmatter", "post",   "article",
                                        "page",       "issue",  "entry",       "record", NULL};
    bool is_only = member == record->first && !member->next;
    return member->kind == JSON_NODE_OBJECT &&
           (is_only || str_is_one_of_ignoring_case(member->name, names));
}

static const struct json_node *find_wrapped(const struct json_node *record)
{
    for (const struct json_node *m = record->first; m; m = m->next)
        if (is_wrapped(record, m))
            return m;
    return NULL;
}

/* Returns the first item of the list of objects that makes up most of a record; NULL if there is
 * none. */
static const struct json_node *find_item(const struct json_node *record)
{
    for (const struct json_node *m = record->first; m; m = m->next) {
        bool is_most = (m->end - m->start) * 2 > record->end - record->start;
        if (is_most && m->kind == JSON_NODE_ARRAY && json_node_is(m->first, JSON_NODE_OBJECT))
            return m->first;
    }
    return NULL;
}

struct str json_inner_title(const struct json_node *record)
{
    static const struct reader_input usual;
    const struct json_node *wrapped = find_wrapped(record), *best = NULL;
    struct column_role role;
    unsigned rank = 0;
    for (const struct json_node *m = wrapped ? wrapped->first : NULL; m; m = m->next)
        if (json_node_scalar(m).n && column_of_name(&usual, m->name, &role) &&
            role.column == COLUMN_TITLE && (!best || role.rank < rank)) {
            best = m;
            rank = role.rank;
        }
    return best ? json_node_scalar(best) : STR_EMPTY;
}

static bool is_name_of_date(struct str name)
{
    static const char *const words[] = {"date", "time", "created", "published", NULL};
    if (name.n > MAX_NAME_BYTES)
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (str_starts_with_one_of_ignoring_case(str_slice(name, i, name.n), words))
            return true;
    return false;
}

/* Adds the scalars of an object whose names are those of dates, if d is not NULL. Returns whether
 * there are any. */
static bool take_dates(struct document *d, const struct json_node *object)
{
    bool any = false;
    for (const struct json_node *m = object ? object->first : NULL; m; m = m->next) {
        if (!json_node_scalar(m).n || !is_name_of_date(m->name))
            continue;
        any = true;
        if (d)
            document_add_field(d, m->name, json_node_scalar(m));
    }
    return any;
}

void json_inner_take_dates(struct document *d, const struct json_node *record)
{
    if (!take_dates(NULL, record) && !take_dates(d, find_wrapped(record)))
        take_dates(d, find_item(record));
}
