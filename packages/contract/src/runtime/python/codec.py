"""Checks values by the contract's JSON Schemas (2020-12) and tells every reason of a refusal."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from .formats import format_checker


def _is_number(_checker: Any, value: object) -> bool:
    # JSON has no infinity: it comes of numbers that are larger than floats, as 1e400 is.
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _multiple_of(_validator: Any, divisor: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
    # As the decimals that are written: 0.3 is a multiple of 0.1, which floats deny.
    if not _is_number(None, value):
        return
    if Fraction(str(value)) % Fraction(str(divisor)) != 0:
        yield ValidationError(f"{value!r} is not a multiple of {divisor}")


_Validator = cast(Any, extend)(
    Draft202012Validator,
    {"multipleOf": _multiple_of},
    type_checker=cast(Any, Draft202012Validator).TYPE_CHECKER.redefine("number", _is_number),
)


def received(value: Any) -> str:
    """The value as JSON, cut at 200 characters."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=repr)
    return text if len(text) <= 200 else text[:199] + "…"


def pointer_of(path: Iterable[object]) -> str:
    """RFC 6901 JSON pointer."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


_EXPECTED = {
    "minimum": "a number from {}",
    "maximum": "a number up to {}",
    "exclusiveMinimum": "a number above {}",
    "exclusiveMaximum": "a number below {}",
    "multipleOf": "a multiple of {}",
    "minLength": "a string of at least {} characters",
    "maxLength": "a string of at most {} characters",
    "minItems": "an array of at least {} items",
    "maxItems": "an array of at most {} items",
    "minProperties": "an object of at least {} properties",
    "maxProperties": "an object of at most {} properties",
    "format": "a string in the format {}",
}
_FIXED = {
    "uniqueItems": "an array without equal items",
    "not": "a value that the schema under not refuses",
    "contains": "items of the kind that must be contained",
    "oneOf": "a value of exactly one of the alternatives",
    "anyOf": "one of the alternatives",
}


def _expected(error: ValidationError) -> str:
    keyword, value = str(error.validator), cast(Any, error.validator_value)
    if keyword == "type":
        return value if isinstance(value, str) else " or ".join(value)
    if keyword == "const":
        return received(value)
    if keyword == "enum":
        return ("one of " if len(value) > 1 else "") + ", ".join(received(each) for each in value)
    if keyword == "pattern":
        return f"a string that matches {cast(Any, error.schema).get('x-pattern', value)}"
    if keyword == "format" and value == "int32":
        return "an int32"
    if keyword in _EXPECTED:
        return _EXPECTED[keyword].format(value)
    return _FIXED.get(keyword, "no value" if error.validator is None else "another value")


def _closest(error: ValidationError) -> list[ValidationError]:
    """The errors of the alternative that fails least, since it is the one most likely meant."""
    by_alternative: dict[object, list[ValidationError]] = {}
    for each in error.context or []:
        # An alternative that is `false` has no path: it is one by itself.
        key = tuple(each.schema_path)[:1] or (each,)
        by_alternative.setdefault(key, []).append(each)
    return min(by_alternative.values(), key=len, default=[])


def _meant(error: ValidationError) -> list[ValidationError] | None:
    """The errors of the alternative that the value names; None where it names none."""
    distinction = cast(Any, error.schema).get("x-distinction")
    if distinction is None or not isinstance(error.instance, Mapping):
        return _closest(error)
    value = error.instance.get(distinction["property"])
    index = distinction["values"].get(value) if isinstance(value, str) else None
    if index is None:
        return None
    return [each for each in error.context or [] if tuple(each.schema_path)[:1] == (index,)]


def _misnamed(error: ValidationError) -> dict[str, str]:
    distinction, value = cast(Any, error.schema)["x-distinction"], cast(Mapping[str, Any], error.instance)
    name = distinction["property"]
    told = {
        "pointer": pointer_of([*error.absolute_path, name]),
        "expected": "one of " + ", ".join(received(each) for each in distinction["values"]),
    }
    return {**told, "received": received(value[name]) if name in value else "nothing"}


def _problem(path: Iterable[object], expected: str, value: Any) -> dict[str, str]:
    return {"pointer": pointer_of(path), "expected": expected, "received": received(value)}


def _problems(error: ValidationError) -> Iterator[dict[str, str]]:
    path, value = list(error.absolute_path), error.instance
    if error.validator in ("anyOf", "oneOf") and error.context:
        meant = _meant(error)
        if meant is None:
            yield _misnamed(error)
        for each in meant or []:
            yield from _problems(each)
    elif error.validator == "required":
        # Each missing name is an error of its own; the name is what the message quotes first.
        names = cast(list[str], error.validator_value)
        missing = [name for name in names if repr(name) == error.message[: len(repr(name))]]
        yield _problem(path, f"the property {received(missing[0])}", value)
    elif error.validator in ("additionalProperties", "unevaluatedProperties") and isinstance(value, Mapping):
        for name in _unknown(error, value):
            yield _problem([*path, name], "no such property", value[name])
    else:
        yield _problem(path, _expected(error), value)


def _unknown(error: ValidationError, value: Mapping[str, Any]) -> list[str]:
    """The members that the message quotes."""
    return [name for name in value if repr(name) in error.message] or list(value)


class Codecs:
    """Every schema of a contract by its name, compiled when it is first used."""

    def __init__(self, definitions: str) -> None:
        self._definitions = definitions
        self._document: dict[str, Any] | None = None
        self._validators: dict[str, Any] = {}

    def _validator(self, name: str) -> Any:
        if name not in self._validators:
            if self._document is None:
                self._document = json.loads(self._definitions)
            schema = {"$ref": f"#/$defs/{name}", "$defs": self._document}
            self._validators[name] = _Validator(schema, format_checker=format_checker())
        return self._validators[name]

    def problems(self, name: str, value: Any) -> list[dict[str, str]]:
        """Why the value does not follow the schema; empty when it does."""
        try:
            errors = self._validator(name).iter_errors(value)
            return [each for error in errors for each in _problems(error)]
        except RecursionError:
            return [_problem([], "a value that is not nested as deep", None)]
