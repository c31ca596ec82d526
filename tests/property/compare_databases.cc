/* SPDX-License-Identifier: GPL-2.0-or-later */

/* compare_databases A B: whether two Xapian databases hold the same: every number that libxapian
 * gives of them, term by term and document by document, and the results of 1,000 random queries
 * with their scores. Prints the first difference. Exit status 0: none, 1: one, 2: cannot be read.
 */

#include <xapian.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Difference {
    std::string what;
};

std::string printable(const std::string &s)
{
    std::string out;
    for (unsigned char c : s) {
        char hex[8];
        if (c >= ' ' && c < 127 && c != '\\') {
            out += static_cast<char>(c);
        } else {
            snprintf(hex, sizeof hex, "\\x%02x", c);
            out += hex;
        }
        if (out.size() > 200)
            return out + "...";
    }
    return out;
}

template <typename T> std::string show(const T &value)
{
    std::ostringstream out;
    out.precision(17);
    out << value;
    return out.str();
}

std::string show(const std::string &value)
{
    return "'" + printable(value) + "'";
}

template <typename T> void same(const T &a, const T &b, const std::string &what)
{
    if (!(a == b))
        throw Difference{what + ": " + show(a) + " and " + show(b)};
}

/* Walks two of Xapian's lists side by side. */
template <typename Iterator, typename Compare>
void same_lists(Iterator a, Iterator a_end, Iterator b, Iterator b_end, const std::string &what,
                Compare compare)
{
    for (; a != a_end && b != b_end; ++a, ++b) {
        same(*a, *b, what);
        compare(a, b);
    }
    same(a == a_end, b == b_end, what + ": ends");
}

void compare_statistics(const Xapian::Database &a, const Xapian::Database &b)
{
    same(a.get_doccount(), b.get_doccount(), "documents");
    same(a.get_lastdocid(), b.get_lastdocid(), "last docid");
    same(a.get_total_length(), b.get_total_length(), "total length");
    same(a.get_avlength(), b.get_avlength(), "average length");
    same(a.has_positions(), b.has_positions(), "has positions");
    same(a.get_doclength_lower_bound(), b.get_doclength_lower_bound(), "least length");
    same(a.get_doclength_upper_bound(), b.get_doclength_upper_bound(), "greatest length");
    same_lists(a.metadata_keys_begin(), a.metadata_keys_end(), b.metadata_keys_begin(),
               b.metadata_keys_end(), "metadata keys",
               [&](const Xapian::TermIterator &i, const Xapian::TermIterator &) {
                   same(a.get_metadata(*i), b.get_metadata(*i), "metadata " + show(*i));
               });
}

void compare_postings(const Xapian::Database &a, const Xapian::Database &b, const std::string &term)
{
    std::string what = "term " + show(term);
    same(a.get_collection_freq(term), b.get_collection_freq(term), what + ": collection frequency");
    same(a.get_wdf_upper_bound(term), b.get_wdf_upper_bound(term), what + ": wdf bound");
    same_lists(
        a.postlist_begin(term), a.postlist_end(term), b.postlist_begin(term), b.postlist_end(term),
        what + ": postings", [&](Xapian::PostingIterator &i, Xapian::PostingIterator &k) {
            std::string where = what + ", document " + show(*i);
            same(i.get_wdf(), k.get_wdf(), where + ": wdf");
            same(i.get_doclength(), k.get_doclength(), where + ": length");
            same_lists(a.positionlist_begin(*i, term), a.positionlist_end(*i, term),
                       b.positionlist_begin(*i, term), b.positionlist_end(*i, term),
                       where + ": position",
                       [](const Xapian::PositionIterator &, const Xapian::PositionIterator &) {});
        });
}

std::vector<std::string> compare_terms(const Xapian::Database &a, const Xapian::Database &b)
{
    std::vector<std::string> terms;
    same_lists(a.allterms_begin(), a.allterms_end(), b.allterms_begin(), b.allterms_end(), "terms",
               [&](const Xapian::TermIterator &i, const Xapian::TermIterator &k) {
                   same(i.get_termfreq(), k.get_termfreq(), "termfreq of " + show(*i));
                   terms.push_back(*i);
               });
    for (const std::string &term : terms)
        compare_postings(a, b, term);
    return terms;
}

void compare_document(const Xapian::Database &a, const Xapian::Database &b, Xapian::docid docid,
                      std::set<Xapian::valueno> &slots)
{
    std::string what = "document " + show(docid);
    same(a.get_doclength(docid), b.get_doclength(docid), what + ": length");
    same(a.get_unique_terms(docid), b.get_unique_terms(docid), what + ": unique terms");
    Xapian::Document x = a.get_document(docid), y = b.get_document(docid);
    same(x.get_data(), y.get_data(), what + ": data");
    same_lists(x.values_begin(), x.values_end(), y.values_begin(), y.values_end(), what + ": value",
               [&](Xapian::ValueIterator &i, Xapian::ValueIterator &k) {
                   same(i.get_valueno(), k.get_valueno(), what + ": slot");
                   slots.insert(i.get_valueno());
               });
    same_lists(a.termlist_begin(docid), a.termlist_end(docid), b.termlist_begin(docid),
               b.termlist_end(docid), what + ": term",
               [&](const Xapian::TermIterator &i, const Xapian::TermIterator &k) {
                   same(i.get_wdf(), k.get_wdf(), what + ": wdf of " + show(*i));
               });
}

std::set<Xapian::valueno> compare_documents(const Xapian::Database &a, const Xapian::Database &b)
{
    std::set<Xapian::valueno> slots;
    same_lists(a.postlist_begin(""), a.postlist_end(""), b.postlist_begin(""), b.postlist_end(""),
               "documents", [&](Xapian::PostingIterator &i, Xapian::PostingIterator &) {
                   compare_document(a, b, *i, slots);
               });
    return slots;
}

void compare_values(const Xapian::Database &a, const Xapian::Database &b, Xapian::valueno slot)
{
    std::string what = "slot " + show(slot);
    same(a.get_value_freq(slot), b.get_value_freq(slot), what + ": frequency");
    same(a.get_value_lower_bound(slot), b.get_value_lower_bound(slot), what + ": lower bound");
    same(a.get_value_upper_bound(slot), b.get_value_upper_bound(slot), what + ": upper bound");
    same_lists(a.valuestream_begin(slot), a.valuestream_end(slot), b.valuestream_begin(slot),
               b.valuestream_end(slot), what + ": value",
               [&](Xapian::ValueIterator &i, Xapian::ValueIterator &k) {
                   same(i.get_docid(), k.get_docid(), what + ": docid");
               });
}

class Queries {
  public:
    Queries(std::vector<std::string> terms_, std::vector<Xapian::valueno> slots_, uint64_t seed)
        : terms(std::move(terms_)), slots(std::move(slots_)), state(seed)
    {
    }

    Xapian::Query next()
    {
        using Xapian::Query;
        std::vector<Query> parts;
        for (uint64_t n = 1 + random(4); n > 0; n--)
            parts.push_back(Query(terms[random(terms.size())]));
        static const Query::op ops[] = {Query::OP_OR,     Query::OP_AND,       Query::OP_PHRASE,
                                        Query::OP_NEAR,   Query::OP_AND_MAYBE, Query::OP_AND_NOT,
                                        Query::OP_SYNONYM};
        Query::op op = ops[random(sizeof ops / sizeof ops[0])];
        bool is_window = op == Query::OP_PHRASE || op == Query::OP_NEAR;
        Query query(op, parts.begin(), parts.end(), is_window ? parts.size() + random(10) : 0);
        if (!slots.empty() && random(4) == 0)
            query = Query(Query::OP_FILTER, query,
                          Query(Query::OP_VALUE_GE, slots[random(slots.size())],
                                std::string(1, static_cast<char>(random(256)))));
        return query;
    }

  private:
    uint64_t random(uint64_t n)
    {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return (state >> 33) % n;
    }

    std::vector<std::string> terms;
    std::vector<Xapian::valueno> slots;
    uint64_t state;
};

void compare_results(const Xapian::Database &a, const Xapian::Database &b,
                     const Xapian::Query &query)
{
    Xapian::Enquire x(a), y(b);
    x.set_query(query);
    y.set_query(query);
    Xapian::MSet from_a = x.get_mset(0, 20), from_b = y.get_mset(0, 20);
    std::string what = "query " + printable(query.get_description());
    same(from_a.size(), from_b.size(), what + ": hits");
    same(from_a.get_matches_estimated(), from_b.get_matches_estimated(), what + ": estimate");
    same_lists(from_a.begin(), from_a.end(), from_b.begin(), from_b.end(), what + ": hit",
               [&](const Xapian::MSetIterator &i, const Xapian::MSetIterator &k) {
                   same(i.get_weight(), k.get_weight(), what + ": score of " + show(*i));
               });
}

void compare(const Xapian::Database &a, const Xapian::Database &b, uint64_t seed)
{
    compare_statistics(a, b);
    std::vector<std::string> terms = compare_terms(a, b);
    std::set<Xapian::valueno> slots = compare_documents(a, b);
    for (Xapian::valueno slot : slots)
        compare_values(a, b, slot);
    if (terms.empty())
        return;
    Queries queries(terms, {slots.begin(), slots.end()}, seed);
    for (int i = 0; i < 1000; i++)
        compare_results(a, b, queries.next());
}

void check(const std::string &path)
{
    std::ostringstream report;
    if (Xapian::Database::check(path, 0, &report) == 0)
        return;
    std::cout << report.str();
    throw Difference{"xapian-check finds errors"};
}

/* A compacted copy beside it; its path. */
std::string compact(const std::string &path)
{
    std::string copy = path + "-compact";
    Xapian::Database(path).compact(copy, Xapian::DBCOMPACT_NO_RENUMBER);
    return copy;
}

} // namespace

/* Database::check() frees an object of its own as one of another size. */
extern "C" const char *__asan_default_options()
{
    return "new_delete_type_mismatch=0";
}

int main(int argc, char **argv)
{
    bool compacted = argc == 4 && strcmp(argv[1], "--compacted") == 0;
    if (argc != 3 && !compacted) {
        fprintf(stderr, "usage: compare_databases [--compacted] A B\n");
        return 2;
    }
    std::string a = argv[argc - 2], b = argv[argc - 1];
    const char *seed = getenv("PRESSMARK_SEED");
    try {
        if (compacted) {
            a = compact(a);
            b = compact(b);
        }
        check(b);
        compare(Xapian::Database(a), Xapian::Database(b), seed ? strtoull(seed, nullptr, 10) : 1);
    } catch (const Difference &difference) {
        printf("%s and %s differ: %s\n", a.c_str(), b.c_str(), difference.what.c_str());
        return 1;
    } catch (const Xapian::Error &e) {
        fprintf(stderr, "compare_databases: %s\n", e.get_description().c_str());
        return 2;
    }
    return 0;
}
