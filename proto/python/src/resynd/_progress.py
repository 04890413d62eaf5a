# SPDX-License-Identifier: Apache-2.0
"""A line that says how far long work has got, where somebody looks at a terminal."""

from __future__ import annotations

import sys
import time
from typing import Optional

QUIET_SECONDS = 1.0  # shorter work says nothing
EVERY_SECONDS = 0.1
WIDTH = 30


class Progress:
    """Call it with the number of things that have been done. `shown`: None means where standard error
    is a terminal."""

    def __init__(self, total: int, what: str, shown: Optional[bool] = None) -> None:
        self.total = total
        self.what = what
        self.done = 0
        self._shown = sys.stderr.isatty() if shown is None else shown
        self._began = time.monotonic()
        self._next = self._began + QUIET_SECONDS
        self._drawn = False

    def __call__(self, count: int) -> None:
        self.done += count
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + EVERY_SECONDS
            self._draw(now)

    def _draw(self, now: float) -> None:
        share = min(1.0, self.done / self.total) if self.total else 1.0
        bar = "█" * int(share * WIDTH)
        rate = self.done / (now - self._began)
        sys.stderr.write(f"\r{self.what} |{bar:<{WIDTH}}| {self.done:,}/{self.total:,}, {rate:,.0f}/s ")
        sys.stderr.flush()
        self._drawn = True

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            self._draw(time.monotonic())
            sys.stderr.write("\n")
