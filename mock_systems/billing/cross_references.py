"""Under which code a supply is charged that stands in for another one (P12)."""

from __future__ import annotations

from typing import NamedTuple


class CrossReference(NamedTuple):
    """`source_reference` is the decision behind it."""

    charge_code: str
    substitute_charge_code: str
    effective_on: str
    source_reference: str
