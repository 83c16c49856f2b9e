"""The formats that are asserted; every other format is an annotation."""

from __future__ import annotations

import base64
import binascii
import datetime
import ipaddress
import math
import re
from collections.abc import Callable

from jsonschema import FormatChecker

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|([+-])(\d{2}):(\d{2}))\Z", re.ASCII)
_DURATION = re.compile(
    r"P(?!\Z)(?:\d+W|(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)?"
    r"(?:T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?)\Z",
    re.ASCII,
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"(?:{_ATOM}(?:\.{_ATOM})*|\"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*\")\Z")
_REFERENCE = re.compile(r"(?:([^:/?#]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?\Z", re.DOTALL)
_URI_TEXT = re.compile(r"(?:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=\[\]]|%[0-9A-Fa-f]{2})*\Z")
_AUTHORITY = re.compile(r"(?:[^@/?#\[\]]*@)?(?:\[([^\]]*)\]|[^:@/?#\[\]]*)(?::\d*)?\Z", re.ASCII)


def _is_date(text: str) -> bool:
    if _DATE.match(text) is None or text.startswith("0000"):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    match = _TIME.match(text)
    if match is None:
        return False
    hour, minute, second = (int(match[index]) for index in (1, 2, 3))
    offset_hour, offset_minute = int(match[5] or 0), int(match[6] or 0)
    if hour > 23 or minute > 59 or second > 60 or offset_hour > 23 or offset_minute > 59:
        return False
    # A leap second counts only where it is 23:59:60 in UTC.
    offset = (offset_hour * 60 + offset_minute) * (-1 if match[4] == "-" else 1)
    return second < 60 or (hour * 60 + minute - offset) % 1440 == 1439


def _is_date_time(text: str) -> bool:
    return text[10:11] in ("T", "t") and _is_date(text[:10]) and _is_time(text[11:])


def _is_hostname(text: str) -> bool:
    return len(text) <= 253 and all(_LABEL.match(label) for label in text.split("."))


def _is_ipv4(text: str) -> bool:
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return "%" not in text


def _is_email(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    if at == "" or not 1 <= len(local) <= 64 or _LOCAL.match(local) is None:
        return False
    if not (domain.startswith("[") and domain.endswith("]")):
        return _is_hostname(domain)
    literal = domain[1:-1]
    return _is_ipv6(literal[5:]) if literal.startswith("IPv6:") else _is_ipv4(literal)


def _is_uri_reference(text: str) -> bool:
    match = _REFERENCE.match(text)
    if match is None or _URI_TEXT.match(text) is None:
        return False
    scheme, host, path, query, fragment = match.groups()
    if scheme is not None and re.match(r"[A-Za-z][A-Za-z0-9+.-]*\Z", scheme) is None:
        return False
    if re.search(r"[\[\]]", path + (query or "")) or re.search(r"[\[\]#]", fragment or ""):
        return False
    if host is None:
        return True
    literal = _AUTHORITY.match(host)
    if literal is None:
        return False
    return literal[1] is None or _is_ipv6(literal[1]) or re.match(r"[vV][0-9A-Fa-f]+\.", literal[1]) is not None


def _is_uri(text: str) -> bool:
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text) is not None and _is_uri_reference(text)


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _is_json_pointer(text: str) -> bool:
    return text == "" or (text.startswith("/") and re.search(r"~(?![01])", text) is None)


_TEXT_FORMATS: dict[str, Callable[[str], bool]] = {
    "date": _is_date,
    "date-time": _is_date_time,
    "time": _is_time,
    "duration": lambda text: _DURATION.match(text) is not None,
    "email": _is_email,
    "hostname": _is_hostname,
    "ipv4": _is_ipv4,
    "ipv6": _is_ipv6,
    "uri": _is_uri,
    "uri-reference": _is_uri_reference,
    "uuid": lambda text: _UUID.match(text) is not None,
    "json-pointer": _is_json_pointer,
    "byte": _is_base64,
}


def _is_int32(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return True
    if isinstance(value, float) and not math.isfinite(value):
        return True
    return value == int(value) and -(2**31) <= value < 2**31


def _on_text(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or check(value)


def format_checker() -> FormatChecker:
    """A checker of these formats and no others."""
    checker = FormatChecker(formats=())
    for name, check in _TEXT_FORMATS.items():
        checker.checks(name)(_on_text(check))
    checker.checks("int32")(_is_int32)
    return checker
