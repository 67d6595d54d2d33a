"""The breaker opens after failures in a row, rests, then lets one trial decide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from integration_under_test.api_led.breaker import Breaker, CircuitOpen
from integration_under_test.api_led.policies import GOVERNANCE

RESTED = timedelta(seconds=GOVERNANCE.open_s)


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 4, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant


def opened(now: Callable[[], datetime]) -> Breaker:
    breaker = Breaker("erp", GOVERNANCE, now)
    for _ in range(GOVERNANCE.failures_to_open):
        breaker.admit()
        breaker.failed()
    return breaker


def test_it_opens_after_failures_in_a_row() -> None:
    with pytest.raises(CircuitOpen):
        opened(Watch().now).admit()


def test_an_answer_in_between_starts_the_count_afresh() -> None:
    breaker = Breaker("erp", GOVERNANCE, Watch().now)
    for _ in range(GOVERNANCE.failures_to_open - 1):
        breaker.failed()
    breaker.succeeded()
    breaker.failed()
    breaker.admit()


def test_after_its_rest_it_admits_one_trial_alone() -> None:
    watch = Watch()
    breaker = opened(watch.now)
    watch.instant += RESTED
    breaker.admit()
    with pytest.raises(CircuitOpen):
        breaker.admit()


def test_a_trial_that_succeeds_closes_it() -> None:
    watch = Watch()
    breaker = opened(watch.now)
    watch.instant += RESTED
    breaker.admit()
    breaker.succeeded()
    breaker.admit()
    breaker.admit()


def test_a_trial_that_fails_opens_it_for_another_rest() -> None:
    watch = Watch()
    breaker = opened(watch.now)
    watch.instant += RESTED
    breaker.admit()
    breaker.failed()
    with pytest.raises(CircuitOpen):
        breaker.admit()
