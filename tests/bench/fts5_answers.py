# SPDX-License-Identifier: GPL-2.0-or-later
"""fts5_answers.py DATABASE REPEATS: reads FTS5 queries, one a line, and prints for each the CPU milliseconds of an
answer, the mean of so many after one that is not counted, or - where it cannot be answered."""

import sqlite3
import sys
import time

ANSWER = ("SELECT path, title, snippet(docs, 2, '[', ']', ' ... ', 30) FROM docs WHERE docs MATCH ? "
          'ORDER BY rank LIMIT 10')


def main(path, repeats):
    database = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    for line in sys.stdin:
        try:
            database.execute(ANSWER, [line.strip()]).fetchall()
        except sqlite3.Error:
            print('-')
            continue
        start = time.process_time()
        for _ in range(repeats):
            database.execute(ANSWER, [line.strip()]).fetchall()
        print(1000 * (time.process_time() - start) / repeats)


if __name__ == '__main__':
    main(sys.argv[1], int(sys.argv[2]))
