"""P05: what an EDI supplier's book owes, and to whom."""

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
