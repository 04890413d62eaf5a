# SPDX-License-Identifier: Apache-2.0
"""More than can be done, and clients that would have others wait: packed bombs, a client that wants
the whole queue, slow ones, half-open connections and floods. Honest clients get their answers."""

import gzip
import http.client
import json
import os
import random
import re
import resource
import socket
import subprocess
import threading
import time
import unittest
import zlib
from urllib.parse import urlsplit

from cases import OWN, DaemonCase, answer, right_sum, unlike
from client import Client
from daemon import SHORT, Daemon

PATIENCE = 10 if not SHORT else 40  # seconds that an honest client is ready to wait
CONNECTIONS_MAX = 4096  # HTTP_CONNECTIONS_MAX of daemon/front/http.h


class Packed(DaemonCase):
    def send(self, path, body, coding="gzip", method="POST"):
        return self.client.send(method, path, body, {"Content-Encoding": coding})

    def test_packed_requests_are_answered_like_others(self):
        address, right = right_sum(self.client)
        words = random.Random(1).choices(("so ", "then ", "12 ", "we try "), k=40_000)
        item = {"instance": address, "response": "".join(words) + answer(right)}
        for members in (1, 30):
            plain = json.dumps({"items": [item] * members}).encode()
            reply = self.send("/v1/score/batch", gzip.compress(plain, 1))
            self.assertEqual([1] * members, [row["reward"] for row in reply.json()["results"]])
        self.assertEqual(1, self.send("/v1/score", gzip.compress(json.dumps(item).encode()))
                         .json()["reward"])
        self.assertEqual(200, self.send("/v1/score", json.dumps(item).encode(), "identity").status)

    def test_bombs_are_refused_before_they_are_large(self):
        for size in (2_000_000, 80_000_000):
            self.assert_error(self.send("/v1/score/batch", _long_bomb(size)), 413, "unpacks")
        self.assert_error(self.send("/v1/environments/x/quarantine",
                                    gzip.compress(b'{"reason": "' + b"x" * 4000 + b'"}')), 401)
        self.assert_error(self.send("/v1/check", gzip.compress(b"/" * 300_000)), 413)

    def test_what_is_not_whole_or_not_known(self):
        whole = gzip.compress(b'{"items": []}')
        for body in (whole[:-3], whole + b"x", whole + whole, b"{}", os.urandom(3000), whole[:5]):
            self.assert_error(self.send("/v1/score/batch", body), 400, "gzip")
        for coding in ("br", "deflate", "gzip, gzip", "x"):
            reply = self.send("/v1/score/batch", whole, coding)
            self.assert_error(reply, 415)
            self.assertEqual("gzip", reply.headers["accept-encoding"])
        self.assertEqual(200, self.send("/v1/score/batch", whole).status)


def _long_bomb(size):
    """Zeros, packed a thousandfold."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1_000_000)
    return b"".join([packer.compress(block) for _ in range(size // len(block))]) + packer.flush()


class Honest(threading.Thread):
    """Scores over a connection that it keeps, and over new ones, until it is told to stop."""

    def __init__(self, url, address, right):
        super().__init__(daemon=True)
        self.url, self.address, self.right = url, address, right
        self.over = threading.Event()
        self.scores, self.longest, self.failures = 0, 0, []

    def run(self):
        with Client(self.url, PATIENCE) as kept:
            while not self.over.is_set():
                with Client(self.url, PATIENCE) as new:
                    for client in (kept, new):
                        self._score(client)

    def _score(self, client):
        begun = time.monotonic()
        try:
            verdict = client.score(instance=self.address, response=answer(self.right))
            if verdict.get("reward") != 1:
                self.failures.append(verdict)
            self.scores += 1
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(repr(error))
        self.longest = max(self.longest, time.monotonic() - begun)


class Attacked(unittest.TestCase):
    """One thread and so one table of connections, which an attacker can hope to fill."""

    @classmethod
    def setUpClass(cls):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        cls.addClassCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        cls.daemon = Daemon(OWN, ["--http-threads", "1"]).start()
        cls.front = cls.daemon.processes("resynd-front")

    @classmethod
    def tearDownClass(cls):
        cls.daemon.stop()

    def setUp(self):
        self.streams = []
        with self.daemon.client() as client:
            address, right = right_sum(client)
        self.honest = Honest(self.daemon.url, address, right)
        self.honest.start()

    def tearDown(self):
        self.honest.over.set()
        self.honest.join(PATIENCE + 5)
        for stream in self.streams:
            stream.close()
        self.assertEqual(self.front, self.daemon.processes("resynd-front"))

    def assert_unharmed(self):
        self.honest.over.set()
        self.honest.join(PATIENCE + 5)
        self.assertEqual([], self.honest.failures)
        self.assertGreater(self.honest.scores, 20)
        self.assertLess(self.honest.longest, PATIENCE / 2)

    def connect(self, count, sent):
        """As fast as they are taken in. A connection that was ended again is no failure."""
        parts = urlsplit(self.daemon.url)
        for _ in range(count):
            stream = socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE)
            self.streams.append(stream)
            try:
                stream.sendall(sent)
            except OSError:
                pass

    def test_slow_heads_bodies_and_readers(self):
        """What slowhttptest does, all of it at once."""
        common = ["-c", "1000", "-r", "500", "-i", "1", "-l", "2", "-p", str(PATIENCE)]
        modes = (["-H", "-t", "POST", "-u", f"{self.daemon.url}/v1/score"],
                 ["-B", "-s", "60000", "-t", "POST", "-u", f"{self.daemon.url}/v1/score/batch"],
                 ["-X", "-k", "5", "-w", "1", "-y", "16", "-n", "1", "-z", "8", "-u",
                  f"{self.daemon.url}/v1/environments"])
        running = [subprocess.Popen(["slowhttptest", *mode, *common], stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
                   for mode in modes]
        most = 0
        while any(process.poll() is None for process in running):
            most = max(most, self.daemon.gauge("resynd_http_connections"))
            time.sleep(0.1)
        for process in running:
            self.assertNotRegex(process.communicate()[0], rb"available:[^\n]*NO")
        self.assertGreater(most, 300)  # it did attack
        self.assert_unharmed()

    def test_half_open_connections_more_than_there_is_room_for(self):
        self.connect(CONNECTIONS_MAX + 500, b"")
        time.sleep(0.5)
        self.assert_unharmed()

    def test_trickled_heads_and_bodies_more_than_there_is_room_for(self):
        head = b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n"
        self.connect(CONNECTIONS_MAX // 2 + 300, head)
        self.connect(CONNECTIONS_MAX // 2 + 300, head + b"\r\n{")
        for stream in self.streams[::8]:
            try:
                stream.sendall(b"X")
            except OSError:
                pass
        time.sleep(0.3)
        self.assert_unharmed()

    def test_a_flood_of_requests(self):
        subprocess.run(["wrk", "-t1", "-c300", "-d2s", f"{self.daemon.url}/healthz"], check=True,
                       capture_output=True, timeout=60)
        self.assert_unharmed()


class Greedy(unittest.TestCase):
    """Clients are told apart by their addresses; all of 127.0.0.0/8 is this machine's."""

    def batch(self, source, items, out):
        parts = urlsplit(self.daemon.url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120,
                                                source_address=(source, 0))
        try:
            connection.request("POST", "/v1/score/batch", json.dumps({"items": items}))
            out += [row["status"] for row in json.loads(connection.getresponse().read())["results"]]
        finally:
            connection.close()

    def test_one_client_does_not_get_the_whole_queue(self):
        with Daemon(OWN, ["--http-threads", "1", "--workers", "4"]) as self.daemon:
            with self.daemon.client() as client:
                busy, _ = right_sum(client, "slow")
                address, right = right_sum(client)
            items = [unlike(busy, i, 4096, deadline_ms=4500) for i in range(17)]
            greedy, honest = [], []
            threads = [threading.Thread(target=self.batch, args=("127.0.0.7", batch, greedy))
                       for batch in items]  # 69,632 items where 65,536 fit
            for thread in threads:
                thread.start()
            deadline = time.monotonic() + 5
            while time.monotonic() < deadline and not honest:
                if self.daemon.gauge("resynd_queue_jobs") > 45_000:
                    fine = {"instance": address, "response": answer(right), "deadline_ms": 30_000}
                    self.batch("127.0.0.8", [fine] * 2000, honest)
            for thread in threads:
                thread.join(120)
            self.assertEqual({"ok"}, set(honest))
            self.assertEqual(17 * 4096, len(greedy))
            self.assertGreater(greedy.count("overloaded"), 10_000)
            self.assertLessEqual(set(greedy), {"ok", "overloaded", "deadline"})


if __name__ == "__main__":
    unittest.main()
