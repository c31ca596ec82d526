/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_HTML_STRIP_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_HTML_STRIP_H

/* Extracts text from HTML without a parser: for HTML inside Markdown and in records, and for pages
 * that are nested too deeply for the parser. */

#include "indexer/document/flow.h"

/* Returns the character of a numeric reference. As in browsers, 0x80 to 0x9F are bytes of
 * windows-1252, and numbers that are not characters give U+FFFD. */
uint32_t html_character(uint32_t number);

/* Decodes the character reference at the start of s ("&eacute;", "&#233;", "&#xE9;") to UTF-8 in
 * ret_utf8, of length *ret_n. Returns the length of the reference, or 0 if there is none. */
size_t html_reference(struct str s, char ret_utf8[4], size_t *ret_n);

/* Returns whether a tag in s has so many attributes, more than HTML_MAX_TAG_WORDS, that libxml2,
 * which compares each with all earlier ones, would take hours. */
bool html_has_monstrous_tag(struct str s);
enum { HTML_MAX_TAG_WORDS = 2000 };

/* Removes tags, comments, scripts and styles from HTML that comes in pieces. */
struct html_stripper {
    enum { STRIP_TEXT, STRIP_TAG, STRIP_COMMENT } state;
    char name[16]; /* of the tag being read, in lower case */
    size_t name_n;
    bool name_ended;
    bool keeps_captions; /* the texts that images have for people, "alt" and "title", are text */
    char attribute[8];   /* the start of the name of the attribute being read, in lower case */
    size_t attribute_n;
    bool attribute_ended, is_behind_equals;
    char quote;             /* around the attribute value being read, or ' '; 0: none */
    bool in_script;         /* in a script or style, whose text is dropped */
    bool reads_cdata;       /* CDATA sections are text, as in XML, and not a comment */
    bool in_cdata;          /* in a CDATA section, which ends at "]]>" */
    unsigned heading_level; /* of the open heading; 0: none is open */
    size_t heading_start;   /* an offset in the text of the flow */
    unsigned title_level;   /* of the first heading of the highest level; 0: no heading yet */
    size_t title_start, title_end; /* where its text is in that of the flow */
};

#define HTML_STRIPPER_INIT                                                                         \
    {                                                                                              \
        .state = STRIP_TEXT                                                                        \
    }

/* Appends the text of a piece without line breaks that is at the given line and column of the
 * source. */
void html_strip(struct html_stripper *s, struct str piece, struct flow *flow, uint32_t line,
                uint32_t column);

/* Returns whether a string of a record is HTML: it has a known element with a closing tag, or a
 * line break, rule or image. */
bool html_is_in(struct str s);
/* Appends s to out with its character references resolved, and returns out. */
struct str html_resolve(struct str s, struct buf *out);
/* Returns whether s becomes HTML when its references are resolved: it was escaped twice. */
bool html_is_escaped(struct str s);
/* Returns the text of a string of a record: in out, without tags and character references, if it is
 * HTML or has references; otherwise s itself. */
struct str html_text_of(struct str s, struct buf *out);

#endif
