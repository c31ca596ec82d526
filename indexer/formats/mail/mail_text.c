/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Assembles the text of a message from its parts: plain text as it is, HTML without markup. */
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

static bool has_high_byte(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

/* Decodes a piece to UTF-8. The declared character set is used unless it is ASCII, which programs
 * write that do not know better, or the bytes are valid UTF-8, which other text never is by
 * chance. */
static bool decode_piece(struct mail_text *t, const struct mail_piece *piece, struct str *ret_text)
{
    struct decoded decoded;
    struct err err = ERR_INIT;
    size_t n_replaced, bad_at;
    const struct charset *charset = charset_by_label(piece->charset);
    bool is_said = charset && !str_equal_ignoring_case(piece->charset, STR_LITERAL("us-ascii")) &&
                   strcmp(charset->name, "UTF-8") != 0 &&
                   !(has_high_byte(piece->bytes) && utf8_is_valid(piece->bytes, &bad_at));

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

/* Returns how many lines of quoted-printable make up one line of text. Lines that end in "="
 * continue. */
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

/* ---- lines that were broken in transit ---- */

/* Returns the number of ">" before a quoted line. */
static size_t quote_depth(struct str line)
{
    size_t n = 0;
    while (n < line.n && line.p[n] == '>')
        n++;
    return n;
}

/* Appends text in which lines that end in a blank continue in the next one, without the blank (RFC
 * 3676), and marks the source lines of the result. */
static void append_joined(struct mail_text *t, const struct mail_piece *piece, struct str text)
{
    struct str rest = text, line, raw = piece->raw;
    uint32_t number = piece->line;
    bool goes_on = false;
    size_t depth = 0;
    while (str_next_line(&rest, &line)) {
        size_t quotes = quote_depth(line);
        struct str words = str_slice(line, quotes, line.n);
        /* Inserted so that the line does not look like a quotation. */
        if (words.n && words.p[0] == ' ')
            words = str_slice(words, 1, words.n);
        goes_on = goes_on && quotes == depth;
        if (!goes_on) {
            if (t->text.n && t->text.p[t->text.n - 1] != '\n')
                buf_append_char(&t->text, '\n');
            document_add_line(t->document, t->text.n, number, 0);
            buf_append_str(&t->text, str_slice(line, 0, quotes));
            if (quotes)
                buf_append_char(&t->text, ' ');
        }
        bool is_signature = str_equal(words, STR_LITERAL("-- "));
        goes_on = words.n && words.p[words.n - 1] == ' ' && !is_signature;
        depth = quotes;
        buf_append_str(&t->text, str_slice(words, 0, words.n - goes_on));
        if (!goes_on)
            buf_append_char(&t->text, '\n');
        number += piece->coding == MAIL_QUOTED_PRINTABLE ? take_soft_lines(&raw)
                                                         : piece->coding == MAIL_AS_IT_IS;
    }
    while (t->text.n && ascii_is_space(t->text.p[t->text.n - 1]))
        t->text.n--;
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

/* Appends the title of a page that neither the page nor the subject says. */
static void append_title(struct mail_text *t, const struct document *page)
{
    enum { MIN_BYTES = 3 };
    struct str title = page->title;
    if (title.n < MIN_BYTES || str_find(page->text, title, 0) < page->text.n ||
        str_find(t->document->title, title, 0) < t->document->title.n)
        return;
    buf_append(&t->text, "\n\n", 2);
    buf_append_str(&t->text, title);
}

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
    append_title(t, page);
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
        text = reader_unix_lines(text, &t->unix_lines);
        if (piece->joins_lines) {
            append_joined(t, piece, text);
        } else {
            buf_append_str(&t->text, text);
            mark_lines(t, piece, base);
        }
    }
    t->document->text = buf_str(&t->text);
}

struct mail_text_mark mail_text_mark(const struct mail_text *t)
{
    return (struct mail_text_mark){t->text.n, t->document->n_lines, t->document->n_headings};
}

void mail_text_go_back(struct mail_text *t, const struct mail_text_mark *mark)
{
    t->text.n = mark->n_bytes;
    t->document->n_lines = mark->n_lines;
    t->document->n_headings = mark->n_headings;
    t->document->text = buf_str(&t->text);
}

/* ---- missing words ---- */

enum { WORD_BITS = 1 << 16, MIN_MISSING = 10, MISSING_SHARE = 5 };

static bool is_word_byte(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
}

/* Removes the next word from *rest and returns its hash, which ignores the case of ASCII. In
 * scripts that may be written without spaces, each character is a word. */
static bool next_word(struct str *rest, uint32_t *ret_hash)
{
    enum { UNSPACED = 0xE3, CONTINUES = 0x80, CONTINUES_MASK = 0xC0 };
    size_t i = 0, start;
    uint32_t hash = 2166136261u;
    while (i < rest->n && !is_word_byte(rest->p[i]))
        i++;
    if (i == rest->n)
        return false;
    for (start = i; i < rest->n && is_word_byte(rest->p[i]); i++) {
        bool begins = ((unsigned char)rest->p[i] & CONTINUES_MASK) != CONTINUES;
        if (i > start && begins && (unsigned char)rest->p[start] >= UNSPACED)
            break;
        hash = (hash ^ (unsigned char)ascii_lower(rest->p[i])) * 16777619u;
    }
    *rest = str_slice(*rest, i, rest->n);
    *ret_hash = hash ^ hash >> 16;
    return true;
}

/* A set of words, as bits at the positions of their hashes. */
struct word_set {
    uint64_t bits[WORD_BITS / 64];
};

static void add_words(struct word_set *set, struct str text)
{
    for (uint32_t hash; next_word(&text, &hash);)
        set->bits[hash % WORD_BITS / 64] |= UINT64_C(1) << hash % 64;
}

static size_t count_missing(const struct word_set *set, struct str text, size_t *ret_n)
{
    size_t n_missing = 0;
    *ret_n = 0;
    for (uint32_t hash; next_word(&text, &hash); ++*ret_n)
        n_missing += !(set->bits[hash % WORD_BITS / 64] >> hash % 64 & 1);
    return n_missing;
}

bool mail_text_is_stub(const struct mail_text *t, const struct mail_text_mark *start,
                       const struct mail_text_mark *end)
{
    struct word_set set = {0};
    size_t n, n_missing;
    add_words(&set, str_slice(buf_str(&t->text), end->n_bytes, t->text.n));
    n_missing = count_missing(&set, str_slice(buf_str(&t->text), start->n_bytes, end->n_bytes), &n);
    return n_missing >= MIN_MISSING && n_missing * MISSING_SHARE >= n;
}

bool mail_text_says_more(const struct mail_text *t, const struct mail_text_mark *start,
                         const struct mail_text_mark *end)
{
    struct word_set set = {0};
    size_t n;
    add_words(&set, str_slice(buf_str(&t->text), start->n_bytes, end->n_bytes));
    return count_missing(&set, str_slice(buf_str(&t->text), end->n_bytes, t->text.n), &n) > 0;
}

/* Returns the line of the file that the text at an offset came from. */
static uint32_t line_at_offset(const struct document *d, size_t offset)
{
    uint32_t line = d->first_line;
    for (size_t i = 0; i < d->n_lines && d->lines[i].offset <= offset; i++)
        line = d->lines[i].line;
    return line;
}

void mail_text_keep_missing(struct mail_text *t, const struct mail_text_mark *start,
                            const struct mail_text_mark *end)
{
    AUTO(buf_done) struct buf other = BUF_INIT;
    struct word_set set = {0};
    struct document *d = t->document;
    size_t own = end->n_bytes, n_old = end->n_lines - start->n_lines, n;
    buf_append_str(&other, str_slice(buf_str(&t->text), start->n_bytes, own));
    add_words(&set, str_slice(buf_str(&t->text), own, t->text.n));
    uint32_t line_number = line_at_offset(d, start->n_bytes);
    while (start->n_bytes == 0 && own < t->text.n && t->text.p[own] == '\n')
        own++; /* the gap between the two texts */
    size_t shift = own - start->n_bytes;
    memmove(t->text.p + start->n_bytes, t->text.p + own, t->text.n - own);
    t->text.n -= shift;
    for (size_t i = start->n_lines; i + n_old < d->n_lines; i++) {
        d->lines[i] = d->lines[i + n_old];
        d->lines[i].offset -= (uint32_t)shift;
    }
    d->n_lines -= n_old;
    d->n_headings = start->n_headings;
    struct str rest = buf_str(&other), line;
    for (bool is_first = true; str_next_line(&rest, &line);) {
        if (count_missing(&set, line, &n) == 0)
            continue;
        if (is_first)
            (void)begin_paragraph(t);
        else
            buf_append_char(&t->text, '\n');
        is_first = false;
        document_add_line(d, t->text.n, line_number, 0);
        buf_append_str(&t->text, line);
    }
    d->text = buf_str(&t->text);
}
