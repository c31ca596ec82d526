/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads PostScript through Ghostscript. Without it, and for programs that draw no text or take too
 * long, the source itself is the document. */
#include "base/mem.h"
#include "indexer/charset/decode.h"
#include "indexer/formats/packed/programs.h"
#include "indexer/formats/shared/made_up.h"
#include "indexer/unpack/child.h"
#include "text/utf8.h"

static const struct program programs[] = {
    {{"gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=txtwrite", "-sOutputFile=%stdout",
      "-sstdout=%stderr", "-", NULL},
     "ghostscript"},
    {{NULL}, NULL},
};

/* Returns the title in a comment such as "%%Title: (Late fruit)". */
static struct str title_of(struct str bytes)
{
    enum { HEAD_BYTES = 4096 };
    static const struct str sign = STR_LITERAL("\n%%Title:");
    struct str head = str_slice(bytes, 0, bytes.n < HEAD_BYTES ? bytes.n : HEAD_BYTES);
    size_t at = str_find(head, sign, 0);
    if (at == head.n)
        return STR_EMPTY;
    at += sign.n;
    struct str title = str_trim(str_slice(head, at, str_find_char(head, '\n', at)));
    if (title.n > 1 && title.p[0] == '(' && title.p[title.n - 1] == ')')
        title = str_slice(title, 1, title.n - 1);
    return utf8_is_valid(title, NULL) && !made_up_is_title(title) ? title : STR_EMPTY;
}

static enum err_code pass_on(void *ctx, struct document *d, struct err *err)
{
    const struct container_output *output = ctx;
    d->type = STR_LITERAL("ps");
    return output->add(output->ctx, d, err);
}

static void pass_skipped(void *ctx, uint32_t line, const char *reason)
{
    const struct container_output *output = ctx;
    (void)line;
    output->skip(output->ctx, STR_EMPTY, true, reason);
}

static enum err_code read_source(const struct container_input *input, struct arena *scratch,
                                 const struct container_output *output, struct err *err)
{
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    struct container_output passing = *output;
    struct reader_output text_output = {pass_on, pass_skipped, &passing};
    struct decoded decoded;
    if (decode(input->bytes, &bytes, &decoded, err))
        return err->code;
    struct reader_input text = {
        .path = input->name,
        .text = decoded.text,
        .charset = str_of(decoded.charset),
        .first_line = 1,
        .budget = input->budget,
    };
    return text_read(&text, scratch, &text_output, err);
}

enum err_code ps_read(const struct container_input *input, struct arena *scratch,
                      const struct container_output *output, struct err *err)
{
    enum err_code code = program_read_text(programs, "PostScript", "ps", title_of(input->bytes),
                                           input, scratch, output, err);
    if (code != ERR_INPUT && code != ERR_LIMIT)
        return code;
    if (code == ERR_LIMIT || !child_is_installed(programs->argv[0]))
        output->skip(output->ctx, STR_EMPTY, true, err->message);
    err_clear(err);
    return read_source(input, scratch, output, err);
}
