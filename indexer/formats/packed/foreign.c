/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads DjVu through a program, and says how documents in other foreign formats can be converted.
 */
#include "indexer/formats/packed/foreign.h"

#include "indexer/formats/packed/programs.h"

#define MOBI                                                                                       \
    "a book of Mobipocket or Kindle, which ebook-convert (package calibre) converts to EPUB"
#define ACCESS "a database of Access, which mdb-export (package mdbtools) converts to CSV"

static const struct kind {
    size_t at; /* the offset of the sign */
    struct str sign;
    const char *message; /* NULL for DjVu */
} kinds[] = {
    {0, {"AT&TFORM", 8}, NULL},
    {60, {"BOOKMOBI", 8}, MOBI},
    {60, {"TEXtREAd", 8}, MOBI},
    {0,
     {"ITSF\3", 5},
     "compiled HTML Help (CHM), which extract_chmLib (package libchm-bin) can unpack"},
    {0, {"!BDN", 4}, "a mailbox of Outlook, which readpst (package pst-utils) converts to mbox"},
    {0,
     {"\xCF\xAD\x12\xFE", 4},
     "a mailbox of Outlook Express, which undbx (package undbx) can unpack"},
    {4, {"Standard Jet DB", 15}, ACCESS},
    {4, {"Standard ACE DB", 15}, ACCESS},
    {0,
     {"\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D", 8},
     "a section of OneNote, whose text is read if it is exported as PDF"},
};

static const struct kind *kind_of(struct str bytes)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (bytes.n > kinds[i].at &&
            str_starts_with(str_slice(bytes, kinds[i].at, bytes.n), kinds[i].sign))
            return &kinds[i];
    return NULL;
}

bool foreign_is(struct str name, struct str bytes)
{
    (void)name;
    return kind_of(bytes) != NULL;
}

enum err_code foreign_read(const struct container_input *input, struct arena *scratch,
                           const struct container_output *output, struct err *err)
{
    static const struct program programs[] = {
        {{"djvutxt", "/proc/self/fd/0", NULL}, "djvulibre-bin"}, {{NULL}, NULL}};
    const struct kind *kind = kind_of(input->bytes);
    if (kind && kind->message)
        return err_set(err, ERR_INPUT, "%s", kind->message);
    return program_read_text(programs, "DjVu", "djvu", STR_EMPTY, input, scratch, output, err);
}
