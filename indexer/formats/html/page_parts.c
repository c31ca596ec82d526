/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells the text of a page from lists of links, pagers and what is only named as navigation. */
#include "indexer/formats/html/page_parts.h"

#include "indexer/formats/html/elements.h"

#include "base/mem.h"

#include <stdlib.h>

enum {
    MIN_LINKS = 3, /* in a list that counts as links */
    MIN_PROSE_BYTES = 400,
    MAX_PAGER_BYTES = 32,
    MAX_REST_BYTES = 16, /* of signs around the links of a pager, for each of them */
};

static void add_part(struct page_parts *p, int kind, size_t start, size_t end, size_t link_bytes)
{
    MEM_GROW(p->items, p->n, p->capacity);
    p->items[p->n++] = (struct page_part){kind, start, end, link_bytes};
}

static void clear_counts(struct page_parts *p)
{
    p->link_bytes = p->link_letters = p->pager_letters = 0;
    p->n_links = p->n_local_links = p->n_pagers = 0;
}

/* Returns whether the text of a link says that it leads to the next page or the like. */
static bool is_pager_text(struct str s)
{
    static const char *const words[] = {"prev",
                                        "previous",
                                        "next",
                                        "up",
                                        "home",
                                        "top",
                                        "back",
                                        "first",
                                        "last",
                                        "index",
                                        "contents",
                                        "toc",
                                        "start",
                                        "weiter",
                                        "zurück",
                                        "suivant",
                                        "start",
                                        "next page",
                                        "previous page",
                                        "table of contents",
                                        "back to top",
                                        "précédent",
                                        NULL};
    if (s.n > MAX_PAGER_BYTES)
        return false;
    while (s.n && !ascii_is_alpha(s.p[0]) && (unsigned char)s.p[0] < 0x80)
        s = str_slice(s, 1, s.n);
    while (s.n && !ascii_is_alpha(s.p[s.n - 1]) && (unsigned char)s.p[s.n - 1] < 0x80)
        s = str_slice(s, 0, s.n - 1);
    return s.n == 0 || str_is_one_of_ignoring_case(s, words);
}

/* Returns whether a list of links begins like those of Texinfo: "Next: Plotting, Previous: Lists".
 */
static bool begins_pager(struct str s)
{
    static const char *const starts[] = {"Next: ", "Previous: ", "Prev: ", "Up: ", NULL};
    return str_starts_with_one_of(str_trim(s), starts);
}

static size_t count_letters(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ascii_is_alpha(s.p[i]) || ascii_is_digit(s.p[i]) || (unsigned char)s.p[i] >= 0x80;
    return n;
}

/* Returns whether what is between the links of a text is signs such as those of "[ 1 ] [ 2 ]" and
 * "home | news | index", and not those of code. */
static bool has_only_joints(struct str text, size_t link_letters, size_t n_links)
{
    for (size_t i = 0; i < text.n; i++)
        if (memchr("(){}<>=,;:*&", text.p[i], 12))
            return false;
    /* In a bar of many page numbers, that of the current page is not a link. */
    return count_letters(text) <= link_letters + n_links / 8;
}

/* Returns whether a text is links and little else. */
static bool has_only_links(const struct page_parts *p, struct str text)
{
    if (p->n_links == 0 || text.n < p->link_bytes)
        return false;
    size_t rest = text.n - p->link_bytes;
    return rest * 10 <= text.n + 30 * p->n_links ||
           (rest <= MAX_REST_BYTES * p->n_links &&
            has_only_joints(text, p->link_letters, p->n_links));
}

/* Adds the run as a part if it has as many links as a list, or if the page begins with it. */
static void end_run(struct page_parts *p)
{
    struct page_run *run = &p->run;
    if (run->n_links >= MIN_LINKS && run->n_blocks > 1)
        add_part(p, run->n_local_links * 2 > run->n_links ? PART_SECTIONS : PART_LINKS, run->start,
                 run->end, run->link_bytes);
    else if (run->n_links && run->n_links < MIN_LINKS && run->start == 0)
        add_part(p, PART_LEAD, run->start, run->end, run->link_bytes);
    *run = (struct page_run){0};
}

/* Returns whether a block can be in a run. Rows of two links, and several links to sections, are
 * more often declarations, and headings may lead to their own sections; but a page may begin with
 * them. */
static bool fits_run(const struct page_parts *p, size_t start, bool is_unit,
                     const struct flow *flow)
{
    struct str text = str_slice(buf_str(&flow->text), start, flow->text.n);
    bool has_heading = flow->n_headings && flow->headings[flow->n_headings - 1].offset >= start;
    bool goes_on = p->run.n_blocks && p->run.start == 0;
    bool is_row = p->n_links > 1 && !goes_on &&
                  ((is_unit && p->n_links < MIN_LINKS) || p->n_local_links * 2 > p->n_links);
    return has_only_links(p, text) && (start == 0 || (!has_heading && !is_row));
}

/* Adds the block of the article that was written since start to the run if it is nothing but links;
 * else the run ends before it. */
static void extend_run(struct page_parts *p, size_t start, bool is_unit, unsigned flags,
                       const struct flow *flow)
{
    struct page_run *run = &p->run;
    if ((flags & (ELEMENT_BESIDE | ELEMENT_ARTICLE)) || flow->text.n == start)
        return;
    bool fits = fits_run(p, start, is_unit, flow);
    /* The end of the run may be within a block that contains blocks. */
    bool adjoins = start <= run->end ||
                   count_letters(str_slice(buf_str(&flow->text), run->end, start)) == 0;
    if (!fits || !adjoins)
        end_run(p);
    if (!fits)
        return;
    if (run->n_blocks == 0)
        run->start = start;
    run->end = flow->text.n;
    run->link_bytes += p->link_bytes;
    run->n_blocks++;
    run->n_links += p->n_links;
    run->n_local_links += p->n_local_links;
}

/* Adds what was written since start as a part if it is a list of links or a pager. */
static void judge(struct page_parts *p, size_t start, bool is_unit, unsigned flags,
                  const struct flow *flow)
{
    size_t end = flow->text.n, n = end - start, n_links = p->n_links;
    size_t rest = n > p->link_bytes ? n - p->link_bytes : 0;
    struct str text = str_slice(buf_str(&flow->text), start, end);
    bool is_links = n_links >= MIN_LINKS && has_only_links(p, text);
    bool is_pager = n_links && ((p->n_pagers == n_links && rest <= MAX_REST_BYTES * n_links &&
                                 count_letters(text) <= p->pager_letters + 2 * n_links) ||
                                (rest <= 12 * n_links && begins_pager(text)));
    bool is_contents = p->n_local_links * 2 > n_links;
    if (is_links && is_contents && (flags & ELEMENT_BESIDE))
        add_part(p, PART_CONTENTS, start, end, p->link_bytes);
    else if ((is_links || is_pager) && !(flags & (ELEMENT_BESIDE | ELEMENT_ARTICLE)) &&
             (is_pager || is_unit || !is_contents))
        add_part(p,
                 is_pager      ? PART_PAGER
                 : is_contents ? PART_SECTIONS
                               : PART_LINKS,
                 start, end, p->link_bytes);
    extend_run(p, start, is_unit, flags, flow);
}

void page_parts_begin(struct page_parts *p, unsigned own_flags, unsigned flags, size_t depth,
                      const struct flow *flow)
{
    if ((flags & ELEMENT_CALLED) && !p->called_depth) {
        p->called_depth = depth;
        p->called_start = flow->text.n;
        p->called_link_bytes = 0;
    }
    if ((own_flags & (ELEMENT_LIST | ELEMENT_UNIT)) && (!p->list_depth || p->is_unit)) {
        if (p->list_depth)
            extend_run(p, p->list_start, true, p->list_flags, p->list_flow);
        p->list_depth = depth;
        p->is_unit = own_flags & ELEMENT_UNIT;
        p->list_start = flow->text.n;
        p->list_flow = flow;
        p->list_flags = flags;
        clear_counts(p);
    }
}

void page_parts_begin_link(struct page_parts *p, size_t depth, const struct flow *flow,
                           struct str target, bool is_pager)
{
    if (target.n == 0 || p->link_depth)
        return;
    p->link_depth = depth;
    p->link_start = flow->text.n;
    p->link_is_pager = is_pager;
    buf_clear(&p->link_target);
    buf_append_str(&p->link_target, target);
    p->n_links++;
    p->n_local_links += str_find_char(target, '#', 0) < target.n;
}

void page_parts_break(struct page_parts *p, unsigned flags, const struct flow *flow)
{
    if (p->list_depth)
        return;
    if (p->n_links && p->loose_flow == flow && !(flags & ELEMENT_PRE))
        judge(p, p->loose_start, true, flags, flow);
    clear_counts(p);
    p->loose_flow = flow;
    p->loose_start = flow->text.n;
}

static void end_link(struct page_parts *p, unsigned flags, const struct flow *flow,
                     struct document *d)
{
    struct str text = buf_str(&flow->text);
    size_t n = p->link_start < text.n ? text.n - p->link_start : 0;
    text = str_slice(text, text.n - n, text.n);
    document_add_link(d, LINK_PATH, buf_str(&p->link_target), text);
    bool is_pager = is_pager_text(str_trim(text));
    p->n_pagers += is_pager;
    size_t n_letters = count_letters(text);
    p->link_letters += n_letters;
    p->pager_letters += is_pager ? n_letters : 0;
    p->link_bytes += n;
    p->called_link_bytes += n;
    p->link_depth = 0;
    if (p->link_is_pager && n && is_pager && !(flags & ELEMENT_BESIDE))
        add_part(p, PART_PAGER, p->link_start, flow->text.n, n);
}

void page_parts_end(struct page_parts *p, unsigned flags, size_t depth, const struct flow *flow,
                    struct document *d)
{
    if (p->link_depth > depth)
        end_link(p, flags, flow, d);
    if (p->list_depth > depth) {
        judge(p, p->list_start, p->is_unit, flags, flow);
        p->list_depth = 0;
        clear_counts(p);
    }
    if (p->called_depth > depth) {
        add_part(p, PART_CALLED, p->called_start, flow->text.n, p->called_link_bytes);
        p->called_depth = 0;
    }
}

void page_parts_done(struct page_parts *p)
{
    mem_free(p->items);
    buf_done(&p->link_target);
}

#define BIT(kind) (1u << (kind))
/* Kinds of parts that are moved out of the article. */
#define MOVED (BIT(PART_LINKS) | BIT(PART_PAGER) | BIT(PART_SECTIONS) | BIT(PART_LEAD))

/* Delivers the parts of a flow that are of some kinds or, if outside, what is in none of them. */
static void deliver_flow(const struct page_parts *p, const struct flow *flow, unsigned kinds,
                         bool outside, struct buf *text, struct document *d)
{
    size_t at = 0;
    for (size_t i = 0; i < p->n; i++) {
        const struct page_part *part = &p->items[i];
        if (!(BIT(part->kind) & kinds) || part->start < at)
            continue;
        flow_deliver_part(flow, outside ? at : part->start, outside ? part->start : part->end, text,
                          d);
        at = part->end;
    }
    if (outside)
        flow_deliver_part(flow, at, flow->text.n, text, d);
}

/* Returns the size of the lists of links, which are sorted. */
static size_t bytes_of_lists(const struct page_parts *p)
{
    size_t n = 0, end = 0;
    for (size_t i = 0; i < p->n; i++) {
        const struct page_part *part = &p->items[i];
        if (part->kind != PART_LINKS || part->end <= end)
            continue;
        n += part->end - (part->start > end ? part->start : end);
        end = part->end;
    }
    return n;
}

/* Drops parts that are not what they seem to be. article_bytes is the size of the text outside of
 * lists of links. Such lists belong to the article if that is little else, an element with a name
 * of navigation belongs to it if it has most of the prose, and links that a page begins with may be
 * its headline (is_headed). Parts of the article within others are dropped, too. */
static void check_parts(struct page_parts *p, size_t article_bytes, size_t list_bytes,
                        bool is_headed)
{
    size_t n_kept = 0, called_end = 0, moved_end = 0;
    bool has_own_lists = article_bytes < list_bytes / 4;
    for (size_t i = 0; i < p->n; i++) {
        struct page_part *part = &p->items[i];
        size_t prose = part->end - part->start - part->link_bytes;
        bool is_moved = BIT(part->kind) & MOVED;
        bool is_dropped = (part->kind == PART_LINKS && has_own_lists) ||
                          (part->kind == PART_LEAD && is_headed) ||
                          (part->kind == PART_CALLED &&
                           (prose < MIN_PROSE_BYTES || prose < article_bytes)) ||
                          (part->kind == PART_CONTENTS && part->start < called_end) ||
                          (is_moved && part->start < moved_end);
        if (part->kind == PART_CALLED && !is_dropped)
            called_end = part->end;
        if (is_moved && !is_dropped)
            moved_end = part->end;
        if (!is_dropped)
            p->items[n_kept++] = *part;
    }
    p->n = n_kept;
}

/* Returns whether the links that the article begins with are its headline: the title begins with
 * them, or they are a heading that no other of its level follows. The name of a site is at the end
 * of titles, and a heading of the page follows it. */
static bool is_headed_by_lead(const struct page_parts *p, const struct flow *article,
                              struct str title)
{
    const struct page_part *lead = NULL;
    for (size_t i = 0; i < p->n && !lead; i++)
        lead = p->items[i].kind == PART_LEAD ? &p->items[i] : NULL;
    if (!lead)
        return false;
    struct str text = str_trim(str_slice(buf_str(&article->text), lead->start, lead->end));
    bool is_heading = article->n_headings && article->headings[0].offset < lead->end;
    for (size_t i = 1; i < article->n_headings && is_heading; i++)
        is_heading = article->headings[i].offset < lead->end ||
                     article->headings[i].level > article->headings[0].level;
    return is_heading || str_starts_with(title, text);
}

static int by_start(const void *a, const void *b)
{
    const struct page_part *x = a, *y = b;
    return x->start != y->start ? (x->start > y->start) - (x->start < y->start)
                                : (x->end < y->end) - (x->end > y->end);
}

void page_parts_deliver(struct page_parts *p, const struct flow *article, const struct flow *beside,
                        struct buf *text, struct document *d)
{
    end_run(p);
    if (p->n)
        qsort(p->items, p->n, sizeof *p->items, by_start);
    size_t list_bytes = bytes_of_lists(p);
    check_parts(p, article->text.n - list_bytes, list_bytes,
                is_headed_by_lead(p, article, d->title));
    deliver_flow(p, article, MOVED, true, text, d);
    deliver_flow(p, beside, BIT(PART_CALLED), false, text, d);
    size_t own_bytes = text->n;
    deliver_flow(p, beside, BIT(PART_CONTENTS), false, text, d);
    deliver_flow(p, article, BIT(PART_SECTIONS), false, text, d);
    size_t contents_end = text->n;
    deliver_flow(p, article, MOVED & ~BIT(PART_SECTIONS), false, text, d);
    deliver_flow(p, beside, BIT(PART_CALLED) | BIT(PART_CONTENTS), true, text, d);
    if (own_bytes == 0)
        return;
    d->contents_bytes = contents_end - own_bytes;
    d->navigation_bytes = text->n - contents_end;
}
