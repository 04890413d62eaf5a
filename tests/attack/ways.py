# SPDX-License-Identifier: Apache-2.0
"""ways.py: the three ways in which the suite runs: as root, as an unprivileged user, and as that
user under an imitation of a container's default seccomp profile (tests/harness/contain.c)."""

import os
from dataclasses import dataclass

from daemon import BUILD

CONTAIN = BUILD / "tests" / "harness" / "contain"


@dataclass(frozen=True)
class Way:
    name: str
    word: str = ""  # what the wrapper calls it; "": without the wrapper
    skip: str = ""  # why it cannot be done here

    def wrapper(self, folder):
        """Before the daemon's command; `folder` is made over to the user that it will run as."""
        return [str(CONTAIN), self.word, "--own", str(folder), "--"] if self.word else []


def _way(name, word):
    if not CONTAIN.exists():
        return Way(name, skip=f"{CONTAIN.name} is not built")
    if os.geteuid() != 0:
        return Way(name, skip="the suite does not run as root")
    return Way(name, word)


def as_root():
    return _way("as root", "root")


def as_user():
    """Whoever is not root is one already."""
    return _way("as user", "user") if os.geteuid() == 0 else Way("as user")


def contained():
    return _way("contained", "container")
