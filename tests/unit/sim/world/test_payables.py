"""Accounts payable clerks with held invoices (P07)."""

from __future__ import annotations

from typing import Any

import pytest

from mock_systems.service import Effect
from sim.world.actors.payables import Payables
from sim.world.business_days import is_business_day
from sim.world.calendar import HOME_ZONE
from tests.unit.sim.world.stand_in import CODES, Settings, StandIn, Town

DAYS = 21.0


def bring_invoice(stand_in: StandIn, body: dict[str, Any], supplier: str) -> None:
    """What P07 will do: the portal's invoice into the ERP."""
    order = stand_in.orders[body["po-number"]]
    lines = [
        {
            "LineNumber": line["line-num"],
            "OrderLineNumber": line["po-line"],
            "Quantity": str(line["quantity"]),
            "UOMCode": CODES[line["uom"]],
            "UnitPrice": line["unit-price"][:-2],
        }
        for line in body["lines"]
    ]
    month, day, year = body["invoice-date"].split("/")
    stand_in.call(
        "erp",
        "create_invoice",
        {
            "InvoiceNumber": body["invoice-number"],
            "SupplierNumber": supplier,
            "InvoiceDate": f"{year}-{month}-{day}",
            "InvoiceAmount": body["total"],
            "SourceOrderNumber": body["po-number"],
            "OrderNumber": order["number"],
            "BusinessUnit": order["BusinessUnit"],
            "AccountingDate": f"{year}-{month}-{day}",
            "Lines": lines,
        },
    )


@pytest.fixture(scope="module")
def town() -> Town:
    town = Town(Settings(scale=0.02))
    stand_in = town.stand_in
    assert stand_in is not None
    desk = town.world.site.desk
    plain = desk.do

    def overheard(system: str, operation: str, body: dict[str, Any], actor: str) -> dict[str, Any]:
        answer = plain(system, operation, body, actor)
        if operation == "submit_invoice":
            supplier = actor.removeprefix("supplier/")
            stand_in.later(2.0, lambda _e: bring_invoice(stand_in, body, supplier), Effect("", ""))
        return answer

    desk.do = overheard  # type: ignore[method-assign, assignment]
    town.run(DAYS)
    return town


def test_invoices_are_held_at_the_calibrated_rate(town: Town) -> None:
    statuses = town.of("erp.invoice_status")
    held = {e.key for e in statuses if e.facts["status"] == "HELD"}
    assert 0.08 <= len(held) / town.count("erp.invoice") <= 0.40


def test_clerks_release_holds_in_office_hours_only(town: Town) -> None:
    released = [t_s for t_s, _, e in town.effects if e.kind == "erp.hold_release"]
    assert released
    for t_s in released:
        local = town.calendar.local(t_s, HOME_ZONE)
        assert 8 <= local.hour <= 17
        assert is_business_day(local.date())


def test_most_quantity_holds_end_with_the_receipt_and_not_with_a_clerk(town: Town) -> None:
    releases = town.of("erp.hold_release")
    missing_goods = [e for e in releases if "QTY_RECEIVED" in e.facts["holds"]]
    assert len(missing_goods) < 0.5 * len(releases)


def test_an_invoice_without_order_is_no_clerks_to_release(town: Town) -> None:
    payables = Payables(town.world.site, town.world.agenda)
    for key, is_submitted in (("30000001/SV-1", False), ("30000001/INV-1", True)):
        facts = {"status": "HELD", "submitted": is_submitted}
        payables.status_changed(Effect("erp.invoice_status", key, facts=facts))
    assert payables._queued == {"30000001/INV-1"}


def test_released_invoices_become_payable(town: Town) -> None:
    approved = {
        e.key for e in town.of("erp.invoice_status") if e.facts["status"] in ("APPROVED", "PAID")
    }
    assert {e.key for e in town.of("erp.hold_release")} <= approved
