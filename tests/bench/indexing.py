# SPDX-License-Identifier: GPL-2.0-or-later
"""What building an index costs."""

import os
import shutil

from bench import Failed, bytes_below, files_below, median, run_quietly, say, table
from programs import Pressmark


def build_once(bench, program, folder, index, *options, pinned=True):
    """Builds a new index at the path and returns what that cost, or None, with a note, if it failed."""
    bench.fresh(index)
    program.prepare(folder, index)
    bench.settle(folder)
    try:
        return bench.cost(program.index(folder, index, *options), pinned)
    except Failed as why:
        bench.note(f'{program.name} failed: {why}')
        return None


def rate(n_bytes, cost):
    return n_bytes / 1e6 / cost.cpu


class Comparison:
    """One corpus indexed by several programs in turn, so that a change of the machine's load meets all."""

    def __init__(self, bench, programs, corpus, folder=None):
        self.bench, self.programs, self.corpus = bench, list(programs), corpus
        self.folder = folder or bench.corpus(corpus)
        self.bytes = bytes_below(self.folder) if os.path.isdir(self.folder) else os.path.getsize(self.folder)
        self.costs = {}  # by program's name
        self.sizes = {}

    def index(self, program):
        return self.bench.path('index', f'{self.corpus}-{program.name}')

    def run(self, runs):
        for number in range(1, runs + 1):
            for program in list(self.programs):
                say(f'{self.corpus}, round {number} of {runs}: {program.name}')
                cost = build_once(self.bench, program, self.folder, self.index(program))
                if not cost:
                    self.programs.remove(program)
                    self.costs.pop(program.name, None)
                    continue
                self.costs.setdefault(program.name, []).append(cost)
                if number == 1:
                    self.check_count(program)
        self.costs = {name: median(costs) for name, costs in self.costs.items()}
        self.sizes = {program.name: bytes_below(self.index(program)) for program in self.programs}

    def check_count(self, program):
        """All documents are in the index. A corpus in one file says nothing about its number."""
        n_files = len(files_below(self.folder)) if os.path.isdir(self.folder) else 0
        n_documents = program.count(self.index(program))
        if n_documents is not None and n_documents < n_files:
            self.bench.note(f'{program.name} holds {n_documents} documents of the {n_files} files of {self.corpus}')

    def print(self):
        ours = self.costs.get('pressmark')
        rows = []
        for program in self.programs:
            cost = self.costs[program.name]
            rows.append((program.title, f'{cost.cpu:.2f}', f'{cost.wall:.2f}', f'{rate(self.bytes, cost):.1f}',
                         f'{cost.rss:.0f}', f'{self.sizes[program.name] / self.bytes:.2f}',
                         f'{cost.cpu / ours.cpu:.2f}' if ours else '–'))
        table(f'Indexing: {self.corpus}, {self.bytes / 1e6:.1f} MB, one core, median of {self.bench.runs}',
              ('', 'CPU s', 'wall s', 'MB of text per CPU s', 'peak RSS MiB', 'index / text', 'ours / theirs'), rows)

    def ratio(self, other):
        """Our rate over that of another program, or None."""
        costs = self.costs
        return costs[other].cpu / costs['pressmark'].cpu if other in costs and 'pressmark' in costs else None


def measure_settings(bench, ours, comparison):
    """Our rows: workers by wall time, free to use any core, and little memory."""
    settings = {'-j1, not pinned': (('-j1',), False), '-j2, not pinned': (('-j2',), False),
                'no options, not pinned': (('--quiet',), False),
                '-j1 --memory 64M, one core': (('-j1', '--memory', '64M'), True)}
    costs = {name: [] for name in settings}
    for _ in range(bench.runs):
        for name, (options, pinned) in settings.items():
            say(f'{comparison.corpus}: {name}')
            cost = build_once(bench, ours, comparison.folder, bench.path('index', 'settings'), *options, pinned=pinned)
            costs[name] += [cost] if cost else []
    costs = {name: median(list_of) for name, list_of in costs.items() if list_of}
    alone = costs.get('-j1, not pinned')
    table(f'Our settings: {comparison.corpus}', ('', 'CPU s', 'wall s', 'peak RSS MiB', 'wall / wall of -j1'),
          [(name, f'{cost.cpu:.2f}', f'{cost.wall:.2f}', f'{cost.rss:.0f}',
            f'{cost.wall / alone.wall:.2f}' if alone and not settings[name][1] else '–')
           for name, cost in costs.items()])
    table(f'Our index: {comparison.corpus}', ('', 'bytes', '/ text'),
          [(os.path.basename(file), str(os.path.getsize(file)), f'{os.path.getsize(file) / comparison.bytes:.3f}')
           for file in sorted(files_below(comparison.index(ours)), key=os.path.getsize, reverse=True)[:3]])
    return costs


def promise_for_text(bench, comparison, settings):
    for other, least, text in (
            ('omindex', 10, "our rate over omindex's"), ('lucene', 3, "our rate over Lucene's"),
            ('fts5', 1, "our rate over FTS5's, no sync, no journal"), ('fts5-default', 1, "over FTS5's as it comes"),
            ('fts5-unmerged', 1, "over FTS5's with automerge=0"),
            ('fts5-optimised', 1.1, "over FTS5's, optimised to one segment"),
            ('before', 1.25, 'our rate over that of before')):
        ratio = comparison.ratio(other)
        if ratio:
            bench.promise(f'text: {text}', ratio, least, is_least=True)
    bench.promise('text: index over text', comparison.sizes['pressmark'] / comparison.bytes, 1.2)
    if '-j1, not pinned' in settings and '-j2, not pinned' in settings:
        bench.promise('text: wall time of two workers over that of one',
                      settings['-j2, not pinned'].wall / settings['-j1, not pinned'].wall, .6)
    for name, limit in ('no options, not pinned', 600), ('-j1 --memory 64M, one core', 160):
        if name in settings:
            bench.promise(f'text: peak memory in MB, {name}', settings[name].rss * 1.048576, limit, digits=0)


def measure_text(bench, programs, corpus):
    """The plain text corpora, with all programs. Returns the comparison; the indexes stay."""
    comparison = Comparison(bench, programs, corpus)
    comparison.run(bench.runs)
    comparison.print()
    ours = next((program for program in comparison.programs if program.name == 'pressmark'), None)
    if ours:
        settings = measure_settings(bench, ours, comparison)
        if corpus == 'text-200':
            promise_for_text(bench, comparison, settings)
    return comparison


def json_lines(bench, ours):
    """text-200 as records, one a line. Returns the path of the file."""
    path = bench.path('made', 'text-200.jsonl')
    if not os.path.exists(path):
        text = run_quietly(ours.emit(bench.corpus('text-200')))
        with open(path + '.new', 'w', encoding='utf-8') as file:
            file.write(text)
        os.rename(path + '.new', path)
    return path


def measure_forms(bench, programs):
    """HTML and JSON Lines, ours alone."""
    ours = [program for program in programs if isinstance(program, Pressmark)]
    if not any(program.name == 'pressmark' for program in ours):
        return
    for corpus, folder, least in (('html-100', None, 1.15), ('jsonl-200', json_lines(bench, ours[0]), 1.3)):
        comparison = Comparison(bench, ours, corpus, folder)
        comparison.run(bench.runs)
        comparison.print()
        if comparison.ratio('before'):
            bench.promise(f'{corpus}: our rate over that of before', comparison.ratio('before'), least, is_least=True)
        for program in comparison.programs:
            shutil.rmtree(comparison.index(program))
