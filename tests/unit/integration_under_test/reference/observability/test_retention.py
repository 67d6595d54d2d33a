"""What is settled and old goes; what waits, is dead, or may still come again stays."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.reference.observability import audit as audits
from integration_under_test.reference.observability import retention
from integration_under_test.reference.observability.audit import Audit
from integration_under_test.reference.observability.chain import verify
from integration_under_test.reference.observability.retention import (
    BLOCKS_DAYS,
    RULES,
    Retention,
)
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.store import (
    NOTHING_APPLIED,
    Applied,
    Arrival,
    Store,
)
from mock_systems.service.webhooks import SCHEDULES
from tests.unit.integration_under_test.reference.fakes import FakeHost
from tests.unit.integration_under_test.reference.observability.test_audit import Auditor, read

DAY_S = 86_400.0
INBOX_DAYS = RULES[0].days
ITEM = {"item": {"type": "refused", "owner": "AP desk"}}


class House:
    """An audited store with its purge."""

    def __init__(self, host: FakeHost, auditor: Auditor | None = None) -> None:
        self.host = host
        self.audit = Audit(host.storage, host, {"AUDITOR": auditor} if auditor else {})
        self.store = Store(host.storage, self.audit.note)
        self.retention = Retention(host.storage, host, self.audit.note)

    def run(self, work: Any) -> Any:
        return self.host.clock.run(work)

    def accept(self, key: str, *rows: str) -> None:
        self.run(self.store.accept(Arrival(key), {row: {"n": 1} for row in rows}))

    def finish(self, row: str, applied: Applied = NOTHING_APPLIED) -> None:
        self.run(self.store.finish(row, row, applied))

    def purge_after(self, days: float) -> None:
        """Seals, lets time pass, and purges. The auditor is told of the last block of a life."""
        self.run(self.audit.stop())
        self.host.clock.run_until(self.host.clock.now_s() + days * DAY_S)
        self.run(self.retention.nightly())
        self.run(self.audit.seal())

    def keys(self, table: str) -> list[str]:
        return [key for key, _ in read(self.host, lambda tx: tx.scan(table))]


@pytest.fixture
def house(host: FakeHost) -> House:
    return House(host)


def test_an_inbox_key_goes_when_its_document_is_done_and_old(house: House) -> None:
    house.accept("e-1", "row")
    house.finish("row")
    house.purge_after(INBOX_DAYS + 1)
    assert house.keys("inbox") == []


def test_a_copy_within_the_retention_is_still_known(house: House) -> None:
    house.accept("e-1", "row")
    house.finish("row")
    house.purge_after(INBOX_DAYS - 1)
    house.accept("e-1", "row")
    assert house.keys("outbox") == []


def test_nothing_that_waits_or_is_dead_is_touched(house: House) -> None:
    house.accept("waits", "row-1", "row-2")
    house.finish("row-1")
    house.accept("dead", "row-3")
    house.run(house.store.bury("row-3", ITEM))
    house.run(house.store.refuse("unreadable", ITEM))
    house.purge_after(INBOX_DAYS + 1)
    assert house.keys("inbox") == ["dead", "unreadable", "waits"]
    assert house.keys("outbox") == ["row-2"]
    assert house.keys("dead_letters") == ["row-3", "unreadable"]


def test_what_was_open_at_its_first_purge_goes_at_a_later_one(house: House) -> None:
    house.accept("waits", "row")
    house.purge_after(INBOX_DAYS + 1)
    house.finish("row")
    house.purge_after(INBOX_DAYS + 1)
    assert house.keys("inbox") == []


def test_a_documents_name_with_its_content_goes_with_its_key(house: House) -> None:
    arrival = Arrival("PAYROLL|12", "a", "PAYROLL|12|a.txt|a")
    copy = arrival._replace(delivery="PAYROLL|12|again.txt|a")
    house.run(house.store.accept(arrival, {}))
    house.run(house.store.accept(copy, {}))
    house.purge_after(INBOX_DAYS + 1)
    assert house.keys("inbox") == []


def test_what_was_kept_for_a_replay_goes_with_its_key(house: House) -> None:
    arrival = Arrival("e-1", day="2026-04-01", kept={"event": {}, "delivery": ""})
    house.run(house.store.accept(arrival, {}))
    house.purge_after(INBOX_DAYS - 1)
    assert house.keys("received/2026-04-01") == ["e-1"]
    house.purge_after(2)
    assert house.keys("received/2026-04-01") == []


def test_an_old_answer_is_forgotten_unless_it_was_overwritten(house: House) -> None:
    house.finish("a", Applied(remembered=("order/1", "300")))
    house.finish("b", Applied(remembered=("order/2", "301")))
    house.run(house.store.remember("order/2", "new"))
    house.purge_after(RULES[1].days + 1)
    assert house.keys("remembered") == ["order/2"]


def test_versions_that_took_effect_are_kept_for_good(house: House) -> None:
    house.finish("sync_party/S", Applied(7))
    house.purge_after(BLOCKS_DAYS + 1)
    assert house.keys("applied") == ["sync_party/S"]


def test_the_audit_tells_what_was_purged(house: House) -> None:
    house.accept("e-1")
    house.purge_after(INBOX_DAYS + 1)
    (_, last) = read(house.host, audits.read_blocks)
    (entry,) = last.entries
    assert (entry["act"], entry["subject"], entry["removed"]) == ("purged", "inbox", 1)


def test_old_blocks_go_and_the_rest_still_verifies(host: FakeHost) -> None:
    auditor = Auditor()
    house = House(host, auditor)
    house.accept("e-1")
    house.purge_after(BLOCKS_DAYS + 1)
    blocks = read(host, audits.read_blocks)
    assert [block.number for block in blocks] == [1]
    assert verify(blocks, read(host, audits.read_checkpoints)) == []


def test_blocks_that_no_checkpoint_covers_stay(host: FakeHost) -> None:
    house = House(host, Auditor(away=99))
    house.accept("e-1")
    house.purge_after(BLOCKS_DAYS + 1)
    assert read(host, audits.read_blocks)[0].number == 0


def test_the_purge_runs_once_a_night(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.accept("e-1")
    house.purge_after(INBOX_DAYS + 1)
    monkeypatch.setattr(retention, "RULES", ())
    before = house.host.storage.reads
    house.run(house.retention.nightly())
    assert house.host.storage.reads == before


def test_no_sender_retry_or_replay_lasts_longer_than_an_inbox_key() -> None:
    longest_s = max(sum(schedule) for schedule in SCHEDULES.values())
    assert longest_s < INBOX_DAYS * DAY_S
    longest_h = max(Settings().retry_horizon_h, Settings().outage_patience_h)
    assert longest_h < INBOX_DAYS * 24
    assert all(rule.days < BLOCKS_DAYS for rule in RULES), "they read the blocks"
