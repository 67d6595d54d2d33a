"""The form of JSON values, inferred from many of a kind, as JSON Schema.

schema = shape_of([{"id": "US-1", "lot": None}, {"id": "US-2", "lot": "L7"}])
# an object of a string "id" and a "lot" that is a string or null, both required
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

TYPES = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
    (type(None), "null"),
)


def shape_of(values: Sequence[Any]) -> dict[str, Any]:
    """What all of them fit; a property is required if each of them has it."""
    names = {_type_of(value) for value in values}
    if "number" in names:
        names.discard("integer")
    schema: dict[str, Any] = {"type": min(names) if len(names) == 1 else sorted(names)}
    if objects := [value for value in values if isinstance(value, dict)]:
        schema |= _of_objects(objects)
    if elements := [one for value in values if isinstance(value, list) for one in value]:
        schema["items"] = shape_of(elements)
    return schema


def _of_objects(objects: Sequence[dict[str, Any]]) -> dict[str, Any]:
    names = dict.fromkeys(name for one in objects for name in one)
    return {
        "properties": {
            name: shape_of([one[name] for one in objects if name in one]) for name in names
        },
        "required": [name for name in names if all(name in one for one in objects)],
    }


def _type_of(value: Any) -> str:
    return next(name for kind, name in TYPES if isinstance(value, kind))
