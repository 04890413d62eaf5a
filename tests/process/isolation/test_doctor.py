# SPDX-License-Identifier: Apache-2.0
"""test_doctor.py RESYND FRONT STORE COMPILER WORKER UNLOCKED [PATTERN]: resynd doctor on a machine that
has all, and on machines that lack something. Speaks TAP."""

import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "supervisor"))

import tap  # noqa: E402
from test_isolation import NAMESPACES, PATIENCE, ROLES, SANITIZED, Stage, needs_root  # noqa: E402

ASKED = {"settings", "executables", "kernel", "cpu", "memory", "descriptor_limit", "process_limit",
         "locked_memory_limit", "data_directory", "disk", "tokens", "environments", "address",
         "database", "seccomp", "landlock", "cgroup", "attacks", "compiler"} | NAMESPACES


class Doctor:
    """What it says: in JSON, `checks` by their names; else, in `out`."""

    def __init__(self, stage, *options, limits=(), plain=False):
        def limit():
            for which, most in limits:
                resource.setrlimit(which, (most, most))

        ended = subprocess.run(
            [*stage.wrapper, stage.folder / "resynd", "doctor", *([] if plain else ["--json"]),
             "--data", stage.data, "--environments", stage.environments, *options],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, env={},
            preexec_fn=limit)
        self.status, self.out = ended.returncode, ended.stdout
        if not plain:
            said = json.loads(ended.stdout)
            self.result = said["result"]
            self.checks = {check["name"]: check for check in said["checks"]}

    def verdict(self, name):
        return self.checks[name]["verdict"]

    def message(self, name):
        return self.checks[name]["message"]


class Case(unittest.TestCase):
    def stage(self, *arguments, **more):
        stage = Stage(*arguments, **more)
        self.addCleanup(shutil.rmtree, stage.folder, True)
        return stage

    def doctor(self, *options, way="root", **more):
        return Doctor(self.stage(way), "--listen", "127.0.0.1:0", *options, **more)


class Healthy(Case):
    def test_all_is_looked_at_and_what_is_not_well_has_a_remedy(self):
        doctor = self.doctor()
        self.assertLessEqual(ASKED, set(doctor.checks))
        self.assertEqual(doctor.status, 0, doctor.out)
        for check in doctor.checks.values():
            self.assertIn(check["verdict"], ("ok", "warning"), check)
            self.assertEqual(check["remedy"] is None, check["verdict"] == "ok", check)
            self.assertTrue(check["message"])
        self.assertEqual(doctor.verdict("compiler"), "ok")

    def test_people_read_the_same(self):
        stage = self.stage()
        shown, said = Doctor(stage, plain=True), Doctor(stage)
        lines = dict(re.findall(r"(?m)^(?:ok|warning|problem) +(\S+) +(.*)$", shown.out))
        self.assertEqual(set(lines), set(said.checks))
        self.assertEqual(lines["compiler"], said.message("compiler"))
        self.assertEqual(shown.out.count("→"),
                         sum(check["remedy"] is not None for check in said.checks.values()))

    @needs_root
    def test_a_container_is_served_with_fewer_layers(self):
        doctor = self.doctor(way="container")
        self.assertEqual((doctor.status, doctor.result), (0, "warning"), doctor.out)
        for name in NAMESPACES:
            self.assertEqual(doctor.verdict(name), "warning")
            self.assertIn("unshare", doctor.checks[name]["remedy"])
        self.assertEqual(doctor.verdict("seccomp"), "ok")
        self.assertEqual(doctor.verdict("compiler"), "ok")

    def test_a_resynd_that_serves_is_no_problem(self):
        with Stage() as stage:
            address = stage.url.removeprefix("http://")
            doctor = Doctor(stage, "--set", f"server.listen={address}")
            self.assertEqual(doctor.status, 0, doctor.out)
            self.assertIn(f"process {stage.process.pid}", doctor.message("data_directory"))
            self.assertIn(f"process {stage.process.pid} serves", doctor.message("address"))
            stage.wait(stage.is_ready)  # it has not been disturbed


class Sick(Case):
    def problem(self, doctor, name, *words):
        self.assertEqual((doctor.status, doctor.result, doctor.verdict(name)), (1, "problem", "problem"),
                         doctor.out)
        for word in words:
            self.assertIn(word, doctor.message(name) + doctor.checks[name]["remedy"])

    def test_few_descriptors(self):
        doctor = self.doctor(limits=[(resource.RLIMIT_NOFILE, 400)])
        self.assertEqual((doctor.status, doctor.verdict("descriptor_limit")), (0, "warning"), doctor.out)
        self.assertIn("LimitNOFILE", doctor.checks["descriptor_limit"]["remedy"])
        doctor = self.doctor("--workers", "100", limits=[(resource.RLIMIT_NOFILE, 200)])
        self.problem(doctor, "descriptor_limit", "200 at most", "workers.max is 100")

    @needs_root
    def test_few_processes(self):
        """The superuser is not held to the limit."""
        self.problem(self.doctor(way="user", limits=[(resource.RLIMIT_NPROC, 30)]), "process_limit",
                     "30 at most", "TasksMax=")

    def test_a_port_that_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            self.problem(self.doctor("--listen", f"127.0.0.1:{port}"), "address", f":{port}", "ss -ltnp")

    def test_a_socket_file_that_is_none(self):
        stage = self.stage()
        path = stage.folder / "precious"
        path.write_text("mine")
        self.problem(Doctor(stage, "--listen", f"unix:{path}"), "address", "File exists")
        self.assertEqual(path.read_text(), "mine")

    def test_settings_that_are_not_valid(self):
        doctor = self.doctor("--set", "workers.mix=3")
        self.problem(doctor, "settings", "workers.max")
        self.assertEqual(doctor.verdict("compiler"), "ok")

    def test_an_executable_that_is_missing(self):
        stage = self.stage()
        (stage.folder / "resynd-worker").unlink()
        self.problem(Doctor(stage), "executables", "resynd-worker is missing")

    def test_tokens_that_others_could_have_written(self):
        stage = self.stage()
        tokens = stage.data / "tokens"
        tokens.write_text(f"trainer score {'0' * 64} 1\n")
        tokens.chmod(0o666)
        self.problem(Doctor(stage), "tokens", "chmod 600")

    @needs_root
    def test_what_the_user_may_not_read_or_write(self):
        stage = self.stage("user")
        next(stage.environments.glob("*.c")).chmod(0)
        doctor = Doctor(stage, "--data", "/resynd", "--listen", "127.0.0.1:80")
        self.problem(doctor, "environments", "1 of ", "cannot be read", "chmod")
        self.problem(doctor, "data_directory", "Permission denied", "StateDirectory")

    def test_a_database_that_is_away(self):
        stage = self.stage()
        self.problem(Doctor(stage, "--database", "host=/does/not/exist dbname=x password=secret"),
                     "database")

    def test_isolation_that_does_not_hold(self):
        """With a worker that locks nothing, as in test_isolation.py."""
        if SANITIZED:
            self.skipTest("a sanitizer build tries no attack")
        stage = self.stage(worker="unlocked")
        self.problem(Doctor(stage), "isolation", "not safe to serve")


if __name__ == "__main__":
    Stage.programs = {role: os.path.abspath(path) for role, path in zip(ROLES, sys.argv[1:])}
    tap.run(sys.argv[1 + len(ROLES):])
