"""What is characteristic of each vendor, one promise or two each (archetypes of S01-S05)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic_core import from_json

from mock_systems.profiles import PROFILES, load_profile
from mock_systems.profiles.maintenance import window_at
from sim.cable.latency import CONTRACT, Latency
from tests.unit.mock_systems.profiles.gate import Gate
from tests.unit.mock_systems.service.ledger_system import OPERATIONS

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0


def gate(name: str) -> Gate:
    return Gate(load_profile(name))


def test_plain_lets_everything_through_as_fast_as_without_profiles() -> None:
    plain = gate("plain")
    assert plain.writes(1000) == 1000
    assert plain.edge.latency.mu == pytest.approx(Latency().mu, abs=1e-15)
    assert plain.edge.latency.sigma == Latency().sigma
    assert window_at(plain.edge.profile.maintenance, plain.desk.t) is None
    assert plain.rows_asked(limit="500") == "500"


def test_coupa_refuses_the_46th_call_within_a_second_and_takes_25_more_a_second_later() -> None:
    coupa = gate("coupa")
    assert coupa.writes(46) == 45
    coupa.wait(1.0)
    assert coupa.writes(100) == 25


def test_coupa_says_when_to_come_back() -> None:
    coupa = gate("coupa")
    coupa.writes(45)
    refused = coupa.write()
    assert (refused.status, refused.headers["retry-after"]) == (429, "1")


def test_coupa_hands_out_pages_of_50_and_keeps_its_events_until_flagged() -> None:
    coupa = gate("coupa")
    assert coupa.rows_asked(limit="500") == "50" == coupa.rows_asked()
    assert coupa.rows_asked(limit="20") == "20"
    assert coupa.edge.profile.webhooks.schedule == "poll_and_flag"


def test_ariba_reads_bite_at_the_daily_cap() -> None:
    ariba = gate("ariba")
    passed = 0
    for _ in range(20 * 60):
        passed += ariba.reads(1)
        ariba.wait(MINUTE)
    assert passed == 300
    ariba.wait(4 * HOUR)
    assert ariba.reads(1) == 1


def test_ariba_takes_one_read_a_second_and_three_a_minute() -> None:
    ariba = gate("ariba")
    passed = []
    for _ in range(5):
        passed.append(ariba.reads(2))
        ariba.wait(1.0)
    assert passed == [1, 1, 1, 0, 0]


def test_ariba_counts_reads_and_writes_apart() -> None:
    ariba = gate("ariba")
    assert (ariba.reads(2), ariba.writes(301)) == (1, 300)


def test_oracle_fusion_has_no_rate_but_closes_on_the_third_friday_evening() -> None:
    oracle = gate("oracle_fusion")
    assert oracle.writes(1000) == 1000
    oracle.desk.t = datetime(2026, 4, 18, 2, 0, tzinfo=UTC)  # Friday 17 April, 21:00 in Chicago
    assert oracle.write().status == 0
    oracle.desk.t = datetime(2026, 4, 11, 2, 0, tzinfo=UTC)
    assert oracle.write().status == 201


def test_oracle_fusion_lists_499_rows_at_most() -> None:
    assert gate("oracle_fusion").rows_asked(limit="500") == "499"


def test_workday_answers_within_its_commitment_and_sleeps_on_saturday_morning() -> None:
    workday = gate("workday")
    assert workday.edge.latency == CONTRACT
    workday.desk.t = datetime(2026, 4, 11, 6, 30, tzinfo=UTC)  # Saturday 02:30 in New York
    answer = workday.write()
    assert (answer.status, from_json(answer.payload)["code"]) == (503, "MAINTENANCE")
    workday.wait(4 * HOUR)
    assert workday.write().status == 201


def test_workdays_month_and_quarter_prolong_the_first_saturday() -> None:
    workday = gate("workday")
    days = {
        datetime(2026, 4, 4, tzinfo=UTC): 12,  # a quarter begins
        datetime(2026, 5, 2, tzinfo=UTC): 8,
        datetime(2026, 5, 9, tzinfo=UTC): 4,
    }
    for day, hours in days.items():
        open_at = [day.replace(hour=h, minute=30) for h in range(24)]
        closed = [window_at(workday.edge.profile.maintenance, at) for at in open_at]
        assert sum(window is not None for window in closed) == hours, day


def test_netsuite_refuses_the_16th_call_under_way_with_400() -> None:
    netsuite = gate("netsuite")
    netsuite.answers_at_once = False
    assert netsuite.writes(15) == 15
    refused = netsuite.write()
    assert (refused.status, dict(refused.headers)) == (400, {})
    assert from_json(refused.payload)["code"] == "SSS_REQUEST_LIMIT_EXCEEDED"
    netsuite.answer_all()
    assert netsuite.writes(16) == 15


def test_netsuite_counts_reads_and_writes_together() -> None:
    netsuite = gate("netsuite")
    netsuite.answers_at_once = False
    for _ in range(15):
        netsuite.write(memo="m")
    assert netsuite.read().status == 400


def test_netsuite_ignores_keys_of_requests_that_wait_for_their_answer() -> None:
    netsuite = gate("netsuite")
    answers = [netsuite.write(key="k").payload for _ in range(2)]
    assert answers[0] != answers[1]
    assert len(netsuite.system.entries) == 2


def test_dynamics365_lengthens_retry_after_for_a_caller_who_does_not_wait() -> None:
    dynamics = gate("dynamics365")
    assert dynamics.writes(60) == 60
    waits = [dynamics.write().headers["retry-after"] for _ in range(5)]
    assert waits == ["30", "60", "120", "240", "300"]
    dynamics.wait(300)
    assert dynamics.write().status == 201


def test_dynamics365_tries_an_event_four_times_within_seconds() -> None:
    assert load_profile("dynamics365").webhooks.schedule == "short"


@pytest.mark.parametrize("name", PROFILES)
def test_no_page_becomes_larger_than_what_was_asked_for(name: str) -> None:
    assert gate(name).rows_asked(limit="10") == "10"


@pytest.mark.parametrize("name", PROFILES)
def test_a_page_size_that_is_no_number_is_left_for_the_system_to_refuse(name: str) -> None:
    assert gate(name).rows_asked(limit="many") == "many"


@pytest.mark.parametrize(
    ("vendor", "honours"), [("plain", True), ("netsuite", False), ("workday", False)]
)
def test_no_gateway_repeats_a_keyed_call_to_a_vendor_that_knows_no_keys(
    vendor: str, honours: bool
) -> None:
    gate = Gate(load_profile(vendor))
    assert gate.edge.honours_keys(OPERATIONS["post_entry"]) is honours
