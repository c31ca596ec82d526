/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of pressmark-search, in one table. */
#include "search/options.h"

#include "base/mem.h"
#include "search/print/hyperlink.h"
#include "text/language.h"

enum { MAX_LIMIT = 1000000, MAX_PASSAGES = 1000, MAX_PASSAGE_BYTES = 100000, MAX_CONTEXT = 1000 };
enum { DEFAULT_LIMIT = 10, DEFAULT_PASSAGE_BYTES = 240, DEFAULT_LINES = 5, DEFAULT_TIMEOUT_S = 10 };
enum { MAX_TIMEOUT_S = 24 * 60 * 60 };

/* Browsers do not open file URLs with a host. */
#define PAGE_LINK_FORMAT "file://{path}"

static const uint64_t NOT_GIVEN = UINT64_MAX;

static const char *const WHEN_WORDS[] = {"auto", "always", "never", NULL};
static const char *const ENGINE_WORDS[] = {"auto", "glass", "xapian", NULL};
static const char *const FOLD_WORDS[] = {"exact", "page", "near", "no", NULL};

struct option_table {
    struct opt rows[96];
};

/* Options that the configuration file may set, and those that undo them. */
#define DEFAULTABLE .words = &o->given
#define NEGATIVE(no) .negative = (no), DEFAULTABLE

/* Returns the options, with the members of o that they set. */
static struct option_table table_of(struct options *o)
{
    return (struct option_table){{
        {.group = "Index and query"},
        {'i', "index", OPT_LIST, &o->source.indexes, "INDEX",
         "a directory, xapian://HOST:PORT or ssh://HOST/PATH;\nmay be given several times "
         "(default: $PRESSMARK_INDEX,\nelse the nearest .pressmark here or above)"},
        {0, "update", OPT_FLAG, &o->update, NULL,
         "first read what has changed, if that takes no more\nthan about a second",
         NEGATIVE("no-update")},
        {'F', "plain", OPT_FLAG, &o->retrieve.is_plain, NULL,
         "the query is plain words, without operators"},
        {0, "like", OPT_TEXT, &o->retrieve.like, "PATH|ID",
         "documents similar to this one, named by its path or\nby the id of a record; a query "
         "filters them"},
        {0, "not-like", OPT_LIST, &o->retrieve.not_like, "PATH|ID",
         "no documents similar to this one; may be given several\ntimes"},
        {0, "expand", OPT_FLAG, &o->retrieve.feedback, NULL,
         "also search for words that characterise the best 5 hits"},
        {.group = "Engines and other machines"},
        {0, "engine", OPT_CHOICE, &o->source.engine, "ENGINE",
         "what reads the indexes: glass, Pressmark's own; xapian;\nor auto (default): glass if "
         "possible",
         .choices = ENGINE_WORDS, DEFAULTABLE},
        {0, "scheme", OPT_TEXT, &o->source.scheme, "NAME",
         "rank by one of Xapian's schemes, such as ineb2 or bm25"},
        {0, "partial", OPT_FLAG, &o->source.is_partial, NULL,
         "search without the indexes that cannot be opened", NEGATIVE("no-partial")},
        {0, "timeout", OPT_COUNT, &o->source.timeout_s, "SECONDS",
         "how long another machine may take to answer (default: 10)", .min = 1,
         .max = MAX_TIMEOUT_S, DEFAULTABLE},
        {0, "ssh", OPT_TEXT, &o->source.shell, "PROGRAM",
         "the program for ssh:// addresses (default: ssh)", DEFAULTABLE},
        {.group = "Which hits"},
        {'n', "limit", OPT_COUNT, &o->retrieve.max, "N", "at most N hits (default: 10)",
         .max = MAX_LIMIT, DEFAULTABLE},
        {0, "offset", OPT_COUNT, &o->retrieve.first, "N", "skip the first N hits",
         .max = MAX_LIMIT},
        {'s', "sort", OPT_TEXT, &o->retrieve.sort, "ORDER",
         "relevance (default), newest, oldest, path, title, type,\nlanguage, size, mtime or a "
         "field; "
         "'-' reverses the order",
         DEFAULTABLE},
        {0, "since", OPT_TEXT, &o->retrieve.since, "DATE", "not older: 2011-05, 7d, yesterday ..."},
        {0, "until", OPT_TEXT, &o->retrieve.until, "DATE", "not newer"},
        {0, "max-per-file", OPT_COUNT, &o->retrieve.max_per_file, "N",
         "at most N hits per file; implies --fold=no", .max = MAX_LIMIT},
        {0, "fold", OPT_CHOICE, &o->retrieve.collapse, "WHAT",
         "what is shown as one hit: exact copies; page, which\nadds a page in several formats "
         "(default for text and\nJSON); near, which adds near copies; or no",
         .choices = FOLD_WORDS, DEFAULTABLE},
        {0, "prefer-lang", OPT_TEXT, &o->prefer_language, "CODES",
         "show translations of a page as one hit, in the first\nof these languages, such as en,de",
         NEGATIVE("no-prefer-lang")},
        {.group = "Output"},
        {'p', "passages", OPT_COUNT, &o->n_passages, "N",
         "at most N passages per hit (default: 1; with\n--grep and --vimgrep: 5 lines)",
         .max = MAX_PASSAGES, DEFAULTABLE},
        {'w', "passage-size", OPT_COUNT, &o->passage_bytes, "BYTES",
         "approximate length of a passage (default: 240)", .min = 20, .max = MAX_PASSAGE_BYTES,
         DEFAULTABLE},
        {0, "max-bytes", OPT_BYTES, &o->max_bytes, "SIZE",
         "at most SIZE bytes in total: passages are left out\nfirst, then hits", DEFAULTABLE},
        {0, "max-words", OPT_COUNT, &o->max_words, "N", "at most N words in total", DEFAULTABLE},
        {0, "json", OPT_FLAG, &o->json, NULL, "one JSON object"},
        {0, "jsonl", OPT_FLAG, &o->jsonl, NULL, "one JSON object per hit, each on a line"},
        {0, "csv", OPT_FLAG, &o->csv, NULL, "comma-separated values with a header line"},
        {0, "tsv", OPT_FLAG, &o->tsv, NULL, "the same with tabs"},
        {0, "fields", OPT_TEXT, &o->fields, "LIST",
         "what --json, --jsonl, --csv and --tsv print of a hit:\nnames separated by commas"},
        {0, "format", OPT_TEXT, &o->format, "TEMPLATE",
         "one line per hit, such as '{path}:{line}: {title}'"},
        {0, "html", OPT_TEXT, &o->html, "[FILE]", "a self-contained page to hand on"},
        {0, "markdown", OPT_FLAG, &o->markdown, NULL, "a list for pasting"},
        {0, "grep", OPT_FLAG, &o->grep, NULL, "path:line:text, best documents first"},
        {'A', "after-context", OPT_COUNT, &o->n_after, "N",
         "N lines after each match (implies --grep)", .max = MAX_CONTEXT},
        {'B', "before-context", OPT_COUNT, &o->n_before, "N", "N lines before each match",
         .max = MAX_CONTEXT},
        {'C', "context", OPT_COUNT, &o->n_around, "N", "N lines on both sides", .max = MAX_CONTEXT},
        {'m', "max-count", OPT_COUNT, &o->n_passages, "N",
         "same as --passages: at most N lines per file", .max = MAX_PASSAGES, DEFAULTABLE},
        {0, "heading", OPT_CHOICE, &o->heading, "[WHEN]",
         "with --grep, print the path above the lines of a file:\nauto (default: on a terminal), "
         "always or never",
         .choices = WHEN_WORDS, .choice_without_argument = WHEN_ALWAYS, DEFAULTABLE},
        {0, "vimgrep", OPT_FLAG, &o->vimgrep, NULL, "path:line:column:text, best documents first"},
        {'c', "count-lines", OPT_FLAG, &o->counts, NULL,
         "path:count, the number of matching lines per file"},
        {0, "facet", OPT_LIST, &o->facets, "FIELD",
         "count the values of a field, type, language, folder or\ndate over all matches; may be "
         "given several times"},
        {0, "count", OPT_FLAG, &o->count, NULL,
         "print only the exact number of matching documents"},
        {'l', "files-with-matches", OPT_FLAG, &o->paths, NULL, "only the paths"},
        {'0', "null", OPT_FLAG, &o->nul, NULL, "with -l: end paths with a NUL byte, unescaped"},
        {0, "color", OPT_CHOICE, &o->color, "[WHEN]", "auto (default), always or never",
         .choices = WHEN_WORDS, .choice_without_argument = WHEN_ALWAYS, DEFAULTABLE},
        {0, "hyperlinks", OPT_CHOICE, &o->hyperlinks, "[WHEN]",
         "make paths links: auto (default: on terminals known\nto open them), always or never",
         .choices = WHEN_WORDS, .choice_without_argument = WHEN_ALWAYS, DEFAULTABLE},
        {0, "hyperlink-format", OPT_TEXT, &o->hyperlink_format, "FORMAT",
         "form of a link: vscode, kitty, ... or a URL with\n{path}, {host}, {line}, {column}",
         DEFAULTABLE},
        {0, "no-pager", OPT_FLAG, &o->no_pager, NULL, "with no-: use no pager on a terminal",
         NEGATIVE("pager")},
        {'q', "quiet", OPT_FLAG, &o->quiet, NULL, "print only hits, no summary and no hints",
         NEGATIVE("no-quiet")},
        {0, "show-plan", OPT_FLAG, &o->show_plan, NULL,
         "print on standard error how the query was understood"},
        {0, "explain", OPT_FLAG, &o->explain, NULL,
         "show what each term contributes to the score (not with\n--csv, --vimgrep, -l)"},
        {.group = "One document"},
        {0, "get", OPT_LIST, &o->get, "WHAT",
         "print the stored text of a document: its ref, path,\npath#id, or one of them with "
         ":LINE or :FROM-TO"},
        {0, "section", OPT_TEXT, &o->section, "HEADING",
         "with --get: only the section under this heading"},
        {0, "open", OPT_COUNT, &o->open, "N",
         "open hit N of the query at its line in $EDITOR, or\nin a viewer", .min = 1,
         .max = MAX_LIMIT},
        {.group = "Many queries"},
        {'T', "topics", OPT_TEXT, &o->topics, "FILE",
         "answer the queries in FILE, lines of id, tab, query\n(-: standard input)"},
        {0, "run", OPT_TEXT, &o->run, "FILE",
         "with --topics: write a TREC run to FILE\n(default: standard output)"},
        {0, "tag", OPT_TEXT, &o->tag, "WORD", "the run's tag (default: pressmark)"},
        {0, "run-by-path", OPT_FLAG, &o->run_by_path, NULL,
         "name documents in the run by path, with # and the id\n(default: by the id if there is "
         "one)"},
        {.group = "About"},
        {0, "no-config", OPT_FLAG, &o->no_config, NULL, "ignore the configuration file"},
        {'h', "help", OPT_FLAG, &o->help, NULL, "show this help"},
        {'V', "version", OPT_FLAG, &o->version, NULL, "show the version"},
        {0},
    }};
}

/* Returns true if --grep is implied by options of context. */
static bool has_context(const struct options *o)
{
    return o->n_before != 0 || o->n_after != 0;
}

static int count_forms(const struct options *o)
{
    return o->json + o->jsonl + o->csv + o->tsv + o->markdown + (o->format != NULL) +
           (o->html != NULL) + o->vimgrep + o->grep + o->counts + o->paths;
}

static enum err_code check_forms(const struct options *o, struct err *err)
{
    int n_forms = count_forms(o);
    if (n_forms > 1 && o->grep && has_context(o))
        return err_set(
            err, ERR_USAGE,
            "-A, -B and -C print lines as --grep does, and exclude other forms of output");
    if (n_forms > 1)
        return err_set(err, ERR_USAGE,
                       "only one of --json, --jsonl, --csv, --tsv, --markdown, --html, --format, "
                       "--grep, --vimgrep, -c and -l can be given");
    if (o->fields && !(o->json || o->jsonl || o->csv || o->tsv))
        return err_set(err, ERR_USAGE, "--fields needs --json, --jsonl, --csv or --tsv");
    if (o->count && (n_forms || o->facets.n))
        return err_set(err, ERR_USAGE, "--count excludes other forms of output and --facet");
    if (o->nul && !o->paths && !o->counts && !o->format)
        return err_set(err, ERR_USAGE, "-0 needs -l, -c or --format");
    if (o->explain && (o->topics || n_forms > o->json + o->jsonl))
        return err_set(err, ERR_USAGE, "--explain needs the default output, --json or --jsonl");
    if (o->open && (n_forms || o->topics || o->count || o->facets.n))
        return err_set(err, ERR_USAGE, "--open prints nothing and excludes --json and the like");
    return ERR_OK;
}

static enum err_code check_facets(const struct options *o, struct err *err)
{
    for (size_t i = 0; i < o->facets.n; i++)
        if (!*o->facets.items[i])
            return err_set(err, ERR_USAGE, "option '--facet' takes the name of a field, not ''");
    if (o->facets.n &&
        (o->count || o->topics || count_forms(o) > o->json + o->csv + o->tsv + (o->html != NULL)))
        return err_set(err, ERR_USAGE, "--facet prints text, --json, --csv, --tsv or --html");
    return ERR_OK;
}

static enum err_code check_topics(const struct options *o, struct err *err)
{
    if (o->topics && (o->vimgrep || o->grep || o->counts || o->paths || o->format || o->html))
        return err_set(err, ERR_USAGE,
                       "--topics writes a run, or the form of --json, --jsonl, --csv, --tsv or "
                       "--markdown");
    for (const char *c = o->tag; *c; c++)
        if ((unsigned char)*c <= ' ')
            return err_set(err, ERR_USAGE, "option '--tag' takes a word, not '%s'", o->tag);
    if (o->tag[0] == '\0')
        return err_set(err, ERR_USAGE, "option '--tag' takes a word, not ''");
    if (o->run && !o->topics)
        return err_set(err, ERR_USAGE, "--run needs --topics");
    if (o->topics && o->words.n)
        return err_set(err, ERR_USAGE, "--topics and a query exclude each other");
    return ERR_OK;
}

static enum err_code check_query(const struct options *o, struct err *err)
{
    for (size_t i = 0; i < o->source.indexes.n; i++)
        if (!*o->source.indexes.items[i])
            return err_set(err, ERR_USAGE, "option '--index' takes an index, not ''");
    if (o->retrieve.like && (o->topics || o->retrieve.feedback))
        return err_set(err, ERR_USAGE, "--like excludes %s", o->topics ? "--topics" : "--expand");
    if (o->get.n && (o->words.n || o->topics || o->retrieve.like || o->retrieve.not_like.n ||
                     o->open || o->facets.n || o->count || o->fields ||
                     count_forms(o) > o->json + o->jsonl || o->max_words))
        return err_set(err, ERR_USAGE,
                       "--get allows only --json, --jsonl, --section and --max-bytes, and no "
                       "query");
    if (o->section && !o->get.n)
        return err_set(err, ERR_USAGE, "--section needs --get");
    if (!o->topics && !o->retrieve.like && !o->get.n && o->words.n == 0 && !o->help && !o->version)
        return err_set(err, ERR_USAGE, "no query");
    return ERR_OK;
}

static enum err_code check(const struct options *o, struct err *err)
{
    if (check_forms(o, err) || check_facets(o, err) || check_topics(o, err))
        return err->code;
    return check_query(o, err);
}

/* Sets -A and -B by -C unless they are given. Options of context imply --grep. */
static void read_context(struct options *o)
{
    uint64_t *sides[] = {&o->n_before, &o->n_after};
    if (o->n_around != NOT_GIVEN || o->n_before != NOT_GIVEN || o->n_after != NOT_GIVEN)
        o->grep = true;
    for (int i = 0; i < 2; i++)
        if (*sides[i] == NOT_GIVEN)
            *sides[i] = o->n_around == NOT_GIVEN ? 0 : o->n_around;
}

/* Options that count or filter apply to all documents if there is no query. */
static void ask_for_all(struct options *o)
{
    const struct retrieve_settings *r = &o->retrieve;
    bool narrows = o->count || o->facets.n || r->since || r->until || r->not_like.n;
    if (narrows && !o->words.n && !r->like && !r->is_plain && !o->topics && !o->get.n)
        opt_list_add(&o->words, "*");
}

/* Converts "en-US,de" to the codes "en,de". */
static enum err_code read_languages(struct options *o, struct err *err)
{
    struct str given = str_of(o->prefer_language);
    AUTO(buf_done) struct buf codes = BUF_INIT;
    for (size_t start = 0, i = 0; i <= given.n; i++) {
        if (i < given.n && given.p[i] != ',')
            continue;
        struct str one = str_trim(str_slice(given, start, i)), code = str_slice(one, 0, 2);
        if (one.n < 2 || !language_is_code(code) ||
            (one.n > 2 && one.p[2] != '-' && one.p[2] != '_'))
            return err_set(err, ERR_USAGE,
                           "option '--prefer-lang' takes codes such as en,de, not '%.*s'",
                           STR_PRINT(one));
        if (codes.n)
            buf_append_char(&codes, ',');
        buf_append_str(&codes, code);
        start = i + 1;
    }
    o->retrieve.languages = arena_copy(&o->arena, buf_str(&codes)).p;
    return ERR_OK;
}

static enum err_code read_columns(struct options *o, struct err *err)
{
    if (o->fields && columns_parse(str_of(o->fields), &o->arena, &o->columns, err))
        return err_context(err, "--fields");
    bool is_given = o->hyperlink_format != NULL;
    if (hyperlink_format(is_given ? o->hyperlink_format : "default", &o->hyperlink_format, err))
        return err->code;
    o->page_link_format = is_given ? o->hyperlink_format : PAGE_LINK_FORMAT;
    if (o->format && template_parse(str_of(o->format), &o->arena, &o->template, err))
        return err_context(err, "--format");
    return ERR_OK;
}

/* Returns true for forms that have no place for the names of copies. */
static bool is_flat(const struct options *o)
{
    return o->csv || o->tsv || o->format || o->grep || o->vimgrep || o->counts || o->paths;
}

enum err_code options_parse(struct options *o, int argc, char **argv, struct err *err)
{
    *o = (struct options){
        .retrieve = {.max = DEFAULT_LIMIT, .collapse = COLLAPSE_UNSET, .sort = "relevance"},
        .source = {.timeout_s = DEFAULT_TIMEOUT_S},
        .n_passages = NOT_GIVEN,
        .passage_bytes = DEFAULT_PASSAGE_BYTES,
        .n_before = NOT_GIVEN,
        .n_after = NOT_GIVEN,
        .n_around = NOT_GIVEN,
        .tag = "pressmark"};
    o->notes.arena = &o->arena;
    const struct option_table table = table_of(o);
    if (opt_parse(table.rows, argc, argv, &o->words, err))
        return err->code;
    read_context(o);
    ask_for_all(o);
    bool counts_all = o->counts && o->n_passages == NOT_GIVEN;
    if (check(o, err) ||
        (!o->no_config && config_apply(table.rows, &o->given, &o->source, &o->config, err)) ||
        read_columns(o, err) || (o->prefer_language && read_languages(o, err)))
        return err->code;
    if (o->retrieve.collapse ==
        COLLAPSE_UNSET) /* a form that does not show copies would lose them */
        o->retrieve.collapse = is_flat(o) ? COLLAPSE_NO : COLLAPSE_PAGE;
    if (o->open) {
        o->retrieve.first = o->open - 1;
        o->retrieve.max = 1;
    }
    if (counts_all)
        o->n_passages = UINT32_MAX;
    if (o->n_passages == NOT_GIVEN)
        o->n_passages = o->vimgrep || o->grep ? DEFAULT_LINES : 1;
    o->retrieve.wants_total = !(o->jsonl || is_flat(o));
    return ERR_OK;
}

void options_print_help(FILE *out)
{
    struct options unused = {0};
    const struct option_table table = table_of(&unused);
    fputs("Usage: pressmark-search [OPTION]... QUERY...\n"
          "\n"
          "Search a full-text index. Any of the words may match, the best documents come first.\n"
          "Also: \"a phrase\", +must, -not, AND OR NOT ( ), field:value, date:2011-05..2011-07,\n"
          "word*, word~, NEAR/5; see pressmark-query(7). Quote a query that contains -word, or\n"
          "put -- in front.\n",
          out);
    opt_print_help(table.rows, out);
}

void options_done(struct options *o)
{
    opt_list_done(&o->source.indexes);
    opt_list_done(&o->source.otherwise);
    opt_words_done(&o->given);
    search_config_done(&o->config);
    opt_list_done(&o->words);
    opt_list_done(&o->facets);
    opt_list_done(&o->retrieve.not_like);
    opt_list_done(&o->get);
    arena_done(&o->arena);
}
