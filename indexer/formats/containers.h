/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_CONTAINERS_H
#define PRESSMARK_INDEXER_FORMATS_CONTAINERS_H

/* Files that are not plain text: archives and compressed files hand out their members, office
 * documents, books, PDF and mail become documents at once. Nothing is written to disk, and the name
 * of a member is never used as a path. */

#include "base/input.h"
#include "indexer/formats/formats.h"

/* What a file and everything in it may cost; see options.c for the defaults. */
struct unpack_limits {
    uint64_t max_bytes;   /* unpacked, all members together */
    uint64_t max_ratio;   /* unpacked bytes a byte of the file, beyond the first MiB */
    uint64_t max_members; /* all levels together */
    uint64_t max_depth;   /* of archives in archives; 0: none is opened */
    uint64_t max_s;       /* processor time of an archive, wall clock of a child process */
    uint64_t child_bytes; /* address space of a child process */
};

/* What was spent of them. One a file on disk. */
struct budget {
    const struct unpack_limits *limits;
    uint64_t file_bytes; /* size of the file on disk */
    uint64_t unpacked_bytes, n_members;
    uint64_t settled_bytes; /* unpacked, and given back: they count for the ratio only */
};

/* Takes n bytes of the budget. ERR_LIMIT: they are not there, and nothing was taken. */
enum err_code budget_spend(struct budget *budget, uint64_t n, struct err *err);
/* As budget_spend(), for a member. */
enum err_code budget_spend_member(struct budget *budget, struct err *err);
/* Gives back what was spent since before: the limits are for a part of a file of many records. */
void budget_settle(struct budget *budget, const struct budget *before);

struct container_input {
    struct str name; /* of the file or member */
    struct str bytes;
    int64_t mtime;
    struct budget *budget;
    const struct input *rest; /* of an archive, behind bytes; NULL: bytes are all */
    /* Of an mbox that is read in pieces, what stands before bytes; the messages are counted on. */
    uint32_t n_lines;
    unsigned *n_messages; /* NULL: bytes are all */
};

struct container_member {
    struct str name; /* valid UTF-8 without control characters */
    bool is_whole;   /* all there is in the file: the file without its compression */
    struct str bytes;
    const struct input *rest; /* behind bytes; NULL: they are all */
    int64_t mtime;
};

struct container_output {
    /* A document; its path is the name of the source. */
    reader_add *add;
    /* A member to be read as a file of its own. A failure ends the unpacking. */
    enum err_code (*member)(void *ctx, const struct container_member *member, struct err *err);
    /* What was left out: a member, or with an empty name the rest of the file. is_text: a reader
     * should have been there for it. */
    void (*skip)(void *ctx, struct str member, bool is_text, const char *reason);
    void *ctx;
};

enum container {
    FORM_TEXT, /* none of the others: to be decoded */
    FORM_ARCHIVE,
    FORM_ZIP, /* an archive, an office document or a book */
    FORM_PDF,
    FORM_MAIL,
    FORM_MBOX,
    FORM_LIMIT,
};

/* By the first bytes; mail also by the name. */
enum container container_of_bytes(struct str name, struct str bytes);

/* Whether an archive can be read without its end being at hand. */
bool container_is_stream(struct str bytes);

/* The name of a compressed file without the ending of its compression. */
struct str container_inner_name(struct str name);

/* Hands on what is in source; form is not FORM_TEXT. Documents live on scratch, which the output's
 * member() may use as well. ERR_INPUT, ERR_LIMIT: nothing of it could be read. */
enum err_code container_read(enum container form, const struct container_input *input,
                             struct arena *scratch, const struct container_output *output,
                             struct err *err);

/* The readers behind container_read(), one a file. */
typedef enum err_code container_reader(const struct container_input *input, struct arena *scratch,
                                       const struct container_output *output, struct err *err);
container_reader archive_unpack, zip_unpack, pdf_read, mail_read, mbox_read;

#endif
