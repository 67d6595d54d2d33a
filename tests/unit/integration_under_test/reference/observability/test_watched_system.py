"""A watched system counts its calls, and is missed when it does not answer."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from integration_under_test.boundary import OutcomeUnknown, Throttled, Unavailable
from integration_under_test.reference.observability.alerts import AlertBook
from integration_under_test.reference.observability.watched_system import WatchedSystem
from tests.unit.integration_under_test.reference.fakes import FakeHost, refusal

GONE, SLOW, FULL = Unavailable(), OutcomeUnknown(), Throttled(60.0)


def outcome_of(
    host: FakeHost, answers: list[Exception], pause_s: float = 20.0
) -> Counter[tuple[str, str]]:
    """The calls that were counted, after one call for each answer."""
    calls: Counter[tuple[str, str]] = Counter()
    host.systems["erp"].plan("post_cost", *answers)

    async def called() -> None:
        book = AlertBook(host.alerts)
        erp = WatchedSystem(host.systems["erp"], "erp", book, calls)
        for answer in answers:
            with pytest.raises(type(answer)):
                await erp.call("post_cost", {})
            await asyncio.sleep(pause_s)
        await book.told()

    host.clock.run(called())
    return calls


@pytest.mark.parametrize(
    ("answers", "pause_s", "standing"),
    [
        ([GONE, SLOW], 20, []),
        ([GONE, SLOW, GONE], 20, ["system_unreachable/erp"]),
        ([GONE, GONE, GONE, GONE], 1, []),
        ([GONE, GONE, refusal("NO"), GONE, GONE], 20, []),
        ([GONE, GONE, GONE, refusal("NO")], 20, []),
        ([FULL, FULL], 100, []),
        ([FULL, FULL], 130, ["system_throttling/erp"]),
        ([FULL, FULL, refusal("NO")], 130, []),
    ],
)
def test_an_alert_stands_while_a_system_is_away_for_long(
    host: FakeHost, answers: list[Exception], pause_s: float, standing: list[str]
) -> None:
    outcome_of(host, answers, pause_s)
    assert list(host.alerts.board) == standing


def test_calls_are_counted_by_how_they_ended(host: FakeHost) -> None:
    calls = outcome_of(host, [GONE, SLOW, FULL, refusal("NO")])
    assert calls == {("erp", "fail"): 3, ("erp", "info"): 1}
