/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/options.h"

#include "text/language.h"

enum { MAX_THREADS = 256 };
static const uint64_t MIN_MEMORY_BYTES = 16ull << 20;
static const uint64_t DEFAULT_MAX_FILE_BYTES = 256ull << 20;

static enum err_code parse(struct options *o, int argc, char **argv, struct err *err)
{
    const struct opt table[] = {
        {.group = "Index"},
        {'i', "index", OPT_TEXT, &o->index, "DIR",
         "the index directory (default: $PRESSMARK_INDEX,\nelse the nearest .pressmark upwards, "
         "else ./.pressmark)"},
        {0, "rebuild", OPT_FLAG, &o->rebuild, NULL, "read every file again and build a new index"},
        {0, "wait", OPT_TEXT, &o->wait, "[SECONDS]",
         "wait for another indexer to finish\n(default: without end)"},
        {0, "check", OPT_FLAG, &o->check, NULL, "check the index for damage and do nothing else"},
        {.group = "Choosing files"},
        {'g', "include", OPT_LIST, &o->include, "GLOB",
         "only files that match; may be given several times"},
        {'x', "exclude", OPT_LIST, &o->exclude, "GLOB",
         "neither files nor folders that match (as a line of\na .gitignore)"},
        {0, "hidden", OPT_FLAG, &o->hidden, NULL, "also files and folders that start with a dot"},
        {0, "no-ignore", OPT_FLAG, &o->no_ignore, NULL,
         "do not heed .gitignore, .ignore and .pressmarkignore"},
        {0, "max-file-size", OPT_BYTES, &o->max_file_bytes, "SIZE",
         "leave out larger files (default: 256M)", .min = 1},
        {.group = "Reading"},
        {'l', "lang", OPT_TEXT, &o->language, "CODE",
         "the language of all documents, such as en or de\n(default: found out for each)"},
        {0, "keep-marks", OPT_FLAG, &o->keep_marks, NULL,
         "\"cafe\" shall not find \"caf\303\251\" (a new index only)"},
        {0, "hangul-pairs", OPT_FLAG, &o->hangul_bigrams, NULL,
         "index Korean by pairs of syllables, as Chinese and\nJapanese (a new index only)"},
        {.group = "Resources"},
        {'j', "threads", OPT_COUNT, &o->n_threads, "N", "threads (default: one a processor)",
         .min = 1, .max = MAX_THREADS},
        {0, "memory", OPT_BYTES, &o->memory_bytes, "SIZE",
         "memory for building (default: a quarter of the\nmachine's, at most 1G)",
         .min = MIN_MEMORY_BYTES},
        {0, "no-bulk", OPT_CLEAR, &o->bulk, NULL,
         "build through libxapian only: slow, the same answers"},
        {.group = "Output"},
        {0, "json", OPT_FLAG, &o->json, NULL, "the summary as JSON on standard output"},
        {0, "report", OPT_TEXT, &o->report, "FILE",
         "write what was skipped, and why, as JSON lines"},
        {'n', "dry-run", OPT_FLAG, &o->dry_run, NULL, "only say what would be read and removed"},
        {'q', "quiet", OPT_FLAG, &o->quiet, NULL, "no progress and no summary, only problems"},
        {'v', "verbose", OPT_FLAG, &o->verbose, NULL,
         "name every file that is skipped, also those that are\nno text"},
        {'h', "help", OPT_FLAG, &o->help, NULL, "show this help"},
        {'V', "version", OPT_FLAG, &o->version, NULL, "show the version"},
        {0},
    };
    if (argc == 0) {
        opt_print_help(table, stdout);
        return ERR_OK;
    }
    return opt_parse(table, argc, argv, &o->sources, err);
}

enum err_code options_parse(struct options *o, int argc, char **argv, struct err *err)
{
    *o = (struct options){.bulk = true, .max_file_bytes = DEFAULT_MAX_FILE_BYTES};
    if (parse(o, argc, argv, err))
        return err->code;
    if (o->language && language_by_code(str_of(o->language)) == LANGUAGE_UNKNOWN)
        return err_set(err, ERR_USAGE, "unknown language '%s'", o->language);
    return ERR_OK;
}

void options_print_help(FILE *out)
{
    struct options unused = {0};
    struct err err = ERR_INIT;
    fputs("Usage: pressmark-index [OPTION]... SOURCE...\n"
          "       pressmark-index [OPTION]...              (the sources of the index again)\n"
          "\n"
          "Build or update a full-text index of the files in folders. Unchanged files cost\n"
          "nothing; files that are gone leave the index.\n",
          out);
    parse(&unused, 0, NULL, &err);
}

void options_done(struct options *o)
{
    opt_list_done(&o->sources);
    opt_list_done(&o->include);
    opt_list_done(&o->exclude);
}
