/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads old Office files through external programs. Line numbers are those of their output. */
#include "indexer/formats/packed/ole.h"

#include "base/mem.h"
#include "indexer/formats/packed/compound.h"
#include "indexer/formats/packed/programs.h"
#include "indexer/formats/shared/reader.h"

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
#define OFFICE_FILE "old Office file"

static const struct program
    word_programs[] =
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

/* ---- embedded files ---- */

struct handing_on {
    const struct container_input *input;
    const struct container_output *output;
    unsigned n;
    struct err *err;
};

static bool hand_on(void *ctx, struct str name, struct str bytes)
{
    struct handing_on *h = ctx;
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct container_member member = {.name = name, .bytes = bytes};
    h->n++;
    if (name.n == 0)
        member.name = arena_format(&arena, "object%u", h->n);
    return !budget_spend_member(h->input->budget, h->err) &&
           !budget_spend(h->input->budget, bytes.n, h->err) &&
           !h->output->member(h->output->ctx, &member, h->err);
}

/* Reads the text of an old Office file through a program, and the files embedded in it. */
static enum err_code read_office(const struct program *programs, const char *type,
                                 const struct container_input *input, struct arena *scratch,
                                 const struct container_output *output, struct err *err)
{
    struct handing_on handing_on = {.input = input, .output = output, .err = err};
    if (!program_read_text(programs, OFFICE_FILE, type, STR_EMPTY, input, scratch, output, err))
        compound_each_file(input->bytes, hand_on, &handing_on);
    return err->code;
}

enum err_code doc_read(const struct container_input *input, struct arena *scratch,
                       const struct container_output *output, struct err *err)
{
    return read_office(is_word_perfect(input->bytes) ? word_perfect_programs : word_programs, "doc",
                       input, scratch, output, err);
}

enum err_code xls_read(const struct container_input *input, struct arena *scratch,
                       const struct container_output *output, struct err *err)
{
    return read_office(excel_programs, "xls", input, scratch, output, err);
}

enum err_code ppt_read(const struct container_input *input, struct arena *scratch,
                       const struct container_output *output, struct err *err)
{
    return read_office(powerpoint_programs, "ppt", input, scratch, output, err);
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
    if (program_run(message_programs, OFFICE_FILE, input, output, &message, err))
        return err->code;
    struct container_member member = {
        .name = STR_LITERAL("message.eml"), .is_whole = true, .bytes = buf_str(&message)};
    return output->member(output->ctx, &member, err);
}
