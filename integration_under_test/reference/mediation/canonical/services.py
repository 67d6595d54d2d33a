"""Services rendered to patients, as their charges."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedService:
    """One service under its origin's own `reference`; `order` is behind it and behind its credit,
    if it is taken back."""

    reference: str
    encounter: str
    code: str
    quantity: int
    rendered_on: str
    department: str
    order: str


@dataclass(frozen=True, slots=True)
class ServiceCredit:
    """A service that its department takes back, found by the order and code of its charge."""

    reference: str
    order: str
    code: str
    rendered_on: str


@dataclass(frozen=True, slots=True)
class ClinicService:
    """A service of an acquired clinic, its account and code in the clinic's own terms."""

    clinic: str
    number: str
    account: str
    code: str
    quantity: int
    rendered_on: str

    @property
    def reference(self) -> str:
        return f"{self.clinic}/{self.number}"


@dataclass(frozen=True, slots=True)
class MappedCode:
    code: str
    charge_code: str


@dataclass(frozen=True, slots=True)
class ClinicCodes:
    """What a clinic's codes mean in the group; `prefix` makes encounters of its accounts."""

    clinic: str
    version: int
    prefix: str
    codes: tuple[MappedCode, ...]
