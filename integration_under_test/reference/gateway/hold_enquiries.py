"""What must be known before a hold of an invoice is returned to its owner, or released there (P07).

The event of a release does not name the codes, and may overtake the one that does. So each hold
that was returned is remembered until it is released, and that the ERP holds an invoice no longer is
noted: whichever comes second does the release.
"""

from __future__ import annotations

from integration_under_test.reference.gateway.command_kind import Answer, Enquiry
from integration_under_test.reference.mediation.canonical.invoice_holds import (
    HoldsEnded,
    InvoiceHold,
)
from integration_under_test.reference.mediation.erp import invoice_holds as erp_holds
from integration_under_test.reference.mediation.erp.invoice_holds import HeldInvoice
from integration_under_test.reference.mediation.procurement import invoice_holds


def _key(system: str, hold: InvoiceHold) -> str:
    return f"hold/{system}/{hold.reference}/{hold.code}"


def _ended(document: InvoiceHold | HoldsEnded) -> str:
    return f"holds-ended/{document.reference}"


def ended(document: HoldsEnded) -> tuple[str, int]:
    """What is noted of an invoice that the ERP holds no longer."""
    return _ended(document), 1


def returned(hold: InvoiceHold, answer: Answer) -> tuple[str, int]:
    """What is remembered of a hold that procurement was given."""
    return _key("procurement", hold), 1


def released(hold: InvoiceHold, answer: Answer) -> tuple[str, None]:
    """There is nothing to release any more."""
    return _key("procurement", hold), None


def told(hold: InvoiceHold, answer: Answer) -> tuple[str, int]:
    """As `returned`, of the contract platform."""
    return _key("contracts", hold), 1


def lifted(hold: InvoiceHold, answer: Answer) -> tuple[str, None]:
    """As `released`, of the contract platform."""
    return _key("contracts", hold), None


async def held_at_procurement(hold: InvoiceHold, enquiry: Enquiry) -> int:
    """The id of the invoice."""
    ask = invoice_holds.ask_invoice(hold)
    return invoice_holds.read_id(await enquiry.call("procurement", "find_invoices", ask))


async def free_at_procurement(hold: InvoiceHold, enquiry: Enquiry) -> int | None:
    """The same; None where there is nothing to release."""
    if not await _is_due("procurement", hold, enquiry):
        return None
    return await held_at_procurement(hold, enquiry)


async def held_under_contract(hold: InvoiceHold, enquiry: Enquiry) -> HeldInvoice:
    """The ERP's own figures, since its event leaves out contract with amount."""
    ask = erp_holds.ask_invoice(hold)
    return erp_holds.read_invoice(await enquiry.call("erp", "find_invoices", ask))


async def free_under_contract(hold: InvoiceHold, enquiry: Enquiry) -> HeldInvoice | None:
    """The same; None where there is nothing to lift."""
    if not await _is_due("contracts", hold, enquiry):
        return None
    return await held_under_contract(hold, enquiry)


async def _is_due(system: str, hold: InvoiceHold, enquiry: Enquiry) -> bool:
    stands = await enquiry.recall(_key(system, hold)) is not None
    return stands and await enquiry.recall(_ended(hold)) is not None
