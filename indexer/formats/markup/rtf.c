/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads RTF. Text is in groups in braces; the first control word of a group names its destination,
 * and other control words apply up to the end of the group. */
#include "indexer/formats/markup/rtf_words.h"
#include "indexer/formats/shared/extras.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"
#include "text/utf8.h"

enum { MAX_DEPTH = 500, MAX_WORD_BYTES = 32, MAX_VALUE_BYTES = 64 * 1024, MAX_FONTS = 256 };

struct group {
    enum rtf_destination destination;
    uint32_t n_fallback; /* how many characters after a "\u" replace it in old readers */
    uint32_t code_page;
    bool is_hidden; /* within "\v" or "\deleted" */
};

struct reader {
    struct document *document;
    struct flow *flow;
    struct str source;
    size_t at;
    size_t line_start;
    uint32_t line;
    struct group groups[MAX_DEPTH];
    size_t depth;       /* groups[depth] is the current group */
    size_t n_too_deep;  /* open groups beyond MAX_DEPTH, which are left out */
    bool is_optional;   /* after "\*": unknown destinations are to be skipped */
    uint32_t n_to_skip; /* replacement characters of a "\u" still to skip */
    uint32_t surrogate; /* the first half of a surrogate pair; 0: none */
    uint32_t code_page; /* of the document */
    uint32_t font_pages[MAX_FONTS];
    uint32_t font; /* the number of the font being defined */
    unsigned heading_level;
    struct buf bytes;  /* not converted yet, in the code page of the group */
    struct buf value;  /* of a field of the document */
    bool is_described; /* the last property named has words as its value */
    struct extras extras;
    uint32_t when[5]; /* year, month, day, hour, minute of "\creatim" */
};

static struct group *group_of(struct reader *r)
{
    return &r->groups[r->depth];
}

static bool is_shown(struct reader *r)
{
    return group_of(r)->destination == RTF_TEXT && !group_of(r)->is_hidden && !r->n_too_deep;
}

/* Writes a piece. column is 0 if the source spells it differently. */
static void emit_at(struct reader *r, struct str piece, uint32_t column)
{
    enum rtf_destination destination = group_of(r)->destination;
    if (is_shown(r)) {
        bool begins_line = r->flow->gap >= GAP_LINE || r->flow->text.n == 0;
        while (begins_line && piece.n && piece.p[0] == ' ') {
            piece = str_slice(piece, 1, piece.n);
            column += column > 0;
        }
        if (begins_line && piece.n)
            r->flow->heading_level = r->heading_level;
        flow_append(r->flow, piece, r->line, column);
    } else if (destination > RTF_VALUES && r->value.n + piece.n < MAX_VALUE_BYTES) {
        buf_append_str(&r->value, piece);
    }
}

static void emit(struct reader *r, struct str piece)
{
    emit_at(r, piece, 0);
}

/* Converts and writes the bytes of "\'hh" so far. */
static void flush_bytes(struct reader *r)
{
    if (r->bytes.n == 0)
        return;
    AUTO(buf_done) struct buf utf8 = BUF_INIT;
    rtf_convert(group_of(r)->code_page ? group_of(r)->code_page : r->code_page, buf_str(&r->bytes),
                &utf8);
    buf_clear(&r->bytes);
    for (size_t i = 0; i < utf8.n; i++)
        if (utf8.p[i] == '\n' || utf8.p[i] == '\0' || utf8.p[i] == '\r')
            utf8.p[i] = ' ';
    emit(r, buf_str(&utf8));
}

static void gap(struct reader *r, enum flow_gap wide)
{
    flush_bytes(r);
    if (is_shown(r))
        flow_gap(r->flow, wide);
    else if (group_of(r)->destination == RTF_EXTRA)
        buf_append_char(&r->value, '\n');
}

/* Writes the character of a "\u", which may be half of a surrogate pair. */
static void put_unicode(struct reader *r, int32_t value)
{
    char utf8[4];
    uint32_t c = (uint32_t)(value < 0 ? value + 0x10000 : value);
    flush_bytes(r);
    r->n_to_skip = group_of(r)->n_fallback;
    bool is_low = c >= 0xDC00 && c <= 0xDFFF;
    if (c >= 0xD800 && c <= 0xDBFF) {
        r->surrogate = c;
        return;
    }
    if (is_low && r->surrogate)
        c = 0x10000 + ((r->surrogate - 0xD800) << 10) + (c - 0xDC00);
    else if (is_low || c > 0x10FFFF || c < ' ')
        c = 0xFFFD;
    r->surrogate = 0;
    /* Symbol fonts use the private area, which has nothing to search for. */
    if (c >= 0xF000 && c <= 0xF0FF)
        c = ' ';
    emit(r, (struct str){utf8, utf8_put(c, utf8)});
}

static void open_group(struct reader *r)
{
    flush_bytes(r);
    r->n_to_skip = 0;
    r->is_optional = false;
    if (r->depth + 1 == MAX_DEPTH || r->n_too_deep) {
        r->n_too_deep++;
        return;
    }
    r->groups[r->depth + 1] = r->groups[r->depth];
    r->depth++;
}

/* Keeps the address in the instruction of a field: HYPERLINK "https://example.org". */
static void take_instruction(struct reader *r, struct str instruction)
{
    size_t quote = str_find_char(instruction, '"', 0);
    if (str_starts_with(instruction, STR_LITERAL("HYPERLINK")))
        extras_add(&r->extras,
                   str_slice(instruction, quote + (quote < instruction.n),
                             str_find_char(instruction, '"', quote + 1)),
                   r->line);
}

/* Keeps the lines of a header, footer or comment. */
static void take_lines(struct reader *r, struct str lines)
{
    struct str line;
    while (str_next_line(&lines, &line))
        extras_add(&r->extras, line, r->line);
}

/* Returns whether a property of a picture or shape has words as its value. */
static bool is_described_by(struct str property)
{
    static const char *const names[] = {"wzDescription", "wzName", "wzTooltip", "gtextUNICODE",
                                        NULL};
    return str_is_one_of(property, names);
}

static void end_value(struct reader *r, enum rtf_destination destination)
{
    struct document *d = r->document;
    struct str value = str_trim(buf_str(&r->value));
    switch (destination) {
    case RTF_TITLE:
        d->title = arena_copy(d->arena, value);
        break;
    case RTF_AUTHOR:
        document_add_field(d, STR_LITERAL("author"), value);
        break;
    case RTF_SUBJECT:
        document_add_field(d, STR_LITERAL("subject"), value);
        break;
    case RTF_KEYWORDS:
        document_add_values(d, STR_LITERAL("keywords"), value);
        break;
    case RTF_CREATED:
        if (r->when[0] && r->when[0] < 10000 && r->when[1] <= 12 && r->when[2] <= 31)
            document_add_field(
                d, STR_LITERAL("created"),
                arena_format(d->arena, "%04u-%02u-%02u", r->when[0], r->when[1], r->when[2]));
        break;
    case RTF_EXTRA:
        take_lines(r, value);
        break;
    case RTF_INSTRUCTION:
        take_instruction(r, value);
        break;
    case RTF_PROPERTY:
        r->is_described = is_described_by(value);
        break;
    case RTF_PROPERTY_VALUE:
        if (r->is_described)
            take_lines(r, value);
        r->is_described = false;
        break;
    default:
        break;
    }
    buf_clear(&r->value);
}

static void close_group(struct reader *r)
{
    flush_bytes(r);
    r->n_to_skip = 0;
    r->is_optional = false;
    if (r->n_too_deep) {
        r->n_too_deep--;
        return;
    }
    if (r->depth == 0)
        return;
    enum rtf_destination destination = group_of(r)->destination;
    r->depth--;
    if (destination != group_of(r)->destination)
        end_value(r, destination);
}

static void set_destination(struct reader *r, enum rtf_destination destination)
{
    /* A hidden destination hides everything in it. */
    if (group_of(r)->destination != RTF_HIDDEN)
        group_of(r)->destination = destination;
}

/* Selects a font, which determines the code page. */
static void set_font(struct reader *r, uint32_t number)
{
    if (group_of(r)->destination == RTF_FONTS)
        r->font = number;
    else
        group_of(r)->code_page = number < MAX_FONTS ? r->font_pages[number] : 0;
}

/* Skips binary data, up to the start of a character. */
static void skip_bytes(struct reader *r, size_t n)
{
    r->at += n < r->source.n - r->at ? n : r->source.n - r->at;
    while (r->at < r->source.n && ((unsigned char)r->source.p[r->at] & 0xC0) == 0x80)
        r->at++;
}

static void apply(struct reader *r, const struct rtf_word *word, int32_t value, bool has_value)
{
    switch (word->action) {
    case RTF_DESTINATION:
        set_destination(r, word->destination);
        break;
    case RTF_GAP:
        gap(r, word->gap);
        break;
    case RTF_PIECE:
        emit(r, str_of(word->text));
        break;
    case RTF_UNICODE:
        put_unicode(r, value);
        break;
    case RTF_FALLBACK:
        group_of(r)->n_fallback = value >= 0 && value < 16 ? (uint32_t)value : 1;
        break;
    case RTF_CODE_PAGE:
        r->code_page = value > 0 ? (uint32_t)value : word->page ? word->page : r->code_page;
        break;
    case RTF_FONT:
        set_font(r, (uint32_t)value);
        break;
    case RTF_FONT_CHARSET:
        if (r->font < MAX_FONTS)
            r->font_pages[r->font] = rtf_page_of_charset(value);
        break;
    case RTF_BINARY:
        if (value > 0)
            skip_bytes(r, (uint32_t)value);
        break;
    case RTF_INVISIBLE:
        group_of(r)->is_hidden = !has_value || value;
        break;
    case RTF_PLAIN:
        group_of(r)->is_hidden = false;
        group_of(r)->code_page = 0;
        break;
    case RTF_LEVEL:
        r->heading_level = has_value && value >= 0 && value < 6 ? (unsigned)value + 1 : 0;
        break;
    case RTF_WHEN:
        if (group_of(r)->destination == RTF_CREATED)
            r->when[word->part] = value > 0 ? (uint32_t)value : 0;
        break;
    }
}

/* Reads "\name123 ". r->at is after the backslash, at a letter. */
static void read_word(struct reader *r)
{
    const char *p = r->source.p;
    char name[MAX_WORD_BYTES + 1];
    size_t n = 0;
    int32_t value = 0;
    while (r->at < r->source.n && ascii_is_alpha(p[r->at])) {
        if (n < MAX_WORD_BYTES)
            name[n++] = p[r->at];
        r->at++;
    }
    name[n] = '\0';
    bool is_negative = r->at + 1 < r->source.n && p[r->at] == '-' && ascii_is_digit(p[r->at + 1]);
    r->at += is_negative;
    bool has_value = r->at < r->source.n && ascii_is_digit(p[r->at]);
    for (; r->at < r->source.n && ascii_is_digit(p[r->at]); r->at++)
        value = value < 100000000 ? value * 10 + (p[r->at] - '0') : value;
    if (r->at < r->source.n && p[r->at] == ' ')
        r->at++;

    const struct rtf_word *word = rtf_word_of(name);
    if (!word || word->action != RTF_UNICODE)
        flush_bytes(r);
    bool was_optional = r->is_optional;
    r->is_optional = false;
    if (word)
        apply(r, word, is_negative ? -value : value, has_value);
    else if (was_optional)
        set_destination(r, RTF_HIDDEN);
}

static int hex_digit(char c)
{
    c = ascii_lower(c);
    return ascii_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void read_byte(struct reader *r)
{
    int high = r->at + 1 < r->source.n ? hex_digit(r->source.p[r->at]) : -1;
    int low = high >= 0 ? hex_digit(r->source.p[r->at + 1]) : -1;
    if (low < 0)
        return;
    r->at += 2;
    if (r->n_to_skip)
        r->n_to_skip--;
    else
        buf_append_char(&r->bytes, (char)(high * 16 + low));
}

/* Returns whether the control symbol before r->at is the first of its group. Elsewhere, "\\*" says
 * nothing of the group. */
static bool begins_group(const struct reader *r)
{
    size_t i = r->at - 2; /* the backslash */
    while (i > 0 && ascii_is_space(r->source.p[i - 1]))
        i--;
    return i > 0 && r->source.p[i - 1] == '{';
}

/* Reads a control word or symbol. r->at is after a backslash. */
static void read_control(struct reader *r)
{
    if (r->at == r->source.n)
        return;
    char c = r->source.p[r->at];
    if (ascii_is_alpha(c)) {
        read_word(r);
        return;
    }
    if ((unsigned char)c >= 0x80)
        return; /* not a control symbol but text */
    r->at++;
    if (c == '\'') {
        read_byte(r);
        return;
    }
    flush_bytes(r);
    if (c == '*')
        r->is_optional = begins_group(r);
    else if (c == '~')
        emit(r, STR_LITERAL(" "));
    else if (c == '_')
        emit(r, STR_LITERAL("-"));
    else if (c == '\n')
        r->at--; /* means "\par"; the line break is counted with the text */
    else if (c == '{' || c == '}' || c == '\\')
        emit(r, (struct str){&c, 1});
    if (c == '\n')
        gap(r, GAP_PARAGRAPH);
}

/* Reads text up to the next special character. */
static void read_text(struct reader *r)
{
    const char *p = r->source.p;
    size_t end = r->at;
    while (end < r->source.n && p[end] != '\\' && p[end] != '{' && p[end] != '}' && p[end] != '\n')
        end++;
    flush_bytes(r);
    while (r->n_to_skip && r->at < end) {
        size_t next;
        utf8_decode(r->source, r->at, &next);
        r->at = next;
        r->n_to_skip--;
    }
    if (r->at < end)
        emit_at(r, str_slice(r->source, r->at, end), (uint32_t)(r->at - r->line_start) + 1);
    r->at = end;
}

static void read_all(struct reader *r)
{
    while (r->at < r->source.n) {
        char c = r->source.p[r->at];
        if (c == '\n') {
            r->at++;
            r->line++;
            r->line_start = r->at;
        } else if (c == '{' || c == '}') {
            r->at++;
            if (c == '{')
                open_group(r);
            else
                close_group(r);
        } else if (c == '\\') {
            r->at++;
            read_control(r);
        } else {
            read_text(r);
        }
    }
    flush_bytes(r);
}

static void reader_done(struct reader *r)
{
    buf_done(&r->bytes);
    buf_done(&r->value);
    extras_done(&r->extras);
}

enum err_code rtf_read(const struct reader_input *input, struct arena *scratch,
                       const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    AUTO(flow_done) struct flow flow = FLOW_INIT;
    struct document d;

    arena_clear(scratch);
    reader_begin(&d, input, scratch, "rtf");
    AUTO(reader_done)
    struct reader r = {
        .document = &d,
        .flow = &flow,
        .source = reader_unix_lines(input->text, &unix_lines),
        .line = input->first_line,
        .groups = {{RTF_TEXT, .n_fallback = 1}},
        .code_page = 1252,
        .extras = EXTRAS_INIT,
    };
    read_all(&r);
    flow_deliver(&flow, &text, &d);
    extras_deliver(&r.extras, &text, &d);
    return output->add(output->ctx, &d, err);
}
