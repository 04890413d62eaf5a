# SPDX-License-Identifier: Apache-2.0
"""What both clients can be told, and the limits that are the client's own. A client is pickled as
these: what it holds open stays where it is."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from typing import Any, Dict, Optional

from ._address import Address, default_url, parse_address
from .policy import OnError, OnResponseFault, Policy

DEADLINE_SECONDS = 60.0
DEADLINE_SECONDS_MAX = 600.0  # the server's
CONNECTIONS = 64  # at a time at most
TOKEN_VARIABLE = "RESYND_TOKEN"

BATCH_ITEMS = 64  # single scores that go together
BATCH_SECONDS = 0.001  # how long the first of them waits for the others
REQUEST_ITEMS = 512  # of a long list in one request: the next is written while the server judges this
REQUEST_BYTES = 4 << 20  # the server reads 64 MiB; so much already costs nothing for each request
RECEIVE_BYTES = 1 << 18
IDLE_SECONDS = 60.0  # a pooled connection: the server keeps it for 75 s


def default_token() -> Optional[str]:
    """RESYND_TOKEN."""
    return os.environ.get(TOKEN_VARIABLE)


@dataclass(frozen=True)
class Settings:
    url: str = field(default_factory=default_url)
    deadline: float = DEADLINE_SECONDS
    connections: int = CONNECTIONS
    on_error: OnError = "raise"
    on_response_fault: OnResponseFault = "zero"
    token: Optional[str] = field(default_factory=default_token, repr=False)

    def __post_init__(self) -> None:
        parse_address(self.url)
        self.policy()
        seconds(self.deadline)
        if self.connections < 1:
            raise ValueError(f"connections is at least 1, not {self.connections}")
        if self.token is not None and not (self.token.isascii() and self.token.isprintable()):
            raise ValueError("token: only printable ASCII goes into a header")

    @property
    def address(self) -> Address:
        return parse_address(self.url)

    def policy(self, on_error: Optional[OnError] = None,
               on_response_fault: Optional[OnResponseFault] = None) -> Policy:
        """The client's own, but for what a call names."""
        return Policy(self.on_error if on_error is None else on_error,
                      on_response_fault or self.on_response_fault)

    def headers(self, **more: str) -> Dict[str, str]:
        if self.token:
            more["Authorization"] = f"Bearer {self.token}"
        return more


def seconds(value: Any) -> float:
    """A deadline: more than nothing, at most what the server waits."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"deadline is a number of seconds, not {value!r}")
    if not 0 < value <= DEADLINE_SECONDS_MAX or math.isnan(value):
        raise ValueError(f"deadline is more than 0 and at most {DEADLINE_SECONDS_MAX:.0f} seconds, "
                         f"not {value!r}")
    return float(value)
