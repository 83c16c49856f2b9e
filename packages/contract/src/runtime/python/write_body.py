"""Writes the body of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .form import write_form
from .media_types import body_kind, media_type_of
from .texts import json_text


def _content_type(declared: str, body: object) -> str:
    """The media type that is asked for, the first that is declared, or for a range the body's own."""
    if "*" not in declared:
        return declared
    if declared.startswith("text/") or isinstance(body, str):
        return "text/plain"
    return "application/octet-stream" if isinstance(body, bytes) else "application/json"


def write_body(operation: Mapping[str, Any], body: Any, asked: str | None) -> tuple[bytes, str]:
    """A body with its Content-Type. Error: TypeError where it is nothing that its media type can hold."""
    declared = operation["body"] or {"content": {}}
    content_type = _content_type(asked or next(iter(declared["content"]), "application/json"), body)
    kind = body_kind(media_type_of(content_type))
    if kind == "json":
        return json_text(body).encode(), content_type
    if kind == "form" and isinstance(body, dict):
        return write_form(body, declared.get("form")).encode(), content_type
    if isinstance(body, (bytes, bytearray)):
        return bytes(body), content_type
    if isinstance(body, str):
        return body.encode(), content_type
    if kind == "text" and (body is None or isinstance(body, (bool, int, float))):
        return json_text(body).encode(), content_type
    expected = "a dict, str or bytes" if kind == "form" else "str or bytes"
    given = type(body).__name__
    raise TypeError(f"{operation['operationId']}: a body of {content_type} is {expected}, not {given}")
