#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Both engines give the same answers, and parts of an index those of the whole.

    engines_test.py BIN_DIR [N]

N random queries of all operators, and those of the benchmark, over corpus/, a folder of several
languages, and the folder of PRESSMARK_TEXTS where that is set. Parts are searched as local indexes;
and by half as many queries, of words, signs, fields, dates and phrases, through xapian-tcpsrv and
through xapian-progsrv, compared with the whole index in the same scheme. From N = 100 on these are
two, three and five parts. PRESSMARK_SEED repeats a run.
"""
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

BIN = os.path.realpath(sys.argv[1])
N = int(sys.argv[2]) if len(sys.argv) > 2 else 20
ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
SEARCH = os.path.join(BIN, 'pressmark-search')
SCHEME = 'ineb2 1'
TOLERANCE = 1e-9

problems = []


def run(*command, **more):
    return subprocess.run(command, check=False, capture_output=True, text=True, **more)


# ---- queries by chance ----

class Maker:
    """Queries of words that the documents have."""

    def __init__(self, random_, texts):
        self.random = random_
        self.texts = texts

    def words(self, n):
        while True:
            words = re.findall(r'\w[\w-]*', self.random.choice(self.texts))
            if len(words) > n:
                at = self.random.randrange(len(words) - n)
                return [word.lower() for word in words[at:at + n]]

    def word(self):
        return self.words(1)[0]

    def phrase(self):
        return '"%s"' % ' '.join(self.words(self.random.randint(2, 4)))

    def near(self):
        words = self.words(self.random.randint(2, 3))
        return f' NEAR/{self.random.randint(2, 9)} '.join(words)

    def prefix(self):
        word = self.word()
        return word[:max(3, len(word) - self.random.randint(1, 4))] + '*'

    def fuzzy(self):
        word = self.word()
        at = self.random.randrange(len(word))
        return word[:at] + 'x' + word[at + 1:] + '~'

    def date(self):
        year = self.random.randint(1995, 2024)
        return self.random.choice([f'date:{year}', f'date:{year}-0{self.random.randint(1, 9)}',
                                   f'date:{year}..{year + self.random.randint(0, 9)}', f'date:..{year}'])

    def field(self):
        return self.random.choice(['title:%s', 'path:%s', 'author:%s', 'title:%s*']) % self.word()

    def either(self):
        return f'{self.term()} {self.random.choice(["OR", "AND", "AND NOT"])} {self.term()}'

    def term(self):
        make = self.random.choice([self.word] * 6 + [self.phrase, self.prefix, self.field])
        return make()

    def query(self, simple):
        kinds = [self.word] * 8 + [self.phrase] * 2 + [self.field, self.date]
        if not simple:
            kinds += [self.near, self.prefix, self.fuzzy, lambda: f'({self.either()})',
                      lambda: 'type:text', lambda: 'lang:en']
        parts = []
        for _ in range(self.random.randint(1, 5)):
            sign = self.random.choice(['', '', '', '', '+', '-'] if parts else [''])
            parts.append(sign + self.random.choice(kinds)())
        return ' '.join(parts)


def texts_of(folder):
    texts = []
    for base, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(base, name), encoding='utf-8', errors='replace') as file:
                texts.append(file.read(20000))
    return sorted(texts)


# ---- answers ----

def answers(queries, indexes, *options):
    with tempfile.NamedTemporaryFile('w', suffix='.topics') as topics:
        for number, query in enumerate(queries):
            topics.write(f'{number}\t{query}\n')
        topics.flush()
        names = [word for index in indexes for word in ('-i', index)]
        done = run(SEARCH, *names, '-T', topics.name, '--json', '-n', '30', '-q', *options)
    if done.returncode > 1 and not done.stdout.endswith(']\n'):
        raise SystemExit(f'{indexes} {options}: {done.stderr}')
    return {answer['topic']: answer for answer in json.loads(done.stdout)}


def close(a, b):
    return abs(a - b) <= TOLERANCE * max(1, abs(a), abs(b))


def names_of(hit):
    """A hit and the copies that are folded into it. Which of them stands for the others may be chance: they
    score the same, and servers do not order equal hits by path."""
    return sorted(f'{document["path"]}#{document["id"] or ""}' for document in [hit, *hit.get('copies', [])])


def rename(found, shorten):
    """Shortens all paths."""
    for answer in found.values():
        for hit in answer['hits']:
            for document in [hit, *hit.get('copies', [])]:
                document['path'] = shorten(document['path'])
    return found


def by_rank(hits):
    """Hits of the same score by name."""
    groups = []
    for hit in hits:
        if not groups or not close(groups[-1][-1]['score'], hit['score']):
            groups.append([])
        groups[-1].append(hit)
    return [hit for group in groups for hit in sorted(group, key=names_of)]


def same(query, a, b):
    """Why two answers differ. Hits whose scores differ by nothing but rounding, of which weights that are added in
    another order have some, may change places, and the last of them be others."""
    if a is None or b is None:
        return None if a is b else 'one is an error'
    if a['total_is_exact'] and b['total_is_exact'] and a['total'] != b['total']:
        return f'totals {a["total"]} and {b["total"]}'
    if len(a['hits']) != len(b['hits']):
        return f'{len(a["hits"])} and {len(b["hits"])} hits'
    for x, y in zip(by_rank(a['hits']), by_rank(b['hits'])):
        if not close(x['score'], y['score']):
            return f'rank {x["rank"]}: scores {x["score"]} and {y["score"]}'
        if names_of(x) != names_of(y):
            if close(x['score'], a['hits'][-1]['score']):
                return None
            return f'rank {x["rank"]}: {names_of(x)} and {names_of(y)}'
        if x['passages'] != y['passages']:
            return f'rank {x["rank"]}: other passages'
    return None


def compare(what, queries, left, right, is_aside=lambda query: False):
    n_other = n_aside = 0
    for number, query in enumerate(queries):
        why = same(query, left.get(str(number)), right.get(str(number)))
        if why and is_aside(query):
            n_aside += 1
        elif why:
            problems.append(f'{what}: {query}: {why}')
            n_other += 1
    print(f'{what}: {len(queries) - n_other - n_aside} of {len(queries)} equal' +
          (f', and {n_aside} with synonyms that libxapian weighs by the shard' if n_aside else ''))


def has_long_synonym(index, query):
    """Whether a word of a query, or a pattern, is three terms or more. How frequent these are together libxapian estimates in
    an order that hangs on the shard."""
    done = run(SEARCH, '-i', index, '--json', '--explain', '-q', '--', query)
    return any(row['term'].count('|') > 1 or '*' in row['term'] for hit in json.loads(done.stdout)['hits'] for row in hit['explain'])


# ---- indexes ----

def build(index, *sources):
    done = run(os.path.join(BIN, 'pressmark-index'), '-q', '-i', index, *sources)
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    return index


LANGUAGES = {
    'de': 'Der Bürgermeister und die Ratsherren haben im Rathaus über den Haushalt der Stadt und die Straßen '
          'beraten, weil das Archiv und die Schule mehr Geld von der Gemeinde brauchen.',
    'fr': "Le maire et les conseillers ont parlé à l'hôtel de ville du budget de la commune et des écoles, "
          "parce que les archives ont besoin de plus d'argent que les routes.",
    'ru': 'Мэр города и советники говорили в ратуше о бюджете и о школах, потому что архиву нужно больше '
          'денег, чем дорогам и мостам.',
    'en': 'The mayor and the council spoke in the town hall of the budget of the city and its schools, because '
          'the archive needs more money than the roads and the bridges.',
    'ja': '市長と議員は市役所で予算と学校について話し合った。図書館にはもっとお金が必要だからである。',
}


def write_mixed(folder, random_):
    os.makedirs(folder)
    for number in range(150):
        text = LANGUAGES[random_.choice(sorted(LANGUAGES))]
        words = text.split(' ')
        some = [word for word in words for _ in range(random_.choice([0, 1, 1, 1, 2, 3]))]
        with open(os.path.join(folder, f'{number}.txt'), 'w', encoding='utf-8') as file:
            file.write(text + '\n\n' + ' '.join(some or words) + '\n')


def split(folder, parts, n):
    """Divides the files of a folder among n folders, whose names sort as their files do."""
    shutil.rmtree(parts, ignore_errors=True)
    folders = [os.path.join(parts, f'p{i}') for i in range(n)]
    files = sorted(os.path.join(base, name) for base, _, names in os.walk(folder) for name in names)
    for number, file in enumerate(files):
        target = os.path.join(folders[number % n], os.path.relpath(file, folder))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy2(file, target)
    return folders


# ---- servers ----

def serve(index):
    """A xapian-tcpsrv of its own, and its port."""
    for _ in range(20):
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen(['xapian-tcpsrv', '--interface', '127.0.0.1', '--port', str(port), '--quiet', index],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        for _ in range(100):
            if server.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(('127.0.0.1', port)) == 0:
                    return server, port
            time.sleep(0.05)
        stop(server)
    raise SystemExit('no server can be started')


def stop(server):
    """Ends a server with all of its connections."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def write_shell(path):
    """What ssh does, without another machine: the command is one for a shell."""
    with open(path, 'w', encoding='utf-8') as file:
        file.write('#!/bin/sh\nshift\nexec sh -c "$*"\n')
    os.chmod(path, 0o755)
    return path


# ---- the tests ----

def engines_agree(name, index, queries):
    compare(f'{name}, both engines', queries, answers(queries, [index]),
            answers(queries, [index], '--engine=xapian'))
    for query in queries[:15]:
        both = [run(SEARCH, '-i', index, '--json', '--explain', '-q', f'--engine={engine}', '--', query).stdout
                for engine in ('glass', 'xapian')]
        rows = [[hit['explain'] for hit in json.loads(text)['hits']] if text else [] for text in both]
        for left, right in zip(*rows):
            if [(row['term'], row['field'], row['tf']) for row in left] != \
               [(row['term'], row['field'], row['tf']) for row in right] or \
               not all(close(a['share'], b['share']) for a, b in zip(left, right)):
                problems.append(f'{name}: {query}: other explanations')


def parts_are_the_whole(name, work, folder, queries, simple):
    numbers = (2, 3, 5) if N >= 100 else {'corpus': (2, 5)}.get(name, (3,))
    for n in numbers:
        base = os.path.join(work, f'{name}-{n}')
        folders = split(folder, base, n)
        whole = build(os.path.join(base, 'whole'), *folders)
        parts = [build(os.path.join(base, f'part{i}'), path) for i, path in enumerate(folders)]
        compare(f'{name}, {n} local parts', queries, answers(queries, [whole]), answers(queries, parts))

        wanted = rename(answers(simple, [whole], '--engine=xapian', '--scheme', SCHEME),
                        lambda path, base=base: os.path.relpath(path, base))
        servers = [serve(index) for index in parts]
        shell = write_shell(os.path.join(base, 'shell'))
        try:
            ways = {
                'servers': [f'xapian://127.0.0.1:{port}' for _, port in servers],
                'programs': [f'ssh://localhost{index}' for index in parts],
            }
            for way, indexes in ways.items():
                place = re.compile(r'^xapian://[^/]*/|^ssh://localhost' + re.escape(base) + '/')
                found = rename(answers(simple, indexes, '--ssh', shell),
                               lambda path, place=place: place.sub('', path))
                compare(f'{name}, {n} parts by {way}', simple, wanted, found,
                        lambda query, whole=whole: has_long_synonym(whole, query))
        finally:
            for server, _ in servers:
                stop(server)


def one_is_killed(work):
    """A server that is gone in the middle of a run is an error that names it; with --partial the others answer
    the rest. What is printed is more than a pipe has room for, so that there is a middle."""
    texts = {'alpha': 'a heron by the lake', 'beta': 'a heron in the rain'}
    indexes = {}
    for name, text in texts.items():
        folder = os.path.join(work, 'killed', name)
        os.makedirs(folder)
        with open(os.path.join(folder, f'{name}.txt'), 'w', encoding='utf-8') as file:
            file.write(text + '\n')
        indexes[name] = build(folder + '.idx', folder)
    for options in [], ['--partial']:
        servers = {name: serve(index) for name, index in indexes.items()}
        places = {name: f'xapian://127.0.0.1:{port}' for name, (_, port) in servers.items()}
        names = [word for place in places.values() for word in ('-i', place)]
        with open(os.path.join(work, 'topics'), 'w', encoding='utf-8') as topics:
            topics.writelines(f'{number:0300}\theron\n' for number in range(500))
        with subprocess.Popen([SEARCH, *names, *options, '-q', '-T', topics.name], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as search:
            first = [search.stdout.readline() for _ in texts]
            stop(servers['beta'][0])
            rest, complaint = search.communicate()
        stop(servers['alpha'][0])
        lines = first + rest.splitlines()
        n_alone = sum('alpha.txt' in line for line in lines) - sum('beta.txt' in line for line in lines)
        what = f'one server killed{", --partial" if options else ""}'
        if search.returncode != (0 if options else 2) or (n_alone > 0) != bool(options) or \
           places['beta'] not in complaint or places['alpha'] in complaint:
            problems.append(f'{what}: status {search.returncode}, {n_alone} by one alone, {complaint!r}')
        print(f'{what}: status {search.returncode}, {complaint.strip()}')


def main():
    seed = int(os.environ.get('PRESSMARK_SEED') or time.time())
    print(f'PRESSMARK_SEED={seed}')
    random_ = random.Random(seed)
    with open(os.path.join(ROOT, 'tests/bench/queries.txt'), encoding='utf-8') as file:
        known = [line.strip() for line in file if line.strip() and not line.startswith('#')]
    with tempfile.TemporaryDirectory() as work:
        one_is_killed(work)
        mixed = os.path.join(work, 'mixed')
        write_mixed(mixed, random_)
        folders = {'corpus': os.path.join(ROOT, 'corpus'), 'mixed': mixed}
        if os.environ.get('PRESSMARK_TEXTS'):
            folders['texts'] = os.environ['PRESSMARK_TEXTS']
        for name, folder in folders.items():
            maker = Maker(random_, texts_of(folder))
            queries = known + [maker.query(False) for _ in range(N)]
            simple = [maker.query(True) for _ in range(N // 2)]
            engines_agree(name, build(os.path.join(work, name + '.idx'), folder), queries)
            parts_are_the_whole(name, work, folder, queries, simple)
    for problem in problems[:40]:
        print(problem)
    return 1 if problems else 0


sys.exit(main())
