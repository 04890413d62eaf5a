# SPDX-License-Identifier: Apache-2.0
"""resynctl export: a data set as a file, whole or not there."""

import json
import os
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from cases import OWN, DaemonCase, eventually, serve_copies
from ctl import CTL, ctl

MIX = ("sum:1-3", "trouble=3")
AS_JSON = [{"env": "sum", "levels": [1, 3]}, {"env": "trouble", "weight": 3.0}]
FEW = (OWN / "sum.c").read_text().replace('"sum"', '"few"').replace("1000 * level", "70")
TINY = FEW.replace('"few"', '"tiny"').replace("1, 70", "1, 3")


class Scratch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "rows.jsonl"
        self.partial = self.folder / "rows.jsonl.partial"
        self.note = self.folder / "rows.jsonl.partial.cursor"
        super().setUp()

    def assert_nothing_else(self, *names):
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), sorted(names))


class Export(Scratch, DaemonCase):
    def export(self, *arguments, mix=MIX, form="verl", count=50):
        return ctl("export", "--format", form, "--count", count, *arguments, *mix,
                   url=self.daemon.url)

    def fine(self, *arguments, **more):
        status, out, err = self.export(*arguments, **more)
        self.assertEqual((status, err), (0, ""))
        return out

    def served(self, form="verl", count=50, split="train", **more):
        """The same rows over HTTP."""
        reply = self.client.post(f"/v1/instances?format={form}", {
            "mix": AS_JSON, "count": count, "split": split, **more})
        self.assertEqual(reply.status, 200, reply)
        return reply.body.decode()

    def test_rows_are_the_daemon_s(self):
        for form in ("verl", "trl", "openrlhf", "nemo_gym", "slime", "prime", "skyrl"):
            self.assertEqual(self.fine(form=form), self.served(form))
        self.assertEqual(self.fine("--split", "held_out", "--system", "boxed"),
                         self.served(split="held_out", system="boxed"))
        self.assertEqual(self.fine("--instruction", "none", "--seed", "99"),
                         self.served(format="none", seed=99))

    def test_a_file_is_there_when_it_is_whole(self):
        out = self.fine("-o", self.file, count=5000)
        self.assertEqual(self.file.read_text(), self.served(count=5000))
        self.assertIn("5000 rows", out)
        self.assert_nothing_else("rows.jsonl")

    def test_the_cursor_goes_on(self):
        summary = json.loads(self.fine("--json", "-o", self.file))
        self.assertEqual((summary["rows"], summary["complete"], summary["left_out"]), (50, True, 0))
        more = self.fine("--cursor", summary["cursor"], count=30)
        self.assertEqual(self.file.read_text() + more, self.served(count=80))

    def test_what_was_broken_off_is_gone_on_with(self):
        whole = self.served(count=20000)
        command = [str(CTL), "export", "--format", "verl", "--count", "20000", "-o", str(self.file),
                   *MIX]
        going = subprocess.Popen(command, env={**os.environ, "RESYND_URL": self.daemon.url})
        self.assertTrue(eventually(self.note.exists, pause=0.001))
        going.send_signal(signal.SIGKILL)
        going.wait()
        self.assertFalse(self.file.exists())
        with open(self.partial, "a") as partial:
            partial.write('{"data_source": "resynd/s')  # as if it had died while writing
        kept = json.loads(self.note.read_text())["rows"]
        self.assertTrue(0 < kept < 20000, kept)
        self.fine("-o", self.file, "--resume", count=20000)
        self.assertEqual(self.file.read_text(), whole)
        self.assert_nothing_else("rows.jsonl")

    def broken_off(self):
        """A file of two pages and their note, as an export leaves them that dies after the second."""
        self.fine("-o", self.file, count=4096)
        reply = self.client.post("/v1/instances?format=verl", {
            "mix": AS_JSON, "count": 4096, "split": "train"}, Accept="application/x-ndjson")
        self.file.rename(self.partial)
        self.note.write_text(json.dumps({
            "request": {"format": "verl", "cursor": None,
                        "request": {"split": "train", "mix": AS_JSON}},
            "cursor": reply.lines()[-1]["cursor"], "rows": 4096,
            "bytes": self.partial.stat().st_size}))

    def test_only_the_same_is_gone_on_with(self):
        self.broken_off()
        before = self.partial.read_bytes()
        for arguments, mix in ((("--system", "think"), MIX), (("--split", "held_out"), MIX),
                               ((), ("sum:1-3", "trouble=2")), (("--seed", "5"), MIX)):
            status, _, err = self.export("-o", self.file, "--resume", *arguments, mix=mix,
                                         count=5000)
            self.assertEqual(status, 2, err)
            self.assertIn("another export", err)
        self.assertEqual(self.partial.read_bytes(), before)
        self.fine("-o", self.file, "--resume", count=5000)
        self.assertEqual(self.file.read_text(), self.served(count=5000))

    def test_a_file_that_was_changed_is_not_gone_on_with(self):
        self.broken_off()
        good, note = self.partial.read_bytes(), self.note.read_bytes()
        last = good.splitlines(keepends=True)[-1]
        other = last.replace(b"What is", b"What IS")
        for bad, word in ((good[:-len(last)] + other, "makes now"),
                          (good[:-len(last)], "not as it was left"),
                          (b"\n" + good[1:], "not as it was left"),
                          (b"", "not as it was left")):
            self.partial.write_bytes(bad)
            status, _, err = self.export("-o", self.file, "--resume", count=5000)
            self.assertEqual(status, 1, err)
            self.assertIn(word, err)
        self.partial.write_bytes(good)
        for bad in (b"", b"{", b"[]", b'{"cursor": 1}',
                    note.replace(b'"rows": 4096', b'"rows": -1')):
            self.note.write_bytes(bad)
            status, _, err = self.export("-o", self.file, "--resume", count=5000)
            self.assertEqual(status, 2, err)
            self.assertIn("cannot be read", err)
        self.assertEqual(self.partial.read_bytes(), good)

    def test_resume_without_a_beginning_begins(self):
        self.fine("-o", self.file, "--resume")
        self.assertEqual(self.file.read_text(), self.served())
        self.assert_nothing_else("rows.jsonl")

    def test_wrong_usage(self):
        for arguments, word in (
            (("--count", "5", *MIX), "--format"), (("--format", "verl", *MIX), "--count"),
            (("--format", "verl", "--count", "5"), "ENV"),
            (("--format", "verl", "--count", "0", *MIX), "--count"),
            (("--format", "verl", "--count", "5", "--resume", *MIX), "-o"),
            (("--format", "verl", "--count", "5", "--parquet", *MIX), "-o"),
            (("--format", "verl", "--count", "5", "--seed", "1", "--cursor", "c", *MIX), "seed"),
            (("--format", "verl", "--count", "5", "sum:x"), "sum:x"),
            (("--format", "verl", "--count", "5", "sum:1-"), "sum:1-"),
            (("--format", "verl", "--count", "5", "sum=0"), "sum=0"),
            (("--format", "verl", "--count", "5", "sum=1x"), "sum=1x"),
            (("--format", "verl", "--count", "5", ":1"), ":1"),
        ):
            status, out, err = ctl("export", *arguments, url=self.daemon.url)
            self.assertEqual((status, out), (2, ""), arguments)
            self.assertIn(word, err)

    def test_refusals_are_the_daemon_s(self):
        for arguments, more, word in (
            ((), {"form": "xml"}, "skyrl"), ((), {"mix": ("nothing",)}, "nothing"),
            (("--system", "loud"), {}, "think"), (("--split", "test"), {}, "held_out"),
            ((), {"mix": ("sum:9",)}, "levels"), (("--cursor", "x"), {}, "cursor"),
        ):
            status, out, err = self.export("-o", self.file, *arguments, **more)
            self.assertEqual((status, out), (4, ""), err)
            self.assertIn(word, err)
            self.assertFalse(self.file.exists())

    def test_nobody_there_and_no_such_folder(self):
        status, _, err = ctl("export", "--format", "verl", "--count", "5", *MIX)
        self.assertEqual(status, 3, err)
        status, _, err = self.export("-o", self.folder / "none" / "rows.jsonl")
        self.assertEqual(status, 5, err)
        self.assertIn("none", err)

    def test_parquet(self):
        """Where python3 has pyarrow, the file; else a word that says so, before anything is made."""
        target = self.folder / "rows.parquet"
        has_it = subprocess.run(["python3", "-c", "import pyarrow.parquet"],
                                capture_output=True).returncode == 0
        status, _, err = self.export("--parquet", "-o", target, count=5000)
        if not has_it:
            self.assertEqual(status, 5)
            self.assertIn("pyarrow", err)
            self.assertIn("pip install", err)
            self.assert_nothing_else()
            return
        self.assertEqual((status, err), (0, ""))
        self.assert_nothing_else("rows.parquet")
        read = subprocess.run(
            ["python3", "-c", "import json, sys, pyarrow.parquet\n"
             "for row in pyarrow.parquet.read_table(sys.argv[1]).to_pylist():\n"
             "    print(json.dumps(row))", target], capture_output=True, text=True, check=True)
        self.assertEqual([json.loads(line) for line in read.stdout.splitlines()],
                         [json.loads(line) for line in self.served(count=5000).splitlines()])

    def test_parquet_without_python(self):
        status, _, err = ctl_with_path(self.folder, "export", "--format", "verl", "--count", "5",
                                       "--parquet", "-o", self.folder / "rows.parquet", *MIX)
        self.assertEqual(status, 5)
        self.assertIn("python3", err)


def ctl_with_path(path, *arguments):
    done = subprocess.run([str(CTL), *map(str, arguments)], capture_output=True, text=True,
                          check=False, env={"PATH": str(path)})
    return done.returncode, done.stdout, done.stderr


class Distinct(Scratch):
    @classmethod
    def setUpClass(cls):
        cls.daemon = serve_copies()
        for name, source in (("few", FEW), ("tiny", TINY)):
            (cls.daemon.environments / f"{name}.c").write_text(source)
        cls.daemon.start()

    @classmethod
    def tearDownClass(cls):
        cls.daemon.stop()

    def export(self, *arguments):
        return ctl("export", "--format", "trl", "--distinct", "-o", self.file, *arguments,
                   url=self.daemon.url)

    def questions(self):
        return [json.loads(line)["prompt"][-1]["content"]
                for line in self.file.read_text().splitlines()]

    def test_no_question_twice_in_all_pages(self):
        status, _, err = self.export("--count", "4500", "few")  # of 4,900
        self.assertEqual((status, err), (0, ""))
        found = self.questions()
        self.assertEqual((len(found), len(set(found))), (4500, 4500))
        with self.daemon.client() as client:
            whole = client.post("/v1/instances?format=trl", {
                "mix": [{"env": "few"}], "split": "train", "count": 4500, "distinct": True})
        self.assertEqual(self.file.read_bytes(), whole.body)

    def test_there_are_no_more(self):
        status, _, err = self.export("--count", "100", "tiny")
        self.assertEqual(status, 1)
        self.assertIn("only 9 rows with different questions", err)
        self.assertEqual(len(set(self.questions())), 9)

    def test_another_version_ends_a_cursor(self):
        self.assertEqual(self.export("--count", "9", "tiny")[0], 0)
        with self.daemon.client() as client:
            cursor = client.post("/v1/instances?format=trl", {
                "mix": [{"env": "few"}, {"env": "tiny"}], "count": 9, "distinct": True},
                Accept="application/x-ndjson").lines()[-1]["cursor"]
        status, _, err = self.export("--count", "9", "--cursor", cursor, "few")
        self.assertEqual(status, 4, err)
        self.assertIn("another mix", err)


if __name__ == "__main__":
    unittest.main()
