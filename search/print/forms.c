/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts that several forms of output use. */
#include "search/print/forms.h"

#include "base/json.h"
#include "text/visible.h"

void print_nothing(const struct print_settings *s, const struct answer *a, FILE *out)
{
    (void)s;
    (void)a;
    (void)out;
}

struct str print_member(const struct record *r)
{
    return str_slice(r->id, 0, r->member_bytes);
}

bool print_has_pages(const struct record *r)
{
    return str_equal(r->type, STR_LITERAL("pdf"));
}

void print_append_safe(struct buf *out, struct str s, bool one_line)
{
    visible_append(out, s, one_line ? VISIBLE_ONE_LINE : VISIBLE_AS_IT_IS);
}

void print_append_path(struct buf *out, struct str path)
{
    visible_append(out, path, VISIBLE_NAME);
}

void print_append_number(struct buf *out, double value)
{
    struct json json = JSON_INIT(out);
    json_put_number(&json, value);
}
