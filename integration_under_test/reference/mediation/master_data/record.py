"""A record of a master as one system keeps it, and the golden record that several make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

FACILITY = "facility"
DEPARTMENT = "department"
ITEM = "item"
SUPPLIER = "supplier"
CHARGE = "charge"
PAYER = "payer"

Values = Mapping[str, str]


class Place(NamedTuple):
    """Where a record stands: the system and its own code there."""

    system: str
    code: str

    def __str__(self) -> str:
        return f"{self.system}:{self.code}"


@dataclass(frozen=True)
class LocalRecord:
    """One row of one master. `identity` is what it shares with records of other systems, such as
    a GLN or the ERP's number; "" if it carries nothing of the kind. `parent` is the identity of
    what it belongs to, in the domain above."""

    domain: str
    place: Place
    identity: str
    values: Values
    active: bool = True
    parent: str = ""


class Sourced(NamedTuple):
    """A value and the system that is believed for it."""

    value: str
    system: str


@dataclass(frozen=True)
class GoldenRecord:
    """What is true of one thing. `key` is its identity, the same for ever; `members` are the
    records that mean it, the ERP's first; `reasons` say why each belongs here."""

    domain: str
    key: str
    values: Mapping[str, Sourced]
    members: tuple[Place, ...]
    reasons: Mapping[Place, str]
    active: bool = True
    parent: str = ""

    def code_in(self, system: str) -> tuple[str, ...]:
        """Its codes in a system: usually one, none where it is not known."""
        return tuple(place.code for place in self.members if place.system == system)
