# SPDX-License-Identifier: Apache-2.0
"""A verdict: what the server says of one response."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Union

OK = "ok"
# The client's own: no whole answer came, however often it was asked for.
UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Verdict:
    """Fields are the API's (proto/openapi.yaml); what a newer server adds is an attribute too.

    `reward` is a number from 0 to 1 where `status` is "ok", and None everywhere else: a failed
    measurement is never a number. `status` is a row of proto/outcome.h, or the client's own
    "unreachable". `score` is the verifier's, where the item gave the form a part of the reward. `fault` says whose doing a failure was: "response", "environment", "request" or
    "server". `metrics` has the same keys on every verdict of a version; times are microseconds.
    """

    status: str
    reward: Optional[float] = None
    score: Optional[float] = None
    correct: Optional[bool] = None
    instance: Optional[str] = None
    env: Optional[str] = None
    version: Optional[str] = None
    level: Optional[int] = None
    category: Optional[str] = None
    semantics: Optional[int] = None
    format: Optional[bool] = None
    extraction: Optional[str] = None
    metrics: Mapping[str, Optional[float]] = field(default_factory=dict)
    reason: Optional[str] = None
    fault: Optional[str] = None
    retryable: bool = False
    id: Union[str, int, None] = None
    group: Union[str, int, None] = None
    timing: Mapping[str, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """The response was judged: `reward` is a number."""
        return self.status == OK

    @property
    def extracted(self) -> bool:
        """An answer was found in the response."""
        return self.metrics.get("extracted") == 1


class NoVerdict(ValueError):
    """What a server sent is no verdict."""


def verdict_from(raw: Dict[str, Any]) -> Verdict:
    """Takes the dictionary over: its entries become the attributes, which costs a twentieth of passing
    eighteen arguments. Raises NoVerdict where status and reward contradict each other."""
    try:
        status, reward = raw["status"], raw["reward"]
    except KeyError:
        raise NoVerdict("a verdict without status or reward") from None
    if status == OK:
        if reward.__class__ is not float:
            if reward.__class__ is not int:
                raise NoVerdict(f"status ok with reward {reward!r}")
            raw["reward"] = float(reward)
        if not 0 <= reward <= 1 or math.isnan(reward):
            raise NoVerdict(f"status ok with reward {reward!r}")
    elif reward is not None or status.__class__ is not str:
        raise NoVerdict(f"status {status} with reward {reward!r}")
    if "metrics" not in raw or "timing" not in raw:
        raw = {"metrics": {}, "timing": {}, **raw}
    verdict: Verdict = object.__new__(Verdict)
    object.__setattr__(verdict, "__dict__", raw)
    return verdict


def failed(status: str, fault: str, reason: str, retryable: bool = True) -> Verdict:
    """A verdict of the client's own about what was not measured."""
    return Verdict(status=status, fault=fault, reason=reason, retryable=retryable,
                   metrics={"extracted": None})
