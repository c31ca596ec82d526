/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/extract.h"

enum { SNIFF_BYTES = 1024 };

static const struct {
    const char *ending;
    enum extract_format format;
} endings[] = {
    {".md", FORMAT_MARKDOWN},  {".markdown", FORMAT_MARKDOWN}, {".mdown", FORMAT_MARKDOWN},
    {".mkd", FORMAT_MARKDOWN}, {".mkdn", FORMAT_MARKDOWN},     {".html", FORMAT_HTML},
    {".htm", FORMAT_HTML},     {".xhtml", FORMAT_HTML},        {".xht", FORMAT_HTML},
    {".shtml", FORMAT_HTML},   {".jsonl", FORMAT_JSONL},       {".ndjson", FORMAT_JSONL},
};

static bool starts_with_ignoring_case(struct str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.n >= n && str_equal_ignoring_case(str_slice(s, 0, n), (struct str){prefix, n});
}

static bool has_html_root(struct str s)
{
    for (size_t i = str_find_char(s, '<', 0); i < s.n; i = str_find_char(s, '<', i + 1)) {
        struct str rest = str_slice(s, i, s.n);
        if (starts_with_ignoring_case(rest, "<!doctype html") ||
            starts_with_ignoring_case(rest, "<html"))
            return true;
    }
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

enum extract_format extract_format_of(struct str path, struct str head)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct str ending = str_of(endings[i].ending);
        if (path.n > ending.n &&
            str_equal_ignoring_case(str_slice(path, path.n - ending.n, path.n), ending))
            return endings[i].format;
    }

    /* Without NULs and byte order marks the markup of UTF-16 reads like that of ASCII. */
    char ascii[SNIFF_BYTES];
    size_t n = 0;
    for (size_t i = 0; i < head.n && n < sizeof ascii; i++) {
        unsigned char c = (unsigned char)head.p[i];
        bool is_mark = n == 0 && (c == 0xEF || c == 0xBB || c == 0xBF || c == 0xFE || c == 0xFF);
        if (c != 0 && !is_mark)
            ascii[n++] = (char)c;
    }
    struct str s = str_trim((struct str){ascii, n});
    bool is_markup = starts_with_ignoring_case(s, "<!doctype html") ||
                     starts_with_ignoring_case(s, "<html") ||
                     ((starts_with_ignoring_case(s, "<?xml") ||
                       starts_with_ignoring_case(s, "<!--")) &&
                      has_html_root(s));
    if (is_markup)
        return FORMAT_HTML;
    return is_jsonl(s) ? FORMAT_JSONL : FORMAT_TEXT;
}

const char *extract_format_name(enum extract_format format)
{
    static const char *const names[FORMAT_LIMIT] = {"text", "markdown", "html", "jsonl"};
    return names[format];
}

enum err_code extract(enum extract_format format, const struct extract_source *source,
                      struct arena *scratch, const struct extract_sink *sink, struct err *err)
{
    static extract_reader *const readers[FORMAT_LIMIT] = {extract_text, extract_markdown,
                                                          extract_html, extract_jsonl};
    /* Offsets of a document are 32 bits wide, and libxml2 counts in int. */
    if (format != FORMAT_JSONL && source->text.n > INT32_MAX)
        return err_set(err, ERR_LIMIT, "larger than 2 GiB");
    return readers[format](source, scratch, sink, err);
}
