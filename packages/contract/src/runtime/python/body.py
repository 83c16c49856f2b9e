"""Reads the body of a request."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from .codec import Codecs
from .event import characters
from .form import read_form
from .media_types import BodyKind, body_kind, declared_for, header_parameter, is_json, kind_of, media_type_of, schema_of
from .problem import ProblemError, problem
from .shapes import TEXT, parse_json

MAX_BODY_BYTES = 1024 * 1024


def _refuse_type(reason: str, content: Mapping[str, Any]) -> ProblemError:
    taken = ", ".join(content)
    return ProblemError(problem(415, f"{reason}; this operation takes {taken}"), {"accept": taken})


def _media_type(headers: Mapping[str, str], content: Mapping[str, Any]) -> tuple[str, str]:
    """The declared media type that the body is of, and its own."""
    encoding = headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise _refuse_type(f"the body is encoded by {encoding}", content)
    header = headers.get("content-type")
    if header is None:
        only = next(iter(content), "")
        if len(content) > 1 or not is_json(only):
            raise _refuse_type("the request has no Content-Type", content)
        return only, only
    own, charset = media_type_of(header), header_parameter(header, "charset")
    if charset is not None and charset.lower() not in ("utf-8", "utf8"):
        raise _refuse_type(f"the body's charset is {charset}; utf-8 is taken", content)
    declared = declared_for(own, content)
    if declared is None:
        raise _refuse_type(f"the body is {own}", content)
    return declared, own


def _bytes(event: Mapping[str, Any]) -> bytes:
    text = event.get("body") or ""
    return base64.b64decode(text) if event.get("isBase64Encoded") else characters(text).encode()


def _text(event: Mapping[str, Any]) -> str:
    """UTF-8 without a byte order mark. Error: ValueError where the bytes are none."""
    if event.get("isBase64Encoded"):
        return _bytes(event).decode("utf-8-sig")
    return str(event.get("body") or "").removeprefix("\ufeff")


def _parse(event: Mapping[str, Any], kind: BodyKind, form: Mapping[str, Any] | None) -> Any:
    """Errors: ValueError where it is no JSON or no UTF-8; RecursionError of JSON nested deeper than the stack."""
    if kind == "bytes":
        return _bytes(event)
    text = _text(event)
    if kind == "form":
        return read_form(text, form)
    return parse_json(text) if kind == "json" else text


def _kind(entry: Any, own: str, form: Mapping[str, Any] | None) -> BodyKind:
    """What the body is read as; a form whose schema is a string is its text."""
    kind = kind_of(entry, own)
    is_text = kind == "form" and schema_of(entry) is not None and (form or {}).get("shape") == TEXT
    return "text" if is_text else kind


def _told(declared: str, own: str, content: Mapping[str, Any]) -> dict[str, str]:
    """What the handler is told of the media type, where the contract leaves it open."""
    if "*" in declared:
        return {"content_type": own}
    return {"content_type": declared} if len(content) > 1 else {}


def _may_be_empty(headers: Mapping[str, str]) -> bool:
    """A form without fields, a text without characters and a file without bytes are bodies all the same."""
    header = headers.get("content-type")
    return header is not None and body_kind(media_type_of(header)) in ("form", "text", "bytes")


def read_body(
    body: Mapping[str, Any], event: Mapping[str, Any], headers: Mapping[str, str], codecs: Codecs
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """
    The body, with its media type where the contract leaves it open, and what breaks the contract.

    Errors: ProblemError 413, 415.
    """
    size, most = len(_bytes(event)), body.get("maxBytes", MAX_BODY_BYTES)
    if size > most:
        raise ProblemError(problem(413, f"the body has {size} bytes; {most} are taken"))
    if not event.get("body") and not (body["required"] and _may_be_empty(headers)):
        missing = {"in": "body", "pointer": "", "expected": "a body", "received": "nothing"}
        return {}, [missing] if body["required"] else []
    content = body["content"]
    declared, own = _media_type(headers, content)
    entry, form = content[declared], body.get("form")
    kind = _kind(entry, own, form)
    try:
        value = _parse(event, kind, form)
    except (ValueError, RecursionError) as error:
        expected = "JSON" if kind == "json" else "text in UTF-8"
        return {}, [{"in": "body", "pointer": "", "expected": expected, "received": str(error)}]
    schema = schema_of(entry)
    found = codecs.problems(schema, value) if schema is not None else []
    return {"body": value, **_told(declared, own, content)}, [{**each, "in": "body"} for each in found]
