/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells lines that are no title of a plain text from headlines: entries of logs, data, and comments
 * on where a file comes from. */
#include "indexer/describe/title_doubts.h"

#include "indexer/describe/file_name.h"
#include "indexer/describe/line.h"
#include "text/utf8.h"

/* Returns whether a word with a digit is rather a name, such as "Xbase64": it begins with letters
 * that are not all those of hexadecimal numbers. */
static bool is_name(struct str word)
{
    enum { MIN_LETTERS = 3 };
    size_t n = 0, n_hex = 0;
    for (; n < word.n && ascii_is_alpha(word.p[n]); n++)
        n_hex += ascii_lower(word.p[n]) <= 'f';
    return n >= MIN_LETTERS && n_hex < n && str_find_char(word, '.', n) == word.n;
}

/* Returns whether a word of a heading names a version: it has a digit, or there is no number yet.
 */
static bool names_version(struct str word)
{
    static const char *const words[] = {"dev", "devel", "development", "unreleased", "head", NULL};
    bool has_digit = false;
    for (size_t i = 0; i < word.n && !has_digit; i++)
        has_digit = ascii_is_digit(word.p[i]);
    return (has_digit && !is_name(word)) || str_is_one_of_ignoring_case(word, words);
}

/* Returns whether a word may be beside those that name a version. */
static bool is_beside_version(struct str word)
{
    static const char *const words[] = {
        "commit", "release", "released", "version", "changes", "change", "in", "since",
        "from",   "for",     "to",       "and",     "the",     "new",    "of", NULL};
    return !line_has_letter(word) || str_is_one_of_ignoring_case(word, words);
}

/* Returns whether a title only tells a version, as the first entry of a log of changes does: "===
 * dev ===", "Release 2.2.40", "commit 4491bb740a95". */
static bool is_version(struct str title)
{
    bool has_version = false;
    for (size_t i = 0, end; i < title.n; i = end + 1) {
        end = str_find_char(title, ' ', i);
        struct str word = str_slice(title, i, end);
        bool names = names_version(word);
        if (!names && !is_beside_version(word))
            return false;
        has_version |= names;
    }
    return has_version;
}

/* Returns whether a title is the first of questions that are answered. */
static bool is_question(struct str title)
{
    return str_starts_with(title, STR_LITERAL("Q:")) || str_starts_with(title, STR_LITERAL("Q."));
}

/* Returns whether a title is the first entry of a chat or log: "[03/02/2021, 10:00:00] Ann: Hello",
 * "2/3/21, 10:00 - Ann: Hello". */
static bool is_stamped(struct str title)
{
    size_t i = 0, n_clocks = 0;
    for (; i < title.n; i++) {
        char c = title.p[i], next = i + 1 < title.n ? title.p[i + 1] : ' ';
        bool is_half_day = strchr("APap", c) && (next == 'M' || next == 'm');
        bool is_of_iso = strchr("TZ", c) && i && ascii_is_digit(title.p[i - 1]);
        if (!ascii_is_digit(c) && !strchr("[/.-:, ", c) && !is_half_day && !is_of_iso)
            break;
        n_clocks += c == ':' && ascii_is_digit(next);
        i += is_half_day;
    }
    struct str rest = str_slice(title, i, title.n), before = str_slice(title, 0, i);
    if (n_clocks == 0 || i == 0)
        return false;
    bool is_dashed = str_ends_with(before, STR_LITERAL(" - "));
    return title.p[0] == '[' ? str_starts_with(rest, STR_LITERAL("]"))
                             : is_dashed && str_find(rest, STR_LITERAL(": "), 0) < rest.n;
}

static bool is_postscript(struct str text)
{
    return str_starts_with(text, STR_LITERAL("%!PS-"));
}

/* Returns the first line that is text, or h->n. */
static size_t first_text(struct head *h)
{
    size_t i = 0;
    while (i < h->n && head_kind(h, i) != HEAD_TEXT)
        i++;
    return i;
}

/* Returns whether the first text is an item of a list below lines of another kind, as in a log of
 * changes. */
static bool is_log(struct head *h)
{
    static const char *const bullets[] = {"* ", "- ", "+ ", NULL};
    size_t i = first_text(h);
    return i > 0 && i < h->n && str_starts_with_one_of(h->lines[i].text, bullets);
}

/* Returns whether a word of the title begins with one of some words, ignoring case. */
static bool has_word_of(struct str title, const char *const *words)
{
    for (size_t i = 0; i < title.n; i++)
        if ((i == 0 || !ascii_is_alpha(title.p[i - 1])) &&
            str_starts_with_one_of_ignoring_case(str_slice(title, i, title.n), words))
            return true;
    return false;
}

/* Returns whether a title has a number with a full stop, such as "1.2". */
static bool has_version(struct str title)
{
    for (size_t i = 1; i + 1 < title.n; i++)
        if (title.p[i] == '.' && ascii_is_digit(title.p[i - 1]) && ascii_is_digit(title.p[i + 1]))
            return true;
    return false;
}

bool title_is_of_entry(struct str path, struct str title)
{
    const char *const *topic = file_name_topic(path);
    return topic && (has_version(title) || !has_word_of(title, topic) ||
                     str_ends_with(title, STR_LITERAL(":")));
}

/* Returns whether a headline tells how the file was made: "Produced by xfig 3.2" and, in a comment,
 * "Hoogle documentation, generated by Haddock". */
static bool tells_origin(struct str headline, bool is_comment)
{
    static const char *const makers[] = {"generated by", "created by", "produced by", "written by",
                                         NULL};
    return str_starts_with_one_of_ignoring_case(headline, makers) ||
           (is_comment && has_word_of(headline, makers));
}

/* Returns whether a sentence leads in what follows, "The following people have contributed:", or is
 * the beginning of that. */
static bool leads_in(const struct document *d, struct head *h, struct str sentence)
{
    size_t i = first_text(h);
    bool begins = i < h->n && str_ends_with(h->lines[i].text, STR_LITERAL(":"));
    return str_ends_with(sentence, STR_LITERAL(":")) || (begins && file_name_tells(d->path));
}

/* Returns whether a text is a comment, as that of a program or of data. */
static bool is_comment(const struct document *d, const struct head *head)
{
    struct str text = str_trim(d->text);
    return head->is_comment || (text.n && strchr("#;%", text.p[0]));
}

bool title_is_doubtful(const struct document *d, struct head *head, struct str title,
                       bool is_sentence)
{
    if (tells_origin(title, is_comment(d, head)))
        return true;
    if (head->is_comment && (is_sentence || str_ends_with(title, STR_LITERAL("."))))
        return true;
    if (is_sentence &&
        (is_log(head) || leads_in(d, head, title) || file_name_is_in_capitals(d->path)))
        return true;
    return is_postscript(d->text) || head_is_record(head) || is_version(title) ||
           is_question(title) || is_stamped(title) || title_is_of_entry(d->path, title) ||
           str_find(title, STR_LITERAL("; urgency="), 0) < title.n;
}
