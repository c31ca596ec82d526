#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks JSON on standard input against a schema of search/schema/: schema.py NAME [--lines]."""
import json
import pathlib
import sys
import warnings

import jsonschema

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "search" / "schema"


# The resolver that Debian 12 has is called outdated by later versions.
warnings.simplefilter("ignore", DeprecationWarning)


def main():
    schemas = {path.name: json.loads(path.read_text()) for path in FOLDER.glob("*.json")}
    schema = schemas[sys.argv[1] + ".json"]
    for each in schemas.values():
        jsonschema.Draft202012Validator.check_schema(each)
    resolver = jsonschema.RefResolver("", schema, store=schemas)
    validator = jsonschema.Draft202012Validator(schema, resolver=resolver)
    text = sys.stdin.read()
    for part in text.splitlines() if "--lines" in sys.argv else [text]:
        for error in validator.iter_errors(json.loads(part)):
            sys.exit(f"{sys.argv[1]}: {error.json_path}: {error.message}")


main()
