# SPDX-License-Identifier: Apache-2.0
"""servers.py: what is measured and what it is measured against: each a server of its own on a free
port, with its address, its processes, and its end. All are context managers."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parent / "api"))

from client import Client  # noqa: E402
from daemon import BUILD, TREE, Daemon  # noqa: E402
from outcome import Failed, Skip  # noqa: E402
from processes import tree  # noqa: E402

PROGRAMS = BUILD / "tests" / "bench"
PYTHON = "/usr/bin/python3"  # Debian's, which has Debian's packages
START_SECONDS = 60
BACKLOG, IDLE_SECONDS = 4096, 75  # as resynd's; uvicorn's own 5 s would close what waits for a turn
# The kernel shares a CPU between sessions first (autogroup), and resynd's processes have one each:
# so has everything that they are compared with, and the generator.
ALONE = {"start_new_session": True}
COUNTDOWN = TREE / "verifiers" / "arithmetic" / "countdown.c"
TRIVIAL = HERE / "trivial.c"


def program(name):
    path = PROGRAMS / name
    if not path.exists():
        raise SystemExit(f"{path} is missing: run ninja -C {BUILD} bench")
    return path


class Server:
    """`address` is what the load generator takes: 127.0.0.1:PORT or unix:PATH."""

    address = None

    def client(self, seconds=60):
        prefix = "" if self.address.startswith("unix:") else "http://"
        return Client(prefix + self.address, seconds, checked=False)

    def pids(self):
        raise NotImplementedError

    def stop(self):
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Resynd(Server):
    """The shipped daemon with every layer of isolation, serving copies of `sources` (name: text).
    `unix_address` is a second listener's."""

    def __init__(self, sources, threads=1, workers=None, options=(), gate="off"):
        self.daemon = Daemon(None, gate=gate)
        for name, text in sources.items():
            (self.daemon.environments / f"{name}.c").write_text(text)
        self.unix_address = f"unix:{self.daemon.scratch / 'socket'}"
        self.daemon.listen.append(self.unix_address)
        self.daemon.options = ["--http-threads", str(threads), "--log-level", "warning", *options]
        if workers:
            self.daemon.options += ["--workers", str(workers)]
        self.daemon.start()
        self.address = self.daemon.url.removeprefix("http://")

    def over_unix(self):
        return Alias(self, self.unix_address)

    def pids(self):
        return tree(self.daemon.pid)

    def stop(self):
        self.daemon.stop()


class Alias(Server):
    """Another way to a server that somebody else stops."""

    def __init__(self, server, address):
        self.server, self.address = server, address

    def pids(self):
        return self.server.pids()

    def stop(self):
        pass


class Spawned(Server):
    """A program that prints its port when it serves."""

    def __init__(self, *command):
        self.process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE,
                                        stdin=subprocess.DEVNULL, text=True, **ALONE)
        line = self.process.stdout.readline()
        if not line:
            raise Failed(f"{command[0]} did not start")
        self.address = f"127.0.0.1:{int(line)}"

    def pids(self):
        return tree(self.process.pid)

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Bare(Spawned):
    """libmicrohttpd and nothing else: answers each body with the same bytes."""

    def __init__(self, threads, answer, over_unix=False):
        self.folder = Path(tempfile.mkdtemp(prefix="resynd-bench-"))
        (self.folder / "answer").write_bytes(answer)
        path = [self.folder / "socket"] if over_unix else []
        super().__init__(program("baseline"), threads, self.folder / "answer", *path)
        if over_unix:
            self.address = f"unix:{path[0]}"

    def stop(self):
        super().stop()
        shutil.rmtree(self.folder)


class InProcess(Spawned):
    """resynd's own path, the verifier called in the HTTP process: one environment, one thread."""

    def __init__(self, source):
        super().__init__(program("inprocess"), source)


class Uvicorn(Server):
    """A FastAPI application of peers/, in as many processes as asked for."""

    def __init__(self, module, processes=1):
        require("fastapi", "uvicorn", "uvloop", "httptools", "sympy")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [PYTHON, "-m", "uvicorn", "--app-dir", HERE / "peers", "--port", str(port),
             "--workers", str(processes), "--loop", "uvloop", "--http", "httptools",
             "--backlog", str(BACKLOG), "--timeout-keep-alive", str(IDLE_SECONDS),
             "--no-access-log", "--log-level", "error", f"{module}:app"],
            stdin=subprocess.DEVNULL, **ALONE)
        self._await(processes)

    def _await(self, processes):
        """Until each process has answered: the later ones are still importing FastAPI."""
        seen, end = set(), time.monotonic() + START_SECONDS
        while len(seen) < processes and time.monotonic() < end and self.process.poll() is None:
            try:
                with self.client(5) as client:  # a new connection: any of them may accept it
                    seen.add(client.get("/healthz").json()["pid"])
            except OSError:
                time.sleep(0.05)
        if len(seen) < processes:
            self.stop()
            raise Failed(f"uvicorn does not serve on {self.address}: "
                         f"{len(seen)} of {processes} processes")

    def pids(self):
        return tree(self.process.pid)

    def stop(self):
        children = tree(self.process.pid)[1:]
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in children:  # uvicorn leaves its resource tracker to end by itself
            _await_end(pid)


def _await_end(pid):
    end = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
        time.sleep(0.02)


def require(*modules):
    """Debian's packages of the peers; a reader without them gets the rest of the figures."""
    code = f"import importlib.util as u; exit(not all(map(u.find_spec, {modules!r})))"
    if subprocess.run([PYTHON, "-c", code]).returncode != 0:
        raise Skip(f"{', '.join(modules)} not installed (deploy/install-packages bench)")
