// SPDX-License-Identifier: GPL-2.0-or-later
// The only file that sees libxapian. Every exported function runs its body inside guard(), so that
// no exception reaches C, and calls nothing of ours.
#include "xap/xap.h"

#include "base/mem.h"

#include <xapian.h>

#include <algorithm>
#include <exception>
#include <new>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

namespace {

constexpr size_t MAX_KEY_BYTES = 245;         // of a term; a NUL takes two
constexpr size_t MAX_DATA_BYTES = 100u << 20; // Xapian gives up somewhat above 127 MB
constexpr unsigned MAX_METADATA_KEY_BYTES = 200;

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

err_code check_term(const store_term &term, const store_document &document, struct err *err)
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

err_code check_document(const store_document &document, struct err *err)
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

void fill(Xapian::Document &target, const store_document &source)
{
    for (size_t i = 0; i < source.n_terms; i++) {
        const store_term &term = source.terms[i];
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
        if (lstat(path.c_str(), &st) == 0 && !S_ISREG(st.st_mode))
            throw Xapian::DatabaseCorruptError(path + " is not a regular file");
    }
}

} // namespace

struct xap_writer {
    Xapian::WritableDatabase db;
};

namespace {

std::string last_path; // of the database that was opened last

// What libxapian throws where nothing may be thrown, out of a destructor while the commit before it
// fails, reaches nobody: it ends the program, with as good a message as there is.
[[noreturn]] void meet_stray_exception()
{
    std::string why = "an exception nobody foresaw";
    try {
        if (std::current_exception())
            throw;
    } catch (const Xapian::Error &e) {
        const char *reason = e.get_error_string();
        why = e.get_msg() + (reason ? std::string(": ") + reason : "");
    } catch (const std::exception &e) {
        why = e.what();
    } catch (...) {
    }
    std::string message = "pressmark-index: '" + last_path + "': cannot commit: " + why + "\n";
    ssize_t ignored = write(STDERR_FILENO, message.data(), message.size());
    (void)ignored;
    _exit(2);
}

void set_handlers(const char *path)
{
    last_path = path;
    static bool is_done = false;
    if (!is_done) {
        std::set_terminate(meet_stray_exception);
        std::set_new_handler(mem_exhausted);
    }
    is_done = true;
}

} // namespace

err_code xap_writer_open(const char *path, unsigned flags, struct xap_writer **ret_writer,
                         struct err *err)
{
    return guard(err, "cannot open the database for writing", [&] {
        int options = Xapian::DB_BACKEND_GLASS |
                      (flags & XAP_CREATE ? Xapian::DB_CREATE : Xapian::DB_OPEN) |
                      (flags & XAP_NO_SYNC ? Xapian::DB_NO_SYNC : 0);
        require_files(path);
        set_handlers(path);
        auto *w = new xap_writer{Xapian::WritableDatabase(path, options)};
        // Outside a transaction Xapian commits when it sees fit, and when it is closed.
        w->db.begin_transaction();
        *ret_writer = w;
        return ERR_OK;
    });
}

err_code xap_writer_add(struct xap_writer *w, const struct store_document *document,
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

err_code xap_writer_edit(struct xap_writer *w, uint32_t docid, const struct store_term *remove,
                         size_t n_remove, const struct store_document *add, struct err *err)
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
    delete w;
}

// ---- whole databases ----

namespace {

bool has_term(const Xapian::Database &db, Xapian::docid docid, const store_document &document,
              const store_term &term)
{
    std::string name = bytes(term.name, term.name_length);
    auto posting = db.postlist_begin(name);
    posting.skip_to(docid);
    if (posting == db.postlist_end(name) || *posting != docid || posting.get_wdf() != term.wdf)
        return false;
    const uint32_t *p = document.positions + term.first_position;
    return std::equal(db.positionlist_begin(docid, name), db.positionlist_end(docid, name), p,
                      p + term.n_positions);
}

} // namespace

bool xap_holds(const char *path, uint32_t docid, const struct store_document *document)
{
    struct err ignored = ERR_INIT;
    bool holds = false;
    guard(&ignored, "cannot read a document", [&] {
        Xapian::Database db(path, Xapian::DB_BACKEND_GLASS);
        Xapian::Document found = db.get_document(docid);
        holds = found.termlist_count() == document->n_terms &&
                found.values_count() == document->n_values &&
                found.get_data() == bytes(document->data, document->data_length);
        for (size_t i = 0; i < document->n_terms; i++)
            holds = holds && has_term(db, docid, *document, document->terms[i]);
        for (size_t i = 0; i < document->n_values; i++)
            holds = holds && found.get_value(document->values[i].slot) ==
                                 bytes(document->values[i].data, document->values[i].length);
        return ERR_OK;
    });
    return holds;
}

const char *xap_version(void)
{
    return Xapian::version_string();
}
