#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# In random trees with random ignore files, exactly the files that git does not ignore are read.
#
#     ignore_test.sh BUILD_DIR      PRESSMARK_SEED, PRESSMARK_RUNS: which trees, and how many

set -euo pipefail
bin=$(readlink -f "$1")
command -v git >/dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
exec python3 - "$bin/pressmark-index" <<'END'
import json
import os
import random
import shutil
import subprocess
import sys

NAMES = ["a", "b", "ab", "a.txt", "b.TXT", "log.1", "log.x", "A1", "x y", "a-b", "[a]", "a*", "é", "a\\b", "!a", "#a", " a", "a "]
PIECES = ["a", "b", "ab", "*", "*", "**", "/", "/", "?", ".txt", "[ab]", "[!a]", "[a-z]", "[[:digit:]]", "[[:upper:]]", "[[:alpha:].]",
          "[^[:lower:]]", "[]a]", "[[:none:]]", "[", "\\*", "\\[", "\\ ", "!", "#", "log", ".", " ", "é", "-", "\\"]


def pattern(rng):
    if rng.random() < 0.3:
        return rng.choice(["", "!", "/", "!/", "**/", "*/"]) + rng.choice(NAMES) + rng.choice(["", "/", "*", "/**", " "])
    return rng.choice(["", "", "!", "/"]) + "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 5)))


def ignore_file(rng):
    lines = [pattern(rng) for _ in range(rng.randint(1, 5))]
    mark = "\ufeff" if rng.random() < 0.1 else ""
    return mark + rng.choice(["\n", "\r\n"]).join(lines) + rng.choice(["", "\n"])


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def make(rng, folder, depth):
    os.makedirs(folder, exist_ok=True)
    if rng.random() < (1 if depth == 0 else 0.3):
        write(os.path.join(folder, ".gitignore"), ignore_file(rng))
    for name in rng.sample(NAMES, rng.randint(1, 6)):
        path = os.path.join(folder, name)
        if depth < 3 and rng.random() < 0.4:
            make(rng, path, depth + 1)
        else:
            write(path, "words\n")


def lines(command, env):
    return subprocess.run(command, cwd="tree", env=env, check=False, stdout=subprocess.PIPE).stdout


def main():
    first, runs = int(os.environ.get("PRESSMARK_SEED", 1)), int(os.environ.get("PRESSMARK_RUNS", 120))
    home = os.path.abspath("home")
    os.makedirs(home)
    env = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}
    write(os.path.join(home, ".gitconfig"), "[user]\n\tname = a\n[core]\n\texcludesFile = ~/rules # mine\n")
    for seed in range(first, first + runs):
        rng = random.Random(seed)
        shutil.rmtree("tree", ignore_errors=True)
        make(rng, "tree", 0)
        subprocess.run(["git", "init", "-q", "tree"], env=env, check=True)
        write("tree/.git/info/exclude", ignore_file(rng) if rng.random() < 0.5 else "")
        write("home/rules", ignore_file(rng) if rng.random() < 0.5 else "")
        wanted = lines(["git", "-c", "core.quotePath=false", "ls-files", "-o", "--exclude-standard", "-z"], env)
        wanted = sorted(name for name in wanted.decode().split("\0") if name and not os.path.basename(name).startswith("."))
        found = lines([sys.argv[1], "--emit=jsonl", "-q", "."], env)
        found = sorted(json.loads(line)["path"] for line in found.decode().splitlines())
        if wanted != found:
            print(f"PRESSMARK_SEED={seed} PRESSMARK_RUNS=1")
            print("not read:", sorted(set(wanted) - set(found)), " read:", sorted(set(found) - set(wanted)))
            for folder, _, files in os.walk("tree"):
                if ".gitignore" in files and ".git/" not in folder + "/":
                    with open(os.path.join(folder, ".gitignore"), encoding="utf-8", newline="") as file:
                        print(folder, repr(file.read()))
            for name in ("tree/.git/info/exclude", "home/rules"):
                with open(name, encoding="utf-8", newline="") as file:
                    print(name, repr(file.read()))
            sys.exit(1)


main()
END
