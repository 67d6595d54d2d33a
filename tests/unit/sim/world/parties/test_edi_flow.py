"""P05, P07, P12: what an EDI supplier's book owes, and what an approved substitute does."""

from __future__ import annotations

from mock_systems.service import Effect
from sim.history.schema import Row
from sim.obligations.book import ObligationBook
from sim.world.calendar import HOUR_S
from tests.unit.sim.obligations.test_flows import NOW_US, Rows, Truth


def owed(effect: Effect) -> list[Row]:
    written = Rows()
    ObligationBook(Truth(), written).on_effect("suppliers", effect)
    return written.rows


def test_p05_an_expected_order_is_owed_once_with_its_amount_within_four_hours() -> None:
    expected = Effect("suppliers.order_expected", "PO-1", amount_minor=8000, quantity=2)
    (row,) = owed(expected)
    assert (row.flow, row.f, row.mode) == ("P05", "suppliers.order_received", "once")
    assert (row.effect_key, row.amount_minor, row.quantity) == ("PO-1", 8000, 2)
    assert row.due_us - NOW_US == 4 * HOUR_S * 1e6


def test_p05_an_answer_is_owed_to_procurement_under_the_suppliers_number() -> None:
    said = Effect("suppliers.acknowledgement", "PO-1", facts={"ack_number": "SO000001"})
    (row,) = owed(said)
    assert (row.flow, row.f, row.target) == ("P05", "procurement.acknowledgement", "procurement")
    assert row.effect_key == "PO-1/SO000001"


def test_p05_receiving_an_order_owes_nothing() -> None:
    assert owed(Effect("suppliers.order_received", "PO-1", amount_minor=8000)) == []


def test_p05_a_shipping_notice_is_owed_with_its_quantity_within_two_hours() -> None:
    (row,) = owed(Effect("suppliers.ship_notice", "30000001/ASN-1", quantity=12))
    assert (row.flow, row.f, row.quantity) == ("P05", "procurement.ship_notice", 12)
    assert row.due_us - NOW_US == 2 * HOUR_S * 1e6


def test_p07_a_bill_by_edi_is_owed_to_procurement_with_its_amount() -> None:
    (row,) = owed(Effect("suppliers.invoice", "30000001/INV-1", amount_minor=8000))
    assert (row.flow, row.f, row.amount_minor) == ("P07", "procurement.invoice", 8000)


def decided(decision: str) -> list[Row]:
    facts = {
        "decision": decision,
        "ordered": "drape",
        "substitute": "stent",
        "po": "PO-1",
        "order_total_minor": 700,
    }
    written = Rows()
    effect = Effect("procurement.substitution", "PO-1/2/7", version=3, facts=facts)
    ObligationBook(Truth(), written).on_effect("procurement", effect)
    return written.rows


def test_p12_an_approved_substitute_is_owed_to_the_erp_the_store_and_billing() -> None:
    commitment, stock, charge = decided("approved")
    assert (commitment.f, commitment.effect_key, commitment.mode) == (
        "erp.order_change",
        "PO-1",
        "latest",
    )
    assert (commitment.agg_version, commitment.amount_minor) == (3, 700)
    assert (stock.f, stock.effect_key) == ("inventory.cross_reference", "PO-1/2/7/stent")
    code = Truth().item("stent").charge_code
    assert (charge.f, charge.effect_key) == ("billing.cross_reference", f"PO-1/2/7/{code}")
    assert {row.flow for row in (commitment, stock, charge)} == {"P12"}


def test_p12_a_rejected_substitute_owes_nothing() -> None:
    assert decided("rejected") == []


def test_p12_a_released_line_is_owed_to_the_erp_at_the_version_without_it() -> None:
    effect = Effect(
        "suppliers.line_released", "PO-1/2", amount_minor=500, version=2, facts={"po": "PO-1"}
    )
    (row,) = owed(effect)
    assert (row.f, row.effect_key, row.agg_version) == ("erp.order_change", "PO-1", 2)
