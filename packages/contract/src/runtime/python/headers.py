"""Values of headers (OpenAPI 3.1, 4.8.21: style `simple`), which are not percent-encoded (RFC 9110, 5.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .shapes import TEXT, Shape, is_scalar, item_shape, json_or_text, member_shape, scalar
from .texts import json_text, plain

SET_BY_RUNTIME = frozenset(("x-request-id", "traceparent", "deprecation", "sunset", "link"))
"""Headers that no handler has to give."""


def header_value(text: str, source: Mapping[str, Any]) -> Any:
    """The value that a header's text stands for."""
    shape: Shape = source.get("shape", TEXT)
    if source.get("json"):
        return json_or_text(text)
    if is_scalar(shape):
        return scalar(text, shape)
    parts = [part.strip() for part in text.split(",")] if text else []
    if shape["kind"] == "array":
        return [scalar(part, item_shape(shape)) for part in parts]
    if source.get("explode"):
        entries = [(name, value) for name, _, value in (part.partition("=") for part in parts)]
    else:
        entries = list(zip(parts[::2], [*parts[1::2], ""], strict=False))
    return {name: scalar(value, member_shape(shape, name)) for name, value in entries}


def header_text(value: Any, source: Mapping[str, Any]) -> str:
    """The text of a header's value."""
    if source.get("json"):
        return json_text(value)
    if isinstance(value, list):
        return ",".join(plain(each) for each in value)
    if isinstance(value, dict):
        pair = "=" if source.get("explode") else ","
        return ",".join(f"{name}{pair}{plain(each)}" for name, each in value.items())
    return plain(value)
