/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the positions of a document's terms. */
#include "match/places.h"

#include "store/record.h"

void places_done(struct places *p)
{
    table_cursor_done(&p->docdata);
    table_cursor_done(&p->position);
    positions_reader_done(&p->positions);
}

static bool find_record(struct places *p, uint32_t docid)
{
    bool is_there;
    p->docdata.tree = &p->shard->docdata;
    return !db_find_document(&p->docdata, docid, &is_there, p->err) && is_there;
}

/* Reads as much of the document's record as positions and labels need. */
static void read_record(struct places *p, uint32_t docid)
{
    p->record = STR_EMPTY;
    if (!find_record(p, docid) || table_cursor_tag(&p->docdata, 1, &p->record, p->err))
        return;
    for (;;) {
        size_t n = p->record.n, wanted = record_positions_end(p->record);
        if (n == 0 || wanted <= n)
            return;
        if (table_cursor_tag(&p->docdata, wanted, &p->record, p->err))
            p->record = STR_EMPTY; /* the part read before may have moved */
        if (p->record.n == n)
            return;
    }
}

struct str places_record(struct places *p, uint32_t docid)
{
    if (p->record_docid != docid) {
        p->record_docid = docid;
        p->is_open = false;
        read_record(p, docid);
    }
    return p->record;
}

bool places_are_in_table(const struct places *p)
{
    return !p->shard->position.start.is_empty;
}

static void read_table(struct places *p, struct str term, uint32_t docid,
                       struct positions_list *list)
{
    uint8_t key[GLASS_POSITION_KEY_BYTES];
    uint8_t *end = glass_put_position_key(key, term, docid);
    bool is_there;
    struct str tag;
    struct str at = {(const char *)key, (size_t)(end - key)};
    p->position.tree = &p->shard->position;
    if (!table_cursor_find(&p->position, at, &is_there, p->err) && is_there &&
        !table_cursor_tag(&p->position, SIZE_MAX, &tag, p->err) &&
        !glass_decode_positions(tag, list))
        err_set(p->err, ERR_CORRUPT, "a position list of '%s' is damaged", p->shard->dir.path);
}

bool places_locate(struct places *p, struct str term, uint64_t hash, uint32_t docid,
                   struct positions_place *ret)
{
    struct str record = places_record(p, docid);
    bool is_of_path = record_is_of_path(term);
    if (!p->is_open || p->is_of_path != is_of_path) {
        positions_reader_open(&p->positions, record_positions(record, is_of_path));
        p->is_open = true;
        p->is_of_path = is_of_path;
    }
    return positions_reader_locate(&p->positions, hash, ret);
}

void places_read(struct places *p, struct str term, uint64_t hash, uint32_t docid,
                 struct positions_list *list)
{
    struct positions_place at;
    if (places_are_in_table(p))
        read_table(p, term, docid, list);
    else if (places_locate(p, term, hash, docid, &at))
        positions_read(&at, list);
}
