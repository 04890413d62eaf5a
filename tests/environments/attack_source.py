#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""attack_source.py ATTACK OUT: a hostile source of tests/attack, put into its frame."""

import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "attack"))

from attacks import read  # noqa: E402

Path(sys.argv[2]).write_text(read(Path(sys.argv[1])).source)
