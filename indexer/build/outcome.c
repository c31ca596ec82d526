/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts files by what was done with them, and reports what could not be read. */
#include "indexer/build/outcome.h"

static uint64_t *count_of(struct report *r, const struct change *change,
                          const struct known_file *read)
{
    if (change->action == CHANGE_RENAME)
        return &r->n_renamed;
    if (change->action == CHANGE_KEEP || (read && change_is_in_vain(change, read)))
        return &r->n_unchanged;
    return change->old ? &r->n_changed : &r->n_added;
}

void outcome_count(struct report *report, const struct change *change,
                   const struct known_file *read)
{
    ++*count_of(report, change, read);
    report->bytes_read += read ? read->read_bytes : 0;
}

void outcome_report_known(struct report *report, const struct known_file *known)
{
    struct str rest = known->problems, reason;
    uint32_t line;
    enum problem_kind kind = known->fault == FAULT_NOT_TEXT ? PROBLEM_NOT_TEXT : PROBLEM_KNOWN;
    while (known_file_take_problem(&rest, &line, &reason))
        problems_add(&report->problems, kind, known->path, line, reason);
}

enum err_code outcome_refuse_loss(const struct change *change, const struct known_file *read,
                                  struct err *err)
{
    struct str rest = read->problems, reason = STR_EMPTY;
    uint32_t line;
    if (!change_loses_documents(change, read))
        return ERR_OK;
    known_file_take_problem(&rest, &line, &reason);
    return err_set(err, ERR_INPUT, "'%.*s' can no longer be read: %.*s", STR_PRINT(read->path),
                   STR_PRINT(reason));
}
