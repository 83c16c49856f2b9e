"""The trace that a request belongs to (W3C Trace Context)."""

from __future__ import annotations

import os
import re

_W3C = re.compile(r"(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})(?:\Z|-)", re.ASCII)
_ROOT = re.compile(r"(?:^|;)\s*Root=1-(?!0{8}-0{24})([\da-f]{8})-([\da-f]{24})(?:;|\Z)", re.ASCII)
_NOT_SAMPLED = re.compile(r"(?:^|;)\s*Sampled=0(?:;|\Z)")


def request_trace(traceparent: str | None, x_ray: str | None) -> str:
    """
    The trace of a request's `traceparent` or, where that is none, of its `x-amzn-trace-id`, with a new parent; without
    either a trace begins here (3.2.2).
    """
    known = _W3C.match(traceparent or "")
    if known is not None:
        trace_id, flags = known.groups()
    else:
        root = _ROOT.search(x_ray or "")
        trace_id = "".join(root.groups()) if root is not None else os.urandom(16).hex()
        flags = "00" if root is not None and _NOT_SAMPLED.search(x_ray or "") else "01"
    return f"00-{trace_id}-{os.urandom(8).hex()}-{flags}"
