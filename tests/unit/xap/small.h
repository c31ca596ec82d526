/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TESTS_UNIT_XAP_SMALL_H
#define PRESSMARK_TESTS_UNIT_XAP_SMALL_H

/* Small databases for the tests of lib/xap. */

#include "../folder.h"
#include "xap/xap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static char path[96];

static int make_folder(void **state)
{
    (void)state;
    if (make_folder_of("xap_test"))
        return -1;
    snprintf(path, sizeof path, "%s/db", folder);
    return 0;
}

static inline struct xap_bytes bytes(const char *s)
{
    return (struct xap_bytes){s, strlen(s)};
}

#define assert_bytes(found, text)                                                                  \
    do {                                                                                           \
        struct xap_bytes found_ = (found);                                                         \
        assert_int_equal(found_.n, strlen(text));                                                  \
        assert_memory_equal(found_.p, text, found_.n);                                             \
    } while (0)

/* Fails with the message. */
static inline void must(enum xap_code code, const struct xap_error *error)
{
    if (code != XAP_OK || error->code != XAP_OK)
        fail_msg("%s: %s", xap_code_name(error->code), error->message);
}

static inline struct xap_database *open_at(const char *where, enum xap_mode mode)
{
    struct xap_error error;
    struct xap_database *db = NULL;
    must(xap_open(where, mode, XAP_NO_SYNC, &db, &error), &error);
    return db;
}

/* Adds a document of words, each at its position, with its last word in slot 0 and the text as
 * data. */
static inline uint32_t add(struct xap_database *db, const char *text)
{
    struct xap_error error;
    struct xap_term terms[32];
    uint32_t positions[32], docid = 0;
    struct xap_value last = {0, {text, 0}};
    struct xap_document d = {.terms = terms, .values = &last, .n_values = 1, .data = bytes(text)};
    for (const char *p = text; *(p += strspn(p, " ")); p += last.value.n) {
        last.value = (struct xap_bytes){p, strcspn(p, " ")};
        positions[d.n_terms] = (uint32_t)d.n_terms + 1;
        terms[d.n_terms] = (struct xap_term){last.value, 1, &positions[d.n_terms], 1};
        d.n_terms++;
    }
    must(xap_add_document(db, &d, &docid, &error), &error);
    return docid;
}

/* Makes a new database of the texts, which end with NULL. */
static inline void make_at(const char *where, const char *const *texts)
{
    struct xap_error error;
    struct xap_database *db = open_at(where, XAP_CREATE);
    for (; *texts; texts++)
        add(db, *texts);
    must(xap_commit(db, &error), &error);
    xap_close(db);
}

#define MAKE(where, ...) make_at(where, (const char *const[]){__VA_ARGS__, NULL})

#endif
