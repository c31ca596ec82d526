/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the passages of a document that answer a query best. */
#include "search/passage/passage.h"

#include "base/mem.h"
#include "search/passage/cut.h"
#include "search/passage/lines.h"
#include "search/passage/match.h"
#include "search/passage/score.h"
#include "search/passage/spans.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
    MIN_PASSAGE_BYTES = 40,
    SPAN_SCAN_BYTES = 16 * PASSAGE_SCAN_BYTES, /* how much is examined until a phrase is found */
    MAX_BEGINNINGS = 16,                       /* paragraphs that are examined for a beginning */
};

/* The state of work on one document. */
struct finder {
    struct record_reader *rr;
    const struct record *record;
    const struct plan *plan;
    const struct passage_settings *settings;
    struct arena *arena;
    struct str text; /* what was read of it so far, up to a word boundary */
    struct lines lines;
    struct found_list found;
    struct scorer scorer;
    struct passage *passages;
    size_t n;
};

static void finder_done(struct finder *f)
{
    found_list_done(&f->found);
}

/* ---- reading and matching ---- */

static bool has_every_word(const struct finder *f)
{
    bool *is_seen = mem_alloc_zeroed(f->plan->n_words, sizeof *is_seen);
    uint32_t n_seen = 0;
    for (size_t i = 0; i < f->found.n; i++) {
        n_seen += !is_seen[f->found.items[i].word];
        is_seen[f->found.items[i].word] = true;
    }
    mem_free(is_seen);
    return n_seen == f->plan->n_words;
}

/* Returns true if there are matches on as many lines as are wanted. */
static bool has_every_line(const struct finder *f)
{
    const struct found *items = f->found.items;
    size_t n_lines = 1;
    for (size_t i = 1; i < f->found.n && n_lines < f->settings->max_passages; i++)
        n_lines += str_find_char(str_slice(f->text, 0, items[i].start), '\n', items[i - 1].start) <
                   items[i].start;
    return n_lines >= f->settings->max_passages;
}

static bool is_enough(const struct finder *f)
{
    if (f->found.n == 0 || f->settings->every_line)
        return false;
    if (f->text.n >= SPAN_SCAN_BYTES)
        return true;
    if (!spans_all_stand(f->plan, &f->found))
        return false;
    if (f->text.n >= PASSAGE_SCAN_BYTES)
        return true;
    return f->settings->whole_lines ? has_every_line(f) : has_every_word(f);
}

/* Returns where to stop in a text that continues: at the end of a line, or else of a word, or else
 * anywhere. */
static size_t last_boundary(struct str text, size_t from)
{
    const char *line_end = memrchr(text.p + from, '\n', text.n - from);
    if (line_end) {
        /* Keeps the blanks around it together, because an empty line among them is a gap. */
        size_t end = (size_t)(line_end - text.p);
        while (end > from && ascii_is_space(text.p[end - 1]))
            end--;
        if (end > from)
            return end;
    }
    struct str whole = str_slice(text, 0, utf8_floor(text, text.n - 1));
    size_t word_end = cut_word_end(whole, whole.n - 1, from);
    return word_end > from ? word_end : whole.n;
}

/* Reads on from the end of f->text, up to limit or until there is enough. */
static enum err_code read_to(struct finder *f, struct matcher *matcher, size_t limit,
                             struct err *err)
{
    for (size_t end = f->text.n; end < limit && !is_enough(f);) {
        struct str text;
        size_t scanned = f->text.n;
        end = limit - end > RECORD_PIECE_BYTES ? end + RECORD_PIECE_BYTES : limit;
        if (record_text(f->rr, 0, end, &text, err))
            return err->code;
        size_t stop = end < limit ? last_boundary(text, scanned) : end;
        f->text = str_slice(text, 0, stop);
        matcher_scan(matcher, text, scanned, stop, &f->found);
    }
    spans_choose(f->plan, &f->found, false);
    return ERR_OK;
}

/* Reads the lines of context after the last match. */
static enum err_code read_further(struct finder *f, size_t total, struct err *err)
{
    size_t end = total - f->text.n > RECORD_PIECE_BYTES ? f->text.n + RECORD_PIECE_BYTES : total;
    struct str text;
    if (record_text(f->rr, 0, end, &text, err))
        return err->code;
    f->text = str_slice(text, 0, end < total ? last_boundary(text, f->text.n) : end);
    return ERR_OK;
}

/* Navigation is examined only if the document's own text has none of the words. */
static enum err_code read_and_match(struct finder *f, struct matcher *matcher, struct err *err)
{
    size_t total = f->record->text_bytes, own = total - f->record->navigation_bytes;

    if (read_to(f, matcher, own, err))
        return err->code;
    if (f->found.n == 0 && read_to(f, matcher, total, err))
        return err->code;
    if (f->found.n == 0 && own > 0)
        f->text = str_slice(f->text, 0, own);
    return f->settings->n_after ? read_further(f, total, err) : ERR_OK;
}

/* ---- passages ---- */

/* Marks all matches that begin in the passage. Adjoining ones become one mark. */
static void set_marks(struct finder *f, struct passage *p, size_t first)
{
    const struct found *items = f->found.items;
    size_t end = first;
    while (end < f->found.n && items[end].start < p->end)
        end++;
    p->marks = arena_alloc(f->arena, (end - first + 1) * sizeof *p->marks);
    p->n_marks = 0;
    for (size_t i = first; i < end; i++) {
        uint32_t stop = items[i].end < p->end ? items[i].end : p->end;
        struct passage_mark mark = {items[i].start - p->start, stop - p->start};
        if (p->n_marks && mark.start <= p->marks[p->n_marks - 1].end) {
            if (p->marks[p->n_marks - 1].end < mark.end)
                p->marks[p->n_marks - 1].end = mark.end;
        } else {
            p->marks[p->n_marks++] = mark;
        }
    }
}

static size_t first_found_from(const struct finder *f, size_t offset)
{
    size_t low = 0, high = f->found.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (f->found.items[middle].start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_passage(struct finder *f, struct cut_range cut, struct cut_range paragraph,
                        double score)
{
    struct passage *p = &f->passages[f->n++];
    *p = (struct passage){.start = (uint32_t)cut.start, .end = (uint32_t)cut.end};
    p->text = str_slice(f->text, cut.start, cut.end);
    p->score = score;
    p->cut_before = cut.start > paragraph.start;
    p->cut_after = cut.end < paragraph.end;
    set_marks(f, p, first_found_from(f, cut.start));
    p->section = section_at(f->record, f->text, cut.start, f->arena);
    lines_locate(&f->lines, p->start, &p->line, &p->column);
    lines_locate(&f->lines, p->start + (p->n_marks ? p->marks[0].start : 0), &p->match_line,
                 &p->match_column);
}

/* Returns the part of a paragraph around core that no chosen passage occupies. */
static struct cut_range free_room(const struct finder *f, struct cut_range paragraph,
                                  struct cut_range core)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct passage *p = &f->passages[i];
        if (p->end <= core.start && p->end > paragraph.start)
            paragraph.start = p->end;
        else if (p->start >= core.end && p->start < paragraph.end)
            paragraph.end = p->start;
    }
    return paragraph;
}

/* Returns the range from the first match to the last, cut off if it is very long. */
static struct cut_range core_of(const struct finder *f, const struct found *first,
                                const struct found *last)
{
    struct cut_range core = {first->start, last->end};
    if (core.end - core.start > PASSAGE_WORD_BYTES)
        core.end = utf8_floor(f->text, core.start + PASSAGE_WORD_BYTES);
    return core;
}

static void choose_passages(struct finder *f)
{
    const struct found *items = f->found.items;

    while (f->n < f->settings->max_passages) {
        struct score_window w = scorer_best(&f->scorer);
        if (w.first == w.end)
            return;
        struct cut_range core = core_of(f, &items[w.first], &items[w.end - 1]);
        struct cut_range paragraph = cut_paragraph(f->text, core.start, core.end);
        struct cut_range room = free_room(f, paragraph, core);
        struct cut_range cut = cut_around(f->text, core, room, f->settings->max_bytes);
        add_passage(f, cut, paragraph, w.score);
        scorer_use(&f->scorer, cut.start, cut.end);
    }
}

static int order_by_place(const void *a, const void *b)
{
    const struct passage *x = a, *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

static int order_by_score(const void *a, const void *b)
{
    const struct passage *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return order_by_place(a, b);
}

/* Returns the line, or a part around core if it is too long. */
static struct cut_range shorten_line(const struct finder *f, struct cut_range line,
                                     struct cut_range core)
{
    if (line.end - line.start <= f->settings->max_bytes)
        return line;
    if (core.end > line.end)
        core.end = line.end;
    return cut_around(f->text, core, line, f->settings->max_bytes);
}

/* Makes a passage of every line with a match, and keeps the best of them. */
static void choose_lines(struct finder *f)
{
    const struct found *items = f->found.items;

    for (size_t i = 0, end; i < f->found.n; i = end) {
        struct cut_range line = lines_around(&f->lines, items[i].start);
        for (end = i; end < f->found.n && items[end].start < line.end;)
            end++;
        struct cut_range cut = shorten_line(f, line, core_of(f, &items[i], &items[i]));
        add_passage(f, cut, line, scorer_sum(&f->scorer, i, end));
    }
    qsort(f->passages, f->n, sizeof *f->passages, order_by_score);
    if (f->n > f->settings->max_passages)
        f->n = f->settings->max_passages;
    if (f->settings->in_order)
        qsort(f->passages, f->n, sizeof *f->passages, order_by_place);
}

/* ---- lines of context ---- */

/* Returns where the next line begins, or the end of the text. */
static size_t next_line(const struct finder *f, struct cut_range line)
{
    size_t end = line.end;
    if (end < f->text.n && f->text.p[end] == '\r')
        end++;
    return end < f->text.n && f->text.p[end] == '\n' ? end + 1 : end;
}

static struct passage_line line_at(struct finder *f, struct cut_range range)
{
    struct passage_line line = {.text = str_slice(f->text, range.start, range.end)};
    uint32_t column;
    lines_locate(&f->lines, range.start, &line.line, &column);
    return line;
}

/* Adds up to n_before lines before the passage, none of which begins before least. */
static void add_lines_above(struct finder *f, struct passage *p, size_t least)
{
    struct passage_line *lines = arena_alloc(f->arena, f->settings->n_before * sizeof *lines);
    struct cut_range line = lines_around(&f->lines, p->start);
    uint32_t first = f->settings->n_before;
    while (first > 0 && line.start > least) {
        line = lines_around(&f->lines, line.start - 1);
        lines[--first] = line_at(f, line);
    }
    p->before = lines + first;
    p->n_before = f->settings->n_before - first;
}

/* Adds up to n_after lines after the passage that begin before limit. Returns where the last one
 * ends. */
static size_t add_lines_below(struct finder *f, struct passage *p, size_t limit)
{
    p->after = arena_alloc(f->arena, f->settings->n_after * sizeof *p->after);
    size_t next = next_line(f, lines_around(&f->lines, p->start));
    while (p->n_after < f->settings->n_after && next < limit) {
        struct cut_range line = lines_around(&f->lines, next);
        p->after[p->n_after++] = line_at(f, line);
        next = next_line(f, line);
    }
    return next;
}

/* Adds context so that each line is shown once, with the earlier passage if two are near each
 * other. */
static void add_context(struct finder *f)
{
    size_t shown = 0;
    for (size_t i = 0; i < f->n; i++) {
        struct passage *p = &f->passages[i];
        size_t limit = f->text.n;
        if (i + 1 < f->n)
            limit = lines_around(&f->lines, f->passages[i + 1].start).start;
        add_lines_above(f, p, shown);
        shown = add_lines_below(f, p, limit);
    }
}

/* Shows the first paragraph that reads like text. */
static void choose_beginning(struct finder *f)
{
    struct cut_range best = {0, 0};
    double best_quality = 0;
    size_t offset = 0;

    for (int i = 0; i < MAX_BEGINNINGS && best_quality < 1; i++) {
        while (offset < f->text.n && ascii_is_space(f->text.p[offset]))
            offset++;
        if (offset == f->text.n)
            break;
        struct cut_range paragraph = cut_paragraph(f->text, offset, offset);
        struct str s = str_slice(f->text, paragraph.start, paragraph.end);
        double quality = cut_quality(s, f->record->title);
        if (quality > best_quality) {
            best_quality = quality;
            best = paragraph;
        }
        if (paragraph.end > offset)
            offset = paragraph.end;
        else
            utf8_decode(f->text, offset, &offset);
    }
    if (best.start == best.end)
        return;
    struct cut_range core = {best.start, best.start}, cut;
    if (f->settings->whole_lines)
        cut = shorten_line(f, lines_around(&f->lines, best.start), core);
    else
        cut = cut_around(f->text, core, best, f->settings->max_bytes);
    add_passage(f, cut, best, 0);
}

static void choose(struct finder *f)
{
    size_t most = f->found.n ? f->found.n : 1;
    if (!f->settings->whole_lines && most > f->settings->max_passages)
        most = f->settings->max_passages;
    f->passages = arena_alloc(f->arena, most * sizeof *f->passages);
    f->lines = (struct lines){.record = f->record, .text = f->text};
    scorer_init(&f->scorer, f->plan, &f->found, f->text, f->record->title, f->settings->max_bytes,
                f->arena);
    if (f->found.n == 0)
        choose_beginning(f);
    else if (f->settings->whole_lines)
        choose_lines(f);
    else
        choose_passages(f);
    if (f->settings->whole_lines && f->settings->in_order)
        add_context(f);
}

void passage_memory_done(struct passage_memory *memory)
{
    arena_done(&memory->arena);
}

static struct matcher *matcher_of(const struct finder *f, struct analyser *analyser)
{
    struct passage_memory *memory = f->settings->memory;
    language_id language = language_by_code(f->record->language);
    if (!memory || language >= LANGUAGE_LIMIT)
        return matcher_new(f->plan, analyser, language, f->arena);
    struct matcher **matcher = &memory->matchers[language];
    if (!*matcher)
        *matcher = matcher_new(f->plan, analyser, language, &memory->arena);
    matcher_restart(*matcher);
    return *matcher;
}

enum err_code passage_find(struct record_reader *rr, const struct plan *plan,
                           struct analyser *analyser, const struct passage_settings *settings,
                           struct arena *arena, struct passage **ret_passages, size_t *ret_n,
                           struct err *err)
{
    struct passage_settings bounded = *settings;
    AUTO(finder_done)
    struct finder f = {.rr = rr,
                       .record = record_of(rr),
                       .plan = plan,
                       .settings = &bounded,
                       .arena = arena,
                       .text = STR_EMPTY};

    if (bounded.max_bytes < MIN_PASSAGE_BYTES)
        bounded.max_bytes = MIN_PASSAGE_BYTES;
    if (bounded.max_passages > 0 && f.record->text_bytes > 0) {
        if (read_and_match(&f, matcher_of(&f, analyser), err))
            return err->code;
        choose(&f);
    }
    *ret_passages = f.passages;
    *ret_n = f.n;
    return ERR_OK;
}

void passage_mark_text(struct str text, language_id language, const struct plan *plan,
                       struct analyser *analyser, struct arena *arena,
                       struct passage_mark **ret_marks, uint32_t *ret_n)
{
    AUTO(finder_done) struct finder f = {.arena = arena};
    struct passage whole = {.start = 0, .end = (uint32_t)text.n};

    matcher_scan(matcher_new(plan, analyser, language, arena), text, 0, text.n, &f.found);
    spans_choose(plan, &f.found, true);
    set_marks(&f, &whole, 0);
    *ret_marks = whole.marks;
    *ret_n = whole.n_marks;
}
