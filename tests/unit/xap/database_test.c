/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests writing and reading databases through libxapian. */
#include "small.h"

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

static void a_document_comes_back_as_it_was_written(void **state)
{
    (void)state;
    struct xap_error error;
    const uint32_t positions[] = {2, 5, 9};
    const struct xap_term terms[] = {{{"b\0b", 3}, 7, positions, 3}, {bytes("a"), 0, NULL, 0}};
    const struct xap_value values[] = {{9, bytes("nine")}, {2, {"\0", 1}}};
    const struct xap_document written = {terms, 2, values, 2, {"da\0ta", 5}};
    struct xap_document *d;
    struct xap_database *db = open_at(path, XAP_CREATE);
    uint32_t docid = 0, length, n_terms, places[2];
    size_t n;
    must(xap_add_document(db, &written, &docid, &error), &error);
    must(xap_commit(db, &error), &error);
    assert_int_equal(docid, 1);

    must(xap_document_read(db, 1, XAP_DATA | XAP_VALUES | XAP_POSITIONS, &d, &error), &error);
    assert_int_equal(d->n_terms, 2);
    assert_bytes(d->terms[0].name, "a");
    assert_int_equal(d->terms[0].wdf + d->terms[0].n_positions, 0);
    assert_memory_equal(d->terms[1].name.p, "b\0b", 3);
    assert_int_equal(d->terms[1].wdf, 7);
    assert_int_equal(d->terms[1].n_positions, 3);
    assert_memory_equal(d->terms[1].positions, positions, sizeof positions);
    assert_int_equal(d->n_values, 2);
    assert_int_equal(d->values[0].slot, 2);
    assert_int_equal(d->values[0].value.n, 1);
    assert_bytes(d->values[1].value, "nine");
    assert_memory_equal(d->data.p, "da\0ta", 5);
    xap_document_free(d);
    must(xap_document_read(db, 1, XAP_TERMS, &d, &error), &error);
    assert_int_equal(d->n_terms, 2);
    assert_null(d->terms[1].positions);
    assert_int_equal(d->data.n + d->n_values, 0);
    xap_document_free(d);
    xap_document_free(NULL);

    must(xap_document_length(db, 1, &length, &n_terms, &error), &error);
    assert_int_equal(length, 7);
    assert_int_equal(n_terms, 2);
    must(xap_document_length(db, 1, &length, NULL, &error), &error);
    must(xap_positions(db, 1, terms[0].name, places, 2, &n, &error), &error);
    assert_int_equal(n, 3);
    assert_int_equal(places[1], 5);
    must(xap_positions(db, 1, bytes("none"), places, 2, &n, &error), &error);
    assert_int_equal(n, 0);
    xap_close(db);
}

static void a_document_is_replaced_edited_and_deleted(void **state)
{
    (void)state;
    struct xap_error error;
    struct xap_document *d;
    uint32_t docid;
    const struct xap_term id = {bytes("Q1"), 0, NULL, 0}, other = {bytes("z"), 2, NULL, 0};
    const struct xap_document first = {&id, 1, NULL, 0, bytes("first")},
                              second = {&id, 1, NULL, 0, bytes("second")},
                              changes = {&other, 1, NULL, 0, bytes("third")};
    const struct xap_bytes gone[] = {bytes("Q1"), bytes("never")};
    struct xap_database *db = open_at(path, XAP_CREATE);
    must(xap_replace_by_term(db, bytes("Q1"), &first, &docid, &error), &error);
    must(xap_replace_by_term(db, bytes("Q1"), &second, NULL, &error), &error);
    must(xap_replace_document(db, 40, &first, &error), &error);
    must(xap_document_read(db, docid, XAP_DATA, &d, &error), &error);
    assert_bytes(d->data, "second");
    xap_document_free(d);

    must(xap_edit_document(db, docid, gone, 2, &changes, &error), &error);
    must(xap_document_read(db, docid, XAP_DATA | XAP_TERMS, &d, &error), &error);
    assert_bytes(d->data, "third");
    assert_int_equal(d->n_terms, 1);
    assert_bytes(d->terms[0].name, "z");
    xap_document_free(d);

    must(xap_delete_by_term(db, bytes("Q1"), &error), &error);
    assert_int_equal(xap_delete_document(db, 40, &error), XAP_ERROR_DOCUMENT_NOT_FOUND);
    must(xap_delete_document(db, docid, &error), &error);
    struct xap_statistics s;
    must(xap_get_statistics(db, &s, &error), &error);
    assert_int_equal(s.n_documents, 0);
    assert_int_equal(s.last_docid, 40);
    xap_close(db);
}

/* What libxapian would accept, and then fail on when committing, losing the transaction. */
static void what_cannot_be_stored_is_refused_and_takes_nothing_with_it(void **state)
{
    (void)state;
    struct xap_error error;
    static char many[300];
    memset(many, 'x', sizeof many);
    const uint32_t falling[] = {2, 1}, zero = 0;
    const struct xap_term bad[] = {{{many, 246}, 1, NULL, 0},
                                   {{"", 0}, 1, NULL, 0},
                                   {bytes("a"), 1, falling, 2},
                                   {bytes("a"), 1, &zero, 1}};
    struct xap_database *db = open_at(path, XAP_CREATE);
    add(db, "good");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct xap_document d = {&bad[i], 1, NULL, 0, {NULL, 0}};
        assert_int_equal(xap_add_document(db, &d, NULL, &error), XAP_ERROR_INVALID_ARGUMENT);
    }
    const struct xap_document large = {.data = {many, SIZE_MAX}};
    assert_int_equal(xap_add_document(db, &large, NULL, &error), XAP_ERROR_INVALID_ARGUMENT);
    assert_int_equal(xap_set_metadata(db, "", bytes("v"), &error), XAP_ERROR_INVALID_ARGUMENT);
    assert_int_equal(xap_count_spelling(db, (struct xap_bytes){many, 300}, 1, &error),
                     XAP_ERROR_INVALID_ARGUMENT);
    must(xap_commit(db, &error), &error);
    struct xap_statistics s;
    must(xap_get_statistics(db, &s, &error), &error);
    assert_int_equal(s.n_documents, 1);
    xap_close(db);
}

static void what_is_not_committed_is_dropped(void **state)
{
    (void)state;
    struct xap_error error;
    struct xap_statistics s;
    MAKE(path, "a");
    struct xap_database *db = open_at(path, XAP_WRITE);
    add(db, "b");
    xap_close(db); /* where libxapian would commit */

    db = open_at(path, XAP_WRITE);
    must(xap_begin(db, &error), &error);
    assert_int_equal(xap_begin(db, &error), XAP_ERROR_INVALID_OPERATION);
    add(db, "c");
    must(xap_cancel(db, &error), &error);
    must(xap_begin(db, &error), &error);
    add(db, "d");
    must(xap_commit_transaction(db, &error), &error);
    must(xap_begin(db, &error), &error);
    add(db, "e");
    xap_close(db);

    db = open_at(path, XAP_READ);
    must(xap_get_statistics(db, &s, &error), &error);
    assert_int_equal(s.n_documents, 2);
    assert_int_equal(xap_commit(db, &error), XAP_ERROR_INVALID_OPERATION);
    assert_int_equal(xap_delete_document(db, 1, &error), XAP_ERROR_INVALID_OPERATION);
    xap_close(db);
}

static void statistics_say_what_there_is(void **state)
{
    (void)state;
    struct xap_error error;
    struct xap_statistics s;
    struct xap_term_statistics term;
    struct xap_slot_statistics slot;
    struct xap_bytes uuid;
    uint64_t revision;
    MAKE(path, "a b b2", "a c", "a a2 a3 a4");
    struct xap_database *db = open_at(path, XAP_READ);
    must(xap_get_statistics(db, &s, &error), &error);
    assert_true(s.n_shards == 1 && s.n_documents == 3 && s.last_docid == 3);
    assert_true(s.total_length == 9 && s.average_length == 3 && s.has_positions);
    assert_true(s.min_length == 2 && s.max_length >= 4);
    must(xap_get_term_statistics(db, bytes("a"), &term, &error), &error);
    assert_true(term.termfreq == 3 && term.collection_freq == 3 && term.max_wdf >= 1);
    must(xap_get_term_statistics(db, bytes("none"), &term, &error), &error);
    assert_true(term.termfreq == 0 && term.collection_freq == 0 && term.max_wdf == 0);
    assert_int_equal(xap_get_term_statistics(db, bytes(""), &term, &error),
                     XAP_ERROR_INVALID_ARGUMENT);
    must(xap_get_slot_statistics(db, 0, &slot, &error), &error);
    assert_int_equal(slot.n_documents, 3);
    assert_bytes(slot.lower, "a4");
    assert_bytes(slot.upper, "c");
    must(xap_get_uuid(db, &uuid, &error), &error);
    assert_int_equal(uuid.n, 36);
    must(xap_get_revision(db, &revision, &error), &error);
    assert_int_equal(revision, 1);
    must(xap_keep_alive(db, &error), &error);
    assert_true(strncmp(xap_version(), "1.4.", 4) == 0);
    xap_close(db);
}

/* Asserts terms such as "a b c", and closes the list. */
static void assert_terms(struct xap_terms *terms, const char *wanted)
{
    struct xap_term_entry entry;
    struct xap_error error;
    char all[200] = "";
    for (;;) {
        must(xap_terms_next(terms, &entry, &error), &error);
        if (!entry.name.p)
            break;
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s%.*s", *all ? " " : "",
                 (int)entry.name.n, entry.name.p);
    }
    must(xap_terms_next(terms, &entry, &error), &error); /* stays at the end */
    assert_null(entry.name.p);
    assert_string_equal(all, wanted);
    xap_terms_close(terms);
}

static void lists_are_read_forwards(void **state)
{
    (void)state;
    struct xap_error error;
    struct xap_terms *terms;
    struct xap_term_entry term;
    struct xap_postings *postings;
    struct xap_posting posting;
    struct xap_values *values;
    struct xap_value_entry value;
    MAKE(path, "a ab x", "a b", "ab abc");
    struct xap_database *db = open_at(path, XAP_READ);

    must(xap_terms_open(db, bytes(""), &terms, &error), &error);
    assert_terms(terms, "a ab abc b x");
    must(xap_terms_open(db, bytes("ab"), &terms, &error), &error);
    assert_terms(terms, "ab abc");
    must(xap_terms_open(db, bytes(""), &terms, &error), &error);
    must(xap_terms_skip(terms, bytes(""), &term, &error), &error);
    assert_bytes(term.name, "a");
    xap_terms_close(terms);
    must(xap_terms_open_document(db, 1, true, &terms, &error), &error);
    must(xap_terms_skip(terms, bytes("aa"), &term, &error), &error);
    assert_bytes(term.name, "ab");
    assert_true(term.wdf == 1 && term.termfreq == 2);
    must(xap_terms_skip(terms, bytes("a"), &term, &error), &error);
    assert_bytes(term.name, "ab");
    assert_terms(terms, "x");
    xap_terms_close(NULL);

    must(xap_postings_open(db, bytes("a"), &postings, &error), &error);
    must(xap_postings_next(postings, &posting, &error), &error);
    assert_true(posting.docid == 1 && posting.wdf == 1 && posting.length == 3);
    must(xap_postings_skip(postings, 2, &posting, &error), &error);
    assert_int_equal(posting.docid, 2);
    must(xap_postings_skip(postings, 3, &posting, &error), &error);
    assert_int_equal(posting.docid, 0);
    must(xap_postings_next(postings, &posting, &error), &error);
    assert_int_equal(posting.docid, 0);
    xap_postings_close(postings);
    xap_postings_close(NULL);

    must(xap_values_open(db, 0, &values, &error), &error);
    must(xap_values_next(values, &value, &error), &error);
    assert_bytes(value.value, "x");
    must(xap_values_skip(values, 3, &value, &error), &error);
    assert_int_equal(value.docid, 3);
    assert_bytes(value.value, "abc");
    must(xap_values_next(values, &value, &error), &error);
    assert_int_equal(value.docid, 0);
    xap_values_close(values);
    xap_values_close(NULL);
    xap_close(db);
}

static void what_is_beside_documents_is_kept(void **state)
{
    (void)state;
    struct xap_error error;
    struct xap_terms *terms;
    struct xap_bytes found;
    struct xap_database *db = open_at(path, XAP_CREATE);
    must(xap_set_metadata(db, "k1", bytes("one"), &error), &error);
    must(xap_set_metadata(db, "k2", bytes("two"), &error), &error);
    must(xap_count_spelling(db, bytes("hello"), 3, &error), &error);
    must(xap_count_spelling(db, bytes("help"), 2, &error), &error);
    must(xap_count_spelling(db, bytes("help"), -2, &error), &error);
    must(xap_add_synonym(db, bytes("car"), bytes("auto"), &error), &error);
    must(xap_add_synonym(db, bytes("car"), bytes("van"), &error), &error);
    must(xap_remove_synonym(db, bytes("car"), bytes("van"), &error), &error);
    must(xap_commit(db, &error), &error);
    must(xap_get_metadata(db, "k2", &found, &error), &error);
    assert_bytes(found, "two");
    must(xap_get_metadata(db, "none", &found, &error), &error);
    assert_int_equal(found.n, 0);
    must(xap_terms_open_metadata_keys(db, bytes("k"), &terms, &error), &error);
    assert_terms(terms, "k1 k2");
    must(xap_terms_open_spellings(db, &terms, &error), &error);
    assert_terms(terms, "hello");
    must(xap_terms_open_synonyms(db, bytes("car"), &terms, &error), &error);
    assert_terms(terms, "auto");
    must(xap_get_spelling(db, bytes("helo"), 2, &found, &error), &error);
    assert_bytes(found, "hello");
    xap_close(db);
}

static void several_databases_are_one(void **state)
{
    (void)state;
    struct xap_error error;
    struct xap_statistics s;
    struct xap_document *d;
    char second[128], stub[128];
    snprintf(second, sizeof second, "%s/second", folder);
    snprintf(stub, sizeof stub, "%s/stub", folder);
    MAKE(path, "a1", "a2");
    MAKE(second, "b1");
    struct xap_database *db = NULL, *other = open_at(path, XAP_READ);
    must(xap_open_none(&db, &error), &error);
    must(xap_add(db, other, &error), &error);
    xap_close(other);
    other = open_at(second, XAP_READ);
    assert_int_equal(xap_add(db, db, &error), XAP_ERROR_INVALID_ARGUMENT);
    must(xap_add(db, other, &error), &error);
    xap_close(other);
    must(xap_get_statistics(db, &s, &error), &error);
    assert_true(s.n_shards == 2 && s.n_documents == 3);
    must(xap_document_read(db, 2, XAP_DATA, &d, &error), &error);
    assert_bytes(d->data, "b1");
    xap_document_free(d);
    struct xap_database *shard = NULL, *memory;
    must(xap_open_shard(db, 1, &shard, &error), &error);
    must(xap_document_read(shard, 1, XAP_DATA, &d, &error), &error);
    assert_bytes(d->data, "b1");
    xap_document_free(d);
    xap_close(shard);
    assert_int_equal(xap_open_shard(db, 2, &shard, &error), XAP_ERROR_INVALID_ARGUMENT);
    must(xap_open("", XAP_CREATE, XAP_IN_MEMORY, &memory, &error), &error);
    assert_int_equal(xap_add(db, memory, &error), XAP_ERROR_INVALID_ARGUMENT);
    xap_close(memory);
    xap_close(db);

    FILE *file = fopen(stub, "w");
    fprintf(file, "auto %s\nauto %s\n", path, second);
    fclose(file);
    must(xap_open(stub, XAP_READ, XAP_STUB, &db, &error), &error);
    must(xap_get_statistics(db, &s, &error), &error);
    assert_int_equal(s.n_shards, 2);
    xap_close(db);

    db = open_at(path, XAP_WRITE);
    other = open_at(second, XAP_WRITE);
    must(xap_add(db, other, &error), &error);
    xap_close(other);
    add(db, "c");
    must(xap_commit(db, &error), &error);
    must(xap_get_statistics(db, &s, &error), &error);
    assert_true(s.n_shards == 2 && s.n_documents == 4);
    xap_close(db);
}

static void a_program_serves_a_database(void **state)
{
    (void)state;
    struct xap_error error;
    struct xap_statistics s;
    struct xap_bytes word;
    char arguments[128];
    uint64_t revision;
    MAKE(path, "a b", "a");
    struct xap_database *db = NULL;
    snprintf(arguments, sizeof arguments, "--timeout=20000 %s", path);
    must(xap_open_program("xapian-progsrv", arguments, XAP_READ, 20000, &db, &error), &error);
    must(xap_get_statistics(db, &s, &error), &error);
    assert_int_equal(s.n_documents, 2);
    must(xap_keep_alive(db, &error), &error);
    must(xap_get_spelling(db, bytes("helo"), 2, &word, &error), &error);
    assert_int_equal(word.n, 0);
    assert_int_equal(xap_get_revision(db, &revision, &error), XAP_ERROR_UNIMPLEMENTED);
    xap_close(db);

    snprintf(arguments, sizeof arguments, "--writable --timeout=20000 %s", path);
    must(xap_open_program("xapian-progsrv", arguments, XAP_WRITE, 20000, &db, &error), &error);
    add(db, "c");
    must(xap_commit(db, &error), &error);
    must(xap_get_statistics(db, &s, &error), &error);
    assert_int_equal(s.n_documents, 3);
    xap_close(db);
}

static void count_line(void *ctx, const char *line)
{
    assert_null(strchr(line, '\n'));
    ++*(size_t *)ctx;
}

static void databases_are_checked_and_compacted(void **state)
{
    (void)state;
    struct xap_error error;
    struct xap_statistics s;
    char small[128];
    size_t n_errors = 7, n_lines = 0;
    snprintf(small, sizeof small, "%s/small", folder);
    MAKE(path, "a b", "c");
    must(xap_check(path, XAP_CHECK_STATISTICS, count_line, &n_lines, &n_errors, &error), &error);
    assert_int_equal(n_errors, 0);
    assert_true(n_lines > 3);
    must(xap_check(path, 0, NULL, NULL, &n_errors, &error), &error);
    struct xap_database *db = open_at(path, XAP_WRITE);
    must(xap_delete_document(db, 1, &error), &error);
    must(xap_commit(db, &error), &error);
    xap_close(db);
    db = open_at(path, XAP_READ);
    must(xap_compact(db, small, XAP_KEEP_DOCIDS | XAP_SINGLE_FILE, &error), &error);
    xap_close(db);
    db = open_at(small, XAP_READ);
    must(xap_get_statistics(db, &s, &error), &error);
    assert_true(s.n_documents == 1 && s.last_docid == 2);
    xap_close(db);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        TEST(a_document_comes_back_as_it_was_written),
        TEST(a_document_is_replaced_edited_and_deleted),
        TEST(what_cannot_be_stored_is_refused_and_takes_nothing_with_it),
        TEST(what_is_not_committed_is_dropped),
        TEST(statistics_say_what_there_is),
        TEST(lists_are_read_forwards),
        TEST(what_is_beside_documents_is_kept),
        TEST(several_databases_are_one),
        TEST(a_program_serves_a_database),
        TEST(databases_are_checked_and_compacted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
