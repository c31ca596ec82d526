/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of pressmark-index's options. */
#include "indexer/options.h"

#include "base/mem.h"
#include "indexer/formats/formats.h"
#include "indexer/sources/choice.h"
#include "store/index.h"
#include "text/language.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_THREADS = 256, MAX_DEPTH = 16, MAX_TIME_S = 24 * 3600, MAX_WAIT_S = 1000000 };
static const double MIN_SETTLE_S = 0.01;
static const uint64_t MIN_MEMORY_BYTES = 16ull << 20, MAX_DEFAULT_MEMORY_BYTES = 1ull << 30;
static const struct settings DEFAULTS = {
    .max_file_bytes = 256ull << 20,
    .unpack.max_bytes = 256ull << 20,
    .unpack.max_ratio = 1000,
    .unpack.max_members = 100000,
    .unpack.max_depth = 4,
    .unpack.max_s = 30,
    .unpack.child_bytes = 1ull << 30,
};

static const char *const EMIT_WORDS[] = {"jsonl", NULL};

struct option_table {
    struct opt rows[64];
};

/* Options that are remembered for a source, and for an index; see struct options. */
#define REMEMBERED(no) .negative = (no), .words = &o->given
#define OF_NEW(no) .negative = (no), .words = &o->given_new

/* Returns the table of options and the members of o that they set. */
static struct option_table table_of(struct options *o)
{
    return (struct option_table){{
        {.group = "Index"},
        {'i', "index", OPT_TEXT, &o->index, "DIR",
         "the index directory (default: $PRESSMARK_INDEX, else the\nnearest .pressmark here or "
         "above, else ./.pressmark)"},
        {0, "rebuild", OPT_FLAG, &o->rebuild, NULL, "read every file again and build a new index"},
        {0, "wait", OPT_COUNT, &o->wait_s, "[SECONDS]",
         "wait until another indexer has finished (default: no\nlimit)", .max = MAX_WAIT_S},
        {0, "watch", OPT_FLAG, &o->watch, NULL, "stay, and update the index whenever files change"},
        {0, "settle", OPT_NUMBER, &o->settle_s, "SECONDS",
         "how long --watch waits after the last change\n(default: 1)"},
        {0, "alerts", OPT_TEXT, &o->alerts, "FILE",
         "then print each new match of the queries in FILE\n(lines of name, tab, query)"},
        {0, "retry", OPT_FLAG, &o->retry, NULL, "also try again the files that could not be read"},
        {0, "prune", OPT_FLAG, &o->prune, NULL,
         "remove files that no longer exist, even if they are\nall files of a source"},
        {0, "forget", OPT_LIST, &o->forget, "SOURCE",
         "only remove a source from the index; may be given\nseveral times"},
        {0, "status", OPT_FLAG, &o->status, NULL,
         "only print what the index contains and the options of\nits sources"},
        {0, "check", OPT_FLAG, &o->check, NULL, "only check the index for damage"},
        {.group = "Choosing files"},
        {'g', "include", OPT_LIST, &o->settings.include, "GLOB",
         "only files that match; may be given several times", REMEMBERED("no-include")},
        {'x', "exclude", OPT_LIST, &o->settings.exclude, "GLOB",
         "no files or folders that match; written like a line of\n.gitignore",
         REMEMBERED("no-exclude")},
        {0, "type", OPT_LIST, &o->settings.type_names, "TYPE",
         "only files of this format, such as html, pdf, mail or\noffice; may be given several "
         "times",
         REMEMBERED("no-type")},
        {0, "files-from", OPT_TEXT, &o->files_from, "FILE",
         "the files named in FILE, one per line (-: standard\ninput)"},
        {'0', "null", OPT_FLAG, &o->is_null, NULL, "the names of --files-from end in a NUL byte"},
        {0, "hidden", OPT_FLAG, &o->settings.hidden, NULL,
         "include files and folders that start with a dot", REMEMBERED("no-hidden")},
        {0, "no-ignore", OPT_FLAG, &o->settings.no_ignore, NULL,
         "with no-: do not respect .gitignore, .ignore and\n.pressmarkignore",
         REMEMBERED("ignore")},
        {0, "max-file-size", OPT_BYTES, &o->settings.max_file_bytes, "SIZE",
         "skip larger files, or larger records in files of\nrecords (default: 256M)", .min = 1,
         REMEMBERED("no-max-file-size")},
        {.group = "Reading"},
        {'l', "lang", OPT_TEXT, &o->settings.language, "CODE",
         "the language of all documents, such as en or de\n(default: detected for each)",
         REMEMBERED("no-lang")},
        {0, "id-field", OPT_TEXT, &o->settings.id_field, "NAME",
         "the member or column that identifies a record\n(default: id, _id, docno, ..., url)",
         REMEMBERED("no-id-field")},
        {0, "title-field", OPT_TEXT, &o->settings.title_field, "NAME",
         "the one with the title (default: title, headline, ...)", REMEMBERED("no-title-field")},
        {0, "text-field", OPT_TEXT, &o->settings.text_field, "NAME",
         "the one with the text (default: text, body, content,\n...; if there is none, the whole "
         "record)",
         REMEMBERED("no-text-field")},
        {0, "keep-marks", OPT_FLAG, &o->keep_marks, NULL,
         "\"cafe\" does not find \"caf\303\251\" (new indexes only)", OF_NEW("no-keep-marks")},
        {0, "korean-words", OPT_CLEAR, &o->hangul_bigrams, NULL,
         "index Korean by words, not by pairs of syllables\n(new indexes only)",
         OF_NEW("no-korean-words")},
        {0, "position-table", OPT_FLAG, &o->position_table, NULL,
         "store positions where Xapian's own programs find them,\nfor phrase searches; doubles the "
         "size (new indexes\nonly)",
         OF_NEW("no-position-table")},
        {.group = "Archives, office documents, PDF and mail"},
        {0, "max-unpacked", OPT_BYTES, &o->settings.unpack.max_bytes, "SIZE",
         "read at most this much of what a file unpacks to\n(default: 256M)", .min = 1,
         REMEMBERED("no-max-unpacked")},
        {0, "max-ratio", OPT_COUNT, &o->settings.unpack.max_ratio, "N",
         "stop at N unpacked bytes per byte of the file, after\nthe first MiB (default: 1000)",
         .min = 1, REMEMBERED("no-max-ratio")},
        {0, "max-members", OPT_COUNT, &o->settings.unpack.max_members, "N",
         "read at most N members of a file (default: 100000)", .min = 1,
         REMEMBERED("no-max-members")},
        {0, "max-depth", OPT_COUNT, &o->settings.unpack.max_depth, "N",
         "open archives inside archives down to this depth\n(default: 4; 0: open none)",
         .max = MAX_DEPTH, REMEMBERED("no-max-depth")},
        {0, "max-time", OPT_COUNT, &o->settings.unpack.max_s, "SECONDS",
         "give up on an archive, PDF or text after this time\n(default: 30)", .min = 1,
         .max = MAX_TIME_S, REMEMBERED("no-max-time")},
        {0, "child-memory", OPT_BYTES, &o->settings.unpack.child_bytes, "SIZE",
         "memory for a program that reads PDF or old Office\nfiles (default: 1G)",
         .min = MIN_MEMORY_BYTES, REMEMBERED("no-child-memory")},
        {.group = "Resources"},
        {'j', "threads", OPT_COUNT, &o->n_threads, "N",
         "number of threads (default: one per processor)", .min = 1, .max = MAX_THREADS},
        {0, "memory", OPT_BYTES, &o->memory_bytes, "SIZE",
         "memory for building an index (default: a quarter of\nthe machine's, at most 1G)",
         .min = MIN_MEMORY_BYTES},
        {0, "no-bulk", OPT_CLEAR, &o->bulk, NULL,
         "build through libxapian only: slower, same answers"},
        {.group = "Output"},
        {0, "json", OPT_FLAG, &o->json, NULL,
         "print the summary, or --status, as JSON on standard\noutput"},
        {0, "emit", OPT_CHOICE, &o->emit, "FORMAT",
         "write the documents to standard output as jsonl\ninstead of building an index",
         .choices = EMIT_WORDS},
        {0, "report", OPT_TEXT, &o->report, "FILE",
         "write what was skipped and why, as JSON Lines"},
        {'n', "dry-run", OPT_FLAG, &o->dry_run, NULL, "only print what would be read and removed"},
        {'q', "quiet", OPT_FLAG, &o->quiet, NULL,
         "print only problems, no progress and no summary"},
        {'v', "verbose", OPT_FLAG, &o->verbose, NULL,
         "name every file that is skipped, including those that\nare not text"},
        {'h', "help", OPT_FLAG, &o->help, NULL, "show this help"},
        {'V', "version", OPT_FLAG, &o->version, NULL, "show the version"},
        {0},
    }};
}

static void refuse_language(const char *name, struct err *err)
{
    AUTO(buf_done) struct buf codes = BUF_INIT;
    for (unsigned id = 1; id <= language_count(); id++)
        buf_append_format(&codes, "%s%s", id > 1 ? ", " : "", language_code((language_id)id));
    err_set(err, ERR_USAGE, "unknown language '%s'; there are %s", name, buf_c_string(&codes));
}

enum err_code options_settings(const struct opt_words *words, struct settings *ret, struct err *err)
{
    struct options o = {.settings = DEFAULTS};
    struct settings *s = &o.settings;
    const struct option_table table = table_of(&o);
    opt_parse_words(table.rows, words, err);
    if (s->language && strcmp(s->language, "auto") == 0)
        s->language = NULL;
    if (!err->code && s->language) {
        language_id language = language_by_code(str_of(s->language));
        if (language == LANGUAGE_UNKNOWN)
            refuse_language(s->language, err);
        s->language = language_code(language);
    }
    for (size_t i = 0; !err->code && i < s->type_names.n; i++)
        format_set_add(&s->types, s->type_names.items[i], err);
    settings_number(s);
    if (err->code)
        settings_done(s);
    else
        *ret = *s;
    return err->code;
}

static enum err_code find_settings(struct options *o, struct err *err)
{
    AUTO(opt_words_done) struct opt_words words = {0};
    settings_done(&o->settings);
    opt_words_update(&words, &o->given);
    return options_settings(&words, &o->settings, err);
}

/* Looks up an index named "@name" in the configuration, which must be a single place to write
 * to. */
static enum err_code find_index(struct options *o, struct err *err)
{
    AUTO(opt_list_done) struct opt_list places = {0};
    const char *name = o->index ? o->index : getenv("PRESSMARK_INDEX");
    if (!name || name[0] != '@')
        return ERR_OK;
    if (config_read("query", &o->config, err) || index_named(&o->config, name, &places, err))
        return err->code;
    if (places.n > 1)
        return err_set(err, ERR_USAGE,
                       "'%s' names %zu indexes, and only a single one can be written to", name,
                       places.n);
    o->index = places.items[0];
    return ERR_OK;
}

static bool reads_input(const struct options *o)
{
    for (size_t i = 0; i < o->sources.n; i++)
        if (strcmp(o->sources.items[i], "-") == 0)
            return true;
    return false;
}

/* A name is empty if a shell's variable is not set, and must not stand for the working directory.
 */
static enum err_code check_names(const struct options *o, struct err *err)
{
    if (o->index && !*o->index)
        return err_set(err, ERR_USAGE, "option '--index' takes a folder, not ''");
    for (size_t i = 0; i < o->sources.n; i++)
        if (!*o->sources.items[i])
            return err_set(err, ERR_USAGE, "'' is neither a file nor a folder");
    for (size_t i = 0; i < o->forget.n; i++)
        if (!*o->forget.items[i])
            return err_set(err, ERR_USAGE, "option '--forget' takes a source, not ''");
    return ERR_OK;
}

static enum err_code check_together(const struct options *o, struct err *err)
{
    bool emits = o->emit != EMIT_NOTHING;
    bool forgets = o->forget.n;
    if (emits && (o->check || o->status || forgets || o->rebuild || o->dry_run || o->json))
        return err_set(err, ERR_USAGE,
                       "--emit excludes --check, --status, --forget, --rebuild, --dry-run and "
                       "--json");
    if (o->watch && (o->check || o->status || forgets || o->dry_run || emits || o->retry))
        return err_set(
            err, ERR_USAGE,
            "--watch excludes --check, --status, --forget, --dry-run, --emit and --retry");
    if (o->check + o->status + forgets + o->dry_run > 1)
        return err_set(err, ERR_USAGE,
                       "only one of --check, --status, --forget and --dry-run can be given");
    if ((o->status || o->forget.n) && (o->sources.n || o->files_from || o->given.n || o->rebuild))
        return err_set(err, ERR_USAGE, "%s takes no sources and no options for them",
                       o->status ? "--status" : "--forget");
    if (reads_input(o) && o->files_from && strcmp(o->files_from, "-") == 0)
        return err_set(err, ERR_USAGE,
                       "standard input cannot be both a source and a list of files");
    if (!(o->settle_s >= MIN_SETTLE_S && o->settle_s <= MAX_WAIT_S))
        return err_set(err, ERR_USAGE, "--settle takes between %g and %g seconds", MIN_SETTLE_S,
                       (double)MAX_WAIT_S);
    if (o->alerts && (o->check || o->status || forgets || o->dry_run || emits))
        return err_set(err, ERR_USAGE,
                       "--alerts excludes --check, --status, --forget, --dry-run and --emit");
    if (o->alerts && strcmp(o->alerts, "-") == 0 &&
        (reads_input(o) || (o->files_from && strcmp(o->files_from, "-") == 0)))
        return err_set(err, ERR_USAGE,
                       "standard input cannot be both the alerts and something else");
    if (o->watch && (reads_input(o) || o->files_from))
        return err_set(err, ERR_USAGE, "--watch excludes standard input and --files-from");
    return ERR_OK;
}

static uint64_t default_memory(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), page_bytes = sysconf(_SC_PAGESIZE);
    uint64_t machine = pages > 0 && page_bytes > 0 ? (uint64_t)pages * (uint64_t)page_bytes : 0;
    uint64_t quarter = machine / 4;
    return quarter && quarter < MAX_DEFAULT_MEMORY_BYTES ? quarter : MAX_DEFAULT_MEMORY_BYTES;
}

enum err_code options_parse(struct options *o, int argc, char **argv, struct err *err)
{
    *o = (struct options){
        .bulk = true,
        .hangul_bigrams = true,
        .emit = EMIT_NOTHING,
        .settle_s = 1,
        .memory_bytes = default_memory(),
        .settings = DEFAULTS,
    };
    const struct option_table table = table_of(o);
    if (opt_parse(table.rows, argc, argv, &o->sources, err) || check_names(o, err) ||
        find_settings(o, err) || find_index(o, err) || choice_check(&o->settings, &o->sources, err))
        return err->code;
    return check_together(o, err);
}

void options_print_help(FILE *out)
{
    struct options unused = {0};
    const struct option_table table = table_of(&unused);
    fputs("Usage: pressmark-index [OPTION]... SOURCE...\n"
          "       pressmark-index [OPTION]...              (update all sources of the index)\n"
          "\n"
          "Build or update a full-text index of the files in folders. Unchanged files are not\n"
          "read again; files that are gone are removed. SOURCE - is standard input.\n",
          out);
    opt_print_help(table.rows, out);
}

void options_done(struct options *o)
{
    opt_list_done(&o->sources);
    opt_list_done(&o->forget);
    config_done(&o->config);
    opt_words_done(&o->given);
    opt_words_done(&o->given_new);
    settings_done(&o->settings);
}
