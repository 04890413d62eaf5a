# SPDX-License-Identifier: Apache-2.0
"""Where a server listens: http://HOST:PORT or unix:/PATH."""

from __future__ import annotations

import os
import socket
from typing import Any, NamedTuple
from urllib.parse import urlsplit

DEFAULT_URL = "http://127.0.0.1:8420"
URL_VARIABLE = "RESYND_URL"
PORT = 8420


class Address(NamedTuple):
    """`path` is that of a Unix socket; where it is empty, host and port count."""

    host: str
    port: int
    path: str

    @property
    def family(self) -> int:
        if self.path:
            return int(socket.AF_UNIX)
        return int(socket.AF_INET6 if ":" in self.host else socket.AF_INET)

    @property
    def target(self) -> Any:
        """What socket.connect takes."""
        return self.path or (self.host, self.port)

    @property
    def host_header(self) -> str:
        if self.path:
            return "localhost"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def parse_address(url: str) -> Address:
    """Raises ValueError with a sentence where `url` is neither kind."""
    if url.startswith("unix:"):
        path = url[len("unix:"):]
        if path.startswith("//"):  # unix:///run/resynd.sock is how some write it
            path = path[2:]
        if not path.startswith("/"):
            raise ValueError(f"{url!r}: a Unix socket is written unix:/PATH, with the whole path")
        return Address("", 0, path)
    parts = urlsplit(url)
    if parts.scheme != "http":
        raise ValueError(f"{url!r}: a server is written http://HOST:PORT or unix:/PATH")
    if not parts.hostname or not parts.hostname.isascii() or parts.path.strip("/") or parts.query or \
            parts.fragment or parts.username:
        raise ValueError(f"{url!r}: only a host and a port can follow http://")
    return Address(parts.hostname, parts.port or PORT, "")


def default_url() -> str:
    """RESYND_URL, else where a resynd without options listens."""
    return os.environ.get(URL_VARIABLE) or DEFAULT_URL

