# SPDX-License-Identifier: Apache-2.0
"""Requests of the synchronous client. A flight is one that has been sent: while the server works on
it, the next ones are written."""

from __future__ import annotations

import time
from collections import deque
from typing import Callable, Deque, List, Optional, Tuple, Union

from ._connection import Connection, Pool
from ._parcel import Entry, Parcel, ParcelReader, after, compose, pack
from ._plain import PlainReader
from .errors import DeadlineError, ResyndError, UnreachableError

WINDOW = 4  # requests of one call that are under way at a time

Reader = Union[ParcelReader, PlainReader]
Write = Callable[[bytes], bytes]  # from a body to a request


class Flight:
    """One request on a connection, which it holds until it has landed. Whatever goes wrong is kept in
    `error`."""

    def __init__(self, pool: Pool, connection: Optional[Connection], request: bytes, reader: Reader,
                 until: float) -> None:
        self.reader = reader
        self.error: Optional[ResyndError] = None
        self._pool = pool
        self._connection = connection
        self._request = request
        self._until = until
        self._try(self._send)

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except (UnreachableError, DeadlineError) as error:
            self.error = error
        except BaseException:
            self.abandon()
            raise

    def _send(self) -> None:
        if self._connection is None:
            self._connection = self._pool.take(self._until)
        assert self._connection is not None
        self._connection.send(self._request, self._until)

    def land(self) -> None:
        """Until the answer is whole, or there is an error."""
        if self.error is None:
            self._try(self._receive)
        if self._is_stale():
            self.error = None
            self._try(self._renew)
            if self.error is None:
                self._try(self._receive)
        self.abandon()

    def _renew(self) -> None:
        connection, self._connection = self._connection, None
        assert connection is not None
        self._connection = self._pool.renew(connection, self._until)
        self._send()

    def _is_stale(self) -> bool:
        """The server had closed a pooled connection just then: nobody has read the request."""
        connection = self._connection
        return (isinstance(self.error, UnreachableError) and connection is not None
                and connection.reused and not self.reader.response.began)

    def _receive(self) -> None:
        connection, response = self._connection, self.reader.response
        assert connection is not None
        while not response.done:
            data = connection.receive(self._until)
            if data:
                self.reader.feed(data)
            else:
                response.end()
        if response.reusable:
            self._connection = None
            self._pool.give(connection)

    def abandon(self) -> None:
        """Closes the connection, if it is still this flight's: the server forgets what it had to do."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            self._pool.drop(connection)


def carry(pool: Pool, write: Write, entries: List[Entry], items: int,
          progress: Callable[[int], None]) -> None:
    """Settles every entry. Some requests are under way at a time, and answers are read in turn."""
    waiting: Deque[Parcel] = deque(pack(entries, items))
    flying: Deque[Tuple[Parcel, ParcelReader, Flight]] = deque()
    try:
        while waiting or flying:
            while waiting and len(flying) < WINDOW and _is_due(waiting[0], bool(flying)):
                if not _launch(pool, write, waiting[0], flying):
                    break
                waiting.popleft()
            if flying:
                parcel, reader, flight = flying.popleft()
                flight.land()
                back = after(parcel, reader, flight.error)
                waiting.extend(back)
                progress(len(parcel.entries) - sum(len(each.entries) for each in back))
    finally:
        for _, _, flight in flying:
            flight.abandon()


def _is_due(parcel: Parcel, busy: bool) -> bool:
    """Where nothing else is under way, waits until it is."""
    wait = parcel.not_before - time.monotonic()
    if wait > 0 and not busy:
        time.sleep(wait)
    return wait <= 0 or not busy


def _launch(pool: Pool, write: Write, parcel: Parcel,
            flying: Deque[Tuple[Parcel, ParcelReader, Flight]]) -> bool:
    """False where it has to wait for a connection that another thread uses."""
    body = compose(parcel)
    if body is None:
        return True
    until = max(entry.until for entry in parcel.entries)
    connection = None
    if flying:
        try:
            connection = pool.take(until, wait=False)
        except (UnreachableError, DeadlineError):
            pass
        if connection is None:
            return False
    reader = ParcelReader(parcel.entries)
    flying.append((parcel, reader, Flight(pool, connection, write(body), reader, until)))
    return True
