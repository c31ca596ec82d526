/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_ERR_H
#define PRESSMARK_BASE_ERR_H

/* Errors: a code and a message, held by the caller.
 *
 * A function that can fail returns an enum err_code, takes a struct err as its last parameter and
 * leaves its results untouched on failure. The first failure sets code and message, each level
 * above may add context once, and only main.c prints. */

#ifdef __cplusplus
extern "C" {
#endif

enum err_code {
    ERR_OK = 0,
    ERR_USAGE,       /* the caller's words are wrong: options, a query that cannot be read */
    ERR_INPUT,       /* a document that cannot be read as what it says it is */
    ERR_LIMIT,       /* a limit of ours was reached */
    ERR_IO,          /* the operating system said no */
    ERR_NOT_FOUND,   /* no such index, document or key */
    ERR_LOCKED,      /* another process writes the index */
    ERR_VERSION,     /* an index that another version of Pressmark or Xapian made */
    ERR_ENGINE,      /* only an engine can do it that the program does not have */
    ERR_CORRUPT,     /* a damaged index */
    ERR_UNREACHABLE, /* another machine does not answer, or not in what it should */
    ERR_CHANGED,     /* the index changed under a reader more often than it retries */
    ERR_INTERRUPTED, /* a signal asked the program to stop */
    ERR_INTERNAL,    /* a defect of ours, or an exception nobody foresaw */
};

struct err {
    enum err_code code;
    char message[500]; /* NUL-terminated UTF-8, one line, cut where it would not fit */
};

#define ERR_INIT                                                                                   \
    {                                                                                              \
        ERR_OK, ""                                                                                 \
    }

/* Sets err, unless it holds an earlier error already, and returns the code it then holds. */
enum err_code err_set(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set() with ERR_IO (ERR_NOT_FOUND for ENOENT): the message ends in the text of errno. */
enum err_code err_set_errno(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts "<formatted>: " before the message err holds; returns its code. */
enum err_code err_context(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void err_clear(struct err *err);

#ifdef __cplusplus
}
#endif
#endif
