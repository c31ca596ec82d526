/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of HTML elements, and tests for roles and names of elements around the article. */
#include "indexer/formats/html/elements.h"

#include "indexer/formats/html/class_words.h"

#include <stdint.h>
#include <stdlib.h>

/* Sorted by name for bsearch(). */
static const struct html_element elements[] = {
    {"a", GAP_NONE, ELEMENT_LINK},
    {"address", GAP_PARAGRAPH, ELEMENT_BESIDE},
    {"article", GAP_PARAGRAPH, ELEMENT_ARTICLE},
    {"aside", GAP_PARAGRAPH, ELEMENT_ASIDE},
    {"base", GAP_NONE, ELEMENT_OF_HEAD | ELEMENT_SAYS},
    {"blockquote", GAP_PARAGRAPH, 0},
    {"body", GAP_PARAGRAPH, ELEMENT_WHOLE},
    {"br", GAP_LINE, 0},
    {"button", GAP_SPACE, ELEMENT_BESIDE},
    {"canvas", GAP_SPACE, ELEMENT_BESIDE},
    {"caption", GAP_ITEM, 0},
    {"center", GAP_PARAGRAPH, ELEMENT_UNIT},
    {"dd", GAP_ITEM, 0},
    {"details", GAP_PARAGRAPH, 0},
    {"dialog", GAP_PARAGRAPH, ELEMENT_BESIDE},
    {"dir", GAP_PARAGRAPH, ELEMENT_LIST},
    {"div", GAP_PARAGRAPH, ELEMENT_UNIT},
    {"dl", GAP_PARAGRAPH, ELEMENT_LIST},
    {"dt", GAP_ITEM, 0},
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
    {"hr", GAP_PARAGRAPH, 0},
    {"html", GAP_PARAGRAPH, ELEMENT_WHOLE | ELEMENT_SAYS},
    {"iframe", GAP_SPACE, ELEMENT_SKIPPED},
    {"img", GAP_NONE, ELEMENT_SAYS},
    {"legend", GAP_ITEM, 0},
    {"li", GAP_ITEM, 0},
    {"link", GAP_NONE, ELEMENT_OF_HEAD | ELEMENT_SAYS},
    {"listing", GAP_PARAGRAPH, ELEMENT_PRE},
    {"main", GAP_PARAGRAPH, ELEMENT_ARTICLE},
    {"menu", GAP_PARAGRAPH, ELEMENT_LIST},
    {"meta", GAP_NONE, ELEMENT_OF_HEAD | ELEMENT_SAYS},
    {"nav", GAP_PARAGRAPH, ELEMENT_BESIDE},
    {"noembed", GAP_SPACE, ELEMENT_SKIPPED},
    {"noframes", GAP_SPACE, ELEMENT_SKIPPED},
    {"noscript", GAP_SPACE, ELEMENT_BESIDE | ELEMENT_OF_HEAD},
    {"object", GAP_SPACE, ELEMENT_BESIDE},
    {"ol", GAP_PARAGRAPH, ELEMENT_LIST},
    {"option", GAP_ITEM, 0},
    {"p", GAP_PARAGRAPH, ELEMENT_LIST},
    {"plaintext", GAP_PARAGRAPH, ELEMENT_PRE},
    {"pre", GAP_PARAGRAPH, ELEMENT_PRE},
    {"script", GAP_NONE, ELEMENT_SKIPPED | ELEMENT_SCRIPT | ELEMENT_OF_HEAD | ELEMENT_SAYS},
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
    {"tr", GAP_ITEM, ELEMENT_UNIT},
    {"ul", GAP_PARAGRAPH, ELEMENT_LIST},
    {"xmp", GAP_PARAGRAPH, ELEMENT_PRE},
};

static int compare_name(const void *name, const void *element)
{
    return strcmp(name, ((const struct html_element *)element)->name);
}

static const struct html_element *find(const char *name)
{
    static const struct html_element unknown = {"", GAP_NONE, 0};
    const struct html_element *found = bsearch(name, elements, sizeof elements / sizeof *elements,
                                               sizeof *elements, compare_name);
    return found ? found : &unknown;
}

const struct html_element *html_elements_find(struct html_elements *e, const char *name)
{
    const size_t n = sizeof e->known / sizeof *e->known;
    struct html_known_element *known = &e->known[((uintptr_t)name >> 2) % n];
    if (known->name != name)
        *known = (struct html_known_element){name, find(name)};
    return known->element;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/* Returns whether one of the names in a list is, as a whole, one of words. */
static bool has_name(struct str names, const char *const *words)
{
    for (size_t i = 0, end; i < names.n; i = end + 1) {
        for (end = i; end < names.n && !is_blank(names.p[end]);)
            end++;
        if (end > i && str_is_one_of_ignoring_case(str_slice(names, i, end), words))
            return true;
    }
    return false;
}

/* Complete names that documentation generators and the like use: Doxygen, Javadoc, mdBook, GitBook,
 * Docusaurus, WordPress. */
static const char *const whole[] = {
    "titlearea",      "tablist",      "tabs",           "navpath",          "skipnav",
    "legalcopy",      "book-summary", "book-header",    "breadcrumbs",      "breadcrumb",
    "cookie-law",     "nosearch",     "prev-next-area", "prev-next-bottom", "prevnext",
    "prev-next",      "next-prev",    "onthispage",     "on-this-page",     "page-toc",
    "package-header", "toplang",      "bottomlang",     "visually-hidden",  NULL};
/* The frame of the theme of Read the Docs, which holds the page beside its navigation. */
static const char *const frames[] = {"wy-body-for-nav", "wy-grid-for-nav", "wy-nav-content-wrap",
                                     "wy-nav-content", NULL};
static bool names_surroundings(struct str names, unsigned words, unsigned around)
{
    const unsigned banner = CLASS_CONSENT | CLASS_CONSENT_PART;
    if (words & (around | CLASS_LAST))
        return !has_name(names, frames);
    return has_name(names, whole) || (words & banner) == banner;
}

bool html_is_called_beside(const struct html_element *element, struct str class_names,
                           unsigned words, struct str id)
{
    if (element->gap < GAP_LINE) /* inline, as most elements with a class are */
        return false;
    if (names_surroundings(class_names, words, CLASS_AROUND))
        return true;
    static const char *const boxes[] = {"div",  "ul",    "ol",     "table",  "td",
                                        "form", "aside", "header", "footer", NULL};
    /* The id of a section may be derived from its heading, as in "cookie-settings". */
    return id.n && str_is_one_of_ignoring_case(str_of(element->name), boxes) &&
           !(words & CLASS_SECTION) && str_find_char(id, '.', 0) == id.n &&
           names_surroundings(id, class_words(id), CLASS_AROUND_ID);
}

bool html_is_beside_role(struct str role)
{
    static const char *const roles[] = {"navigation",    "banner",  "contentinfo", "search",
                                        "menu",          "menubar", "dialog",      "alertdialog",
                                        "complementary", NULL};
    return has_name(role, roles);
}
