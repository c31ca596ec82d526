/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of HTML elements. */
#include "indexer/formats/html/elements.h"

#include <stdlib.h>

/* Sorted by name. */
static const struct html_element elements[] = {
    {"address", GAP_PARAGRAPH, 0},
    {"article", GAP_PARAGRAPH, ELEMENT_ARTICLE},
    {"aside", GAP_PARAGRAPH, ELEMENT_BESIDE},
    {"blockquote", GAP_PARAGRAPH, 0},
    {"body", GAP_PARAGRAPH, 0},
    {"br", GAP_LINE, ELEMENT_EMPTY},
    {"button", GAP_SPACE, ELEMENT_BESIDE},
    {"canvas", GAP_SPACE, ELEMENT_SKIPPED},
    {"caption", GAP_LINE, 0},
    {"center", GAP_PARAGRAPH, 0},
    {"dd", GAP_LINE, 0},
    {"details", GAP_PARAGRAPH, 0},
    {"dialog", GAP_PARAGRAPH, ELEMENT_BESIDE},
    {"dir", GAP_PARAGRAPH, 0},
    {"div", GAP_PARAGRAPH, 0},
    {"dl", GAP_PARAGRAPH, 0},
    {"dt", GAP_LINE, 0},
    {"fieldset", GAP_PARAGRAPH, 0},
    {"figcaption", GAP_PARAGRAPH, 0},
    {"figure", GAP_PARAGRAPH, 0},
    {"footer", GAP_PARAGRAPH, ELEMENT_BESIDE},
    {"form", GAP_PARAGRAPH, 0},
    {"h1", GAP_PARAGRAPH, 0},
    {"h2", GAP_PARAGRAPH, 0},
    {"h3", GAP_PARAGRAPH, 0},
    {"h4", GAP_PARAGRAPH, 0},
    {"h5", GAP_PARAGRAPH, 0},
    {"h6", GAP_PARAGRAPH, 0},
    {"head", GAP_PARAGRAPH, ELEMENT_HEAD | ELEMENT_OF_HEAD},
    {"header", GAP_PARAGRAPH, ELEMENT_HEADER},
    {"hr", GAP_PARAGRAPH, ELEMENT_EMPTY},
    {"html", GAP_PARAGRAPH, 0},
    {"iframe", GAP_SPACE, ELEMENT_SKIPPED},
    {"legend", GAP_LINE, 0},
    {"li", GAP_LINE, 0},
    {"link", GAP_NONE, ELEMENT_OF_HEAD},
    {"listing", GAP_PARAGRAPH, ELEMENT_PRE},
    {"main", GAP_PARAGRAPH, ELEMENT_ARTICLE},
    {"menu", GAP_PARAGRAPH, 0},
    {"meta", GAP_NONE, ELEMENT_OF_HEAD},
    {"nav", GAP_PARAGRAPH, ELEMENT_BESIDE},
    {"noembed", GAP_SPACE, ELEMENT_SKIPPED},
    {"noframes", GAP_SPACE, ELEMENT_SKIPPED},
    {"noscript", GAP_NONE, ELEMENT_SKIPPED | ELEMENT_OF_HEAD},
    {"object", GAP_SPACE, ELEMENT_SKIPPED},
    {"ol", GAP_PARAGRAPH, 0},
    {"option", GAP_LINE, 0},
    {"p", GAP_PARAGRAPH, 0},
    {"plaintext", GAP_PARAGRAPH, ELEMENT_PRE},
    {"pre", GAP_PARAGRAPH, ELEMENT_PRE},
    {"script", GAP_NONE, ELEMENT_SKIPPED | ELEMENT_SCRIPT | ELEMENT_OF_HEAD},
    {"section", GAP_PARAGRAPH, 0},
    {"select", GAP_PARAGRAPH, ELEMENT_BESIDE},
    {"style", GAP_NONE, ELEMENT_SKIPPED | ELEMENT_OF_HEAD},
    {"summary", GAP_PARAGRAPH, 0},
    {"svg", GAP_SPACE, ELEMENT_SKIPPED},
    {"table", GAP_PARAGRAPH, 0},
    {"td", GAP_CELL, 0},
    {"template", GAP_NONE, ELEMENT_SKIPPED | ELEMENT_OF_HEAD},
    {"textarea", GAP_PARAGRAPH, ELEMENT_PRE},
    {"th", GAP_CELL, 0},
    {"title", GAP_NONE, ELEMENT_TITLE | ELEMENT_OF_HEAD},
    {"tr", GAP_LINE, 0},
    {"ul", GAP_PARAGRAPH, 0},
    {"xmp", GAP_PARAGRAPH, ELEMENT_PRE},
};

static int compare_name(const void *name, const void *element)
{
    return strcmp(name, ((const struct html_element *)element)->name);
}

const struct html_element *html_element(const char *name)
{
    static const struct html_element unknown = {"", GAP_NONE, 0};
    const struct html_element *found = bsearch(name, elements, sizeof elements / sizeof *elements,
                                               sizeof *elements, compare_name);
    return found ? found : &unknown;
}

/* Whether one of the words of names, "site-nav cookie_banner", is one of words. */
static bool has_word(const char *names, const char *const *words)
{
    if (!names)
        return false;
    while (*names) {
        size_t n = strcspn(names, " \t\n-_");
        if (str_is_one_of_ignoring_case((struct str){names, n}, words))
            return true;
        names += n + (names[n] != '\0');
    }
    return false;
}

bool html_is_beside(const char *role, const char *class_names, const char *id)
{
    static const char *const roles[] = {"navigation",    "banner",  "contentinfo", "search",
                                        "menu",          "menubar", "dialog",      "alertdialog",
                                        "complementary", NULL};
    static const char *const words[] = {"nav",         "navbar", "navigation", "breadcrumb",
                                        "breadcrumbs", "cookie", "cookies",    "consent",
                                        "gdpr",        NULL};
    return has_word(role, roles) || has_word(class_names, words) || has_word(id, words);
}
