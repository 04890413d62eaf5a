# SPDX-License-Identifier: Apache-2.0
"""What the server says of environments and instances, as the API names it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Dict, List, Mapping, Optional, Type, TypeVar

T = TypeVar("T")


def pick(kind: Type[T], raw: Mapping[str, Any]) -> T:
    """A `kind` from the entries that it has fields for; `raw` keeps everything."""
    names = {each.name for each in fields(kind)}
    chosen: Dict[str, Any] = {name: value for name, value in raw.items() if name in names}
    return kind(**{**chosen, "raw": raw})


@dataclass(frozen=True)
class Instance:
    """One question. `instance` is its address, all that a data set has to keep. `digest` is the
    SHA-256 of its state; `answer` is the oracle's, where it was asked for; `messages` where a format
    was. `question` is None where `status` is not "ok", and `reason` says why."""

    instance: str
    status: str
    question: Optional[str] = None
    digest: Optional[str] = None
    messages: Optional[List[Dict[str, Any]]] = None
    answer: Optional[str] = None
    reason: Optional[str] = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def env(self) -> str:
        """NAME@VERSION of the address."""
        return self.instance.rsplit(":", 2)[0]

    @property
    def level(self) -> int:
        return int(self.instance.rsplit(":", 2)[1])

    @property
    def seed(self) -> int:
        return int(self.instance.rsplit(":", 2)[2])


@dataclass(frozen=True)
class Environment:
    """An entry of the library. `levels` is 0 for a checker; `status` is "served", "pending", "failed" or
    "quarantined"; `gate` is "admitted", "rejected", "inconclusive" or None. What only one entry shows
    (limits, metrics, diagnostics, …) is in `raw`."""

    name: str
    env: str
    version: str
    status: str
    active: bool = False
    kind: Optional[str] = None
    category: Optional[str] = None
    levels: Optional[int] = None
    summary: Optional[str] = None
    failure: Optional[str] = None
    gate: Optional[str] = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Report:
    """What became of a source that was checked or put: it compiles, and this is what the gate says of
    it. `checks` and `findings` are the API's GateCheck and Finding; `raw` has everything."""

    name: str
    env: str
    version: str
    result: Optional[str] = None
    passed: Optional[bool] = None
    active: Optional[bool] = None
    checks: List[Dict[str, Any]] = field(default_factory=list)
    findings: List[Dict[str, Any]] = field(default_factory=list)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


def report_from(raw: Mapping[str, Any]) -> Report:
    """Of a check or a put: the gate's words are beside the environment's."""
    return pick(Report, raw)
