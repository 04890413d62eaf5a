# SPDX-License-Identifier: Apache-2.0
"""How many exchanges of one event loop are under way at a time."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Deque, Optional

# A few full connections are faster than many: answers come in larger pieces. Where one item keeps its
# connection busy for long, the others do not wait for it: there are more, up to the limit.
FEW = 8
STALL_SECONDS = 0.02


class Slots:
    """FEW places, and up to `limit` while nothing moves. Who leaves hands its place over, so that none
    is lost where somebody is cancelled in the same turn of the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, limit: int) -> None:
        self._loop = loop
        self._limit = limit
        self._allowed = min(FEW, limit)
        self._taken = 0
        self._waiting: Deque["asyncio.Future[None]"] = deque()
        self._moved = 0.0  # when a place was given back last
        self._timer: Optional[asyncio.TimerHandle] = None

    async def take(self) -> None:
        if self._taken < self._allowed:
            self._taken += 1
            return
        turn: "asyncio.Future[None]" = self._loop.create_future()
        self._waiting.append(turn)
        self._watch()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give()
            raise

    def give(self) -> None:
        self._moved = time.monotonic()
        self._taken -= 1
        if not self._waiting:
            self._allowed = min(FEW, self._limit)
        self._admit()

    def _admit(self) -> None:
        while self._waiting and self._taken < self._allowed:
            turn = self._waiting.popleft()
            if not turn.done():
                self._taken += 1
                turn.set_result(None)

    def _watch(self) -> None:
        if self._timer is None and self._allowed < self._limit:
            self._timer = self._loop.call_later(STALL_SECONDS, self._look)

    def _look(self) -> None:
        self._timer = None
        if time.monotonic() - self._moved >= STALL_SECONDS:
            self._allowed = min(self._limit, self._allowed * 2)
            self._admit()
        if self._waiting:
            self._watch()
