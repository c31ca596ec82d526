/* SPDX-License-Identifier: GPL-2.0-or-later */
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
