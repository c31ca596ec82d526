/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collects what office documents store beside their text: names, hints, addresses, quoted arguments
 * of fields, and the parts that nothing else reads. */
#include "indexer/formats/office/office.h"

/* Returns whether s has two letters, unlike numbers and signs. */
static bool has_letters(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < 2; i++)
        n += ascii_is_alpha(s.p[i]) || (unsigned char)s.p[i] >= 0x80;
    return n == 2;
}

void office_add_beside(struct office *o, struct str text)
{
    if (has_letters(text))
        extras_add(&o->extras, text, 1);
}

void office_add_quoted(struct office *o, struct str text)
{
    for (size_t start = str_find_char(text, '"', 0); start < text.n;) {
        size_t end = str_find_char(text, '"', start + 1);
        office_add_beside(o, str_slice(text, start + 1, end));
        start = end < text.n ? str_find_char(text, '"', end + 1) : end;
    }
}

/* ---- attributes ---- */

/* Returns whether a name is the user's own: programs call things "Picture 3" and "_Toc1234". */
static bool is_own_name(struct str s)
{
    return s.n && !ascii_is_digit(s.p[s.n - 1]) && s.p[0] != '_';
}

static bool is_address(struct str s)
{
    return str_find(s, STR_LITERAL("://"), 0) < s.n || str_starts_with(s, STR_LITERAL("mailto:"));
}

/* Returns whether an attribute holds words that a person has written or sees. */
static bool is_shown(struct str element, struct str name, struct str value)
{
    static const char *const always[] = {"alt",
                                         "author",
                                         "caption",
                                         "comment",
                                         "command",
                                         "connection",
                                         "ddeService",
                                         "ddeTopic",
                                         "initials",
                                         "sourceFile",
                                         "url",
                                         "content",
                                         "file-as",
                                         "descr",
                                         "description",

                                         "displayName",
                                         "error",
                                         "errorTitle",
                                         "help",
                                         "key1",
                                         "key2",
                                         "label",
                                         "prompt",
                                         "promptTitle",
                                         "string",
                                         "text",
                                         "string-value",
                                         "title",
                                         "tooltip",
                                         "dataCaption",
                                         "displayText",
                                         "current-value",
                                         "string-value-if-true",
                                         "string-value-if-false",
                                         NULL};
    static const char *const named[] = {"cmAuthor",
                                        "bookmark",
                                        "bookmarkStart",
                                        "bookmark-start",
                                        "cSld",
                                        "cacheField",
                                        "connection",
                                        "custShow",
                                        "database-range",
                                        "definedName",
                                        "docVar",
                                        "form",
                                        "name",
                                        "named-expression",
                                        "named-range",
                                        "page",
                                        "pivotTableDefinition",
                                        "scenario",
                                        "section",
                                        "table",
                                        "tableColumn",
                                        "user-defined",
                                        "user-field-decl",
                                        "variable-decl",
                                        "property",
                                        "docPr",
                                        "cNvPr",
                                        "frame",
                                        "custom-shape",
                                        NULL};
    static const char *const valued[] = {
        "alias",      "default",        "docVar",     "filter", "helpText", "listItem",
        "name",       "sheetName",      "statusText", "tag",    "label",    "option",
        "tblCaption", "tblDescription", "listEntry",  "s",      NULL};
    static const char *const switches[] = {"true", "false", NULL};
    if (str_is_one_of(value, switches))
        return false;
    if (str_is_one_of(name, always) || str_equal(element, STR_LITERAL("author")))
        return true;
    if (str_equal(name, STR_LITERAL("display")))
        return str_equal(element, STR_LITERAL("hyperlink"));
    if (str_equal(name, STR_LITERAL("name")))
        return is_own_name(value) && str_is_one_of(element, named);
    if (str_equal(name, STR_LITERAL("href")))
        return is_address(value);
    bool is_value = str_equal(name, STR_LITERAL("val")) || str_equal(name, STR_LITERAL("value")) ||
                    str_equal(name, STR_LITERAL("v"));
    return is_value && str_is_one_of(element, valued);
}

void office_take_attributes(struct office *o, struct str element,
                            const struct xml_attributes *attributes)
{
    struct str name, value;
    for (size_t i = 0; xml_attribute_at(attributes, i, &name, &value); i++)
        if (is_shown(element, name, value))
            office_add_beside(o, value);
}

/* ---- the parts that nothing else reads ---- */

struct rest {
    struct office *office;
    struct buf text;
    unsigned paragraphs; /* depth, within which the end of an element does not end a word */
    unsigned skipped;    /* depth within definitions of forms */
    bool is_master;      /* the part is a pattern of slides, whose placeholders have prompts */
    bool in_placeholder;
};

static void flush(struct rest *r)
{
    if (!r->in_placeholder)
        office_add_beside(r->office, str_trim(buf_str(&r->text)));
    buf_clear(&r->text);
}

/* Returns whether a placeholder of that type has text of its own, rather than a prompt. */
static bool has_own_text(struct str type)
{
    static const char *const types[] = {"hdr", "ftr", "dt", NULL};
    return str_is_one_of(type, types);
}

static void rest_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    static const char *const unread[] = {"contentTypeSchema", "schema", "FormTemplates", NULL};
    struct rest *r = ctx;
    if (r->skipped || str_is_one_of(name, unread)) {
        r->skipped++;
        return;
    }
    r->paragraphs += str_equal(name, STR_LITERAL("p"));
    if (str_equal(name, STR_LITERAL("sp")))
        r->in_placeholder = false;
    else if (str_equal(name, STR_LITERAL("ph")))
        r->in_placeholder = r->is_master && !has_own_text(xml_attribute(attributes, "type"));
    else if (str_equal(name, STR_LITERAL("frame"))) /* in OpenDocument */
        r->in_placeholder = xml_attribute(attributes, "placeholder").n > 0 ||
                            xml_attribute_of(attributes, "presentation", "class").n > 0;
    if (!r->is_master || !str_equal(name, STR_LITERAL("cSld")))
        office_take_attributes(r->office, name, attributes);
}

static void rest_end(void *ctx, struct str name)
{
    struct rest *r = ctx;
    if (r->skipped) {
        r->skipped--;
        return;
    }
    r->paragraphs -= r->paragraphs && str_equal(name, STR_LITERAL("p"));
    if (r->paragraphs == 0)
        flush(r);
}

static void rest_text(void *ctx, struct str text)
{
    struct rest *r = ctx;
    if (!r->skipped)
        buf_append_str(&r->text, text);
}

/* Returns whether a part is about the package itself, or only about its looks. */
static bool is_of_package(struct str name)
{
    static const char *const starts[] = {
        "[Content_Types]", "docProps/", "META-INF/", "Configurations2/",
        "settings.xml",    "Object ",   NULL};
    static const char *const ends[] = {".xml", ".vml", NULL};
    return str_starts_with_one_of(name, starts) || !str_ends_with_one_of(name, ends) ||
           str_find(name, STR_LITERAL("/theme/"), 0) < name.n ||
           str_find(name, STR_LITERAL("Metadata/"), 0) < name.n ||
           str_ends_with(name, STR_LITERAL("/tableStyles.xml"));
}

void office_rest(struct office *o)
{
    static const struct xml_handler handler = {rest_start, rest_end, rest_text};
    struct rest rest = {.office = o};
    for (size_t i = 0; i < o->package->n; i++) {
        struct package_part *part = &o->package->parts[i];
        if (part->is_read || is_of_package(part->name))
            continue;
        rest.is_master = str_find(part->name, STR_LITERAL("Master"), 0) < part->name.n ||
                         str_find(part->name, STR_LITERAL("Layout"), 0) < part->name.n;
        rest.in_placeholder = false;
        rest.paragraphs = rest.skipped = 0;
        part->is_read = true;
        (void)xml_read(part->bytes, &handler, &rest);
        flush(&rest);
    }
    buf_done(&rest.text);
}
