// SPDX-License-Identifier: GPL-2.0-or-later
// Runs searches: passes their settings to a Xapian::Enquire, and copies what it finds.
#include "xap/internal.h"

#include <algorithm>
#include <memory>

using namespace xap;

namespace {

struct results : xap_results, pool {
    std::vector<xap_hit> hit_items;
    std::vector<xap_bytes> hit_values;
    std::deque<std::vector<xap_count>> count_items;
    std::vector<xap_counts> slot_items;
    std::vector<xap_query_term> term_items;
};

struct expansion : xap_expansion, pool {
    std::vector<xap_query_term> items;
};

// ---- asking ----

class question {
    const xap_search &search;
    Xapian::Enquire enquire;
    Xapian::MultiValueKeyMaker keys;
    std::deque<Xapian::ValueCountMatchSpy> spies;
    Xapian::RSet relevant;

    // Remote databases support only this way.
    bool is_sorted_by_value() const
    {
        return search.n_keys == 1 && search.keys[0].missing.n == 0;
    }

    void sort_by_value()
    {
        const xap_sort_key &key = search.keys[0];
        switch (search.order) {
        case XAP_BY_KEYS:
            return enquire.set_sort_by_value(key.slot, key.is_descending);
        case XAP_BY_KEYS_THEN_WEIGHT:
            return enquire.set_sort_by_value_then_relevance(key.slot, key.is_descending);
        default:
            return enquire.set_sort_by_relevance_then_value(key.slot, key.is_descending);
        }
    }

    void sort_by_keys()
    {
        for (size_t i = 0; i < search.n_keys; i++)
            keys.add_value(search.keys[i].slot, search.keys[i].is_descending,
                           string_of(search.keys[i].missing));
        switch (search.order) {
        case XAP_BY_KEYS:
            return enquire.set_sort_by_key(&keys, false);
        case XAP_BY_KEYS_THEN_WEIGHT:
            return enquire.set_sort_by_key_then_relevance(&keys, false);
        default:
            return enquire.set_sort_by_relevance_then_key(&keys, false);
        }
    }

    void set_order()
    {
        if (search.last_first)
            enquire.set_docid_order(Xapian::Enquire::DESCENDING);
        if (search.order == XAP_BY_WEIGHT || search.n_keys == 0)
            return;
        is_sorted_by_value() ? sort_by_value() : sort_by_keys();
    }

    void set_limits()
    {
        if (search.collapse_max)
            enquire.set_collapse_key(search.collapse_slot, search.collapse_max);
        enquire.set_cutoff(int(search.min_percent), search.min_weight);
        enquire.set_time_limit(search.time_limit_s);
        for (size_t i = 0; i < search.n_relevant; i++)
            relevant.add_document(search.relevant[i]);
        for (size_t i = 0; i < search.n_count_slots; i++) {
            spies.emplace_back(search.count_slots[i]);
            enquire.add_matchspy(&spies.back());
        }
    }

    void take_hit(const Xapian::MSet &mset, const Xapian::MSetIterator &hit, results &into)
    {
        xap_hit h = {};
        h.docid = *hit;
        h.weight = hit.get_weight();
        h.percent = uint32_t(mset.convert_to_percent(hit));
        if (search.collapse_max) {
            h.n_collapsed = hit.get_collapse_count();
            h.collapse_key = into.keep(hit.get_collapse_key());
        }
        if (search.with_data || search.n_value_slots) {
            Xapian::Document document = hit.get_document();
            if (search.with_data)
                h.data = into.keep(document.get_data());
            for (size_t i = 0; i < search.n_value_slots; i++)
                into.hit_values.push_back(into.keep(document.get_value(search.value_slots[i])));
        }
        into.hit_items.push_back(h);
    }

    void take_hits(const Xapian::MSet &mset, results &into)
    {
        // Fetches all hits from a server at once. If hits are skipped, libxapian 1.4 would fetch
        // documents that do not exist.
        if ((search.with_data || search.n_value_slots) && search.first == 0)
            mset.fetch();
        into.hit_values.reserve(mset.size() * search.n_value_slots);
        for (auto hit = mset.begin(); hit != mset.end(); ++hit)
            take_hit(mset, hit, into);
        for (size_t i = 0; i < into.hit_items.size(); i++)
            into.hit_items[i].values = into.hit_values.data() + i * search.n_value_slots;
        into.hits = into.hit_items.data();
        into.n = into.hit_items.size();
    }

    void take_counts(results &into)
    {
        for (const Xapian::ValueCountMatchSpy &spy : spies) {
            into.count_items.emplace_back();
            std::vector<xap_count> &items = into.count_items.back();
            for (auto value = spy.values_begin(); value != spy.values_end(); ++value)
                items.push_back({into.keep(*value), value.get_termfreq()});
            into.slot_items.push_back({items.data(), items.size()});
            into.n_counted = uint32_t(spy.get_total());
        }
        into.counts = into.slot_items.data();
    }

    static double find_weight(const Xapian::MSet &mset, const std::string &term)
    {
        try {
            return mset.get_termweight(term);
        } catch (const Xapian::InvalidArgumentError &) { // the term gives no weight
            return 0;
        }
    }

    void take_terms(const Xapian::MSet &mset, results &into)
    {
        const Xapian::Query &query = enquire.get_query();
        for (auto t = query.get_unique_terms_begin(); t != query.get_unique_terms_end(); ++t)
            into.term_items.push_back(
                {into.keep(*t), mset.get_termfreq(*t), find_weight(mset, *t)});
        into.terms = into.term_items.data();
        into.n_terms = into.term_items.size();
    }

  public:
    question(const Xapian::Database &db, const xap_search &s) : search(s), enquire(db)
    {
        enquire.set_query(make_query(db, search.nodes, search.n_nodes));
        set_weighting(enquire, search);
        set_order();
        set_limits();
    }

    std::unique_ptr<results> ask()
    {
        Xapian::MSet mset = enquire.get_mset(search.first, search.max, search.check_at_least,
                                             search.n_relevant ? &relevant : nullptr);
        auto into = std::make_unique<results>();
        into->min_matches = mset.get_matches_lower_bound();
        into->estimated_matches = mset.get_matches_estimated();
        into->max_matches = mset.get_matches_upper_bound();
        into->max_weight = mset.get_max_possible();
        take_hits(mset, *into);
        take_counts(*into);
        take_terms(mset, *into);
        return into;
    }
};

} // namespace

xap_code xap_search_run(const struct xap_database *database, const struct xap_search *search,
                        struct xap_results **ret_results, struct xap_error *error)
{
    return guard(error, [&] { *ret_results = question(database->db, *search).ask().release(); });
}

void xap_results_free(struct xap_results *r)
{
    delete static_cast<results *>(r);
}

xap_code xap_expand(const struct xap_database *database, const uint32_t *relevant,
                    size_t n_relevant, size_t max, struct xap_expansion **ret_expansion,
                    struct xap_error *error)
{
    return guard(error, [&] {
        Xapian::Enquire enquire(database->db);
        Xapian::RSet documents;
        for (size_t i = 0; i < n_relevant; i++)
            documents.add_document(relevant[i]);
        size_t most = std::min<size_t>(max, UINT32_MAX);
        Xapian::ESet terms = enquire.get_eset(Xapian::termcount(most), documents);
        auto into = std::make_unique<expansion>();
        for (auto term = terms.begin(); term != terms.end(); ++term)
            into->items.push_back({into->keep(*term), 0, term.get_weight()});
        into->xap_expansion::terms = into->items.data();
        into->n = into->items.size();
        *ret_expansion = into.release();
    });
}

void xap_expansion_free(struct xap_expansion *e)
{
    delete static_cast<expansion *>(e);
}
