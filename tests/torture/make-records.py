#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes large files of records: make-records.py jsonl|csv|mbox|sgml BYTES >FILE.

The same numbers give the same file. Words come from a made-up vocabulary whose frequencies fall as
those of a language do, so that an index of them is about as large as one of real text.
"""
import random
import sys

rng = random.Random(1987)
SYLLABLES = "ba be bi bo ca ce da do fa fi ga go ka ko la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se si so ta te ti to va ve vi vo".split()
WORDS = ["".join(rng.choice(SYLLABLES) for _ in range(rng.randint(1, 4))) for _ in range(60000)]


def word():
    return WORDS[int(len(WORDS) ** rng.random()) - 1]


def sentences(n):
    return " ".join(
        " ".join(word() for _ in range(rng.randint(6, 18))).capitalize() + "." for _ in range(n))


POOL = [sentences(1) for _ in range(20000)]


def body():
    return " ".join(rng.choice(POOL) for _ in range(rng.randint(4, 40)))


def record(form, n):
    title = " ".join(word() for _ in range(5)).capitalize()
    day = f"{1990 + n % 30}-{1 + n % 12:02}-{1 + n % 28:02}"
    if form == "jsonl":
        return f'{{"id":"r{n}","title":"{title}","date":"{day}","text":"{body()}"}}\n'
    if form == "csv":
        return f'r{n},"{title}, {n}",{day},"{body()}\n{body()}"\n'
    if form == "sgml":
        return f"<DOC>\n<DOCNO> r{n} </DOCNO>\n<TITLE>{title}</TITLE>\n<TEXT>\n{body()}\n</TEXT>\n</DOC>\n"
    return (f"From a{n % 97}@example.org Tue May 10 09:30:00 2011\nFrom: Ada <a{n % 97}@example.org>\n"
            f"To: press@example.org\nSubject: {title}\nMessage-ID: <{n}@example.org>\n"
            f"Date: Tue, 10 May 2011 09:30:00 +0000\n\n{body()}\n\n")


def main():
    form, size = sys.argv[1], int(sys.argv[2])
    n, written = 0, 0
    if form == "csv":
        sys.stdout.write("id,title,date,text\n")
    while written < size:
        n += 1
        written += sys.stdout.write(record(form, n))


main()
