"""Reads and writes parameters by their style (OpenAPI 3.1, 4.8.12)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

Pairs = Sequence[tuple[str, str]]
_TEXT: dict[str, Any] = {"kind": "text"}
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z", re.ASCII)


def scalar(text: str, shape: Mapping[str, Any]) -> Any:
    """The value that a text stands for; what is no number or boolean stays text, to be refused."""
    if shape["kind"] == "number" and _NUMBER.match(text):
        return float(text) if re.search(r"[.eE]", text) else int(text)
    if shape["kind"] == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def member_shape(shape: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The shape of a member of an object."""
    return shape.get("members", {}).get(name) or shape.get("rest") or _TEXT


def _object(parts: Sequence[str], shape: Mapping[str, Any], paired: bool) -> dict[str, Any]:
    if paired:
        entries = [(name, value) for name, _, value in (part.partition("=") for part in parts)]
    else:
        entries = list(zip(parts[::2], [*parts[1::2], ""], strict=False))
    decoded = [(unquote(name), unquote(value)) for name, value in entries]
    return {name: scalar(value, member_shape(shape, name)) for name, value in decoded}


def _split(text: str, separator: str, source: Mapping[str, Any]) -> Any:
    shape = source["shape"]
    parts = re.split(separator, text) if text else []
    if shape["kind"] == "array":
        return [scalar(unquote(part), shape.get("item", _TEXT)) for part in parts]
    return _object(parts, shape, source["explode"])


def _is_scalar(shape: Mapping[str, Any]) -> bool:
    return shape["kind"] not in ("array", "object")


def _from_path(source: Mapping[str, Any], raw: str) -> Any:
    shape, style, explode = source["shape"], source["style"], source["explode"]
    if style == "simple":
        return scalar(unquote(raw), shape) if _is_scalar(shape) else _split(raw, ",", source)
    body = raw[1:]
    if style == "label":
        return scalar(unquote(body), shape) if _is_scalar(shape) else _split(body, r"\." if explode else ",", source)
    prefix = quote(source["name"], safe="") + "="
    if _is_scalar(shape):
        return scalar(unquote(body.removeprefix(prefix)), shape)
    if not explode:
        return _split(body.removeprefix(prefix), ",", source)
    if shape["kind"] == "array":
        return [scalar(unquote(part.removeprefix(prefix)), shape.get("item", _TEXT)) for part in body.split(";")]
    return _object(body.split(";"), shape, True)


_SEPARATORS = {"form": ",", "spaceDelimited": r"%20|\+| ", "pipeDelimited": r"%7[Cc]|\|"}


def _from_pairs(source: Mapping[str, Any], pairs: Pairs) -> Any:
    name, shape, style, explode = source["name"], source["shape"], source["style"], source["explode"]
    decoded = [(unquote(key), value) for key, value in pairs]
    if style == "deepObject":
        inner = [(key[len(name) + 1 : -1], value) for key, value in decoded if key.startswith(name + "[") and key.endswith("]")]
        return {key: scalar(unquote(value), member_shape(shape, key)) for key, value in inner} or None
    if shape["kind"] == "object" and explode:
        known = [(key, value) for key, value in decoded if key in shape.get("members", {})]
        return {key: scalar(unquote(value), member_shape(shape, key)) for key, value in known} or None
    values = [value for key, value in decoded if key == name]
    if not values:
        return None
    if _is_scalar(shape):
        return scalar(unquote(values[0]), shape)
    if shape["kind"] == "array" and explode:
        return [scalar(unquote(value), shape.get("item", _TEXT)) for value in values]
    return _split(values[0], _SEPARATORS.get(style, ","), source)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        # What is no JSON stays text, which the schema then refuses.
        return text


def parameter_value(source: Mapping[str, Any], raw: Mapping[str, Any]) -> Any:
    """The value of a parameter; None when the request has none."""
    name, location = source["name"], source["in"]
    if location == "path":
        text = raw["path"][name]
        return _json(unquote(text)) if source["json"] else _from_path(source, text)
    if location == "header":
        text = raw["headers"].get(name)
        if text is None or source["json"]:
            return None if text is None else _json(text)
        return scalar(text, source["shape"]) if _is_scalar(source["shape"]) else _split(re.sub(r"\s*,\s*", ",", text), ",", source)
    pairs: Pairs = raw["cookies"] if location == "cookie" else raw["query"]
    if not source["json"]:
        return _from_pairs(source, pairs)
    found = next((value for key, value in pairs if unquote(key) == name), None)
    return None if found is None else _json(unquote(found))


def _strict(text: str) -> str:
    return quote(text, safe="-._~")


def _reserved(text: str) -> str:
    return quote(text, safe="-._~:/?@!$'()*,;=[]")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (bool, dict, list)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)


def _joined(value: Any, separator: str, pair: str, encode: Callable[[str], str]) -> str:
    if isinstance(value, list):
        return separator.join(encode(_text(each)) for each in value)
    return separator.join(f"{encode(key)}{pair}{encode(_text(each))}" for key, each in value.items())


def write_path(source: Mapping[str, Any], value: Any) -> str:
    """A path segment's text."""
    name, style, explode = _strict(source["name"]), source["style"], source["explode"]
    if source["json"]:
        return _strict(json.dumps(value))
    if not isinstance(value, (dict, list)):
        text = _strict(_text(value))
        return {"label": f".{text}", "matrix": f";{name}={text}" if text else f";{name}"}.get(style, text)
    pair = "=" if explode else ","
    if style == "label":
        return "." + _joined(value, "." if explode else ",", pair, _strict)
    if style != "matrix":
        return _joined(value, ",", pair, _strict)
    if not explode:
        return f";{name}={_joined(value, ',', pair, _strict)}"
    items: Iterable[tuple[str, Any]] = value.items() if isinstance(value, dict) else [(source["name"], each) for each in value]
    return "".join(f";{_strict(key)}={_strict(_text(each))}" for key, each in items)


def write_pairs(source: Mapping[str, Any], value: Any) -> list[str]:
    """`name=value` pairs of a query string, of a form or of cookies."""
    key, style, explode = _strict(source["name"]), source["style"], source["explode"]
    encode = _reserved if source.get("allowReserved") else _strict
    if source["json"]:
        return [f"{key}={encode(json.dumps(value))}"]
    if not isinstance(value, (dict, list)):
        return [f"{key}={encode(_text(value))}"]
    if style == "deepObject" and isinstance(value, dict):
        return [f"{key}%5B{_strict(inner)}%5D={encode(_text(each))}" for inner, each in value.items()]
    if explode and isinstance(value, list):
        return [f"{key}={encode(_text(each))}" for each in value]
    if explode and isinstance(value, dict):
        return [f"{_strict(inner)}={encode(_text(each))}" for inner, each in value.items()]
    delimiter = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}.get(style, ",")
    return [f"{key}={_joined(value, delimiter, delimiter, encode)}"]


def write_header(source: Mapping[str, Any], value: Any) -> str:
    """A header's text."""
    if source["json"]:
        return json.dumps(value)
    if not isinstance(value, (dict, list)):
        return _text(value)
    return _joined(value, ",", "=" if source["explode"] else ",", lambda text: text)
