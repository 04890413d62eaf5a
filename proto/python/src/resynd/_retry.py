# SPDX-License-Identifier: Apache-2.0
"""When something is asked again: after connection errors, 429 and 503, twice, and never all clients at
once."""

from __future__ import annotations

import random
from typing import Optional

from ._http import ResponseReader

RETRIES = 2  # beside the first try
# Before the next try where the server does not say: a quarter of a second, then one, more or less.
PAUSE_SECONDS = 0.25
PAUSE_GROWTH = 4


def retry_after(reader: ResponseReader) -> Optional[float]:
    """Seconds that the answer asks to wait, if it does."""
    value = reader.headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() else None


def pause(tries: int, asked: Optional[float]) -> float:
    """Seconds before try `tries` + 1, a little different for each client: not all at once again."""
    if asked is not None:
        return asked * random.uniform(1, 1.5)
    return PAUSE_SECONDS * float(PAUSE_GROWTH ** (tries - 1)) * random.uniform(0.5, 1.5)
