/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MARKUP_RTF_WORDS_H
#define PRESSMARK_INDEXER_FORMATS_MARKUP_RTF_WORDS_H

/* A table of what the control words of RTF mean for the text. */

#include "indexer/document/flow.h"

enum rtf_destination {
    RTF_TEXT,
    RTF_HIDDEN,
    RTF_FONTS,
    RTF_VALUES, /* from here on: values of the document, and what is between them */
    RTF_TITLE,
    RTF_AUTHOR,
    RTF_SUBJECT,
    RTF_KEYWORDS,
    RTF_CREATED,
    RTF_EXTRA,       /* headers, footers, comments, entries of an index */
    RTF_INSTRUCTION, /* of a field */
    RTF_PROPERTY,    /* the name of a property of a picture or shape */
    RTF_PROPERTY_VALUE,
};

enum rtf_action {
    RTF_DESTINATION,
    RTF_GAP,
    RTF_PIECE,
    RTF_UNICODE,
    RTF_FALLBACK,
    RTF_CODE_PAGE,
    RTF_FONT,
    RTF_FONT_CHARSET,
    RTF_BINARY,
    RTF_INVISIBLE,
    RTF_PLAIN,
    RTF_LEVEL,
    RTF_WHEN,
};

struct rtf_word {
    const char *name;
    enum rtf_action action;
    union {
        enum rtf_destination destination;
        enum flow_gap gap;
        const char *text;
        uint32_t page; /* the code page, unless the control word has a value */
        unsigned part; /* of a date: index of year, month, day, hour, minute */
    };
};

/* Returns the entry of a control word, or NULL if it does not matter. */
const struct rtf_word *rtf_word_of(const char *name);
/* Returns the code page for the argument of "\fcharset"; 0 if it is that of the document. */
uint32_t rtf_page_of_charset(int32_t charset);
/* Appends bytes, in a code page, as UTF-8. */
void rtf_convert(uint32_t code_page, struct str bytes, struct buf *out);

#endif
