"""The Lambda handler of a service behind API Gateway: route, security, decoding, handler, checked answer."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

from .answer import AnswerEncoder, UndeclaredAnswer, encode_problem
from .codec import Codecs
from .event import headers_of
from .media_types import acceptable
from .problem import ProblemError, problem
from .request import RequestDecoder
from .routes import Router
from .trace import request_trace

__all__ = ["Authenticate", "Call", "Caller", "LambdaHandler", "Service", "UndeclaredAnswer"]

_logger = logging.getLogger("atoll")


class Caller(TypedDict):
    """Who calls: what the verified token says."""

    sub: str
    scopes: Sequence[str]


class Call(TypedDict):
    """What a handler may know of the call that it answers."""

    operation_id: str
    request_id: str
    traceparent: str
    """W3C trace context to pass on."""
    caller: Caller | None


Authenticate = Callable[[str | None], Caller]
"""Finds out who calls by the Authorization header. Errors: ProblemError 401."""

LambdaHandler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


class _Request(TypedDict):
    """What every answer tells of its request."""

    request_id: str
    traceparent: str
    headers: Mapping[str, str]


def _request_of(event: Mapping[str, Any], context: Any) -> _Request:
    headers = headers_of(event)
    given = (event.get("requestContext") or {}).get("requestId")
    return {
        "request_id": str(given or getattr(context, "aws_request_id", "")),
        "traceparent": request_trace(headers.get("traceparent"), headers.get("x-amzn-trace-id")),
        "headers": headers,
    }


def _every_answer(request: _Request) -> dict[str, str]:
    """Headers of every answer; those that a handler gives are the handler's."""
    return {
        "x-request-id": request["request_id"],
        "traceparent": request["traceparent"],
        # Any page may read any answer (Fetch Standard, 3.2): credentials are tokens that a page must have, never
        # cookies that a browser adds. The answers to preflights come from the API definition.
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "*",
    }


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
        self._router = Router(operations)
        self._codecs = codecs
        self._handlers = handlers
        self._decoder = RequestDecoder(codecs)
        self._encoder = AnswerEncoder(codecs)
        self._authenticate = authenticate
        self._strict = strict

    def __call__(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        started = time.monotonic()
        request = _request_of(event, context)
        result, operation_id = self._outcome(event, request)
        status, took = result["statusCode"], round((time.monotonic() - started) * 1000, 2)
        line = {"operation": operation_id, "requestId": request["request_id"], "status": status, "durationMs": took}
        _logger.log(logging.ERROR if status >= 500 else logging.INFO, json.dumps(line))
        result["headers"] = {**_every_answer(request), **result["headers"]}
        # The answer of HEAD is that of GET without the body (RFC 9110, 9.3.2).
        return {**result, "body": "", "isBase64Encoded": False} if event["httpMethod"].upper() == "HEAD" else result

    def _outcome(self, event: Mapping[str, Any], request: _Request) -> tuple[dict[str, Any], str]:
        operation_id = "none"
        try:
            name, path = self._router.find(event)
            operation_id = self._operations[name]["operationId"]
            return self._call(name, event, path, request), operation_id
        except ProblemError as error:
            return encode_problem(error.details, error.headers, event["path"]), operation_id
        except Exception as error:
            if self._strict and isinstance(error, UndeclaredAnswer):
                raise
            _logger.exception("%s failed", operation_id)
            detail = "the failure has been logged under this request"
            details = problem(500, detail, requestId=request["request_id"])
            return encode_problem(details, {}, event["path"]), operation_id

    def _call(self, name: str, event: Mapping[str, Any], path: Mapping[str, str], request: _Request) -> dict[str, Any]:
        operation = self._operations[name]
        # Security before decoding: who may not call learns nothing of what is expected.
        caller = self._caller(operation, request["headers"].get("authorization"))
        accept = request["headers"].get("accept")
        self._negotiate(operation, accept)
        decoded = self._decoder.decode(operation, event, path)
        call: Call = {
            "operation_id": operation["operationId"],
            "request_id": request["request_id"],
            "traceparent": request["traceparent"],
            "caller": caller,
        }
        return self._encoder.encode(operation, getattr(self._handlers, name)({**decoded, "call": call}), accept)

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
