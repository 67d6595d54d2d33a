"""P13 month-end close: the ERP's period status goes out, the subledgers' totals come back."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.billing import periods as billing_periods
from integration_under_test.reference.mediation.canonical.facts import DayCut
from integration_under_test.reference.mediation.canonical.periods import SubledgerTotals
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import periods
from integration_under_test.reference.mediation.inventory import periods as inventory_periods


def on_period_changed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    status = periods.read(event.data)
    return (
        Step("close_procurement", status.period, status),
        Step("close_inventory", status.period, status),
        Step("close_billing", status.period, status),
    )


def on_inventory_totals(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    return (_submission(inventory_periods.read_totals(event.data)),)


def on_billing_totals(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    return (_submission(billing_periods.read_totals(event.data)),)


def on_books_cut(cut: DayCut) -> tuple[Step, ...]:
    """What a month closes on is compared every night, as soon as the day's books are cut."""
    if cut.table != "usage":
        return ()
    return (Step("reconcile_books", cut.day, cut), Step("review_masters", cut.day, cut))


def _submission(totals: SubledgerTotals) -> Step:
    return Step("submit_totals", f"{totals.period}/{totals.facility}/{totals.subledger}", totals)
