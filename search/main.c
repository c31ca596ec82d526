/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The main function of pressmark-search: from the command line to the exit status. */
#include "base/mem.h"
#include "base/program.h"
#include "search/get.h"
#include "search/pager.h"
#include "search/pipeline.h"
#include "search/print/forms.h"
#include "search/retrieve/engines.h"
#include "search/topics.h"
#include "search/update.h"
#include "text/analyser.h"
#include "text/visible.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum exit_status { EXIT_HITS = 0, EXIT_NO_HITS = 1, EXIT_ERROR = 2 };

static int fail(const struct options *o, const struct err *err)
{
    AUTO(buf_done) struct buf message = BUF_INIT;
    if (o->json || o->jsonl) {
        print_append_error_object(&message, err);
        fprintf(stderr, "%s\n", buf_c_string(&message));
        return EXIT_ERROR;
    }
    visible_append(&message, str_of(err->message), VISIBLE_NAME);
    fprintf(stderr, "pressmark-search: %s\n", buf_c_string(&message));
    return EXIT_ERROR;
}

/* Prints notes about the update before a search whose answer has no place for them. */
static void print_notes(const struct options *o)
{
    const struct answer answer = {.hints = o->notes.items, .n_hints = o->notes.n};
    pipeline_print_hints(o, &answer);
}

/* Returns the exit status. If libxapian is needed, the other program takes over; nothing has been
 * read from standard input or printed by then. */
static int status_of(const struct options *o, size_t n_hits, size_t n_bad, char **argv,
                     struct err *err)
{
    if (err->code == ERR_ENGINE) {
        pager_give_up();
        print_notes(o);
        engines_become_xapian(argv, err);
    }
    if (err->code)
        return fail(o, err);
    return n_bad ? EXIT_ERROR : n_hits ? EXIT_HITS : EXIT_NO_HITS;
}

static int run_topics(const struct options *o, char **argv)
{
    struct err err = ERR_INIT;
    size_t n_hits = 0, n_bad = 0;
    bool has_file = o->run && strcmp(o->run, "-") != 0;
    FILE *out = has_file ? fopen(o->run, "we") : stdout;
    if (!out) {
        err_set_errno(&err, "cannot create '%s'", o->run);
        return fail(o, &err);
    }
    topics_run(o, out, &n_hits, &n_bad, &err);
    int status = status_of(o, n_hits, n_bad, argv, &err);
    if (has_file && (ferror(out) | fclose(out))) {
        err_clear(&err);
        err_set_errno(&err, "cannot write '%s'", o->run);
        status = fail(o, &err);
    }
    return status;
}

static void write_page(const struct options *o, size_t *ret_n_hits, struct err *err)
{
    FILE *out = fopen(o->html, "we");
    if (!out) {
        err_set_errno(err, "cannot create '%s'", o->html);
        return;
    }
    pipeline_search(o, out, ret_n_hits, err);
    if ((ferror(out) | fclose(out)) && !err->code)
        err_set_errno(err, "cannot write '%s'", o->html);
}

static int run(const struct options *o, char **argv)
{
    struct err err = ERR_INIT;
    size_t n_hits = 0;
    if (o->topics)
        return run_topics(o, argv);
    if (o->get.n)
        get_run(o, stdout, &n_hits, &err);
    else if (o->html && strcmp(o->html, "-") != 0)
        write_page(o, &n_hits, &err);
    else
        pipeline_search(o, stdout, &n_hits, &err);
    return status_of(o, n_hits, 0, argv, &err);
}

/* If this is pressmark-search-xapian, pressmark-search has already updated the indexes. */
static void update(struct options *o)
{
    if (!o->update || engines_xapian)
        return;
    update_indexes(&o->source, &o->notes);
    if (o->topics || o->get.n || o->open) {
        print_notes(o);
        o->notes.n = 0;
    }
}

int main(int argc, char **argv)
{
    struct options o;
    struct err err = ERR_INIT;
    int status = EXIT_HITS;
    mem_expect_little();
    program_expect_children();
    if (options_parse(&o, argc, argv, &err)) {
        status = fail(&o, &err);
        if (!o.json && !o.jsonl)
            fputs("Try 'pressmark-search --help'.\n", stderr);
    } else if (o.help) {
        options_print_help(stdout);
    } else if (o.version) {
        printf("pressmark-search %s (%s, reads Xapian glass)\n", PRESSMARK_VERSION,
               analyser_libraries());
    } else {
        update(&o);
        o.terminal = pager_look();
        if (o.terminal.is_terminal && !o.no_pager && !o.open)
            pager_start();
        status = run(&o, argv);
    }
    options_done(&o);
    if ((fflush(stdout) || ferror(stdout))) {
        fprintf(stderr, "pressmark-search: cannot write: %s\n", strerror(errno));
        status = EXIT_ERROR;
    }
    pager_wait();
    return status;
}
