"""The data steward corrects packs of the ERP that an exception names, and no others."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from integration_under_test.boundary import WorkItem
from mock_systems.erp import Erp
from sim.world.actors.steward import Steward
from sim.world.enterprise import Enterprise
from tests.unit.sim.world.stand_in import Settings, Town


def _two_packs_wrong(enterprise: Enterprise) -> Enterprise:
    packed = [item for item in enterprise.items if item.factor > 1][:2]
    return replace(enterprise, erp_packs={item.erp_number: 2 * item.factor for item in packed})


def _town() -> Town:
    return Town(Settings(scale=0.001, change=_two_packs_wrong))


def _exception(keys: tuple[str, ...], reason: str = "held") -> WorkItem:
    return WorkItem("item-1", "pack_in_doubt", "master data", "P04", keys, reason, ("retry",))


def _wrong(town: Town) -> list[str]:
    items = cast("Erp", town.systems["erp"]).tables.items
    group = town.enterprise
    return [n for n in group.erp_packs if group.item(n).factor not in items[n].factors.values()]


def test_a_named_item_gets_the_pack_on_its_label() -> None:
    town = _town()
    first, second = town.enterprise.erp_packs
    steward = Steward(town.world.site)
    assert _wrong(town) == [first, second]
    assert steward.mend(_exception((first,)))
    assert _wrong(town) == [second]
    assert steward.mend(_exception(("PO-1",), f"{second}: BX/20 in erp, /10 in inventory"))
    assert _wrong(town) == []


def test_what_was_corrected_is_not_corrected_again() -> None:
    town = _town()
    first, _ = town.enterprise.erp_packs
    steward = Steward(town.world.site)
    for _ in range(2):
        assert steward.mend(_exception((first,)))
    assert [e.key for _, _, e in town.effects if e.kind == "erp.item_pack"] == [first]


def test_an_exception_that_names_no_item_changes_nothing() -> None:
    town = _town()
    assert Steward(town.world.site).mend(_exception(("PO-1",), "the quantities differ"))
    assert len(_wrong(town)) == 2


def test_a_clerk_answers_when_the_pack_is_right() -> None:
    town = _town()
    first, _ = town.enterprise.erp_packs
    answers: list[bool] = []
    town.world.resolve = lambda _resolution: answers.append(first in _wrong(town))
    town.world.open_item(_exception((first,)))
    town.run(1.0, drain_h=24.0)
    assert answers == [False]
