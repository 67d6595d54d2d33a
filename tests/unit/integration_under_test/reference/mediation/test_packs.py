"""Packs of an item: each master's own figure against that of who keeps the stock."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.reference.exceptions import PackInDoubt, UnknownCode
from integration_under_test.reference.mediation.canonical.orders import OrderLine
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import masters as erp
from integration_under_test.reference.mediation.erp.orders import write_lines
from integration_under_test.reference.mediation.inventory import masters as inventory
from integration_under_test.reference.mediation.master_data.packs import PackDoubt, packs_in_doubt
from integration_under_test.reference.mediation.masters import crosswalk_of
from tests.unit.integration_under_test.reference.fakes import ITEM, MASTERS, UNBILLED

STORES: list[dict[str, Any]] = MASTERS["inventory", "list_items"]
RIGHT: list[dict[str, Any]] = MASTERS["erp", "list_items"]
DOUBLE = [{"UOMCode": "EA", "Factor": 1}, {"UOMCode": "BX", "Factor": 20}]
WRONG = [RIGHT[0] | {"Units": DOUBLE}, RIGHT[1]]
SENTENCE = f"{ITEM}: BX/20 in erp, /10 in inventory"


def doubts(*rows: dict[str, Any]) -> list[PackDoubt]:
    masters = ((erp.ITEMS, rows), (inventory.ITEMS, STORES))
    return list(
        packs_in_doubt(r for master, own in masters for row in own for r in master.read(row))
    )


def order_line(item: str, unit: str = "BX") -> OrderLine:
    return OrderLine(1, item, 3, unit, 120_000)


def test_equal_packs_are_no_doubt() -> None:
    assert doubts(*RIGHT) == []


def test_a_pack_that_the_erp_counts_otherwise_is_told_with_both_figures() -> None:
    assert doubts(*WRONG) == [PackDoubt(ITEM, SENTENCE)]


@pytest.mark.parametrize("units", [[], [{"UOMCode": "CS", "Factor": 99}]])
def test_another_unit_than_the_purchase_unit_is_no_doubt(units: list[dict[str, Any]]) -> None:
    assert doubts(RIGHT[0] | {"Units": units}) == []


def test_an_item_that_the_stores_do_not_keep_is_no_doubt() -> None:
    assert doubts(RIGHT[0] | {"ItemNumber": "999", "Units": DOUBLE}) == []


def test_no_order_with_a_doubtful_item_is_written_and_all_of_them_are_named() -> None:
    crosswalk = crosswalk_of(
        {erp.ITEMS: [row | {"Units": DOUBLE} for row in RIGHT], inventory.ITEMS: STORES}
    )
    with pytest.raises(PackInDoubt, match=f"{ITEM}: .*, {UNBILLED}: "):
        write_lines([order_line(ITEM), order_line(UNBILLED)], crosswalk)


def test_an_order_without_doubtful_items_is_written() -> None:
    crosswalk = crosswalk_of({erp.ITEMS: WRONG, inventory.ITEMS: STORES})
    assert [line["Quantity"] for line in write_lines([order_line(UNBILLED)], crosswalk)] == ["3"]


def test_what_is_no_item_has_no_pack() -> None:
    service = OrderLine(1, "", 1, "EA", 120_000, "calibration", is_service=True)
    assert len(write_lines([service], Crosswalk(packs_known=False))) == 1


def test_before_the_erps_packs_were_read_nothing_is_converted() -> None:
    crosswalk = crosswalk_of({inventory.ITEMS: STORES})
    with pytest.raises(UnknownCode, match=ITEM):
        crosswalk.check_packs(ITEM)
