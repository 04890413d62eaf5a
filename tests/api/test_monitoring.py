# SPDX-License-Identifier: Apache-2.0
"""What deploy/ brings for monitoring: the alerts and the dashboard ask only for what a daemon shows, in
words that Prometheus understands."""

import json
import re
import subprocess

from cases import DaemonCase, answer, right_sum
from daemon import TREE
from pages import Prometheus, family, parse_metrics

PROMETHEUS = TREE / "deploy" / "prometheus"
DASHBOARD = TREE / "deploy" / "grafana" / "resynd.json"
# What Prometheus itself makes of a target.
ITS_OWN = {"up"}
NAME = re.compile(r"\b(?:resynd|process)_[a-z_]+|\bup\b")


def panels(dashboard):
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", ())


def dashboard_queries():
    """The panels' queries, as Grafana sends them, and those of the variables."""
    dashboard = json.loads(DASHBOARD.read_text())
    found = [target["expr"].replace("$__rate_interval", "1m").replace("$instance", ".*")
             .replace("$environment", ".*")
             for panel in panels(dashboard) for target in panel.get("targets", ())]
    for variable in dashboard["templating"]["list"]:
        match = re.fullmatch(r"label_values\((.*), \w+\)", variable.get("definition", ""))
        found += [match.group(1)] if match else []
    return found


class Monitoring(DaemonCase):
    def known(self):
        """The names of the samples of a daemon that has scored."""
        address, right = right_sum(self.client)
        self.client.results([{"instance": address, "responses": [answer(right), answer("0")]}])
        samples, types = parse_metrics(self.client.get("/metrics").body.decode())
        histograms = {name for name, kind in types.items() if kind == "histogram"}
        seen = {name for name, _ in samples}
        self.assertTrue(all(family(name, types) for name in seen))
        return seen | ITS_OWN | {f"{name}_bucket" for name in histograms}

    def assert_known(self, queries):
        known = self.known()
        self.assertEqual([(name, query) for query in queries for name in NAME.findall(query)
                          if name not in known], [])

    def test_the_dashboard_asks_for_what_there_is(self):
        queries = dashboard_queries()
        self.assertGreater(len(queries), 30)
        self.assertTrue(all(NAME.search(query) for query in queries))
        self.assert_known(queries)

    def test_promtool_finds_nothing_in_the_rules(self):
        for arguments in (("check", "config", "prometheus.yaml"), ("test", "rules", "alerts_test.yaml")):
            done = subprocess.run(["promtool", *arguments], cwd=PROMETHEUS, capture_output=True,
                                  text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_prometheus_understands_alerts_and_dashboard(self):
        configuration = (PROMETHEUS / "prometheus.yaml").read_text()
        self.assertIn("127.0.0.1:8420", configuration)
        configuration = configuration.replace("127.0.0.1:8420", self.daemon.url[len("http://"):]) \
            .replace("15s", "1s").replace("alerts.yaml", str(PROMETHEUS / "alerts.yaml"))
        with Prometheus(configuration) as prometheus:
            def evaluated():
                data = prometheus.ask("rules")
                rules = [rule for group in data["groups"] for rule in group["rules"]] if data else []
                return rules if rules and all(rule["health"] != "unknown" for rule in rules) else None
            rules = prometheus.wait(evaluated, "the alerts were not evaluated")
            self.assertEqual([rule["name"] for rule in rules if rule["health"] != "ok"], [])
            self.assert_known([rule["query"] for rule in rules])
            tested = (PROMETHEUS / "alerts_test.yaml").read_text()
            self.assertEqual([rule["name"] for rule in rules
                              if tested.count(f"alertname: {rule['name']}\n") < 2], [])
            for query in dashboard_queries():
                prometheus.ask("query", query=query)  # raises where it is no query
