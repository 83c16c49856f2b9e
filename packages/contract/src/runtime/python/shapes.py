"""What the text of a value stands for, from its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

Shape = Mapping[str, Any]
TEXT: Shape = {"kind": "text"}
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\Z", re.ASCII | re.IGNORECASE)


def decode(text: str) -> str:
    """Percent-decoding that leaves alone what is not encoded rightly, so that the schema refuses it."""
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def parse_json(text: str) -> Any:
    """JSON as RFC 8259 has it, without NaN. Errors: ValueError; RecursionError where it is nested too deep."""
    return json.loads(text, parse_constant=_refuse_constant)


def json_or_text(text: str) -> Any:
    """What is no JSON stays text, which the schema then refuses with its place."""
    try:
        return parse_json(text)
    except (ValueError, RecursionError):
        return text


def _number(text: str) -> float:
    # More digits than Python makes an int of (sys.set_int_max_str_digits) are no int of anybody.
    whole = re.search(r"[.eE]", text) is None and len(text) <= 4000
    return int(text) if whole else float(text)


def scalar(text: str, shape: Shape) -> Any:
    """
    The value that a text stands for; what is no number or boolean stays text, to be refused. An array or object where
    the style has no form of its own for one is JSON.
    """
    kind = shape["kind"]
    if kind in ("array", "object"):
        return json_or_text(text)
    if kind == "number" and _NUMBER.match(text):
        return _number(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def is_scalar(shape: Shape) -> bool:
    """Whether the text stands for one value without parts."""
    return shape["kind"] not in ("array", "object")


def item_shape(shape: Shape) -> Shape:
    """What an item of an array stands for."""
    item: Shape = shape.get("item", TEXT)
    return item


def member_shape(shape: Shape, name: str) -> Shape:
    """What a member of an object stands for."""
    members: Mapping[str, Shape] = shape.get("members", {})
    rest: Shape = shape.get("rest", TEXT)
    return members.get(name, rest)
