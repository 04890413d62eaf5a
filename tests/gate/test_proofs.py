# SPDX-License-Identifier: Apache-2.0
"""Each planted fault is there, and each sound environment is sound where it is tried: replays
proofs.tsv (README.md says what its columns mean) on a real daemon, with a real resynctl."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "api"))

from daemon import BUILD, SANITIZED, TREE, Daemon  # noqa: E402

CTL = BUILD / "daemon" / "ctl" / "resynctl"
COLUMNS = ["file", "level", "seeds", "expect", "answer", "why"]
SAMPLES_AT_ONCE = 4
SOUND_RIGHT, SOUND_WRONG = 2, 2  # rows that each sound environment has at least

PLACE = re.compile(r"\{(oracle|question)\}|\{(\d+)\*([^}]*)\}")
LIMIT = re.compile(r"(>=|<=|<|>|=)([0-9.]+)")


@dataclass
class Row:
    line: int
    file: str
    level: str  # a number, or "given" for a checker
    seeds: str  # 7, or 0-39; for a checker the ground truth
    expect: str
    answer: str
    why: str

    @property
    def name(self):
        return Path(self.file).stem

    @property
    def first(self):
        return int(self.seeds.split("-")[0])

    @property
    def count(self):
        return int(self.seeds.split("-")[-1]) - self.first + 1


def rows():
    lines = (HERE / "proofs.tsv").read_text(encoding="utf-8").splitlines()
    if lines[0].split("\t") != COLUMNS:
        raise AssertionError("proofs.tsv: " + lines[0])
    found = []
    for number, line in enumerate(lines[1:], 2):
        fields = line.split("\t")
        if len(fields) != len(COLUMNS):
            raise AssertionError(f"proofs.tsv:{number}: {len(fields)} columns")
        fields[4] = json.loads(f'"{fields[4]}"')
        found.append(Row(number, *fields))
    return found


def filled(template, instance):
    """The answer that a row means on an instance."""

    def fill(match):
        if match.group(1) == "oracle":
            return instance["answer"]
        return instance["question"] if match.group(1) else int(match.group(2)) * match.group(3)

    return PLACE.sub(fill, template)


def holds(value, limit):
    sign, number = LIMIT.fullmatch(limit).groups()
    number = float(number)
    return {">=": value >= number, "<=": value <= number, "<": value < number,
            ">": value > number, "=": value == number}[sign]


def is_static(row):
    """Rows that look at instances and need no score."""
    return row.expect.startswith(("distinct", "question", "native", "no_instance"))


class Proofs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = rows()
        cls.daemon = Daemon(HERE).start()
        cls.addClassCleanup(cls.daemon.discard)  # where what follows fails
        drawn = {cls.key(row): row for row in cls.rows if row.level != "given"}
        with ThreadPoolExecutor(SAMPLES_AT_ONCE) as pool:
            cls.instances = dict(zip(drawn, pool.map(cls.draw, drawn.values())))

    @classmethod
    def tearDownClass(cls):
        cls.daemon.stop()

    @classmethod
    def ctl(cls, *arguments, text=None):
        done = subprocess.run([str(CTL), *map(str, arguments)], input=text, capture_output=True,
                              text=True, timeout=120, check=False,
                              env={**os.environ, "RESYND_URL": cls.daemon.url})
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    @staticmethod
    def key(row):
        return row.name, row.level, row.seeds

    @classmethod
    def draw(cls, row):
        lines, trouble = cls.ctl("--json", "sample", row.name, "--level", row.level, "--seed",
                                 row.first, "--count", row.count, "--answers")
        if not lines:
            raise AssertionError(f"proofs.tsv:{row.line}: {trouble}")
        return lines[0]["instances"]

    def sample(self, row):
        return self.instances[self.key(row)]

    def items(self, row):
        """What `resynctl score` is given for a row: a line for each seed."""
        if row.level == "given":
            return [{"id": row.line, "env": row.name, "version": "active",
                     "given": json.loads(row.seeds),
                     "response": f"<answer>{row.answer}</answer>"}]
        return [{"id": row.line, "instance": at["instance"],
                 "response": f"<answer>{filled(row.answer, at)}</answer>"}
                for at in self.sample(row)]

    def test_scores(self):
        scored = [row for row in self.rows if not is_static(row)]
        lines = [json.dumps(item) for row in scored for item in self.items(row)]
        verdicts, trouble = self.ctl("score", text="\n".join(lines) + "\n")
        self.assertEqual(len(verdicts), len(lines), trouble)
        of_row = defaultdict(list)
        for verdict in verdicts:
            of_row[verdict["id"]].append(verdict)
        for row in scored:
            with self.subTest(line=row.line, file=row.file, expect=row.expect, why=row.why):
                self.check(row, of_row[row.line])

    def check(self, row, verdicts):
        kind, _, limit = row.expect.partition(" ")
        shown = [(at["status"], at["reward"], at.get("reason")) for at in verdicts[:2]]
        if kind == "metrics":
            metrics = {name: value for name, value in verdicts[0]["metrics"].items()
                       if name != "extracted"}
            self.assertTrue(metrics, verdicts[0])
            self.assertEqual(set(metrics.values()), {0}, verdicts[0])
        elif kind in ("reward", "mean"):
            self.assertEqual({at["status"] for at in verdicts}, {"ok"}, shown)
            mean = sum(at["reward"] for at in verdicts) / len(verdicts)
            self.assertTrue(holds(mean, limit), f"{mean}: {shown}")
        else:
            self.assertEqual([at["status"] for at in verdicts], [kind], shown)

    def test_instances(self):
        for row in filter(is_static, self.rows):
            with self.subTest(line=row.line, file=row.file, expect=row.expect, why=row.why):
                kind, _, limit = row.expect.partition(" ")
                found = self.sample(row)
                if kind == "distinct":
                    self.assertTrue(holds(len({at["question"] for at in found}), limit))
                elif kind == "question":
                    for at in found:
                        self.assertIn(filled(row.answer, at).strip(), at["question"])
                elif kind == "no_instance":
                    self.assertEqual({at.get("status") for at in found}, {kind}, found[:1])
                else:
                    self.assertNotEqual(self.native_question(row), found[0]["question"])

    def native_question(self, row):
        """The question that the same source asks when gcc compiles it."""
        libraries = ["tests/environments/libenvironment_instance.a", "lib/runtime/libruntime.a",
                     "lib/base/libbase.a"]
        sanitizers = ["-fsanitize=address,undefined"] if SANITIZED else []
        with tempfile.TemporaryDirectory(prefix="resynd-tests-") as folder:
            tool = Path(folder) / "tool"
            subprocess.run(
                ["gcc", "-std=gnu11", "-O2", *sanitizers, "-idirafter", TREE / "proto", "-o", tool,
                 HERE / row.file, "-Wl,--whole-archive",
                 BUILD / "tests/environments/libenvironment_tool.a", "-Wl,--no-whole-archive",
                 *(BUILD / library for library in libraries), "-lmd", "-lm"],
                check=True, capture_output=True)
            out = subprocess.run([tool, "sample", row.level, str(row.first), "1"], check=True,
                                 capture_output=True).stdout
        header, _, rest = out.partition(b"\n")
        return rest[: int(header.split()[2])].decode()


class Files(unittest.TestCase):
    """What the folders hold, without a daemon."""

    def kinds(self):
        vocabulary = (HERE / "README.md").read_text(encoding="utf-8").partition("## Kinds")[2]
        return set(re.findall(r"^\| `(\w+)` \|", vocabulary, re.MULTILINE))

    def test_first_lines(self):
        for path in sorted(HERE.glob("*/*.c")):
            first = path.read_text(encoding="utf-8").splitlines()[0]
            with self.subTest(path.name):
                if path.parent.name == "sound":
                    self.assertRegex(first, r"^/\* sound: .+ \*/$")
                else:
                    match = re.fullmatch(r"/\* fault: (\w+) — .+ \*/", first)
                    self.assertIsNotNone(match, first)
                    self.assertIn(match.group(1), self.kinds())

    def test_every_kind_is_planted(self):
        planted = {path.read_text(encoding="utf-8").split()[2]
                   for path in (HERE / "faulty").glob("*.c")}
        self.assertEqual(planted, self.kinds())

    def test_every_file_has_its_proof(self):
        proven, right, wrong = set(), defaultdict(int), defaultdict(int)
        for row in rows():
            self.assertTrue((HERE / row.file).exists(), f"line {row.line}")
            proven.add(row.file)
            right[row.file] += row.expect == "reward =1"
            wrong[row.file] += row.expect in ("reward =0", "reward <1")
        for path in sorted(HERE.glob("*/*.c")):
            name = path.relative_to(HERE).as_posix()
            with self.subTest(name):
                self.assertIn(name, proven)
                if path.parent.name == "sound":
                    self.assertGreaterEqual(right[name], SOUND_RIGHT)
                    self.assertGreaterEqual(wrong[name], SOUND_WRONG)


if __name__ == "__main__":
    unittest.main()
