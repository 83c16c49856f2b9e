"""Finds the operation of an API Gateway REST proxy event (format 1.0) and decodes its request."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from .codec import Codecs, pointer_of
from .media_types import is_json, parse_body
from .parameters import parameter_value
from .paths import normalized, routed
from .problem import ProblemError, problem

MAX_BODY_BYTES = 1024 * 1024


def headers_of(event: Mapping[str, Any]) -> dict[str, str]:
    """Names in lower case; repeated headers joined (RFC 9110, 5.3)."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    for name, values in (event.get("multiValueHeaders") or {}).items():
        if values:
            headers[name.lower()] = ("; " if name.lower() == "cookie" else ", ").join(values)
    return headers


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
        if "GET" in methods:
            methods.setdefault("HEAD", methods["GET"])
        if method in methods:
            return methods[method], values
        allow = ", ".join(methods)
        raise ProblemError(problem(405, f"{path} takes {allow}, not {method}"), {"allow": allow})
    raise ProblemError(problem(404, f"there is no {path}"))


def _query(event: Mapping[str, Any]) -> list[tuple[str, str]]:
    """API Gateway gives values decoded: they are encoded again, so that splitting them comes before decoding."""
    many = event.get("multiValueQueryStringParameters") or {}
    single = event.get("queryStringParameters") or {}
    pairs = [(name, value) for name, values in many.items() for value in values or []]
    pairs += [(name, value) for name, value in single.items() if name not in many and value is not None]
    return [(quote(name, safe=""), quote(value, safe=",|")) for name, value in pairs]


def _cookies(header: str) -> list[tuple[str, str]]:
    pairs = (part.partition("=") for part in re.split(r";\s*", header))
    return [(name, value) for name, equals, value in pairs if equals and name]


def _refuse_type(reason: str, content: Mapping[str, Any]) -> ProblemError:
    taken = ", ".join(content)
    return ProblemError(problem(415, f"{reason}; this operation takes {taken}"), {"accept": taken})


def _media_type(headers: Mapping[str, str], content: Mapping[str, Any]) -> tuple[str, str]:
    """The declared media type that the body is of, and its own."""
    encoding = headers.get("content-encoding", "identity").lower()
    if encoding != "identity":
        raise _refuse_type(f"the body is encoded by {encoding}", content)
    header = headers.get("content-type")
    if header is None:
        only = next(iter(content))
        if len(content) > 1 or not is_json(only):
            raise _refuse_type("the request has no Content-Type", content)
        return only, only
    own, *parameters = (each.strip().lower() for each in header.split(";"))
    charset = next((each[8:].strip('"') for each in parameters if each.startswith("charset=")), "utf-8")
    if charset not in ("utf-8", "utf8"):
        raise _refuse_type(f"the body's charset is {charset}; utf-8 is taken", content)
    for declared in (own, own.split("/")[0] + "/*", "*/*"):
        if declared in content:
            return declared, own
    raise _refuse_type(f"the body is {own}", content)


class RequestDecoder:
    """Decodes requests by the contract; every reason of a refusal is told."""

    def __init__(self, codecs: Codecs) -> None:
        self._codecs = codecs

    def decode(self, operation: Mapping[str, Any], event: Mapping[str, Any], path: Mapping[str, str]) -> dict[str, Any]:
        """The groups of the request. Errors: ProblemError 400, 413, 415."""
        errors: list[dict[str, str]] = []
        headers = headers_of(event)
        raw = {"path": path, "query": _query(event), "headers": headers, "cookies": _cookies(headers.get("cookie", ""))}
        request: dict[str, Any] = {}
        for parameter in operation["parameters"]:
            group = request.setdefault(parameter["group"], {})
            value = self._parameter(parameter, raw, errors)
            if value is not None:
                group[parameter["name"]] = value
        if operation["body"] is not None:
            request.update(self._body(operation["body"], event, errors))
        if errors:
            detail = f"{len(errors)} values do not follow the contract"
            raise ProblemError(problem(400, detail, errors=errors))
        return request

    def _parameter(self, parameter: Mapping[str, Any], raw: Mapping[str, Any], errors: list[dict[str, str]]) -> Any:
        value = parameter_value(parameter, raw)
        place, pointer = parameter["group"], pointer_of([parameter["name"]])
        if value is None:
            if parameter["required"]:
                errors.append({"in": place, "pointer": pointer, "expected": "a value", "received": "nothing"})
            return parameter.get("default")
        for each in self._codecs.problems(parameter["schema"], value):
            errors.append({**each, "in": place, "pointer": pointer + each["pointer"]})
        return value

    def _body(self, body: Mapping[str, Any], event: Mapping[str, Any], errors: list[dict[str, str]]) -> dict[str, Any]:
        text = event.get("body") or ""
        data = base64.b64decode(text) if event.get("isBase64Encoded") else text.encode()
        most = body.get("maxBytes", MAX_BODY_BYTES)
        if len(data) > most:
            raise ProblemError(problem(413, f"the body has {len(data)} bytes; {most} are taken"))
        if not data:
            if body["required"]:
                errors.append({"in": "body", "pointer": "", "expected": "a body", "received": "nothing"})
            return {}
        content = body["content"]
        declared, own = _media_type(headers_of(event), content)
        try:
            value = parse_body(data, own, content[declared]["shape"])
        except (ValueError, RecursionError) as error:
            expected = "JSON" if is_json(own) else "text in UTF-8"
            errors.append({"in": "body", "pointer": "", "expected": expected, "received": str(error)})
            return {}
        schema = content[declared]["schema"]
        if schema is not None:
            errors.extend({**each, "in": "body"} for each in self._codecs.problems(schema, value))
        return {"body": value} if len(content) == 1 else {"body": value, "content_type": declared}
