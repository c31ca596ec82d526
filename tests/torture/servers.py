#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""servers.py BIN_DIR [COUNT]: servers of Xapian's protocol that do not say what they should.

A program stands between pressmark-search and a stock xapian-progsrv and spoils what the server says:
bits, bytes and numbers at random places, answers that are cut off, come twice or never end. COUNT
times (default 60) a query is asked: it must not crash, hang or take much memory; an error has to name
the server; an answer has to be one, whatever it says, since a server may say anything of its
documents. PRESSMARK_SEED repeats a run."""

import json
import math
import os
import random
import resource
import shlex
import subprocess
import sys
import tempfile
import threading
import time

BIN = os.path.realpath(sys.argv[1])
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2].isdigit() else 60
ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
SECONDS = 60
KILOBYTES = 2000000

QUERIES = [
    ['flood', 'permit'],
    ['"flood permit"', 'bridge'],
    ['--', '+bridge', '-"flood permit"', 'title:bridge'],
    ['brid*', 'date:2010..2014'],
    ['brdige~'],
    ['brigde'],
    ['--explain', 'flood'],
    ['--facet=folder', '--facet=date', 'flood'],
    ['--sort=newest', 'flood'],
    ['--expand', 'flood'],
]


# ---- between the two: servers.py --between PLAN COMMAND ----

def spoil(data, at, plan):
    """What becomes of bytes of a stream, the first of which is number at."""
    data = bytearray(data)
    for offset, how, value in plan:
        i = offset - at
        if not 0 <= i < len(data):
            continue
        if how == 'flip':
            data[i] ^= value
        elif how == 'set':
            data[i:i + 8] = bytes([value]) * len(data[i:i + 8])
        elif how == 'insert':
            data[i:i] = bytes([value]) * 8
        elif how == 'remove':
            del data[i:i + 4]
        elif how == 'twice':
            data[i:i] = data[i:]
        elif how == 'cut':
            return bytes(data[:i]), 'cut'
        elif how == 'silence':
            return bytes(data[:i]), 'silence'
        elif how == 'noise':
            return bytes(data[:i]), 'noise'
    return bytes(data), None


def copy(source, target):
    try:
        while data := os.read(source, 65536):
            os.write(target, data)
    except OSError:
        pass
    os.close(target)


def between(plan, command):
    with subprocess.Popen(['sh', '-c', command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, bufsize=0) as server:
        threading.Thread(target=copy, args=(0, server.stdin.fileno()), daemon=True).start()
        at = 0
        try:
            while data := os.read(server.stdout.fileno(), 65536):
                spoilt, end = spoil(data, at, plan)
                at += len(data)
                os.write(1, spoilt)
                while end == 'noise':
                    os.write(1, os.urandom(65536))
                if end == 'silence':
                    time.sleep(SECONDS)
                if end:
                    break
        except OSError:
            pass
        if size := os.environ.get('PRESSMARK_STREAM_BYTES'):
            with open(size, 'w', encoding='ascii') as file:
                file.write(str(at))
        server.kill()
        os._exit(0)


# ---- the searches ----

def limit():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.setsid()


def search(work, plan, words):
    shell = os.path.join(work, 'shell')
    with open(shell, 'w', encoding='utf-8') as file:
        middle = [sys.executable, os.path.abspath(__file__), '--between', json.dumps(plan)]
        file.write(f'#!/bin/sh\nshift\nexec {shlex.join(middle)} "$*"\n')
    os.chmod(shell, 0o755)
    size = os.path.join(work, 'size')
    command = [os.path.join(BIN, 'pressmark-search'), '--no-config', '--json', '-q', '--timeout=5', f'--ssh={shell}',
               '-i', f'ssh://hostile{work}/index', *words]
    before = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit,
                               env={**os.environ, 'PRESSMARK_STREAM_BYTES': size})
    timer = threading.Timer(SECONDS, process.kill)
    timer.start()
    out, err = process.communicate()
    timer.cancel()
    return process.returncode, out, err.decode(errors='replace'), time.monotonic() - before


def is_finite(value):
    if isinstance(value, dict):
        return all(is_finite(member) for member in value.values())
    if isinstance(value, list):
        return all(is_finite(member) for member in value)
    return not isinstance(value, float) or math.isfinite(value)


def find_fault(status, out, err, seconds):
    """What is wrong with the end of a search."""
    if seconds >= SECONDS:
        return 'it hangs'
    if status not in (0, 1, 2):
        return f'it ends by {status}'
    if 'Sanitizer' in err or 'runtime error' in err:
        return 'the sanitizers complain'
    if status == 2:
        return None if 'hostile' in err else 'the error names no server'
    try:
        answer = json.loads(out.decode())
    except ValueError:
        return 'the answer is no JSON'
    return None if is_finite(answer) else 'a number is none'


def hits_of(out):
    """What an answer says, but for times."""
    answer = json.loads(out.decode())
    return [answer['total'], answer['hits'], answer.get('facets')]


def make_plan(random_, n_bytes):
    hows = ['flip'] * 12 + ['set'] * 4 + ['insert', 'remove', 'twice', 'cut', 'cut', 'noise', 'silence']
    how = random_.choice(hows)
    value = {'flip': 1 << random_.randrange(8), 'set': random_.choice([0, 0x7F, 0x80, 0xFF])}.get(how, random_.randrange(256))
    # Headers and numbers stand at the beginning more than elsewhere.
    offset = random_.randrange(n_bytes if random_.random() < 0.5 else min(n_bytes, 1000))
    return [[offset, how, value]]


def main():
    seed = int(os.environ.get('PRESSMARK_SEED') or time.time())
    print(f'PRESSMARK_SEED={seed}')
    random_ = random.Random(seed)
    n_faults = 0
    ends = {'error': 0, 'the same answer': 0, 'another answer': 0}
    with tempfile.TemporaryDirectory() as work:
        subprocess.run([os.path.join(BIN, 'pressmark-index'), '-q', '-i', os.path.join(work, 'index'),
                        os.path.join(ROOT, 'corpus', 'releases')], check=False)
        right, sizes = [], []
        for words in QUERIES:
            status, out, err, _ = search(work, [], words)
            if status not in (0, 1):
                raise SystemExit(f'{words}: {status} {err}')
            right.append(hits_of(out))
            with open(os.path.join(work, 'size'), encoding='ascii') as file:
                sizes.append(int(file.read()))
        for _ in range(COUNT):
            number = random_.randrange(len(QUERIES))
            plan = make_plan(random_, sizes[number])
            status, out, err, seconds = search(work, plan, QUERIES[number])
            fault = find_fault(status, out, err, seconds)
            if fault:
                print(f'FAILED: {QUERIES[number]}, {plan}: {fault}\n{err[:2000]}')
                n_faults += 1
                continue
            ends['error' if status == 2 else 'the same answer' if hits_of(out) == right[number] else 'another answer'] += 1
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    if most > KILOBYTES:
        print(f'FAILED: {most} KB of memory')
        n_faults += 1
    print(f'{COUNT} answers of servers spoilt: ' + ', '.join(f'{n} {what}' for what, n in ends.items())
          + f'; at most {most} KB; {n_faults} failed')
    return 1 if n_faults else 0


if sys.argv[1] == '--between':
    between(json.loads(sys.argv[2]), ' '.join(sys.argv[3:]))
else:
    sys.exit(main())
