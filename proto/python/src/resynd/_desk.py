# SPDX-License-Identifier: Apache-2.0
"""The asynchronous client's share in one event loop: single scores are gathered into parcels, and each
parcel is carried by a task of its own. Sockets are plain and non-blocking: nothing of them belongs to
the loop between two awaits."""

from __future__ import annotations

import asyncio
import socket
import time
import weakref
from collections import deque
from functools import partial
from typing import Callable, Deque, Dict, List, Optional, Sequence, Set, Union

from . import _fork
from ._address import Address
from ._connection import is_quiet, unreachable
from ._parcel import Entry, Parcel, ParcelReader, after, compose, pack, too_late
from ._plain import PlainReader
from ._settings import BATCH_ITEMS, BATCH_SECONDS, IDLE_SECONDS, RECEIVE_BYTES, REQUEST_BYTES
from ._slots import Slots
from .errors import ResyndError, UnreachableError
from .verdict import Verdict, failed

Reader = Union[ParcelReader, PlainReader]
Write = Callable[[bytes], bytes]


class Waiter(Entry):
    """An entry that somebody awaits."""

    __slots__ = ("future", "carriage")

    def __init__(self, body: bytes, until: float, future: "asyncio.Future[Verdict]") -> None:
        super().__init__(body, until)
        self.future = future
        self.carriage: Optional[Carriage] = None

    @property
    def settled(self) -> bool:
        return self.future.done()

    def settle(self, verdict: Verdict) -> None:
        if not self.future.done():
            self.future.set_result(verdict)

    def left(self) -> None:
        """Nobody awaits it any more."""
        if self.carriage is not None:
            self.carriage.left()


class Carriage:
    """A parcel, and what comes of it. Once its task has ended, however, all entries are settled."""

    def __init__(self, desk: "Desk", entries: List[Entry]) -> None:
        self.entries = entries
        self.desk = desk
        self.task = desk.loop.create_task(self._carry())
        self.task.add_done_callback(self._ended)
        self._timer: Optional[asyncio.TimerHandle] = None
        self._expire()

    def _expire(self) -> None:
        """Settles who is late, and comes again for the next; what nobody waits for is given up."""
        now = time.monotonic()
        left = [entry for entry in self.entries if not entry.settled]
        for entry in left:
            if entry.until <= now:
                entry.settle(too_late())
        due = [entry.until for entry in left if not entry.settled]
        if due:
            self._timer = self.desk.loop.call_later(max(0.001, min(due) - now), self._expire)
        else:
            self.task.cancel()

    def left(self) -> None:
        """Somebody has gone: where nobody is left, the server need not go on."""
        if all(entry.settled for entry in self.entries):
            self.task.cancel()

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """A task that is cancelled before its first step runs nothing of its own: so this is no part
        of it."""
        if self._timer is not None:
            self._timer.cancel()
        trouble = None if task.cancelled() else task.exception()
        for entry in self.entries:
            entry.settle(failed("internal", "server", "the client gave up" if trouble is None
                                else f"{type(trouble).__name__}: {trouble}"))

    async def _carry(self) -> None:
        work = [Parcel(self.entries)]
        while work:
            parcel = work.pop()
            wait = parcel.not_before - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            await self.desk.slots.take()
            try:
                body = compose(parcel)
                if body is None:
                    continue
                reader = ParcelReader(parcel.entries)
                error = await self.desk.exchange(self.desk.write(body), reader)
            finally:
                self.desk.slots.give()
            work += after(parcel, reader, error)


def _close_all(idle: Deque["tuple[float, socket.socket]"]) -> None:
    while idle:
        idle.pop()[1].close()


def _count(progress: Callable[[int], None], count: int, _: object) -> None:
    progress(count)


class Desk:
    """Of one client in one loop."""

    def __init__(self, address: Address, limit: int, write: Write) -> None:
        self.loop = asyncio.get_running_loop()
        self.write = write
        self.slots = Slots(self.loop, limit)
        self._address = address
        self._idle: Deque["tuple[float, socket.socket]"] = deque()
        self._pending: List[Entry] = []
        self._pending_bytes = 0
        self._timer: Optional[asyncio.TimerHandle] = None
        self._tasks: Set["asyncio.Task[None]"] = set()
        weakref.finalize(self, _close_all, self._idle)

    # ---- Single scores ----

    def enter(self, body: bytes, until: float) -> Waiter:
        """Its future is what the caller awaits; where the caller is cancelled, it says left()."""
        waiter = Waiter(body, until, self.loop.create_future())
        self.add(waiter)
        return waiter

    def add(self, entry: Entry) -> None:
        """It goes with others: BATCH_ITEMS of them, or who comes within BATCH_SECONDS."""
        self._pending.append(entry)
        self._pending_bytes += len(entry.body)
        if len(self._pending) >= BATCH_ITEMS or self._pending_bytes >= REQUEST_BYTES:
            self._flush()
        elif self._timer is None:
            self._timer = self.loop.call_later(BATCH_SECONDS, self._flush)

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        entries, self._pending, self._pending_bytes = self._pending, [], 0
        carriage = self._start(entries)
        for entry in entries:
            if isinstance(entry, Waiter):
                entry.carriage = carriage

    def _start(self, entries: List[Entry]) -> Carriage:
        carriage = Carriage(self, entries)
        self._tasks.add(carriage.task)  # a loop holds its tasks weakly
        carriage.task.add_done_callback(self._tasks.discard)
        return carriage

    # ---- Long lists ----

    async def carry(self, entries: Sequence[Entry], items: int, progress: Callable[[int], None]) -> None:
        """Settles every entry."""
        tasks = []
        for parcel in pack(entries, items):
            carriage = self._start(parcel.entries)
            carriage.task.add_done_callback(partial(_count, progress, len(parcel.entries)))
            tasks.append(carriage.task)
        if not tasks:
            return
        try:
            await asyncio.wait(tasks)
        except asyncio.CancelledError:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)  # which have nothing to wait for
            raise

    # ---- Requests ----

    async def request(self, request: bytes, reader: Reader) -> Optional[ResyndError]:
        """An exchange, once its turn has come."""
        await self.slots.take()
        try:
            return await self.exchange(request, reader)
        finally:
            self.slots.give()

    async def exchange(self, request: bytes, reader: Reader) -> Optional[ResyndError]:
        """Sends it and feeds the reader until its answer is whole; or says what went wrong. The caller
        keeps the time, by cancelling."""
        sock = self._take()
        try:
            if sock is not None:
                error = await self._attempt(sock, request, reader)
                if not isinstance(error, UnreachableError) or reader.response.began:
                    return error
                # The server had closed it just then: nobody has read the request.
            return await self._attempt(await self._open(), request, reader)
        except UnreachableError as error:
            return error

    async def _attempt(self, sock: socket.socket, request: bytes,
                       reader: Reader) -> Optional[ResyndError]:
        kept = False
        try:
            await self._talk(sock, request, reader)
            kept = reader.response.reusable
            return None
        except UnreachableError as error:
            return error
        except OSError as error:
            return unreachable(self._address, error)
        finally:
            if kept:
                self._idle.append((time.monotonic(), sock))
            else:
                sock.close()

    async def _talk(self, sock: socket.socket, request: bytes, reader: Reader) -> None:
        await self.loop.sock_sendall(sock, request)
        while not reader.response.done:
            data = await self.loop.sock_recv(sock, RECEIVE_BYTES)
            if data:
                reader.feed(data)
            else:
                reader.response.end()

    def _take(self) -> Optional[socket.socket]:
        """The one used last; those that have been idle for long are closed."""
        oldest = time.monotonic() - IDLE_SECONDS
        while self._idle:
            since, sock = self._idle.pop()
            if since > oldest and is_quiet(sock):
                return sock
            sock.close()
        return None

    async def _open(self) -> socket.socket:
        """UnreachableError where nobody listens."""
        address, trouble = self._address, OSError("no address")
        try:
            targets = [(int(socket.AF_UNIX), address.target)] if address.path else [
                (int(found[0]), found[4]) for found in await self.loop.getaddrinfo(
                    address.host, address.port, type=socket.SOCK_STREAM)]
        except OSError as error:
            raise unreachable(address, error) from None
        for family, target in targets:
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.setblocking(False)
                await self.loop.sock_connect(sock, target)
                if not address.path:
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return sock
            except OSError as error:
                sock.close()
                trouble = error
            except BaseException:
                sock.close()
                raise
        raise unreachable(address, trouble)

    # ---- End ----

    async def close(self) -> None:
        """Gives up what is under way (its verdicts are "internal") and closes the connections."""
        if self._pending:
            self._flush()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        self.forget()

    def forget(self) -> None:
        """Closes idle sockets: those of a loop that has ended, or of a process that forked."""
        _close_all(self._idle)


class Desks:
    """A client's desks, one for each loop that it is used in."""

    def __init__(self, address: Address, limit: int, write: Write) -> None:
        self._arguments = (address, limit, write)
        self._desks: Dict[int, Desk] = {}
        _fork.register(self)

    def here(self) -> Desk:
        """Of the running loop. A loop belongs to one thread, so that nobody else makes its desk."""
        loop = asyncio.get_running_loop()
        desk = self._desks.get(id(loop))
        if desk is None or desk.loop is not loop:
            for key, other in list(self._desks.items()):
                if other.loop.is_closed():
                    self._desks.pop(key, None)
            desk = self._desks[id(loop)] = Desk(*self._arguments)
        return desk

    def after_fork(self) -> None:
        for desk in self._desks.values():
            desk.forget()
        self._desks = {}
