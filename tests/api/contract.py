# SPDX-License-Identifier: Apache-2.0
"""contract.py: proto/openapi.yaml as a check of every answer that a test gets: its status, its media
type, and its body, in which no member may be that is not described."""

import functools
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import fastjsonschema
import yaml

CONTRACT = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "proto" / "openapi.yaml").read_text())
ERROR = {"$ref": "#/components/schemas/Error"}


# ---- OpenAPI 3.0's schemas in JSON Schema's words ----

def _target(reference):
    found = CONTRACT
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def _merged(parts):
    """One object with the members of all: allOf, where none of them may have members of its own."""
    whole = {"type": "object", "properties": {}, "required": []}
    for part in parts:
        part = _target(part["$ref"]) if "$ref" in part else part
        part = _merged(part["allOf"]) if "allOf" in part else part
        whole["properties"].update(part.get("properties", {}))
        whole["required"] += part.get("required", [])
    return whole


def _own_words(schema):
    """Members whose meaning is the same in both, and those that hold schemas."""
    for word, value in schema.items():
        if word in ("anyOf", "oneOf"):
            yield word, [_translated(each) for each in value]
        elif word == "properties":
            yield word, {name: _translated(each) for name, each in value.items()}
        elif word in ("items", "additionalProperties") and isinstance(value, dict):
            yield word, _translated(value)
        elif word in ("type", "enum", "required", "minimum", "maximum", "minItems", "maxItems",
                      "minLength", "maxLength", "pattern", "items", "additionalProperties"):
            yield word, value


def _translated(schema):
    if "$ref" in schema:
        return {"$ref": schema["$ref"].replace("#/components/schemas/", "#/definitions/")}
    if "allOf" in schema:
        return _translated(_merged(schema["allOf"]))
    plain = dict(_own_words(schema))
    if "properties" in plain:
        plain.setdefault("additionalProperties", False)
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") else plain


DEFINITIONS = {name: _translated(schema)
               for name, schema in CONTRACT["components"]["schemas"].items()}


@functools.lru_cache(maxsize=None)
def _validator(schema):
    """Of a schema as JSON."""
    return fastjsonschema.compile({**_translated(json.loads(schema)), "definitions": DEFINITIONS})


# ---- What is described for an answer ----

PATHS = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$"), operations)
         for path, operations in CONTRACT["paths"].items()]


# How NeMo Gym marks a rollout; what is behind it is the path.
ROLLOUT = re.compile(r"^/ng-rollout/[A-Za-z0-9][A-Za-z0-9._-]*(?=/)")


@functools.lru_cache(maxsize=None)
def _responses(method, path):
    """None where the path or the method is nothing that there is."""
    path = ROLLOUT.sub("", path)
    for pattern, operations in PATHS:
        if pattern.match(path):
            return operations.get(method.lower(), {}).get("responses")
    return None


def _described(method, path, status):
    """The schemas by media type; {} where a body is described by none."""
    responses = _responses(method, path)
    if responses is None:
        assert status >= 400, f"{method} {path}: {status}, and the contract has no such operation"
        return {"application/json": {"schema": ERROR}}
    found = responses.get(str(status), responses.get("default"))
    assert found, f"{method} {path}: {status} is not in the contract"
    found = _target(found["$ref"]) if "$ref" in found else found
    return found.get("content", {})


def check(method, url, answer):
    """Raises AssertionError where the answer is not as described."""
    path = urlsplit(url).path
    described = _described(method, path, answer.status)
    if not described or method == "HEAD":
        return
    media = answer.headers.get("content-type", "").partition(";")[0].strip()
    where = f"{method} {url[:200]} → {answer.status} {media}"
    assert media in described, f"{where}: the contract has {', '.join(described)}"
    if media == "application/json":
        values = [answer.json()]
    elif media == "application/x-ndjson":
        values = answer.lines()
    else:
        return
    validate = _validator(json.dumps(described[media]["schema"]))
    for value in values:
        try:
            validate(value)
        except fastjsonschema.JsonSchemaException as error:
            raise AssertionError(f"{where}: {error}: {str(value)[:600]}") from None
