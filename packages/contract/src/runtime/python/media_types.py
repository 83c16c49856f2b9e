"""Media types: what a body is to code, and which types the caller accepts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

BodyKind = Literal["json", "form", "text", "bytes"]

_TEXTS = re.compile(
    r"text/|.*[/+]xml\Z|application/(?:javascript|ecmascript|yaml|x-yaml|graphql|sql|toml|jsonl|x-ndjson)\Z", re.DOTALL
)
_PARAMETER = re.compile(r""";\s*([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))""", re.ASCII)


def is_json(media_type: str) -> bool:
    """Whether a body of this media type (without parameters) is JSON."""
    return media_type.endswith(("/json", "+json"))


def body_kind(media_type: str) -> BodyKind:
    """How a body of this media type (without parameters) is read and written."""
    if is_json(media_type):
        return "json"
    if media_type == "application/x-www-form-urlencoded":
        return "form"
    return "text" if _TEXTS.match(media_type) else "bytes"


def media_type_of(content_type: str) -> str:
    """Type and subtype of a Content-Type in lower case, without parameters."""
    return content_type.partition(";")[0].strip().lower()


def declared_for(media_type: str, content: Mapping[str, Any]) -> str | None:
    """The declared media type or range that holds this one, the most specific first."""
    candidates = (media_type, media_type.partition("/")[0] + "/*", "*/*")
    return next((each for each in candidates if each in content), None)


def kind_of(entry: Any, media_type: str) -> BodyKind:
    """What a body is by its entry in the operations, which says it where its media type does not."""
    kind: BodyKind = entry["kind"] if isinstance(entry, dict) else body_kind(media_type)
    return kind


def schema_of(entry: Any) -> str | None:
    """The schema that a body is checked by, by its entry in the operations."""
    return entry if isinstance(entry, str) else None


def header_parameter(header: str, name: str) -> str | None:
    """A parameter of a Content-Type, unquoted; None where there is none."""
    for key, quoted, unquoted in _PARAMETER.findall(header):
        if key.lower() == name:
            return str(quoted.replace('\\"', '"') or unquoted)
    return None


def _quality(parameters: Iterable[str]) -> float:
    weight = next((each.split("=", 2)[1] for each in parameters if re.match(r"q\s*=", each)), "1")
    try:
        quality = float(weight or "0")
    except ValueError:
        return 1.0
    return min(max(quality, 0.0), 1.0) if math.isfinite(quality) else 1.0


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        media_type, *parameters = (each.strip().lower() for each in part.split(";"))
        if re.fullmatch(r"[^\s/]+/[^\s/]+", media_type):
            found.append((media_type, _quality(parameters)))
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
