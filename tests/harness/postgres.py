# SPDX-License-Identifier: Apache-2.0
"""postgres.py: a PostgreSQL server of a test's own, in a scratch directory and on a Unix socket.
As a program, `postgres.py COMMAND …` runs COMMAND with RESYND_DATABASE saying where it is."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

START_SECONDS = 30
OWNER = "resynd"


def binaries():
    """The newest that Debian has installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    return found[-1] if found else None


def _unprivileged():
    """It does not run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("there is no unprivileged user to run PostgreSQL as")


class Postgres:
    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="resynd-pg-"))
        self.user = _unprivileged()
        self.process = None
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        os.chmod(self.folder, 0o755)
        self._run("initdb", "-D", self.folder / "data", "-A", "trust", "-U", OWNER, "-E", "UTF8",
                  "--no-locale", "--no-sync")

    def _options(self):
        identity = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} \
            if self.user else {}
        return {**identity, "cwd": self.folder, "stdin": subprocess.DEVNULL,
                "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}}

    def _run(self, program, *arguments):
        done = subprocess.run([binaries() / program, *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, **self._options())
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout.decode()}")
        return done.stdout.decode()

    @property
    def where(self):
        """As libpq takes it."""
        return f"host={self.folder} user={OWNER} dbname=postgres"

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [binaries() / "postgres", "-D", self.folder / "data", "-k", self.folder, "-h", "",
                 "-F", "-c", "shared_buffers=8MB", "-c", "max_connections=50"],
                stdout=log, stderr=log, **self._options())
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                self.sql("SELECT 1")
                return self
            except RuntimeError:
                time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text())

    def sql(self, text):
        return self._run("psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1",
                         "-d", self.where, "-c", text).strip()

    def stop(self, how=signal.SIGINT):
        """SIGINT: clients are cut off. SIGQUIT: as if it had crashed."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(START_SECONDS)
        self.process = None

    def discard(self):
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.discard()


def main():
    with Postgres() as postgres:
        environment = {**os.environ, "RESYND_DATABASE": postgres.where}
        return subprocess.run(sys.argv[1:], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
