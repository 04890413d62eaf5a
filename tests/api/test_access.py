# SPDX-License-Identifier: Apache-2.0
"""Who may do what: tokens with scopes, listeners that need one, and those for operations."""

import os
import re
import time
import unittest
from pathlib import Path

import yaml

from cases import OWN, DaemonCase, answer, eventually, right_sum
from client import Client
from daemon import TREE, Daemon

# Paths that no token is ever asked for: nothing in them is about environments.
OPEN = {"/healthz", "/readyz", "/version", "/health", "/", "/gym/sum/"}


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def requests():
    """Method and path of every route of the API's description."""
    described = yaml.safe_load((TREE / "proto" / "openapi.yaml").read_text())
    for path, methods in described["paths"].items():
        for method in methods:
            if method != "parameters":
                yield method.upper(), re.sub(r"\{[^}]*\}", "sum", path)


class Scopes(DaemonCase):
    """Every client needs a token here, as one from the network does by default."""

    options = ("--require-token", "always")

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(cls.environments, cls.options, cls.listen)
        cls.tokens = {scope: cls.daemon.token("create", f"{scope}-1", "--scope", scope)
                      for scope in ("score", "author", "operate")}
        cls.daemon.start()

    def status(self, scope, method, path, value=b""):
        headers = bearer(self.tokens[scope]) if scope else {}
        return self.client.send(method, path, value, headers)

    def test_nothing_but_health_without_a_token(self):
        for method, path in requests():
            with self.subTest(method=method, path=path):
                reply = self.status(None, method, path)
                if path in OPEN:
                    self.assertNotIn(reply.status, (401, 403))
                else:
                    self.assert_error(reply, 401, "resynctl token create")
                    self.assertEqual('Bearer realm="resynd"', reply.headers["www-authenticate"])

    def test_each_scope_and_no_other(self):
        rows = (("POST", "/v1/score", {"score"}), ("POST", "/v1/score/batch", {"score"}),
                ("POST", "/v1/instances", {"score", "author"}), ("POST", "/v1/check", {"author"}),
                ("GET", "/v1/environments", {"score", "author", "operate"}),
                ("PUT", "/v1/environments/x", {"author"}),
                ("DELETE", "/v1/environments/x", {"author"}),
                ("POST", "/v1/environments/x/rollback", {"author"}),
                ("POST", "/v1/environments/x@000000000000/quarantine", {"operate"}),
                ("GET", "/metrics", {"operate"}), ("GET", "/v1/isolation", {"operate"}))
        for method, path, scopes in rows:
            for scope in self.tokens:
                with self.subTest(method=method, path=path, scope=scope):
                    reply = self.status(scope, method, path)
                    if scope in scopes:
                        self.assertNotIn(reply.status, (401, 403))
                    else:
                        self.assert_error(reply, 403, "scope")
                        self.assertIn("insufficient_scope", reply.headers["www-authenticate"])

    def test_a_score_with_its_token(self):
        body = b'{"env": "sum", "level": 1, "seed": 1}'
        made = self.status("score", "POST", "/v1/instances", body).json()["instances"][0]
        reply = self.client.post("/v1/score", {"instance": made["instance"], "response": answer(0)},
                                 **bearer(self.tokens["score"]))
        self.assert_verdict(reply.json(), "ok", 0)

    def test_right_answers_in_advance_are_the_operators(self):
        body = b'{"env": "sum", "level": 1, "seed": 1, "answers": true}'
        self.assert_error(self.status("score", "POST", "/v1/instances", body), 403, "operate")
        both = self.daemon.token("create", "both", "--scope", "score,operate")

        def allowed():
            reply = self.client.send("POST", "/v1/instances", body, bearer(both))
            return reply if reply.status == 200 else None

        self.assertIn("answer", str(eventually(allowed, 3).json()["instances"][0]))

    def test_a_token_works_and_is_gone_within_a_second_and_a_half(self):
        token = bearer(self.daemon.token("create", "passing", "--scope", "score"))

        def becomes(status):
            begun = time.monotonic()
            while True:
                with self.daemon.client() as client:  # a wrong token is answered late
                    if client.get("/v1/environments", **token).status == status:
                        break
            return time.monotonic() - begun

        self.assertLess(becomes(200), 1.5)
        self.assertIn("passing", self.daemon.token("list"))
        self.daemon.token("revoke", "passing")
        self.assertLess(becomes(401), 1.5)
        self.assertNotIn("passing", self.daemon.token("list"))
        self.assertEqual(200, self.status("score", "GET", "/v1/environments").status)

    def test_a_spoilt_file_takes_all_tokens_away(self):
        path = Path(self.daemon.data) / "tokens"
        text = path.read_text()
        path.write_text(text + "nonsense\n")
        refused = eventually(lambda: self.status("score", "GET", "/v1/environments").status == 401, 5)
        path.write_text(text)
        back = eventually(lambda: self.status("score", "GET", "/v1/environments").status == 200, 8)
        self.assertTrue(refused and back)
        self.assertIn("no token is accepted", self.daemon.log())

    def test_tokens_outlive_the_front(self):
        front = self.daemon.processes("resynd-front")
        self.assertEqual(1, len(front))
        os.kill(front[0], 9)
        self.client.close()
        self.assertEqual(200, eventually(self._scores, 20))

    def _scores(self):
        try:
            with self.daemon.client() as client:
                return client.get("/v1/environments", **bearer(self.tokens["score"])).status
        except OSError:
            return None


class WrongTokens(DaemonCase):
    options = ("--require-token", "always", "--http-threads", "1")

    def test_they_cost_the_attacker_time_and_nobody_else(self):
        waits = []
        for number in range(3):
            begun = time.monotonic()
            reply = self.client.get("/v1/environments", **bearer(f"guess-{number}"))
            waits.append(time.monotonic() - begun)
            self.assert_error(reply, 401)
            self.assertIn("invalid_token", reply.headers["www-authenticate"])
        self.assertGreater(waits[0], 0.15)
        self.assertGreater(waits[2], 2 * waits[0])

    def test_honest_clients_do_not_wait_with_them(self):
        token = bearer(self.daemon.token("create", "honest", "--scope", "score"))
        guessers = [self.daemon.client() for _ in range(300)]  # more than are held back at a time
        try:
            for guesser in guessers:
                guesser.connection = guesser._open()
                guesser.connection.request("GET", "/v1/environments", headers=bearer("guess"))
            begun, rounds = time.monotonic(), 0
            while time.monotonic() - begun < 1.5:
                asked = time.monotonic()
                self.client.get("/healthz")
                self.assertLess(time.monotonic() - asked, 1)
                rounds += 1
            self.assertGreater(rounds, 10)
            for guesser in guessers:
                self.assertEqual(401, guesser.connection.getresponse().status)
        finally:
            for guesser in guessers:
                guesser.close()
        self.assertEqual(200, self.client.get("/v1/environments", **token).status)


class Defaults(unittest.TestCase):
    def test_who_comes_from_the_network_needs_a_token_and_others_do_not(self):
        with Daemon(OWN, listen=["127.0.0.1:0", "0.0.0.0:0"]) as daemon:
            self.assertIn("nobody can score here", daemon.log())
            urls = [url.replace("0.0.0.0", "127.0.0.1") for url in daemon.urls]
            with Client(urls[0]) as local, Client(urls[1]) as network:
                _, right = right_sum(local)
                self.assertTrue(right)
                self.assertEqual(200, local.get("/metrics").status)
                self.assertEqual(401, network.get("/metrics").status)
                self.assertEqual(401, network.get("/v1/environments").status)
                self.assertEqual(200, network.get("/readyz").status)

    def test_never_is_said_aloud(self):
        with Daemon(OWN, ["--require-token", "never"], listen="0.0.0.0:0") as daemon:
            self.assertIn("everyone who can reach this address may score", daemon.log())
            with Client(daemon.url.replace("0.0.0.0", "127.0.0.1")) as client:
                self.assertEqual(200, client.get("/v1/environments").status)
                self.assertEqual(401, client.put("x", "int x;").status)

    def test_words_that_are_no_options(self):
        for options in (["--require-token", "sometimes"], ["--listen-operations", "nowhere"]):
            daemon = Daemon(OWN, options)
            self.assertRaises(AssertionError, daemon.start)


class Operations(unittest.TestCase):
    def test_what_is_measured_is_there_and_only_there(self):
        with Daemon(OWN, ["--listen-operations", "127.0.0.1:0"],
                    listen=["127.0.0.1:0", "127.0.0.1:0"]) as daemon:
            scoring = daemon.urls[:2]
            operations = eventually(lambda: (daemon.data / "listening").read_text().split()[2])
            with Client(operations) as client:
                for path in ("/healthz", "/readyz", "/version", "/metrics", "/v1/isolation"):
                    self.assertEqual(200, client.get(path).status, path)
                self.assertIn(b"resynd_", client.get("/metrics").body)
                for path in ("/v1/environments", "/v1/score"):
                    self.assertEqual(404, client.get(path).status)
                self.assertEqual(404, client.post("/v1/score", {}).status)
            for url in scoring:
                with Client(url) as client:
                    right_sum(client)
                    for path in ("/healthz", "/readyz", "/version"):
                        self.assertEqual(200, client.get(path).status)
                    self.assertEqual(404, client.get("/metrics").status)
                    self.assertEqual(404, client.get("/v1/isolation").status)


if __name__ == "__main__":
    unittest.main()
