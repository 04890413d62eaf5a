# SPDX-License-Identifier: Apache-2.0
"""Instances one after the other, fetched in pages, with a place to go on from; and as a data set."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, Set, Union, overload

from ._calls import Call, instances_of, json_call, mapping_of, mix_of, optional
from ._item import exact_int
from .records import Instance

PAGE = 512
PAGE_MAX = 4096  # the server's


class Pages:
    """What is asked for page by page. The place to go on from is where the page at hand begins and how
    much of it has been taken: the same page is fetched again, and that much of it left out.

    `wanted` is how many instances in all, None for as many as there are. With `distinct`, questions that
    these pages have given before are left out too: the server only looks within one page."""

    def __init__(self, env: Optional[str] = None, level: Optional[int] = None, *,
                 mix: Optional[Iterable[Any]] = None, seed: Optional[int] = None,
                 split: Optional[str] = None, count: Optional[int] = None, distinct: bool = False,
                 format: Optional[str] = None, system: Optional[str] = None, answers: bool = False,
                 page: int = PAGE, state: Optional[str] = None) -> None:
        self._request = optional(
            env=env, level=None if level is None else exact_int(level, "level", 1),
            mix=mix_of(mix), split=split, format=format, system=system,
            distinct=distinct or None, answers=answers or None)
        self._first = optional(seed=None if seed is None else exact_int(seed, "seed"))
        self._page = exact_int(page, "page", 1, PAGE_MAX)
        self.wanted = None if count is None else exact_int(count, "count")
        self.given = 0
        self._rows: List[Instance] = []
        self._taken = 0  # of the rows at hand
        self._begin: Dict[str, Any] = self._first  # how the page at hand was asked for
        self._next: Dict[str, Any] = self._first
        self._goes_on = True
        self._fresh = 0  # of the page at hand: given, and not left out
        self._distinct = distinct
        self._questions: Set[bytes] = set()
        self._skip = 0
        if state is not None:
            self._resume(state)

    def _resume(self, state: str) -> None:
        try:
            kept = json.loads(state)
            begin, skip, page, given = kept["begin"], kept["taken"], kept["page"], kept["given"]
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"this is no state of instances: {state[:80]!r}") from None
        self._next = self._begin = dict(begin)
        self._skip, self._page, self.given = int(skip), int(page), int(given)

    @property
    def state(self) -> str:
        """What to keep in a checkpoint: given back as `state`, with the same other arguments, the
        iteration goes on with the next instance. `distinct` then starts anew."""
        return json.dumps({"begin": self._begin, "taken": self._taken or self._skip, "page": self._page,
                           "given": self.given})

    def call(self) -> Optional[Call]:
        """The next page's request; None where the end has been reached."""
        left = self._left()
        if not self._goes_on or left == 0:
            return None
        self._begin, self._fresh = self._next, 0
        count = self._page if left is None else min(self._page, left + self._skip)
        return json_call("/v1/instances", {**self._request, **self._begin, "count": count})

    def _left(self) -> Optional[int]:
        return None if self.wanted is None else self.wanted - self.given

    def take(self, body: bytes) -> None:
        """The answer to call()."""
        answer = mapping_of(body)
        self._rows = instances_of(body)
        self._taken, self._skip = self._skip, 0
        # Less than was asked for is the end of a search for other questions; else seeds ran out, and the
        # next page is empty, or the answer became too long, and the next page goes on.
        self._goes_on = bool(self._rows) and (bool(answer.get("complete")) or not self._distinct)
        self._next = {"cursor": answer.get("cursor")}

    def row(self) -> Optional[Instance]:
        """The next of the page at hand; None where another is needed, or the end has been reached."""
        while self._taken < len(self._rows) and self._left() != 0:
            row = self._rows[self._taken]
            self._taken += 1
            if not self._is_known(row):
                self._fresh += 1
                self.given += 1
                return row
        if self._distinct and self._rows and not self._fresh:
            self._goes_on = False  # a whole page of known questions: there are no others to be found
        return None

    def _is_known(self, row: Instance) -> bool:
        if not self._distinct or row.question is None:
            return False
        question = sha256(f"{row.env}\n{row.question}".encode("utf-8", "surrogatepass")).digest()
        known = question in self._questions
        self._questions.add(question)
        return known


class InstanceDataset(Sequence[Instance]):
    """Instances in memory, by index: for torch's DataLoader and everything else that takes a sequence.
    It needs no server any more, and can be pickled."""

    def __init__(self, rows: Iterable[Instance]) -> None:
        self._rows = list(rows)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Instance: ...

    @overload
    def __getitem__(self, index: slice) -> "InstanceDataset": ...

    def __getitem__(self, index: Union[int, slice]) -> Union[Instance, "InstanceDataset"]:
        if isinstance(index, slice):
            return InstanceDataset(self._rows[index])
        return self._rows[index]

    def __iter__(self) -> Iterator[Instance]:
        return iter(self._rows)

    def __repr__(self) -> str:
        return f"<{len(self)} instances>"

    def rows(self) -> List[Dict[str, Any]]:
        """Dictionaries: `instance`, `prompt` (messages where a format was asked for, else the question),
        `question`; for datasets.Dataset.from_list and the like."""
        return [{"instance": row.instance, "prompt": row.messages or row.question,
                 "question": row.question} for row in self._rows]
