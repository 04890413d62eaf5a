# SPDX-License-Identifier: Apache-2.0
"""Where it listens, and how it behaves with many connections."""

import socket
import stat
import tempfile
import threading
import unittest
from pathlib import Path
from urllib.parse import urlsplit

from cases import OWN, DaemonCase, answer, right_sum
from client import Client
from daemon import SHORT, Daemon

GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


class Listen(unittest.TestCase):
    def test_a_unix_socket_and_a_port_side_by_side(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "resynd.sock"
            with Daemon(OWN, listen=[f"unix:{path}", "127.0.0.1:0"]) as daemon:
                self.assertEqual(len(daemon.urls), 2)
                self.assertTrue(stat.S_ISSOCK(path.stat().st_mode))
                for url in daemon.urls:
                    with Client(url) as client:
                        address, right = right_sum(client)
                        verdict = client.score(instance=address, response=answer(right))
                        self.assertEqual(verdict["reward"], 1)

    def test_a_stale_socket_is_no_obstacle_and_a_live_one_is(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "resynd.sock"
            with socket.socket(socket.AF_UNIX) as stale:
                stale.bind(str(path))
            with Daemon(OWN, listen=f"unix:{path}") as daemon:
                second = Daemon(OWN, listen=f"unix:{path}")
                self.assertRaises(AssertionError, second.start)
                with daemon.client() as client:
                    self.assertEqual(client.get("/healthz").status, 200)

    def test_a_port_that_is_taken_is_said(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            daemon = Daemon(OWN, listen=f"127.0.0.1:{taken.getsockname()[1]}")
            with self.assertRaises(AssertionError):
                daemon.start()
            self.assertIn(str(taken.getsockname()[1]), daemon.log())

    def test_options_that_are_wrong_end_it_with_a_sentence(self):
        for options in (["--nonsense"], ["--workers", "many"], ["--workers", "-1"],
                        ["--http-threads", "0"], ["--http-threads", "9999"], ["stray"]):
            with self.subTest(options=options):
                daemon = Daemon(OWN, options)
                with self.assertRaises(AssertionError):
                    daemon.start()
                self.assertTrue(daemon.log().strip())
                self.assertNotEqual(daemon.process.returncode, 0)


class Connections(DaemonCase):
    def connect(self):
        parts = urlsplit(self.daemon.url)
        stream = socket.create_connection((parts.hostname, parts.port), timeout=20)
        self.addCleanup(stream.close)
        return stream

    def test_multiples_of_128_connections(self):
        for count in (127, 128, 129, 256) if SHORT else (127, 128, 256, 512, 1024):
            with self.subTest(connections=count):
                streams = [self.connect() for _ in range(count)]
                for _ in range(3):
                    for stream in streams:
                        stream.sendall(GET)
                    for stream in streams:
                        self.assertTrue(stream.recv(4096).startswith(b"HTTP/1.1 200"))
                for stream in streams:
                    stream.close()

    def test_pipelined_requests_are_answered_in_order(self):
        stream = self.connect()
        stream.sendall(GET * 50)
        got = b""
        while got.count(b"HTTP/1.1 200") < 50:
            block = stream.recv(65536)
            self.assertTrue(block, "the connection was closed")
            got += block

    def test_many_clients_with_single_scores(self):
        address, right = right_sum(self.client)
        wrong = []

        def work():
            with self.daemon.client() as client:
                for _ in range(20 if SHORT else 100):
                    verdict = client.score(instance=address, response=answer(right))
                    if verdict["reward"] != 1:
                        wrong.append(verdict)

        threads = [threading.Thread(target=work) for _ in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong[:3], [])

    def test_a_client_that_leaves_before_its_verdict(self):
        address, right = right_sum(self.client, "slow")
        body = ('{"instance": "%s", "response": "x"}' % address).encode()
        for _ in range(10):
            stream = self.connect()
            stream.sendall(b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                           % (len(body), body))
            stream.close()
        self.assert_verdict(self.client.score(instance=address, response=answer(right)), "ok", 1)
