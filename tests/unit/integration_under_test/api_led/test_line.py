"""A governed line: look before each try, few tries, one budget, an open circuit is left alone."""

from __future__ import annotations

import asyncio

import pytest

from integration_under_test.api_led.breaker import CircuitOpen
from integration_under_test.api_led.budget import BudgetSpent
from integration_under_test.api_led.policies import GOVERNANCE
from integration_under_test.boundary import OutcomeUnknown, Rejected, Throttled, Unavailable
from tests.unit.integration_under_test.api_led.script import LOOK, Script


def post(script: Script, budget_s: float = GOVERNANCE.request_budget_s) -> None:
    script.clock.run(script.line(budget_s).post("post", {}, LOOK))


def test_what_is_there_is_not_posted(script: Script) -> None:
    post(script)
    post(script)
    assert script.called == ["find", "post", "find"]


def test_a_lost_answer_is_looked_for_before_the_next_try(script: Script) -> None:
    script.errors["post"] = [OutcomeUnknown("no answer")]
    post(script)
    assert script.called == ["find", "post", "find"]
    assert script.posted == 1


def test_two_requests_at_once_both_look_before_either_posts(script: Script) -> None:
    """Nothing is remembered between requests, so this is the gap that stays open."""

    async def both() -> None:
        lines = (script.line(), script.line())
        await asyncio.gather(*(line.post("post", {}, LOOK) for line in lines))

    script.clock.run(both())
    assert script.posted == 2


def test_it_gives_up_after_few_tries(script: Script) -> None:
    script.errors["post"] = [Unavailable("away")] * 10
    with pytest.raises(Unavailable):
        post(script)
    assert script.called.count("post") == GOVERNANCE.tries


def test_a_refusal_is_final(script: Script) -> None:
    script.errors["post"] = [Rejected(422, "UNKNOWN_ITEM", "no such item")]
    with pytest.raises(Rejected):
        post(script)
    assert script.called == ["find", "post"]


def test_that_it_is_there_already_is_no_error(script: Script) -> None:
    script.errors["post"] = [Rejected(409, "DUPLICATE_INVOICE", "entered before")]
    post(script)


def test_a_document_that_is_not_found_is_posted(script: Script) -> None:
    script.errors["find"] = [Rejected(404, "NOT_FOUND", "none")]
    post(script)
    assert script.posted == 1


def test_it_waits_as_long_as_a_throttling_system_asks(script: Script) -> None:
    script.errors["post"] = [Throttled(7.0)]
    post(script)
    assert script.clock.now_s() >= 7.0
    assert script.posted == 1


def test_it_does_not_wait_longer_than_its_budget(script: Script) -> None:
    script.errors["post"] = [Throttled(60.0)]
    with pytest.raises(Throttled):
        post(script)
    assert script.clock.now_s() < GOVERNANCE.request_budget_s


def test_a_spent_budget_sends_nothing_more(script: Script) -> None:
    script.takes_s = 2.5
    with pytest.raises(BudgetSpent):
        post(script, budget_s=3.0)
    assert script.called == ["find"]
    assert script.posted == 0


def test_an_open_circuit_sends_nothing(script: Script) -> None:
    for _ in range(GOVERNANCE.failures_to_open):
        script.breaker.failed()
    with pytest.raises(CircuitOpen):
        post(script)
    assert script.called == []


def test_a_closed_period_moves_a_posting_to_the_next_open_day(script: Script) -> None:
    body = {"NextOpenDate": "2026-05-01"}
    script.errors["post"] = [Rejected(409, "PERIOD_CLOSED", "closed", body)]
    script.clock.run(script.line().post_dated("post", {"AccountingDate": "2026-04-30"}, LOOK))
    assert script.bodies[-1] == {"AccountingDate": "2026-05-01"}
    assert script.posted == 1
