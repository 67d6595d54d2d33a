"""P07 held invoices: each hold goes back to who can lift its cause, and is released there as well.

Procurement gets all of them, the contract platform those of invoices under contract.
"""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.canonical.invoice_holds import InvoiceHold
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import invoice_holds, invoices

HOLD = {"procurement": "return_invoice_hold", "contracts": "tell_contract_of_hold"}
FREE = {"procurement": "release_invoice_hold", "contracts": "lift_contract_hold"}
ENDED = "note_holds_ended"


def on_invoice_changed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """At each system the steps of an invoice take turns: a hold is there before its release."""
    data = event.data
    if not invoices.is_submitted(data):
        return ()
    if invoice_holds.is_held(data):
        holds = invoice_holds.read(data)
        # Freed at once where the news of the release came first.
        return tuple(
            step for kinds in (HOLD, FREE) for hold in holds for step in _steps(kinds, hold)
        )
    if not invoice_holds.was_held(data):
        return ()
    ended = invoice_holds.read_ended(data)
    notes = tuple(
        Step(ENDED, f"{ended.reference}/{system}", ended, _sequence(system, ended.reference))
        for system in FREE
    )
    holds = invoice_holds.possible(data)
    return notes + tuple(step for hold in holds for step in _steps(FREE, hold))


def _steps(kinds: dict[str, str], hold: InvoiceHold) -> tuple[Step, ...]:
    key = f"{hold.reference}/{hold.code}"
    return tuple(
        Step(kind, key, hold, _sequence(system, hold.reference)) for system, kind in kinds.items()
    )


def _sequence(system: str, reference: str) -> str:
    return f"holds/{system}/{reference}"
