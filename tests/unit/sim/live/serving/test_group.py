"""The served group: its state is taken and put back whole, and faults act on its cable."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic_core import from_json, to_json

from mock_systems.service import CallContext, Response
from sim.cable import Sent
from sim.clock import VirtualClock
from sim.faults.f03_lost import RequestLost
from sim.live.serving.group import Group, Seeding
from sim.live.serving.snapshots import Snapshots, UnknownSnapshot
from sim.live.serving.switchboard import NotHere, Switchboard
from sim.plugins import UnknownName

SHAKY = (RequestLost(),)
SEEDING = Seeding(1, 0.005, ("erp", "billing"))
SUPPLIER = {
    "SupplierName": "New Supplies",
    "TaxIdentifier": "98-7654321",
    "PaymentTerms": "NET30",
    "RemitToAddress": "1 Main St",
}


@pytest.fixture
def group() -> Iterator[Group]:
    with VirtualClock() as clock:
        yield Group(SEEDING, clock)


def ask(group: Group, system: str, operation: str, body: object, key: str = "") -> Response | None:
    declared = group.systems[system].operations[operation]
    context = CallContext("integration", key)
    sent = Sent("integration", system, declared, "", to_json(body), context)
    return group.clock.run(group.cable.call(sent, 30.0))


def books(group: Group) -> list[object]:
    return [entry for system in group.systems.values() for entry in system.books()]


def create(group: Group) -> str:
    answer = ask(group, "erp", "create_supplier", SUPPLIER)
    assert answer is not None
    assert answer.status == 201
    number: str = from_json(answer.payload)["SupplierNumber"]
    return number


def test_a_reset_brings_back_books_ids_and_business_time(group: Group) -> None:
    snapshots, before = Snapshots(group), books(group)
    midnight = group.business_clock.now()
    first = create(group)
    group.clock.run_until(3_600.0)
    snapshots.reset()
    assert books(group) == before
    assert group.business_clock.now() == midnight
    assert create(group) == first


def test_a_snapshot_is_restored_as_often_as_one_likes(group: Group) -> None:
    snapshots = Snapshots(group)
    kept = create(group)
    taken = snapshots.take()
    for _ in range(2):
        gone = create(group)
        assert snapshots.restore(taken.id) == taken
        assert status(group, gone) == 404
        assert status(group, kept) == 200


def status(group: Group, supplier: str) -> int:
    answer = ask(group, "erp", "get_supplier", {"SupplierNumber": supplier})
    assert answer is not None
    return answer.status


def test_a_stored_answer_by_key_goes_with_the_state(group: Group) -> None:
    snapshots = Snapshots(group)
    group.edges["billing"].keys.keep(
        "K1", b"{}", Response(201, b'{"old":1}', {}), group.business_clock.now()
    )
    assert asked_by_key(group) == b'{"old":1}'
    snapshots.reset()
    assert asked_by_key(group) != b'{"old":1}'


def asked_by_key(group: Group) -> bytes:
    answer = ask(group, "billing", "create_charge", {}, "K1")
    assert answer is not None
    return answer.payload


def test_an_unknown_snapshot_is_told_with_those_that_are_kept(group: Group) -> None:
    snapshots = Snapshots(group)
    snapshots.take()
    with pytest.raises(UnknownSnapshot, match=r"\(S1\), got 'S2'"):
        snapshots.restore("S2")
    snapshots.forget("S1")
    with pytest.raises(UnknownSnapshot, match="none was taken"):
        snapshots.restore("S1")


def test_a_fault_acts_from_its_switching_on_to_its_switching_off(group: Group) -> None:
    board = Switchboard(group, {})
    group.clock.run_until(7_200.0)
    board.switch("F10@harsh@integration>erp")
    seen = {read(group) for _ in range(20)}
    assert max(seen) >= 500
    assert read(group, "billing") < 500
    (on,) = board
    assert on.is_on
    board.switch("none")
    assert {read(group) for _ in range(20)} == {200}
    assert list(board) == []


def read(group: Group, system: str = "erp") -> int:
    name = {"erp": "list_suppliers", "billing": "list_facilities"}[system]
    answer = ask(group, system, name, {})
    return answer.status if answer else 0


def test_hours_count_from_now(group: Group) -> None:
    board = Switchboard(group, {})
    group.clock.run_until(7_200.0)
    board.switch("F46@1-2")
    assert read(group) == 200
    group.clock.run_until(3 * 3_600.0 + 60.0)
    assert read(group) == 0
    group.clock.run_until(4 * 3_600.0 + 60.0)
    assert read(group) == 200


def test_the_first_document_that_a_fault_touched_is_its_witness(group: Group) -> None:
    board = Switchboard(group, {})
    board.switch("F09@harsh")
    declared = group.systems["erp"].operations["create_supplier"]
    context = CallContext("integration")
    for number in range(40):
        sent = Sent("integration", "erp", declared, f"S-{number}", to_json(SUPPLIER), context)
        group.clock.run(group.cable.call(sent, 30.0))
    (switched,) = board
    assert switched.witness.startswith("S-")


@pytest.mark.parametrize("plan", ["F22", "F36@harsh", "F32", "F43"])
def test_what_acts_on_parts_that_are_not_here_is_refused(group: Group, plan: str) -> None:
    board = Switchboard(group, {})
    with pytest.raises(NotHere, match=plan[:3]):
        board.switch(plan)
    assert board.text == "none"


def test_no_code_of_ones_own_is_run(group: Group) -> None:
    with pytest.raises(UnknownName, match="no code of your own"):
        Switchboard(group, {}).switch("os:environ")


def test_a_listed_plan_is_taken_by_its_name(group: Group) -> None:
    board = Switchboard(group, {"shaky": "tests.unit.sim.live.serving.test_group:SHAKY"})
    board.switch("shaky+F10")
    assert [one.fault.id for one in board] == ["F03", "F10"]


def test_a_gateway_that_a_fault_changed_is_itself_again_afterwards(group: Group) -> None:
    board, own = Switchboard(group, {}), group.edges["billing"].profile
    board.switch("F07@rough")
    assert group.edges["billing"].profile != own
    board.switch("none")
    assert group.edges["billing"].profile == own
