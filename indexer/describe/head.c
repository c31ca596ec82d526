/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Classifies the first lines of a text without markup: fields, datelines, navigation, labels and
 * text. */
#include "indexer/describe/head.h"

#include "indexer/describe/line.h"
#include "indexer/describe/own_part.h"
#include "text/utf8.h"

enum {
    HEAD_BYTES = 16 * 1024,
    MAX_LABEL_WORDS = 5,
    MAX_KEY_BYTES = 30,
};

/* Lines that are not headlines, as a whole. */
static const char *const whole_labels[] = {
    "news",     "releases",     "press",        "media",      "contents", "table of contents",
    "overview", "introduction", "menu",         "home",       "archive",  "contact",
    "date",     "aktuelles",    "actualites",   "noticias",   "prensa",   "новости",
    "новини",   "loading...",   "searching...", "no matches", "name",     NULL};

static bool has(struct str s, const char *what)
{
    return str_find(s, str_of(what), 0) < s.n;
}

static size_t count(struct str s, const char *what)
{
    size_t n = 0;
    for (size_t i = str_find(s, str_of(what), 0); i < s.n; i = str_find(s, str_of(what), i + 1))
        n++;
    return n;
}

/* Returns whether s has a separator of navigation between blanks, or a byte outside ASCII. */
static bool may_have_divider(struct str s)
{
    unsigned char found = 0; /* no early exits, so that the loops can be vectorised */
    for (size_t i = 0; i < s.n; i++)
        found |= s.p[i] & 0x80;
    for (size_t i = 0; i + 2 < s.n; i++)
        found |= (s.p[i] == ' ') & (s.p[i + 2] == ' ') &
                 ((s.p[i + 1] == '>') | (s.p[i + 1] == '|') | (s.p[i + 1] == '/'));
    return found;
}

static bool is_navigation(struct str s)
{
    return s.n < 400 && may_have_divider(s) &&
           (has(s, "»") || has(s, " › ") || has(s, " > ") || count(s, " | ") > 1 ||
            count(s, " / ") > 1 || count(s, " · ") > 1);
}

/* Returns whether several words of s are two or three blanks apart and none more, as in justified
 * text. */
static bool is_justified(struct str s)
{
    enum { MIN_GAPS = 3 };
    size_t n_gaps = 0;
    for (size_t i = 0; i + 1 < s.n; i++)
        n_gaps += s.p[i] == ' ' && s.p[i + 1] == ' ' && (i == 0 || s.p[i - 1] != ' ');
    return n_gaps >= MIN_GAPS && str_find(s, STR_LITERAL("    "), 0) == s.n;
}

/* Returns whether s has three blanks in a row or two tabs, as letterheads and tables do. */
static bool has_wide_gap(struct str s)
{
    unsigned char found = 0; /* no early exits, so that the loops can be vectorised */
    size_t n_tabs = 0;
    for (size_t i = 0; i < s.n; i++)
        n_tabs += s.p[i] == '\t';
    for (size_t i = 0; i + 2 < s.n; i++)
        found |= (s.p[i] == ' ') & (s.p[i + 1] == ' ') & (s.p[i + 2] == ' ');
    return (found && !is_justified(s)) || n_tabs > 1;
}

static bool is_copyright(struct str s)
{
    struct str word = STR_LITERAL("Copyright");
    size_t at = str_find(s, word, 0);
    struct str rest = str_slice(s, at, s.n);
    bool is_word = rest.n > word.n && (rest.p[word.n] == ' ' || rest.p[word.n] == ':');
    return is_word && (has(rest, "(c)") || has(rest, "(C)") || has(rest, "©") ||
                       (at == 0 && (has(rest, " 19") || has(rest, " 20"))));
}

/* Returns whether s is the checksum of a file. */
static bool is_checksum(struct str s)
{
    enum { MIN_DIGITS = 32 };
    size_t n = 0;
    while (n < s.n && (ascii_is_digit(s.p[n]) || (s.p[n] >= 'a' && s.p[n] <= 'f')))
        n++;
    return n >= MIN_DIGITS && (n == s.n || s.p[n] == ' ');
}

/* Returns whether s is a name that a manual of Vim can be found by, "*walnut-count*". */
static bool is_tag(struct str s)
{
    return s.n > 2 && s.p[0] == '*' && s.p[s.n - 1] == '*' && line_count_blanks(s) == 0;
}

/* Returns whether a line names a person with an address, what a file belongs to, the mode of an
 * editor, a checksum or a tag. */
static bool is_notice(struct str s)
{
    size_t open = str_find_char(s, '<', 0), at = str_find_char(s, '@', open);
    bool has_address = at < s.n && str_find_char(s, '>', at) < s.n;
    /* "Ann Lee <ann example org>" */
    bool is_hidden = open > 0 && open < s.n && s.p[open - 1] == ' ' && s.p[s.n - 1] == '>' &&
                     line_count_blanks(str_slice(s, open, s.n)) > 0;
    return has_address || is_hidden || str_starts_with(s, STR_LITERAL("This file is part of ")) ||
           is_checksum(s) || is_tag(s) || str_starts_with(s, STR_LITERAL("-*-")) ||
           str_starts_with(s, STR_LITERAL("SPDX-")) || str_starts_with(s, STR_LITERAL("vim:")) ||
           line_is_keyword(s);
}

/* Returns whether a line only names the author: "By Ann Lee". */
static bool is_byline(struct str s)
{
    bool is_name = str_starts_with(s, STR_LITERAL("by ")) && s.n > 3 && ascii_is_upper(s.p[3]);
    return (is_name || str_starts_with(s, STR_LITERAL("By "))) && line_count_blanks(s) > 1 &&
           !str_ends_with(s, STR_LITERAL("."));
}

static bool is_label(struct str s)
{
    char folded[LINE_MAX_LABEL_BYTES + 4];
    if (!line_has_letter(s) || is_notice(s))
        return true;
    if (s.n > LINE_MAX_LABEL_BYTES)
        return false;
    if (has_wide_gap(s) || is_byline(s))
        return true;
    if (line_count_blanks(s) + 1 > MAX_LABEL_WORDS)
        return false;
    struct str f = line_fold(s, folded, sizeof folded);
    return str_is_one_of(f, whole_labels) || line_starts_with_label(f);
}

/* Whether a line is "Key: value" with a key of up to three words, and whether the key is one that
 * press releases use. */
struct pair {
    bool is_pair, is_known;
};

static struct pair read_pair(struct str s)
{
    char folded[LINE_MAX_LABEL_BYTES + 4];
    struct str start = str_slice(s, 0, s.n < MAX_KEY_BYTES + 1 ? s.n : MAX_KEY_BYTES + 1);
    size_t colon = str_find_char(start, ':', 0);
    struct str key = str_slice(s, 0, colon);
    if (colon == start.n || line_count_blanks(key) > 2)
        return (struct pair){false, false};
    bool is_url = str_starts_with(str_slice(s, colon, s.n), STR_LITERAL("://"));
    return (struct pair){.is_pair = !is_url && line_has_letter(key),
                         .is_known = line_is_field_name(line_fold(key, folded, sizeof folded))};
}

/* Returns whether the line above or below, in the same paragraph, is a field. */
static bool is_among_fields(const struct head *h, size_t i)
{
    const struct head_line *line = &h->lines[i];
    if (i && line[-1].kind == HEAD_FIELD && line[-1].paragraph == line->paragraph)
        return true;
    if (i + 1 == h->n || line[1].paragraph != line->paragraph)
        return false;
    struct pair next = read_pair(line[1].text);
    return next.is_pair && next.is_known;
}

/* Returns whether a line tells the program that made the text, as in files of Info. */
static bool is_origin(struct str s)
{
    return str_starts_with(s, STR_LITERAL("This is ")) && has(s, ", produced by ");
}

/* Returns whether a line is or continues a notice of copyright or of the origin of the text. */
static bool is_in_notice(const struct head *h, size_t i)
{
    const struct head_line *line = &h->lines[i];
    bool follows = i > 0 && line[-1].paragraph == line->paragraph;
    bool goes_on = follows && (line[-1].is_in_notice ||
                               (is_notice(line[-1].text) && line_goes_on(line[-1].text)));
    return goes_on || is_copyright(line->text) || is_origin(line->text);
}

/* The lines before i must have been classified. */
static enum head_kind classify(const struct head *h, size_t i)
{
    struct str text = h->lines[i].text;
    if (h->lines[i].kind == HEAD_DATELINE)
        return HEAD_DATELINE;
    if (h->lines[i].is_in_notice || is_label(text))
        return HEAD_LABEL;
    struct pair pair = read_pair(text);
    if (pair.is_pair && (pair.is_known || is_among_fields(h, i)))
        return HEAD_FIELD;
    return is_navigation(text) ? HEAD_NAVIGATION : HEAD_TEXT;
}

bool head_is_record(const struct head *h)
{
    enum { MIN_RECORD_FIELDS = 3 };
    size_t n_fields = 0;
    struct pair first = h->n ? read_pair(h->lines[0].text) : (struct pair){0};
    bool is_url = h->n && has(h->lines[0].text, ": http");
    if (!first.is_pair || first.is_known)
        return false;
    for (size_t i = 0; i < h->n && h->lines[i].paragraph == h->lines[0].paragraph; i++) {
        struct str text = h->lines[i].text;
        n_fields += read_pair(text).is_pair && ascii_is_upper(text.p[0]) &&
                    str_find_char(text, ' ', 0) == str_find_char(text, ':', 0) + 1;
    }
    return n_fields >= MIN_RECORD_FIELDS || (n_fields && is_url);
}

enum head_kind head_kind(struct head *h, size_t i)
{
    for (; h->n_classified <= i; h->n_classified++) {
        struct head_line *line = &h->lines[h->n_classified];
        line->is_in_notice = is_in_notice(h, h->n_classified);
        line->kind = classify(h, h->n_classified);
    }
    return h->lines[i].kind;
}

/* Returns the characters that begin comment lines if the first two lines of a text are comments of
 * one kind, or the empty string. A heading of Markdown is a single such line. */
static struct str comment_sign(const struct document *d)
{
    static const char *const signs[] = {"#", "//", ";", "%", "--", "\"", "dnl", "!", NULL};
    struct str rest = d->text, first = STR_EMPTY, second = STR_EMPTY;
    if (!str_equal(d->type, STR_LITERAL("text")))
        return STR_EMPTY;
    while (str_trim(first).n == 0 && str_next_line(&rest, &first))
        ;
    str_next_line(&rest, &second);
    if (str_starts_with(first, STR_LITERAL("#define ")))
        return STR_EMPTY;
    for (size_t i = 0; signs[i]; i++)
        if (str_starts_with(first, str_of(signs[i])) && str_starts_with(second, str_of(signs[i])))
            return str_of(signs[i]);
    return STR_EMPTY;
}

/* Returns a line of a comment without the characters that begin it. */
static struct str uncomment(struct str line, struct str sign)
{
    bool is_command = str_starts_with(line, STR_LITERAL("#!")) &&
                      str_find_char(line, '/', 0) < line.n;
    if (is_command || str_starts_with(line, STR_LITERAL("%!PS-")))
        return STR_EMPTY;
    while (str_starts_with(line, sign))
        line = str_slice(line, sign.n, line.n);
    return str_trim(line);
}

/* Returns whether a dateline is the end of a sentence whose line before says what the day is of:
 * "This package was made on". */
static bool is_in_sentence(const struct head_line *before, const struct head_line *line)
{
    return line->kind == HEAD_DATELINE && before->paragraph == line->paragraph &&
           line_goes_on(before->text);
}

static bool is_heading(const struct document *d, struct str line)
{
    size_t offset = (size_t)(line.p - d->text.p);
    for (size_t i = 0; i < d->n_headings && d->headings[i].offset <= offset; i++)
        if (d->headings[i].offset == offset)
            return true;
    return false;
}

/* Returns whether the last line is right below the heading of a section, so that its date is that
 * of the section. Two headings at the start of a text are its title and subtitle. */
static bool is_of_section(const struct head *h, const struct document *d)
{
    const struct head_line *line = &h->lines[h->n - 1];
    return h->n > 2 && is_heading(d, line[-1].text) && !is_heading(d, line[-2].text);
}

/* Returns a line whose underline has just been read without a year, and a month, far apart from
 * it. */
static struct str underlined_part(struct str line)
{
    enum { MIN_WORDS = 3 };
    struct str part = str_slice(line, 0, str_find(line, STR_LITERAL("   "), 0));
    bool has_year = line.n > part.n && ascii_is_digit(line.p[line.n - 1]);
    return has_year && line_count_blanks(part) + 1 >= MIN_WORDS ? part : line;
}

void head_read(struct head *h, const struct document *d, enum date_order order)
{
    struct str text = d->text;
    struct str rest = str_slice(text, 0,
                                utf8_floor(text, text.n < HEAD_BYTES ? text.n : HEAD_BYTES));
    struct str line;
    unsigned paragraph = 0;
    size_t next_code = 0;

    struct str sign = comment_sign(d);
    h->n = h->n_classified = 0;
    h->is_comment = sign.n > 0;
    while (h->n < HEAD_MAX_LINES && str_next_line(&rest, &line)) {
        bool ends_item = rest.n > 0 && line.n > 0 && line.p[line.n - 1] == '\t';
        line = own_part(str_trim(line));
        if (sign.n && line.n && !str_starts_with(line, sign))
            break;
        if (sign.n)
            line = uncomment(line, sign);
        size_t start = (size_t)(line.p - text.p);
        while (next_code < d->n_code && d->code[next_code].end <= start)
            next_code++;
        bool is_code = next_code < d->n_code && d->code[next_code].start <= start;
        if (line.n == 0 || is_code) {
            paragraph++;
            continue;
        }
        struct head_line *added = &h->lines[h->n++];
        *added = (struct head_line){
            .text = line, .paragraph = paragraph, .kind = HEAD_TEXT, .ends_item = ends_item};
        if (h->n == 2 && str_starts_with(line, STR_LITERAL("====")) && !line_has_letter(line))
            added[-1].text = underlined_part(added[-1].text);
        if (dateline_read(line, order, &added->dateline))
            added->kind = HEAD_DATELINE;
        if (added->kind == HEAD_DATELINE && is_of_section(h, d))
            added->dateline.date[0] = '\0';
        if (h->n > 1 && is_in_sentence(&added[-1], added))
            added->dateline.date[0] = '\0'; /* it says nothing of the document */
    }
}