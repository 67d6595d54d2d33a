"""Claims on their way to a payer, and what became of them there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClaimBatch:
    number: str


@dataclass(frozen=True, slots=True)
class ClaimStatus:
    """What a payer's front office says of one claim of a batch: category A2 accepted, A3 or A6 to
    A8 rejected; `codes` say why, `control` is the payer's own number of an accepted claim."""

    claim: str
    batch: str
    category: str
    codes: tuple[str, ...]
    control: str


@dataclass(frozen=True, slots=True)
class DeniedSupply:
    """A claim line that a payer denied, and the charge and usage behind it."""

    denial: str
    line: int
    charge: str
    usage: str

    @property
    def reference(self) -> str:
        return f"{self.denial}/{self.line}"
