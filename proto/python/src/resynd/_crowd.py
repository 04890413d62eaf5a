# SPDX-License-Identifier: Apache-2.0
"""Single scores of many threads go together, as those of many coroutines do: through an event loop in a
thread of its own. Few threads need none of it, and a process with few threads gets no thread more."""

from __future__ import annotations

import asyncio
import threading
import time
import weakref
from typing import Any, List, Optional, Tuple

from . import _fork
from ._address import Address
from ._desk import Desk, Write
from ._parcel import Entry, too_late
from .verdict import Verdict

# So many calls at a time are better made one by one: each is a request, and threads take turns anyway.
FEW = 4
SPARE_SECONDS = 1.0  # for the loop to say that a call is late
END_SECONDS = 5.0

# Rooms that a parent has: its loop runs there, and must not be taken down here.
_parents: List["Room"] = []


class Caller(Entry):
    """An entry that a thread waits for."""

    __slots__ = ("_waits",)

    def __init__(self, body: bytes, until: float) -> None:
        super().__init__(body, until)
        self._waits = threading.Lock()
        self._waits.acquire()

    def settle(self, verdict: Verdict) -> None:
        """Only the room's thread does."""
        if self.verdict is None:
            self.verdict = verdict
            self._waits.release()

    def wait(self) -> Verdict:
        """Until it is settled; late, where nobody has done so in time."""
        self._waits.acquire(timeout=max(0.0, self.until - time.monotonic()) + SPARE_SECONDS)
        return self.verdict or too_late()


class Room:
    """The thread, its loop, and who has come in. It knows nothing of the client, which may be forgotten
    meanwhile."""

    def __init__(self, address: Address, limit: int, write: Write) -> None:
        self._arguments = (address, limit, write)
        self._lock = threading.Lock()
        self._inbox: List[Caller] = []
        self._closed = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="resynd", daemon=True)
        self._thread.start()

    def add(self, caller: Caller) -> bool:
        """False where the room has been closed."""
        with self._lock:
            if not self._closed:
                self._inbox.append(caller)
                if len(self._inbox) == 1:
                    self._loop.call_soon_threadsafe(self._collect)
            return not self._closed

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.call_soon(self._open)
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    def _open(self) -> None:
        self._desk = Desk(*self._arguments)

    def _collect(self) -> None:
        with self._lock:
            callers, self._inbox = self._inbox, []
        for caller in callers:
            self._desk.add(caller)

    def close(self) -> None:
        """Who is still waiting gets an "internal"."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._loop.call_soon_threadsafe(self._end)
        if threading.current_thread() is not self._thread:  # where the collector runs, say
            self._thread.join(END_SECONDS)

    def _end(self) -> None:
        self._collect()
        self._closing = self._loop.create_task(self._desk.close())
        self._closing.add_done_callback(lambda _: self._loop.stop())


class Crowd:
    """Counts the calls that are under way: from FEW on they go through a room."""

    def __init__(self, address: Address, limit: int, write: Write) -> None:
        self._arguments: Tuple[Address, int, Write] = (address, limit, write)
        self._room: Optional[Room] = None
        self._end: Any = None  # closes the room where the crowd is forgotten, and at the process's end
        self.after_fork()
        _fork.register(self)

    def after_fork(self) -> None:
        """A child has no thread but the one that forked."""
        self._lock = threading.Lock()
        self._calls = 0
        if self._room is not None:
            _parents.append(self._room)
            self._room = None
        if self._end is not None:
            self._end.detach()
            self._end = None

    def enter(self) -> bool:
        """A call begins. True: by wait(); false: it is one of few, and made by its own thread."""
        with self._lock:
            self._calls += 1
            return self._calls > FEW

    def leave(self) -> None:
        """It has ended."""
        with self._lock:
            self._calls -= 1

    def wait(self, body: bytes, until: float) -> Verdict:
        caller = Caller(body, until)
        while not self._here().add(caller):
            continue  # closed just then: the next one is another
        return caller.wait()

    def _here(self) -> Room:
        with self._lock:
            if self._room is None:
                self._room = Room(*self._arguments)
                self._end = weakref.finalize(self, self._room.close)
            return self._room

    def close(self) -> None:
        """Gives up who waits. A later call opens another room."""
        with self._lock:
            self._room = None
            end, self._end = self._end, None
        if end is not None:
            end()
