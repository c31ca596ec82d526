/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Computes the hashes by which a run can tell that other settings require a file to be read
 * again. */
#include "indexer/sources/settings.h"

#include "base/buf.h"
#include "base/mem.h"
#include "indexer/unpack/child.h"

#include <xxhash.h>

/* The programs that readers run (indexer/formats/packed). */
static const char *const HELPERS[] = {"pdftotext", "antiword",   "catdoc",   "xls2csv",
                                      "catppt",    "msgconvert", "wpd2text", "gs",
                                      "qpdf",      "djvutxt",    NULL};

void settings_done(struct settings *s)
{
    opt_list_done(&s->include);
    opt_list_done(&s->exclude);
    opt_list_done(&s->type_names);
}

bool settings_is_of_reading(const char *name)
{
    static const char *const choosing[] = {"include", "exclude",   "type",
                                           "hidden",  "no-ignore", NULL};
    return !str_is_one_of(str_of(name), choosing);
}

static void append_text(struct buf *out, const char *text)
{
    buf_append_char(out, text != NULL);
    buf_append_counted(out, str_of(text ? text : ""));
}

static uint32_t number_of(const struct buf *bytes)
{
    uint32_t hash = (uint32_t)XXH3_64bits(bytes->p, bytes->n);
    return hash ? hash : 1;
}

void settings_number(struct settings *s)
{
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    append_text(&bytes, s->language);
    append_text(&bytes, s->id_field);
    append_text(&bytes, s->title_field);
    append_text(&bytes, s->text_field);
    buf_append_varint(&bytes, s->max_file_bytes);
    buf_append_varint(&bytes, s->unpack.max_bytes);
    buf_append_varint(&bytes, s->unpack.max_ratio);
    buf_append_varint(&bytes, s->unpack.max_members);
    buf_append_varint(&bytes, s->unpack.max_depth);
    buf_append_varint(&bytes, s->unpack.max_s);
    buf_append_varint(&bytes, s->unpack.child_bytes);
    s->reading = number_of(&bytes);
    append_text(&bytes, PRESSMARK_VERSION);
    for (size_t i = 0; HELPERS[i]; i++)
        buf_append_char(&bytes, child_is_installed(HELPERS[i]));
    buf_append_char(&bytes, PRESSMARK_READS_MAIL);
    s->reading_anew = number_of(&bytes);
}
