"""Routes of a service."""

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


def _kind(part: str) -> tuple[int, int]:
    if re.fullmatch(r"\{[^}]*\}", part):
        return 2, 0
    return (1, -len(re.sub(r"\{[^}]*\}", "", part))) if "{" in part else (0, 0)


def _rank(template: str) -> list[tuple[int, int]]:
    """Fixed segments before mixed ones, those with more text first, before parameters, from left to right."""
    return [_kind(part) for part in template.split("/")]


def _shape(template: str) -> str:
    """The template without the names of its parameters: paths that differ in these alone are the same."""
    return re.sub(r"\{[^}]*\}", "{}", template)


class Router:
    """Finds the operation that a request asks for."""

    def __init__(self, operations: Mapping[str, Mapping[str, Any]]) -> None:
        self._operations = operations
        methods: dict[str, dict[str, str]] = {}
        for name, each in operations.items():
            methods.setdefault(_shape(each["path"]), {}).setdefault(each["method"], name)
        self._routes = sorted(methods.items(), key=lambda route: _rank(route[0]))

    def find(self, event: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
        """The operation's name and its path parameters, still encoded. Errors: ProblemError 400, 404, 405."""
        path, method = event["path"], event["httpMethod"].upper()
        segments = _segments(path)
        methods = next((methods for shape, methods in self._routes if _match(shape, segments) is not None), None)
        if methods is None:
            raise ProblemError(problem(404, f"there is no {path}"))
        asked = "GET" if method == "HEAD" and "HEAD" not in methods else method
        if asked in methods:
            name = methods[asked]
            return name, _match(self._operations[name]["path"], segments) or {}
        allow = ", ".join("GET, HEAD" if each == "GET" and "HEAD" not in methods else each for each in methods)
        raise ProblemError(problem(405, f"{path} takes {allow}, not {method}"), {"allow": allow})
