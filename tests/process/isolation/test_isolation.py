# SPDX-License-Identifier: Apache-2.0
"""test_isolation.py RESYND FRONT STORE COMPILER WORKER UNLOCKED [PATTERN]: the real daemon as root, as
a user and as in a container: what it says of its isolation, and what /proc says. Speaks TAP."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "supervisor"))

import tap  # noqa: E402

SANITIZED = os.environ.get("RESYND_SANITIZED") == "1"
PATIENCE = 60 if not SANITIZED else 180
VERIFIERS = HERE.parents[2] / "verifiers"
ROLES = ("resynd", "front", "store", "compiler", "worker", "unlocked")
CHILDREN = 6  # two workers that have served; in reserve (daemon/supervisor/spares.h) three, a compiler
WAYS = ("root", "user", "container")
NAMESPACES = {"network_namespace", "process_namespace", "mount_namespace", "ipc_namespace",
              "uts_namespace"}
ALWAYS = {"seccomp", "no_new_privileges", "not_dumpable", "descriptors", "limits",
          "no_capabilities"}
# What is kept by root: KILL, SETGID, SETUID, SYS_CHROOT, DAC_READ_SEARCH.
SUPERVISOR_KEEPS = 1 << 5 | 1 << 6 | 1 << 7 | 1 << 18 | 1 << 2
needs_root = unittest.skipIf(os.geteuid() != 0, "only root can be someone else")
locks = unittest.skipIf(SANITIZED, "a sanitizer build leaves the long-lived processes open")


class Stage:
    """A folder with the executables, that everyone may read."""

    programs = {}

    def __init__(self, way="root", worker="worker"):
        self.folder = Path(tempfile.mkdtemp(prefix="resynd-"))
        self.folder.chmod(0o755)
        for role in ROLES[:-1]:
            source = self.programs[worker if role == "worker" else role]
            shutil.copy(source, self.folder / ("resynd" if role == "resynd" else f"resynd-{role}"))
        self.data = self.folder / "data"
        self.data.mkdir()
        self.environments = self.folder / "environments"
        shutil.copytree(VERIFIERS / "constraint_satisfaction", self.environments)
        contain = os.environ["RESYND_CONTAIN"]
        self.wrapper = [contain, way, "--own", str(self.data), "--"] if os.geteuid() == 0 else []
        self.process = None

    def show(self):
        return subprocess.run([*self.wrapper, self.folder / "resynd", "--show-isolation"],
                              capture_output=True, text=True, timeout=PATIENCE)

    def __enter__(self):
        self.log = open(self.folder / "log", "w+")
        self.process = subprocess.Popen(
            [*self.wrapper, self.folder / "resynd", "--listen", "127.0.0.1:0", "--data", self.data,
             "--environments", self.environments, "--gate", "off"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        listening = self.data / "listening"
        self.wait(lambda: listening.exists() and listening.read_text())
        self.url = listening.read_text().split()[0]
        self.wait(self.is_ready)
        return self

    def __exit__(self, kind, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if kind:
            print("\n".join("# " + line for line in self.said().splitlines()[-40:]), flush=True)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def said(self):
        return (self.folder / "log").read_text()

    def wait(self, probe):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = probe()
            if found:
                return found
            if self.process.poll() is not None:
                raise AssertionError(f"resynd ended with {self.process.returncode}: {self.said()}")
            time.sleep(0.05)
        raise AssertionError(f"not within {PATIENCE} s")

    def is_ready(self):
        try:
            return self.get("/readyz") is not None
        except OSError:
            return False

    def get(self, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        with urllib.request.urlopen(self.url + path, data, PATIENCE) as answer:
            return json.load(answer)

    def score(self, env="n_queens"):
        drawn = self.get("/v1/instances", {"env": env, "level": 1, "seed": 3, "answers": True})
        instance = drawn["instances"][0]
        return self.get("/v1/score", {"instance": instance["instance"],
                                      "response": f"<answer>{instance['answer']}</answer>"})

    def processes(self):
        """{role: [pid]} of the daemon and its children."""
        found = {"supervisor": [self.process.pid]}
        for path in Path("/proc").glob("[0-9]*"):
            try:
                parent = (path / "stat").read_text().rsplit(")", 1)[1].split()[1]
                role = os.path.basename(os.readlink(path / "exe")).removeprefix("resynd-")
            except OSError:
                continue
            if int(parent) == self.process.pid:
                role = "first" if role == "resynd" else role
                found.setdefault(role, []).append(int(path.name))
        return found

    def is_settled(self):
        """Whether all are there, and wait: a start does not sleep."""
        found = self.processes()
        children = found.get("worker", []) + found.get("compiler", [])
        return len(children) == CHILDREN and all(status(pid)["State"][0] == "S"
                                                 for pid in children)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


def status(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return dict(line.split(":\t", 1) for line in lines if ":\t" in line)


class Ways(unittest.TestCase):
    """Each way of running: it serves, it is honest, it is locked."""

    def look(self, way):
        with Stage(way) as stage:
            verdict = stage.score()
            self.assertEqual((verdict["status"], verdict["reward"]), ("ok", 1))
            shown = stage.get("/v1/isolation")
            layers = {layer["layer"]: layer for layer in shown["layers"]}
            active = {name for name, layer in layers.items() if layer["active"]}
            for layer in layers.values():
                self.assertTrue(layer["detail"] and layer["processes"], layer)
            self.canaries(shown)
            if not SANITIZED:
                stage.wait(stage.is_settled)
                self.locked(stage.processes(), active)
            self.assertEqual(stage.stop(), 0)
        return active

    def canaries(self, shown):
        if SANITIZED:
            self.assertEqual(shown["canaries"], [])
            self.assertTrue(shown["canaries_skipped"])
            return
        self.assertIsNone(shown["canaries_skipped"])
        outcomes = {canary["attack"]: canary["outcome"] for canary in shown["canaries"]}
        self.assertGreater(len(outcomes), 5)
        self.assertEqual(outcomes.pop("scores"), "scored")
        self.assertLessEqual(set(outcomes.values()), {"killed by its filter", "faulted"})

    def locked(self, processes, active):
        self.assertLessEqual({"supervisor", "front", "store", "worker", "compiler"}, set(processes))
        users = []
        for role, pids in processes.items():
            for pid in pids:
                told = status(pid)
                with self.subTest(role=role):
                    self.assertEqual((told["Seccomp"], told["NoNewPrivs"]), ("2", "1"))
                    capabilities = int(told["CapPrm"], 16)
                    kept = SUPERVISOR_KEEPS if role in ("supervisor", "store") else 0
                    self.assertEqual(capabilities & ~kept, 0)
                    if role in ("front", "worker", "compiler"):
                        users.append(told["Uid"].split()[0])
                    depth = 2 if "process_namespace" in active and role != "supervisor" else 1
                    self.assertEqual(len(told["NSpid"].split()), depth)
                    if "network_namespace" in active:
                        self.assertNotEqual(os.readlink(f"/proc/{pid}/ns/net"),
                                            os.readlink("/proc/self/ns/net"))
                    if "empty_root" in active and role in ("front", "worker", "compiler"):
                        self.assertRegex(os.readlink(f"/proc/{pid}/root"), r"/fdinfo")
        if "own_user_id" in active:
            self.assertEqual(len(users), len(set(users)))
            self.assertNotIn("0", users)

    @needs_root
    def test_as_root(self):
        active = self.look("root")
        self.assertLessEqual(ALWAYS, active)
        self.assertLessEqual({"own_user_id", "empty_root"}, active)

    @needs_root
    def test_as_a_user(self):
        active = self.look("user")
        self.assertLessEqual(ALWAYS, active)
        self.assertNotIn("own_user_id", active)
        self.assertTrue(NAMESPACES <= active or "user_namespace" not in active, active)

    @needs_root
    def test_as_in_a_container(self):
        active = self.look("container")
        self.assertLessEqual(ALWAYS, active)
        self.assertFalse(active & (NAMESPACES | {"user_namespace", "empty_root", "own_user_id"}))

    @unittest.skipIf(os.geteuid() == 0, "the other tests of this class do that")
    def test_as_whoever_runs_this(self):
        self.assertLessEqual(ALWAYS, self.look("whoever"))


class Shown(unittest.TestCase):
    def test_the_table_names_every_layer(self):
        stage = Stage()
        done = stage.show()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        rows = dict(re.findall(r"^(\w+) +(yes|no) ", done.stdout, re.MULTILINE))
        self.assertLessEqual(ALWAYS | NAMESPACES | {"landlock", "cgroup"}, set(rows))
        self.assertEqual({rows[name] for name in ALWAYS}, {"yes"})
        shutil.rmtree(stage.folder)

    @locks
    def test_a_worker_without_a_filter_is_not_served_with(self):
        stage = Stage(worker="unlocked")
        done = stage.show()
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, "not safe to serve: .* opens_a_file .*: scored")
        with self.assertRaisesRegex(AssertionError, "ended with 1: .*not safe to serve"):
            with stage:
                pass
        self.assertFalse((stage.data / "listening").exists())
        stage.log.close()
        shutil.rmtree(stage.folder)


class Store(unittest.TestCase):
    @locks
    def test_a_directory_that_is_replaced_is_read_all_the_same(self):
        """Landlock knows the old one: the store starts anew to be let into the other."""
        with Stage() as stage:
            old = stage.environments.rename(stage.folder / "old")
            stage.environments.mkdir()
            shutil.copy(VERIFIERS / "grid_puzzles" / "sudoku.c", stage.environments)

            def served():
                entries = stage.get("/v1/environments")["environments"]
                return {entry["name"] for entry in entries if entry["status"] == "served"}

            stage.wait(lambda: "sudoku" in served())
            self.assertEqual(stage.score("sudoku")["reward"], 1)
            self.assertEqual(stage.stop(), 0)
            self.assertTrue(old.exists())


class First(unittest.TestCase):
    """The first process of the process namespace."""

    @needs_root
    def test_without_it_the_daemon_ends_and_leaves_nothing(self):
        with Stage() as stage:
            processes = stage.processes()
            if "first" not in processes:
                self.skipTest("no process namespace here")
            os.kill(processes["first"][0], signal.SIGKILL)
            self.assertNotEqual(stage.process.wait(PATIENCE), 0)
            left = [pid for pids in processes.values() for pid in pids if alive(pid)]
            self.assertEqual(left, [])


def alive(pid):
    try:
        return status(pid)["State"][0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    Stage.programs = {role: os.path.abspath(path) for role, path in zip(ROLES, sys.argv[1:])}
    tap.run(sys.argv[1 + len(ROLES):])
