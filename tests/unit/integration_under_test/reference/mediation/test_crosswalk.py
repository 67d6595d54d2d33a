"""Codes are translated by the systems' own masters, or not at all."""

from __future__ import annotations

import pytest

from integration_under_test.reference.exceptions import PackInDoubt, UnknownCode, Unsendable
from integration_under_test.reference.mediation.canonical.receipts import ReceiptLine
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import receipts as erp_receipts
from integration_under_test.reference.mediation.master_data.lists import read_lists
from integration_under_test.reference.mediation.masters import MAPPED, crosswalk_of
from integration_under_test.reference.mediation.procurement import receipts
from tests.unit.integration_under_test.reference.fakes import (
    ITEM,
    UNBILLED,
    FakeHost,
    crosswalk,
)


def receipt_line(quantity_ea: int) -> ReceiptLine:
    return ReceiptLine(
        receipt="RC-1",
        line=1,
        order="PO-1",
        order_line=2,
        facility="inventory:H01",
        item=ITEM,
        quantity_ea=quantity_ea,
        lot="",
        expires_on="",
        implant=False,
        received_on="2026-04-30",
    )


def test_one_facility_has_five_names(host: FakeHost) -> None:
    async def call(system: str, operation: str, body: object) -> dict[str, object]:
        return await host.systems[system].call(operation, {})

    read = crosswalk_of(host.clock.run(read_lists(call, MAPPED, {})))
    units = {read.business_unit(code) for code in read.facilities}
    assert units == {"BU100"}
    assert len(read.facilities) == 4
    assert read.charge_code(ITEM) == "SUP00001"
    assert read.item(ITEM).factor == 10


def test_an_item_without_charge_code_is_not_billed() -> None:
    assert crosswalk().charge_code(UNBILLED) == ""
    assert not crosswalk().may_be_billed(UNBILLED)


def test_an_item_that_nobody_knows_may_be_billed() -> None:
    assert crosswalk().may_be_billed("999")
    with pytest.raises(UnknownCode, match="999"):
        crosswalk().charge_code("999")


def test_before_the_charge_master_was_read_nothing_is_certain() -> None:
    assert Crosswalk().may_be_billed(UNBILLED)
    with pytest.raises(UnknownCode):
        Crosswalk().charge_code(UNBILLED)


def test_eaches_are_posted_in_the_unit_of_the_order() -> None:
    context = Context(crosswalk(), consulted="300", posting_on="2026-04-30")
    body = erp_receipts.write(receipt_line(30), context)
    assert (body["Quantity"], body["UOMCode"]) == ("3", "BX")
    shown = receipts.write(receipt_line(30), context)
    assert (shown["quantity"], shown["uom"]) == (3, "box")


def test_a_broken_box_goes_to_the_erp_in_eaches_and_nowhere_else() -> None:
    context = Context(crosswalk(), consulted="300", posting_on="2026-04-30")
    body = erp_receipts.write(receipt_line(31), context)
    assert (body["Quantity"], body["UOMCode"]) == ("31", "EA")
    with pytest.raises(Unsendable, match="no whole BX"):
        receipts.write(receipt_line(31), context)


def test_no_receipt_is_written_that_the_erp_would_count_otherwise() -> None:
    doubtful = crosswalk()
    doubtful.packs_in_doubt = {ITEM: "a box of 20 there"}
    with pytest.raises(PackInDoubt, match="a box of 20"):
        erp_receipts.write(receipt_line(30), Context(doubtful, consulted="300"))


def test_only_who_has_a_mailbox_is_a_partner() -> None:
    assert not crosswalk().is_partner("30000001")
    assert Crosswalk(partners=frozenset({"30000001"})).is_partner("30000001")
