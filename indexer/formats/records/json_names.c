/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells the names of members that say something from those of fields. */
#include "indexer/formats/records/json_names.h"

#include "base/mem.h"
#include "indexer/formats/records/columns.h"
#include "indexer/formats/shared/extras.h"

enum {
    KEY_BYTES = 16,       /* a name this long that contains a digit is a key */
    MIN_NUMBER_BYTES = 4, /* of a name that is a number, to be more than a position */
};

bool json_names_is_key(struct str name)
{
    size_t n_digits = 0;
    for (size_t i = 0; i < name.n; i++)
        n_digits += ascii_is_digit(name.p[i]);
    return n_digits && (n_digits == name.n || name.n >= KEY_BYTES) &&
           str_find_char(name, ' ', 0) == name.n && str_find_char(name, '\n', 0) == name.n;
}

/* Returns whether a name consists of what names of fields consist of. */
static bool is_identifier(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool is_sign = strchr("_-.$:", c) || (c == '@' && i == 0);
        if (!is_sign && !ascii_is_alpha(c) && !ascii_is_digit(c) && (unsigned char)c < 0x80)
            return false;
    }
    return !json_names_is_key(name);
}

static bool is_wanted(struct str name, enum json_names which, bool is_top)
{
    static const struct reader_input usual;
    struct column_role role;
    bool is_position = json_names_is_key(name) && name.n < MIN_NUMBER_BYTES;
    bool is_of_column = column_of_name(&usual, name, &role);
    return !is_position && !is_of_column &&
           (which == JSON_NAMES_ALL || (!is_top && !is_identifier(name)));
}

static void collect(struct extras *extras, const struct json_node *node, enum json_names which,
                    bool is_top)
{
    for (const struct json_node *m = node->first; m; m = m->next) {
        if (m->name.n && is_wanted(m->name, which, is_top))
            extras_add(extras, m->name, m->line);
        collect(extras, m, which, false);
    }
}

void json_names_append(struct document *d, const struct json_node *node, enum json_names which,
                       struct buf *text)
{
    AUTO(extras_done) struct extras extras = EXTRAS_INIT;
    collect(&extras, node, which, true);
    extras_deliver(&extras, text, d);
}
