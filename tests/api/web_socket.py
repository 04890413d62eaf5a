# SPDX-License-Identifier: Apache-2.0
"""web_socket.py: a WebSocket client for tests, which can also send what no client should."""

import base64
import hashlib
import json
import os
import socket
import struct
from urllib.parse import urlsplit

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def frame(opcode, payload=b"", final=True, masked=True, reserved=0, size=None):
    """`size`: how the length is written: 0, 2 or 8 bytes beside the first."""
    length = len(payload)
    if size is None:
        size = 0 if length < 126 else 2 if length < 65536 else 8
    first = length if size == 0 else 126 if size == 2 else 127
    head = bytes([(0x80 if final else 0) | reserved << 4 | opcode, (0x80 if masked else 0) | first])
    head += length.to_bytes(size, "big") if size else b""
    if not masked:
        return head + payload
    mask = os.urandom(4)
    key = (mask * (length // 4 + 1))[:length]
    mixed = int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")
    return head + mask + mixed.to_bytes(length, "big")


def handshake(url, path="/ws", seconds=30, **headers):
    """The socket, the answer's head and what has come behind it."""
    parts = urlsplit(url)
    stream = socket.create_connection((parts.hostname, parts.port), timeout=seconds)
    key = base64.b64encode(os.urandom(16)).decode()
    lines = {"Host": parts.netloc, "Upgrade": "websocket", "Connection": "Upgrade",
             "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13",
             "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits", **headers}
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    stream.sendall(f"GET {path} HTTP/1.1\r\n{text}\r\n".encode())
    data = b""
    while b"\r\n\r\n" not in data:
        more = stream.recv(65536)
        if not more:
            break
        data += more
    head, _, rest = data.partition(b"\r\n\r\n")
    wanted = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
    return stream, head.decode(), rest, wanted


class WebSocket:
    """After a handshake that must succeed."""

    def __init__(self, url, seconds=30, **headers):
        self.stream, head, self.data, accept = handshake(url, seconds=seconds, **headers)
        lines = head.lower().split("\r\n")
        if not lines[0].startswith("http/1.1 101"):
            raise AssertionError(head)
        for line in ("upgrade: websocket", f"sec-websocket-accept: {accept}".lower()):
            if line not in lines:
                raise AssertionError(f"{line} is not in {head}")
        if not any(line.startswith("connection:") and "upgrade" in line for line in lines):
            raise AssertionError(head)
        if "sec-websocket-extensions" in head.lower():
            raise AssertionError(head)

    def close(self):
        self.stream.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, data):
        self.stream.sendall(data)

    def _take(self, count):
        while len(self.data) < count:
            more = self.stream.recv(65536)
            if not more:
                raise EOFError(self.data)
            self.data += more
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def receive(self):
        """(opcode, payload) of the next frame. EOFError where the server has closed."""
        first, second = self._take(2)
        if first & 0x70 or second & 0x80 or not first & 0x80:
            raise AssertionError(f"a frame that begins with {first:x} {second:x}")
        length = second
        if length == 126:
            [length] = struct.unpack(">H", self._take(2))
        elif length == 127:
            [length] = struct.unpack(">Q", self._take(8))
        return first & 15, self._take(length)

    def ask(self, type=None, data=None, raw=None):
        """Sends a message, as OpenEnv's client does, and returns the answer."""
        message = raw if raw is not None else json.dumps(
            {"type": type} if data is None else {"type": type, "data": data}).encode()
        self.send(frame(TEXT, message))
        return self.answer()

    def answer(self):
        opcode, payload = self.receive()
        if opcode != TEXT:
            raise AssertionError(f"{opcode} {payload!r}")
        return json.loads(payload)

    def closing(self):
        """The code of the server's close frame, None where it has none; then it must hang up."""
        opcode, payload = self.receive()
        if opcode != CLOSE:
            raise AssertionError(f"{opcode} {payload[:80]!r}")
        try:
            more = self.receive()
            raise AssertionError(f"behind the close frame: {more}")
        except EOFError:
            pass
        return struct.unpack(">H", payload[:2])[0] if payload else None
