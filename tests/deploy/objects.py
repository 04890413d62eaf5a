# SPDX-License-Identifier: Apache-2.0
"""objects.py: what must hold of Kubernetes objects of resynd, whoever rendered them: that they are the
API's, that they fit each other and the executable, and that the restricted Pod Security Standard admits
their pods."""

import re
import subprocess

import yaml

import kubernetes_models
from daemon import BUILD, TREE

RESYND = BUILD / "daemon" / "supervisor" / "resynd"
DRAIN_SECONDS = 36  # of supervisor.c: what is in flight, the front's and the store's leave


def pods(things):
    """(labels, spec) of the pods that objects make."""
    return [(thing["spec"]["template"]["metadata"]["labels"], thing["spec"]["template"]["spec"])
            for thing in things if "template" in thing["spec"]]


def containers(pod):
    return [*pod.get("initContainers", ()), *pod["containers"]]


def resynd_of(pod):
    return next(box for box in containers(pod) if box["name"] == "resynd")


def of_kind(things, kind):
    return [thing for thing in things if thing["kind"] == kind]


def not_restricted(pod):
    """What the restricted profile of the Pod Security Standards would refuse."""
    found = [key for key in ("hostNetwork", "hostPID", "hostIPC") if pod.get(key)]
    context = pod.get("securityContext", {})
    if context.get("runAsNonRoot") is not True or context.get("runAsUser") == 0:
        found.append("runAsNonRoot")
    if context.get("seccompProfile", {}).get("type") not in ("RuntimeDefault", "Localhost"):
        found.append("seccompProfile")
    allowed = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim",
               "projected", "secret"}
    found += [f"volume {volume['name']}" for volume in pod.get("volumes", ())
              if not set(volume) - {"name"} <= allowed]
    for box in containers(pod):
        own = box.get("securityContext", {})
        if own.get("privileged") or own.get("allowPrivilegeEscalation") is not False:
            found.append(f"{box['name']}: privileges")
        if own.get("capabilities") != {"drop": ["ALL"]}:
            found.append(f"{box['name']}: capabilities")
        if any("hostPort" in port for port in box.get("ports", ())):
            found.append(f"{box['name']}: host port")
        if {"runAsUser", "runAsNonRoot", "seccompProfile", "procMount"} & set(own):
            found.append(f"{box['name']}: another context than the pod's")
    return found


def _selects(selector, labels):
    exact = selector.get("matchLabels", {})
    return all(labels.get(key) == value for key, value in exact.items()) and all(
        one["operator"] == "In" and labels.get(one["key"]) in one["values"]
        for one in selector.get("matchExpressions", ()))


def _selectors(thing):
    spec = thing["spec"]
    if thing["kind"] == "Service":
        return [{"matchLabels": spec["selector"]}]
    return [spec[key] for key in ("selector", "podSelector") if key in spec]


def mismatches(things):
    """Selectors that select none of these pods, ports and volumes that are not there."""
    found, made = [], pods(things)
    ports = {port["name"] for _, pod in made for box in containers(pod)
             for port in box.get("ports", ())}
    for thing in things:
        for selector in _selectors(thing):
            if not any(_selects(selector, labels) for labels, _ in made):
                found.append(f"{thing['kind']} selects no pod")
        if len(re.findall(r"(?:target)?[pP]ort: resynd\b", yaml.safe_dump(thing))) and \
                "resynd" not in ports:
            found.append(f"{thing['kind']}: no such port")
    for _, pod in made:
        volumes = {volume["name"] for volume in pod.get("volumes", ())}
        mounted = {mount["name"] for box in containers(pod) for mount in box.get("volumeMounts", ())}
        if volumes != mounted:
            found.append(f"volumes {volumes ^ mounted}")
    return found


def _options(arguments):
    return dict(word[2:].split("=", 1) for word in arguments)


def check(test, things):
    """All of it, for one set of objects that belong together."""
    test.assertEqual([one for thing in things for one in kubernetes_models.problems(thing)], [])
    test.assertEqual(mismatches(things), [])
    test.assertTrue(pods(things))
    for _, pod in pods(things):
        test.assertEqual(not_restricted(pod), [])
        test.assertIs(pod["automountServiceAccountToken"], False)
        _check_container(test, pod, resynd_of(pod))
    for monitor in of_kind(things, "PodMonitor"):
        test.assertEqual([set(one) for one in monitor["spec"]["podMetricsEndpoints"]],
                         [{"port", "path", "interval"}])


def _check_container(test, pod, box):
    # The file of --database-file is read at once, and is a pod's own.
    words = [word for word in box["args"] if not word.startswith("--database-file=/etc/resynd/")]
    known = subprocess.run([RESYND, *words, "--help"], capture_output=True, text=True)
    test.assertEqual((known.returncode, known.stderr), (0, ""))
    test.assertIs(box["securityContext"]["readOnlyRootFilesystem"], True)
    wait = int(_options(box["args"]).get("drain-wait", 0))
    test.assertGreater(pod["terminationGracePeriodSeconds"], wait + DRAIN_SECONDS)
    routes = (TREE / "proto" / "openapi.yaml").read_text()
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        asked = box[probe]["httpGet"]
        test.assertIn(f"\n  {asked['path']}:", routes)
        test.assertEqual(asked["port"], "resynd")
    test.assertEqual(box["livenessProbe"]["httpGet"]["path"], "/healthz")
    limits, requests = box["resources"]["limits"], box["resources"]["requests"]
    test.assertEqual((limits["cpu"], limits["memory"]), (requests["cpu"], requests["memory"]))
