# SPDX-License-Identifier: Apache-2.0
"""served.py: what the tests of the Python client share: the package from the source tree, a daemon on
the test environments, and both clients behind one face."""

import asyncio
import os
import sys
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
PACKAGE = TREE / "proto" / "python"
SOURCES = PACKAGE / "src"
sys.path[1:1] = [str(SOURCES), str(TREE / "tests" / "api")]
# Children of tests import the package too.
os.environ["PYTHONPATH"] = str(SOURCES)

import resynd  # noqa: E402
from cases import OWN, answer, eventually, right_sum, serve_copies, unlike  # noqa: E402, F401
from daemon import VERIFIERS, Daemon  # noqa: E402, F401

os.environ.pop("RESYND_URL", None)


class Blocking:
    """An AsyncClient with the face of a Client: each call runs its loop until the answer is there."""

    def __init__(self, url, **settings):
        self.loop = asyncio.new_event_loop()
        self.client = resynd.AsyncClient(url, **settings)

    def __getattr__(self, name):
        method = getattr(self.client, name)
        if not asyncio.iscoroutinefunction(method):
            return method
        return lambda *args, **more: self.loop.run_until_complete(method(*args, **more))

    def instances(self, *args, **more):
        return _Rows(self.loop, self.client.instances(*args, **more))

    def close(self):
        if not self.loop.is_closed():
            self.loop.run_until_complete(self.client.close())
            self.loop.close()


class _Rows:
    def __init__(self, loop, rows):
        self.loop, self.rows = loop, rows

    @property
    def state(self):
        return self.rows.state

    def __iter__(self):
        return self

    def __next__(self):
        async def following():
            return await self.rows.__anext__()
        try:
            return self.loop.run_until_complete(following())
        except StopAsyncIteration:
            raise StopIteration from None


KINDS = {"Client": resynd.Client, "AsyncClient": Blocking}


class ClientCase(unittest.TestCase):
    """Opens clients that are closed when the test ends. A failure says which kind it was."""

    kind = None

    def open(self, kind, url, **settings):
        self.kind = kind
        client = KINDS[kind](url, **settings)
        self.addCleanup(client.close)
        return client

    def each(self, url, **settings):
        """Both kinds in turn."""
        for kind in KINDS:
            yield self.open(kind, url, **settings)

    def _formatMessage(self, msg, standard):
        return f"{self.kind}: {super()._formatMessage(msg, standard)}"


class ServedCase(ClientCase):
    """A daemon on the environments of tests/api, one for all classes of a module that serve the same.
    It must be unharmed at the end."""

    environments = OWN
    _daemons = {}

    @classmethod
    def setUpClass(cls):
        if cls.environments not in cls._daemons:
            daemon = Daemon(cls.environments, ["--log-level", "warning"])
            cls._daemons[cls.environments] = daemon.start()
            unittest.addModuleCleanup(cls._stop, cls.environments)
        cls.daemon = cls._daemons[cls.environments]
        cls.url = cls.daemon.url

    @classmethod
    def _stop(cls, environments):
        cls._daemons.pop(environments).stop()

    def known(self, env="sum", count=8):
        """Addresses with the oracle's answers."""
        with self.daemon.client() as client:
            return [right_sum(client, env, seed=seed) for seed in range(count)]

    def items(self, count, env="sum"):
        """Items and the reward that each must get: right and wrong in turn, over several instances."""
        known = self.known(env)
        items, rewards = [], []
        for index in range(count):
            address, right = known[index % len(known)]
            text = right if index % 2 == 0 else str(int(right) + 7)
            items.append({"id": index, "instance": address, "response": answer(text)})
            rewards.append(1.0 if index % 2 == 0 else 0.0)
        return items, rewards
