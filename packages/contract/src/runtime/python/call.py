"""Calls a service by its contract."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .codec import Codecs
from .media_types import FORM, is_json, parse_body
from .parameters import write_header, write_pairs, write_path
from .paths import encoded

ClientErrorKind = Literal["network", "timeout", "undeclared"]


class ClientError(Exception):
    """No declared answer came: the network failed, the time was over, or the answer is not in the contract."""

    def __init__(self, kind: ClientErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer of the contract may be a redirect: it is the caller's."""

    def redirect_request(self, *_args: Any, **_options: Any) -> None:
        return None


@dataclass(frozen=True)
class Client:
    """Where the service is, and what every call needs."""

    base_url: str
    """Without a trailing slash."""
    auth: Callable[[], str] | None = None
    """Gives the bearer token of a call."""
    timeout_s: float = 5.0
    headers: Mapping[str, str] = field(default_factory=dict)


def _url(client: Client, operation: Mapping[str, Any], request: Mapping[str, Any]) -> str:
    values: dict[str, str] = {}
    query: list[str] = []
    for parameter in operation["parameters"]:
        value = request.get(parameter["group"], {}).get(parameter["name"])
        if parameter["in"] == "path":
            values[parameter["name"]] = write_path(parameter, value)
        if parameter["in"] == "query" and value is not None:
            query += write_pairs(parameter, value)
    # Names and the text between them take turns.
    parts = re.split(r"\{([^}]*)\}", operation["path"])
    path = "".join(values[part] if at % 2 else encoded(part) for at, part in enumerate(parts))
    return client.base_url.rstrip("/") + path + ("?" + "&".join(query) if query else "")


def _headers(client: Client, operation: Mapping[str, Any], request: Mapping[str, Any]) -> dict[str, str]:
    types = dict.fromkeys(each for content in operation["responses"].values() for each in content)
    headers = {"accept": ", ".join(types) or "*/*", **client.headers}
    cookies: list[str] = []
    for parameter in operation["parameters"]:
        value = request.get(parameter["group"], {}).get(parameter["name"])
        if value is not None and parameter["in"] == "header":
            headers[parameter["name"]] = write_header(parameter, value)
        if value is not None and parameter["in"] == "cookie":
            cookies += write_pairs(parameter, value)
    if cookies:
        headers["cookie"] = "; ".join(cookies)
    if operation["security"] and client.auth is not None:
        headers["authorization"] = f"Bearer {client.auth()}"
    return headers


def _form_pairs(name: str, value: Any) -> list[str]:
    style = "deepObject" if isinstance(value, dict) else "form"
    source = {"name": name, "style": style, "explode": True, "json": False}
    return write_pairs(source, value)


def _data(media_type: str, body: Any) -> bytes:
    if is_json(media_type):
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    if media_type == FORM and isinstance(body, dict):
        return "&".join(pair for name, value in body.items() for pair in _form_pairs(name, value)).encode()
    return body if isinstance(body, bytes) else str(body).encode()


def _send(client: Client, request: urllib.request.Request) -> tuple[int, Mapping[str, str], bytes]:
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=client.timeout_s) as response:
            return response.status, dict(response.headers.items()), response.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, dict(answer.headers.items()), answer.read()
    except TimeoutError as error:
        raise ClientError("timeout", f"no answer within {client.timeout_s} s") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise ClientError("timeout", f"no answer within {client.timeout_s} s") from error
        raise ClientError("network", f"{request.full_url} cannot be reached: {error.reason}") from error
    except OSError as error:
        raise ClientError("network", f"{request.full_url} cannot be reached: {error}") from error


def _undeclared(operation: Mapping[str, Any], reason: str) -> ClientError:
    return ClientError("undeclared", f"{operation['operationId']}: {reason}")


def _body(operation: Mapping[str, Any], codecs: Codecs, answer: tuple[int, str, bytes]) -> dict[str, Any]:
    status, own, data = answer
    # Lists that may grow are open to who reads them.
    responses = operation.get("read", operation["responses"])
    keys = [key for key in (str(status), f"{status // 100}XX", "default") if key in responses]
    if not keys:
        raise _undeclared(operation, f"the contract has no answer {status}")
    content = responses[keys[0]]
    if not content:
        return {}
    declared = next((each for each in (own, own.split("/")[0] + "/*", "*/*") if each in content), None)
    if declared is None:
        raise _undeclared(operation, f"the answer {status} is {own or 'of no type'}, not {', '.join(content)}")
    try:
        value = parse_body(data, own, {"kind": "object"})
    except ValueError as error:
        raise _undeclared(operation, f"the body of {status} cannot be read: {error}") from error
    problems = codecs.problems(content[declared], value) if content[declared] is not None else []
    if problems:
        first = problems[0]
        expected = f"expected {first['expected']}, received {first['received']}"
        raise _undeclared(operation, f"the body of {status} breaks the contract at '{first['pointer']}': {expected}")
    return {"body": value}


def call(client: Client, operation: Mapping[str, Any], codecs: Codecs, request: Mapping[str, Any]) -> Any:
    """The declared answer. Errors: ClientError."""
    headers, data = _headers(client, operation, request), None
    if request.get("body") is not None and operation["body"] is not None:
        media_type = request.get("content_type") or next(iter(operation["body"]["content"]))
        headers["content-type"] = media_type
        data = _data(media_type, request["body"])
    sent = urllib.request.Request(_url(client, operation, request), data, headers, method=operation["method"])
    status, answered, text = _send(client, sent)
    lower = {name.lower(): value for name, value in answered.items()}
    own = lower.get("content-type", "").split(";")[0].strip().lower()
    return {"status": status, "headers": lower, **_body(operation, codecs, (status, own, text))}
