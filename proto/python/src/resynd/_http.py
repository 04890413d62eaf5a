# SPDX-License-Identifier: Apache-2.0
"""HTTP/1.1 without input or output: requests as bytes, and a reader of answers that is fed what
arrives. Both clients share it."""

from __future__ import annotations

import re
from typing import Dict, Mapping, Optional

from .errors import UnreachableError

HEAD_MAX = 65536
ANSWER_MAX = 1 << 30  # of a body: 4,096 verdicts or instances are far below
LINE_MAX = 1024  # of a chunk's size
CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")


def request_bytes(method: str, path: str, host: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Everything of one request, for one write."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def batch_request(host: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Of scores."""
    return request_bytes("POST", "/v1/score/batch", host, headers, body)


class ResponseReader:
    """Feed it bytes; it gives those of the body back as they come. `done` once the answer is whole."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: Dict[str, str] = {}  # names in lower case
        self.done = False
        self.reusable = False  # the connection, once done
        self.began = False  # something has arrived
        self._buffer = b""
        self._left: Optional[int] = None  # bytes of a plain body; None: until the connection ends
        self._chunked = False
        self._expects = "size"  # of a chunked body: size, data, end or trailer
        self._size = 0  # bytes of the chunk that are still to come
        self._in_body = False
        self._received = 0

    def feed(self, data: bytes) -> bytes:
        """Raises UnreachableError where this is no HTTP."""
        self.began = True
        self._buffer += data
        if not self._in_body and not self._head():
            return b""
        body = self._chunks() if self._chunked else self._plain()
        self._received += len(body)
        if self._received > ANSWER_MAX:
            raise UnreachableError("the answer is too long")
        if self.done and self._buffer:
            self.reusable = False  # more than was asked for: nobody knows what follows
        return body

    def end(self) -> None:
        """The connection was closed. Raises UnreachableError where the answer is not whole."""
        if self._in_body and not self._chunked and self._left is None:
            self.done = True  # such a body ends with its connection
        if not self.done:
            raise UnreachableError("the connection was closed before the answer was whole"
                                   if self.began else "the connection was closed without an answer")

    def _head(self) -> bool:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            if len(self._buffer) > HEAD_MAX:
                raise UnreachableError("the head of the answer does not end")
            return False
        self._buffer = rest
        lines = head.decode("latin-1").split("\r\n")
        version, _, rest_of_line = lines[0].partition(" ")
        status = rest_of_line[:3]
        if not version.startswith("HTTP/1.") or not status.isdigit() or len(status) != 3:
            raise UnreachableError(f"this is no HTTP: {lines[0][:80]!r}")
        self.status = int(status)
        if 100 <= self.status < 200:
            return self._head()  # an interim answer; the real one follows
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()
        self._body_begins(version)
        return True

    def _body_begins(self, version: str) -> None:
        self._in_body = True
        self._chunked = "chunked" in self.headers.get("transfer-encoding", "").lower()
        length = self.headers.get("content-length", "")
        if self.status in (204, 304):
            self._left, self._chunked = 0, False
        elif length and not self._chunked:
            if not (length.isascii() and length.isdigit()):
                raise UnreachableError(f"Content-Length: {length[:40]!r}")
            self._left = int(length)
        closes = "close" in self.headers.get("connection", "").lower() or version == "HTTP/1.0"
        self.reusable = not closes and (self._chunked or self._left is not None)

    def _plain(self) -> bytes:
        body, self._buffer = self._buffer, b""
        if self._left is not None:
            self._buffer = body[self._left:]
            body = body[:self._left]
            self._left -= len(body)
            self.done = self._left == 0
        return body

    def _chunks(self) -> bytes:
        """Whole chunks and parts of them; a line that is not whole yet waits in the buffer."""
        data, place, pieces = self._buffer, 0, []
        while not self.done:
            if self._expects == "data":
                piece = data[place:place + self._size]
                pieces.append(piece)
                place += len(piece)
                self._size -= len(piece)
                if self._size:
                    break
                self._expects = "end"
            end = data.find(b"\r\n", place)
            if end < 0:
                if len(data) - place > LINE_MAX:
                    raise UnreachableError("a chunk's size does not end")
                break
            line, place = data[place:end], end + 2
            self._line(line)
        self._buffer = data[place:]
        return b"".join(pieces)

    def _line(self, line: bytes) -> None:
        """A size, the line end behind a chunk's data, or a trailer."""
        if self._expects == "trailer":
            self.done = not line
        elif self._expects == "end":
            if line:
                raise UnreachableError("a chunk is longer than it said")
            self._expects = "size"
        else:
            size = line.partition(b";")[0].strip()
            if not CHUNK_SIZE.fullmatch(size):
                raise UnreachableError(f"no size of a chunk: {line[:40]!r}")
            self._size = int(size, 16)
            self._expects = "data" if self._size else "trailer"
