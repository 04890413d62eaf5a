# SPDX-License-Identifier: Apache-2.0
"""The container image: assembled as its Containerfile does it, and run as an engine would (as_container.py):
read-only, user 65532, no capability, the engines' default seccomp profile. It scores, and withstands a part
of the attack suite."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "api"), str(TESTS / "attack")]

import confine  # noqa: E402
from attacks import FOLDER, read_all  # noqa: E402
from cases import answer  # noqa: E402
from daemon import BUILD, TREE, Daemon  # noqa: E402
from performance import Performance  # noqa: E402

CONTAINER = TREE / "deploy" / "container"
HERE = Path(__file__).resolve().parent
# One of each kind; tests/attack runs them all three ways.
ATTACKS = ("call_by_syscall", "call_by_int80", "call_by_x32", "assembly_statement", "clock_fenced",
           "constructor", "array_negative", "constant_as_memory", "below_stack_as_memory",
           "base_of_threads", "call_abort", "data_too_large")
LEFT = {"own_user_id", "empty_root", "network_namespace", "process_namespace", "mount_namespace",
        "ipc_namespace", "uts_namespace", "user_namespace", "cgroup"}


@dataclass(frozen=True)
class Container:
    """A way to run the attack suite (tests/attack/ways.py)."""

    root: Path
    name: str = "in the image"

    def wrapper(self, folder):
        return ["unshare", "--mount", "--ipc", "/usr/bin/python3", "-B", str(HERE / "as_container.py"),
                str(self.root), "--see", str(folder.parent), "--own", str(folder), "--"]


class Containerfile(unittest.TestCase):
    """The definition, as far as it can be judged without an engine and a registry."""

    def setUp(self):
        text = (CONTAINER / "Containerfile").read_text()
        text = re.sub(r"(?m)^#.*\n|\\\n", "", text)
        self.lines = [line.split(maxsplit=1) for line in text.splitlines() if line]

    def values(self, word):
        return [rest for first, rest in self.lines if first == word]

    def test_everything_that_is_copied_is_there(self):
        for rest in self.values("COPY"):
            if not rest.startswith("--from"):
                for name in rest.split()[:-1]:
                    self.assertTrue((TREE / name).exists(), name)

    def test_every_folder_that_is_built_is_copied(self):
        copied = " ".join(self.values("COPY"))
        folders = re.search(r"foreach folder : \[(.*?)\]", (TREE / "meson.build").read_text(), re.S)
        names = set(re.findall(r"'(\w+)[\w/]*'", folders.group(1)))
        self.assertIn("daemon", names)
        for name in names - {"tests"}:  # built where they are, left out where not
            self.assertIn(f"{name} {name}", copied)

    def test_the_last_stage_is_nobody_in_an_empty_system(self):
        self.assertEqual(self.values("FROM")[-1], "scratch")
        self.assertEqual(self.values("USER"), ["65532:65532"])
        self.assertFalse(self.values("ADD"))


@unittest.skipIf(confine.missing(), confine.missing())
class Image(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="resynd-image-")
        Path(cls.folder.name).chmod(0o755)
        cls.root = Path(cls.folder.name) / "root"
        subprocess.run([CONTAINER / "assemble", BUILD, cls.root], check=True, stdout=sys.stderr)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_there_is_no_shell_and_nothing_that_gains_privileges(self):
        programs = sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*")
                          if path.is_file() and not path.is_symlink() and os.access(path, os.X_OK)
                          and ".so" not in path.name)
        self.assertEqual([name for name in programs if "resyn" not in name], [])
        self.assertIn("usr/local/bin/resynd", programs)
        self.assertFalse([path for path in self.root.rglob("*")
                          if not path.is_symlink() and path.stat().st_mode & 0o6000])

    def test_what_the_containerfile_starts_is_in_it(self):
        text = (CONTAINER / "Containerfile").read_text()
        words = json.loads(re.search(r"(?m)^ENTRYPOINT (.*)$", text).group(1))
        self.assertTrue((self.root / words[0].lstrip("/")).is_file())
        self.assertTrue((self.root / "var/lib/resynd").is_dir())

    def test_it_scores_read_only_and_without_privileges(self):
        daemon = Daemon(self.root / "usr/local/share/resynd/verifiers/constraint_satisfaction")
        daemon.scratch.chmod(0o755)
        daemon.wrapper = Container(self.root).wrapper(daemon.data)
        daemon.wrapper[-1:-1] = ["--see", str(daemon.environments)]
        with daemon:
            with daemon.client() as client:
                drawn = client.instances(env="n_queens", level=1, seed=3, answers=True)[0]
                verdict = client.score(instance=drawn["instance"], response=answer(drawn["answer"]))
                self.assertEqual((verdict["status"], verdict["reward"]), ("ok", 1))
                layers = client.get("/v1/isolation").json()["layers"]
            self.assertLessEqual({layer["layer"] for layer in layers if not layer["active"]}, LEFT)
            self.locked(daemon.pid)

    def locked(self, pid):
        status = Path(f"/proc/{pid}/status").read_text()
        self.assertRegex(status, r"Uid:\t65532\t65532\t65532\t65532\n")
        self.assertRegex(status, r"CapPrm:\t0+\n")
        self.assertRegex(status, r"CapBnd:\t0+\n")
        self.assertRegex(status, r"NoNewPrivs:\t1\n")
        mounts = Path(f"/proc/{pid}/mountinfo").read_text()
        self.assertRegex(mounts, r" / ro[, ]")

    def test_attacks_end_as_everywhere(self):
        attacks = [attack for name in ATTACKS for attack in read_all(FOLDER / f"{name}.c")]
        performance = Performance(Container(self.root), attacks, False).run()
        for attack in attacks:
            for came in performance.came(attack):
                with self.subTest(attack.name):
                    self.assertNotIsInstance(came, Exception, came)


if __name__ == "__main__":
    unittest.main()
