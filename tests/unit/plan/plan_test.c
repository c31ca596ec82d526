/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests what the plan of a query asks the engine for. */
#include "search/plan/plan.h"
#include "search/plan/planner.h"

#include "base/mem.h"
#include "search/plan/rank.h"
#include "search/query/parse.h"
#include "store/schema.h"
#include "tests/property/query_maker.h"
#include "xapian_engine/writer.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- a small index that consists of terms only ---- */

static const struct searcher {
    const char *text, *title, *author, *county, *tag, *path, *language, *date;
} SOURCES[] = {
    /* 1 */ {"Secure Communities in Ohio: biometric information sharing for all counties.",
             "Ohio counties benefit", "Jane Smith", "Stark", "press release", "releases/a.txt",
             "en", "20110510"},
    /* 2 */
    {"The community of Dayton is not secure. A well-known sheriff said so to ice.gov.", "Dayton",
     "", "Montgomery", "news", "releases/b.txt", "en", "20110714123000"},
    /* 3 */
    {"Information about the sharing of biometric data in the U.S.", "Biometrics", "John Smith", "",
     "", "web/c.html", "en", "201105"},
    /* 4 */
    {"Der bekannte Sheriff der Gemeinde, die Gemeinden und das Archiv.", "Archiv", "", "", "",
     "de/d.txt", "de", "2011"},
    /* 5 */
    {"\xE5\x9B\xB3\xE6\x9B\xB8\xE9\xA4\xA8\xE3\x81\xAF\xE9\x96\x8B\xE9\xA4\xA8", "", "", "", "",
     "ja/e.txt", "ja", ""},
    /* 6 */
    {"Secure communities, communities and communities again; the last of them.", "Communities", "",
     "", "news", "releases/f.txt", "en", "2012"},
};

struct posting {
    char name[SCHEMA_MAX_TERM_BYTES + 1];
    uint32_t wdf, position;
};

struct postings {
    struct posting items[512];
    size_t n;
    uint32_t position;
};

static void post(struct postings *ps, const char *prefix, struct str term, uint32_t position)
{
    struct posting *p = &ps->items[ps->n++];
    snprintf(p->name, sizeof p->name, "%s%.*s", prefix, STR_PRINT(term));
    p->wdf = prefix[0] == '\0' || prefix[0] == 'Z'; /* words of fields have only positions */
    p->position = position;
}

static void post_text(struct postings *ps, struct analyser *a, const char *prefix, const char *text,
                      const char *language)
{
    struct token t;
    analyser_start(a, str_of(text), ps->position);
    while (analyser_next(a, &t)) {
        post(ps, prefix, t.term, t.position);
        if (language && (t.kind == TOKEN_WORD || t.kind == TOKEN_ACRONYM)) {
            char stem[8];
            snprintf(stem, sizeof stem, "Z%s", prefix);
            post(ps, stem, analyser_stem(a, language_by_code(str_of(language)), t.form), 0);
        }
        ps->position = t.position + 1;
    }
    ps->position += SCHEMA_FIELD_GAP;
}

static int compare_postings(const void *left, const void *right)
{
    const struct posting *a = left, *b = right;
    int order = strcmp(a->name, b->name);
    return order ? order : (a->position > b->position) - (a->position < b->position);
}

static void add_document(struct xapian_writer *w, struct analyser *a, const struct searcher *s)
{
    static struct postings ps;
    static struct store_term terms[512];
    static uint32_t positions[512];
    struct err err = ERR_INIT;
    ps.n = 0;
    ps.position = 1;
    post_text(&ps, a, "", s->text, s->language);
    post_text(&ps, a, "", s->title, s->language);
    post_text(&ps, a, PREFIX_TITLE, s->title, s->language);
    post_text(&ps, a, PREFIX_AUTHOR, s->author, NULL);
    post_text(&ps, a, "XCOUNTY:", s->county, NULL);
    post_text(&ps, a, PREFIX_PATH, s->path, NULL);
    if (s->tag[0]) {
        post(&ps, PREFIX_KEYWORD, str_of(s->tag), 0);
        post_text(&ps, a, PREFIX_KEYWORD, s->tag, NULL);
    }
    post(&ps, PREFIX_LANGUAGE, str_of(s->language), 0);
    post(&ps, PREFIX_ENDING, str_of(strrchr(s->path, '.') + 1), 0);
    post(&ps, PREFIX_TYPE, str_of(strstr(s->path, ".html") ? "html" : "text"), 0);
    struct str date = str_of(s->date);
    if (date.n >= 4)
        post(&ps, PREFIX_YEAR, str_slice(date, 0, 4), 0);
    if (date.n >= 6)
        post(&ps, PREFIX_MONTH, str_slice(date, 0, 6), 0);
    if (date.n >= 8)
        post(&ps, PREFIX_DAY, str_slice(date, 0, 8), 0);
    qsort(ps.items, ps.n, sizeof *ps.items, compare_postings);

    size_t n_terms = 0;
    uint32_t n_positions = 0;
    for (size_t i = 0; i < ps.n; i++) {
        const struct posting *p = &ps.items[i];
        if (i == 0 || strcmp(p->name, p[-1].name) != 0)
            terms[n_terms++] = (struct store_term){.name = p->name,
                                                   .name_length = (uint32_t)strlen(p->name),
                                                   .first_position = n_positions};
        terms[n_terms - 1].wdf += p->wdf;
        if (p->position) {
            positions[n_positions++] = p->position;
            terms[n_terms - 1].n_positions++;
        }
    }
    struct store_value value = {SLOT_DATE, (uint32_t)date.n, date.p};
    struct store_document d = {.terms = terms,
                               .n_terms = n_terms,
                               .positions = positions,
                               .values = &value,
                               .n_values = date.n > 0,
                               .data = "",
                               .data_length = 0};
    if (xapian_writer_add(w, &d, NULL, &err))
        fail_msg("%s", err.message);
}

struct fixture {
    struct hints *hints;
    char directory[64], database[80];
    struct analyser *analyser;
    struct store_reader *reader;
    language_id languages[3];
};
static struct fixture fixture;

static int setup(void **state)
{
    struct err err = ERR_INIT;
    struct xapian_writer *w;
    (void)state;
    snprintf(fixture.directory, sizeof fixture.directory, "/tmp/plan_test.XXXXXX");
    assert_non_null(mkdtemp(fixture.directory));
    snprintf(fixture.database, sizeof fixture.database, "%s/db", fixture.directory);
    fixture.analyser = analyser_new((struct analyser_settings){0});
    fixture.languages[0] = language_by_code(STR_LITERAL("en"));
    fixture.languages[1] = language_by_code(STR_LITERAL("de"));
    fixture.languages[2] = language_by_code(STR_LITERAL("ja"));
    if (xapian_writer_open(fixture.database, XAPIAN_CREATE, &w, &err))
        fail_msg("%s", err.message);
    for (size_t i = 0; i < sizeof SOURCES / sizeof *SOURCES; i++)
        add_document(w, fixture.analyser, &SOURCES[i]);
    assert_int_equal(xapian_writer_commit(w, &err), ERR_OK);
    xapian_writer_close(w);
    const char *path = fixture.database;
    if (store_reader_open_folders(&store_glass, &path, 1, &fixture.reader, &err))
        fail_msg("%s", err.message);
    return 0;
}

static int teardown(void **state)
{
    char command[120];
    (void)state;
    store_reader_close(fixture.reader);
    analyser_free(fixture.analyser);
    snprintf(command, sizeof command, "rm -r '%s'", fixture.directory);
    return system(command);
}

static enum err_code make_plan(const char *query, size_t n_languages, struct arena *arena,
                               struct plan *plan, struct err *err)
{
    struct query_node *root = NULL;
    struct plan_index index = {.reader = fixture.reader,
                               .analyser = fixture.analyser,
                               .languages = fixture.languages,
                               .n_languages = n_languages,
                               .now = 1320000000, /* 2011-10-30 */
                               .hints = fixture.hints};
    if (parse_query(str_of(query), arena, &root, err))
        return err->code;
    return plan_query(root, &index, arena, plan, err);
}

/* ---- nodes as text ---- */

static void print_own(const struct store_node *n, struct buf *out)
{
    static const char *const names[] = {
        [STORE_AND] = "AND",         [STORE_OR] = "OR",         [STORE_AND_NOT] = "ANDNOT",
        [STORE_AND_MAYBE] = "MAYBE", [STORE_FILTER] = "FILTER", [STORE_PHRASE] = "PHRASE",
        [STORE_NEAR] = "NEAR",       [STORE_SYNONYM] = "SYN",   [STORE_MAX] = "MAX",
        [STORE_SCALE] = "",          [STORE_ALL] = "ALL",       [STORE_NONE] = "NONE",
    };
    if (n->op == STORE_TERM)
        buf_append_str(out, n->name);
    else if (n->op == STORE_VALUE_RANGE)
        buf_append_format(out, "[%.*s,%.*s]", STR_PRINT(n->name), STR_PRINT(n->upper));
    else
        buf_append_format(out, "%s", names[n->op]);
    if (n->op == STORE_TERM && n->wqf > 1)
        buf_append_format(out, "^%u", n->wqf);
    if (n->op == STORE_SCALE)
        buf_append_format(out, "%g", n->factor);
    if (n->op == STORE_PHRASE || n->op == STORE_NEAR)
        buf_append_format(out, "%u", n->window);
}

static struct str print_plan(const struct plan *plan, struct arena *arena)
{
    struct str *stack = arena_alloc(arena, (plan->n_nodes + 1) * sizeof *stack);
    size_t depth = 0;
    for (size_t i = 0; i < plan->n_nodes; i++) {
        const struct store_node *n = &plan->nodes[i];
        AUTO(buf_done) struct buf out = BUF_INIT;
        print_own(n, &out);
        assert_true(depth >= n->n_children);
        depth -= n->n_children;
        for (uint32_t j = 0; j < n->n_children; j++) {
            buf_append_char(&out, j ? ' ' : '(');
            buf_append_str(&out, stack[depth + j]);
        }
        if (n->n_children)
            buf_append_char(&out, ')');
        stack[depth++] = arena_copy(arena, buf_str(&out));
    }
    assert_true(depth <= 1);
    return depth ? stack[0] : STR_EMPTY;
}

struct row {
    const char *query, *expected;
};

static void check_nodes(const struct row *rows, size_t n, size_t n_languages)
{
    size_t n_wrong = 0;
    for (size_t i = 0; i < n; i++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        struct err err = ERR_INIT;
        struct plan plan;
        if (make_plan(rows[i].query, n_languages, &arena, &plan, &err))
            fail_msg("%s: %s", rows[i].query, err.message);
        struct str printed = print_plan(&plan, &arena);
        if (!str_equal(printed, str_of(rows[i].expected))) {
            print_error("%s\n  is       %.*s\n  expected %s\n", rows[i].query, STR_PRINT(printed),
                        rows[i].expected);
            n_wrong++;
        }
    }
    assert_int_equal(n_wrong, 0);
}

static void plans_words(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {"Counties", "OR(Zcounti 0.2(counties))"},
        {"secure counties", "OR(Zsecur 0.2(secure) Zcounti 0.2(counties))"},
        {"ohio Ohio", "OR(Zohio^2 0.2(ohio^2))"},
        {"county counties", "OR(Zcounti^2 0.2(county) 0.2(counties))"},
        {"the counties of", "OR(Zcounti 0.2(counties))"},
        {"the of", "OR(Zthe 0.2(the) Zof 0.2(of))"},
        {"+the ohio", "MAYBE(OR(Zthe 0.2(the)) OR(Zohio 0.2(ohio)))"},
        {"U.S. us it", "OR(Zus^2 0.2(us^2))"},
        {"I.T. it ohio", "OR(Zit^2 0.2(it^2) Zohio 0.2(ohio))"},
        {"is it", "OR(Zis 0.2(is) Zit 0.2(it))"},
        {"* ohio", "OR(Zohio 0.2(ohio))"},
        {"*", "ALL"},
        {"* -ohio", "ANDNOT(ALL OR(Zohio 0.2(ohio)))"},
        {"well-known", "OR(Zwell 0.2(well) Zknown 0.2(known) 0.5(PHRASE2(well known)))"},
        {"+well-known", "PHRASE2(well known)"},
        {"-well-known", "ANDNOT(ALL PHRASE2(well known))"},
        {"ohio AND well-known", "AND(OR(Zohio 0.2(ohio)) PHRASE2(well known))"},
        {"\"The Information\" ohio",
         "OR(PHRASE2(the information) Zohio 0.2(ohio) Zinform 0.2(information))"},
        {"\"The Information\" the", "PHRASE2(the information)"},
        {"\"counties\"", "counties"},
        {"+ohio +dayton the", "AND(OR(Zohio 0.2(ohio)) OR(Zdayton 0.2(dayton)))"},
        {"+ohio stark", "MAYBE(OR(Zohio 0.2(ohio)) OR(Zstark 0.2(stark)))"},
        {"ohio -dayton -stark",
         "ANDNOT(OR(Zohio 0.2(ohio)) OR(OR(Zdayton 0.2(dayton)) OR(Zstark 0.2(stark))))"},
        {"-ohio", "ANDNOT(ALL OR(Zohio 0.2(ohio)))"},
        {"ohio -...", "OR(Zohio 0.2(ohio))"},
        {"ohio -\xE2\x80\x94", "OR(Zohio 0.2(ohio))"},
        {"\xE2\x80\x94", ""},
        {"ohio AND NOT dayton", "ANDNOT(OR(Zohio 0.2(ohio)) OR(Zdayton 0.2(dayton)))"},
        {"ohio OR NOT dayton", "OR(OR(Zohio 0.2(ohio)) ANDNOT(ALL OR(Zdayton 0.2(dayton))))"},
        {"NOT ohio AND NOT dayton", "ANDNOT(ALL OR(OR(Zohio 0.2(ohio)) OR(Zdayton 0.2(dayton))))"},
        {"ohio NEAR/3 the", "NEAR5(ohio the)"},
        {"ohio NEAR (dayton OR stark)", "NEAR12(ohio OR(dayton stark))"},
        {"ohio NEAR well-known", "NEAR13(ohio well known)"},
        {"title:(ohio NEAR counties)", "NEAR12(Sohio Scounties)"},
    };
    check_nodes(rows, sizeof rows / sizeof *rows, 1);
}

static void plans_fields(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"title:Counties", "OR(ZScounti 1(Scounties))"},
        {"title:\"ohio counties\"", "PHRASE2(Sohio Scounties)"},
        {"title:well-known", "PHRASE2(Swell Sknown)"},
        {"title:(ohio dayton)", "OR(OR(ZSohio 1(Sohio)) OR(ZSdayton 1(Sdayton)))"},
        {"title:ohio dayton", "AND(OR(Zdayton 0.2(dayton)) OR(ZSohio 1(Sohio)))"},
        {"title:the", "OR(ZSthe 1(Sthe))"},
        {"author:Smith", "Asmith"},
        {"county:Stark", "XCOUNTY:stark"},
        {"x-y_2:\"New York\"", "PHRASE2(XX-Y_2:new XX-Y_2:york)"},
        {"tag:News", "0(Knews)"},
        {"tags:\"Press  Release\"", "0(Kpress release)"},
        {"tag:press-release", "0(OR(Kpress release AND(Kpress Krelease)))"},
        {"tag:a tag:b", "AND(0(Ka) 0(Kb))"},
        {"path:releases/a", "0(PHRASE2(Preleases Pa))"},
        {"ext:.HTML", "0(Ehtml)"},
        {"lang:german", "0(Lde)"},
        {"language:DE type:Text", "AND(0(Lde) 0(Ttext))"},
        {"ohio type:text lang:en lang:de", "AND(OR(Zohio 0.2(ohio)) 0(Ttext) OR(0(Len) 0(Lde)))"},
        {"ohio (lang:en OR type:html)", "AND(OR(Zohio 0.2(ohio)) OR(0(Len) 0(Thtml)))"},
        {"the type:text", "AND(OR(Zthe 0.2(the)) 0(Ttext))"},
        {"ohio -type:html", "ANDNOT(OR(Zohio 0.2(ohio)) 0(Thtml))"},
        {"+type:text ohio", "AND(OR(Zohio 0.2(ohio)) 0(Ttext))"},
        {"+path:a +path:b path:c path:d", "AND(0(Pa) 0(Pb) OR(0(Pc) 0(Pd)))"},
        {"+title:ohio dayton", "MAYBE(OR(ZSohio 1(Sohio)) OR(Zdayton 0.2(dayton)))"},
        {"date:2011", "0(Y2011)"},
        {"date:2011-05", "0(M201105)"},
        {"date:2011-05-10", "0(D20110510)"},
        {"date:yesterday", "0(D20111029)"},
        {"date:2011..2012", "0([2011,20121231~])"},
        {"date:2011-05..2011-07", "0(ANDNOT([201105,20110731~] [2011,2011]))"},
        {"date:2011-05-10..2011-07-30",
         "0(ANDNOT([20110510,20110730~] OR([201107,201107] [2011,2011])))"},
        {"date:..2011", "0([0,20111231~])"},
        {"date:2011-05-01..", "0([201105,])"},
        {"date:*", "0([0,])"},
        {"date:2011 ohio date:2013", "AND(OR(Zohio 0.2(ohio)) OR(0(Y2011) 0(Y2013)))"},
    };
    check_nodes(rows, sizeof rows / sizeof *rows, 1);
}

static void plans_expansions(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"communit*", "SYN(communities community)"},
        {"nothere*", "nothere"},
        {"title:biom*", "Sbiometrics"},
        {"ohio NEAR communit*", "NEAR12(ohio OR(communities community))"},
        {"ohio NEAR/3 ice.go*", "NEAR6(ohio ice gov)"},
        {"information-shar* ADJ/3 communit*",
         "PHRASE6(information sharing OR(communities community))"},
        {"well-k* NEAR/3 ohio", "NEAR6(well k ohio)"},
        {"ice.go*", "PHRASE2(ice gov)"},
        {"*iometri*", "SYN(biometric biometrics)"},
        {"d?yton", "dayton"},
        {"sec*e", "secure"},
        {"z?z", "z?z"},
        {"secuer~", "0.5(secure)"},
        {"secure~", "secure"},
        {"biometric~", "MAX(biometric 0.5(biometrics))"},
        {"commuinties~2", "0.5(communities)"},
        {"tag:new*", "0(Knews)"},
        {"-communit*", "ANDNOT(ALL SYN(communities community))"},
    };
    check_nodes(rows, sizeof rows / sizeof *rows, 1);
}

#define TO "\xE5\x9B\xB3"
#define SHO "\xE6\x9B\xB8"
#define KAN "\xE9\xA4\xA8"
#define SHU "\xE4\xB9\xA6" /* these two as they are simplified */
#define GUAN "\xE9\xA6\x86"

static void plans_languages(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Gemeinden", "OR(Zgemeind 0.2(gemeinden))"},
        {"the sheriff", "OR(Zsheriff 0.2(sheriff))"},
        {"die sheriff und", "OR(Zsheriff 0.2(sheriff))"},
        {TO SHO KAN, "OR(" TO SHU " " SHU GUAN " 0.1(PHRASE2(" TO SHU " " SHU GUAN ")))"},
        {"+" TO SHO KAN, "PHRASE2(" TO SHU " " SHU GUAN ")"},
        {TO, TO SHU},
    };
    check_nodes(rows, sizeof rows / sizeof *rows, 3);
}

/* ---- what is found ---- */

static const struct row FOUND[] = {
    {"\"biometric information sharing\"", "1"},
    {"community", "6 2 1"},
    {"*", "1 2 3 4 5 6"},
    {"-community", "3 4 5"},
    {"+secure -sheriff", "6 1"},
    {"title:county", "1"},
    {"title:counties biometric", "1"},
    {"author:smith", "1 3"},
    {"author:\"john smith\"", "3"},
    {"county:stark", "1"},
    {"tag:news", "2 6"},
    {"tag:\"press release\"", "1"},
    {"path:releases", "1 2 6"},
    {"lang:german", "4"},
    {"ext:html", "3"},
    {"date:2011", "1 2 3 4"},
    {"date:2011-05", "1 3"},
    {"date:2011-05-10", "1"},
    {"date:2011-05..2011-07", "1 2 3"},
    {"date:2011-05-02..2011-07", "1 2"},
    {"date:2011-05-10..2011-07-14", "1 2"},
    {"date:..2011-05", "1 3"},
    {"date:..2011-05-30", "1"},
    {"date:2011..2012", "1 2 3 4 6"},
    {"date:2011-01..2012-11", "1 2 3 4"},
    {"date:2011-07-01..", "2 6"},
    {"date:2011-06..", "2 6"},
    {"date:*", "1 2 3 4 6"},
    {"biometric NEAR/0 information", "1"},
    {"biometric NEAR/0 sharing", ""},
    {"biometric NEAR/1 sharing", "3 1"},
    {"information NEAR/2 biometric", "1"},
    {"information NEAR/4 biometric", "3 1"},
    {"sheriff NEAR/10 (gemeinde OR dayton)", "2 4"},
    {"nothere* NEAR sheriff", ""},
    {"well-known", "2"},
    {"\"ice.gov\"", "2"},
    {"icegov", "2"},
    {"U.S.", "3"},
    {"gemeinden", "4"},
    {"das gemeindearchiv", "4"},      /* a compound that is in no document */
    {"die bekanntensheriffs", "4 2"}, /* the same, with a linking element */
    {"das gemeindexyzarchiv", ""},
    {"the gemeindearchiv", ""}, /* English has none */
    {KAN, "5"},
    {TO, "5"},
    {TO SHO, "5"},
    {TO SHO KAN, "5"},
    {"w?ll-known", "2"},
};

static void finds(void **state)
{
    (void)state;
    size_t n_wrong = 0;
    for (size_t i = 0; i < sizeof FOUND / sizeof *FOUND; i++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        AUTO(buf_done) struct buf found = BUF_INIT;
        struct err err = ERR_INIT;
        struct plan plan;
        struct store_search search;
        struct store_results *results = NULL;
        if (make_plan(FOUND[i].query, 3, &arena, &plan, &err))
            fail_msg("%s: %s", FOUND[i].query, err.message);
        rank_defaults(&search, 0, plan.n_documents);
        search.nodes = plan.nodes;
        search.n_nodes = plan.n_nodes;
        if (plan.n_nodes && store_reader_search(fixture.reader, &search, &results, &err))
            fail_msg("%s: %s", FOUND[i].query, err.message);
        for (size_t j = 0; results && j < results->n; j++)
            buf_append_format(&found, j ? " %u" : "%u", results->hits[j].docid);
        store_results_free(results);
        if (!str_equal(buf_str(&found), str_of(FOUND[i].expected))) {
            print_error("%s: found '%s', not '%s'\n", FOUND[i].query, buf_c_string(&found),
                        FOUND[i].expected);
            n_wrong++;
        }
    }
    assert_int_equal(n_wrong, 0);
}

/* ---- the weighting ---- */

static struct store_burst burst_of(double length_skew)
{
    struct store_search search;
    rank_defaults(&search, length_skew, 0);
    return search.burst;
}

static void the_weighting_follows_the_lengths_without_a_jump(void **state)
{
    (void)state;
    struct store_burst alike = burst_of(0), giants = burst_of(3), last = alike;
    assert_true(alike.c == RANK_C_ALIKE && alike.power == RANK_BURST_POWER_ALIKE);
    assert_true(fabs(giants.c - RANK_C_GIANTS) < 1e-9);
    assert_true(fabs(giants.power - RANK_BURST_POWER_GIANTS) < 1e-9);
    for (double skew = 0; skew < 3; skew += 0.001) {
        struct store_burst now = burst_of(skew);
        assert_true(now.c >= last.c && now.c < last.c * 1.01);
        assert_true(now.power <= last.power && now.power > last.power * 0.99);
        last = now;
    }
}

/* ---- matches ---- */

static void lists_matches(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"counties -ohio type:text", "term counties 0/0; stem counti 0/0; "},
        {"\"secure communities\" x",
         "term secure 0/1; term communities 1/1; term x 2/0; stem x 2/0; "
         "term secure 0/0; stem secur 0/0; term communities 1/0; stem communiti 1/0; "},
        {"ohio Ohio", "term ohio 0/0; stem ohio 0/0; "},
        {"ice.gov", "term ice 0/0; stem ice 0/0; term gov 1/0; stem gov 1/0; "
                    "term ice 0/1; term gov 1/1; "},
        {"communit*", "prefix communit 0/0; "},
        {"d?yton ohi~", "term dayton 0/0; term ohio 1/0; "},
        {"title:dayton author:smith path:x", "term dayton 0/0; stem dayton 0/0; term smith 1/0; "},
        {"a NEAR b", "term a 0/0; term b 1/0; "},
        {"the ohio", "term ohio 0/0; stem ohio 0/0; "},
    };
    static const char *const kinds[] = {"term", "stem", "prefix"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        AUTO(buf_done) struct buf out = BUF_INIT;
        struct err err = ERR_INIT;
        struct plan plan;
        if (make_plan(rows[i].query, 1, &arena, &plan, &err))
            fail_msg("%s: %s", rows[i].query, err.message);
        for (size_t j = 0; j < plan.n_matches; j++) {
            const struct plan_match *m = &plan.matches[j];
            assert_true(m->word < plan.n_words);
            assert_true(m->weight >= 0.1);
            buf_append_format(&out, "%s %.*s %u/%u; ", kinds[m->kind], STR_PRINT(m->text), m->word,
                              m->phrase);
        }
        if (!str_equal(buf_str(&out), str_of(rows[i].expected)))
            fail_msg("%s: %s\nnot %s", rows[i].query, buf_c_string(&out), rows[i].expected);
    }
}

static void weighs_rare_words_more(void **state)
{
    (void)state;
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct plan plan;
    assert_int_equal(make_plan("dayton community", 1, &arena, &plan, &err), ERR_OK);
    assert_int_equal(plan.n_matches, 4);
    assert_float_equal(plan.matches[0].weight, 1.2993, 0.001); /* log(5.5 / 1.5) */
    assert_float_equal(plan.matches[3].weight, 0.1, 0.0);      /* in half of the documents */
}

static void tells_what_it_ignored(void **state)
{
    (void)state;
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct plan plan;
    assert_int_equal(make_plan("The ohio OF dayton", 1, &arena, &plan, &err), ERR_OK);
    assert_int_equal(plan.n_ignored, 2);
    assert_true(str_equal(plan.ignored[0], STR_LITERAL("The")));
    assert_true(str_equal(plan.ignored[1], STR_LITERAL("OF")));
}

static void says_what_was_understood_otherwise(void **state)
{
    (void)state;
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    AUTO(buf_done) struct buf many = BUF_INIT;
    struct err err = ERR_INIT;
    struct plan plan;
    struct hints hints = {.arena = &arena};
    fixture.hints = &hints;
    assert_int_equal(make_plan("x c*", 1, &arena, &plan, &err), ERR_OK);
    assert_int_equal(hints.n, 1);
    assert_true(str_starts_with(hints.items[0], STR_LITERAL("'c*' needs two letters")));
    for (int i = 0; i < 3000; i++)
        buf_append_format(&many, "word%d ", i);
    buf_append_format(&many, "dayton ");
    assert_int_equal(make_plan(buf_c_string(&many), 1, &arena, &plan, &err), ERR_OK);
    fixture.hints = NULL;
    assert_int_equal(hints.n, 2);
    assert_true(plan.n_words <= PLANNER_MAX_WORDS);
    bool has_known = false;
    for (size_t i = 0; i < plan.n_nodes; i++)
        has_known |= str_equal(plan.nodes[i].name, STR_LITERAL("dayton"));
    assert_true(has_known); /* the only one that is in some document */
}

static void refuses(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"date:2012..2011", "column 6: the range '2012..2011' ends before it starts"},
        {"a NEAR (b AND c)", "column 9: NEAR and ADJ stand between words"},
        {"a NEAR type:html", "column 13: NEAR and ADJ stand between words"},
        {"a NEAR (b -cee)", "column 12: NEAR and ADJ stand between words"},
        {"a NEAR (b OR \"c d\")", "column 14: NEAR and ADJ stand between words"},
        {"a NEAR (b OR c-dd*)", "column 14: NEAR and ADJ stand between words"},
        {"a NEAR *", "column 8: NEAR and ADJ stand between words"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        struct err err = ERR_INIT;
        struct plan plan;
        if (make_plan(rows[i].query, 1, &arena, &plan, &err) != ERR_USAGE)
            fail_msg("%s: not refused", rows[i].query);
        if (!str_starts_with(str_of(err.message), str_of(rows[i].expected)))
            fail_msg("%s: %s", rows[i].query, err.message);
    }
}

static void is_bounded(void **state)
{
    (void)state;
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    AUTO(buf_done) struct buf words = BUF_INIT;
    struct err err = ERR_INIT;
    struct plan plan;
    for (int i = 0; i < 5000; i++)
        buf_append_format(&words, "w%d%s", i, i % 50 ? "." : " ");
    assert_int_equal(make_plan(buf_c_string(&words), 3, &arena, &plan, &err), ERR_OK);
    assert_true(plan.n_words <= PLANNER_MAX_WORDS);
}

/* Whatever can be parsed becomes nodes that Xapian accepts, or is refused as an error in the
 * query. */
static void plans_anything(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf text = BUF_INIT;
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        struct err err = ERR_INIT;
        struct plan plan;
        struct store_search search;
        struct store_results *results;
        uint64_t random = seed;
        query_make(&random, &text);
        if (make_plan(buf_c_string(&text), 3, &arena, &plan, &err)) {
            assert_int_equal(err.code, ERR_USAGE);
            continue;
        }
        print_plan(&plan, &arena); /* asserts that it is a single tree */
        rank_defaults(&search, 0, plan.n_documents);
        search.nodes = plan.nodes;
        search.n_nodes = plan.n_nodes;
        if (plan.n_nodes && store_reader_search(fixture.reader, &search, &results, &err))
            fail_msg("seed %u: %s: %s", (unsigned)seed, buf_c_string(&text), err.message);
        if (plan.n_nodes)
            store_results_free(results);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_words),
        cmocka_unit_test(plans_fields),
        cmocka_unit_test(plans_expansions),
        cmocka_unit_test(plans_languages),
        cmocka_unit_test(finds),
        cmocka_unit_test(lists_matches),
        cmocka_unit_test(weighs_rare_words_more),
        cmocka_unit_test(tells_what_it_ignored),
        cmocka_unit_test(says_what_was_understood_otherwise),
        cmocka_unit_test(refuses),
        cmocka_unit_test(is_bounded),
        cmocka_unit_test(the_weighting_follows_the_lengths_without_a_jump),
        cmocka_unit_test(plans_anything),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
