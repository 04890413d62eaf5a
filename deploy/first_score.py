#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""first_score.py [--ready] URL: asks a running resynd for one instance of three environments, scores
a right and a wrong response to each, and prints what came of it. Needs nothing but Python.

--ready only says by its exit status whether the daemon can score now."""

import http.client
import json
import socket
import sys
import textwrap
from urllib.parse import urlsplit

FAVOURITES = ["n_queens", "countdown", "graph_coloring"]
WRONG = "<think>I am not sure.</think>I would say <answer>41</answer>"
SECONDS = 30


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=SECONDS)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(SECONDS)
        self.sock.connect(self.path)


def connect(url):
    if url.startswith("unix:"):
        return UnixConnection(url[len("unix:"):])
    parts = urlsplit(url)
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=SECONDS)


def call(connection, path, body=None):
    method, data = ("GET", None) if body is None else ("POST", json.dumps(body))
    connection.request(method, path, data, {"Content-Type": "application/json"})
    reply = connection.getresponse()
    content = json.loads(reply.read())
    if reply.status != 200:
        raise SystemExit(f"{path} answered {reply.status}: {content}")
    return content


def is_ready(url):
    try:
        connection = connect(url)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False


def three(connection):
    """Three environments that draw instances: the favourites where they are there."""
    listed = call(connection, "/v1/environments")["environments"]
    names = [entry["name"] for entry in listed if entry.get("levels")]
    return ([name for name in FAVOURITES if name in names]
            + [name for name in names if name not in FAVOURITES])[:3]


def show_verdict(what, response, verdict):
    reason = f"  ({verdict['reason']})" if verdict.get("reason") else ""
    answer = response.rpartition("<answer>")[2].partition("</answer>")[0]
    short = textwrap.shorten(answer, 40, placeholder=" …")
    print(f"  {what:6} {short:42} status {verdict['status']}, reward {verdict['reward']}{reason}")


def show(connection, name):
    found = call(connection, "/v1/instances", {
        "env": name, "level": 1, "seed": 7, "count": 1, "answers": True})["instances"][0]
    right = f"<think>The oracle knows.</think>So <answer>{found['answer']}</answer>"
    results = call(connection, "/v1/score/batch", {"items": [
        {"instance": found["instance"], "response": response} for response in (right, WRONG)
    ]})["results"]
    print(f"\n{found['instance']}")
    for line in found["question"].strip().splitlines():
        print(textwrap.fill(line, 96, initial_indent="  | ", subsequent_indent="  | ") or "  |")
    show_verdict("right", right, results[0])
    show_verdict("wrong", WRONG, results[1])
    return results[0]["reward"] == 1 and results[1]["status"] == "ok" and results[1]["reward"] < 1


def main():
    arguments = sys.argv[1:]
    if len(arguments) == 2 and arguments[0] == "--ready":
        return 0 if is_ready(arguments[1]) else 1
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    connection = connect(arguments[0])
    good = [show(connection, name) for name in three(connection)]
    if len(good) < 3 or not all(good):
        print("\nThese are not the verdicts that were expected.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
