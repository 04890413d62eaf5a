# SPDX-License-Identifier: Apache-2.0
"""Connections of the synchronous client, and the pool that keeps them between requests."""

from __future__ import annotations

import os
import select
import socket
import threading
import time
import weakref
from typing import List, Optional

from . import _fork
from ._address import Address
from ._settings import IDLE_SECONDS, RECEIVE_BYTES
from .errors import DeadlineError, UnreachableError

# Two classes before Python 3.10; both are OSErrors.
LATE = (socket.timeout, TimeoutError)


def left(until: float) -> float:
    """Seconds; DeadlineError where there are none."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise DeadlineError("the deadline passed")
    return seconds


def is_quiet(sock: socket.socket) -> bool:
    """Nothing has come since the last answer: neither bytes nor the server's end."""
    poll = select.poll()
    poll.register(sock, select.POLLIN | getattr(select, "POLLRDHUP", 0))
    return not poll.poll(0)


def unreachable(address: Address, error: OSError) -> UnreachableError:
    where = f"unix:{address.path}" if address.path else address.host_header
    return UnreachableError(f"{where}: {os.strerror(error.errno) if error.errno else error}")


def _open(address: Address, timeout: float) -> socket.socket:
    if not address.path:
        sock = socket.create_connection((address.host, address.port), timeout)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.settimeout(timeout)
        sock.connect(address.path)
    except BaseException:
        sock.close()
        raise
    return sock


class Connection:
    """An open socket. `reused`: a request has been answered on it before."""

    def __init__(self, address: Address, until: float) -> None:
        self.address = address
        self.reused = False
        self.idle_since = 0.0
        try:
            self.sock = _open(address, left(until))
        except LATE:
            raise DeadlineError("the deadline passed while connecting") from None
        except OSError as error:
            raise unreachable(address, error) from None

    def send(self, data: bytes, until: float) -> None:
        try:
            self.sock.settimeout(left(until))
            self.sock.sendall(data)
        except LATE:
            raise DeadlineError("the deadline passed while sending") from None
        except OSError as error:
            raise unreachable(self.address, error) from None

    def receive(self, until: float) -> bytes:
        """What has come; empty at the end of the connection."""
        try:
            self.sock.settimeout(left(until))
            return self.sock.recv(RECEIVE_BYTES)
        except LATE:
            raise DeadlineError("the deadline passed before the answer") from None
        except OSError as error:
            raise unreachable(self.address, error) from None

    def close(self) -> None:
        self.sock.close()


def close_all(idle: List[Connection]) -> None:
    """Empties the list too."""
    while idle:
        idle.pop().close()


class Pool:
    """At most `limit` connections at a time, for any number of threads; who comes later waits. A
    connection belongs to one thread between take and give or drop."""

    def __init__(self, address: Address, limit: int) -> None:
        self.address = address
        self.limit = limit
        self._idle: List[Connection] = []
        self._taken = 0
        self._free = threading.Condition()
        weakref.finalize(self, close_all, self._idle)
        _fork.register(self)

    def take(self, until: float, wait: bool = True) -> Optional[Connection]:
        """One from the pool, or a new one. Without `wait`, None where the limit is reached: who holds
        a connection already must not wait for a second. DeadlineError, UnreachableError."""
        with self._free:
            while self._taken >= self.limit:
                if not wait:
                    return None
                if not self._free.wait(left(until)):
                    raise DeadlineError("the deadline passed before a connection was free")
            self._taken += 1
            connection = self._pop()
        if connection is not None:
            return connection
        try:
            return Connection(self.address, until)
        except BaseException:
            self._release()
            raise

    def renew(self, connection: Connection, until: float) -> Connection:
        """A new one in the place of one that the server has closed. Where it cannot be opened, the place
        is free."""
        connection.close()
        try:
            return Connection(self.address, until)
        except BaseException:
            self._release()
            raise

    def _pop(self) -> Optional[Connection]:
        oldest = time.monotonic() - IDLE_SECONDS
        while self._idle:
            connection = self._idle.pop()
            if connection.idle_since > oldest and is_quiet(connection.sock):
                connection.reused = True
                return connection
            connection.close()
        return None

    def give(self, connection: Connection) -> None:
        connection.idle_since = time.monotonic()
        with self._free:
            self._idle.append(connection)
            self._taken -= 1
            self._free.notify()

    def drop(self, connection: Connection) -> None:
        connection.close()
        self._release()

    def _release(self) -> None:
        with self._free:
            self._taken -= 1
            self._free.notify()

    def close(self) -> None:
        """Closes what nobody uses. The pool can be used again."""
        with self._free:
            close_all(self._idle)

    def after_fork(self) -> None:
        """The parent goes on with its connections: closing the child's copies does not end them."""
        self._taken = 0
        self._free = threading.Condition()
        close_all(self._idle)
