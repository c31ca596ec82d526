/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads plain text. It is kept as it is, except that form feeds become empty lines, overstruck
 * characters become single ones, terminal escape sequences are removed, and links written as
 * "[label](url)" or "(<url>)" lose their syntax; the URLs behind labels follow at the end. */
#include "indexer/formats/markup/info.h"
#include "indexer/formats/shared/extras.h"
#include "indexer/formats/shared/frontmatter.h"
#include "indexer/formats/shared/made_up.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

enum { MAX_LABEL_BYTES = 500, MAX_TARGET_BYTES = 2000, MAX_COMMAND_BYTES = 4096 };

#define ESCAPE '\x1B'
#define BELL '\a'

struct cleaner {
    struct str in;
    struct buf out;
    struct document *document;
    struct extras *addresses; /* of links, which their labels hide */
    size_t copied;     /* everything in `in` before this offset has been copied or left out */
    size_t line_start; /* of the line that contains copied */
    uint32_t line;     /* number of that line */
};

struct link {
    struct str label; /* as in the source, with backslashes */
    struct str target;
    size_t end; /* the offset after the ")" */
};

static bool is_target_start(struct str s)
{
    static const char *const starts[] = {
        "http://", "https://", "ftp://", "mailto:", "www.", "#", "/", NULL};
    return str_starts_with_one_of(s, starts);
}

/* Reads a URL at start, with or without "<>", up to the ")" that ends it: "http://x)" or
 * "<http://x>)". */
static bool read_target(struct str s, size_t start, struct link *ret)
{
    bool in_angles = start < s.n && s.p[start] == '<';
    size_t i = start + in_angles, first = i;
    size_t limit = s.n - start < MAX_TARGET_BYTES ? s.n : start + MAX_TARGET_BYTES;
    unsigned depth = 0;

    if (i >= s.n || !is_target_start(str_slice(s, i, s.n)))
        return false;
    for (; i < limit; i++) {
        char c = s.p[i];
        if (ascii_is_space(c) || c == '[' || c == '<')
            return false;
        if (in_angles ? c == '>' : c == ')' && depth == 0)
            break;
        depth += c == '(';
        depth -= c == ')' && depth;
    }
    ret->target = str_slice(s, first, i);
    i += in_angles;
    ret->end = i + 1;
    return i < limit && s.p[i] == ')';
}

/* Reads the link "[label](target)" at start. A "[" inside the label ends the search, which keeps it
 * linear. */
static bool read_link(struct str s, size_t start, struct link *ret)
{
    size_t i = start + 1;
    size_t limit = s.n - i < MAX_LABEL_BYTES ? s.n : i + MAX_LABEL_BYTES;

    while (i < limit && s.p[i] != ']') {
        if (s.p[i] == '[')
            return false;
        i += s.p[i] == '\\' ? 2 : 1;
    }
    if (i + 1 >= limit || s.p[i + 1] != '(')
        return false;
    ret->label = str_slice(s, start + 1, i);
    return read_target(s, i + 2, ret);
}

static struct str trim_end(struct str s)
{
    while (s.n && s.p[s.n - 1] == ' ')
        s.n--;
    return s;
}

/* Returns a URL without scheme and final slash, for comparison. */
static struct str bare_url(struct str url)
{
    size_t scheme = str_find(url, STR_LITERAL("://"), 0);
    if (scheme < url.n)
        url = str_slice(url, scheme + 3, url.n);
    if (str_ends_with(url, STR_LITERAL("/")))
        url.n--;
    return url;
}

/* Copies the input up to end and counts its lines. */
static void copy_until(struct cleaner *c, size_t end)
{
    buf_append_str(&c->out, str_slice(c->in, c->copied, end));
    while (c->copied < end) {
        size_t newline = str_find_char(str_slice(c->in, 0, end), '\n', c->copied);
        if (newline < end) {
            c->line++;
            c->line_start = newline + 1;
        }
        c->copied = newline < end ? newline + 1 : end;
    }
}

/* Skips the input up to end. */
static void skip_until(struct cleaner *c, size_t end)
{
    size_t n = c->out.n;
    copy_until(c, end);
    c->out.n = n;
    document_add_line(c->document, n, c->line, (uint32_t)(end - c->line_start) + 1);
}

/* Writes a label without backslashes. If it ends with the target, as in "News (http://x)", that
 * part is left out. */
static void write_label(struct cleaner *c, struct link link)
{
    size_t start = c->out.n;
    for (size_t i = 0; i < link.label.n; i++) {
        if (link.label.p[i] == '\\' && i + 1 < link.label.n && !ascii_is_alpha(link.label.p[i + 1]))
            i++;
        buf_append_char(&c->out, link.label.p[i]);
    }

    struct str label = {c->out.p + start, c->out.n - start};
    size_t open = link.target.n + 2 <= label.n ? label.n - link.target.n - 2 : 0;
    if (open && label.p[open] == '(' && label.p[label.n - 1] == ')' &&
        str_equal(str_slice(label, open + 1, label.n - 1), link.target))
        c->out.n = start + trim_end(str_slice(label, 0, open)).n;
}

/* Handles "(url)" or "(<url>)": left out if the word before it is the same, else written as
 * "(url)". Returns the offset to continue at. */
static size_t clean_parenthesis(struct cleaner *c, size_t start)
{
    struct link link;
    if (!read_target(c->in, start + 1, &link) || link.target.p[0] == '#' || link.target.p[0] == '/')
        return start + 1;
    bool in_angles = c->in.p[start + 1] == '<';
    copy_until(c, start);

    struct str before = trim_end(buf_str(&c->out));
    if (str_ends_with(before, STR_LITERAL("/")))
        before.n--;
    struct str url = bare_url(link.target);
    if (url.n && str_ends_with(before, url)) {
        c->out.n = trim_end(buf_str(&c->out)).n;
        skip_until(c, link.end);
    } else if (in_angles) {
        buf_append_char(&c->out, '(');
        skip_until(c, start + 2);
        copy_until(c, start + 2 + link.target.n);
        skip_until(c, link.end - 1);
    }
    return link.end;
}

/* Keeps the address of a link that leads elsewhere, unless its label, as it is shown, has it. */
static void take_address(struct cleaner *c, struct link link, struct str label)
{
    static const struct str mailto = {"mailto:", 7};
    struct str address = link.target;
    if (address.p[0] == '#' || address.p[0] == '/')
        return;
    if (str_starts_with(address, mailto))
        address = str_slice(address, mailto.n, address.n);
    if (str_find(label, bare_url(address), 0) == label.n)
        extras_add(c->addresses, address, c->line);
}

static size_t clean_link(struct cleaner *c, size_t start)
{
    struct link link;
    if (!read_link(c->in, start, &link))
        return start + 1;
    copy_until(c, start);
    skip_until(c, start + 1);
    size_t label = c->out.n;
    write_label(c, link);
    take_address(c, link, str_slice(buf_str(&c->out), label, c->out.n));
    skip_until(c, link.end);
    return link.end;
}

static size_t clean_form_feed(struct cleaner *c, size_t start)
{
    copy_until(c, start);
    buf_append(&c->out, "\n\n", 2);
    skip_until(c, start + 1);
    return start + 1;
}

static size_t start_of_last_char(struct str s)
{
    size_t start = s.n;
    while (start > 0 && ((unsigned char)s.p[--start] & 0xC0) == 0x80)
        ;
    return start;
}

static size_t end_of_char(struct str s, size_t start)
{
    size_t end = start < s.n ? start + 1 : start;
    while (end < s.n && ((unsigned char)s.p[end] & 0xC0) == 0x80)
        end++;
    return end;
}

/* Returns the character that two overstruck ones show, bold or underlined. Returns false if they
 * are kept because they show something else. */
static bool join_struck(struct str first, struct str second, struct str *ret)
{
    bool is_underlined = str_equal(first, STR_LITERAL("_"));
    *ret = is_underlined ? second : first;
    return is_underlined || str_equal(second, STR_LITERAL("_")) || str_equal(first, second);
}

/* Resolves bold and underlined text as sent to printers, "N\bNA\bA" and "_\bN", in the rest of the
 * line. */
static size_t clean_overstrikes(struct cleaner *c, size_t start)
{
    size_t line_end = str_find_char(c->in, '\n', start), end, next;
    struct str line = str_slice(c->in, 0, line_end);
    copy_until(c, start);
    /* Columns differ from those of the file. */
    document_add_line(c->document, c->out.n, c->line, 0);
    for (size_t i = start; i < line_end; i = next) {
        bool strikes = line.p[i] == '\b' && i + 1 < line_end && line.p[i + 1] != '\b';
        struct str before = buf_str(&c->out), joined;
        size_t last = start_of_last_char(before);
        next = end_of_char(line, i + strikes);
        struct str sign = str_slice(line, i + strikes, next);
        if (strikes && join_struck(str_slice(before, last, before.n), sign, &joined)) {
            c->out.n = last;
            buf_append_str(&c->out, joined);
        } else {
            next = end_of_char(line, i);
            buf_append_str(&c->out, str_slice(line, i, next));
        }
    }
    c->copied = line_end;
    end = line_end < c->in.n ? line_end + 1 : line_end;
    copy_until(c, end);
    document_add_line(c->document, c->out.n, c->line, 1);
    return end;
}

static size_t pass_range(struct str s, size_t i, char least, char most)
{
    while (i < s.n && s.p[i] >= least && s.p[i] <= most)
        i++;
    return i;
}

/* Returns the end of the terminal escape sequence at start: of ECMA-48, "ESC [ parameters letter"
 * and "ESC ] text BEL" (or "ESC \\"), of character sets, "ESC ( B", and a few of a single character
 * that no word begins with. Returns start if there is none. */
static size_t command_end(struct str s, size_t start)
{
    size_t i = start + 1;
    s = str_slice(s, 0, s.n - start < MAX_COMMAND_BYTES ? s.n : start + MAX_COMMAND_BYTES);
    if (i < s.n && s.p[i] == ']') {
        while (i < s.n && s.p[i] != BELL && s.p[i] != ESCAPE && s.p[i] != '\n')
            i++;
        bool is_ended = i < s.n && s.p[i] != '\n';
        return !is_ended ? start : i + 1 + (s.p[i] == ESCAPE && i + 1 < s.n && s.p[i + 1] == '\\');
    }
    if (i < s.n && s.p[i] == '[') {
        i = pass_range(s, i + 1, '0', '?');
        i = pass_range(s, i, ' ', '/');
        return i < s.n && s.p[i] >= '@' && s.p[i] <= '~' ? i + 1 : start;
    }
    bool is_set = i + 1 < s.n && strchr("()", s.p[i]) && strchr("0AB", s.p[i + 1]);
    bool is_sign = i < s.n && strchr("78=>", s.p[i]);
    return is_set ? i + 2 : is_sign ? i + 1 : start;
}

/* Removes a terminal escape sequence. Colours and the like leave nothing, so that a word which
 * changes its colour stays whole. Others leave a blank, and a hyperlink leaves its target. */
static size_t clean_command(struct cleaner *c, size_t start)
{
    size_t end = command_end(c->in, start);
    if (end == start)
        return start + 1;
    struct str command = str_slice(c->in, start + 1, end);
    copy_until(c, start);
    if (str_starts_with(command, STR_LITERAL("]8;"))) {
        size_t target = str_find_char(command, ';', 3) + 1, n = target;
        while (n < command.n && command.p[n] != BELL && command.p[n] != ESCAPE)
            n++;
        buf_append_char(&c->out, ' ');
        skip_until(c, start + 1 + (target < n ? target : 0));
        buf_append_str(&c->out, str_slice(command, target < n ? target : n, n));
    }
    if (!str_ends_with(command, STR_LITERAL("m")) || command.p[0] != '[')
        buf_append_char(&c->out, ' ');
    skip_until(c, end);
    return end;
}

static void clean(struct cleaner *c)
{
    static const char signs[] = {'\f', '\b', ESCAPE, '[', '('};
    size_t next[sizeof signs] = {0}; /* the next offset of each, valid unless it is before i */
    for (size_t i = 0;;) {
        size_t nearest = c->in.n;
        for (size_t k = 0; k < sizeof signs; k++) {
            if (next[k] < i || i == 0)
                next[k] = str_find_char(c->in, signs[k], i);
            nearest = next[k] < nearest ? next[k] : nearest;
        }
        i = nearest;
        if (i == c->in.n)
            break;
        if (c->in.p[i] == '\f')
            i = clean_form_feed(c, i);
        else if (c->in.p[i] == '\b')
            i = clean_overstrikes(c, i);
        else if (c->in.p[i] == ESCAPE)
            i = clean_command(c, i);
        else if (c->in.p[i] == '[')
            i = clean_link(c, i);
        else
            i = clean_parenthesis(c, i);
    }
    copy_until(c, c->in.n);
}

/* Returns whether s contains the start of a link: "](", "(<" or "(http". */
static bool has_link(struct str s)
{
    for (size_t i = str_find_char(s, '(', 0); i < s.n; i = str_find_char(s, '(', i + 1))
        if ((i > 0 && s.p[i - 1] == ']') || (i + 1 < s.n && s.p[i + 1] == '<') ||
            str_starts_with(str_slice(s, i, s.n), STR_LITERAL("(http")))
            return true;
    return false;
}

static bool needs_cleaning(struct str s)
{
    return str_find_char(s, '\f', 0) < s.n || str_find_char(s, '\b', 0) < s.n ||
           str_find_char(s, ESCAPE, 0) < s.n || has_link(s);
}

/* Takes the title that the comments at the start of PostScript state, unless a program made it up:
 * "%%Title: (The manual)". */
static void take_postscript_title(struct document *d)
{
    static const struct str name = {"%%Title:", 8};
    struct str rest = d->text, line;
    if (!str_starts_with(d->text, STR_LITERAL("%!PS-")))
        return;
    while (str_next_line(&rest, &line) && str_starts_with(line, STR_LITERAL("%"))) {
        struct str title = str_trim(str_slice(line, name.n < line.n ? name.n : line.n, line.n));
        if (!str_starts_with(line, name) || made_up_is_title(title))
            continue;
        bool is_string = str_starts_with(title, STR_LITERAL("(")) &&
                         str_ends_with(title, STR_LITERAL(")"));
        d->title = is_string ? str_slice(title, 1, title.n - 1) : title;
        return;
    }
}

enum err_code text_read(const struct reader_input *input, struct arena *scratch,
                        const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    struct document d;

    arena_clear(scratch);
    reader_begin(&d, input, scratch, "text");
    d.text = reader_unix_lines(input->text, &unix_lines);
    /* What is metadata also remains in the text. */
    if (d.text.n && d.text.p[0] == '-')
        (void)frontmatter_read(d.text, &d);
    else
        (void)frontmatter_read_titled(d.text, &d);
    take_postscript_title(&d);
    if (!needs_cleaning(d.text)) {
        info_mark_parts(&d);
        return output->add(output->ctx, &d, err);
    }

    AUTO(extras_done) struct extras addresses = EXTRAS_INIT;
    struct cleaner c = {d.text, BUF_INIT, &d, &addresses, 0, 0, input->first_line};
    buf_reserve(&c.out, d.text.n + 1);
    document_add_line(&d, 0, input->first_line, 1);
    clean(&c);
    d.text = buf_str(&c.out);
    info_mark_parts(&d);
    extras_deliver(&addresses, &c.out, &d);
    enum err_code code = output->add(output->ctx, &d, err);
    buf_done(&c.out);
    return code;
}
