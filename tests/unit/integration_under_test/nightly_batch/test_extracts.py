"""Extracts take what rose above the high-water mark, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from integration_under_test.boundary import Rejected
from integration_under_test.nightly_batch.connection import Connection
from integration_under_test.nightly_batch.extracts import Extract, Source
from integration_under_test.nightly_batch.interfaces import ORDERS, PRICES, SUPPLIERS
from integration_under_test.nightly_batch.staging import Staging
from sim.clock import VirtualClock
from sim.host import MemoryStorage
from tests.unit.integration_under_test.nightly_batch.target import NIGHT


@dataclass
class Systems:
    """Answers lists with what the test put there."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    flagged: list[tuple[str, int]] = field(default_factory=list)
    stale: bool = False

    async def call(self, operation: str, body: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        if operation != "set_exported":
            return self.answers[operation]
        if self.stale:
            raise Rejected(409, "STALE_VERSION", "read it again")
        self.flagged.append((body["document-key"], body["version"]))
        return {}


@dataclass
class Bench:
    """One interface of a test."""

    clock: VirtualClock
    systems: Systems = field(default_factory=Systems)

    def __post_init__(self) -> None:
        names = ("erp", "contracts", "procurement")
        connection = Connection(dict.fromkeys(names, self.systems))
        self.staging = Staging(MemoryStorage())
        self.source = Source("x", connection, self.staging)

    def baseline(self, extract: Extract) -> None:
        self.clock.run(extract.baseline(self.source))

    def read(self, extract: Extract) -> tuple[str, ...]:
        """The keys of the batch that follows."""
        self.clock.run(extract.read(self.source, NIGHT))
        batch = self.clock.run(self.staging.open_batch("x", NIGHT, 0))
        return batch.keys if batch else ()


@pytest.fixture
def bench() -> Iterator[Bench]:
    with VirtualClock() as clock:
        yield Bench(clock)


def suppliers(*versions: int) -> dict[str, Any]:
    rows = [
        {"SupplierNumber": f"S{number}", "ObjectVersionNumber": version}
        for number, version in enumerate(versions, 1)
    ]
    return {"items": rows, "hasMore": False}


def test_what_is_there_on_the_first_day_is_not_extracted(bench: Bench) -> None:
    bench.systems.answers["list_suppliers"] = suppliers(1, 4)
    bench.baseline(SUPPLIERS)
    assert bench.read(SUPPLIERS) == ()


def test_a_restart_keeps_the_high_water_mark(bench: Bench) -> None:
    bench.systems.answers["list_suppliers"] = suppliers(1, 4)
    bench.baseline(SUPPLIERS)
    bench.systems.answers["list_suppliers"] = suppliers(1, 5, 1)
    bench.baseline(SUPPLIERS)
    assert bench.read(SUPPLIERS) == ("S2/5", "S3/1")


def test_the_mark_rises_with_the_extract(bench: Bench) -> None:
    bench.systems.answers["list_suppliers"] = suppliers(1)
    bench.baseline(SUPPLIERS)
    bench.systems.answers["list_suppliers"] = suppliers(2)
    bench.clock.run(SUPPLIERS.read(bench.source, NIGHT))
    assert bench.clock.run(bench.staging.marks("x")) == {"S1": 2}


def test_every_version_that_was_active_since_the_mark_is_extracted(bench: Bench) -> None:
    bench.systems.answers["list_contracts"] = contracts(active=1)
    bench.baseline(PRICES)
    bench.systems.answers["list_contracts"] = contracts(active=3)
    states = ("SUPERSEDED", "SUPERSEDED", "ACTIVE", "DRAFT")
    versions = [{"version": n, "status": status} for n, status in enumerate(states, 1)]
    bench.systems.answers["get_contract"] = {
        "contractNumber": "C1",
        "erpSupplierNumber": "S1",
        "activeVersion": 3,
        "versions": versions,
    }
    assert bench.read(PRICES) == ("C1/000002", "C1/000003")


def contracts(active: int) -> dict[str, Any]:
    return {"contracts": [{"contractNumber": "C1", "activeVersion": active}], "hasMore": False}


def unexported(status: str) -> dict[str, Any]:
    body = {"po-number": "PO-1", "status": status}
    flag = {"document": "order", "document-key": "PO-1", "version": 2, "body": body}
    return {"documents": [flag], "has-more": False}


def test_an_exported_document_is_flagged_with_the_version_that_was_read(bench: Bench) -> None:
    bench.systems.answers["list_unexported"] = unexported("issued")
    assert bench.read(ORDERS) == ("PO-1",)
    assert bench.systems.flagged == [("PO-1", 2)]


def test_a_document_in_another_state_is_flagged_and_left(bench: Bench) -> None:
    bench.systems.answers["list_unexported"] = unexported("cancelled")
    assert bench.read(ORDERS) == ()
    assert bench.systems.flagged == [("PO-1", 2)]


def test_a_version_that_came_in_between_stays_unexported(bench: Bench) -> None:
    bench.systems.answers["list_unexported"] = unexported("issued")
    bench.systems.stale = True
    assert bench.read(ORDERS) == ("PO-1",)
    assert bench.systems.flagged == []
