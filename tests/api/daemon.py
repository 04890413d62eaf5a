# SPDX-License-Identifier: Apache-2.0
"""daemon.py: a resynd of the test's own: started on a free port, looked at, stopped by its pid."""

import os
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from client import Client

TREE = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("RESYND_BUILD", TREE / "build"))
# The sanitizer build runs a short form of the long tests.
SHORT = bool(os.environ.get("RESYND_SHORT"))
SANITIZED = "san" in BUILD.name
VERIFIERS = TREE / "verifiers"

START_SECONDS = 60 if not SANITIZED else 180
STOP_SECONDS = 40
# What a sanitizer or a failed assertion leaves in the log.
TROUBLE = re.compile(
    r"ERROR: (Address|Leak|Thread)Sanitizer|runtime error:|SUMMARY: \w*Sanitizer|"
    r"[Ss]anitizer|Assertion .* failed|status=86\b|code=86\b"
)


class Daemon:
    """`environments` is a folder to serve; files can be put into it while the daemon runs."""

    def __init__(self, environments=VERIFIERS, options=(), listen="127.0.0.1:0", wrapper=(),
                 build=BUILD, gate="off", passes=()):
        self._folder = tempfile.TemporaryDirectory(prefix="resynd-", ignore_cleanup_errors=True)
        self.scratch = Path(self._folder.name)  # goes with this object: a log outlives its daemon
        self.data = self.scratch / "data"
        self.data.mkdir()
        self.environments = Path(environments) if environments else self.scratch / "environments"
        self.environments.mkdir(exist_ok=True)
        self.log_path = self.scratch / "log"
        self.listen = [listen] if isinstance(listen, str) else list(listen)
        self.options = list(options)
        self.wrapper = list(wrapper)
        self.gate = gate  # most tests are about environments that no gate would admit
        self.build = Path(build)
        self.passes = tuple(passes)  # descriptors that the wrapper hands on
        self.process = None
        self.url = None

    # ---- Life ----

    def start(self, ready=True):
        command = [*self.wrapper, str(self.build / "daemon" / "supervisor" / "resynd")]
        for address in self.listen:
            command += ["--listen", address]
        command += ["--environments", str(self.environments), "--data", str(self.data),
                    "--gate", self.gate]
        (self.data / "listening").unlink(missing_ok=True)  # of one that was killed
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([*command, *self.options], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, pass_fds=self.passes)
        try:
            self.urls = self._wait(self._listening, "no address in DATA/listening")
            self.url = self.urls[0]
            if ready:
                self.wait_ready()
        except BaseException:
            self.discard()
            raise
        return self

    def _listening(self):
        path = self.data / "listening"
        lines = path.read_text().split() if path.exists() else []
        return lines if len(lines) >= max(1, len(self.listen)) else None

    def _wait(self, probe, what):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            found = probe()
            if found:
                return found
            if self.process.poll() is not None:
                raise AssertionError(f"resynd ended with {self.process.returncode}\n{self.tail()}")
            time.sleep(0.02)
        raise AssertionError(f"{what} after {START_SECONDS} s\n{self.tail()}")

    def _ready(self):
        try:
            with Client(self.url, 5, checked=False) as client:
                return client.get("/readyz").status == 200
        except OSError:
            return False

    def wait_ready(self):
        self._wait(self._ready, "/readyz is not 200")

    def stop(self, how=signal.SIGTERM):
        """Ends it as an operator would; fails where it does not end well."""
        status, log = self.end(how), self.log()
        if status != 0:
            raise AssertionError(f"resynd ended with {status}\n{log[-6000:]}")
        found = TROUBLE.search(log)
        if found:
            raise AssertionError(f"in the log: {found.group(0)}\n{log[-6000:]}")

    def end(self, how=signal.SIGTERM):
        """Sends the signal; returns the exit status."""
        self.process.send_signal(how)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.discard()
            raise AssertionError(f"resynd did not end within {STOP_SECONDS} s") from None

    def discard(self):
        """After a failure, without ceremony. Its children die with it."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        if kind:
            print(self.tail())
            self.discard()
        else:
            self.stop()

    def token(self, *words):
        """What `resynctl token` says."""
        done = subprocess.run([str(self.build / "daemon" / "ctl" / "resynctl"), "token", *words,
                               "--data", str(self.data)], capture_output=True, text=True,
                              check=True)
        return done.stdout.strip()

    def make_token(self, name="author", scopes="author,operate"):
        """The header that goes with a new token."""
        return {"Authorization": "Bearer " + self.token("create", name, "--scope", scopes)}

    # ---- Looking at it ----

    def client(self, seconds=60):
        return Client(self.url, seconds)

    def gauge(self, name):
        """Of /metrics."""
        with self.client() as client:
            page = client.get("/metrics").body.decode()
        return float(re.search(rf"^{name} (\S+)", page, re.MULTILINE).group(1))

    def log(self):
        return self.log_path.read_text(errors="replace")

    def tail(self):
        return "".join(self.log()[-4000:])

    @property
    def pid(self):
        return self.process.pid

    def processes(self, role=None):
        """Pids of its descendants whose executable is `role` (resynd-worker, …); what waits to
        become one is a resynd-spare."""
        parents, names = {}, {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                _read_process(int(entry.name), parents, names)
        found = []
        for pid in parents:
            ancestor = pid
            while ancestor in parents and ancestor != self.pid:
                ancestor = parents[ancestor]
            if ancestor == self.pid and pid != self.pid and role in (None, names[pid]):
                found.append(pid)
        return sorted(found)


def _read_process(pid, parents, names):
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        executable = os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return
    parents[pid] = int(stat.rpartition(")")[2].split()[1])
    spare = stat.partition("(")[2].startswith("resynd-spare)")
    names[pid] = "resynd-spare" if spare else os.path.basename(executable)
