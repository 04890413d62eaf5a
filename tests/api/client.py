# SPDX-License-Identifier: Apache-2.0
"""client.py: a small HTTP client for tests: TCP or Unix socket, JSON or raw bytes."""

import http.client
import json
import socket
from urllib.parse import quote, urlsplit

SECONDS = 60


class Response:
    """Status, headers (lower-case names) and body of one answer."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    def json(self):
        return json.loads(self.body)

    def lines(self):
        """NDJSON."""
        return [json.loads(line) for line in self.body.splitlines() if line.strip()]

    def __repr__(self):
        return f"<{self.status} {self.body[:400]!r}>"


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path, timeout):
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Client:
    """Keeps one connection and opens it anew where the server has closed it between requests. Every
    answer is held against the contract, but in benchmarks, which it would slow."""

    def __init__(self, url, seconds=SECONDS, context=None, checked=True):
        self.url = url
        self.context = context  # of ssl, for https
        self.seconds = seconds
        self.checked = checked
        self.connection = None

    def _open(self):
        if self.url.startswith("unix:"):
            return _UnixConnection(self.url[len("unix:"):], self.seconds)
        parts = urlsplit(self.url)
        if parts.scheme == "https":
            return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=self.seconds,
                                               context=self.context)
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=self.seconds)

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, method, path, body=None, headers=None):
        """Raises OSError or http.client.HTTPException where there is no whole answer."""
        if self.connection is None:
            self.connection = self._open()
        try:
            self.connection.request(method, path, body, headers or {})
            answer = self.connection.getresponse()
            result = Response(answer.status, answer.getheaders(), answer.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if answer.will_close:
            self.close()
        if self.checked:
            import contract  # with packages that benchmarks do without
            contract.check(method, path, result)
        return result

    def get(self, path, **headers):
        return self.send("GET", path, headers=headers)

    def post(self, path, value, **headers):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.send("POST", path, body, {"Content-Type": "application/json", **headers})

    # What most tests ask for.

    def score(self, **item):
        return self.post("/v1/score", item).json()

    def batch(self, items, **headers):
        return self.post("/v1/score/batch", {"items": items}, **headers)

    def results(self, items):
        answer = self.batch(items)
        if answer.status != 200:
            raise AssertionError(f"batch: {answer}")
        return answer.json()["results"]

    def instances(self, **request):
        answer = self.post("/v1/instances", request)
        if answer.status != 200:
            raise AssertionError(f"instances: {answer}")
        return answer.json()["instances"]

    def environments(self):
        return self.get("/v1/environments").json()["environments"]

    def environment(self, name):
        return self.get("/v1/environments/" + quote(name)).json()

    def put(self, name, source, query="", **headers):
        body = source if isinstance(source, bytes) else source.encode()
        return self.send("PUT", f"/v1/environments/{quote(name)}{query}", body,
                         {"Content-Type": "text/x-c", **headers})

    def act(self, method, name, tail="", value=None, **headers):
        """activate, rollback, quarantine …"""
        body = None if value is None else json.dumps(value).encode()
        return self.send(method, f"/v1/environments/{quote(name)}{tail}", body, headers)

    def check(self, source):
        body = source if isinstance(source, bytes) else source.encode()
        return self.send("POST", "/v1/check", body, {"Content-Type": "text/x-c"})


def exchange(url, request, seconds=SECONDS):
    """Sends raw bytes on a connection of its own and returns all that comes back until the server
    closes it, or until it has been silent for a while."""
    if url.startswith("unix:"):
        stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        stream.connect(url[len("unix:"):])
    else:
        parts = urlsplit(url)
        stream = socket.create_connection((parts.hostname, parts.port))
    with stream:
        stream.settimeout(seconds)
        answer = b""
        try:
            stream.sendall(request)
            while block := stream.recv(65536):
                answer += block
                stream.settimeout(1)
        except (socket.timeout, ConnectionError):
            pass
    return answer
