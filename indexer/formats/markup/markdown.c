/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads Markdown through md4c, which reports blocks and pieces of text in order. Pieces point into
 * the source, from which line and column are determined. */
#include "indexer/formats/markup/markdown_definitions.h"
#include "indexer/formats/shared/extras.h"
#include "indexer/formats/shared/heading_title.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

#include <errno.h>
#include <md4c.h>
#include <stdio.h>

enum {
    MAX_LIST_DEPTH = 64,
    LONG_LINK_BYTES = 256, /* of target and title */
};

struct list {
    bool is_ordered;
    unsigned number; /* of the next item */
};

struct reader {
    struct document *document;
    struct str source;
    struct flow *flow;
    struct html_stripper html;
    size_t at; /* the source offset for which line and line_start are valid */
    size_t line_start;
    uint32_t line;
    struct budget *budget;
    bool is_cut; /* the parser was told to stop */
    struct list lists[MAX_LIST_DEPTH];
    unsigned list_depth; /* may exceed MAX_LIST_DEPTH: deeper lists are not numbered */
    char bullet[16];     /* to write before the next piece */
    size_t bullet_n;
    bool in_code;
    struct heading_title title;
    unsigned heading_level; /* of the current heading; 0: none */
    size_t paragraph_start; /* how much text precedes the current paragraph */
    unsigned link_depth;    /* of open links */
    size_t link_start;      /* the offset of the outermost link in the text of the flow */
    size_t picture_start;   /* that of the last picture */
    struct extras extras;   /* addresses and titles of links, names of files above code */
};

/* Moves line and line_start to an offset of the source, forwards or backwards. */
static void move_to(struct reader *r, size_t offset)
{
    while (r->at < offset) {
        size_t newline = str_find_char(str_slice(r->source, 0, offset), '\n', r->at);
        if (newline == offset)
            break;
        r->line++;
        r->line_start = r->at = newline + 1;
    }
    while (r->line_start > offset) {
        size_t previous = r->line_start - 1;
        while (previous > 0 && r->source.p[previous - 1] != '\n')
            previous--;
        r->line--;
        r->line_start = previous;
    }
    r->at = offset;
}

static bool is_in_source(const struct reader *r, const char *p)
{
    return p >= r->source.p && p < r->source.p + r->source.n;
}

/* Writes the pending bullet right before its text, which is at column. */
static void write_bullet(struct reader *r, uint32_t column)
{
    if (r->bullet_n == 0)
        return;
    column = column > r->bullet_n ? column - (uint32_t)r->bullet_n : 0;
    flow_append(r->flow, (struct str){r->bullet, r->bullet_n}, r->line, column);
    r->bullet_n = 0;
}

/* Appends a piece at the position of `from` in the source, or after the previous piece if `from` is
 * not in the source. */
static void append(struct reader *r, struct str piece, const char *from)
{
    uint32_t column = 0;
    if (is_in_source(r, from)) {
        move_to(r, (size_t)(from - r->source.p));
        column = (uint32_t)(r->at - r->line_start) + 1;
    }
    write_bullet(r, column);
    flow_append(r->flow, piece, r->line, column);
}

static void start_item(struct reader *r)
{
    struct list *list = r->list_depth <= MAX_LIST_DEPTH ? &r->lists[r->list_depth - 1] : NULL;
    flow_gap(r->flow, GAP_LINE);
    if (list && list->is_ordered)
        r->bullet_n = (size_t)snprintf(r->bullet, sizeof r->bullet, "%u. ", list->number++);
    else
        r->bullet_n = (size_t)snprintf(r->bullet, sizeof r->bullet, "- ");
}

static void start_list(struct reader *r, bool is_ordered, unsigned number)
{
    flow_gap(r->flow, r->list_depth ? GAP_LINE : GAP_PARAGRAPH);
    if (r->list_depth < MAX_LIST_DEPTH)
        r->lists[r->list_depth] = (struct list){is_ordered, number};
    r->list_depth++;
}

static void start_block(struct reader *r)
{
    if (r->bullet_n == 0)
        flow_gap(r->flow, GAP_PARAGRAPH);
}

/* Returns an attribute with its character references resolved. */
static struct str attribute_text(const struct reader *r, const MD_ATTRIBUTE *a)
{
    struct str all = {a->text, a->size};
    AUTO(buf_done) struct buf resolved = BUF_INIT;
    if (str_find_char(all, '&', 0) == all.n)
        return all;
    for (size_t i = 0; a->substr_offsets[i] < a->size; i++) {
        struct str part = str_slice(all, a->substr_offsets[i], a->substr_offsets[i + 1]);
        if (a->substr_types[i] == MD_TEXT_ENTITY)
            html_resolve(part, &resolved);
        else
            buf_append_str(&resolved, part);
    }
    return arena_copy(r->document->arena, buf_str(&resolved));
}

static void keep(struct reader *r, struct str s)
{
    if (is_in_source(r, s.p))
        move_to(r, (size_t)(s.p - r->source.p));
    extras_add(&r->extras, s, r->line);
}

/* Keeps what is written behind the language of a block of code, such as the name of a file. */
static void take_info(struct reader *r, const MD_BLOCK_CODE_DETAIL *code)
{
    struct str info = attribute_text(r, &code->info);
    size_t blank = str_find_char(info, ' ', 0);
    keep(r, str_slice(info, blank, info.n));
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    struct reader *r = ctx;
    switch (type) {
    case MD_BLOCK_UL:
        start_list(r, false, 0);
        break;
    case MD_BLOCK_OL:
        start_list(r, true, ((MD_BLOCK_OL_DETAIL *)detail)->start);
        break;
    case MD_BLOCK_LI:
        start_item(r);
        break;
    case MD_BLOCK_H:
        start_block(r);
        r->heading_level = ((MD_BLOCK_H_DETAIL *)detail)->level;
        r->flow->heading_level = r->heading_level;
        break;
    case MD_BLOCK_P:
        start_block(r);
        r->paragraph_start = r->flow->text.n;
        break;
    case MD_BLOCK_CODE:
        start_block(r);
        r->flow->code_state = FLOW_BEGINS_CODE;
        r->in_code = true;
        take_info(r, detail);
        break;
    case MD_BLOCK_TR:
        flow_gap(r->flow, GAP_ITEM);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        flow_gap(r->flow, GAP_CELL);
        break;
    case MD_BLOCK_HTML:
        r->html = (struct html_stripper)HTML_STRIPPER_INIT;
        start_block(r);
        break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    default:
        start_block(r);
        break;
    }
    return 0;
}

/* Drops the attributes that Pandoc and others write after a heading: "{#id .class}". */
static void drop_attributes(struct flow *flow)
{
    if (flow->heading_level || flow->n_headings == 0) /* the heading is empty */
        return;
    size_t start = flow->headings[flow->n_headings - 1].offset;
    struct str text = str_trim(str_slice(buf_str(&flow->text), start, flow->text.n));
    size_t brace = str_after_last(text, '{');
    bool is_list = brace > 1 && brace < text.n && text.p[text.n - 1] == '}' &&
                   memchr("#.:-", text.p[brace], 4) && text.p[brace - 2] == ' ';
    if (is_list)
        flow->text.n = start + str_trim(str_slice(text, 0, brace - 1)).n;
}

/* Marks the first line of a paragraph as a term if the next one begins with ":", as PHP Markdown
 * Extra and Pandoc write definitions. */
static void find_term(struct flow *flow, size_t paragraph_start)
{
    struct str paragraph = str_trim(str_slice(buf_str(&flow->text), paragraph_start, flow->text.n));
    size_t start = (size_t)(paragraph.p - buf_str(&flow->text).p);
    size_t next = str_find_char(paragraph, '\n', 0) + 1;
    if (next + 1 >= paragraph.n || paragraph.p[next] != ':' ||
        !ascii_is_space(paragraph.p[next + 1]))
        return;
    MEM_GROW(flow->headings, flow->n_headings, flow->headings_capacity);
    flow->headings[flow->n_headings++] = (struct record_heading){(uint32_t)start,
                                                                 RECORD_TERM_LEVEL};
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    struct reader *r = ctx;
    (void)detail;
    switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        r->list_depth--;
        flow_gap(r->flow, r->list_depth ? GAP_LINE : GAP_PARAGRAPH);
        break;
    case MD_BLOCK_LI:
        r->bullet_n = 0;
        flow_gap(r->flow, GAP_LINE);
        break;
    case MD_BLOCK_H:
        drop_attributes(r->flow);
        heading_title_end(&r->title, r->document, r->flow, r->heading_level);
        r->heading_level = 0;
        flow_gap(r->flow, GAP_PARAGRAPH);
        break;
    case MD_BLOCK_CODE:
        r->flow->code_state = FLOW_PROSE;
        r->in_code = false;
        flow_gap(r->flow, GAP_PARAGRAPH);
        break;
    case MD_BLOCK_P:
        find_term(r->flow, r->paragraph_start);
        flow_gap(r->flow, GAP_PARAGRAPH);
        break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_TR:
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        break;
    default:
        flow_gap(r->flow, GAP_PARAGRAPH);
        break;
    }
    return 0;
}

static void begin_link(struct reader *r)
{
    if (r->link_depth++ == 0)
        r->link_start = r->flow->text.n;
}

static void end_link(struct reader *r, enum document_link_kind kind, struct str target)
{
    struct str text = buf_str(&r->flow->text);
    if (--r->link_depth == 0 && r->link_start < text.n)
        document_add_link(r->document, kind, target, str_slice(text, r->link_start, text.n));
}

/* Keeps the address of a link that leads elsewhere, unless the link shows it. */
static void take_address(struct reader *r, struct str address)
{
    struct str shown = str_slice(buf_str(&r->flow->text), r->link_start, r->flow->text.n);
    bool is_mail = str_starts_with(address, STR_LITERAL("mailto:"));
    address = str_slice(address, is_mail ? strlen("mailto:") : 0, address.n);
    bool is_elsewhere = is_mail || str_find(address, STR_LITERAL("://"), 0) < address.n;
    if (is_elsewhere && str_find(shown, address, 0) == shown.n)
        keep(r, address);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    struct reader *r = ctx;
    if (type == MD_SPAN_A) {
        struct str address = attribute_text(r, &((MD_SPAN_A_DETAIL *)detail)->href);
        take_address(r, address);
        end_link(r, LINK_PATH, address);
    } else if (type == MD_SPAN_WIKILINK) {
        end_link(r, LINK_NAME, attribute_text(r, &((MD_SPAN_WIKILINK_DETAIL *)detail)->target));
    } else if (type == MD_SPAN_IMG && r->heading_level) {
        heading_title_picture(&r->title, r->picture_start, r->flow->text.n);
    }
    return 0;
}

/* Handles the start of a link or image. Target and title are paid for if long, since any number of
 * links may refer to one definition. */
static int enter_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    struct reader *r = ctx;
    if (type == MD_SPAN_A || type == MD_SPAN_WIKILINK)
        begin_link(r);
    if (type == MD_SPAN_IMG)
        r->picture_start = r->flow->text.n;
    if (type == MD_SPAN_WIKILINK) /* its words may be others: [[Page|words]] */
        keep(r, attribute_text(r, &((MD_SPAN_WIKILINK_DETAIL *)detail)->target));
    if (type != MD_SPAN_A && type != MD_SPAN_IMG)
        return 0;
    const MD_SPAN_A_DETAIL *a = detail;
    const MD_SPAN_IMG_DETAIL *image = detail;
    const MD_ATTRIBUTE *address = type == MD_SPAN_A ? &a->href : &image->src;
    struct str title = attribute_text(r, type == MD_SPAN_A ? &a->title : &image->title);
    size_t n = address->size + title.n;
    keep(r, title);
    r->is_cut = n > LONG_LINK_BYTES && !budget_repeat(r->budget, n);
    return r->is_cut;
}

static void add_reference(struct reader *r, struct str reference)
{
    char utf8[4];
    size_t n;
    if (html_reference(reference, utf8, &n) == reference.n)
        append(r, (struct str){utf8, n}, reference.p);
    else
        append(r, reference, reference.p);
}

/* Takes an HTML heading, with which many files begin, as the title if its level is higher than
 * those of the Markdown headings. */
static void take_html_title(struct reader *r)
{
    const struct html_stripper *html = &r->html;
    bool is_above = !r->title.level || r->title.level > html->title_level;
    if (!html->title_level || r->title.is_declared || !is_above)
        return;
    struct str text = str_slice(buf_str(&r->flow->text), html->title_start, html->title_end);
    r->document->title = arena_copy(r->document->arena, str_trim(text));
}

static void keep_attribute(struct reader *r, struct str value)
{
    AUTO(buf_done) struct buf resolved = BUF_INIT;
    if (is_in_source(r, value.p))
        move_to(r, (size_t)(value.p - r->source.p));
    extras_add(&r->extras, html_resolve(value, &resolved), r->line);
}

/* Keeps the alternative texts and tool tips in a piece of HTML. */
static void take_attributes(struct reader *r, struct str html)
{
    static const char *const names[] = {" alt=", " title=", " aria-label=", NULL};
    for (size_t k = 0; names[k]; k++)
        for (size_t i = str_find(html, str_of(names[k]), 0); i < html.n;
             i = str_find(html, str_of(names[k]), i + 1)) {
            size_t quote = i + strlen(names[k]);
            if (quote < html.n && (html.p[quote] == '"' || html.p[quote] == '\''))
                keep_attribute(
                    r, str_slice(html, quote + 1, str_find_char(html, html.p[quote], quote + 1)));
        }
}

static void add_html(struct reader *r, struct str html)
{
    if (str_equal(html, STR_LITERAL("\n"))) {
        flow_gap(r->flow, GAP_SOFT_LINE);
        return;
    }
    if (is_in_source(r, html.p))
        move_to(r, (size_t)(html.p - r->source.p));
    write_bullet(r, 0);
    take_attributes(r, html);
    struct str rest = html, line;
    for (uint32_t i = 0; str_next_line(&rest, &line); i++)
        html_strip(&r->html, line, r->flow, r->line + i,
                   i ? 1 : (uint32_t)(r->at - r->line_start) + 1);
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *ctx)
{
    struct reader *r = ctx;
    struct str text = {p, n};

    switch (type) {
    case MD_TEXT_NULLCHAR:
        append(r, STR_LITERAL("\xEF\xBF\xBD"), p);
        break;
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
        flow_gap(r->flow, GAP_LINE);
        break;
    case MD_TEXT_ENTITY:
        add_reference(r, text);
        break;
    case MD_TEXT_HTML:
        add_html(r, text);
        break;
    case MD_TEXT_CODE:
        if (r->in_code && str_equal(text, STR_LITERAL("\n")))
            flow_break_line(r->flow);
        else
            append(r, text, p);
        break;
    default:
        append(r, text, p);
        break;
    }
    return 0;
}

static void reader_done(struct reader *r)
{
    extras_done(&r->extras);
}

enum err_code markdown_read(const struct reader_input *input, struct arena *scratch,
                            const struct reader_output *output, struct err *err)
{
    static const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_WIKILINKS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = add_text,
    };
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    AUTO(flow_done) struct flow flow = FLOW_INIT;
    struct document d;

    arena_clear(scratch);
    reader_begin(&d, input, scratch, "markdown");
    AUTO(reader_done)
    struct reader r = {
        .document = &d,
        .source = reader_unix_lines(input->text, &unix_lines),
        .flow = &flow,
        .title.document_level = 1,
        .line = input->first_line,
        .budget = input->budget,
        .extras = EXTRAS_INIT,
    };
    AUTO(buf_done) struct buf limited = BUF_INIT;
    size_t start = heading_title_begin(&r.title, &d, r.source);
    r.source = markdown_limit_definitions(r.source, r.budget, &limited);
    errno = 0;
    if (md_parse(r.source.p + start, (MD_SIZE)(r.source.n - start), &parser, &r) && !r.is_cut) {
        if (errno == ENOMEM)
            mem_exhausted();
        return text_read(input, scratch, output, err);
    }
    flow_deliver(&flow, &text, &d);
    take_html_title(&r);
    extras_deliver(&r.extras, &text, &d);
    return output->add(output->ctx, &d, err);
}
