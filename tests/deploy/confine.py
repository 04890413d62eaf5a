# SPDX-License-Identifier: Apache-2.0
"""confine.py: what as_unit.py and as_container.py take away alike, and whether they can here."""

import ctypes
import os
import subprocess

PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38
CAPABILITIES = 64
libc = ctypes.CDLL(None, use_errno=True)


def missing():
    """Why nobody can be confined here; "": nothing is missing."""
    if os.geteuid() != 0:
        return "only root can set this stage"
    tried = subprocess.run(["unshare", "--net", "--ipc", "--mount", "mount", "--make-rprivate", "/"],
                           capture_output=True, text=True)
    return tried.stderr.strip()


def run(*command):
    subprocess.run(command, check=True)


def become(user):
    """A user and group without capabilities, who cannot get any."""
    for capability in range(CAPABILITIES):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs")
