/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_INTAKE_READING_H
#define PRESSMARK_INDEXER_INTAKE_READING_H

/* One file under way, within intake only: intake.c opens it, contents.c finds out what its bytes
 * are and has them read, pieces.c reads what is too large to be in memory at once. */

#include "base/arena.h"
#include "indexer/charset/decode.h"
#include "indexer/formats/formats.h"
#include "indexer/intake/intake_output.h"
#include "indexer/report/problems.h"
#include "indexer/sources/known_files.h"

#include <signal.h>

struct intake {
    const char *index_dir;
    const volatile sig_atomic_t *stop;
    struct buf bytes, decoded; /* reused from file to file */
    struct buf opening;        /* of a file of records, decoded */
    struct arena scratch;      /* of one document */
    struct arena names;        /* of one file */
    struct buf problems;       /* of one file, as a known file has them */
    struct buf folder;         /* that the last file was in, with a "/" */
    int folder_fd;             /* < 0: it is not open */
};

enum { MAX_PROBLEMS = 1000 };

struct reading {
    struct intake *in;
    const struct source_file *file;
    const struct settings *settings; /* of the file */
    intake_output *output;
    void *ctx;
    struct problems *problems;
    struct known_file *known;

    /* What is being read of it: */
    struct str name;       /* what formats, titles and dates may be told from */
    struct str member;     /* within the archive that the file is; empty: the file itself */
    bool has_named_member; /* a document of it was there */
    unsigned depth;        /* archives around it */
    uint32_t n_before;     /* documents, when the text began that is read now */
    bool is_not_text;      /* the last failure: no reader is for it */
    struct budget budget;
    uint64_t n_problems;    /* that were met; the first MAX_PROBLEMS are told one by one */
    struct err failure;     /* of the output, which ends all of it */
    bool has_passing_fault; /* a read error, a time limit: it may go well the next time */
};

/* ---- contents.c ---- */

/* Reads a file or member of which bytes are the beginning and rest, which may be NULL, is what
 * follows. It may be of any size where it consists of records or is an archive. */
enum err_code reading_contents(struct reading *r, struct str bytes, const struct input *rest,
                               struct err *err);

/* Reads a file or member that is in memory. */
enum err_code reading_bytes(struct reading *r, struct str bytes, struct err *err);

/* Extracts the documents of decoded text; first_line and opening are those of struct
 * reader_input. */
enum err_code reading_text(struct reading *r, const struct decoded *decoded, enum format format,
                           uint32_t first_line, struct str opening, struct err *err);

/* Unpacks input, whose name, time and budget are filled in here. */
enum err_code reading_unpack(struct reading *r, enum format format, struct container_input *input,
                             struct err *err);

/* Whether a failure is the file's or member's own, and the rest can be read nevertheless. */
bool reading_can_go_on(const struct reading *r, enum err_code code);

/* Reports a problem of the file; member may be empty, line 0. */
void reading_add_problem(struct reading *r, enum problem_kind kind, struct str member,
                         uint32_t line, const char *reason);

/* Reports that text was left out that the file repeats too often. */
void reading_report_cut(struct reading *r);

/* ---- pieces.c ---- */

/* Reads a file or member that goes on behind bytes: the records that it consists of window by
 * window, anything else as a whole. */
enum err_code reading_pieces(struct reading *r, struct str bytes, const struct input *rest,
                             struct err *err);

#endif
