/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_SCHEMA_H
#define PRESSMARK_STORE_SCHEMA_H

/* The schema: everything that an index holds. Prefixes follow Omega's conventions, so that Xapian's
 * own tools and bindings can use an index.
 *
 * Terms (word: a token's term; stem: its stem in the document's language; see text/analyser.h):
 *   - word: text and title, with positions. A word of the title adds two to the wdf, a word of
 *     navigation one, however often it occurs there
 *   - Z stem: the same words, without positions. Pairs of characters of unspaced scripts have none
 *   - S word, ZS stem: title, the words with positions
 *   - A word: author, with positions
 *   - K value: tags and keywords, each folded whole
 *   - P word: path, and that of a member within its archive, with positions
 *   - E ending: the ending of the file's name, folded
 *   - F word, ZF stem: the name of the file, and of the archive member or the attachment, in the
 *     first document of each; these count in the ranking
 *   - ZC stem, C word: words of links that lead to the document (links.md); only the stem of a word
 *     that has one, since that is what queries ask for
 *   - N key: the name of the file, by a key in which signs between its words are left out
 *     (text/name_key.h); it counts in the ranking
 *   - D yyyymmdd, M yyyymm, Y yyyy: the document's date, as far as it is known
 *   - L code: language, ISO 639-1
 *   - T type: "text", "markdown", "html", "jsonl" ...
 *   - X NAME : word: any other field, with positions: XCOUNTY:stark
 *   - XNAVIGATION: the document has navigation; its wdf is what the same number of words of text
 *     would add to the document's length, so that a page does not count as short because much of it
 *     is navigation
 *   - XDATA: the document is data and not prose, such as numbers, PostScript or a log that repeats
 *     one word. In such a document each word has a wdf of one; the wdf of XDATA makes up for the
 *     length, up to 10,000 words. The same term, with a wdf of 1, marks a page that only says where
 *     it has moved (links.md); its words have a wdf of 0
 *   - V NAME = value: a short value of a field as it was given, except for runs of blanks
 *   - V NAME #: the field has a number, which is stored as a value (below)
 *   - V NAME +: the field has several numbers; the first is stored as a value, the others are among
 *     the field's short values
 *   - Q id: the path, or path "#" record id; it is unique, and a hash replaces its end if it is too
 *     long
 *
 * A prefix alone, one of S, A, K, E, L and X NAME :, means that the document has such a field.
 *
 * Navigation is what surrounds a page's own text: menus, sidebars, headers and footers that its
 * neighbours share, and lists of links. It is stored at the end of the text, after an empty line,
 * and the record has its size in bytes. Passages are cut from it only if no word of the query is in
 * the page's own text, and the fingerprint leaves it out.
 *
 * Positions: those of the text start at 1, and those of its navigation SCHEMA_FIELD_GAP above the
 * rest; each field of a prefix starts as much above the previous one. The title's words have
 * positions among those of the text too, in a range above it. Positions are in the document's
 * record (positions.h) or, if the index was built for phrase searches by Xapian's own programs, in
 * Xapian's position table. Labels (labels.h) use the same positions.
 *
 * Values: SLOT_DATE is the date that the document shows (base/stamp.h), by which days are searched,
 * and SLOT_INSTANT the same moment in UTC, by which documents are sorted. SLOT_ORDER breaks ties,
 * so that answers do not depend on the order in which documents were added: it is the path,
 * followed for a record or a member by a NUL, its first line in 8 hexadecimal digits and its id.
 * SLOT_FINGERPRINT is what copies are recognised by (fingerprint.h). The first number of a field
 * has a slot of its own (number.h). Data: one record (record.h). Metadata: the keys METADATA_*
 * below.
 */

#include "base/str.h"

#define PREFIX_STEM "Z"
#define PREFIX_TITLE "S"
#define PREFIX_AUTHOR "A"
#define PREFIX_KEYWORD "K"
#define PREFIX_PATH "P"
#define PREFIX_ENDING "E"
#define PREFIX_NAME_WORD "F"
#define PREFIX_NAME "N"
#define PREFIX_LINK "C"
#define PREFIX_DAY "D"
#define PREFIX_MONTH "M"
#define PREFIX_YEAR "Y"
#define PREFIX_LANGUAGE "L"
#define PREFIX_TYPE "T"
#define PREFIX_FIELD "X"
#define PREFIX_NAVIGATION "XNAVIGATION"
#define PREFIX_DATA "XDATA"
#define PREFIX_ID "Q"
#define PREFIX_VALUE "V"

/* What follows the name of the field in a term of PREFIX_VALUE. */
enum { VALUE_WHOLE = '=', VALUE_NUMBER = '#', VALUE_NUMBERS = '+' };

enum { SLOT_DATE = 0, SLOT_ORDER = 1, SLOT_FINGERPRINT = 2, SLOT_INSTANT = 3 };

/* The part of the manifest that concerns texts and terms, for a reader that has nothing but the
 * database (manifest.h). */
#define METADATA_MANIFEST "manifest"
/* The sources and their options, as indexer/sources/known_sources.h encodes them: for each source
 * its kind, its stored path (with its length), its number, whether it has options of its own, and
 * how many, all as varints; then the options, "name" or "name=value", each with its length. */
#define METADATA_SOURCES "sources"
/* The histogram of document lengths (lengths.h); older indexes do not have it. */
#define METADATA_LENGTHS "lengths"
/* The dictionary that the texts of the records are compressed with (record.h), if there is one. */
#define METADATA_TEXT_DICTIONARY "dictionary"
/* The shards that hold the links of the files, if any document has links; and the prefix of the key
 * of a shard, followed by its number in hexadecimal (indexer/links/link_store.h). */
#define METADATA_LINKS "links"
#define METADATA_LINKS_OF "links:"
/* The states of the files (indexer/sources/known_files.h), packed (packed.h). The prefix is followed
 * by two hexadecimal digits of a hash of the path. */
#define METADATA_FILES "files:"

enum {
    SCHEMA_FORMAT = 8,           /* raised when older versions could not read a new index */
    SCHEMA_MAX_TERM_BYTES = 245, /* including the prefix; every NUL counts as two */
    SCHEMA_MAX_VALUE_BYTES = 64, /* of a field's value that is stored whole */
    SCHEMA_FIELD_GAP = 100,      /* positions left free between two fields */
    SCHEMA_TITLE_WDF = 2,        /* the wdf that a word of the title adds in the text */
};

/* Returns true for terms of the words of links. */
static inline bool schema_is_link_term(struct str term)
{
    return str_starts_with(term, STR_LITERAL(PREFIX_LINK)) ||
           str_starts_with(term, STR_LITERAL(PREFIX_STEM PREFIX_LINK));
}

#endif
