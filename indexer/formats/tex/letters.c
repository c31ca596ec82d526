/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Converts accents and symbols of TeX to Unicode characters. */
#include "indexer/formats/tex/letters.h"

#include "text/utf8.h"

enum { MAX_ACCENTS = 3 }; /* on one letter */

/* Returns the combining mark of an accent command, or 0 if c is not one. */
static uint32_t mark_of(char c)
{
    static const struct {
        char name;
        uint16_t mark;
    } marks[] = {
        {'`', 0x300}, {'\'', 0x301}, {'^', 0x302}, {'~', 0x303}, {'=', 0x304},
        {'u', 0x306}, {'.', 0x307},  {'"', 0x308}, {'h', 0x309}, {'r', 0x30A},
        {'H', 0x30B}, {'v', 0x30C},  {'U', 0x30D}, {'G', 0x30F}, {'d', 0x323},
        {'c', 0x327}, {'k', 0x328},  {'b', 0x331}, {'t', 0x361},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].name == c)
            return marks[i].mark;
    return 0;
}

static size_t skip_blanks(struct str s, size_t at)
{
    while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t'))
        at++;
    return at;
}

/* Returns the combining mark of the command at offset at; *ret_next is where its letter begins. A
 * command whose name is a letter must be followed by something else than a letter. */
static uint32_t read_mark(struct str s, size_t at, size_t *ret_next)
{
    if (at + 2 >= s.n || s.p[at] != '\\')
        return 0;
    char name = s.p[at + 1], after = s.p[at + 2];
    if (ascii_is_alpha(name) && (ascii_is_alpha(after) || !memchr(" \t{\\", after, 4)))
        return 0;
    *ret_next = skip_blanks(s, at + 2);
    return mark_of(name);
}

/* Reads a letter without accent commands: "e", "é", "\i", "\ae". Returns the offset after it; 0 if
 * there is none. */
static size_t read_base(struct str s, size_t at, uint32_t *ret_base)
{
    if (at >= s.n || ascii_is_space(s.p[at]) || s.p[at] == '{' || s.p[at] == '}')
        return 0;
    size_t end = at + 1;
    if (s.p[at] != '\\') {
        *ret_base = utf8_decode(s, at, &end);
        return end;
    }
    while (end < s.n && ascii_is_alpha(s.p[end]))
        end++;
    struct str name = str_slice(s, at + 1, end), symbol = tex_symbol(name);
    if (!symbol.p || symbol.n == 0)
        return 0;
    bool has_no_dot = str_equal(name, STR_LITERAL("i")) || str_equal(name, STR_LITERAL("j"));
    size_t next;
    *ret_base = has_no_dot ? (unsigned char)name.p[0] : utf8_decode(symbol, 0, &next);
    return has_no_dot || next == symbol.n ? skip_blanks(s, end) : 0;
}

/* Writes the letter composed with its marks; marks for which no composed character exists follow
 * it. */
static void put_letter(char *utf8, size_t *n, const uint32_t *marks, size_t n_marks, uint32_t base)
{
    size_t i = n_marks;
    for (uint32_t whole; i > 0 && (whole = utf8_compose(base, marks[i - 1])) != 0; i--)
        base = whole;
    *n = utf8_put(base, utf8);
    while (i > 0)
        *n += utf8_put(marks[--i], utf8 + *n);
}

size_t tex_accent(struct str s, size_t at, char ret_utf8[TEX_LETTER_BYTES], size_t *ret_n)
{
    uint32_t marks[MAX_ACCENTS], base;
    size_t n_marks = 0, n_open = 0, end;
    for (uint32_t mark; n_marks < MAX_ACCENTS && (mark = read_mark(s, at, &end)) != 0;) {
        marks[n_marks++] = mark;
        at = end;
        if (at < s.n && s.p[at] == '{') {
            n_open++;
            at = skip_blanks(s, at + 1);
        }
    }
    end = n_marks ? read_base(s, at, &base) : 0;
    if (end == 0)
        return 0;
    put_letter(ret_utf8, ret_n, marks, n_marks, base);
    /* Close the groups that were opened. If one holds more than the letter, as "\t{oo}", it stays
     * open and this is not an accent. */
    for (; n_open && end < s.n && s.p[end] == '}'; n_open--)
        end++;
    return n_open ? 0 : end;
}

struct str tex_symbol(struct str name)
{
    static const struct {
        const char *name, *text;
    } symbols[] = {
        /* letters */
        {"AA", "Å"},
        {"AE", "Æ"},
        {"DH", "Ð"},
        {"DJ", "Đ"},
        {"L", "Ł"},
        {"NG", "Ŋ"},
        {"O", "Ø"},
        {"OE", "Œ"},
        {"SS", "ẞ"},
        {"TH", "Þ"},
        {"aa", "å"},
        {"ae", "æ"},
        {"dh", "ð"},
        {"dj", "đ"},
        {"i", "ı"},
        {"j", "ȷ"},
        {"l", "ł"},
        {"ng", "ŋ"},
        {"o", "ø"},
        {"oe", "œ"},
        {"ss", "ß"},
        {"th", "þ"},
        /* signs in text */
        {"P", "¶"},
        {"S", "§"},
        {"copyright", "©"},
        {"dag", "†"},
        {"ddag", "‡"},
        {"dots", "…"},
        {"euro", "€"},
        {"flqq", "«"},
        {"frqq", "»"},
        {"glqq", "„"},
        {"grqq", "“"},
        {"guillemetleft", "«"},
        {"guillemetright", "»"},
        {"guillemotleft", "«"},
        {"guillemotright", "»"},
        {"ldots", "…"},
        {"lq", "‘"},
        {"pounds", "£"},
        {"rq", "’"},
        {"textasciicircum", "^"},
        {"textasciitilde", "~"},
        {"textbackslash", "\\"},
        {"textbar", "|"},
        {"textbraceleft", "{"},
        {"textbraceright", "}"},
        {"textbullet", "•"},
        {"textcelsius", "℃"},
        {"textcopyright", "©"},
        {"textdegree", "°"},
        {"textdollar", "$"},
        {"textellipsis", "…"},
        {"textemdash", "—"},
        {"textendash", "–"},
        {"texteuro", "€"},
        {"textexclamdown", "¡"},
        {"textgreater", ">"},
        {"textless", "<"},
        {"textmu", "µ"},
        {"textnumero", "№"},
        {"textordfeminine", "ª"},
        {"textordmasculine", "º"},
        {"textperiodcentered", "·"},
        {"textquestiondown", "¿"},
        {"textquotedbl", "\""},
        {"textquotedblleft", "“"},
        {"textquotedblright", "”"},
        {"textquoteleft", "‘"},
        {"textquoteright", "’"},
        {"textquotesingle", "'"},
        {"textregistered", "®"},
        {"textsection", "§"},
        {"textsterling", "£"},
        {"texttrademark", "™"},
        {"textunderscore", "_"},
        {"textyen", "¥"},
        /* logos */
        {"BibTeX", "BibTeX"},
        {"LaTeX", "LaTeX"},
        {"LaTeXe", "LaTeX2e"},
        {"LuaLaTeX", "LuaLaTeX"},
        {"LuaTeX", "LuaTeX"},
        {"MF", "METAFONT"},
        {"MP", "MetaPost"},
        {"TeX", "TeX"},
        {"XeLaTeX", "XeLaTeX"},
        {"XeTeX", "XeTeX"},
        {"pdfLaTeX", "pdfLaTeX"},
        {"pdfTeX", "pdfTeX"},
        /* mathematics */
        {"Delta", "Δ"},
        {"Gamma", "Γ"},
        {"Lambda", "Λ"},
        {"Leftarrow", "⇐"},
        {"Leftrightarrow", "⇔"},
        {"Omega", "Ω"},
        {"Phi", "Φ"},
        {"Pi", "Π"},
        {"Psi", "Ψ"},
        {"Rightarrow", "⇒"},
        {"Sigma", "Σ"},
        {"Theta", "Θ"},
        {"Upsilon", "Υ"},
        {"Xi", "Ξ"},
        {"aleph", "ℵ"},
        {"alpha", "α"},
        {"approx", "≈"},
        {"ast", "∗"},
        {"beta", "β"},
        {"bullet", "•"},
        {"cap", "∩"},
        {"cdot", "⋅"},
        {"cdots", "⋯"},
        {"chi", "χ"},
        {"circ", "∘"},
        {"cong", "≅"},
        {"cup", "∪"},
        {"degree", "°"},
        {"delta", "δ"},
        {"div", "÷"},
        {"ell", "ℓ"},
        {"emptyset", "∅"},
        {"epsilon", "ϵ"},
        {"equiv", "≡"},
        {"eta", "η"},
        {"exists", "∃"},
        {"forall", "∀"},
        {"gamma", "γ"},
        {"ge", "≥"},
        {"geq", "≥"},
        {"hbar", "ℏ"},
        {"in", "∈"},
        {"infty", "∞"},
        {"int", "∫"},
        {"iota", "ι"},
        {"kappa", "κ"},
        {"lambda", "λ"},
        {"langle", "⟨"},
        {"le", "≤"},
        {"leftarrow", "←"},
        {"leq", "≤"},
        {"mapsto", "↦"},
        {"mid", "∣"},
        {"mu", "μ"},
        {"nabla", "∇"},
        {"ne", "≠"},
        {"neg", "¬"},
        {"neq", "≠"},
        {"notin", "∉"},
        {"nu", "ν"},
        {"omega", "ω"},
        {"oplus", "⊕"},
        {"otimes", "⊗"},
        {"partial", "∂"},
        {"perp", "⊥"},
        {"phi", "φ"},
        {"pi", "π"},
        {"pm", "±"},
        {"prime", "′"},
        {"prod", "∏"},
        {"propto", "∝"},
        {"psi", "ψ"},
        {"rangle", "⟩"},
        {"rho", "ρ"},
        {"rightarrow", "→"},
        {"sigma", "σ"},
        {"sim", "∼"},
        {"simeq", "≃"},
        {"subset", "⊂"},
        {"subseteq", "⊆"},
        {"sum", "∑"},
        {"supset", "⊃"},
        {"tau", "τ"},
        {"theta", "θ"},
        {"times", "×"},
        {"to", "→"},
        {"upsilon", "υ"},
        {"varepsilon", "ε"},
        {"varphi", "ϕ"},
        {"vartheta", "ϑ"},
        {"vee", "∨"},
        {"wedge", "∧"},
        {"xi", "ξ"},
        {"zeta", "ζ"},
        /* names of functions */
        {"arccos", "arccos"},
        {"arcsin", "arcsin"},
        {"arctan", "arctan"},
        {"arg", "arg"},
        {"cos", "cos"},
        {"cosh", "cosh"},
        {"cot", "cot"},
        {"deg", "deg"},
        {"det", "det"},
        {"dim", "dim"},
        {"exp", "exp"},
        {"gcd", "gcd"},
        {"hom", "hom"},
        {"inf", "inf"},
        {"ker", "ker"},
        {"lim", "lim"},
        {"liminf", "lim inf"},
        {"limsup", "lim sup"},
        {"ln", "ln"},
        {"log", "log"},
        {"max", "max"},
        {"min", "min"},
        {"sin", "sin"},
        {"sinh", "sinh"},
        {"sup", "sup"},
        {"tan", "tan"},
        {"tanh", "tanh"},
    };
    for (size_t i = 0; name.n && i < sizeof symbols / sizeof *symbols; i++)
        if (symbols[i].name[0] == name.p[0] && str_equal(str_of(symbols[i].name), name))
            return str_of(symbols[i].text);
    return (struct str){NULL, 0};
}

struct str tex_german_pair(char c)
{
    static const struct {
        char name;
        const char *text;
    } pairs[] = {
        {'a', "ä"}, {'o', "ö"}, {'u', "ü"},  {'A', "Ä"}, {'O', "Ö"},  {'U', "Ü"},
        {'s', "ß"}, {'z', "ß"}, {'S', "SS"}, {'`', "„"}, {'\'', "“"}, {'<', "«"},
        {'>', "»"}, {'~', "-"}, {'=', "-"},  {'-', ""},  {'"', ""},   {'|', ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].name == c)
            return str_of(pairs[i].text);
    return (struct str){NULL, 0};
}
