# SPDX-License-Identifier: Apache-2.0
"""kubernetes_models.py: whether an object is one of the API's, by the models of Debian's
python3-kubernetes, without a cluster: no key that the model does not have, none missing that it wants,
no value of another type. The models are of Kubernetes 1.22; what is newer is listed here, each with the
version that brought it."""

import functools
import inspect
import re

from kubernetes import client

MODELS = {
    ("v1", "Service"): "V1Service",
    ("apps/v1", "Deployment"): "V1Deployment",
    ("batch/v1", "Job"): "V1Job",
    ("networking.k8s.io/v1", "NetworkPolicy"): "V1NetworkPolicy",
    ("policy/v1", "PodDisruptionBudget"): "V1PodDisruptionBudget",
    # 1.23; of the same shape.
    ("autoscaling/v2", "HorizontalPodAutoscaler"): "V2beta2HorizontalPodAutoscaler",
}
# Of an operator, not of the API: test_kubernetes.py looks at the few that there are.
FOREIGN = {("monitoring.coreos.com/v1", "PodMonitor")}
# (model, key): (version, type)
NEWER = {("V1Container", "restartPolicy"): ("1.28", "str")}
PLAIN = {"str": str, "int": int, "bool": bool, "float": (int, float)}


@functools.lru_cache(maxsize=None)
def wanted(model):
    """The attributes that the model's own check wants."""
    kind = getattr(client, model)
    return {name for name in kind.openapi_types
            if "must not be `None`" in inspect.getsource(getattr(kind, name).fset)}


def problems(thing, where=""):
    """Of a whole object; an empty list where it is one."""
    known = (thing.get("apiVersion"), thing.get("kind"))
    if known in FOREIGN:
        return []
    if known not in MODELS:
        return [f"{known} is no object that is known here"]
    return _of_model(thing, MODELS[known], where or known[1])


def _of_model(thing, model, where):
    if not isinstance(thing, dict):
        return [f"{where}: {thing!r} is no {model}"]
    kind = getattr(client, model)
    names = {json: name for name, json in kind.attribute_map.items()}
    found = [f"{where}: {kind.attribute_map[name]} is missing" for name in sorted(wanted(model))
             if kind.attribute_map[name] not in thing]
    for key, value in thing.items():
        if key in names:
            found += _of_type(value, kind.openapi_types[names[key]], f"{where}.{key}")
        elif (model, key) in NEWER:
            found += _of_type(value, NEWER[model, key][1], f"{where}.{key}")
        else:
            found.append(f"{where}: {model} has no {key}")
    return found


def _of_type(value, kind, where):
    several = re.fullmatch(r"list\[(.*)\]", kind)
    table = re.fullmatch(r"dict\(str, (.*)\)", kind)
    if several and isinstance(value, list):
        return [one for i, item in enumerate(value)
                for one in _of_type(item, several.group(1), f"{where}[{i}]")]
    if table and isinstance(value, dict):
        return [one for key, item in value.items()
                for one in _of_type(item, table.group(1), f"{where}[{key}]")]
    if kind == "object":
        return []
    if hasattr(client, kind):
        return _of_model(value, kind, where)
    if kind in PLAIN and isinstance(value, PLAIN[kind]) and \
            (kind == "bool" or not isinstance(value, bool)):
        return []
    return [f"{where}: {value!r} is no {kind}"]
