/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --html: prints the answer as one page that can be passed on. The page needs no script, loads
 * nothing, and is readable on narrow screens, in dark mode, on paper and by screen readers. No text
 * of a document can become markup. */
#include "base/mem.h"
#include "base/stamp.h"
#include "search/print/escape.h"
#include "search/print/facets.h"
#include "search/print/forms.h"
#include "search/print/hyperlink.h"

/* Text and background colors have contrasts of at least 4.5 in both schemes (WCAG 2.2, AA). */
static const char HEAD[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "style-src 'unsafe-inline'\">\n"
    "<style>\n"
    ":root{--paper:#fff;--ink:#1b1b1b;--soft:#555;--line:#d8d8d8;--link:#0b57a4;--bar:#3a78b5;"
    "--mark:#ffe08a;--mark-ink:#1b1b1b}\n"
    "@media (prefers-color-scheme:dark){:root{--paper:#16181b;--ink:#e8e8e8;--soft:#b0b0b0;"
    "--line:#3a3d42;--link:#8ab8ff;--bar:#6aa3dc;--mark:#6b5600;--mark-ink:#fff}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:50rem;padding:1rem;background:var(--paper);color:var(--ink);"
    "font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\n"
    "h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.15rem;margin:1.5rem 0 .5rem}"
    "h3{font-size:1.05rem;margin:0}\n"
    "a{color:var(--link)}p{margin:.25rem 0}.soft{color:var(--soft)}\n"
    "mark{background:var(--mark);color:var(--mark-ink);border-radius:.15em;padding:0 .1em}\n"
    "blockquote{margin:.5rem 0 0;padding:0 0 0 .75rem;border-left:.2rem solid var(--line)}\n"
    "ol{list-style:none;margin:0;padding:0}li.hit{padding:1rem 0;border-top:1px solid "
    "var(--line)}\n"
    "table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:bold;"
    "padding:.25rem 0}\n"
    "th,td{padding:.1rem .75rem .1rem 0;text-align:left;font-weight:normal;vertical-align:top}"
    "td.n{text-align:right;width:1%;white-space:nowrap}td.bar{width:45%;padding-right:0}\n"
    "svg{display:block;width:100%}svg rect{fill:var(--bar)}\n"
    "figure{margin:.5rem 0}figcaption{color:var(--soft)}.ends{display:flex;"
    "justify-content:space-between}\n"
    ".facets{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),"
    "1fr))}\n"
    ".skip{position:absolute;left:-99rem}.skip:focus{position:static}\n"
    "@media print{body{max-width:none}li.hit{break-inside:avoid}.skip{display:none}"
    "mark{background:none;color:inherit;font-weight:bold}}\n"
    "</style>\n";

enum { TIMELINE_WIDTH = 600, TIMELINE_HEIGHT = 60, BAR_WIDTH = 100, BAR_HEIGHT = 8 };

static void put(struct buf *out, const char *s)
{
    buf_append_str(out, str_of(s));
}

static void put_text(struct buf *out, struct str s)
{
    escape_append_html(out, s);
}

/* ---- facets ---- */

static void put_bar(struct buf *out, uint32_t n, uint32_t most)
{
    buf_append_format(
        out,
        "<td class=\"bar\"><svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
        "height=\"12\" aria-hidden=\"true\"><rect width=\"%.2f\" height=\"%d\"/></svg>"
        "</td>",
        BAR_WIDTH, BAR_HEIGHT, (double)BAR_WIDTH * n / most, BAR_HEIGHT);
}

static void put_table(struct buf *out, const struct facet *f)
{
    size_t n = f->n < PRINT_MAX_FACET_VALUES ? f->n : PRINT_MAX_FACET_VALUES;
    put(out, "<div><table>\n<caption>");
    put_text(out, f->field);
    put(out, "</caption>\n");
    for (size_t i = 0; i < n; i++) {
        put(out, "<tr><th scope=\"row\" dir=\"auto\">");
        put_text(out, f->values[i].value);
        buf_append_format(out, "</th><td class=\"n\">%u</td>", f->values[i].n);
        put_bar(out, f->values[i].n, f->values[0].n);
        put(out, "</tr>\n");
    }
    put(out, "</table>\n");
    if (n < f->n)
        buf_append_format(out, "<p class=\"soft\">and %zu more</p>\n", f->n - n);
    put(out, "</div>\n");
}

static void put_timeline(struct buf *out, const struct facet *f)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct print_timeline t = print_timeline_of(f, &arena);
    double width = (double)TIMELINE_WIDTH / (double)t.n;
    struct str first = f->values[0].value, last = f->values[f->n - 1].value;
    put(out, "<figure>\n");
    buf_append_format(out,
                      "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" height=\"60\" "
                      "role=\"img\" aria-label=\"Documents by %s from %.*s to %.*s, at most %u\">",
                      TIMELINE_WIDTH, TIMELINE_HEIGHT, print_unit_of(f), STR_PRINT(first),
                      STR_PRINT(last), t.most);
    for (size_t i = 0; i < t.n; i++) {
        double height = (double)TIMELINE_HEIGHT * t.n_of_each[i] / t.most;
        if (t.n_of_each[i])
            buf_append_format(out, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>",
                              width * (double)i, TIMELINE_HEIGHT - height, width * 0.9, height);
    }
    buf_append_format(out,
                      "</svg>\n<figcaption class=\"ends\"><span>%.*s</span>"
                      "<span>by %s, at most %u</span><span>%.*s</span></figcaption>\n</figure>\n",
                      STR_PRINT(first), print_unit_of(f), t.most, STR_PRINT(last));
}

static void put_facets(struct buf *out, const struct answer *a)
{
    put(out, "<section aria-labelledby=\"counts\">\n<h2 id=\"counts\">What there is</h2>\n");
    for (size_t i = 0; i < a->n_facets; i++)
        if (a->facets[i].is_date && a->facets[i].n)
            put_timeline(out, &a->facets[i]);
    put(out, "<div class=\"facets\">\n");
    for (size_t i = 0; i < a->n_facets; i++)
        if (!a->facets[i].is_date && a->facets[i].n)
            put_table(out, &a->facets[i]);
    put(out, "</div>\n</section>\n");
}

/* ---- the page ---- */

static void put_totals(struct buf *out, const struct answer *a)
{
    bool is_exact = a->total_lower == a->total_upper;
    put(out, "<p class=\"soft\">");
    buf_append_format(out, "%s%u %s</p>\n", is_exact ? "" : "About ", a->total,
                      a->total == 1 ? "document" : "documents");
}

static void put_notes(struct buf *out, const struct answer *a)
{
    for (size_t i = 0; i < a->n_hints; i++) {
        put(out, "<p>Note: ");
        put_text(out, a->hints[i]);
        put(out, "</p>\n");
    }
    if (a->did_you_mean.n) {
        put(out, "<p>Did you mean: <strong>");
        put_text(out, a->did_you_mean);
        put(out, "</strong></p>\n");
    }
}

static void print_html_begin(const struct print_settings *s, const struct answer *a, FILE *out)
{
    AUTO(buf_done) struct buf page = BUF_INIT;
    (void)s;
    put(&page, HEAD);
    put(&page, "<title>");
    put_text(&page, a->query);
    put(&page, "</title>\n</head>\n<body>\n<a class=\"skip\" href=\"#hits\">To the documents</a>\n"
               "<header>\n<h1 dir=\"auto\">");
    put_text(&page, a->query);
    put(&page, "</h1>\n");
    put_totals(&page, a);
    put_notes(&page, a);
    put(&page, "</header>\n<main>\n");
    if (a->n_facets && a->total)
        put_facets(&page, a);
    put(&page, "<section aria-labelledby=\"hits\">\n<h2 id=\"hits\">Documents</h2>\n");
    put(&page, a->total ? "<ol>\n" : "<p>There is none.</p>\n");
    fwrite(page.p, 1, page.n, out);
}

/* Begins a link to the place of the hit. Returns false if there are to be no links. */
static bool put_link(struct buf *out, const struct print_settings *s, const struct hit *h)
{
    AUTO(buf_done) struct buf url = BUF_INIT;
    bool has_pages = print_has_pages(h->record);
    uint32_t line = h->n_passages ? h->passages[0].match_line : 0;
    if (!s->page_link_format)
        return false;
    struct hyperlink_place place = {
        .path = h->path,
        .line = has_pages ? 0 : line,
        .anchor = print_is_for_browser(h->record) ? print_anchor(h) : STR_EMPTY,
    };
    hyperlink_append_url(&url, s->page_link_format, &place);
    put(out, "<a href=\"");
    put_text(out, buf_str(&url));
    put(out, "\">");
    return true;
}

static void put_marked(struct buf *out, struct str text, const struct passage_mark *marks,
                       uint32_t n)
{
    struct print_parts parts = {.text = text, .marks = marks, .n = n};
    struct str part;
    bool is_marked;
    while (print_next_part(&parts, &part, &is_marked)) {
        put(out, is_marked ? "<mark>" : "");
        put_text(out, part);
        put(out, is_marked ? "</mark>" : "");
    }
}

static void put_place(struct buf *out, const struct hit *h)
{
    AUTO(buf_done) struct buf place = BUF_INIT;
    AUTO(buf_done) struct buf date = BUF_INIT;
    print_append_place(&place, h);
    put(out, "<p class=\"soft\">");
    put_text(out, buf_str(&place));
    stamp_append_iso(&date, h->record->date, true);
    if (date.n)
        buf_append_format(out, " · <time datetime=\"%.*s\">%.*s</time>", STR_PRINT(buf_str(&date)),
                          STR_PRINT(buf_str(&date)));
    if (h->is_gone || h->is_stale)
        put(out, h->is_gone ? " · file is gone" : " · changed since indexed");
    put(out, "</p>\n");
}

static bool is_code(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alpha(s.p[i]) && s.p[i] != '-')
            return false;
    return s.n >= 2;
}

static void put_section(struct buf *out, const struct hit *h, size_t i)
{
    AUTO(buf_done) struct buf section = BUF_INIT;
    print_append_section(&section, h, i);
    if (section.n == 0)
        return;
    put(out, "<p class=\"soft\" dir=\"auto\">§ ");
    put_text(out, buf_str(&section));
    put(out, "</p>\n");
}

static void put_passage(struct buf *out, const struct hit *h, const struct passage *p)
{
    put(out, "<blockquote dir=\"auto\"");
    if (is_code(h->record->language))
        buf_append_format(out, " lang=\"%.*s\"", STR_PRINT(h->record->language));
    put(out, p->cut_before ? ">… " : ">");
    put_marked(out, p->text, p->marks, p->n_marks);
    put(out, p->cut_after ? " …</blockquote>\n" : "</blockquote>\n");
}

static void put_field(struct buf *out, const struct field_match *f)
{
    put(out, "<p dir=\"auto\"><span class=\"soft\">");
    put_text(out, f->name);
    put(out, f->cut_before ? ":</span> … " : ":</span> ");
    put_marked(out, f->value, f->marks, f->n_marks);
    put(out, f->cut_after ? " …</p>\n" : "</p>\n");
}

static void print_html_hit(const struct print_settings *s, const struct answer *a,
                           const struct hit *h, FILE *out)
{
    AUTO(buf_done) struct buf item = BUF_INIT;
    (void)a;
    put(&item, "<li class=\"hit\"><article>\n<h3 dir=\"auto\">");
    buf_append_format(&item, "%u. ", h->rank);
    bool is_link = put_link(&item, s, h);
    if (h->record->title.n)
        put_marked(&item, h->record->title, h->title_marks, h->n_title_marks);
    else
        put_text(&item, print_name(h));
    put(&item, is_link ? "</a></h3>\n" : "</h3>\n");
    put_place(&item, h);
    for (size_t i = 0; i < h->n_passages; i++) {
        put_section(&item, h, i);
        put_passage(&item, h, &h->passages[i]);
    }
    for (size_t i = 0; i < h->n_field_matches; i++)
        put_field(&item, &h->field_matches[i]);
    put(&item, "</article></li>\n");
    fwrite(item.p, 1, item.n, out);
}

static void print_html_end(const struct print_settings *s, const struct answer *a, FILE *out)
{
    AUTO(buf_done) struct buf page = BUF_INIT;
    AUTO(buf_done) struct buf omitted = BUF_INIT;
    (void)s;
    put(&page, a->total ? "</ol>\n</section>\n</main>\n" : "</section>\n</main>\n");
    if (print_append_omitted(&omitted, a)) {
        put(&page, "<footer><p class=\"soft\">");
        put_text(&page, buf_str(&omitted));
        put(&page, "</p></footer>\n");
    }
    put(&page, "</body>\n</html>\n");
    fwrite(page.p, 1, page.n, out);
}

const struct printer print_html_form = {print_html_begin, print_html_hit, print_html_end};
