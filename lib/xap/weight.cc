// SPDX-License-Identifier: GPL-2.0-or-later
// Weighting schemes: Xapian's own by name, and those made from functions.
#include "xap/internal.h"

#include <charconv>
#include <functional>
#include <memory>

namespace {

using weight_pointer = std::unique_ptr<Xapian::Weight>;
using parameters = std::vector<double>;

[[noreturn]] void refuse(const std::string &scheme, const char *why)
{
    throw Xapian::InvalidArgumentError("weighting scheme '" + scheme + "': " + why);
}

// ---- Xapian's ----

std::vector<std::string> split(const std::string &text)
{
    std::vector<std::string> words;
    for (size_t at = 0, end; (at = text.find_first_not_of(' ', at)) != std::string::npos;
         at = end) {
        end = std::min(text.find(' ', at), text.size());
        words.push_back(text.substr(at, end - at));
    }
    return words;
}

// Does not depend on the locale's decimal point.
double parse_number(const std::string &scheme, const std::string &word)
{
    double number;
    auto end = word.data() + word.size();
    auto result = std::from_chars(word.data(), end, number);
    if (result.ec != std::errc() || result.ptr != end || !(number > -1e9 && number < 1e9))
        refuse(scheme, "a parameter that is no number");
    return number;
}

struct scheme {
    const char *name;
    parameters defaults; // one for each parameter
    std::function<weight_pointer(const parameters &)> make;
};

template <class Weight, size_t... I>
weight_pointer make_of(const parameters &p, std::index_sequence<I...>)
{
    (void)p;
    return std::make_unique<Weight>(p[I]...);
}

// A scheme whose constructor takes the parameters in this order.
template <class Weight, class... Default> scheme row(const char *name, Default... defaults)
{
    return {name, {double(defaults)...}, [](const parameters &p) {
                return make_of<Weight>(p, std::index_sequence_for<Default...>());
            }};
}

const std::vector<scheme> &schemes()
{
    using namespace Xapian;
    static const std::vector<scheme> all = {
        row<BoolWeight>("bool"),
        row<CoordWeight>("coord"),
        row<BM25Weight>("bm25", 1, 0, 1, 0.5, 0.5),
        row<BM25PlusWeight>("bm25+", 1, 0, 1, 0.5, 0.5, 1),
        row<TradWeight>("trad", 1),
        row<InL2Weight>("inl2", 1),
        row<IfB2Weight>("ifb2", 1),
        row<IneB2Weight>("ineb2", 1),
        row<BB2Weight>("bb2", 1),
        row<DLHWeight>("dlh"),
        row<PL2Weight>("pl2", 1),
        row<PL2PlusWeight>("pl2+", 1, 0.8),
        row<DPHWeight>("dph"),
    };
    return all;
}

weight_pointer make_numeric(const std::string &text, const std::vector<std::string> &words)
{
    for (const scheme &s : schemes()) {
        if (words[0] != s.name)
            continue;
        parameters p = s.defaults;
        if (words.size() - 1 > p.size())
            refuse(text, "too many parameters");
        for (size_t i = 1; i < words.size(); i++)
            p[i - 1] = parse_number(text, words[i]);
        return s.make(p);
    }
    refuse(text, "no such scheme");
}

weight_pointer make_tfidf(const std::string &text, const std::vector<std::string> &words)
{
    if (words.size() > 2)
        refuse(text, "too many parameters");
    return words.size() == 2 ? std::make_unique<Xapian::TfIdfWeight>(words[1])
                             : std::make_unique<Xapian::TfIdfWeight>();
}

weight_pointer make_language_model(const std::string &text, const std::vector<std::string> &words)
{
    static const char *const names[] = {"two-stage", "dirichlet", "absolute-discount",
                                        "jelinek-mercer", "dirichlet+"};
    if (words.size() == 1)
        return std::make_unique<Xapian::LMWeight>();
    if (words.size() != 5)
        refuse(text, "four parameters, or none");
    size_t i = 0;
    while (i < std::size(names) && words[2] != names[i])
        i++;
    if (i == std::size(names))
        refuse(text, "no such smoothing");
    return std::make_unique<Xapian::LMWeight>(
        parse_number(text, words[1]), Xapian::Weight::type_smoothing(i + 1),
        parse_number(text, words[3]), parse_number(text, words[4]));
}

weight_pointer make_scheme(const std::string &text)
{
    std::vector<std::string> words = split(text);
    if (words.empty())
        refuse(text, "no name");
    if (words[0] == "tfidf")
        return make_tfidf(text, words);
    if (words[0] == "lm")
        return make_language_model(text, words);
    return make_numeric(text, words);
}

// ---- schemes made from functions ----

class callback_weight final : public Xapian::Weight {
    const xap_weight &functions;
    void *state = nullptr;
    bool is_open = false;

    Weight *clone() const override
    {
        return new callback_weight(functions);
    }
    // A factor of 0 is for the part of a weight that does not depend on a term; ours has no such
    // part.
    void init(double factor) override
    {
        if (factor == 0)
            return;
        xap_weight_statistics s = {};
        s.n_documents = get_collection_size();
        s.average_length = get_average_length();
        s.min_length = get_doclength_lower_bound();
        s.max_length = get_doclength_upper_bound();
        s.query_length = get_query_length();
        s.wqf = get_wqf();
        s.termfreq = get_termfreq();
        s.collection_freq = get_collection_freq();
        s.max_wdf = get_wdf_upper_bound();
        s.n_relevant = get_rset_size();
        s.relevant_termfreq = get_reltermfreq();
        s.factor = factor;
        state = functions.open ? functions.open(functions.ctx, &s) : functions.ctx;
        is_open = functions.open;
    }
    double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
                       Xapian::termcount) const override
    {
        return functions.weigh(state, wdf, length);
    }
    double get_maxpart() const override
    {
        return functions.max(state);
    }
    double get_sumextra(Xapian::termcount, Xapian::termcount) const override
    {
        return 0;
    }
    double get_maxextra() const override
    {
        return 0;
    }

  public:
    explicit callback_weight(const xap_weight &f) : functions(f)
    {
        for (auto statistic :
             {COLLECTION_SIZE, RSET_SIZE, AVERAGE_LENGTH, TERMFREQ, RELTERMFREQ, QUERY_LENGTH, WQF,
              WDF, DOC_LENGTH, DOC_LENGTH_MIN, DOC_LENGTH_MAX, WDF_MAX, COLLECTION_FREQ})
            need_stat(statistic);
    }
    ~callback_weight() override
    {
        if (is_open && functions.close)
            functions.close(state);
    }
};

} // namespace

void xap::set_weighting(Xapian::Enquire &enquire, const xap_search &search)
{
    if (search.weight)
        enquire.set_weighting_scheme(callback_weight(*search.weight));
    else
        enquire.set_weighting_scheme(*make_scheme(search.scheme ? search.scheme : "bm25"));
}

xap_code xap_check_scheme(const char *scheme, struct xap_error *error)
{
    return xap::guard(error, [&] { make_scheme(scheme); });
}
