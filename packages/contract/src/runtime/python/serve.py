"""The Lambda handler of a service behind API Gateway: route, security, decoding, handler, checked answer."""

from __future__ import annotations

import base64
import datetime
import email.utils
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

from .codec import Codecs
from .media_types import acceptable, is_json
from .problem import ProblemError, problem
from .request import RequestDecoder, find_operation, headers_of

_logger = logging.getLogger("atoll")


class Caller(TypedDict):
    """Who calls: what the verified token says."""

    sub: str
    scopes: Sequence[str]


class Call(TypedDict):
    """What a handler may know of the call that it answers."""

    operation_id: str
    request_id: str
    caller: Caller | None


Authenticate = Callable[[str | None], Caller]
"""Finds out who calls by the Authorization header. Errors: ProblemError 401."""

LambdaHandler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


class UndeclaredAnswer(Exception):
    """An answer that the contract does not declare: a bug of the handler."""


def _answer(status: int, headers: Mapping[str, str], body: str, encoded: bool = False) -> dict[str, Any]:
    return {"statusCode": status, "headers": dict(headers), "body": body, "isBase64Encoded": encoded}


def _encode_problem(details: Mapping[str, Any], headers: Mapping[str, str], instance: str) -> dict[str, Any]:
    typed = {**headers, "content-type": "application/problem+json"}
    return _answer(details["status"], typed, json.dumps({**details, "instance": instance}, ensure_ascii=False))


class Service:
    """A contract with its handlers."""

    def __init__(
        self,
        operations: Mapping[str, Mapping[str, Any]],
        codecs: Codecs,
        handlers: object,
        *,
        authenticate: Authenticate | None,
        strict: bool,
    ) -> None:
        self._operations = operations
        self._codecs = codecs
        self._handlers = handlers
        self._decoder = RequestDecoder(codecs)
        self._authenticate = authenticate
        self._strict = strict

    def __call__(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        started = time.monotonic()
        given = (event.get("requestContext") or {}).get("requestId")
        request_id = str(given or getattr(context, "aws_request_id", ""))
        result, operation_id = self._outcome(event, request_id)
        status, took = result["statusCode"], round((time.monotonic() - started) * 1000, 2)
        line = {"operation": operation_id, "requestId": request_id, "status": status, "durationMs": took}
        _logger.log(logging.ERROR if status >= 500 else logging.INFO, json.dumps(line))
        result["headers"].setdefault("x-request-id", request_id)
        # The answer of HEAD is that of GET without the body (RFC 9110, 9.3.2).
        return {**result, "body": "", "isBase64Encoded": False} if event["httpMethod"].upper() == "HEAD" else result

    def _outcome(self, event: Mapping[str, Any], request_id: str) -> tuple[dict[str, Any], str]:
        operation_id = "none"
        try:
            name, path = find_operation(self._operations, event)
            operation = self._operations[name]
            operation_id = operation["operationId"]
            return self._call(name, event, path, request_id), operation_id
        except ProblemError as error:
            return _encode_problem(error.details, error.headers, event["path"]), operation_id
        except Exception as error:
            if self._strict and isinstance(error, UndeclaredAnswer):
                raise
            _logger.exception("%s failed", operation_id)
            details = problem(500, "the failure has been logged under this request", requestId=request_id)
            return _encode_problem(details, {}, event["path"]), operation_id

    def _call(self, name: str, event: Mapping[str, Any], path: Mapping[str, str], request_id: str) -> dict[str, Any]:
        operation = self._operations[name]
        headers = headers_of(event)
        # Security before decoding: who may not call learns nothing of what is expected.
        caller = self._caller(operation, headers.get("authorization"))
        accept = headers.get("accept")
        self._negotiate(operation, accept)
        request = self._decoder.decode(operation, event, path)
        request["call"] = {"operation_id": operation["operationId"], "request_id": request_id, "caller": caller}
        return self._encode(operation, getattr(self._handlers, name)(request), accept)

    def _caller(self, operation: Mapping[str, Any], authorization: str | None) -> Caller | None:
        alternatives = operation["security"]
        if not alternatives or (operation["anonymous"] and authorization is None):
            return None
        if self._authenticate is None:
            raise RuntimeError(f"{operation['operationId']} needs credentials, but no 'authenticate' was given")
        caller = self._authenticate(authorization)
        if any(all(scope in caller["scopes"] for scope in scopes) for scopes in alternatives):
            return caller
        needed = ", or ".join(" and ".join(scopes) for scopes in alternatives)
        headers = {"www-authenticate": 'Bearer error="insufficient_scope"'}
        raise ProblemError(problem(403, f"the token needs the scope {needed}"), headers)

    def _negotiate(self, operation: Mapping[str, Any], accept: str | None) -> None:
        responses = operation["responses"]
        successes = {status: content for status, content in responses.items() if status[0] in "23"} or responses
        types = list(dict.fromkeys(each for content in successes.values() for each in content))
        if not types or acceptable(types, accept) or any("*" in each for each in types):
            return
        raise ProblemError(problem(406, f"the answers of {operation['operationId']} are {', '.join(types)}"))

    def _encode(self, operation: Mapping[str, Any], answer: Mapping[str, Any], accept: str | None) -> dict[str, Any]:
        status = answer["status"]
        content = _content(operation, status)
        headers = _headers(operation, answer.get("headers") or {})
        if not content:
            if answer.get("body") is not None:
                raise UndeclaredAnswer(f"{operation['operationId']}: the contract has no body for {status}")
            return _answer(status, headers, "")
        if "body" not in answer:
            raise UndeclaredAnswer(f"{operation['operationId']}: {status} needs a body")
        media_type = self._media_type(operation, answer, content, accept)
        if "*" not in media_type:
            headers.setdefault("content-type", media_type)
        return _carry(status, headers, answer["body"])

    def _media_type(
        self,
        operation: Mapping[str, Any],
        answer: Mapping[str, Any],
        content: Mapping[str, Any],
        accept: str | None,
    ) -> str:
        body, status, wanted = answer["body"], answer["status"], answer.get("content_type")
        order = [*acceptable(content, accept), *content] if wanted is None else [each for each in content if each == wanted]
        reason = f"the body of {status} can be none of {', '.join(content)}"
        for media_type in dict.fromkeys(order):
            if not _can_carry(media_type, body):
                continue
            problems = self._codecs.problems(content[media_type], body) if content[media_type] is not None else []
            if not problems:
                return media_type
            first = problems[0]
            reason = (
                f"the body of {status} breaks the contract at '{first['pointer']}': "
                f"expected {first['expected']}, received {first['received']}"
            )
        raise UndeclaredAnswer(f"{operation['operationId']}: {reason}")


def _content(operation: Mapping[str, Any], status: int) -> Mapping[str, Any]:
    responses = operation["responses"]
    for key in (str(status), f"{status // 100}XX", "default"):
        if key in responses:
            content: Mapping[str, Any] = responses[key]
            return content
    raise UndeclaredAnswer(f"{operation['operationId']}: the contract has no answer {status}")


def _can_carry(media_type: str, body: object) -> bool:
    if isinstance(body, bytes):
        return not is_json(media_type)
    return isinstance(body, str) or is_json(media_type) or "*" in media_type


def _headers(operation: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, str]:
    headers: dict[str, str] = {}
    if operation["deprecated"]:
        headers["deprecation"] = "@0"
    if operation["sunset"] is not None:
        day = datetime.datetime.fromisoformat(operation["sunset"]).replace(tzinfo=datetime.timezone.utc)
        headers["sunset"] = email.utils.format_datetime(day, usegmt=True)
    for name, value in given.items():
        text = str(value)
        # A line break would begin another header (RFC 9110, 5.5).
        if any(each in text for each in "\r\n\0"):
            raise UndeclaredAnswer(f"{operation['operationId']}: the header {name} has a line break")
        headers[name.lower()] = text
    return headers


def _carry(status: int, headers: dict[str, str], body: Any) -> dict[str, Any]:
    default = "application/octet-stream" if isinstance(body, bytes) else "application/json"
    media_type = headers.setdefault("content-type", default).split(";")[0].strip()
    if isinstance(body, bytes):
        return _answer(status, headers, base64.b64encode(body).decode(), True)
    if isinstance(body, str) and not is_json(media_type):
        return _answer(status, headers, body)
    return _answer(status, headers, json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
