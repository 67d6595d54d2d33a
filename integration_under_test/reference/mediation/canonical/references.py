"""Reference data: accounts, tax codes, cost centers, projects, stock rooms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """`kind` is COST_CENTER, LOCATION, ACCOUNT, TAX_CODE or PROJECT. `facility` is "" for what the
    whole group uses, `usable_from` for what may be used at once."""

    kind: str
    code: str
    name: str
    active: bool
    version: int
    usable_from: str
    facility: str
    cost_center: str

    @property
    def number(self) -> str:
        """What makes it distinct: COST_CENTER/CC-1010."""
        return f"{self.kind}/{self.code}"
