# SPDX-License-Identifier: Apache-2.0
"""The asynchronous client."""

from __future__ import annotations

import asyncio
import time
from typing import Any, AsyncIterator, Dict, Iterable, List, Optional, Sequence, Tuple

from . import _calls
from ._base import Configured, Paged
from ._desk import Desks
from ._item import Item, Response, encode, encode_item
from ._parcel import Entry
from ._plain import PlainReader, result, wait_before_next
from ._progress import Progress
from ._settings import REQUEST_ITEMS
from .client import READY_PAUSE_SECONDS
from .errors import DeadlineError, ResyndError
from .instances import InstanceDataset, Pages
from .policy import OnError, OnResponseFault
from .records import Environment, Instance, Report
from .verdict import Verdict


class AsyncClient(Configured):
    """client.Client with coroutines: same settings, same methods. Single scores that are awaited at the
    same time go together: 64 of them, or what has come within a millisecond, in one request whose
    verdicts come back one by one. One client serves any number of event loops, one after the other or
    in threads, before and after a fork; an await that is cancelled frees what the server had to do."""

    def _open(self) -> None:
        self._desks = Desks(self._address, self.settings.connections, self._write)

    # ---- Scores ----

    async def score(self, instance: Optional[str] = None, response: Optional[Response] = None, *,
                    deadline: Optional[float] = None, **fields: Any) -> Verdict:
        """As Client.score."""
        body = encode(instance, response, fields)
        waiter = self._desks.here().enter(body, self._until(deadline))
        try:
            return await waiter.future
        except asyncio.CancelledError:
            waiter.left()
            raise

    async def score_batch(self, items: Iterable[Item], *, deadline: Optional[float] = None,
                          progress: Optional[bool] = None) -> List[Verdict]:
        """As Client.score_batch."""
        return await self._carry([encode_item(item) for item in items], deadline, progress)

    async def score_group(self, instance: Optional[str], responses: Sequence[Response], *,
                          deadline: Optional[float] = None, **fields: Any) -> List[Verdict]:
        """As Client.score_group."""
        return await self._carry([encode(instance, each, fields) for each in responses], deadline)

    async def reward(self, instance: Optional[str] = None, response: Optional[Response] = None, *,
                     deadline: Optional[float] = None, on_error: Optional[OnError] = None,
                     on_response_fault: Optional[OnResponseFault] = None, **fields: Any) -> Optional[float]:
        """As Client.reward."""
        policy = self.settings.policy(on_error, on_response_fault)
        return policy.number(await self.score(instance, response, deadline=deadline, **fields))

    async def rewards(self, items: Iterable[Item], *, deadline: Optional[float] = None,
                      on_error: Optional[OnError] = None, on_response_fault: Optional[OnResponseFault] = None,
                      progress: Optional[bool] = None) -> List[Optional[float]]:
        """As Client.rewards."""
        policy = self.settings.policy(on_error, on_response_fault)
        return policy.numbers(await self.score_batch(items, deadline=deadline, progress=progress))

    async def _gather(self, bodies: List[bytes]) -> List[Verdict]:
        """A few, which go together with what others await at the same time."""
        desk, until = self._desks.here(), self._until(None)
        waiters = [desk.enter(body, until) for body in bodies]
        try:
            return [await waiter.future for waiter in waiters]
        finally:
            for waiter in waiters:
                if not waiter.future.done():
                    waiter.future.cancel()
                    waiter.left()

    async def _carry(self, bodies: List[bytes], deadline: Optional[float] = None,
                     progress: Optional[bool] = False) -> List[Verdict]:
        until = self._until(deadline)
        entries = [Entry(body, until) for body in bodies]
        desk = self._desks.here()
        with Progress(len(entries), "scored", progress) as shown:
            await desk.carry(entries, REQUEST_ITEMS, shown)
        return [entry.verdict for entry in entries if entry.verdict is not None]

    # ---- Instances ----

    def instances(self, env: Optional[str] = None, level: Optional[int] = None,
                  **request: Any) -> "AsyncInstances":
        """As Client.instances, for `async for`."""
        return AsyncInstances(self, Pages(env, level, **request))

    async def dataset(self, env: Optional[str] = None, level: Optional[int] = None, *, count: int,
                      progress: Optional[bool] = None, **request: Any) -> InstanceDataset:
        """As Client.dataset."""
        rows = []
        with Progress(count, "instances", progress) as shown:
            async for row in self.instances(env, level, count=count, **request):
                rows.append(row)
                shown(1)
        return InstanceDataset(rows)

    async def resolve(self, addresses: Iterable[str]) -> List[Instance]:
        """As Client.resolve."""
        return _calls.instances_of(await self._call(_calls.resolve_call(addresses)))

    # ---- Environments ----

    async def environments(self) -> List[Environment]:
        """As Client.environments."""
        return _calls.environments_of(await self._call(_calls.Call("GET", "/v1/environments")))

    async def environment(self, env: str) -> Environment:
        """As Client.environment."""
        return _calls.environment_of(await self._call(_calls.environment_call(env)))

    async def check(self, source: _calls.Source, *, deadline: Optional[float] = None) -> Report:
        """As Client.check."""
        return _calls.report_of(await self._call(_calls.check_call(source), deadline))

    async def put(self, name: str, source: _calls.Source, *, activate: bool = True,
                  deadline: Optional[float] = None) -> Report:
        """As Client.put."""
        return _calls.report_of(await self._call(_calls.put_call(name, source, activate), deadline))

    # ---- The server ----

    async def version(self) -> Dict[str, Any]:
        """As Client.version."""
        return _calls.mapping_of(await self._call(_calls.Call("GET", "/version")))

    async def ready(self, *, deadline: float = 5.0) -> bool:
        """As Client.ready."""
        return _calls.Readiness().is_good(*await self._once(_calls.Readiness.call, self._until(deadline)))

    async def wait_until_ready(self, deadline: Optional[float] = None) -> None:
        """As Client.wait_until_ready."""
        until, readiness = self._until(deadline), _calls.Readiness()
        while time.monotonic() < until:
            if readiness.is_good(*await self._once(_calls.Readiness.call, until)):
                return
            await asyncio.sleep(min(READY_PAUSE_SECONDS, max(0.0, until - time.monotonic())))
        raise readiness.too_late(self.settings.url)

    async def _once(self, call: _calls.Call,
                    until: float) -> Tuple[PlainReader, Optional[ResyndError]]:
        reader = PlainReader()
        request = _calls.request_of(call, self._address, self.settings)
        try:
            error = await asyncio.wait_for(self._desks.here().request(request, reader),
                                           until - time.monotonic())
        except asyncio.TimeoutError:
            error = DeadlineError("the deadline passed before the answer")
        return reader, error

    async def _call(self, call: _calls.Call, deadline: Optional[float] = None) -> bytes:
        """The answer's body. UnreachableError, DeadlineError, RequestError."""
        until = self._until(deadline)
        tries = 0
        while True:
            tries += 1
            reader, error = await self._once(call, until)
            wait = wait_before_next(tries, reader, error)
            if wait is None or time.monotonic() + wait >= until:
                return result(reader, error)
            await asyncio.sleep(wait)

    # ---- Life ----

    async def close(self) -> None:
        """Ends what is under way in this loop and closes its connections; a later call opens new ones."""
        await self._desks.here().close()

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


class AsyncInstances(Paged):
    """client.Instances for `async for`."""

    def __aiter__(self) -> AsyncIterator[Instance]:
        return self

    async def __anext__(self) -> Instance:
        while True:
            row = self._pages.row()
            if row is not None:
                return row
            call = self._pages.call()
            if call is None:
                raise StopAsyncIteration
            self._pages.take(await self._client._call(call))
