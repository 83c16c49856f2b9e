"""Writes parameters by their style (OpenAPI 3.1, 4.8.12)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from .texts import json_text, plain

Encode = Callable[[str], str]


def strict(text: str) -> str:
    """Everything but unreserved characters is encoded (RFC 3986, 2.3)."""
    return quote(text, safe="-._~")


def _reserved(text: str) -> str:
    """Reserved expansion (RFC 6570, 3.2.3); `#`, `&` and `+` stay encoded, as they are read otherwise in a query."""
    return re.sub("%25([0-9A-Fa-f]{2})", r"%\1", quote(text, safe="-._~:/?@!$'()*,;=[]"))


def _joined(value: Any, separator: str, pair: str, encode: Encode) -> str:
    """Values of an array, or names and values of an object, encoded and joined."""
    if isinstance(value, list):
        return separator.join(encode(plain(each)) for each in value)
    return separator.join(f"{encode(key)}{pair}{encode(plain(each))}" for key, each in value.items())


def _named(name: str, text: str) -> str:
    """A part of the style matrix: `;x` where the value is empty (RFC 6570, 3.2.7)."""
    return f";{strict(name)}={text}" if text else f";{strict(name)}"


def _matrix(source: Mapping[str, Any], value: Any) -> str:
    name = source["name"]
    if not source["explode"]:
        return _named(name, _joined(value, ",", ",", strict))
    items = value.items() if isinstance(value, dict) else ((name, each) for each in value)
    return "".join(_named(key, strict(plain(each))) for key, each in items)


def write_path(source: Mapping[str, Any], value: Any) -> str:
    """A path segment's text."""
    style, explode = source["style"], source["explode"]
    if source.get("json"):
        return strict(json_text(value))
    if not isinstance(value, (dict, list)):
        text = strict(plain(value))
        return _named(source["name"], text) if style == "matrix" else f".{text}" if style == "label" else text
    if style == "matrix":
        return _matrix(source, value)
    pair = "=" if explode else ","
    if style == "label":
        return "." + _joined(value, "." if explode else ",", pair, strict)
    return _joined(value, ",", pair, strict)


def nested_pairs(name: str, value: Any, encode: Encode = strict) -> list[str]:
    """`name[a][0][b]=value`: nested in brackets, as deep as the value is."""
    if not isinstance(value, (dict, list)):
        return [f"{strict(name)}={encode(plain(value))}"]
    parts: Iterator[tuple[Any, Any]] = iter(value.items() if isinstance(value, dict) else enumerate(value))
    return [pair for key, each in parts for pair in nested_pairs(f"{name}[{key}]", each, encode)]


# A bar is no character of a URI (RFC 3986, 2): servers that hold to it refuse one that is not encoded.
_DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}


def write_pairs(source: Mapping[str, Any], value: Any) -> list[str]:
    """`name=value` pairs of a query string, of a form or of cookies."""
    key, style, explode = strict(source["name"]), source["style"], source["explode"]
    encode = _reserved if source.get("allowReserved") else strict
    if source.get("json"):
        return [f"{key}={encode(json_text(value))}"]
    if not isinstance(value, (dict, list)):
        return [f"{key}={encode(plain(value))}"]
    if style == "deepObject":
        return nested_pairs(source["name"], value, encode)
    if explode and isinstance(value, list):
        return [f"{key}={encode(plain(each))}" for each in value]
    if explode and isinstance(value, dict):
        return [f"{strict(inner)}={encode(plain(each))}" for inner, each in value.items()]
    delimiter = _DELIMITERS.get(style, ",")
    return [f"{key}={_joined(value, delimiter, delimiter, encode)}"]
