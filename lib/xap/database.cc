// SPDX-License-Identifier: GPL-2.0-or-later
// Opens databases, and reads what concerns them as a whole.
#include "xap/internal.h"

#include <memory>
#include <sstream>

#include <sys/stat.h>

using namespace xap;

namespace {

constexpr int MODES[] = {0, Xapian::DB_OPEN, Xapian::DB_CREATE, Xapian::DB_CREATE_OR_OPEN,
                         Xapian::DB_CREATE_OR_OVERWRITE};

int choose_options(unsigned flags)
{
    int backend = flags & XAP_GLASS       ? Xapian::DB_BACKEND_GLASS
                  : flags & XAP_STUB      ? Xapian::DB_BACKEND_STUB
                  : flags & XAP_IN_MEMORY ? Xapian::DB_BACKEND_INMEMORY
                                          : 0;
    return backend | (flags & XAP_NO_SYNC ? Xapian::DB_NO_SYNC : 0) |
           (flags & XAP_DANGEROUS ? Xapian::DB_DANGEROUS : 0) |
           (flags & XAP_NO_TERMLIST ? Xapian::DB_NO_TERMLIST : 0) |
           (flags & XAP_RETRY_LOCK ? Xapian::DB_RETRY_LOCK : 0);
}

// Xapian would wait forever for a FIFO in the place of a table.
void require_files(const std::string &folder)
{
    static const char *const tables[] = {"iamglass",       "postlist.glass", "docdata.glass",
                                         "termlist.glass", "position.glass", "spelling.glass",
                                         "synonym.glass"};
    for (const char *table : tables) {
        struct stat st;
        std::string path = folder + '/' + table;
        if (lstat(path.c_str(), &st) == 0 && !S_ISREG(st.st_mode))
            throw Xapian::DatabaseCorruptError(path + " is not a regular file");
    }
}

xap_database *hold(Xapian::Database db)
{
    auto handle = std::make_unique<xap_database>();
    handle->db = std::move(db);
    return handle.release();
}

xap_database *hold_writable(Xapian::WritableDatabase db)
{
    auto handle = std::make_unique<xap_database>();
    handle->db = db;
    handle->writable = std::move(db);
    handle->is_writable = true;
    return handle.release();
}

// Returns true if a remote database is to be written.
bool is_to_be_written(xap_mode mode)
{
    if (mode != XAP_READ && mode != XAP_WRITE)
        throw Xapian::InvalidArgumentError("a remote database is there already");
    return mode == XAP_WRITE;
}

} // namespace

xap_code xap_open(const char *path, enum xap_mode mode, unsigned flags,
                  struct xap_database **ret_database, struct xap_error *error)
{
    return guard(error, [&] {
        if (mode > XAP_OVERWRITE)
            throw Xapian::InvalidArgumentError("no such way to open a database");
        bool is_on_disk = !(flags & XAP_IN_MEMORY);
        std::string place = is_on_disk ? path : "";
        if (is_on_disk)
            require_files(place);
        int options = choose_options(flags);
        *ret_database = mode == XAP_READ
                            ? hold(Xapian::Database(place, options))
                            : hold_writable(Xapian::WritableDatabase(place, options | MODES[mode]));
    });
}

xap_code xap_open_tcp(const char *host, uint16_t port, enum xap_mode mode, uint32_t timeout_ms,
                      uint32_t connect_timeout_ms, struct xap_database **ret_database,
                      struct xap_error *error)
{
    return guard(error, [&] {
        *ret_database = is_to_be_written(mode) ? hold_writable(Xapian::Remote::open_writable(
                                                     host, port, timeout_ms, connect_timeout_ms))
                                               : hold(Xapian::Remote::open(host, port, timeout_ms,
                                                                           connect_timeout_ms));
    });
}

xap_code xap_open_program(const char *program, const char *arguments, enum xap_mode mode,
                          uint32_t timeout_ms, struct xap_database **ret_database,
                          struct xap_error *error)
{
    return guard(error, [&] {
        std::string name = program, words = arguments;
        *ret_database = is_to_be_written(mode)
                            ? hold_writable(Xapian::Remote::open_writable(name, words, timeout_ms))
                            : hold(Xapian::Remote::open(name, words, timeout_ms));
    });
}

xap_code xap_open_none(struct xap_database **ret_database, struct xap_error *error)
{
    return guard(error, [&] { *ret_database = new xap_database; });
}

xap_code xap_add(struct xap_database *database, const struct xap_database *other,
                 struct xap_error *error)
{
    return guard(error, [&] {
        if (database->is_writable != other->is_writable)
            throw Xapian::InvalidArgumentError("one database is to be written, and one is not");
        if (database == other)
            throw Xapian::InvalidArgumentError("a database cannot be added to itself");
        database->db.add_database(other->db);
        if (database->is_writable)
            database->writable.add_database(other->writable);
    });
}

xap_code xap_open_shard(const struct xap_database *database, size_t shard,
                        struct xap_database **ret_database, struct xap_error *error)
{
    return guard(error, [&] {
        if (shard >= database->db.size())
            throw Xapian::InvalidArgumentError("there is no shard " + std::to_string(shard));
        *ret_database = hold(Xapian::Database(database->db.internal[shard].get()));
    });
}

void xap_close(struct xap_database *database)
{
    if (!database)
        return;
    // Without a transaction the destructor would commit. One that begins now contains all
    // changes.
    guard(nullptr, [&] {
        if (!database->is_writable)
            return;
        try {
            database->writable.begin_transaction(false);
        } catch (const Xapian::InvalidOperationError &) { // there is one already
        }
        database->writable.cancel_transaction();
    });
    delete database;
}

xap_code xap_reopen(struct xap_database *database, bool *ret_is_other, struct xap_error *error)
{
    return guard(error, [&] {
        bool is_other = database->db.reopen();
        if (ret_is_other)
            *ret_is_other = is_other;
    });
}

xap_code xap_keep_alive(struct xap_database *database, struct xap_error *error)
{
    return guard(error, [&] { database->db.keep_alive(); });
}

// ---- statistics ----

xap_code xap_get_statistics(const struct xap_database *database,
                            struct xap_statistics *ret_statistics, struct xap_error *error)
{
    return guard(error, [&] {
        const Xapian::Database &db = database->db;
        struct xap_statistics s = {};
        s.n_shards = db.size();
        s.n_documents = db.get_doccount();
        s.last_docid = db.get_lastdocid();
        s.total_length = db.get_total_length();
        s.average_length = db.get_average_length();
        s.min_length = db.get_doclength_lower_bound();
        s.max_length = db.get_doclength_upper_bound();
        s.has_positions = db.has_positions();
        *ret_statistics = s;
    });
}

xap_code xap_get_uuid(struct xap_database *database, struct xap_bytes *ret_uuid,
                      struct xap_error *error)
{
    return guard(error, [&] {
        database->first = database->db.get_uuid();
        *ret_uuid = bytes_of(database->first);
    });
}

xap_code xap_get_revision(const struct xap_database *database, uint64_t *ret_revision,
                          struct xap_error *error)
{
    return guard(error, [&] { *ret_revision = database->db.get_revision(); });
}

xap_code xap_get_metadata(struct xap_database *database, const char *key,
                          struct xap_bytes *ret_value, struct xap_error *error)
{
    return guard(error, [&] {
        database->first = database->db.get_metadata(key);
        *ret_value = bytes_of(database->first);
    });
}

xap_code xap_get_term_statistics(const struct xap_database *database, struct xap_bytes term,
                                 struct xap_term_statistics *ret_statistics,
                                 struct xap_error *error)
{
    return guard(error, [&] {
        const Xapian::Database &db = database->db;
        std::string name = string_of(term);
        if (name.empty())
            throw Xapian::InvalidArgumentError("an empty term");
        struct xap_term_statistics s = {db.get_termfreq(name), db.get_collection_freq(name), 0};
        s.max_wdf = s.termfreq ? db.get_wdf_upper_bound(name) : 0;
        *ret_statistics = s;
    });
}

xap_code xap_get_slot_statistics(struct xap_database *database, uint32_t slot,
                                 struct xap_slot_statistics *ret_statistics,
                                 struct xap_error *error)
{
    return guard(error, [&] {
        const Xapian::Database &db = database->db;
        uint32_t n_documents = db.get_value_freq(slot);
        database->first = db.get_value_lower_bound(slot);
        database->second = db.get_value_upper_bound(slot);
        *ret_statistics = {n_documents, bytes_of(database->first), bytes_of(database->second)};
    });
}

xap_code xap_get_spelling(struct xap_database *database, struct xap_bytes word, unsigned max_edits,
                          struct xap_bytes *ret_word, struct xap_error *error)
{
    return guard(error, [&] {
        database->first = database->db.get_spelling_suggestion(string_of(word), max_edits);
        *ret_word = bytes_of(database->first);
    });
}

// ---- checking and compacting ----

xap_code xap_check(const char *path, unsigned flags, void (*write)(void *ctx, const char *line),
                   void *ctx, size_t *ret_n_errors, struct xap_error *error)
{
    return guard(error, [&] {
        std::stringstream text;
        size_t n_errors = Xapian::Database::check(path, int(flags), write ? &text : nullptr);
        for (std::string line; std::getline(text, line);)
            write(ctx, line.c_str());
        *ret_n_errors = n_errors;
    });
}

xap_code xap_compact(struct xap_database *database, const char *path, unsigned flags,
                     struct xap_error *error)
{
    return guard(error, [&] { database->db.compact(path, flags); });
}
