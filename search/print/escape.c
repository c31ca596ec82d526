/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Escapes text for shells, URLs, HTML and Markdown. */
#include "search/print/escape.h"

#include "base/mem.h"
#include "search/print/forms.h"

static bool is_alphanumeric(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c);
}

void escape_append_sh(struct buf *out, struct str s)
{
    bool is_plain = s.n > 0;
    for (size_t i = 0; i < s.n; i++)
        is_plain &= is_alphanumeric(s.p[i]) || (s.p[i] && strchr("/-._,:@%+=", s.p[i]) && s.p[i]);
    if (is_plain && s.p[0] != '-' && s.p[0] != '=') {
        buf_append_str(out, s);
        return;
    }
    buf_append_shell_quoted(out, s);
}

static void append_percent_encoded(struct buf *out, struct str s, const char *plain)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (is_alphanumeric(c) || (c && strchr(plain, c)))
            buf_append_char(out, c);
        else
            buf_append_format(out, "%%%02X", (unsigned)(unsigned char)c);
    }
}

void escape_append_url(struct buf *out, struct str s)
{
    append_percent_encoded(out, s, "/-._~");
}

void escape_append_fragment(struct buf *out, struct str anchor)
{
    if (anchor.n)
        buf_append_char(out, '#');
    append_percent_encoded(out, anchor, "/-._~=:");
}

void escape_append_html(struct buf *out, struct str s)
{
    AUTO(buf_done) struct buf safe = BUF_INIT;
    print_append_safe(&safe, s, true);
    for (size_t i = 0; i < safe.n; i++) {
        switch (safe.p[i]) {
        case '&':
            buf_append_str(out, STR_LITERAL("&amp;"));
            break;
        case '<':
            buf_append_str(out, STR_LITERAL("&lt;"));
            break;
        case '>':
            buf_append_str(out, STR_LITERAL("&gt;"));
            break;
        case '"':
            buf_append_str(out, STR_LITERAL("&quot;"));
            break;
        case '\'':
            buf_append_str(out, STR_LITERAL("&#39;"));
            break;
        default:
            buf_append_char(out, safe.p[i]);
        }
    }
}

/* Returns true if c can begin a list, a heading, a quotation or a rule at the start of a paragraph
 * or after digits there. */
static bool acts_at_start(char c)
{
    return c && strchr("#+-=>.):", c) != NULL;
}

void escape_append_markdown(struct buf *out, struct str s, bool is_start)
{
    AUTO(buf_done) struct buf safe = BUF_INIT;
    print_append_safe(&safe, s, true);
    for (size_t i = 0; i < safe.n; i++) {
        char c = safe.p[i];
        if (strchr("\\`*_[]<>!&|~$", c) || (is_start && acts_at_start(c)))
            buf_append_char(out, '\\');
        buf_append_char(out, c);
        is_start &= ascii_is_digit(c);
    }
}
