"""Cost centres that the inventory application knows from the ERP (S04, P17)."""

from __future__ import annotations

from typing import NamedTuple

from mock_systems.inventory.documents import Facility


class CostCenter(NamedTuple):
    """A department that stock is issued to."""

    code: str
    name: str
    facility: Facility
    active: bool = True
    erp_version: int = 1
