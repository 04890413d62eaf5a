# SPDX-License-Identifier: Apache-2.0
"""What /metrics counts: rewards by environment and level, groups that teach nothing, answers that were
not found; bounded in labels; in both formats, and as Prometheus reads it."""

import subprocess
import unittest

from cases import OWN, DaemonCase, answer, eventually, right_sum
from client import exchange
from daemon import Daemon
from pages import Prometheus, parse_metrics, value, values

OPEN_METRICS = "application/openmetrics-text;version=1.0.0"


def source_of(name):
    """An environment like "sum" of another name."""
    return (OWN / "sum.c").read_text().replace('.name = "sum"', f'.name = "{name}"')


class Counts(DaemonCase):
    """Each test uses a level of "sum" of its own, and counts what grows."""

    def grown(self, act, name, **labels):
        before = value(self.client, name, environment="sum", **labels)
        act()
        return value(self.client, name, environment="sum", **labels) - before

    def test_pass_rate_by_level(self):
        address, right = right_sum(self.client, level=2)
        items = [{"instance": address, "response": answer(text)}
                 for text in (right, right, int(right) + 1, "0", "0")]
        before = value(self.client, "resynd_environment_passed_total", environment="sum", level="2")
        self.assertEqual(self.grown(lambda: self.client.results(items),
                                    "resynd_environment_judged_total", level="2"), 5)
        self.assertEqual(value(self.client, "resynd_environment_passed_total", environment="sum",
                               level="2") - before, 2)

    def test_rewards(self):
        address, right = right_sum(self.client, level=3)
        items = [{"instance": address, "response": answer(text)}
                 for text in (right, int(right) + 1, "0")]

        def rewards():
            shown = values(self.client, "resynd_environment_reward_bucket", environment="sum")
            return {dict(labels)["le"]: count for labels, count in shown.items()}
        before = rewards()
        self.assertEqual(self.grown(lambda: self.client.results(items),
                                    "resynd_environment_reward_sum"), 1.5)
        after = rewards()
        self.assertEqual({bound: after[bound] - before.get(bound, 0) for bound in after},
                         {"0.0": 1, "0.25": 1, "0.5": 2, "0.75": 2, "1.0": 3, "+Inf": 3})

    def test_groups_without_variance(self):
        address, right = right_sum(self.client, level=4)
        right, wrong = answer(right), answer("0")
        items = [{"instance": address, "responses": [right, right, right]},
                 {"instance": address, "responses": [right, wrong]},
                 {"instance": address, "responses": [right]}]  # no group
        items += [{"instance": address, "response": text, "group": name}
                  for name, text in (("a", wrong), ("a", wrong), ("b", right), ("b", wrong))]
        items += [{"instance": address, "response": wrong}] * 2  # do not say that they are one
        flat = "resynd_environment_groups_without_variance_total"
        before = value(self.client, flat, environment="sum")
        self.assertEqual(self.grown(lambda: self.client.results(items),
                                    "resynd_environment_groups_total"), 4)
        self.assertEqual(value(self.client, flat, environment="sum") - before, 2)

    def test_what_failed_is_no_part_of_a_group(self):
        address, right = right_sum(self.client, "trouble", level=1)
        items = [{"instance": address, "responses": [answer(right), answer("crash")]}]
        before = value(self.client, "resynd_environment_groups_total", environment="trouble")
        self.client.results(items)
        self.assertEqual(value(self.client, "resynd_environment_groups_total",
                               environment="trouble"), before)
        self.assertGreaterEqual(value(self.client, "resynd_environment_verdicts_total",
                                      environment="trouble", status="crash"), 1)

    def test_answers_that_were_not_found(self):
        address, _ = right_sum(self.client, level=5)
        self.assertEqual(self.grown(
            lambda: self.client.results([{"instance": address, "response": "I do not know."},
                                         {"instance": address, "response": answer("0")}]),
            "resynd_environment_unanswered_total"), 1)

    def test_times_and_cache(self):
        address, right = right_sum(self.client, level=1, seed=77)
        count = "resynd_score_duration_seconds_count"
        hits, scores = (value(self.client, name, **labels) for name, labels in (
            ("resynd_instance_cache_requests_total", {"result": "hit"}), (count, {})))
        self.client.results([{"instance": address, "response": answer(right)}] * 8)
        self.assertEqual(value(self.client, count) - scores, 8)
        self.assertGreaterEqual(
            value(self.client, "resynd_instance_cache_requests_total", result="hit") - hits, 7)

    def test_promtool_finds_nothing(self):
        self.client.results([{"instance": right_sum(self.client)[0], "responses": ["a", "b"]}])
        page = self.client.get("/metrics").body
        done = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, b""))

    def test_open_metrics_where_asked_for(self):
        plain = self.client.get("/metrics")
        opened = self.client.get("/metrics", Accept=OPEN_METRICS)
        self.assertTrue(plain.headers["content-type"].startswith("text/plain; version=0.0.4"))
        self.assertTrue(opened.headers["content-type"].startswith("application/openmetrics-text"))
        self.assertTrue(opened.body.endswith(b"\n# EOF\n"))
        self.assertNotIn(b"# EOF", plain.body)
        _, types = parse_metrics(opened.body.decode())
        self.assertEqual([name for name, kind in types.items()
                          if kind == "counter" and name.endswith("_total")], [])

    def test_head_has_no_body(self):
        answer = exchange(self.daemon.url, b"HEAD /metrics HTTP/1.1\r\nHost: x\r\n"
                                           b"Connection: close\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 200"))
        self.assertTrue(answer.endswith(b"\r\n\r\n"))
        self.assertEqual(self.client.get("/healthz").status, 200)


class Labels(unittest.TestCase):
    """The environments that have series of their own are bounded, and gone ones have none."""

    def test_the_others_share_one(self):
        daemon = Daemon(None, ["--metrics-environments", "2"])
        for name in ("aa", "bb", "cc", "dd"):
            (daemon.environments / f"{name}.c").write_text(source_of(name))
        with daemon, daemon.client() as client:
            for name in ("aa", "bb", "cc", "dd"):
                address, right = right_sum(client, name)
                client.results([{"instance": address, "response": answer(right)}] * 3)
            shown = values(client, "resynd_environment_judged_total")
            counts = {dict(labels)["environment"]: count for labels, count in shown.items()}
            self.assertEqual(len(counts), 3, counts)
            self.assertEqual(counts["_other"], 6)
            self.assertEqual(sum(counts.values()), 12)

    def test_what_has_gone_is_shown_no_more_and_its_place_is_used_again(self):
        daemon = Daemon(None, ["--metrics-environments", "1"])
        first = daemon.environments / "first.c"
        first.write_text(source_of("first"))

        def score(client, name):
            address, right = right_sum(client, name)
            client.results([{"instance": address, "response": answer(right)}] * 3)

        def names(client):
            shown = values(client, "resynd_environment_judged_total")
            return {dict(labels)["environment"]: count for labels, count in shown.items()}

        with daemon, daemon.client() as client:
            score(client, "first")
            self.assertEqual(names(client), {"first": 3})
            first.unlink()
            self.assertTrue(eventually(lambda: not client.environments()))
            self.assertEqual(names(client), {})
            (daemon.environments / "second.c").write_text(source_of("second"))
            wanted = {"env": "second", "level": 1, "seed": 1, "count": 1}
            self.assertTrue(eventually(
                lambda: client.post("/v1/instances", wanted).status == 200))
            score(client, "second")
            self.assertEqual(names(client), {"second": 3})


class Scraped(DaemonCase):
    CONFIGURATION = """
global: {{scrape_interval: 300ms, scrape_timeout: 300ms}}
scrape_configs:
  - job_name: resynd
    static_configs: [{{targets: ["{target}"]}}]
"""

    def test_prometheus_reads_the_page(self):
        address, right = right_sum(self.client, level=1)
        self.client.results([{"instance": address, "response": answer(right)}] * 5)
        wanted = value(self.client, "resynd_environment_passed_total", environment="sum", level="1")
        target = self.daemon.url[len("http://"):]
        with Prometheus(self.CONFIGURATION.format(target=target)) as prometheus:
            def scraped():
                data = prometheus.ask(
                    "query", query='resynd_environment_passed_total{environment="sum",level="1"}')
                return data and data["result"]
            found = prometheus.wait(scraped, "nothing was scraped")
            self.assertEqual(float(found[0]["value"][1]), wanted)
            health = prometheus.ask("targets")["activeTargets"][0]
            self.assertEqual((health["health"], health["lastError"]), ("up", ""))
            kinds = prometheus.ask("metadata", metric="resynd_score_duration_seconds")
            self.assertEqual(kinds["resynd_score_duration_seconds"][0]["type"], "histogram")
