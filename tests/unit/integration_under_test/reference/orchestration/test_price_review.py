"""What the contract platform activated without a word is loaded, once, and in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from integration_under_test.boundary import Event, Unavailable
from integration_under_test.reference.events.command import Command, commands_of, origin_of, to_row
from integration_under_test.reference.gateway.breaker import Change, State
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.mediation.contracts.activations import ACTIVATED
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.orchestration.contract_price import on_contract_activated
from integration_under_test.reference.orchestration.price_review import PriceReview, Source
from integration_under_test.reference.releases.in_force import Releases
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.store import Applied, Arrival, Store
from tests.unit.integration_under_test.reference.fakes import ITEM, FakeHost

STEPS = ["load_prices", "load_catalogue", "load_supply_costs"]
DAY_S = 86_400.0
LINE = {
    "line": 1,
    "itemNumber": ITEM,
    "uom": "BX",
    "unitPrice": {"value": "12.5000", "currency": "USD"},
}


def row(contract: str, active: int) -> dict[str, Any]:
    return {"contractNumber": contract, "erpSupplierNumber": "1", "activeVersion": active}


def listed(*rows: dict[str, Any], more: bool = False) -> dict[str, Any]:
    return {"contracts": [*rows], "hasMore": more}


def data(version: int, status: str = "ACTIVE") -> dict[str, Any]:
    days = {"effectiveFrom": "2026-04-01", "effectiveTo": "2026-12-31"}
    return {"version": version, "status": status, **days, "lines": [LINE]}


def shown(contract: str, *versions: dict[str, Any]) -> dict[str, Any]:
    active = max(one["version"] for one in versions if one["status"] == "ACTIVE")
    return {**row(contract, active), "versions": [*versions]}


def activation(contract: str, version: int) -> Event:
    content = {**row(contract, version), **data(version)}
    key = f"{contract}/{version}"
    time = "2026-04-01T05:00:00+00:00"
    return Event(key, "/contracts", ACTIVATED, time, key, content, {})


class Desk:
    """A review with its host, and what it had the workers do."""

    def __init__(self, host: FakeHost, **settings: Any) -> None:
        self.host, self.platform = host, host.systems["contracts"]
        given = Settings.read(settings)
        lanes = Lanes(host.systems, given)
        self.store = Store(host.storage)
        source = Source(lanes, MastersCache(lanes, 60.0), Releases())
        self.review = PriceReview(source, self.store, host.ports(), given)
        self.commands: list[Command] = []
        self.attempts: set[int] = set()
        self.review.open(self.submit)

    def submit(self, command: Command, attempt: int) -> None:
        self.commands.append(command)
        self.attempts.add(attempt)

    def looks(self, *rows: dict[str, Any]) -> None:
        """A review after the platform was away; all are over when this returns."""
        self.platform.plan("list_contracts", listed(*rows))
        self.hears(Change("contracts", State.CLOSED, 0.0))

    def hears(self, change: Change, for_s: float = 400.0) -> None:
        """A circuit breaker changes, and so much time goes by."""
        self.host.clock.run(self._hear(change, for_s))

    def passes(self, after_s: float = 400.0, age_h: float = 0.0, type_: str = ACTIVATED) -> int:
        """An event of an age comes; how many lists were read in all some time later."""
        self.host.clock.run(self._pass(after_s, age_h, type_))
        return self.platform.called("list_contracts")

    def does(self, work: Awaitable[Any]) -> None:
        async def done() -> None:
            await work

        self.host.clock.run(done())

    def asked(self) -> list[tuple[str, str, int]]:
        return [(each.kind, each.key, each.document.version) for each in self.commands]

    async def _hear(self, change: Change, for_s: float) -> None:
        self.review.circuit_changed(change)
        await asyncio.sleep(for_s)

    async def _pass(self, after_s: float, age_h: float, type_: str) -> None:
        time = (self.host.now() - timedelta(hours=age_h)).isoformat()
        self.review.in_passing(replace(activation("CT-9", 1), time=time, type=type_))
        await asyncio.sleep(after_s)


@pytest.fixture
def desk(host: FakeHost) -> Desk:
    """Of a review that has looked once, when version 1 of two contracts was in force."""
    made = Desk(host)
    made.looks(row("CT-1", 1), row("CT-2", 1), row("CT-3", 0))
    return made


def rows_of(event: Event) -> dict[str, Any]:
    commands = commands_of(origin_of(event), on_contract_activated(event, Crosswalk()), event.time)
    return {each.row: to_row(each) for each in commands}


def test_what_was_in_force_before_is_taken_as_loaded(desk: Desk) -> None:
    assert desk.commands == []
    assert desk.host.items == {}


def test_what_comes_into_force_in_an_empty_platform_is_loaded(host: FakeHost) -> None:
    desk = Desk(host)
    desk.looks()
    desk.platform.plan("get_contract", shown("CT-1", data(1)))
    desk.looks(row("CT-1", 1))
    assert desk.asked() == [(kind, "CT-1", 1) for kind in STEPS]


def test_a_version_that_nobody_heard_of_is_loaded_everywhere_and_told(desk: Desk) -> None:
    desk.platform.plan("get_contract", shown("CT-1", data(1, "SUPERSEDED"), data(2)))
    desk.looks(row("CT-1", 2), row("CT-2", 1))
    assert desk.asked() == [(kind, "CT-1", 2) for kind in STEPS]
    assert desk.attempts == {1}, "each looks before it sends: somebody may have loaded it by hand"
    (item,) = desk.host.items.values()
    assert (item.owner, item.flow, item.keys) == ("supply chain desk", "P03", ("CT-1/2",))


def test_the_steps_are_those_of_the_event(desk: Desk) -> None:
    desk.platform.plan("get_contract", shown("CT-1", data(2)))
    desk.looks(row("CT-1", 2))
    own = [(one.kind, one.key, one.document) for one in desk.commands]
    steps = on_contract_activated(activation("CT-1", 2), Crosswalk())
    assert own == [(step.kind, step.key, step.document) for step in steps]


def test_it_is_loaded_once(desk: Desk) -> None:
    desk.platform.plan("get_contract", *[shown("CT-1", data(2))] * 2)
    for _ in range(3):
        desk.looks(row("CT-1", 2))
    assert len(desk.commands) == len(STEPS)
    assert desk.platform.called("get_contract") == 1


def test_a_crash_before_the_note_does_not_load_it_twice(desk: Desk) -> None:
    desk.platform.plan("get_contract", *[shown("CT-1", data(2))] * 2)
    desk.looks(row("CT-1", 2))
    for one in desk.commands:
        desk.does(desk.store.finish(one.row, "something/else", Applied()))

    async def forget() -> None:
        async with desk.host.storage.transaction() as tx:
            tx.put("prices_reviewed", "CT-1", 1)

    desk.does(forget())
    desk.looks(row("CT-1", 2))
    assert len(desk.commands) == len(STEPS)


def test_all_versions_that_were_in_force_are_loaded_the_oldest_first(desk: Desk) -> None:
    versions = (data(4), data(3, "DRAFT"), data(2, "SUPERSEDED"), data(1, "SUPERSEDED"))
    desk.platform.plan("get_contract", shown("CT-1", *versions))
    desk.looks(row("CT-1", 4))
    assert [version for _, _, version in desk.asked()] == [2, 2, 2, 4, 4, 4]


def test_a_new_contract_is_loaded(desk: Desk) -> None:
    desk.platform.plan("get_contract", shown("CT-3", data(1)))
    desk.looks(row("CT-1", 1), row("CT-3", 1))
    assert desk.asked() == [(kind, "CT-3", 1) for kind in STEPS]


def test_a_version_that_took_effect_is_not_asked_for(desk: Desk) -> None:
    desk.does(desk.store.finish("row", "load_prices/CT-1", Applied(version=2)))
    desk.looks(row("CT-1", 2))
    assert desk.platform.called("get_contract") == 0
    assert desk.commands == []


def test_a_version_that_waits_is_not_asked_for(desk: Desk) -> None:
    desk.does(desk.store.accept(Arrival("an event"), rows_of(activation("CT-1", 2))))
    desk.looks(row("CT-1", 2))
    assert desk.platform.called("get_contract") == 0


def test_a_version_that_lies_with_a_clerk_is_not_asked_for(desk: Desk) -> None:
    rows = rows_of(activation("CT-1", 2))
    desk.does(desk.store.accept(Arrival("an event"), rows))
    for name, stored in rows.items():
        desk.does(desk.store.bury(name, {"command": stored, "type": "refused", "flow": "P03"}))
    desk.looks(row("CT-1", 2))
    assert desk.platform.called("get_contract") == 0


def test_an_event_that_was_on_its_way_is_waited_for(desk: Desk) -> None:
    desk.platform.plan("list_contracts", listed(row("CT-1", 2)))
    desk.hears(Change("contracts", State.CLOSED, 0.0), 60)
    desk.does(desk.store.accept(Arrival("an event"), rows_of(activation("CT-1", 2))))
    desk.does(asyncio.sleep(400))
    assert desk.platform.called("get_contract") == 0
    assert desk.host.items == {}


def test_a_contract_that_cannot_be_read_holds_up_no_other(desk: Desk) -> None:
    desk.platform.plan("get_contract", {"nothing": "useful"}, shown("CT-2", data(2)))
    desk.looks(row("CT-1", 2), row("CT-2", 2))
    assert {contract for _, contract, _ in desk.asked()} == {"CT-2"}
    desk.platform.plan("get_contract", shown("CT-1", data(2)))
    desk.looks(row("CT-1", 2), row("CT-2", 2))
    assert {contract for _, contract, _ in desk.asked()} == {"CT-1", "CT-2"}


def test_all_pages_of_the_list_are_read(desk: Desk) -> None:
    desk.platform.plan("list_contracts", listed(row("CT-2", 1), row("CT-3", 0), more=True))
    desk.platform.plan("get_contract", shown("CT-1", data(2)))
    desk.looks(row("CT-3", 0), row("CT-1", 2))
    assert {contract for _, contract, _ in desk.asked()} == {"CT-1"}
    lists = [body for operation, body, _ in desk.platform.calls if operation == "list_contracts"]
    assert len(lists) == 3


def test_a_list_that_moves_while_it_is_read_is_read_again_later(host: FakeHost) -> None:
    """What a first look leaves out would be taken for news by the next."""
    desk = Desk(host)
    desk.platform.plan("list_contracts", listed(row("CT-2", 1), row("CT-3", 1), more=True))
    desk.looks(row("CT-4", 1))
    desk.looks(*(row(f"CT-{n}", 1) for n in range(1, 5)))
    assert desk.asked() == []
    desk.platform.plan("get_contract", shown("CT-4", data(2)))
    desk.looks(*(row(f"CT-{n}", 1 + n // 4) for n in range(1, 5)))
    assert {contract for _, contract, _ in desk.asked()} == {"CT-4"}


def test_it_looks_once_a_night(host: FakeHost) -> None:
    desk = Desk(host)
    assert [desk.passes(), desk.passes(DAY_S), desk.passes(), desk.passes()] == [1, 1, 2, 2]


def test_an_event_that_comes_late_says_that_others_may_be_lost(host: FakeHost) -> None:
    desk = Desk(host)
    assert desk.passes(after_s=700.0) == 1
    assert desk.passes(age_h=0.9) == 1
    assert desk.passes(age_h=9.0, type_="erp.item.changed") == 1
    assert desk.passes(age_h=1.1) == 2
    assert desk.passes(age_h=1.1) == 2, "they come in crowds, and one look will do"
    assert desk.passes(age_h=1.1) == 3


@pytest.mark.parametrize("trouble", [Unavailable("away"), {"no": "list"}])
def test_a_platform_that_does_not_answer_is_asked_again_later(host: FakeHost, trouble: Any) -> None:
    desk = Desk(host)
    desk.platform.plan("list_contracts", trouble)
    assert [desk.passes(), desk.passes(), desk.passes(), desk.passes(DAY_S)] == [1, 1, 2, 2]


def test_other_systems_and_other_changes_are_no_reason_to_look(desk: Desk) -> None:
    before = desk.platform.called("list_contracts")
    for system, state in (("erp", State.CLOSED), ("contracts", State.OPEN)):
        desk.hears(Change(system, state, 0.0))
    assert desk.platform.called("list_contracts") == before


def test_without_the_reconciliation_nothing_is_compared(host: FakeHost) -> None:
    desk = Desk(host, without="reconciliation")
    assert desk.passes() == 0


def test_a_stop_ends_it(desk: Desk) -> None:
    desk.platform.plan("get_contract", shown("CT-1", data(2)))
    desk.platform.plan("list_contracts", listed(row("CT-1", 2)))
    desk.hears(Change("contracts", State.CLOSED, 0.0), 60)
    desk.does(desk.review.stop())
    desk.does(asyncio.sleep(400))
    assert desk.commands == []
