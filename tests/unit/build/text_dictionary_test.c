/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the dictionary for compressing the texts of a corpus. */
#include "indexer/build/text_dictionary.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { N_FILES = 40 };

/* Files in a folder of their own, and changes that claim that each has bytes_each bytes. */
struct corpus {
    char folder[40];
    char paths[N_FILES][64];
    struct source_file files[N_FILES];
    struct change entries[N_FILES];
    struct changes changes;
    struct settings settings;
};

static void make_corpus(struct corpus *c, uint64_t bytes_each)
{
    *c = (struct corpus){.folder = "/tmp/sample_test.XXXXXX",
                         .changes = {.entries = c->entries, .n = N_FILES},
                         .settings = {.max_file_bytes = 1 << 30}};
    assert_non_null(mkdtemp(c->folder));
    for (unsigned i = 0; i < N_FILES; i++) {
        snprintf(c->paths[i], sizeof c->paths[i], "%s/%u.txt", c->folder, i);
        FILE *f = fopen(c->paths[i], "w");
        assert_non_null(f);
        for (unsigned k = 0; k < 60; k++)
            fprintf(f, "The members of committee %u met in room %u of the county court house.\n",
                    i * 31 + k, k * 2654435761u % 997);
        fclose(f);
        c->files[i] = (struct source_file){
            .path = str_of(c->paths[i]), .size_bytes = bytes_each, .settings = &c->settings};
        c->entries[i] = (struct change){.action = CHANGE_READ, .file = &c->files[i]};
    }
}

static void remove_corpus(struct corpus *c)
{
    for (unsigned i = 0; i < N_FILES; i++)
        unlink(c->paths[i]);
    rmdir(c->folder);
}

static void the_same_files_give_the_same_bytes(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf first = BUF_INIT;
    AUTO(buf_done) struct buf second = BUF_INIT;
    struct corpus c;
    make_corpus(&c, 1 << 20);
    text_dictionary_make(&c.changes, "/tmp", &first);
    text_dictionary_make(&c.changes, "/tmp", &second);
    assert_true(first.n > 1000);
    assert_true(str_equal(buf_str(&first), buf_str(&second)));
    remove_corpus(&c);
}

static void a_small_corpus_gives_none(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf dictionary = BUF_INIT;
    struct corpus c;
    make_corpus(&c, 4096);
    text_dictionary_make(&c.changes, "/tmp", &dictionary);
    assert_int_equal(dictionary.n, 0);
    remove_corpus(&c);
}

static void files_that_cannot_be_read_are_passed_over(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf dictionary = BUF_INIT;
    struct corpus c;
    make_corpus(&c, 1 << 20);
    remove_corpus(&c);
    c.entries[3].file = NULL;
    text_dictionary_make(&c.changes, "/tmp", &dictionary);
    assert_int_equal(dictionary.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_files_give_the_same_bytes),
        cmocka_unit_test(a_small_corpus_gives_none),
        cmocka_unit_test(files_that_cannot_be_read_are_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
