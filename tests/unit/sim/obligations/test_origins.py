"""What is owed where orders or receipts begin in the ERP, where S04 proposes, when terms change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mock_systems.service import Effect
from sim.history.schema import Row
from sim.obligations.book import ObligationBook

DAY = "2026-04-14"


@dataclass(frozen=True)
class Item:
    factor: int = 10
    charge_code: str = ""
    charge_price_minor: int = 0
    standard_cost_minor: int = 125
    purchase_uom: str = "BX"
    implant: bool = False


class Truth:
    def facility_code(self, system: str, own_code: str) -> str:
        return "H01"

    def item(self, erp_number: str) -> Item:
        return Item()


@dataclass
class Rows:
    rows: list[Row] = field(default_factory=list)

    def now_us(self) -> int:
        return 0

    def write(self, row: Row) -> int:
        self.rows.append(row)
        return len(self.rows)


def owed(*effects: Effect) -> list[tuple[str, str, int, int]]:
    """Flow with kind, key, amount or quantity, minutes allowed; of the last effect only."""
    rows = Rows()
    book = ObligationBook(Truth(), rows)
    for effect in effects:
        rows.rows.clear()
        book.on_effect(effect.kind.partition(".")[0], effect)
    return [
        (f"{r.flow} {r.f}", r.effect_key, r.amount_minor or r.quantity, r.due_us // 60_000_000)
        for r in rows.rows
    ]


def line(price_minor: int, supplier: str = "30000001", number: int = 1) -> dict[str, Any]:
    terms = {"qty": 4, "uom": "BX", "unit_price_minor": price_minor}
    return {"line": number, "item": "glove", "supplier": supplier, **terms}


def order(kind: str, key: str, price_minor: int, **facts: Any) -> Effect:
    amount_minor = 4 * price_minor
    return Effect(
        kind, key, amount_minor=amount_minor, facts={"lines": [line(price_minor)], **facts}
    )


SOURCED = Effect(
    "procurement.requisition_sourced",
    "REQ-1",
    amount_minor=12_000,
    facts={"lines": [line(1000), line(1500, "30000002", 2), line(500, number=3)]},
)


def receipt(kind: str = "inventory.receipt_line", **facts: Any) -> Effect:
    told = {"po": "PO-1", "po_line": 1, "item": "glove", "qty_purchase": 3, "uom": "BX"}
    return Effect(kind, "RC-1/1", quantity=30, uom="EA", period="2026-04", facts={**told, **facts})


def test_a_sourced_requisition_owes_an_order_to_each_supplier() -> None:
    assert owed(SOURCED) == [
        ("P04 erp.direct_order", "REQ-1/30000001", 6000, 30),
        ("P04 erp.direct_order", "REQ-1/30000002", 6000, 30),
    ]


def test_an_order_of_the_erp_owes_its_encumbrance_and_its_import() -> None:
    made = order("erp.order", "US1", 1000, reference="REQ-1")
    assert owed(SOURCED, made) == [
        ("P04 erp.encumbrance", "US1", 4000, 30),
        ("P04 procurement.order_import", "US1", 4000, 30),
    ]


def test_an_order_that_no_requisition_asked_for_is_not_imported() -> None:
    made = order("erp.order", "US1", 1000, reference="PROJECT-7")
    assert [row[0] for row in owed(made)] == ["P04 erp.encumbrance"]


def test_a_receipt_is_valued_at_the_terms_that_stand() -> None:
    first = order("procurement.order", "PO-1", 1000)
    changed = order("procurement.order_change", "PO-1/2", 900, po="PO-1")
    assert owed(first, receipt())[0] == ("P06 erp.accrual", "RC-1/1", 3000, 60)
    assert owed(first, changed, receipt())[0] == ("P06 erp.accrual", "RC-1/1", 2700, 60)


def test_an_imported_order_is_an_order() -> None:
    for kind in ("procurement.order_import", "erp.order"):
        made = order(kind, "PO-1", 1100, reference="REQ-1")
        assert owed(made, receipt())[0] == ("P06 erp.accrual", "RC-1/1", 3300, 60)


def test_a_receipt_of_the_erp_owes_the_shelf_and_the_order() -> None:
    made = order("procurement.order", "PO-1", 1000)
    assert owed(made, receipt("erp.receipt")) == [
        ("P06 inventory.receipt_line", "RC-1/1", 30, 60),
        ("P06 procurement.order_receipt", "RC-1/1", 3, 60),
    ]


def test_a_receipt_that_was_brought_to_the_shelf_owes_nothing_again() -> None:
    made = order("procurement.order", "PO-1", 1000)
    assert owed(made, receipt(source_ref="ER-1/1")) == []


def proposal(source: str, reason: str = "par") -> Effect:
    facts = {"source": source, "reason": reason, "day": DAY, "lines": [{"item": "glove", "qty": 2}]}
    return Effect("inventory.replenishment", "RP-1", quantity=17, uom="EA", facts=facts)


def test_a_proposal_is_requested_in_purchase_units_at_whatever_price_is_in_force_then() -> None:
    """A price that turns between proposal and request makes neither of them wrong."""
    repriced = {"line": 1, "item": "glove", "uom": "BX", "unit_price_minor": 1100}
    activated = Effect("contracts.activation", "K-1/2", version=2, facts={"lines": [repriced]})
    requested = ("P11 procurement.requisition", "RP-1", 2, 30)
    assert owed(proposal("supplier")) == [requested]
    assert owed(activated, proposal("supplier"))[-1] == requested


def test_an_emergency_has_ten_minutes() -> None:
    assert owed(proposal("supplier", "emergency"))[0][3] == 10
    assert owed(proposal("warehouse", "emergency"))[0][3] == 10


def test_a_proposal_for_the_warehouse_is_picked_and_its_day_comes_back() -> None:
    asked = proposal("warehouse")
    assert owed(asked) == [("P11 warehouse.pick_order", "RP-1", 17, 30)]
    picked = Effect("warehouse.pick_order", "RP-1", facts={"number": "PK7"})
    assert owed(asked, picked) == [("P11 inventory.replenishment_order", "RP-1/PK7", 0, 60)]
    assert owed(picked) == []


def test_the_order_of_a_proposal_owes_its_day() -> None:
    made = order("procurement.order", "PO-1", 1250, external_reference="RP-1")
    assert [row[:2] for row in owed(proposal("supplier"), made)] == [
        ("P04 erp.encumbrance", "PO-1"),
        ("P11 inventory.replenishment_order", "RP-1/PO-1"),
    ]
    assert [row[0] for row in owed(made)] == ["P04 erp.encumbrance"]


def test_what_the_warehouse_ships_or_counts_is_owed_to_inventory() -> None:
    shipped = Effect("warehouse.shipment", "SH1/1", quantity=5, uom="EA")
    assert owed(shipped) == [("P11 inventory.inbound_shipment", "SH1/1", 5, 60)]
    counted = Effect("warehouse.stock_file", "WAREHOUSE/1", quantity=900, uom="EA")
    assert owed(counted) == [("P11 inventory.warehouse_stock", "WAREHOUSE/1", 900, 24 * 60)]
