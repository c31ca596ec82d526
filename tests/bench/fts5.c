// SPDX-License-Identifier: GPL-2.0-or-later
//
// fts5 DATABASE FOLDER [SETTING...]: the least program that puts a folder of text into SQLite FTS5:
// one table of path, title and body, Porter stems, contents stored (FTS5's default), one
// transaction. The title is the first line. The settings:
//
//   unsafe      without a journal, and without waiting for the disk
//   unmerged    automerge=0: segments are not merged while they are written
//   optimised   all segments are merged into one at the end

#define _GNU_SOURCE
#include <fcntl.h>
#include <fts.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static sqlite3 *db;

static void die(const char *what)
{
    fprintf(stderr, "fts5: %s: %s\n", what, db ? sqlite3_errmsg(db) : "failed");
    exit(1);
}

static void execute(const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL))
        die(sql);
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool has(char **settings, const char *name)
{
    while (*settings && strcmp(*settings, name) != 0)
        settings++;
    return *settings;
}

int main(int argc, char **argv)
{
    if (argc < 3 || sqlite3_open(argv[1], &db))
        die("usage: fts5 DATABASE FOLDER [SETTING...]");
    char **settings = argv + 3;
    if (has(settings, "unsafe"))
        execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    execute("CREATE VIRTUAL TABLE docs USING fts5(path UNINDEXED, title, body, tokenize = 'porter "
            "unicode61')");
    if (has(settings, "unmerged"))
        execute("INSERT INTO docs(docs, rank) VALUES ('automerge', 0)");
    execute("BEGIN");
    sqlite3_stmt *insert;
    if (sqlite3_prepare_v2(db, "INSERT INTO docs VALUES (?, ?, ?)", -1, &insert, NULL))
        die("prepare");

    char *text = NULL;
    size_t room = 0;
    char *folders[] = {argv[2], NULL};
    FTS *walk = fts_open(folders, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    for (FTSENT *file; walk && (file = fts_read(walk));) {
        if (file->fts_info != FTS_F)
            continue;
        size_t size = (size_t)file->fts_statp->st_size;
        if (size > room && !(text = realloc(text, room = size * 2)))
            die("memory");
        int fd = open(file->fts_accpath, O_RDONLY);
        ssize_t n = fd < 0 ? -1 : read(fd, text, size);
        if (n < 0)
            die(file->fts_path);
        close(fd);
        const char *line_end = memchr(text, '\n', (size_t)n);
        sqlite3_bind_text(insert, 1, file->fts_path, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert, 2, text, (int)(line_end ? line_end - text : n), SQLITE_STATIC);
        sqlite3_bind_text(insert, 3, text, (int)n, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE)
            die(file->fts_path);
        sqlite3_reset(insert);
    }
    fts_close(walk);
    sqlite3_finalize(insert);
    execute("COMMIT");
    if (has(settings, "optimised"))
        execute("INSERT INTO docs(docs) VALUES ('optimize')");
    free(text);
    return sqlite3_close(db) ? 1 : 0;
}
