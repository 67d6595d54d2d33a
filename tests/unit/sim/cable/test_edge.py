"""The edge in the cable: refusals are nobody's fault, cost no effect, compose with faults."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from integration_under_test.boundary import OutcomeUnknown, Rejected, Throttled, Unavailable
from mock_systems import SYSTEMS
from mock_systems.profiles import Profile, load_profile
from mock_systems.profiles.profile import Keys, MaintenanceWindow, Rate
from mock_systems.service.idempotency import KeyStore
from sim.cable import (
    Answered,
    AnswerLost,
    AsgiArm,
    Cable,
    DirectArm,
    Edge,
    Lost,
    Unreachable,
    resolve_profiles,
)
from sim.clock import VirtualClock
from sim.host.client import CabledClient
from sim.plugins import UnknownName
from tests.unit.mock_systems.service.ledger_system import OPERATIONS
from tests.unit.sim.cable.line import Line

ONE_A_MINUTE = (Rate(calls=1, per="minute", source="test"),)
ALWAYS = tuple(
    MaintenanceWindow(every="week", weekday=day, starts="00:00", hours=24.0, zone="UTC", source="t")
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)


class EdgeLine(Line):
    """A line whose system stands behind an edge."""

    def behind(self, profile: Profile) -> EdgeLine:
        systems = {"tiny": self.system}
        arm = DirectArm(systems) if self.arm == "direct" else AsgiArm(systems, self.clock.loop)
        self.edge = Edge(profile, self.system)
        self.cable = Cable(self.network(), arm, {"tiny": self.edge})
        self.client = CabledClient(self.cable, "tiny", OPERATIONS)
        return self


@pytest.fixture(params=["direct", "asgi"])
def line(request: pytest.FixtureRequest, clock: VirtualClock) -> EdgeLine:
    return EdgeLine(clock, arm=request.param)


def vendor(name: str, **parts: Any) -> Profile:
    return replace(load_profile(name), **parts)


def throttle(line: EdgeLine) -> None:
    """Uses up the one call of the minute."""
    line.behind(vendor("dynamics365", rate=ONE_A_MINUTE)).post()


def test_plain_records_what_no_edge_at_all_records() -> None:
    recorded = []
    for plain in (True, False):
        clock = VirtualClock()
        line = EdgeLine(clock, fates=[Answered(503, after_commit=True), None, AnswerLost()])
        if plain:
            line.behind(load_profile("plain"))
        for key in ("k", "k", "k2", "k2", ""):
            with suppress(OutcomeUnknown):
                line.post(idempotency_key=key)
        recorded.append(line.rows)
        clock.close()
    assert recorded[0] == recorded[1]


def test_a_call_too_many_fails_without_effect_and_without_a_fault(line: EdgeLine) -> None:
    throttle(line)
    with pytest.raises(Throttled) as caught:
        line.post()
    assert caught.value.retry_after_s is not None
    row = line.rows[-1]
    assert (row.op, row.status, row.fault_ids) == ("fail", 429, "")
    assert len(line.system.entries) == 1


def test_a_refusal_has_the_systems_own_shape_and_the_vendors_code(line: EdgeLine) -> None:
    netsuite = load_profile("netsuite")
    line.behind(replace(netsuite, in_flight=replace(netsuite.in_flight, calls=1)))

    async def two_at_once() -> list[Any]:
        body = {"account-code": "a", "amount": 5}
        calls = [line.client.call("post_entry", {**body, "memo": m}) for m in ("a", "b")]
        return await asyncio.gather(*calls, return_exceptions=True)

    # The first is under way from its arrival to its answer, whichever of the two that is.
    results = line.clock.run(two_at_once())
    (refused,) = [r for r in results if isinstance(r, Rejected)]
    assert (refused.status, refused.code) == (400, "SSS_REQUEST_LIMIT_EXCEEDED")
    assert len(line.system.entries) == 1
    assert line.post()["number"] == 2


def test_a_lost_answer_frees_its_place_all_the_same(line: EdgeLine) -> None:
    netsuite = load_profile("netsuite")
    line.behind(replace(netsuite, in_flight=replace(netsuite.in_flight, calls=1)))
    line.fates = [AnswerLost()]
    with pytest.raises(OutcomeUnknown):
        line.post()
    assert line.post()["number"] == 2


@pytest.mark.parametrize("fate", [Lost(), Unreachable(), Answered(503)])
def test_what_a_fault_stops_in_front_of_the_edge_uses_up_no_quota(
    line: EdgeLine, fate: Any
) -> None:
    line.behind(vendor("dynamics365", rate=ONE_A_MINUTE))
    line.fates = [fate]
    with pytest.raises((OutcomeUnknown, Unavailable)):
        line.post()
    assert line.post()["number"] == 1


def test_a_refusal_whose_answer_is_lost_stays_unknown_to_the_caller(line: EdgeLine) -> None:
    throttle(line)
    line.fates = [AnswerLost()]
    with pytest.raises(OutcomeUnknown):
        line.post()
    assert (line.rows[-1].op, line.rows[-1].fault_ids) == ("info", "F99")
    assert len(line.system.entries) == 1


def test_an_error_after_the_commit_commits_nothing_that_the_edge_refused(line: EdgeLine) -> None:
    throttle(line)
    line.fates = [Answered(502, after_commit=True)]
    with pytest.raises(OutcomeUnknown):
        line.post()
    assert len(line.system.entries) == 1


def test_maintenance_is_a_503_or_a_refused_connection(line: EdgeLine) -> None:
    line.behind(vendor("coupa", maintenance=ALWAYS))
    with pytest.raises(OutcomeUnknown):
        line.post()
    assert (line.rows[-1].op, line.rows[-1].status) == ("info", 503)
    refused = tuple(replace(window, answer="refused") for window in ALWAYS)
    line.behind(vendor("coupa", maintenance=refused))
    with pytest.raises(Unavailable):
        line.post()
    assert (line.rows[-1].op, line.rows[-1].status, line.rows[-1].fault_ids) == ("fail", 0, "")
    assert line.system.entries == []


def test_the_profiles_latency_replaces_the_networks(line: EdgeLine) -> None:
    line.behind(load_profile("plain")).post()
    plain_s = line.clock.now_s()
    slow = replace(load_profile("plain").response_time, mu=3.0)
    line.behind(vendor("plain", response_time=slow)).post()
    assert line.clock.now_s() - plain_s > 5 * plain_s


def test_a_vendor_without_keys_posts_the_same_request_twice(line: EdgeLine) -> None:
    line.behind(load_profile("coupa"))
    numbers = [line.post(idempotency_key="k")["number"] for _ in range(2)]
    assert numbers == [1, 2]


def test_the_edge_keeps_keys_by_the_vendors_policy(line: EdgeLine) -> None:
    keys = Keys(repeat_status=400, source="test")
    line.behind(vendor("plain", keys=keys)).post(idempotency_key="k")
    with pytest.raises(Rejected) as caught:
        line.post(idempotency_key="k")
    assert (caught.value.status, caught.value.code) == (400, "IDEMPOTENCY_ERROR")
    assert len(line.system.entries) == 1


def test_a_second_request_with_the_key_of_one_under_way_is_refused(line: EdgeLine) -> None:
    line.behind(vendor("plain", keys=Keys(concurrent_status=409, source="test")))

    async def crowd() -> list[Any]:
        body = {"account-code": "a", "amount": 5, "memo": "m1"}
        calls = [line.client.call("post_entry", body, idempotency_key="k") for _ in range(20)]
        return await asyncio.gather(*calls, return_exceptions=True)

    results = line.clock.run(crowd())
    codes = {r.code for r in results if isinstance(r, Rejected)}
    numbers = {r["number"] for r in results if isinstance(r, dict)}
    assert (codes, numbers) == ({"IDEMPOTENCY_KEY_IN_USE"}, {1})
    assert line.post(idempotency_key="k")["number"] == 1


def test_the_systems_own_key_store_behind_an_edge_stays_empty(
    line: EdgeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.behind(load_profile("plain"))
    own: list[str] = []
    monkeypatch.setattr(line.system, "_keys", KeyStore())
    monkeypatch.setattr(line.system._keys, "keep", lambda key, *_: own.append(key))
    line.post(idempotency_key="k")
    assert own == []


def test_systems_without_a_profile_are_plain() -> None:
    found = resolve_profiles({"procurement": "coupa"})
    assert set(found) == set(SYSTEMS)
    others = {profile.name for name, profile in found.items() if name != "procurement"}
    assert (found["procurement"].name, others) == ("coupa", {"plain"})


@pytest.mark.parametrize(
    ("chosen", "hint"),
    [({"erp": "oracle"}, "did you mean 'oracle_fusion'"), ({"bilings": "plain"}, "'billing'")],
)
def test_an_unknown_name_gets_the_nearest_valid_one(chosen: dict[str, str], hint: str) -> None:
    with pytest.raises(UnknownName, match=hint):
        resolve_profiles(chosen)
