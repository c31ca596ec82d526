// SPDX-License-Identifier: GPL-2.0-or-later
// Lists that are read entry by entry: terms, postings, values.
#include "xap/internal.h"

#include <memory>

using namespace xap;

struct xap_terms {
    Xapian::TermIterator at, end;
    bool has_wdf, has_termfreq, has_begun = false;
    std::string name;
};

struct xap_postings {
    Xapian::PostingIterator at, end;
    bool has_begun = false;
};

struct xap_values {
    Xapian::ValueIterator at, end;
    bool has_begun = false;
    std::string value;
};

namespace {

enum number { WDF = 1, TERMFREQ = 2 };

xap_terms *hold(unsigned numbers, Xapian::TermIterator begin, Xapian::TermIterator end)
{
    return new xap_terms{std::move(begin),          std::move(end), (numbers & WDF) != 0,
                         (numbers & TERMFREQ) != 0, false,          {}};
}

// Advances by one entry; the first call goes to the first entry.
template <class List> void advance(List &list)
{
    if (list.has_begun && list.at != list.end)
        ++list.at;
    list.has_begun = true;
}

std::string key_of(const xap_terms &terms)
{
    return *terms.at;
}

Xapian::docid key_of(const xap_postings &postings)
{
    return *postings.at;
}

Xapian::docid key_of(const xap_values &values)
{
    return values.at.get_docid();
}

// Xapian's own skip_to() does not keep its place for an empty term.
template <class List, class Key> void skip(List &list, const Key &key)
{
    if (list.at != list.end && key_of(list) < key)
        list.at.skip_to(key);
    list.has_begun = true;
}

xap_term_entry current(xap_terms &terms)
{
    if (terms.at == terms.end)
        return {};
    terms.name = *terms.at;
    return {bytes_of(terms.name), terms.has_wdf ? terms.at.get_wdf() : 0,
            terms.has_termfreq ? terms.at.get_termfreq() : 0};
}

xap_posting current(const xap_postings &postings)
{
    if (postings.at == postings.end)
        return {};
    return {*postings.at, postings.at.get_wdf(), postings.at.get_doclength()};
}

xap_value_entry current(xap_values &values)
{
    if (values.at == values.end)
        return {};
    values.value = *values.at;
    return {values.at.get_docid(), bytes_of(values.value)};
}

} // namespace

// ---- terms ----

xap_code xap_terms_open(const struct xap_database *database, struct xap_bytes prefix,
                        struct xap_terms **ret_terms, struct xap_error *error)
{
    return guard(error, [&] {
        std::string start = string_of(prefix);
        *ret_terms = hold(TERMFREQ, database->db.allterms_begin(start),
                          database->db.allterms_end(start));
    });
}

xap_code xap_terms_open_document(const struct xap_database *database, uint32_t docid,
                                 bool with_termfreq, struct xap_terms **ret_terms,
                                 struct xap_error *error)
{
    return guard(error, [&] {
        *ret_terms = hold(with_termfreq ? WDF | TERMFREQ : WDF, database->db.termlist_begin(docid),
                          database->db.termlist_end(docid));
    });
}

xap_code xap_terms_open_metadata_keys(const struct xap_database *database, struct xap_bytes prefix,
                                      struct xap_terms **ret_terms, struct xap_error *error)
{
    return guard(error, [&] {
        std::string start = string_of(prefix);
        *ret_terms = hold(0, database->db.metadata_keys_begin(start),
                          database->db.metadata_keys_end(start));
    });
}

xap_code xap_terms_open_spellings(const struct xap_database *database, struct xap_terms **ret_terms,
                                  struct xap_error *error)
{
    return guard(error, [&] {
        *ret_terms = hold(TERMFREQ, database->db.spellings_begin(), database->db.spellings_end());
    });
}

xap_code xap_terms_open_synonyms(const struct xap_database *database, struct xap_bytes term,
                                 struct xap_terms **ret_terms, struct xap_error *error)
{
    return guard(error, [&] {
        std::string name = string_of(term);
        *ret_terms = hold(0, database->db.synonyms_begin(name), database->db.synonyms_end(name));
    });
}

xap_code xap_terms_next(struct xap_terms *terms, struct xap_term_entry *ret_entry,
                        struct xap_error *error)
{
    return guard(error, [&] {
        advance(*terms);
        *ret_entry = current(*terms);
    });
}

xap_code xap_terms_skip(struct xap_terms *terms, struct xap_bytes name,
                        struct xap_term_entry *ret_entry, struct xap_error *error)
{
    return guard(error, [&] {
        skip(*terms, string_of(name));
        *ret_entry = current(*terms);
    });
}

void xap_terms_close(struct xap_terms *terms)
{
    delete terms;
}

// ---- postings ----

xap_code xap_postings_open(const struct xap_database *database, struct xap_bytes term,
                           struct xap_postings **ret_postings, struct xap_error *error)
{
    return guard(error, [&] {
        std::string name = string_of(term);
        *ret_postings = new xap_postings{database->db.postlist_begin(name),
                                         database->db.postlist_end(name)};
    });
}

xap_code xap_postings_next(struct xap_postings *postings, struct xap_posting *ret_posting,
                           struct xap_error *error)
{
    return guard(error, [&] {
        advance(*postings);
        *ret_posting = current(*postings);
    });
}

xap_code xap_postings_skip(struct xap_postings *postings, uint32_t docid,
                           struct xap_posting *ret_posting, struct xap_error *error)
{
    return guard(error, [&] {
        skip(*postings, docid);
        *ret_posting = current(*postings);
    });
}

void xap_postings_close(struct xap_postings *postings)
{
    delete postings;
}

// ---- values ----

xap_code xap_values_open(const struct xap_database *database, uint32_t slot,
                         struct xap_values **ret_values, struct xap_error *error)
{
    return guard(error, [&] {
        *ret_values = new xap_values{
            database->db.valuestream_begin(slot), database->db.valuestream_end(slot), false, {}};
    });
}

xap_code xap_values_next(struct xap_values *values, struct xap_value_entry *ret_entry,
                         struct xap_error *error)
{
    return guard(error, [&] {
        advance(*values);
        *ret_entry = current(*values);
    });
}

xap_code xap_values_skip(struct xap_values *values, uint32_t docid,
                         struct xap_value_entry *ret_entry, struct xap_error *error)
{
    return guard(error, [&] {
        skip(*values, docid);
        *ret_entry = current(*values);
    });
}

void xap_values_close(struct xap_values *values)
{
    delete values;
}
