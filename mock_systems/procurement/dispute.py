"""Disputes over invoices of the suite (S02), with the holds that the ERP returned.

A hold is the ERP's, coded; a dispute is a conversation with the supplier that ends in an outcome
(P07). Both leave the invoice's own status to those who set it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mock_systems.service import Refusal

DISPUTE_TRANSITIONS: Mapping[tuple[str, str], str] = {
    ("open", "answer"): "answered",
    ("answered", "answer"): "answered",
    ("open", "close"): "closed",
    ("answered", "close"): "closed",
}


@dataclass(slots=True)
class Dispute:
    """One disagreement over one invoice: open, answered, closed."""

    id: int
    reference: str
    invoice_id: int
    reason: str
    opened_by: str
    note: str
    status: str = "open"
    answer: str = ""
    answered_by: str = ""
    outcome: str = ""
    credit_minor: int = 0


@dataclass(slots=True)
class InvoiceHold:
    """A hold of the ERP on an invoice, as it was returned to the buyer who owns it."""

    code: str
    reason: str
    owner: str
    active: bool = True
    released_by: str = ""


def dispute_after(status: str, step: str) -> str:
    """The status after a step. Raises Refusal 409 for an illegal transition."""
    after = DISPUTE_TRANSITIONS.get((status, step))
    if after is None:
        raise Refusal(
            409, "ILLEGAL_TRANSITION", f"a dispute that is {status} takes no {step}; open another"
        )
    return after
