# SPDX-License-Identifier: Apache-2.0
"""From what a caller says of one response to the bytes of an item. What the server could not read is
an exception here, before anything is sent."""

from __future__ import annotations

import json
import operator
from typing import Any, Callable, Dict, List, Mapping, Optional, Union

Message = Mapping[str, Any]
Response = Union[str, List[Message]]
Item = Mapping[str, Any]

SEED_MAX = 2**63 - 1
# Fields of an item beside `response` and `deadline_ms`, and what they hold.
_TEXTS = ("instance", "env", "version", "thinking", "extract")
_NUMBERS = ("level", "seed")
_LABELS = ("id", "group")
_FIELDS = frozenset((*_TEXTS, *_NUMBERS, *_LABELS, "given", "finish_reason", "format_weight"))

# json's own, without what json.dumps does around it: a lone surrogate and NUL become escapes, which the
# server reads, and every byte is ASCII.
_text: Callable[[str], str] = getattr(json.encoder, "encode_basestring_ascii", json.dumps)


def to_json(value: Any, what: str) -> str:
    """ValueError for what JSON has no word for (NaN, infinities, cycles), TypeError for other types."""
    try:
        return json.dumps(value, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise ValueError(f"{what} cannot be written as JSON: {error}") from None
    except TypeError as error:
        raise TypeError(f"{what} cannot be written as JSON: {error}") from None
    except RecursionError:
        raise ValueError(f"{what} cannot be written as JSON: it is nested too deeply") from None


def exact_int(value: Any, what: str, low: int = 0, high: int = SEED_MAX) -> int:
    """An integer of any kind (numpy's too), never a float: a double has 53 bits, a seed has 63."""
    if isinstance(value, bool):
        raise TypeError(f"{what} is an integer, not {value!r}")
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{what} is an integer, not {value!r}") from None
    if not low <= number <= high:
        raise ValueError(f"{what} is from {low} to {high}, not {number}")
    return number


def weight(value: Any, what: str) -> float:
    """From 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{what} is a number, not {value!r}")
    if not 0 <= value <= 1:
        raise ValueError(f"{what} is from 0 to 1, not {value}")
    return float(value)


def _label(value: Any, what: str) -> str:
    if isinstance(value, str):
        return _text(value)
    return str(exact_int(value, what, -2**63, 2**63 - 1))


def _response(response: Any) -> str:
    if isinstance(response, str):
        return _text(response)
    if isinstance(response, (list, tuple)) and all(isinstance(each, Mapping) for each in response):
        return to_json([dict(message) for message in response], "response")
    raise TypeError("response is a string or a list of chat messages, not "
                    f"{type(response).__name__}")


def _field(name: str, value: Any) -> str:
    if name in _TEXTS or name == "finish_reason":
        if not isinstance(value, str):
            raise TypeError(f"{name} is a string, not {value!r}")
        return _text(value)
    if name in _NUMBERS:
        return str(exact_int(value, name))
    if name in _LABELS:
        return _label(value, name)
    if name == "format_weight":
        return repr(weight(value, name))
    return to_json(value, name)  # given


def encode(instance: Optional[str], response: Any, fields: Optional[Dict[str, Any]] = None) -> bytes:
    """The item's JSON without its last brace: the deadline follows when it is sent. Fields that are
    None are left out. TypeError or ValueError says which field is wrong."""
    if fields:
        return _encode_fields({"instance": instance, **fields}, response)
    if type(instance) is not str or type(response) is not str:
        return _encode_fields({"instance": instance}, response)
    return f'{{"instance":{_text(instance)},"response":{_text(response)}'.encode("ascii")


def _encode_fields(fields: Dict[str, Any], response: Any) -> bytes:
    unknown = [str(name) for name in fields if name not in _FIELDS]
    if unknown:
        raise TypeError(f"an item has no field {', '.join(unknown)}; fields: response, "
                        f"{', '.join(sorted(_FIELDS))}")
    parts = [f'"{name}":{_field(name, value)}' for name, value in fields.items() if value is not None]
    if not any(fields.get(name) is not None for name in ("instance", "env")):
        raise ValueError("an item names an instance; or env, level and seed; or env and given")
    return "{{{},\"response\":{}".format(",".join(parts), _response(response)).encode("ascii")


def encode_item(item: Item) -> bytes:
    """The same of a whole item: {"instance": …, "response": …}."""
    if not isinstance(item, Mapping):
        raise TypeError(f"an item is a dictionary, not {type(item).__name__}")
    fields = dict(item)
    if "responses" in fields:
        raise TypeError("an item has one response; a group goes to score_group")
    try:
        response = fields.pop("response")
    except KeyError:
        raise TypeError("an item has a response") from None
    return encode(fields.pop("instance", None), response, fields)
