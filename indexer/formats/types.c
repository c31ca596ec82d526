/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/formats/types.h"

#include "base/file.h"
#include "base/mem.h"
#include "indexer/formats/containers.h"

#include <fcntl.h>
#include <unistd.h>

enum { HEAD_BYTES = 16 * 1024 };

/* Behind those of extract.h. */
enum {
    TYPE_MAIL = FORMAT_LIMIT,
    TYPE_PDF,
    TYPE_DOCX,
    TYPE_PPTX,
    TYPE_XLSX,
    TYPE_ODT,
    TYPE_ODP,
    TYPE_ODS,
    TYPE_ODG,
    TYPE_EPUB,
    TYPE_ARCHIVE,
    TYPE_LIMIT,
};

#define BIT(type) (1ull << (type))

static const char *const own_names[] = {"mail", "pdf", "docx", "pptx", "xlsx",   "odt",
                                        "odp",  "ods", "odg",  "epub", "archive"};

static const struct {
    const char *name;
    uint64_t types;
} groups[] = {
    {"md", BIT(FORMAT_MARKDOWN)},
    {"txt", BIT(FORMAT_TEXT)},
    {"tsv", BIT(FORMAT_CSV)},
    {"mbox", BIT(TYPE_MAIL)},
    {"markup", BIT(FORMAT_MARKDOWN) | BIT(FORMAT_RST) | BIT(FORMAT_ASCIIDOC) | BIT(FORMAT_ORG)},
    {"web", BIT(FORMAT_HTML) | BIT(FORMAT_XML) | BIT(FORMAT_FEED)},
    {"records", BIT(FORMAT_JSONL) | BIT(FORMAT_CSV) | BIT(FORMAT_SGML)},
    {"office", BIT(TYPE_DOCX) | BIT(TYPE_PPTX) | BIT(TYPE_XLSX) | BIT(TYPE_ODT) | BIT(TYPE_ODP) |
                   BIT(TYPE_ODS) | BIT(TYPE_ODG) | BIT(FORMAT_RTF)},
};
enum { N_GROUPS = sizeof groups / sizeof *groups };

static const char *name_of(int type)
{
    return type < FORMAT_LIMIT ? format_name((enum format)type) : own_names[type - FORMAT_LIMIT];
}

static enum err_code list_types(const char *name, struct err *err)
{
    AUTO(buf_done) struct buf list = BUF_INIT;
    for (int type = 0; type < TYPE_LIMIT; type++)
        buf_append_format(&list, "%s%s", type ? ", " : "", name_of(type));
    for (size_t i = 0; i < N_GROUPS; i++)
        buf_append_format(&list, ", %s", groups[i].name);
    return err_set(err, ERR_USAGE, "unknown type '%s'; there are %s", name, buf_c_string(&list));
}

enum err_code types_add(uint64_t *types, const char *name, struct err *err)
{
    for (int type = 0; type < TYPE_LIMIT; type++)
        if (str_equal(str_of(name), str_of(name_of(type)))) {
            *types |= BIT(type);
            return ERR_OK;
        }
    for (size_t i = 0; i < N_GROUPS; i++)
        if (str_equal(str_of(name), str_of(groups[i].name))) {
            *types |= groups[i].types;
            return ERR_OK;
        }
    return list_types(name, err);
}

/* A ZIP file by its name, or by the first member of a package that says what it is. */
static uint64_t type_of_zip(struct str path, struct str head)
{
    static const struct {
        const char *ending, *mime;
        int type;
    } packages[] = {
        {".docx", "wordprocessingml", TYPE_DOCX},
        {".pptx", "presentationml", TYPE_PPTX},
        {".xlsx", "spreadsheetml", TYPE_XLSX},
        {".odt", "opendocument.text", TYPE_ODT},
        {".odp", "opendocument.presentation", TYPE_ODP},
        {".ods", "opendocument.spreadsheet", TYPE_ODS},
        {".odg", "opendocument.graphics", TYPE_ODG},
        {".epub", "application/epub", TYPE_EPUB},
    };
    enum { MIME_AT = 38, MIME_BYTES = 64 };
    struct str mime = str_slice(head, head.n < MIME_AT ? head.n : MIME_AT,
                                head.n < MIME_AT + MIME_BYTES ? head.n : MIME_AT + MIME_BYTES);
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++) {
        struct str ending = str_of(packages[i].ending);
        bool is_named = path.n > ending.n && str_ends_with_ignoring_case(path, ending.p);
        if (is_named || str_find(mime, str_of(packages[i].mime), 0) < mime.n)
            return BIT(packages[i].type);
    }
    return BIT(TYPE_ARCHIVE);
}

static uint64_t type_of_archive(struct str path)
{
    struct str inner = container_inner_name(path);
    bool is_tar = str_ends_with(inner, STR_LITERAL(".tar")) || inner.n == path.n;
    return is_tar ? BIT(TYPE_ARCHIVE) : BIT(format_of(inner, STR_EMPTY));
}

static uint64_t type_of(struct str path, struct str head)
{
    switch (container_of_bytes(path, head)) {
    case FORM_PDF:
        return BIT(TYPE_PDF);
    case FORM_MAIL:
    case FORM_MBOX:
        return BIT(TYPE_MAIL);
    case FORM_ZIP:
        return type_of_zip(path, head);
    case FORM_ARCHIVE:
        return type_of_archive(path);
    default:
        return BIT(format_of(path, head));
    }
}

uint64_t type_of_file(const char *path)
{
    char head[HEAD_BYTES];
    AUTO(file_close) int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof head);
    return n < 0 ? 0 : type_of(str_of(path), (struct str){head, (size_t)n});
}
