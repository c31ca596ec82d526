/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads mail through GMime: a message becomes a document, and its attachments are read like
 * files. */
#include "indexer/formats/mail/mail_header.h"
#include "indexer/formats/mail/mail_limits.h"
#include "indexer/formats/mail/mail_reading.h"
#include "indexer/formats/mail/mailbox.h"

#include "base/mem.h"
#include "text/utf8.h"

#include <pthread.h>
#include <stdio.h>

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
    return str_is_one_of_ignoring_case(name, names) ||
           str_starts_with_one_of_ignoring_case(name, beginnings);
}

static struct str without_brackets(struct str s)
{
    if (s.n > 1 && s.p[0] == '<' && s.p[s.n - 1] == '>')
        return str_slice(s, 1, s.n - 1);
    return s;
}

/* A header that GMime assembled has no raw value. */
struct str mail_header_value(const struct mail_reading *r, struct arena *arena, GMimeHeader *header)
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
static void take_received(struct mail_reading *r, struct str value)
{
    r->received = str_trim(str_slice(value, str_after_last(value, ';'), value.n));
}

/* Uses the date of reception if the message has no valid date. */
static void date_by_received(struct mail_reading *r)
{
    char stamp[STAMP_BYTES];
    struct document *d = &r->document;
    struct str date = document_field(d, "date");
    if (r->received.n && (date.n == 0 || !dates_parse(date, DATE_ORDER_UNKNOWN, stamp)))
        document_add_field(d, STR_LITERAL("created"), r->received);
}

static void take_header(struct mail_reading *r, GMimeHeader *header)
{
    struct document *d = &r->document;
    struct str name = clean(d->arena, g_mime_header_get_name(header));
    if (str_equal_ignoring_case(name, STR_LITERAL("received")))
        take_received(r, mail_header_value(r, d->arena, header));
    if (is_trace(name))
        return;
    struct str value = mail_header_value(r, d->arena, header);
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

static void take_headers(struct mail_reading *r, GMimeMessage *message)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    for (int i = 0; i < g_mime_header_list_get_count(list); i++)
        take_header(r, g_mime_header_list_get_header_at(list, i));
    date_by_received(r);
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

static enum err_code hand_on(struct mail_reading *r, GMimeObject *object, unsigned number,
                             struct err *err)
{
    struct str bytes = STR_EMPTY, name = STR_EMPTY;
    AUTO(mail_unref) GMimeStream *stream = NULL;
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
        stream = mail_part_contents(GMIME_PART(object), &bytes);
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

/* Makes fields of the names of attachments, unless they are text and so documents of their own. */
static void name_attachments(struct mail_reading *r)
{
    struct document *d = &r->document;
    for (unsigned i = 0; i < r->attachments->len; i++) {
        GMimeObject *object = g_ptr_array_index(r->attachments, i);
        GMimeContentType *type = g_mime_object_get_content_type(object);
        if (GMIME_IS_PART(object) && !g_mime_content_type_is_type(type, "text", "*"))
            document_add_field(d, STR_LITERAL("attachment"),
                               clean(d->arena, g_mime_part_get_filename(GMIME_PART(object))));
    }
}

/* ---- messages ---- */

/* Limits what GMime gets: it needs a kilobyte for each part and stack space for each group of
 * addresses. */
static struct str limit_message(struct mail_reading *r, struct str raw)
{
    struct err limit = ERR_INIT;
    raw = mail_limit_parts(raw, r->input->budget, &limit);
    if (limit.code)
        r->output->skip(r->output->ctx, STR_EMPTY, true, limit.message);
    buf_clear(&r->limited);
    return mail_limit_groups(raw, &r->limited);
}

/* Parses the message that begins with raw, on line first_line of the file. */
static GMimeMessage *parse(struct mail_reading *r, struct str raw, uint32_t first_line)
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

static void begin(struct mail_reading *r, struct arena *scratch)
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

static enum err_code read_message(struct mail_reading *r, GMimeMessage *message, unsigned number,
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
    g_ptr_array_set_size(r->own_parts, 0);
    GMimeObject *root = g_mime_message_get_mime_part(message);
    if (root)
        mail_parts_read(r, root);
    name_attachments(r);
    if (r->has_encrypted)
        r->output->skip(r->output->ctx, d->id, true, "encrypted, only the headers were read");
    if (r->output->add(r->output->ctx, d, err))
        return err->code;
    for (unsigned i = 0; i < r->attachments->len; i++)
        if (hand_on(r, g_ptr_array_index(r->attachments, i), i + 1, err))
            return err->code;
    return ERR_OK;
}

static void reading_done(struct mail_reading *r)
{
    mail_text_done(&r->text);
    buf_done(&r->limited);
    buf_done(&r->repaired);
    buf_done(&r->unix_lines);
    g_ptr_array_unref(r->attachments);
    g_ptr_array_unref(r->own_parts);
}

static void reading_begin(struct mail_reading *r, const struct container_input *input,
                          const struct container_output *output)
{
    static pthread_once_t is_set_up = PTHREAD_ONCE_INIT;
    pthread_once(&is_set_up, set_up);
    *r = (struct mail_reading){
        .input = input, .output = output, .first_line = 1, .prefix = STR_EMPTY};
    r->attachments = g_ptr_array_new();
    r->own_parts = g_ptr_array_new_with_free_func(g_object_unref);
}

enum err_code mail_read(const struct container_input *input, struct arena *scratch,
                        const struct container_output *output, struct err *err)
{
    AUTO(reading_done) struct mail_reading r;
    reading_begin(&r, input, output);
    struct str emlx = mailbox_emlx_message(input->bytes);
    AUTO(mail_unref)
    GMimeMessage *message = emlx.n ? parse(&r, emlx, 2) : parse(&r, input->bytes, 1);
    return message ? read_message(&r, message, 0, scratch, err)
                   : err_set(err, ERR_INPUT, "damaged mail");
}

enum err_code mbox_read(const struct container_input *input, struct arena *scratch,
                        const struct container_output *output, struct err *err)
{
    AUTO(reading_done) struct mail_reading r;
    struct mailbox_message next;
    struct str rest = input->bytes;
    uint32_t line = input->n_lines + 1;
    reading_begin(&r, input, output);
    unsigned own_count = 0, *n_messages = input->n_messages ? input->n_messages : &own_count;
    while (mailbox_next(&rest, &line, &next)) {
        ++*n_messages;
        if (err->code)
            continue;
        AUTO(mail_unref) GMimeMessage *message = parse(&r, next.bytes, next.first_line);
        if (message)
            read_message(&r, message, *n_messages, scratch, err);
    }
    return err->code;
}
