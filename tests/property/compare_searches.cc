// SPDX-License-Identifier: GPL-2.0-or-later

// Usage: compare_searches TABLE RECORDS [N]
//
// Two databases of the same documents, the first with Xapian's position table, the second with the
// positions in the records. Everything that store/engine.h reads of them is compared with what libxapian
// reads. Then N random queries are answered by libxapian on the first and by ours on both, and on
// the first twice over, as two shards: the same documents with the same weights in the same order,
// whole and cut off. PRESSMARK_SEED repeats a run.

extern "C" {
#include "store/engine.h"
#include "store/schema.h"
}

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
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

std::string of(str s)
{
    return std::string(s.p, s.n);
}

str as_str(const std::string &s)
{
    return str{s.data(), s.size()};
}

void require(bool is_right, const std::string &what)
{
    if (is_right)
        return;
    printf("differs: %s\n", what.c_str());
    exit(1);
}

// ---- reading ----

void compare_document(Xapian::Database &db, store_reader *reader, Xapian::docid docid)
{
    struct err err = ERR_INIT;
    std::string name = "document " + std::to_string(docid);
    buf data = BUF_INIT;
    require(!store_reader_data(reader, docid, &data, &err) &&
                of(buf_str(&data)) == db.get_document(docid).get_data(),
            name + "'s data");
    buf_done(&data);
    store_vocabulary *terms;
    require(!store_reader_document_terms(reader, docid, &terms, &err), name + "'s terms");
    size_t i = 0;
    std::vector<str> names;
    for (auto t = db.termlist_begin(docid); t != db.termlist_end(docid); ++t, ++i) {
        require(i < terms->n && of(terms->terms[i].name) == *t &&
                    terms->terms[i].wdf == t.get_wdf() &&
                    terms->terms[i].termfreq == t.get_termfreq(),
                name + "'s term " + *t);
        names.push_back(terms->terms[i].name);
    }
    require(i == terms->n, name + "'s number of terms");
    std::vector<uint32_t> wdfs(names.size());
    uint32_t length;
    require(
        !store_reader_wdfs(reader, docid, names.data(), names.size(), wdfs.data(), &length, &err) &&
            length == db.get_doclength(docid),
        name + "'s length");
    for (i = 0; i < names.size(); i++)
        require(wdfs[i] == terms->terms[i].wdf, name + "'s wdf of " + of(names[i]));
    store_vocabulary_free(terms);
}

void compare_terms(Xapian::Database &db, store_reader *reader)
{
    struct err err = ERR_INIT;
    store_cursor *cursor = store_cursor_open(reader);
    str name;
    require(!store_cursor_seek(cursor, STR_EMPTY, &name, &err), "the first term");
    for (auto t = db.allterms_begin(); t != db.allterms_end(); ++t) {
        require(name.p && of(name) == *t, "the terms at " + *t);
        store_frequency f = {name, 0, 0};
        require(!store_reader_frequencies(reader, &f, 1, &err) && f.termfreq == t.get_termfreq() &&
                    f.collection_frequency == db.get_collection_freq(*t),
                "the frequency of " + *t);
        if (below(10) == 0) // somewhere else, and back
            require(!store_cursor_seek(cursor, as_str(*t + "x"), &name, &err) &&
                        !store_cursor_seek(cursor, as_str(*t), &name, &err) && of(name) == *t,
                    "the way back to " + *t);
        require(!store_cursor_next(cursor, &name, &err), "what follows " + *t);
    }
    require(!name.p, "the last term");
    store_cursor_close(cursor);
    for (int i = 0; i < 100; i++) {
        std::string prefix;
        for (size_t n = below(3); prefix.size() < n;)
            prefix += char('a' + below(26));
        store_vocabulary *v;
        require(!store_reader_terms(reader, as_str(prefix), 50, &v, &err), "terms by prefix");
        size_t n = 0;
        auto t = db.allterms_begin(prefix);
        for (; t != db.allterms_end(prefix) && n < 50; ++t, ++n)
            require(n < v->n && of(v->terms[n].name) == *t &&
                        v->terms[n].termfreq == t.get_termfreq(),
                    "the terms that start with " + prefix);
        require(n == v->n && v->is_cut == (t != db.allterms_end(prefix)),
                "how many terms start with " + prefix);
        store_vocabulary_free(v);
    }
}

void compare_reading(const char *path)
{
    Xapian::Database db(path);
    struct err err = ERR_INIT;
    store_reader *reader;
    require(!store_reader_open_folders(&store_glass, &path, 1, &reader, &err), err.message);
    store_stats stats = store_reader_stats(reader);
    require(stats.n_documents == db.get_doccount() && stats.last_docid == db.get_lastdocid() &&
                stats.total_length == db.get_total_length(),
            "the statistics");
    compare_terms(db, reader);
    for (auto key = db.metadata_keys_begin(); key != db.metadata_keys_end(); ++key) {
        buf value = BUF_INIT;
        require(!store_reader_metadata(reader, 0, (*key).c_str(), &value, &err) &&
                    of(buf_str(&value)) == db.get_metadata(*key),
                "the metadata " + *key);
        buf_done(&value);
    }
    for (auto p = db.postlist_begin(""); p != db.postlist_end(""); ++p)
        compare_document(db, reader, *p);
    buf nothing = BUF_INIT;
    require(store_reader_data(reader, db.get_lastdocid() + 1, &nothing, &err) == ERR_NOT_FOUND,
            "a document that is not there");
    store_reader_close(reader);
}

// ---- queries ----

// A query in both forms.
struct question {
    std::deque<std::string> names; // which do not move
    std::vector<store_node> nodes;
    Xapian::Query query;
    bool has_near = false;
    bool is_for_ours_alone = false; // since Xapian errs
    bool has_large_synonym = false; // whose frequency hangs on the order of what is equal

    str keep(const std::string &name)
    {
        names.push_back(name);
        return as_str(names.back());
    }

    Xapian::Query push(store_op op, Xapian::Query::op theirs, const std::vector<Xapian::Query> &parts)
    {
        store_node node{};
        node.op = op;
        node.n_children = uint32_t(parts.size());
        nodes.push_back(node);
        return Xapian::Query(theirs, parts.begin(), parts.end());
    }

    Xapian::Query push_term(const std::string &name)
    {
        store_node node{};
        node.op = STORE_TERM;
        node.name = keep(name);
        node.wqf = below(5) ? 1 : 3;
        nodes.push_back(node);
        return Xapian::Query(name, node.wqf);
    }
};

class generator {
    const Xapian::Database &db;
    std::vector<std::string> terms;
    bool is_in_and = false, is_in_or = false; // an OR that is in an AND
    bool is_in_not = false;                   // what is excluded

    // The terms of a document by position, of one prefix: "" or that of the path.
    std::map<Xapian::termpos, std::string> read_document(bool of_path)
    {
        std::map<Xapian::termpos, std::string> found;
        Xapian::docid docid = Xapian::docid(1 + below(db.get_lastdocid()));
        try {
            for (auto t = db.termlist_begin(docid); t != db.termlist_end(docid); ++t) {
                if (((*t)[0] == 'P') != of_path || (!of_path && (*t)[0] >= 'A' && (*t)[0] <= 'Z'))
                    continue;
                for (auto p = db.positionlist_begin(docid, *t); p != db.positionlist_end(docid, *t);
                     ++p)
                    found[*p] = *t;
            }
        } catch (const Xapian::DocNotFoundError &) {
        }
        return found;
    }

    // Frequent ones as often as rare ones.
    const std::string &some_term()
    {
        size_t i = below(terms.size());
        for (size_t tries = below(30); tries > 0; tries--) {
            size_t other = below(terms.size());
            if (db.get_termfreq(terms[other]) > db.get_termfreq(terms[i]))
                i = other;
        }
        return terms[i];
    }

    // In an OR below an AND or the like Xapian takes documents for matches of a phrase that are
    // none.
    Xapian::Query some_of(question &q, store_op op, Xapian::Query::op theirs, size_t n, unsigned depth)
    {
        std::vector<Xapian::Query> parts;
        bool is_either = op == STORE_OR || op == STORE_MAX, outer_and = is_in_and, outer_or = is_in_or,
             outer_not = is_in_not;
        is_in_or = is_in_or || (is_either && is_in_and);
        is_in_and = is_in_and || !is_either;
        while (parts.size() < n) {
            is_in_not = outer_not || (op == STORE_AND_NOT && parts.size() == 1);
            parts.push_back(make(q, depth));
        }
        is_in_not = outer_not;
        is_in_and = outer_and;
        is_in_or = outer_or;
        return q.push(op, theirs, parts);
    }

    Xapian::Query list_of_terms(question &q, store_op op, Xapian::Query::op theirs, size_t n)
    {
        std::vector<Xapian::Query> parts;
        for (size_t i = 0; i < n; i++) {
            const std::string &term = some_term();
            store_node node{};
            node.op = STORE_TERM;
            node.name = q.keep(term);
            q.nodes.push_back(node);
            parts.push_back(Xapian::Query(term));
        }
        return n == 1 ? parts[0] : q.push(op, theirs, parts);
    }

    Xapian::Query words(question &q, bool is_phrase)
    {
        std::map<Xapian::termpos, std::string> text;
        while (text.empty())
            text = read_document(below(10) == 0);
        auto at = std::next(text.begin(), std::ptrdiff_t(below(text.size())));
        size_t n = 2 + below(3);
        std::vector<std::vector<std::string>> choices;
        for (size_t i = 0; i < n; i++) {
            std::vector<std::string> word{at->second};
            if (below(6) == 0) // alternatives, most of which this document does not have
                for (auto other = db.allterms_begin(word[0].substr(0, 2));
                     other != db.allterms_end(word[0].substr(0, 2)) && word.size() < 20; ++other)
                    if (*other != word[0])
                        word.push_back(*other);
            choices.push_back(word);
            for (size_t step = below(4) ? 1 : below(4); step > 0 && std::next(at) != text.end();
                 step--)
                ++at;
        }
        if (below(8) == 0)
            std::swap(choices[0], choices[1]);
        std::vector<Xapian::Query> parts;
        for (const auto &word : choices) {
            for (const std::string &term : word) {
                store_node node{};
                node.op = STORE_TERM;
                node.name = q.keep(term);
                q.nodes.push_back(node);
            }
            parts.push_back(Xapian::Query(Xapian::Query::OP_OR, word.begin(), word.end()));
            if (word.size() > 1) {
                store_node any{};
                any.op = STORE_OR;
                any.n_children = uint32_t(word.size());
                q.nodes.push_back(any);
            }
        }
        store_node node{};
        node.op = is_phrase ? STORE_PHRASE : STORE_NEAR;
        node.n_children = uint32_t(n);
        node.window = uint32_t(n + (below(2) ? 0 : below(8)));
        q.nodes.push_back(node);
        q.has_near = q.has_near || !is_phrase;
        return Xapian::Query(is_phrase ? Xapian::Query::OP_PHRASE : Xapian::Query::OP_NEAR,
                             parts.begin(), parts.end(), node.window);
    }

    Xapian::Query range(question &q)
    {
        std::string low = below(3) ? std::to_string(1990 + below(40)) : "";
        std::string high = low.empty() || below(2) ? std::to_string(1990 + below(40)) : "";
        store_node node{};
        node.op = STORE_VALUE_RANGE;
        node.slot = SLOT_DATE;
        node.name = q.keep(low);
        node.upper = q.keep(high);
        q.nodes.push_back(node);
        if (high.empty())
            return Xapian::Query(Xapian::Query::OP_VALUE_GE, SLOT_DATE, low);
        if (low.empty())
            return Xapian::Query(Xapian::Query::OP_VALUE_LE, SLOT_DATE, high);
        return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, SLOT_DATE, low, high);
    }

    Xapian::Query scaled(question &q, unsigned depth)
    {
        static const double factors[] = {0, 0.25, 0.5, 2};
        Xapian::Query part = make(q, depth);
        store_node node{};
        node.op = STORE_SCALE;
        node.n_children = 1;
        node.factor = factors[below(4)];
        q.nodes.push_back(node);
        return Xapian::Query(node.factor, part);
    }

    Xapian::Query leaf(question &q)
    {
        switch (below(20)) {
        case 0:
            return q.push_term("no such term");
        case 1: {
            store_node node{};
            node.op = STORE_ALL;
            q.nodes.push_back(node);
            return Xapian::Query::MatchAll;
        }
        case 2: {
            store_node node{};
            node.op = STORE_NONE;
            q.nodes.push_back(node);
            return Xapian::Query::MatchNothing;
        }
        case 3:
        case 4:
            return range(q);
        case 5:
        case 6:
            q.is_for_ours_alone = q.is_for_ours_alone || is_in_or;
            return words(q, true);
        case 7:
            return list_of_terms(q, STORE_SYNONYM, Xapian::Query::OP_SYNONYM, 2);
        case 8:
            q.has_large_synonym = true;
            return list_of_terms(q, STORE_SYNONYM, Xapian::Query::OP_SYNONYM, 3 + below(20));
        default:
            return q.push_term(some_term());
        }
    }

    Xapian::Query make(question &q, unsigned depth)
    {
        if (depth == 0 || below(4) == 0)
            return leaf(q);
        depth--;
        switch (below(9)) {
        case 0:
            return some_of(q, STORE_AND, Xapian::Query::OP_AND, 2 + below(2), depth);
        case 1:
            return some_of(q, STORE_AND_NOT, Xapian::Query::OP_AND_NOT, 2, depth);
        case 2: // in an AND that is excluded Xapian passes over matches of it
            q.is_for_ours_alone = q.is_for_ours_alone || is_in_not;
            return some_of(q, STORE_AND_MAYBE, Xapian::Query::OP_AND_MAYBE, 2, depth);
        case 3:
            return some_of(q, STORE_FILTER, Xapian::Query::OP_FILTER, 2, depth);
        case 4: // of leaves: Xapian takes an OR below it apart, and its parts as those of the MAX
            return some_of(q, STORE_MAX, Xapian::Query::OP_MAX, 2 + below(3), 0);
        case 5:
            return scaled(q, depth);
        default:
            return some_of(q, STORE_OR, Xapian::Query::OP_OR, 2 + below(5), depth);
        }
    }

  public:
    explicit generator(const Xapian::Database &database) : db(database)
    {
        for (auto t = db.allterms_begin(); t != db.allterms_end(); ++t)
            terms.push_back(*t);
    }

    question make_question()
    {
        question q;
        if (below(4) == 0)
            q.query = words(q, below(2));
        else
            q.query = make(q, unsigned(below(4)));
        return q;
    }
};

// ---- weights ----

// What weight.h says, as a weight of Xapian's.
class burst_weight : public Xapian::Weight {
    store_burst parameters;
    double burst = 0, log_logistic = 0, rarity = 0, length_unit = 0, max = 0;
    float length_scale = 1;

    burst_weight *clone() const override
    {
        return new burst_weight(parameters);
    }
    void init(double factor) override
    {
        double n = get_termfreq(), wdfs = std::max<double>(get_collection_freq(), n);
        double all = parameters.n_documents ? parameters.n_documents : get_collection_size();
        all = std::max(all, n);
        double scale = factor * std::pow(get_wqf(), parameters.wqf_power);
        burst = scale * std::log2((all + 1) / (n + 0.5)) *
                std::pow(std::min((wdfs + 1) / n, parameters.max), parameters.power);
        log_logistic = scale * parameters.log_share;
        rarity = all / n;
        length_unit = parameters.c * get_average_length();
        length_scale = float(1 / std::log2(1 + parameters.c));
        Xapian::termcount wdf = get_wdf_upper_bound();
        max = get_sumpart(wdf, std::max(wdf, get_doclength_lower_bound()), 0) * 1.000001;
    }

  public:
    explicit burst_weight(const store_burst &p) : parameters(p)
    {
        for (auto stat : {COLLECTION_SIZE, AVERAGE_LENGTH, DOC_LENGTH, DOC_LENGTH_MIN, WDF, WDF_MAX,
                          WQF, TERMFREQ, COLLECTION_FREQ})
            need_stat(stat);
    }
    double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
                       Xapian::termcount) const override
    {
        if (wdf == 0)
            return 0;
        float t = float(wdf) * length_scale * std::log2(float(1 + length_unit / length));
        return burst * t / (t + 1) + log_logistic * std::log(float(1 + t * rarity));
    }
    double get_maxpart() const override
    {
        return max;
    }
    double get_sumextra(Xapian::termcount, Xapian::termcount) const override
    {
        return 0;
    }
    double get_maxextra() const override
    {
        return 0;
    }
};

void set_weighting(Xapian::Enquire &enquire, const store_search &s)
{
    if (s.weighting == STORE_BM25)
        enquire.set_weighting_scheme(Xapian::BM25Weight(s.k1, 0, s.k3, s.b, s.min_length));
    else if (s.weighting == STORE_BURST)
        enquire.set_weighting_scheme(burst_weight(s.burst));
    else
        enquire.set_weighting_scheme(Xapian::BoolWeight());
}

double between(double low, double high)
{
    return low + (high - low) * double(below(1000)) / 1000;
}

store_search random_search()
{
    store_search s{};
    s.weighting = below(4) == 0 ? STORE_BOOLEAN : below(2) ? STORE_BM25 : STORE_BURST;
    s.k1 = between(0.1, 3);
    s.k3 = below(3) ? between(0.1, 3) : 0;
    s.b = between(0, 1);
    s.min_length = between(0.1, 1);
    s.burst = store_burst{between(0.2, 9), between(0, 1), between(1, 9),
                          between(0, 1),   between(0, 1), 0};
    if (below(3) == 0)
        s.burst.n_documents = uint32_t(1 + below(1000));
    s.max = 1000000;
    s.sort_slot = below(6) ? -1 : SLOT_DATE;
    s.sort_ascending = below(2);
    s.order_slot = below(3) ? -1 : SLOT_ORDER;
    s.without_data = true;
    return s;
}

// ---- answers ----

using answer = std::vector<std::pair<Xapian::docid, double>>;

answer ask_xapian(Xapian::Database &db, const question &q, const store_search &s)
{
    Xapian::Enquire enquire(db);
    Xapian::MultiValueKeyMaker keys;
    enquire.set_query(q.query);
    set_weighting(enquire, s);
    if (s.sort_slot >= 0) {
        keys.add_value(Xapian::valueno(s.sort_slot), !s.sort_ascending,
                       s.sort_ascending ? "\xff" : "");
        if (s.order_slot >= 0)
            keys.add_value(Xapian::valueno(s.order_slot));
        enquire.set_sort_by_key(&keys, false);
    } else if (s.order_slot >= 0) {
        enquire.set_sort_by_relevance_then_value(Xapian::valueno(s.order_slot), false);
    }
    Xapian::MSet mset = enquire.get_mset(0, db.get_doccount());
    answer found;
    for (auto i = mset.begin(); i != mset.end(); ++i)
        found.push_back({*i, i.get_weight()});
    return found;
}

answer ask_ours(store_reader *reader, const question &q, store_search s, store_results *ret_totals = nullptr)
{
    s.nodes = q.nodes.data();
    s.n_nodes = q.nodes.size();
    struct err err = ERR_INIT;
    store_results *results;
    require(!store_reader_search(reader, &s, &results, &err), err.message);
    answer found;
    for (size_t i = 0; i < results->n; i++)
        found.push_back({results->hits[i].docid, results->hits[i].score});
    if (ret_totals)
        *ret_totals = *results;
    store_results_free(results);
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

// Of a question that is one NEAR.
bool is_near(const Xapian::Database &db, Xapian::docid docid, const question &q)
{
    std::vector<std::vector<Xapian::termpos>> places;
    std::vector<Xapian::termpos> word, chosen;
    size_t n_words = q.nodes.back().n_children;
    for (size_t i = 0; i + 1 < q.nodes.size(); i++) {
        const store_node &node = q.nodes[i];
        if (node.op == STORE_TERM)
            places.emplace_back(db.positionlist_begin(docid, of(node.name)),
                                db.positionlist_end(docid, of(node.name)));
        if (node.op != STORE_OR)
            continue;
        for (uint32_t k = 1; k < node.n_children; k++) {
            auto &before = places[places.size() - 2];
            before.insert(before.end(), places.back().begin(), places.back().end());
            places.pop_back();
        }
    }
    return places.size() == n_words && are_near(places, q.nodes.back().window, 0, chosen);
}

bool is_close(const question &q, double a, double b)
{
    double tolerance = q.has_large_synonym ? 0.05 : 1e-9;
    return std::fabs(a - b) <= tolerance * std::max({1.0, std::fabs(a), std::fabs(b)});
}

// Sorts what is equal but for rounding by number, which an order by relevance may do in any way.
void settle(const question &q, const store_search &s, answer &found)
{
    if (s.sort_slot >= 0)
        return;
    if (q.has_large_synonym)
        std::sort(found.begin(), found.end());
    for (size_t i = 0, end; i < found.size(); i = end) {
        for (end = i + 1;
             end < found.size() && is_close(q, found[end - 1].second, found[end].second);)
            end++;
        if (s.order_slot < 0 || s.weighting != STORE_BOOLEAN)
            std::sort(found.begin() + std::ptrdiff_t(i), found.begin() + std::ptrdiff_t(end));
    }
}

std::string show(const question &q, const store_search &s)
{
    static const char *const names[] = {"",       "AND",    "OR",   "ANDNOT",  "MAYBE",
                                        "FILTER", "PHRASE", "NEAR", "SYNONYM", "MAX",
                                        "SCALE",  "RANGE",  "ALL",  "NONE"};
    std::string text = s.weighting == STORE_BM25    ? "BM25:"
                       : s.weighting == STORE_BURST ? "burst:"
                                                 : "boolean:";
    for (const store_node &node : q.nodes)
        text += " " + (node.op == STORE_TERM ? of(node.name) : std::string(names[node.op])) +
                (node.n_children ? "/" + std::to_string(node.n_children) : "");
    return text + (s.sort_slot >= 0 ? " by date" : "") + (s.order_slot >= 0 ? " by path" : "") +
           ": " + q.query.get_description();
}

// Documents that only ours has are looked at one by one where the question is a NEAR: where one
// position serves two words, Xapian may give a document up that matches.
void compare_whole(const Xapian::Database &db, const question &q, const store_search &s, answer wanted,
                   answer found, const std::string &where)
{
    std::string what = where + ", " + show(q, s);
    if (q.has_near) {
        std::map<Xapian::docid, double> theirs(wanted.begin(), wanted.end());
        found.erase(std::remove_if(found.begin(), found.end(),
                                   [&](auto &hit) {
                                       bool is_extra = theirs.count(hit.first) == 0;
                                       require(!is_extra || is_near(db, hit.first, q), what);
                                       return is_extra;
                                   }),
                    found.end());
    }
    settle(q, s, wanted);
    settle(q, s, found);
    require(wanted.size() == found.size(), what + ": " + std::to_string(wanted.size()) +
                                               " documents, ours " + std::to_string(found.size()));
    for (size_t i = 0; i < wanted.size(); i++)
        require(wanted[i].first == found[i].first && is_close(q, wanted[i].second, found[i].second),
                what + ": hit " + std::to_string(i) + " is " + std::to_string(wanted[i].first) +
                    " with " + std::to_string(wanted[i].second) + ", ours " +
                    std::to_string(found[i].first) + " with " + std::to_string(found[i].second));
}

// A part of the ranking is that part of the whole one, and no document was left out for its weight
// that should not be.
void compare_part(store_reader *reader, const question &q, store_search s, const answer &whole)
{
    store_results totals;
    s.first = uint32_t(below(5));
    s.max = uint32_t(1 + below(20));
    s.check_at_least = below(2) ? 0 : uint32_t(below(100));
    answer part = ask_ours(reader, q, s, &totals);
    std::string what = "a part, " + show(q, s);
    size_t n = whole.size() > s.first ? std::min<size_t>(whole.size() - s.first, s.max) : 0;
    require(part.size() == n, what);
    for (size_t i = 0; i < n; i++)
        require(part[i].first == whole[s.first + i].first &&
                    part[i].second == whole[s.first + i].second,
                what + ": hit " + std::to_string(s.first + i));
    require(totals.total_lower <= whole.size() && whole.size() <= totals.total_upper &&
                totals.total_lower <= totals.total_estimate &&
                totals.total_estimate <= totals.total_upper &&
                (totals.total_lower >= std::min<size_t>(s.check_at_least, whole.size())),
            what + ": " + std::to_string(whole.size()) + " in all, between " +
                std::to_string(totals.total_lower) + " and " + std::to_string(totals.total_upper));
}

void compare_score(store_reader *reader, const question &q, store_search s, const answer &whole)
{
    s.nodes = q.nodes.data();
    s.n_nodes = q.nodes.size();
    struct err err = ERR_INIT;
    for (size_t i = 0; i < whole.size(); i += 1 + below(whole.size())) {
        bool matches;
        double score;
        require(!store_reader_score(reader, &s, whole[i].first, &matches, &score, &err) && matches &&
                    score == whole[i].second,
                "the score of document " + std::to_string(whole[i].first) + ", " + show(q, s));
    }
}

store_reader *open_reader(const std::vector<const char *> &paths)
{
    struct err err = ERR_INIT;
    store_reader *reader;
    require(!store_reader_open_folders(&store_glass, paths.data(), paths.size(), &reader, &err), err.message);
    return reader;
}

} // namespace

int main(int argc, char **argv)
{
    const char *seed = getenv("PRESSMARK_SEED");
    source.seed(seed ? strtoull(seed, nullptr, 10) : 1);
    size_t n = argc > 3 ? strtoul(argv[3], nullptr, 10) : 1000, n_found = 0;
    Xapian::Database db(argv[1]), twice(argv[1]);
    twice.add_database(Xapian::Database(argv[1]));
    if (!db.has_positions() || Xapian::Database(argv[2]).has_positions()) {
        printf("the first database must have a position table, and the second none\n");
        return 1;
    }
    compare_reading(argv[1]);
    compare_reading(argv[2]);
    store_reader *table = open_reader({argv[1]}), *records = open_reader({argv[2]}),
              *shards = open_reader({argv[1], argv[1]});
    generator questions(db);
    for (size_t i = 0; i < n; i++) {
        question q = questions.make_question();
        store_search s = random_search();
        answer found = ask_ours(table, q, s);
        answer wanted = q.is_for_ours_alone ? found : ask_xapian(db, q, s);
        n_found += !wanted.empty();
        compare_whole(db, q, s, wanted, found, "in the table");
        compare_whole(db, q, s, wanted, ask_ours(records, q, s), "in the records");
        compare_part(table, q, s, found);
        compare_score(records, q, s, found);
        if (below(4))
            continue;
        answer in_shards = ask_ours(shards, q, s);
        if (!q.has_near && !q.is_for_ours_alone)
            compare_whole(twice, q, s, ask_xapian(twice, q, s), in_shards, "in two shards");
        compare_part(shards, q, s, in_shards);
    }
    store_reader_close(table);
    store_reader_close(records);
    store_reader_close(shards);
    printf("%zu questions, %zu of them with answers\n", n, n_found);
    return n_found > n / 4 ? 0 : 1;
}
