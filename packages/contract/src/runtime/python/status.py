"""Statuses of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def status_key(operation: Mapping[str, Any], status: int) -> str | None:
    """What of the contract an answer falls under: its status, its range or `default`."""
    keys = (str(status), f"{status // 100}XX", "default")
    return next((key for key in keys if key in operation["responses"]), None)
