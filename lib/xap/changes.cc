// SPDX-License-Identifier: GPL-2.0-or-later
// Changes databases. What libxapian would reject only when it commits, losing the whole
// transaction, is rejected beforehand.
#include "xap/internal.h"

#include <algorithm>

using namespace xap;

namespace {

constexpr size_t MAX_KEY_BYTES = 245;        // of a term; a NUL takes two
constexpr size_t MAX_TAG_BYTES = 100u << 20; // Xapian fails somewhat above 127 MB
constexpr size_t MAX_WORD_BYTES = 200;       // of a key of metadata, of a spelling

Xapian::WritableDatabase &writable(xap_database *database)
{
    if (!database->is_writable)
        throw Xapian::InvalidOperationError("the database was opened to be read");
    return database->writable;
}

[[noreturn]] void refuse(const std::string &why)
{
    throw Xapian::InvalidArgumentError(why);
}

std::string check_name(xap_bytes name)
{
    size_t n_bytes = name.n + size_t(std::count(name.p, name.p + name.n, '\0'));
    if (name.n == 0 || n_bytes > MAX_KEY_BYTES)
        refuse("a term of " + std::to_string(name.n) + " bytes (1 to " +
               std::to_string(MAX_KEY_BYTES) + " are possible)");
    return string_of(name);
}

std::string check_word(const char *what, xap_bytes word)
{
    if (word.n == 0 || word.n > MAX_WORD_BYTES)
        refuse(std::string(what) + " of " + std::to_string(word.n) + " bytes (1 to " +
               std::to_string(MAX_WORD_BYTES) + " are possible)");
    return string_of(word);
}

std::string check_tag(const char *what, xap_bytes tag)
{
    if (tag.n > MAX_TAG_BYTES)
        refuse(std::string(what) + " of " + std::to_string(tag.n) + " bytes (at most " +
               std::to_string(MAX_TAG_BYTES) + ")");
    return string_of(tag);
}

void add_term(Xapian::Document &into, const xap_term &term)
{
    std::string name = check_name(term.name);
    if (term.n_positions == 0)
        return into.add_term(name, term.wdf);
    for (size_t i = 0; i < term.n_positions; i++) {
        uint32_t position = term.positions[i];
        if (position == 0 || (i && position <= term.positions[i - 1]))
            refuse("the positions of a term are not ascending");
        into.add_posting(name, position, i ? 0 : term.wdf);
    }
}

void fill(Xapian::Document &into, const xap_document &from)
{
    for (size_t i = 0; i < from.n_terms; i++)
        add_term(into, from.terms[i]);
    for (size_t i = 0; i < from.n_values; i++)
        into.add_value(from.values[i].slot, check_tag("a value", from.values[i].value));
    if (from.data.p)
        into.set_data(check_tag("a document with data", from.data));
}

Xapian::Document make_document(const xap_document &from)
{
    Xapian::Document document;
    fill(document, from);
    return document;
}

void remove_term(Xapian::Document &document, const std::string &name)
{
    auto term = document.termlist_begin();
    term.skip_to(name);
    if (term != document.termlist_end() && *term == name)
        document.remove_term(name);
}

} // namespace

// ---- documents ----

xap_code xap_add_document(struct xap_database *database, const struct xap_document *document,
                          uint32_t *ret_docid, struct xap_error *error)
{
    return guard(error, [&] {
        Xapian::docid docid = writable(database).add_document(make_document(*document));
        if (ret_docid)
            *ret_docid = docid;
    });
}

xap_code xap_replace_document(struct xap_database *database, uint32_t docid,
                              const struct xap_document *document, struct xap_error *error)
{
    return guard(error,
                 [&] { writable(database).replace_document(docid, make_document(*document)); });
}

xap_code xap_replace_by_term(struct xap_database *database, struct xap_bytes term,
                             const struct xap_document *document, uint32_t *ret_docid,
                             struct xap_error *error)
{
    return guard(error, [&] {
        Xapian::docid docid = writable(database).replace_document(check_name(term),
                                                                  make_document(*document));
        if (ret_docid)
            *ret_docid = docid;
    });
}

xap_code xap_edit_document(struct xap_database *database, uint32_t docid,
                           const struct xap_bytes *remove, size_t n_remove,
                           const struct xap_document *changes, struct xap_error *error)
{
    return guard(error, [&] {
        Xapian::WritableDatabase &db = writable(database);
        Xapian::Document document = db.get_document(docid);
        for (size_t i = 0; i < n_remove; i++)
            remove_term(document, string_of(remove[i]));
        fill(document, *changes);
        db.replace_document(docid, document);
    });
}

xap_code xap_delete_document(struct xap_database *database, uint32_t docid, struct xap_error *error)
{
    return guard(error, [&] { writable(database).delete_document(docid); });
}

xap_code xap_delete_by_term(struct xap_database *database, struct xap_bytes term,
                            struct xap_error *error)
{
    return guard(error, [&] { writable(database).delete_document(check_name(term)); });
}

// ---- metadata, spellings, synonyms ----

xap_code xap_set_metadata(struct xap_database *database, const char *key, struct xap_bytes value,
                          struct xap_error *error)
{
    return guard(error, [&] {
        std::string name = check_word("a key of metadata",
                                      {key, std::char_traits<char>::length(key)});
        writable(database).set_metadata(name, check_tag("metadata", value));
    });
}

xap_code xap_count_spelling(struct xap_database *database, struct xap_bytes word, int32_t n,
                            struct xap_error *error)
{
    return guard(error, [&] {
        std::string name = check_word("a spelling", word);
        if (n < 0)
            writable(database).remove_spelling(name, Xapian::termcount(-int64_t(n)));
        else
            writable(database).add_spelling(name, Xapian::termcount(n));
    });
}

xap_code xap_add_synonym(struct xap_database *database, struct xap_bytes term,
                         struct xap_bytes synonym, struct xap_error *error)
{
    return guard(error, [&] {
        writable(database).add_synonym(check_word("a term with synonyms", term),
                                       check_word("a synonym", synonym));
    });
}

xap_code xap_remove_synonym(struct xap_database *database, struct xap_bytes term,
                            struct xap_bytes synonym, struct xap_error *error)
{
    return guard(error,
                 [&] { writable(database).remove_synonym(string_of(term), string_of(synonym)); });
}

// ---- committing ----

xap_code xap_commit(struct xap_database *database, struct xap_error *error)
{
    return guard(error, [&] { writable(database).commit(); });
}

xap_code xap_begin(struct xap_database *database, struct xap_error *error)
{
    return guard(error, [&] { writable(database).begin_transaction(); });
}

xap_code xap_commit_transaction(struct xap_database *database, struct xap_error *error)
{
    return guard(error, [&] { writable(database).commit_transaction(); });
}

xap_code xap_cancel(struct xap_database *database, struct xap_error *error)
{
    return guard(error, [&] { writable(database).cancel_transaction(); });
}
