# SPDX-License-Identifier: GPL-2.0-or-later
"""What all measurements share: where things are, what a command costs, tables, notes and promises."""

import os
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.realpath(os.path.join(HERE, '..', '..'))


@dataclass(frozen=True)
class Cost:
    """Of one command, or the median of several."""
    cpu: float   # seconds, user and system, of the process and all that it waited for
    wall: float  # seconds
    rss: float   # MiB, at the peak


def median(costs):
    return Cost(*(statistics.median(getattr(cost, name) for cost in costs) for name in ('cpu', 'wall')),
                max(cost.rss for cost in costs))


def percentile(values, percent):
    """By nearest rank: always a value that was measured."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


class Failed(Exception):
    """A command failed; the message says which and how."""


def say(text):
    print(f'bench: {text}', file=sys.stderr, flush=True)


def run_quietly(command, **options):
    """Its standard output. For what is not measured."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, **options)
    if done.returncode:
        raise Failed(f'{" ".join(command)}: {(done.stderr or done.stdout).strip()[-300:]}')
    return done.stdout


def files_below(folder):
    return sorted(os.path.join(base, name) for base, _, names in os.walk(folder) for name in names)


def bytes_below(folder):
    return sum(os.path.getsize(file) for file in files_below(folder))


def table(title, head, rows):
    print(f'\n#### {title}\n\n| {" | ".join(head)} |\n|{"---|" * len(head)}')
    for row in rows:
        print(f'| {" | ".join(row)} |')
    sys.stdout.flush()


class Bench:
    def __init__(self, corpora, work, build, before, core, runs, repeats):
        self.corpora, self.work, self.build, self.before = corpora, work, build, before
        self.core, self.runs, self.repeats = core, runs, repeats
        self.notes, self.promises = [], []
        for name in 'bin', 'index', 'home', 'made':
            os.makedirs(self.path(name), exist_ok=True)
        # No settings of the user's (~/.sqliterc, ~/.recoll), and no trace in them.
        os.environ.update(HOME=self.path('home'), XDG_CONFIG_HOME=self.path('home'), LC_ALL='C')
        for name in 'RECOLL_CONFDIR', 'XAPIAN_FLUSH_THRESHOLD', 'PRESSMARK_INDEX':
            os.environ.pop(name, None)
        self.compile('cpu')

    def path(self, *names):
        return os.path.join(self.work, *names)

    def corpus(self, name):
        return os.path.join(self.corpora, name)

    def compile(self, name, *libraries):
        run_quietly(['cc', '-O2', '-o', self.path('bin', name), os.path.join(HERE, name + '.c'), *libraries])

    def note(self, text):
        """Something was missing or failed: it stands below the tables, and the exit status is 1."""
        say(text)
        self.notes.append(text)

    def promise(self, text, value, limit, is_least=False, digits=2):
        """What Pressmark promises: the value is at most the limit, or at least."""
        holds = value >= limit if is_least else value <= limit
        bound = f'{"at least" if is_least else "at most"} {limit:g}'
        self.promises.append((text, bound, f'{value:.{digits}f}', 'yes' if holds else '**no**'))

    def cost(self, command, pinned=True, max_status=0):
        """Runs the command once, its output thrown away."""
        pin = ['taskset', '-c', str(self.core)] if pinned else []
        out = run_quietly([*pin, self.path('bin', 'cpu'), '-e', str(max_status), *command])
        user, system, wall, rss = (int(word) for word in out.split())
        return Cost((user + system) / 1e6, wall / 1e6, rss / 1024)

    def settle(self, folder):
        """Writes what the run before left to be written, and reads the corpus into the page cache, so that no program
        pays for what the one before it did."""
        os.sync()
        for file in files_below(folder) if os.path.isdir(folder) else [folder]:
            with open(file, 'rb') as stream:
                stream.read()

    def fresh(self, *names):
        """A path below the work folder at which nothing is."""
        path = self.path(*names)
        if os.path.isdir(path):
            shutil.rmtree(path)
        return path
