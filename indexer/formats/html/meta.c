/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes titles, dates and other metadata of a page from meta elements and JSON-LD. */
#include "indexer/formats/html/meta.h"

#include "indexer/formats/html/class_words.h"

#include "base/mem.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/json_node.h"
#include "indexer/formats/shared/made_up.h"

/* Names whose values matter only to browsers, search engines and social networks. */
static const char *const ignored[] = {"viewport",
                                      "robots",
                                      "googlebot",
                                      "generator",
                                      "theme-color",
                                      "color-scheme",
                                      "referrer",
                                      "twitter:",
                                      "msapplication",
                                      "apple-",
                                      "format-detection",
                                      "fb:",
                                      "al:",
                                      "csrf",
                                      "google-",
                                      "msvalidate",
                                      "og:image",
                                      "og:video",
                                      "og:audio",
                                      "og:type",
                                      "og:locale:",
                                      "mobile-web",
                                      "handheld",
                                      "progid",
                                      "application-name",
                                      "rating",
                                      "revisit-after",
                                      "bingbot",
                                      "p:domain",
                                      "yandex",
                                      NULL};

static const char *const prefixes[] = {"dc.", "dc:", "dcterms.", "dcterms:", NULL};

static bool starts_with_one_of(struct str s, const char *const *starts, size_t *ret_n)
{
    for (size_t i = 0; starts[i]; i++) {
        *ret_n = strlen(starts[i]);
        if (str_starts_with_ignoring_case(s, starts[i]))
            return true;
    }
    return false;
}

static bool is_name(struct str name, const char *wanted)
{
    return str_equal_ignoring_case(name, str_of(wanted));
}

static void keep_first(struct str *kept, struct document *d, struct str value)
{
    if (kept->n == 0)
        *kept = arena_copy(d->arena, value);
}

static void add_missing(struct document *d, const char *name, struct str value)
{
    if (document_field(d, name).n == 0)
        document_add_field(d, str_of(name), value);
}

/* Adds a value unless the field has it already. */
static void add_other(struct document *d, const char *name, struct str value)
{
    for (size_t i = 0; i < d->n_fields; i++)
        if (str_equal(d->fields[i].name, str_of(name)) && str_equal(d->fields[i].value, value))
            return;
    document_add_field(d, str_of(name), value);
}

static const char *const descriptions[] = {"description", "image:alt", NULL};

/* Returns which title such a name gives; -1 if none. */
static int title_rank(struct str name, bool is_dublin_core)
{
    static const struct {
        const char *name;
        enum html_title rank;
    } names[] = {
        {"og:title", TITLE_SOCIAL},
        {"weibo:article:title", TITLE_SOCIAL},
        {"weibo:webpage:title", TITLE_SOCIAL},
        {"title", TITLE_META},
        {"twitter:title", TITLE_OTHER},
        {"parsely-title", TITLE_OTHER},
        {"citation_title", TITLE_OTHER},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_name(name, names[i].name))
            return is_dublin_core ? TITLE_DUBLIN_CORE : (int)names[i].rank;
    return -1;
}

/* Returns whether a name is one for the date of publication. */
static bool announces(struct str name)
{
    static const char *const words[] = {"published", "publish_",     "publish-",
                                        "publishd",  "publicationd", "publication_",
                                        "pubdate",   "issued",       NULL};
    for (size_t i = 0; i + 6 <= name.n; i++)
        if (str_starts_with_one_of_ignoring_case(str_slice(name, i, name.n), words))
            return true;
    return false;
}

void html_meta_take(struct html_meta *m, struct document *d, struct str name, struct str content)
{
    size_t n;
    name = str_trim(name);
    content = str_trim(content);
    if (content.n == 0)
        return;
    bool is_dublin_core = starts_with_one_of(name, prefixes, &n);
    if (is_dublin_core)
        name = str_slice(name, n, name.n);

    m->is_announced = m->is_announced || announces(name);
    int rank = title_rank(name, is_dublin_core);
    if (rank >= 0)
        keep_first(&m->titles[rank], d, content);
    else if (starts_with_one_of(name, ignored, &n) &&
             !str_ends_with_one_of_ignoring_case(name, descriptions))
        return;
    else if (is_name(name, "og:site_name"))
        keep_first(&m->site, d, content);
    else if (is_name(name, "language") || is_name(name, "og:locale"))
        keep_first(&m->meta_language, d, content);
    else if (is_name(name, "og:url"))
        keep_first(&m->url, d, content);
    else if (str_ends_with_one_of_ignoring_case(name, descriptions))
        add_other(d, "description", content);
    else if (is_name(name, "creator") || is_name(name, "article:author"))
        document_add_field(d, STR_LITERAL("author"), content);
    else
        document_add_values(d, name, content);
}

/* Adds an author, which may be a name, a person or a list of either. */
static void add_author(struct document *d, const struct json_node *author)
{
    if (!author)
        return;
    if (author->kind == JSON_NODE_STRING)
        add_other(d, "author", author->text);
    else if (author->kind == JSON_NODE_OBJECT)
        add_other(d, "author", json_node_string(author, "name"));
    else if (author->kind == JSON_NODE_ARRAY)
        for (const struct json_node *item = author->first; item; item = item->next)
            if (item->kind != JSON_NODE_ARRAY)
                add_author(d, item);
}

static void take_object(struct html_meta *m, struct document *d, const struct json_node *object)
{
    m->is_announced = m->is_announced || json_node_string(object, "datePublished").n > 0;
    add_missing(d, "date", json_node_string(object, "datePublished"));
    add_missing(d, "created", json_node_string(object, "dateCreated"));
    add_missing(d, "modified", json_node_string(object, "dateModified"));
    struct str headline = json_node_string(object, "headline");
    if (headline.n || document_field(d, "author").n == 0)
        add_author(d, json_node_member(object, "author"));
    if (headline.n == 0)
        return; /* the site, a person, a list of links */
    keep_first(&m->titles[TITLE_HEADLINE], d, headline);
    add_other(d, "description", json_node_string(object, "description"));
    document_add_values(d, STR_LITERAL("keywords"), json_node_string(object, "keywords"));
    add_other(d, "headline", json_node_string(object, "alternativeHeadline"));
}

/* Skips "<!--", "//<![CDATA[" and the like before the JSON. */
static struct str without_wrapping(struct str json)
{
    size_t object = str_find_char(json, '{', 0), array = str_find_char(json, '[', 0);
    if (array < object && str_starts_with(str_slice(json, array, json.n), STR_LITERAL("[CDATA[")))
        array = str_find_char(json, '[', array + 7);
    return str_slice(json, object < array ? object : array, json.n);
}

static void take_value(struct html_meta *m, struct document *d, const struct json_node *root)
{
    const struct json_node *list = root->kind == JSON_NODE_ARRAY ? root
                                                                 : json_node_member(root, "@graph");
    if (root->kind == JSON_NODE_OBJECT)
        take_object(m, d, root);
    for (const struct json_node *item = list ? list->first : NULL; item; item = item->next)
        if (item->kind == JSON_NODE_OBJECT)
            take_object(m, d, item);
}

/* Returns the string value of the first "name": in damaged JSON. Quotation marks inside may be
 * unescaped, so it ends at one that is followed by the end of a member. */
static struct str find_string(struct str json, const char *name)
{
    size_t at = str_find(json, str_of(name), 0) + strlen(name);
    while (at < json.n && (ascii_is_space(json.p[at]) || json.p[at] == ':'))
        at++;
    if (at >= json.n || json.p[at] != '"')
        return STR_EMPTY;
    size_t start = at + 1, end = str_find_char(json, '"', start);
    while (end + 1 < json.n && !strchr(",}\n\r]", json.p[end + 1]))
        end = str_find_char(json, '"', end + 1);
    return str_slice(json, start, end);
}

static void take_damaged(struct html_meta *m, struct document *d, struct str json)
{
    struct str published = find_string(json, "\"datePublished\"");
    struct str headline = find_string(json, "\"headline\"");
    m->is_announced = m->is_announced || published.n > 0;
    add_missing(d, "date", published);
    add_missing(d, "modified", find_string(json, "\"dateModified\""));
    if (headline.n)
        keep_first(&m->titles[TITLE_HEADLINE], d, headline);
}

void html_meta_take_json(struct html_meta *m, struct document *d, struct str json)
{
    AUTO(arena_done) struct arena nodes = ARENA_INIT;
    AUTO(buf_done) struct buf plain = BUF_INIT;
    struct json_problem problem;
    struct json_node *root;
    size_t end;
    if (str_find_char(json, '"', 0) == json.n) /* its quotation marks are character references */
        json = html_text_of(json, &plain);
    for (json = without_wrapping(json); json.n; json = without_wrapping(json)) {
        if (!json_node_read(json, 1, &nodes, &root, &end, &problem)) {
            take_damaged(m, d, json);
            return;
        }
        take_value(m, d, root);
        json = str_slice(json, end, json.n);
    }
}

static const char *const separators[] = {" | ", " - ", " :: ", " – ", " — ", " · ", " « ", NULL};

/* Returns the length of title without " | Site" at its end if the rest is `other`; else its
 * length. */
static size_t length_without_site(struct str title, struct str other)
{
    if (other.n == 0 || !str_starts_with(title, other))
        return title.n;
    struct str rest = str_slice(title, other.n, title.n);
    return str_starts_with_one_of(rest, separators) ? other.n : title.n;
}

enum html_shown html_meta_shown(bool is_time, unsigned words)
{
    if (words & CLASS_COMMENT)
        return SHOWN_LIMIT;
    if (words & CLASS_PUBLISHED)
        return SHOWN_PUBLISHED;
    if (words & CLASS_UPDATED)
        return SHOWN_LIMIT;
    if (is_time)
        return SHOWN_TIME;
    return words & CLASS_DATE ? SHOWN_DATE : SHOWN_LIMIT;
}

/* Returns whether s has enough digits for a day and a month. */
static bool has_number(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ascii_is_digit(s.p[i]);
    return n >= 3;
}

void html_meta_take_date(struct html_meta *m, struct document *d, enum html_shown kind,
                         struct str date)
{
    date = str_trim(date);
    if (date.n < 6 || kind == SHOWN_LIMIT || !has_number(date))
        return;
    struct str *kept = &m->shown[kind];
    if (kept->n == 0)
        *kept = arena_copy(d->arena, date);
    else if (!str_starts_with(date, str_slice(*kept, 0, kept->n < 10 ? kept->n : 10)))
        m->has_other[kind] = true;
}

/* Returns the best title in the metadata that is not the name of the site. */
static struct str announced_title(const struct html_meta *m)
{
    for (int i = 0; i < TITLE_LIMIT; i++)
        if (m->titles[i].n && !str_equal(m->titles[i], m->site))
            return m->titles[i];
    return STR_EMPTY;
}

/* Returns whether the heading before a date is the title of the page. */
static bool is_of_title(const struct html_meta *m, const struct document *d)
{
    struct str heading = m->shown_heading;
    return heading.n && (str_find(d->title, heading, 0) < d->title.n ||
                         str_find(heading, d->title, 0) < heading.n);
}

/* Chooses the date of the page among those that the text shows, some of which belong to other
 * pages. */
static void choose_shown(const struct html_meta *m, struct document *d)
{
    bool has_own = m->shown[SHOWN_HEADING].n > 0 && is_of_title(m, d);
    enum html_shown best = has_own && m->has_other[SHOWN_PUBLISHED] ? SHOWN_HEADING : 0;
    for (enum html_shown i = best; i < SHOWN_LIMIT && d->date_shown.n == 0; i++) {
        bool is_of_many = m->has_other[i] && (i == SHOWN_TIME || i == SHOWN_BESIDE);
        if (m->shown[i].n == 0 || is_of_many)
            continue;
        d->date_shown = m->shown[i];
        d->trusts_date_shown = !m->is_announced && (i == SHOWN_HEADING ? has_own : i != SHOWN_DATE);
    }
    d->doubts_date = !m->is_announced;
}

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ascii_is_digit(s.p[i]))
            return true;
    return false;
}

/* Returns whether a title is that of a whole manual, with a version or without: "The Scheme
 * Reference Manual for release 1.9.2". */
static bool names_manual(struct str title)
{
    static const char *const nouns[] = {"manual",   "documentation", "reference", "handbook",
                                        "handbuch", "referenz",      "docs",      NULL};
    static const char *const joints[] = {"for", "of", "version", "release", "edition", NULL};
    bool found = false;
    for (size_t i = 0; separators[i]; i++)
        if (str_find(title, str_of(separators[i]), 0) < title.n)
            return false;
    if (str_find(title, STR_LITERAL(": "), 0) < title.n)
        return false;
    for (size_t i = 0, end; i < title.n; i = end + 1) {
        end = str_find_char(title, ' ', i);
        struct str word = str_slice(title, i, end);
        if (str_is_one_of_ignoring_case(word, nouns))
            found = true;
        else if (found && !str_is_one_of_ignoring_case(word, joints) && !has_digit(word))
            return false;
    }
    return found;
}

/* Returns whether a heading has a word of the title, other than the shortest. */
static bool shares_word(struct str heading, struct str title)
{
    enum { MIN_BYTES = 4 };
    for (size_t i = 0, end; i < title.n; i = end + 1) {
        end = str_find_char(title, ' ', i);
        for (size_t k = 0; end - i >= MIN_BYTES && k + end - i <= heading.n; k++)
            if (str_equal_ignoring_case(str_slice(heading, k, k + end - i),
                                        str_slice(title, i, end)))
                return true;
    }
    return false;
}

/* Returns whether a heading is one that many pages begin with. */
static bool is_common_heading(struct str heading)
{
    static const char *const headings[] = {"name", "synopsis", "contents", "table of contents",
                                           NULL};
    return str_is_one_of_ignoring_case(heading, headings);
}

/* Returns whether the title is the same on all pages of a manual, so that the heading is better. */
static bool is_of_manual(const struct html_meta *m)
{
    if (m->heading_is_marked)
        return str_find(m->title, m->heading, 0) == m->title.n;
    return m->heading.n && m->heading_is_own && names_manual(m->title) &&
           !shares_word(m->heading, m->title) && !is_common_heading(m->heading);
}

void html_meta_finish(const struct html_meta *m, struct document *d)
{
    bool is_own = m->title.n && !str_equal(m->title, m->site) &&
                  !(m->heading.n && made_up_is_page_title(m->title)) && !is_of_manual(m);
    d->title = announced_title(m);
    if (d->title.n == 0 && is_own)
        d->title = str_slice(m->title, 0, length_without_site(m->title, m->heading));
    if (d->title.n == 0)
        d->title = m->heading.n ? m->heading : m->title;
    bool is_made_up = d->title.n && str_equal(d->title, m->title) && !has_digit(m->title) &&
                      made_up_is_page_title(m->title);
    bool says_none = str_starts_with(d->title, STR_LITERAL("<no title>"));
    d->doubts_title = is_made_up || says_none || (d->title.n == 0 && m->begins_with_code);
    if (d->title.n == 0)
        d->title = STR_EMPTY;
    d->language = m->language.n ? m->language : m->meta_language;
    if (d->language.n == 0)
        d->language = STR_EMPTY;
    if (m->site.n)
        document_add_field(d, STR_LITERAL("site"), m->site);
    else if (d->title.n < m->title.n && str_starts_with(m->title, d->title))
        document_add_field(
            d, STR_LITERAL("site"),
            str_slice(m->title, str_find_char(m->title, ' ', d->title.n + 1), m->title.n));
    add_missing(d, "url", m->url);
    choose_shown(m, d);
}

static struct str last_part(struct str path)
{
    return str_slice(path, str_after_last(path, '/'), path.n);
}

void html_meta_find_move(const struct html_meta *m, struct document *d)
{
    enum { MAX_BYTES = 200 };
    struct str name = last_part(m->canonical);
    bool is_elsewhere = str_find(m->canonical, STR_LITERAL("//"), 0) < m->canonical.n;
    if (d->moved_to.n == 0 && d->text.n <= MAX_BYTES && name.n && !is_elsewhere &&
        !str_equal(name, last_part(d->path)))
        d->moved_to = m->canonical;
}
