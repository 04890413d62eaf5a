# SPDX-License-Identifier: Apache-2.0
"""trainers.py: what the tests of the trainers' own routes share."""

import http.client
import json
import queue
import threading
from urllib.parse import urlsplit

from cases import DaemonCase, answer, eventually, serve_copies

# Orders to tests/api/environments/trouble.c: failures that are not the response's, and that are.
UNMEASURED = [("system", "forbidden"), ("nan", "invalid_score"), ("two", "invalid_score"),
              ("minus", "invalid_score")]
RESPONSE_FAULTS = [("loop", "timeout"), ("crash", "crash"), ("memory", "memory"),
                   ("overflow", "stack_overflow")]


class Crowd:
    """Many clients at once, each with a connection of its own, as trainers have."""

    def __init__(self, daemon, path, clients=16):
        self.daemon, self.path, self.clients = daemon, path, clients

    def _work(self, waiting, done):
        with self.daemon.client() as client:
            while True:
                try:
                    body, tag = waiting.get_nowait()
                except queue.Empty:
                    return
                done.append((client.post(self.path, body), tag))

    def post(self, cases):
        """Of (body, tag): (response, tag) for each."""
        waiting, done = queue.Queue(), []
        for case in cases:
            waiting.put(case)
        threads = [threading.Thread(target=self._work, args=(waiting, done))
                   for _ in range(self.clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if len(done) != len(cases):
            raise AssertionError(f"{len(done)} answers to {len(cases)} requests")
        return done


class Quarantined(DaemonCase):
    """A daemon of which one version has been put aside: `aside` is the address of an instance."""

    @classmethod
    def setUpClass(cls):
        cls.daemon = serve_copies("sum", "trouble", "same_text")
        source = (cls.daemon.environments / "sum.c").read_text()
        (cls.daemon.environments / "aside.c").write_text(
            source.replace('.name = "sum"', '.name = "aside"'))
        token = cls.daemon.make_token()
        cls.daemon.start()
        with cls.daemon.client() as client:
            cls.aside = client.instances(env="aside", level=1, seed=1)[0]["instance"]
            reply = client.act("POST", cls.aside.partition(":")[0], "/quarantine",
                               {"reason": "a test"}, **token)
            if reply.status != 200:
                raise AssertionError(str(reply))


class Full:
    """Fills the queue of a daemon with one HTTP thread with jobs that take long, until the end, when
    it hangs up and they are forgotten."""

    JOBS = 65536  # QUEUE_JOBS_MAX
    ITEMS = 4096  # VERDICTS_MAX

    def __init__(self, daemon, slow, quick):
        self.daemon = daemon
        self.slow = slow
        self.probe = {"instance": quick, "response": answer("1")}
        self.connections = []

    def is_full(self):
        """Whether a native request is refused."""
        with self.daemon.client() as client:
            return client.post("/v1/score", self.probe).status == 429

    def each_waits(self, ask, count=12):
        """Calls ask(number), each in a thread of its own, each while there is no room; waits."""
        askers = [threading.Thread(target=ask, args=(number,)) for number in range(count)]
        for asker in askers:
            if not eventually(lambda: self.is_full() or self.top_up(), 30, 0):
                raise AssertionError("the queue does not fill")
            asker.start()
        for asker in askers:
            asker.join()

    def top_up(self):
        """Sends one batch more, and does not wait for its answer."""
        parts = urlsplit(self.daemon.url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        # No two alike in flight: they would be judged once.
        responses = [f"{len(self.connections)} {i} " + answer("loop") for i in range(self.ITEMS)]
        connection.request("POST", "/v1/score/batch", json.dumps(
            {"items": [{"instance": self.slow, "responses": responses}]}))
        self.connections.append(connection)

    def __enter__(self):
        for _ in range(self.JOBS // self.ITEMS + 1):
            self.top_up()
        return self

    def __exit__(self, *_):
        for connection in self.connections:
            connection.close()
