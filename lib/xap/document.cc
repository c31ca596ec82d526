// SPDX-License-Identifier: GPL-2.0-or-later
// Reading single documents.
#include "xap/internal.h"

#include <memory>

using namespace xap;

namespace {

struct document : xap_document, pool {
    std::vector<xap_term> term_items;
    std::vector<xap_value> value_items;
    std::deque<std::vector<uint32_t>> positions;
};

void read_positions(const Xapian::TermIterator &from, document &into, xap_term &term)
{
    into.positions.emplace_back(from.positionlist_begin(), from.positionlist_end());
    term.positions = into.positions.back().data();
    term.n_positions = into.positions.back().size();
}

void read_terms(const Xapian::Document &from, document &into, bool with_positions)
{
    for (auto t = from.termlist_begin(); t != from.termlist_end(); ++t) {
        xap_term term = {into.keep(*t), t.get_wdf(), nullptr, 0};
        if (with_positions)
            read_positions(t, into, term);
        into.term_items.push_back(term);
    }
    into.terms = into.term_items.data();
    into.n_terms = into.term_items.size();
}

void read_values(const Xapian::Document &from, document &into)
{
    for (auto v = from.values_begin(); v != from.values_end(); ++v)
        into.value_items.push_back({v.get_valueno(), into.keep(*v)});
    into.values = into.value_items.data();
    into.n_values = into.value_items.size();
}

} // namespace

xap_code xap_document_read(const struct xap_database *database, uint32_t docid, unsigned parts,
                           struct xap_document **ret_document, struct xap_error *error)
{
    return guard(error, [&] {
        Xapian::Document from = database->db.get_document(docid);
        auto into = std::make_unique<document>();
        if (parts & XAP_DATA)
            into->data = into->keep(from.get_data());
        if (parts & XAP_VALUES)
            read_values(from, *into);
        if (parts & (XAP_TERMS | XAP_POSITIONS))
            read_terms(from, *into, parts & XAP_POSITIONS);
        *ret_document = into.release();
    });
}

void xap_document_free(struct xap_document *d)
{
    delete static_cast<document *>(d);
}

xap_code xap_document_length(const struct xap_database *database, uint32_t docid,
                             uint32_t *ret_length, uint32_t *ret_n_terms, struct xap_error *error)
{
    return guard(error, [&] {
        uint32_t length = database->db.get_doclength(docid);
        if (ret_n_terms)
            *ret_n_terms = database->db.get_unique_terms(docid);
        *ret_length = length;
    });
}

xap_code xap_positions(const struct xap_database *database, uint32_t docid, struct xap_bytes term,
                       uint32_t *positions, size_t max, size_t *ret_n, struct xap_error *error)
{
    return guard(error, [&] {
        std::string name = string_of(term);
        size_t n = 0;
        auto end = database->db.positionlist_end(docid, name);
        for (auto p = database->db.positionlist_begin(docid, name); p != end; ++p, n++)
            if (n < max)
                positions[n] = *p;
        *ret_n = n;
    });
}
