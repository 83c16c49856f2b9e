"""Finds the operation that a request asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .paths import normalized, routed
from .problem import ProblemError, problem


def _segments(path: str) -> list[str]:
    segments = []
    for segment in path.split("/")[1:]:
        try:
            segments.append(normalized(segment))
        except ValueError:
            detail = f"the path segment '{segment}' is not percent-encoded rightly"
            raise ProblemError(problem(400, detail)) from None
    return segments


def _match(template: str, segments: Sequence[str]) -> dict[str, str] | None:
    """An empty segment never stands for a parameter: `/orders/` is not the order of the empty id."""
    parts = template.split("/")[1:]
    if len(parts) != len(segments):
        return None
    values: dict[str, str] = {}
    for part, segment in zip(parts, segments, strict=True):
        names = re.findall(r"\{([^}]*)\}", part)
        literals = re.split(r"\{[^}]*\}", part)
        match = re.fullmatch("(.+)".join(re.escape(routed(each)) for each in literals), segment, re.DOTALL)
        if match is None:
            return None
        values.update(zip(names, match.groups(), strict=True))
    return values


def _rank(template: str) -> list[int]:
    """Fixed segments before mixed ones before parameters, from left to right, as API Gateway has it."""
    return [2 if re.fullmatch(r"\{[^}]*\}", part) else 1 if "{" in part else 0 for part in template.split("/")]


def find_operation(
    operations: Mapping[str, Mapping[str, Any]], event: Mapping[str, Any]
) -> tuple[str, dict[str, str]]:
    """The operation's name and its path parameters, still encoded. Errors: ProblemError 400, 404, 405."""
    path, method = event["path"], event["httpMethod"].upper()
    segments = _segments(path)
    templates = sorted({each["path"] for each in operations.values()}, key=_rank)
    for template in templates:
        values = _match(template, segments)
        if values is None:
            continue
        methods = {each["method"]: name for name, each in operations.items() if each["path"] == template}
        asked = "GET" if method == "HEAD" and "HEAD" not in methods else method
        if asked in methods:
            return methods[asked], values
        allow = ", ".join("GET, HEAD" if each == "GET" and "HEAD" not in methods else each for each in methods)
        raise ProblemError(problem(405, f"{path} takes {allow}, not {method}"), {"allow": allow})
    raise ProblemError(problem(404, f"there is no {path}"))
