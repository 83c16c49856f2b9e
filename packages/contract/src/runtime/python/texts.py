"""The text of a value."""

from __future__ import annotations

import json
from typing import Any


def json_text(value: Any) -> str:
    """JSON without blanks. Error: ValueError of a number that JSON has no form for."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def plain(value: Any) -> str:
    """What the styles leave undefined, an array or object within another, is written as JSON."""
    if value is None:
        return ""
    if isinstance(value, (bool, dict, list)):
        return json_text(value)
    # Readers of integers take no point: 2.0 is written as JSON writes the number in most languages.
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return str(value)
