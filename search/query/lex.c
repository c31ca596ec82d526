/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Splits a query into lexemes, and decides what is an operator and what is text. */
#include "search/query/lex.h"

#include "text/field_name.h"
#include "text/utf8.h"

enum {
    NEAR_DEFAULT = 10,
    NEAR_MAX = 100000,
    NAME_MAX_BYTES = 256, /* of a field; only FIELD_NAME_MAX_BYTES tell names apart */
    IDEOGRAPHS = 0x2E80,  /* from here on, a character is a word */
    OPERATOR_MAX_BYTES = 16,
    OPTION_MAX_BYTES = 64,
};

struct lexer {
    struct str text;
    size_t at;
    size_t counted; /* the offset that column belongs to */
    uint32_t column;
    uint32_t depth; /* open brackets; deeper ones than LEX_MAX_DEPTH are text */
    bool no_more_quotes;
    bool is_command; /* whatever begins with a "-" is an option */
    struct arena *arena;
    struct lexeme *lexemes;
    size_t n;
};

static bool is_word_byte(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
}

bool lex_has_word(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (is_word_byte(s.p[i]))
            return true;
    return false;
}

bool lex_are_stars(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '*')
            return false;
    return s.n > 0;
}

/* Returns the length of the blank or control character at offset, or 0 if there is none. */
static size_t space_at(struct str s, size_t offset)
{
    unsigned char c = (unsigned char)s.p[offset];
    if (c <= ' ' || c == 0x7F)
        return 1;
    if (c < 0xC2)
        return 0;
    size_t next;
    uint32_t u = utf8_decode(s, offset, &next);
    bool is_space = (u >= 0x80 && u <= 0xA0) || u == 0x1680 || (u >= 0x2000 && u <= 0x200B) ||
                    u == 0x2028 || u == 0x2029 || u == 0x202F || u == 0x205F || u == 0x3000 ||
                    u == 0xFEFF;
    return is_space ? next - offset : 0;
}

/* Returns the length of the double quotation mark at offset, in the style of any language, or 0 if
 * there is none. */
static size_t quote_at(struct str s, size_t offset)
{
    unsigned char c = (unsigned char)s.p[offset];
    if (c == '"')
        return 1;
    if (c != 0xC2 && c != 0xE2 && c != 0xE3 && c != 0xEF)
        return 0;
    size_t next;
    uint32_t u = utf8_decode(s, offset, &next);
    bool is_quote = u == 0xAB || u == 0xBB || (u >= 0x201C && u <= 0x201F) || u == 0xFF02 ||
                    (u >= 0x300C && u <= 0x300F) || (u >= 0x301D && u <= 0x301F) ||
                    (u >= 0xFE41 && u <= 0xFE44) || u == 0xFF62 || u == 0xFF63;
    return is_quote ? next - offset : 0;
}

/* Returns the offset of the mark that closes a quotation whose text begins at from, or text.n if
 * there is none. */
static size_t closing_quote(struct lexer *l, size_t from)
{
    if (l->no_more_quotes)
        return l->text.n;
    for (size_t i = from; i < l->text.n; i++)
        if (quote_at(l->text, i))
            return i;
    l->no_more_quotes = true;
    return l->text.n;
}

/* Returns where the word that begins at offset ends: at a blank, or at a closing bracket that was
 * not opened within it. */
static size_t word_end(struct str s, size_t offset)
{
    uint32_t n_open = 0;
    size_t i = offset;
    while (i < s.n && !space_at(s, i)) {
        if (s.p[i] == '(') {
            n_open++;
        } else if (s.p[i] == ')') {
            if (n_open == 0)
                break;
            n_open--;
        }
        i++;
    }
    return i;
}

static void add(struct lexer *l, enum lexeme_kind kind, size_t start, size_t end)
{
    for (; l->counted < start; l->counted++)
        if (((unsigned char)l->text.p[l->counted] & 0xC0) != 0x80)
            l->column++;
    l->lexemes[l->n++] = (struct lexeme){
        .kind = kind, .text = str_slice(l->text, start, end), .column = l->column};
}

/* Reads digits and returns where they end. A number above NEAR_MAX becomes NEAR_MAX. */
static size_t read_window(struct str s, size_t i, uint32_t *ret_window)
{
    uint32_t window = 0;
    for (; i < s.n && ascii_is_digit(s.p[i]); i++) {
        window = window * 10 + (uint32_t)(s.p[i] - '0');
        if (window > NEAR_MAX)
            window = NEAR_MAX;
    }
    *ret_window = window;
    return i;
}

/* Returns the length of "~3" after a phrase, or 0 if there is none. */
static size_t read_slop(struct str s, size_t i, uint32_t *ret_window)
{
    uint32_t window;
    if (i >= s.n || s.p[i] != '~')
        return 0;
    size_t end = read_window(s, i + 1, &window);
    if (end == i + 1 || (end < s.n && is_word_byte(s.p[end]) && !space_at(s, end)))
        return 0;
    *ret_window = window;
    return end - i;
}

static bool read_near(struct str word, struct str name, uint32_t *ret_window)
{
    if (str_equal(word, name)) {
        *ret_window = NEAR_DEFAULT;
        return true;
    }
    if (word.n < name.n + 2 || word.n > OPERATOR_MAX_BYTES || !str_starts_with(word, name) ||
        word.p[name.n] != '/')
        return false;
    uint32_t window;
    if (read_window(word, name.n + 1, &window) < word.n)
        return false;
    *ret_window = window;
    return true;
}

bool lex_operator(struct str word, struct lexeme *lexeme)
{
    if (str_equal(word, STR_LITERAL("AND")))
        lexeme->kind = LEX_AND;
    else if (str_equal(word, STR_LITERAL("OR")))
        lexeme->kind = LEX_OR;
    else if (str_equal(word, STR_LITERAL("NOT")))
        lexeme->kind = LEX_NOT;
    else if (read_near(word, STR_LITERAL("NEAR"), &lexeme->window))
        lexeme->kind = LEX_NEAR;
    else if (read_near(word, STR_LITERAL("ADJ"), &lexeme->window))
        lexeme->kind = LEX_ADJ;
    else
        return false;
    return true;
}

static bool is_name_character(uint32_t c)
{
    return field_name_is_letter(c) || c == '-' || c == '_' || c == '.';
}

/* Returns true if s[offset, end) names a field rather than an hour: it begins with letters, or with
 * digits and then letters, or a comparison follows after its ":". */
static bool is_no_time(struct str s, size_t offset, size_t end)
{
    size_t i = offset;
    while (i < end && ascii_is_digit(s.p[i]))
        i++;
    bool has_letters = i < end && (is_word_byte(s.p[i]) || s.p[i] == '_');
    return has_letters || (end + 1 < s.n && (s.p[end + 1] == '>' || s.p[end + 1] == '<'));
}

/* Returns the length of a field's name at offset with its ":", or 0 if there is none. A name has at
 * least two letters, or a character that is a word by itself: "c:\x" is a path. It may begin with
 * digits, as "2017_votes", but "10:30" and "2011-05-10T10:30" are times. */
static size_t field_name_at(struct str s, size_t offset)
{
    size_t i = offset, next, n = 0;
    if (!is_word_byte(s.p[i]))
        return 0;
    for (; i < s.n; i = next) {
        uint32_t c = utf8_decode(s, i, &next);
        if (!is_name_character(c))
            break;
        n += c >= IDEOGRAPHS ? 2 : 1;
    }
    bool is_name = n >= 2 && i - offset <= NAME_MAX_BYTES && i < s.n && s.p[i] == ':' &&
                   is_no_time(s, offset, i);
    return is_name ? i - offset + 1 : 0;
}

/* Returns true if the name of a field, followed by a value, is at offset. */
static bool has_field_at(struct str s, size_t offset)
{
    size_t limit = offset + NAME_MAX_BYTES + 1;
    size_t n = field_name_at(str_slice(s, 0, limit < s.n ? limit : s.n), offset);
    return n > 0 && offset + n < s.n && !space_at(s, offset + n);
}

/* Returns true if the word at offset is an operator or, with the sign before it, an option of a
 * command, a telephone number or a time zone. */
static bool is_operator_or_text(const struct lexer *l, size_t offset)
{
    /* None is longer. Looking further would make "-a(-a(-a(" take quadratic time. */
    size_t limit = offset + OPTION_MAX_BYTES < l->text.n ? offset + OPTION_MAX_BYTES : l->text.n;
    size_t end = word_end(str_slice(l->text, 0, limit), offset);
    struct str word = str_slice(l->text, offset, end);
    struct lexeme ignored = {0};
    bool is_text = l->text.p[offset - 1] == '-'
                       ? (lex_is_option(word) && !has_field_at(l->text, offset)) ||
                             lex_is_time_zone(l->text, offset, word)
                       : (word.n == 1 && is_word_byte(word.p[0])) ||
                             lex_is_telephone(l->text, offset);
    return lex_operator(word, &ignored) || is_text;
}

/* Returns true if a sign at offset - 1 applies to what is at offset, which an operator cannot
 * be. */
static bool sign_binds(struct lexer *l, size_t offset)
{
    if (offset >= l->text.n || space_at(l->text, offset))
        return false;
    size_t quote = quote_at(l->text, offset);
    if (quote)
        return closing_quote(l, offset + quote) < l->text.n;
    char c = l->text.p[offset];
    if (!is_word_byte(c) && c != '(' && c != '*')
        return false;
    return !is_operator_or_text(l, offset);
}

bool lex_is_value(struct str name, struct str text)
{
    if (text.n == 0 || text.p[0] == ':' || text.p[0] == '\\' ||
        str_starts_with(text, STR_LITERAL("//")))
        return false;
    if (field_name_strip(&name))
        return true;
    /* "main.c:42", "host.org:80" */
    return str_find_char(name, '.', 0) == name.n || !ascii_is_digit(text.p[0]);
}

static void add_field(struct lexer *l, size_t name_bytes)
{
    add(l, LEX_FIELD, l->at, l->at + name_bytes - 1);
    struct str *name = &l->lexemes[l->n - 1].text;
    char *lower = arena_alloc_bytes(l->arena, name->n);
    for (size_t i = 0; i < name->n; i++)
        lower[i] = ascii_lower(name->p[i]);
    name->p = lower;
}

/* Returns the sign before a value, as in "status:-draft", which means "-status:draft", or LEX_END
 * if there is none. */
static enum lexeme_kind value_sign(struct lexer *l, size_t value)
{
    char c = l->text.p[value];
    if ((c != '-' && c != '+') || value + 1 >= l->text.n)
        return LEX_END;
    size_t quote = quote_at(l->text, value + 1);
    bool binds = quote ? closing_quote(l, value + 1 + quote) < l->text.n
                       : is_word_byte(l->text.p[value + 1]) &&
                             !ascii_is_digit(l->text.p[value + 1]) && /* "-5" is a number */
                             !is_operator_or_text(l, value + 1);
    return !binds ? LEX_END : c == '-' ? LEX_MINUS : LEX_PLUS;
}

static void add_sign(struct lexer *l, enum lexeme_kind sign)
{
    if (sign != LEX_END)
        add(l, sign, l->at, l->at);
}

/* Returns the value "[a TO b]" at offset as "a..b", and its end in *ret_end. A "{" or "}" excludes
 * the bound beside it. Returns an empty string if there is none. */
static struct str bracket_range(struct lexer *l, size_t offset, size_t *ret_end)
{
    enum { MAX_RANGE_BYTES = 100 };
    struct str s = l->text;
    if (s.p[offset] != '[' && s.p[offset] != '{')
        return STR_EMPTY;
    struct str near = str_slice(s, offset,
                                offset + MAX_RANGE_BYTES < s.n ? offset + MAX_RANGE_BYTES : s.n);
    size_t close = str_find_one_of(near, ']', '}', '}', 0),
           to = str_find(near, STR_LITERAL(" TO "), 0);
    if (close == near.n || to > close)
        return STR_EMPTY;
    struct str from = str_trim(str_slice(near, 1, to)),
               until = str_trim(str_slice(near, to + 4, close));
    if (str_find_char(from, ' ', 0) < from.n || str_find_char(until, ' ', 0) < until.n)
        return STR_EMPTY;
    *ret_end = offset + close + 1;
    if (str_equal(from, STR_LITERAL("*")))
        from = STR_EMPTY;
    if (str_equal(until, STR_LITERAL("*")))
        until = STR_EMPTY;
    bool is_above = s.p[offset] == '{' && from.n, is_below = near.p[close] == '}' && until.n;
    return arena_format(l->arena, "%s%.*s..%s%.*s", is_above ? ">" : "", STR_PRINT(from),
                        is_below ? "<" : "", STR_PRINT(until));
}

/* Reads "name:value" at l->at, or only the name if the value is a phrase or in brackets. Returns
 * false if this is plain text. */
static bool lex_field(struct lexer *l)
{
    struct str s = l->text;
    size_t name_bytes = field_name_at(s, l->at);
    size_t value = l->at + name_bytes;
    if (name_bytes == 0 || value >= s.n)
        return false;
    size_t lone_quote = quote_at(s, value);
    if (lone_quote && closing_quote(l, value + lone_quote) == s.n)
        value += lone_quote;
    if (value >= s.n)
        return false;
    enum lexeme_kind sign = value_sign(l, value);
    value += sign != LEX_END;
    size_t quote = quote_at(s, value);
    if (quote && closing_quote(l, value + quote) == s.n)
        quote = 0;
    if (s.p[value] == '(' && l->depth >= LEX_MAX_DEPTH)
        return false;
    if (quote || s.p[value] == '(') {
        add_sign(l, sign);
        add_field(l, name_bytes);
        l->at = value;
        return true;
    }
    size_t end = value;
    struct str range = bracket_range(l, value, &end);
    if (lex_has_word(range)) {
        add_sign(l, sign);
        add_field(l, name_bytes);
        add(l, LEX_WORD, value, end);
        l->lexemes[l->n - 1].text = range;
        l->at = end;
        return true;
    }
    end = word_end(s, value);
    struct str text = str_slice(s, value, end);
    if (!lex_is_value(str_slice(s, l->at, l->at + name_bytes - 1), text))
        return false;
    if (!lex_has_word(text) && !lex_are_stars(text))
        return false;
    add_sign(l, sign);
    add_field(l, name_bytes);
    add(l, LEX_WORD, value, end);
    l->at = end;
    return true;
}

static void lex_word(struct lexer *l, bool is_signed)
{
    if (lex_field(l))
        return;
    size_t end = word_end(l->text, l->at);
    add(l, LEX_WORD, l->at, end);
    if (!is_signed)
        lex_operator(l->lexemes[l->n - 1].text, &l->lexemes[l->n - 1]);
    l->at = end;
}

/* Returns true if a "-" before offset would exclude a word there that is not the name of a
 * field. */
static bool is_bare_word(struct lexer *l, size_t offset)
{
    return offset < l->text.n && is_word_byte(l->text.p[offset]) && sign_binds(l, offset) &&
           !has_field_at(l->text, offset);
}

static void lex_next(struct lexer *l, bool after_break)
{
    char c = l->text.p[l->at];
    size_t quote = quote_at(l->text, l->at);
    if (quote) {
        size_t start = l->at + quote, end = closing_quote(l, start);
        if (end < l->text.n) {
            add(l, LEX_PHRASE, l->at, end);
            l->lexemes[l->n - 1].text = str_slice(l->text, start, end);
            l->at = end + quote_at(l->text, end);
            l->at += read_slop(l->text, l->at, &l->lexemes[l->n - 1].window);
        } else {
            l->at = start;
        }
    } else if (c == '(') {
        if (l->depth++ < LEX_MAX_DEPTH)
            add(l, LEX_OPEN, l->at, l->at + 1);
        l->at++;
    } else if (c == ')') {
        if (l->depth && --l->depth < LEX_MAX_DEPTH)
            add(l, LEX_CLOSE, l->at, l->at + 1);
        l->at++;
    } else if (c == '-' && l->is_command && after_break && is_bare_word(l, l->at + 1)) {
        l->at++; /* an option, whose name is text */
        lex_word(l, true);
    } else if ((c == '+' || c == '-') && after_break && sign_binds(l, l->at + 1)) {
        add(l, c == '+' ? LEX_PLUS : LEX_MINUS, l->at, l->at + 1);
        l->at++;
        if (!quote_at(l->text, l->at) && l->text.p[l->at] != '(')
            lex_word(l, true);
    } else if ((c == '+' || c == '-') && !after_break) {
        l->at++; /* after a quotation mark or a bracket it is punctuation */
    } else {
        lex_word(l, false);
    }
}

struct lexeme *lex_query(struct str text, struct arena *arena)
{
    struct lexer l = {
        .text = text, .column = 1, .is_command = lex_is_command(text), .arena = arena};
    /* Every lexeme takes at least one byte of the text. */
    l.lexemes = arena_alloc(arena, (text.n + 1) * sizeof *l.lexemes);
    while (l.at < text.n) {
        bool after_break = l.at == 0 || (l.n && l.lexemes[l.n - 1].kind == LEX_OPEN);
        size_t blank;
        while (l.at < text.n && (blank = space_at(text, l.at))) {
            l.at += blank;
            after_break = true;
        }
        if (l.at < text.n)
            lex_next(&l, after_break);
    }
    lex_settle_operators(l.lexemes, l.n, arena);
    add(&l, LEX_END, text.n, text.n);
    return l.lexemes;
}
