/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DOCUMENT_DOCUMENT_H
#define PRESSMARK_INDEXER_DOCUMENT_DOCUMENT_H

/* A document on its way from a file to the index, passed from stage to stage: the bytes of a file
 * become text (decode.h), the text becomes one or more documents (formats.h), and each document is
 * described (describe.h) and analysed (analyse.h). */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "dates/dates.h"
#include "store/record.h"

#include <stdint.h>

/* The longest value of a field that is also found by a search that does not name the field. */
enum { DOCUMENT_PLAIN_FIELD_BYTES = 64 * 1024 };

enum { DOCUMENT_MAX_FIELDS = 1000 };

/* A link to another document. */
struct document_link {
    enum document_link_kind {
        LINK_PATH, /* target is a reference as in HTML: a path, percent-encoded, or a URL */
        LINK_NAME, /* the name of a page wherever it is, as in a wiki */
    } kind;
    struct str target;
    struct str words; /* the words of the link, on one line */
};

/* Bytes [start, end) of the text. */
struct document_range {
    size_t start, end;
};
enum { DOCUMENT_MAX_CODE = 8 };

struct document {
    struct str path; /* as the index stores it, see store/index.h */
    struct str id; /* of the record or message within the file; empty if the file is one document */
    /* How many leading bytes of id name the archive member; 0: not in an archive. */
    size_t member_bytes;
    bool names_file; /* the first document of its file: searched by the file's name, too */
    /* The first document of its archive member: searched by the member's name, too. */
    bool names_member;
    struct str title;
    bool doubts_title; /* the title is that of the first of several sections */
    struct str text;   /* valid UTF-8; an empty line separates paragraphs */
    /* Bytes of text, before the navigation: the page's own table of contents. */
    size_t contents_bytes;
    /* Bytes at the end of text: the navigation around the page (store/schema.h). */
    size_t navigation_bytes;
    struct str type;        /* "text", "markdown", "html", "jsonl" */
    struct str charset;     /* that the source was decoded from: "UTF-8", "windows-1251" */
    struct str language;    /* ISO 639-1, as declared or set by an option; empty: to be detected */
    struct str date;        /* in the form of base/stamp.h; empty: unknown */
    struct str date_shown;  /* the date that the text displays, in any form */
    bool trusts_date_shown; /* date_shown is to be preferred to the field "date" */
    bool doubts_date;       /* the field "date" may be that of the page's template */
    enum date_order date_order; /* the order of day and month in the other rows of the table */
    uint32_t file_stamp;        /* from record_file_stamp(); 0: not read from a file */
    struct field *fields;
    size_t n_fields, fields_capacity;
    uint32_t n_fields_left_out; /* fields that were dropped because there was no room */
    /* If there are none, the text is the source itself, from first_line on. */
    struct record_line *lines;
    size_t n_lines, lines_capacity;
    /* Includes terms that are defined, with the level RECORD_TERM_LEVEL, and their ends. */
    struct record_heading *headings;
    size_t n_headings, headings_capacity;
    /* The first blocks of code. What they say is not taken for a statement about the document. */
    struct document_range code[DOCUMENT_MAX_CODE];
    size_t n_code;
    struct document_link *links;
    size_t n_links, links_capacity;
    struct str base; /* the reference that LINK_PATHs are relative to; empty: relative to path */
    struct str moved_to; /* a reference to the document that replaces this one; empty: none */
    bool uses_path;      /* the title or the date was taken from the name of the file */
    /* The title is not made from the name of the file or from a sentence of the text. */
    bool has_own_title;
    bool is_described; /* the source states all that describe.h would find out */
    /* The line of the source file where the document starts; 1 unless it is a record. */
    uint32_t first_line;
    struct arena *arena; /* holds everything above */
};

/* Initialises an empty document whose contents will be allocated on an arena. */
void document_init(struct document *d, struct arena *arena);
/* Returns whether a field with this value can be added. If not, a reader may put the value
 * elsewhere. An empty value, which document_add_field() ignores, always has room. */
bool document_has_room(const struct document *d, struct str value);
/* Appends a field. Copies the value, without white space around it, and the name as
 * field_name_clean() writes it. Does nothing if the value is empty. Returns false if there are
 * DOCUMENT_MAX_FIELDS already; the field is then counted in n_fields_left_out. */
bool document_add_field(struct document *d, struct str name, struct str value);
/* Appends a field as document_add_field() does, except that a field that holds a list (keywords,
 * tags, categories ...) gets one value for each part of "a, b, c". */
bool document_add_values(struct document *d, struct str name, struct str value);
/* Returns the first value of a field, or the empty string. A "_" in name also matches a "." in the
 * name of a field. */
struct str document_field(const struct document *d, const char *name);
/* Appends a link. Copies target and words. Does nothing if the words are empty or too long to be
 * those of a link, or if the target cannot be another document of the index. */
void document_add_link(struct document *d, enum document_link_kind kind, struct str target,
                       struct str words);
/* Marks where the text at offset is in the source: its line, from 1, and the column in bytes, from
 * 1, or 0 if it is unknown (struct record_line). Replaces a mark at the same offset. Offsets must
 * not descend. */
void document_add_line(struct document *d, size_t offset, uint32_t line, uint32_t column);
/* Marks all of the text as being on one line of the source, although it has line breaks itself. */
void document_mark_line(struct document *d, uint32_t line);
/* Marks the start of a heading of level 1 to 6, or the start or the end of the name of a defined
 * term (RECORD_TERM_LEVEL, RECORD_TERM_END_LEVEL). They are kept in the order of their offsets. */
void document_add_heading(struct document *d, size_t offset, unsigned level);

#endif
