/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Classifies the first lines of a text without markup: fields, datelines, navigation, labels and
 * text. */
#include "indexer/describe/head.h"

#include "text/month_names.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
    HEAD_BYTES = 16 * 1024,
    MAX_DATELINE_BYTES = 160,
    MAX_PLACE_BYTES = 50,
    MAX_PLACE_WORDS = 5,
    MAX_LABEL_BYTES = 80,
    MAX_LABEL_WORDS = 5,
    MAX_KEY_BYTES = 30,
};

/* What lines begin with that are not headlines, folded by names_fold(). */
static const char *const labels[] = {"for immediate release",
                                     "for release",
                                     "for publication",
                                     "news release",
                                     "press release",
                                     "media release",
                                     "press notice",
                                     "press statement",
                                     "media advisory",
                                     "news advisory",
                                     "press advisory",
                                     "media alert",
                                     "media contact",
                                     "press contact",
                                     "newsroom",
                                     "news room",
                                     "press room",
                                     "latest releases",
                                     "recent releases",
                                     "backgrounder",
                                     "fact sheet",
                                     "embargo",
                                     "embargoed",
                                     "not for publication",
                                     "skip to",
                                     "jump to",
                                     "you are here",
                                     "back to",
                                     "home page",
                                     "print",
                                     "share",
                                     "dear",
                                     "release no",
                                     "release number",
                                     "page",
                                     "pressemitteilung",
                                     "presseinformation",
                                     "medienmitteilung",
                                     "sperrfrist",
                                     "communique de presse",
                                     "communique",
                                     "pour diffusion immediate",
                                     "nota de prensa",
                                     "comunicado",
                                     "comunicato stampa",
                                     "nota a imprensa",
                                     "persbericht",
                                     "pressmeddelande",
                                     "pressemeddelelse",
                                     "pressemelding",
                                     "lehdistotiedote",
                                     "tiedote",
                                     "komunikat prasowy",
                                     "tiskova zprava",
                                     "пресс-релиз",
                                     "пресс релиз",
                                     "пресрелиз",
                                     "δελτιο τυπου",
                                     "basin bulteni",
                                     "sajtokozlemeny",
                                     "comunicat de presa",
                                     "報道発表",
                                     "プレスリリース",
                                     "新闻稿",
                                     "新聞稿",
                                     "보도자료",
                                     "بيان صحفي",
                                     NULL};

/* Lines that are not headlines, as a whole. */
static const char *const whole_labels[] = {
    "news",       "releases", "press",   "media",   "contents", "table of contents",
    "menu",       "home",     "archive", "contact", "date",     "aktuelles",
    "actualites", "noticias", "prensa",  "новости", "новини",   NULL};

static const char *const field_names[] = {"contact",
                                          "date",
                                          "issued",
                                          "posted",
                                          "published",
                                          "updated",
                                          "released",
                                          "from",
                                          "to",
                                          "cc",
                                          "subject",
                                          "office",
                                          "phone",
                                          "tel",
                                          "telephone",
                                          "fax",
                                          "email",
                                          "e-mail",
                                          "web",
                                          "website",
                                          "release date",
                                          "created",
                                          "author",
                                          "source",
                                          "media contact",
                                          "press contact",
                                          "contacts",
                                          "for more information",
                                          "for release",
                                          "location",
                                          "department",
                                          "kontakt",
                                          "datum",
                                          "stand",
                                          "fecha",
                                          "contacto",
                                          "date de publication",
                                          "data",
                                          "дата",
                                          "контакт",
                                          NULL};

/* Folds the start of a line into out. */
static struct str fold_line(struct str line, char *out, size_t capacity)
{
    return (struct str){out, names_fold(line, out, capacity)};
}

static bool is_one_of(struct str s, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (s.n && words[i][0] == s.p[0] && str_equal(s, str_of(words[i])))
            return true;
    return false;
}

/* Returns whether s begins with one of starts as whole words, possibly in the plural. */
static bool starts_with_one_of(struct str s, const char *const *starts)
{
    for (size_t i = 0; starts[i]; i++) {
        if (s.n == 0 || starts[i][0] != s.p[0])
            continue;
        struct str start = str_of(starts[i]);
        if (!str_starts_with(s, start))
            continue;
        struct str rest = str_slice(s, start.n, s.n);
        if (str_starts_with(rest, STR_LITERAL("s")))
            rest = str_slice(rest, 1, rest.n);
        if (names_word_bytes(rest) == 0)
            return true;
    }
    return false;
}

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

static size_t count_blanks(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == ' ';
    return n;
}

static bool has_letter(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_decode(s, i, &i);
        if (names_is_letter(c) || (c >= 0x3040 && c < 0xD800) || c >= 0x10000)
            return true;
    }
    return false;
}

/* Removes the punctuation that joins the parts of a dateline from both ends. */
static struct str trim_joints(struct str s)
{
    static const char *const joints[] = {",", "|", "•", "·", ";", "(", ")", ":", "/",
                                         "–", "—", "-", "،", "[", "]", "*", "_", NULL};
    for (bool again = true; again;) {
        again = false;
        s = str_trim(s);
        for (size_t i = 0; joints[i]; i++) {
            struct str joint = str_of(joints[i]);
            if (str_starts_with(s, joint)) {
                s = str_slice(s, joint.n, s.n);
                again = true;
            } else if (str_ends_with(s, joint)) {
                s.n -= joint.n;
                again = true;
            }
        }
    }
    return s;
}

static bool is_small_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c < 0x100) || (c >= 0x3AC && c < 0x3CF) ||
           (c >= 0x430 && c < 0x460);
}

/* Returns whether s looks like a place: a few capitalised words without digits, as in "TOLEDO, OH",
 * "New York", "St. Paul, Minn." and "東京". */
static bool is_place(struct str s)
{
    size_t n_words = 0;
    char folded[MAX_PLACE_BYTES + 4];
    size_t ignored;

    if (s.n < 2 || s.n > MAX_PLACE_BYTES || names_weekday(s) || names_month(s, &ignored))
        return false;
    if (starts_with_one_of(fold_line(s, folded, sizeof folded), labels))
        return false;
    for (size_t i = 0; i < s.n;) {
        size_t next;
        uint32_t c = utf8_decode(s, i, &next);
        bool starts_word = i == 0 || s.p[i - 1] == ' ';
        if ((c < 0x80 && !ascii_is_alpha((char)c) && !strchr(" ,.'-", (int)c)) ||
            (starts_word && is_small_letter(c) &&
             !str_starts_with(str_slice(s, i, s.n), STR_LITERAL("de ")) &&
             !str_starts_with(str_slice(s, i, s.n), STR_LITERAL("am "))))
            return false;
        n_words += starts_word;
        i = next;
    }
    return has_letter(s) && n_words <= MAX_PLACE_WORDS;
}

static const char *const cities[] = {
#include "indexer/describe/cities.def"
};
static const char *const regions[] = {
#include "indexer/describe/regions.def"
};

static int compare_names(const void *wanted, const void *name)
{
    return strcmp(wanted, *(const char *const *)name);
}

static bool is_among(struct str s, const char *const *names, size_t n)
{
    char folded[MAX_PLACE_BYTES + 4];
    if (s.n > MAX_PLACE_BYTES)
        return false;
    folded[names_fold(s, folded, sizeof folded - 1)] = '\0';
    return bsearch(folded, names, n, sizeof *names, compare_names) != NULL;
}

/* Returns whether s is a well-known city or ends in a known region: "Berlin", "TOLEDO, OH". Other
 * capitalised words may be names of programs, SQL statements or headings. */
static bool is_known_place(struct str s)
{
    size_t comma = s.n;
    while (comma && s.p[comma - 1] != ',')
        comma--;
    if (!is_place(s))
        return false;
    if (comma)
        return is_among(str_trim(str_slice(s, comma, s.n)), regions,
                        sizeof regions / sizeof *regions) ||
               is_among(str_trim(str_slice(s, 0, str_find_char(s, ',', 0))), cities,
                        sizeof cities / sizeof *cities);
    return is_among(s, cities, sizeof cities / sizeof *cities);
}

/* Returns whether s is a time of day, with few other words: "2:00 a.m.", "14.30 Uhr", "6 pm". */
static bool is_time(struct str s)
{
    size_t n_words = count_blanks(s);
    return s.n > 2 && s.n < 24 && ascii_is_digit(s.p[0]) && n_words < 4;
}

/* Returns whether s introduces a date: "Posted", "Release date:", "EMBARGOED UNTIL 6:00 A.M. EDT,
 * THURSDAY", "RELEASE NO. 20-044". */
static bool is_date_label(struct str s)
{
    char folded[MAX_LABEL_BYTES + 4];
    static const char *const extra[] = {
        "released",       "posted", "published", "issued", "updated", "date",  "by", "last",
        "veroffentlicht", "publie", "publicado", "stand",  "vom",     "fecha", NULL};
    struct str f = fold_line(s, folded, sizeof folded);
    return s.n <= MAX_LABEL_BYTES &&
           (starts_with_one_of(f, labels) || starts_with_one_of(f, field_names) ||
            starts_with_one_of(f, extra));
}

/* Returns whether s, the text before or after the date of a line, belongs to a dateline. Its parts
 * may be separated by "|" and the like. Sets *place if one of them is a known place. */
static bool is_residue(struct str s, struct str *place)
{
    static const char *const dividers[] = {"|", "•", "·", ";", NULL};
    s = trim_joints(s);
    if (s.n == 0)
        return true;
    for (size_t k = 0; dividers[k]; k++) {
        struct str divider = str_of(dividers[k]);
        size_t at = str_find(s, divider, 0);
        if (at < s.n)
            return is_residue(str_slice(s, 0, at), place) &&
                   is_residue(str_slice(s, at + divider.n, s.n), place);
    }
    if (is_time(s) || names_weekday(s) == s.n || is_date_label(s))
        return true;
    if (!is_place(s))
        return false;
    if (is_known_place(s))
        *place = s;
    return true;
}

/* Returns the length of the dash or colon between a dateline and prose; 0 if there is none. */
static size_t dash_bytes(struct str s)
{
    static const char *const dashes[] = {"--", "–", "—", "―", "-", ":", NULL};
    for (size_t i = 0; dashes[i]; i++)
        if (str_starts_with(s, str_of(dashes[i])))
            return strlen(dashes[i]);
    return 0;
}

/* Returns whether s begins with a word in capitals of at least three letters, like "CANTON,
 * Ohio". */
static bool starts_in_capitals(struct str s)
{
    size_t n = names_word_bytes(s), n_letters = 0;
    for (size_t i = 0; i < n; n_letters++)
        if (is_small_letter(utf8_decode(s, i, &i)))
            return false;
    return n_letters >= 3;
}

/* Reads a dateline followed by prose, as in "CANTON, Ohio (May 3, 2012) - Prose" and "Berlin, 10.
 * Mai 2011 - Prose". The date is at [start, end) of the line's text. */
static bool read_inline_dateline(struct head_line *line, size_t start, size_t end)
{
    struct str before = trim_joints(str_slice(line->text, 0, start));
    struct str after = str_slice(line->text, end, line->text.n);
    while (after.n && strchr(" ),.", after.p[0]))
        after = str_slice(after, 1, after.n);
    size_t dash = dash_bytes(after);
    if (dash == 0 || !is_place(before))
        return false;
    /* A comma is as good a sign as a known name: "Mühlheim, 10. Mai 2011 -". */
    bool has_comma = start >= 2 && memcmp(line->text.p + start - 2, ", ", 2) == 0;
    line->place = has_comma || is_known_place(before) ? before : STR_EMPTY;
    line->body = str_trim(str_slice(after, dash, after.n));
    return true;
}

/* Reads a dateline without a date, as in "CANTON, Ohio - Prose". */
static void read_place(struct head_line *line)
{
    static const char *const dashes[] = {" - ", " – ", " — ", " -- ", "—", "–", NULL};
    struct str start = str_slice(line->text, 0, utf8_floor(line->text, MAX_PLACE_BYTES));
    if (line->text.n < MAX_PLACE_BYTES || !starts_in_capitals(start))
        return;
    for (size_t i = 0; dashes[i]; i++) {
        size_t at = str_find(start, str_of(dashes[i]), 0);
        if (at == start.n || !is_known_place(str_slice(start, 0, at)))
            continue;
        line->place = str_slice(start, 0, at);
        line->body = str_trim(str_slice(line->text, at + strlen(dashes[i]), line->text.n));
        return;
    }
}

/* Returns 1 for a digit and 0 otherwise, for combining results without branches. */
static unsigned char is_digit_bit(char c)
{
    return ascii_is_digit(c);
}

/* Returns whether the line has the digits of a year, alone or joined to month, day and time, or
 * characters of a script that may have digits of its own. Most lines have neither. */
static bool may_have_date(struct str s)
{
    size_t n_digits = 0, n_high = 0;
    /* No early exits, so that the loops can be vectorised. */
    unsigned char found = 0, high = 0;
    for (size_t i = 0; i + 3 < s.n; i++)
        found |= is_digit_bit(s.p[i]) & is_digit_bit(s.p[i + 1]) & is_digit_bit(s.p[i + 2]) &
                 is_digit_bit(s.p[i + 3]);
    for (size_t i = 0; i < s.n && found; i++) {
        n_digits = ascii_is_digit(s.p[i]) ? n_digits + 1 : 0;
        bool is_end = i + 1 == s.n || !ascii_is_digit(s.p[i + 1]);
        if (is_end && (n_digits == 4 || n_digits == 8 || n_digits == 14))
            return true;
    }
    for (size_t i = 0; i < s.n; i++)
        high |= (unsigned char)s.p[i];
    for (size_t i = 0; i < s.n && high >= 0x80; i++)
        n_high += (unsigned char)s.p[i] >= 0xD9;
    return n_high > 3;
}

/* Returns whether the text before a date labels it as that of something else: "Registered:",
 * "Born:". */
static bool is_day_of_else(struct str before)
{
    before = str_trim(before);
    if (!str_ends_with(before, STR_LITERAL(":")))
        return false;
    struct str place = STR_EMPTY, label = str_trim(str_slice(before, 0, before.n - 1));
    return label.n > 0 && str_find_char(label, ' ', 0) == label.n && !is_date_label(label) &&
           !is_known_place(label) && is_residue(label, &place);
}

/* Returns whether s is data rather than a statement about the document, as in "| Post | 2009-03-27
 * |" and "date = 2009-03-27". */
static bool is_row_or_setting(struct str s)
{
    return s.p[0] == '|' || str_find_char(s, '=', 0) < s.n || str_starts_with(s, STR_LITERAL("{{"));
}

/* Looks for a dateline. Returns true if the line is nothing else. */
static bool read_dateline(struct head_line *line, enum date_order order)
{
    size_t limit = utf8_floor(line->text, MAX_DATELINE_BYTES), start, n;
    struct str part = str_slice(line->text, 0, limit);
    if (!may_have_date(part) || is_row_or_setting(part) ||
        !dates_find(part, order, &start, &n, line->date)) {
        line->date[0] = '\0';
        read_place(line);
        return false;
    }
    struct str before = str_slice(line->text, 0, start);
    struct str after = str_slice(line->text, start + n, line->text.n);
    struct str place = STR_EMPTY;
    if (str_equal(str_trim(after), STR_LITERAL("."))) /* "Released on 2020/04/10." */
        after = STR_EMPTY;
    if (is_day_of_else(before)) {
        line->date[0] = '\0';
        return false;
    }
    if (after.n <= MAX_LABEL_BYTES && is_residue(before, &place) && is_residue(after, &place)) {
        line->place = place;
        return true;
    }
    if (!read_inline_dateline(line, start, start + n)) {
        line->date[0] = '\0';
        read_place(line);
    }
    return false;
}

/* Returns whether s has a separator of navigation between blanks, or a byte outside ASCII. */
static bool may_have_divider(struct str s)
{
    unsigned char found = 0; /* no early exits, as in may_have_date() */
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

/* Returns whether s has three blanks or two tabs in a row, as letterheads and tables do. */
static bool has_wide_gap(struct str s)
{
    unsigned char found = 0; /* no early exits, as in may_have_date() */
    for (size_t i = 0; i + 1 < s.n; i++)
        found |= (s.p[i] == '\t') & (s.p[i + 1] == '\t');
    for (size_t i = 0; i + 2 < s.n; i++)
        found |= (s.p[i] == ' ') & (s.p[i + 1] == ' ') & (s.p[i + 2] == ' ');
    return found;
}

static bool is_copyright(struct str s)
{
    size_t at = str_find(s, STR_LITERAL("Copyright "), 0);
    struct str rest = str_slice(s, at, s.n);
    return at < s.n && (has(rest, "(c)") || has(rest, "(C)") || has(rest, "©") ||
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

/* Returns whether a line names a person with an address, a holder of rights, the mode of an editor,
 * or a checksum. */
static bool is_notice(struct str s)
{
    size_t open = str_find_char(s, '<', 0), at = str_find_char(s, '@', open);
    bool has_address = at < s.n && str_find_char(s, '>', at) < s.n;
    return has_address || is_copyright(s) || is_checksum(s) ||
           str_starts_with(s, STR_LITERAL("-*-")) || str_starts_with(s, STR_LITERAL("SPDX-")) ||
           str_starts_with(s, STR_LITERAL("vim:"));
}

static bool is_label(struct str s)
{
    char folded[MAX_LABEL_BYTES + 4];
    if (!has_letter(s) || is_notice(s))
        return true;
    if (s.n > MAX_LABEL_BYTES)
        return false;
    size_t n_words = count_blanks(s) + 1;
    if (has_wide_gap(s) || (str_starts_with(s, STR_LITERAL("By ")) && n_words > 2 &&
                            !str_ends_with(s, STR_LITERAL("."))))
        return true;
    if (n_words > MAX_LABEL_WORDS)
        return false;
    struct str f = fold_line(s, folded, sizeof folded);
    return is_one_of(f, whole_labels) || starts_with_one_of(f, labels);
}

/* Whether a line is "Key: value" with a key of up to three words, and whether the key is one that
 * press releases use. */
struct pair {
    bool is_pair, is_known;
};

static struct pair read_pair(struct str s)
{
    char folded[MAX_LABEL_BYTES + 4];
    struct str start = str_slice(s, 0, s.n < MAX_KEY_BYTES + 1 ? s.n : MAX_KEY_BYTES + 1);
    size_t colon = str_find_char(start, ':', 0);
    struct str key = str_slice(s, 0, colon);
    if (colon == start.n || count_blanks(key) > 2)
        return (struct pair){false, false};
    bool is_url = str_starts_with(str_slice(s, colon, s.n), STR_LITERAL("://"));
    return (struct pair){.is_pair = !is_url && has_letter(key),
                         .is_known = is_one_of(fold_line(key, folded, sizeof folded), field_names)};
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
    for (size_t k = i; k > 0 && h->lines[k - 1].paragraph == line->paragraph; k--)
        if (is_copyright(h->lines[k - 1].text) || is_origin(h->lines[k - 1].text))
            return true;
    return is_origin(line->text);
}

/* The lines before i must have been classified. */
static enum head_kind classify(const struct head *h, size_t i)
{
    struct str text = h->lines[i].text;
    if (h->lines[i].kind == HEAD_DATELINE)
        return HEAD_DATELINE;
    if (is_label(text) || is_in_notice(h, i))
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
    for (; h->n_classified <= i; h->n_classified++)
        h->lines[h->n_classified].kind = classify(h, h->n_classified);
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
    static const char *const ends[] = {" on", " at",  " of",  " from", " since", " dated", " until",
                                       " by", " vom", " den", " am",   " le",    " il",    NULL};
    return line->kind == HEAD_DATELINE && before->paragraph == line->paragraph &&
           str_ends_with_one_of(before->text, ends);
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
        line = str_trim(line);
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
        *added = (struct head_line){.text = line,
                                    .paragraph = paragraph,
                                    .kind = HEAD_TEXT,
                                    .place = STR_EMPTY,
                                    .body = line};
        if (read_dateline(added, order))
            added->kind = HEAD_DATELINE;
        if (h->n > 1 && is_in_sentence(&added[-1], added))
            added->date[0] = '\0'; /* it says nothing of the document */
    }
}
