"""`GET /ready`: 200 only when an event that comes now would be kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from integration_under_test.boundary import StorageUnavailable, Transaction
from integration_under_test.service.observation import readiness
from integration_under_test.service.observation.readiness import Readiness
from integration_under_test.service.observation.vitals import NONE
from tests.unit.integration_under_test.service.fakes import Recorder, run
from tests.unit.integration_under_test.service.served import START, assert_problem, served


def test_before_the_start_and_after_the_stop_it_is_not_ready() -> None:
    async def work() -> None:
        async with served(started=False) as made:
            assert_problem(await made.http.get("/ready"), 503, "POST /start")
            await made.post("/start", START)
            response = await made.http.get("/ready")
            assert response.status_code == 200
            assert response.json()["checks"] == {"started": "ok", "storage": "ok"}
            await made.post("/stop")
            assert_problem(await made.http.get("/ready"), 503, "POST /start")

    run(work())


class Sick(Recorder):
    """Its own store is away, and so is a system."""

    def __init__(self) -> None:
        super().__init__()
        self.vitals = self
        self.trouble: Exception | None = OSError("the secret DSN")

    def circuits(self) -> dict[str, str]:
        return {"erp": "open"}

    def figures(self) -> dict[str, float]:
        return {}

    async def check(self) -> None:
        if self.trouble is not None:
            raise self.trouble


def test_its_own_store_counts_and_a_systems_circuit_is_only_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readiness, "GOOD_FOR_S", 0.0)

    async def work() -> None:
        async with served(Sick, started=False) as made:
            await made.post("/start", START)
            response = await made.http.get("/ready")
            assert_problem(response, 503, "storage", "OSError")
            assert "secret" not in response.text
            made.integration.trouble = None
            response = await made.http.get("/ready")
            assert response.status_code == 200
            assert response.json()["circuits"] == {"erp": "open"}

    run(work())


class Storage:
    """Does as it is told, and counts."""

    def __init__(self, trouble: Exception | None = None, wait_s: float = 0.0) -> None:
        self.trouble = trouble
        self.wait_s = wait_s
        self.asked = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        self.asked += 1
        await asyncio.sleep(self.wait_s)
        if self.trouble is not None:
            raise self.trouble
        yield _Rows()


class _Rows:
    def get(self, table: str, key: str) -> Any: ...

    def put(self, table: str, key: str, value: Any) -> None: ...

    def delete(self, table: str, key: str) -> None: ...

    def scan(self, table: str) -> list[tuple[str, Any]]:
        return []


@pytest.mark.parametrize(
    "storage", [Storage(StorageUnavailable("disk full")), Storage(wait_s=5.0)], ids=["full", "hung"]
)
def test_a_storage_that_takes_no_commit_makes_it_not_ready(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "WITHIN_S", 0.05)
    found = run(Readiness(storage).look(True, NONE))
    assert found.trouble.startswith("storage: ")


def test_asking_often_is_no_load_on_the_storage() -> None:
    storage = Storage()

    async def work() -> None:
        asked = Readiness(storage)
        for _ in range(50):
            assert not (await asked.look(True, NONE)).trouble

    run(work())
    assert storage.asked == 1
