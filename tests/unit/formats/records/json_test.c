/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of JSON files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "indexer/formats/shared/json_node.h"
#include "tests/unit/formats/collect.h"

static void each_object_of_an_array_is_a_record(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON,
                    "[\n"
                    " {\"id\": 1,\n"
                    "  \"title\": \"T\",\n"
                    "  \"text\": \"body here\",\n"
                    "  \"k\": [\"a\"]},\n"
                    " {\"id\": 2}\n"
                    "]\n",
                    WORDS("body"),
                    "id: 1\n"
                    "title: T\n"
                    "k = a\n"
                    "4:0 body\n"
                    "[body here]\n"
                    "id: 2\n"
                    "title: \n"
                    "no body\n"
                    "[]\n");
}

static void lines_before_an_array_are_counted_once(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON, "\n\n[\"ab\",\n \"cd\"]\n", WORDS("ab", "cd"),
                    "title: \n"
                    "3:0 ab\n"
                    "4:0 cd\n"
                    "[ab\n"
                    "\n"
                    "cd]\n");
}

static void an_object_alone_is_one_document(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON,
                    "{\"name\": \"pkg\",\n"
                    " \"nested\": {\"deep\": \"string one\"},\n"
                    " \"l\": [\"two\", 3]}\n",
                    WORDS("string", "two"),
                    "title: pkg\n"
                    "nested_deep = string one\n"
                    "l = two\n"
                    "l = 3\n"
                    "2:0 string\n"
                    "3:0 two\n"
                    "navigation: nested\n"
                    "[pkg\n"
                    "\n"
                    "string one\n"
                    "\n"
                    "two\n"
                    "\n"
                    "nested\n"
                    "deep\n"
                    "l]\n");
}

static void a_notebook_is_the_source_of_its_cells(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON,
                    "{\"cells\": [\n"
                    " {\"cell_type\": \"markdown\",\n"
                    "  \"source\": [\"# T\\n\",\n"
                    "   \"text\"]},\n"
                    " {\"outputs\": [\"no\"], \"source\": \"x = 1\"}],\n"
                    " \"nbformat\": 4}\n",
                    WORDS("text", "x"),
                    "title: T\n"
                    "h1: T\n"
                    "4:0 text\n"
                    "4:0 x\n"
                    "[T\n"
                    "\n"
                    "text\n"
                    "\n"
                    "x = 1]\n");
}

static void what_a_cell_printed_belongs_to_it(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_JSON,
        "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"a\\n\", \"b\"], \"outputs\": ["
        "{\"name\": \"stdout\", \"text\": [\"walnut\\n\"]},"
        "{\"data\": {\"text/plain\": \"fig\", \"image/png\": \"aGVsbG8=\"}}]}],"
        "\"nbformat\": 4}",
        NULL, "title: \n[a\nb\n\nwalnut\n\n\nfig]\n");
}

static void what_is_no_object_is_skipped_with_its_place(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON,
                    "[{\"a\":\"x\"}, 3,\n"
                    " {\"b\": }, {\"c\": \"}\" {}},\n"
                    " [\"s\", [\"t\"]], {\"d\":\"y\"}] z",
                    NULL,
                    "id: 1\n"
                    "title: \n"
                    "a = x\n"
                    "[x]\n"
                    "skipped 1: not a JSON object\n"
                    "skipped 2: column 8: no value\n"
                    "skipped 2: column 21: no name of a member\n"
                    "id: 3\n"
                    "title: \n"
                    "[s\n"
                    "\n"
                    "t]\n"
                    "id: 3\n"
                    "title: \n"
                    "d = y\n"
                    "[y]\n"
                    "skipped 3: column 27: no value\n");
}

static void what_a_record_wraps_has_its_title_and_date(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON,
                    "[{\"type\":\"Feature\",\"properties\":{\"name\":\"Medlar\"},\"n\":1},\n"
                    " {\"tweet\":{\"full_text\":\"ripe\",\"created_at\":\"2021-02-03\"}},\n"
                    " {\"author\":{\"name\":\"Ann\"},\"n\":1}]",
                    NULL,
                    "id: 1\n"
                    "title: Medlar\n"
                    "type = Feature\n"
                    "properties_name = Medlar\n"
                    "n = 1\n"
                    "[Feature\n"
                    "\n"
                    "Medlar]\n"
                    "id: 2\n"
                    "title: \n"
                    "created_at = 2021-02-03\n"
                    "tweet_full_text = ripe\n"
                    "tweet_created_at = 2021-02-03\n"
                    "[ripe]\n"
                    "id: 3\n"
                    "title: \n"
                    "author_name = Ann\n"
                    "n = 1\n"
                    "[Ann]\n");
}

static void a_conversation_has_the_date_of_its_first_message(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON,
                    "{\"title\":\"Fig\",\"messages\":[{\"date\":\"2021-02-03\",\"text\":\"one\"},"
                    "{\"date\":\"2021-02-04\",\"text\":\"two\"}]}",
                    NULL,
                    "title: Fig\n"
                    "date = 2021-02-03\n"
                    "messages_date = 2021-02-03\n"
                    "messages_text = one\n"
                    "messages_date = 2021-02-04\n"
                    "messages_text = two\n"
                    "navigation: messages\n"
                    "[one\n"
                    "\n"
                    "two\n"
                    "\n"
                    "messages\n"
                    "date]\n");
}

static void a_date_in_parts_may_be_a_month(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON, "[{\"title\":\"Fig\",\"issued\":{\"date-parts\":[[\"2021\",2]]}}]",
                    NULL,
                    "id: 1\n"
                    "title: Fig\n"
                    "issued_date-parts = 2021-02\n"
                    "issued_date-parts = 2021\n"
                    "issued_date-parts = 2\n"
                    "[Fig\n"
                    "\n"
                    "2021]\n");
}

/* An object that exists for the sake of a list of documents. */
static void records_in_a_member_of_an_object_are_found(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON,
                    "{\"count\": 2,\n"
                    " \"items\": [\n"
                    "  {\"title\": \"A\", \"n\": \"x\"},\n"
                    "  {\"title\": \"B\"}]}\n",
                    WORDS("x"),
                    "id: 3\n"
                    "title: A\n"
                    "n = x\n"
                    "3:0 x\n"
                    "[A\n"
                    "\n"
                    "x]\n"
                    "id: 4\n"
                    "title: B\n"
                    "no x\n"
                    "[B]\n");
    /* nested deeper, with text around it */
    assert_extracts(FORMAT_JSON,
                    "{\"response\": {\"of\": \"solr\", \"docs\": [{\"id\": 7, \"text\": \"seven is "
                    "a number\"}]}}\n",
                    NULL,
                    "title: \n"
                    "response_of = solr\n"
                    "navigation: response\n"
                    "[solr\n"
                    "\n"
                    "response\n"
                    "of]\n"
                    "id: 7\n"
                    "title: \n"
                    "[seven is a number]\n");
    /* a document that contains a list */
    assert_extracts(FORMAT_JSON,
                    "{\"title\": \"Chat\",\n"
                    " \"messages\": [{\"role\": \"user\",\n"
                    "   \"content\": \"hello there\"}]}\n",
                    WORDS("hello"),
                    "title: Chat\n"
                    "messages_role = user\n"
                    "messages_content = hello there\n"
                    "3:0 hello\n"
                    "navigation: messages\n"
                    "[hello there\n\nmessages\nrole]\n");
}

static void names_that_say_something_can_be_found(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON,
                    "{\"glossary\": {\"Fig tree\": \"a plant\",\n"
                    "  \"src/walnut_2.c\": {}, \"7\": \"x\", \"1921\": [{\"Fig tree\": 1}]}}",
                    WORDS("Fig", "walnut"),
                    "title: \n"
                    "glossary_fig_tree = a plant\n"
                    "glossary = x\n"
                    "glossary_fig_tree = 1\n"
                    "1:0 Fig\n"
                    "2:0 walnut\n"
                    "navigation: glossary\n"
                    "[a plant\n\nx\n\nglossary\nFig tree\nsrc/walnut_2.c\n1921]\n");
    /* of a record among others, not those that are its columns */
    assert_extracts(FORMAT_JSON,
                    "[{\"Tree no\": \"x\", \"votes\": {\"Ann Lee\": 3, \"by\": 2, "
                    "\"INC0012345678901\": {\"a\": 1}}}]",
                    NULL,
                    "id: 1\n"
                    "title: \n"
                    "tree_no = x\n"
                    "votes_ann_lee = 3\n"
                    "votes_by = 2\n"
                    "votes_a = 1\n"
                    "navigation: Ann Lee\n"
                    "[x\n\nAnn Lee\nINC0012345678901]\n");
}

static void lists_of_lists_keep_their_numbers(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON, "[[\"Fig\", 1921], [\"Plum\", true]]", NULL,
                    "title: \n[Fig\n\n1921\n\nPlum\n\ntrue]\n");
}

static void objects_of_python_and_javascript_are_read(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON,
                    "[{'title': 'Ann\\'s', \"n\": None, 'ok': True},\n {text: 'two', $a_1: 3},\n"
                    " {\"a\": don't}, {\"b\": 'it \"is\"'}]",
                    NULL,
                    "id: 1\n"
                    "title: Ann's\n"
                    "ok = True\n"
                    "[Ann's]\n"
                    "id: 2\n"
                    "title: \n"
                    "a_1 = 3\n"
                    "[two]\n"
                    "skipped 3: column 8: no value\n"
                    "id: 3\n"
                    "title: \n"
                    "b = it \"is\"\n"
                    "[it \"is\"]\n");
}

static void a_notebook_shows_what_is_drawn_and_who_wrote_it(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_JSON,
        "{\"metadata\": {\"authors\": [{\"name\": \"Ann\"}, \"Bob\"], \"status\": \"x\"},"
        "\"cells\": [{\"cell_type\": \"code\", \"source\": \"a\","
        "\"metadata\": {\"tags\": [\"fig\"]}, \"outputs\": ["
        "{\"data\": {\"text/plain\": \"<IPython.core.display.HTML object>\","
        "\"text/html\": \"<p>one <b>two</b></p>\"}},"
        "{\"data\": {\"text/plain\": \"t\", \"text/html\": \"<p>t</p>\"}},"
        "{\"data\": {\"text/latex\": [\"$x$\"]}},"
        "{\"ename\": \"E\", \"evalue\": \"v\","
        "\"traceback\": [\"\\u001b[0;31mE\\u001b[0m at f.py\"]}]}], \"nbformat\": 4}",
        NULL,
        "title: \n"
        "status = x\n"
        "author = Ann\n"
        "author = Bob\n"
        "tags = fig\n"
        "[a\n\n<IPython.core.display.HTML object>\none two\n\nt\n\n$x$\n\n"
        "E: v\nE at f.py]\n");
}

/* Objects in sequence, over several lines. */
static void objects_may_follow_each_other(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON, "{\"text\":\n\"a\"}\n{\"text\":\n\"b\"}\n", WORDS("b"),
                    "id: 1\n"
                    "title: \n"
                    "no b\n"
                    "[a]\n"
                    "id: 3\n"
                    "title: \n"
                    "4:0 b\n"
                    "[b]\n");
}

static void what_is_no_json_is_read_as_text(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON, "{ not json", WORDS("json"),
                    "title: \n"
                    "1:7 json\n"
                    "[{ not json]\n");
}

static void json_with_comments_is_text_with_all_its_words(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON, "{\"a\": /* walnut */ \"x\"}\n", NULL,
                    "title: \n[{\"a\": /* walnut */ \"x\"}\n]\n");
}

static void older_notebooks_and_errors_are_read(void **state)
{
    (void)state;
    assert_extracts(FORMAT_JSON,
                    "{\"nbformat\":3,\"worksheets\":[{\"cells\":[{\"cell_type\":\"heading\","
                    "\"source\":[\"Old\"]},{\"cell_type\":\"code\",\"input\":[\"f()\"],"
                    "\"outputs\":[{\"text\":[\"out\"]},{\"ename\":\"E\",\"evalue\":\"bad\"}]}]}]}",
                    NULL, "title: Old\nh1: Old\n[Old\n\nf()\n\nout\n\nE: bad]\n");
}

/* Reads a string of n letters with one special character at `at`, followed by a number. */
static void reads_string(size_t n, size_t at, const char *written, const char *meant,
                         uint32_t wanted_line)
{
    AUTO(buf_done) struct buf source = BUF_INIT;
    AUTO(buf_done) struct buf wanted = BUF_INIT;
    struct arena arena = ARENA_INIT;
    struct json_node *node;
    struct json_problem problem;
    size_t end;
    buf_append_str(&source, STR_LITERAL("[\""));
    for (size_t i = 0; i < n; i++) {
        buf_append_str(&source, i == at ? str_of(written) : STR_LITERAL("x"));
        buf_append_str(&wanted, i == at ? str_of(meant) : STR_LITERAL("x"));
    }
    buf_append_str(&source, STR_LITERAL("\",7]"));
    assert_true(json_node_read(buf_str(&source), 1, &arena, &node, &end, &problem));
    assert_int_equal(end, source.n);
    assert_true(str_equal(node->first->text, buf_str(&wanted)));
    assert_int_equal(node->first->next->line, wanted_line);
    for (size_t cut = 1; cut + 3 < source.n; cut++)
        assert_false(
            json_node_read(str_slice(buf_str(&source), 0, cut), 1, &arena, &node, &end, &problem));
    arena_done(&arena);
}

static void strings_are_read_whatever_stands_where(void **state)
{
    (void)state;
    for (size_t n = 1; n < 20; n++)
        for (size_t at = 0; at < n; at++) {
            reads_string(n, at, "\\\"", "\"", 1);
            reads_string(n, at, "\\\\", "\\", 1);
            reads_string(n, at, "\\n", "\n", 1);
            reads_string(n, at, "\n", "\n", 2);
            reads_string(n, at, "\xC3\xA9", "\xC3\xA9", 1);
            reads_string(n, at, "#", "#", 1);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(older_notebooks_and_errors_are_read),
        cmocka_unit_test(json_with_comments_is_text_with_all_its_words),
        cmocka_unit_test(what_a_cell_printed_belongs_to_it),
        cmocka_unit_test(each_object_of_an_array_is_a_record),
        cmocka_unit_test(lines_before_an_array_are_counted_once),
        cmocka_unit_test(an_object_alone_is_one_document),
        cmocka_unit_test(a_notebook_is_the_source_of_its_cells),
        cmocka_unit_test(what_is_no_object_is_skipped_with_its_place),
        cmocka_unit_test(what_a_record_wraps_has_its_title_and_date),
        cmocka_unit_test(a_conversation_has_the_date_of_its_first_message),
        cmocka_unit_test(a_date_in_parts_may_be_a_month),
        cmocka_unit_test(records_in_a_member_of_an_object_are_found),
        cmocka_unit_test(objects_may_follow_each_other),
        cmocka_unit_test(names_that_say_something_can_be_found),
        cmocka_unit_test(lists_of_lists_keep_their_numbers),
        cmocka_unit_test(objects_of_python_and_javascript_are_read),
        cmocka_unit_test(a_notebook_shows_what_is_drawn_and_who_wrote_it),
        cmocka_unit_test(what_is_no_json_is_read_as_text),
        cmocka_unit_test(strings_are_read_whatever_stands_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
