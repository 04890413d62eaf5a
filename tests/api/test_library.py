# SPDX-License-Identifier: Apache-2.0
"""The library's routes: list, show, source; and check, which stores nothing."""

import hashlib
import unittest

from cases import OWN, DaemonCase, answer, eventually, right_sum

SUM = (OWN / "sum.c").read_text()


class Library(DaemonCase):
    def test_list_and_show(self):
        names = [entry["name"] for entry in self.client.environments()]
        self.assertEqual(names, sorted(path.stem for path in OWN.glob("*.c")))
        shown = self.client.environment("sum")
        self.assertEqual(shown["version"], hashlib.sha256(SUM.encode()).hexdigest())
        self.assertEqual((shown["category"], shown["levels"]), ("arithmetic", 5))
        self.assertEqual(shown["summary"], "Add two numbers.")

    def test_a_version_can_be_named(self):
        version = self.client.environment("sum")["version"]
        for hex_digits in (version, version[:12]):
            self.assertEqual(self.client.environment(f"sum@{hex_digits}")["version"], version)
        self.assert_error(self.client.get("/v1/environments/sum@000000000000"), 404)

    def test_the_source_is_the_file(self):
        reply = self.client.get("/v1/environments/sum/source")
        self.assertEqual((reply.status, reply.body.decode()), (200, SUM))


class Check(DaemonCase):
    def test_a_good_source_passes(self):
        reply = self.client.check(SUM)
        self.assertEqual(reply.status, 200, reply)
        shown = reply.json()
        self.assertEqual(shown["version"], hashlib.sha256(SUM.encode()).hexdigest())
        self.assertEqual((shown["result"], shown["passed"]), ("admitted", True), shown)

    def test_a_source_that_can_be_fooled_is_rejected(self):
        generous = SUM.replace("double verify(", "double judge(", 1).replace(
            "void solve(", "double verify(const state *s, rs_answer *answer)\n"
            "{ rs_read_int(answer, 0, 1000000); return 1; }\n\nvoid solve(", 1)
        shown = self.client.check(generous).json()
        self.assertEqual((shown["result"], shown["passed"]), ("rejected", False), shown)
        failed = {check["check"] for check in shown["checks"] if check["state"] == "failed"}
        self.assertIn("constants", failed)
        self.assertLessEqual({found["check"] for found in shown["findings"]}, failed)

    def test_nothing_is_stored(self):
        self.client.check(SUM.replace('"sum"', '"passing_guest"'))
        names = [entry["name"] for entry in self.client.environments()]
        self.assertNotIn("passing_guest", names)

    def refused(self, source, *words):
        reply = self.client.check(source)
        error = self.assert_error(reply, 422, *words)
        self.assertTrue(error["details"], error)
        return error["details"]

    def test_diagnostics_are_located(self):
        details = self.refused(SUM.replace("s->a + s->b", "s->a + s->c", 1))
        line = 1 + SUM[:SUM.index("s->a + s->b")].count("\n")
        self.assertEqual(details[0]["line"], line)
        self.assertEqual(details[0]["severity"], "error")
        self.assertIn("s->c", details[0]["source"])

    def test_unknown_functions_have_a_hint(self):
        for call in ("system", "fopen", "time", "printf"):
            with self.subTest(call=call):
                source = SUM.replace("return 1;", f"return {call}(0) != 0;", 1)
                details = self.refused(source, call)
                self.assertTrue(details[0]["hint"], details)
                self.assertGreater(details[0]["line"], 0)

    def test_sources_that_are_no_source(self):
        for source in (b"", b"\x00", b"\xff\xfe\x00", b"int x;", b"}" * 1000,
                       SUM.encode() + b"\x00 int y;"):
            with self.subTest(source=source[:20]):
                self.refused(source)

    def test_a_source_above_256_kib_is_too_large(self):
        padding = "\n" + "/" * 2 + " " + "x" * 70
        longest = SUM + padding * ((256 * 1024 - len(SUM)) // len(padding))
        self.assertEqual(self.client.check(longest).status, 200)
        reply = self.client.check(SUM + padding * (256 * 1024 // len(padding) + 1))
        self.assert_error(reply, 413)

    def test_other_environments_score_meanwhile(self):
        address, right = right_sum(self.client)
        bomb = SUM + "\n#define A 1 +\n" + "".join(
            f"#define A{i} A{i - 1 if i else ''} A{i - 1 if i else ''}\n" for i in range(40)
        ) + "int x = A39 1;\n"
        self.refused(bomb)
        self.assert_verdict(self.client.score(instance=address, response=answer(right)), "ok", 1)
        self.assertTrue(eventually(lambda: not self.daemon.processes("resynd-compiler")))
