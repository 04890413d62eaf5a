# SPDX-License-Identifier: Apache-2.0
"""Requests that are wrong as a whole: refused with the place, the connection kept where HTTP
allows; and bytes that look wrong but are a policy's honest output."""

import json
import unittest

from cases import DaemonCase, answer, right_sum
from client import exchange

SCORE = "/v1/score"
BATCH = "/v1/score/batch"


class Bodies(DaemonCase):
    def refuse(self, body, status=400, path=SCORE, *words):
        error = self.assert_error(self.client.post(path, body), status, *words)
        # The same connection goes on.
        self.assertEqual(self.client.get("/healthz").status, 200)
        return error

    def test_malformed_json(self):
        for body in (b"", b"{", b"}", b"nonsense", b'{"instance": }', b'{"a": 1,}', b"[1, 2",
                     b'{"instance": "x"} tail', b"\xff\xfe", b'{"id": NaN}', b'{"id": 1e999}',
                     b"\xef\xbb\xbf{}", b'"unfinished', b'{"seed": 99999999999999999999}'):
            with self.subTest(body=body):
                self.refuse(body)
                self.refuse(body, 400, BATCH)

    def test_the_place_is_said(self):
        error = self.refuse(b'{"instance": "sum", "response": "x", "respnse": 1}')
        self.assertIn("respnse", str(error))
        error = self.refuse(b'{"instance": "sum"\n\n ?')
        self.assertTrue(error["details"] or "byte" in str(error) or "line" in str(error), error)

    def test_wrong_types(self):
        for body in (b"[]", b"null", b"5", b'"text"', b"{}"):
            with self.subTest(body=body):
                self.refuse(body)
        for body in (b"[]", b"{}", b'{"items": {}}', b'{"items": 5}', b'{"items": null}',
                     b'{"items": [], "more": 1}'):
            with self.subTest(body=body):
                self.refuse(body, 400, BATCH)

    def test_duplicate_keys(self):
        self.refuse(b'{"instance": "a", "instance": "b", "response": "x"}')

    def test_depth_bomb(self):
        for open_, close in ((b"[", b"]"), (b'{"a":', b"}")):
            for depth in (100, 5000, 1000000):
                with self.subTest(open=open_, depth=depth):
                    self.refuse(open_ * depth)
                    self.refuse(open_ * depth + b"1" + close * depth)

    def test_a_bomb_of_values(self):
        body = b'{"items": [' + b"{}," * 1_000_000 + b"{}]}"
        reply = self.client.post(BATCH, body)
        self.assertIn(reply.status, (400, 413), reply.body[:300])

    def test_too_many_items(self):
        body = json.dumps({"items": [{"instance": "a", "response": ""}] * 50_000}).encode()
        reply = self.client.post(BATCH, body)
        self.assertIn(reply.status, (400, 413), reply.body[:300])

    def test_a_body_of_65_mib(self):
        body = b'{"response": "' + b"x" * (65 * 2**20) + b'"}'
        head = (f"POST {SCORE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode()
        # Said in the head: refused before the bytes come.
        reply = exchange(self.daemon.url, head)
        self.assertTrue(reply.startswith(b"HTTP/1.1 413"), reply[:300])
        # Not said: refused while they come.
        chunk = b"100000\r\n" + b"x" * 2**20 + b"\r\n"
        head = (f"POST {SCORE} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n").encode()
        reply = exchange(self.daemon.url, head + chunk * 65 + b"0\r\n\r\n")
        self.assertTrue(reply.startswith(b"HTTP/1.1 413"), reply[:300])
        address, right = right_sum(self.client)
        self.assert_verdict(self.client.score(instance=address, response=answer(right)), "ok", 1)

    def test_routes_and_methods(self):
        self.assert_error(self.client.get("/v1/nothing"), 404)
        self.assert_error(self.client.get("/nothing"), 404)
        self.assert_error(self.client.send("DELETE", SCORE), 405)
        self.assert_error(self.client.get(SCORE), 405)
        self.assert_error(self.client.post("/healthz", {}), 405)
        self.assert_error(self.client.get("/v1/environments/nothing_like_it"), 404)
        self.assert_error(self.client.get("/v1/environments/../../etc/passwd"), 404)
        self.assert_error(self.client.get("/v1/environments/%2e%2e%2fsum"), 404)
        self.assert_error(self.client.get("/v1/environments/sum%00"), 404)

    def test_requests_that_are_no_http(self):
        for request in (b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01", b"GET / HTTP/9.9\r\n\r\n",
                        b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                        b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 200_000 + b"\r\n\r\n"):
            with self.subTest(request=request[:60]):
                reply = exchange(self.daemon.url, request, seconds=1)
                self.assertNotIn(b"HTTP/1.1 200", reply[:20])
        self.assertEqual(self.client.get("/healthz").status, 200)

    def test_a_client_that_leaves_in_the_middle(self):
        head = b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"
        for _ in range(20):
            exchange(self.daemon.url, head, seconds=0.01)
        self.assertEqual(self.client.get("/healthz").status, 200)

    def test_unknown_environment_gives_the_nearest_name(self):
        self.assert_error(self.client.post(SCORE, {"env": "troubl", "version": "active", "level": 1,
                                                   "seed": 1, "response": "x"}), 404, "trouble")
        self.assert_error(self.client.post("/v1/instances", {"env": "troubl", "level": 1,
                                                             "seed": 1, "count": 1}), 404, "trouble")


class Responses(DaemonCase):
    """What a response may hold: scored or refused by a stated rule, never cut."""

    def setUp(self):
        super().setUp()
        self.instance, self.right = right_sum(self.client)

    def judge_raw(self, response):
        """`response` is JSON text."""
        body = b'{"instance": "%s", "response": %s}' % (self.instance.encode(), response)
        return self.client.post(SCORE, body)

    def test_nul(self):
        right = self.right.encode()
        reply = self.judge_raw(b'"a\\u0000b <answer>' + right + b'</answer>"')
        self.assert_verdict(reply.json(), "ok", 1)
        reply = self.judge_raw(b'"<answer>' + right + b'\\u0000</answer>"')
        self.assert_verdict(reply.json(), "ok", 0)
        reply = self.judge_raw(b'"<answer>' + right + b"\x00</answer>\"")
        self.assert_error(reply, 400)

    def test_lone_surrogates_before_the_answer_do_no_harm(self):
        for escape in (b"\\ud800", b"\\udc00", b"\\ud800\\ud800", b"\\ud83d\\ude00"):
            with self.subTest(escape=escape):
                reply = self.judge_raw(b'"' + escape + b" <answer>" + self.right.encode()
                                       + b'</answer>"')
                self.assertEqual(reply.status, 200, reply)
                self.assert_verdict(reply.json(), "ok", 1)

    def test_invalid_utf8_is_refused(self):
        for raw in (b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"):
            with self.subTest(raw=raw):
                self.assert_error(self.judge_raw(b'"' + raw + b'"'), 400)

    def test_the_longest_response_is_judged_to_its_end(self):
        tail = answer(self.right)
        longest = "x" * (4 * 2**20 - len(tail)) + tail
        verdict = self.client.score(instance=self.instance, response=longest)
        self.assert_verdict(verdict, "ok", 1)
        reply = self.client.post(SCORE, {"instance": self.instance, "response": "x" + longest})
        self.assert_error(reply, 413)

    def test_many_long_responses_in_one_batch(self):
        tail = answer(self.right)
        long = "y" * (2**20 - len(tail)) + tail
        results = self.client.results([{"instance": self.instance, "response": long}] * 48)
        self.assertEqual([r["reward"] for r in results], [1] * 48)
