/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the members of archives through libarchive, within the budget of the file. */
#include "indexer/unpack/members.h"

#include "base/deadline.h"
#include "base/mem.h"
#include "indexer/charset/charset.h"
#include "indexer/charset/decode.h"
#include "text/utf8.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <sys/stat.h>

enum {
    CHUNK_BYTES = 64 * 1024,
    MAX_NAME_BYTES = 4096,
};

struct members {
    struct archive *archive;
    struct budget *budget;
    struct str bytes; /* the part of the archive that is in memory */
    size_t offset;
    const struct input *rest; /* what follows bytes; NULL: nothing */
    bool is_rest_read;
    struct buf chunk;   /* read from rest */
    struct err failure; /* the first failure of rest */
    double end_s;       /* processor time of this thread at which the time limit is reached */
    bool is_late;
    struct buf raw, name;
};

static bool is_late(struct members *m)
{
    m->is_late = m->is_late || deadline_seconds() > m->end_s;
    m->budget->may_go_well |= m->is_late;
    return m->is_late;
}

/* ---- input of libarchive, in chunks, so that the time limit is checked between them ---- */

static la_ssize_t give_bytes(struct archive *archive, void *ctx, const void **ret_bytes)
{
    struct members *m = ctx;
    size_t n = m->bytes.n - m->offset;
    if (is_late(m)) {
        archive_set_error(archive, ETIME, "out of time");
        return ARCHIVE_FATAL;
    }
    if (n == 0 && m->rest && !m->is_rest_read) {
        buf_clear(&m->chunk);
        if (m->rest->read(m->rest->ctx, &m->chunk, CHUNK_BYTES, &m->is_rest_read, &m->failure)) {
            archive_set_error(archive, EIO, "%s", m->failure.message);
            return ARCHIVE_FATAL;
        }
        *ret_bytes = m->chunk.p;
        return (la_ssize_t)m->chunk.n;
    }
    if (n > CHUNK_BYTES)
        n = CHUNK_BYTES;
    *ret_bytes = m->bytes.p + m->offset;
    m->offset += n;
    return (la_ssize_t)n;
}

static la_int64_t seek_bytes(struct archive *archive, void *ctx, la_int64_t offset, int whence)
{
    struct members *m = ctx;
    la_int64_t base = whence == SEEK_SET ? 0 : (la_int64_t)m->offset;
    if (whence == SEEK_END)
        base = (la_int64_t)m->bytes.n;
    (void)archive;
    if (offset < -base || offset > (la_int64_t)m->bytes.n - base)
        return ARCHIVE_FATAL;
    m->offset = (size_t)(base + offset);
    return base + offset;
}

static la_int64_t skip_bytes(struct archive *archive, void *ctx, la_int64_t n)
{
    struct members *m = ctx;
    la_int64_t left = (la_int64_t)(m->bytes.n - m->offset);
    (void)archive;
    if (n > left)
        n = left;
    m->offset += (size_t)n;
    return n;
}

/* ---- the locale of libarchive ----
 *
 * libarchive returns a Unicode name only if the locale of the thread can represent it. */

static locale_t unicode;
static pthread_once_t unicode_once = PTHREAD_ONCE_INIT;

static void make_unicode(void)
{
    unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

/* Switches the thread to a UTF-8 locale. Returns the locale to restore. */
static locale_t enter_unicode(void)
{
    pthread_once(&unicode_once, make_unicode);
    return unicode ? uselocale(unicode) : (locale_t)0;
}

static void leave_unicode(locale_t *before)
{
    if (*before)
        uselocale(*before);
}

typedef int support(struct archive *a);

static void add_kinds(struct archive *a, support *const *kinds)
{
    for (size_t i = 0; kinds[i]; i++)
        if (!a || kinds[i](a) == ARCHIVE_FATAL)
            mem_exhausted();
}

/* Returns whether bytes begin an archive that libarchive reads without a filter, other than a TAR
 * file. */
static bool has_members(struct str bytes)
{
    static const char *const signs[] = {"PK", "7z", "Rar!", NULL};
    return str_starts_with_one_of(bytes, signs);
}

/* A ZIP file that is compressed once more is a single file, since it may be an office document. */
static struct archive *new_archive(bool has_members)
{
    static support *const streams[] = {archive_read_support_filter_gzip,
                                       archive_read_support_filter_bzip2,
                                       archive_read_support_filter_xz,
                                       archive_read_support_filter_lzma,
                                       archive_read_support_filter_zstd,
                                       archive_read_support_filter_compress,
                                       archive_read_support_format_tar,
                                       archive_read_support_format_gnutar,
                                       archive_read_support_format_cpio,
                                       archive_read_support_format_empty,
                                       archive_read_support_format_raw,
                                       NULL};
    static support *const archives[] = {
        archive_read_support_format_zip, archive_read_support_format_7zip,
        archive_read_support_format_rar, archive_read_support_format_rar5, NULL};
    struct archive *a = archive_read_new();
    add_kinds(a, streams);
    if (has_members)
        add_kinds(a, archives);
    return a;
}

static enum err_code set_failure(struct members *m, struct err *err)
{
    if (m->is_late)
        return err_set(err, ERR_LIMIT, "more than %llu seconds to unpack",
                       (unsigned long long)m->budget->limits->max_s);
    if (m->failure.code)
        return err_set(err, m->failure.code, "%s", m->failure.message);
    bool is_want_of_memory = errno == ENOMEM; /* libarchive does not always report it */
    if (archive_errno(m->archive) == ENOMEM)
        mem_exhausted();
    const char *why = archive_error_string(m->archive);
    m->budget->may_go_well |= !why && is_want_of_memory;
    if (!why && is_want_of_memory)
        return err_set(err, ERR_IO, "could not be unpacked because memory ran out");
    return err_set(err, ERR_INPUT, "damaged archive (%s)", why ? why : "for an unknown reason");
}

static void close_members(struct members *m)
{
    if (!m)
        return;
    archive_read_free(m->archive);
    buf_done(&m->raw);
    buf_done(&m->name);
    buf_done(&m->chunk);
    mem_free(m);
}

enum err_code members_open(struct str bytes, const struct input *rest, struct budget *budget,
                           struct members **ret, struct err *err)
{
    struct members *m = mem_alloc_zeroed(1, sizeof *m);
    m->archive = new_archive(has_members(bytes));
    m->budget = budget;
    m->bytes = bytes;
    m->rest = rest;
    members_settle(m);
    archive_read_set_read_callback(m->archive, give_bytes);
    if (!rest) {
        archive_read_set_seek_callback(m->archive, seek_bytes);
        archive_read_set_skip_callback(m->archive, skip_bytes);
    }
    archive_read_set_callback_data(m->archive, m);
    if (archive_read_open1(m->archive) < ARCHIVE_WARN) {
        set_failure(m, err);
        close_members(m);
        return err->code;
    }
    *ret = m;
    return ERR_OK;
}

void members_close_pointer(struct members **m)
{
    close_members(*m);
}

void members_settle(struct members *m)
{
    m->end_s = deadline_seconds() + (double)m->budget->limits->max_s;
}

/* ---- names ---- */

/* Returns the character set of a name in a ZIP file that does not say which it is: one of DOS or
 * of East Asia. NULL if none fits. */
static const struct charset *charset_of_zip_name(struct str bytes)
{
    unsigned cost;
    const struct charset *charset = charset_east_asian(bytes, false);
    if (charset)
        return charset;
    charset = charset_rank(bytes, CHARSET_OF_DOS, &cost);
    return cost <= CHARSET_COST_OF_TEXT ? charset : charset_east_asian(bytes, true);
}

/* Converts a name that is not UTF-8. */
static void append_converted(struct members *m, struct str bytes)
{
    struct decoded decoded;
    struct err ignored = ERR_INIT;
    size_t n_replaced;
    bool is_zip = (archive_format(m->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
    const struct charset *charset = is_zip ? charset_of_zip_name(bytes) : NULL;
    if (charset && charset_convert(charset, bytes, &m->name, &n_replaced))
        return;
    bool is_text = !decode(bytes, &m->raw, &decoded, &ignored);
    utf8_append_repaired(&m->name, is_text ? decoded.text : bytes);
}

/* Sets m->name to the member's name as valid UTF-8. libarchive returns it as UTF-8 or as bytes of
 * an unknown character set. */
static void read_name(struct members *m, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);

    buf_clear(&m->name);
    if (!name || !utf8_is_valid(str_of(name), NULL)) {
        const char *converted = archive_entry_pathname_utf8(entry);
        name = converted ? converted : name;
    }
    struct str bytes = name ? str_of(name) : STR_EMPTY;
    bytes = str_slice(bytes, 0, bytes.n < MAX_NAME_BYTES ? bytes.n : MAX_NAME_BYTES);
    if (utf8_is_valid(bytes, NULL))
        buf_append_str(&m->name, bytes);
    else
        append_converted(m, bytes);
    for (size_t i = 0; i < m->name.n; i++)
        if ((unsigned char)m->name.p[i] < 0x20 || m->name.p[i] == 0x7F)
            m->name.p[i] = '?';
}

bool members_next(struct members *m, struct member *member, struct err *err)
{
    AUTO(leave_unicode) __attribute__((unused)) locale_t before = enter_unicode();
    struct archive_entry *entry;
    for (;;) {
        int status = is_late(m) ? ARCHIVE_FATAL : archive_read_next_header(m->archive, &entry);
        if (status == ARCHIVE_EOF)
            return false;
        if (status < ARCHIVE_WARN) {
            set_failure(m, err);
            return false;
        }
        if (budget_spend_member(m->budget, err))
            return false;
        if (archive_entry_filetype(entry) == S_IFREG || archive_entry_filetype(entry) == 0)
            break;
    }
    bool is_raw = archive_format(m->archive) == ARCHIVE_FORMAT_RAW;
    if (is_raw)
        buf_clear(&m->name);
    else
        read_name(m, entry);
    member->name = buf_str(&m->name);
    member->n_bytes = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1;
    member->is_encrypted = archive_entry_is_encrypted(entry);
    return true;
}

enum err_code members_read_some(struct members *m, struct buf *out, size_t n, bool *ret_is_end,
                                struct err *err)
{
    const void *block;
    size_t block_n, start = out->n;
    la_int64_t offset;

    *ret_is_end = false;
    while (out->n - start < n) {
        int status = is_late(m) ? ARCHIVE_FATAL
                                : archive_read_data_block(m->archive, &block, &block_n, &offset);
        *ret_is_end = status == ARCHIVE_EOF;
        if (*ret_is_end)
            return ERR_OK;
        if (status < ARCHIVE_WARN)
            return set_failure(m, err);
        /* Holes of sparse files are left out: a file with holes is not text. */
        if (budget_spend(m->budget, block_n, err))
            return err->code;
        buf_append(out, block, block_n);
    }
    return ERR_OK;
}
