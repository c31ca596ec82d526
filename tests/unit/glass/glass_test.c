/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the encodings of the glass format and the writer of its B-trees. */
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "glass/postlist_writer.h"
#include "glass/table_writer.h"
#include "glass/termlist_writer.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static void assert_bytes(const uint8_t *start, const uint8_t *end, const char *expected, size_t n)
{
    assert_int_equal(end - start, n);
    assert_memory_equal(start, expected, n);
}
#define ASSERT_BYTES(start, end, literal) assert_bytes(start, end, literal, sizeof(literal) - 1)

/* ---- numbers and strings ---- */

static void encodes_vints(void **state)
{
    (void)state;
    uint8_t p[GLASS_VINT_BYTES];
    ASSERT_BYTES(p, glass_put_vint(p, 0), "\0");
    ASSERT_BYTES(p, glass_put_vint(p, 127), "\x7F");
    ASSERT_BYTES(p, glass_put_vint(p, 128), "\x80\x01");
    ASSERT_BYTES(p, glass_put_vint(p, 300), "\xAC\x02");
    ASSERT_BYTES(p, glass_put_vint(p, UINT32_MAX), "\xFF\xFF\xFF\xFF\x0F");
    for (unsigned i = 0; i < 64; i++) {
        uint64_t value = UINT64_C(1) << i, taken;
        uint8_t *end = glass_put_vint(p, value + i);
        assert_ptr_equal(glass_take_vint(p, &taken), end);
        assert_true(taken == value + i);
    }
}

static void encodes_tail_ints(void **state)
{
    (void)state;
    uint8_t p[4] = {0};
    ASSERT_BYTES(p, glass_put_tail_int(p, 0), "");
    ASSERT_BYTES(p, glass_put_tail_int(p, 1), "\1");
    ASSERT_BYTES(p, glass_put_tail_int(p, 256), "\0\1");
    ASSERT_BYTES(p, glass_put_tail_int(p, 0xFFFFFFFE), "\xFE\xFF\xFF\xFF");
}

static void encodes_docids_of_every_length(void **state)
{
    (void)state;
    uint8_t p[GLASS_SDID_BYTES];
    ASSERT_BYTES(p, glass_put_sdid(p, 1), "\0\1");
    ASSERT_BYTES(p, glass_put_sdid(p, 0x7FFF), "\x7F\xFF");
    ASSERT_BYTES(p, glass_put_sdid(p, 0x8000), "\x80\x80\0");
    ASSERT_BYTES(p, glass_put_sdid(p, 0x3FFFFF), "\xBF\xFF\xFF");
    ASSERT_BYTES(p, glass_put_sdid(p, 0x400000), "\xC0\x40\0\0");
    ASSERT_BYTES(p, glass_put_sdid(p, 0x1FFFFFFF), "\xDF\xFF\xFF\xFF");
    ASSERT_BYTES(p, glass_put_sdid(p, 0x20000000), "\xE0\x20\0\0\0");
    ASSERT_BYTES(p, glass_put_sdid(p, UINT32_MAX), "\xE0\xFF\xFF\xFF\xFF");
}

static void encodes_terms(void **state)
{
    (void)state;
    uint8_t p[16];
    ASSERT_BYTES(p, glass_put_skey(p, (const uint8_t *)"abc", 3), "abc");
    ASSERT_BYTES(p, glass_put_skey(p, (const uint8_t *)"a\0b\0", 4),
                 "a\0\xFF"
                 "b\0\xFF");
}

static void knows_the_limits_of_terms(void **state)
{
    (void)state;
    char term[250];
    memset(term, 'x', sizeof term);
    assert_false(glass_term_is_valid(STR_EMPTY));
    assert_true(glass_term_is_valid((struct str){term, 1}));
    assert_true(glass_term_is_valid((struct str){term, 245}));
    assert_false(glass_term_is_valid((struct str){term, 246}));
    term[100] = '\0';
    assert_true(glass_term_is_valid((struct str){term, 244}));
    assert_false(glass_term_is_valid((struct str){term, 245}));
}

static void orders_slots_as_their_keys(void **state)
{
    (void)state;
    assert_true(glass_compare_slots(128, 1) > 0);           /* 80 01, 01 */
    assert_true(glass_compare_slots(256, 129) < 0);         /* 80 02, 81 01 */
    assert_true(glass_compare_slot_statistics(0, 1) < 0);   /* nothing, 01 */
    assert_true(glass_compare_slot_statistics(256, 1) < 0); /* 00 01, 01 */
    assert_int_equal(glass_compare_slot_statistics(7, 7), 0);
}

/* ---- positions ---- */

#define ASSERT_POSITIONS(literal, ...)                                                             \
    do {                                                                                           \
        const uint32_t positions[] = {__VA_ARGS__};                                                \
        uint8_t tag[64];                                                                           \
        size_t n = glass_encode_positions(tag, positions, sizeof positions / sizeof positions[0]); \
        ASSERT_BYTES(tag, tag + n, literal);                                                       \
    } while (0)

static void encodes_positions(void **state)
{
    (void)state;
    ASSERT_POSITIONS("\x01", 1);
    ASSERT_POSITIONS("\xAC\x02", 300);
    /* 5 of 9: 101 in 3 bits; 0 of 4: 2 bits. */
    ASSERT_POSITIONS("\x09\x05", 5, 9);
    /* 8 of 9: the last value, 1000; 0 of 1: nothing. */
    ASSERT_POSITIONS("\x09\x08", 8, 9);
    /* 1 of 7: 001; 1 of 6: 001; between, 1 of 5: 01. */
    ASSERT_POSITIONS("\x07\x49", 1, 3, 7);
    /* 1 of 3: 1; 1 of 2: 1; between is one place only. */
    ASSERT_POSITIONS("\x03\x03", 1, 2, 3);
    /* 1 of 2^32 - 1 and 0 of 2^32 - 2: 32 bits each. */
    ASSERT_POSITIONS("\xFF\xFF\xFF\xFF\x0F\x01\0\0\0\0\0\0\0", 1, UINT32_MAX);
}

static void stays_within_the_bound_of_positions(void **state)
{
    (void)state;
    enum { N = 1000 };
    static uint32_t positions[N];
    uint8_t *tag = mem_alloc(GLASS_POSITIONS_BOUND(N));
    uint32_t random = 1;
    for (uint32_t spread = 1; spread <= 4000000; spread *= 10) {
        uint32_t position = 0;
        for (size_t i = 0; i < N; i++) {
            random = random * 1664525 + 1013904223;
            positions[i] = position += 1 + (random >> 8) % spread;
        }
        for (size_t n = 1; n <= N; n += 37)
            assert_true(glass_encode_positions(tag, positions, n) <= GLASS_POSITIONS_BOUND(n));
    }
    mem_free(tag);
}

/* ---- term lists ---- */

static void encodes_term_lists(void **state)
{
    (void)state;
    static const uint8_t names[][7 + TERMLIST_WRITER_READABLE_BYTES] = {"press", "pressed", "pret",
                                                                        "z"};
    struct termlist_writer t = TERMLIST_WRITER_INIT;
    termlist_writer_start(&t, 0, 0);
    assert_int_equal(t.n, 0);
    termlist_writer_start(&t, 400, 4);
    termlist_writer_add(&t, names[0], 5, 2);
    termlist_writer_add(&t, names[1], 7, 1);   /* (1 + 1) * (5 + 1) + 5 */
    termlist_writer_add(&t, names[2], 4, 300); /* too large to be packed */
    termlist_writer_add(&t, names[3], 1, 50);  /* (50 + 1) * (4 + 1) + 0 */
    ASSERT_BYTES(t.p, t.p + t.n,
                 "\x90\x03\x04"
                 "\x05press\x02"
                 "\x11\x02"
                 "ed"
                 "\x03\x01t\xAC\x02"
                 "\xFF\x01z");
    termlist_writer_done(&t);
}

/* Each end of a term with its length, longer ones also without it, and the words of a path. */
static void knows_where_terms_may_repeat_others(void **state)
{
    (void)state;
    static const uint8_t names[][40] = {"Psmall", "Q/docs/small-trees.txt", "Qx"};
    static const uint32_t expected[] = {2, 3, 11, 12, 14, 19, 25, 31, 35};
    struct termlist_writer t = TERMLIST_WRITER_INIT;
    termlist_writer_start(&t, 3, 3);
    for (size_t i = 0; i < 3; i++)
        termlist_writer_add(&t, names[i], strlen((const char *)names[i]), 1);
    assert_int_equal(t.n_tries, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < t.n_tries; i++)
        assert_int_equal(t.tries[i], expected[i]);
    termlist_writer_done(&t);
}

/* ---- B-trees ---- */

/* Reads tables according to the format, independently of the writer. */
struct table {
    struct buf bytes;
    uint32_t n_blocks, n_seen;
    struct buf keys, tags; /* of all entries, length-prefixed */
    uint64_t n_entries;
    struct buf last_key; /* with the component number */
};

static unsigned get_16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static const uint8_t *block_of(const struct table *t, uint32_t number, unsigned level)
{
    assert_true(number < t->n_blocks);
    const uint8_t *block = (const uint8_t *)t->bytes.p + (size_t)number * GLASS_BLOCK_BYTES;
    assert_int_equal(block[4], level);
    assert_int_equal(get_16(block + 5), get_16(block + 7));
    return block;
}

static void set_ordered_key(struct buf *b, const uint8_t *key, size_t n, unsigned component)
{
    buf_clear(b);
    buf_append(b, key, n);
    const char tail[3] = {0, (char)(component >> 8), (char)component};
    buf_append(b, tail, 3);
}

/* Keys must have one length, or none may be a prefix of another, so that bytes after them do not
 * matter. */
static void read_leaf(struct table *t, uint32_t number)
{
    const uint8_t *block = block_of(t, number, 0);
    unsigned end = get_16(block + 9), lowest = GLASS_BLOCK_BYTES;
    for (unsigned at = 11; at < end; at += 2) {
        const uint8_t *item = block + get_16(block + at);
        lowest = get_16(block + at) < lowest ? get_16(block + at) : lowest;
        unsigned flags = item[0] & 0xE0, n = get_16(item) & 0x1FFF;
        const uint8_t *key = item + 3, *data = key + item[2];
        size_t n_data = n - item[2];
        assert_true(n + 3 <= 2043);
        if (item[2] == 0) { /* the null item */
            assert_int_equal(n, 0);
            continue;
        }
        unsigned component = 1;
        if (!(flags & 0x20)) {
            component = get_16(data);
            data += 2;
            n_data -= 2;
        } else {
            buf_append_counted(&t->keys, (struct str){(const char *)key, item[2]});
            t->n_entries++;
        }
        AUTO(buf_done) struct buf ordered = BUF_INIT;
        set_ordered_key(&ordered, key, item[2], component);
        assert_true(str_compare(buf_str(&t->last_key), buf_str(&ordered)) < 0);
        set_ordered_key(&t->last_key, key, item[2], component);
        buf_append(&t->tags, data, n_data);
        if (flags & 0x40)
            buf_append(&t->tags, "|", 1);
    }
    assert_int_equal(lowest - end, get_16(block + 5));
    t->n_seen++;
}

static void read_branch(struct table *t, uint32_t number, unsigned level)
{
    if (level == 0) {
        read_leaf(t, number);
        return;
    }
    const uint8_t *block = block_of(t, number, level);
    unsigned end = get_16(block + 9);
    assert_true(end > 11);
    for (unsigned at = 11; at < end; at += 2) {
        const uint8_t *item = block + get_16(block + at);
        uint32_t child = get_16(item) << 16 | get_16(item + 2);
        if (at == 11) {
            assert_int_equal(item[4], 0);
        } else { /* the separator is above everything before it and not above what follows */
            AUTO(buf_done) struct buf separator = BUF_INIT;
            set_ordered_key(&separator, item + 5, item[4], get_16(item + 5 + item[4]));
            assert_true(str_compare(buf_str(&t->last_key), buf_str(&separator)) < 0);
        }
        read_branch(t, child, level - 1);
    }
    t->n_seen++;
}

static char folder[] = "/tmp/glass_test.XXXXXX";

static struct table read_table(const struct glass_root *root)
{
    struct table t = {0};
    struct err err = ERR_INIT;
    AUTO(mem_free_pointer) char *path = file_join(folder, "table.glass");
    assert_int_equal(file_read(AT_FDCWD, path, 1u << 30, &t.bytes, &err), ERR_OK);
    assert_int_equal(t.bytes.n, (size_t)root->n_blocks * GLASS_BLOCK_BYTES);
    t.n_blocks = root->n_blocks;
    if (root->n_blocks > 0)
        read_branch(&t, root->block, root->level);
    assert_int_equal(t.n_seen, root->n_blocks); /* each block is reached, and only once */
    assert_int_equal(t.n_entries, root->n_entries);
    unlink(path);
    return t;
}

static void table_done(struct table *t)
{
    buf_done(&t->bytes);
    buf_done(&t->keys);
    buf_done(&t->tags);
    buf_done(&t->last_key);
}

/* Writes n entries with keys of key_bytes and tags whose lengths sizes[] gives in turn, reads them
 * back, and returns the root. */
static struct glass_root check_tree(uint32_t n, size_t key_bytes, const size_t *sizes,
                                    size_t n_sizes)
{
    struct table_writer *tree = table_writer_open(folder, "table");
    AUTO(buf_done) struct buf keys = BUF_INIT;
    AUTO(buf_done) struct buf tags = BUF_INIT;
    AUTO(buf_done) struct buf tag = BUF_INIT;
    uint8_t key[GLASS_MAX_KEY_BYTES];
    memset(key, 'k', sizeof key);
    for (uint32_t i = 0; i < n; i++) {
        for (unsigned k = 0; k < 4; k++)
            key[key_bytes - 4 + k] = (uint8_t)(i >> (24 - 8 * k));
        buf_clear(&tag);
        for (size_t k = 0; k < sizes[i % n_sizes]; k++)
            buf_append_char(&tag, (char)('a' + (i + k / 7 + k / 2043) % 26));
        table_writer_add(tree, key, key_bytes, tag.p, tag.n, false);
        buf_append_counted(&keys, (struct str){(const char *)key, key_bytes});
        buf_append_str(&tags, buf_str(&tag));
        buf_append_char(&tags, '|');
    }
    struct glass_root root;
    struct err err = ERR_INIT;
    table_writer_end(tree);
    assert_int_equal(table_writer_close(tree, &root, &err), ERR_OK);
    struct table t = read_table(&root);
    assert_true(str_equal(buf_str(&t.keys), buf_str(&keys)));
    assert_true(str_equal(buf_str(&t.tags), buf_str(&tags)));
    table_done(&t);
    return root;
}

static void writes_a_table_without_entries(void **state)
{
    (void)state;
    struct glass_root root = check_tree(0, 4, NULL, 0);
    assert_int_equal(root.n_blocks, 0);
}

static void writes_one_leaf(void **state)
{
    (void)state;
    struct glass_root root = check_tree(3, 4, (size_t[]){5, 0, 1}, 3);
    assert_int_equal(root.n_blocks, 1);
    assert_int_equal(root.level, 0);
}

/* The largest item has 2043 bytes, of which 3 and the key do not belong to the tag. */
static void splits_tags_that_are_too_long_for_an_item(void **state)
{
    (void)state;
    for (size_t key_bytes = 4; key_bytes <= GLASS_MAX_KEY_BYTES; key_bytes += 251) {
        size_t whole = 2043 - 3 - key_bytes;
        check_tree(50, key_bytes, &whole, 1);
        for (size_t n = whole - 3; n < whole + 4; n++)
            check_tree(20, key_bytes, (size_t[]){n, 1, n + 2043, 30}, 4);
        check_tree(4, key_bytes, (size_t[]){100000, 3, 300001}, 3);
    }
}

/* Whatever room a leaf has left when a tag arrives. */
static void fills_leaves_in_every_way(void **state)
{
    (void)state;
    for (size_t n = 0; n < 2100; n += 11)
        check_tree(8, 20, (size_t[]){n, 2000, 2100 - n, 5000}, 4);
}

static void writes_trees_of_many_levels(void **state)
{
    (void)state;
    struct glass_root root = check_tree(5000, GLASS_MAX_KEY_BYTES, (size_t[]){1700, 1}, 2);
    assert_true(root.level >= 2);
    root = check_tree(6000, 250, (size_t[]){1300}, 1);
    assert_true(root.level >= 3);
    root = check_tree(50000, 8, (size_t[]){0, 9, 1}, 3);
    assert_true(root.level >= 1);
}

static void refuses_tags_of_too_many_components(void **state)
{
    (void)state;
    struct table_writer *tree = table_writer_open(folder, "table");
    size_t n = (size_t)65536 * 2040;
    char *tag = mem_alloc_zeroed(n, 1);
    table_writer_add(tree, (const uint8_t *)"key", 3, tag, n, false);
    struct glass_root root;
    struct err err = ERR_INIT;
    table_writer_end(tree);
    assert_int_equal(table_writer_close(tree, &root, &err), ERR_LIMIT);
    mem_free(tag);
    AUTO(mem_free_pointer) char *path = file_join(folder, "table.glass");
    unlink(path);
}

/* ---- posting lists ---- */

enum { N_LISTS = 4, MAX_POSTINGS = 6000 };

/* Writes lists with and without gaps, of which each is longer than the one before, and returns the
 * hash of the table. They come in two parts. */
static uint64_t write_postings(bool is_encoded, uint32_t n_postings, uint32_t most_gap)
{
    static uint8_t bytes[2][MAX_POSTINGS * 2 * GLASS_VINT_BYTES];
    struct postlist_writer *writer = postlist_writer_open(folder);
    struct err err = ERR_INIT;
    struct glass_root root;
    for (uint32_t list = 1; list <= N_LISTS; list++) {
        uint8_t *end[2] = {bytes[0], bytes[1]};
        uint32_t n = n_postings * list / N_LISTS, docid = 0, first[2] = {1, 0}, last[2] = {0, 0};
        postlist_writer_start_term(writer, (struct str){"abcd", list}, n, n);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t gap = 1 + i % most_gap, part = i >= n / 3, wdf = i % 200;
            if (part && !first[1])
                first[1] = docid + 1;
            docid += gap;
            last[part] = docid;
            if (!is_encoded)
                postlist_writer_add(writer, docid, wdf);
            end[part] = glass_put_vint(glass_put_vint(end[part], gap - 1), wdf);
        }
        for (int part = 0; part < 2 && is_encoded; part++)
            postlist_writer_add_encoded(writer, first[part], last[part], bytes[part],
                                        (size_t)(end[part] - bytes[part]));
        postlist_writer_end(writer);
    }
    postlist_writer_end_table(writer);
    assert_int_equal(postlist_writer_close(writer, &root, &err), ERR_OK);
    AUTO(mem_free_pointer) char *path = file_join(folder, "postlist.glass");
    unlink(path);
    return root.hash;
}

static void writes_encoded_postings_as_single_ones(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {4, 999, 1001, 2600, MAX_POSTINGS}, gaps[] = {1, 3, 300};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t k = 0; k < sizeof gaps / sizeof *gaps; k++)
            assert_true(write_postings(true, sizes[i], gaps[k]) ==
                        write_postings(false, sizes[i], gaps[k]));
}

static void reports_what_the_system_refuses(void **state)
{
    (void)state;
    struct table_writer *tree = table_writer_open("/nowhere", "table");
    table_writer_add(tree, (const uint8_t *)"key", 3, "tag", 3, false);
    struct glass_root root;
    struct err err = ERR_INIT;
    table_writer_end(tree);
    assert_int_equal(table_writer_close(tree, &root, &err), ERR_NOT_FOUND);
    assert_non_null(strstr(err.message, "/nowhere/table.glass"));
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodes_vints),
        cmocka_unit_test(encodes_tail_ints),
        cmocka_unit_test(encodes_docids_of_every_length),
        cmocka_unit_test(encodes_terms),
        cmocka_unit_test(knows_the_limits_of_terms),
        cmocka_unit_test(orders_slots_as_their_keys),
        cmocka_unit_test(encodes_positions),
        cmocka_unit_test(stays_within_the_bound_of_positions),
        cmocka_unit_test(encodes_term_lists),
        cmocka_unit_test(knows_where_terms_may_repeat_others),
        cmocka_unit_test(writes_a_table_without_entries),
        cmocka_unit_test(writes_one_leaf),
        cmocka_unit_test(splits_tags_that_are_too_long_for_an_item),
        cmocka_unit_test(fills_leaves_in_every_way),
        cmocka_unit_test(writes_trees_of_many_levels),
        cmocka_unit_test(refuses_tags_of_too_many_components),
        cmocka_unit_test(writes_encoded_postings_as_single_ones),
        cmocka_unit_test(reports_what_the_system_refuses),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
