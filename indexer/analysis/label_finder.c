/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the positions of a document's title, headings and defined terms. */
#include "indexer/analysis/label_finder.h"

#include "base/mem.h"

void label_finder_done(struct label_finder *f)
{
    mem_free(f->parts);
    mem_free(f->kinds);
    mem_free(f->found.items);
}

void label_finder_start(struct label_finder *f)
{
    f->n = f->found.n = 0;
}

static void expect(struct label_finder *f, size_t start, size_t end, enum label_kind kind)
{
    size_t n = f->n;
    MEM_GROW(f->parts, n, f->capacity);
    MEM_GROW(f->kinds, n, f->kinds_capacity);
    f->parts[n] = (struct text_part){.start = start, .end = end};
    f->kinds[n] = kind;
    f->n++;
}

/* Returns the end of a defined term's name, which is where the parentheses of a function begin, as
 * in "find(text, start=0)", or a sign before its explanation, or else the end of its line. */
static size_t term_end(struct str text, size_t start, size_t end)
{
    static const char *const signs[] = {" - ", " – ", " — ", " ::"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        end = str_find(str_slice(text, 0, end), str_of(signs[i]), start);
    size_t open = str_find_char(str_slice(text, 0, end), '(', start);
    if (open == start || open == end)
        return end;
    char last = text.p[open - 1];
    return ascii_is_alpha(last) || ascii_is_digit(last) || last == '_' ? open : end;
}

static size_t label_end(const struct document *d, size_t i, struct str text)
{
    size_t start = d->headings[i].offset, end = str_find_char(text, '\n', start);
    if (d->headings[i].level != RECORD_TERM_LEVEL)
        return end;
    bool has_next = i + 1 < d->n_headings && d->headings[i + 1].offset < end;
    if (has_next && d->headings[i + 1].level == RECORD_TERM_END_LEVEL)
        return d->headings[i + 1].offset;
    return term_end(text, start, has_next ? d->headings[i + 1].offset : end);
}

/* Each label extends to the end of its line or, for a term, of its name or to the next term. One
 * that begins within another is part of it. */
void label_finder_expect_headings(struct label_finder *f, const struct document *d, size_t n_bytes,
                                  struct postings *postings)
{
    struct str text = str_slice(d->text, 0, n_bytes);
    size_t end = 0;
    f->n = 0;
    for (size_t i = 0; i < d->n_headings && d->headings[i].offset < n_bytes; i++) {
        size_t start = d->headings[i].offset;
        if (start < end || d->headings[i].level == RECORD_TERM_END_LEVEL)
            continue;
        end = label_end(d, i, text);
        expect(f, start, end,
               d->headings[i].level == RECORD_TERM_LEVEL ? LABEL_TERM : LABEL_HEADING);
    }
    postings_find_parts(postings, f->parts, f->n);
}

void label_finder_expect_title(struct label_finder *f, const struct document *d,
                               struct postings *postings)
{
    f->n = 0;
    expect(f, 0, d->title.n, LABEL_TITLE);
    postings_find_parts(postings, f->parts, f->n);
}

void label_finder_take(struct label_finder *f)
{
    for (size_t i = 0; i < f->n; i++)
        label_list_add(&f->found,
                       (struct label){f->parts[i].position, f->parts[i].n_words, f->kinds[i]});
    f->n = 0;
}
