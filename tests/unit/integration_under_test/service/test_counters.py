"""Work items and alerts are handed in as the README lists it, and not lost on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from integration_under_test.boundary import Alert, OutcomeUnknown, Rejected, WorkItem
from integration_under_test.service import counter
from integration_under_test.service.alerts import HttpAlerts
from integration_under_test.service.counter import Counter
from integration_under_test.service.work_items import HttpWorkItems
from tests.unit.integration_under_test.service.fakes import (
    RESET,
    Counterpart,
    Heard,
    answer,
    counterpart,
    line,
    run,
)

pytestmark = pytest.mark.live

ITEM = WorkItem("price/7 é", "PRICE_MISSING", "purchasing", "P03", ("A", "B"), "no price")
ALERT = Alert("circuit:erp", "CIRCUIT_OPEN", "high", "nobody answers", "erp", keys=("K",))
Told = tuple[str, str, Any]


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counter, "PAUSES_S", (0.0, 0.0))


@asynccontextmanager
async def desk(*answers: bytes) -> AsyncIterator[tuple[Counter, Counterpart]]:
    async with counterpart(*answers) as other, line() as out:
        yield Counter(f"{other.url}/desk", out), other


def told(heard: Heard) -> Told:
    return heard.method, heard.target, heard.json if heard.content else None


def queue(work: Callable[[HttpWorkItems], Awaitable[None]], *answers: bytes) -> list[Told]:
    async def whole() -> list[Told]:
        async with desk(*answers) as (at, other):
            await work(HttpWorkItems(at))
            return [told(heard) for heard in other.heard]

    return run(whole())


def test_an_item_is_opened_closed_and_escalated_under_its_encoded_id() -> None:
    async def work(items: HttpWorkItems) -> None:
        await items.open(ITEM)
        await items.close(ITEM.id, "solved", ("A",))
        await items.escalate(ITEM.id, "cfo", "late")

    path = "/desk/price%2F7%20%C3%A9"
    opened = {
        "type": "PRICE_MISSING",
        "owner": "purchasing",
        "flow": "P03",
        "keys": ["A", "B"],
        "reason": "no price",
        "actions": ["retry", "dismiss"],
    }
    assert queue(work, *[answer(204)] * 3) == [
        ("PUT", path, opened),
        ("POST", f"{path}/close", {"reason": "solved", "keys": ["A"]}),
        ("POST", f"{path}/escalate", {"owner": "cfo", "reason": "late"}),
    ]


def test_what_got_lost_on_the_way_is_handed_in_again() -> None:
    heard = queue(lambda items: items.open(ITEM), RESET, answer(503), answer(204))
    assert [method for method, _, _ in heard] == ["PUT"] * 3


def test_after_some_tries_the_integration_hears_of_it() -> None:
    with pytest.raises(OutcomeUnknown):
        queue(lambda items: items.open(ITEM), *[answer(500)] * 3)


def test_a_refusal_is_told_at_once() -> None:
    with pytest.raises(Rejected, match="owner"):
        queue(lambda items: items.open(ITEM), answer(400, {"title": "Bad", "detail": "owner"}))


def test_an_item_that_is_not_open_is_left_alone() -> None:
    async def work(items: HttpWorkItems) -> None:
        await items.close("i", "solved")
        await items.escalate("i", "cfo", "late")

    assert len(queue(work, answer(404), answer(404))) == 2


def board(work: Callable[[HttpAlerts], Awaitable[Any]], *answers: bytes) -> list[Told]:
    """What was heard after the list of alerts was read."""

    async def whole() -> list[Told]:
        async with desk(*answers) as (at, other):
            alerts = HttpAlerts(at)
            await alerts.load()
            await work(alerts)
            return [told(heard) for heard in other.heard[1:]]

    return run(whole())


NOTHING = answer(200, {"alerts": []})
STANDING = {
    "id": "circuit:erp",
    "kind": "CIRCUIT_OPEN",
    "severity": "high",
    "reason": "nobody answers",
    "system": "erp",
    "flow": "",
    "keys": ["K"],
}


def test_an_alert_is_raised_once_and_cleared_once() -> None:
    async def work(alerts: HttpAlerts) -> None:
        await alerts.raise_(ALERT)
        await alerts.raise_(ALERT)
        assert alerts.standing() == (ALERT,)
        await alerts.clear(ALERT.id, "back")
        await alerts.clear(ALERT.id, "back")
        assert alerts.standing() == ()

    body = {name: value for name, value in STANDING.items() if name != "id"}
    assert board(work, NOTHING, answer(204), answer(204)) == [
        ("PUT", "/desk/circuit%3Aerp", body),
        ("POST", "/desk/circuit%3Aerp/clear", {"reason": "back"}),
    ]


def test_what_an_earlier_life_raised_stands() -> None:
    async def work(alerts: HttpAlerts) -> None:
        assert alerts.standing() == (ALERT,)
        await alerts.raise_(ALERT)
        await alerts.clear(ALERT.id, "back")

    heard = board(work, answer(200, {"alerts": [STANDING]}), answer(204))
    assert [method for method, _, _ in heard] == ["POST"]


def test_an_alert_that_was_not_heard_does_not_stand() -> None:
    async def work(alerts: HttpAlerts) -> None:
        with pytest.raises(Rejected):
            await alerts.raise_(ALERT)
        assert alerts.standing() == ()

    board(work, NOTHING, answer(400))


def test_an_alert_that_is_cleared_while_it_is_raised_does_not_stand() -> None:
    async def work(alerts: HttpAlerts) -> None:
        await asyncio.gather(alerts.raise_(ALERT), alerts.clear(ALERT.id, "back"))
        assert alerts.standing() == ()

    assert len(board(work, NOTHING, answer(204), answer(404))) == 2


def test_a_list_that_cannot_be_read_is_told() -> None:
    async def nothing(_: HttpAlerts) -> None: ...

    with pytest.raises(OutcomeUnknown, match="alerts"):
        board(nothing, answer(200, {"alerts": [{"id": 1}]}))
