/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the date of a page in the lines next to its headings, and in lines that label it. */
#include "indexer/describe/byline.h"

enum {
    MAX_HEADINGS = 3,
    MAX_LEVEL = 2,
    MAX_SECTION_LEVEL = 6,
    MAX_LINES = 3, /* next to a heading */
    MAX_LINE_BYTES = 120,
    MAX_NEAR_BYTES = 300,
    MAX_OTHER_WORDS = 8,
    MAX_LABEL_DISTANCE = 16, /* in bytes, between a label and its date */
};

/* ---- labels of dates ---- */

static const char *const published[] = {
    "published", "posted on",     "created on",  "created:",   "veröffentlicht", "erstellt am",
    "erstellt:", "erschienen",    "eingestellt", "publiziert", "datum:",         "date:",
    "publié le", "mise en ligne", "publicado",   "pubblicato", "gepubliceerd",   "geplaatst",
    NULL};
static const char *const updated[] = {
    "updated",       "last edited",    "last modified", "last changed",
    "aktualisiert",  "aktualisierung", "änderung",      "geändert",
    "stand:",        "mis à jour",     "mise à jour",   "actualizado",
    "actualización", "aggiornato",     "bijgewerkt",    NULL};

/* Returns where the first of labels in line ends, ignoring case; 0 if there is none. */
static size_t label_end(struct str line, const char *const *labels)
{
    for (size_t at = 0; at < line.n; at++) {
        char first = ascii_lower(line.p[at]);
        for (size_t i = 0; labels[i]; i++)
            if (labels[i][0] == first && (at == 0 || !ascii_is_alpha(line.p[at - 1])) &&
                str_starts_with_ignoring_case(str_slice(line, at, line.n), labels[i]))
                return at + strlen(labels[i]);
    }
    return 0;
}

static struct str own_text(const struct document *d)
{
    return str_slice(d->text, 0, d->text.n - d->contents_bytes - d->navigation_bytes);
}

static bool has_digits(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ascii_is_digit(s.p[i]);
    return n >= 4;
}

/* ---- lines next to a heading ---- */

/* Returns whether a date is at the end of a sentence about something else: "In 1945 the war ended
 * on 8 May 1945." */
static bool ends_sentence(struct str line, size_t n_before, struct str after)
{
    enum { MIN_WORDS = 4 };
    return n_before >= MIN_WORDS && str_equal(after, STR_LITERAL(".")) &&
           !label_end(line, published) && !label_end(line, updated);
}

/* Returns whether a line has a date and little else: few other words, or the date at its start
 * followed by punctuation. Eight digits among words are some other number. */
static bool read_line(struct str line, enum date_order order, char ret_date[STAMP_BYTES])
{
    size_t start, n;
    struct str head = str_slice(line, 0, line.n < MAX_LINE_BYTES ? line.n : MAX_LINE_BYTES);
    if (!has_digits(head) || !dates_find(head, order, &start, &n, ret_date))
        return false;
    struct str after = str_trim(str_slice(line, start + n, line.n));
    size_t n_before = str_count_words(str_slice(line, 0, start));
    bool is_number = str_is_digits(str_slice(line, start, start + n));
    if (is_number ? n_before || after.n : ends_sentence(line, n_before, after))
        return false;
    bool is_lead = n_before == 0 && after.n && !ascii_is_alpha(after.p[0]);
    return is_lead || n_before + str_count_words(after) <= MAX_OTHER_WORDS;
}

static bool find_behind(struct str text, size_t offset, enum date_order order,
                        char ret_date[STAMP_BYTES])
{
    struct str rest = str_slice(text, offset, text.n), line;
    size_t n_lines = 0;
    if (!str_next_line(&rest, &line))
        return false;
    const char *end = rest.p + (rest.n < MAX_NEAR_BYTES ? rest.n : MAX_NEAR_BYTES);
    while (n_lines < MAX_LINES && rest.p < end && str_next_line(&rest, &line)) {
        line = str_trim(line);
        n_lines += line.n > 0;
        if (line.n && read_line(line, order, ret_date))
            return true;
    }
    return false;
}

/* Looks at the lines above, as long as they are short. */
static bool find_above(struct str text, size_t offset, enum date_order order,
                       char ret_date[STAMP_BYTES])
{
    struct str above = str_trim(str_slice(text, 0, offset));
    for (size_t i = 0; i < MAX_LINES && above.n; i++) {
        size_t start = str_after_last(above, '\n');
        struct str line = str_trim(str_slice(above, start, above.n));
        if (line.n > MAX_LINE_BYTES / 2)
            return false;
        if (read_line(line, order, ret_date))
            return true;
        above = str_trim(str_slice(above, 0, start));
    }
    return false;
}

/* Returns whether a heading is the title of the page, with or without the name of the site. */
static bool heads_page(const struct document *d, size_t offset)
{
    struct str rest = str_slice(d->text, offset, d->text.n), heading;
    return str_next_line(&rest, &heading) && str_trim(heading).n > 0 &&
           str_find(d->title, str_trim(heading), 0) < d->title.n;
}

bool byline_find(const struct document *d, bool is_title, enum date_order order,
                 char ret_date[STAMP_BYTES])
{
    struct str text = own_text(d);
    size_t n_seen = 0;
    for (size_t i = 0; i < d->n_headings && n_seen < MAX_HEADINGS; i++) {
        const struct record_heading *heading = &d->headings[i];
        if (heading->level > MAX_LEVEL || heading->offset >= text.n)
            continue;
        n_seen++;
        bool heads = heads_page(d, heading->offset);
        if (is_title && !heads)
            continue;
        if (find_behind(text, heading->offset, order, ret_date) ||
            ((heads || n_seen == 1) && find_above(text, heading->offset, order, ret_date)))
            return true;
    }
    return false;
}

/* ---- lines with a labelled date ---- */

/* Returns the offset, at or after from, where the digits of a year may begin; text.n if there is
 * none. */
static size_t next_year(struct str text, size_t from)
{
    size_t a = str_find(text, STR_LITERAL("20"), from), b = str_find(text, STR_LITERAL("19"), from);
    return a < b ? a : b;
}

/* Returns whether one of labels, in line or at the end of the line before it, is followed by a
 * date. */
static bool is_labelled(struct str line, struct str before, const char *const *labels,
                        enum date_order order, char ret_date[STAMP_BYTES])
{
    size_t start, n, label = label_end(line, labels);
    bool is_below = before.n && before.n <= MAX_LABEL_DISTANCE &&
                    label_end(before, labels) == before.n;
    if (is_below && dates_find(line, order, &start, &n, ret_date) && start == 0)
        return true;
    return label && dates_find(str_slice(line, label, line.n), order, &start, &n, ret_date) &&
           start <= MAX_LABEL_DISTANCE;
}

/* Returns whether the line above an offset of the text is a heading. */
static bool is_below_heading(const struct document *d, size_t offset)
{
    struct str above = str_trim(str_slice(d->text, 0, offset));
    size_t start = str_after_last(above, '\n');
    for (size_t i = d->n_headings; i > 0 && d->headings[i - 1].offset >= start; i--)
        if (d->headings[i - 1].offset < above.n && d->headings[i - 1].level <= MAX_SECTION_LEVEL)
            return true;
    return false;
}

/* Looks in a part of the page. A date right below a heading at the end of the page (is_end) is that
 * of a section, as in the notes on each release of a manual. */
static bool find_labelled(const struct document *d, struct str text, bool is_end,
                          const char *const *labels, enum date_order order,
                          char ret_date[STAMP_BYTES])
{
    for (size_t at = next_year(text, 0), end; at < text.n; at = next_year(text, end)) {
        size_t start = str_after_last(str_slice(text, 0, at), '\n');
        end = str_find_char(text, '\n', at);
        if (end - start > MAX_LINE_BYTES ||
            (is_end && is_below_heading(d, (size_t)(text.p - d->text.p) + start)))
            continue;
        struct str above = str_trim(str_slice(text, 0, start));
        struct str before = str_slice(above, str_after_last(above, '\n'), above.n);
        if (is_labelled(str_slice(text, start, end), before, labels, order, ret_date))
            return true;
    }
    return false;
}

bool byline_labelled(const struct document *d, enum date_order order, char ret_date[STAMP_BYTES])
{
    enum { MAX_BYTES = 2000 }; /* at the start and at the end of a page */
    struct str own = own_text(d), all = d->text;
    struct str head = str_slice(own, 0, own.n < MAX_BYTES ? own.n : MAX_BYTES);
    struct str tail = str_slice(
        own, own.n - (own.n - head.n < MAX_BYTES ? own.n - head.n : MAX_BYTES), own.n);
    struct str foot = str_slice(all, all.n - (all.n < MAX_BYTES ? all.n : MAX_BYTES), all.n);
    return find_labelled(d, head, false, published, order, ret_date) ||
           find_labelled(d, tail, true, published, order, ret_date) ||
           find_labelled(d, head, false, updated, order, ret_date) ||
           find_labelled(d, tail, true, updated, order, ret_date) ||
           (own.n < all.n && find_labelled(d, foot, true, updated, order, ret_date));
}
