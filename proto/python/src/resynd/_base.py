# SPDX-License-Identifier: Apache-2.0
"""What both clients are before anything is open: their settings."""

from __future__ import annotations

import time
from typing import Any, Optional

from . import _calls
from ._address import default_url
from ._settings import CONNECTIONS, DEADLINE_SECONDS, Settings, default_token, seconds
from .instances import Pages
from .policy import OnError, OnResponseFault


class Configured:
    """Pickled, it is its settings; where it is used, it opens what it needs."""

    def __init__(self, url: Optional[str] = None, *, deadline: float = DEADLINE_SECONDS,
                 connections: int = CONNECTIONS, on_error: OnError = "raise",
                 on_response_fault: OnResponseFault = "zero", token: Optional[str] = None) -> None:
        self.settings = Settings(url or default_url(), deadline, connections, on_error,
                                 on_response_fault, token or default_token())
        self._address = self.settings.address
        self._write = _calls.write_of(self.settings)
        self._open()

    def _open(self) -> None:
        raise NotImplementedError

    def _until(self, deadline: Optional[float]) -> float:
        """Of time.monotonic(): a call's own deadline, or the client's."""
        return time.monotonic() + (self.settings.deadline if deadline is None else seconds(deadline))

    def __repr__(self) -> str:
        return f"resynd.{type(self).__name__}({self.settings.url!r})"

    def __getstate__(self) -> Settings:
        return self.settings

    def __setstate__(self, settings: Settings) -> None:
        Configured.__init__(self, **vars(settings))


class Paged:
    """An iterator over instances. `state` can be read at any time between two of them."""

    def __init__(self, client: Any, pages: Pages) -> None:
        self._client = client
        self._pages = pages

    @property
    def state(self) -> str:
        return self._pages.state
