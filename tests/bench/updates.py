# SPDX-License-Identifier: GPL-2.0-or-later
"""What an update costs, as a share of building anew, and what it leaves."""

import random
import shutil

from bench import Failed, bytes_below, files_below, median, run_quietly, say, table
from indexing import build_once


def change(files, n, text):
    """Appends a line to n of the files, drawn at random."""
    for file in random.sample(files, n):
        with open(file, 'a', encoding='utf-8') as stream:
            stream.write(text)


def answers(bench, ours, index, topics):
    """The first ten hits of each topic, as a run with scores."""
    run = bench.path('made', 'run')
    run_quietly(ours.topics(index, topics, '--run', run))
    with open(run, encoding='utf-8') as file:
        return file.read()


def update(bench, ours, folder, index):
    bench.settle(folder)
    return bench.cost(ours.index(folder, index))


def measure_updates(bench, ours, corpus, queries):
    """Updates of a copy of the corpus: one file, ten times 1 % of the files, 5 and 20 %."""
    folder, index, fresh = bench.fresh('made', 'updated'), bench.path('index', 'updated'), bench.path('index', 'fresh')
    shutil.copytree(bench.corpus(corpus), folder)
    files = files_below(folder)
    random.seed(1)
    try:
        say(f'{corpus}: updates')
        whole = [build_once(bench, ours, folder, index)]
        change(files, 1, '\nA changed file.\n')
        rows = {'one file': update(bench, ours, folder, index)}
        rounds = []
        for number in range(10):
            change(files, len(files) // 100, f'\nAnother sentence, the one of round {number}.\n')
            rounds.append(update(bench, ours, folder, index))
        rows['1 %, median of ten'] = median(rounds)
        whole.append(build_once(bench, ours, folder, fresh))
        size = bytes_below(index) / bytes_below(fresh)
        topics = bench.path('made', 'topics')
        with open(topics, 'w', encoding='utf-8') as file:
            file.writelines(f'{number}\t{query}\n' for number, query in enumerate(queries))
        if answers(bench, ours, index, topics) != answers(bench, ours, fresh, topics):
            bench.note(f'{corpus}: after ten updates of 1 % the answers differ from those of a new index')
        for percent in 5, 20:
            change(files, len(files) * percent // 100, f'\nA sentence for {percent} in a hundred.\n')
            rows[f'{percent} %'] = update(bench, ours, folder, index)
    except Failed as why:
        bench.note(f'updates of {corpus} failed: {why}')
        return
    finally:
        for path in folder, index, fresh:
            shutil.rmtree(path, ignore_errors=True)
    base = median(whole)
    table(f'Updates: {corpus}, {len(files)} files, -j1, one core; built anew {base.cpu:.2f} s',
          ('', 'CPU s', 'wall s', '/ built anew (CPU)'),
          [(name, f'{cost.cpu:.2f}', f'{cost.wall:.2f}', f'{cost.cpu / base.cpu:.3f}') for name, cost in rows.items()])
    for text, name, limit in ('1 %', '1 %, median of ten', .12), ('20 %', '20 %', .45):
        bench.promise(f'{corpus}: an update of {text} over building anew', rows[name].cpu / base.cpu, limit, digits=3)
    bench.promise(f'{corpus}: the index after ten updates over a new one', size, 1.03, digits=3)
