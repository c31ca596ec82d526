// SPDX-License-Identifier: GPL-2.0-or-later
// Turns an array of nodes into a Xapian::Query, and makes posting sources from functions.
#include "xap/internal.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace {

constexpr unsigned MAX_DEPTH = 1000; // Xapian processes queries by recursion

[[noreturn]] void refuse(size_t node, const char *why)
{
    throw Xapian::InvalidArgumentError("node " + std::to_string(node) + " of the query " + why);
}

using shards = std::vector<const Xapian::Database::Internal *>;

shards list_shards(const Xapian::Database &db)
{
    shards list;
    for (const auto &shard : db.internal)
        list.push_back(shard.get());
    return list;
}

class callback_source final : public Xapian::PostingSource {
    const xap_source &functions;
    shards databases;
    void *state = nullptr;
    bool is_open = false;
    Xapian::doccount n_documents = 0; // of the shard
    Xapian::docid docid = 0;
    bool is_at_end = false;

    void close()
    {
        if (is_open && functions.close)
            functions.close(state);
        is_open = false;
    }
    void seek(Xapian::docid from)
    {
        Xapian::docid found = from ? functions.seek(state, from) : 0;
        is_at_end = found == 0 || found < from;
        docid = found;
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return std::min(functions.min_documents, n_documents);
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return std::min(functions.estimated_documents, n_documents);
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return std::min(functions.max_documents, n_documents);
    }
    double get_weight() const override
    {
        return functions.weigh ? functions.weigh(state) : 0;
    }
    Xapian::docid get_docid() const override
    {
        return docid;
    }
    void next(double) override
    {
        seek(docid + 1); // 0 after the greatest number
    }
    void skip_to(Xapian::docid to, double) override
    {
        if (to > docid)
            seek(to);
    }
    bool at_end() const override
    {
        return is_at_end;
    }
    PostingSource *clone() const override
    {
        return new callback_source(functions, databases);
    }
    void init(const Xapian::Database &db) override
    {
        close();
        auto shard = std::find(databases.begin(), databases.end(), db.internal[0].get());
        state = functions.open ? functions.open(functions.ctx, size_t(shard - databases.begin()))
                               : functions.ctx;
        is_open = functions.open;
        n_documents = db.get_doccount();
        docid = 0;
        is_at_end = false;
        set_maxweight(functions.weigh ? functions.max_weight : 0);
    }
    std::string get_description() const override
    {
        return "xap_source";
    }

  public:
    callback_source(const xap_source &f, shards s) : functions(f), databases(std::move(s)) {}
    ~callback_source() override
    {
        close();
    }
};

struct subquery {
    Xapian::Query query;
    unsigned depth = 0;
};

class builder {
    const Xapian::Database &db;
    std::vector<subquery> open; // subqueries without a parent so far

    Xapian::Query make_leaf(size_t i, const xap_node &node)
    {
        using Xapian::Query;
        std::string text = xap::string_of(node.text), lower = xap::string_of(node.lower),
                    upper = xap::string_of(node.upper);
        switch (node.op) {
        case XAP_TERM:
            if (text.empty())
                refuse(i, "is an empty term");
            return Query(text, std::max(node.n, 1u));
        case XAP_ALL:
            return Query(std::string());
        case XAP_NOTHING:
            return Query();
        case XAP_VALUE_RANGE:
            return Query(Query::OP_VALUE_RANGE, node.slot, lower, upper);
        case XAP_VALUE_GE:
            return Query(Query::OP_VALUE_GE, node.slot, lower);
        case XAP_VALUE_LE:
            return Query(Query::OP_VALUE_LE, node.slot, upper);
        case XAP_WILDCARD:
            return Query(Query::OP_WILDCARD, text, node.n, Query::WILDCARD_LIMIT_ERROR);
        default:
            if (!node.source)
                refuse(i, "has no source");
            return Query((new callback_source(*node.source, list_shards(db)))->release());
        }
    }

    static bool has_parameter(xap_op op)
    {
        return op == XAP_PHRASE || op == XAP_NEAR || op == XAP_ELITE_SET;
    }

    static Xapian::Query join(const xap_node &node, const std::vector<Xapian::Query> &children)
    {
        static const Xapian::Query::op ops[] = {
            Xapian::Query::OP_AND,     Xapian::Query::OP_OR,        Xapian::Query::OP_XOR,
            Xapian::Query::OP_AND_NOT, Xapian::Query::OP_AND_MAYBE, Xapian::Query::OP_FILTER,
            Xapian::Query::OP_PHRASE,  Xapian::Query::OP_NEAR,      Xapian::Query::OP_SYNONYM,
            Xapian::Query::OP_MAX,     Xapian::Query::OP_ELITE_SET};
        return Xapian::Query(ops[node.op - XAP_AND], children.begin(), children.end(),
                             has_parameter(node.op) ? node.n : 0);
    }

    void add_branch(size_t i, const xap_node &node)
    {
        if (node.n_children > open.size())
            refuse(i, "has more children than there are");
        auto first = open.end() - node.n_children;
        std::vector<Xapian::Query> children;
        subquery joined;
        for (auto child = first; child != open.end(); ++child) {
            children.push_back(std::move(child->query));
            joined.depth = std::max(joined.depth, child->depth + 1);
        }
        open.erase(first, open.end());
        if (joined.depth > MAX_DEPTH)
            refuse(i, "is nested too deep");
        if (node.op != XAP_SCALE)
            joined.query = join(node, children);
        else if (children.size() == 1 && node.factor >= 0)
            joined.query = Xapian::Query(node.factor, children[0]);
        else
            refuse(i, "scales no child, or several, or by no factor");
        open.push_back(std::move(joined));
    }

    // An enum can have any value in C, but not in C++.
    static bool has_operator(const xap_node &node)
    {
        unsigned op;
        static_assert(sizeof op == sizeof node.op, "as C compilers have it");
        std::memcpy(&op, &node.op, sizeof op);
        return op <= XAP_SCALE;
    }

  public:
    explicit builder(const Xapian::Database &database) : db(database) {}

    void add(size_t i, const xap_node &node)
    {
        if (!has_operator(node))
            refuse(i, "has no operator");
        if (node.op >= XAP_AND)
            return add_branch(i, node);
        if (node.n_children)
            refuse(i, "is a leaf with children");
        open.push_back({make_leaf(i, node), 0});
    }
    Xapian::Query root()
    {
        if (open.size() != 1)
            throw Xapian::InvalidArgumentError("a query with " + std::to_string(open.size()) +
                                               " roots");
        return open[0].query;
    }
};

} // namespace

Xapian::Query xap::make_query(const Xapian::Database &db, const xap_node *nodes, size_t n)
{
    builder query(db);
    for (size_t i = 0; i < n; i++)
        query.add(i, nodes[i]);
    return query.root();
}
