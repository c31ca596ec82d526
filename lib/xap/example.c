/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An example of xap.h. It stores each line of standard input as a document whose terms are the
 * line's words, and prints the ten best documents for a word: example NEW-DATABASE WORD <LINES */
#include "xap/xap.h"

#include <stdio.h>
#include <string.h>

static void add_line(struct xap_database *db, const char *line, struct xap_error *error)
{
    struct xap_term words[100];
    struct xap_document document = {.terms = words, .data = {line, strcspn(line, "\n")}};
    for (const char *p = line; *(p += strspn(p, " \n")) && document.n_terms < 100;) {
        size_t n = strcspn(p, " \n");
        words[document.n_terms++] = (struct xap_term){.name = {p, n}, .wdf = 1};
        p += n;
    }
    xap_add_document(db, &document, NULL, error);
}

int main(int argc, char **argv)
{
    const char *word = argc == 3 ? argv[2] : "";
    struct xap_node query = {.op = XAP_TERM, .text = {word, strlen(word)}};
    struct xap_search search = {.nodes = &query, .n_nodes = 1, .max = 10, .with_data = true};
    struct xap_database *db = NULL;
    struct xap_results *found = NULL;
    struct xap_error error;
    char line[1000];
    xap_open(argc == 3 ? argv[1] : "", XAP_CREATE, 0, &db, &error);
    while (!error.code && fgets(line, sizeof line, stdin))
        add_line(db, line, &error);
    if (!error.code && !xap_commit(db, &error))
        xap_search_run(db, &search, &found, &error);
    for (size_t i = 0; found && i < found->n; i++)
        printf("%.3f %.*s\n", found->hits[i].weight, (int)found->hits[i].data.n,
               found->hits[i].data.p);
    if (error.code)
        fprintf(stderr, "%s: %s\n", xap_code_name(error.code), error.message);
    xap_results_free(found);
    xap_close(db);
    return error.code != XAP_OK;
}
