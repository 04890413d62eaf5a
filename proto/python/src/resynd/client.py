# SPDX-License-Identifier: Apache-2.0
"""The synchronous client."""

from __future__ import annotations

import time
from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence

from . import _calls
from ._base import Configured, Paged
from ._connection import Pool
from ._crowd import Crowd
from ._exchange import Flight, carry
from ._item import Item, Response, encode, encode_item
from ._parcel import Entry
from ._plain import PlainReader, result, wait_before_next
from ._progress import Progress
from ._settings import REQUEST_ITEMS
from .errors import ResyndError
from .instances import InstanceDataset, Pages
from .policy import OnError, OnResponseFault
from .records import Environment, Instance, Report
from .verdict import Verdict

READY_PAUSE_SECONDS = 0.1


class Client(Configured):
    """Scores responses on a resynd. For any number of threads, before and after a fork; pickled, it is
    its settings, and connects anew where it is used.

    `url` is http://HOST:PORT or unix:/PATH (RESYND_URL, else http://127.0.0.1:8420). `deadline` is the
    time of a call in seconds, tries and waiting and all; the server is told how much of it is left.
    `connections` is how many are open at a time at most. `on_error` and `on_response_fault` say what
    reward() and rewards() give for what was not measured (policy.Policy); they change no Verdict.
    `token` goes along as a bearer token (RESYND_TOKEN).

    Connection errors and the answers 429 and 503 are tried twice more within the deadline, and so are
    single items that a busy server refuses. Scoring is pure: the same request gives the same reward.
    """

    def _open(self) -> None:
        self._pool = Pool(self._address, self.settings.connections)
        self._crowd = Crowd(self._address, self.settings.connections, self._write)

    # ---- Scores ----

    def score(self, instance: Optional[str] = None, response: Optional[Response] = None, *,
              deadline: Optional[float] = None, **fields: Any) -> Verdict:
        """The verdict on one response (a string, or chat messages of which the last one of the assistant
        is judged). What is judged is an `instance`; or env, level and seed; or env and given; other
        fields are those of an Item in proto/openapi.yaml. What was not measured is a verdict too, and
        raises nothing; TypeError and ValueError are for arguments that cannot be sent."""
        body, until = encode(instance, response, fields), self._until(deadline)
        try:
            if self._crowd.enter():
                return self._crowd.wait(body, until)
            return self._settle([Entry(body, until)])[0]
        finally:
            self._crowd.leave()

    def score_batch(self, items: Iterable[Item], *, deadline: Optional[float] = None,
                    progress: Optional[bool] = None) -> List[Verdict]:
        """One verdict for each item, in order, whatever happens to its neighbours. `progress`: None
        shows a bar where standard error is a terminal."""
        return self._carry([encode_item(item) for item in items], deadline, progress)

    def score_group(self, instance: Optional[str], responses: Sequence[Response], *,
                    deadline: Optional[float] = None, **fields: Any) -> List[Verdict]:
        """Many responses to one instance: one verdict for each, in order."""
        return self._carry([encode(instance, each, fields) for each in responses], deadline)

    def reward(self, instance: Optional[str] = None, response: Optional[Response] = None, *,
               deadline: Optional[float] = None, on_error: Optional[OnError] = None,
               on_response_fault: Optional[OnResponseFault] = None, **fields: Any) -> Optional[float]:
        """The verdict's number, from 0 to 1. Where there is none, what on_error says: with "raise" (a
        client's own default) MeasurementError."""
        policy = self.settings.policy(on_error, on_response_fault)
        return policy.number(self.score(instance, response, deadline=deadline, **fields))

    def rewards(self, items: Iterable[Item], *, deadline: Optional[float] = None,
                on_error: Optional[OnError] = None, on_response_fault: Optional[OnResponseFault] = None,
                progress: Optional[bool] = None) -> List[Optional[float]]:
        """The same for many: one number for each item, in order. MeasurementError is raised once all
        are there, and holds them."""
        policy = self.settings.policy(on_error, on_response_fault)
        return policy.numbers(self.score_batch(items, deadline=deadline, progress=progress))

    def _carry(self, bodies: List[bytes], deadline: Optional[float] = None,
               progress: Optional[bool] = False) -> List[Verdict]:
        until = self._until(deadline)
        return self._settle([Entry(body, until) for body in bodies], progress)

    def _settle(self, entries: List[Entry], progress: Optional[bool] = False) -> List[Verdict]:
        with Progress(len(entries), "scored", progress) as shown:
            carry(self._pool, self._write, entries, REQUEST_ITEMS, shown)
        return [entry.verdict for entry in entries if entry.verdict is not None]

    # ---- Instances ----

    def instances(self, env: Optional[str] = None, level: Optional[int] = None,
                  **request: Any) -> "Instances":
        """Iterates over instances: of `env` and `level` for consecutive seeds, or of a `mix` (names, or
        {"env", "levels", "weight"}), as instances.Pages describes; `count` is how many in all. Its
        `state` is what a checkpoint keeps."""
        return Instances(self, Pages(env, level, **request))

    def dataset(self, env: Optional[str] = None, level: Optional[int] = None, *, count: int,
                progress: Optional[bool] = None, **request: Any) -> InstanceDataset:
        """So many instances in memory; fewer where there are no more (`distinct`)."""
        rows = []
        with Progress(count, "instances", progress) as shown:
            for row in self.instances(env, level, count=count, **request):
                rows.append(row)
                shown(1)
        return InstanceDataset(rows)

    def resolve(self, addresses: Iterable[str]) -> List[Instance]:
        """What addresses of a data set mean here: before a resumed run."""
        return _calls.instances_of(self._call(_calls.resolve_call(addresses)))

    # ---- Environments ----

    def environments(self) -> List[Environment]:
        """The library, sorted by name."""
        return _calls.environments_of(self._call(_calls.Call("GET", "/v1/environments")))

    def environment(self, env: str) -> Environment:
        """One of it, by NAME or NAME@VERSION; RequestError (404) where it is not there."""
        return _calls.environment_of(self._call(_calls.environment_call(env)))

    def check(self, source: _calls.Source, *, deadline: Optional[float] = None) -> Report:
        """Compiles C source and puts it through the gate, keeping nothing. RejectedError where it does
        not compile."""
        return _calls.report_of(self._call(_calls.check_call(source), deadline))

    def put(self, name: str, source: _calls.Source, *, activate: bool = True,
            deadline: Optional[float] = None) -> Report:
        """Makes the source a version of the environment `name`, and with `activate` the one that the
        bare name means. RejectedError where it does not compile or the gate does not admit it."""
        return _calls.report_of(self._call(_calls.put_call(name, source, activate), deadline))

    # ---- The server ----

    def version(self) -> Dict[str, Any]:
        """What runs there, and its limits."""
        return _calls.mapping_of(self._call(_calls.Call("GET", "/version")))

    def ready(self, *, deadline: float = 5.0) -> bool:
        """Whether the server can score now: one question, no second try."""
        return _calls.Readiness().is_good(*self._once(_calls.Readiness.call, self._until(deadline)))

    def wait_until_ready(self, deadline: Optional[float] = None) -> None:
        """Returns once it can; DeadlineError where that takes too long."""
        until, readiness = self._until(deadline), _calls.Readiness()
        while time.monotonic() < until:
            if readiness.is_good(*self._once(_calls.Readiness.call, until)):
                return
            time.sleep(min(READY_PAUSE_SECONDS, max(0.0, until - time.monotonic())))
        raise readiness.too_late(self.settings.url)

    def _once(self, call: _calls.Call, until: float) -> "tuple[PlainReader, Optional[ResyndError]]":
        reader = PlainReader()
        request = _calls.request_of(call, self._address, self.settings)
        flight = Flight(self._pool, None, request, reader, until)
        flight.land()
        return reader, flight.error

    def _call(self, call: _calls.Call, deadline: Optional[float] = None) -> bytes:
        """The answer's body. UnreachableError, DeadlineError, RequestError."""
        until = self._until(deadline)
        tries = 0
        while True:
            tries += 1
            reader, error = self._once(call, until)
            wait = wait_before_next(tries, reader, error)
            if wait is None or time.monotonic() + wait >= until:
                return result(reader, error)
            time.sleep(wait)

    # ---- Life ----

    def close(self) -> None:
        """Gives up what other threads wait for, and closes idle connections. A later call opens new
        ones."""
        self._crowd.close()
        self._pool.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Instances(Paged):
    """An iterator over instances. `state` can be read at any time between two of them."""

    def __iter__(self) -> Iterator[Instance]:
        return self

    def __next__(self) -> Instance:
        while True:
            row = self._pages.row()
            if row is not None:
                return row
            call = self._pages.call()
            if call is None:
                raise StopIteration
            self._pages.take(self._client._call(call))
