/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells the parts of a message that are its text from those that are attachments. */
#include "indexer/formats/mail/mail_reading.h"

#include "base/mem.h"
#include "indexer/formats/mail/mail_limits.h"
#include "indexer/formats/mail/smime.h"
#include "indexer/formats/mail/uuencode.h"
#include "text/utf8.h"

enum {
    MAX_DEPTH = 50, /* of nested parts */
};

void mail_unref(void *variable)
{
    GObject *object = *(GObject **)variable;
    if (object)
        g_object_unref(object);
}

GMimeStream *mail_part_contents(GMimePart *part, struct str *ret_bytes)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (!content)
        return NULL;
    GMimeStream *out = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(content, out);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(out));
    *ret_bytes = (struct str){bytes->len ? (const char *)bytes->data : "", bytes->len};
    return out;
}

/* Returns the line of the file for an offset in the message. Fast for ascending offsets. */
static uint32_t line_of(struct mail_reading *r, size_t offset)
{
    if (offset < r->counted || r->counted == 0) {
        r->counted = 0;
        r->line = r->first_line;
    }
    struct str before = str_slice(r->raw, 0, offset);
    for (size_t i = str_find_char(before, '\n', r->counted); i < offset;
         i = str_find_char(before, '\n', i + 1))
        r->line++;
    r->counted = offset;
    return r->line - (uint32_t)r->n_added;
}

/* Finds where the contents of a part are in the message. All lines of what a signature encloses
 * have that of the signature. */
static void locate(struct mail_reading *r, GMimePart *part, struct mail_piece *piece)
{
    if (r->signature)
        part = r->signature;
    GMimeStream *stream = g_mime_data_wrapper_get_stream(g_mime_part_get_content(part));
    size_t start = stream && stream->bound_start > 0 ? (size_t)stream->bound_start : 0;
    size_t end = stream && stream->bound_end >= 0 ? (size_t)stream->bound_end : r->raw.n;
    if (end > r->raw.n || start > end)
        start = end = 0;
    piece->raw = str_slice(r->raw, start, end);
    piece->line = line_of(r, start);
    if (r->signature) {
        piece->coding = MAIL_BASE64;
        return;
    }
    switch (g_mime_part_get_content_encoding(part)) {
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
        piece->coding = MAIL_QUOTED_PRINTABLE;
        break;
    case GMIME_CONTENT_ENCODING_BASE64:
    case GMIME_CONTENT_ENCODING_UUENCODE:
        piece->coding = MAIL_BASE64;
        break;
    default:
        piece->coding = MAIL_AS_IT_IS;
        break;
    }
}

static bool is_parameter(GMimeContentType *type, const char *name, const char *value)
{
    const char *found = g_mime_content_type_get_parameter(type, name);
    return found && g_ascii_strcasecmp(found, value) == 0;
}

/* Finds the text that a mailing list has appended to a part in base64, after an empty line, and
 * which was decoded with it. */
static struct str cut_behind_base64(struct mail_piece *piece)
{
    size_t end = str_find(piece->raw, STR_LITERAL("\n\n"), 0), n_digits = 0;
    struct str behind = str_trim(str_slice(piece->raw, end, piece->raw.n));
    if (str_find_char(behind, ' ', 0) == behind.n)
        return STR_EMPTY;
    for (size_t i = 0; i < end; i++)
        n_digits += piece->raw.p[i] != '=' && !ascii_is_space(piece->raw.p[i]);
    size_t n = n_digits / 4 * 3 + n_digits % 4 * 3 / 4;
    piece->bytes.n = n < piece->bytes.n ? n : piece->bytes.n;
    return behind;
}

/* Makes an attachment of a uuencoded file in a text. */
static void attach_file(struct mail_reading *r, const struct uuencoded *file, struct str block)
{
    AUTO(buf_done) struct buf name = BUF_INIT;
    AUTO(mail_unref) GMimeStream *stream = g_mime_stream_mem_new_with_buffer(block.p, block.n);
    AUTO(mail_unref)
    GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(
        stream, GMIME_CONTENT_ENCODING_UUENCODE);
    GMimePart *part = g_mime_part_new_with_type("application", "octet-stream");
    utf8_append_repaired(&name, file->name);
    g_mime_part_set_filename(part, buf_c_string(&name));
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_UUENCODE);
    g_mime_part_set_content(part, content);
    g_ptr_array_add(r->own_parts, part);
    g_ptr_array_add(r->attachments, part);
}

/* Takes uuencoded files out of a text, and leaves their lines empty. A part may be read several
 * times; its files are attached once. */
static void take_files(struct mail_reading *r, GMimePart *part, struct str *text,
                       struct buf *buffer)
{
    struct uuencoded file;
    size_t done = 0;
    bool is_first = !g_object_get_data(G_OBJECT(part), "files-taken");
    for (; uuencode_find(*text, done, &file); done = file.end) {
        struct str block = str_slice(*text, file.start, file.end);
        buf_append_str(buffer, str_slice(*text, done, file.start));
        for (uint32_t n = str_count_breaks(block); n > 0; n--)
            buf_append_char(buffer, '\n');
        if (is_first)
            attach_file(r, &file, block);
    }
    if (done == 0)
        return;
    buf_append_str(buffer, str_slice(*text, done, text->n));
    *text = buf_str(buffer);
    g_object_set_data(G_OBJECT(part), "files-taken", part);
}

static void add_text(struct mail_reading *r, GMimePart *part)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    struct mail_piece piece = {.charset = STR_EMPTY};
    AUTO(buf_done) struct buf without_files = BUF_INIT;
    struct err limit = ERR_INIT;
    if (budget_spend_member(r->input->budget, &limit)) {
        if (!r->has_too_many_parts)
            r->output->skip(r->output->ctx, r->document.id, true, limit.message);
        r->has_too_many_parts = true;
        return;
    }
    AUTO(mail_unref) GMimeStream *stream = mail_part_contents(part, &piece.bytes);
    if (!stream)
        return;
    const char *charset = g_mime_content_type_get_parameter(type, "charset");
    if (charset)
        piece.charset = str_of(charset);
    piece.is_html = g_mime_content_type_is_type(type, "text", "html") ||
                    g_mime_content_type_is_type(type, "text", "x-amp-html");
    piece.joins_lines = is_parameter(type, "format", "flowed") &&
                        is_parameter(type, "delsp", "yes");
    locate(r, part, &piece);
    if (!piece.is_html)
        take_files(r, part, &piece.bytes, &without_files);
    bool is_base64 = !r->signature &&
                     g_mime_part_get_content_encoding(part) == GMIME_CONTENT_ENCODING_BASE64;
    struct str behind = is_base64 ? cut_behind_base64(&piece) : STR_EMPTY;
    mail_text_add(&r->text, &piece);
    if (behind.n == 0)
        return;
    struct mail_piece more = {.bytes = behind,
                              .charset = STR_EMPTY,
                              .raw = behind,
                              .line = line_of(r, (size_t)(behind.p - r->raw.p)),
                              .coding = MAIL_AS_IT_IS};
    mail_text_add(&r->text, &more);
}

static bool is_type(GMimeObject *object, const char *type, const char *subtype)
{
    return g_mime_content_type_is_type(g_mime_object_get_content_type(object), type, subtype);
}

static bool is_text(GMimeObject *object)
{
    return GMIME_IS_PART(object) && is_type(object, "text", "*");
}

/* Returns whether a part is of a type of text that is read as a file of its own. */
static bool is_file_of_text(GMimeObject *object)
{
    return is_type(object, "text", "calendar") || is_type(object, "text", "vcard") ||
           is_type(object, "text", "x-vcard") || is_type(object, "text", "directory") ||
           is_type(object, "text", "csv") || is_type(object, "text", "rfc822-headers");
}

/* Returns whether a part belongs to the text of the message. */
static bool is_inline_text(GMimeObject *object)
{
    const char *disposition = g_mime_object_get_disposition(object);
    bool is_named = GMIME_IS_PART(object) && g_mime_part_get_filename(GMIME_PART(object));
    bool is_attached = disposition && g_ascii_strcasecmp(disposition, "attachment") == 0;
    return !is_attached && !is_named && is_text(object) && !is_file_of_text(object);
}

/* Returns whether a part contains no text worth searching: signatures, style sheets. */
static bool is_wordless(GMimeObject *object)
{
    return is_type(object, "application", "pgp-signature") ||
           is_type(object, "application", "pkcs7-signature") ||
           is_type(object, "application", "x-pkcs7-signature") || is_type(object, "text", "css");
}

/* Adds the text before the first part or after the last one. If the head declares the wrong
 * boundary, that is the whole text. */
static void add_around(struct mail_reading *r, const char *text)
{
    struct str s = text ? str_trim(str_of(text)) : STR_EMPTY;
    struct str start = str_slice(s, 0, s.n < 64 ? s.n : 64);
    bool is_notice = str_find(start, STR_LITERAL("multi-part message"), 0) < start.n ||
                     str_find(start, STR_LITERAL("MIME"), 0) < start.n;
    if (s.n == 0 || is_notice)
        return;
    size_t at = str_find(r->raw, start, 0);
    struct mail_piece piece = {.bytes = s,
                               .charset = STR_EMPTY,
                               .raw = s,
                               .line = line_of(r, at < r->raw.n ? at : 0),
                               .coding = MAIL_AS_IT_IS};
    mail_text_add(&r->text, &piece);
}

static void walk(struct mail_reading *r, GMimeObject *object, unsigned depth);

/* Returns the plain text among alternative parts, or NULL if there is none or it is empty. */
static GMimePart *find_plain(struct mail_reading *r, GMimeMultipart *parts)
{
    for (int i = 0; i < g_mime_multipart_get_count(parts); i++) {
        GMimeObject *part = g_mime_multipart_get_part(parts, i);
        struct mail_text_mark before = mail_text_mark(&r->text);
        if (!is_inline_text(part) || !is_type(part, "text", "plain"))
            continue;
        add_text(r, GMIME_PART(part));
        bool has_text = r->text.text.n > before.n_bytes;
        mail_text_go_back(&r->text, &before);
        if (has_text)
            return GMIME_PART(part);
    }
    return NULL;
}

static bool is_rich(GMimeObject *part)
{
    return GMIME_IS_MULTIPART(part) || is_type(part, "text", "html");
}

/* Reads another form of the text, such as text/enriched or several parts, if it has words of its
 * own. */
static void add_other_form(struct mail_reading *r, GMimeObject *part, unsigned depth,
                           const struct mail_text_mark *start)
{
    struct mail_text_mark end = mail_text_mark(&r->text);
    walk(r, part, depth + 1);
    if (!mail_text_says_more(&r->text, start, &end))
        mail_text_go_back(&r->text, &end);
}

/* Reads one of several alternative forms: the richest, which is the last, and after it what the
 * plain text adds; only the lines with other words if there are few of them, otherwise all of
 * it. */
static void walk_alternative(struct mail_reading *r, GMimeMultipart *parts, unsigned depth)
{
    struct mail_text_mark start = mail_text_mark(&r->text);
    GMimePart *plain = find_plain(r, parts);
    int n = g_mime_multipart_get_count(parts), rich = n - 1;
    while (rich >= 0 && !is_rich(g_mime_multipart_get_part(parts, rich)))
        rich--;
    if (rich >= 0)
        walk(r, g_mime_multipart_get_part(parts, rich), depth + 1);
    struct mail_text_mark end = mail_text_mark(&r->text);
    if (plain) {
        add_text(r, plain);
        if (!mail_text_is_stub(&r->text, &start, &end))
            mail_text_keep_missing(&r->text, &start, &end);
    }
    for (int i = 0; i < n; i++) {
        GMimeObject *part = g_mime_multipart_get_part(parts, i);
        bool has_form = rich >= 0 || plain, is_form = is_inline_text(part) || is_rich(part);
        if (i == rich || part == GMIME_OBJECT(plain))
            continue;
        if (has_form && is_form)
            add_other_form(r, part, depth, &start);
        else
            walk(r, part, depth + 1);
    }
}

/* The subject that a program put into the part that it protects, with "..." outside. */
static void take_protected_subject(struct mail_reading *r, GMimeObject *object)
{
    GMimeContentType *type = g_mime_object_get_content_type(object);
    GMimeHeader *header = type && g_mime_content_type_get_parameter(type, "protected-headers")
                              ? g_mime_header_list_get_header(g_mime_object_get_header_list(object),
                                                              "Subject")
                              : NULL;
    struct document *d = &r->document;
    struct str subject = header ? mail_header_value(r, d->arena, header) : STR_EMPTY;
    if (subject.n == 0 || str_equal(subject, d->title))
        return;
    d->title = subject;
    document_add_field(d, STR_LITERAL("subject"), subject);
}

static bool is_smime(GMimeObject *object)
{
    return is_type(object, "application", "pkcs7-mime") ||
           is_type(object, "application", "x-pkcs7-mime");
}

/* Parses a part of a mail, which r owns. */
static GMimeObject *parse_part(struct mail_reading *r, struct str bytes)
{
    AUTO(mail_unref) GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.p, bytes.n);
    AUTO(mail_unref) GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeObject *part = g_mime_parser_construct_part(parser, NULL);
    if (part)
        g_ptr_array_add(r->own_parts, part);
    return part;
}

/* Reads what an S/MIME message encloses if it is only signed. */
static void walk_smime(struct mail_reading *r, GMimeObject *object, unsigned depth)
{
    AUTO(buf_done) struct buf content = BUF_INIT;
    AUTO(buf_done) struct buf limited = BUF_INIT;
    struct str bytes = STR_EMPTY;
    struct err limit = ERR_INIT;
    AUTO(mail_unref)
    GMimeStream *stream = GMIME_IS_PART(object) ? mail_part_contents(GMIME_PART(object), &bytes)
                                                : NULL;
    if (!stream || !smime_signed_content(bytes, &content)) {
        r->has_encrypted = true;
        return;
    }
    GMimePart *outer = r->signature;
    struct str part = buf_str(&content);
    if (!budget_spend(r->input->budget, part.n, &limit))
        part = mail_limit_parts(part, r->input->budget, &limit);
    if (limit.code)
        r->output->skip(r->output->ctx, r->document.id, true, limit.message);
    r->signature = outer ? outer : GMIME_PART(object);
    walk(r, parse_part(r, mail_limit_groups(part, &limited)), depth + 1);
    r->signature = outer;
}

/* Keeps what the sender says about a part: a description, and where it is if it is not enclosed. */
static void take_description(struct mail_reading *r, GMimeObject *object)
{
    GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(object),
                                                        "Content-Description");
    GMimeContentType *type = g_mime_object_get_content_type(object);
    struct document *d = &r->document;
    if (header)
        document_add_field(d, STR_LITERAL("attachment"), mail_header_value(r, d->arena, header));
    const char *address = is_type(object, "message", "external-body")
                              ? g_mime_content_type_get_parameter(type, "url")
                              : NULL;
    if (address)
        document_add_field(d, STR_LITERAL("attachment"), arena_copy(d->arena, str_of(address)));
}

static void walk(struct mail_reading *r, GMimeObject *object, unsigned depth)
{
    if (!object || depth > MAX_DEPTH || is_wordless(object))
        return;
    take_protected_subject(r, object);
    take_description(r, object);
    if (GMIME_IS_MULTIPART_ENCRYPTED(object)) {
        r->has_encrypted = true;
    } else if (is_smime(object)) {
        walk_smime(r, object, depth);
    } else if (GMIME_IS_MULTIPART(object) && is_type(object, "multipart", "alternative")) {
        walk_alternative(r, GMIME_MULTIPART(object), depth);
    } else if (GMIME_IS_MULTIPART(object)) {
        GMimeMultipart *parts = GMIME_MULTIPART(object);
        add_around(r, g_mime_multipart_get_prologue(parts));
        for (int i = 0; i < g_mime_multipart_get_count(parts); i++)
            walk(r, g_mime_multipart_get_part(parts, i), depth + 1);
        add_around(r, g_mime_multipart_get_epilogue(parts));
    } else if (is_inline_text(object)) {
        add_text(r, GMIME_PART(object));
    } else {
        g_ptr_array_add(r->attachments, object);
    }
}

/* Takes the only part of a message as its text: any type of text, or a part without a name that
 * turns out to be text. Returns whether that added text. */
static bool take_as_body(struct mail_reading *r, GMimeObject *part)
{
    bool is_anonymous = GMIME_IS_PART(part) && !g_mime_part_get_filename(GMIME_PART(part)) &&
                        !is_wordless(part) && !is_smime(part);
    if (!is_anonymous && !is_text(part))
        return false;
    struct mail_text_mark before = mail_text_mark(&r->text);
    add_text(r, GMIME_PART(part));
    return r->text.text.n > before.n_bytes;
}

void mail_parts_read(struct mail_reading *r, GMimeObject *root)
{
    if (!take_as_body(r, root))
        walk(r, root, 0);
}
