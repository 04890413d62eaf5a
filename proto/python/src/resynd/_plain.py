# SPDX-License-Identifier: Apache-2.0
"""Calls that are not scores: one request, one JSON answer, and when it is asked again."""

from __future__ import annotations

import json
from typing import Any, List, Optional

from ._http import ResponseReader
from ._retry import RETRIES, pause, retry_after
from .errors import RejectedError, RequestError, ResyndError, UnreachableError


class PlainReader:
    """Collects a body."""

    def __init__(self) -> None:
        self.response = ResponseReader()
        self._pieces: List[bytes] = []

    def feed(self, data: bytes) -> None:
        self._pieces.append(self.response.feed(data))

    @property
    def body(self) -> bytes:
        return b"".join(self._pieces)


def wait_before_next(tries: int, reader: PlainReader, error: Optional[ResyndError]) -> Optional[float]:
    """Seconds until the request is sent again after `tries` tries; None: this one counts."""
    worth = isinstance(error, UnreachableError) or (
        error is None and reader.response.status in (429, 503))
    if not worth or tries > RETRIES:
        return None
    return pause(tries, retry_after(reader.response))


def result(reader: PlainReader, error: Optional[ResyndError]) -> bytes:
    """The body of a good answer. Raises what went wrong."""
    if error is not None:
        raise error
    status = reader.response.status
    if 200 <= status < 300:
        return reader.body
    raise error_from(status, reader.body)


def error_from(status: int, body: bytes) -> RequestError:
    kind = RejectedError if status == 422 else RequestError
    try:
        shape = json.loads(body)["error"]
        return kind(status, shape["code"], shape["message"], shape.get("hint"), shape.get("details"),
                    shape.get("request_id"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return kind(status, "unknown", f"the answer is no error of resynd's: {body[:200]!r}")


def parse(body: bytes) -> Any:
    """JSON of a good answer; UnreachableError where it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise UnreachableError(f"the answer is no JSON: {body[:80]!r}") from None
