/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads ZIP files: an office document or a book becomes one document, anything else is an
 * archive. */
#include "indexer/formats/office/office.h"
#include "indexer/formats/packed/compound.h"
#include "indexer/formats/packed/ole.h"

#include "base/mem.h"

/* The metadata has languages, but programs write that of their own menus there, so it is not
 * used. */
static const struct office_name ooxml_names[] = {
    {"title", "title"},
    {"creator", "author"},
    {"subject", "subject"},
    {"keywords", "keywords"},
    {"description", "description"},
    {"category", "category"},
    {"created", "file_created"},
    {"modified", "file_modified"},
    {"lastModifiedBy", "last_modified_by"},
    {NULL, NULL},
};

static const struct office_name odf_names[] = {
    {"title", "title"},
    {"initial-creator", "author"},
    {"creator", "last_modified_by"},
    {"subject", "subject"},
    {"keyword", "keywords"},
    {"description", "description"},
    {"user-defined", "property"},
    {"creation-date", "file_created"},
    {"date", "file_modified"},
    {NULL, NULL},
};

static const struct office_name app_names[] = {
    {"Company", "company"}, {"Manager", "manager"}, {NULL, NULL}};
static const struct office_name custom_names[] = {
    {"lpwstr", "property"}, {"lpstr", "property"}, {NULL, NULL}};

/* Returns the main part of a package whose relations do not name it. */
static struct str usual_main_part(const struct package *package)
{
    static const char *const names[] = {"word/document.xml", "ppt/presentation.xml",
                                        "xl/workbook.xml", NULL};
    for (size_t i = 0; names[i]; i++)
        if (package_part(package, str_of(names[i])).n)
            return str_of(names[i]);
    return STR_EMPTY;
}

/* Passes on the file in an embedded object, if it contains one. */
static enum err_code hand_on_object(struct office *o, const struct package_part *part,
                                    struct err *err)
{
    AUTO(buf_done) struct buf file = BUF_INIT;
    AUTO(buf_done) struct buf name = BUF_INIT;
    AUTO(buf_done) struct buf path = BUF_INIT;
    struct str bytes = part->bytes;
    buf_append_str(&path, part->name);
    if (compound_find_file(part->bytes, &file, &name)) {
        bytes = buf_str(&file);
        if (name.n)
            buf_append_format(&path, "/%.*s", STR_PRINT(buf_str(&name)));
    } else if (ole_kind(part->name, part->bytes) == OLE_NONE) {
        return ERR_OK; /* a formula, a picture */
    }
    struct container_member member = {.name = buf_str(&path), .bytes = bytes};
    return o->output->member(o->output->ctx, &member, err);
}

/* Passes on the files of other formats in a package as its members. The document must have been
 * delivered. */
static enum err_code hand_on_files(struct office *o, struct err *err)
{
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < o->package->n && code == ERR_OK; i++) {
        const struct package_part *part = &o->package->parts[i];
        struct container_member member = {.name = part->name, .bytes = part->bytes};
        if (!package_is_file(part->name))
            continue;
        code = str_ends_with(part->name, STR_LITERAL(".bin"))
                   ? hand_on_object(o, part, err)
                   : o->output->member(o->output->ctx, &member, err);
    }
    return code;
}

static enum err_code read_ooxml(struct office *o, struct err *err)
{
    bool has_metadata = false;
    struct office_relations relations = {0};
    struct str main = STR_EMPTY;

    office_read_relations(o, STR_EMPTY, &relations);
    for (size_t i = 0; i < relations.n; i++) {
        const struct office_relation *r = &relations.items[i];
        if (str_equal(r->type, STR_LITERAL("officeDocument")) ||
            str_equal(r->type, STR_LITERAL("fixedrepresentation"))) {
            main = r->part;
        } else if (str_equal(r->type, STR_LITERAL("core-properties"))) {
            office_read_metadata(o, r->part, ooxml_names);
            has_metadata = true;
        }
    }
    if (!has_metadata)
        office_read_metadata(o, STR_LITERAL("docProps/core.xml"), ooxml_names);
    office_read_metadata(o, STR_LITERAL("docProps/app.xml"), app_names);
    office_read_metadata(o, STR_LITERAL("docProps/custom.xml"), custom_names);
    if (main.n == 0)
        main = usual_main_part(o->package);
    office_relations_done(&relations);
    if (str_starts_with(main, STR_LITERAL("word/"))) {
        o->document.type = STR_LITERAL("docx");
        office_word(o, main);
    } else if (str_starts_with(main, STR_LITERAL("ppt/"))) {
        o->document.type = STR_LITERAL("pptx");
        office_slides(o, main);
    } else if (str_starts_with(main, STR_LITERAL("xl/"))) {
        o->document.type = STR_LITERAL("xlsx");
        office_sheets(o, main);
    } else if (str_ends_with(main, STR_LITERAL(".fdseq"))) {
        o->document.type = STR_LITERAL("xps");
        office_pages(o, main);
    } else {
        return err_set(err, ERR_INPUT, "an office document of an unknown kind");
    }
    office_drawings(o);
    office_rest(o);
    return office_finish(o, err) ? err->code : hand_on_files(o, err);
}

/* Returns the type for "application/vnd.oasis.opendocument.text" and the like, of which templates
 * end in "-template". */
static const char *odf_type(struct str bytes)
{
    static const struct {
        const char *word, *type;
    } types[] = {{"opendocument.text", "odt"},
                 {"opendocument.spreadsheet", "ods"},
                 {"opendocument.presentation", "odp"},
                 {"opendocument.graphics", "odg"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_find(bytes, str_of(types[i].word), 0) < bytes.n)
            return types[i].type;
    return "odf";
}

static enum err_code read_package(struct office *o, enum package_kind kind, struct err *err)
{
    switch (kind) {
    case PACKAGE_OOXML:
        return read_ooxml(o, err);
    case PACKAGE_EPUB:
        return office_epub(o, err);
    default:
        break;
    }
    struct str manifest = package_part(o->package, STR_LITERAL("META-INF/manifest.xml"));
    if (str_find(manifest, STR_LITERAL("encryption-data"), 0) < manifest.n)
        return err_set(err, ERR_INPUT, "encrypted");
    struct str mimetype = package_part(o->package, STR_LITERAL("mimetype"));
    o->document.type = str_of(odf_type(manifest.n ? manifest : mimetype));
    office_read_metadata(o, STR_LITERAL("meta.xml"), odf_names);
    office_odf(o);
    return office_finish(o, err);
}

/* Returns what a ZIP file is that stores text in a format of its own; NULL if it does not. */
static const char *unread_kind(struct str bytes)
{
    if (str_find(bytes, STR_LITERAL("Index/Document.iwa"), 0) < bytes.n)
        return "an iWork document, whose text is read if it is exported as PDF";
    if (str_find(bytes, STR_LITERAL("xl/workbook.bin"), 0) < bytes.n)
        return "a binary workbook, whose text is read if it is saved as XLSX";
    return NULL;
}

enum err_code zip_unpack(const struct container_input *input, struct arena *scratch,
                         const struct container_output *output, struct err *err)
{
    enum package_kind kind = package_kind_of(input);
    if (kind == PACKAGE_NONE) {
        const char *unread = unread_kind(input->bytes);
        if (unread)
            output->skip(output->ctx, STR_EMPTY, true, unread);
        return archive_unpack(input, scratch, output, err);
    }

    AUTO(package_done) struct package package = {0};
    AUTO(office_done) struct office office;
    struct err problem = ERR_INIT;
    office_begin(&office, &package, input, scratch, output,
                 kind == PACKAGE_EPUB ? "epub" : "office");
    if (package_read(&package, input, &problem) && package.n == 0)
        return err_set(err, problem.code, "%s", problem.message);
    office.is_cut = problem.code != ERR_OK;
    if (problem.code == ERR_OK)
        return read_package(&office, kind, err);
    if (read_package(&office, kind, err) == ERR_INPUT) {
        err_clear(err);
        return err_set(err, problem.code, "%s", problem.message);
    }
    output->skip(output->ctx, STR_EMPTY, true, problem.message);
    return err->code;
}
