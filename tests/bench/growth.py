# SPDX-License-Identifier: GPL-2.0-or-later
"""How the costs of indexing and of answers grow with the text."""

import statistics

from bench import say, table
from indexing import Comparison, rate
from queries import HARD, ours_warm, read_queries


def warm_median(bench, ours, corpus, index):
    """The p50 of warm answers with ten passages, in CPU milliseconds."""
    costs = []
    for query in read_queries() + list(HARD):
        say(f'{corpus}, warm: {query}')
        costs.append(ours_warm(bench, ours, index, query, ('--json',)))
    return statistics.median(costs)


def measure_growth(bench, ours, corpus, small):
    """Builds the index of a large corpus once. small is the comparison on 200 MB, whose index is there."""
    large = Comparison(bench, [ours], corpus)
    large.run(1)
    if 'pressmark' not in large.costs or 'pressmark' not in small.costs:
        return
    rows = []
    for one in small, large:
        cost, index = one.costs['pressmark'], one.index(ours)
        rows.append((one, rate(one.bytes, cost), warm_median(bench, ours, one.corpus, index)))
    table(f'Growth: ours from {small.corpus} to {corpus}',
          ('', 'MB', 'CPU s', 'MB of text per CPU s', 'peak RSS MiB', 'index / text', 'warm answer, CPU ms p50'),
          [(one.corpus, f'{one.bytes / 1e6:.0f}', f'{one.costs["pressmark"].cpu:.2f}', f'{speed:.1f}',
            f'{one.costs["pressmark"].rss:.0f}', f'{one.sizes["pressmark"] / one.bytes:.2f}', f'{warm:.3f}')
           for one, speed, warm in rows])
    (_, small_rate, small_warm), (_, large_rate, large_warm) = rows
    bench.promise(f'{corpus}: our rate over that at 200 MB', large_rate / small_rate, .85, is_least=True)
    bench.promise(f'{corpus}: p50 of warm answers over that at 200 MB', large_warm / small_warm, 2.5)
