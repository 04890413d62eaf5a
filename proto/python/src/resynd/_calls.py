# SPDX-License-Identifier: Apache-2.0
"""The API's routes without input or output: what each call sends, and what it makes of the answer. Both
clients share them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Union
from urllib.parse import quote

from ._address import Address
from ._http import batch_request, request_bytes
from ._item import to_json
from ._plain import PlainReader, parse
from ._settings import Settings
from .errors import DeadlineError, ResyndError, UnreachableError
from .records import Environment, Instance, Report, pick, report_from

JSON = "application/json"
C_SOURCE = "text/x-c"
Source = Union[str, bytes]


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    body: bytes = b""
    content_type: str = JSON


def json_call(path: str, value: Any) -> Call:
    return Call("POST", path, to_json(value, "the request").encode("ascii"))


def source_bytes(source: Source) -> bytes:
    if isinstance(source, bytes):
        return source
    if not isinstance(source, str):
        raise TypeError(f"a source is a string or bytes, not {type(source).__name__}")
    return source.encode()  # a lone surrogate is a UnicodeEncodeError: no C source has one


def request_of(call: Call, address: Address, settings: Settings) -> bytes:
    headers = {"Content-Type": call.content_type} if call.body else {}
    return request_bytes(call.method, call.path, address.host_header, settings.headers(**headers),
                         call.body)


def write_of(settings: Settings) -> Callable[[bytes], bytes]:
    """From the body of a batch of scores to its request."""
    headers = settings.headers(Accept="application/x-ndjson", **{"Content-Type": JSON})
    return partial(batch_request, settings.address.host_header, headers)


def check_call(source: Source) -> Call:
    return Call("POST", "/v1/check", source_bytes(source), C_SOURCE)


def put_call(name: str, source: Source, activate: bool) -> Call:
    query = "" if activate else "?activate=false"
    return Call("PUT", f"/v1/environments/{quote(name, safe='')}{query}", source_bytes(source), C_SOURCE)


def environment_call(env: str) -> Call:
    return Call("GET", f"/v1/environments/{quote(env, safe='@')}")


def resolve_call(addresses: Iterable[str]) -> Call:
    return json_call("/v1/instances/resolve", {"instances": list(addresses)})


def _entry(raw: Any, name: str) -> Any:
    if not isinstance(raw, Mapping) or name not in raw:
        raise UnreachableError(f"the answer has no {name}: {str(raw)[:80]!r}")
    return raw[name]


def environments_of(body: bytes) -> List[Environment]:
    return [pick(Environment, raw) for raw in _entry(parse(body), "environments")]


def environment_of(body: bytes) -> Environment:
    return pick(Environment, parse(body))


def instances_of(body: bytes) -> List[Instance]:
    return [pick(Instance, raw) for raw in _entry(parse(body), "instances")]


def report_of(body: bytes) -> Report:
    return report_from(parse(body))


def mapping_of(body: bytes) -> Dict[str, Any]:
    raw = parse(body)
    if not isinstance(raw, dict):
        raise UnreachableError(f"the answer is no object: {body[:80]!r}")
    return raw


def optional(**values: Any) -> Dict[str, Any]:
    """Without those that are None."""
    return {name: value for name, value in values.items() if value is not None}


def mix_of(mix: Optional[Iterable[Any]]) -> Optional[List[Dict[str, Any]]]:
    """Names alone are entries too."""
    if mix is None:
        return None
    return [{"env": entry} if isinstance(entry, str) else dict(entry) for entry in mix]


class Readiness:
    """What /readyz answered: whether the server can score now, and what was the last word if it
    cannot."""

    call = Call("GET", "/readyz")

    def __init__(self) -> None:
        self.last = "it was not asked"

    def is_good(self, reader: PlainReader, error: Optional[ResyndError]) -> bool:
        if error is None:
            self.last = f"/readyz answers {reader.response.status}"
            return reader.response.status == 200
        if not isinstance(error, DeadlineError) or self.last == "it was not asked":
            self.last = str(error)
        return False

    def too_late(self, url: str) -> DeadlineError:
        return DeadlineError(f"{url} is not ready: {self.last}")
