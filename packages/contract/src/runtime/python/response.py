"""Reads the answer to a call by the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .codec import Codecs
from .headers import header_value
from .media_types import declared_for, kind_of, media_type_of, schema_of
from .shapes import parse_json
from .status import status_key

ClientErrorKind = Literal["network", "timeout", "undeclared"]


class ClientError(Exception):
    """No declared answer came: the network failed, the time was over, or the answer is not in the contract."""

    def __init__(self, kind: ClientErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class Received:
    """An answer as it came."""

    status: int
    headers: Mapping[str, str | Sequence[str]]
    """Names in lower case; `set-cookie` is a list, since its values cannot be joined (RFC 9110, 5.3)."""
    data: bytes


def _explain(problems: Sequence[Mapping[str, str]]) -> str:
    first = problems[0]
    return f"breaks the contract at '{first['pointer']}': expected {first['expected']}, received {first['received']}"


class AnswerDecoder:
    """Decodes the answers of one operation."""

    def __init__(self, operation: Mapping[str, Any], codecs: Codecs) -> None:
        self._operation = operation
        self._codecs = codecs

    def decode(self, answer: Received) -> dict[str, Any]:
        """The declared result. Error: ClientError `undeclared`."""
        key = status_key(self._operation, answer.status)
        if key is None:
            text = answer.data.decode(errors="replace")[:200]
            raise self._undeclared(f"the contract has no answer {answer.status}: {text}")
        # Lists that may grow are open to who reads them.
        content = self._operation.get("read", self._operation["responses"])[key]
        result: dict[str, Any] = {"status": answer.status, "headers": self._headers(key, answer)}
        if content and self._operation["method"] != "HEAD":
            result["body"] = self._body(content, answer)
        return result

    def _undeclared(self, reason: str) -> ClientError:
        return ClientError("undeclared", f"{self._operation['operationId']}: {reason}")

    def _headers(self, key: str, answer: Received) -> dict[str, Any]:
        """All headers as text; those that the contract declares as it declares them."""
        read: dict[str, Any] = {
            name: value if isinstance(value, str) else value[-1] for name, value in answer.headers.items()
        }
        for each in self._operation.get("headers", {}).get(key, []):
            name, value = each["name"], answer.headers.get(each["name"])
            if value is None:
                if each.get("required"):
                    raise self._undeclared(f"the contract has the header {name}, the answer has not")
            elif isinstance(value, str):
                read[name] = self._header(each, value)
            else:
                read[name] = list(value)
        return read

    def _header(self, declared: Mapping[str, Any], text: str) -> Any:
        value, schema = header_value(text, declared), declared.get("read", declared.get("schema"))
        problems = self._codecs.problems(schema, value) if schema is not None else []
        if problems:
            raise self._undeclared(f"the header {declared['name']} {_explain(problems)}")
        return value

    def _media_type(self, content: Mapping[str, Any], answer: Received) -> tuple[str, str]:
        """The declared type of the body with its own. An answer that does not name it is of the only one there is."""
        own = media_type_of(str(answer.headers.get("content-type", "")))
        only = next(iter(content))
        if own == "" and len(content) == 1 and "*" not in only:
            return only, only
        declared = declared_for(own, content)
        if declared is None:
            told = own or "of no type"
            raise self._undeclared(f"the answer {answer.status} is {told}, not {', '.join(content)}")
        return declared, own

    def _body(self, content: Mapping[str, Any], answer: Received) -> Any:
        declared, own = self._media_type(content, answer)
        entry = content[declared]
        kind = kind_of(entry, own)
        value: Any = answer.data if kind == "bytes" else answer.data.decode("utf-8-sig", errors="replace")
        try:
            value = parse_json(value) if kind == "json" else value
        except (ValueError, RecursionError) as error:
            raise self._undeclared(f"the body of {answer.status} cannot be read: {error}") from error
        schema = schema_of(entry)
        problems = self._codecs.problems(schema, value) if schema is not None else []
        if problems:
            raise self._undeclared(f"the body of {answer.status} {_explain(problems)}")
        return value
