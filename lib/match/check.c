/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks a database. What each table says about a document is added to a balance of the document:
 * what the term side says is subtracted and what the document side says is added, so that the
 * balance ends at zero. */
#include "match/check.h"

#include "base/mem.h"
#include "glass/table_check.h"
#include "glass/termlist_reader.h"
#include "match/shard.h"

#include <stdlib.h>
#include <xxhash.h>

enum { ENTRIES_PER_LOOK = 4096 }; /* between two checks of stop */

/* The documents of the database, by number. */
struct documents {
    uint32_t *ids, *lengths;
    uint64_t *balances; /* the sum over both sides, 0 if they agree */
    size_t n, capacity;
    size_t at; /* the index of the document that was looked up last */
};

struct slot {
    uint32_t number, n_expected, n_found, last_docid;
    struct buf lower, upper;
};

/* A posting list, whose chunks are adjacent in the table. */
struct list {
    struct buf name;
    uint64_t hash;
    uint64_t n_documents, frequency; /* according to its head */
    uint64_t n_found, sum_of_wdfs;   /* as counted */
    uint32_t last_docid;
    bool is_open, is_ended, is_of_lengths;
};

struct check {
    struct shard *shard;
    const struct db_check *how;
    struct db_checked found;
    struct documents documents;
    struct slot *slots;
    size_t n_slots, slots_capacity;
    struct list list;
    struct value_reader values[DB_CHECK_SLOTS]; /* for the documents whose data are shown */
    unsigned n_looked;
    struct err *err;
};

static bool fail(struct check *c, const struct table_reader *t, const char *what, uint32_t docid)
{
    if (docid)
        err_set(c->err, ERR_CORRUPT, "'%s' is damaged: %s, at document %u", t->path, what, docid);
    else
        err_set(c->err, ERR_CORRUPT, "'%s' is damaged: %s", t->path, what);
    return false;
}

static bool goes_on(struct check *c)
{
    if (c->n_looked++ % ENTRIES_PER_LOOK == 0 && *c->how->stop)
        err_set(c->err, ERR_INTERRUPTED, "interrupted");
    return c->err->code == ERR_OK;
}

/* ---- entries of a table ---- */

typedef bool take_entry(struct check *c, const struct table_reader *t, struct str key,
                        struct str tag);

/* Passes all entries from the key `from` on to take. */
static bool each_entry(struct check *c, struct table_reader *t, struct str from, take_entry *take)
{
    AUTO(table_cursor_done) struct table_cursor cursor = {.tree = t};
    bool is_there;
    if (t->start.is_empty)
        return true;
    if (table_cursor_find(&cursor, from, &is_there, c->err) ||
        (!is_there && table_cursor_next(&cursor, &is_there, c->err)))
        return false;
    while (is_there && goes_on(c)) {
        struct str tag;
        if (table_cursor_tag(&cursor, SIZE_MAX, &tag, c->err) ||
            !take(c, t, table_cursor_key(&cursor), tag) ||
            table_cursor_next(&cursor, &is_there, c->err))
            return false;
    }
    return c->err->code == ERR_OK;
}

/* Reads the document number that must be all that remains of a key. */
static bool take_docid(struct str rest, uint32_t *docid)
{
    const uint8_t *p = (const uint8_t *)rest.p, *end = p + rest.n;
    return glass_take_sdid(&p, end, docid) && p == end && *docid > 0;
}

/* Takes the term from the front of a key. *rest is what follows the 00 that ends the term; rest->p
 * is NULL if the term extends to the end of the key. */
static bool split_key(struct str key, struct buf *term, struct str *rest)
{
    buf_clear(term);
    *rest = (struct str){NULL, 0};
    for (size_t i = 0; i < key.n; i++) {
        if (key.p[i] == '\0' && (i + 1 == key.n || key.p[i + 1] != '\xFF')) {
            *rest = str_slice(key, i + 1, key.n);
            break;
        }
        buf_append_char(term, key.p[i]);
        i += key.p[i] == '\0';
    }
    return glass_term_is_valid(buf_str(term));
}

/* ---- documents ---- */

static bool add_document(struct documents *d, uint32_t docid, uint32_t length)
{
    if (d->n && docid <= d->ids[d->n - 1])
        return false;
    if (d->n == d->capacity) {
        d->capacity = d->capacity ? 2 * d->capacity : 1024;
        d->ids = mem_resize(d->ids, d->capacity, sizeof *d->ids);
        d->lengths = mem_resize(d->lengths, d->capacity, sizeof *d->lengths);
    }
    d->ids[d->n] = docid;
    d->lengths[d->n++] = length;
    return true;
}

/* Goes to a document. It is fast if most numbers ascend from call to call. Returns false if there
 * is no such document. */
static bool find_document(struct documents *d, uint32_t docid)
{
    size_t low = d->at < d->n && d->ids[d->at] <= docid ? d->at : 0, step = 1;
    while (low + step < d->n && d->ids[low + step] <= docid)
        step *= 2;
    size_t high = low + step < d->n ? low + step : d->n;
    low += step / 2 < d->n - low ? step / 2 : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (d->ids[middle] < docid)
            low = middle + 1;
        else
            high = middle;
    }
    d->at = low;
    return low < d->n && d->ids[low] == docid;
}

static uint64_t mix(uint64_t hash, uint32_t docid, uint32_t number)
{
    uint64_t x = hash ^ ((uint64_t)docid << 32 | number) * 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 32) * 0xD6E8FEB86659FD93u;
    return x ^ x >> 32;
}

static uint64_t hash_of_slot(uint32_t slot)
{
    return XXH3_64bits_withSeed(&slot, sizeof slot, 1);
}

/* ---- posting lists ---- */

static bool end_list(struct check *c, const struct table_reader *t)
{
    struct list *l = &c->list;
    bool is_right = !l->is_open || l->is_ended;
    if (l->is_open && !l->is_of_lengths)
        is_right = is_right && l->n_found == l->n_documents &&
                   (l->sum_of_wdfs == l->frequency || l->sum_of_wdfs > UINT32_MAX);
    l->is_open = false;
    return is_right || fail(c, t, "a posting list is not as long as it says", 0);
}

static bool begin_list(struct check *c, const struct table_reader *t, struct str name,
                       const uint8_t **p, const uint8_t *end, uint32_t *first)
{
    struct list *l = &c->list;
    uint32_t n, frequency, before;
    if (!end_list(c, t))
        return false;
    if (!glass_take_uint32(p, end, &n) || !glass_take_uint32(p, end, &frequency) ||
        !glass_take_uint32(p, end, &before) || before >= GLASS_END - 1)
        return fail(c, t, "a posting list does not begin as it should", 0);
    buf_clear(&l->name);
    buf_append_str(&l->name, name);
    *l = (struct list){.name = l->name,
                       .hash = XXH3_64bits(name.p, name.n),
                       .n_documents = n,
                       .frequency = frequency,
                       .is_open = true};
    *first = before + 1;
    return true;
}

static bool take_posting(struct check *c, const struct table_reader *t, uint32_t docid,
                         uint32_t wdf)
{
    struct list *l = &c->list;
    struct documents *d = &c->documents;
    const struct glass_statistics *s = &c->shard->version.statistics;
    if (docid <= l->last_docid)
        return fail(c, t, "a posting list is in disorder", docid);
    l->last_docid = docid;
    l->n_found++;
    l->sum_of_wdfs += wdf;
    if (l->is_of_lengths)
        return add_document(d, docid, wdf) || fail(c, t, "lengths are in disorder", docid);
    if (!find_document(d, docid) || wdf > s->max_wdf)
        return fail(c, t, "a posting of no document", docid);
    d->balances[d->at] -= mix(l->hash, docid, wdf);
    return true;
}

static bool take_chunk(struct check *c, const struct table_reader *t, uint32_t first,
                       const uint8_t *p, const uint8_t *end)
{
    uint32_t span, wdf, gap, docid = first;
    uint8_t flag = p < end ? *p++ : 0;
    if ((flag != '0' && flag != '1') || !glass_take_uint32(&p, end, &span) ||
        !glass_take_uint32(&p, end, &wdf) || span >= GLASS_END - first)
        return fail(c, t, "a chunk of postings does not begin as it should", first);
    while (take_posting(c, t, docid, wdf)) {
        if (p == end) {
            c->list.is_ended = flag == '1';
            return docid == first + span || fail(c, t, "a chunk of postings is cut off", docid);
        }
        if (!glass_take_uint32(&p, end, &gap) || !glass_take_uint32(&p, end, &wdf) ||
            gap >= first + span - docid)
            return fail(c, t, "a chunk of postings cannot be read", docid);
        docid += gap + 1;
    }
    return false;
}

/* rest is what follows the name in the key of a chunk other than the first. */
static bool take_postings(struct check *c, const struct table_reader *t, struct str name,
                          struct str rest, struct str tag)
{
    const uint8_t *p = (const uint8_t *)tag.p, *end = p + tag.n;
    struct list *l = &c->list;
    uint32_t first;
    if (!rest.p)
        return begin_list(c, t, name, &p, end, &first) && take_chunk(c, t, first, p, end);
    if (!l->is_open || l->is_ended || !str_equal(buf_str(&l->name), name) ||
        !take_docid(rest, &first))
        return fail(c, t, "a chunk of postings belongs to no list", 0);
    return take_chunk(c, t, first, p, end);
}

/* The first list is that of the lengths, which tells which documents there are. */
static bool take_lengths(struct check *c, const struct table_reader *t, struct str key,
                         struct str tag)
{
    const struct str name = {"\0\xE0", 2};
    const uint8_t *p = (const uint8_t *)tag.p, *end = p + tag.n;
    uint32_t first;
    if (!str_starts_with(key, name))
        return true;
    if (key.n > name.n)
        return take_postings(c, t, name, str_slice(key, name.n, key.n), tag);
    if (!begin_list(c, t, name, &p, end, &first))
        return false;
    c->list.is_of_lengths = true;
    return take_chunk(c, t, first, p, end);
}

static bool check_statistics(struct check *c, const struct table_reader *t)
{
    const struct glass_statistics *s = &c->shard->version.statistics;
    const struct documents *d = &c->documents;
    uint64_t total = 0;
    for (size_t i = 0; i < d->n; i++) {
        total += d->lengths[i];
        if (d->lengths[i] > s->max_length || (d->lengths[i] && d->lengths[i] < s->min_length))
            return fail(c, t, "a length is out of bounds", d->ids[i]);
    }
    if (d->n != s->n_documents || total != s->total_length ||
        (d->n && d->ids[d->n - 1] > s->last_docid))
        return fail(c, t, "the lengths are not those that the version file counts", 0);
    c->found.n_documents = d->n;
    return true;
}

static bool check_lengths(struct check *c)
{
    struct table_reader *t = &c->shard->postlist;
    struct documents *d = &c->documents;
    if (!each_entry(c, t, (struct str){"\0\xE0", 2}, take_lengths) || !end_list(c, t))
        return false;
    d->balances = mem_alloc_zeroed(d->n, sizeof *d->balances);
    return check_statistics(c, t);
}

/* ---- values ---- */

static struct slot *find_slot(struct check *c, uint32_t number)
{
    for (size_t i = 0; i < c->n_slots; i++)
        if (c->slots[i].number == number)
            return &c->slots[i];
    return NULL;
}

static bool take_bounds(struct check *c, const struct table_reader *t, struct str rest,
                        struct str tag)
{
    const uint8_t *p = (const uint8_t *)tag.p, *end = p + tag.n;
    uint32_t number = 0, n;
    struct str lower;
    for (size_t i = 0; i < rest.n && i < sizeof number; i++)
        number |= (uint32_t)(uint8_t)rest.p[i] << 8 * i;
    bool is_good = rest.n <= sizeof number && glass_take_uint32(&p, end, &n) &&
                   !find_slot(c, number);
    struct str upper = {(const char *)p, (size_t)(end - p)};
    if (!is_good || !str_take_counted(&upper, &lower))
        return fail(c, t, "the bounds of values cannot be read", 0);
    MEM_GROW(c->slots, c->n_slots, c->slots_capacity);
    struct slot *slot = &c->slots[c->n_slots++];
    *slot = (struct slot){.number = number, .n_expected = n};
    buf_append_str(&slot->lower, lower);
    buf_append_str(&slot->upper, upper.n ? upper : lower);
    return true;
}

static bool take_value(struct check *c, const struct table_reader *t, struct slot *slot,
                       uint32_t docid, struct str value)
{
    struct documents *d = &c->documents;
    if (docid <= slot->last_docid || !find_document(d, docid))
        return fail(c, t, "a value of no document", docid);
    if (str_compare(value, buf_str(&slot->lower)) < 0 ||
        str_compare(value, buf_str(&slot->upper)) > 0)
        return fail(c, t, "a value is out of bounds", docid);
    d->balances[d->at] -= mix(hash_of_slot(slot->number), docid, 0);
    slot->last_docid = docid;
    slot->n_found++;
    return true;
}

static bool take_values(struct check *c, const struct table_reader *t, struct str rest,
                        struct str tag)
{
    const uint8_t *p = (const uint8_t *)rest.p, *end = p + rest.n;
    uint32_t number, docid;
    struct slot *slot = glass_take_uint32(&p, end, &number) ? find_slot(c, number) : NULL;
    struct str value;
    if (!slot || !take_docid((struct str){(const char *)p, (size_t)(end - p)}, &docid) ||
        !str_take_counted(&tag, &value))
        return fail(c, t, "a chunk of values cannot be read", 0);
    while (take_value(c, t, slot, docid, value)) {
        uint64_t gap;
        if (tag.n == 0)
            return true;
        if (!str_take_varint(&tag, &gap) || !str_take_counted(&tag, &value) ||
            gap >= GLASS_END - docid)
            return fail(c, t, "a chunk of values cannot be read", docid);
        docid += (uint32_t)gap + 1;
    }
    return false;
}

static bool check_slots(struct check *c)
{
    for (size_t i = 0; i < c->n_slots; i++)
        if (c->slots[i].n_found != c->slots[i].n_expected)
            return fail(c, &c->shard->postlist, "there are not as many values as it says", 0);
    return true;
}

/* ---- the postlist table ---- */

static bool take_from_postlist(struct check *c, const struct table_reader *t, struct str key,
                               struct str tag)
{
    AUTO(buf_done) struct buf term = BUF_INIT;
    struct str rest;
    if (key.n >= 2 && key.p[0] == '\0' && key.p[1] != '\xFF') {
        rest = str_slice(key, 2, key.n);
        switch ((uint8_t)key.p[1]) {
        case 0xC0: /* metadata */
            return true;
        case 0xD0:
            return take_bounds(c, t, rest, tag);
        case 0xD8:
            return take_values(c, t, rest, tag);
        case 0xE0: /* the lengths have been read before */
            return true;
        default:
            return fail(c, t, "an entry of an unknown kind", 0);
        }
    }
    if (!split_key(key, &term, &rest))
        return fail(c, t, "a term that cannot be one", 0);
    c->found.n_terms += rest.p == NULL;
    uint64_t before = c->list.n_found;
    if (!rest.p)
        before = 0;
    bool is_good = take_postings(c, t, buf_str(&term), rest, tag);
    c->found.n_postings += c->list.n_found - before;
    return is_good;
}

/* ---- the termlist, docdata and position tables ---- */

static bool take_slots(struct check *c, const struct table_reader *t, uint32_t docid,
                       struct str tag)
{
    const uint8_t *p = (const uint8_t *)tag.p, *end = p + tag.n;
    struct documents *d = &c->documents;
    uint32_t number, gap;
    bool is_good = glass_take_uint32(&p, end, &number);
    while (is_good) {
        d->balances[d->at] += mix(hash_of_slot(number), docid, 0);
        if (p == end)
            return true;
        is_good = glass_take_uint32(&p, end, &gap) && gap < UINT32_MAX - number;
        number += gap + 1;
    }
    return fail(c, t, "a list of values cannot be read", docid);
}

static bool take_terms(struct check *c, const struct table_reader *t, uint32_t docid,
                       struct str tag)
{
    AUTO(buf_done) struct buf term = BUF_INIT;
    AUTO(buf_done) struct buf last = BUF_INIT;
    struct termlist_reader list = {0};
    struct documents *d = &c->documents;
    uint32_t n_found = 0;
    uint64_t sum = 0;
    if (tag.n && !termlist_reader_start(&list, tag, &term))
        return fail(c, t, "a list of terms cannot be read", docid);
    for (; !termlist_reader_is_at_end(&list); n_found++) {
        buf_clear(&last);
        buf_append_str(&last, buf_str(&term));
        if (!termlist_reader_next(&list) ||
            (n_found && str_compare(buf_str(&term), buf_str(&last)) <= 0))
            return fail(c, t, "a list of terms cannot be read", docid);
        d->balances[d->at] += mix(XXH3_64bits(term.p, term.n), docid, list.wdf);
        sum += list.wdf;
    }
    if (n_found != list.n_terms || sum != list.length || list.length != d->lengths[d->at])
        return fail(c, t, "a list of terms is not as long as the document", docid);
    return true;
}

static bool take_from_termlist(struct check *c, const struct table_reader *t, struct str key,
                               struct str tag)
{
    const uint8_t *p = (const uint8_t *)key.p, *end = p + key.n;
    uint32_t docid;
    if (!glass_take_sdid(&p, end, &docid) || !find_document(&c->documents, docid))
        return fail(c, t, "terms of no document", 0);
    if (p == end)
        return take_terms(c, t, docid, tag);
    if (end - p == 1 && *p == 0)
        return take_slots(c, t, docid, tag);
    return fail(c, t, "an entry of an unknown kind", docid);
}

static bool take_from_docdata(struct check *c, const struct table_reader *t, struct str key,
                              struct str tag)
{
    uint32_t docid;
    if (!take_docid(key, &docid) || !find_document(&c->documents, docid))
        return fail(c, t, "data of no document", 0);
    c->found.n_with_data++;
    struct str values[DB_CHECK_SLOTS] = {{0}};
    for (uint32_t i = 0; i < c->how->n_slots; i++) {
        struct value_reader *v = &c->values[i];
        value_reader_seek(v, docid);
        if (v->docid == docid)
            values[i] = v->value;
    }
    return !c->err->code &&
           (!c->how->document || !c->how->document(c->how->ctx, docid, tag, values, c->err));
}

static bool take_from_positions(struct check *c, const struct table_reader *t, struct str key,
                                struct str tag)
{
    AUTO(buf_done) struct buf term = BUF_INIT;
    struct positions_list list = {0};
    struct str rest;
    uint32_t docid;
    if (!split_key(key, &term, &rest) || !rest.p || !take_docid(rest, &docid) ||
        !find_document(&c->documents, docid))
        return fail(c, t, "positions of no document", 0);
    bool is_good = glass_decode_positions(tag, &list);
    for (size_t i = 1; i < list.n && is_good; i++)
        is_good = list.p[i] > list.p[i - 1];
    mem_free(list.p);
    return is_good || fail(c, t, "a list of positions cannot be read", docid);
}

/* ---- the whole database ---- */

static bool check_balances(struct check *c)
{
    const struct documents *d = &c->documents;
    for (size_t i = 0; i < d->n; i++)
        if (d->balances[i])
            return fail(c, &c->shard->termlist, "terms and postings are not the same", d->ids[i]);
    return true;
}

/* For tables that readers do not use but writers open. */
static bool check_other_table(struct check *c, enum glass_table table)
{
    struct table_reader t;
    if (table_reader_open(&t, &c->shard->dir, table, &c->shard->version, c->err))
        return false;
    bool is_good = !table_check(&t, c->how->stop, c->err);
    table_reader_close(&t);
    return is_good;
}

static bool check_tables(struct check *c)
{
    const struct shard *s = c->shard;
    const volatile sig_atomic_t *stop = c->how->stop;
    return !table_check(&s->postlist, stop, c->err) && !table_check(&s->docdata, stop, c->err) &&
           !table_check(&s->termlist, stop, c->err) && !table_check(&s->position, stop, c->err) &&
           check_other_table(c, GLASS_SPELLING) && check_other_table(c, GLASS_SYNONYM);
}

static bool check_data(struct check *c)
{
    struct shard *s = c->shard;
    for (uint32_t i = 0; i < c->how->n_slots; i++)
        value_reader_open(&c->values[i], &s->postlist, i, c->err);
    return !c->err->code && each_entry(c, &s->docdata, (struct str){"\0", 1}, take_from_docdata);
}

static bool check_contents(struct check *c)
{
    struct shard *s = c->shard;
    const struct str from_start = {"\0", 1};
    return check_lengths(c) && each_entry(c, &s->postlist, from_start, take_from_postlist) &&
           end_list(c, &s->postlist) && check_slots(c) &&
           each_entry(c, &s->termlist, from_start, take_from_termlist) && check_balances(c) &&
           check_data(c) && each_entry(c, &s->position, from_start, take_from_positions);
}

static void check_done(struct check *c)
{
    for (size_t i = 0; i < c->n_slots; i++) {
        buf_done(&c->slots[i].lower);
        buf_done(&c->slots[i].upper);
    }
    for (size_t i = 0; i < DB_CHECK_SLOTS; i++)
        value_reader_done(&c->values[i]);
    mem_free(c->slots);
    mem_free(c->documents.ids);
    mem_free(c->documents.lengths);
    mem_free(c->documents.balances);
    buf_done(&c->list.name);
}

enum err_code db_reader_check(struct store_reader *reader, const struct db_check *how,
                              struct db_checked *ret, struct err *err)
{
    struct db_reader *r = db_reader_of(reader);
    unsigned n_tries = 0;
    do {
        AUTO(check_done)
        struct check c = {.shard = &r->shards[0], .how = how, .err = err};
        if (check_tables(&c) && check_contents(&c))
            *ret = c.found;
    } while (db_try_again(r, &n_tries, err));
    return err->code;
}
