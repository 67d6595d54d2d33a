"""An order that its supplier never answers is noticed, also after a restart."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from integration_under_test.reference.events.command import Command
from integration_under_test.reference.observability.alerts import AlertBook
from integration_under_test.reference.observability.unanswered_orders import UnansweredOrders
from integration_under_test.reference.store.notes import Notes
from tests.unit.integration_under_test.reference.fakes import FakeHost, command

SENT = command("PO-1", "send_order")
DAY = timedelta(hours=24)


def told(kind: str, order: str = "PO-1") -> Command:
    """A document of the supplier or of the dock that names an order."""
    return command(f"{order}/1", kind, SimpleNamespace(order=order))


def desk(host: FakeHost) -> UnansweredOrders:
    orders = UnansweredOrders(Notes(host.storage, "unanswered_orders"), AlertBook(host.alerts))
    host.clock.run(orders.load())
    return orders


async def _looked(orders: UnansweredOrders, host: FakeHost, after: timedelta) -> None:
    orders.look(host.now() + after)


def look(orders: UnansweredOrders, host: FakeHost, after: timedelta) -> None:
    host.clock.run(_looked(orders, host, after))
    host.clock.run_until(host.clock.now_s() + 1.0)


@pytest.mark.parametrize(
    "kind",
    [
        "record_acknowledgement",
        "record_ship_notice",
        "return_receipt",
        "return_dock_receipt",
        "enter_invoice",
    ],
)
def test_no_answer_within_a_day_is_an_alert_and_whatever_shows_that_the_order_was_taken_ends_it(
    host: FakeHost, kind: str
) -> None:
    orders = desk(host)
    host.clock.run(orders.took_effect(SENT, host.now()))
    look(orders, host, timedelta(hours=23))
    assert host.alerts.board == {}
    look(orders, host, DAY)
    assert list(host.alerts.board) == ["order_unanswered/P05/PO-1"]
    host.clock.run(orders.took_effect(told(kind, "PO-2"), host.now()))
    assert list(host.alerts.board) == ["order_unanswered/P05/PO-1"]
    host.clock.run(orders.took_effect(told(kind), host.now()))
    host.clock.run_until(host.clock.now_s() + 1.0)
    assert host.alerts.board == {}
    assert host.storage.keys("unanswered_orders") == []


def test_a_restart_does_not_forget_what_was_sent(host: FakeHost) -> None:
    host.clock.run(desk(host).took_effect(SENT, host.now()))
    orders = desk(host)
    assert orders.ages(host.now() + DAY) == {"open": 1, "oldest_h": 24.0}
    look(orders, host, DAY)
    assert list(host.alerts.board) == ["order_unanswered/P05/PO-1"]
