# SPDX-License-Identifier: Apache-2.0
"""ctl.py: resynctl as a script calls it."""

import os
import subprocess

from daemon import BUILD

CTL = BUILD / "daemon" / "ctl" / "resynctl"
NOBODY_LISTENS = "http://127.0.0.1:1"


def ctl(*arguments, url=NOBODY_LISTENS, text=None):
    """Runs resynctl; its exit status, standard output and standard error."""
    done = subprocess.run([str(CTL), *map(str, arguments)], input=text, capture_output=True,
                          text=True, timeout=120, check=False,
                          env={**os.environ, "RESYND_URL": url})
    return done.returncode, done.stdout, done.stderr
