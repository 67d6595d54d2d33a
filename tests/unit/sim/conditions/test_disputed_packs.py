"""K61 where the ERP had a pack wrong from the start: billing's cost is right by the label."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.conditions.books import Books
from sim.conditions.contracts import costs_by_contract
from tests.unit.sim.conditions.at_rest import copy_of


@pytest.fixture
def books(kept_books: bytes) -> Books:
    """The ERP takes each pack of an item whose cost billing knows for a pack of double size."""
    books = copy_of(kept_books)
    codes = {code.charge_code: item for item, code in books.billing.code_of_item().items()}
    costed = {codes[n.charge_code] for c in books.billing.supply_costs().values() for n in c.lines}
    packed = next(n for n in sorted(costed) if books.group.item(n).factor > 1)
    item, label = books.erp.items()[packed], books.group.item(packed)
    wrong = {**item.factors, label.purchase_uom: 2 * label.factor}
    books.erp.tables.items[packed] = item._replace(factors=wrong)
    return replace(books, group=replace(books.group, erp_packs={packed: 2 * label.factor}))


def test_a_cost_by_the_label_is_right(books: Books) -> None:
    assert not list(costs_by_contract.differences(books))


def test_a_cost_by_the_erps_wrong_pack_is_found(books: Books) -> None:
    (wrong,) = books.group.erp_packs
    code = books.billing.code_of_item()[wrong].charge_code
    for number, costs in list(books.billing.supply_costs().items()):
        lines = tuple(
            replace(line, unit_cost_cents=line.unit_cost_cents // 2)
            if line.charge_code == code
            else line
            for line in costs.lines
        )
        books.billing.tables.supply_costs[number] = replace(costs, lines=lines)
    assert list(costs_by_contract.differences(books))
