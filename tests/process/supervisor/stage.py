# SPDX-License-Identifier: Apache-2.0
"""stage.py: a real resynd in a scratch folder, whose front is actor.c and whose other executables
are the real ones; and the connection on which the actor is told what to do."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PATIENCE = 30
HERE = Path(__file__).resolve().parent
SANITIZED = os.environ.get("RESYND_SANITIZED") == "1"


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Stage:
    """`programs` are the paths of resynd, actor, store, compiler and worker."""

    programs = {}

    def __init__(self, *options, listen=("127.0.0.1:0",), environments=None):
        self.folder = Path(tempfile.mkdtemp(prefix="resynd-"))
        self.data = self.folder / "data"
        self.environments = environments or self.folder / "environments"
        self.environments.mkdir(exist_ok=True)
        for role, path in self.programs.items():
            name = {"resynd": "resynd", "actor": "resynd-front"}.get(role, f"resynd-{role}")
            shutil.copy(path, self.folder / name)
        self.options = ["--environments", str(self.environments), "--data", str(self.data),
                        "--http-threads", "2", "--log-level", "debug", *options]
        for address in listen:
            self.options += ["--listen", address]
        self.log_path = self.folder / "log"
        self.process = None

    def start(self):
        (self.data / "listening").unlink(missing_ok=True)
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([self.folder / "resynd", *self.options],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.wait_until(lambda: (self.data / "listening").exists() or self.process.poll() is not None)
        if self.process.poll() is not None:
            raise AssertionError(f"resynd ended with {self.process.returncode}\n{self.log()}")
        self.addresses = (self.data / "listening").read_text().split()
        return self

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, value, trace):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if kind is not None and self.log_path.exists():
            print("\n".join("# " + line for line in self.log().splitlines()[-60:]), flush=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        return self.log_path.read_text(errors="replace")

    @staticmethod
    def wait_until(probe, seconds=PATIENCE):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = probe()
            if found:
                return found
            time.sleep(0.01)
        raise AssertionError(f"not within {seconds} s")

    def connect(self, index=0):
        return Orders(self.addresses[index])

    def children(self):
        """{process: name} of all that the daemon has started."""
        found = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                text = path.read_text()
                name = path.with_name("cmdline").read_bytes().split(b"\0")[0].decode()
            except OSError:
                continue
            state, parent = text.rsplit(")", 1)[1].split()[:2]
            # Not the first process of the process namespace, which is a fork and has no name.
            ours = int(parent) == self.process.pid and name.startswith("resynd-")
            if ours and state != "Z":
                found[int(path.parent.name)] = name
        return found

    def child(self, name):
        """The process of that name, once there is one."""
        return self.wait_until(
            lambda: next((pid for pid, found in self.children().items() if found == name), None))

    def end(self, how=signal.SIGTERM):
        """Sends a signal; returns the exit status."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def stop(self):
        """In order, with a front that has nothing in flight; returns the exit status."""
        with self.connect() as orders:
            self.process.send_signal(signal.SIGTERM)
            orders.expect("DRAIN$")
            orders.give("drained")
            return self.process.wait(PATIENCE)


class Orders:
    """Lines to the actor, and from it."""

    def __init__(self, address):
        if address.startswith("unix:"):
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(PATIENCE)
            self.socket.connect(address[5:])
        else:
            host, port = address.removeprefix("http://").rsplit(":", 1)
            self.socket = socket.create_connection((host.strip("[]"), int(port)), PATIENCE)
        self.rest = ""
        self.passed = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def give(self, line):
        self.socket.sendall(line.encode() + b"\n")

    def line(self, seconds=PATIENCE):
        self.socket.settimeout(seconds)
        while "\n" not in self.rest:
            got = self.socket.recv(65536)
            if not got:
                raise ConnectionError("the front is gone")
            self.rest += got.decode()
        line, self.rest = self.rest.split("\n", 1)
        return line

    def expect(self, pattern, seconds=PATIENCE):
        """The match of the next line that fits; others are passed over."""
        end = time.monotonic() + seconds
        while True:
            line = self.line(max(0.01, end - time.monotonic()))
            self.passed.append(line)
            match = re.match(pattern, line)
            if match:
                return match

    def compile(self, number, path=HERE / "loops.c"):
        self.give(f"compile {number} {path}")
        return self.expect(rf"COMPILED image={number} end=(\d+) finished=(\d+)")

    def spawn(self, worker, image, cpu_ms=100):
        self.give(f"spawn {worker} {image} {cpu_ms}")
        return int(self.expect(rf"SPAWNED worker={worker} pid=(\d+)").group(1))

    def died(self, worker, seconds=PATIENCE):
        """(death, code, cpu_ms)"""
        match = self.expect(rf"DIED worker={worker} death=(\d+) code=(\d+) cpu_ms=(\d+)", seconds)
        return tuple(int(group) for group in match.groups())
