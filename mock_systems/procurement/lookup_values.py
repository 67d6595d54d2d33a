"""Lookup values of the suite (S02): account, cost centre, project, tax or room codes (P17).

The ERP owns them; buyers pick from this copy. What stands beside a document is not checked against
it: as in life, a code that nobody brought here is typed in by hand.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Lookup = Literal["account", "cost-center", "location", "project", "tax-code"]


class LookupValue(NamedTuple):
    """One code of a lookup; `parent` is the ship-to that it belongs to, "" for the whole group."""

    lookup: str
    code: str
    name: str
    active: bool
    parent: str = ""
    usable_from: str = ""
    erp_version: int = 1

    @property
    def key(self) -> str:
        """As the ERP names it: COST_CENTER/CC-1010."""
        return f"{self.lookup.upper().replace('-', '_')}/{self.code}"
