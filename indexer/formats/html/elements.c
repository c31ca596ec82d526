/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of HTML elements. */
#include "indexer/formats/html/elements.h"

#include <stdlib.h>

/* Sorted by name. */
static const struct html_element elements[] = {
    {"a", GAP_NONE, ELEMENT_LINK},
    {"address", GAP_PARAGRAPH, 0},
    {"article", GAP_PARAGRAPH, ELEMENT_ARTICLE},
    {"aside", GAP_PARAGRAPH, ELEMENT_ASIDE},
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
    {"dir", GAP_PARAGRAPH, ELEMENT_LIST},
    {"div", GAP_PARAGRAPH, 0},
    {"dl", GAP_PARAGRAPH, ELEMENT_LIST},
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
    {"menu", GAP_PARAGRAPH, ELEMENT_LIST},
    {"meta", GAP_NONE, ELEMENT_OF_HEAD},
    {"nav", GAP_PARAGRAPH, ELEMENT_BESIDE},
    {"noembed", GAP_SPACE, ELEMENT_SKIPPED},
    {"noframes", GAP_SPACE, ELEMENT_SKIPPED},
    {"noscript", GAP_NONE, ELEMENT_SKIPPED | ELEMENT_OF_HEAD},
    {"object", GAP_SPACE, ELEMENT_SKIPPED},
    {"ol", GAP_PARAGRAPH, ELEMENT_LIST},
    {"option", GAP_LINE, 0},
    {"p", GAP_PARAGRAPH, ELEMENT_LIST},
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
    {"ul", GAP_PARAGRAPH, ELEMENT_LIST},
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

/* The next word of names, "site-nav topNav cookie_banner2": letters up to a sign, a digit or a
 * capital behind a small letter. *ends_name: none follows it in the same name. */
static bool next_word(struct str *names, struct str *ret, bool *ends_name)
{
    size_t start = 0, end;
    while (start < names->n && !ascii_is_alpha(names->p[start]))
        start++;
    for (end = start; end < names->n && ascii_is_alpha(names->p[end]); end++)
        if (end > start && ascii_is_upper(names->p[end]) && !ascii_is_upper(names->p[end - 1]))
            break;
    *ret = str_slice(*names, start, end);
    *names = str_slice(*names, end, names->n);
    *ends_name = names->n == 0 || ascii_is_space(names->p[0]);
    return ret->n > 0;
}

enum { MIN_WORD_BYTES = 3 };

/* Most words begin otherwise than all of those that are sought. */
static bool is_one_of(struct str word, const char *const *words)
{
    char first = ascii_lower(word.p[0]);
    for (size_t i = 0; words[i]; i++)
        if (words[i][0] == first && str_equal_ignoring_case(word, str_of(words[i])))
            return true;
    return false;
}

bool html_names_have(const char *names, const char *const *words)
{
    struct str rest = names ? str_of(names) : STR_EMPTY, word;
    bool ends_name;
    if (rest.n < MIN_WORD_BYTES) /* those of highlighted code */
        return false;
    while (next_word(&rest, &word, &ends_name))
        if (is_one_of(word, words))
            return true;
    return false;
}

/* Whether one of names, as a whole, is one of words. */
static bool has_name(const char *names, const char *const *words)
{
    while (names && *names) {
        size_t n = strcspn(names, " \t\n");
        if (n && is_one_of((struct str){names, n}, words))
            return true;
        names += n + (names[n] != '\0');
    }
    return false;
}

/* Words that name what is around a page wherever they stand in the name of a class. */
static const char *const around[] = {
    "nav",        "navi",       "navbar",       "navigation",    "navheader",
    "navfooter",  "breadcrumb", "breadcrumbs",  "menu",          "menubar",
    "submenu",    "pager",      "pagination",   "gdpr",          "colophon",
    "masthead",   "share",      "sharing",      "sharedaddy",    "social",
    "related",    "widget",     "widgets",      "sidebar",       "sphinxsidebar",
    "newsletter", "footer",     "prefooter",    "respond",       "commentform",
    "copyright",  "subscribe",  "subscription", "signup",        "login",
    "recent",     "akismet",    "cta",          "noprint",       "promo",
    "teasers",    "trending",   "sponsor",      "advertisement", "linklist",
    "donation",   "taxonomy",   "relacionadas", "hauptmenue",    "hauptmenu",
    "disclaimer", "affiliate",  "tagcloud",     "nocomments",    NULL};
/* ... and in the name of one element, which may be called after a heading of its text. */
static const char *const around_id[] = {
    "nav",    "navi",    "navbar",      "navigation", "menu",       "menubar", "sidebar",
    "footer", "respond", "commentform", "copyright",  "newsletter", NULL};
/* Those that do at the end of a name: "site-footer", and not "footer-notes". */
static const char *const last_words[] = {"toolbar", "topbar", "searchbox", NULL};
/* Whole names, as the programs that make documentation write them: Doxygen, Javadoc, mdBook,
 * GitBook, Docusaurus, WordPress. */
static const char *const whole[] = {"titlearea",   "tablist",    "tabs",         "navpath",
                                    "skipnav",     "legalcopy",  "book-summary", "book-header",
                                    "breadcrumbs", "breadcrumb", "cookie-law",   NULL};
static const char *const consent[] = {"cookie", "cookies", "consent", NULL};
static const char *const consent_parts[] = {
    "banner",    "bar",    "notice", "consent", "law",   "popup", "message",    "overlay",
    "container", "dialog", "policy", "alert",   "modal", "layer", "disclaimer", NULL};

static bool names_surroundings(const char *names, const char *const *words)
{
    struct str rest = names ? str_of(names) : STR_EMPTY, word;
    bool ends_name;
    while (next_word(&rest, &word, &ends_name))
        if (is_one_of(word, words) || (ends_name && is_one_of(word, last_words)))
            return true;
    return has_name(names, whole) ||
           (html_names_have(names, consent) && html_names_have(names, consent_parts));
}

/* Parts of a text are called after their headings: "cookie-settings". */
static bool is_anchor(const char *class_names)
{
    static const char *const sections[] = {"section", "sect",    "refsect",  "chapter",
                                           "book",    "article", "appendix", NULL};
    return html_names_have(class_names, sections);
}

bool html_is_called_beside(const struct html_element *element, const char *class_names,
                           const char *id)
{
    if (element->gap < GAP_LINE) /* within a line: most elements that have a class */
        return false;
    if (names_surroundings(class_names, around))
        return true;
    static const char *const boxes[] = {"div",  "ul",    "ol",     "table",  "td",
                                        "form", "aside", "header", "footer", NULL};
    return id && is_one_of(str_of(element->name), boxes) && !is_anchor(class_names) &&
           !strchr(id, '.') && names_surroundings(id, around_id);
}

bool html_is_beside_role(const char *role)
{
    static const char *const roles[] = {"navigation",    "banner",  "contentinfo", "search",
                                        "menu",          "menubar", "dialog",      "alertdialog",
                                        "complementary", NULL};
    return has_name(role, roles);
}
