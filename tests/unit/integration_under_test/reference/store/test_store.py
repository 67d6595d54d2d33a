"""What belongs together is stored together."""

from __future__ import annotations

import asyncio

import pytest

from integration_under_test.reference.store.store import AlreadyKnown, Applied, Arrival, Store
from tests.unit.integration_under_test.reference.fakes import FakeHost


def test_version_and_done_mark_land_together(host: FakeHost) -> None:
    store = Store(host.storage)
    host.clock.run(store.accept(Arrival("e"), {"row": {"kind": "sync_party"}}))
    before = host.storage.commits
    host.clock.run(store.finish("row", "sync_party/S", Applied(7, ("erp-order/PO", "300"))))
    assert host.storage.commits == before + 1
    assert host.clock.run(store.applied_version("sync_party/S")) == 7
    assert host.clock.run(store.remembered("erp-order/PO")) == "300"
    assert host.storage.keys("outbox") == []


def test_a_lost_race_is_run_again(host: FakeHost) -> None:
    store = Store(host.storage)

    async def work() -> None:
        await asyncio.gather(*(store.remember("same", n) for n in range(10)))

    host.clock.run(work())
    assert host.storage.commits == 10


def test_a_dead_letter_is_either_dead_or_waiting(host: FakeHost) -> None:
    store = Store(host.storage)
    host.clock.run(store.accept(Arrival("e"), {"row": {"n": 1}}))
    host.clock.run(store.bury("row", {"command": {"n": 1}}))
    assert (host.storage.keys("outbox"), host.storage.keys("dead_letters")) == ([], ["row"])
    host.clock.run(store.revive("row", {"row": {"n": 2}}))
    assert (host.storage.keys("outbox"), host.storage.keys("dead_letters")) == (["row"], [])


def test_a_damaged_document_leaves_its_number_to_the_corrected_one(host: FakeHost) -> None:
    store, run = Store(host.storage), host.clock.run
    rows = {"row": {"n": 1}}
    damaged = Arrival("PAYROLL|12", "d", "PAYROLL|12|a.txt|d", damaged=True)
    assert run(store.accept(damaged, rows)) == ["row"]
    assert run(store.accept(damaged, rows)) == [], "its copy is no news"
    corrected = Arrival("PAYROLL|12", "c", "PAYROLL|12|b.txt|c")
    assert run(store.accept(corrected, rows)) == ["row"]
    assert run(store.accept(damaged, rows)) == [], "a late copy of what was sent back"
    with pytest.raises(AlreadyKnown):
        run(store.accept(Arrival("PAYROLL|12", "e", "PAYROLL|12|c.txt|e", damaged=True), rows))


def test_a_copy_of_what_was_sent_back_is_known_but_another_content_is_taken(
    host: FakeHost,
) -> None:
    store, run = Store(host.storage), host.clock.run
    first = Arrival("PAYROLL|12", "a", "PAYROLL|12|a.txt|a")
    run(store.accept(first, {"row": {"n": 1}}))
    run(store.replace("row", ("answer", {"n": 2}), reopens="PAYROLL|12"))
    assert run(store.accept(first, {"row": {"n": 1}})) == []
    again = Arrival("PAYROLL|12", "b", "PAYROLL|12|a.txt|b")
    assert run(store.accept(again, {"second": {"n": 3}})) == ["second"]
