"""RFC 9457 problem details: the form of every refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TITLES = {
    400: "The request does not follow the contract",
    401: "Credentials are missing or not valid",
    403: "The credentials do not allow this",
    404: "There is no such resource",
    405: "The resource does not take this method",
    406: "There is no answer of a type that is accepted",
    409: "The present state does not allow this",
    413: "The body is too large",
    415: "The body is of a type that is not taken",
    422: "The request cannot be followed",
    500: "The service failed",
    503: "The service cannot answer now",
}


def problem(status: int, detail: str, **extensions: Any) -> dict[str, Any]:
    """A problem of a status, with what is particular to this request."""
    title = _TITLES.get(status, "Problem")
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, **extensions}


class ProblemError(Exception):
    """Ends the handling of a request with a problem."""

    def __init__(self, details: dict[str, Any], headers: Mapping[str, str] | None = None) -> None:
        super().__init__(details["title"])
        self.details = details
        self.headers = dict(headers or {})
