# SPDX-License-Identifier: Apache-2.0
"""An environment that keeps dying of its own is put aside with a reason; one that responses kill is
not."""

import re
import unittest

from cases import OWN, answer, eventually, right_sum
from daemon import Daemon

BLAMES = 20  # BLAMES_MAX
SUM = (OWN / "sum.c").read_text()


def ill(name, head, line):
    """The environment "sum" by another name, with `line` as the first of the function `head`."""
    source = SUM.replace('.name = "sum"', f'.name = "{name}"')
    found = re.search(rf"^{re.escape(head)}\(.*\)\n{{\n", source, re.MULTILINE)
    return source[:found.end()] + line + source[found.end():]


class Quarantine(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(None)
        self.addCleanup(self.daemon.discard)
        self.put("draws_badly", "bool generate", "    *(volatile int *)8 = level;\n")
        self.put("judges_badly", "double verify", "    *(volatile int *)8 = s->a;\n")
        for name in ("sum", "trouble"):
            (self.daemon.environments / f"{name}.c").write_text((OWN / f"{name}.c").read_text())

    def put(self, name, head, line):
        (self.daemon.environments / f"{name}.c").write_text(ill(name, head, line))

    def start(self):
        self.daemon.start()
        self.client = self.daemon.client()
        self.addCleanup(self.client.close)

    def status(self, name):
        return self.client.environment(name)["status"]

    def items(self, name, count):
        return [{"env": name, "version": "active", "level": 1, "seed": seed,
                 "response": answer("1")} for seed in range(count)]

    def assert_put_aside(self, name):
        """While a queue waits, which must be answered: all of it."""
        self.assertEqual(self.status(name), "served")
        results = self.client.results(self.items(name, 300))
        statuses = [result["status"] for result in results]
        self.assertGreaterEqual(statuses.count("crash"), BLAMES)
        self.assertEqual(set(statuses), {"crash", "unavailable"})
        self.assertTrue(all(result["fault"] == "environment" for result in results), results[0])
        aside = [result for result in results if result["status"] == "unavailable"]
        self.assertIn("quarantine", aside[0]["reason"])
        # The snapshot that shows it may come a moment after what it means for jobs.
        self.assertTrue(eventually(lambda: self.status(name) == "quarantined", 5, 0.01))
        shown = self.client.environment(name)
        self.assertIn("no response's fault", shown["failure"])
        self.assertIn('resynd_environments{state="quarantined"} 1',
                      self.client.get("/metrics").body.decode())

    def test_who_cannot_draw_is_put_aside_until_replaced(self):
        self.start()
        self.assert_put_aside("draws_badly")
        well = SUM.replace('.name = "sum"', '.name = "draws_badly"')
        (self.daemon.environments / "draws_badly.c").write_text(well)
        self.assertTrue(eventually(lambda: self.status("draws_badly") == "served"))
        address, right = right_sum(self.client, "draws_badly")
        self.assertEqual(self.client.score(instance=address, response=answer(right))["reward"], 1)
        self.client.close()
        self.daemon.stop()

    def test_who_cannot_judge_its_own_oracle_is_put_aside(self):
        self.start()
        self.assert_put_aside("judges_badly")
        self.client.close()
        self.daemon.stop()

    def test_whom_responses_kill_stays(self):
        self.start()
        address, right = right_sum(self.client, "trouble")
        for word, status in (("crash", "crash"), ("system", "forbidden")):
            bad = [{"instance": address, "response": answer(word)}] * (2 * BLAMES)
            self.assertEqual({r["status"] for r in self.client.results(bad)}, {status})
        self.assertEqual(self.status("trouble"), "served")
        self.assertEqual(self.client.score(instance=address, response=answer(right))["reward"], 1)
        self.client.close()
        self.daemon.stop()
