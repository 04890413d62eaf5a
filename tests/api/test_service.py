# SPDX-License-Identifier: Apache-2.0
"""Health, readiness, version, metrics: what operators read."""

import unittest

from cases import DaemonCase, answer, right_sum, serve_copies
from pages import family, parse_metrics

class Service(DaemonCase):
    def metrics(self):
        reply = self.client.get("/metrics")
        self.assertEqual(reply.status, 200)
        self.assertTrue(reply.headers["content-type"].startswith("text/plain"))
        self.assertTrue(reply.body.endswith(b"\n"))
        return parse_metrics(reply.body.decode())

    def test_health_and_readiness(self):
        self.assertEqual(self.client.get("/healthz").status, 200)
        self.assertEqual(self.client.get("/readyz").status, 200)

    def test_version_says_the_limits(self):
        shown = self.client.get("/version").json()
        self.assertRegex(shown["version"], r"^\d+\.\d+")
        self.assertGreaterEqual(shown["semantics"], 1)
        self.assertTrue(shown["limits"])

    def test_metrics_parse_and_every_family_is_typed(self):
        samples, types = self.metrics()
        self.assertGreater(len(samples), 10)
        for name, _ in samples:
            self.assertIn(family(name, types), types)
            self.assertTrue(name.startswith(("resynd_", "process_")), name)

    def test_histograms_are_consistent(self):
        right_sum(self.client)
        samples, types = self.metrics()
        histograms = [name for name, kind in types.items() if kind == "histogram"]
        self.assertTrue(histograms)
        for name in histograms:
            series = {}
            for (sample, labels), value in samples.items():
                if sample == name + "_bucket":
                    rest = tuple(pair for pair in labels if pair[0] != "le")
                    bound = float(dict(labels)["le"].replace("+Inf", "inf"))
                    series.setdefault(rest, []).append((bound, value))
            self.assertTrue(series, name)
            for rest, buckets in series.items():
                counts = [value for _, value in sorted(buckets)]
                self.assertEqual(counts, sorted(counts), name)
                self.assertEqual(counts[-1], samples[(name + "_count", rest)], name)

    def verdicts(self):
        """Counts by status, over all series that carry a status of verdicts."""
        samples, _ = self.metrics()
        counts = {}
        for (name, labels), value in samples.items():
            if name == "resynd_verdicts_total":
                status = dict(labels)["status"]
                counts[status] = counts.get(status, 0) + value
        return counts

    def test_verdicts_are_counted_once_each(self):
        address, right = right_sum(self.client, "trouble")
        before = self.verdicts()
        self.client.results([{"instance": address, "response": answer(right)}] * 30)
        self.client.score(instance=address, response=answer("nan"))
        self.client.score(instance=address, response=answer("crash"))
        after = self.verdicts()
        grown = {status: after[status] - before.get(status, 0) for status in after
                 if after[status] != before.get(status, 0)}
        self.assertEqual(grown, {"ok": 30, "invalid_score": 1, "crash": 1})

    def test_nothing_is_left_in_the_queue(self):
        samples, _ = self.metrics()
        queues = {key: value for key, value in samples.items() if "queue" in key[0]
                  and not key[0].endswith(("_bucket", "_sum", "_count", "_total", "_capacity_jobs"))}
        self.assertTrue(queues)
        self.assertEqual(set(queues.values()), {0.0}, queues)

    def test_request_ids_are_given_and_echoed(self):
        reply = self.client.get("/v1/nothing")
        self.assertTrue(reply.json()["error"]["request_id"])


class Ready(unittest.TestCase):
    def test_one_broken_environment_does_not_take_readiness(self):
        daemon = serve_copies("sum")
        (daemon.environments / "broken.c").write_text("this is no C")
        with daemon, daemon.client() as client:
            self.assertEqual(client.get("/readyz").status, 200)
            shown = str(client.environments())
            self.assertIn("broken", shown)

    def test_an_empty_directory_is_served(self):
        with serve_copies() as daemon, daemon.client() as client:
            self.assertEqual(client.environments(), [])
