/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads mdoc macros, which may occur among the arguments of others. */
#include "indexer/formats/markup/man.h"

enum { MAX_OPEN = 8 };

enum macro {
    MACRO_TEXT,    /* shown as it is */
    MACRO_ENCLOSE, /* encloses the rest of the line between open and close */
    MACRO_WORD,    /* replaced by a text */
    MACRO_FLAG,
    MACRO_NAME,
    MACRO_REFERENCE,
    MACRO_FUNCTION,
    MACRO_FUNCTION_OPEN,
    MACRO_CELL,
    MACRO_GLUE, /* no blank between its neighbours */
    /* The following occur only at the start of a line. */
    MACRO_TITLE,
    MACRO_DATE,
    MACRO_HEADING,
    MACRO_SUBHEADING,
    MACRO_DESCRIPTION,
    MACRO_PARAGRAPH,
    MACRO_LINE,
    MACRO_LIST,
    MACRO_LIST_END,
    MACRO_ITEM,
    MACRO_DISPLAY,
    MACRO_DISPLAY_END,
    MACRO_STATUS,
    MACRO_HIDDEN,
};

struct mdoc_macro {
    const char *name;
    enum macro macro;
    const char *open, *close;
};

static const struct mdoc_macro macros[] = {
    {"Ad", MACRO_TEXT, "", ""},           {"An", MACRO_TEXT, "", ""},
    {"Ao", MACRO_WORD, "⟨", ""},          {"Ac", MACRO_WORD, "", "⟩"},
    {"Ap", MACRO_GLUE, "'", ""},          {"Aq", MACRO_ENCLOSE, "⟨", "⟩"},
    {"Ar", MACRO_TEXT, "file ...", ""},   {"At", MACRO_WORD, "AT&T UNIX ", ""},
    {"Bc", MACRO_WORD, "", "]"},          {"Bo", MACRO_WORD, "[", ""},
    {"Bq", MACRO_ENCLOSE, "[", "]"},      {"Brc", MACRO_WORD, "", "}"},
    {"Bro", MACRO_WORD, "{", ""},         {"Brq", MACRO_ENCLOSE, "{", "}"},
    {"Bsx", MACRO_WORD, "BSD/OS ", ""},   {"Bx", MACRO_WORD, "BSD ", ""},
    {"Cd", MACRO_TEXT, "", ""},           {"Cm", MACRO_TEXT, "", ""},
    {"Dc", MACRO_WORD, "", "”"},          {"Do", MACRO_WORD, "“", ""},
    {"Dq", MACRO_ENCLOSE, "“", "”"},      {"Dv", MACRO_TEXT, "", ""},
    {"Dx", MACRO_WORD, "DragonFly ", ""}, {"Em", MACRO_TEXT, "", ""},
    {"En", MACRO_TEXT, "", ""},           {"Er", MACRO_TEXT, "", ""},
    {"Ev", MACRO_TEXT, "", ""},           {"Fa", MACRO_TEXT, "", ""},
    {"Fc", MACRO_WORD, "", ")"},          {"Fl", MACRO_FLAG, "", ""},
    {"Fn", MACRO_FUNCTION, "", ""},       {"Fo", MACRO_FUNCTION_OPEN, "", ""},
    {"Fr", MACRO_TEXT, "", ""},           {"Ft", MACRO_TEXT, "", ""},
    {"Fx", MACRO_WORD, "FreeBSD ", ""},   {"Ic", MACRO_TEXT, "", ""},
    {"In", MACRO_ENCLOSE, "<", ">"},      {"Lb", MACRO_TEXT, "", ""},
    {"Li", MACRO_TEXT, "", ""},           {"Lk", MACRO_TEXT, "", ""},
    {"Ms", MACRO_TEXT, "", ""},           {"Mt", MACRO_TEXT, "", ""},
    {"Nm", MACRO_NAME, "", ""},           {"No", MACRO_TEXT, "", ""},
    {"Ns", MACRO_GLUE, "", ""},           {"Nx", MACRO_WORD, "NetBSD ", ""},
    {"Oc", MACRO_WORD, "", "]"},          {"Oo", MACRO_WORD, "[", ""},
    {"Op", MACRO_ENCLOSE, "[", "]"},      {"Ox", MACRO_WORD, "OpenBSD ", ""},
    {"Pa", MACRO_TEXT, "~", ""},          {"Pc", MACRO_WORD, "", ")"},
    {"Pf", MACRO_GLUE, "", ""},           {"Po", MACRO_WORD, "(", ""},
    {"Pq", MACRO_ENCLOSE, "(", ")"},      {"Qc", MACRO_WORD, "", "\""},
    {"Ql", MACRO_ENCLOSE, "‘", "’"},      {"Qo", MACRO_WORD, "\"", ""},
    {"Qq", MACRO_ENCLOSE, "\"", "\""},    {"Sc", MACRO_WORD, "", "’"},
    {"So", MACRO_WORD, "‘", ""},          {"Sq", MACRO_ENCLOSE, "‘", "’"},
    {"St", MACRO_TEXT, "", ""},           {"Sx", MACRO_TEXT, "", ""},
    {"Sy", MACRO_TEXT, "", ""},           {"Ta", MACRO_CELL, "", ""},
    {"Tn", MACRO_TEXT, "", ""},           {"Ux", MACRO_WORD, "UNIX ", ""},
    {"Va", MACRO_TEXT, "", ""},           {"Vt", MACRO_TEXT, "", ""},
    {"Xc", MACRO_TEXT, "", ""},           {"Xo", MACRO_TEXT, "", ""},
    {"Xr", MACRO_REFERENCE, "", ""},      {"Dt", MACRO_TITLE, "", ""},
    {"Dd", MACRO_DATE, "", ""},           {"Sh", MACRO_HEADING, "", ""},
    {"Ss", MACRO_SUBHEADING, "", ""},     {"Nd", MACRO_DESCRIPTION, "- ", ""},
    {"Pp", MACRO_PARAGRAPH, "", ""},      {"Lp", MACRO_PARAGRAPH, "", ""},
    {"D1", MACRO_LINE, "", ""},           {"Dl", MACRO_LINE, "", ""},
    {"Fd", MACRO_LINE, "", ""},           {"Bl", MACRO_LIST, "", ""},
    {"El", MACRO_LIST_END, "", ""},       {"It", MACRO_ITEM, "", ""},
    {"Bd", MACRO_DISPLAY, "", ""},        {"Ed", MACRO_DISPLAY_END, "", ""},
    {"Ex", MACRO_STATUS, "", ""},         {"Rv", MACRO_STATUS, "", ""},
    {"Os", MACRO_HIDDEN, "", ""},         {"Sm", MACRO_HIDDEN, "", ""},
    {"Bk", MACRO_HIDDEN, "", ""},         {"Ek", MACRO_HIDDEN, "", ""},
    {"Bf", MACRO_HIDDEN, "", ""},         {"Ef", MACRO_HIDDEN, "", ""},
    {"Tg", MACRO_HIDDEN, "", ""},         {"Rs", MACRO_PARAGRAPH, "", ""},
    {"Re", MACRO_PARAGRAPH, "", ""},
};

static const struct mdoc_macro *macro_of(struct str name)
{
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
        if (str_equal(name, str_of(macros[i].name)))
            return &macros[i];
    return NULL;
}

/* The arguments of a line while they are appended to m->text. */
struct arguments {
    struct man *man;
    const struct str *words;
    size_t n, i;
    bool is_glued; /* no blank before the next word */
    bool in_flag;  /* words are flags, after ".Fl" */
    const char *closers[MAX_OPEN];
    size_t n_closers;
};

static bool is_punctuation(struct str word, const char *set)
{
    return word.n == 1 && memchr(set, word.p[0], strlen(set));
}

static void put(struct arguments *a, struct str word)
{
    struct man *m = a->man;
    if (m->text.n && m->text.p[m->text.n - 1] != ' ' && !a->is_glued)
        buf_append_char(&m->text, ' ');
    if (a->in_flag)
        buf_append_char(&m->text, '-');
    man_unescape(m, word, &m->text);
    a->is_glued = false;
}

static bool has_argument(const struct arguments *a)
{
    return a->i < a->n && !is_punctuation(a->words[a->i], ".,;:?!)]|") && !macro_of(a->words[a->i]);
}

/* Writes "Fn name type type" as "name(type, type)". */
static void put_function(struct arguments *a, bool is_whole)
{
    if (!has_argument(a))
        return;
    put(a, a->words[a->i++]);
    buf_append_char(&a->man->text, '(');
    a->is_glued = true;
    if (!is_whole)
        return;
    for (bool is_first = true; has_argument(a); is_first = false) {
        if (!is_first)
            buf_append_str(&a->man->text, STR_LITERAL(", "));
        a->is_glued = true;
        put(a, a->words[a->i++]);
    }
    buf_append_char(&a->man->text, ')');
    a->is_glued = false;
}

static void put_macro(struct arguments *a, const struct mdoc_macro *macro)
{
    struct man *m = a->man;
    a->in_flag = false;
    switch (macro->macro) {
    case MACRO_TEXT:
        if (*macro->open && !has_argument(a))
            put(a, str_of(macro->open));
        break;
    case MACRO_ENCLOSE:
        put(a, str_of(macro->open));
        a->is_glued = true;
        if (a->n_closers < MAX_OPEN)
            a->closers[a->n_closers++] = macro->close;
        break;
    case MACRO_WORD:
        a->is_glued = a->is_glued || *macro->close;
        put(a, str_of(*macro->close ? macro->close : macro->open));
        while (m->text.n && m->text.p[m->text.n - 1] == ' ')
            m->text.n--;
        a->is_glued = *macro->open && macro->open[strlen(macro->open) - 1] != ' ';
        break;
    case MACRO_FLAG:
        a->in_flag = true;
        if (!has_argument(a)) {
            put(a, STR_EMPTY);
            a->in_flag = false;
        }
        break;
    case MACRO_NAME:
        if (has_argument(a) && m->name.n == 0)
            m->name = arena_copy(m->document->arena, a->words[a->i]);
        else if (!has_argument(a))
            put(a, m->name);
        break;
    case MACRO_REFERENCE:
        if (!has_argument(a))
            break;
        put(a, a->words[a->i++]);
        if (has_argument(a)) {
            buf_append_char(&m->text, '(');
            a->is_glued = true;
            put(a, a->words[a->i++]);
            buf_append_char(&m->text, ')');
        }
        break;
    case MACRO_FUNCTION:
    case MACRO_FUNCTION_OPEN:
        put_function(a, macro->macro == MACRO_FUNCTION);
        break;
    case MACRO_CELL:
        buf_append_str(&m->text, STR_LITERAL(" |"));
        break;
    case MACRO_GLUE:
        a->is_glued = true;
        if (*macro->open)
            put(a, str_of(macro->open));
        else if (macro->name[0] == 'P' && has_argument(a))
            put(a, a->words[a->i++]);
        a->is_glued = true;
        break;
    default:
        break;
    }
}

static void put_words(struct arguments *a, size_t end)
{
    while (a->i < end) {
        struct str word = a->words[a->i++];
        const struct mdoc_macro *macro = macro_of(word);
        if (macro && macro->macro < MACRO_TITLE) {
            put_macro(a, macro);
        } else if (is_punctuation(word, ".,;:?!)]")) {
            bool was_in_flag = a->in_flag;
            a->in_flag = false;
            a->is_glued = true;
            put(a, word);
            a->in_flag = was_in_flag;
        } else if (is_punctuation(word, "([|")) {
            a->in_flag = false;
            put(a, word);
            a->is_glued = word.p[0] != '|';
        } else {
            put(a, word);
        }
    }
}

/* Writes a macro and its arguments. Punctuation at the end follows what the macros enclose. */
static void put_line(struct man *m, const struct mdoc_macro *macro, struct str line)
{
    struct str words[MAN_MAX_WORDS];
    size_t n = man_split(m, line, words), end = n;
    struct arguments a = {.man = m, .words = words, .n = n};
    while (end > 0 && is_punctuation(words[end - 1], ".,;:?!)]"))
        end--;
    if (macro)
        put_macro(&a, macro);
    put_words(&a, end);
    while (a.n_closers) {
        a.is_glued = true;
        a.in_flag = false;
        put(&a, str_of(a.closers[--a.n_closers]));
    }
    put_words(&a, n);
}

static bool has_word(struct str line, const char *word)
{
    return str_find(line, str_of(word), 0) < line.n;
}

/* Reads ".Dt name section" or ".Dd date". */
static void read_prologue(struct man *m, enum macro macro, struct str line)
{
    struct str words[MAN_MAX_WORDS];
    size_t n = man_split(m, line, words);
    if (macro == MACRO_DATE) {
        struct str date = str_find(line, STR_LITERAL("Mdocdate:"), 0) < line.n
                              ? str_slice(line, str_find_char(line, ':', 0) + 1, line.n)
                              : line;
        date = str_slice(date, 0, str_find_char(date, '$', 0));
        document_add_field(m->document, STR_LITERAL("date"), date);
    } else if (n) {
        m->document->title = arena_format(m->document->arena, "%.*s(%.*s)", STR_PRINT(words[0]),
                                          n > 1 ? (int)words[1].n : 0, n > 1 ? words[1].p : "");
        if (n > 1)
            document_add_field(m->document, STR_LITERAL("section"), words[1]);
    }
}

static void read_list(struct man *m, struct str line)
{
    bool has_bullets = has_word(line, "-bullet") || has_word(line, "-dash") ||
                       has_word(line, "-hyphen");
    if (m->n_lists < MAN_MAX_LISTS)
        m->has_bullets[m->n_lists] = has_bullets;
    m->n_lists++;
    flow_gap(m->flow, GAP_PARAGRAPH);
}

static void read_item(struct man *m, struct str line)
{
    bool has_bullets = m->n_lists && m->n_lists <= MAN_MAX_LISTS && m->has_bullets[m->n_lists - 1];
    flow_gap(m->flow, GAP_ITEM);
    if (has_bullets) {
        buf_append_str(&m->text, STR_LITERAL("- ")); /* before the item's text, which follows */
        return;
    }
    put_line(m, NULL, line);
    man_write(m, GAP_ITEM);
    flow_gap(m->flow, GAP_ITEM);
}

static void read_status(struct man *m, bool is_exit)
{
    if (is_exit)
        buf_append_format(&m->text,
                          "The %.*s utility exits 0 on success, and >0 if an error "
                          "occurs.",
                          STR_PRINT(m->name));
    else
        buf_append_str(&m->text, STR_LITERAL("Upon successful completion, the value 0 is "
                                             "returned; otherwise the value -1 is returned."));
    man_write(m, GAP_SOFT_LINE);
}

/* Handles macros that occur only at the start of a line. */
static void read_block(struct man *m, const struct mdoc_macro *macro, struct str line)
{
    switch (macro->macro) {
    case MACRO_TITLE:
    case MACRO_DATE:
        read_prologue(m, macro->macro, line);
        break;
    case MACRO_HEADING:
    case MACRO_SUBHEADING:
        m->in_synopsis = str_equal_ignoring_case(str_trim(line), STR_LITERAL("synopsis"));
        put_line(m, NULL, line);
        m->is_verbatim = false;
        flow_gap(m->flow, GAP_PARAGRAPH);
        m->flow->heading_level = macro->macro == MACRO_HEADING ? 1 : 2;
        man_write(m, GAP_PARAGRAPH);
        m->flow->heading_level = 0;
        flow_gap(m->flow, GAP_PARAGRAPH);
        break;
    case MACRO_DESCRIPTION:
        buf_append_str(&m->text, STR_LITERAL("-"));
        put_line(m, NULL, line);
        man_write(m, GAP_SOFT_LINE);
        break;
    case MACRO_LINE:
        flow_gap(m->flow, GAP_LINE);
        put_line(m, NULL, line);
        man_write(m, GAP_LINE);
        flow_gap(m->flow, GAP_LINE);
        break;
    case MACRO_LIST:
        read_list(m, line);
        break;
    case MACRO_ITEM:
        read_item(m, line);
        break;
    case MACRO_LIST_END:
        m->n_lists -= m->n_lists > 0;
        flow_gap(m->flow, GAP_PARAGRAPH);
        break;
    case MACRO_DISPLAY:
    case MACRO_DISPLAY_END:
        m->is_verbatim = macro->macro == MACRO_DISPLAY &&
                         (has_word(line, "-literal") || has_word(line, "-unfilled"));
        flow_gap(m->flow, GAP_PARAGRAPH);
        break;
    case MACRO_PARAGRAPH:
        flow_gap(m->flow, GAP_PARAGRAPH);
        break;
    case MACRO_STATUS:
        read_status(m, macro->name[0] == 'E');
        break;
    default:
        break;
    }
}

bool mdoc_read(struct man *m, struct str name, struct str line)
{
    static const char *const author_modes[] = {"-split", "-nosplit", NULL};
    bool is_reference = name.n == 2 && name.p[0] == '%';
    const struct mdoc_macro *macro = is_reference ? macro_of(STR_LITERAL("No")) : macro_of(name);
    m->is_mdoc = m->is_mdoc || (macro && macro->macro == MACRO_DATE);
    if (!macro || !m->is_mdoc)
        return false;
    if (macro->macro >= MACRO_TITLE) {
        read_block(m, macro, line);
        return true;
    }
    bool is_author = str_equal(name, STR_LITERAL("An"));
    if (is_author && str_is_one_of(str_trim(line), author_modes))
        return true;
    bool is_include = m->in_synopsis && str_equal(name, STR_LITERAL("In"));
    if (is_include)
        buf_append_str(&m->text, STR_LITERAL("#include"));
    put_line(m, macro, line);
    man_write(m, m->is_verbatim || is_include ? GAP_LINE : GAP_SOFT_LINE);
    if (is_include)
        flow_gap(m->flow, GAP_LINE);
    return true;
}
