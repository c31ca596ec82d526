/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports what a run did, for people and as JSON. */
#include "indexer/report/report.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/named.h"
#include "text/json_text.h"
#include "text/visible.h"

#include <inttypes.h>

enum { MAX_PROBLEMS_SHOWN = 20 };

void report_finish(struct report *r)
{
    uint64_t *const counts[] = {[PROBLEM_FAILED] = &r->n_failed,
                                [PROBLEM_NOT_TEXT] = &r->n_not_text,
                                [PROBLEM_KNOWN] = &r->n_known};
    r->n_failed = r->n_not_text = r->n_known = 0;
    for (size_t i = 0; i < r->problems.n; i++)
        *counts[r->problems.items[i].kind] += r->problems.items[i].n;
}

static const char *plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

static void print_end(const struct report *r, FILE *out)
{
    if (r->n_failed)
        fprintf(out, ", %" PRIu64 " skipped", r->n_failed);
    if (r->n_known)
        fprintf(out, ", %" PRIu64 " skipped before", r->n_known);
    if (r->n_not_text)
        fprintf(out, ", %" PRIu64 " not text", r->n_not_text);
    fprintf(out, "; %.1f MB in %.1f s%s\n", (double)r->bytes_read / 1e6, r->elapsed_s,
            r->interrupted ? " (interrupted)" : "");
}

void report_print_emitted(const struct report *r, FILE *out)
{
    fprintf(out, "%" PRIu64 " document%s from %" PRIu64 " file%s", r->n_documents,
            plural(r->n_documents), r->n_added, plural(r->n_added));
    print_end(r, out);
}

void report_print(const struct report *r, FILE *out)
{
    fprintf(out, "%" PRIu64 " document%s in the index", r->n_documents, plural(r->n_documents));
    fprintf(out, "; files: %" PRIu64 " added, %" PRIu64 " changed, %" PRIu64 " removed, ",
            r->n_added, r->n_changed, r->n_removed);
    if (r->n_renamed)
        fprintf(out, "%" PRIu64 " renamed, ", r->n_renamed);
    fprintf(out, "%" PRIu64 " unchanged", r->n_unchanged);
    print_end(r, out);
}

void report_print_json(const struct report *r, FILE *out)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct json j = JSON_INIT(&text);
    json_put_open(&j, '{');
    json_put_member_integer(&j, "documents", (int64_t)r->n_documents);
    json_put_member_integer(&j, "added", (int64_t)r->n_added);
    json_put_member_integer(&j, "changed", (int64_t)r->n_changed);
    json_put_member_integer(&j, "renamed", (int64_t)r->n_renamed);
    json_put_member_integer(&j, "removed", (int64_t)r->n_removed);
    json_put_member_integer(&j, "unchanged", (int64_t)r->n_unchanged);
    json_put_member_integer(&j, "skipped", (int64_t)r->n_failed);
    json_put_member_integer(&j, "skipped_before", (int64_t)r->n_known);
    json_put_member_integer(&j, "not_text", (int64_t)r->n_not_text);
    json_put_member_integer(&j, "bytes_read", (int64_t)r->bytes_read);
    json_put_key(&j, "elapsed_s");
    json_put_number(&j, r->elapsed_s);
    json_put_key(&j, "rebuilt");
    json_put_bool(&j, r->is_new);
    json_put_key(&j, "interrupted");
    json_put_bool(&j, r->interrupted);
    json_put_close(&j, '}');
    fprintf(out, "%s\n", buf_c_string(&text));
}

static void print_problem(const struct problem *p, FILE *out)
{
    AUTO(buf_done) struct buf line = BUF_INIT;
    visible_append(&line, p->path, VISIBLE_NAME);
    if (p->line)
        buf_append_format(&line, ":%" PRIu32, p->line);
    buf_append_str(&line, STR_LITERAL(": skipped: "));
    visible_append(&line, p->reason, VISIBLE_NAME);
    fprintf(out, "pressmark-index: %s\n", buf_c_string(&line));
}

void report_print_problems(const struct report *r, bool all, FILE *out)
{
    size_t shown = 0, kept_back = 0;
    for (size_t i = 0; i < r->problems.n; i++) {
        const struct problem *p = &r->problems.items[i];
        if (!all && p->kind != PROBLEM_FAILED)
            continue;
        if (!all && shown == MAX_PROBLEMS_SHOWN) {
            kept_back++;
            continue;
        }
        shown++;
        print_problem(p, out);
    }
    if (kept_back)
        fprintf(out, "pressmark-index: %zu more skipped (--verbose names them all)\n", kept_back);
}

enum err_code report_write_problems(const struct report *r, const char *path, struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    for (size_t i = 0; i < r->problems.n; i++) {
        const struct problem *p = &r->problems.items[i];
        struct json j = JSON_INIT(&text);
        json_put_open(&j, '{');
        json_put_path(&j, p->path);
        if (p->line)
            json_put_member_integer(&j, "line", p->line);
        json_put_member_repaired(&j, "reason", p->reason);
        json_put_key(&j, "is_text");
        json_put_bool(&j, p->kind != PROBLEM_NOT_TEXT);
        json_put_key(&j, "is_known");
        json_put_bool(&j, p->kind == PROBLEM_KNOWN);
        json_put_close(&j, '}');
        buf_append_char(&text, '\n');
    }
    return named_write(path, buf_str(&text), err);
}
