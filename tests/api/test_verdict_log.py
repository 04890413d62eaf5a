# SPDX-License-Identifier: Apache-2.0
"""The verdict log: a line for each verdict with all that is needed to score it again, in files that come
and go; a disk that takes nothing costs lines, which are counted, and never a verdict."""

import json
import os
import shutil
import unittest

from cases import OWN, answer, eventually, right_sum
from daemon import Daemon
from pages import value

FULL = 40 << 20  # bytes: more than what the daemon itself needs, in memory files
LINES = "resynd_verdict_log_lines_total"


def logged(*options, names=("sum", "same_text")):
    """A daemon with a verdict log in its scratch folder."""
    daemon = Daemon(None, options)
    for name in names:
        shutil.copy(OWN / f"{name}.c", daemon.environments)
    daemon.logs = daemon.scratch / "verdicts"
    daemon.options += ["--verdict-log", str(daemon.logs)]
    return daemon


def read_lines(daemon):
    return [json.loads(line) for path in sorted(daemon.logs.glob("verdicts-*.jsonl"))
            for line in path.read_text().splitlines()]


def wait_for_lines(daemon, count):
    return eventually(lambda: len(found := read_lines(daemon)) >= count and found)


class Log(unittest.TestCase):
    def test_a_line_says_what_was_asked_and_answered(self):
        with logged() as daemon, daemon.client() as client:
            address, right = right_sum(client, level=2, seed=5)
            trace = f"00-{'a' * 32}-{'b' * 16}-01"
            verdict = client.post("/v1/score", {"instance": address, "response": answer(right),
                                                "id": "r-1", "finish_reason": "stop"},
                                  **{"X-Request-Id": "mine", "traceparent": trace}).json()
            version = client.environment("same_text")["version"]
            client.results([{"instance": address, "responses": [answer("0"), "“nothing”\n"]},
                            {"env": f"same_text@{version[:12]}", "given": "42",
                             "response": answer("42"), "extract": "tagged",
                             "thinking": "prefilled"}])
            lines = wait_for_lines(daemon, 4)
            self.assertEqual(len(lines), 4)
            first = lines[0]
            self.assertEqual({key: first[key] for key in verdict}, verdict)
            self.assertEqual((first["request_id"], first["traceparent"], first["index"]),
                             ("mine", trace, 0))
            self.assertEqual((first["response"], first["finish_reason"], first["extract"],
                              first["seed"]), (answer(right), "stop", "declared", 5))
            self.assertEqual(lines[2]["response"], "“nothing”\n")
            self.assertEqual([line["index"] for line in lines[1:]], [0, 1, 2])
            self.assertEqual((lines[3]["given"], lines[3]["extract"], lines[3]["thinking"]),
                             ("42", "tagged", "prefilled"))
            self.assertTrue(eventually(lambda: value(client, LINES, result="written") == 4))

    def test_it_is_nobody_elses(self):
        with logged() as daemon, daemon.client() as client:
            client.results([{"instance": right_sum(client)[0], "responses": ["a"]}])
            self.assertTrue(wait_for_lines(daemon, 1))
            self.assertEqual([path.stat().st_mode & 0o777 for path in daemon.logs.iterdir()],
                             [0o600])

    def test_a_sample_is_of_whole_requests(self):
        with logged("--verdict-log-sample", "4") as daemon, daemon.client() as client:
            address, _ = right_sum(client)
            for _ in range(80):
                client.results([{"instance": address, "responses": ["a", "b", "c"]}])
            out = value(client, LINES, result="sampled_out")
            self.assertTrue(eventually(
                lambda: value(client, LINES, result="written") + out == 240))
            found = {}
            for line in read_lines(daemon):
                found[line["request_id"]] = found.get(line["request_id"], 0) + 1
            self.assertEqual(set(found.values()), {3})
            self.assertTrue(3 <= len(found) <= 45, len(found))

    def test_old_files_go(self):
        with logged("--verdict-log-mib", "16") as daemon, daemon.client() as client:
            address, _ = right_sum(client)
            long = "x" * 200_000
            for number in range(20):
                client.results([{"instance": address, "response": f"{number} {long}"}] * 6)
                self.assertTrue(eventually(
                    lambda: value(client, LINES, result="written") == 6 * (number + 1)))
            files = sorted(daemon.logs.iterdir())
            self.assertLessEqual(len(files), 16)
            self.assertGreater(len(files), 4)
            self.assertLess(max(path.stat().st_size for path in files), 8 << 20)
            self.assertTrue(read_lines(daemon)[-1]["response"].startswith("19 "))

    def test_a_full_disk_costs_lines_and_no_verdict(self):
        """Files that may not grow are what a full disk is to who writes them."""
        daemon = logged()
        daemon.wrapper = ["prlimit", f"--fsize={FULL}"]
        with daemon, daemon.client() as client:
            address, _ = right_sum(client)
            items = [{"instance": address, "response": f"{n} " + "y" * 1_000_000} for n in range(10)]
            verdicts = [verdict for _ in range(6) for verdict in client.results(items)]
            self.assertEqual({verdict["status"] for verdict in verdicts}, {"ok"})
            self.assertTrue(eventually(lambda: "verdict log stalled" in daemon.log()))
            file, = daemon.logs.iterdir()
            self.assertEqual(file.stat().st_size, FULL)
            written = value(client, LINES, result="written")
            self.assertGreater(value(client, LINES, result="dropped"), 5)
            whole = file.read_bytes().split(b"\n")[:-1]
            self.assertEqual(len([json.loads(line) for line in whole]), written)
            self.assertEqual(client.score(instance=address, response="z")["status"], "ok")

    def test_lines_survive_an_orderly_end_and_the_stores_death(self):
        daemon = logged()
        with daemon, daemon.client() as client:
            address, _ = right_sum(client)
            client.results([{"instance": address, "response": "a"}])
            self.assertTrue(wait_for_lines(daemon, 1))
            os.kill(daemon.processes("resynd-store")[0], 9)
            client.results([{"instance": address, "response": "b"}] * 100)
        self.assertEqual(len(read_lines(daemon)), 101)

    def test_without_it_nothing_is_logged(self):
        daemon = Daemon(OWN)
        with daemon, daemon.client() as client:
            client.results([{"instance": right_sum(client)[0], "responses": ["a"]}])
            self.assertEqual(value(client, LINES), 0)
