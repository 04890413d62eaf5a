# SPDX-License-Identifier: Apache-2.0
"""parquet.py ROWS.jsonl OUT.parquet: JSON Lines to Parquet, every row of the first one's columns and
types. Without arguments it only says, by its exit status, whether that is possible here. resynctl
carries this text and hands it to python3."""

import sys

sys.path[:] = [folder for folder in sys.path if folder]  # not what lies in the working directory

import json
from itertools import islice

MISSING = 3
ROWS = 4096  # in memory at once

try:
    import pyarrow
    import pyarrow.parquet
except ImportError:
    sys.exit(MISSING)


def tables(lines):
    schema = None
    while rows := [json.loads(line) for line in islice(lines, ROWS)]:
        table = pyarrow.Table.from_pylist(rows, schema=schema)
        schema = table.schema
        yield table


def convert(source, target):
    with open(source, encoding="utf-8") as lines:
        parts = tables(lines)
        first = next(parts, None)
        if first is None:
            sys.exit(f"{source} has no rows")
        with pyarrow.parquet.ParquetWriter(target, first.schema) as writer:
            writer.write_table(first)
            for table in parts:
                writer.write_table(table)


if len(sys.argv) == 3:
    convert(sys.argv[1], sys.argv[2])
