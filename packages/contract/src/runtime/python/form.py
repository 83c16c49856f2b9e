"""Forms, `application/x-www-form-urlencoded` (OpenAPI 3.1, 4.8.15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .nested import bracketed, nested_value
from .parameters import ABSENT, parameter_value
from .serialize import nested_pairs, write_pairs
from .shapes import Shape, decode, is_scalar, item_shape, json_or_text, member_shape, scalar

Encodings = Mapping[str, Mapping[str, Any]]
"""How properties are written that do not go by default: scalars as text, arrays by repetition, objects as JSON."""

_ANY: Mapping[str, Any] = {"shape": {"kind": "object"}}


def _pairs(text: str) -> list[tuple[str, str]]:
    """Names and values, still encoded."""
    parts = (part.replace("+", "%20").partition("=") for part in text.split("&") if part)
    return [(name, value) for name, _, value in parts]


def _one(text: str, shape: Shape) -> Any:
    return json_or_text(text) if shape["kind"] == "object" else scalar(text, shape)


def _plain_value(texts: Sequence[str], shape: Shape) -> Any:
    """A property without brackets and without a style of its own."""
    if shape["kind"] == "array":
        return [_one(text, item_shape(shape)) for text in texts]
    read = [_one(text, shape) for text in texts]
    # A scalar that is given twice is no scalar: the schema refuses the array.
    return read[0] if len(read) == 1 else read


def _styled(raw: Sequence[tuple[str, str]], shape: Shape, encoding: Encodings) -> tuple[dict[str, Any], set[str]]:
    """The properties with a style of their own, and the names that are theirs."""
    values: dict[str, Any] = {}
    used: set[str] = set()
    for name, each in encoding.items():
        member = member_shape(shape, name)
        if each.get("style", "deepObject") == "deepObject" or is_scalar(member):
            continue
        source = {**each, "name": name, "in": "query", "shape": member}
        value = parameter_value(source, {"query": raw})
        spread = member["kind"] == "object" and each["explode"]
        used.update(member.get("members", {}) if spread else [name])
        if value is not ABSENT:
            values[name] = value
    return values, used


def read_form(text: str, form: Mapping[str, Any] | None) -> dict[str, Any]:
    """
    The value of a form by the shape of its schema: numbers, booleans, arrays and objects, the latter also nested in
    brackets. What does not fit stays text, for the schema to refuse.
    """
    shape, encoding = (form or _ANY)["shape"], (form or _ANY).get("encoding", {})
    raw = _pairs(text)
    pairs = [(decode(key), value) for key, value in raw]
    values, used = _styled(raw, shape, encoding)
    # Some contracts name their properties with brackets, as Rails writes them: these are no members of others.
    literal = {name for name in shape.get("members", {}) if "[" in name}
    loose = [(key, value) for key, value in pairs if key not in literal]
    for name in dict.fromkeys(key if key in literal else key.partition("[")[0] or key for key, _ in pairs):
        if name in values or name in used:
            continue
        member = member_shape(shape, name)
        nested = bracketed(loose, name)
        own = [decode(value) for key, value in pairs if key == name]
        if not own:
            if nested:
                values[name] = nested_value(nested, member)
        elif nested:
            # Given both ways it is neither: the schema refuses the array.
            values[name] = [*own, nested_value(nested, member)]
        elif encoding.get(name, {}).get("json") and len(own) == 1:
            values[name] = json_or_text(own[0])
        else:
            values[name] = _plain_value(own, member)
    return values


def _plain_pairs(name: str, value: Any, is_json: bool) -> list[str]:
    if isinstance(value, list) and not is_json:
        return [pair for each in value for pair in _plain_pairs(name, each, isinstance(each, list))]
    source = {"name": name, "style": "form", "explode": True, "json": is_json or isinstance(value, dict)}
    return write_pairs(source, value)


def _property_pairs(name: str, value: Any, encoding: Mapping[str, Any]) -> list[str]:
    style = encoding.get("style")
    if style is None:
        return _plain_pairs(name, value, encoding.get("json", False))
    return nested_pairs(name, value) if style == "deepObject" else write_pairs({**encoding, "name": name}, value)


def write_form(value: Mapping[str, Any], form: Mapping[str, Any] | None) -> str:
    """The text of a form."""
    encoding: Encodings = (form or _ANY).get("encoding", {})
    pairs = [pair for name, each in value.items() for pair in _property_pairs(name, each, encoding.get(name, {}))]
    return "&".join(pairs)
