/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/print.h"

#include "base/json.h"
#include "search/print_forms.h"
#include "text/utf8.h"

const struct printer *print_form_of(enum print_form form)
{
    switch (form) {
    case PRINT_JSON:
        return &print_json_form;
    case PRINT_JSONL:
        return &print_jsonl_form;
    case PRINT_CSV:
        return &print_csv_form;
    case PRINT_VIMGREP:
        return &print_vimgrep_form;
    case PRINT_PATHS:
        return &print_paths_form;
    case PRINT_TEXT:
        break;
    }
    return &print_text_form;
}

void print_nothing(const struct print_settings *s, const struct answer *a, FILE *out)
{
    (void)s;
    (void)a;
    (void)out;
}

/* Controls, and what reorders or breaks the lines around it. */
static bool acts_on_terminal(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

static bool is_blank_or_break(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

enum blanks {
    BLANKS_ARE_ONE,
    BLANKS_STAY,
    BLANKS_ARE_VISIBLE,
};

/* s is valid UTF-8. */
static void append_valid(struct buf *out, struct str s, enum blanks blanks)
{
    size_t plain = 0, run_end = SIZE_MAX, next;
    for (size_t i = 0; i < s.n; i = next) {
        uint32_t c = utf8_decode(s, i, &next);
        bool is_run = blanks == BLANKS_ARE_ONE && is_blank_or_break(c);
        if (!is_run &&
            (!acts_on_terminal(c) || (blanks == BLANKS_STAY && (c == '\n' || c == '\t'))))
            continue;
        buf_append(out, s.p + plain, i - plain);
        plain = next;
        if (!is_run)
            buf_append_format(out, "\\u{%x}", (unsigned)c);
        else if (i != run_end)
            buf_append_char(out, ' ');
        if (is_run)
            run_end = next;
    }
    buf_append(out, s.p + plain, s.n - plain);
}

static void append_made_safe(struct buf *out, struct str s, enum blanks blanks)
{
    size_t bad;
    while (!utf8_is_valid(s, &bad)) {
        append_valid(out, str_slice(s, 0, bad), blanks);
        buf_append_format(out, "\\x{%02x}", (unsigned)(unsigned char)s.p[bad]);
        s = str_slice(s, bad + 1, s.n);
    }
    append_valid(out, s, blanks);
}

void print_append_safe(struct buf *out, struct str s, bool one_line)
{
    append_made_safe(out, s, one_line ? BLANKS_ARE_ONE : BLANKS_STAY);
}

void print_append_path(struct buf *out, struct str path)
{
    append_made_safe(out, path, BLANKS_ARE_VISIBLE);
}

void print_append_date(struct buf *out, struct str date, bool day_only)
{
    static const char before[] = "\0\0\0\0-\0-\0T\0:\0:\0"; /* each digit */
    size_t n = date.n < 14 ? date.n : 14;

    for (size_t i = 0; i < n; i++)
        if (!ascii_is_digit(date.p[i]))
            return;
    if (day_only && n > 8)
        n = 8;
    for (size_t i = 0; i < n; i++) {
        if (before[i])
            buf_append_char(out, before[i]);
        buf_append_char(out, date.p[i]);
    }
    if (n > 8)
        buf_append_char(out, 'Z');
}

void print_append_number(struct buf *out, double value)
{
    struct json json = JSON_INIT(out);
    json_put_number(&json, value);
}
