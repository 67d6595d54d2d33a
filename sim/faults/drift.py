"""Kinds of drift of a JSON interface, as data: what a vendor's release does to its fields.

    drifted((Renamed("qty", "quantity"),), b'{"qty":3}')     # b'{"quantity":3}'

A kind applies wherever its field stands, in rows and in rows of rows. What is no JSON stays as it
is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic_core import from_json, to_json


class Drift(Protocol):
    """Makes one object of a document what it is after the release; nested ones were made before."""

    def apply(self, fields: Mapping[str, Any]) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Added:
    """A new field in every object; a reader that ignores what it does not know is not hurt."""

    name: str
    value: str | int

    def apply(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """With the new field at the end."""
        return {**fields, self.name: self.value}


@dataclass(frozen=True, slots=True)
class Renamed:
    """The field is there, under another name."""

    name: str
    to: str

    def apply(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """At the same place."""
        return {self.to if name == self.name else name: v for name, v in fields.items()}


@dataclass(frozen=True, slots=True)
class Retyped:
    """What was a number or a text becomes an object with the value in it."""

    name: str

    def apply(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """At the same place."""
        return {k: {"value": v} if k == self.name else v for k, v in fields.items()}


@dataclass(frozen=True, slots=True)
class NewValue:
    """An enumeration gets a value that nobody was told of."""

    name: str
    value: str

    def apply(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """At the same place."""
        return {k: self.value if k == self.name else v for k, v in fields.items()}


@dataclass(frozen=True, slots=True)
class Scaled:
    """The same field counts in another unit: whole numbers only, `factor` times as many; with -1
    the sign means the opposite."""

    name: str
    factor: int

    def apply(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Text and fractions stay as they are."""
        return {
            k: v * self.factor if k == self.name and isinstance(v, int) else v
            for k, v in fields.items()
        }


@dataclass(frozen=True, slots=True)
class Grossed:
    """An amount in a decimal text that was net becomes gross, by a rate in percent, half up."""

    name: str
    percent: int

    def apply(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """With as many decimals as before."""
        return {
            k: _grossed(v, self.percent) if k == self.name and isinstance(v, str) else v
            for k, v in fields.items()
        }


def drifted(drifts: Sequence[Drift], payload: bytes) -> bytes:
    """A JSON payload after the release, byte for byte the same if nothing of it drifted."""
    try:
        before = from_json(payload)
    except ValueError:
        return payload
    after = _walked(drifts, before)
    return payload if after == before else bytes(to_json(after))


def _walked(drifts: Sequence[Drift], value: Any) -> Any:
    if isinstance(value, list):
        return [_walked(drifts, one) for one in value]
    if not isinstance(value, dict):
        return value
    fields = {name: _walked(drifts, one) for name, one in value.items()}
    for drift in drifts:
        fields = drift.apply(fields)
    return fields


def _grossed(text: str, percent: int) -> str:
    whole, point, decimals = text.partition(".")
    if not (whole.removeprefix("-") + decimals).isdecimal():
        return text
    sign = "-" if text.startswith("-") else ""
    units = (int(whole.removeprefix("-") + decimals) * (100 + percent) * 2 + 100) // 200
    digits = str(units).rjust(len(decimals) + 1, "0")
    cut = len(digits) - len(decimals)
    return f"{sign}{digits[:cut]}{point}{digits[cut:]}"
