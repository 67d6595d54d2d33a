"""P13 month-end close: the ERP's period status goes out, the subledgers' totals come back."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation import billing, erp, inventory
from integration_under_test.reference.mediation.canonical import SubledgerTotals
from integration_under_test.reference.mediation.crosswalk import Crosswalk


def on_period_changed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    status = erp.read_period(event.data)
    return (
        Step("close_procurement", status.period, status),
        Step("close_inventory", status.period, status),
        Step("close_billing", status.period, status),
    )


def on_inventory_totals(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    return (_submission(inventory.read_totals(event.data)),)


def on_billing_totals(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    return (_submission(billing.read_totals(event.data)),)


def _submission(totals: SubledgerTotals) -> Step:
    return Step("submit_totals", f"{totals.period}/{totals.facility}/{totals.subledger}", totals)
