/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes strings that need not be UTF-8 as JSON. */
#include "text/json_text.h"

#include "base/mem.h"
#include "text/utf8.h"

void json_put_repaired(struct json *j, struct str s)
{
    AUTO(buf_done) struct buf repaired = BUF_INIT;
    if (!utf8_is_valid(s, NULL)) {
        utf8_append_repaired(&repaired, s);
        s = buf_str(&repaired);
    }
    json_put_string(j, s);
}

void json_put_key_repaired(struct json *j, struct str key)
{
    json_put_repaired(j, key);
    buf_append_char(j->out, ':');
    j->needs_comma = false;
}

void json_put_member_repaired(struct json *j, const char *key, struct str s)
{
    json_put_key(j, key);
    json_put_repaired(j, s);
}

void json_put_path(struct json *j, struct str path)
{
    json_put_member_repaired(j, "path", path);
    if (!utf8_is_valid(path, NULL)) {
        json_put_key(j, "path_bytes");
        json_put_base64(j, path);
    }
}

static bool is_first_of_name(const struct field *fields, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (str_equal(fields[k].name, fields[i].name))
            return false;
    return true;
}

void json_put_fields(struct json *j, const struct field *fields, size_t n)
{
    json_put_key(j, "fields");
    json_put_open(j, '{');
    for (size_t i = 0; i < n; i++) {
        if (!is_first_of_name(fields, i))
            continue;
        json_put_key_repaired(j, fields[i].name);
        json_put_open(j, '[');
        for (size_t k = i; k < n; k++)
            if (str_equal(fields[k].name, fields[i].name))
                json_put_repaired(j, fields[k].value);
        json_put_close(j, ']');
    }
    json_put_close(j, '}');
}
