# SPDX-License-Identifier: GPL-2.0-or-later
"""What an answer costs: by a process of its own, and in a process that answers many."""

import os
import re
import shutil
import statistics

from bench import HERE, Failed, percentile, run_quietly, say, table
from fts5_answers import ANSWER
from programs import Pressmark

# Phrases of words that nearly all documents have, and wildcards at the beginning of a word.
HARD = '"in this class"', '"returns the value"', '"of the"', '*tion', '?o?e'


def read_queries():
    with open(os.path.join(HERE, 'queries.txt'), encoding='utf-8') as file:
        return [line.strip() for line in file if line.strip() and not line.startswith('#')]


# ---- a query in the forms of others ----

def parts(query):
    """The (field, text, is prefix) of a query of queries.txt."""
    for field, phrase, word in re.findall(r'(?:(title):)?(?:"([^"]+)"|(\S+))', query):
        text = phrase or word
        yield field, text.removesuffix('*'), text.endswith('*')


def for_fts5(query, operator):
    return f' {operator} '.join(f'{field + " : " if field else ""}"{text}"{"*" if is_prefix else ""}'
                                for field, text, is_prefix in parts(query))


def for_ripgrep(query):
    words = [r'\s+'.join(map(re.escape, text.split())) + (r'\w*' if is_prefix else '')
             for _, text, is_prefix in parts(query)]
    return rf'\b(?:{"|".join(words)})\b'


# ---- a process for each query ----

def quest(database, query):
    return ['quest', '-d', database, '-m', '10', '-p', 'title:S', '-f', 'default,wildcard', query]


def sqlite3(index, query):
    literal = "'" + query.replace("'", "''") + "'"
    return ['sqlite3', '-readonly', os.path.join(index, 'docs.db'), ANSWER.replace('?', literal)]


def searchers(comparison):
    """Title and command of each, for the indexes that are there."""
    at = {program.name: (program, comparison.index(program)) for program in comparison.programs}
    for name in 'pressmark', 'before':
        if name in at:
            program, index = at[name]
            title = '**pressmark-search**, ten passages' if name == 'pressmark' else 'pressmark-search, before'
            yield name, title, lambda query, program=program, index=index: program.search(index, query)
    if 'omindex' in at:
        yield 'quest', "quest on omindex's index (no passage)", lambda query: quest(at['omindex'][1], query)
    if 'pressmark' in at and shutil.which('quest'):
        database = Pressmark.database(at['pressmark'][1])
        yield 'quest-ours', 'quest on our index (no passage)', lambda query: quest(database, query)
    if 'recoll' in at:
        yield 'recollq', 'recollq -A', lambda query: ['recollq', '-c', at['recoll'][1], '-A', '-n', '10', query]
    if 'fts5-optimised' in at or 'fts5' in at:
        index = at.get('fts5-optimised', at.get('fts5'))[1]
        yield 'fts5-and', 'sqlite3, rank and snippet(), all words (its default)', \
            lambda query: sqlite3(index, for_fts5(query, 'AND'))
        yield 'fts5-or', 'sqlite3, rank and snippet(), any word', lambda query: sqlite3(index, for_fts5(query, 'OR'))
    if shutil.which('rg'):
        yield 'rg', 'rg -l, no index, once', lambda query: \
            ['rg', '--no-config', '--no-ignore', '--hidden', '-j1', '-l', '-i', for_ripgrep(query), comparison.folder]


def measure_cold(bench, comparison):
    """A process for each query, the index in the page cache."""
    programs = list(searchers(comparison))
    costs = {name: [] for name, _, _ in programs}
    for query in read_queries():
        say(f'{comparison.corpus}, cold: {query}')
        for repeat in range(6):  # the first one is not counted
            for name, _, command in programs:
                if name == 'rg' and repeat != 1:
                    continue
                try:
                    cost = bench.cost(command(query), max_status=1 if name in ('pressmark', 'before', 'rg') else 0)
                    costs[name] += [cost] if repeat else []
                except Failed as why:
                    bench.note(str(why))
    costs = {name: list_of for name, list_of in costs.items() if list_of}
    half = {name: statistics.median(cost.cpu for cost in list_of) for name, list_of in costs.items()}
    ours = half.get('pressmark')
    table(f'Cold query: {comparison.corpus}, a process each, {len(read_queries())} queries, 5 times each',
          ('', 'CPU ms p50', 'p95', 'wall ms p50', 'p95', 'peak RSS MiB', 'ours / theirs (p50)'),
          [(title, *(f'{1000 * percentile([getattr(cost, key) for cost in costs[name]], percent):.1f}'
                     for key in ('cpu', 'wall') for percent in (50, 95)),
            f'{max(cost.rss for cost in costs[name]):.0f}', f'{ours / half[name]:.2f}' if ours else '–')
           for name, title, _ in programs if name in costs])
    for name, limit, text in (('before', 1, 'that of before'), ('quest', 1, "quest's"), ('recollq', .5, "recollq -A's"),
                              ('fts5-and', .5, "sqlite3's, all words"), ('fts5-or', .5, "sqlite3's, any word")):
        if ours and name in half:
            bench.promise(f'cold query: our CPU p50 over {text}', ours / half[name], limit)


# ---- one process for many ----

def ours_warm(bench, program, index, query, form):
    """CPU milliseconds that one more of a query adds to a process."""
    files = {}
    for n in 1, 1 + bench.repeats:
        files[n] = bench.path('made', f'topics-{n}')
        with open(files[n], 'w', encoding='utf-8') as file:
            file.writelines(f'{number}\t{query}\n' for number in range(n))
    runs = [[bench.cost(program.topics(index, file, *form), max_status=1).cpu for file in files.values()]
            for _ in range(3)]
    return statistics.median(1000 * (many - one) / bench.repeats for one, many in runs)


def peer_warm(bench, command, queries):
    """CPU milliseconds by query of a program that takes queries, one a line, and prints them. Not those that it cannot
    answer."""
    out = run_quietly(['taskset', '-c', str(bench.core), *command, str(bench.repeats)], input='\n'.join(queries) + '\n')
    return {query: float(line) for query, line in zip(queries, out.splitlines()) if line != '-'}


def warm_row(title, costs, queries):
    values = [costs[query] for query in queries]
    return title, str(len(values)), f'{statistics.median(values):.3f}', f'{percentile(values, 95):.3f}'


WARM_HEAD = '', 'queries', 'CPU ms p50', 'p95'


def measure_warm(bench, comparison):
    queries = read_queries() + list(HARD)
    programs = [program for program in comparison.programs if isinstance(program, Pressmark)]
    kinds = {'Matching alone, a line of a run': (('--run', '/dev/null'), .4, .15),
             'Warm answers with ten passages': (('--json',), .6, .25)}
    results = {}
    for kind, (form, *limits) in kinds.items():
        results[kind] = costs = {program.name: {} for program in programs}
        for query in queries:
            say(f'{comparison.corpus}, {kind}: {query}')
            for program in programs:
                costs[program.name][query] = ours_warm(bench, program, comparison.index(program), query, form)
        table(f'{kind}: {comparison.corpus}, in one process, {bench.repeats} times each', WARM_HEAD,
              [warm_row(program.title.replace('-index -j1', '-search'), costs[program.name], queries)
               for program in programs])
        if 'before' in costs:
            for text, percent, limit in ('p50', 50, limits[0]), ('p95', 95, limits[1]):
                ours, before = (percentile(costs[name].values(), percent) for name in ('pressmark', 'before'))
                bench.promise(f'{kind}: {text} over that of before', ours / before, limit)
    answers = results['Warm answers with ten passages']
    table(f'The hard ones: {comparison.corpus}, CPU ms', ('', *HARD),
          [(f'{kind}, {program.name}', *(f'{results[kind][program.name][query]:.2f}' for query in HARD))
           for kind in kinds for program in programs])
    compare_warm(bench, comparison, answers['pressmark'], queries)


def compare_warm(bench, comparison, ours, queries):
    """Warm answers beside those of the peers, each over the queries that it can answer."""
    at = {program.name: comparison.index(program) for program in comparison.programs}
    commands = {}
    if 'fts5-optimised' in at:
        for operator in 'AND', 'OR':
            commands[f'FTS5, optimised, rank and snippet(), {operator}'] = (
                ['python3', os.path.join(HERE, 'fts5_answers.py'), os.path.join(at['fts5-optimised'], 'docs.db')],
                lambda query, operator=operator: for_fts5(query, operator))
    if 'tantivy' in at:
        commands['tantivy in Turso, highlighted'] = (
            ['node', bench.path('turso.mjs'), 'answer', os.path.join(at['tantivy'], 'docs.db')], str)
    rows = []
    asked = [query for query in queries if not query.startswith(('*', '?'))]
    for title, (command, form) in commands.items():
        say(f'{comparison.corpus}, warm: {title}')
        try:
            costs = peer_warm(bench, command, [form(query) for query in asked])
        except Failed as why:
            bench.note(str(why))
            continue
        answered = {query: costs[form(query)] for query in asked if form(query) in costs}
        rows += [warm_row(title, answered, answered), warm_row('**pressmark-search**, the same', ours, answered)]
    if rows:
        table(f'Warm answers beside the peers: {comparison.corpus}, in one process, {bench.repeats} times each',
              WARM_HEAD, rows)
