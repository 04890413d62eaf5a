# SPDX-License-Identifier: Apache-2.0
"""The daemon's log: an event a line, in either format, with priorities for the journal; and the names by
which a request is found again."""

import json
import re
import unittest

from cases import OWN, DaemonCase, answer, right_sum
from daemon import Daemon

LOGFMT = re.compile(r'time=\S+Z level=(debug|info|warning|error) role=\w+ event="[^"]+"'
                    r'( [a-z_]+=("(\\.|[^"\\])*"|[^\s"]*))*')
PRIORITIES = {"debug": "<7>", "info": "<6>", "warning": "<4>", "error": "<3>"}
TRACE = f"00-{'4' * 32}-{'7' * 16}-01"


class Formats(unittest.TestCase):
    def log_of(self, *options, wrapper=()):
        """The lines of a daemon's life with a request and an environment that fails."""
        daemon = Daemon(None, ["--log-level", "debug", *options], wrapper=wrapper)
        (daemon.environments / "sum.c").write_text((OWN / "sum.c").read_text())
        (daemon.environments / "broken.c").write_text('this is "no" C')
        if wrapper:
            daemon.log_path.touch()
            info = daemon.log_path.stat()
            daemon.wrapper.append(f"JOURNAL_STREAM={info.st_dev}:{info.st_ino}")
        with daemon, daemon.client() as client:
            client.get("/v1/environments", **{"X-Request-Id": "find-me", "traceparent": TRACE})
        return daemon.log().splitlines()

    def test_logfmt(self):
        lines = self.log_of()
        self.assertEqual([line for line in lines if not LOGFMT.fullmatch(line)], [])
        found = [line for line in lines if 'request_id="find-me"' in line]
        self.assertEqual(len(found), 1)
        self.assertIn(f'traceparent="{TRACE}"', found[0])

    def test_json(self):
        lines = [json.loads(line) for line in self.log_of("--log-format", "json")]
        self.assertEqual({line["role"] for line in lines}, {"supervisor", "store", "front"})
        self.assertTrue(all({"time", "level", "event"} <= set(line) for line in lines))
        request, = [line for line in lines if line.get("request_id") == "find-me"]
        self.assertEqual((request["event"], request["status"], request["traceparent"]),
                         ("request", 200, TRACE))
        failed, = [line for line in lines if line["event"] == "environment failed"]
        self.assertEqual(failed["env"], "broken")

    def test_the_journal_gets_priorities(self):
        for options in ((), ("--log-format", "json")):
            lines = self.log_of(*options, wrapper=["env"])
            for line in lines:
                level = re.search(r'level"?[=:]"?(\w+)', line).group(1)
                self.assertTrue(line.startswith(PRIORITIES[level]), line)

    def test_another_journal_gets_none(self):
        daemon = Daemon(OWN, wrapper=["env", "JOURNAL_STREAM=1:2"])
        with daemon:
            pass
        self.assertTrue(daemon.log().startswith("time="))


class Names(DaemonCase):
    def test_a_request_id_is_given_back_or_made(self):
        mine = self.client.get("/version", **{"X-Request-Id": "run-7/step.12"})
        self.assertEqual(mine.headers["x-request-id"], "run-7/step.12")
        made = {self.client.get("/version").headers["x-request-id"] for _ in range(3)}
        self.assertEqual(len(made), 3)
        for bad in ("has space", 'has"quote', "x" * 129):
            shown = self.client.get("/version", **{"X-Request-Id": bad}).headers["x-request-id"]
            self.assertNotEqual(shown, bad)
            self.assertTrue(shown)

    def test_a_trace_is_passed_on(self):
        item = {"instance": right_sum(self.client)[0], "response": answer("1")}
        for method in (lambda **given: self.client.get("/healthz", **given),
                       lambda **given: self.client.post("/v1/score", item, **given)):
            self.assertEqual(method(traceparent=TRACE).headers["traceparent"], TRACE)
            self.assertNotIn("traceparent", method().headers)
        for bad in (TRACE.upper().replace("0", "A"), TRACE[:-1], "01" + TRACE[2:], TRACE + "0"):
            self.assertNotIn("traceparent", self.client.get("/healthz", traceparent=bad).headers)
