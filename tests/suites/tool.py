# SPDX-License-Identifier: GPL-2.0-or-later
"""The programs that are tested, and folders of cases for them."""

import json
import os
import subprocess
import tempfile


class Skip(Exception):
    """A suite is not there; says why."""


def letters(text):
    """A text without white space and the bars that the readers put between cells."""
    return "".join(text.replace("|", "").split())


class Tool:
    def __init__(self, build):
        self.build = build

    def _run(self, name, *arguments):
        return subprocess.run([os.path.join(self.build, name), *arguments], check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def emit(self, folder):
        """The documents that pressmark-index makes of a folder, {path in it: [record, ...]}, and
        what it says is wrong with the others."""
        done = self._run("pressmark-index", "--emit=jsonl", "--hidden", "--no-ignore", "-q", "-v",
                         folder)
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stderr.decode(errors="replace"))
        found = {}
        for line in done.stdout.split(b"\n"):
            if line:
                record = json.loads(line)
                found.setdefault(os.path.relpath(record["path"], folder), []).append(record)
        return found, done.stderr.decode(errors="replace")

    def index(self, folder, index):
        done = self._run("pressmark-index", "-q", "-i", index, folder)
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace"))

    def search(self, index, query):
        """The names of the files that have all the words."""
        done = self._run("pressmark-search", "-i", index, "-n", "5000", "-l", "--", query)
        return {os.path.basename(path) for path in done.stdout.decode().split("\n")}


class Folder:
    """A folder of files to be read, gone at the end."""

    def __init__(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="pressmark-suites-")
        self.path = os.path.realpath(self._temporary.name)

    def add(self, name, data):
        with open(os.path.join(self.path, name), "wb") as file:
            file.write(data)


def records_text(records):
    """All that can be found of a file's documents."""
    parts = []
    for record in records:
        parts += [record.get("title") or "", record["text"]]
        parts += [str(value) for value in record.get("fields", {}).values()]
    return "\n".join(parts)
