"""Text of a path in the one of its spellings that routes are read in (RFC 3986, 6.2.2)."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes

_READABLE = re.compile(r"[A-Za-z0-9_~-]|[^\x00-\x7f]")
# What `encodeURI` leaves as it is (ECMA-262, 19.2.6.4), and what is encoded already.
_LEFT = "%;,/?:@&=+$#-_.!~*'()"


def _spelled(run: re.Match[str]) -> str:
    characters = unquote_to_bytes(run[0]).decode("utf-8")
    return "".join(each if _READABLE.match(each) else f"%{ord(each):02X}" for each in characters)


def normalized(segment: str) -> str:
    """
    What need not be encoded is not, and hexadecimal digits are capitals. A dot stays as it is sent, since one that is
    encoded is part of a value where others part values.

    Errors: ValueError for a `%` without two digits, or bytes that are no UTF-8.
    """
    if re.search(r"%(?![0-9A-Fa-f]{2})", segment):
        raise ValueError(segment)
    return re.sub(r"(?:%[0-9A-Fa-f]{2})+", _spelled, segment)


def encoded(text: str) -> str:
    """Text of a template as a URL has it."""
    return quote(text, safe=_LEFT, errors="replace")


def routed(text: str) -> str:
    """Text of a template as the segments of a request are compared with it."""
    try:
        return normalized(encoded(text))
    except ValueError:
        # A `%` that begins nothing: no request has it.
        return text
