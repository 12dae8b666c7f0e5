#!/usr/bin/env python3
"""Checks that the house keeps its shape: who may include whom, which room owns which library,
include guards and file sizes. Reads every .h and .cc file; the rules are the tables below.

  check_layers.py [ROOT]        print the includes between rooms; exit 1 on any breach
  check_layers.py --self-test   check the checker on a small tree full of breaches
"""

import argparse
import collections
import pathlib
import re
import sys
import tempfile

# Room -> the rooms it may include. A file belongs to the longest room that its path starts with.
COMMON = {"common"}
STORE = COMMON | {"indexer/text", "indexer/corpus", "indexer/suffix"}
INDEXER = STORE | {"indexer/store", "indexer/build", "indexer/embedding"}
ROOMS = {
    "common": set(),
    "indexer/text": COMMON,
    "indexer/corpus": COMMON | {"indexer/text"},
    "indexer/suffix": COMMON | {"indexer/text"},
    "indexer/store": STORE,
    "indexer/build": STORE | {"indexer/store"},
    "indexer/embedding": COMMON,
    "tracer": INDEXER,
    "proto": set(),
    "service": INDEXER | {"tracer", "proto"},
    "service/http": INDEXER | {"tracer", "proto", "service"},
    "service/server": INDEXER | {"service", "service/http"},
    "ui_client": INDEXER | {"tracer", "proto", "service", "service/server"},
}
TESTS = "tests"  # may include every room and library; no room may include it

# Start of an include of a third-party library -> the rooms that may have it.
LIBRARIES = {
    "unicode/": {"indexer/text"},
    "rocksdb/": {"indexer/store"},
    "faiss/": {"indexer/embedding"},
    "simdjson": {"indexer/corpus"},
    "zlib.h": {"indexer/corpus", "service/http"},
    "zstd": {"indexer/corpus", "indexer/suffix"},
    "divsufsort": {"indexer/suffix"},
    "grpc": {"service", "ui_client"},
    "boost/": {"service/http"},
    "prometheus/": {"service"},
    "CLI/": {"ui_client"},
}

MAX_FILE_LINES = 400
MAX_HEADER_LINES = 200
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def room_of(path):
    """The room of a path relative to the root; None outside every room."""
    matches = [room for room in (*ROOMS, TESTS) if path.startswith(room + "/")]
    return max(matches, key=len, default=None)


def guard_of(path):
    return "SPANROOT_" + re.sub(r"\W", "_", path).upper() + "_"


def check_include(root, path, room, quote, target, edges):
    """What is wrong with one #include, or None. Counts it in `edges`."""
    to = room_of(target)
    if quote == '"' and "/" not in target and (root / path).with_name(target).exists():
        return f'"{target}": include it by its path from the root'
    if to and to != room:
        edges[room, to] += 1
        if room != TESTS and to not in ROOMS[room]:
            return f"{room} must not include {to} ({target})"
    if room != TESTS:
        for prefix, owners in LIBRARIES.items():
            if target.startswith(prefix) and room not in owners:
                return f"<{target}> belongs to {' and '.join(sorted(owners))} alone"
    return None


def check_file(root, path, edges):
    """Yields (line, message) for each breach in one file."""
    room = room_of(path)
    if room is None:
        yield 1, "is in no known room: see the table in scripts/check_layers.py"
        return
    lines = (root / path).read_text(encoding="utf-8").splitlines()
    is_header = path.endswith(".h")
    limit = MAX_HEADER_LINES if is_header and room != TESTS else MAX_FILE_LINES
    if len(lines) > limit:
        yield len(lines), f"has {len(lines)} lines, {limit} are allowed"
    if is_header:
        guard = guard_of(path)
        directives = [line for line in lines if line.startswith("#")]
        if directives[:2] != [f"#ifndef {guard}", f"#define {guard}"]:
            yield 1, f"include guard must be {guard}"
    for number, line in enumerate(lines, 1):
        if match := INCLUDE.match(line):
            if message := check_include(root, path, room, *match.groups(), edges):
                yield number, message


def check_tree(root):
    """Returns (number of files, includes between rooms, breaches as "path:line: message")."""
    edges = collections.Counter()
    breaches = []
    paths = [
        path.relative_to(root).as_posix()
        for top in sorted(root.iterdir())
        if top.is_dir() and top.name != "build" and not top.name.startswith(".")
        for path in sorted(top.rglob("*"))
        if path.suffix in (".h", ".cc")
    ]
    for path in paths:
        breaches += [f"{path}:{line}: {text}" for line, text in check_file(root, path, edges)]
    return len(paths), edges, breaches


def guarded(path, body=""):
    guard = guard_of(path)
    return f"#ifndef {guard}\n#define {guard}\n{body}#endif\n"


def self_test():
    """A tree with one breach of each kind among what is allowed; the answer is known by heart."""
    include = '#include "{}"\n'.format
    files = {
        "common/a.h": guarded("common/a.h", include("absl/status/status.h")),
        "common/up.cc": include("indexer/text/t.h"),
        "common/test.cc": include("tests/support/s.h"),
        "indexer/text/t.h": guarded("indexer/text/t.h", include("common/a.h")),
        "indexer/text/icu.cc": "#include <unicode/brkiter.h>\n" + include("t.h"),
        "indexer/suffix/side.cc": "  #  include <indexer/corpus/c.h>\n#include <zstd.h>\n",
        "indexer/store/key.cc": "// #include \"tracer/t.h\"\n#include <unicode/uchar.h>\n",
        "indexer/embedding/e.cc": include("indexer/text/t.h"),
        "tracer/match/m.cc": include("indexer/store/s.h") + include("tracer/t.h"),
        "tracer/db.cc": include("rocksdb/db.h"),
        "service/s.cc": "#include <grpcpp/grpcpp.h>\n" + include("ui_client/u.h"),
        "ui_client/cli/main.cc": "#include <CLI/CLI.hpp>\n" + include("tracer/t.h"),
        "tests/unit/x_test.cc": "#include <rocksdb/db.h>\n" + include("common/a.h"),
        "tests/support/long.h": guarded("tests/support/long.h", "\n" * 397),
        "common/long.h": guarded("common/long.h", "\n" * 198),
        "common/long.cc": "\n" * 401,
        "common/guard.h": guarded("common/gard.h"),
        "attic/old.cc": "\n",
        "build/generated.cc": include("common/../tests/x.h"),
    }
    expected = {
        "attic/old.cc:1: is in no known room: see the table in scripts/check_layers.py",
        "common/guard.h:1: include guard must be SPANROOT_COMMON_GUARD_H_",
        "common/long.cc:401: has 401 lines, 400 are allowed",
        "common/long.h:201: has 201 lines, 200 are allowed",
        "common/test.cc:1: common must not include tests (tests/support/s.h)",
        "common/up.cc:1: common must not include indexer/text (indexer/text/t.h)",
        "indexer/embedding/e.cc:1: indexer/embedding must not include indexer/text"
        " (indexer/text/t.h)",
        "indexer/store/key.cc:2: <unicode/uchar.h> belongs to indexer/text alone",
        'indexer/text/icu.cc:2: "t.h": include it by its path from the root',
        "indexer/suffix/side.cc:1: indexer/suffix must not include indexer/corpus"
        " (indexer/corpus/c.h)",
        "service/s.cc:2: service must not include ui_client (ui_client/u.h)",
        "tracer/db.cc:1: <rocksdb/db.h> belongs to indexer/store alone",
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        count, edges, breaches = check_tree(root)
    problems = [f"not found: {text}" for text in sorted(expected - set(breaches))]
    problems += [f"false alarm: {text}" for text in sorted(set(breaches) - expected)]
    if count != len(files) - 1 or edges["tracer", "indexer/store"] != 1:
        problems.append(f"counted {count} files and {dict(edges)}")
    return problems


def main():
    parser = argparse.ArgumentParser(description="Check the layers of the source tree.")
    parser.add_argument("root", nargs="?", type=pathlib.Path,
                        default=pathlib.Path(__file__).resolve().parent.parent)
    parser.add_argument("--self-test", action="store_true")
    args = parser.parse_args()
    if args.self_test:
        problems = self_test()
        print("\n".join(problems) if problems else "self-test passed")
        return bool(problems)
    count, edges, breaches = check_tree(args.root)
    if not count:
        breaches = [f"{args.root}: no C++ file found"]
    for (room, to), number in sorted(edges.items()):
        print(f"{number:5} {room} -> {to}")
    print(f"{count} files, {sum(edges.values())} includes between rooms, {len(breaches)} breaches")
    for breach in breaches:
        print(breach, file=sys.stderr)
    return bool(breaches)


if __name__ == "__main__":
    sys.exit(main())
