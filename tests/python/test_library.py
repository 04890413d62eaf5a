# SPDX-License-Identifier: Apache-2.0
"""The library, checks, puts, and whether the server is there."""

import threading
import time
import unittest

from fake_server import FakeServer, error, plain
from served import OWN, TREE, VERIFIERS, ClientCase, Daemon, ServedCase

import resynd

SOURCE = (OWN / "sum.c").read_text()
VERSION = "ab" * 32


class Library(ServedCase):
    def test_environments(self):
        for client in self.each(self.url):
            listed = {e.name: e for e in client.environments()}
            self.assertEqual(list(listed), sorted(path.stem for path in OWN.glob("*.c")))
            summed = listed["sum"]
            self.assertEqual((summed.kind, summed.levels, summed.status, summed.active),
                             ("environment", 5, "served", True))
            self.assertEqual(listed["same_text"].levels, 0)
            detail = client.environment("sum")
            self.assertEqual((detail.env, detail.raw["metrics"]), (summed.env, ["distance"]))
            self.assertEqual(client.environment(summed.env).version, summed.version)
            with self.assertRaises(resynd.RequestError) as caught:
                client.environment("nobody/../here")
            self.assertEqual(caught.exception.status, 404)

    def test_a_source_is_checked(self):
        for client in self.each(self.url):
            report = client.check(SOURCE, deadline=60)
            self.assertEqual((report.name, report.env), ("sum", client.environment("sum").env))
            self.assertIn(report.result, ("admitted", "rejected", "inconclusive"))
            self.assertEqual(report.passed, report.result == "admitted")
            self.assertTrue(report.checks)
            with self.assertRaises(resynd.RejectedError) as caught:
                client.check(SOURCE.replace("return 1;", "return one;"))
            self.assertEqual((caught.exception.status, caught.exception.code), (422, "compile_failed"))
            self.assertIn("one", str(caught.exception))
            self.assertRegex(str(caught.exception), r"line \d+")
            self.assertRaises(TypeError, client.check, None)

    def test_what_the_server_is(self):
        for client in self.each(self.url):
            self.assertEqual(client.version()["limits"]["verdicts_per_request"], 4096)
            self.assertTrue(client.ready())
            client.wait_until_ready()


class Put(ClientCase):
    """Against the contract of PUT /v1/environments/{name}."""

    def asked(self, answer, *arguments, **more):
        with FakeServer(lambda _: [answer]) as server:
            for client in self.each(server.url, token="secret-7"):
                yield lambda: client.put(*arguments, **more), server

    def test_a_new_version(self):
        answer = plain(201, {"name": "sum", "env": f"sum@{VERSION[:12]}", "version": VERSION,
                             "status": "served", "active": True, "gate": "admitted",
                             "result": "admitted", "passed": True, "checks": [{"check": "oracle"}],
                             "findings": [], "active_version": VERSION})
        for put, server in self.asked(answer, "sum", SOURCE):
            report = put()
            self.assertEqual((report.name, report.env, report.version, report.active),
                             ("sum", f"sum@{VERSION[:12]}", VERSION, True))
            self.assertEqual((report.result, report.passed, len(report.checks)), ("admitted", True, 1))
            request = server.requests[-1]
            self.assertEqual((request.method, request.path), ("PUT", "/v1/environments/sum"))
            self.assertEqual(request.headers["authorization"], "Bearer secret-7")
            self.assertEqual(request.headers["content-type"], "text/x-c")
            self.assertEqual(request.body, SOURCE.encode())

    def test_one_that_is_there_and_not_to_be_active(self):
        answer = plain(200, {"name": "sum", "env": f"sum@{VERSION[:12]}", "version": VERSION,
                             "active": False, "gate": None})
        for put, server in self.asked(answer, "sum", SOURCE.encode(), activate=False):
            self.assertEqual(put().active, False)
            self.assertEqual(server.requests[-1].path, "/v1/environments/sum?activate=false")

    def test_a_name_stays_one_part_of_the_path(self):
        for put, server in self.asked(plain(201, {"name": "a", "env": "a@0", "version": VERSION}), "a/b?c", SOURCE):
            put()
            self.assertEqual(server.requests[-1].path, "/v1/environments/a%2Fb%3Fc")

    def test_a_daemon_takes_what_is_sound_and_explains_what_is_not(self):
        daemon = Daemon(None, gate="enforce")
        author = daemon.make_token()["Authorization"].partition(" ")[2]
        sound = (VERIFIERS / "arithmetic" / "countdown.c").read_text()
        faulty = (TREE / "tests" / "gate" / "faulty" / "rope_lengths.c").read_text()
        with daemon:
            for client in self.each(daemon.url, token=author):
                report = client.put("countdown", sound)
                self.assertEqual((report.result, report.active), ("admitted", True))
                self.assertTrue(report.checks)
                with self.assertRaises(resynd.RejectedError) as caught:
                    client.put("rope_lengths", faulty)
                self.assertEqual(caught.exception.code, "rejected")
                self.assertIn("constants", {each["check"] for each in caught.exception.findings})
                self.assertIn("constants: ", str(caught.exception))
                with self.assertRaises(resynd.RejectedError) as caught:
                    client.put("countdown", sound + "int broken(")
                self.assertEqual(caught.exception.code, "compile_failed")
                self.assertRegex(str(caught.exception), r"line \d+: ")
            for client in self.each(daemon.url, token="wrong"):
                with self.assertRaises(resynd.RequestError) as caught:
                    client.put("countdown", sound)
                self.assertEqual(caught.exception.status, 401)

    def test_refused(self):
        for put, server in self.asked(error(401, "unauthorized"), "sum", SOURCE):
            before = len(server.requests)
            with self.assertRaises(resynd.RequestError) as caught:
                put()
            self.assertEqual(caught.exception.status, 401)
            self.assertEqual(len(server.requests), before + 1)


class Readiness(ClientCase):
    def test_waiting_for_a_server_that_starts(self):
        daemon = Daemon(OWN)
        self.addCleanup(daemon.discard)
        daemon.listen = [f"unix:{daemon.scratch / 'socket'}"]
        url = daemon.listen[0]
        starting = threading.Timer(0.3, daemon.start, kwargs={"ready": False})
        starting.start()
        client = self.open("Client", url)
        self.assertFalse(client.ready())
        client.wait_until_ready(30)
        starting.join()
        self.assertTrue(self.open("AsyncClient", url).ready())
        daemon.stop()
        self.assertFalse(client.ready())

    def test_one_that_never_is(self):
        with FakeServer(lambda _: [error(503, "not_ready")]) as server:
            for client in self.each(server.url):
                began = time.monotonic()
                with self.assertRaises(resynd.DeadlineError) as caught:
                    client.wait_until_ready(0.4)
                self.assertIn("503", str(caught.exception))
                self.assertLess(time.monotonic() - began, 1)

    def test_where_it_is_from_the_environment(self):
        from unittest import mock
        with mock.patch.dict("os.environ", RESYND_URL="http://[::1]:99", RESYND_TOKEN="t"):
            settings = resynd.Client().settings
            self.assertEqual((settings.url, settings.token), ("http://[::1]:99", "t"))
            self.assertEqual(settings.address.host_header, "[::1]:99")
        self.assertEqual(resynd.AsyncClient().settings.url, "http://127.0.0.1:8420")


if __name__ == "__main__":
    unittest.main()
