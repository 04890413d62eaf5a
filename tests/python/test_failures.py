# SPDX-License-Identifier: Apache-2.0
"""Servers that break, refuse or talk nonsense: two more tries and no third, one verdict for each item,
in order, and never a number that nobody measured."""

import asyncio
import json
import socket
import time
import unittest
from unittest import mock

from fake_server import (CLOSE, END, RESET, FakeServer, chunk, error, failed_row, good, head, line,
                         plain, row, rows, wait)
from served import KINDS, ClientCase

import resynd
from resynd._retry import pause

ITEMS = [{"instance": "e@000000000000:1:1", "response": str(i), "id": i} for i in range(5)]


def first(count, *parts):
    """The first `count` requests get these parts, the others a good answer."""
    return lambda request: list(parts) if request.number < count else good(request)


class FailureCase(ClientCase):
    def setUp(self):
        patched = mock.patch("resynd._retry.PAUSE_SECONDS", 0.005)
        patched.start()
        self.addCleanup(patched.stop)

    def serve(self, script):
        server = FakeServer(script)
        self.addCleanup(server.close)
        return server

    def each_server(self, script, **settings):
        """A server of its own for each kind of client."""
        for kind in KINDS:
            server = self.serve(script)
            yield server, self.open(kind, server.url, **settings)

    def assert_lost(self, verdicts, status, fault="server"):
        self.assertEqual([v.reward for v in verdicts], [None] * len(verdicts), verdicts)
        self.assertEqual({(v.status, v.fault) for v in verdicts}, {(status, fault)}, verdicts)

    def assert_good(self, verdicts, count=len(ITEMS)):
        self.assertEqual([(v.id, v.reward) for v in verdicts], [(i, 1.0) for i in range(count)])


class Retries(FailureCase):
    def test_connections_that_break_are_tried_twice_more(self):
        for way in ([CLOSE], [RESET], [b"HTTP/1.1 200 OK\r\n", CLOSE], [head(), RESET],
                    [head(), line(row(0))[:-10], CLOSE], [b"SSH-2.0-x\r\n\r\n", CLOSE]):
            for broken, expected in ((1, 2), (2, 3)):
                for server, client in self.each_server(first(broken, *way)):
                    self.assert_good(client.score_batch(ITEMS))
                    self.assertEqual(len(server.requests), expected)
            for server, client in self.each_server(first(99, *way)):
                self.assert_lost(client.score_batch(ITEMS), "unreachable")
                self.assertEqual(len(server.requests), 3)

    def test_only_what_is_missing_is_asked_again(self):
        def script(request):
            if request.number == 0:
                return [head(), line(row(3, id=3)), line(row(1, id=1)), CLOSE]
            return good(request)

        for server, client in self.each_server(script):
            self.assert_good(client.score_batch(ITEMS))
            self.assertEqual([item["id"] for item in server.requests[1].items], [0, 2, 4])

    def test_429_and_503_are_tried_twice_more(self):
        for status, code in ((429, "overloaded"), (503, "stopping")):
            for server, client in self.each_server(first(2, error(status, code))):
                self.assert_good(client.score_batch(ITEMS))
                self.assertEqual(len(server.requests), 3)
            for server, client in self.each_server(first(99, error(status, code))):
                self.assert_lost(client.score_batch(ITEMS), code)
                self.assertEqual(len(server.requests), 3)

    def test_they_wait_as_they_are_told(self):
        refusal = error(503, "stopping", headers="Retry-After: 1\r\n")
        server = self.serve(first(1, refusal))
        self.assert_good(self.open("Client", server.url).score_batch(ITEMS))
        waited = server.requests[1].time - server.requests[0].time
        self.assertTrue(1 <= waited < 2, waited)

    def test_pauses_grow_and_differ(self):
        pauses = [[pause(tries, None) for _ in range(200)] for tries in (1, 2)]
        self.assertLess(max(pauses[0]), min(pauses[1]))
        self.assertGreater(max(pauses[0]) / min(pauses[0]), 1.5)
        told = [pause(1, 3.0) for _ in range(200)]
        self.assertTrue(3 <= min(told) and max(told) <= 4.5 and max(told) > min(told))

    def test_waiting_that_the_deadline_does_not_allow_is_not_begun(self):
        refusal = error(503, "stopping", headers="Retry-After: 20\r\n")
        for server, client in self.each_server(first(99, refusal), deadline=5):
            began = time.monotonic()
            self.assert_lost(client.score_batch(ITEMS), "stopping")
            self.assertLess(time.monotonic() - began, 1)
            self.assertEqual(len(server.requests), 1)

    def test_nothing_else_is_tried_again(self):
        for status, expected, fault in ((500, "internal", "server"), (502, "internal", "server"),
                                        (504, "internal", "server"), (404, "bad_request", "request"),
                                        (401, "bad_request", "request"), (302, "internal", "server")):
            for server, client in self.each_server(first(99, error(status, "c", "the reason"))):
                verdicts = client.score_batch(ITEMS)
                self.assert_lost(verdicts, expected, fault)
                self.assertIn("the reason", verdicts[0].reason)
                self.assertEqual(len(server.requests), 1)

    def test_items_that_a_busy_server_refuses_are_asked_again_alone(self):
        for status in ("overloaded", "stopping"):
            def script(request, status=status):
                return [rows([failed_row(i, status, id=item["id"], retryable=True)
                              if item["id"] in (1, 4) and request.number < 2
                              else row(i, id=item["id"]) for i, item in enumerate(request.items)])]

            for server, client in self.each_server(script):
                self.assert_good(client.score_batch(ITEMS))
                self.assertEqual([[i["id"] for i in r.items] for r in server.requests],
                                 [[0, 1, 2, 3, 4], [1, 4], [1, 4]])

    def test_an_item_has_three_tries_however_they_fail(self):
        def script(request):
            if request.number == 1:
                return [head(), RESET]
            return [rows([failed_row(i, "overloaded", retryable=True) for i in range(1)])]

        for server, client in self.each_server(script):
            self.assert_lost([client.score(**ITEMS[0])], "overloaded")
            self.assertEqual(len(server.requests), 3)

    def test_other_failures_of_items_stay(self):
        for status in ("internal", "deadline", "timeout", "crash", "unavailable"):
            def script(request, status=status):
                return [rows([failed_row(0, status, retryable=True)])]

            for server, client in self.each_server(script):
                self.assertEqual(client.score(**ITEMS[0]).status, status)
                self.assertEqual(len(server.requests), 1)

    def test_nobody_listens(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{taken.getsockname()[1]}"
            for client in self.each(url):
                verdicts = client.score_batch(ITEMS)
                self.assert_lost(verdicts, "unreachable")
                self.assertIn("refused", verdicts[0].reason)
                with self.assertRaises(resynd.UnreachableError):
                    client.environments()
                self.assertFalse(client.ready())
        for client in self.each("unix:/nonexistent/resynd.sock"):
            self.assert_lost([client.score(**ITEMS[0])], "unreachable")


class Pooling(FailureCase):
    def test_a_connection_is_used_again(self):
        for server, client in self.each_server(good):
            for _ in range(5):
                self.assert_good(client.score_batch(ITEMS))
            self.assertEqual((len(server.requests), server.connections), (5, 1))

    def test_one_that_the_server_has_closed_meanwhile_is_not(self):
        for server, client in self.each_server(lambda request: [*good(request), CLOSE]):
            for _ in range(3):
                self.assert_good(client.score_batch(ITEMS))
                time.sleep(0.05)
            self.assertEqual((len(server.requests), server.connections), (3, 3))

    def test_one_that_it_closes_just_then_costs_no_try(self):
        """The race of every keep-alive: the request is written while the server closes."""
        for way in ([CLOSE], [RESET]):
            def script(request, way=way):
                served = sum(1 for r in server.requests if r.connection == request.connection)
                return way if served > 1 else good(request)

            for server, client in self.each_server(script):
                with mock.patch("resynd._retry.PAUSE_SECONDS", 5):
                    for _ in range(4):
                        self.assert_good(client.score_batch(ITEMS, deadline=30))
                self.assertEqual(server.connections, 4)
                self.assertLess(server.requests[-1].time - server.requests[0].time, 1)

    def test_one_that_says_close_is_closed(self):
        body = rows([row(0, id=0)])
        answer = body.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
        for server, client in self.each_server(lambda request: [answer]):
            for _ in range(3):
                self.assertEqual(client.score(**ITEMS[0]).reward, 1.0)
            self.assertEqual(server.connections, 3)

    def test_close_and_go_on(self):
        for server, client in self.each_server(good):
            self.assert_good(client.score_batch(ITEMS))
            if isinstance(client, resynd.Client):
                client.close()
            else:
                client.loop.run_until_complete(client.client.close())
            self.assert_good(client.score_batch(ITEMS))
            self.assertEqual(server.connections, 2)

    def test_no_more_connections_than_allowed(self):
        for server, client in self.each_server(lambda request: [wait(0.02), *good(request)],
                                               connections=2):
            verdicts = client.score_batch([dict(ITEMS[0], id=i) for i in range(4000)])
            self.assert_good(verdicts, 4000)
            self.assertLessEqual(server.connections, 2)


class Stalled(FailureCase):
    def test_connections_that_stand_still_hold_up_nobody_else(self):
        """More than a few wait for something slow; who comes then goes past them."""
        def script(request):
            slow = any(item["id"] < 0 for item in request.items)
            return [wait(1.5), *good(request)] if slow else good(request)

        async def main(url):
            async with resynd.AsyncClient(url) as client:
                slow = [asyncio.ensure_future(client.score(**{**ITEMS[0], "id": -1 - number}))
                        for number in range(64 * 12)]
                await asyncio.sleep(0.01)
                began = time.monotonic()
                verdict = await client.score(**ITEMS[3])
                took = time.monotonic() - began
                return verdict, took, await asyncio.gather(*slow)

        server = self.serve(script)
        verdict, took, slow = asyncio.run(main(server.url))
        self.assertEqual(verdict.id, 3)
        self.assertLess(took, 1)
        self.assertEqual([v.id for v in slow], [-1 - number for number in range(64 * 12)])
        self.assertGreater(server.connections, 12)


class Nonsense(FailureCase):
    def lies(self, *parts):
        for _, client in self.each_server(lambda request: list(parts)):
            verdicts = client.score_batch(ITEMS[:2])
            self.assertEqual(len(verdicts), 2)
            yield verdicts

    def test_rewards_that_contradict_their_status_are_no_numbers(self):
        for lie in (row(0, 1.0, status="timeout"), row(0, None), row(0, 2.0), row(0, "1"),
                    row(0, True), row(0, -1e-9)):
            for verdicts in self.lies(rows([row(1), lie])):
                self.assertEqual([v.reward for v in verdicts], [None, 1.0])
                self.assertEqual(verdicts[0].status, "unreachable")

    def test_nan_is_no_reward(self):
        text = json.dumps(row(0)).replace('"reward": 1.0', '"reward": NaN').encode()
        for verdicts in self.lies(head() + chunk(text + b"\n") + line(row(1)) + END):
            self.assert_lost(verdicts, "unreachable")

    def test_indices_that_nobody_asked_for(self):
        for lie in (row(2), row(-1), row("0"), row(None), row(0.0), row(True)):
            for verdicts in self.lies(rows([row(1), lie])):
                self.assertEqual([v.reward for v in verdicts], [None, 1.0])

    def test_a_second_verdict_of_one_item_changes_nothing(self):
        for verdicts in self.lies(rows([row(1, 0.0), row(1, 1.0), row(0, 1.0)])):
            self.assertEqual(verdicts[1].reward, 0.0)
            self.assertEqual(verdicts[0].status, "unreachable")  # such an answer is not believed

    def test_answers_that_are_no_lines_of_verdicts(self):
        for answer in (rows([]), rows([[]]), rows([5]), rows(["x"]), rows([None]), plain(200, b""),
                       plain(200, {"results": []}), head() + chunk(b"{\n") + END,
                       head() + chunk(b"[" * 100000 + b"\n") + END, head() + chunk(b"\xff\n") + END,
                       head() + b"zz\r\n", plain(200, b"<html>"), b"\x00" * 100):
            for verdicts in self.lies(answer, CLOSE):
                self.assert_lost(verdicts, "unreachable")

    def test_lines_come_in_any_pieces(self):
        whole = rows([row(4, id=4), row(0, id=0), row(2, id=2), row(1, id=1), row(3, id=3)])
        pieces = [whole[i:i + 7] for i in range(0, len(whole), 7)]
        for _, client in self.each_server(lambda request: pieces):
            self.assert_good(client.score_batch(ITEMS))
        data = b"".join(json.dumps(row(i, id=i)).encode() + b"\n" for i in range(5))
        chunks = head() + b"".join(chunk(data[i:i + 11]) for i in range(0, len(data), 11)) + END
        for _, client in self.each_server(lambda request: [chunks]):
            self.assert_good(client.score_batch(ITEMS))


class OneSpoilsTheRequest(FailureCase):
    def test_it_is_found_and_only_it_is_refused(self):
        def script(request):
            if any(item["id"] == 37 for item in request.items):
                return [error(400, "bad_request", "items[…].given: too deep")]
            return good(request)

        items = [dict(ITEMS[0], id=i) for i in range(100)]
        for server, client in self.each_server(script):
            verdicts = client.score_batch(items)
            self.assertEqual([v.reward for v in verdicts], [None if i == 37 else 1.0 for i in range(100)])
            self.assertEqual((verdicts[37].status, verdicts[37].fault), ("bad_request", "request"))
            self.assertIn("too deep", verdicts[37].reason)
            self.assertLess(len(server.requests), 20)

    def test_too_large(self):
        for _, client in self.each_server(lambda request: [error(413, "too_large")]):
            self.assert_lost(client.score_batch(ITEMS), "too_large", "request")


class Time(FailureCase):
    def test_a_server_that_is_silent(self):
        for parts in ([wait(0.6)], [head(), wait(0.6)], [head(), line(row(0, id=0)), wait(0.6)]):
            for server, client in self.each_server(lambda request: parts, deadline=0.2):
                began = time.monotonic()
                verdicts = client.score_batch(ITEMS)
                took = time.monotonic() - began
                self.assertTrue(0.15 < took < 0.8, took)
                missing = [v for v in verdicts if not v.ok]
                self.assert_lost(missing, "deadline")
                self.assertEqual(len(missing), 4 if len(parts) == 3 else 5)

    def test_a_server_that_drips(self):
        """Each byte comes in time, the answer never."""
        drip = [part for _ in range(100) for part in (b"HTTP/1.1"[:1], wait(0.05))]
        for server, client in self.each_server(lambda request: drip, deadline=0.3):
            began = time.monotonic()
            self.assert_lost(client.score_batch(ITEMS), "deadline")
            self.assertLess(time.monotonic() - began, 1)

    def test_the_server_is_told_what_is_left(self):
        for server, client in self.each_server(first(1, RESET), deadline=8):
            self.assert_good(client.score_batch(ITEMS))
            told = [[item["deadline_ms"] for item in r.items] for r in server.requests]
            self.assertTrue(7700 <= told[0][0] <= 7900, told)
            self.assertLess(told[1][0], told[0][0])
        for server, client in self.each_server(good):
            client.score(**ITEMS[0], deadline=0.05)
            client.score(**ITEMS[0], deadline=600)
            told = [r.items[0]["deadline_ms"] for r in server.requests]
            self.assertTrue(0 < told[0] <= 45 and 599000 < told[1] <= 600000, told)

    def test_other_calls_have_a_deadline_too(self):
        for _, client in self.each_server(lambda request: [wait(0.6)], deadline=0.2):
            began = time.monotonic()
            self.assertRaises(resynd.DeadlineError, client.environments)
            self.assertRaises(resynd.DeadlineError, client.wait_until_ready)
            self.assertFalse(client.ready(deadline=0.2))
            self.assertLess(time.monotonic() - began, 1)


if __name__ == "__main__":
    unittest.main()
