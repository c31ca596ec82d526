/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests walk.c, known_files.c and changes.c: which files exist, and what is to be done about
 * them. */
#include "../folder.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/named.h"
#include "indexer/sources/changes.h"
#include "store/index.h"
#include "store/schema.h"
#include "xapian_engine/writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char index_dir[96];

static int make_folder(void **state)
{
    (void)state;
    if (make_folder_of("sources_test"))
        return -1;
    snprintf(index_dir, sizeof index_dir, "%s/.pressmark", folder);
    return 0;
}

static void put(const char *name, const char *bytes)
{
    AUTO(mem_free_pointer) char *path = file_join(folder, name);
    AUTO(mem_free_pointer) char *parent = mem_copy_string(path);
    struct err err = ERR_INIT;
    *strrchr(parent, '/') = '\0';
    assert_int_equal(file_make_directory(parent, &err), ERR_OK);
    assert_int_equal(named_write(path, str_of(bytes), &err), ERR_OK);
}

static const struct settings PLAIN = {.reading = 1, .reading_anew = 2};

static void walk_folder(struct walk *w, const struct settings *settings,
                        const struct walk_observer *observer)
{
    struct err err = ERR_INIT;
    const struct walk_settings s = {
        .index_dir = index_dir, .settings = settings, .observer = observer};
    if (walk_source(w, folder, &s, &err))
        fail_msg("%s", err.message);
    walk_finish(w);
}

static void expect_paths(const struct walk *w, const char *const *paths)
{
    size_t n = 0;
    while (paths[n])
        n++;
    for (size_t i = 0; i < w->n && i < n; i++)
        assert_string_equal(w->files[i].path.p, paths[i]);
    assert_int_equal(w->n, n);
}

static void put_tree(void)
{
    put("b.txt", "b");
    put("a/z.md", "z");
    put("a/.hidden", "h");
    put(".git/config", "c");
    put("a/skip/x.txt", "x");
    put("a/.gitignore", "skip/\n*.log\n");
    put("a/y.log", "l");
    put(".ignore", "/ignored.txt\n");
    put("ignored.txt", "i");
    put(".pressmark/pressmark.json", "{}");
    char command[256];
    snprintf(command, sizeof command, "mkfifo %s/fifo && ln -s .. %s/a/loop && ln -s b.txt %s/link",
             folder, folder, folder);
    assert_int_equal(system(command), 0);
}

static void a_walk_is_sorted_and_heeds_ignore_files(void **state)
{
    (void)state;
    AUTO(walk_done) struct walk w = WALK_INIT;
    put_tree();
    walk_folder(&w, &PLAIN, NULL);
    expect_paths(&w, (const char *const[]){"a/z.md", "b.txt", NULL});
    assert_int_equal(w.total_bytes, 2);
    assert_int_equal(w.n_problems, 0);
    assert_false(w.files[0].is_named);
}

static void a_walk_can_take_everything_but_the_index(void **state)
{
    (void)state;
    AUTO(walk_done) struct walk w = WALK_INIT;
    put_tree();
    walk_folder(&w, &(struct settings){.hidden = true, .no_ignore = true}, NULL);
    expect_paths(&w, (const char *const[]){".git/config", ".ignore", "a/.gitignore", "a/.hidden",
                                           "a/skip/x.txt", "a/y.log", "a/z.md", "b.txt",
                                           "ignored.txt", NULL});
}

static void note_folder(void *ctx, const char *path, bool hidden)
{
    assert_false(hidden);
    buf_append_format(ctx, "enters %s\n", path + strlen(folder));
}

static void note_source(void *ctx, const char *path)
{
    buf_append_format(ctx, "looks for %s\n", path + strlen(folder));
    if (str_ends_with(str_of(path), STR_LITERAL("late")))
        /* A change made while the observer is being told is still seen. */
        put("late/made.txt", "m");
}

static void an_observer_is_told_before_each_look(void **state)
{
    (void)state;
    AUTO(walk_done) struct walk w = WALK_INIT;
    AUTO(buf_done) struct buf told = BUF_INIT;
    const struct walk_observer observer = {
        .ctx = &told, .enters = note_folder, .looks_for = note_source};
    struct walk_settings settings = {
        .index_dir = index_dir, .settings = &PLAIN, .observer = &observer};
    struct err err = ERR_INIT;
    bool is_folder;
    put_tree();
    walk_folder(&w, &PLAIN, &observer);
    AUTO(mem_free_pointer) char *late = file_join(folder, "late");
    AUTO(mem_free_pointer) char *missing = file_join(folder, "missing");
    AUTO(mem_free_pointer) char *file = file_join(folder, "b.txt");
    assert_int_equal(walk_source(&w, late, &settings, &err), ERR_OK);
    assert_int_equal(walk_file(&w, file, &settings, &is_folder, &err), ERR_OK);
    assert_int_equal(walk_source(&w, missing, &settings, &err), ERR_NOT_FOUND);
    assert_string_equal(buf_c_string(&told), "looks for \n"
                                             "enters \n"
                                             "enters /a\n"
                                             "looks for /late\n"
                                             "enters /late\n"
                                             "looks for /b.txt\n"
                                             "looks for /missing\n");
    walk_finish(&w);
    expect_paths(&w, (const char *const[]){"a/z.md", "b.txt", "late/made.txt", NULL});
}

static void a_name_matters_when_it_is_seen_or_says_what_is(void **state)
{
    (void)state;
    assert_true(walk_minds("a.txt", false));
    assert_true(walk_minds(".gitignore", false));
    assert_true(walk_minds(".pressmarkignore", false));
    assert_false(walk_minds(".a.txt.swp", false));
    assert_true(walk_minds(".a.txt.swp", true));
}

static void globs_choose_files(void **state)
{
    (void)state;
    AUTO(walk_done) struct walk md = WALK_INIT;
    AUTO(walk_done) struct walk rest = WALK_INIT;
    const char *include[] = {"*.md", "b.*"}, *exclude[] = {"a"};
    put_tree();
    walk_folder(&md, &(struct settings){.include = {include, 2, 2}}, NULL);
    expect_paths(&md, (const char *const[]){"a/z.md", "b.txt", NULL});
    walk_folder(&rest, &(struct settings){.exclude = {exclude, 1, 1}}, NULL);
    expect_paths(&rest, (const char *const[]){"b.txt", NULL});
}

static void stored_paths_and_absolute_ones_belong_together(void **state)
{
    (void)state;
    static const struct {
        const char *absolute, *stored;
    } cases[] = {{"/home/x/docs/a", "docs/a"},
                 {"/home/x", ""},
                 {"/home/xy/a", "/home/xy/a"},
                 {"/other", "/other"}};
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str stored = index_stored_path(cases[i].absolute, "/home/x/.pressmark", &arena);
        assert_string_equal(stored.p, cases[i].stored);
        if (stored.n)
            assert_string_equal(index_absolute_path(stored, "/home/x/.pressmark", &arena).p,
                                cases[i].absolute);
    }
    assert_string_equal(index_absolute_path(STR_LITERAL("a"), "/index", &arena).p, "/a");
}

/* ---- plans for made-up files ---- */

static struct source_file file_of(const char *path, uint64_t inode, uint64_t size)
{
    return (struct source_file){.path = str_of(path),
                                .size_bytes = size,
                                .mtime_ns = 1000,
                                .ctime_ns = 1000,
                                .inode = inode,
                                .settings = &PLAIN};
}

static struct known_file known_of(const char *path, uint64_t inode, uint64_t size)
{
    struct source_file file = file_of(path, inode, size);
    struct known_file s = known_file_of(&file, 2000000000);
    s.n_documents = 1;
    return s;
}

static void add_known(struct known_files *s, struct known_file state)
{
    known_files_add(s, &state);
}

/* Names sources, of which the first is walked. */
static void name_places(struct known_sources *s, const char *const *paths)
{
    const struct opt_words nothing = {0};
    for (; *paths; paths++)
        known_sources_name(s, str_of(*paths), SOURCE_PLACE, &nothing);
    s->places[0]->state = SOURCE_WALKED;
}

/* What the tests say about the disk. */
struct disk {
    bool is_meant, is_there;
};

static bool is_meant(void *ctx, const struct known_source *source)
{
    (void)source;
    return ((struct disk *)ctx)->is_meant;
}

static bool is_there(void *ctx, const struct known_file *known)
{
    (void)known;
    return ((struct disk *)ctx)->is_there;
}

static void find(struct changes *p, const struct walk *walk, const struct known_files *known,
                 const struct known_sources *sources, struct disk disk)
{
    struct path_set gone = {0};
    changes_done(p);
    changes_find(p, &(struct changes_input){.walk = walk,
                                            .known = known,
                                            .sources = sources,
                                            .gone = &gone,
                                            .is_meant = is_meant,
                                            .is_there = is_there,
                                            .ctx = &disk});
}

static void what_is_wholly_absent_stays_unless_it_is_meant(void **state)
{
    (void)state;
    AUTO(known_files_done) struct known_files known = KNOWN_FILES_INIT;
    AUTO(known_sources_done) struct known_sources sources = {0};
    AUTO(changes_done) struct changes p = CHANGES_INIT;
    struct source_file file = file_of("usb/c.txt", 9, 10), same = file_of("usb/a.txt", 1, 10);
    struct walk nothing = {.n = 0}, other = {.files = &file, .n = 1},
                one = {.files = &same, .n = 1};
    add_known(&known, known_of("usb/a.txt", 1, 10));
    add_known(&known, known_of("usb/b.txt", 2, 10));
    add_known(&known, known_of("usb/in/b.txt", 3, 10));
    name_places(&sources, (const char *const[]){"usb", "usb/in", NULL});
    find(&p, &nothing, &known, &sources, (struct disk){0});
    assert_int_equal(p.n_removed, 0);
    assert_int_equal(p.n, 3);
    assert_int_equal(p.n_absent, 1);
    assert_int_equal(p.absent[0].n_files, 2);
    find(&p, &other, &known, &sources, (struct disk){0});
    assert_int_equal(p.n_removed, 0);
    assert_int_equal(p.n, 4);
    find(&p, &one, &known, &sources, (struct disk){0});
    assert_int_equal(p.n_removed, 1);
    assert_int_equal(p.n_absent, 0);
    find(&p, &nothing, &known, &sources, (struct disk){.is_there = true});
    assert_int_equal(p.n_removed, 2);
    find(&p, &nothing, &known, &sources, (struct disk){.is_meant = true});
    assert_int_equal(p.n_removed, 2);
    assert_int_equal(p.n, 1);
    assert_string_equal(p.entries[0].old->path.p, "usb/in/b.txt");
}

static void a_plan_tells_new_changed_gone_and_renamed_apart(void **state)
{
    (void)state;
    AUTO(known_files_done) struct known_files known = KNOWN_FILES_INIT;
    AUTO(changes_done) struct changes p = CHANGES_INIT;
    add_known(&known, known_of("docs/changed.txt", 1, 10));
    add_known(&known, known_of("docs/gone.txt", 2, 10));
    add_known(&known, known_of("docs/old-name.txt", 3, 30));
    add_known(&known, known_of("docs/same.txt", 4, 10));
    add_known(&known, known_of("docs/typed.txt", 5, 50));
    add_known(&known, known_of("elsewhere/x.txt", 6, 10));
    struct source_file files[] = {
        file_of("docs/changed.txt", 1, 11),  file_of("docs/fresh.txt", 7, 10),
        file_of("docs/new-name.txt", 3, 30), file_of("docs/same.txt", 4, 10),
        file_of("docs/typed.md", 5, 50), /* the ending determines how it is read */
    };
    struct walk walk = {.files = files, .n = 5};
    AUTO(known_sources_done) struct known_sources sources = {0};
    name_places(&sources, (const char *const[]){"docs", "elsewhere", NULL});
    find(&p, &walk, &known, &sources, (struct disk){0});

    const enum change_action actions[] = {CHANGE_READ, CHANGE_READ, CHANGE_RENAME,
                                          CHANGE_KEEP, CHANGE_READ, CHANGE_KEEP};
    assert_int_equal(p.n, 6);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(p.entries[i].action, actions[i]);
    assert_non_null(p.entries[0].old);
    assert_null(p.entries[1].old);
    assert_string_equal(p.entries[2].old->path.p, "docs/old-name.txt");
    assert_null(p.entries[5].file);
    assert_int_equal(p.n_removed, 2);
    assert_int_equal(p.read_bytes, 11 + 10 + 50);
    assert_int_equal(p.kept_bytes, 30 + 10 + 10);
    assert_int_equal(p.changed_bytes, p.removed[0]->size_bytes + p.removed[1]->size_bytes + 2 * 11 -
                                          1 + 10 + 50 + 30);
    assert_true(changes_prefer_rebuild(&p, false));
    assert_true(changes_prefer_rebuild(&p, true));
}

static void what_has_changed_says_how_an_update_is_made(void **state)
{
    (void)state;
    static const struct {
        uint64_t read_bytes, kept_bytes, changed_bytes;
        bool joins, rebuilds, rebuilds_otherwise; /* the last one if nothing can be joined */
    } cases[] = {
        {1, 1000, 2, false, false, false},  {10, 1000, 20, true, false, false},
        {10, 1000, 10, true, false, false}, {200, 800, 400, true, false, true},
        {501, 500, 501, true, true, true},  {0, 1000, 300, true, false, false},
        {0, 1000, 0, false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct changes p = {.read_bytes = cases[i].read_bytes,
                                  .kept_bytes = cases[i].kept_bytes,
                                  .changed_bytes = cases[i].changed_bytes};
        assert_int_equal(changes_prefer_join(&p), cases[i].joins);
        assert_int_equal(changes_prefer_rebuild(&p, true), cases[i].rebuilds);
        assert_int_equal(changes_prefer_rebuild(&p, false), cases[i].rebuilds_otherwise);
    }
}

static void a_file_just_written_is_not_trusted(void **state)
{
    (void)state;
    struct source_file file = file_of("a", 1, 1);
    file.ctime_ns = 5000000000;
    struct known_file settled = known_file_of(&file, 6000000000);
    struct known_file fresh = known_file_of(&file, 5001000000);
    assert_true(known_file_matches(&settled, &file));
    assert_false(known_file_matches(&fresh, &file));
    assert_true(known_file_may_match(&fresh, &file));
    assert_false(known_file_may_match(&settled, &file));
    file.inode = 2;
    assert_false(known_file_may_match(&fresh, &file));
    assert_false(known_file_matches(&settled, &file));
    file.inode = 1;
    settled.fault = FAULT_CONTENT;
    assert_false(known_file_matches(&settled, &file));
    settled.read_as = PLAIN.reading_anew;
    assert_true(known_file_matches(&settled, &file));
}

static void a_fault_is_repeated_if_what_is_read_again_is_the_same(void **state)
{
    (void)state;
    AUTO(known_files_done) struct known_files known = KNOWN_FILES_INIT;
    AUTO(known_sources_done) struct known_sources sources = {0};
    AUTO(changes_done) struct changes p = CHANGES_INIT;
    struct source_file file = file_of("docs/a.jsonl", 1, 10);
    struct walk walk = {.files = &file, .n = 1};
    struct known_file fresh = known_file_of(&file, file.ctime_ns - 1);
    fresh.fault = FAULT_CONTENT;
    fresh.read_as = PLAIN.reading_anew;
    fresh.problems = STR_LITERAL("line 2");
    add_known(&known, fresh);
    name_places(&sources, (const char *const[]){"docs", NULL});
    struct known_file read = fresh;
    find(&p, &walk, &known, &sources, (struct disk){0});
    assert_int_equal(p.entries[0].action, CHANGE_READ);
    assert_true(change_repeats_fault(&p.entries[0], &read));
    read.problems = STR_LITERAL("line 3");
    assert_false(change_repeats_fault(&p.entries[0], &read));
    read.problems = fresh.problems;
    file.size_bytes++;
    find(&p, &walk, &known, &sources, (struct disk){0});
    assert_false(change_repeats_fault(&p.entries[0], &read));
    known.files[0].ctime_ns = file.ctime_ns;
    file.size_bytes--;
    find(&p, &walk, &known, &sources, (struct disk){0});
    assert_int_equal(p.entries[0].action, CHANGE_KEEP);
    assert_true(change_repeats_fault(&p.entries[0], &read));
}

/* Stores states in a database and reads them back. */
static enum err_code put_metadata(void *ctx, const char *key, struct str value, struct err *err)
{
    return xapian_writer_set_metadata(ctx, key, value, err);
}

static void known_files_come_back_sorted(void **state)
{
    (void)state;
    AUTO(known_files_done) struct known_files s = KNOWN_FILES_INIT;
    AUTO(known_files_done) struct known_files loaded = KNOWN_FILES_INIT;
    struct err err = ERR_INIT;
    struct xapian_writer *w;
    struct store_reader *r;
    char path[128];
    snprintf(path, sizeof path, "%s/db", folder);
    const char *paths[] = {path};
    for (int i = 999; i >= 0; i--) {
        char name[32];
        snprintf(name, sizeof name, "file-%03d", i);
        struct known_file f = known_of(name, (uint64_t)i, 5);
        f.first_docid = (uint32_t)i + 1;
        f.fault = i % 2 ? FAULT_CONTENT : FAULT_NONE;
        f.problems = i % 2 ? STR_LITERAL("binary file") : STR_EMPTY;
        f.list = i % 5 == 0;
        f.uses_path = i % 3 == 0;
        known_files_add(&s, &f);
    }
    assert_int_equal(xapian_writer_open(path, XAPIAN_CREATE, &w, &err), ERR_OK);
    assert_int_equal(known_files_store(&s, NULL, put_metadata, w, &err), ERR_OK);
    assert_int_equal(xapian_writer_commit(w, &err), ERR_OK);
    xapian_writer_close(w);
    assert_int_equal(store_reader_open_folders(&store_glass, paths, 1, &r, &err), ERR_OK);
    assert_int_equal(known_files_load(&loaded, r, &err), ERR_OK);
    store_reader_close(r);
    assert_int_equal(loaded.n, 1000);
    for (uint32_t i = 0; i < 1000; i++) {
        char name[32];
        snprintf(name, sizeof name, "file-%03u", i);
        assert_string_equal(loaded.files[i].path.p, name);
        assert_int_equal(loaded.files[i].first_docid, i + 1);
        assert_int_equal(loaded.files[i].problems.n > 0, i % 2);
        assert_int_equal(loaded.files[i].fault, i % 2 ? FAULT_CONTENT : FAULT_NONE);
        assert_int_equal(loaded.files[i].list, i % 5 == 0);
        assert_int_equal(loaded.files[i].read_as, PLAIN.reading);
        assert_int_equal(loaded.files[i].uses_path, i % 3 == 0);
    }
}

static void a_long_reason_is_cut_between_characters(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf problems = BUF_INIT;
    AUTO(buf_done) struct buf reason = BUF_INIT;
    struct str rest, cut;
    uint32_t line;
    buf_append_format(&reason, "%*s", KNOWN_FILE_MAX_REASON_BYTES - 1, "");
    buf_append_str(&reason, STR_LITERAL("é"));
    known_file_append_problem(&problems, 7, buf_str(&reason));
    rest = buf_str(&problems);
    assert_true(known_file_take_problem(&rest, &line, &cut));
    assert_int_equal(line, 7);
    assert_int_equal(cut.n, KNOWN_FILE_MAX_REASON_BYTES - 1);
    assert_int_equal(rest.n, 0);
}

/* ---- sources ---- */

static enum err_code parse_words(const struct opt_words *words, struct settings *ret,
                                 struct err *err)
{
    (void)err;
    *ret = (struct settings){.hidden = opt_words_has(words, "hidden"),
                             .no_ignore = opt_words_has(words, "no-ignore"),
                             .language = opt_words_has(words, "lang") ? "de" : NULL};
    settings_number(ret);
    return ERR_OK;
}

static const struct settings *settings_at(const struct known_sources *s, const char *path)
{
    return &known_sources_innermost(s, str_of(path))->settings;
}

static void the_innermost_source_with_words_of_its_own_holds(void **state)
{
    (void)state;
    AUTO(known_sources_done) struct known_sources s = {0};
    struct err err = ERR_INIT;
    const struct opt_words nothing = {0};
    struct opt_word hidden = {"hidden", NULL, false}, lang = {"lang", "de", false};
    const struct opt_words given_hidden = {&hidden, 1, 1}, given_lang = {&lang, 1, 1};
    known_sources_name(&s, STR_LITERAL("a"), SOURCE_PLACE, &given_hidden);
    known_sources_name(&s, STR_LITERAL("a/b"), SOURCE_PLACE, &nothing);
    known_sources_name(&s, STR_LITERAL("a/b/c"), SOURCE_PLACE, &given_lang);
    known_sources_name(&s, STR_LITERAL("/x"), SOURCE_PLACE, &nothing);
    assert_int_equal(known_sources_resolve(&s, NULL, parse_words, &err), ERR_OK);
    assert_true(settings_at(&s, "a/b/f")->hidden);
    assert_true(settings_at(&s, "a/b/c/f")->hidden);
    assert_non_null(settings_at(&s, "a/b/c/f")->language);
    assert_null(settings_at(&s, "a/bc")->language);
    assert_false(settings_at(&s, "/x/y")->hidden);
    assert_null(known_sources_innermost(&s, STR_LITERAL("b")));
    /* options of the outer source apply within, unless a source has options of its own */
    known_sources_name(&s, STR_LITERAL("a"), SOURCE_PLACE,
                       &(struct opt_words){&(struct opt_word){"hidden", NULL, true}, 1, 1});
    assert_int_equal(known_sources_resolve(&s, NULL, parse_words, &err), ERR_OK);
    assert_false(settings_at(&s, "a/b/f")->hidden);
    assert_true(settings_at(&s, "a/b/c/f")->hidden);
    /* options of one run change what is done, but not what files are read as */
    uint32_t reading = settings_at(&s, "a/f")->reading;
    assert_int_equal(known_sources_resolve(&s, &given_lang, parse_words, &err), ERR_OK);
    assert_non_null(settings_at(&s, "a/f")->language);
    assert_int_equal(settings_at(&s, "a/f")->reading, reading);
}

static void sources_come_back_with_their_words(void **state)
{
    (void)state;
    AUTO(known_sources_done) struct known_sources s = {0};
    AUTO(known_sources_done) struct known_sources loaded = {0};
    AUTO(buf_done) struct buf first = BUF_INIT;
    AUTO(buf_done) struct buf second = BUF_INIT;
    struct err err = ERR_INIT;
    struct xapian_writer *w;
    struct store_reader *r;
    char path[128];
    snprintf(path, sizeof path, "%s/db", folder);
    const char *paths[] = {path};
    const struct opt_words nothing = {0};
    struct opt_word words[] = {{"exclude", "a=b", false},
                               {"exclude", "", false},
                               {"hidden", NULL, false},
                               {"lang", "de", false}};
    const struct opt_words given = {words, 4, 4};
    known_sources_name(&s, STR_LITERAL(""), SOURCE_PLACE, &given);
    known_sources_name(&s, STR_LITERAL("in"), SOURCE_PLACE, &nothing);
    known_sources_name(&s, STR_LITERAL("-"), SOURCE_STREAM, &given);
    struct known_source *list = known_sources_name_list(&s, NULL, &given);
    assert_int_equal(list->number, 1);
    assert_int_equal(list->words.n, 1); /* how its files are read, not which */
    assert_ptr_equal(known_sources_name_list(&s, NULL, &given), list);
    known_sources_store(&s, &first);
    assert_int_equal(xapian_writer_open(path, XAPIAN_CREATE, &w, &err), ERR_OK);
    assert_int_equal(put_metadata(w, METADATA_SOURCES, buf_str(&first), &err), ERR_OK);
    assert_int_equal(xapian_writer_commit(w, &err), ERR_OK);
    xapian_writer_close(w);
    assert_int_equal(store_reader_open_folders(&store_glass, paths, 1, &r, &err), ERR_OK);
    assert_int_equal(known_sources_load(&loaded, r, &err), ERR_OK);
    store_reader_close(r);
    known_sources_store(&loaded, &second);
    assert_true(str_equal(buf_str(&first), buf_str(&second)));
    assert_int_equal(known_sources_find(&loaded, STR_LITERAL("-"))->words.n, 1);
    assert_string_equal(known_sources_find(&loaded, STR_EMPTY)->words.items[0].value, "a=b");
    assert_false(known_sources_find(&loaded, STR_LITERAL("in"))->is_own);
    known_sources_leave(&loaded, known_sources_find(&loaded, STR_EMPTY));
    assert_true(known_sources_find(&loaded, STR_LITERAL("in"))->is_own);
    assert_int_equal(known_sources_find(&loaded, STR_LITERAL("in"))->words.n, 4);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_folder, remove_folder)

static void a_set_of_paths_covers_what_is_below_them(void **state)
{
    (void)state;
    struct path_set s = {0};
    path_set_add(&s, STR_LITERAL("a/b"));
    path_set_add(&s, STR_LITERAL("/srv"));
    assert_true(path_set_covers(&s, STR_LITERAL("a/b")));
    assert_true(path_set_covers(&s, STR_LITERAL("a/b/c/d")));
    assert_true(path_set_covers(&s, STR_LITERAL("/srv/x")));
    assert_false(path_set_covers(&s, STR_LITERAL("a/bc")));
    assert_false(path_set_covers(&s, STR_LITERAL("a")));
    assert_false(path_set_covers(&s, STR_LITERAL("srv/x")));
    /* "" is the folder of the index, and "/" that of all absolute paths. */
    path_set_add(&s, STR_EMPTY);
    assert_true(path_set_covers(&s, STR_LITERAL("a/bc")));
    assert_false(path_set_covers(&s, STR_LITERAL("/home")));
    path_set_add(&s, STR_LITERAL("/"));
    assert_true(path_set_covers(&s, STR_LITERAL("/home")));
    path_set_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_walk_is_sorted_and_heeds_ignore_files),
        TEST(a_walk_can_take_everything_but_the_index),
        TEST(an_observer_is_told_before_each_look),
        cmocka_unit_test(a_set_of_paths_covers_what_is_below_them),
        cmocka_unit_test(a_name_matters_when_it_is_seen_or_says_what_is),
        TEST(globs_choose_files),
        cmocka_unit_test(stored_paths_and_absolute_ones_belong_together),
        cmocka_unit_test(a_plan_tells_new_changed_gone_and_renamed_apart),
        cmocka_unit_test(what_is_wholly_absent_stays_unless_it_is_meant),
        cmocka_unit_test(what_has_changed_says_how_an_update_is_made),
        cmocka_unit_test(a_file_just_written_is_not_trusted),
        cmocka_unit_test(a_long_reason_is_cut_between_characters),
        cmocka_unit_test(a_fault_is_repeated_if_what_is_read_again_is_the_same),
        cmocka_unit_test(the_innermost_source_with_words_of_its_own_holds),
        TEST(sources_come_back_with_their_words),
        TEST(known_files_come_back_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
