# SPDX-License-Identifier: Apache-2.0
"""The chart: its values by its schema, its templates as Go's text/template and sprig render them
(render/render.go), the objects by the API's models. Helm itself is not in Debian 12."""

import copy
import json
import os
import subprocess
import sys
import unittest
from functools import lru_cache
from pathlib import Path

import fastjsonschema
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "api"))

import objects  # noqa: E402
from daemon import BUILD, TREE  # noqa: E402

CHART = TREE / "deploy" / "helm" / "resynd"
SOURCE = Path(__file__).resolve().parent / "render" / "render.go"
# Debian's Go packages lie where GOPATH says; nothing is fetched.
GO = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "", "GOPROXY": "off",
      "GOCACHE": str(BUILD / "go-cache")}
VALUES = yaml.safe_load((CHART / "values.yaml").read_text())
SCHEMA = json.loads((CHART / "values.schema.json").read_text())
# What is off by default.
FULL = {
    "autoscaling": {"enabled": True}, "podMonitor": {"enabled": True, "labels": {"release": "x"}},
    "environments": {"configMap": "mine"}, "database": {"secret": "db"},
    "image": {"digest": "sha256:" + "0" * 64}, "imagePullSecrets": [{"name": "pull"}],
    "podLabels": {"team": "rl"}, "podAnnotations": {"note": "1"}, "nodeSelector": {"pool": "cpu"},
    "tolerations": [{"key": "cpu", "operator": "Exists"}], "priorityClassName": "high",
    "affinity": {"podAntiAffinity": {}}, "extraArgs": ["--workers=64"],
    "networkPolicy": {"egress": [{"to": [{"podSelector": {"matchLabels": {"app": "postgres"}}}],
                                  "ports": [{"port": 5432}]}]},
}


@lru_cache(maxsize=None)
def renderer():
    built = BUILD / "chart-render"
    subprocess.run(["go", "build", "-o", built, SOURCE], env=GO, check=True, timeout=300)
    return built


def merged(base, change):
    """As Helm lays values over each other: tables key by key, the rest as a whole."""
    result = copy.deepcopy(base)
    for key, value in change.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result


def render(change, name="trial"):
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
    values = {"Values": merged(VALUES, change),
              "Chart": {"Name": chart["name"], "Version": chart["version"],
                        "AppVersion": chart["appVersion"]},
              "Release": {"Name": name, "Namespace": "training", "Service": "Helm"}}
    done = subprocess.run([renderer()], input=json.dumps({"chart": str(CHART), "values": values}),
                          capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


def things(change=None, name="trial"):
    return [thing for file, text in render(change or {}, name).items() if file.endswith(".yaml")
            for thing in yaml.safe_load_all(text) if thing]


class Schema(unittest.TestCase):
    def setUp(self):
        self.validate = fastjsonschema.compile(SCHEMA)

    def refused(self, change):
        try:
            self.validate(merged(VALUES, change))
        except fastjsonschema.JsonSchemaValueException:
            return True
        return False

    def test_the_defaults_and_all_of_it(self):
        self.validate(VALUES)
        self.validate(merged(VALUES, FULL))

    def test_every_value_is_described(self):
        def keys(values, schema, path=""):
            for key, value in values.items():
                yield f"{path}{key}", key in schema.get("properties", {})
                if isinstance(value, dict) and "properties" in schema["properties"].get(key, {}):
                    yield from keys(value, schema["properties"][key], f"{path}{key}.")
        self.assertEqual([path for path, known in keys(VALUES, SCHEMA) if not known], [])

    def test_what_is_wrong_is_refused(self):
        rows = ({"replica": 2}, {"replicas": -1}, {"replicas": "2"}, {"isolation": "none"},
                {"gate": True}, {"drainWait": 5000}, {"extraArgs": ["workers"]},
                {"image": {"digest": "latest"}}, {"image": {"name": "resynd"}},
                {"resources": {"limits": {"cpu": "two"}}}, {"service": {"port": 0}},
                {"environments": {"configMap": "a", "claim": "b"}}, {"data": {"claim": "one"}},
                {"autoscaling": {"enabled": "yes"}}, {"podDisruptionBudget": {"maxUnavailable": "all"}})
        for change in rows:
            with self.subTest(change=change):
                self.assertTrue(self.refused(change))
        self.assertFalse(self.refused({"data": {"claim": "one"}, "replicas": 1}))


class Templates(unittest.TestCase):
    def test_they_make_objects_that_fit_each_other(self):
        variants = ({}, FULL, {"environments": {"claim": "mine"}}, {"data": {"claim": "one"}, "replicas": 1},
                    {"podDisruptionBudget": {"enabled": False}, "networkPolicy": {"enabled": False}})
        for change in variants:
            with self.subTest(change=change):
                objects.check(self, things(change))

    def test_what_is_set_arrives(self):
        found = {thing["kind"]: thing for thing in things(FULL)}
        self.assertEqual(set(found), {"Deployment", "Service", "NetworkPolicy", "PodDisruptionBudget",
                                      "PodMonitor", "HorizontalPodAutoscaler"})
        deployment = found["Deployment"]["spec"]
        pod = deployment["template"]["spec"]
        box = objects.resynd_of(pod)
        self.assertNotIn("replicas", deployment)
        self.assertEqual(box["image"], "resynd@sha256:" + "0" * 64)
        for argument in ("--environments=/srv/environments", "--database-file=/etc/resynd/database",
                         "--workers=64"):
            self.assertIn(argument, box["args"])
        self.assertEqual(pod["nodeSelector"], {"pool": "cpu"})
        self.assertEqual(deployment["template"]["metadata"]["labels"]["team"], "rl")
        metric = found["HorizontalPodAutoscaler"]["spec"]["metrics"][0]["pods"]
        self.assertEqual(metric["target"]["averageValue"], "250m")
        self.assertEqual(found["NetworkPolicy"]["spec"]["egress"][0]["ports"], [{"port": 5432}])

    def test_what_is_off_is_not_there(self):
        kinds = {thing["kind"] for thing in things({"podDisruptionBudget": {"enabled": False},
                                                    "networkPolicy": {"enabled": False}})}
        self.assertEqual(kinds, {"Deployment", "Service"})

    def test_names_fit_and_do_not_stutter(self):
        self.assertEqual({thing["metadata"]["name"] for thing in things(name="resynd")}, {"resynd"})
        longest = {thing["metadata"]["name"] for thing in things(name="x" * 53 + "-aaaaaaaa")}
        self.assertTrue(all(len(name) <= 63 and not name.endswith("-") for name in longest), longest)

    def test_the_chart_is_of_this_version(self):
        version = next(word for word in (TREE / "meson.build").read_text().split("'")
                       if word[:1].isdigit())
        chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
        self.assertEqual((chart["appVersion"], chart["version"]), (version, version))


if __name__ == "__main__":
    unittest.main()
