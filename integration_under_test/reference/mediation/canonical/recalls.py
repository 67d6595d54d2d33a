"""Recalls of lots: what a maker says, what the group found of a lot, in EA."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecallNotice:
    """One lot of an item by its ERP number; `reference` is the maker's or the regulator's number.
    `sender` is who wants to hear what became of it."""

    sender: str
    reference: str
    item: str
    lot: str
    reason: str

    @property
    def key(self) -> str:
        return f"{self.reference}/{self.item}/{self.lot}"


@dataclass(frozen=True, slots=True)
class SetAside:
    """What a facility, as the inventory application calls it, holds of the lot and has used."""

    facility: str
    quarantined: int
    used: int


@dataclass(frozen=True, slots=True)
class AffectedUsage:
    """A usage of the lot; the encounter is a pseudonym."""

    usage: str
    facility: str
    encounter: str
    quantity: int
    performed_at: str


@dataclass(frozen=True, slots=True)
class RecallFinding:
    """What was found of a recalled lot at the moment of its recall; names no patient."""

    reference: str
    item: str
    lot: str
    sites: tuple[SetAside, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.reference}/{self.item}/{self.lot}"


@dataclass(frozen=True, slots=True)
class AffectedPatients:
    """Whom a recalled lot was used on before its recall."""

    reference: str
    item: str
    lot: str
    usages: tuple[AffectedUsage, ...]

    @property
    def key(self) -> str:
        return f"{self.reference}/{self.item}/{self.lot}"
