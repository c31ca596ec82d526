/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the line of a text that can serve as its title. */
#include "indexer/describe/headline.h"

#include "base/buf.h"
#include "base/mem.h"
#include "dates/month_names.h"
#include "indexer/describe/line.h"
#include "text/utf8.h"

enum {
    MAX_LINES = 3,                    /* of a headline */
    SENTENCE_BYTES = 100,             /* the length to which a first sentence is cut */
    PROSE_BYTES = 2 * SENTENCE_BYTES, /* in which its end is looked for */
};

/* Returns whether few characters of a longer text are letters, as in "state(0,27,100,0,0,8,1)". */
static bool is_mostly_signs(struct str s)
{
    enum { MIN_BYTES = 20 };
    size_t n_blanks = 0, n_letters = 0;
    if (s.n < MIN_BYTES)
        return false;
    /* No branches, so that the loop can be vectorised. */
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        n_blanks += c == ' ' || c == '\t';
        n_letters += (unsigned char)((c | 0x20) - 'a') < 26 || c >= 0x80;
    }
    return s.n - n_blanks >= MIN_BYTES && n_letters * 3 < s.n - n_blanks;
}

/* Returns how many brackets that s opens are still open at its end. */
static size_t open_brackets(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        n += s.p[i] == '(';
        n -= n > 0 && s.p[i] == ')';
    }
    return n;
}

/* Returns whether s is a call of a function such as shcat() or useLibrary("walnut"), but no page of
 * a manual, walnut(1), and no word with its plural, "tree(s)". */
static bool is_call(struct str s)
{
    if (s.p[s.n - 1] != ')')
        return false;
    size_t open = str_find_char(s, '(', 0);
    struct str name = str_slice(s, 0, open), arguments = str_slice(s, open, s.n);
    bool is_coded = str_find_char(arguments, '"', 0) < arguments.n ||
                    str_find_char(name, '_', 0) < name.n;
    for (size_t i = 1; i < name.n; i++)
        is_coded |= ascii_is_upper(name.p[i]) && !ascii_is_upper(name.p[i - 1]);
    return name.n && line_count_blanks(name) == 0 && open_brackets(s) == 0 &&
           (arguments.n == 2 || is_coded);
}

/* Returns whether s is an element of markup, "<tree name='walnut'>", or a part of a list in Lisp,
 * "(trees". */
static bool is_element_or_list(struct str s)
{
    bool is_name = s.n > 2 && (ascii_is_alpha(s.p[1]) || s.p[1] == '/');
    return is_name && ((s.p[0] == '<' && (s.p[s.n - 1] == '>' || line_count_blanks(s) == 0)) ||
                       (s.p[0] == '(' && line_count_blanks(s) == 0));
}

/* Returns whether s is source code or markup, so that the name of the file is a better title. */
static bool is_code(struct str s)
{
    static const char *const starts[] = {
        "#!", "#include", "//",   "/*",  ".\\\"",  "<?",  "<!",      "<%",       "{",
        "}",  "(*",       "(def", ".. ", "\"\"\"", "'''", "import ", "package ", "namespace ",
        "@",  "-- ",      "--- ", "--[", "%",      ">",   "```",     "ssh-",     NULL};
    static const char *const ends[] = {";", "{", "}", "(", "*/", "\\", NULL};
    for (size_t i = 0; starts[i]; i++)
        if (str_starts_with(s, str_of(starts[i])))
            return true;
    return is_call(s) || is_element_or_list(s) || str_ends_with_one_of(s, ends) ||
           is_mostly_signs(s);
}

/* Returns whether line i is one of a configuration: "[Unit]" above settings, or a setting itself,
 * "FLAGS=-O2". */
static bool is_setting(const struct head *h, size_t i)
{
    struct str s = h->lines[i].text, next = i + 1 < h->n ? h->lines[i + 1].text : STR_EMPTY;
    size_t equals = str_find_char(s, '=', 0);
    if (s.p[0] == '[' && s.p[s.n - 1] == ']')
        return next.n && (strchr("#;[", next.p[0]) || str_find_char(next, '=', 0) < next.n);
    return equals > 0 && equals + 1 < s.n && s.p[equals + 1] != ' ' && s.p[equals + 1] != '=' &&
           line_count_blanks(str_slice(s, 0, equals)) == 0 && line_has_letter(s);
}

/* Returns whether a line is a name of programs, such as "org.xnio.channels" or "lib/base.h", or
 * several with tabs between them. */
static bool is_identifier(struct str s)
{
    bool has_joint = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ' || (unsigned char)s.p[i] >= 0x80)
            return false;
        has_joint |= i > 0 && i + 1 < s.n && strchr("._/:\t", s.p[i]);
    }
    return has_joint;
}

/* Returns whether a line is in columns, as the rows of a table are. */
static bool has_columns(struct str s)
{
    size_t tab = str_find_char(s, '\t', 0), bar = str_find_char(s, '|', 0);
    bool is_cell = bar > 0 && bar + 1 < s.n && s.p[bar - 1] != ' ' && s.p[bar + 1] != ' ';
    return is_cell || str_find(s, STR_LITERAL("    "), 0) < s.n ||
           str_find_char(s, '\t', tab + 1) < s.n;
}

/* Returns whether a line has cells as the readers of tables write them. */
static bool has_divider(struct str s)
{
    return str_find(s, STR_LITERAL(" | "), 0) < s.n;
}

/* Returns whether the paragraph is a list of names of programs, a table, or the rest of one whose
 * rows are labels. */
static bool is_list_or_table(const struct head *h, size_t i, size_t n)
{
    const struct head_line *line = &h->lines[i];
    bool is_below_row = i > 0 && line[-1].paragraph == line->paragraph &&
                        has_columns(line[-1].text);
    bool has_cells = n > 1 && has_divider(line->text) && has_divider(line[1].text);
    return is_below_row || has_cells ||
           (n > 1 && has_columns(line->text) && has_columns(line[1].text)) ||
           (n > 1 && is_identifier(line[1].text) &&
            (is_identifier(line->text) ||
             (n > 2 && line_count_blanks(line->text) == 0 && is_identifier(line[2].text))));
}

/* Returns whether most words of s after the first begin with a small letter, so that it is not
 * continued by a line in which none does. */
static bool is_in_small_letters(struct str s)
{
    size_t n_words = 0, n_small = 0;
    for (size_t i = 1; i < s.n; i++) {
        n_words += s.p[i - 1] == ' ';
        n_small += s.p[i - 1] == ' ' && s.p[i] >= 'a' && s.p[i] <= 'z';
    }
    return n_words > 2 && n_small * 2 > n_words;
}

/* Returns whether a line leads in what follows: "The following people have contributed:". */
static bool leads_in(struct str s)
{
    return str_ends_with(s, STR_LITERAL(":")) && is_in_small_letters(s);
}

/* Returns what precedes the author in "THE TREE MANUAL - by Ann Lee", or all of s. */
static struct str before_author(struct str s)
{
    static const struct str by = {"by ", 3};
    size_t at = str_find(s, by, 1);
    bool is_author = at + by.n < s.n && ascii_is_space(s.p[at - 1]) &&
                     ascii_is_upper(s.p[at + by.n]);
    while (is_author && at > 0 && (ascii_is_space(s.p[at - 1]) || s.p[at - 1] == '-'))
        at--;
    return is_author ? str_slice(s, 0, at) : s;
}

/* Returns whether s is up to three words without small letters, such as "PRESS ROOM" or
 * "BULLETIN", possibly with an author. */
static bool is_weak(struct str s)
{
    s = before_author(s);
    size_t n_words = 1;
    bool has_capital = false;
    for (size_t i = 0; i < s.n; i++) {
        n_words += s.p[i] == ' ';
        has_capital = has_capital || ascii_is_upper(s.p[i]);
        if ((unsigned char)s.p[i] >= 0x80 || (s.p[i] >= 'a' && s.p[i] <= 'z'))
            return false;
    }
    return has_capital && n_words <= 3;
}

/* Returns how many lines from i on are text and in the same paragraph, without those that neither a
 * headline nor a first sentence reaches. */
static size_t paragraph_lines(struct head *h, size_t i)
{
    size_t end = i, n_bytes = 0;
    while (end < h->n && (end - i <= MAX_LINES || n_bytes < PROSE_BYTES) &&
           h->lines[end].paragraph == h->lines[i].paragraph && head_kind(h, end) == HEAD_TEXT)
        n_bytes += h->lines[end++].dateline.body.n;
    return end - i;
}

/* Returns whether the line ends in punctuation (in any script) that makes it a sentence rather than
 * a headline. */
static bool ends_sentence(struct str s)
{
    static const char *const ends[] = {".", ",", ":", ";", "。", "।", "،", NULL};
    return str_ends_with_one_of(s, ends) && !str_ends_with(s, STR_LITERAL("..."));
}

/* Returns the length of the bullet and the blank with which an item of a list begins, or 0. */
static size_t bullet_bytes(struct str s)
{
    static const char *const bullets[] = {"- ", "* ", "+ ", "• ", NULL};
    for (size_t i = 0; bullets[i]; i++)
        if (str_starts_with(s, str_of(bullets[i])))
            return strlen(bullets[i]);
    return 0;
}

/* Returns the end of the first sentence of s: after a full stop followed by a blank. */
static size_t sentence_end(struct str s)
{
    static const char *const stops[] = {". ", "! ", "? ", "。", "！", "？", "। ", NULL};
    size_t end = s.n;
    for (size_t i = 0; stops[i]; i++) {
        size_t at = str_find(s, str_of(stops[i]), 0);
        size_t sign = strlen(stops[i]) - str_ends_with(str_of(stops[i]), STR_LITERAL(" "));
        /* A stop in the first few bytes may belong to initials or "St.". */
        if (at < s.n && at > 10 && at + sign < end)
            end = at + sign;
    }
    return end;
}

/* Returns whether s is two to four words that all begin with a capital, as names of people do. */
static bool may_be_name(struct str s)
{
    size_t n_words = 0;
    for (size_t i = 0; i < s.n; i++)
        if (i == 0 || s.p[i - 1] == ' ') {
            if (!ascii_is_upper(s.p[i]))
                return false;
            n_words++;
        }
    return n_words >= 2 && n_words <= 4;
}

/* Returns whether a line is the beginning of prose that the next line goes on with. */
static bool goes_on_in(struct str s, struct str next)
{
    enum { MIN_BYTES = 40 }; /* of a line that is full */
    return s.n >= MIN_BYTES && line_is_small_letter((unsigned char)next.p[0]) &&
           is_in_small_letters(s);
}

/* Returns how many of the n lines of a paragraph are its headline; 0 if it is prose or a list. */
static size_t headline_lines(const struct head_line *lines, size_t n, bool has_headings)
{
    struct str first = lines[0].text;
    size_t total = first.n;
    n = lines[0].ends_item ? 1 : n;
    bool is_prose = n > 1 && goes_on_in(first, lines[1].text);

    if (first.n > HEADLINE_MAX_BYTES || lines[0].dateline.place.n || bullet_bytes(first))
        return 0;
    if (has_headings)
        return n == 1 && first.n <= SENTENCE_BYTES && !ends_sentence(first) &&
               sentence_end(first) == first.n;
    if (n > 1 && has_divider(lines[1].text))
        n = 1; /* the first row of a table */
    if (n > 1 && is_in_small_letters(first) && !line_goes_on(first) && may_be_name(lines[1].text))
        n = 1; /* above its author */
    if (line_goes_on(first) || open_brackets(first))
        return 0;
    if (n == 1)
        return ends_sentence(first) && (first.n > SENTENCE_BYTES || first.p[first.n - 1] == ',')
                   ? 0
                   : 1;
    /* A line much shorter than the next one is a heading above prose. */
    if (!ends_sentence(first) && !is_prose && first.n * 10 < lines[1].text.n * 7)
        return 1;
    if (n > MAX_LINES)
        return !ends_sentence(first) && first.n < SENTENCE_BYTES / 2 ? 1 : 0;
    for (size_t i = 1; i < n; i++) {
        bool is_close = lines[i].text.n * 4 >= first.n || i + 1 == n;
        if (!is_close || ends_sentence(lines[i - 1].text))
            return ends_sentence(first) || is_prose ? 0 : 1;
        total += 1 + lines[i].text.n;
    }
    return total <= HEADLINE_MAX_BYTES && !ends_sentence(lines[n - 1].text) ? n : 0;
}

static struct str join_lines(const struct head_line *lines, size_t n, struct arena *arena)
{
    AUTO(buf_done) struct buf joined = BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_append_char(&joined, ' ');
        buf_append_str(&joined, lines[i].text);
    }
    return arena_copy(arena, buf_str(&joined));
}

/* Returns the first sentence of the lines, cut between words if it is too long. */
static struct str first_sentence(const struct head_line *lines, size_t n, struct arena *arena)
{
    AUTO(buf_done) struct buf prose = BUF_INIT;
    for (size_t i = 0; i < n && prose.n < PROSE_BYTES; i++) {
        if (i)
            buf_append_char(&prose, ' ');
        buf_append_str(&prose, i ? lines[i].text : lines[0].dateline.body);
    }
    struct str s = buf_str(&prose);
    s = str_slice(s, bullet_bytes(s), s.n);
    size_t end = sentence_end(s);
    if (end <= SENTENCE_BYTES)
        return arena_copy(arena, str_slice(s, 0, end));
    end = utf8_floor(s, SENTENCE_BYTES);
    for (size_t i = end; i > SENTENCE_BYTES / 2; i--)
        if (s.p[i] == ' ') {
            end = i;
            break;
        }
    return arena_format(arena, "%.*s…", (int)end, s.p);
}

/* Returns whether all of s is in brackets: "(This file is no longer kept up.)" */
static bool is_remark(struct str s)
{
    return s.p[0] == '(' && s.p[s.n - 1] == ')' && open_brackets(str_slice(s, 0, s.n - 1)) > 0;
}

/* Returns whether s is nothing but an address of the web or the path of another file. */
static bool is_address(struct str s)
{
    static const char *const starts[] = {"http://", "https://", "ftp://", "./", "../", "/", NULL};
    return str_starts_with_one_of(s, starts) && line_count_blanks(s) == 0;
}

/* Returns whether a line is the heading of a section in a manual of Vim, "Counting trees ~". */
static bool is_vim_heading(struct str s)
{
    return s.n > 2 && s.p[s.n - 1] == '~' && s.p[0] != '~';
}

struct str headline_find(struct head *h, bool has_headings, struct arena *arena,
                         bool *ret_is_sentence)
{
    *ret_is_sentence = false;
    struct str weak = STR_EMPTY;
    for (size_t i = 0, n; i < h->n; i += n ? n : 1) {
        const struct head_line *lines = &h->lines[i];
        n = paragraph_lines(h, i);
        if (n == 0)
            continue;
        if (is_code(lines[0].text) || is_setting(h, i))
            return weak;
        if (is_list_or_table(h, i, n)) {
            while (i + n < h->n && h->lines[i + n].paragraph == lines[0].paragraph)
                n++;
            continue;
        }
        size_t n_headline = headline_lines(lines, n, has_headings);
        if (n_headline == 0) {
            if (weak.n)
                return weak;
            bool is_item = lines[0].ends_item || bullet_bytes(lines[0].text) > 0;
            struct str sentence = first_sentence(lines, is_item ? 1 : n, arena);
            if (is_remark(sentence))
                continue;
            *ret_is_sentence = has_headings || is_item || ends_sentence(sentence) ||
                               str_ends_with(sentence, str_of("…"));
            return sentence;
        }
        struct str title = join_lines(lines, n_headline, arena);
        bool is_vim = is_vim_heading(title);
        if (is_code(title) || (is_vim && weak.n))
            return weak;
        if (is_vim)
            title = str_trim(str_slice(title, 0, title.n - 1));
        if (is_remark(title) || is_address(title))
            continue;
        *ret_is_sentence = leads_in(title);
        if (!is_weak(title))
            return title;
        if (weak.n == 0)
            weak = title;
        n = n_headline;
    }
    return weak;
}
