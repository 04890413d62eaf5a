# SPDX-License-Identifier: Apache-2.0
"""Items on their way, without input or output: which go together into a request, what its answer
settles, and what is sent again. Both clients share it, so that an item has one fate, whatever happens
to its neighbours."""

from __future__ import annotations

import json
import time
from typing import Any, Iterable, Iterator, List, Optional, Sequence, Tuple

from ._http import ResponseReader
from ._retry import RETRIES, pause, retry_after
from ._settings import DEADLINE_SECONDS_MAX, REQUEST_BYTES
from .errors import DeadlineError, UnreachableError
from .verdict import UNREACHABLE, NoVerdict, Verdict, failed, verdict_from

# What is kept back of the time, for the way of the verdict: the server gives up before the client does,
# and says of which item.
KEPT_SECONDS = 0.1
KEPT_SHARE = 0.1
# Statuses of a verdict that mean what 429 and 503 mean for a request.
AGAIN = frozenset(("overloaded", "stopping"))


class Entry:
    """One item. It is settled once: later verdicts of it are of no interest."""

    __slots__ = ("body", "until", "tries", "verdict")

    def __init__(self, body: bytes, until: float) -> None:
        self.body = body  # JSON without its last brace
        self.until = until  # of time.monotonic()
        self.tries = 0  # that failed in a way that is worth another
        self.verdict: Optional[Verdict] = None

    @property
    def settled(self) -> bool:
        return self.verdict is not None

    def settle(self, verdict: Verdict) -> None:
        if self.verdict is None:
            self.verdict = verdict


class Parcel:
    """Entries of one request, which leaves at `not_before` or later."""

    __slots__ = ("entries", "not_before")

    def __init__(self, entries: List[Entry], not_before: float = 0) -> None:
        self.entries = entries
        self.not_before = not_before


def pack(entries: Iterable[Entry], items: int) -> Iterator[Parcel]:
    """Parcels of at most so many entries and REQUEST_BYTES; an entry larger than that goes alone."""
    chosen: List[Entry] = []
    size = 0
    for entry in entries:
        if chosen and (len(chosen) >= items or size + len(entry.body) > REQUEST_BYTES):
            yield Parcel(chosen)
            chosen, size = [], 0
        chosen.append(entry)
        size += len(entry.body)
    if chosen:
        yield Parcel(chosen)


def too_late() -> Verdict:
    return failed("deadline", "server", "the client's deadline passed before the verdict")


def compose(parcel: Parcel) -> Optional[bytes]:
    """The request's body, with what is left of each deadline. Drops what is settled and settles what is
    late; None where nothing is left to be asked."""
    now = time.monotonic()
    going, parts, tail, until = [], [], b"", -1.0
    for entry in parcel.entries:
        if entry.settled:
            continue
        if entry.until <= now:
            entry.settle(too_late())
            continue
        if entry.until != until:
            until = entry.until
            left = min(until - now, DEADLINE_SECONDS_MAX)
            left -= min(KEPT_SECONDS, left * KEPT_SHARE)
            tail = b',"deadline_ms":%d}' % max(1, int(left * 1000))
        going.append(entry)
        parts.append(entry.body + tail)
    parcel.entries = going
    return b'{"items":[' + b",".join(parts) + b"]}" if going else None


class ParcelReader:
    """Reads the answer to a parcel, settling entries as their verdicts come: one line each, in any
    order, with the entry's index."""

    def __init__(self, entries: List[Entry]) -> None:
        self.response = ResponseReader()
        self.again: List[Tuple[Entry, Verdict]] = []  # refused for now
        self.missing = len(entries)
        self._entries = entries
        self._seen = bytearray(len(entries))
        self._rest: List[bytes] = []  # a line that is not whole yet, or the body of an error

    def feed(self, data: bytes) -> None:
        """Raises UnreachableError where this is no answer to such a request."""
        body = self.response.feed(data)
        if self.response.status != 200:
            self._rest.append(body)
            return
        end = body.rfind(b"\n")
        if end < 0:
            self._rest.append(body)
            return
        lines = b"".join([*self._rest, body[:end]])
        self._rest = [body[end + 1:]]
        self._lines(lines)

    def _lines(self, lines: bytes) -> None:
        """All at once: json keeps the names of one text and does not make them anew for each line."""
        try:
            rows = json.loads(b"[" + lines.strip().replace(b"\n", b",") + b"]")
        except (ValueError, RecursionError):
            raise UnreachableError(f"no lines of JSON: {lines[:80]!r}") from None
        for row in rows:
            try:
                self._row(row)
            except NoVerdict as error:
                raise UnreachableError(f"no verdict: {str(row)[:200]} ({error})") from None

    def _row(self, row: Any) -> None:
        if row.__class__ is not dict:
            raise NoVerdict("no object")
        index = row.pop("index", None)
        if index.__class__ is not int or not 0 <= index < len(self._entries):
            raise NoVerdict("an index that nobody asked for")
        if self._seen[index]:
            raise NoVerdict("a second verdict for one item")
        verdict = verdict_from(row)
        self._seen[index] = 1
        self.missing -= 1
        if verdict.status in AGAIN:
            self.again.append((self._entries[index], verdict))
        else:
            self._entries[index].settle(verdict)

    def unseen(self) -> List[Entry]:
        return [entry for entry, seen in zip(self._entries, self._seen) if not seen]

    def complaint(self) -> str:
        """What an error's body says, for people."""
        text = b"".join(self._rest)
        try:
            error = json.loads(text)["error"]
            return f"{self.response.status} {error['code']}: {error['message']}"
        except (ValueError, KeyError, TypeError, RecursionError):
            return f"{self.response.status}: {text[:200]!r}"


def after(parcel: Parcel, reader: ParcelReader, error: Optional[Exception]) -> List[Parcel]:
    """What is to be sent (again), once a request has ended: with an answer, or with `error` before it
    was whole. Settles everything else."""
    status = reader.response.status
    if error is None and status == 200 and reader.missing:
        error = UnreachableError(f"the answer lacks {reader.missing} verdicts")
    if isinstance(error, DeadlineError):
        for entry in parcel.entries:
            entry.settle(too_late())
        return []
    if error is not None:
        lost = failed(UNREACHABLE, "server", str(error))
        return _again([*reader.again, *((entry, lost) for entry in reader.unseen())], None)
    if status == 200:
        return _again(reader.again, None)
    if status in (429, 503):
        refused = failed("overloaded" if status == 429 else "stopping", "server", reader.complaint())
        return _again([(entry, refused) for entry in parcel.entries], retry_after(reader.response))
    if status in (400, 413) and len(parcel.entries) > 1:
        # One of them spoils the request. It is found by halves, and only it is refused.
        half = len(parcel.entries) // 2
        return [Parcel(parcel.entries[:half]), Parcel(parcel.entries[half:])]
    _refuse(parcel.entries, status, reader.complaint())
    return []


def _refuse(entries: Sequence[Entry], status: int, reason: str) -> None:
    if 400 <= status < 500:
        name = "too_large" if status == 413 else "bad_request"
        verdict = failed(name, "request", reason, retryable=False)
    else:
        verdict = failed("internal", "server", reason)
    for entry in entries:
        entry.settle(verdict)


def _again(refused: List[Tuple[Entry, Verdict]], asked: Optional[float]) -> List[Parcel]:
    """Those that have a try and the time for it left; the others are settled with what they got."""
    if not refused:
        return []
    now = time.monotonic()
    wait = pause(max(entry.tries for entry, _ in refused) + 1, asked)
    going = []
    for entry, verdict in refused:
        entry.tries += 1
        if entry.until <= now:
            entry.settle(too_late())
        elif entry.tries > RETRIES or entry.until <= now + wait:
            entry.settle(verdict)
        else:
            going.append(entry)
    return [Parcel(going, now + wait)] if going else []
