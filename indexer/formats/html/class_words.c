/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of words that occur in classes and ids of HTML elements. */
#include "indexer/formats/html/class_words.h"

#include <stdint.h>

struct word {
    const char *p;
    uint16_t n, kinds;
};

#define WORD(s, kinds)                                                                             \
    {                                                                                              \
        s, sizeof(s) - 1, kinds                                                                    \
    }

static const struct word a_words[] = {
    WORD("advertisement", CLASS_AROUND),  WORD("affiliate", CLASS_AROUND),
    WORD("akismet", CLASS_AROUND),        WORD("alert", CLASS_CONSENT_PART),
    WORD("appendix", CLASS_SECTION),      WORD("article", CLASS_SECTION),
    WORD("articledate", CLASS_PUBLISHED), {0}};
static const struct word b_words[] = {WORD("banner", CLASS_CONSENT_PART),
                                      WORD("bar", CLASS_CONSENT_PART),
                                      WORD("book", CLASS_SECTION),
                                      WORD("breadcrumb", CLASS_AROUND),
                                      WORD("breadcrumbs", CLASS_AROUND),
                                      WORD("byline", CLASS_DATE),
                                      {0}};
static const struct word c_words[] = {WORD("changed", CLASS_UPDATED),
                                      WORD("chapter", CLASS_SECTION),
                                      WORD("colophon", CLASS_AROUND),
                                      WORD("comment", CLASS_COMMENT),
                                      WORD("comments", CLASS_COMMENT),
                                      WORD("commentform", CLASS_AROUND | CLASS_AROUND_ID),
                                      WORD("consent", CLASS_CONSENT | CLASS_CONSENT_PART),
                                      WORD("container", CLASS_CONSENT_PART),
                                      WORD("cookie", CLASS_CONSENT),
                                      WORD("cookies", CLASS_CONSENT),
                                      WORD("copyright", CLASS_AROUND | CLASS_AROUND_ID),
                                      WORD("created", CLASS_PUBLISHED),
                                      WORD("cta", CLASS_AROUND),
                                      {0}};
static const struct word d_words[] = {WORD("date", CLASS_DATE),
                                      WORD("datecreated", CLASS_PUBLISHED),
                                      WORD("dateline", CLASS_DATE),
                                      WORD("datemodified", CLASS_UPDATED),
                                      WORD("datepublished", CLASS_PUBLISHED),
                                      WORD("dates", CLASS_DATE),
                                      WORD("datetime", CLASS_DATE),
                                      WORD("datum", CLASS_DATE),
                                      WORD("dialog", CLASS_CONSENT_PART),
                                      WORD("disclaimer", CLASS_AROUND | CLASS_CONSENT_PART),
                                      WORD("donation", CLASS_AROUND),
                                      {0}};
static const struct word e_words[] = {
    WORD("edited", CLASS_UPDATED), WORD("entrydate", CLASS_PUBLISHED), {0}};
static const struct word f_words[] = {
    WORD("fecha", CLASS_DATE), WORD("footer", CLASS_AROUND | CLASS_AROUND_ID), {0}};
static const struct word g_words[] = {WORD("gdpr", CLASS_AROUND), {0}};
static const struct word h_words[] = {WORD("hauptmenu", CLASS_AROUND),
                                      WORD("hauptmenue", CLASS_AROUND),
                                      WORD("headertitle", CLASS_HEADLINE),
                                      {0}};
static const struct word i_words[] = {WORD("issued", CLASS_PUBLISHED), {0}};
static const struct word l_words[] = {WORD("lastmod", CLASS_UPDATED),
                                      WORD("lastmodified", CLASS_UPDATED),
                                      WORD("law", CLASS_CONSENT_PART),
                                      WORD("layer", CLASS_CONSENT_PART),
                                      WORD("linklist", CLASS_AROUND),
                                      WORD("login", CLASS_AROUND),
                                      {0}};
static const struct word m_words[] = {WORD("masthead", CLASS_AROUND),
                                      WORD("menu", CLASS_AROUND | CLASS_AROUND_ID),
                                      WORD("menubar", CLASS_AROUND | CLASS_AROUND_ID),
                                      WORD("message", CLASS_CONSENT_PART),
                                      WORD("mlabels", CLASS_APART),
                                      WORD("modal", CLASS_CONSENT_PART),
                                      WORD("modified", CLASS_UPDATED),
                                      {0}};
static const struct word n_words[] = {WORD("nav", CLASS_AROUND | CLASS_AROUND_ID),
                                      WORD("navbar", CLASS_AROUND | CLASS_AROUND_ID),
                                      WORD("navfooter", CLASS_AROUND),
                                      WORD("navheader", CLASS_AROUND),
                                      WORD("navi", CLASS_AROUND | CLASS_AROUND_ID),
                                      WORD("navigation", CLASS_AROUND | CLASS_AROUND_ID),
                                      WORD("navigationbar", CLASS_AROUND | CLASS_AROUND_ID),
                                      WORD("newsletter", CLASS_AROUND | CLASS_AROUND_ID),
                                      WORD("next", CLASS_PAGER),
                                      WORD("nocomments", CLASS_AROUND),
                                      WORD("noprint", CLASS_AROUND),
                                      WORD("notice", CLASS_CONSENT_PART),
                                      {0}};
static const struct word o_words[] = {WORD("overlay", CLASS_CONSENT_PART), {0}};
static const struct word p_words[] = {WORD("pager", CLASS_AROUND),
                                      WORD("pagination", CLASS_AROUND),
                                      WORD("policy", CLASS_CONSENT_PART),
                                      WORD("popup", CLASS_CONSENT_PART),
                                      WORD("postdate", CLASS_PUBLISHED),
                                      WORD("posted", CLASS_PUBLISHED),
                                      WORD("postmetadata", CLASS_DATE),
                                      WORD("prefooter", CLASS_AROUND),
                                      WORD("prev", CLASS_PAGER),
                                      WORD("previous", CLASS_PAGER),
                                      WORD("promo", CLASS_AROUND),
                                      WORD("pubdate", CLASS_PUBLISHED),
                                      WORD("publicationdate", CLASS_PUBLISHED),
                                      WORD("publishdate", CLASS_PUBLISHED),
                                      WORD("published", CLASS_PUBLISHED),
                                      WORD("publishtime", CLASS_DATE),
                                      WORD("pubtime", CLASS_DATE),
                                      {0}};
static const struct word r_words[] = {WORD("recent", CLASS_AROUND),
                                      WORD("refsect", CLASS_SECTION),
                                      WORD("relacionadas", CLASS_AROUND),
                                      WORD("related", CLASS_AROUND),
                                      WORD("respond", CLASS_AROUND | CLASS_AROUND_ID),
                                      {0}};
static const struct word s_words[] = {WORD("searchbox", CLASS_LAST),
                                      WORD("sect", CLASS_SECTION),
                                      WORD("section", CLASS_SECTION),
                                      WORD("share", CLASS_AROUND),
                                      WORD("sharedaddy", CLASS_AROUND),
                                      WORD("sharing", CLASS_AROUND),
                                      WORD("sidebar", CLASS_AROUND | CLASS_AROUND_ID),
                                      WORD("signup", CLASS_AROUND),
                                      WORD("social", CLASS_AROUND),
                                      WORD("sphinxsidebar", CLASS_AROUND),
                                      WORD("sponsor", CLASS_AROUND),
                                      WORD("stand", CLASS_DATE),
                                      WORD("submenu", CLASS_AROUND),
                                      WORD("submitted", CLASS_DATE),
                                      WORD("subscribe", CLASS_AROUND),
                                      WORD("subscription", CLASS_AROUND),
                                      {0}};
static const struct word t_words[] = {
    WORD("tagcloud", CLASS_AROUND), WORD("taxonomy", CLASS_AROUND),
    WORD("teasers", CLASS_AROUND),  WORD("time", CLASS_DATE),
    WORD("timedata", CLASS_DATE),   WORD("timestamp", CLASS_DATE),
    WORD("toolbar", CLASS_LAST),    WORD("topbar", CLASS_LAST),
    WORD("trending", CLASS_AROUND), {0}};
static const struct word u_words[] = {WORD("updated", CLASS_UPDATED), {0}};
static const struct word w_words[] = {
    WORD("widget", CLASS_AROUND), WORD("widgets", CLASS_AROUND), {0}};

static const struct word *const by_letter[26] = {
    a_words, b_words, c_words, d_words, e_words, f_words, g_words, h_words, i_words,
    NULL,    NULL,    l_words, m_words, n_words, o_words, p_words, NULL,    r_words,
    s_words, t_words, u_words, NULL,    w_words, NULL,    NULL,    NULL};

/* Removes and returns the next word of names such as "site-nav topNav cookie_banner2": ASCII
 * letters up to a capital after a small letter. */
static struct str next_word(struct str *names)
{
    size_t start = 0, end;
    while (start < names->n && !ascii_is_alpha(names->p[start]))
        start++;
    for (end = start; end < names->n && ascii_is_alpha(names->p[end]); end++)
        if (end > start && ascii_is_upper(names->p[end]) && !ascii_is_upper(names->p[end - 1]))
            break;
    struct str word = str_slice(*names, start, end);
    *names = str_slice(*names, end, names->n);
    return word;
}

static unsigned kinds_of(struct str word)
{
    const struct word *w = by_letter[ascii_lower(word.p[0]) - 'a'];
    for (; w && w->p; w++)
        if (w->n == word.n && str_equal_ignoring_case(word, (struct str){w->p, w->n}))
            return w->kinds;
    return 0;
}

enum { MIN_WORD_BYTES = 3 };

unsigned class_words(struct str names)
{
    struct str word;
    unsigned all = 0;
    if (names.n < MIN_WORD_BYTES) /* short ones are those of highlighted code */
        return 0;
    while ((word = next_word(&names)).n > 0) {
        unsigned kinds = kinds_of(word);
        bool ends_name = names.n == 0 || ascii_is_space(names.p[0]);
        all |= ends_name ? kinds : kinds & ~(unsigned)CLASS_LAST;
    }
    return all;
}
