/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_INTAKE_READING_H
#define PRESSMARK_INDEXER_INTAKE_READING_H

/* The state of reading one file, private to intake: intake.c opens the file, contents.c determines
 * the format of its bytes and has them read, pieces.c reads what is too large for memory. */

#include "base/arena.h"
#include "indexer/charset/decode.h"
#include "indexer/formats/formats.h"
#include "indexer/intake/intake_output.h"
#include "indexer/report/problems.h"
#include "indexer/sources/known_files.h"

#include <signal.h>

struct intake {
    const char *index_dir;
    const struct memory_limits *memory;
    const volatile sig_atomic_t *stop;
    struct buf bytes, decoded; /* reused for each file */
    struct buf opening;        /* the start of a file of records, decoded */
    struct arena scratch;      /* cleared for each document */
    struct arena names;        /* cleared for each file */
    struct buf problems;       /* of one file, encoded as in struct known_file */
    struct buf folder;         /* of the previous file, ending in "/" */
    int folder_fd;             /* < 0 if it is not open */
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

    /* The part that is being read: */
    struct str name;       /* what the format, the title and the date may be taken from */
    struct str member;     /* the path within the archive; empty for the file itself */
    bool has_named_member; /* a document has been named after the member */
    unsigned depth;        /* how many archives are around it */
    uint32_t n_before;     /* how many documents preceded the current text */
    bool is_not_text;      /* the last failure was that no reader recognises the contents */
    struct budget budget;
    uint64_t n_problems;    /* problems found; the first MAX_PROBLEMS are reported one by one */
    struct err failure;     /* of the output: ends the whole run */
    bool has_passing_fault; /* a read error or a time limit, which may not recur */
};

/* ---- contents.c ---- */

/* Reads a file or member that begins with bytes and continues with rest, which may be NULL. It may
 * be of any size if it consists of records or is an archive. */
enum err_code reading_contents(struct reading *r, struct str bytes, const struct input *rest,
                               struct err *err);

/* Reads a file or member that is in memory as a whole. */
enum err_code reading_bytes(struct reading *r, struct str bytes, struct err *err);

/* Extracts the documents of decoded text. first_line and opening are as in struct reader_input. */
enum err_code reading_text(struct reading *r, const struct decoded *decoded, enum format format,
                           uint32_t first_line, struct str opening, struct err *err);

/* Unpacks input, after setting its name, time and budget. */
enum err_code reading_unpack(struct reading *r, enum format format, struct container_input *input,
                             struct err *err);

/* Returns whether a failure concerns only this file or member, so that reading can continue. */
bool reading_can_go_on(const struct reading *r, enum err_code code);

/* Reports a problem of the file. member may be empty, and line 0. */
void reading_add_problem(struct reading *r, enum problem_kind kind, struct str member,
                         uint32_t line, const char *reason);

/* Reports that text which the file repeats too often was left out. */
void reading_report_cut(struct reading *r);

/* ---- pieces.c ---- */

/* Reads a file or member that continues after bytes: window by window if it consists of records,
 * otherwise as a whole. */
enum err_code reading_pieces(struct reading *r, struct str bytes, const struct input *rest,
                             struct err *err);

#endif
