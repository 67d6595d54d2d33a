"""Kept answers: bounded in number, each for its own question."""

from __future__ import annotations

from itertools import count
from typing import Any

from integration_under_test.reference.gateway.services.last_known import (
    PLACES,
    Known,
    LastKnown,
    _digest,
)
from integration_under_test.reference.gateway.services.register import SERVICES
from integration_under_test.reference.store.store import REMEMBERED, Store
from tests.unit.integration_under_test.reference.fakes import FakeHost

PRICE = SERVICES["find_price@1"]


def sharing_a_place() -> tuple[dict[str, Any], dict[str, Any]]:
    """Two questions whose answers are kept at the same place."""
    seen: dict[int, dict[str, Any]] = {}
    for n in count():
        body = {"item": str(n)}
        place = int(_digest(PRICE, body), 16) % PLACES
        if place in seen:
            return seen[place], body
        seen[place] = body
    raise AssertionError("there are more questions than places")


def test_of_two_questions_at_one_place_only_the_later_is_known(host: FakeHost) -> None:
    kept = LastKnown(Store(host.storage), host)
    first, second = sharing_a_place()

    async def body() -> tuple[Known | None, Known | None, int]:
        for result, question in enumerate((first, second)):
            await kept.keep(PRICE, question, Known(result, ("1",), host.now().isoformat()))
        async with host.storage.transaction() as tx:
            rows = len(tx.scan(REMEMBERED))
        return await kept.find(PRICE, first), await kept.find(PRICE, second), rows

    older, newer, rows = host.clock.run(body())
    assert older is None
    assert newer is not None
    assert (newer.result, newer.facilities, rows) == (1, ("1",), 1)


def test_the_last_approved_price_is_that_of_any_day(host: FakeHost) -> None:
    kept = LastKnown(Store(host.storage), host)

    async def body() -> tuple[Known | None, Known | None]:
        known = Known(1, ("1",), host.now().isoformat())
        await kept.keep(PRICE, {"item": "7", "day": "2026-04-29"}, known)
        other_day = await kept.find(PRICE, {"item": "7", "day": "2026-04-30"})
        return other_day, await kept.find(PRICE, {"item": "8", "day": "2026-04-29"})

    other_day, other_item = host.clock.run(body())
    assert other_day is not None
    assert other_day.result == 1
    assert other_item is None
