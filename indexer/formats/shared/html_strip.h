/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_HTML_STRIP_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_HTML_STRIP_H

/* HTML where no parser is at work: inside Markdown, and in pages that are nested beyond reason. */

#include "indexer/document/flow.h"

/* The character that a number stands for in a reference: browsers take 0x80 .. 0x9F for
 * windows-1252, and for U+FFFD what is no character. */
uint32_t html_character(uint32_t number);

/* The character reference at the beginning of s ("&eacute;", "&#233;", "&#xE9;") as UTF-8 in
 * ret_utf8, its length in *ret_n. Returns how many bytes of s it is; 0 when it is none. */
size_t html_reference(struct str s, char ret_utf8[4], size_t *ret_n);

/* Whether a tag in s has so many attributes that libxml2, which compares each with all before it,
 * would take hours. */
bool html_has_monstrous_tag(struct str s);

/* Takes tags, comments, scripts and styles out of HTML that comes in pieces. */
struct html_stripper {
    enum { STRIP_TEXT, STRIP_TAG, STRIP_COMMENT } state;
    char name[16]; /* of the tag being read */
    size_t name_n;
    bool name_ended;
    char quote;                    /* of the attribute value being read; 0: none */
    bool in_script;                /* or in a style: its text is left out */
    unsigned heading_level;        /* of the heading that is open; 0: none is */
    size_t heading_start;          /* in the text of the flow */
    unsigned title_level;          /* of the first heading of the highest level; 0: none yet */
    size_t title_start, title_end; /* its text in the flow's */
};

#define HTML_STRIPPER_INIT                                                                         \
    {                                                                                              \
        .state = STRIP_TEXT                                                                        \
    }

/* Appends the text of a piece without line breaks that stands at line and column. */
void html_strip(struct html_stripper *s, struct str piece, struct flow *flow, uint32_t line,
                uint32_t column);

/* Whether a string of a record is HTML: it has elements that are closed, or breaks. */
bool html_is_in(struct str s);
/* A string of a record without tags and references, in out, where it is HTML or has references;
 * else s itself. */
struct str html_text_of(struct str s, struct buf *out);

#endif
