/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/formats/formats.h"

#include "indexer/formats/records/csv_syntax.h"
#include "store/index.h"

enum { HEAD_BYTES = 4096, SNIFF_BYTES = 1024, MIN_MAN_LINES = 20 };

static const struct {
    const char *ending;
    enum format format;
} endings[] = {
    {".md", FORMAT_MARKDOWN},   {".markdown", FORMAT_MARKDOWN}, {".mdown", FORMAT_MARKDOWN},
    {".mkd", FORMAT_MARKDOWN},  {".mkdn", FORMAT_MARKDOWN},     {".html", FORMAT_HTML},
    {".htm", FORMAT_HTML},      {".xhtml", FORMAT_HTML},        {".xht", FORMAT_HTML},
    {".shtml", FORMAT_HTML},    {".jsonl", FORMAT_JSONL},       {".ndjson", FORMAT_JSONL},
    {".json", FORMAT_JSON},     {".geojson", FORMAT_JSON},      {".ipynb", FORMAT_JSON},
    {".csv", FORMAT_CSV},       {".tsv", FORMAT_CSV},           {".tab", FORMAT_CSV},
    {".psv", FORMAT_CSV},       {".xml", FORMAT_XML},           {".dbk", FORMAT_XML},
    {".docbook", FORMAT_XML},   {".tei", FORMAT_XML},           {".rss", FORMAT_FEED},
    {".atom", FORMAT_FEED},     {".rst", FORMAT_RST},           {".rest", FORMAT_RST},
    {".adoc", FORMAT_ASCIIDOC}, {".asciidoc", FORMAT_ASCIIDOC}, {".org", FORMAT_ORG},
    {".rtf", FORMAT_RTF},       {".sgm", FORMAT_SGML},          {".sgml", FORMAT_SGML},
};

/* Whether one of the tags in s begins with one of the names. */
static bool has_tag(struct str s, const char *const *names)
{
    for (size_t i = str_find_char(s, '<', 0); i < s.n; i = str_find_char(s, '<', i + 1))
        for (size_t k = 0; names[k]; k++)
            if (str_starts_with_ignoring_case(str_slice(s, i, s.n), names[k]))
                return true;
    return false;
}

/* Whether s begins with two records, each on its line. */
static bool is_jsonl(struct str s)
{
    struct str rest = s, first, second;
    return str_next_line(&rest, &first) && str_next_line(&rest, &second) &&
           str_starts_with(first, STR_LITERAL("{\"")) && first.p[first.n - 1] == '}' &&
           str_starts_with(second, STR_LITERAL("{\""));
}

/* Whether the name ends in the section of a manual, ".1" or ".3pm", or says so
 * otherwise. */
static bool is_man_name(struct str path)
{
    size_t dot = path.n;
    while (dot > 0 && path.p[dot - 1] != '.' && path.p[dot - 1] != '/')
        dot--;
    struct str ending = str_slice(path, dot, path.n);
    return (ending.n >= 1 && ending.n <= 6 && ending.p[0] >= '1' && ending.p[0] <= '9' &&
            (ending.n == 1 || ascii_is_alpha(ending.p[1]))) ||
           str_equal(ending, STR_LITERAL("man")) || str_equal(ending, STR_LITERAL("mdoc")) ||
           str_equal(ending, STR_LITERAL("roff"));
}

/* Whether s begins a page: comments, requests and the definitions of macros,
 * then its title, which may come behind what was read. */
static bool is_man(struct str s)
{
    static const char *const starts[] = {".TH ", ".TH\t", ".Dd ", ".Dd\t", ".so ", ".Dt ", NULL};
    struct str line;
    size_t n_lines = 0;
    for (bool in_macro = false; str_next_line(&s, &line); n_lines++) {
        for (size_t i = 0; starts[i]; i++)
            if (str_starts_with(line, str_of(starts[i])))
                return true;
        in_macro = str_starts_with(line, STR_LITERAL(".de")) ||
                   str_starts_with(line, STR_LITERAL(".ig")) ||
                   (in_macro && !str_starts_with(line, STR_LITERAL("..")));
        if (!in_macro && line.n && !memchr(".'\\", line.p[0], 3))
            return false;
    }
    return n_lines > MIN_MAN_LINES;
}

/* What the first bytes say, without doubt: FORMAT_TEXT when they do not. */
static enum format format_by_content(struct str s)
{
    static const char *const html[] = {"<!doctype html", "<html", NULL};
    static const char *const feed[] = {"<rss", "<feed", "<rdf:rdf", NULL};
    static const char *const wire[] = {"<reuters ", "<docno>", "<!doctype lewis", NULL};
    bool is_xml = str_starts_with_ignoring_case(s, "<?xml");
    if (str_starts_with(s, STR_LITERAL("{\\rtf")))
        return FORMAT_RTF;
    if (s.n == 0 || s.p[0] != '<')
        return is_jsonl(s) ? FORMAT_JSONL : FORMAT_TEXT;
    if (str_starts_with_ignoring_case(s, html[0]) || str_starts_with_ignoring_case(s, html[1]) ||
        ((is_xml || str_starts_with_ignoring_case(s, "<!--")) && has_tag(s, html)))
        return FORMAT_HTML;
    if (is_xml || str_starts_with_ignoring_case(s, feed[0]) ||
        str_starts_with_ignoring_case(s, feed[1]))
        return has_tag(s, feed) ? FORMAT_FEED : FORMAT_XML;
    bool is_wire = str_starts_with_ignoring_case(s, wire[0]) ||
                   str_starts_with_ignoring_case(s, wire[2]) ||
                   (str_starts_with_ignoring_case(s, "<doc") && has_tag(s, wire));
    return is_wire ? FORMAT_SGML : FORMAT_TEXT;
}

/* What comes without a name: records where the first line looks like one. */
static enum format format_of_nameless(struct str s, struct str head)
{
    if (str_starts_with(s, STR_LITERAL("{\"")))
        return FORMAT_JSONL;
    return csv_is_table(head) ? FORMAT_CSV : FORMAT_TEXT;
}

/* The beginning of s, without byte order marks and NULs, in s itself or in ascii. */
static struct str without_nuls(struct str s, char *ascii, size_t capacity)
{
    while (s.n && strchr("\xEF\xBB\xBF\xFE\xFF", s.p[0])) /* or NUL */
        s = str_slice(s, 1, s.n);
    struct str start = str_slice(s, 0, s.n < capacity ? s.n : capacity);
    if (str_find_char(start, '\0', 0) == start.n)
        return start;
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < capacity; i++)
        if (s.p[i] != '\0')
            ascii[n++] = s.p[i];
    return (struct str){ascii, n};
}

enum format format_of(struct str path, struct str text)
{
    struct str head = str_slice(text, 0, text.n < HEAD_BYTES ? text.n : HEAD_BYTES);
    /* Without NULs and byte order marks the markup of UTF-16 reads like that of
     * ASCII. */
    char ascii[SNIFF_BYTES];
    struct str s = str_trim(without_nuls(head, ascii, sizeof ascii));
    enum format content = format_by_content(s);

    size_t dot = str_after_last(path, '.'); /* behind it */
    struct str ending = str_slice(path, dot > 1 ? dot - 1 : path.n, path.n);
    for (size_t i = 0; i < sizeof endings / sizeof *endings && ending.n > 1; i++) {
        if (endings[i].ending[1] != ascii_lower(ending.p[1]) ||
            !str_equal_ignoring_case(ending, str_of(endings[i].ending)))
            continue;
        /* Markup of pages may stand in Markdown; a name that promises less is what
         * was wrong. */
        enum format format = endings[i].format;
        bool is_page = format == FORMAT_MARKDOWN || format == FORMAT_HTML;
        return content == FORMAT_TEXT || is_page ? format : content;
    }
    if (content == FORMAT_TEXT && str_equal(path, STR_LITERAL(INDEX_INPUT)))
        return format_of_nameless(s, head);
    if (content == FORMAT_TEXT && is_man_name(path) && is_man(head))
        return FORMAT_MAN;
    return content;
}

const char *format_name(enum format format)
{
    static const char *const names[FORMAT_LIMIT] = {"text",     "markdown", "html", "jsonl", "json",
                                                    "csv",      "sgml",     "xml",  "feed",  "rst",
                                                    "asciidoc", "org",      "man",  "rtf"};
    return names[format];
}

enum err_code format_read(enum format format, const struct reader_input *input,
                          struct arena *scratch, const struct reader_output *output,
                          struct err *err)
{
    static text_reader *const readers[FORMAT_LIMIT] = {
        text_read,     markdown_read, html_read, jsonl_read,    json_read, csv_read, sgml_read,
        xml_file_read, feed_read,     rst_read,  asciidoc_read, org_read,  man_read, rtf_read};
    /* Offsets of a document are 32 bits wide, and libxml2 counts in int. */
    bool is_split = format == FORMAT_JSONL || format == FORMAT_CSV || format == FORMAT_SGML;
    if (!is_split && input->text.n > INT32_MAX)
        return err_set(err, ERR_LIMIT, "larger than 2 GiB");
    return readers[format](input, scratch, output, err);
}
