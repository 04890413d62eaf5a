# SPDX-License-Identifier: Apache-2.0
"""unit_file.py: what a systemd unit says, and the system calls that it leaves."""

import functools
import subprocess
from pathlib import Path


def read(path):
    """{section: {key: [value, …]}}, comments left out, values in their order."""
    found, section = {}, None
    for line in Path(path).read_text().splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), {})
        elif line and line[0] not in "#;":
            key, value = line.split("=", 1)
            section.setdefault(key, []).append(value)
    return found


@functools.lru_cache(maxsize=None)
def group(name):
    """The system calls of a group such as @system-service, as this systemd has it."""
    shown = subprocess.run(["systemd-analyze", "syscall-filter", name], capture_output=True, text=True,
                           check=True).stdout
    calls = set()
    for word in (line.strip() for line in shown.splitlines()[1:]):
        if word.startswith("@"):
            calls |= group(word)
        elif word and not word.startswith("#"):
            calls.add(word)
    return calls


def allowed_calls(service):
    """As systemd.exec(5) puts the lines of SystemCallFilter= together."""
    calls = set(group("@default"))
    for line in service["SystemCallFilter"]:
        taken = set()
        for word in line.lstrip("~").split():
            taken |= group(word) if word.startswith("@") else {word}
        calls = calls - taken if line.startswith("~") else calls | taken
    return calls
