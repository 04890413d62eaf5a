# SPDX-License-Identifier: Apache-2.0
"""After a fork the child has its parent's sockets and, locked for ever, the locks that other threads
held. What registers here is told in the child, before anything else runs there."""

from __future__ import annotations

import os
import weakref
from typing import Protocol


class Forked(Protocol):
    def after_fork(self) -> None:
        """Forget what belongs to the parent."""


_held: "weakref.WeakSet[Forked]" = weakref.WeakSet()


def register(thing: Forked) -> None:
    _held.add(thing)


def _in_child() -> None:
    for thing in list(_held):
        thing.after_fork()


os.register_at_fork(after_in_child=_in_child)
