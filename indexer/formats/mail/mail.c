/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mail: a message is a document, its attachments are read as files of their own. */
#include "indexer/charset/charset.h"
#include "indexer/formats/mail/mail_text.h"
#include "indexer/formats/mail/mailbox.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"
#include "text/utf8.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <stdio.h>

enum { MAX_DEPTH = 50 /* of parts in parts */ };

struct reading {
    const struct container_input *input;
    const struct container_output *output;
    struct document document;
    struct mail_text text;
    struct str raw;         /* the message */
    uint32_t first_line;    /* of it in the file */
    struct str prefix;      /* of the names of attachments: "", or the id of the message and "/" */
    GPtrArray *attachments; /* of GMimeObject, borrowed */
    bool has_encrypted;
};

static void set_up(void)
{
    g_mime_init();
}

static void unref(void *variable)
{
    GObject *object = *(GObject **)variable;
    if (object)
        g_object_unref(object);
}

/* Text out of GMime as valid UTF-8 on one line. */
static struct str clean(struct arena *arena, const char *s)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    if (!s)
        return STR_EMPTY;
    utf8_append_repaired(&out, str_of(s));
    for (size_t i = 0; i < out.n; i++)
        if ((unsigned char)out.p[i] < 0x20 || out.p[i] == 0x7F)
            out.p[i] = ' ';
    return arena_copy(arena, str_trim(buf_str(&out)));
}

/* ---- headers ---- */

/* What the way of a message leaves behind in it. */
static bool is_trace(struct str name)
{
    static const char *const names[] = {"received",
                                        "dkim-signature",
                                        "mime-version",
                                        "domainkey-signature",
                                        "received-spf",
                                        "authentication-results",
                                        "content-type",
                                        "content-transfer-encoding",
                                        "content-disposition",
                                        "x-google-dkim-signature",
                                        "x-gm-message-state",
                                        "content-length",
                                        NULL};
    static const char *const beginnings[] = {"arc-",       "x-ms-exchange-", "x-spam-",
                                             "x-received", "x-forefront-",   NULL};
    for (size_t i = 0; names[i]; i++)
        if (str_equal_ignoring_case(name, str_of(names[i])))
            return true;
    for (size_t i = 0; beginnings[i]; i++)
        if (str_starts_with_ignoring_case(name, beginnings[i]))
            return true;
    return false;
}

static struct str without_brackets(struct str s)
{
    if (s.n > 1 && s.p[0] == '<' && s.p[s.n - 1] == '>')
        return str_slice(s, 1, s.n - 1);
    return s;
}

static void take_header(struct document *d, GMimeHeader *header)
{
    struct str name = clean(d->arena, g_mime_header_get_name(header));
    struct str value = clean(d->arena, g_mime_header_get_value(header));
    if (is_trace(name))
        return;
    if (str_equal_ignoring_case(name, STR_LITERAL("from")))
        document_add_field(d, STR_LITERAL("author"), value);
    else if (str_equal_ignoring_case(name, STR_LITERAL("subject")))
        d->title = d->title.n ? d->title : value;
    else if (str_equal_ignoring_case(name, STR_LITERAL("message-id")))
        value = without_brackets(value);
    document_add_field(d, name, value);
}

static void take_headers(struct document *d, GMimeMessage *message)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    for (int i = 0; i < g_mime_header_list_get_count(list); i++)
        take_header(d, g_mime_header_list_get_header_at(list, i));
}

/* ---- parts ---- */

/* The contents of a part, decoded: a stream in memory of the caller's; NULL: it has none. */
static GMimeStream *contents_of(GMimePart *part, struct str *ret_bytes)
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

/* Where the contents of a part lie in the message. */
static void locate(const struct reading *r, GMimePart *part, struct mail_piece *piece)
{
    GMimeStream *stream = g_mime_data_wrapper_get_stream(g_mime_part_get_content(part));
    size_t start = stream && stream->bound_start > 0 ? (size_t)stream->bound_start : 0;
    size_t end = stream && stream->bound_end >= 0 ? (size_t)stream->bound_end : r->raw.n;
    if (end > r->raw.n || start > end)
        start = end = 0;
    piece->raw = str_slice(r->raw, start, end);
    piece->line = r->first_line;
    for (size_t i = str_find_char(r->raw, '\n', 0); i < start;
         i = str_find_char(r->raw, '\n', i + 1))
        piece->line++;
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

static void add_text(struct reading *r, GMimePart *part)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    struct mail_piece piece = {.charset = STR_EMPTY};
    AUTO(unref) GMimeStream *stream = contents_of(part, &piece.bytes);
    if (!stream)
        return;
    const char *charset = g_mime_content_type_get_parameter(type, "charset");
    if (charset)
        piece.charset = str_of(charset);
    piece.is_html = g_mime_content_type_is_type(type, "text", "html");
    locate(r, part, &piece);
    mail_text_add(&r->text, &piece);
}

static bool is_type(GMimeObject *object, const char *type, const char *subtype)
{
    return g_mime_content_type_is_type(g_mime_object_get_content_type(object), type, subtype);
}

/* Whether a part is to be read as the text of the message itself. */
static bool is_inline_text(GMimeObject *object)
{
    const char *disposition = g_mime_object_get_disposition(object);
    bool is_named = GMIME_IS_PART(object) && g_mime_part_get_filename(GMIME_PART(object));
    bool is_attached = disposition && g_ascii_strcasecmp(disposition, "attachment") == 0;
    return !is_attached && !is_named && GMIME_IS_PART(object) &&
           (is_type(object, "text", "plain") || is_type(object, "text", "html") ||
            is_type(object, "text", "enriched"));
}

/* Parts that hold nothing to be found: signatures, style sheets. */
static bool is_wordless(GMimeObject *object)
{
    return is_type(object, "application", "pgp-signature") ||
           is_type(object, "application", "pkcs7-signature") ||
           is_type(object, "application", "x-pkcs7-signature") || is_type(object, "text", "css");
}

static void walk(struct reading *r, GMimeObject *object, unsigned depth);

/* Of several forms of the same, plain text; else the last, which is the richest. */
static void walk_alternative(struct reading *r, GMimeMultipart *parts, unsigned depth)
{
    int n = g_mime_multipart_get_count(parts);
    for (int i = 0; i < n; i++) {
        GMimeObject *part = g_mime_multipart_get_part(parts, i);
        size_t before = r->text.text.n;
        if (!is_inline_text(part) || !is_type(part, "text", "plain"))
            continue;
        add_text(r, GMIME_PART(part));
        if (r->text.text.n > before)
            return;
    }
    for (int i = n; i-- > 0;) {
        GMimeObject *part = g_mime_multipart_get_part(parts, i);
        bool is_rich = GMIME_IS_MULTIPART(part) || is_type(part, "text", "html");
        if (is_rich || i == 0) {
            walk(r, part, depth + 1);
            return;
        }
    }
}

static void walk(struct reading *r, GMimeObject *object, unsigned depth)
{
    if (!object || depth > MAX_DEPTH || is_wordless(object))
        return;
    if (GMIME_IS_MULTIPART_ENCRYPTED(object)) {
        r->has_encrypted = true;
    } else if (GMIME_IS_MULTIPART(object) && is_type(object, "multipart", "alternative")) {
        walk_alternative(r, GMIME_MULTIPART(object), depth);
    } else if (GMIME_IS_MULTIPART(object)) {
        GMimeMultipart *parts = GMIME_MULTIPART(object);
        for (int i = 0; i < g_mime_multipart_get_count(parts); i++)
            walk(r, g_mime_multipart_get_part(parts, i), depth + 1);
    } else if (is_inline_text(object)) {
        add_text(r, GMIME_PART(object));
    } else {
        g_ptr_array_add(r->attachments, object);
    }
}

/* ---- attachments ---- */

/* Text that says its charset, as UTF-8: nobody who reads it as a file could know. */
static struct str convert_text(GMimePart *part, struct str bytes, struct buf *buffer)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    const char *label = g_mime_content_type_get_parameter(type, "charset");
    const struct charset *charset = label ? charset_by_label(str_of(label)) : NULL;
    size_t n_replaced;
    if (!charset || !g_mime_content_type_is_type(type, "text", "*") || utf8_is_valid(bytes, NULL) ||
        !charset_convert(charset, bytes, buffer, &n_replaced))
        return bytes;
    return buf_str(buffer);
}

static enum err_code hand_on(struct reading *r, GMimeObject *object, unsigned number,
                             struct err *err)
{
    struct str bytes = STR_EMPTY, name = STR_EMPTY;
    AUTO(unref) GMimeStream *stream = NULL;
    AUTO(arena_done) struct arena names = ARENA_INIT;
    AUTO(buf_done) struct buf converted = BUF_INIT;
    const char *ending = "";
    if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        if (!inner)
            return ERR_OK;
        ending = ".eml";
        stream = g_mime_stream_mem_new();
        g_mime_object_write_to_stream(GMIME_OBJECT(inner), NULL, stream);
        GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
        bytes = (struct str){array->len ? (const char *)array->data : "", array->len};
    } else if (GMIME_IS_PART(object)) {
        name = clean(&names, g_mime_part_get_filename(GMIME_PART(object)));
        stream = contents_of(GMIME_PART(object), &bytes);
        bytes = convert_text(GMIME_PART(object), bytes, &converted);
    }
    if (!stream)
        return ERR_OK;
    if (name.n == 0)
        name = arena_format(&names, "%u%s", number, ending);
    struct container_member member = {
        .name = arena_format(&names, "%.*s%.*s", STR_PRINT(r->prefix), STR_PRINT(name)),
        .bytes = bytes,
        .mtime = r->input->mtime,
    };
    struct err limit = ERR_INIT;
    if (budget_spend_member(r->input->budget, &limit) ||
        budget_spend(r->input->budget, bytes.n, &limit)) {
        r->output->skip(r->output->ctx, member.name, true, limit.message);
        return ERR_OK;
    }
    return r->output->member(r->output->ctx, &member, err);
}

/* ---- messages ---- */

static GMimeMessage *parse(struct str raw)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(raw.p, raw.n);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static void begin(struct reading *r, struct arena *scratch)
{
    struct document *d = &r->document;
    arena_clear(scratch);
    document_init(d, scratch);
    d->path = r->input->name;
    d->mtime = r->input->mtime;
    d->charset = STR_LITERAL("UTF-8");
    d->type = STR_LITERAL("mail");
    d->first_line = r->first_line;
    r->text.document = d;
    buf_clear(&r->text.text);
}

static enum err_code read_message(struct reading *r, GMimeMessage *message, unsigned number,
                                  struct arena *scratch, struct err *err)
{
    AUTO(arena_done) struct arena names = ARENA_INIT;
    struct document *d = &r->document;
    begin(r, scratch);
    take_headers(d, message);
    if (number) {
        d->id = document_field(d, "message-id");
        if (d->id.n == 0)
            d->id = arena_format(d->arena, "%u", number);
        r->prefix = arena_format(&names, "%.*s/", STR_PRINT(d->id));
    }
    r->has_encrypted = false;
    g_ptr_array_set_size(r->attachments, 0);
    walk(r, g_mime_message_get_mime_part(message), 0);
    if (r->has_encrypted)
        r->output->skip(r->output->ctx, d->id, true, "encrypted, only the headers were read");
    if (r->output->add(r->output->ctx, d, err))
        return err->code;
    for (unsigned i = 0; i < r->attachments->len; i++)
        if (hand_on(r, g_ptr_array_index(r->attachments, i), i + 1, err))
            return err->code;
    return ERR_OK;
}

static void reading_done(struct reading *r)
{
    mail_text_done(&r->text);
    g_ptr_array_unref(r->attachments);
}

static void reading_begin(struct reading *r, const struct container_input *input,
                          const struct container_output *output)
{
    static pthread_once_t is_set_up = PTHREAD_ONCE_INIT;
    pthread_once(&is_set_up, set_up);
    *r = (struct reading){.input = input, .output = output, .first_line = 1, .prefix = STR_EMPTY};
    r->attachments = g_ptr_array_new();
}

enum err_code mail_read(const struct container_input *input, struct arena *scratch,
                        const struct container_output *output, struct err *err)
{
    AUTO(reading_done) struct reading r;
    reading_begin(&r, input, output);
    r.raw = input->bytes;
    AUTO(unref) GMimeMessage *message = parse(r.raw);
    return message ? read_message(&r, message, 0, scratch, err)
                   : err_set(err, ERR_INPUT, "damaged mail");
}

enum err_code mbox_read(const struct container_input *input, struct arena *scratch,
                        const struct container_output *output, struct err *err)
{
    AUTO(reading_done) struct reading r;
    struct mailbox_message next;
    struct str rest = input->bytes;
    uint32_t line = input->n_lines + 1;
    reading_begin(&r, input, output);
    unsigned own_count = 0, *n_messages = input->n_messages ? input->n_messages : &own_count;
    while (mailbox_next(&rest, &line, &next)) {
        ++*n_messages;
        if (err->code)
            continue;
        r.raw = next.bytes;
        r.first_line = next.first_line;
        AUTO(unref) GMimeMessage *message = parse(r.raw);
        if (message)
            read_message(&r, message, *n_messages, scratch, err);
    }
    return err->code;
}
