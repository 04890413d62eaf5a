# SPDX-License-Identifier: Apache-2.0
"""The systemd units, by systemd's own tools, and the daemon under what they say."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "api"))

import confine  # noqa: E402
import unit_file  # noqa: E402
from cases import OWN, answer, right_sum  # noqa: E402
from client import Client  # noqa: E402
from daemon import BUILD, TREE  # noqa: E402

HERE = Path(__file__).resolve().parent
UNITS = TREE / "systemd"
SERVICE = BUILD / "systemd" / "resynd.service"
EXPOSURE_MAX = 1.4
# Only root can give workers other users; cgroup v2 may not be there or not be ours where tests run.
NOT_HERE = {"own_user_id", "cgroup"}
PATIENCE = 60


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


class Tools(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="resynd-units-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def units(self, change=lambda text: text):
        """Both, with an executable that is there."""
        text = SERVICE.read_text().replace("/usr/local/bin/resynd", str(BUILD / "daemon/supervisor/resynd"))
        (self.folder / "resynd.service").write_text(change(text))
        shutil.copy(UNITS / "resynd.socket", self.folder)
        return [self.folder / "resynd.service", self.folder / "resynd.socket"]

    def test_they_are_understood_to_the_last_key(self):
        done = run("systemd-analyze", "verify", "--man=no", *self.units())
        # Of other units, which are not this project's.
        said = [line for line in done.stderr.splitlines() if "resynd" in line]
        self.assertEqual((done.returncode, said), (0, []))

    def test_a_key_that_is_wrong_would_be_noticed(self):
        done = run("systemd-analyze", "verify", "--man=no",
                   *self.units(lambda text: text.replace("LockPersonality", "LockPersonalty")))
        self.assertIn("resynd.service", done.stderr)

    def exposure(self, change=lambda text: text):
        shown = run("systemd-analyze", "security", "--offline=true", "--no-pager", self.units(change)[0])
        return float(re.search(r"exposure level for \S+: ([\d.]+)", shown.stdout).group(1))

    def test_little_is_exposed(self):
        self.assertLessEqual(self.exposure(), EXPOSURE_MAX)

    def test_the_page_says_what_the_tool_says(self):
        page = (UNITS / "README.md").read_text()
        variants = {
            "as it is": lambda text: text,
            "without its own namespaces": lambda text: text.replace(
                "RestrictNamespaces=user net pid mnt ipc uts", "RestrictNamespaces=yes"),
            "as root": lambda text: re.sub(
                "(?m)^(User|Group|PrivateUsers)=.*\n", "", text).replace(
                "CapabilityBoundingSet=\n", "CapabilityBoundingSet=CAP_SYS_ADMIN CAP_SETUID "
                "CAP_SETGID CAP_KILL CAP_SYS_CHROOT CAP_DAC_READ_SEARCH\n"
                "SystemCallFilter=@setuid\n").replace("RestrictNamespaces=user net", "RestrictNamespaces=net"),
        }
        for name, change in variants.items():
            with self.subTest(name):
                self.assertIn(f"| {name} | {self.exposure(change)} |", page)

    def test_user_and_folders_are_made(self):
        root = self.folder / "root"
        (root / "etc").mkdir(parents=True)
        for tool, options, file in (("systemd-sysusers", (), "sysusers.conf"),
                                    ("systemd-tmpfiles", ("--create",), "tmpfiles.conf")):
            done = run(tool, *options, f"--root={root}", UNITS / file)
            self.assertEqual(done.returncode, 0, done)
        self.assertRegex((root / "etc/passwd").read_text(), r"(?m)^resynd:.*:/usr/sbin/nologin$")
        self.assertEqual((root / "run/resynd").stat().st_mode & 0o777, 0o750)

    def test_the_drain_fits_in_the_time_that_a_stop_has(self):
        service = unit_file.read(SERVICE)["Service"]
        self.assertEqual(service["TimeoutStopSec"], ["45s"])
        source = (TREE / "daemon/supervisor/supervisor.c").read_text()
        limits = [int(found) for found in re.findall(r"(?:DRAIN|LEAVE)_MS = (\d+)", source)]
        self.assertLess(limits[0] + 2 * limits[1], 45000)


@unittest.skipIf(confine.missing(), confine.missing())
class UnderTheUnit(unittest.TestCase):
    """As systemd would start it, as far as that goes without systemd (as_unit.py): sockets that are
    passed, and beyond them no network and no file but its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="resynd-unit-")
        self.addCleanup(folder.cleanup)
        self.state = Path(folder.name)
        self.state.chmod(0o755)
        os.chown(self.state, 65534, 65534)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.socket.close)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.process = None

    def start(self):
        command = ["unshare", "--net", "--ipc", "--mount", "/usr/bin/python3", "-B", HERE / "as_unit.py",
                   SERVICE, self.state, "bash", "-c",
                   f'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@" 3<&{self.socket.fileno()}',
                   BUILD / "daemon/supervisor/resynd", "--environments", OWN,
                   "--data", self.state / "data", "--gate", "off"]
        self.log = open(self.state / "log", "w+")
        self.addCleanup(self.log.close)
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log,
                                        stderr=self.log, pass_fds=[self.socket.fileno()])
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)

    def wait_ready(self, client):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            if client.get("/readyz").status == 200:
                return
            time.sleep(0.05)
        self.fail((self.state / "log").read_text())

    def test_every_layer_is_active_and_it_scores(self):
        self.start()
        with Client(self.url, PATIENCE) as client:
            self.wait_ready(client)
            shown = client.get("/v1/isolation").json()
            missing = {layer["layer"]: layer["detail"] for layer in shown["layers"]
                       if not layer["active"]}
            self.assertLessEqual(set(missing), NOT_HERE, missing)
            outcomes = {canary["attack"]: canary["outcome"] for canary in shown["canaries"]}
            self.assertEqual(outcomes.pop("scores"), "scored")
            self.assertLessEqual(set(outcomes.values()), {"killed by its filter", "faulted"})
            address, right = right_sum(client)
            verdict = client.score(instance=address, response=answer(right))
            self.assertEqual((verdict["status"], verdict["reward"]), ("ok", 1))
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(PATIENCE), 0, (self.state / "log").read_text())


if __name__ == "__main__":
    unittest.main()
