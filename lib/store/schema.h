/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_SCHEMA_H
#define PRESSMARK_STORE_SCHEMA_H

/* What an index holds, in one place. The conventions are Omega's, so that Xapian's own tools and
 * bindings can use it.
 *
 * Terms (word: a token's term; stem: its stem in the document's language; see text/analyser.h):
 *
 *   - word: text and title, with positions; the title's words count twice in the wdf, and a
 *     word of navigation counts one, however often it is there
 *   - Z stem: the same words, without positions; none for pairs of unspaced scripts
 *   - S word, ZS stem: title, the words with positions
 *   - A word: author, with positions
 *   - K value: tags and keywords, each folded whole
 *   - P word: path, with positions
 *   - E ending: the ending of the file's name, folded
 *   - F word, ZF stem: name of the file, and of the member of an archive or the attachment, with
 *     weight, in the first document of each
 *   - ZC stem, C word: words of links that lead to the document (links.md): of a word that has a
 *     stem the stem alone, which is what is asked for
 *   - N name: the same name, folded whole, with weight
 *   - D yyyymmdd, M yyyymm, Y yyyy: the document's date, as far as it is known
 *   - L code: language, ISO 639-1
 *   - T type: "text", "markdown", "html", "jsonl" ...
 *   - X NAME : word: any other field, with positions: XCOUNTY:stark
 *   - XNAVIGATION: has it; its wdf is what as many words of text add to a document's length: a page
 *     is not short because much of it is not its own
 *   - XDATA: is data and no prose, such as numbers, PostScript or a log of one word, where a word
 *     counts one however often it is there; its wdf makes up for the length, as far as 10,000 words
 *   - V NAME = value: a short value of a field as it was given, but for runs of blanks
 *   - V NAME #: the field has a number, which is a value (below)
 *   - V NAME +: it has several, of which that is the first; the others are among its short values
 *   - Q id: the path, or path "#" record id; unique; its hash where it is too long
 *
 * A prefix alone, of S, A, K, E, L and X NAME :, says that the document has such a field at all.
 *
 * Navigation is what a page has around its own text: menus, sidebars, headers and footers that its
 * neighbours have too, lists of links. It is the end of the text, after an empty line, and the
 * record says how many bytes it has. Passages are cut from it only where no word of the query
 * stands before it, and the fingerprint leaves it out.
 *
 * The record has the places of titles, headings and defined terms among these positions too, as
 * labels (labels.h).
 *
 * Positions: the text from 1, its navigation SCHEMA_FIELD_GAP above the rest; each field of a
 * prefix starts as much above the one before it. The title's words are also among the text's, in a
 * range of positions above it. They stand in the document's record (positions.h), or in Xapian's
 * position table where the index was made for phrase searches by Xapian's own programs.
 *
 * Values: SLOT_DATE the date that stands in the document (base/stamp.h), by which days are sought,
 * SLOT_INSTANT the same moment in UTC, by which documents are sorted; SLOT_ORDER what equal hits
 * are ordered by, so that answers do not hang on the order in which documents came: the path, and
 * for a record or member a NUL, its first line in 8 hexadecimal digits, and its id.
 * SLOT_FINGERPRINT what copies are known by (fingerprint.h). The first number of a field stands in
 * a slot of its own (number.h). Data: one record (record.h). Metadata: the keys METADATA_* below.
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

/* What stands between the name and the rest of a term behind PREFIX_VALUE. */
enum { VALUE_WHOLE = '=', VALUE_NUMBER = '#', VALUE_NUMBERS = '+' };

enum { SLOT_DATE = 0, SLOT_ORDER = 1, SLOT_FINGERPRINT = 2, SLOT_INSTANT = 3 };

/* What the manifest says of the texts and terms, for a reader that sees the database alone
 * (manifest.h). */
#define METADATA_MANIFEST "manifest"
/* The sources with the options that they were given: of each kind, stored path (counted), number,
 * whether it has options of its own, and their number, all varints, then the options, "name" or
 * "name=value", counted (indexer/sources/known_sources.h). */
#define METADATA_SOURCES "sources"
/* How long the documents are (lengths.h); not there: the index is older. */
#define METADATA_LENGTHS "lengths"
/* What the texts of the records are compressed with (record.h); not there: nothing. */
#define METADATA_TEXT_DICTIONARY "dictionary"
/* The shards that the links of the files are in; not there: no document has any. And "links:" and
 * the number of a shard in hex (indexer/links/link_store.h). */
#define METADATA_LINKS "links"
#define METADATA_LINKS_OF "links:"
/* "files:" and two hex digits of the path's hash: the states of the files
 * (indexer/sources/known_files.h). */
#define METADATA_FILES "files:"

enum {
    SCHEMA_FORMAT = 7,           /* raised when an older Pressmark could not read the index */
    SCHEMA_MAX_TERM_BYTES = 245, /* with the prefix; every NUL counts twice */
    SCHEMA_MAX_VALUE_BYTES = 64, /* of a value that is stored as a whole */
    SCHEMA_FIELD_GAP = 100,      /* of positions between two fields */
    SCHEMA_TITLE_WDF = 2,        /* what a word of the title counts in the text */
};

/* Whether a term is one of words of links. */
static inline bool schema_is_link_term(struct str term)
{
    return str_starts_with(term, STR_LITERAL(PREFIX_LINK)) ||
           str_starts_with(term, STR_LITERAL(PREFIX_STEM PREFIX_LINK));
}

#endif
