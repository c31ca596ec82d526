/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pressmark-index: parses the command line, runs what it asks for, and returns an exit status. */
#include "base/mem.h"
#include "base/program.h"
#include "indexer/alerts/alerts.h"
#include "indexer/pipeline.h"
#include "indexer/watch.h"
#include "text/analyser.h"
#include "text/visible.h"
#include "xap/xap.h"

#include <jansson.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum exit_status { EXIT_ALL = 0, EXIT_SOME_SKIPPED = 1, EXIT_FATAL = 2, EXIT_SIGNAL = 128 };

static volatile sig_atomic_t stop_signal;

static void on_signal(int number)
{
    if (stop_signal)
        _exit(EXIT_SIGNAL + number); /* asked twice; what is on disk is complete */
    stop_signal = number;
}

/* Tells of a crash: a library that cannot handle a failed allocation may use the missing memory. */
static void on_crash(int signal)
{
    static const char message[] =
        "pressmark-index: crashed, perhaps because memory ran out; the index "
        "is intact, and the next run continues\n";
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    raise(signal); /* for the exit status, and a core file if those are enabled */
}

/* Installs on_crash() unless a sanitizer handles the signal. */
static void tell_of_crash(int signal)
{
    struct sigaction now;
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND};
    if (sigaction(signal, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
        sigaction(signal, &action, NULL);
}

static void handle_signals(void)
{
    tell_of_crash(SIGSEGV);
    tell_of_crash(SIGBUS);
    tell_of_crash(SIGABRT);
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGXFSZ, &ignore, NULL); /* writing beyond a limit is an error like any other */
    program_expect_children();
}

static void print_message(const struct err *err)
{
    AUTO(buf_done) struct buf message = BUF_INIT;
    visible_append(&message, str_of(err->message), VISIBLE_NAME);
    fprintf(stderr, "pressmark-index: %s\n", buf_c_string(&message));
}

static int fail(const struct err *err)
{
    print_message(err);
    if (err->code == ERR_USAGE)
        fputs("Try 'pressmark-index --help'.\n", stderr);
    return EXIT_FATAL;
}

static int fail_or_stop(const struct err *err)
{
    int status = fail(err);
    return err->code == ERR_INTERRUPTED ? EXIT_SIGNAL + stop_signal : status;
}

static int report_run(const struct options *o, struct report *report, struct err *err)
{
    if (report->has_lost_settings)
        fputs("pressmark-index: what the sources of the old index were given cannot be read, and "
              "does not hold for the new one\n",
              stderr);
    report_print_problems(report, o->verbose, stderr);
    if (o->report && report_write_problems(report, o->report, err))
        return fail(err);
    if (o->json)
        report_print_json(report, stdout);
    else if (!o->quiet && o->emit == EMIT_JSONL)
        report_print_emitted(report, stderr);
    else if (!o->quiet && !o->dry_run)
        report_print(report, stderr);
    if (report->interrupted)
        return EXIT_SIGNAL + stop_signal;
    return report->n_failed ? EXIT_SOME_SKIPPED : EXIT_ALL;
}

/* Ends the program in silence, as SIGPIPE would have done had it not been ignored during the work,
 * if nobody reads standard output any more, as after "| head". */
static void end_if_reader_has_left(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    if (poll(&out, 1, 0) != 1 || !(out.revents & POLLERR))
        return;
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
}

static enum err_code write_out(struct str text, struct err *err)
{
    fwrite(text.p, 1, text.n, stdout);
    if (fflush(stdout) || ferror(stdout))
        return err_set_errno(err, "cannot write");
    return ERR_OK;
}

/* After a run, prints the new matches of the alerts. Those that cannot be written are new again the
 * next time. */
static int tell_alerts(struct alerts *alerts)
{
    AUTO(buf_done) struct buf matches = BUF_INIT;
    struct err err = ERR_INIT;
    bool is_whole;
    if (alerts_ask(alerts, &matches, &is_whole, &err) || write_out(buf_str(&matches), &err) ||
        alerts_remember(alerts, &err))
        return fail_or_stop(&err);
    return is_whole ? EXIT_ALL : EXIT_SOME_SKIPPED;
}

struct watching {
    const struct options *options;
    struct alerts *alerts; /* NULL if there are none */
};

static bool report_update(void *ctx, struct report *report)
{
    const struct watching *w = ctx;
    struct err err = ERR_INIT;
    report_run(w->options, report, &err);
    if (w->alerts && !report->interrupted)
        tell_alerts(w->alerts);
    return fflush(stdout) == 0 && !ferror(stdout);
}

static void report_trouble(void *ctx, const struct err *trouble)
{
    (void)ctx;
    print_message(trouble);
}

/* Prints which index a run writes to, since users may not know which one was found. */
static void print_index(const struct options *o)
{
    AUTO(mem_free_pointer) char *dir = pipeline_index_dir(o);
    AUTO(buf_done) struct buf line = BUF_INIT;
    if (o->quiet || o->dry_run || o->emit != EMIT_NOTHING)
        return;
    visible_append(&line, str_of(dir), VISIBLE_NAME);
    fprintf(stderr, "index: %s\n", buf_c_string(&line));
}

static int watch(const struct options *o, struct alerts *alerts)
{
    struct err err = ERR_INIT;
    struct watching watching = {o, alerts};
    const struct watch_listener listener = {&watching, report_update, report_trouble};
    return watch_run(o, &stop_signal, &listener, &err) ? fail(&err) : EXIT_ALL;
}

static int run(const struct options *o, struct alerts *alerts)
{
    struct err err = ERR_INIT;
    struct report report = {0};
    enum err_code code = o->emit == EMIT_JSONL
                             ? pipeline_emit(o, &stop_signal, stdout, &report, &err)
                             : pipeline_run(o, &stop_signal, NULL, &report, &err);
    if (code && o->emit == EMIT_JSONL)
        end_if_reader_has_left();
    int status = code ? fail_or_stop(&err) : report_run(o, &report, &err);
    if (alerts && !code && !report.interrupted) {
        int told = tell_alerts(alerts);
        status = told > status ? told : status;
    }
    problems_done(&report.problems);
    return status;
}

static enum err_code open_alerts(const struct options *o, const char *index_dir,
                                 struct alerts **ret, struct err *err)
{
    const struct alerts_settings settings = {
        .file = o->alerts,
        .index_dir = index_dir,
        .json = o->json,
        .stop = &stop_signal,
        .listener.troubled = report_trouble,
    };
    if (alerts_open(&settings, ret, err))
        return err->code;
    alerts_take_stock(*ret);
    return ERR_OK;
}

static int write_index(const struct options *o)
{
    AUTO(mem_free_pointer) char *index_dir = pipeline_index_dir(o);
    AUTO(alerts_close) struct alerts *alerts = NULL;
    struct err err = ERR_INIT;
    print_index(o);
    if (o->alerts && open_alerts(o, index_dir, &alerts, &err))
        return fail_or_stop(&err);
    return o->watch ? watch(o, alerts) : run(o, alerts);
}

static int act(const struct options *o)
{
    struct err err = ERR_INIT;
    if (o->status)
        return pipeline_status(o, stdout, &err) ? fail(&err) : EXIT_ALL;
    if (o->check)
        return pipeline_check(o, &stop_signal, &err) ? fail_or_stop(&err) : EXIT_ALL;
    return write_index(o);
}

enum { MIN_STACK_BYTES = 1 << 20, WANTED_STACK_BYTES = 8 << 20 };

/* Provides stacks for readers of nested formats, which are recursive. The main thread's stack grows
 * up to the current limit; that of other threads has the limit at program start unless set
 * explicitly. Returns false if this thread's stack remains too small. */
static bool provide_stacks(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) || limit.rlim_cur >= MIN_STACK_BYTES)
        return true;
    limit.rlim_cur = limit.rlim_max < WANTED_STACK_BYTES ? limit.rlim_max : WANTED_STACK_BYTES;
    pthread_attr_t threads;
    pthread_attr_init(&threads);
    pthread_attr_setstacksize(&threads, WANTED_STACK_BYTES);
    pthread_setattr_default_np(&threads);
    pthread_attr_destroy(&threads);
    return setrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur >= MIN_STACK_BYTES;
}

static bool has_ended; /* main() has finished */

/* libarchive calls exit(1) when memory runs out, which would mean that some files were skipped. */
static void exit_as_fatal(void)
{
    if (!has_ended)
        _exit(EXIT_FATAL);
}

/* The arguments of the program, and its exit status. */
struct call {
    int argc;
    char **argv;
    int status;
};

static void *carry_out(void *ctx)
{
    struct call *call = ctx;
    struct options o;
    struct err err = ERR_INIT;
    int status = EXIT_ALL;
    atexit(exit_as_fatal);
    json_set_alloc_funcs(mem_alloc, mem_free); /* a record that libjansson gives up would be lost */
    if (options_parse(&o, call->argc, call->argv, &err)) {
        status = fail(&err);
    } else if (o.help) {
        options_print_help(stdout);
    } else if (o.version) {
        printf("pressmark-index %s (%s, Xapian %s)\n", PRESSMARK_VERSION, analyser_libraries(),
               xap_version());
    } else {
        handle_signals();
        status = act(&o);
    }
    options_done(&o);
    if ((fflush(stdout) || ferror(stdout)) && status != EXIT_FATAL) { /* else it has been said */
        end_if_reader_has_left();
        perror("pressmark-index: cannot write");
        status = EXIT_FATAL;
    }
    has_ended = true;
    call->status = status;
    return NULL;
}

/* Runs the program in a thread of its own, whose stack is not limited. That thread gets all
 * signals, since they must wake it. */
static bool carry_out_apart(struct call *call)
{
    pthread_t thread;
    sigset_t all;
    sigfillset(&all);
    if (pthread_create(&thread, NULL, carry_out, call))
        return false;
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    return pthread_join(thread, NULL) == 0;
}

int main(int argc, char **argv)
{
    struct call call = {argc, argv, EXIT_FATAL};
    if (provide_stacks())
        carry_out(&call);
    else if (!carry_out_apart(&call))
        fprintf(stderr, "pressmark-index: no thread with a larger stack than the limit (ulimit -s) "
                        "can be made\n");
    return call.status;
}
