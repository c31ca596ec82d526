/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_ERR_H
#define PRESSMARK_BASE_ERR_H

/* Errors: a code and a message, in memory of the caller.
 *
 * A function that can fail returns an enum err_code and takes a struct err as its last parameter;
 * on failure it leaves its results untouched. The first failure sets the code and the message, each
 * level above may add context once, and only main.c prints it. */

#ifdef __cplusplus
extern "C" {
#endif

enum err_code {
    ERR_OK = 0,
    ERR_USAGE,       /* the user's input is wrong: options, or a query that cannot be parsed */
    ERR_INPUT,       /* a document is not what it claims to be */
    ERR_LIMIT,       /* one of our limits was exceeded */
    ERR_IO,          /* the operating system reported an error */
    ERR_NOT_FOUND,   /* there is no such index, document or key */
    ERR_LOCKED,      /* another process is writing the index */
    ERR_VERSION,     /* the index is of another version of Pressmark or Xapian */
    ERR_ENGINE,      /* the program does not contain the engine that is needed */
    ERR_CORRUPT,     /* the index is damaged */
    ERR_UNREACHABLE, /* another machine does not answer, or not as it should */
    ERR_CHANGED,     /* the index changed more often than a reader retries */
    ERR_INTERRUPTED, /* a signal asked the program to stop */
    ERR_INTERNAL,    /* a defect of the program, or an unexpected exception */
};

struct err {
    enum err_code code;
    char message[500]; /* NUL-terminated UTF-8, one line, cut if it is too long */
};

#define ERR_INIT                                                                                   \
    {                                                                                              \
        ERR_OK, ""                                                                                 \
    }

/* Sets err, unless it already holds an error. Returns the code that it then holds. */
enum err_code err_set(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Does the same with ERR_IO, or ERR_NOT_FOUND for ENOENT, and appends the text of errno to the
 * message. */
enum err_code err_set_errno(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts "<formatted>: " before the message of err and returns its code. */
enum err_code err_context(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void err_clear(struct err *err);

#ifdef __cplusplus
}
#endif
#endif
