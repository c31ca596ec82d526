/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DOCUMENT_DOCUMENT_H
#define PRESSMARK_INDEXER_DOCUMENT_DOCUMENT_H

/* What the stages of the indexer hand to each other: a file's bytes become text (decode.h), the
 * text becomes one or more documents (formats.h), which are described (describe.h) and analysed
 * (analyse.h). */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "store/record.h"
#include "text/dates.h"

#include <stdint.h>

/* Longer values of fields are not searched without the field. */
enum { DOCUMENT_PLAIN_FIELD_BYTES = 64 * 1024 };

enum { DOCUMENT_MAX_FIELDS = 1000 };

/* A link to another document. */
struct document_link {
    enum document_link_kind {
        LINK_PATH, /* target is a reference as in HTML: a path, percent-encoded, or a URL */
        LINK_NAME, /* the name of a page wherever it is, as in a wiki */
    } kind;
    struct str target;
    struct str words; /* that stand for it; one line */
};

/* Bytes [start, end) of the text. */
struct document_range {
    size_t start, end;
};
enum { DOCUMENT_MAX_CODE = 8 };

struct document {
    struct str path; /* as the index stores it: see store/index.h */
    struct str id;   /* of the record or message in the file; empty when the file is one document */
    size_t member_bytes; /* of id, that name the member of an archive; 0: none */
    bool names_file;     /* it is the first of its file, whose name is searched with it */
    bool names_member;   /* the same of its member */
    struct str title;
    bool doubts_title;       /* it is that of the first of several sections */
    struct str text;         /* valid UTF-8; paragraphs are separated by an empty line */
    size_t contents_bytes;   /* of text, before its navigation: the page's own table of contents */
    size_t navigation_bytes; /* of text, at its end: what is around the page (store/schema.h) */
    struct str type;         /* "text", "markdown", "html", "jsonl" */
    struct str charset;      /* as it was decoded from: "UTF-8", "windows-1251" */
    struct str language;     /* ISO 639-1 as declared or given; empty: to be found out */
    struct str date;         /* base/stamp.h; empty: not known */
    struct str date_shown;   /* what the text shows as its date, in any form */
    bool trusts_date_shown;  /* ... which says more than the field "date" */
    bool doubts_date;        /* that field may be of the template that a page was made from */
    enum date_order date_order; /* as the other rows of its table have it */
    uint32_t file_stamp;        /* record_file_stamp(); 0: there is no file */
    struct field *fields;
    size_t n_fields, fields_capacity;
    uint32_t n_fields_left_out; /* there was no room for them */
    struct record_line *lines;  /* none: the text is the source, line by line from first_line */
    size_t n_lines, lines_capacity;
    struct record_heading *headings; /* and terms that it defines, at RECORD_TERM_LEVEL */
    size_t n_headings, headings_capacity;
    /* The first blocks of code: what they say is not said of the document. */
    struct document_range code[DOCUMENT_MAX_CODE];
    size_t n_code;
    struct document_link *links;
    size_t n_links, links_capacity;
    struct str base;     /* what LINK_PATHs are relative to, a reference; empty: the path */
    struct str moved_to; /* a reference to the document that stands for this one; empty: none */
    bool uses_path;      /* title or date were taken from the file's name */
    bool has_own_title;  /* not one made of the file's name or of a sentence of the text */
    bool is_described;   /* it says itself all that describe.h would find out */
    uint32_t first_line; /* of the source file where the document starts; 1 unless a record */
    struct arena *arena; /* holds everything above */
};

/* An empty document on an arena. */
void document_init(struct document *d, struct arena *arena);
/* Whether there is room for a field of that value: a reader may put it elsewhere. */
bool document_has_room(const struct document *d, struct str value);
/* Adds a field; copies both; does nothing for an empty value. The name becomes what
 * field_name_clean() makes of it. False: there is no room, and the field is counted as left out. */
bool document_add_field(struct document *d, struct str name, struct str value);
/* As document_add_field(), but "a, b, c" gives three values where the name is one of a list's:
 * keywords, tags, categories, ... */
bool document_add_values(struct document *d, struct str name, struct str value);
/* The first value of a field, empty when there is none; "_" in the name stands for "." as well. */
struct str document_field(const struct document *d, const char *name);
/* Adds a link that has words and may lead to another document of the index; copies both. */
void document_add_link(struct document *d, enum document_link_kind kind, struct str target,
                       struct str words);
void document_add_line(struct document *d, size_t offset, uint32_t line, uint32_t column);
/* All of the text stands on one line of the source, its line breaks are none there. */
void document_mark_line(struct document *d, uint32_t line);
void document_add_heading(struct document *d, size_t offset, unsigned level);

#endif
