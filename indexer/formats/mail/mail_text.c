/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts the text of a message together from its parts: plain text as it is, HTML without its
 * markup. */
#include "indexer/formats/mail/mail_text.h"

#include "base/mem.h"
#include "indexer/charset/charset.h"
#include "indexer/charset/decode.h"
#include "indexer/formats/shared/reader.h"
#include "text/utf8.h"

void mail_text_done(struct mail_text *t)
{
    buf_done(&t->text);
    buf_done(&t->decoded);
    buf_done(&t->unix_lines);
    arena_done(&t->scratch);
}

/* The piece as UTF-8. What it says of its charset holds unless it is ASCII, which is what programs
 * say that do not know. */
static bool decode_piece(struct mail_text *t, const struct mail_piece *piece, struct str *ret_text)
{
    struct decoded decoded;
    struct err err = ERR_INIT;
    size_t n_replaced;
    const struct charset *charset = charset_by_label(piece->charset);
    bool is_said = charset && !str_equal_ignoring_case(piece->charset, STR_LITERAL("us-ascii")) &&
                   strcmp(charset->name, "UTF-8") != 0;

    buf_clear(&t->decoded);
    if (is_said && charset_convert(charset, piece->bytes, &t->decoded, &n_replaced)) {
        for (size_t i = 0; i < t->decoded.n; i++)
            if (t->decoded.p[i] == '\0')
                t->decoded.p[i] = ' ';
        *ret_text = buf_str(&t->decoded);
        t->document->charset = str_of(charset->name);
        return true;
    }
    if (decode(piece->bytes, &t->decoded, &decoded, &err))
        return false;
    *ret_text = decoded.text;
    t->document->charset = arena_copy(t->document->arena, str_of(decoded.charset));
    return true;
}

/* ---- lines ---- */

/* How many lines of quoted-printable make one line of text: those that end in "=" go on. */
static uint32_t take_soft_lines(struct str *raw)
{
    struct str line;
    uint32_t n = 0;
    bool goes_on = true;
    while (goes_on && str_next_line(raw, &line)) {
        line = str_trim(line);
        goes_on = line.n && line.p[line.n - 1] == '=';
        n++;
    }
    return n ? n : 1;
}

static void mark_lines(struct mail_text *t, const struct mail_piece *piece, size_t base)
{
    struct str text = buf_str(&t->text), raw = piece->raw;
    uint32_t line = piece->line;
    if (piece->coding == MAIL_AS_IT_IS) {
        document_add_line(t->document, base, line, 1);
        return;
    }
    for (size_t start = base; start < text.n;) {
        document_add_line(t->document, start, line, 0);
        if (piece->coding == MAIL_QUOTED_PRINTABLE)
            line += take_soft_lines(&raw);
        start = str_find_char(text, '\n', start) + 1;
    }
}

/* ---- text ---- */

static size_t begin_paragraph(struct mail_text *t)
{
    if (t->text.n)
        buf_append(&t->text, "\n\n", 2);
    return t->text.n;
}

struct html_taking {
    struct mail_text *text;
    const struct mail_piece *piece;
};

static enum err_code take_html(void *ctx, struct document *page, struct err *err)
{
    struct html_taking *h = ctx;
    struct mail_text *t = h->text;
    struct document *d = t->document;
    (void)err;
    if (page->text.n == 0)
        return ERR_OK;
    size_t base = begin_paragraph(t);
    buf_append_str(&t->text, page->text);
    for (size_t i = 0; i < page->n_headings; i++)
        document_add_heading(d, base + page->headings[i].offset, page->headings[i].level);
    if (h->piece->coding != MAIL_AS_IT_IS) {
        struct mail_piece fixed = *h->piece;
        fixed.coding = MAIL_BASE64;
        mark_lines(t, &fixed, base);
        return ERR_OK;
    }
    for (size_t i = 0; i < page->n_lines; i++)
        document_add_line(d, base + page->lines[i].offset, page->lines[i].line, 0);
    return ERR_OK;
}

static void skip_nothing(void *ctx, uint32_t line, const char *reason)
{
    (void)ctx, (void)line, (void)reason;
}

static void add_html(struct mail_text *t, const struct mail_piece *piece, struct str text)
{
    struct html_taking taking = {t, piece};
    struct reader_output output = {take_html, skip_nothing, &taking};
    struct err err = ERR_INIT;
    struct reader_input source = {
        .path = STR_EMPTY,
        .text = text,
        .charset = t->document->charset,
        .first_line = piece->line,
    };
    html_read(&source, &t->scratch, &output, &err);
}

void mail_text_add(struct mail_text *t, const struct mail_piece *piece)
{
    struct str text;
    if (!decode_piece(t, piece, &text))
        return;
    if (piece->is_html) {
        add_html(t, piece, text);
    } else if (str_trim(text).n) {
        size_t base = begin_paragraph(t);
        while (ascii_is_space(text.p[text.n - 1]))
            text.n--;
        buf_append_str(&t->text, reader_unix_lines(text, &t->unix_lines));
        mark_lines(t, piece, base);
    }
    t->document->text = buf_str(&t->text);
}
