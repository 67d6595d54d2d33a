"""Exceptions have an owner and an age, and an old one goes higher."""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.boundary import WorkItem
from integration_under_test.reference import policies
from integration_under_test.reference.observability.exception_queue import ExceptionQueue
from tests.unit.integration_under_test.reference.fakes import FakeHost

HOUR_S = 3600.0
ITEM = WorkItem("dead/1", policies.REFUSED, "AP desk", "P07", ("INV-1",), "no")


def opened(host: FakeHost) -> ExceptionQueue:
    queue = ExceptionQueue(host, host)
    host.clock.run(queue.open(ITEM))
    host.clock.run(queue.open(ITEM))
    return queue


def after_h(host: FakeHost, queue: ExceptionQueue, hours: float) -> None:
    host.clock.run_until(host.clock.now_s() + hours * HOUR_S)
    host.clock.run(queue.escalate_overdue())


def test_an_item_is_counted_once_and_grows_old(host: FakeHost) -> None:
    queue = opened(host)
    host.clock.run(queue.open(replace(ITEM, id="dead/2")))
    host.clock.run_until(2 * HOUR_S)
    assert queue.ages() == {policies.REFUSED: {"open": 2, "oldest_h": 2.0}}
    assert queue.opened == {policies.REFUSED: 2}


def test_what_nobody_answers_goes_to_the_supervisor_then_to_the_lead(host: FakeHost) -> None:
    queue = opened(host)
    after_h(host, queue, 23)
    assert not queue.any_overdue()
    assert host.owners == {}
    after_h(host, queue, 1)
    assert host.owners == {"dead/1": "AP desk supervisor"}
    after_h(host, queue, 48)
    assert host.owners == {"dead/1": "integration lead"}


def test_what_is_answered_or_closed_goes_nowhere(host: FakeHost) -> None:
    queue = opened(host)
    host.clock.run(queue.close("dead/1", "posted"))
    after_h(host, queue, 100)
    assert host.closed == {"dead/1": "posted"}
    queue = opened(host)
    queue.answered("dead/1")
    after_h(host, queue, 100)
    assert host.owners == {}
