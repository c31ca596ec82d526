/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of formats, recognition of a file's format, and dispatch to its reader. */
#include "indexer/formats/formats.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/path.h"
#include "indexer/formats/mail/mailbox.h"
#include "indexer/formats/packed/foreign.h"
#include "indexer/formats/signs.h"

#include <fcntl.h>
#include <unistd.h>

enum {
    HEAD_BYTES = 8192,            /* of a text that are examined for signs */
    FAR_HEAD_BYTES = 1024 * 1024, /* the same if the text begins with a longer comment */
    SNIFF_BYTES = 4096,
    FILE_HEAD_BYTES = 16 * 1024, /* of a file that are read for --type */
};

/* ---- the table ---- */

/* Returns whether a file with that name and beginning is in the format. */
typedef bool format_sign(struct str name, struct str s);

/* A format is recognised by its sign, which is certain. Text is recognised by the ending of its
 * name, unless a sign contradicts (is_believed: even then, since Markdown may begin with HTML), and
 * by a weak sign if nothing else tells. Signs are tried in the order of the table. */
static const struct {
    const char *name;
    const char *groups;  /* names that stand for several formats */
    const char *endings; /* of file names, in lower case */
    format_sign *sign, *weak_sign;
    bool is_believed; /* the ending of the name decides, whatever the text begins with */
    text_reader *read;
    container_reader *unpack;
    enum record_form records;
    const char *package; /* what the MIME type at the start of such a ZIP file contains */
} formats[FORMAT_LIMIT] = {
    [FORMAT_TEXT] = {.name = "text", .groups = "txt", .read = text_read},
    [FORMAT_MARKDOWN] = {.name = "markdown",
                         .groups = "md markup",
                         .endings = ".md .markdown .mdown .mkd .mkdn",
                         .is_believed = true,
                         .read = markdown_read},
    [FORMAT_HTML] = {.name = "html",
                     .groups = "web",
                     .endings = ".html .htm .xhtml .xht .shtml",
                     .sign = sign_is_html,
                     .is_believed = true,
                     .read = html_read},
    [FORMAT_JSONL] = {.name = "jsonl",
                      .groups = "records",
                      .endings = ".jsonl .ndjson",
                      .sign = sign_is_jsonl,
                      .weak_sign = sign_is_nameless_jsonl,
                      .read = jsonl_read,
                      .records = RECORDS_JSONL},
    [FORMAT_JSON] = {.name = "json",
                     .endings = ".json .geojson .ipynb .jsonld .topojson .webmanifest .har",
                     .read = json_read,
                     .records = RECORDS_JSON},
    [FORMAT_CSV] = {.name = "csv",
                    .groups = "tsv records",
                    .endings = ".csv .tsv .tab .psv",
                    .weak_sign = sign_is_nameless_table,
                    .read = csv_read,
                    .records = RECORDS_CSV},
    [FORMAT_SGML] = {.name = "sgml",
                     .groups = "records",
                     .endings = ".sgm .sgml",
                     .sign = sign_is_sgml,
                     .read = sgml_read,
                     .records = RECORDS_SGML},
    [FORMAT_FEED] = {.name = "feed",
                     .groups = "web",
                     .endings = ".rss .atom .enex",
                     .sign = sign_is_feed,
                     .read = feed_read},
    [FORMAT_XML] = {.name = "xml",
                    .groups = "web",
                    .endings = ".xml .dbk .docbook .tei .opml .fb2 .svg .kml .gpx .mm .xbel .tmx "
                               ".xliff .xlf .ttml .dita .xsd .xsl .fodt .fods .fodp",
                    .sign = sign_is_xml,
                    .read = xml_file_read},
    [FORMAT_RST] = {.name = "rst", .groups = "markup", .endings = ".rst .rest", .read = rst_read},
    [FORMAT_ASCIIDOC] = {.name = "asciidoc",
                         .groups = "markup",
                         .endings = ".adoc .asciidoc",
                         .read = asciidoc_read},
    [FORMAT_ORG] = {.name = "org", .groups = "markup", .endings = ".org", .read = org_read},
    [FORMAT_LATEX] = {.name = "latex",
                      .groups = "tex markup",
                      .endings = ".tex .ltx .latex",
                      .read = latex_read},
    [FORMAT_BIBTEX] = {.name = "bibtex",
                       .groups = "bib records",
                       .endings = ".bib",
                       .read = bibtex_read},
    [FORMAT_MAN] = {.name = "man", .weak_sign = sign_is_man, .read = man_read},
    [FORMAT_RTF] = {.name = "rtf",
                    .groups = "office",
                    .endings = ".rtf",
                    .sign = sign_is_rtf,
                    .read = rtf_read},
    [FORMAT_CARD] = {.name = "card",
                     .groups = "ics vcf",
                     .endings = ".ics .ical .ifb .vcf .vcard",
                     .weak_sign = sign_is_card,
                     .read = card_read},
    [FORMAT_SUBTITLES] = {.name = "subtitles",
                          .groups = "srt vtt",
                          .endings = ".srt .vtt .sbv .ass .ssa .sub .lrc",
                          .weak_sign = sign_is_subtitles,
                          .read = subtitles_read},
    [FORMAT_ZIP] = {.name = "zip", .groups = "archive", .sign = sign_is_zip, .unpack = zip_unpack},
    [FORMAT_ARCHIVE] = {.name = "archive", .sign = sign_is_archive, .unpack = archive_unpack},
    [FORMAT_PDF] = {.name = "pdf", .sign = sign_is_pdf, .unpack = pdf_read},
    [FORMAT_DOC] = {.name = "doc", .groups = "office", .sign = sign_is_doc, .unpack = doc_read},
    [FORMAT_XLS] = {.name = "xls", .groups = "office", .sign = sign_is_xls, .unpack = xls_read},
    [FORMAT_PPT] = {.name = "ppt", .groups = "office", .sign = sign_is_ppt, .unpack = ppt_read},
    [FORMAT_MSG] = {.name = "msg", .groups = "mail", .sign = sign_is_msg, .unpack = msg_read},
    [FORMAT_PS] = {.name = "ps", .groups = "postscript", .sign = sign_is_ps, .unpack = ps_read},
    [FORMAT_DJVU] = {.name = "djvu", .sign = foreign_is, .unpack = foreign_read},
    [FORMAT_MBOX] = {.name = "mbox",
                     .groups = "mail",
                     .sign = sign_is_mbox,
                     .unpack = mbox_read,
                     .records = RECORDS_MBOX},
    [FORMAT_MAIL] = {.name = "mail",
                     .groups = "mbox",
                     .sign = mailbox_is_message,
                     .unpack = mail_read},
    [FORMAT_DOCX] = {.name = "docx",
                     .groups = "office",
                     .endings = ".docx",
                     .package = "wordprocessingml"},
    [FORMAT_PPTX] = {.name = "pptx",
                     .groups = "office",
                     .endings = ".pptx",
                     .package = "presentationml"},
    [FORMAT_XLSX] = {.name = "xlsx",
                     .groups = "office",
                     .endings = ".xlsx",
                     .package = "spreadsheetml"},
    [FORMAT_ODT] = {.name = "odt",
                    .groups = "office",
                    .endings = ".odt",
                    .package = "opendocument.text"},
    [FORMAT_ODP] = {.name = "odp",
                    .groups = "office",
                    .endings = ".odp",
                    .package = "opendocument.presentation"},
    [FORMAT_ODS] = {.name = "ods",
                    .groups = "office",
                    .endings = ".ods",
                    .package = "opendocument.spreadsheet"},
    [FORMAT_ODG] = {.name = "odg",
                    .groups = "office",
                    .endings = ".odg",
                    .package = "opendocument.graphics"},
    [FORMAT_XPS] = {.name = "xps",
                    .groups = "office",
                    .endings = ".xps .oxps",
                    .package = "package.xps"},
    [FORMAT_EPUB] = {.name = "epub", .endings = ".epub", .package = "application/epub"},
};

const char *format_name(enum format format)
{
    return formats[format].name;
}

enum record_form format_records(enum format format)
{
    return formats[format].records;
}

/* Returns whether word is in list, which may be NULL. */
static bool has_word(const char *list, struct str word)
{
    struct str rest = list ? str_of(list) : STR_EMPTY;
    while (rest.n) {
        size_t end = str_find_char(rest, ' ', 0);
        if (str_equal_ignoring_case(str_slice(rest, 0, end), word))
            return true;
        rest = str_slice(rest, end < rest.n ? end + 1 : end, rest.n);
    }
    return false;
}

/* ---- recognition ---- */

enum format format_of_bytes(struct str name, struct str bytes)
{
    for (enum format f = 0; f < FORMAT_LIMIT; f++)
        if (formats[f].unpack && formats[f].sign(name, bytes))
            return f;
    return FORMAT_TEXT;
}

bool format_is_stream(struct str bytes)
{
    return sign_is_stream(bytes);
}

/* Returns the format that the start of a text shows with certainty, or else FORMAT_TEXT. */
static enum format text_by_sign(struct str name, struct str s)
{
    if (s.n == 0 || (s.p[0] != '<' && s.p[0] != '{'))
        return FORMAT_TEXT;
    for (enum format f = 0; f < FORMAT_LIMIT; f++)
        if (formats[f].read && formats[f].sign && formats[f].sign(name, s))
            return f;
    return FORMAT_TEXT;
}

static enum format text_by_weak_sign(struct str name, struct str head)
{
    for (enum format f = 0; f < FORMAT_LIMIT; f++)
        if (formats[f].weak_sign && formats[f].weak_sign(name, head))
            return f;
    return FORMAT_TEXT;
}

/* Removes ".txt" from names such as "page.rst.txt", as sources are called beside the pages that
 * Sphinx makes of them. */
static struct str without_txt(struct str name)
{
    struct str txt = STR_LITERAL(".txt");
    struct str start = str_slice(name, 0, name.n - (name.n > txt.n ? txt.n : 0));
    bool has_two = str_ends_with_ignoring_case(name, txt.p) &&
                   str_find_char(str_slice(start, str_after_last(start, '/'), start.n), '.', 1) <
                       start.n - str_after_last(start, '/');
    return has_two ? start : name;
}

static enum format text_by_last_ending(struct str name)
{
    size_t dot = str_after_last(name, '.'); /* the offset after it */
    struct str ending = str_slice(name, dot > 1 ? dot - 1 : name.n, name.n);
    for (enum format f = 0; f < FORMAT_LIMIT && ending.n > 1; f++)
        if (formats[f].read && has_word(formats[f].endings, ending))
            return f;
    return FORMAT_LIMIT;
}

/* Returns the format with the ending of name; FORMAT_LIMIT if there is none. Names like
 * "page.rst.txt" are used only for sources of markup and notebooks; "page.html.txt" may be the text
 * of a page. */
static enum format text_by_ending(struct str name)
{
    struct str inner = without_txt(name);
    enum format format = text_by_last_ending(inner);
    bool is_source = format != FORMAT_LIMIT &&
                     (has_word(formats[format].groups, STR_LITERAL("markup")) ||
                      str_ends_with_ignoring_case(inner, ".ipynb"));
    return is_source || inner.n == name.n ? format : FORMAT_LIMIT; /* ".txt" is of no format */
}

/* Returns the start of s without byte order marks and NULs, in s itself or in ascii, so that markup
 * in UTF-16 can be compared as ASCII. */
static struct str without_nuls(struct str s, char *ascii, size_t capacity)
{
    while (s.n && strchr("\xEF\xBB\xBF\xFE\xFF", s.p[0])) /* strchr() finds NUL as well */
        s = str_slice(s, 1, s.n);
    struct str start = str_slice(s, 0, s.n < capacity ? s.n : capacity);
    if (str_find_char(start, '\0', 0) == start.n)
        return s;
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < capacity; i++)
        if (s.p[i] != '\0')
            ascii[n++] = s.p[i];
    return (struct str){ascii, n};
}

/* Returns whether a file named as JSON Lines begins with an object that spans several lines. */
static bool is_laid_out(struct str head)
{
    struct str line;
    while (str_next_line(&head, &line))
        if (str_trim(line).n)
            return str_equal(str_trim(line), STR_LITERAL("{"));
    return false;
}

enum format format_of_text(struct str name, struct str text)
{
    char ascii[SNIFF_BYTES];
    struct str head = str_slice(text, 0, text.n < HEAD_BYTES ? text.n : HEAD_BYTES);
    if (text.n > HEAD_BYTES && sign_begins_with_remark(head)) /* the root is after the comment */
        head = str_slice(text, 0, text.n < FAR_HEAD_BYTES ? text.n : FAR_HEAD_BYTES);
    enum format signed_as = text_by_sign(name, str_trim(without_nuls(head, ascii, sizeof ascii)));
    enum format named_as = text_by_ending(name);
    if (named_as == FORMAT_JSONL && is_laid_out(head))
        named_as = FORMAT_JSON;
    /* The root is not in head. */
    bool may_be_both = signed_as == FORMAT_XML && named_as == FORMAT_FEED;
    if (named_as != FORMAT_LIMIT &&
        (signed_as == FORMAT_TEXT || may_be_both || formats[named_as].is_believed))
        return named_as;
    return signed_as == FORMAT_TEXT ? text_by_weak_sign(name, head) : signed_as;
}

/* ---- dispatch ---- */

enum err_code format_read(enum format format, const struct reader_input *input,
                          struct arena *scratch, const struct reader_output *output,
                          struct err *err)
{
    /* Offsets in a document are 32 bits wide, and libxml2 uses int. */
    bool is_document = formats[format].records == RECORDS_NONE ||
                       formats[format].records == RECORDS_JSON;
    if (is_document && input->text.n > INT32_MAX)
        return err_set(err, ERR_LIMIT, "larger than 2 GiB");
    return formats[format].read(input, scratch, output, err);
}

enum err_code format_unpack(enum format format, const struct container_input *input,
                            struct arena *scratch, const struct container_output *output,
                            struct err *err)
{
    return formats[format].unpack(input, scratch, output, err);
}

/* ---- sets ---- */

#define BIT(format) (1ull << (format))

/* Appends the words of list that are not in out yet. */
static void append_words(struct buf *out, const char *list)
{
    struct str rest = list ? str_of(list) : STR_EMPTY;
    while (rest.n) {
        size_t end = str_find_char(rest, ' ', 0);
        if (!has_word(buf_c_string(out), str_slice(rest, 0, end))) {
            buf_append_str(out, str_slice(rest, 0, end));
            buf_append_char(out, ' ');
        }
        rest = str_slice(rest, end < rest.n ? end + 1 : end, rest.n);
    }
}

static enum err_code list_names(const char *name, struct err *err)
{
    AUTO(buf_done) struct buf words = BUF_INIT;
    AUTO(buf_done) struct buf list = BUF_INIT;
    for (enum format f = 0; f < FORMAT_LIMIT; f++)
        append_words(&words, formats[f].name);
    for (enum format f = 0; f < FORMAT_LIMIT; f++)
        append_words(&words, formats[f].groups);
    for (size_t i = 0; i + 1 < words.n; i++)
        buf_append_str(&list, words.p[i] == ' ' ? STR_LITERAL(", ") : (struct str){words.p + i, 1});
    return err_set(err, ERR_USAGE, "unknown type '%s'; there are %s", name, buf_c_string(&list));
}

enum err_code format_set_add(uint64_t *set, const char *name, struct err *err)
{
    uint64_t found = 0;
    for (enum format f = 0; f < FORMAT_LIMIT; f++)
        if (str_equal(str_of(formats[f].name), str_of(name)) ||
            has_word(formats[f].groups, str_of(name)))
            found |= BIT(f);
    *set |= found;
    return found ? ERR_OK : list_names(name, err);
}

/* Returns the format of a ZIP file by its name, or by the first member of a package, which contains
 * its type. */
static enum format zip_by_beginning(struct str name, struct str head)
{
    enum { MIME_AT = 38, MIME_BYTES = 64 };
    struct str mime = str_slice(head, head.n < MIME_AT ? head.n : MIME_AT,
                                head.n < MIME_AT + MIME_BYTES ? head.n : MIME_AT + MIME_BYTES);
    for (enum format f = 0; f < FORMAT_LIMIT; f++) {
        if (!formats[f].package)
            continue;
        struct str ending = str_of(formats[f].endings);
        bool is_named = name.n > ending.n && str_ends_with_ignoring_case(name, ending.p);
        if (is_named || str_find(mime, str_of(formats[f].package), 0) < mime.n)
            return f;
    }
    return FORMAT_ZIP;
}

static enum format format_inside(struct str name)
{
    struct str inner = path_without_compression(name);
    bool is_tar = str_ends_with(inner, STR_LITERAL(".tar")) || inner.n == name.n;
    return is_tar ? FORMAT_ARCHIVE : format_of_text(inner, STR_EMPTY);
}

uint64_t format_set_of_file(const char *path)
{
    char bytes[FILE_HEAD_BYTES];
    AUTO(file_close) int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
    if (n < 0)
        return 0;
    struct str name = str_of(path), head = {bytes, (size_t)n};
    enum format format = format_of_bytes(name, head);
    if (format == FORMAT_ZIP)
        format = zip_by_beginning(name, head);
    else if (format == FORMAT_ARCHIVE)
        format = format_inside(name);
    else if (format == FORMAT_TEXT)
        format = format_of_text(name, head);
    return BIT(format);
}
