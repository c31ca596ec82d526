/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_UNPACK_H
#define PRESSMARK_INDEXER_UNPACK_H

/* Files that are not plain text: archives and compressed files hand out their members, office
 * documents, books, PDF and mail become documents at once. Nothing is written to disk, and the name
 * of a member is never used as a path. */

#include "indexer/extract.h"
#include "indexer/input.h"

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
struct unpack_budget {
    const struct unpack_limits *limits;
    uint64_t file_bytes; /* size of the file on disk */
    uint64_t unpacked_bytes, n_members;
    uint64_t settled_bytes; /* unpacked, and given back: they count for the ratio only */
};

/* Takes n bytes of the budget. ERR_LIMIT: they are not there, and nothing was taken. */
enum err_code unpack_spend(struct unpack_budget *budget, uint64_t n, struct err *err);
/* As unpack_spend(), for a member. */
enum err_code unpack_spend_member(struct unpack_budget *budget, struct err *err);
/* Gives back what was spent since before: the limits are for a part of a file of many records. */
void unpack_settle(struct unpack_budget *budget, const struct unpack_budget *before);

struct unpack_source {
    struct str name; /* of the file or member */
    struct str bytes;
    int64_t mtime;
    struct unpack_budget *budget;
    const struct input *rest; /* of an archive, behind bytes; NULL: bytes are all */
    /* Of an mbox that is read in pieces, what stands before bytes; the messages are counted on. */
    uint32_t n_lines;
    unsigned *n_messages; /* NULL: bytes are all */
};

struct unpack_member {
    struct str name; /* valid UTF-8 without control characters */
    bool is_whole;   /* all there is in the file: the file without its compression */
    struct str bytes;
    const struct input *rest; /* behind bytes; NULL: they are all */
    int64_t mtime;
};

struct unpack_sink {
    /* A document; its path is the name of the source. */
    extract_emit *emit;
    /* A member to be read as a file of its own. A failure ends the unpacking. */
    enum err_code (*member)(void *ctx, const struct unpack_member *member, struct err *err);
    /* What was left out: a member, or with an empty name the rest of the file. is_text: a reader
     * should have been there for it. */
    void (*skip)(void *ctx, struct str member, bool is_text, const char *reason);
    void *ctx;
};

enum unpack_form {
    FORM_TEXT, /* none of the others: to be decoded */
    FORM_ARCHIVE,
    FORM_ZIP, /* an archive, an office document or a book */
    FORM_PDF,
    FORM_MAIL,
    FORM_MBOX,
    FORM_LIMIT,
};

/* By the first bytes; mail also by the name. */
enum unpack_form unpack_form_of(struct str name, struct str bytes);

/* Whether an archive can be read without its end being at hand. */
bool unpack_is_stream(struct str bytes);

/* The name of a compressed file without the ending of its compression. */
struct str unpack_inner_name(struct str name);

/* Hands on what is in source; form is not FORM_TEXT. Documents live on scratch, which the sink's
 * member() may use as well. ERR_INPUT, ERR_LIMIT: nothing of it could be read. */
enum err_code unpack(enum unpack_form form, const struct unpack_source *source,
                     struct arena *scratch, const struct unpack_sink *sink, struct err *err);

/* The readers behind unpack(), one a file. */
typedef enum err_code unpack_reader(const struct unpack_source *source, struct arena *scratch,
                                    const struct unpack_sink *sink, struct err *err);
unpack_reader unpack_archive, unpack_zip, unpack_pdf, unpack_mail, unpack_mbox;

#endif
