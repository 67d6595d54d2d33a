"""Risk holds of the suite (S02), and how a supplier is named in one.

The risk service (S20) knows some suppliers before the ERP does, so that a hold names either a tax
id or an ERP number.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class RiskHold:
    """A stop that the supplier risk service (S20) put on one supplier."""

    reference: str
    subject: str
    """`tax-id/…` (digits only) or `erp-number/…`."""
    reason: str
    active: bool = True
    release_reason: str = ""


def tax_id_subject(tax_id: str) -> str:
    """A tax id without its punctuation, so that 12-3456789 is 123456789."""
    return "tax-id/" + "".join(character for character in tax_id if character.isalnum())


def erp_number_subject(erp_number: str) -> str:
    return f"erp-number/{erp_number}"
