"""What events of replenishment, of ERP origin and of the data office ask for."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import Event
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.orchestration.analytics_feed import on_day_cut
from integration_under_test.reference.orchestration.erp_origin import (
    on_receipt_recorded,
    on_requisition_sourced,
)
from integration_under_test.reference.orchestration.replenishment import (
    on_replenishment_proposed,
    on_shipment_dispatched,
)
from tests.unit.integration_under_test.reference.fakes import ITEM, UNBILLED, crosswalk
from tests.unit.integration_under_test.reference.mediation.test_direct_orders import SOURCED
from tests.unit.integration_under_test.reference.mediation.test_dock_receipts import RECORDED
from tests.unit.integration_under_test.reference.mediation.test_replenishments import (
    line,
    proposed,
)

AT = "2026-04-14T15:00:00+00:00"


def event(data: Any, type_: str = "", subject: str = "") -> Event:
    return Event("e-1", "/system", type_, AT, subject, data)


def test_a_proposal_is_for_its_supplier_or_for_the_warehouse() -> None:
    bought = on_replenishment_proposed(event(proposed(line(1, ITEM))), crosswalk())
    assert [(step.kind, step.key) for step in bought] == [("request_replenishment", "RP-000007")]
    picked = proposed(line(1, ITEM), source="warehouse")
    steps = on_replenishment_proposed(event(picked), crosswalk())
    assert [step.kind for step in steps] == ["order_picks", "date_pick_order"]
    assert {step.sequence for step in steps} == {"replenishment/RP-000007"}


def test_each_line_of_a_shipment_is_announced_by_itself() -> None:
    row = {"PART_NO": ITEM, "LOT": "L", "EXPIRES_ON": "2027-031", "QTY": 1}
    shipped = {
        "SHIPMENT": "SH1",
        "DELIVER_TO": "H01-OR",
        "LINES": [{**row, "LINE": 1}, {**row, "LINE": 2}],
    }
    steps = on_shipment_dispatched(event(shipped), crosswalk())
    assert [(step.kind, step.key) for step in steps] == [
        ("announce_inbound", "SH1/1"),
        ("announce_inbound", "SH1/2"),
    ]


def test_the_orders_of_a_requisition_do_not_wait_for_each_other() -> None:
    known = crosswalk()
    known.partners = frozenset({"30000002"})
    steps = on_requisition_sourced(event(SOURCED), known)
    by_hand, by_edi = "REQ-00000005/30000001", "REQ-00000005/30000002"
    assert [(step.kind, step.key) for step in steps] == [
        ("order_directly", by_hand),
        ("import_order", by_hand),
        ("date_direct_order", by_hand),
        ("order_directly", by_edi),
        ("import_order", by_edi),
        ("send_direct_order", by_edi),
        ("date_direct_order", by_edi),
    ]
    assert {step.sequence for step in steps} == {
        f"direct_order/{by_hand}",
        f"direct_order/{by_edi}",
    }


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({}, ["return_dock_receipt", "shelve_receipt", "register_dock_lot"]),
        ({"ItemNumber": UNBILLED}, ["return_dock_receipt", "shelve_receipt"]),
        ({"LotNumber": ""}, ["return_dock_receipt", "shelve_receipt"]),
        ({"ItemNumber": ""}, ["return_dock_receipt"]),
    ],
)
def test_a_docks_booking_owes_shelf_order_and_lot(change: dict[str, str], kinds: list[str]) -> None:
    steps = on_receipt_recorded(event({**RECORDED, **change}), crosswalk())
    assert [step.kind for step in steps] == kinds
    assert {step.key for step in steps} == {"ER-30000001-9-1/2"}


@pytest.mark.parametrize(
    ("type_", "subject", "kinds"),
    [
        ("erp.postings.cut", "2026-04-14", ["merge_members", "load_day"]),
        ("billing.charges.cut", "20260414", ["load_day"]),
        (
            "inventory.usages.cut",
            "20260414",
            ["merge_members", "load_day", "reconcile_books", "review_masters"],
        ),
    ],
)
def test_a_cut_is_loaded_for_each_hospital(type_: str, subject: str, kinds: list[str]) -> None:
    steps = on_day_cut(event({}, type_, subject), crosswalk())
    assert [step.kind for step in steps] == kinds
    assert [s.document.gln for s in steps if s.kind == "load_day"] == ["1234567890128"]
    assert {step.document.day for step in steps} == {"2026-04-14"}


def test_a_cut_that_comes_before_any_hospital_is_known_is_for_a_clerk() -> None:
    with pytest.raises(LookupError, match="no hospital"):
        on_day_cut(event({}, "erp.postings.cut", "2026-04-14"), Crosswalk())
