"""Decodes requests by the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .body import read_body
from .codec import Codecs, pointer_of
from .event import cookies_of, headers_of, query_of
from .parameters import ABSENT, parameter_value
from .problem import ProblemError, problem


class RequestDecoder:
    """Decodes requests by the contract; every reason of a refusal is told."""

    def __init__(self, codecs: Codecs) -> None:
        self._codecs = codecs

    def decode(self, operation: Mapping[str, Any], event: Mapping[str, Any], path: Mapping[str, str]) -> dict[str, Any]:
        """The groups of the request. Errors: ProblemError 400, 413, 415."""
        errors: list[dict[str, str]] = []
        headers = headers_of(event)
        raw = {"path": path, "query": query_of(event), "headers": headers, "cookies": cookies_of(headers)}
        request: dict[str, Any] = {}
        for parameter in operation["parameters"]:
            group = request.setdefault(parameter["group"], {})
            value = self._parameter(parameter, raw, errors)
            if value is not ABSENT:
                group[parameter["name"]] = value
        if operation["body"] is not None:
            body, found = read_body(operation["body"], event, headers, self._codecs)
            request.update(body)
            errors += found
        if errors:
            detail = f"{len(errors)} values do not follow the contract"
            raise ProblemError(problem(400, detail, errors=errors))
        return request

    def _parameter(self, parameter: Mapping[str, Any], raw: Mapping[str, Any], errors: list[dict[str, str]]) -> Any:
        value = parameter_value(parameter, raw)
        problems = [] if value is ABSENT else self._codecs.problems(parameter["schema"], value)
        if value is not ABSENT and not problems:
            return value
        other = self._other(parameter, raw)
        if other is not ABSENT:
            return other
        place, pointer = parameter["group"], pointer_of([parameter["name"]])
        if value is ABSENT:
            if parameter["required"]:
                errors.append({"in": place, "pointer": pointer, "expected": "a value", "received": "nothing"})
            return parameter.get("default", ABSENT)
        errors += [{**each, "in": place, "pointer": pointer + each["pointer"]} for each in problems]
        return value

    def _other(self, parameter: Mapping[str, Any], raw: Mapping[str, Any]) -> Any:
        """Where a text may stand for more than one thing: what the schema takes of the others."""
        for shape in parameter.get("shapes", ()):
            value = parameter_value({**parameter, "shape": shape}, raw)
            if value is not ABSENT and not self._codecs.problems(parameter["schema"], value):
                return value
        return ABSENT
