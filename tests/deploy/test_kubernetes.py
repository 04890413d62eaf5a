# SPDX-License-Identifier: Apache-2.0
"""The overlays as kubectl renders them, old (Debian's) and new: objects of the API that fit each other,
whose pods the restricted Pod Security Standard admits."""

import copy
import subprocess
import sys
import unittest
from functools import lru_cache
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "api"))

import kubernetes_models  # noqa: E402
import objects  # noqa: E402
from daemon import TREE  # noqa: E402

KUBERNETES = TREE / "deploy" / "kubernetes"
OVERLAYS = ("deployment", "sidecar", "job")


@lru_cache(maxsize=None)
def rendered(overlay):
    done = subprocess.run(["kubectl", "kustomize", KUBERNETES / "overlays" / overlay],
                          capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return [thing for thing in yaml.safe_load_all(done.stdout) if thing]


def kinds(overlay):
    return {thing["kind"] for thing in rendered(overlay)}


def sidecar_of(overlay):
    return objects.resynd_of(objects.pods(rendered(overlay))[0][1])


class Overlays(unittest.TestCase):
    def test_they_are_objects_that_fit_each_other(self):
        for overlay in OVERLAYS:
            with self.subTest(overlay):
                objects.check(self, rendered(overlay))

    def test_what_each_has(self):
        self.assertEqual(kinds("deployment"), {
            "Deployment", "Service", "NetworkPolicy", "PodDisruptionBudget", "PodMonitor",
            "HorizontalPodAutoscaler"})
        self.assertEqual(kinds("sidecar"), {"Deployment", "PodMonitor"})
        self.assertEqual(kinds("job"), {"Job", "PodMonitor"})

    def test_a_sidecar_is_a_native_one(self):
        for overlay in ("sidecar", "job"):
            pod = objects.pods(rendered(overlay))[0][1]
            self.assertEqual([(box["name"], box["restartPolicy"]) for box in pod["initContainers"]],
                             [("resynd", "Always")])
            self.assertNotIn("resynd", [box["name"] for box in pod["containers"]])

    def test_resynd_is_the_same_everywhere(self):
        """Kustomize cannot share a container between a Deployment and a Job; nobody is to notice."""
        server, sidecar = sidecar_of("deployment"), copy.deepcopy(sidecar_of("sidecar"))
        self.assertEqual(sidecar, sidecar_of("job"))
        del sidecar["restartPolicy"]
        sidecar["volumeMounts"] = [m for m in sidecar["volumeMounts"] if m["name"] != "socket"]
        sidecar["args"] = server["args"]
        self.assertEqual(sidecar, server)

    def test_the_trainer_finds_the_socket(self):
        pod = objects.pods(rendered("sidecar"))[0][1]
        trainer = pod["containers"][0]
        url = trainer["env"][0]["value"]
        self.assertIn(f"--listen={url}", objects.resynd_of(pod)["args"])
        folders = [mount["mountPath"] for mount in trainer["volumeMounts"]]
        self.assertEqual(folders, [str(Path(url.removeprefix("unix:")).parent)])

    def test_the_scaler_scales_the_deployment(self):
        scaler = objects.of_kind(rendered("deployment"), "HorizontalPodAutoscaler")[0]["spec"]
        deployment = objects.of_kind(rendered("deployment"), "Deployment")[0]
        self.assertEqual(scaler["scaleTargetRef"]["name"], deployment["metadata"]["name"])
        self.assertEqual(scaler["minReplicas"], deployment["spec"]["replicas"])


class Models(unittest.TestCase):
    """That the check would notice."""

    def spoilt(self, change):
        thing = copy.deepcopy(objects.of_kind(rendered("sidecar"), "Deployment")[0])
        change(thing["spec"]["template"]["spec"])
        return thing

    def test_what_is_no_object_of_the_api(self):
        rows = {
            "has no restartPolicyy": lambda pod: pod["initContainers"][0].update(restartPolicyy="Always"),
            "has no httpget": lambda pod: pod["initContainers"][0]["livenessProbe"].update(httpget={}),
            "containers is missing": lambda pod: pod.pop("containers"),
            "is no int": lambda pod: pod.update(terminationGracePeriodSeconds="60"),
            "is no bool": lambda pod: pod.update(enableServiceLinks="no"),
            "name is missing": lambda pod: pod["volumes"][0].pop("name"),
        }
        for words, change in rows.items():
            with self.subTest(words):
                self.assertIn(words, " ".join(kubernetes_models.problems(self.spoilt(change))))

    def test_what_pod_security_would_refuse(self):
        rows = {
            "runAsNonRoot": lambda pod: pod["securityContext"].pop("runAsNonRoot"),
            "seccompProfile": lambda pod: pod["securityContext"].update(
                seccompProfile={"type": "Unconfined"}),
            "volume data": lambda pod: pod["volumes"][0].update(hostPath={"path": "/"}),
            "resynd: privileges": lambda pod: pod["initContainers"][0]["securityContext"].update(
                privileged=True),
            "trainer: capabilities": lambda pod: pod["containers"][0]["securityContext"].update(
                capabilities={"drop": ["ALL"], "add": ["SYS_ADMIN"]}),
        }
        for words, change in rows.items():
            with self.subTest(words):
                pod = self.spoilt(change)["spec"]["template"]["spec"]
                self.assertIn(words, objects.not_restricted(pod))


if __name__ == "__main__":
    unittest.main()
