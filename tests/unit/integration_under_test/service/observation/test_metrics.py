"""`GET /metrics`: what it counts, and whose words its labels are."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import pytest

from integration_under_test.boundary import Conflict, Storage
from integration_under_test.service import observation
from tests.unit.integration_under_test.service.fakes import RESET, answer, run
from tests.unit.integration_under_test.service.observation.watched import (
    CANARIES,
    Caller,
    calling,
    event,
    samples,
)
from tests.unit.integration_under_test.service.served import START, Served, served

MALICIOUS = "inventory.usage.recorded\nWilhelmina"


def test_deliveries_are_counted_by_the_type_that_was_subscribed_to_and_how_they_ended() -> None:
    async def work() -> dict[str, float]:
        async with calling() as (made, _):
            for type_ in ("inventory.usage.recorded", "clinic.busy", "clinic.raises", MALICIOUS):
                await made.post("/events", event(type_))
            await made.post("/events", b"{")
            return await samples(made)

    found = run(work())
    name = "integration_deliveries_total|events"
    assert found[f"{name}|inventory.usage.recorded|accepted"] == 1
    assert found[f"{name}|clinic.*|pushed_back"] == 1
    assert found[f"{name}|clinic.*|failed"] == 1
    assert found[f"{name}|other|accepted"] == 1
    assert found[f"{name}|other|refused"] == 1
    assert found["integration_delivery_seconds_count|events"] == 5


def test_calls_are_counted_with_their_end_and_their_time() -> None:
    ends = {"ok": answer(200, {}), "rejected": answer(422, {}), "unknown": RESET}
    ends["throttled"] = answer(429, {}, {"retry-after": "1"})

    async def work() -> dict[str, float]:
        async with calling() as (made, other):
            await made.post("/events", event())
            other.answers.extend(ends.values())
            for _ in ends:
                await made.post("/events", event())
            return await samples(made)

    found = run(work())
    name = "integration_calls_total|billing|create_charge"
    assert {end: found[f"{name}|{end}"] for end in ends} == {**dict.fromkeys(ends, 1), "ok": 2}
    assert found["integration_call_seconds_count|billing|create_charge"] == 5
    assert found["integration_call_seconds_bucket|billing|create_charge|+Inf"] == 5
    assert found["integration_transactions_total|committed"] == 5


def test_what_stands_is_shown_as_it_stands() -> None:
    async def work() -> tuple[dict[str, float], ...]:
        async with calling() as (made, _):
            before = await samples(made)
            await made.post("/events", event("clinic.item"))
            during = await samples(made)
            await made.integration.ports.work_items.close("i-1", "done")
            await made.post("/stop")
            return before, during, await samples(made)

    before, during, after = run(work())
    states = ((1, 0), (1, 1), (0, 0))
    for found, (started, items) in zip((before, during, after), states, strict=True):
        assert found["integration_started"] == started
        assert found["integration_work_items_open"] == items
        assert found["integration_backlog"] == 0
    assert before["process_resident_memory_bytes"] > 1e6


async def conflicting(storage: Storage) -> None:
    async with storage.transaction() as tx:
        tx.put("t", "k", 1)
        async with storage.transaction() as other:
            other.put("t", "k", 2)


def test_a_conflict_is_told_apart_from_a_commit() -> None:
    async def work() -> dict[str, float]:
        async with calling() as (made, _):
            storage = made.integration.ports.storage
            with pytest.raises(Conflict):
                await conflicting(storage)
            return await samples(made)

    found = run(work())
    ends = {name.partition("|")[2]: n for name, n in found.items() if "transactions_total" in name}
    assert ends == {"committed": 1, "conflict": 1}


class Seen(Caller):
    """Offers vitals; one of its labels is a stranger's."""

    def __init__(self) -> None:
        self.vitals = self

    def circuits(self) -> Mapping[str, str]:
        return {"erp": "open", "billing": "closed"}

    def figures(self) -> Mapping[str, float | Mapping[str, float]]:
        effects = {"P09": 7.0, "Wilhelmina\nCanary": 1.0} | {f"k{n}": 0.0 for n in range(300)}
        return {"oldest_waiting_s": 12.5, "effects": effects}

    async def check(self) -> None: ...


def test_an_integration_that_offers_vitals_is_seen_from_within() -> None:
    async def work() -> dict[str, float]:
        async with served(Seen, started=False) as made:
            await start(made)
            return await samples(made)

    found = run(work())
    assert found["integration_own|effects|P09"] == 7
    assert found["integration_oldest_waiting_seconds"] == 12.5
    assert found["integration_circuit_open|erp"] == 1
    assert found["integration_circuit_open|billing"] == 0
    shown = [name for name in found if name.startswith("integration_own|effects")]
    assert len(shown) == 200
    assert not any("Wilhelmina" in name for name in found)


def test_no_label_holds_a_patient_or_a_key() -> None:
    async def work() -> str:
        async with calling() as (made, _):
            for type_ in ("inventory.usage.recorded", "clinic.raises", CANARIES[0]):
                await made.post("/events", event(type_, id=CANARIES[1], subject="U-1"))
            await made.post(f"/requests/{CANARIES[2]}", {})
            return (await made.http.get("/metrics")).text

    text = run(work())
    for canary in (*CANARIES, "U-1", "e-1", "c-1"):
        assert canary not in text


def test_without_the_library_the_page_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "integration_under_test.service.observation.metrics"
    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr(observation, "metrics", raising=False)
    monkeypatch.setitem(sys.modules, "prometheus_client", None)

    async def work() -> None:
        async with served(Caller, started=False) as made:
            response = await made.http.get("/metrics")
            assert response.status_code == 501
            assert "pip install" in response.json()["detail"]

    run(work())


async def start(made: Served) -> None:

    assert (await made.post("/start", START)).is_success
