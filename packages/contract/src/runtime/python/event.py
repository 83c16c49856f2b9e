"""What is read of an API Gateway REST proxy event (format 1.0)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote


def headers_of(event: Mapping[str, Any]) -> dict[str, str]:
    """Names in lower case; repeated headers joined (RFC 9110, 5.3)."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    for name, values in (event.get("multiValueHeaders") or {}).items():
        if values:
            headers[name.lower()] = ("; " if name.lower() == "cookie" else ", ").join(values)
    return headers


def characters(text: str) -> str:
    """Half a surrogate pair is no character: as in UTF-8 it is told by the replacement character."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def query_of(event: Mapping[str, Any]) -> list[tuple[str, str]]:
    """API Gateway gives values decoded: they are encoded again, so that splitting them comes before decoding."""
    many = event.get("multiValueQueryStringParameters") or {}
    single = event.get("queryStringParameters") or {}
    pairs = [(name, value) for name, values in many.items() for value in values or []]
    pairs += [(name, value) for name, value in single.items() if name not in many and value is not None]
    return [(quote(characters(name), safe=""), quote(characters(value), safe=",|")) for name, value in pairs]


def cookies_of(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Names and values, still encoded."""
    pairs = (part.partition("=") for part in re.split(r";\s*", headers.get("cookie", "")))
    return [(name, value) for name, equals, value in pairs if equals and name]
