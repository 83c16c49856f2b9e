"""Reads parameters by their style (OpenAPI 3.1, 4.8.12)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .headers import header_value
from .nested import bracketed, nested_value
from .shapes import TEXT, Shape, decode, is_scalar, item_shape, json_or_text, member_shape, scalar

Pairs = Sequence[tuple[str, str]]
ABSENT = object()
"""What a request does not have; None is the null of JSON."""


def shape_of(source: Mapping[str, Any]) -> Shape:
    """What the text of a parameter stands for: text, unless told."""
    shape: Shape = source.get("shape", TEXT)
    return shape


def _object(parts: Sequence[str], shape: Shape, paired: bool) -> dict[str, Any]:
    """`name=value` parts, or names and values in turn."""
    if paired:
        entries = [(name, value) for name, _, value in (part.partition("=") for part in parts)]
    else:
        entries = list(zip(parts[::2], [*parts[1::2], ""], strict=False))
    decoded = [(decode(name), decode(value)) for name, value in entries]
    return {name: scalar(value, member_shape(shape, name)) for name, value in decoded}


def _items(parts: Sequence[str], shape: Shape) -> list[Any]:
    return [scalar(decode(part), item_shape(shape)) for part in parts]


def _split(text: str, separator: str, source: Mapping[str, Any]) -> Any:
    shape = shape_of(source)
    parts = re.split(separator, text) if text else []
    return _items(parts, shape) if shape["kind"] == "array" else _object(parts, shape, source["explode"])


def _own(name: str) -> Callable[[str], str]:
    """What a part of the style matrix, `name=value` or `name`, has of the parameter."""

    def value(part: str) -> str:
        key, _, own = part.partition("=")
        return own if decode(key) == name else part

    return value


def _from_path(source: Mapping[str, Any], raw: str) -> Any:
    shape, style, explode = shape_of(source), source["style"], source["explode"]
    if style == "simple":
        return scalar(decode(raw), shape) if is_scalar(shape) else _split(raw, ",", source)
    body = raw[1:]
    if style == "label":
        return scalar(decode(body), shape) if is_scalar(shape) else _split(body, r"\." if explode else ",", source)
    own = _own(source["name"])
    if is_scalar(shape):
        return scalar(decode(own(body)), shape)
    if not explode:
        return _split(own(body), ",", source)
    if shape["kind"] == "array":
        return _items([own(part) for part in body.split(";")], shape)
    return _object(body.split(";"), shape, True)


_SEPARATORS = {"form": ",", "spaceDelimited": r"%20|\+| ", "pipeDelimited": r"%7[Cc]|\|"}


def _exploded(source: Mapping[str, Any], decoded: Pairs) -> Any:
    """Members of an exploded object stand beside the other parameters under their own names."""
    shape = shape_of(source)
    names, others = shape.get("members", {}), source.get("others", ())

    def is_member(key: str) -> bool:
        is_other = any(key == other or key.startswith(other + "[") for other in others)
        return key in names or ("rest" in shape and not is_other)

    known = [(key, decode(value)) for key, value in decoded if is_member(key)]
    return {key: scalar(value, member_shape(shape, key)) for key, value in known} or ABSENT


def _from_pairs(source: Mapping[str, Any], pairs: Pairs) -> Any:
    name, shape, style, explode = source["name"], shape_of(source), source["style"], source["explode"]
    decoded = [(decode(key), value) for key, value in pairs]
    if style == "deepObject":
        nested = bracketed(decoded, name)
        return nested_value(nested, shape) if nested else ABSENT
    if shape["kind"] == "object" and explode:
        return _exploded(source, decoded)
    values = [value for key, value in decoded if key == name]
    if not values:
        return ABSENT
    if is_scalar(shape):
        return scalar(decode(values[0]), shape)
    if shape["kind"] == "array" and explode:
        return _items(values, shape)
    return _split(values[0], _SEPARATORS.get(style, ","), source)


def parameter_value(source: Mapping[str, Any], raw: Mapping[str, Any]) -> Any:
    """The value of a parameter; ABSENT when the request has none."""
    name, location, is_json = source["name"], source["in"], source.get("json", False)
    if location == "path":
        text = raw["path"].get(name)
        if text is None:
            return ABSENT
        return json_or_text(decode(text)) if is_json else _from_path(source, text)
    if location == "header":
        text = raw["headers"].get(name)
        return ABSENT if text is None else header_value(text, source)
    pairs: Pairs = raw["cookies"] if location == "cookie" else raw["query"]
    if not is_json:
        return _from_pairs(source, pairs)
    found = next((value for key, value in pairs if decode(key) == name), None)
    return ABSENT if found is None else json_or_text(decode(found))
