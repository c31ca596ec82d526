# SPDX-License-Identifier: GPL-2.0-or-later
"""The programs that are compared: how each is called, and what it needs."""

import glob
import os
import re
import shutil

from bench import HERE, Failed, run_quietly


class Indexer:
    """A program that makes an index of a folder."""
    name = title = ''
    needs = ()     # programs
    packages = ''  # what brings them

    def __init__(self, bench):
        self.bench = bench

    def missing(self):
        """Why it cannot be measured, or None."""
        if any(not shutil.which(program) for program in self.needs):
            return f'apt-get install {self.packages}'
        try:
            self.make()
        except Failed as why:
            return f'{self.packages}: {why}'
        return None

    def make(self):
        """Builds what is needed besides."""

    def prepare(self, folder, index):
        """What must be there before, outside of the measured time."""

    def index(self, folder, index):
        raise NotImplementedError

    def count(self, index):
        """The number of documents, or None where it cannot be known."""


def documents_of_xapian(database):
    return int(re.search(r'^number of documents = (\d+)', run_quietly(['xapian-delve', database]), re.M).group(1))


class Pressmark(Indexer):
    name, title = 'pressmark', '**pressmark-index -j1**'

    def __init__(self, bench, build):
        super().__init__(bench)
        self.build = build

    def missing(self):
        names = 'pressmark-index', 'pressmark-search'
        is_built = all(os.access(os.path.join(self.build, name), os.X_OK) for name in names)
        return None if is_built else f'no programs in {self.build}'

    def index(self, folder, index, *options):
        return [os.path.join(self.build, 'pressmark-index'), '-q', '-i', index, *(options or ['-j1']), folder]

    def emit(self, folder):
        return [os.path.join(self.build, 'pressmark-index'), '-q', '--emit=jsonl', folder]

    def search(self, index, query):
        return [os.path.join(self.build, 'pressmark-search'), '-i', index, '-n', '10', '--', query]

    def topics(self, index, file, *form):
        return [os.path.join(self.build, 'pressmark-search'), '-i', index, '-q', '-n', '10', '--topics', file, *form]

    @staticmethod
    def database(index):
        generations = glob.glob(os.path.join(index, 'gen-*'))
        return max(generations, key=lambda path: int(path.rpartition('-')[2]))

    def count(self, index):
        return documents_of_xapian(self.database(index)) if shutil.which('xapian-delve') else None


class Before(Pressmark):
    """An earlier build."""
    name, title = 'before', 'pressmark-index -j1, before'


class Omindex(Indexer):
    name, title = 'omindex', 'omindex'
    needs, packages = ('omindex', 'quest', 'xapian-delve'), 'xapian-omega xapian-tools'

    def index(self, folder, index):
        return ['omindex', '--db', index, '--url', '/', folder]

    def count(self, index):
        return documents_of_xapian(index)


class Fts5(Indexer):
    name, title, settings = 'fts5', 'SQLite FTS5 porter, no sync, no journal', ('unsafe',)
    needs, packages = ('sqlite3',), 'sqlite3 libsqlite3-dev'

    def make(self):
        self.bench.compile('fts5', '-lsqlite3')

    def prepare(self, folder, index):
        os.makedirs(index)

    def index(self, folder, index):
        return [self.bench.path('bin', 'fts5'), os.path.join(index, 'docs.db'), folder, *self.settings]

    def count(self, index):
        return int(run_quietly(['sqlite3', os.path.join(index, 'docs.db'), 'SELECT count(*) FROM docs']))


class Fts5Default(Fts5):
    name, title, settings = 'fts5-default', 'SQLite FTS5 porter, as it comes', ()


class Fts5Unmerged(Fts5):
    name, title = 'fts5-unmerged', 'SQLite FTS5 porter, no sync, no journal, automerge=0'
    settings = 'unsafe', 'unmerged'


class Fts5Optimised(Fts5):
    name, title = 'fts5-optimised', 'the same, then optimised to one segment'
    settings = 'unsafe', 'unmerged', 'optimised'


class Turso(Indexer):
    name, title = 'tantivy', 'tantivy in Turso'
    needs, packages = ('node', 'npm'), 'nodejs npm'

    def make(self):
        if not os.path.isdir(self.bench.path('node_modules', '@tursodatabase', 'database')):
            run_quietly(['npm', 'install', '--silent', '--prefix', self.bench.work, '@tursodatabase/database'])
        # Node looks for packages beside the script.
        shutil.copy(os.path.join(HERE, 'turso.mjs'), self.bench.work)

    def prepare(self, folder, index):
        os.makedirs(index)

    def index(self, folder, index):
        return ['node', self.bench.path('turso.mjs'), 'index', os.path.join(index, 'docs.db'), folder]


class Lucene(Indexer):
    name, title = 'lucene', 'Lucene 8, JVM start included'
    needs, packages = ('java', 'javac'), 'default-jdk-headless liblucene8-java'

    def jars(self):
        found = [file for part in ('core', 'analyzers-common')
                 for file in sorted(glob.glob(f'/usr/share/java/lucene-{part}-8.*.jar'))]
        if not found:
            raise Failed('no jars of Lucene 8 in /usr/share/java')
        return ':'.join(found)

    def make(self):
        run_quietly(['javac', '-cp', self.jars(), '-d', self.bench.path('bin'), os.path.join(HERE, 'LuceneIndex.java')])

    def index(self, folder, index):
        return ['java', '-cp', f'{self.bench.path("bin")}:{self.jars()}', 'LuceneIndex', index, folder]


class Recoll(Indexer):
    name, title = 'recoll', 'recollindex'
    needs, packages = ('recollindex', 'recollq', 'xapian-delve'), 'recollcmd xapian-tools'

    def prepare(self, folder, index):
        os.makedirs(index)
        with open(os.path.join(index, 'recoll.conf'), 'w', encoding='utf-8') as file:
            file.write(f'topdirs = {folder}\nskippedPaths =\n')

    def index(self, folder, index):
        return ['recollindex', '-c', index, '-z']


PEERS = Fts5, Fts5Default, Fts5Unmerged, Fts5Optimised, Turso, Omindex, Lucene, Recoll
