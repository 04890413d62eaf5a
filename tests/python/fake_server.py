# SPDX-License-Identifier: Apache-2.0
"""fake_server.py: an HTTP server that answers as a test says, to show what a client makes of answers that
a good server gives seldom or never."""

import json
import socket
import threading
import time

CLOSE = object()  # the connection, after what was written before
RESET = object()  # the same, without an orderly end


def wait(seconds):
    """A pause before the rest of an answer."""
    return lambda: time.sleep(seconds)


class Request:
    def __init__(self, number, connection, head, body):
        lines = head.decode("latin-1").split("\r\n")
        self.number = number  # from 0, over all connections
        self.connection = connection  # from 0
        self.method, self.path, _ = lines[0].split(" ", 2)
        self.headers = {name.lower(): value.strip() for name, _, value in
                        (line.partition(":") for line in lines[1:])}
        self.body = body
        self.time = time.monotonic()

    @property
    def items(self):
        return json.loads(self.body)["items"]


class FakeServer:
    """`script(request)` gives the parts of an answer: bytes are written, functions called, CLOSE and
    RESET end the connection."""

    def __init__(self, script):
        self.script = script
        self.requests = []
        self.connections = 0
        self._lock = threading.Lock()
        self._open = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self):
        while True:
            try:
                stream, _ = self._listener.accept()
            except OSError:
                return
            number = self.connections
            self.connections += 1
            self._open.append(stream)
            threading.Thread(target=self._serve, args=(stream, number), daemon=True).start()

    def _serve(self, stream, number):
        try:
            while self._one(stream, number):
                pass
        except OSError:
            pass
        finally:
            stream.close()

    def _one(self, stream, number):
        data = b""
        while b"\r\n\r\n" not in data:
            block = stream.recv(65536)
            if not block:
                return False
            data += block
        head, _, body = data.partition(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n")
                      if line.lower().startswith(b"content-length"))
        while len(body) < length:
            body += stream.recv(65536)
        with self._lock:
            request = Request(len(self.requests), number, head, body)
            self.requests.append(request)
        for part in self.script(request):
            if part is CLOSE:
                return False
            if part is RESET:
                stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                return False
            if callable(part):
                part()
            else:
                stream.sendall(part)
        return True

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for stream in self._open:
            stream.close()
        self._thread.join(5)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


# ---- Answers ----


def plain(status, value, headers=""):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


def error(status, code, message="no", headers="", **more):
    shape = {"code": code, "message": message, "hint": None, "details": [], "request_id": "r-1", **more}
    return plain(status, {"error": shape}, headers)


def head(status=200):
    return (f"HTTP/1.1 {status} OK\r\nContent-Type: application/x-ndjson\r\n"
            "Transfer-Encoding: chunked\r\n\r\n").encode()


def chunk(data):
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


END = b"0\r\n\r\n"


def row(index, reward=1.0, **more):
    return {"index": index, "id": None, "instance": "e@000000000000:1:1", "status": "ok",
            "reward": reward, "correct": reward == 1, "metrics": {"extracted": 1}, "reason": None,
            "fault": None, "retryable": False, "timing": {"queue_us": 1, "service_us": 1}, **more}


def failed_row(index, status, fault="server", **more):
    return row(index, None, status=status, fault=fault, correct=None, **more)


def line(value):
    return chunk(json.dumps(value).encode() + b"\n")


def rows(values):
    """A whole answer of lines."""
    return head() + b"".join(map(line, values)) + END


def good(request):
    """Every item gets a 1, its id with it."""
    return [rows(row(index, id=item.get("id")) for index, item in enumerate(request.items))]
