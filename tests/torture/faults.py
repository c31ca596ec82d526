#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""faults.py BIN_DIR [MAX]: each call of a kind that an indexer makes fails once, the n-th for every n
(or for MAX of them, spread evenly): reading and opening of files and folders, writing, syncing,
renaming, removing, memory. For a first build, updates, and rebuilds.

After each the indexer has ended by itself, or, within a library that got no memory, has crashed with
a message; the index answers as before or as after, or lacks documents that a message named; the next
run completes, and the index is as one built at once.

PRESSMARK_WAYS and PRESSMARK_CALLS choose among the ways and the calls, PRESSMARK_SEED says where the
even spread begins, PRESSMARK_KEEP keeps the working folder. A try takes some 50 ms with release
programs and TMPDIR in memory: there are some 15,000."""

import collections
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time

SECONDS = 60
CRASHED, KILLED = 139, 137

ERRORS = {'opendir': 'EMFILE', 'readdir': 'EIO', 'open': 'EMFILE', 'read': 'EIO', 'write': 'ENOSPC',
          'sync': 'EIO', 'rename': 'EIO', 'remove': 'EIO', 'make': 'ENOSPC', 'mmap': 'ENOMEM',
          'malloc': 'ENOMEM'}

# The options of each way, whether there is an index before, which is a copy from elsewhere or as it
# was left, and what the summary says when nothing fails.
Way = collections.namedtuple('Way', 'options before is_copy new')
WAYS = {
    'first-build': Way([], False, False, True),
    'update': Way([], True, False, False),
    'rebuild': Way(['--rebuild'], True, False, True),
    'first-build-slow': Way(['--no-bulk'], False, False, True),
    'update-of-copy': Way([], True, True, False),
    'update-in-place': Way(['--no-bulk'], True, False, False),
    'first-build-position-table': Way(['--position-table'], False, False, True),
}

QUERIES = ['common', '"common words"', 'gammakappa', 'deltasigma', 'path:renamed common', 'tag:press',
           'common date:2011', 'bridge number', 'title:news', 'commno~']

LEFT = re.compile(r'\.gitignore|lock|pressmark\.json|XAPIANDB'
                  r'|gen-\d+(/(iamglass|flintlock|stamp|(postlist|termlist|docdata|position)\.glass))?')


# ---- the folder, before and after ----

def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def write_documents(docs):
    """Those that stay."""
    for i in range(2, 7):
        write(f'{docs}/sub/{i}.txt', f'News {i}\n\nSome common words about bridge number {i}.\n')
    write(f'{docs}/a.md', '---\ntitle: Front\ntags: [press]\n---\n\n# Head\n\nSome *common* words.\n')
    write(f'{docs}/page.html', '<html><title>Page</title><body><p>Some common words, and a '
          '<a href="a.md">list</a></p></body></html>\n')
    write(f'{docs}/sub/deep/records.jsonl', ''.join(
        f'{{"id":"r{i}","text":"Some common words of record {i}","tag":"press"}}\n'
        for i in range(1, 5)))
    write(f'{docs}/rows.csv', 'id,text\nc1,"Some common words of a row"\nc2,"More common words"\n')
    write(f'{docs}/sub/one.eml', 'From: a@example.org\nSubject: Mail\n'
          'Date: Tue, 10 May 2011 09:30:00 +0000\n\nSome common words\n')
    write(f'{docs}/.gitignore', 'private/\n')
    write(f'{docs}/private/secret.txt', 'common words that nobody may see\n')
    with tarfile.open(f'{docs}/packed.tar', 'w') as tar:
        for name in 'page.html', 'rows.csv':
            tar.add(f'{docs}/{name}', name)


def write_changing(work):
    """What the folder "news" holds before and after."""
    write(f'{work}/news-before/gone.txt', 'deltasigma and common words\n')
    write(f'{work}/news-before/moves.txt', 'common words that move\n')
    write(f'{work}/news-before/1.txt', 'News 1\n\nSome common words about bridge number 1.\n')
    write(f'{work}/news-after/come.txt', 'gammakappa and common words\n')
    write(f'{work}/news-after/1.txt', 'News 1\n\nCommon words about another bridge, gammakappa.\n')
    os.link(f'{work}/news-before/moves.txt', f'{work}/news-after/renamed.txt')


# ---- trials ----

class Trials:
    def __init__(self, bin_dir, work):
        self.index_tool = f'{bin_dir}/pressmark-index'
        self.search_tool = f'{bin_dir}/pressmark-search'
        self.work, self.area = work, f'{work}/area'
        self.docs, self.index = f'{self.area}/docs', f'{self.area}/index'
        self.n_failures = self.n_checks = 0
        self.environment = {k: v for k, v in os.environ.items() if k != 'PRESSMARK_INDEX'}
        self.environment['LC_ALL'] = 'C'
        self.shim = f'{work}/shim.so'
        self.states, self.paths = {}, {}
        self.news = None

    def fail(self, message):
        self.n_failures += 1
        print(f'FAILED: {message}', flush=True)

    def build_shim(self):
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'shim.c')
        subprocess.run(['cc', '-std=gnu17', '-D_GNU_SOURCE', '-O2', '-fPIC', '-shared', '-o', self.shim,
                        source, '-ldl'], check=True)

    def prepare_states(self):
        """The folder and the index before and after, and what they answer."""
        write(f'{self.work}/topics', ''.join(f'{i}\t{q}\n' for i, q in enumerate(QUERIES)))
        write_documents(self.docs)
        write_changing(self.work)
        time.sleep(0.1)
        for state in 'before', 'after':
            self.build(state)
            shutil.copytree(self.index, f'{self.work}/{state}')
        self.put_news('after')
        for state in 'before', 'after', 'nowhere':
            self.remove_index()
            if state != 'nowhere':
                shutil.copytree(f'{self.work}/{state}', self.index)
            self.states[state], self.paths[state] = self.answers()
        if self.states['before'] == self.states['after']:
            self.fail('the two states answer alike')

    def put_news(self, state):
        """What changes is moved with its folder, which leaves the times of the files as they are."""
        if self.news:
            os.rename(f'{self.docs}/news', f'{self.work}/news-{self.news}')
        os.rename(f'{self.work}/news-{state}', f'{self.docs}/news')
        self.news = state

    def build(self, state):
        self.put_news(state)
        self.remove_index()
        if self.run_index([]).returncode:
            sys.exit('the folder cannot be indexed')

    def remove_index(self):
        shutil.rmtree(self.index, ignore_errors=True)

    def run(self, command, environment=None):
        """A program that does not end by itself counts as killed."""
        try:
            return subprocess.run(command, env=environment or self.environment, timeout=SECONDS,
                                  stdin=subprocess.DEVNULL, capture_output=True, close_fds=False,
                                  check=False)
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, KILLED, b'', b'has not ended')

    def run_index(self, options, environment=None):
        return self.run([self.index_tool, '-q', '-i', self.index, '--threads', '1', *options, self.docs],
                        environment)

    def answers(self):
        """What every query answers, without what differs between indexes of the same documents, and
        the documents that there are."""
        run = self.run([self.search_tool, '-i', self.index, '-T', f'{self.work}/topics', '--json', '-n',
                        '200', '--fold=no'])
        if run.returncode not in (0, 1):
            return run.stderr, set()
        answers = json.loads(run.stdout)
        for answer in answers:
            answer.pop('elapsed_ms', None)
            for hit in answer['hits']:
                hit.pop('rank')
            answer['hits'].sort(key=lambda hit: (-hit['score'], hit['path'], hit.get('id', '')))
        return answers, {f"{hit['path']}#{hit.get('id', '')}" for hit in answers[0]['hits']}

    def prepare(self, way):
        """As a way finds it. A copy is not as the last run left it, so that it is checked."""
        if way.before and not way.is_copy:
            self.build('before')
            self.put_news('after')
            return
        self.remove_index()
        if way.is_copy:
            shutil.copytree(f'{self.work}/before', self.index)

    def hurt(self, way, call, n, options=()):
        """A run in which the n-th call fails: what became of it, and what the shim reported."""
        self.prepare(way)
        report = f'{self.work}/report'
        write(report, '')
        environment = dict(self.environment, LD_PRELOAD=self.shim, SHIM_UNDER=self.area,
                           SHIM_CALLS=call, SHIM_AT=str(n), SHIM_DO='fail', SHIM_ERRNO=ERRORS[call],
                           SHIM_REPORT=report)
        run = self.run_index([*way.options, *options], environment)
        with open(report, encoding='utf-8', errors='replace') as f:
            return run, f.read()

    def count(self, way, call):
        """How many calls there are; and that the way is what it is called."""
        run, report = self.hurt(way, call, 0, ['--json'])
        summary = json.loads(run.stdout)
        if run.returncode or summary['rebuilt'] != way.new:
            self.fail(f'the way is another one: {run.stdout} {run.stderr}')
        return int(re.search(r'^calls (\d+)', report, re.M)[1])

    def is_named(self, path, messages):
        """Whether a message names a file or a folder that it is in."""
        path = os.path.relpath(path, self.area)
        while path:
            if f'/{path}: ' in messages or f' {path}: ' in messages or f"/{path}'" in messages:
                return True
            path = os.path.dirname(path)
        return False

    def missing(self, before, paths, messages):
        """Documents that are neither there nor named in a message."""
        expected = self.paths['after'] & self.paths[before] - paths
        return [p for p in sorted(expected) if not self.is_named(p.split('#')[0], messages)]

    def inspect_run(self, what, call, run, before):
        messages = run.stderr.decode(errors='replace')
        if run.returncode == 2 and messages.count('\n') != 1:
            self.fail(f'{what}: messages: {messages[:300]}')
        crashed = run.returncode in (CRASHED, -11) and call == 'malloc' and 'crashed' in messages
        if run.returncode not in (0, 1, 2) and not crashed:
            self.fail(f'{what}: exit status {run.returncode}: {messages[:300]}')
        state, paths = self.answers()
        if state in (self.states[before], self.states['after']):
            return
        if run.returncode != 1:
            self.fail(f'{what}: exit {run.returncode}, answers neither as before nor as after')
        elif self.missing(before, paths, messages):
            self.fail(f'{what}: missing without a word: {self.missing(before, paths, messages)}')

    def inspect_next(self, what):
        run = self.run_index([])
        if run.returncode:
            self.fail(f'{what}: the next run: exit {run.returncode}, {run.stderr[:300]}')
        if self.answers()[0] != self.states['after']:
            self.fail(f'{what}: the next run is not as a clean build')
        check = self.run([self.index_tool, '-i', self.index, '--check'])
        if check.returncode:
            self.fail(f'{what}: --check: {check.stdout[-300:]} {check.stderr[-300:]}')
        leftovers = self.leftovers()
        if leftovers:
            self.fail(f'{what}: left in the index: {leftovers}')

    def leftovers(self):
        """What does not belong into an index that nobody writes."""
        names = [os.path.relpath(os.path.join(folder, name), self.index)
                 for folder, folders, files in os.walk(self.index) for name in folders + files]
        wrong = [name for name in names if not LEFT.fullmatch(name)]
        generations = [name for name in names if re.fullmatch(r'gen-\d+', name)]
        with open(f'{self.index}/XAPIANDB', encoding='utf-8') as f:
            named = f.read().removeprefix('auto ').strip()
        return wrong if generations == [named] else wrong + generations

    def try_call(self, name, call, most):
        way = WAYS[name]
        before = 'before' if way.before else 'nowhere'
        n = self.count(way, call)
        step = max(1, -(-n // most))
        n_checks, n_failures, n_crashed = self.n_checks, self.n_failures, 0
        for i in range(1 + random.randrange(step), n + 1, step):
            run, report = self.hurt(way, call, i)
            hit = re.search('^hit (.*)', report, re.M)
            if not hit:
                continue
            self.n_checks += 1
            n_crashed += run.returncode not in (0, 1, 2)
            what = f'{name}, {call} {i} of {n}, {hit[1]}'
            self.inspect_run(what, call, run, before)
            self.inspect_next(what)
        print(f'{name}, {call}: {self.n_checks - n_checks} tries, {self.n_failures - n_failures} '
              f'failures' + (f', {n_crashed} crashed in a library' if n_crashed else ''), flush=True)


def main():
    if len(sys.argv) not in (2, 3) or not os.path.exists(f'{sys.argv[1]}/pressmark-index'):
        sys.exit(__doc__)
    seed = os.environ.get('PRESSMARK_SEED') or str(int(time.time()) % 1000000)
    random.seed(seed)
    most = int(sys.argv[2]) if len(sys.argv) > 2 else 10 ** 6
    work = tempfile.mkdtemp(prefix='pressmark-torture.')
    try:
        trials = Trials(os.path.abspath(sys.argv[1]), work)
        trials.build_shim()
        trials.prepare_states()
        for way in os.environ.get('PRESSMARK_WAYS', ' '.join(WAYS)).split():
            for call in os.environ.get('PRESSMARK_CALLS', ' '.join(ERRORS)).split():
                trials.try_call(way, call, most)
        print(f'faults.py: {trials.n_checks} tries, {trials.n_failures} failures '
              f'(seed {seed})')
    finally:
        if 'PRESSMARK_KEEP' not in os.environ:
            shutil.rmtree(work)
    return 1 if trials.n_failures else 0


if __name__ == '__main__':
    sys.exit(main())
