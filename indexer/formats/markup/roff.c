/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interprets the part of roff that man pages use: escapes, strings, arguments of requests
 * and conditions. */
#include "indexer/formats/markup/man.h"

#include "indexer/unpack/budget.h"

#include "base/mem.h"
#include "text/utf8.h"

enum { MAX_STRING_BYTES = 256 };

/* Named characters, as in groff_char(7). */
static const struct {
    const char *name, *text;
} characters[] = {
    {"em", "—"},  {"en", "–"},  {"hy", "-"},  {"mi", "-"},   {"bu", "•"},   {"co", "©"},
    {"rg", "®"},  {"tm", "™"},  {"aq", "'"},  {"cq", "’"},   {"oq", "‘"},   {"dq", "\""},
    {"lq", "“"},  {"rq", "”"},  {"ga", "`"},  {"ha", "^"},   {"ti", "~"},   {"rs", "\\"},
    {"ba", "|"},  {"bv", "|"},  {"br", "|"},  {"or", "|"},   {"sl", "/"},   {"at", "@"},
    {"sh", "#"},  {"Do", "$"},  {"ct", "¢"},  {"Po", "£"},   {"Ye", "¥"},   {"Eu", "€"},
    {"eu", "€"},  {"sc", "§"},  {"ps", "¶"},  {"dg", "†"},   {"dd", "‡"},   {"de", "°"},
    {"fm", "′"},  {"sd", "″"},  {"12", "½"},  {"14", "¼"},   {"34", "¾"},   {"mu", "×"},
    {"di", "÷"},  {"+-", "±"},  {"pl", "+"},  {"eq", "="},   {"!=", "≠"},   {"==", "≡"},
    {"<=", "≤"},  {">=", "≥"},  {"=~", "≅"},  {"ap", "~"},   {"~~", "≈"},   {"->", "→"},
    {"<-", "←"},  {"ua", "↑"},  {"da", "↓"},  {"<>", "↔"},   {"la", "⟨"},   {"ra", "⟩"},
    {"lB", "["},  {"rB", "]"},  {"lC", "{"},  {"rC", "}"},   {"sq", "□"},   {"ci", "○"},
    {"ff", "ff"}, {"fi", "fi"}, {"fl", "fl"}, {"Fi", "ffi"}, {"Fl", "ffl"}, {"ss", "ß"},
    {"ae", "æ"},  {"AE", "Æ"},  {"oe", "œ"},  {"OE", "Œ"},   {"/o", "ø"},   {"/O", "Ø"},
    {"/l", "ł"},  {"/L", "Ł"},  {"oa", "å"},  {"oA", "Å"},   {":a", "ä"},   {":A", "Ä"},
    {":e", "ë"},  {":E", "Ë"},  {":i", "ï"},  {":I", "Ï"},   {":o", "ö"},   {":O", "Ö"},
    {":u", "ü"},  {":U", "Ü"},  {":y", "ÿ"},  {"'a", "á"},   {"'A", "Á"},   {"'e", "é"},
    {"'E", "É"},  {"'i", "í"},  {"'I", "Í"},  {"'o", "ó"},   {"'O", "Ó"},   {"'u", "ú"},
    {"'U", "Ú"},  {"'c", "ć"},  {"'C", "Ć"},  {"'y", "ý"},   {"`a", "à"},   {"`A", "À"},
    {"`e", "è"},  {"`E", "È"},  {"`i", "ì"},  {"`I", "Ì"},   {"`o", "ò"},   {"`O", "Ò"},
    {"`u", "ù"},  {"`U", "Ù"},  {"^a", "â"},  {"^A", "Â"},   {"^e", "ê"},   {"^E", "Ê"},
    {"^i", "î"},  {"^I", "Î"},  {"^o", "ô"},  {"^O", "Ô"},   {"^u", "û"},   {"^U", "Û"},
    {"~a", "ã"},  {"~A", "Ã"},  {"~n", "ñ"},  {"~N", "Ñ"},   {"~o", "õ"},   {"~O", "Õ"},
    {",c", "ç"},  {",C", "Ç"},  {"vs", "š"},  {"vS", "Š"},   {"vz", "ž"},   {"vZ", "Ž"},
    {"r!", "¡"},  {"r?", "¿"},  {"Fo", "«"},  {"Fc", "»"},   {"fo", "‹"},   {"fc", "›"},
    {"Bq", "„"},  {"bq", "‚"},  {"*a", "α"},  {"*b", "β"},   {"*g", "γ"},   {"*d", "δ"},
    {"*e", "ε"},  {"*l", "λ"},  {"*m", "μ"},  {"*p", "π"},   {"*s", "σ"},   {"*W", "Ω"},
    {"*D", "Δ"},  {"if", "∞"},  {"sr", "√"},  {"is", "∫"},   {"no", "¬"},   {"OK", "✓"},
    {"ul", "_"},  {"ru", "_"},  {"aa", "´"},  {"a-", "¯"},   {"a^", "^"},   {"a~", "~"},
    {"\"", "\""}, {"S1", "¹"},  {"S2", "²"},  {"S3", "³"},   {"Of", "ª"},   {"Om", "º"},
    {"lh", "☜"},  {"rh", "☞"},  {"wp", "℘"},  {"md", "⋅"},   {"pc", "·"},   {"lf", "⌊"},
    {"rf", "⌋"},  {"lc", "⌈"},  {"rc", "⌉"},  {"mo", "∈"},   {"nm", "∉"},   {"AN", "∧"},
};

static const struct {
    const char *name, *text;
} strings[] = {{"lq", "“"}, {"rq", "”"}, {"R", "®"},  {"Tm", "™"}, {"Aq", "'"},   {"--", "-"},
               {"Lq", "“"}, {"Rq", "”"}, {"Le", "≤"}, {"Ge", "≥"}, {"q", "\""},   {"Am", "&"},
               {"Ba", "|"}, {"Ne", "≠"}, {"Pm", "±"}, {"If", "∞"}, {"L\"", "\""}, {"R\"", "\""}};

static void append_character(struct str name, struct buf *out)
{
    char utf8[4];
    uint32_t c = 0;
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        if (str_equal(name, str_of(characters[i].name))) {
            buf_append_str(out, str_of(characters[i].text));
            return;
        }
    if (name.n < 5 || name.n > 7 || name.p[0] != 'u')
        return;
    for (size_t i = 1; i < name.n; i++) {
        char digit = ascii_lower(name.p[i]);
        if (!ascii_is_digit(digit) && (digit < 'a' || digit > 'f'))
            return;
        c = c * 16 + (uint32_t)(ascii_is_digit(digit) ? digit - '0' : digit - 'a' + 10);
    }
    if (c >= ' ' && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF))
        buf_append(out, utf8, utf8_put(c, utf8));
}

static void append_string(const struct man *m, struct str name, struct buf *out)
{
    for (size_t i = m->n_strings; i > 0; i--)
        if (str_equal(name, m->strings[i - 1].name)) {
            if (budget_repeat(m->budget, m->strings[i - 1].value.n))
                buf_append_str(out, m->strings[i - 1].value);
            return;
        }
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        if (str_equal(name, str_of(strings[i].name)))
            buf_append_str(out, str_of(strings[i].text));
}

/* Returns the first offset from i on that is the start of a character. */
static size_t character_at(struct str s, size_t i)
{
    while (i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80)
        i++;
    return i < s.n ? i : s.n;
}

/* Reads the name after an escape: "x", "(xx" or "[xxx]". Returns the offset after it. */
static size_t read_name(struct str s, size_t i, struct str *ret)
{
    *ret = STR_EMPTY;
    if (i >= s.n)
        return s.n;
    if (s.p[i] == '(') {
        size_t end = character_at(s, i + 3);
        *ret = str_slice(s, i + 1 < end ? i + 1 : end, end);
        return end;
    }
    if (s.p[i] == '[') {
        size_t end = str_find_char(s, ']', i);
        *ret = str_slice(s, i + 1, end);
        return end < s.n ? end + 1 : end;
    }
    size_t next;
    utf8_decode(s, i, &next);
    *ret = str_slice(s, i, next);
    return next;
}

/* Skips the argument of an escape between two equal characters. Returns the offset after it. */
static size_t skip_quoted(struct str s, size_t i)
{
    if (i >= s.n)
        return s.n;
    size_t end = str_find_char(s, s.p[i], i + 1);
    return character_at(s, end + 1);
}

/* Skips the size in "\s-1", "\s+(10", "\s[12]" or "\s'12'". Returns the offset after it. */
static size_t skip_size(struct str s, size_t i)
{
    struct str unused;
    if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
        i++;
    if (i < s.n && s.p[i] == '\'')
        return skip_quoted(s, i);
    if (i < s.n && s.p[i] >= '1' && s.p[i] <= '3' && i + 1 < s.n && ascii_is_digit(s.p[i + 1]))
        return i + 2;
    return read_name(s, i, &unused);
}

static bool is_one_of(char c, const char *set)
{
    return memchr(set, c, strlen(set));
}

/* Interprets an escape; i is after the backslash and below s.n. Returns the offset after it. */
static size_t unescape(const struct man *m, struct str s, size_t i, struct buf *out)
{
    struct str name;
    size_t next;
    char c = s.p[i];
    if (c == '"' || c == '#')
        return s.n; /* a comment */
    if (c == 's')
        return skip_size(s, i + 1);
    if (is_one_of(c, "hvwlLDxboNRSHXZAB"))
        return skip_quoted(s, i + 1);
    if (is_one_of(c, "fFngkmMVY")) {
        bool has_sign = c == 'n' && i + 1 < s.n && (s.p[i + 1] == '+' || s.p[i + 1] == '-');
        return read_name(s, i + 1 + has_sign, &name);
    }
    switch (c) {
    case '(':
    case '[':
        next = read_name(s, i, &name);
        append_character(name, out);
        return next;
    case '*':
        next = read_name(s, i + 1, &name);
        append_string(m, name, out);
        return next;
    case 'C':
        next = skip_quoted(s, i + 1);
        if (next > i + 3)
            append_character(str_slice(s, i + 2, next - 1), out);
        return next;
    default:
        if (c == 'e' || c == 'E')
            buf_append_char(out, '\\');
        else if (is_one_of(c, "t ~0"))
            buf_append_char(out, ' ');
        else if (!is_one_of(c, "&)|^%:/,cduprazO{}!"))
            buf_append_char(out, c); /* as in "\-", "\'" and "\." */
        return i + 1;
    }
}

void man_unescape(const struct man *m, struct str s, struct buf *out)
{
    for (size_t i = 0; i < s.n;) {
        size_t escape = str_find_char(s, '\\', i);
        buf_append_str(out, str_slice(s, i, escape));
        i = escape + 1;
        if (i < s.n)
            i = unescape(m, s, i, out);
    }
}

/* Copies a definition, in which an escape may have two backslashes, so that it has one. */
static void copy_definition(struct str value, struct buf *out)
{
    for (size_t i = 0; i < value.n; i++) {
        buf_append_char(out, value.p[i]);
        i += value.p[i] == '\\' && i + 1 < value.n && value.p[i + 1] == '\\';
    }
}

void man_define(struct man *m, struct str name, struct str value)
{
    AUTO(buf_done) struct buf copy = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct arena *arena = m->document->arena;
    if (m->n_strings == MAN_MAX_STRINGS || name.n == 0)
        return;
    if (str_starts_with(value, STR_LITERAL("\"")))
        value = str_slice(value, 1, value.n);
    copy_definition(value, &copy);
    man_unescape(m, buf_str(&copy), &text);
    size_t n = utf8_floor(buf_str(&text), text.n < MAX_STRING_BYTES ? text.n : MAX_STRING_BYTES);
    m->strings[m->n_strings++] = (struct man_string){
        arena_copy(arena, name), arena_copy(arena, str_slice(buf_str(&text), 0, n))};
}

/* Reads an argument in double quotation marks, in which "" stands for one; i is after the first.
 * Returns the offset after it. */
static size_t split_quoted(struct man *m, struct str s, size_t i, struct str *ret)
{
    size_t start = i;
    bool has_pairs = false;
    for (; i < s.n; i++) {
        if (s.p[i] != '"')
            continue;
        if (i + 1 == s.n || s.p[i + 1] != '"')
            break;
        has_pairs = true;
        i++;
    }
    *ret = str_slice(s, start, i);
    if (has_pairs) {
        char *p = arena_alloc_bytes(m->document->arena, ret->n);
        size_t n = 0;
        for (size_t k = 0; k < ret->n; k++) {
            p[n++] = ret->p[k];
            k += ret->p[k] == '"';
        }
        *ret = (struct str){p, n};
    }
    return i < s.n ? i + 1 : s.n;
}

size_t man_split(struct man *m, struct str arguments, struct str *ret_words)
{
    struct str s = arguments;
    size_t n = 0, i = 0;
    for (;;) {
        while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
            i++;
        if (i == s.n || (s.n - i > 1 && s.p[i] == '\\' && s.p[i + 1] == '"'))
            return n;
        if (n == MAN_MAX_WORDS - 1) {
            ret_words[n++] = str_slice(s, i, s.n);
            return n;
        }
        if (s.p[i] == '"') {
            i = split_quoted(m, s, i + 1, &ret_words[n++]);
            continue;
        }
        size_t start = i;
        while (i < s.n && s.p[i] != ' ' && s.p[i] != '\t')
            i += s.p[i] == '\\' && i + 1 < s.n ? 2 : 1;
        ret_words[n++] = str_slice(s, start, i);
    }
}

bool man_condition_holds(struct str s, size_t *ret_n)
{
    bool is_not = s.n && s.p[0] == '!';
    size_t i = is_not;
    if (i < s.n && (s.p[i] == '"' || s.p[i] == '\'')) {
        size_t middle = str_find_char(s, s.p[i], i + 1);
        size_t end = str_find_char(s, s.p[i], middle + 1);
        *ret_n = end < s.n ? end + 1 : s.n;
        return str_equal(str_slice(s, i + 1, middle), str_slice(s, middle + 1, end)) != is_not;
    }
    bool holds = i < s.n && s.p[i] == 'n';
    if (i < s.n && (s.p[i] == 'n' || s.p[i] == 't') &&
        (i + 1 == s.n || ascii_is_space(s.p[i + 1]) || s.p[i + 1] == '\\'))
        i++;
    else {
        holds = str_starts_with(str_slice(s, i, s.n), STR_LITERAL("\\n(.g"));
        while (i < s.n && !ascii_is_space(s.p[i]))
            i++;
    }
    *ret_n = i;
    return holds != is_not;
}

int man_count_braces(struct str line)
{
    int n = 0;
    for (size_t i = 0; i + 1 < line.n; i++) {
        if (line.p[i] != '\\')
            continue;
        i++;
        n += line.p[i] == '{';
        n -= line.p[i] == '}';
    }
    return n;
}
