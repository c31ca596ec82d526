// SPDX-License-Identifier: GPL-2.0-or-later
// The only file that sees libxapian. Every exported function runs its body inside guard(), so that
// no exception reaches C, and calls nothing of ours that could call back: what it calls reads
// positions out of records.
#include "store/xap.h"

extern "C" {
#include "base/mem.h"
#include "store/record.h"
}

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <new>
#include <string>
#include <vector>

#include <sys/stat.h>

namespace {

constexpr size_t MAX_KEY_BYTES = 245;         // of a term; a NUL takes two
constexpr size_t MAX_DATA_BYTES = 100u << 20; // Xapian gives up somewhat above 127 MB
constexpr unsigned MAX_METADATA_KEY_BYTES = 200;
constexpr int MAX_ATTEMPTS = 5; // of a search in a database that changes

// Runs body and turns what it throws into a code; `doing` starts the message. The handlers stand
// from the derived classes to the base and allocate nothing.
template <class Body> err_code guard(struct err *err, const char *doing, Body &&body) noexcept
{
    try {
        return body();
    } catch (const Xapian::DatabaseLockError &e) {
        return err_set(err, ERR_LOCKED, "%s: %s", doing, e.get_msg().c_str());
    } catch (const Xapian::DatabaseVersionError &e) {
        return err_set(err, ERR_VERSION, "%s: %s", doing, e.get_msg().c_str());
    } catch (const Xapian::DatabaseNotFoundError &e) {
        return err_set(err, ERR_NOT_FOUND, "%s: %s", doing, e.get_msg().c_str());
    } catch (const Xapian::DatabaseModifiedError &e) {
        return err_set(err, ERR_CHANGED, "%s: %s", doing, e.get_msg().c_str());
    } catch (const Xapian::DocNotFoundError &e) {
        return err_set(err, ERR_NOT_FOUND, "%s: %s", doing, e.get_msg().c_str());
    } catch (const Xapian::DatabaseCorruptError &e) {
        return err_set(err, ERR_CORRUPT, "%s: %s", doing, e.get_msg().c_str());
    } catch (const Xapian::DatabaseOpeningError &e) {
        const char *reason = e.get_error_string();
        return err_set(err, ERR_CORRUPT, "%s: %s%s%s", doing, e.get_msg().c_str(),
                       reason ? ": " : "", reason ? reason : "");
    } catch (const Xapian::DatabaseError &e) {
        const char *reason = e.get_error_string();
        return err_set(err, ERR_IO, "%s: %s%s%s", doing, e.get_msg().c_str(), reason ? ": " : "",
                       reason ? reason : "");
    } catch (const Xapian::InvalidArgumentError &e) {
        return err_set(err, ERR_USAGE, "%s: %s", doing, e.get_msg().c_str());
    } catch (const Xapian::Error &e) {
        return err_set(err, ERR_INTERNAL, "%s: %s", doing, e.get_msg().c_str());
    } catch (const std::bad_alloc &) {
        return err_set(err, ERR_LIMIT, "%s: out of memory", doing);
    } catch (const std::exception &e) {
        return err_set(err, ERR_INTERNAL, "%s: %s", doing, e.what());
    } catch (...) {
        return err_set(err, ERR_INTERNAL, "%s: unknown exception", doing);
    }
}

std::string bytes(const char *p, size_t n)
{
    return n ? std::string(p, n) : std::string();
}

// ---- documents ----

err_code check_term(const xap_term &term, const xap_document &document, struct err *err)
{
    size_t key_bytes = term.name_length + std::count(term.name, term.name + term.name_length, '\0');
    if (term.name_length == 0 || key_bytes > MAX_KEY_BYTES)
        return err_set(err, ERR_INPUT, "a term of %u bytes (1 to %zu are possible)",
                       term.name_length, MAX_KEY_BYTES);
    const uint32_t *p = document.positions + term.first_position;
    for (uint32_t i = 0; i < term.n_positions; i++)
        if (p[i] == 0 || (i && p[i] <= p[i - 1]))
            return err_set(err, ERR_INPUT, "positions of a term are not ascending");
    return ERR_OK;
}

err_code check_document(const xap_document &document, struct err *err)
{
    if (document.data_length > MAX_DATA_BYTES)
        return err_set(err, ERR_INPUT, "a document with %zu bytes of data (at most %zu)",
                       document.data_length, MAX_DATA_BYTES);
    for (size_t i = 0; i < document.n_terms; i++) {
        if (check_term(document.terms[i], document, err))
            return err->code;
        if (i && bytes(document.terms[i - 1].name, document.terms[i - 1].name_length) >=
                     bytes(document.terms[i].name, document.terms[i].name_length))
            return err_set(err, ERR_INPUT, "the terms of a document are not ascending");
    }
    return ERR_OK;
}

void fill(Xapian::Document &target, const xap_document &source)
{
    for (size_t i = 0; i < source.n_terms; i++) {
        const xap_term &term = source.terms[i];
        std::string name(term.name, term.name_length);
        if (term.n_positions == 0) {
            target.add_term(name, term.wdf);
            continue;
        }
        const uint32_t *p = source.positions + term.first_position;
        target.add_posting(name, p[0], term.wdf);
        for (uint32_t k = 1; k < term.n_positions; k++)
            target.add_posting(name, p[k], 0);
    }
    for (size_t i = 0; i < source.n_values; i++)
        target.add_value(source.values[i].slot,
                         bytes(source.values[i].data, source.values[i].length));
    target.set_data(bytes(source.data, source.data_length));
}

/* Xapian would wait without end for what a FIFO in place of a table has to say. */
void require_files(const std::string &folder)
{
    static const char *const names[] = {"iamglass",       "postlist.glass", "docdata.glass",
                                        "termlist.glass", "position.glass", "spelling.glass",
                                        "synonym.glass"};
    for (const char *name : names) {
        struct stat st;
        std::string path = folder + '/' + name;
        if (stat(path.c_str(), &st) == 0 && !S_ISREG(st.st_mode))
            throw Xapian::DatabaseCorruptError(path + " is not a file");
    }
}

} // namespace

struct xap_writer {
    Xapian::WritableDatabase db;
};

err_code xap_writer_open(const char *path, unsigned flags, struct xap_writer **ret_writer,
                         struct err *err)
{
    return guard(err, "cannot open the database for writing", [&] {
        int options = Xapian::DB_BACKEND_GLASS |
                      (flags & XAP_CREATE ? Xapian::DB_CREATE : Xapian::DB_OPEN) |
                      (flags & XAP_NO_SYNC ? Xapian::DB_NO_SYNC : 0);
        require_files(path);
        auto *w = new xap_writer{Xapian::WritableDatabase(path, options)};
        // Outside a transaction Xapian commits when it sees fit, and when it is closed.
        w->db.begin_transaction();
        *ret_writer = w;
        return ERR_OK;
    });
}

err_code xap_writer_add(struct xap_writer *w, const struct xap_document *document,
                        uint32_t *ret_docid, struct err *err)
{
    return guard(err, "cannot add a document", [&] {
        if (check_document(*document, err))
            return err->code;
        Xapian::Document target;
        fill(target, *document);
        Xapian::docid docid = w->db.add_document(target);
        if (ret_docid)
            *ret_docid = docid;
        return ERR_OK;
    });
}

err_code xap_writer_delete(struct xap_writer *w, uint32_t first, uint32_t count, struct err *err)
{
    return guard(err, "cannot delete a document", [&] {
        for (uint32_t docid = first; docid - first < count; docid++) {
            try {
                w->db.delete_document(docid);
            } catch (const Xapian::DocNotFoundError &) {
            }
        }
        return ERR_OK;
    });
}

err_code xap_writer_edit(struct xap_writer *w, uint32_t docid, const struct xap_term *remove,
                         size_t n_remove, const struct xap_document *add, struct err *err)
{
    return guard(err, "cannot change a document", [&] {
        if (check_document(*add, err))
            return err->code;
        Xapian::Document document = w->db.get_document(docid);
        for (size_t i = 0; i < n_remove; i++) {
            std::string name = bytes(remove[i].name, remove[i].name_length);
            auto term = document.termlist_begin();
            term.skip_to(name);
            if (term != document.termlist_end() && *term == name)
                document.remove_term(name);
        }
        fill(document, *add);
        w->db.replace_document(docid, document);
        return ERR_OK;
    });
}

err_code xap_writer_set_metadata(struct xap_writer *w, const char *key, const char *value,
                                 size_t value_length, struct err *err)
{
    return guard(err, "cannot store metadata", [&] {
        std::string name(key);
        if (name.empty() || name.size() > MAX_METADATA_KEY_BYTES)
            return err_set(err, ERR_INTERNAL, "a metadata key of %zu bytes", name.size());
        w->db.set_metadata(name, bytes(value, value_length));
        return ERR_OK;
    });
}

err_code xap_writer_commit(struct xap_writer *w, struct err *err)
{
    return guard(err, "cannot commit", [&] {
        w->db.commit_transaction();
        w->db.begin_transaction();
        return ERR_OK;
    });
}

void xap_writer_close(struct xap_writer *w)
{
    if (!w)
        return;
    try {
        w->db.cancel_transaction();
    } catch (...) { // a failed commit has ended the transaction already
    }
    try {
        delete w;
    } catch (...) {
    }
}

// ---- reading ----

struct xap_reader {
    Xapian::Database db;
    size_t n_paths = 0;

    // Runs body again after reopening, where the database changed meanwhile.
    template <class Body> err_code retry(struct err *err, const char *doing, Body &&body) noexcept
    {
        return guard(err, doing, [&] {
            for (int attempt = 1;; attempt++) {
                try {
                    return body();
                } catch (const Xapian::DatabaseModifiedError &) {
                    if (attempt == MAX_ATTEMPTS)
                        throw;
                } catch (const Xapian::DocNotFoundError &) {
                    // A reader that is two commits behind may throw this for a document that
                    // exists.
                    if (attempt == MAX_ATTEMPTS || !db.reopen())
                        throw;
                    continue;
                }
                db.reopen();
            }
        });
    }
};

err_code xap_reader_open(const char *const *paths, size_t n_paths, struct xap_reader **ret_reader,
                         struct err *err)
{
    return guard(err, "cannot open the database", [&] {
        auto *r = new xap_reader;
        try {
            for (size_t i = 0; i < n_paths; i++) {
                require_files(paths[i]);
                r->db.add_database(Xapian::Database(paths[i], Xapian::DB_BACKEND_GLASS));
            }
        } catch (...) {
            delete r;
            throw;
        }
        r->n_paths = n_paths;
        *ret_reader = r;
        return ERR_OK;
    });
}

void xap_reader_close(struct xap_reader *r)
{
    try {
        delete r;
    } catch (...) {
    }
}

err_code xap_reader_stats(struct xap_reader *r, struct xap_stats *ret_stats, struct err *err)
{
    return r->retry(err, "cannot read the statistics", [&] {
        xap_stats stats;
        stats.n_documents = r->db.get_doccount();
        stats.last_docid = r->db.get_lastdocid();
        stats.average_length = r->db.get_avlength();
        stats.total_length = r->db.get_total_length();
        stats.has_positions = r->db.has_positions();
        *ret_stats = stats;
        return ERR_OK;
    });
}

static void copy_out(const std::string &source, struct xap_blob *target)
{
    target->p = new char[source.size() + 1];
    target->n = source.size();
    std::copy(source.begin(), source.end(), target->p);
    target->p[source.size()] = '\0';
}

void xap_blob_free(struct xap_blob *b)
{
    if (!b)
        return;
    delete[] b->p;
    *b = xap_blob{nullptr, 0};
}

err_code xap_reader_metadata(struct xap_reader *r, const char *key, struct xap_blob *ret_value,
                             struct err *err)
{
    return r->retry(err, "cannot read metadata", [&] {
        copy_out(r->db.get_metadata(key), ret_value);
        return ERR_OK;
    });
}

err_code xap_reader_data(struct xap_reader *r, uint32_t docid, struct xap_blob *ret_data,
                         struct err *err)
{
    return r->retry(err, "cannot read a document", [&] {
        copy_out(r->db.get_document(docid).get_data(), ret_data);
        return ERR_OK;
    });
}

namespace {

struct vocabulary : xap_vocabulary {
    std::string names; // end to end
    std::vector<xap_vocabulary_term> list;

    vocabulary() : xap_vocabulary{nullptr, 0, false} {}

    void add(const std::string &name, Xapian::doccount termfreq, Xapian::termcount wdf)
    {
        names += name;
        list.push_back({nullptr, uint32_t(name.size()), termfreq, wdf});
    }

    // Names get their addresses when the block no longer moves.
    xap_vocabulary *finish()
    {
        size_t offset = 0;
        for (auto &term : list) {
            term.name = names.data() + offset;
            offset += term.name_length;
        }
        terms = list.data();
        n = list.size();
        return this;
    }
};

} // namespace

err_code xap_reader_terms(struct xap_reader *r, const char *prefix, size_t prefix_length,
                          size_t max, struct xap_vocabulary **ret_terms, struct err *err)
{
    return r->retry(err, "cannot read the terms", [&] {
        std::string start = bytes(prefix, prefix_length);
        auto *v = new vocabulary;
        try {
            for (auto i = r->db.allterms_begin(start); i != r->db.allterms_end(start); ++i) {
                if (v->list.size() == max) {
                    v->is_cut = true;
                    break;
                }
                v->add(*i, i.get_termfreq(), 0);
            }
        } catch (...) {
            delete v;
            throw;
        }
        *ret_terms = v->finish();
        return ERR_OK;
    });
}

err_code xap_reader_document_terms(struct xap_reader *r, uint32_t docid,
                                   struct xap_vocabulary **ret_terms, struct err *err)
{
    return r->retry(err, "cannot read a document's terms", [&] {
        auto *v = new vocabulary;
        try {
            for (auto i = r->db.termlist_begin(docid); i != r->db.termlist_end(docid); ++i)
                v->add(*i, i.get_termfreq(), i.get_wdf());
        } catch (...) {
            delete v;
            throw;
        }
        *ret_terms = v->finish();
        return ERR_OK;
    });
}

void xap_vocabulary_free(struct xap_vocabulary *v)
{
    delete static_cast<vocabulary *>(v);
}

struct xap_cursor {
    xap_reader *reader;
    Xapian::TermIterator at;
    std::string name;     // of the current term
    bool is_open = false; // at belongs to the database as it is open now

    // Goes to the first term that is not before target, or behind it.
    void go(const std::string &target, bool behind)
    {
        const auto end = reader->db.allterms_end();
        if (is_open && at == end)
            return;
        bool is_next = is_open && behind; // at stands on target
        if (!is_open)
            at = reader->db.allterms_begin();
        is_open = false;
        if (!is_next)
            at.skip_to(target);
        if (is_next || (behind && at != end && *at == target))
            ++at;
        if (at != end)
            name = *at;
        is_open = true;
    }

    err_code move(const std::string &target, bool behind, const char **ret_name, size_t *ret_length,
                  struct err *err)
    {
        return reader->retry(err, "cannot read the terms", [&] {
            go(target, behind);
            bool is_end = at == reader->db.allterms_end();
            *ret_name = is_end ? nullptr : name.data();
            *ret_length = is_end ? 0 : name.size();
            return ERR_OK;
        });
    }
};

err_code xap_cursor_open(struct xap_reader *r, struct xap_cursor **ret_cursor, struct err *err)
{
    return guard(err, "cannot read the terms", [&] {
        *ret_cursor = new xap_cursor{r, Xapian::TermIterator(), std::string()};
        return ERR_OK;
    });
}

err_code xap_cursor_seek(struct xap_cursor *c, const char *name, size_t name_length,
                         const char **ret_name, size_t *ret_length, struct err *err)
{
    return c->move(bytes(name, name_length), false, ret_name, ret_length, err);
}

err_code xap_cursor_next(struct xap_cursor *c, const char **ret_name, size_t *ret_length,
                         struct err *err)
{
    return c->move(c->name, true, ret_name, ret_length, err);
}

void xap_cursor_close(struct xap_cursor *c)
{
    try {
        delete c;
    } catch (...) {
    }
}

err_code xap_reader_frequencies(struct xap_reader *r, struct xap_frequency *frequencies, size_t n,
                                struct err *err)
{
    return r->retry(err, "cannot read the frequencies", [&] {
        for (size_t i = 0; i < n; i++) {
            std::string name = bytes(frequencies[i].name, frequencies[i].name_length);
            frequencies[i].termfreq = r->db.get_termfreq(name);
            frequencies[i].collection_frequency = r->db.get_collection_freq(name);
        }
        return ERR_OK;
    });
}

err_code xap_reader_wdfs(struct xap_reader *r, uint32_t docid, const struct xap_term *names,
                         size_t n, uint32_t *ret_wdfs, uint32_t *ret_length, struct err *err)
{
    return r->retry(err, "cannot read a document's frequencies", [&] {
        for (size_t i = 0; i < n; i++) {
            std::string name = bytes(names[i].name, names[i].name_length);
            auto posting = r->db.postlist_begin(name);
            posting.skip_to(docid);
            bool found = posting != r->db.postlist_end(name) && *posting == docid;
            ret_wdfs[i] = found ? posting.get_wdf() : 0;
        }
        *ret_length = r->db.get_doclength(docid);
        return ERR_OK;
    });
}

// ---- searching ----

namespace {

Xapian::Query::op operator_of(enum xap_op op)
{
    switch (op) {
    case XAP_AND:
        return Xapian::Query::OP_AND;
    case XAP_AND_NOT:
        return Xapian::Query::OP_AND_NOT;
    case XAP_AND_MAYBE:
        return Xapian::Query::OP_AND_MAYBE;
    case XAP_FILTER:
        return Xapian::Query::OP_FILTER;
    case XAP_SYNONYM:
        return Xapian::Query::OP_SYNONYM;
    case XAP_MAX:
        return Xapian::Query::OP_MAX;
    default:
        return Xapian::Query::OP_OR;
    }
}

Xapian::Query leaf(const xap_node &node)
{
    switch (node.op) {
    case XAP_TERM:
        return Xapian::Query(bytes(node.name, node.name_length), std::max(node.wqf, 1u));
    case XAP_VALUE_RANGE:
        if (node.upper_length == 0)
            return Xapian::Query(Xapian::Query::OP_VALUE_GE, node.slot,
                                 bytes(node.name, node.name_length));
        if (node.name_length == 0)
            return Xapian::Query(Xapian::Query::OP_VALUE_LE, node.slot,
                                 bytes(node.upper, node.upper_length));
        return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, node.slot,
                             bytes(node.name, node.name_length),
                             bytes(node.upper, node.upper_length));
    case XAP_ALL:
        return Xapian::Query(std::string());
    default:
        return Xapian::Query();
    }
}

bool is_leaf(enum xap_op op)
{
    return op == XAP_TERM || op == XAP_VALUE_RANGE || op == XAP_ALL || op == XAP_NONE;
}

size_t count_children(const xap_node &node)
{
    return is_leaf(node.op) ? 0 : node.op == XAP_SCALE ? 1 : node.n_children;
}

// One of the words of a phrase or NEAR: a term, or several that it may be.
struct Word {
    std::vector<std::string> terms;
    std::vector<uint64_t> hashes; // of their positions in records
};

// Words that are to stand beside or near each other. Positions are in the records, where Xapian's
// own operators do not look, or in Xapian's table.
class Arrangement {
    bool is_phrase;
    uint32_t window;
    std::vector<positions_list> lists;
    std::vector<size_t> places;

    // Whether the first n words stand so that the others have room in the window.
    bool has_phrase(size_t n)
    {
        return positions_have_phrase(lists.data(), n, window - uint32_t(words.size() - n),
                                     places.data());
    }

  public:
    std::vector<Word> words;

    Arrangement(const xap_node &node, std::vector<Word> &&them)
        : is_phrase(node.op == XAP_PHRASE),
          window(std::max<uint32_t>(node.window, uint32_t(them.size()))), words(std::move(them))
    {
    }
    Arrangement(const Arrangement &other)
        : is_phrase(other.is_phrase), window(other.window), words(other.words)
    {
    }
    Arrangement &operator=(const Arrangement &) = delete;
    ~Arrangement()
    {
        for (positions_list &list : lists)
            mem_free(list.p);
    }

    // Whether they do where read(number, list) appends the positions of a word.
    template <class Read> bool stands(Read &&read)
    {
        lists.resize(words.size(), positions_list{nullptr, 0, 0});
        places.resize(3 * words.size());
        for (size_t i = 0; i < words.size(); i++) {
            positions_list &list = lists[i];
            list.n = 0;
            read(i, list);
            if (words[i].terms.size() > 1) {
                std::sort(list.p, list.p + list.n);
                list.n = size_t(std::unique(list.p, list.p + list.n) - list.p);
            }
            // Most documents fail by the first words, and need not be read further.
            if (list.n == 0 || (is_phrase && !has_phrase(i + 1)))
                return false;
        }
        return is_phrase || positions_have_near(lists.data(), lists.size(), window, places.data());
    }

    void read(const std::string &record, size_t i, size_t term, positions_list &list) const
    {
        const std::string &name = words[i].terms[term];
        record_find_positions(str{record.data(), record.size()}, str{name.data(), name.size()},
                              words[i].hashes[term], &list);
    }
};

// A filter on documents that have the words; thus it says of any document that it may match, and is
// asked last.
class Neighbours : public Xapian::PostingSource {
    Arrangement arrangement;
    Xapian::Database db;
    bool has_table = false, is_started = false;
    Xapian::PostingIterator all; // every document, for next() and skip_to()
    std::vector<std::vector<Xapian::PostingIterator>> choices; // of words that may be several terms
    Xapian::docid here = 0;

    // Whether a term that the word may be is in the document. A word's only term is.
    bool is_there(size_t i, size_t term, Xapian::docid docid)
    {
        if (choices[i].empty())
            return true;
        Xapian::PostingIterator &posting = choices[i][term];
        posting.skip_to(docid);
        return posting != db.postlist_end(arrangement.words[i].terms[term]) && *posting == docid;
    }

    bool matches(Xapian::docid docid)
    {
        std::string record;
        if (!has_table)
            record = db.get_document(docid, Xapian::DOC_ASSUME_VALID).get_data();
        return arrangement.stands([&](size_t i, positions_list &list) {
            const std::vector<std::string> &terms = arrangement.words[i].terms;
            for (size_t k = 0; k < terms.size(); k++) {
                if (!is_there(i, k, docid))
                    continue;
                if (!has_table) {
                    arrangement.read(record, i, k, list);
                    continue;
                }
                for (auto p = db.positionlist_begin(docid, terms[k]);
                     p != db.positionlist_end(docid, terms[k]); ++p)
                    positions_list_add(&list, *p);
            }
        });
    }

    void find()
    {
        while (all != db.postlist_end(std::string()) && !matches(*all))
            ++all;
        here = at_end() ? 0 : *all;
    }

  public:
    explicit Neighbours(const Arrangement &a) : arrangement(a) {}

    void init(const Xapian::Database &database) override
    {
        db = database;
        has_table = db.has_positions();
        is_started = false;
        all = db.postlist_begin(std::string());
        choices.clear();
        for (const Word &word : arrangement.words) {
            choices.emplace_back();
            for (size_t i = 0; word.terms.size() > 1 && i < word.terms.size(); i++)
                choices.back().push_back(db.postlist_begin(word.terms[i]));
        }
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return db.get_doccount();
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return db.get_doccount();
    }
    void next(double) override
    {
        if (is_started)
            all.skip_to(here + 1);
        is_started = true;
        find();
    }
    void skip_to(Xapian::docid docid, double) override
    {
        is_started = true;
        all.skip_to(docid);
        find();
    }
    bool check(Xapian::docid docid, double) override
    {
        is_started = true;
        here = docid;
        return matches(docid);
    }
    bool at_end() const override
    {
        return is_started && all == db.postlist_end(std::string());
    }
    Xapian::docid get_docid() const override
    {
        return here;
    }
    PostingSource *clone() const override
    {
        return new Neighbours(arrangement);
    }
};

// Arrangements that every hit must have, of one term a word. Xapian asks a decider only for
// documents whose weight would make them hits: of two words that are everywhere that is far fewer
// than a filter sees.
class Decider : public Xapian::MatchDecider {
  public:
    mutable std::vector<Arrangement> arrangements;

    bool operator()(const Xapian::Document &document) const override
    {
        std::string record = document.get_data();
        for (Arrangement &a : arrangements)
            if (!a.stands([&](size_t i, positions_list &list) { a.read(record, i, 0, list); }))
                return false;
        return true;
    }
};

// A finished query, and where in the array it begins.
struct Subtree {
    Xapian::Query query;
    size_t start;
};

Word word_of(const xap_search &search, size_t start, size_t end)
{
    Word word;
    for (size_t i = start; i < end; i++) {
        const xap_node &node = search.nodes[i];
        if (node.op != XAP_TERM)
            continue;
        word.terms.push_back(bytes(node.name, node.name_length));
        word.hashes.push_back(positions_hash(str{node.name, node.name_length}));
    }
    return word;
}

// A query under way.
struct Built {
    const xap_search &search;
    bool may_decide;               // by the records
    std::vector<bool> is_required; // of each node: whether every hit matches it
    Xapian::Query query;
    Decider decider;

    // The children, all of which must match, where their words stand so; end: of the last child.
    Xapian::Query neighbours(const xap_node &node, const Subtree *children, size_t n, size_t end,
                             bool is_needed)
    {
        std::vector<Xapian::Query> queries;
        std::vector<Word> words;
        bool is_plain = true;
        for (size_t i = 0; i < n; i++) {
            queries.push_back(children[i].query);
            words.push_back(
                word_of(search, children[i].start, i + 1 < n ? children[i + 1].start : end));
            is_plain = is_plain && words.back().terms.size() == 1;
        }
        Arrangement arrangement(node, std::move(words));
        Xapian::Query all(Xapian::Query::OP_AND, queries.begin(), queries.end());
        if (is_plain && is_needed && may_decide) {
            decider.arrangements.push_back(arrangement);
            return all;
        }
        return Xapian::Query(Xapian::Query::OP_FILTER, all,
                             Xapian::Query((new Neighbours(arrangement))->release()));
    }

    Xapian::Query combine(const xap_node &node, const Subtree *children, size_t n, size_t end)
    {
        if (node.op == XAP_SCALE)
            return Xapian::Query(node.factor, children[0].query);
        if (node.op == XAP_PHRASE || node.op == XAP_NEAR)
            return neighbours(node, children, n, end, is_required[end]);
        std::vector<Xapian::Query> queries;
        for (size_t i = 0; i < n; i++)
            queries.push_back(children[i].query);
        return Xapian::Query(operator_of(node.op), queries.begin(), queries.end());
    }

    // NULL: there is nothing to decide.
    const Xapian::MatchDecider *decide() const
    {
        return decider.arrangements.empty() ? nullptr : &decider;
    }

    // From the root down: which of a node's children every hit of it matches.
    void require(const std::vector<size_t> &starts)
    {
        is_required.assign(search.n_nodes, false);
        is_required.back() = true;
        for (size_t i = search.n_nodes; i-- > 0;) {
            const xap_node &node = search.nodes[i];
            bool all = node.op == XAP_AND || node.op == XAP_FILTER || node.op == XAP_SCALE;
            bool first = node.op == XAP_AND_NOT || node.op == XAP_AND_MAYBE;
            if (!is_required[i] || is_leaf(node.op) || (!all && !first))
                continue;
            size_t n = count_children(node);
            for (size_t child = i - 1; n > 0; n--, child = starts[child] - 1)
                is_required[child] = all || n == 1;
        }
    }
};

// Takes the post-order array apart from left to right on a stack of finished queries.
err_code build_query(Built &built, struct err *err)
{
    const xap_search &search = built.search;
    std::vector<size_t> starts, open; // of every subtree, and of those without a parent yet
    std::vector<Subtree> stack;
    for (size_t i = 0; i < search.n_nodes; i++) {
        const xap_node &node = search.nodes[i];
        size_t n = count_children(node);
        if (n > open.size() || (n == 0 && !is_leaf(node.op)))
            return err_set(err, ERR_USAGE, "node %zu of the query has %zu children, not %zu", i,
                           open.size(), n);
        starts.push_back(n ? open[open.size() - n] : i);
        open.resize(open.size() - n);
        open.push_back(starts.back());
    }
    if (open.size() != 1)
        return err_set(err, ERR_USAGE, "the query has %zu roots", open.size());
    built.require(starts);
    for (size_t i = 0; i < search.n_nodes; i++) {
        const xap_node &node = search.nodes[i];
        if (is_leaf(node.op)) {
            stack.push_back({leaf(node), i});
            continue;
        }
        size_t n = count_children(node);
        auto first = stack.end() - ptrdiff_t(n);
        Subtree whole{built.combine(node, &*first, n, i), starts[i]};
        stack.erase(first, stack.end());
        stack.push_back(whole);
    }
    built.query = stack[0].query;
    return ERR_OK;
}

// The sum of two models of the divergence-from-randomness family, both over the wdf t normalised by
// the document's length. InB2's tells how surprising t is for a word as rare as this, taken times
// how often it comes where it comes at all: words that come in bursts say what a text is about. The
// log-logistic one (LGD) grows slowly with t and so rewards documents with more of the words.
class BurstWeight : public Xapian::Weight {
    static constexpr double ROUNDING = 1e-6;
    xap_burst parameters;
    double burst = 0, log_logistic = 0; // what the two parts are multiplied by
    double rarity = 0;                  // documents there are for one with the term
    double length_unit = 0;
    double max = 0;

    BurstWeight *clone() const override
    {
        return new BurstWeight(parameters);
    }

    void init(double factor) override
    {
        double n = get_termfreq(), wdfs = std::max<double>(get_collection_freq(), n);
        double all = parameters.n_documents ? parameters.n_documents : get_collection_size();
        all = std::max(all, n);
        double scale = factor * std::pow(get_wqf(), parameters.wqf_power);
        burst = scale * std::log2((all + 1) / (n + 0.5)) * (wdfs + 1) / n;
        log_logistic = scale * parameters.log_share;
        rarity = all / n;
        length_unit = parameters.c * get_average_length();
        // A document is at least as long as any wdf in it, and the part grows with the wdf.
        Xapian::termcount wdf = get_wdf_upper_bound();
        max = get_sumpart(wdf, std::max(wdf, get_doclength_lower_bound()), 0) * (1 + ROUNDING);
    }

  public:
    explicit BurstWeight(const xap_burst &p) : parameters(p)
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
        // Logarithms of floats take half the time; their seven digits are more than enough.
        float t = float(wdf) * std::log2(float(1 + length_unit / length));
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

void set_weighting(Xapian::Enquire &enquire, const xap_search &s)
{
    switch (s.weighting) {
    case XAP_BM25:
        enquire.set_weighting_scheme(Xapian::BM25Weight(s.k1, s.k2, s.k3, s.b, s.min_length));
        break;
    case XAP_BURST:
        enquire.set_weighting_scheme(BurstWeight(s.burst));
        break;
    case XAP_BOOLEAN:
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        break;
    }
}

void set_order(Xapian::Enquire &enquire, Xapian::MultiValueKeyMaker &keys, const xap_search &s)
{
    static const char after_all_values[] = "\xff";
    if (s.sort_slot < 0) {
        if (s.order_slot >= 0)
            enquire.set_sort_by_relevance_then_value(Xapian::valueno(s.order_slot), false);
        return;
    }
    keys.add_value(Xapian::valueno(s.sort_slot), !s.sort_ascending,
                   s.sort_ascending ? after_all_values : "");
    if (s.order_slot >= 0)
        keys.add_value(Xapian::valueno(s.order_slot));
    enquire.set_sort_by_key(&keys, false);
}

struct results : xap_results {
    std::vector<xap_hit> list;
    std::vector<std::string> data, values; // of hit i

    results() : xap_results{nullptr, 0, 0, 0, 0, 0} {}

    /* Fetches the data that the caller wants, of the same revision as the hits. */
    void choose(const Xapian::MSet &mset, const xap_search &search)
    {
        values.clear();
        values.reserve(mset.size());
        size_t at = 0;
        for (auto i = mset.begin(); i != mset.end(); ++i, ++at) {
            values.push_back(i.get_document().get_value(search.choose_slot));
            list[at].value = values.back().data();
            list[at].value_length = values.back().size();
        }
        search.choose(search.choose_ctx, list.data(), list.size());
        at = 0;
        for (auto i = mset.begin(); i != mset.end(); ++i, ++at) {
            if (!list[at].needs_data)
                continue;
            data[at] = i.get_document().get_data();
            list[at].data = data[at].data();
            list[at].data_length = data[at].size();
        }
    }

    void take(const Xapian::MSet &mset, const xap_search &search)
    {
        list.clear();
        data.clear();
        data.reserve(mset.size()); // the strings must not move: hits point into them
        for (auto i = mset.begin(); i != mset.end(); ++i) {
            bool has_data = !search.without_data && !search.choose;
            data.push_back(has_data ? i.get_document().get_data() : std::string());
            list.push_back(
                {*i, i.get_weight(), data.back().data(), data.back().size(), nullptr, 0, has_data});
        }
        if (search.choose)
            choose(mset, search);
        hits = list.data();
        n = list.size();
        total_lower = mset.get_matches_lower_bound();
        total_estimate = mset.get_matches_estimated();
        total_upper = mset.get_matches_upper_bound();
    }
};

} // namespace

err_code xap_reader_search(struct xap_reader *r, const struct xap_search *search,
                           struct xap_results **ret_results, struct err *err)
{
    auto *rs = new (std::nothrow) results;
    if (!rs)
        return err_set(err, ERR_LIMIT, "cannot search: out of memory");
    err_code code = r->retry(err, "cannot search", [&] {
        Built built{*search, !r->db.has_positions(), {}, {}, {}};
        if (build_query(built, err))
            return err->code;
        Xapian::Enquire enquire(r->db);
        enquire.set_query(built.query);
        set_weighting(enquire, *search);
        Xapian::MultiValueKeyMaker keys; // outlives get_mset()
        set_order(enquire, keys, *search);
        if (search->time_limit_s > 0)
            enquire.set_time_limit(search->time_limit_s);
        rs->take(enquire.get_mset(search->first, search->max, search->check_at_least, nullptr,
                                  built.decide()),
                 *search);
        rs->revision = r->n_paths == 1 ? r->db.get_revision() : 0;
        return ERR_OK;
    });
    if (code)
        delete rs;
    else
        *ret_results = rs;
    return code;
}

void xap_results_free(struct xap_results *rs)
{
    delete static_cast<results *>(rs);
}

namespace {

// A list of one document. Which of several databases a source is used in is not said: it offers the
// same number in each, and the caller picks.
class one_document : public Xapian::PostingSource {
    Xapian::docid number;
    enum { BEFORE, AT, BEHIND } place = BEFORE;

  public:
    explicit one_document(Xapian::docid docid) : number(docid) {}
    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return 1;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return 1;
    }
    void init(const Xapian::Database &) override
    {
        place = BEFORE;
    }
    void next(double) override
    {
        place = place == BEFORE ? AT : BEHIND;
    }
    void skip_to(Xapian::docid docid, double) override
    {
        place = docid <= number ? AT : BEHIND;
    }
    bool at_end() const override
    {
        return place == BEHIND;
    }
    Xapian::docid get_docid() const override
    {
        return number;
    }
    PostingSource *clone() const override
    {
        return new one_document(number);
    }
};

} // namespace

err_code xap_reader_score(struct xap_reader *r, const struct xap_search *search, uint32_t docid,
                          bool *ret_matches, double *ret_score, struct err *err)
{
    return r->retry(err, "cannot score a document", [&] {
        Built built{*search, !r->db.has_positions(), {}, {}, {}};
        if (build_query(built, err))
            return err->code;
        auto n = Xapian::docid(r->n_paths);
        one_document source((docid - 1) / n + 1);
        Xapian::Enquire enquire(r->db);
        enquire.set_query(
            Xapian::Query(Xapian::Query::OP_FILTER, built.query, Xapian::Query(&source)));
        set_weighting(enquire, *search);
        Xapian::MSet mset = enquire.get_mset(0, n, 0, nullptr, built.decide());
        *ret_matches = false;
        *ret_score = 0;
        for (auto i = mset.begin(); i != mset.end(); ++i) {
            if (*i == docid) {
                *ret_matches = true;
                *ret_score = i.get_weight();
            }
        }
        return ERR_OK;
    });
}

// ---- whole databases ----

err_code xap_check(const char *path, bool verbose, size_t *ret_n_errors, struct err *err)
{
    return guard(err, "cannot check", [&] {
        require_files(path);
        *ret_n_errors = Xapian::Database::check(path, Xapian::DBCHECK_SHOW_STATS,
                                                verbose ? &std::cout : nullptr);
        return ERR_OK;
    });
}

const char *xap_version(void)
{
    return Xapian::version_string();
}
