/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads old Office files through external programs. Line numbers are those of their output. */
#include "indexer/formats/packed/ole.h"

#include "base/mem.h"
#include "indexer/document/flow.h"
#include "indexer/formats/shared/reader.h"
#include "indexer/unpack/child.h"
#include "text/utf8.h"

/* ---- recognition ---- */

/* Returns whether bytes contain an ASCII name in UTF-16, as directories of compound files have
 * it. */
static bool has_stream(struct str bytes, const char *name)
{
    char wide[64];
    size_t n = 0;
    for (const char *p = name; *p && n + 2 <= sizeof wide; p++) {
        wide[n++] = *p;
        wide[n++] = '\0';
    }
    return str_find(bytes, (struct str){wide, n}, 0) < bytes.n;
}

static bool is_word_perfect(struct str bytes)
{
    return str_starts_with(bytes, STR_LITERAL("\xFFWPC"));
}

/* Returns whether bytes are a "winmail.dat", in which Outlook sends text and attachments of a
 * message. */
static bool is_attachment_of_outlook(struct str bytes)
{
    return str_starts_with(bytes, STR_LITERAL("\x78\x9F\x3E\x22"));
}

enum ole_kind ole_kind(struct str name, struct str bytes)
{
    static const struct {
        enum ole_kind kind;
        const char *stream, *endings[5];
    } kinds[] = {
        {OLE_MESSAGE, "__properties_version1.0", {".msg"}},
        {OLE_WORD, "WordDocument", {".doc", ".dot"}},
        {OLE_POWERPOINT, "PowerPoint Document", {".ppt", ".pps", ".pot"}},
        {OLE_EXCEL, "Workbook", {".xls", ".xlt", ".xla"}},
    };
    if (is_word_perfect(bytes))
        return OLE_WORD;
    if (is_attachment_of_outlook(bytes))
        return OLE_MESSAGE;
    if (!str_starts_with(bytes, STR_LITERAL("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
        return OLE_NONE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_ends_with_one_of_ignoring_case(name, kinds[i].endings))
            return kinds[i].kind;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (has_stream(bytes, kinds[i].stream))
            return kinds[i].kind;
    return OLE_NONE;
}

/* ---- programs ---- */

/* The programs get the path of a file, since some need to seek in it. */
#define INPUT "/proc/self/fd/0"

static const struct program {
    const char *argv[12], *package;
} word_programs[] =
    {
        {{"antiword", "-m", "UTF-8.txt", "-w", "0", INPUT, NULL}, "antiword"},
        {{"catdoc", "-d", "utf-8", "-w", INPUT, NULL}, "catdoc"},
        {{NULL}, NULL},
},
  word_perfect_programs[] =
      {
          {{"wpd2text", INPUT, NULL}, "libwpd-tools"},
          {{NULL}, NULL},
},
  excel_programs[] =
      {
          {{"xls2csv", "-d", "utf-8", "-q", "0", "-c", "\t", "-b", "\f", INPUT, NULL}, "catdoc"},
          {{NULL}, NULL},
},
  powerpoint_programs[] =
      {
          {{"catppt", "-d", "utf-8", INPUT, NULL}, "catdoc"},
          {{NULL}, NULL},
},
  message_programs[] = {
      {{"msgconvert", "--outfile", "-", INPUT, NULL}, "libemail-outlook-message-perl"},
      {{NULL}, NULL},
};

/* Runs the programs in order and returns the output of the first that is installed and can read the
 * file. Returns ERR_INPUT if there is none. */
static enum err_code run(const struct program *programs, const struct container_input *input,
                         const struct container_output *output, struct buf *out, struct err *err)
{
    struct child_limits limits = child_limits_of(input->budget);
    bool is_there = false;
    for (const struct program *p = programs; p->package; p++) {
        int status = 0;
        err_clear(err);
        enum err_code code = child_run(p->argv, input->bytes, &limits, out, &status, err);
        if (code == ERR_LIMIT && out->n) {
            output->skip(output->ctx, STR_EMPTY, true, err->message);
            err_clear(err);
            return budget_spend(input->budget, out->n, err);
        }
        if (code == ERR_OK && status == 0 && str_trim(buf_str(out)).n)
            return budget_spend(input->budget, out->n, err);
        is_there = is_there || code != ERR_NOT_FOUND;
    }
    err_clear(err);
    if (!is_there)
        return err_set(err, ERR_INPUT, "old Office file, needs %s (package %s)", programs->argv[0],
                       programs->package);
    return err_set(err, ERR_INPUT, "old Office file without text, encrypted or damaged");
}

/* ---- documents ---- */

/* Adds the lines of text, split into cells at tabs and form feeds. */
static void take_lines(struct document *d, struct flow *flow, struct str text, struct buf *out)
{
    uint32_t number = 1;
    for (struct str rest = text, line; str_next_line(&rest, &line); number++) {
        for (size_t start = 0; start <= line.n;) {
            size_t end = start;
            while (end < line.n && line.p[end] != '\t' && line.p[end] != '\f')
                end++;
            flow_append(flow, str_trim(str_slice(line, start, end)), number, 0);
            flow_gap(flow, end == line.n         ? GAP_LINE
                           : line.p[end] == '\f' ? GAP_PARAGRAPH
                                                 : GAP_CELL);
            start = end + 1;
        }
        if (str_trim(line).n == 0)
            flow_gap(flow, GAP_PARAGRAPH);
    }
    flow_deliver(flow, out, d);
}

static enum err_code read_text(const struct program *programs, const char *type,
                               const struct container_input *input, struct arena *scratch,
                               const struct container_output *output, struct err *err)
{
    AUTO(buf_done) struct buf raw = BUF_INIT;
    AUTO(buf_done) struct buf clean = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    AUTO(flow_done) struct flow flow = FLOW_INIT;
    struct document d;
    if (run(programs, input, output, &raw, err))
        return err->code;
    utf8_append_repaired(&clean, buf_str(&raw));
    arena_clear(scratch);
    document_init(&d, scratch);
    d.path = input->name;
    d.charset = STR_LITERAL("UTF-8");
    d.type = str_of(type);
    take_lines(&d, &flow, buf_str(&clean), &text);
    return output->add(output->ctx, &d, err);
}

enum err_code doc_read(const struct container_input *input, struct arena *scratch,
                       const struct container_output *output, struct err *err)
{
    return read_text(is_word_perfect(input->bytes) ? word_perfect_programs : word_programs, "doc",
                     input, scratch, output, err);
}

enum err_code xls_read(const struct container_input *input, struct arena *scratch,
                       const struct container_output *output, struct err *err)
{
    return read_text(excel_programs, "xls", input, scratch, output, err);
}

enum err_code ppt_read(const struct container_input *input, struct arena *scratch,
                       const struct container_output *output, struct err *err)
{
    return read_text(powerpoint_programs, "ppt", input, scratch, output, err);
}

/* Converts a message of Outlook to the format of Internet mail and reads that like a file. */
enum err_code msg_read(const struct container_input *input, struct arena *scratch,
                       const struct container_output *output, struct err *err)
{
    AUTO(buf_done) struct buf message = BUF_INIT;
    (void)scratch;
    if (is_attachment_of_outlook(input->bytes))
        return err_set(
            err, ERR_INPUT,
            "an attachment in Outlook's own format, which tnef (package tnef) can unpack");
    if (run(message_programs, input, output, &message, err))
        return err->code;
    struct container_member member = {
        .name = STR_LITERAL("message.eml"), .is_whole = true, .bytes = buf_str(&message)};
    return output->member(output->ctx, &member, err);
}
