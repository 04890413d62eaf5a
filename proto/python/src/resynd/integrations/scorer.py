# SPDX-License-Identifier: Apache-2.0
"""What the adapters share: from a data set's label and a model's response to a verdict."""

from __future__ import annotations

import importlib
import json
from functools import lru_cache
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from resynd import AsyncClient, Client, Policy, Verdict
from resynd._item import encode_item, weight
from resynd._settings import Settings
from resynd.policy import OnError, OnResponseFault
from resynd.verdict import failed

# Of a label that is more than an address.
LABEL_FIELDS = ("instance", "env", "version", "level", "seed", "given", "extract", "thinking")


@lru_cache(maxsize=None)
def client_of(settings: Settings) -> Client:
    """One for each setting and process: pools are worth sharing."""
    return Client(**vars(settings))


@lru_cache(maxsize=None)
def async_client_of(settings: Settings) -> AsyncClient:
    """The same."""
    return AsyncClient(**vars(settings))


def fields_of(label: Any) -> Dict[str, Any]:
    """What is judged, from what a data set keeps: an address; or an object (as such or as JSON) with
    `instance`, or `env` and `given`, or `env`, `level` and `seed`. ValueError where it is neither."""
    if isinstance(label, str) and label.lstrip().startswith("{"):
        try:
            label = json.loads(label)
        except ValueError as error:
            raise ValueError(f"the label is no JSON: {error}") from None
    if isinstance(label, str):
        return {"instance": label}
    if isinstance(label, Mapping):
        return {name: label[name] for name in LABEL_FIELDS if label.get(name) is not None}
    raise ValueError(f"a label is an instance's address or an object, not {type(label).__name__}")


def _merge(found: List[Optional[Verdict]], scored: Iterable[Verdict]) -> List[Verdict]:
    others = iter(scored)
    return [next(others) if verdict is None else verdict for verdict in found]


class Scorer:
    """Settings and policy; it can be pickled, and connects where it is used. A label or a response that
    cannot be sent is a verdict "bad_request" and spoils no neighbour."""

    def __init__(self, url: Optional[str] = None, *, on_error: Optional[OnError] = None,
                 on_response_fault: OnResponseFault = "zero", thinking: Optional[str] = None,
                 extract: Optional[str] = None, format_weight: Optional[float] = None,
                 **settings: Any) -> None:
        if url is not None:
            settings["url"] = url
        self.settings = Settings(**settings)
        self.policy = Policy("none" if on_error is None else on_error, on_response_fault)
        if format_weight is not None:
            format_weight = weight(format_weight, "format_weight")
        more = {"thinking": thinking, "extract": extract, "format_weight": format_weight}
        self._more = {name: value for name, value in more.items() if value is not None}

    def verdicts(self, labels: Sequence[Any], responses: Sequence[Any]) -> List[Verdict]:
        """One for each, in order."""
        bodies, found = self._encode(labels, responses)
        return _merge(found, client_of(self.settings)._carry(bodies))

    async def verdicts_async(self, labels: Sequence[Any], responses: Sequence[Any]) -> List[Verdict]:
        """The same, from a coroutine. What other coroutines ask for at the same time goes along."""
        bodies, found = self._encode(labels, responses)
        return _merge(found, await async_client_of(self.settings)._gather(bodies))

    def _encode(self, labels: Sequence[Any],
                responses: Sequence[Any]) -> Tuple[List[bytes], List[Optional[Verdict]]]:
        """What can be sent, and in its place, verdicts on what cannot."""
        if len(labels) != len(responses):
            raise ValueError(f"{len(labels)} labels for {len(responses)} responses")
        bodies: List[bytes] = []
        found: List[Optional[Verdict]] = []
        for label, response in zip(labels, responses):
            try:
                bodies.append(encode_item({**self._more, **fields_of(label), "response": response}))
                found.append(None)
            except (TypeError, ValueError) as error:
                found.append(failed("bad_request", "request", str(error), retryable=False))
        return bodies, found

    def measured(self, verdict: Verdict) -> Optional[float]:
        """The reward to train on; None: not to be trained on. on_error changes nothing here."""
        return self.policy.measured(verdict)

    def number(self, verdict: Verdict) -> Optional[float]:
        """The reward, else what on_error names, else None."""
        return self.policy.number(verdict)

    def numbers(self, verdicts: Sequence[Verdict]) -> List[Optional[float]]:
        """The same for many."""
        return self.policy.numbers(verdicts)


def flags(scorer: Scorer, verdict: Verdict) -> Dict[str, float]:
    """Beside a score: the same five numbers for every verdict of every environment."""
    return {"acc": float(verdict.correct is True),
            "valid": float(scorer.measured(verdict) is not None),
            "format": float(verdict.format is True),
            "extracted": float(verdict.extracted),
            "response_fault": float(verdict.fault == "response")}


def column_of(columns: Mapping[str, Any], name: Optional[str], known: Iterable[str]) -> Any:
    """A data set's column with the labels; ValueError, with those that are there, where it is missing."""
    for each in [name] if name else known:
        if columns.get(each) is not None:
            return columns[each]
    wanted = repr(name) if name else " or ".join(map(repr, known))
    raise ValueError(f"the data set has no column {wanted} with instances' addresses; "
                     f"its columns: {', '.join(sorted(columns)) or 'none'}")


def taken_from(module: str, name: str, trainer: str) -> Any:
    """A class of a trainer's; ImportError says what is missing."""
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise ImportError(f"this adapter needs {trainer} ({module}.{name}): {error}") from error
