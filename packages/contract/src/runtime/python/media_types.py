"""Media types: which the caller accepts, and what a body is to code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote_plus

from .parameters import member_shape, scalar

FORM = "application/x-www-form-urlencoded"


def is_json(media_type: str) -> bool:
    return re.search(r"[/+]json\Z", media_type) is not None


def is_text(media_type: str) -> bool:
    return media_type.startswith("text/")


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        media_type, *parameters = (each.strip().lower() for each in part.split(";"))
        if re.fullmatch(r"[^\s/]+/[^\s/]+", media_type) is None:
            continue
        weight = next((each.split("=", 1)[1] for each in parameters if re.match(r"q\s*=", each)), "1")
        try:
            quality = min(max(float(weight), 0.0), 1.0)
        except ValueError:
            quality = 1.0
        found.append((media_type, quality))
    return found


def acceptable(media_types: Iterable[str], accept: str | None) -> list[str]:
    """The media types that are accepted, best first (RFC 9110, 12.5.1); those wanted alike stay in their order."""
    types, ranges = list(media_types), _ranges(accept or "")
    if not ranges:
        return types

    def quality(media_type: str) -> float:
        for candidate in (media_type, media_type.split("/")[0] + "/*", "*/*"):
            matching = [weight for name, weight in ranges if name == candidate]
            if matching:
                return max(matching)
        return 0.0

    return sorted((each for each in types if quality(each) > 0), key=lambda each: -quality(each))


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _form(text: str, shape: Mapping[str, Any]) -> dict[str, Any]:
    """Fields by their names, arrays by repetition, objects by `name[member]`."""
    fields: dict[str, Any] = {}
    for part in filter(None, text.split("&")):
        raw_name, _, raw_value = part.partition("=")
        name, value = unquote_plus(raw_name), unquote_plus(raw_value)
        nested = re.fullmatch(r"([^\[\]]+)\[([^\[\]]*)\]", name)
        outer = nested[1] if nested else name
        member = member_shape(shape, outer)
        if nested and nested[2] != "" and member["kind"] != "array":
            inside = fields.setdefault(outer, {})
            if isinstance(inside, dict):
                inside[nested[2]] = scalar(value, member_shape(member, nested[2]))
        elif member["kind"] == "array":
            fields.setdefault(outer, []).append(scalar(value, member.get("item", {"kind": "text"})))
        elif outer in fields:
            # A scalar that is given twice is none: the schema refuses the array.
            before = fields[outer]
            fields[outer] = [*(before if isinstance(before, list) else [before]), value]
        else:
            fields[outer] = scalar(value, member)
    return fields


def parse_body(data: bytes, media_type: str, shape: Mapping[str, Any]) -> Any:
    """The value of a body. Error: ValueError where it is no JSON or no UTF-8."""
    if not (is_json(media_type) or is_text(media_type) or media_type == FORM):
        return data
    text = data.decode("utf-8-sig")
    if is_json(media_type):
        return json.loads(text, parse_constant=_refuse_constant)
    return _form(text, shape) if media_type == FORM else text
