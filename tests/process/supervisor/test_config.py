# SPDX-License-Identifier: Apache-2.0
"""test_config.py RESYND ACTOR STORE COMPILER WORKER [PATTERN]: the settings of the real resynd: file,
environment and command line, what they come to, and what is written of them. Speaks TAP."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

import tap
import yaml
from stage import PATIENCE, Stage

TREE = Path(__file__).resolve().parents[3]


def run(*options, text=None, variables=None):
    """(status, standard output, standard error) of a resynd that does not serve; `text` becomes its
    file, named FILE in what it says."""
    with tempfile.TemporaryDirectory(prefix="resynd-") as folder:
        path = os.path.join(folder, "resynd.yaml")
        if text is not None:
            Path(path).write_text(text, encoding="utf-8")
            options = ("--config", path, *options)
        ended = subprocess.run([Stage.programs["resynd"], *options], stdin=subprocess.DEVNULL,
                               env={"HOME": folder, **(variables or {})}, capture_output=True,
                               text=True, timeout=PATIENCE)
        return (ended.returncode, ended.stdout.replace(path, "FILE"),
                ended.stderr.replace(path, "FILE"))


class Check(unittest.TestCase):
    def test_a_valid_configuration_is_0_and_starts_nothing(self):
        status, out, err = run("--check-config", text="workers:\n  max: 3\n")
        self.assertEqual((status, out, err), (0, "resynd: FILE: the settings are valid\n", ""))

    def test_an_invalid_one_is_2_and_names_line_and_key(self):
        rows = [
            ("workers:\n  max: 0\n", "FILE:2: workers.max: '0' is not possible"),
            ("workers:\n  mx: 1\n", "FILE:2: 'workers.mx' is not a setting: did you mean 'workers.max'?"),
            ("wrkers: {}\n", "FILE:1: 'wrkers' is not a section: did you mean 'workers'?"),
            ("workers: {max: 1\n", "FILE:2: this is not YAML"),
            ("store:\n  environments: /does/not/exist\n", "give a directory that exists"),
        ]
        for text, sentence in rows:
            with self.subTest(text=text):
                status, out, err = run("--check-config", text=text)
                self.assertEqual((status, out), (2, ""))
                self.assertIn(sentence, err)
                self.assertEqual(err.count("\n"), 1)

    def test_what_is_invalid_does_not_serve(self):
        status, _, err = run(text="log:\n  level: loud\n")
        self.assertEqual(status, 2)
        self.assertIn("FILE:2: log.level", err)


class Print(unittest.TestCase):
    TEXT = "log:\n  level: debug\nworkers:\n  max: 5\n  isolation: fresh\n"

    def test_each_value_is_there_with_its_origin(self):
        status, out, _ = run("--print-config", "--workers", "7", "--set", "gate.mode=off", text=self.TEXT,
                             variables={"RESYND_WORKERS__MAX": "6", "RESYND_STORE__KEEP_VERSIONS": "9"})
        self.assertEqual(status, 0)
        for line in (r"level: debug +# FILE:2$", r"max: 7 +# --workers$", r"isolation: fresh +# FILE:5$",
                     r"mode: off +# --set gate.mode$", r"keep_versions: 9 +# RESYND_STORE__KEEP_VERSIONS$",
                     r'listen: \["127.0.0.1:8420"\] +# default$', r"cpus: auto +# default: [1-9]\d*$",
                     rf"# environments: +# default: {TREE}/verifiers$"):
            self.assertRegex(out, "(?m)" + line)

    def test_what_is_printed_says_the_same_again(self):
        _, first, _ = run("--print-config", text=self.TEXT)
        status, again, err = run("--print-config", text=first)
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(yaml.safe_load(again), yaml.safe_load(first))

    def test_a_database_is_not_shown(self):
        _, out, _ = run("--print-config", "--database", "host=/run/x password=secret")
        self.assertNotIn("secret", out)
        self.assertRegex(out, r"(?m)^  # database: \(not shown\) +# --database$")


class Reload(unittest.TestCase):
    """The options of the stage stand on the command line, and so win over the file."""

    def stage(self, text):
        stage = Stage("--config", "unset")
        path = stage.folder / "resynd.yaml"
        path.write_text(text, encoding="utf-8")
        stage.options[stage.options.index("unset")] = str(path)
        at = stage.options.index("--log-level")
        del stage.options[at:at + 2]
        return stage, path

    def reload(self, stage, orders, expected):
        stage.process.send_signal(signal.SIGHUP)
        most, rest = expected.split(" ", 1)
        return orders.expect(rf"FRONT_SETTINGS {most} cpus=\d+ {rest}$")

    def test_what_can_be_is_changed_and_the_rest_is_named(self):
        stage, path = self.stage("workers:\n  max: 4\nlog:\n  level: warning\n")
        with stage, stage.connect() as orders:
            path.write_text("workers:\n  max: 6\nlog:\n  level: debug\ngate:\n  mode: off\n")
            self.reload(stage, orders, "workers=6 reloads=1 refused=0")
            log = stage.wait_until(lambda: 'event="reloaded"' in stage.log() and stage.log())
            self.assertIn('event="setting changed" setting=workers.max', log)
            self.assertIn('event="setting changed" setting=log.level', log)
            self.assertIn('event="setting needs a restart" setting=gate.mode', log)
            path.unlink()
            path.write_text("")
            self.reload(stage, orders, r"workers=\d\d+ reloads=2 refused=0")
            self.assertEqual(log.count("setting=gate.mode"), 1)

    def test_what_is_invalid_changes_nothing_and_says_why(self):
        stage, path = self.stage("workers:\n  max: 4\n")
        with stage, stage.connect() as orders:
            for round, text in enumerate(("workers:\n  max: 5\nlog:\n  level: loud\n", "{", None), 1):
                path.write_text(text) if text else path.unlink()
                self.reload(stage, orders, f"workers=4 reloads=0 refused={round}")
            self.assertEqual(stage.log().count('event="not reloaded"'), 3)
            self.assertIn(f"{path}:4: log.level: 'loud' is not known", stage.log())
            path.write_text("workers:\n  max: 5\n")
            self.reload(stage, orders, "workers=5 reloads=1 refused=3")

    def test_a_front_that_comes_later_has_the_new_settings(self):
        stage, path = self.stage("workers:\n  max: 4\n")
        with stage:
            with stage.connect() as orders:
                path.write_text("workers:\n  max: 6\n")
                self.reload(stage, orders, "workers=6 reloads=1 refused=0")
                os.kill(stage.child("resynd-front"), signal.SIGKILL)
            with stage.connect() as orders:
                orders.give("pid")
                orders.expect(r"PID \d+")
            pid = stage.child("resynd-front")
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            self.assertEqual(words[words.index(b"--workers") + 1], b"6")

    @unittest.skipIf(len(os.sched_getaffinity(0)) < 2, "there is one CPU only")
    def test_workers_are_planned_for_the_cpus_that_there_are_now(self):
        stage, path = self.stage("")
        with stage, stage.connect() as orders:
            one = min(os.sched_getaffinity(stage.process.pid))
            os.sched_setaffinity(stage.process.pid, {one})
            orders.expect("FRONT_SETTINGS .* cpus=1 reloads=0")
            path.write_text("workers:\n  cpus: 7\n")
            stage.process.send_signal(signal.SIGHUP)
            orders.expect("FRONT_SETTINGS .* cpus=7 reloads=1")
            path.write_text("")
            stage.process.send_signal(signal.SIGHUP)
            orders.expect("FRONT_SETTINGS .* cpus=1 reloads=2")

    def test_a_file_that_is_replaced_is_found(self):
        """As Kubernetes does: a link, through a folder that is swapped."""
        stage, path = self.stage("workers:\n  max: 4\n")
        for name, most in (("one", 7), ("two", 8)):
            (stage.folder / name).mkdir()
            (stage.folder / name / "resynd.yaml").write_text(f"workers:\n  max: {most}\n")
        path.unlink()
        path.symlink_to("now/resynd.yaml")
        (stage.folder / "now").symlink_to("one")
        with stage, stage.connect() as orders:
            (stage.folder / "next").symlink_to("two")
            (stage.folder / "next").rename(stage.folder / "now")
            shutil.rmtree(stage.folder / "one")
            self.reload(stage, orders, "workers=8 reloads=1 refused=0")


class Written(unittest.TestCase):
    def test_the_reference_page_is_the_generated_one(self):
        self.assertEqual(run("--describe-settings=markdown")[1],
                         (TREE / "deploy" / "configuration.md").read_text(encoding="utf-8"))

    def test_the_schema_is_the_generated_one_and_knows_what_help_lists(self):
        out = run("--describe-settings=schema")[1]
        self.assertEqual(out, (TREE / "deploy" / "configuration.schema.json").read_text(encoding="utf-8"))
        shown = run("--help")[1]
        for section, found in json.loads(out)["properties"].items():
            for key in found["properties"]:
                self.assertIn(f"[{section}.{key}", shown)


class Commands(unittest.TestCase):
    def test_a_command_uses_the_data_directory_of_the_file(self):
        with tempfile.TemporaryDirectory(prefix="resynd-") as folder:
            status, err = run_command("backup", folder)  # of a registry that is not there
            self.assertEqual((status, f"{folder}/data/store/" in err), (1, True), err)


def run_command(command, folder):
    path = Path(folder) / "resynd.yaml"
    path.write_text(f"store:\n  data: {folder}/data\n", encoding="utf-8")
    ended = subprocess.run([Stage.programs["resynd"], command, "--config", str(path),
                            f"{folder}/copy"], env={},
                           stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
    return ended.returncode, ended.stderr


if __name__ == "__main__":
    tap.main(Stage)
