"""What the obligations may ask of the hospital group's master data.

The oracle computes what is owed from the enterprise as it was built, never from what a system or
the integration answers, so that a wrong crosswalk shows up as a difference.
"""

from __future__ import annotations

from typing import Protocol


class ItemFacts(Protocol):
    """The part of an item that decides what its use or receipt owes; money in minor units."""

    @property
    def charge_code(self) -> str:
        """'' when the item is not billable."""
        ...

    @property
    def charge_price_minor(self) -> int: ...

    @property
    def standard_cost_minor(self) -> int:
        """Per each (EA)."""
        ...

    @property
    def purchase_uom(self) -> str: ...

    @property
    def factor(self) -> int:
        """Eaches in one purchase unit."""
        ...

    @property
    def implant(self) -> bool: ...


class Truth(Protocol):
    """Implemented by the enterprise."""

    def facility_code(self, system: str, own_code: str) -> str:
        """The group's code ("H01") for a system's own code (BU100, SHIP-1001, 11, a GLN)."""
        ...

    def item(self, erp_number: str) -> ItemFacts: ...
