// SPDX-License-Identifier: GPL-2.0-or-later

// Usage: compare_phrases TABLE RECORDS [N]
//
// Two databases of the same documents, the first with Xapian's position table, the second with the
// positions in the records. N random phrases and NEARs, most of them taken from documents, are
// answered by Xapian's own operators on the first and by ours on both: the same documents with the
// same weights. PRESSMARK_SEED repeats a run.

#include "store/xap.h"

#include <xapian.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

std::mt19937_64 source;

size_t below(size_t n)
{
    return std::uniform_int_distribution<size_t>(0, n - 1)(source);
}

// A word of a phrase: a term, or some that it may be.
using word = std::vector<std::string>;

struct question {
    bool is_phrase;
    uint32_t window;
    std::vector<word> words;
};

// The terms of a document by position, of one prefix: "" or that of the path.
std::map<Xapian::termpos, std::string> read_document(const Xapian::Database &db,
                                                     Xapian::docid docid, bool of_path)
{
    std::map<Xapian::termpos, std::string> terms;
    for (auto t = db.termlist_begin(docid); t != db.termlist_end(docid); ++t) {
        if (((*t)[0] == 'P') != of_path || (!of_path && (*t)[0] >= 'A' && (*t)[0] <= 'Z'))
            continue;
        for (auto p = db.positionlist_begin(docid, *t); p != db.positionlist_end(docid, *t); ++p)
            terms[*p] = *t;
    }
    return terms;
}

question make_question(const Xapian::Database &db)
{
    question q{below(2) == 0, 0, {}};
    std::map<Xapian::termpos, std::string> terms;
    while (terms.empty())
        terms = read_document(db, Xapian::docid(1 + below(db.get_lastdocid())), below(10) == 0);
    auto at = std::next(terms.begin(), std::ptrdiff_t(below(terms.size())));
    size_t n = 2 + below(3);
    q.window = uint32_t(n + (below(2) ? 0 : below(8)));
    for (size_t i = 0; i < n; i++) {
        word w{at->second};
        if (below(6) == 0) // alternatives, most of which this document does not have
            for (auto other = db.allterms_begin(w[0].substr(0, 2));
                 other != db.allterms_end(w[0].substr(0, 2)) && w.size() < 20; ++other)
                if (*other != w[0])
                    w.push_back(*other);
        q.words.push_back(w);
        for (size_t step = below(4) ? 1 : below(4); step > 0 && std::next(at) != terms.end();
             step--)
            ++at;
    }
    if (below(8) == 0)
        std::swap(q.words[0], q.words[1]);
    return q;
}

using answer = std::map<Xapian::docid, double>;

answer ask_xapian(Xapian::Database &db, const question &q)
{
    std::vector<Xapian::Query> words;
    for (const word &w : q.words)
        words.push_back(Xapian::Query(Xapian::Query::OP_OR, w.begin(), w.end()));
    Xapian::Enquire enquire(db);
    enquire.set_query(Xapian::Query(q.is_phrase ? Xapian::Query::OP_PHRASE : Xapian::Query::OP_NEAR,
                                    words.begin(), words.end(), q.window));
    enquire.set_weighting_scheme(Xapian::BM25Weight());
    Xapian::MSet mset = enquire.get_mset(0, db.get_doccount());
    answer found;
    for (auto i = mset.begin(); i != mset.end(); ++i)
        found[*i] = i.get_weight();
    return found;
}

answer ask_ours(xap_reader *reader, const question &q)
{
    std::vector<xap_node> nodes;
    for (const word &w : q.words) {
        for (const std::string &term : w) {
            xap_node node{};
            node.op = XAP_TERM;
            node.name = term.data();
            node.name_length = uint32_t(term.size());
            nodes.push_back(node);
        }
        if (w.size() > 1) {
            xap_node any{};
            any.op = XAP_OR;
            any.n_children = uint32_t(w.size());
            nodes.push_back(any);
        }
    }
    xap_node root{};
    root.op = q.is_phrase ? XAP_PHRASE : XAP_NEAR;
    root.n_children = uint32_t(q.words.size());
    root.window = q.window;
    nodes.push_back(root);
    xap_search search{};
    search.nodes = nodes.data();
    search.n_nodes = nodes.size();
    search.weighting = XAP_BM25;
    search.k1 = search.k3 = 1;
    search.b = search.min_length = 0.5;
    search.max = 1000000;
    search.sort_slot = search.order_slot = -1;
    search.without_data = true;
    struct err err = ERR_INIT;
    xap_results *results;
    if (xap_reader_search(reader, &search, &results, &err)) {
        printf("%s\n", err.message);
        exit(1);
    }
    answer found;
    for (size_t i = 0; i < results->n; i++)
        found[results->hits[i].docid] = results->hits[i].score;
    xap_results_free(results);
    return found;
}

// Whether the words from i on can be given places beside those chosen, by trying all.
bool are_near(const std::vector<std::vector<Xapian::termpos>> &places, uint32_t window, size_t i,
              std::vector<Xapian::termpos> &chosen)
{
    if (i == places.size())
        return true;
    for (Xapian::termpos place : places[i]) {
        bool fits = true;
        for (Xapian::termpos other : chosen)
            fits = fits && place != other &&
                   std::max(place, other) - std::min(place, other) < window;
        if (!fits)
            continue;
        chosen.push_back(place);
        if (are_near(places, window, i + 1, chosen))
            return true;
        chosen.pop_back();
    }
    return false;
}

bool is_near(const Xapian::Database &db, Xapian::docid docid, const question &q)
{
    std::vector<std::vector<Xapian::termpos>> places;
    for (const word &w : q.words) {
        places.emplace_back();
        for (const std::string &term : w)
            places.back().insert(places.back().end(), db.positionlist_begin(docid, term),
                                 db.positionlist_end(docid, term));
    }
    std::vector<Xapian::termpos> chosen;
    return are_near(places, q.window, 0, chosen);
}

// Where one position serves two words of a NEAR, Xapian may give a document up that matches; ours
// must not, so documents that only ours has are looked at one by one.
bool is_same(const Xapian::Database &db, const question &q, const answer &wanted,
             const answer &found)
{
    for (auto [docid, weight] : wanted)
        if (found.count(docid) == 0 || std::fabs(found.at(docid) - weight) > 1e-9)
            return false;
    for (auto [docid, weight] : found)
        if (wanted.count(docid) == 0 && (q.is_phrase || !is_near(db, docid, q)))
            return false;
    return true;
}

std::string show(const question &q)
{
    std::string text = q.is_phrase ? "phrase" : "near";
    text += " within " + std::to_string(q.window) + ":";
    for (const word &w : q.words)
        text += " " + w[0] + (w.size() > 1 ? "|..." : "");
    return text;
}

xap_reader *open_reader(const char *path)
{
    struct err err = ERR_INIT;
    xap_reader *reader;
    if (xap_reader_open(&path, 1, &reader, &err)) {
        printf("%s\n", err.message);
        exit(1);
    }
    return reader;
}

} // namespace

int main(int argc, char **argv)
{
    const char *seed = getenv("PRESSMARK_SEED");
    source.seed(seed ? strtoull(seed, nullptr, 10) : 1);
    size_t n = argc > 3 ? strtoul(argv[3], nullptr, 10) : 1000, n_found = 0;
    Xapian::Database db(argv[1]);
    if (!db.has_positions() || Xapian::Database(argv[2]).has_positions()) {
        printf("the first database must have a position table, and the second none\n");
        return 1;
    }
    xap_reader *table = open_reader(argv[1]), *records = open_reader(argv[2]);
    for (size_t i = 0; i < n; i++) {
        question q = make_question(db);
        answer wanted = ask_xapian(db, q);
        n_found += !wanted.empty();
        if (!is_same(db, q, wanted, ask_ours(table, q)) ||
            !is_same(db, q, wanted, ask_ours(records, q))) {
            printf(
                "question %zu: %s: Xapian finds %zu, we %zu in its table and %zu in the records\n",
                i, show(q).c_str(), wanted.size(), ask_ours(table, q).size(),
                ask_ours(records, q).size());
            return 1;
        }
    }
    xap_reader_close(table);
    xap_reader_close(records);
    printf("%zu questions, %zu of them with answers\n", n, n_found);
    return n_found > n / 4 ? 0 : 1;
}
