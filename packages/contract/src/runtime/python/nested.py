"""Values nested in brackets: `filter[a][0]=x` of the style deepObject and of forms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .shapes import Shape, decode, item_shape, member_shape, scalar

Nested = tuple[Sequence[str], str]
"""The names in brackets that lead to a value, and its text: `a[b][]=c` is `["b", ""]` and `c`."""

_MAX_DEPTH = 20


def bracketed(pairs: Sequence[tuple[str, str]], name: str) -> list[Nested]:
    """What stands in brackets below a name; names of pairs are decoded, values are not."""
    below = [(key, value) for key, value in pairs if key.startswith(f"{name}[") and key.endswith("]")]
    return [(key[len(name) + 1 : -1].split("][")[:_MAX_DEPTH], value) for key, value in below]


def _grouped(values: Sequence[Nested]) -> Mapping[str, list[Nested]]:
    groups: dict[str, list[Nested]] = {}
    for keys, value in values:
        groups.setdefault(keys[0], []).append((keys[1:], value))
    return groups


def _items(values: Sequence[Nested], item: Shape) -> list[Any]:
    """`[0][a]=x&[0][b]=y&[]=z`: items by their numbers, then those without."""
    groups = dict(_grouped(values))
    bare = groups.pop("", [])
    numbered = sorted(groups, key=int)
    return [nested_value(groups[key], item) for key in numbered] + [nested_value([each], item) for each in bare]


def nested_value(values: Sequence[Nested], shape: Shape) -> Any:
    """The value of all that stands below one name; what does not fit stays text, for the schema to refuse."""
    is_array = shape["kind"] == "array"
    if any(not keys for keys, _ in values):
        leaf = item_shape(shape) if is_array else shape
        leaves = [scalar(decode(text), leaf) for _, text in values]
        return leaves[0] if len(leaves) == 1 and not is_array else leaves
    if is_array and all(re.fullmatch(r"[0-9]{0,9}", keys[0]) for keys, _ in values):
        return _items(values, item_shape(shape))
    return {key: nested_value(group, member_shape(shape, key)) for key, group in _grouped(values).items()}
