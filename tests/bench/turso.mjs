// SPDX-License-Identifier: GPL-2.0-or-later
//
// turso.mjs index DATABASE FOLDER: the least program that puts a folder of text into Turso's full-text
// index, which is tantivy's: a table of path, title and body, filled in one transaction, and then the
// index, which takes many times as long if it is there before the rows. The title is the first line.
//
// turso.mjs answer DATABASE REPEATS: reads queries, one a line, and prints for each the CPU milliseconds
// of an answer of ten highlighted hits, the mean of so many after one that is not counted, or - where it
// cannot be answered.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '@tursodatabase/database';

const [, , mode, path, argument] = process.argv;
const database = await connect(path, { experimental: ['index_method'] });

async function index(folder) {
    await database.exec('CREATE TABLE docs (id INTEGER PRIMARY KEY, path TEXT, title TEXT, body TEXT)');
    const insert = await database.prepare('INSERT INTO docs (path, title, body) VALUES (?, ?, ?)');
    await database.exec('BEGIN');
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile())
            continue;
        const file = join(entry.parentPath ?? entry.path, entry.name);
        const text = readFileSync(file, 'utf8');
        await insert.run(file, text.split('\n', 1)[0], text);
    }
    await database.exec('COMMIT');
    await database.exec('CREATE INDEX words ON docs USING fts (title, body)');
}

const ANSWER = `SELECT path, title, fts_highlight(body, '[', ']', ?1), fts_score(title, body, ?1) AS score
    FROM docs WHERE fts_match(title, body, ?1) ORDER BY score DESC LIMIT 10`;

async function answer(repeats) {
    const statement = await database.prepare(ANSWER);
    for (const query of readFileSync(0, 'utf8').trimEnd().split('\n')) {
        try {
            await statement.all(query);
        } catch {
            console.log('-');
            continue;
        }
        const before = process.cpuUsage();
        for (let i = 0; i < repeats; i++)
            await statement.all(query);
        const used = process.cpuUsage(before);
        console.log((used.user + used.system) / 1000 / repeats);
    }
}

await (mode === 'index' ? index(argument) : answer(Number(argument)));
