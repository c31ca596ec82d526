/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes titles, dates and other facts from the head of a page: meta elements and JSON-LD. */
#include "indexer/formats/html/meta.h"

#include "base/mem.h"

#include <jansson.h>

/* Names that say something to browsers, search engines and social networks only. */
static const char *const ignored[] = {"viewport",
                                      "robots",
                                      "googlebot",
                                      "generator",
                                      "theme-color",
                                      "color-scheme",
                                      "referrer",
                                      "msapplication",
                                      "apple-",
                                      "format-detection",
                                      "twitter:",
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

void html_meta_take(struct html_meta *m, struct document *d, struct str name, struct str content)
{
    size_t n;
    name = str_trim(name);
    content = str_trim(content);
    if (content.n == 0 || starts_with_one_of(name, ignored, &n))
        return;
    if (starts_with_one_of(name, prefixes, &n))
        name = str_slice(name, n, name.n);

    if (is_name(name, "title") || is_name(name, "og:title"))
        keep_first(&m->meta_title, d, content);
    else if (is_name(name, "og:site_name"))
        keep_first(&m->site, d, content);
    else if (is_name(name, "language") || is_name(name, "og:locale"))
        keep_first(&m->meta_language, d, content);
    else if (is_name(name, "og:url"))
        keep_first(&m->url, d, content);
    else if (is_name(name, "og:description"))
        add_missing(d, "description", content);
    else if (is_name(name, "creator") || is_name(name, "article:author"))
        document_add_field(d, STR_LITERAL("author"), content);
    else
        document_add_values(d, name, content);
}

static void free_json(json_t **value)
{
    json_decref(*value);
}

static struct str string_member(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));
    return value ? str_of(value) : STR_EMPTY;
}

/* "author" is a name, a person or a list of either. */
static void add_author(struct document *d, const json_t *author)
{
    size_t i;
    json_t *item;
    if (json_is_string(author))
        document_add_field(d, STR_LITERAL("author"), str_of(json_string_value(author)));
    else if (json_is_object(author))
        document_add_field(d, STR_LITERAL("author"), string_member(author, "name"));
    json_array_foreach(author, i, item) if (!json_is_array(item)) add_author(d, item);
}

static void take_object(struct html_meta *m, struct document *d, const json_t *object)
{
    add_missing(d, "date", string_member(object, "datePublished"));
    add_missing(d, "modified", string_member(object, "dateModified"));
    if (document_field(d, "author").n == 0)
        add_author(d, json_object_get(object, "author"));
    if (string_member(object, "headline").n)
        keep_first(&m->headline, d, string_member(object, "headline"));
}

void html_meta_take_json(struct html_meta *m, struct document *d, struct str json)
{
    AUTO(free_json) json_t *root = json_loadb(json.p, json.n, 0, NULL);
    const json_t *list = json_is_array(root) ? root : json_object_get(root, "@graph");
    size_t i;
    json_t *item;

    if (json_is_object(root))
        take_object(m, d, root);
    json_array_foreach(list, i, item) if (json_is_object(item)) take_object(m, d, item);
}

/* The length of title without " | Site" at its end, where what is left is title too; else all. */
static size_t length_without_site(struct str title, struct str other)
{
    static const char *const separators[] = {" | ", " - ", " :: ", " – ",
                                             " — ", " · ", " « ",  NULL};
    if (other.n == 0 || !str_starts_with(title, other))
        return title.n;
    struct str rest = str_slice(title, other.n, title.n);
    for (size_t i = 0; separators[i]; i++)
        if (str_starts_with(rest, str_of(separators[i])))
            return other.n;
    return title.n;
}

void html_meta_finish(const struct html_meta *m, struct document *d)
{
    struct str others[] = {m->meta_title, m->headline, m->heading};
    d->title = m->title;
    for (size_t i = 0; i < 3; i++) {
        size_t n = d->title.n ? length_without_site(d->title, others[i]) : 0;
        d->title = d->title.n ? str_slice(d->title, 0, n) : others[i];
    }
    if (d->title.n == 0)
        d->title = STR_EMPTY;
    d->language = m->language.n ? m->language : m->meta_language;
    if (d->language.n == 0)
        d->language = STR_EMPTY;
    if (m->site.n)
        document_add_field(d, STR_LITERAL("site"), m->site);
    else if (d->title.n < m->title.n)
        document_add_field(
            d, STR_LITERAL("site"),
            str_slice(m->title, str_find_char(m->title, ' ', d->title.n + 1), m->title.n));
    add_missing(d, "url", m->url);
}
