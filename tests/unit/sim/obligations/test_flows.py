"""What each flow owes for one origin effect, computed by hand from the plan's table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from mock_systems.service import Effect
from sim.history.schema import Row
from sim.obligations import FLOWS
from sim.obligations.book import ObligationBook
from sim.obligations.declared import declared_flows, duties_by_target
from sim.obligations.known import UnknownOrder
from sim.obligations.rounding import divide_half_up

NOW_US = 1_000_000
MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US


@dataclass(frozen=True)
class Item:
    charge_code: str = ""
    charge_price_minor: int = 0
    standard_cost_minor: int = 125
    purchase_uom: str = "BX"
    factor: int = 10
    implant: bool = False


@dataclass
class Truth:
    items: dict[str, Item] = field(
        default_factory=lambda: {
            "glove": Item(),
            "stent": Item("SUP1", 99_900, 40_000, "EA", 1, implant=True),
            "drape": Item("SUP2", 500, 100, "BX", 8),
        }
    )

    def facility_code(self, system: str, own_code: str) -> str:
        return {("inventory", "H01"): "H01", ("erp", "BU100"): "H01"}[system, own_code]

    def item(self, erp_number: str) -> Item:
        return self.items[erp_number]


@dataclass
class Rows:
    rows: list[Row] = field(default_factory=list)

    def now_us(self) -> int:
        return NOW_US

    def write(self, row: Row) -> int:
        self.rows.append(row)
        return len(self.rows) - 1


def owed_for(*effects: Effect) -> list[Row]:
    written = Rows()
    book = ObligationBook(Truth(), written)
    for effect in effects:
        book.on_effect(effect.kind.partition(".")[0], effect)
    return written.rows


def summary(rows: list[Row]) -> list[tuple[str, str, int, int]]:
    """Flow and kind, key, amount or version, time allowed in minutes."""
    return [
        (f"{r.flow} {r.f}", r.effect_key, r.amount_minor or r.agg_version, _allowed(r))
        for r in rows
    ]


def _allowed(row: Row) -> int:
    return (row.due_us - NOW_US) // MINUTE_US


def order(lines: list[dict[str, Any]]) -> Effect:
    return Effect("procurement.order", "PO-1", amount_minor=7000, facts={"lines": lines})


ORDER = order(
    [
        {"line": 1, "item": "glove", "qty": 4, "uom": "BX", "unit_price_minor": 1250},
        {"line": 2, "item": "stent", "qty": 1, "uom": "EA", "unit_price_minor": 45_000},
    ]
)


def receipt(line: int, item: str, amount: tuple[int, str], eaches: int, po: str = "PO-1") -> Effect:
    qty, uom = amount
    facts = {"po": po, "po_line": line, "item": item, "qty_purchase": qty, "uom": uom}
    return Effect(
        "inventory.receipt_line",
        "RC-1/1",
        quantity=eaches,
        uom="EA",
        facility="H01",
        period="2026-04",
        facts=facts,
    )


def test_every_flow_of_the_table_loads_under_its_id() -> None:
    assert [flow.id for flow in declared_flows()] == sorted(FLOWS)


def test_an_effect_without_duty_writes_nothing() -> None:
    assert owed_for(Effect("inventory.transfer", "T-1")) == []


def test_a_reversed_effect_raises_no_duty() -> None:
    assert owed_for(Effect("erp.payment", "PAY-1", count=-1)) == []


def test_p01_a_supplier_is_owed_to_procurement_and_contracts() -> None:
    rows = owed_for(Effect("erp.supplier", "300", version=2))
    assert summary(rows) == [
        ("P01 procurement.supplier", "300", 2, 60),
        ("P01 contracts.party", "300", 2, 60),
    ]
    assert {row.mode for row in rows} == {"latest"}
    assert {(row.source, row.business_key) for row in rows} == {("erp", "300")}


def test_p03_each_line_is_owed_and_unit_cost_only_for_chargeable_items() -> None:
    lines = [
        {"line": 1, "item": "glove", "uom": "BX", "unit_price_minor": 1250},
        {"line": 2, "item": "drape", "uom": "BX", "unit_price_minor": 1004},
    ]
    activation = Effect("contracts.activation", "C1/2", version=2, facts={"lines": lines})
    assert summary(owed_for(activation)) == [
        ("P03 erp.price_condition", "C1/2/1", 1250, 240),
        ("P03 erp.price_condition", "C1/2/2", 1004, 240),
        ("P03 procurement.catalogue_price", "C1/2/1", 1250, 240),
        ("P03 procurement.catalogue_price", "C1/2/2", 1004, 240),
        ("P03 billing.supply_cost", "C1/2/2", 126, 240),
    ]


def test_p04_only_an_approved_requisition_owes_a_budget_decision() -> None:
    kind = "procurement.requisition_decision"
    approved = Effect(kind, "REQ-1", facts={"decision": "approved"})
    rejected = Effect(kind, "REQ-2", facts={"decision": "rejected"})
    rows = owed_for(approved, rejected)
    assert summary(rows) == [("P04 procurement.budget_decision", "REQ-1", 0, 30)]


def test_p04_an_order_owes_its_encumbrance() -> None:
    assert summary(owed_for(ORDER)) == [("P04 erp.encumbrance", "PO-1", 7000, 30)]


def test_p06_a_receipt_is_accrued_at_the_order_price() -> None:
    accrual, noted = owed_for(ORDER, receipt(1, "glove", (3, "BX"), 30))[1:]
    assert (accrual.f, accrual.amount_minor, accrual.quantity) == ("erp.accrual", 3750, 30)
    assert (accrual.uom, accrual.period, accrual.facility) == ("EA", "2026-04", "H01")
    assert (noted.f, noted.quantity, noted.uom) == ("procurement.order_receipt", 3, "BX")


def test_p06_a_receipt_in_eaches_of_an_order_in_boxes_is_valued_by_the_factor() -> None:
    accrual = owed_for(ORDER, receipt(1, "glove", (5, "EA"), 5))[1]
    assert accrual.amount_minor == 625


def test_p06_an_implant_must_become_known_to_billing() -> None:
    kinds = [row.f for row in owed_for(ORDER, receipt(2, "stent", (1, "EA"), 1))]
    assert kinds[1:] == ["erp.accrual", "procurement.order_receipt", "billing.lot_eligible"]


def test_p06_goods_without_order_owe_nothing() -> None:
    assert owed_for(receipt(1, "glove", (3, "BX"), 30, po="")) == []


def test_p06_a_receipt_for_an_unknown_order_is_refused_with_a_remedy() -> None:
    with pytest.raises(UnknownOrder, match=r"'PO-1' with line 1.*record the order's effect"):
        owed_for(receipt(1, "glove", (3, "BX"), 30))


def test_p07_an_invoice_is_owed_to_the_erp_and_its_status_back() -> None:
    invoice = Effect("procurement.invoice", "300/INV-1", amount_minor=500)
    held = Effect("erp.invoice_status", "300/INV-1", version=1, facts={"status": "HELD"})
    void = Effect("erp.invoice_status", "300/INV-1", version=2, facts={"status": "CANCELLED"})
    covered = Effect("erp.invoice_status", "300/INV-2", version=3, facts={"status": "PAID"})
    assert summary(owed_for(invoice, held, void, covered)) == [
        ("P07 erp.invoice", "300/INV-1", 500, 240),
        ("P07 procurement.invoice_status", "300/INV-1", 1, 60),
        ("P07 procurement.invoice_status", "300/INV-1", 2, 60),
        ("P07 procurement.invoice_status", "300/INV-2", 3, 60),
    ]


def test_p08_spend_is_owed_only_under_a_contract() -> None:
    under = Effect("erp.payment", "PAY-1", amount_minor=900, facts={"contract": "C1"})
    without = Effect("erp.payment", "PAY-2", amount_minor=100, facts={"contract": ""})
    assert summary(owed_for(under, without)) == [
        ("P08 procurement.payment", "PAY-1", 900, 240),
        ("P08 contracts.spend", "PAY-1", 900, 240),
        ("P08 procurement.payment", "PAY-2", 100, 240),
    ]


def test_p07_an_invoice_without_order_owes_procurement_nothing() -> None:
    facts = {"status": "APPROVED", "submitted": False}
    status = Effect("erp.invoice_status", "300/SV-1", version=1, facts=facts)
    paid = Effect("erp.payment", "PAY-1", amount_minor=900, facts={"submitted": False})
    assert owed_for(status, paid) == []


def test_p07_a_captured_invoice_is_owed_where_its_order_is_and_acknowledged() -> None:
    with_order = Effect("invoice_capture.invoice", "300/INV-1", amount_minor=500)
    without = Effect("invoice_capture.expense_invoice", "300/SV-1", amount_minor=70)
    assert summary(owed_for(with_order, without)) == [
        ("P07 procurement.invoice", "300/INV-1", 500, 240),
        ("P07 invoice_capture.export", "300/INV-1", 500, 1440),
        ("P07 erp.invoice", "300/SV-1", 70, 240),
        ("P07 invoice_capture.export", "300/SV-1", 70, 1440),
    ]


def test_p07_a_dispute_owes_a_credit_memo_only_if_it_was_credited() -> None:
    kind, facts = "procurement.dispute_closed", {"invoice": "300/INV-1", "outcome": "credited"}
    credited = Effect(kind, "DSP-300-INV-1", amount_minor=50, facts=facts)
    paid = Effect(kind, "DSP-300-INV-2", facts={**facts, "outcome": "paid-as-billed"})
    assert summary(owed_for(credited, paid)) == [
        ("P07 erp.credit_memo", "300/CM-DSP-300-INV-1", 50, 1440)
    ]


def test_p08_what_the_bank_says_is_owed_to_the_ledger_and_what_came_back_to_all() -> None:
    made = Effect("bank.payment_expected", "PAY-1", amount_minor=900)
    settled = Effect("bank.settlement", "PAY-1", amount_minor=900)
    back = Effect("bank.return", "PAY-1", amount_minor=900)
    facts = {"contract": "C1", "submitted": True}
    rejected = Effect("erp.payment_rejection", "PAY-1", amount_minor=900, facts=facts)
    assert summary(owed_for(made, settled, back, rejected)) == [
        ("P08 bank.payment_received", "PAY-1", 900, 1440),
        ("P08 erp.payment_clearing", "PAY-1", 900, 1440),
        ("P08 erp.payment_rejection", "PAY-1", 900, 1440),
        ("P08 procurement.payment_return", "PAY-1", 900, 240),
        ("P08 contracts.spend_reversal", "PAY-1", 900, 240),
    ]


def test_p09_a_usage_owes_a_charge_only_when_billable() -> None:
    columns: dict[str, Any] = {"quantity": 3, "facility": "H01", "period": "2026-04"}
    billable = Effect("inventory.usage", "US-1", facts={"item": "drape"}, **columns)
    plain = Effect("inventory.usage", "US-2", facts={"item": "glove"}, **columns)
    assert summary(owed_for(billable, plain)) == [
        ("P09 billing.charge", "US-1", 1500, 15),
        ("P09 erp.cost", "US-1", 300, 60),
        ("P09 erp.cost", "US-2", 375, 60),
    ]


def test_p13_a_status_is_owed_to_three_systems_and_carries_the_status() -> None:
    soft = Effect("erp.period", "2026-04", version=2, facts={"status": "SOFT_CLOSED"})
    rows = owed_for(soft)
    assert [row.target for row in rows] == ["procurement", "inventory", "billing"]
    assert {(row.agg_version, row.detail, _allowed(row)) for row in rows} == {
        (2, "SOFT_CLOSED", 120)
    }


def test_p13_totals_are_owed_to_the_ledger() -> None:
    key = "2026-04/0614141000012/BILLING"
    totals = Effect("billing.period_totals", key, amount_minor=700, quantity=7, period="2026-04")
    (row,) = owed_for(totals)
    assert (row.f, row.effect_key, row.amount_minor) == ("erp.subledger_totals", key, 700)
    assert (row.quantity, row.period, row.due_us) == (7, "2026-04", NOW_US + 4 * HOUR_US)


def test_targets_are_looked_up_by_kind() -> None:
    flows = {flow for flow, _ in duties_by_target()["erp.subledger_totals"]}
    assert flows == {"P13"}


@pytest.mark.parametrize(("amount", "by", "expected"), [(1004, 8, 126), (1003, 8, 125), (5, 10, 1)])
def test_halves_are_rounded_up(amount: int, by: int, expected: int) -> None:
    assert divide_half_up(amount, by) == expected
