/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests how errors of libxapian are reported. */
#include "small.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- each class of errors, from a server ---- */

/* Answers the client's first request according to the arguments: with an error of Xapian's number
 * CODE ("raise CODE"), or with given bytes ("say HEX"). */
static int serve(char **words)
{
    unsigned char reply[256] = {1}; /* an exception */
    size_t n = 2;
    if (strcmp(words[0], "raise") == 0) {
        reply[n++] = (unsigned char)atoi(words[1]);
        n += (size_t)snprintf((char *)reply + n, 100, "%c%c%s", '\1' - 1, 9, "that's it");
        reply[1] = (unsigned char)(n - 2);
    } else {
        n = 0;
        for (unsigned byte; sscanf(words[1] + 2 * n, "%2x", &byte) == 1; n++)
            reply[n] = (unsigned char)byte;
    }
    if (write(STDOUT_FILENO, reply, n) != (ssize_t)n)
        return 1;
    return 0;
}

static enum xap_code ask_server(const char *arguments, struct xap_error *error)
{
    struct xap_database *db = NULL;
    enum xap_code code = xap_open_program("/proc/self/exe", arguments, XAP_READ, 5000, &db, error);
    xap_close(db);
    return code;
}

static void each_class_of_xapian_has_its_code(void **state)
{
    (void)state;
    static const struct {
        int number;
        enum xap_code code;
        const char *name;
    } classes[] = {
        {0, XAP_ERROR_ASSERTION, "AssertionError"},
        {1, XAP_ERROR_INVALID_ARGUMENT, "InvalidArgumentError"},
        {2, XAP_ERROR_INVALID_OPERATION, "InvalidOperationError"},
        {3, XAP_ERROR_UNIMPLEMENTED, "UnimplementedError"},
        {4, XAP_ERROR_DATABASE, "DatabaseError"},
        {5, XAP_ERROR_DATABASE_CORRUPT, "DatabaseCorruptError"},
        {6, XAP_ERROR_DATABASE_CREATE, "DatabaseCreateError"},
        {7, XAP_ERROR_DATABASE_LOCK, "DatabaseLockError"},
        {8, XAP_ERROR_DATABASE_MODIFIED, "DatabaseModifiedError"},
        {9, XAP_ERROR_DATABASE_OPENING, "DatabaseOpeningError"},
        {10, XAP_ERROR_DATABASE_VERSION, "DatabaseVersionError"},
        {11, XAP_ERROR_DOCUMENT_NOT_FOUND, "DocNotFoundError"},
        {12, XAP_ERROR_FEATURE_UNAVAILABLE, "FeatureUnavailableError"},
        {13, XAP_ERROR_INTERNAL, "InternalError"},
        {14, XAP_ERROR_NETWORK, "NetworkError"},
        {15, XAP_ERROR_NETWORK_TIMEOUT, "NetworkTimeoutError"},
        {16, XAP_ERROR_QUERY_PARSER, "QueryParserError"},
        {17, XAP_ERROR_SERIALISATION, "SerialisationError"},
        {18, XAP_ERROR_RANGE, "RangeError"},
        {19, XAP_ERROR_WILDCARD, "WildcardError"},
        {20, XAP_ERROR_DATABASE_NOT_FOUND, "DatabaseNotFoundError"},
        {21, XAP_ERROR_DATABASE_CLOSED, "DatabaseClosedError"},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        char arguments[32];
        struct xap_error error;
        snprintf(arguments, sizeof arguments, "raise %d", classes[i].number);
        assert_int_equal(ask_server(arguments, &error), classes[i].code);
        assert_int_equal(error.code, classes[i].code);
        assert_string_equal(xap_code_name(error.code), classes[i].name);
        assert_non_null(strstr(error.message, "that's it"));
    }
    assert_string_equal(xap_code_name(XAP_OK), "");
    assert_string_equal(xap_code_name((enum xap_code)1000), "");
}

static void nonsense_of_a_server_is_an_error(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "00012a",                 /* a greeting that is too short */
        "000510010000",           /* a truncated one */
        "0003630000",             /* another version of the protocol */
        "00042701ffff",           /* a number without an end */
        "00ffffffffffffffffffff", /* a length without an end */
        "07012a",                 /* an answer to another request */
        "0101ff",                 /* an error that cannot be decoded */
        "0100",                   /* one that is not an error */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char arguments[64];
        struct xap_error error;
        snprintf(arguments, sizeof arguments, "say %s", cases[i]);
        if (ask_server(arguments, &error) == XAP_OK)
            fail_msg("%s is taken for a database", cases[i]);
    }
}

static void messages_are_one_line_of_text(void **state)
{
    (void)state;
    struct xap_error error;
    /* DatabaseError: "a", newline, escape, a C1 control, half a character, "z". */
    assert_int_equal(ask_server("say 010a040007610a1bc285c37a", &error), XAP_ERROR_DATABASE);
    const char *text = strstr(error.message, "z");
    assert_non_null(text);
    for (const char *p = error.message; *p; p++)
        assert_true((unsigned char)*p >= ' ' && (unsigned char)*p < 0x7F);
}

/* ---- errors without a server ---- */

static void what_is_not_there_is_not_found(void **state)
{
    (void)state;
    struct xap_database *db = NULL;
    struct xap_document *document = NULL;
    struct xap_error error;
    assert_int_equal(xap_open(path, XAP_READ, 0, &db, &error), XAP_ERROR_DATABASE_NOT_FOUND);
    assert_null(db);
    MAKE(path, "a b");
    db = open_at(path, XAP_READ);
    assert_int_equal(xap_document_read(db, 7, XAP_DATA, &document, &error),
                     XAP_ERROR_DOCUMENT_NOT_FOUND);
    assert_int_equal(xap_document_read(db, 0, XAP_DATA, &document, &error),
                     XAP_ERROR_INVALID_ARGUMENT);
    assert_null(document);
    assert_int_equal(xap_document_read(db, 7, XAP_DATA, &document, NULL),
                     XAP_ERROR_DOCUMENT_NOT_FOUND);
    xap_close(db);
    xap_close(NULL);
}

static void what_cannot_be_opened_says_why(void **state)
{
    (void)state;
    char name[128];
    struct xap_database *db = NULL;
    struct xap_error error;
    MAKE(path, "a b");
    struct xap_database *writer = open_at(path, XAP_WRITE);
    assert_int_equal(xap_open(path, XAP_WRITE, 0, &db, &error), XAP_ERROR_DATABASE_LOCK);
    assert_int_equal(xap_open(path, XAP_CREATE, 0, &db, &error), XAP_ERROR_DATABASE_CREATE);
    xap_close(writer);

    snprintf(name, sizeof name, "%s/postlist.glass", path);
    assert_int_equal(truncate(name, 100), 0);
    assert_int_not_equal(xap_open(path, XAP_READ, 0, &db, &error), XAP_OK);
    unlink(name);
    mkfifo(name, 0600);
    assert_int_equal(xap_open(path, XAP_READ, 0, &db, &error), XAP_ERROR_DATABASE_CORRUPT);

    snprintf(name, sizeof name, "%s/iamglass", path);
    int fd = open(name, O_WRONLY);
    assert_int_equal(pwrite(fd, "\x7F", 1, 14), 1); /* the format's date */
    close(fd);
    snprintf(name, sizeof name, "%s/postlist.glass", path);
    unlink(name);
    assert_int_equal(xap_open(path, XAP_READ, 0, &db, &error), XAP_ERROR_DATABASE_VERSION);

    snprintf(name, sizeof name, "%s/stub", folder);
    FILE *stub = fopen(name, "w");
    fputs("nonsense\n", stub);
    fclose(stub);
    assert_int_equal(xap_open(name, XAP_READ, 0, &db, &error), XAP_ERROR_DATABASE_OPENING);
    assert_null(db);
}

static void a_reader_is_told_that_it_is_late(void **state)
{
    (void)state;
    struct xap_error error;
    struct xap_document *document;
    bool is_other = false;
    enum { N = 1000 };
    struct xap_database *writer = open_at(path, XAP_CREATE), *reader = NULL;
    for (int i = 0; i < 4; i++) {
        for (int k = 0; k < N; k++)
            add(writer, "a b c d e f g h");
        for (uint32_t docid = (uint32_t)i * N; docid-- > 0 && reader;)
            xap_delete_document(writer, docid, NULL);
        must(xap_commit(writer, &error), &error);
        if (!reader)
            reader = open_at(path, XAP_READ);
    }
    assert_int_equal(xap_document_read(reader, N / 2, XAP_TERMS, &document, &error),
                     XAP_ERROR_DATABASE_MODIFIED);
    must(xap_reopen(reader, &is_other, &error), &error);
    assert_true(is_other);
    assert_int_equal(xap_document_read(reader, N / 2, XAP_TERMS, &document, &error),
                     XAP_ERROR_DOCUMENT_NOT_FOUND);
    must(xap_reopen(reader, &is_other, &error), &error);
    assert_false(is_other);
    xap_close(reader);
    xap_close(writer);
}

static void servers_that_are_not_there_or_silent(void **state)
{
    (void)state;
    struct xap_error error;
    struct xap_database *db = NULL;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t n = sizeof address;
    int silent = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(silent, (struct sockaddr *)&address, n), 0);
    assert_int_equal(getsockname(silent, (struct sockaddr *)&address, &n), 0);
    uint16_t port = ntohs(address.sin_port);
    assert_int_equal(xap_open_tcp("127.0.0.1", port, XAP_READ, 200, 200, &db, &error),
                     XAP_ERROR_NETWORK);
    assert_non_null(strstr(error.message, "127.0.0.1"));
    assert_int_equal(listen(silent, 1), 0);
    assert_int_equal(xap_open_tcp("127.0.0.1", port, XAP_READ, 200, 200, &db, &error),
                     XAP_ERROR_NETWORK_TIMEOUT);
    assert_int_equal(xap_open_tcp("127.0.0.1", port, XAP_CREATE, 200, 200, &db, &error),
                     XAP_ERROR_INVALID_ARGUMENT);
    close(silent);
    assert_int_not_equal(xap_open_program("/nonexistent", "", XAP_READ, 200, &db, &error), XAP_OK);
    assert_null(db);
}

#ifndef __SANITIZE_ADDRESS__
static void too_much_memory_is_an_error(void **state)
{
    (void)state;
    struct xap_error error;
    struct xap_postings *postings = NULL;
    MAKE(path, "a b");
    struct xap_database *db = open_at(path, XAP_READ);
    struct xap_bytes longest = {"a", SIZE_MAX}, long_one = {"a", (size_t)1 << 61};
    assert_int_equal(xap_postings_open(db, longest, &postings, &error), XAP_ERROR_EXCEPTION);
    assert_int_equal(xap_postings_open(db, long_one, &postings, &error), XAP_ERROR_OUT_OF_MEMORY);
    assert_string_equal(error.message, "out of memory");
    assert_null(postings);
    xap_close(db);
}
#endif

/* ---- the last words ---- */

static void say_last_words(const char *message)
{
    dprintf(STDERR_FILENO, "last: %s", message);
    _exit(7);
}

/* Commits without room on the disk, in a process whose files must not grow. */
static void fill_the_disk(void)
{
    struct xap_error error;
    struct rlimit limit = {40000, 40000};
    struct xap_database *db = open_at(path, XAP_WRITE);
    for (int i = 0; i < 5000; i++)
        add(db, "a b c d e f g h");
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    xap_set_last_words(say_last_words);
    enum xap_code code = xap_commit(db, &error);
    xap_close(db);
    _exit(code == XAP_ERROR_DATABASE ? 7 : 1);
}

static void a_full_disk_is_an_error_or_the_last_words(void **state)
{
    (void)state;
    MAKE(path, "a b");
    pid_t child = fork();
    if (child == 0)
        fill_the_disk();
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    struct xap_database *db = open_at(path, XAP_READ); /* unchanged */
    struct xap_statistics s;
    struct xap_error error;
    must(xap_get_statistics(db, &s, &error), &error);
    assert_int_equal(s.n_documents, 1);
    xap_close(db);
}

int main(int argc, char **argv)
{
    if (argc == 3)
        return serve(argv + 1);
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_class_of_xapian_has_its_code),
        cmocka_unit_test(nonsense_of_a_server_is_an_error),
        cmocka_unit_test(messages_are_one_line_of_text),
        TEST(what_is_not_there_is_not_found),
        TEST(what_cannot_be_opened_says_why),
        TEST(a_reader_is_told_that_it_is_late),
        TEST(servers_that_are_not_there_or_silent),
#ifndef __SANITIZE_ADDRESS__
        TEST(too_much_memory_is_an_error),
#endif
        TEST(a_full_disk_is_an_error_or_the_last_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
