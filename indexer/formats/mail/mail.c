/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads mail through GMime: a message becomes a document, and its attachments are read like
 * files. */
#include "indexer/charset/charset.h"
#include "indexer/formats/mail/mail_header.h"
#include "indexer/formats/mail/mail_limits.h"
#include "indexer/formats/mail/mail_text.h"
#include "indexer/formats/mail/mailbox.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"
#include "text/utf8.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <stdio.h>

enum {
    MAX_DEPTH = 50, /* of nested parts */
};

struct reading {
    const struct container_input *input;
    const struct container_output *output;
    struct document document;
    struct mail_text text;
    struct str raw;        /* the message */
    struct buf limited;    /* a copy of it if its addresses had to be changed */
    struct buf repaired;   /* a copy of it if its head had to be repaired */
    struct buf unix_lines; /* a copy of it if its lines end as on old Macs */
    size_t n_added;        /* lines of raw, after the head, that the file does not have */
    struct str received;   /* the date of the first "Received" header in time; empty: none */
    const struct charset *charset; /* of raw 8-bit headers; NULL: they are UTF-8 */
    uint32_t first_line;           /* the line of the file where the message begins */
    size_t counted;                /* the offset in raw that `line` belongs to */
    uint32_t line;
    bool has_too_many_parts;
    struct str prefix;      /* of the names of attachments: "", or the message's id and "/" */
    GPtrArray *attachments; /* of GMimeObject pointers, borrowed */
    bool has_encrypted;
};

/* GLib ends the program with a signal when memory runs out; this ends it with the usual error. */
static void meet_fatal_error(const char *domain, GLogLevelFlags level, const char *message,
                             void *ctx)
{
    (void)ctx;
    if (strstr(message, "failed to allocate"))
        mem_exhausted();
    g_log_default_handler(domain, level, message, NULL);
}

static void set_up(void)
{
    g_log_set_default_handler(meet_fatal_error, NULL);
    g_mime_init();
}

static void unref(void *variable)
{
    GObject *object = *(GObject **)variable;
    if (object)
        g_object_unref(object);
}

/* Returns a string from GMime as valid UTF-8 on one line. */
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

/* Returns whether a header is one that transport and filters add. */
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

/* Returns the value of a header. One that GMime assembled has no raw value. */
static struct str value_of(const struct reading *r, struct arena *arena, GMimeHeader *header)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    const char *raw = g_mime_header_get_raw_value(header);
    if (!raw)
        return clean(arena, g_mime_header_get_value(header));
    mail_header_decode(str_of(raw), r->charset, &value);
    return arena_copy(arena, buf_str(&value));
}

static void take_date(struct document *d, struct str name, struct str value)
{
    AUTO(buf_done) struct buf date = BUF_INIT;
    mail_header_expand_year(value, &date);
    document_add_field(d, name, buf_str(&date));
}

/* Takes the date of "from a by b; Wed, 3 Feb 2021 10:00:00 +0000". The header of the first hop is
 * the last one in the message. */
static void take_received(struct reading *r, struct str value)
{
    r->received = str_trim(str_slice(value, str_after_last(value, ';'), value.n));
}

/* Uses the date of reception if the message has no valid date. */
static void date_by_received(struct reading *r)
{
    char stamp[STAMP_BYTES];
    struct document *d = &r->document;
    struct str date = document_field(d, "date");
    if (r->received.n && (date.n == 0 || !dates_parse(date, DATE_ORDER_UNKNOWN, stamp)))
        document_add_field(d, STR_LITERAL("created"), r->received);
}

static void take_header(struct reading *r, GMimeHeader *header)
{
    struct document *d = &r->document;
    struct str name = clean(d->arena, g_mime_header_get_name(header));
    if (str_equal_ignoring_case(name, STR_LITERAL("received")))
        take_received(r, value_of(r, d->arena, header));
    if (is_trace(name))
        return;
    struct str value = value_of(r, d->arena, header);
    if (str_equal_ignoring_case(name, STR_LITERAL("from")))
        document_add_field(d, STR_LITERAL("author"), value);
    else if (str_equal_ignoring_case(name, STR_LITERAL("subject")))
        d->title = d->title.n ? d->title : value;
    else if (str_equal_ignoring_case(name, STR_LITERAL("message-id")))
        value = without_brackets(value);
    if (str_equal_ignoring_case(name, STR_LITERAL("date")))
        take_date(d, name, value);
    else
        document_add_field(d, name, value);
}

static void take_headers(struct reading *r, GMimeMessage *message)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    for (int i = 0; i < g_mime_header_list_get_count(list); i++)
        take_header(r, g_mime_header_list_get_header_at(list, i));
    date_by_received(r);
}

/* ---- parts ---- */

/* Decodes the contents of a part to a stream in memory, which the caller frees. NULL if it has
 * none. */
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

/* Returns the line of the file for an offset in the message. Fast for ascending offsets. */
static uint32_t line_of(struct reading *r, size_t offset)
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

/* Finds where the contents of a part are in the message. */
static void locate(struct reading *r, GMimePart *part, struct mail_piece *piece)
{
    GMimeStream *stream = g_mime_data_wrapper_get_stream(g_mime_part_get_content(part));
    size_t start = stream && stream->bound_start > 0 ? (size_t)stream->bound_start : 0;
    size_t end = stream && stream->bound_end >= 0 ? (size_t)stream->bound_end : r->raw.n;
    if (end > r->raw.n || start > end)
        start = end = 0;
    piece->raw = str_slice(r->raw, start, end);
    piece->line = line_of(r, start);
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

static void add_text(struct reading *r, GMimePart *part)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    struct mail_piece piece = {.charset = STR_EMPTY};
    struct err limit = ERR_INIT;
    if (budget_spend_member(r->input->budget, &limit)) {
        if (!r->has_too_many_parts)
            r->output->skip(r->output->ctx, r->document.id, true, limit.message);
        r->has_too_many_parts = true;
        return;
    }
    AUTO(unref) GMimeStream *stream = contents_of(part, &piece.bytes);
    if (!stream)
        return;
    const char *charset = g_mime_content_type_get_parameter(type, "charset");
    if (charset)
        piece.charset = str_of(charset);
    piece.is_html = g_mime_content_type_is_type(type, "text", "html");
    piece.joins_lines = is_parameter(type, "format", "flowed") &&
                        is_parameter(type, "delsp", "yes");
    locate(r, part, &piece);
    mail_text_add(&r->text, &piece);
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
static void add_around(struct reading *r, const char *text)
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

static void walk(struct reading *r, GMimeObject *object, unsigned depth);

/* Returns the plain text among alternative parts, or NULL if there is none or it is empty. */
static GMimePart *find_plain(struct reading *r, GMimeMultipart *parts)
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

/* Reads one of several alternative forms: the richest, which is the last, and after it what the
 * plain text adds; only the lines with other words if there are few of them, otherwise all of
 * it. */
static void walk_alternative(struct reading *r, GMimeMultipart *parts, unsigned depth)
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
        if (i != rich && !(has_form && is_form))
            walk(r, part, depth + 1);
    }
}

/* The subject that a program put into the part that it protects, with "..." outside. */
static void take_protected_subject(struct reading *r, GMimeObject *object)
{
    GMimeContentType *type = g_mime_object_get_content_type(object);
    GMimeHeader *header = type && g_mime_content_type_get_parameter(type, "protected-headers")
                              ? g_mime_header_list_get_header(g_mime_object_get_header_list(object),
                                                              "Subject")
                              : NULL;
    struct document *d = &r->document;
    struct str subject = header ? value_of(r, d->arena, header) : STR_EMPTY;
    if (subject.n == 0 || str_equal(subject, d->title))
        return;
    d->title = subject;
    document_add_field(d, STR_LITERAL("subject"), subject);
}

static void walk(struct reading *r, GMimeObject *object, unsigned depth)
{
    if (!object || depth > MAX_DEPTH || is_wordless(object))
        return;
    take_protected_subject(r, object);
    if (GMIME_IS_MULTIPART_ENCRYPTED(object) || is_type(object, "application", "pkcs7-mime") ||
        is_type(object, "application", "x-pkcs7-mime")) {
        r->has_encrypted = true;
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
static bool take_as_body(struct reading *r, GMimeObject *part)
{
    bool is_anonymous = GMIME_IS_PART(part) && !g_mime_part_get_filename(GMIME_PART(part)) &&
                        !is_wordless(part);
    if (!is_anonymous && !is_text(part))
        return false;
    struct mail_text_mark before = mail_text_mark(&r->text);
    add_text(r, GMIME_PART(part));
    return r->text.text.n > before.n_bytes;
}

/* ---- attachments ---- */

/* Converts text with a declared character set to UTF-8, since the reader of the attachment does not
 * know what was declared. */
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

/* Limits what GMime gets: it needs a kilobyte for each part and stack space for each group of
 * addresses. */
static struct str limit_message(struct reading *r, struct str raw)
{
    struct err limit = ERR_INIT;
    raw = mail_limit_parts(raw, r->input->budget, &limit);
    if (limit.code)
        r->output->skip(r->output->ctx, STR_EMPTY, true, limit.message);
    buf_clear(&r->limited);
    return mail_limit_groups(raw, &r->limited);
}

/* Parses the message that begins with raw, on line first_line of the file. */
static GMimeMessage *parse(struct reading *r, struct str raw, uint32_t first_line)
{
    struct str beginning = mailbox_beginning(raw);
    for (const char *p = raw.p; p < beginning.p; p++)
        first_line += *p == '\n';
    raw = str_find_char(beginning, '\n', 0) < beginning.n
              ? beginning
              : reader_unix_lines(beginning, &r->unix_lines);
    raw = limit_message(r, raw);
    r->charset = mail_header_charset(raw);
    r->raw = mail_header_repair(raw, &r->repaired);
    r->first_line = first_line;
    r->n_added = r->raw.n - raw.n;
    const char *charsets[] = {"utf-8", r->charset ? r->charset->iconv : "CP1252", NULL};
    GMimeParserOptions *options = g_mime_parser_options_new();
    g_mime_parser_options_set_fallback_charsets(options, charsets);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(r->raw.p, r->raw.n);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, options);
    g_mime_parser_options_free(options);
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
    d->charset = STR_LITERAL("UTF-8");
    d->type = STR_LITERAL("mail");
    d->first_line = r->first_line;
    r->received = STR_EMPTY;
    r->text.document = d;
    buf_clear(&r->text.text);
}

static enum err_code read_message(struct reading *r, GMimeMessage *message, unsigned number,
                                  struct arena *scratch, struct err *err)
{
    AUTO(arena_done) struct arena names = ARENA_INIT;
    struct document *d = &r->document;
    begin(r, scratch);
    take_headers(r, message);
    if (number) {
        d->id = document_field(d, "message-id");
        if (d->id.n == 0)
            d->id = arena_format(d->arena, "%u", number);
        r->prefix = arena_format(&names, "%.*s/", STR_PRINT(d->id));
    }
    r->has_encrypted = r->has_too_many_parts = false;
    r->counted = 0;
    g_ptr_array_set_size(r->attachments, 0);
    GMimeObject *root = g_mime_message_get_mime_part(message);
    if (!root || !take_as_body(r, root))
        walk(r, root, 0);
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
    buf_done(&r->limited);
    buf_done(&r->repaired);
    buf_done(&r->unix_lines);
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
    struct str emlx = mailbox_emlx_message(input->bytes);
    AUTO(unref) GMimeMessage *message = emlx.n ? parse(&r, emlx, 2) : parse(&r, input->bytes, 1);
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
        AUTO(unref) GMimeMessage *message = parse(&r, next.bytes, next.first_line);
        if (message)
            read_message(&r, message, *n_messages, scratch, err);
    }
    return err->code;
}
