"""Calls a service by its contract."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from .codec import Codecs
from .headers import header_text
from .paths import encoded
from .response import AnswerDecoder, ClientError, ClientErrorKind, Received
from .serialize import write_pairs, write_path
from .write_body import write_body

__all__ = ["Client", "ClientError", "ClientErrorKind", "call"]


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


def _given(
    operation: Mapping[str, Any], request: Mapping[str, Any], location: str
) -> list[tuple[Mapping[str, Any], Any]]:
    """The parameters of a location that the request has, with their values."""
    parameters = [each for each in operation["parameters"] if each["in"] == location]
    groups = [(each, request.get(each["group"], {})) for each in parameters]
    return [(each, group[each["name"]]) for each, group in groups if each["name"] in group]


def _path(operation: Mapping[str, Any], request: Mapping[str, Any]) -> str:
    """Error: TypeError where another operation would be asked."""
    group = request.get("path", {})
    parameters = {each["name"]: each for each in operation["parameters"] if each["in"] == "path"}
    values = {name: write_path(each, group.get(name)) for name, each in parameters.items()}
    missing = next((name for name, text in values.items() if text == ""), None)
    if missing is not None:
        raise TypeError(f"{operation['operationId']}: without '{missing}' the path leads to something else")
    # Names and the text between them take turns.
    parts = re.split(r"\{([^}]*)\}", operation["path"])
    path = "".join(values[part] if at % 2 else encoded(part) for at, part in enumerate(parts))
    # URLs resolve such segments away (WHATWG URL, "double-dot path segment").
    dots = next((each for each in path.split("/") if re.fullmatch(r"(?:\.|%2e){1,2}", each, re.IGNORECASE)), None)
    if dots is not None:
        raise TypeError(f"{operation['operationId']}: '{dots}' cannot be a path segment")
    return path


def _url(client: Client, operation: Mapping[str, Any], request: Mapping[str, Any]) -> str:
    url = client.base_url.rstrip("/") + _path(operation, request)
    query = [pair for each, value in _given(operation, request, "query") for pair in write_pairs(each, value)]
    if not query:
        return url
    return url + ("&" if "?" in operation["path"] else "?") + "&".join(query)


def _headers(client: Client, operation: Mapping[str, Any], request: Mapping[str, Any]) -> dict[str, str]:
    types = dict.fromkeys(each for content in operation["responses"].values() for each in content)
    headers = {"accept": ", ".join(types) or "*/*"}
    headers.update((name.lower(), value) for name, value in client.headers.items())
    headers.update((each["name"], header_text(value, each)) for each, value in _given(operation, request, "header"))
    cookies = [pair for each, value in _given(operation, request, "cookie") for pair in write_pairs(each, value)]
    if cookies:
        headers["cookie"] = "; ".join(cookies)
    if operation["security"] and client.auth is not None:
        headers["authorization"] = f"Bearer {client.auth()}"
    return headers


def _received(message: Message) -> dict[str, str | list[str]]:
    """Headers by their names in lower case; those that stand several times are joined (RFC 9110, 5.3), but cookies."""
    names = dict.fromkeys(name.lower() for name in message)
    values = {name: [str(each) for each in message.get_all(name, [])] for name in names}
    return {name: each if name == "set-cookie" else ", ".join(each) for name, each in values.items()}


_Answer = tuple[int, Mapping[str, str | Sequence[str]], bytes]


def _answered(client: Client, request: urllib.request.Request) -> _Answer:
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=client.timeout_s) as response:
            return response.status, _received(response.headers), response.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, _received(answer.headers), answer.read()


def _send(client: Client, request: urllib.request.Request) -> _Answer:
    try:
        return _answered(client, request)
    except TimeoutError as error:
        raise ClientError("timeout", f"no answer within {client.timeout_s} s") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise ClientError("timeout", f"no answer within {client.timeout_s} s") from error
        raise ClientError("network", f"{request.full_url} cannot be reached: {error.reason}") from error
    except (OSError, http.client.HTTPException) as error:
        raise ClientError("network", f"{request.full_url} cannot be reached: {error}") from error


def call(client: Client, operation: Mapping[str, Any], codecs: Codecs, request: Mapping[str, Any]) -> Any:
    """The declared answer. Errors: ClientError; TypeError where the request cannot be written."""
    headers, data = _headers(client, operation, request), None
    if "body" in request:
        data, headers["content-type"] = write_body(operation, request["body"], request.get("content_type"))
    sent = urllib.request.Request(_url(client, operation, request), data, headers, method=operation["method"])
    return AnswerDecoder(operation, codecs).decode(Received(*_send(client, sent)))
