"""What left the shelves is laid beside what was charged for it; differences have a cause each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from integration_under_test.reference.mediation.balances.costs import Charged
from integration_under_test.reference.observability.reconciliation.item_balances import (
    Cause,
    Issue,
    verdict,
)
from tests.unit.integration_under_test.reference.fakes import (
    ITEM,
    UNBILLED,
    FakeHost,
    refusal,
)
from tests.unit.integration_under_test.reference.observability.reconciliation.nights import (
    COST,
    USAGE,
    House,
)

USED = Issue("BU100", ITEM, 2)
GOOD = Charged("BU100", ITEM, 2)


@pytest.mark.parametrize(
    ("issue", "charged", "cause"),
    [
        (USED, [], None),
        (USED, [GOOD], None),
        (None, [], None),
        (None, [GOOD], Cause.PHANTOM),
        (USED, [GOOD, GOOD], Cause.DUPLICATE),
        (USED, [GOOD._replace(quantity_ea=20)], Cause.QUANTITY),
        (USED, [GOOD._replace(item=UNBILLED)], Cause.ITEM),
        (USED, [GOOD._replace(unit="BU200")], Cause.FACILITY),
    ],
)
def test_each_way_of_being_wrong_has_a_name(
    issue: Issue | None, charged: Sequence[Charged], cause: Cause | None
) -> None:
    assert verdict(issue, charged) == cause


def cost(reference: str = "US-1", amount: str = "3.00", unit: str = "BU100") -> dict[str, Any]:
    lines = [{"Amount": amount}, {"Amount": f"-{amount}"}]
    return {**COST, "Reference": reference, "BusinessUnit": unit, "Lines": lines}


def view(quantity: int = 2, unit: str = "BU100", item: str = ITEM) -> dict[str, Any]:
    return {"BusinessUnit": unit, "ItemNumber": item, "Quantity": str(quantity)}


@pytest.fixture
def house(host: FakeHost) -> House:
    return House(host)


def test_figures_that_agree_are_noted_and_nobody_is_bothered(house: House) -> None:
    house.night([USAGE], [cost()])
    agreed = {"used_minor": 300, "posted_minor": 300, "absolute_minor": 0, "causes": {}}
    assert house.rows("item_balances") == {"2026-04-30/BU100": agreed}
    assert house.host.items == {}
    assert house.host.systems["erp"].called("find_costs") == 0


def test_a_usage_that_was_charged_twice_is_opened_with_amounts_and_cause(house: House) -> None:
    house.night([USAGE], [cost(), cost()], [view(), view()])
    (item,) = house.host.items.values()
    assert (item.type, item.owner, item.flow) == ("reconciliation_gap", "close desk", "P13")
    assert item.keys == ("US-1",)
    assert item.reason == (
        f"US-1 is charged more than once: used 2 EA of {ITEM} at BU100; "
        f"posted 2 EA of {ITEM} at BU100, 2 EA of {ITEM} at BU100"
    )
    (row,) = house.rows("item_balances").values()
    assert row["causes"] == {"charged more than once": -300}
    assert house.host.alerts.raised == ["books_differ/erp/P13/item_balance/US-1"]


def test_offsetting_errors_are_both_seen(house: House) -> None:
    """Two usages whose costs were exchanged: the net is zero, the variance is not."""
    other = {**USAGE, "usage_id": "US-2", "qty": 4}
    journals = [cost("US-1", "6.00"), cost("US-2", "3.00")]
    house.night([USAGE, other], journals, [view(4)], [view(2)])
    (row,) = house.rows("item_balances").values()
    assert row["used_minor"] == row["posted_minor"] == 900
    assert row["absolute_minor"] == 600
    assert len(house.reasons) == 2
    assert all("in another quantity" in reason for reason in house.reasons)


def test_a_cost_of_an_earlier_usage_is_looked_at_and_is_no_difference(house: House) -> None:
    house.host.systems["inventory"].plan("get_usage", {**USAGE, "usage_id": "US-0"})
    house.night([USAGE], [cost(), cost("US-0")], [view()])
    (row,) = house.rows("item_balances").values()
    assert row["causes"] == {"used on an earlier day": -300}
    assert house.host.items == {}


def test_a_cost_of_nothing_that_was_used_is_a_phantom(house: House) -> None:
    house.host.systems["inventory"].plan("get_usage", refusal("USAGE_NOT_FOUND", 404))
    house.night([USAGE], [cost(), cost("US-9", "7.00")], [view(5)])
    (reason,) = house.reasons
    assert reason.startswith("US-9 is charged without a usage: used nothing; posted 5 EA")


def test_another_standard_cost_is_no_difference(house: House) -> None:
    house.night([USAGE], [cost(amount="3.20")], [view()])
    (row,) = house.rows("item_balances").values()
    assert row["causes"] == {"another standard cost": -20}
    assert house.host.items == {}


def test_a_cost_at_another_hospital_is_a_part_of_both_balances(house: House) -> None:
    house.night([USAGE], [cost(unit="BU200")], [view(unit="BU200")])
    rows = house.rows("item_balances")
    assert {key: row["causes"] for key, row in rows.items()} == {
        "2026-04-30/BU100": {"charged at another hospital": 300},
        "2026-04-30/BU200": {"charged at another hospital": -300},
    }


@pytest.mark.parametrize("journals", [[], [cost()], [cost(), cost()], [cost("US-9", "7.00")]])
def test_the_causes_add_up_to_the_difference(house: House, journals: list[dict[str, Any]]) -> None:
    house.host.systems["inventory"].plan("get_usage", refusal("USAGE_NOT_FOUND", 404))
    house.night([USAGE], journals, [view()], [view()], [view()])
    for row in house.rows("item_balances").values():
        assert sum(row["causes"].values()) == row["used_minor"] - row["posted_minor"]


def test_a_difference_is_opened_once_and_withdrawn_when_the_books_agree(house: House) -> None:
    house.night([USAGE], [cost(), cost()], [view(), view()])
    (item_id,) = house.host.items
    house.host.items.clear()
    house.host.systems["inventory"].plan("get_usage", USAGE, USAGE)
    house.night([], [], [view(), view()])
    assert house.host.items == {}
    assert house.host.closed == {}
    assert house.host.alerts.board
    house.night([], [], [view()])
    assert house.host.closed == {item_id: "the books agree"}
    assert not house.host.alerts.board
