"""Promotion and rollback with documents in flight: each ends under the right release, once."""

from __future__ import annotations

import pytest

from integration_under_test.boundary import Event
from integration_under_test.reference import Reference
from integration_under_test.reference.releases import in_force
from integration_under_test.reference.releases.tables import TABLES
from tests.unit.integration_under_test.reference.fakes import (
    ITEM,
    UNBILLED,
    FakeHost,
    refusal,
    usage_event,
)
from tests.unit.integration_under_test.reference.releases.house import (
    IMPATIENT,
    OTHER,
    Billing,
    in_outbox,
    promoted,
    rolled_back,
    run_s,
    started,
    take,
)
from tests.unit.integration_under_test.reference.releases.operators import Operators


def test_what_comes_after_a_promotion_is_mapped_as_the_release_has_it(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    take(host, reference, "US-1")
    promoted(host, reference)
    take(host, reference, "US-2")
    rolled_back(host, reference)
    take(host, reference, "US-3")
    assert billing.charged == [("US-1", "SUP00001"), ("US-2", OTHER), ("US-3", "SUP00001")]


def test_a_promotion_changes_nothing_about_a_document_in_flight(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    billing.is_away = True
    take(host, reference, "US-1")
    promoted(host, reference)
    billing.is_away = False
    run_s(host, 600)
    assert billing.charged == [("US-1", "SUP00001")]


def test_what_is_in_flight_at_a_rollback_goes_under_the_release_that_came_back(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference)
    billing.is_away = True
    take(host, reference, "US-1")
    host.clock.run(Operators(reference).rolled_back(2))
    run_s(host, 5)
    assert {row["release"] for row in in_outbox(host)} == {1}
    billing.is_away = False
    run_s(host, 600)
    assert billing.charged == [("US-1", "SUP00001")]
    assert host.items.keys() == {"release/2/P09"}, "the cost, which was posted before"


def test_an_effect_whose_answer_was_lost_is_found_and_not_made_again(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference)
    billing.loses_answers = True
    host.clock.run(reference.on_event(usage_event("US-1")))
    run_s(host, 0.5)
    billing.loses_answers = False
    assert rolled_back(host, reference)["replanned"] == 1
    assert billing.charged == [("US-1", OTHER)]
    item = host.items["release/2/create_charge/US-1"]
    assert (item.type, item.owner) == ("release_withdrawn", "revenue integrity desk")


def test_what_took_effect_is_left_and_its_owner_is_told(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference)
    for number in ("US-1", "US-2"):
        take(host, reference, number)
    assert rolled_back(host, reference)["replanned"] == 0
    assert billing.charged == [("US-1", OTHER), ("US-2", OTHER)]
    (item,) = host.items.values()
    assert (item.flow, item.keys) == ("P09", ("US-1", "US-2"))


def test_what_died_of_a_policy_is_taken_back_and_its_item_closed(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference, IMPATIENT)
    billing.is_away = True
    take(host, reference, "US-1")
    run_s(host, 2 * 3600)
    (item_id,) = host.items
    assert host.items[item_id].type == "unreachable"
    billing.is_away = False
    assert rolled_back(host, reference)["replanned"] == 1
    assert billing.charged == [("US-1", "SUP00001")]
    assert set(host.closed) == {item_id}
    assert set(host.items) == {item_id}, "a policy makes no effect wrong"


def test_what_waits_behind_a_dead_command_goes_with_it(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference, IMPATIENT)
    billing.is_away = True
    take(host, reference, "US-1")
    run_s(host, 2 * 3600)
    again = usage_event("US-1")
    late = Event("again", again.source, again.type, again.time, again.subject, again.data)
    host.clock.run(reference.on_event(late))
    run_s(host, 10)
    billing.is_away = False
    assert rolled_back(host, reference)["replanned"] == 2
    assert billing.charged == [("US-1", "SUP00001")]
    assert in_outbox(host) == []


def test_what_died_for_a_reason_of_its_own_dies_again(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference)
    billing.plan("create_charge", *[refusal("INVALID_REQUEST")] * 2)
    take(host, reference, "US-1")
    rolled_back(host, reference)
    assert billing.charged == []
    assert len(host.storage.keys("dead_letters")) == 1


def test_a_release_outlives_a_restart_and_is_rolled_back_after_it(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference)
    billing.is_away = True
    take(host, reference, "US-1")
    take(host, reference, "US-2")
    host.clock.run(reference.stop())
    again = started(host)
    run_s(host, 5)
    assert again.releases.live.number == 2
    billing.is_away = False
    assert rolled_back(host, again)["replanned"] == 2
    assert sorted(billing.charged) == [("US-1", "SUP00001"), ("US-2", "SUP00001")]


def test_a_rollback_that_a_crash_cut_off_is_gone_on_with(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference)
    billing.is_away = True
    take(host, reference, "US-1")
    host.clock.run(reference.workers.stop())
    host.clock.run(reference.register.roll_back(2, "cat"))
    billing.is_away = False
    again = started(host)
    run_s(host, 600)
    assert billing.charged == [("US-1", "SUP00001")]
    standing = host.clock.run(Operators(again).standing(2))
    assert (standing["settled"], standing["replanned"]) == (True, 1)


def test_a_table_that_new_code_does_not_have_stops_no_start(
    host: FakeHost, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    promoted(host, reference)
    host.clock.run(reference.stop())
    left = {name: table for name, table in TABLES.items() if name != "mappings.charge_code"}
    monkeypatch.setattr(in_force, "TABLES", left)
    again = started(host)
    assert again.releases.live.number == 2
    assert dict(again.releases.live.changes) == {}


def test_a_second_pass_finds_nothing_left_to_do(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference)
    billing.is_away = True
    take(host, reference, "US-1")
    billing.is_away = False
    rolled_back(host, reference)
    host.clock.run(_pass(reference))
    run_s(host, 600)
    assert billing.charged == [("US-1", "SUP00001")]
    assert host.clock.run(Operators(reference).standing(2))["replanned"] == 1


async def _pass(reference: Reference) -> None:
    await reference.withdrawals.begin(2)


def test_a_release_on_top_of_another_goes_back_to_that_one(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference)
    third = promoted(host, reference, {"mappings.charge_code": {ITEM: "SUP00001", UNBILLED: OTHER}})
    billing.is_away = True
    take(host, reference, "US-1")
    billing.is_away = False
    rolled_back(host, reference, third)
    assert billing.charged == [("US-1", OTHER)]
    take(host, reference, "US-2")
    assert billing.charged[-1] == ("US-2", OTHER)


def test_the_audit_tells_every_act_and_under_which_release_a_document_came(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    promoted(host, reference)
    billing.is_away = True
    take(host, reference, "US-1")
    billing.is_away = False
    rolled_back(host, reference)
    trail = host.clock.run(reference.lineage.of("US-1"))
    assert [entry.get("release") for entry in trail.came_in] == [2]
    replanned = [entry for entry in trail.acts if entry["act"] == "replanned"]
    assert [entry["release"] for entry in replanned] == [1]
    acts = [e["act"] for e in host.clock.run(reference.lineage.of("release/2")).acts]
    expected = ["proposed", "tested", "signed_off", "promoted", "rolled_back", "settled"]
    assert acts == [f"release_{act}" for act in expected]


def test_without_any_release_nothing_of_them_is_stored(
    host: FakeHost, reference: Reference, billing: Billing
) -> None:
    take(host, reference, "US-1")
    for table in ("releases", "release_head", "effects_of_withdrawn"):
        assert host.storage.keys(table) == []
