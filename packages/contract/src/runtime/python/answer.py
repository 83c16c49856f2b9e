"""The HTTP form of what a handler answers."""

from __future__ import annotations

import base64
import datetime
import email.utils
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from .codec import Codecs
from .headers import SET_BY_RUNTIME, header_text
from .media_types import acceptable, declared_for, is_json, media_type_of, schema_of
from .status import status_key
from .texts import json_text

_DECLARES_NOTHING: Mapping[str, Any] = {}
# What `encodeURI` leaves as it is (ECMA-262, 19.2.6.4).
_LEFT = ";,/?:@&=+$#-_.!~*'()"


class UndeclaredAnswer(Exception):
    """An answer that the contract does not declare: a bug of the handler."""

    def __init__(self, operation: Mapping[str, Any], reason: str) -> None:
        super().__init__(f"{operation['operationId']}: {reason}")


def result_of(status: int, headers: Mapping[str, str], body: str, encoded: bool = False) -> dict[str, Any]:
    """The result of a proxy integration (AWS: "Lambda proxy integrations", output format)."""
    return {"statusCode": status, "headers": dict(headers), "body": body, "isBase64Encoded": encoded}


def encode_problem(details: Mapping[str, Any], headers: Mapping[str, str], instance: str) -> dict[str, Any]:
    """The HTTP form of a problem (RFC 9457)."""
    typed = {**headers, "content-type": "application/problem+json"}
    return result_of(details["status"], typed, json_text({**details, "instance": instance}))


def _can_carry(media_type: str, body: object) -> bool:
    """Bytes are never JSON, and everything but bytes and text is nothing else."""
    if isinstance(body, bytes):
        return not is_json(media_type)
    return isinstance(body, str) or is_json(media_type) or "*" in media_type


def _first(problems: Sequence[Mapping[str, str]]) -> str:
    return f"expected {problems[0]['expected']}, received {problems[0]['received']}"


def _candidates(content: Mapping[str, Any], answer: Mapping[str, Any], accept: str | None) -> list[str]:
    """Declared types that the body can be sent as: the named one, else those accepted, else all."""
    wanted = answer.get("content_type")
    if wanted is not None:
        declared = declared_for(media_type_of(wanted), content)
        return [] if declared is None else [declared]
    return list(dict.fromkeys([*acceptable(content, accept), *content]))


def _age_headers(operation: Mapping[str, Any]) -> dict[str, str]:
    """Deprecation (RFC 9745), Sunset (RFC 8594), Link to the successor (RFC 5829); the epoch: no date is known."""

    def midnight(day: str) -> datetime.datetime:
        return datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.timezone.utc)

    headers: dict[str, str] = {}
    if operation["deprecated"]:
        headers["deprecation"] = f"@{int(midnight(operation.get('deprecatedAt', '1970-01-01')).timestamp())}"
    if operation["sunset"] is not None:
        headers["sunset"] = email.utils.format_datetime(midnight(operation["sunset"]), usegmt=True)
    if "successor" in operation:
        headers["link"] = f'<{quote(operation["successor"], safe=_LEFT)}>; rel="successor-version"'
    return headers


class AnswerEncoder:
    """Writes what handlers answer, once it is known to be declared."""

    def __init__(self, codecs: Codecs) -> None:
        self._codecs = codecs

    def encode(self, operation: Mapping[str, Any], answer: Mapping[str, Any], accept: str | None) -> dict[str, Any]:
        """The HTTP form of a declared answer. Error: UndeclaredAnswer."""
        status = answer["status"]
        media_type = self._media_type(operation, answer, accept)
        headers, cookies = self._headers(operation, answer)
        more = {} if cookies is None else {"multiValueHeaders": {"set-cookie": cookies}}
        if media_type is None:
            return {**result_of(status, headers, ""), **more}
        body = answer["body"]
        default = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        told = answer.get("content_type") if "*" in media_type else media_type
        chosen = default if told is None or "*" in told else _safe(operation, "content-type", told)
        own = headers.setdefault("content-type", chosen)
        if isinstance(body, bytes):
            return {**result_of(status, headers, base64.b64encode(body).decode(), True), **more}
        is_text = isinstance(body, str) and not is_json(media_type_of(own))
        return {**result_of(status, headers, body if is_text else json_text(body)), **more}

    def _media_type(self, operation: Mapping[str, Any], answer: Mapping[str, Any], accept: str | None) -> str | None:
        """The declared media type that the body is sent as; None where the answer has no body."""
        status, body = answer["status"], answer.get("body")
        key = status_key(operation, status)
        if key is None:
            raise UndeclaredAnswer(operation, f"the contract has no answer {status}")
        content: Mapping[str, Any] = operation["responses"][key]
        if not content:
            if body is None:
                return None
            raise UndeclaredAnswer(operation, f"the contract has no body for {status}")
        if "body" not in answer:
            raise UndeclaredAnswer(operation, f"{status} needs a body")
        possible = _candidates(content, answer, accept)
        if not possible:
            raise UndeclaredAnswer(operation, f"the contract has no {answer['content_type']} for {status}")
        reason = f"the body of {status} can be none of {', '.join(possible)}"
        for media_type in possible:
            if not _can_carry(media_type, body):
                continue
            schema = schema_of(content[media_type])
            problems = self._codecs.problems(schema, body) if schema is not None else []
            if not problems:
                return media_type
            reason = f"the body of {status} breaks the contract at '{problems[0]['pointer']}': {_first(problems)}"
        raise UndeclaredAnswer(operation, reason)

    def _headers(
        self, operation: Mapping[str, Any], answer: Mapping[str, Any]
    ) -> tuple[dict[str, str], list[str] | None]:
        """The headers, and the cookies where there are several: their values cannot be joined (RFC 9110, 5.3)."""
        headers = _age_headers(operation)
        given = {name.lower(): value for name, value in (answer.get("headers") or {}).items()}
        declared = operation.get("headers", {}).get(status_key(operation, answer["status"]), [])
        self._check(operation, answer["status"], declared, given)
        formats = {each["name"]: each for each in declared}
        cookies: list[str] | None = None
        for name, value in given.items():
            if name == "set-cookie" and isinstance(value, list):
                cookies = [_safe(operation, name, str(each)) for each in value]
            else:
                headers[name] = _safe(operation, name, header_text(value, formats.get(name, _DECLARES_NOTHING)))
        return headers, cookies

    def _check(
        self,
        operation: Mapping[str, Any],
        status: int,
        declared: Sequence[Mapping[str, Any]],
        given: Mapping[str, Any],
    ) -> None:
        """What is required is there, and all follow their schemas."""
        for each in declared:
            name, schema = each["name"], each.get("schema")
            if name not in given:
                if each.get("required") and name not in SET_BY_RUNTIME:
                    raise UndeclaredAnswer(operation, f"{status} needs the header {name}")
                continue
            problems = [] if name == "set-cookie" or schema is None else self._codecs.problems(schema, given[name])
            if problems:
                reason = f"the header {name} of {status} breaks the contract: {_first(problems)}"
                raise UndeclaredAnswer(operation, reason)


def _safe(operation: Mapping[str, Any], name: str, text: str) -> str:
    """A line break would begin another header (RFC 9110, 5.5)."""
    if re.search(r"[\r\n\0]", text):
        raise UndeclaredAnswer(operation, f"the header {name} has a line break")
    return text
