"""The screens of a live run: who is let in, and what an act there becomes."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Router

from sim.cli.request import RunRequest, build_spec, new_integration
from sim.clock import VirtualClock
from sim.experiment.assembly import assemble
from sim.history.schema import Row
from sim.history.writer import HistoryWriter
from sim.live.doors import NotServed
from sim.live.pace import Pace, aside
from sim.live.screens import AT, LOAD, Load, Screens, expected_load

SPEC = build_spec(RunRequest("ordinary_day", "reference", 1, 0.005, days=1))
KEY = {"x-load-key": "secret"}
PATIENT = {"encounterId": "ENC-H01-I9000001", "facilityId": 11, "class": "I"}


@asynccontextmanager
async def opened(
    path: Path, is_beside: bool = False
) -> AsyncIterator[tuple[Screens, httpx.AsyncClient, Any]]:
    clock = VirtualClock()
    pace = Pace(clock)
    with HistoryWriter(None, lambda: round(clock.now_s() * 1e6), lambda: 0) as writer:
        testbed = assemble(SPEC, new_integration("reference"), clock, writer)
        load = Load("secret", path / LOAD, patience_s=0.05, is_beside=is_beside)
        screens = Screens(testbed, pace, load, 7200.0)
        way = httpx.ASGITransport(app=Router([screens.mount()]))
        pace.begin()
        try:
            async with httpx.AsyncClient(transport=way, base_url=f"http://here{AT}") as client:
                yield screens, client, testbed
        finally:
            pace.stop()
            with aside():
                clock.close()


def test_who_does_not_know_the_key_is_not_let_in(tmp_path: Path) -> None:
    async def whole() -> None:
        async with opened(tmp_path) as (screens, client, _):
            for path in ("/billing/encounters", "/load/start", "/load/finish"):
                answer = await client.post(path, json=PATIENT)
                assert answer.status_code == 401
                assert "load.json" in answer.json()["detail"]
            assert screens.attendance.came == 0

    asyncio.run(whole())


def test_an_act_is_the_world_s_own(tmp_path: Path) -> None:
    async def whole() -> None:
        async with opened(tmp_path) as (screens, client, testbed):
            callers: list[str] = []
            recorder = testbed.systems["billing"]._recorder
            write = recorder._write

            def heard(row: Row) -> int:
                callers.append(row.process)
                return int(write(row))

            recorder._write = heard
            body = {**PATIENT, "admittedOn": "20260414"}
            headers = {**KEY, "x-client-id": "world/registration", "x-correlation-id": "arrival-1"}
            answer = await client.post("/billing/encounters", json=body, headers=headers)
            assert answer.status_code == 201, answer.text
            assert callers == ["world/registration"]
            assert screens.attendance.came == 1

    asyncio.run(whole())


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"encounterId": 7}'])
def test_what_no_system_takes_is_refused_and_breaks_nothing(content: bytes, tmp_path: Path) -> None:
    async def whole() -> None:
        async with opened(tmp_path) as (screens, client, _):
            answer = await client.post("/billing/encounters", content=content, headers=KEY)
            assert answer.status_code == 422
            assert screens.attendance.came == 1

    asyncio.run(whole())


def test_a_load_test_is_told_when_the_scenario_begins(tmp_path: Path) -> None:
    async def whole() -> None:
        async with opened(tmp_path) as (screens, client, _):
            assert screens.is_busy
            told = {"arrivals": 12, "lead_s": 0.05}
            answer = (await client.post("/load/start", json=told, headers=KEY)).json()
            assert answer["speed"] == 7200.0
            assert 0.0 <= answer["business_s"] < 1.0
            await screens.asked(asyncio.Event())
            await screens.moment()
            assert screens.attendance.expected == 12
            await client.post("/load/finish", json={"valid": True}, headers=KEY)
            assert not screens.is_busy

    asyncio.run(whole())


def test_a_load_test_that_does_not_come_is_missed(tmp_path: Path) -> None:
    async def whole() -> None:
        async with opened(tmp_path) as (screens, _, _testbed):
            await screens.asked(asyncio.Event())

    with pytest.raises(NotServed, match="expected a load test"):
        asyncio.run(whole())


@pytest.mark.parametrize("is_beside", [True, False])
def test_the_world_leaves_to_it_what_it_replaces(is_beside: bool, tmp_path: Path) -> None:
    async def whole() -> None:
        async with opened(tmp_path, is_beside) as (_, _client, testbed):
            desk = testbed.world.site.desk
            body = {**PATIENT, "admittedOn": "20260414"}
            answer = desk.do("billing", "register_encounter", body, "registration")
            assert bool(answer) is is_beside

    asyncio.run(whole())


def test_where_the_screens_are_is_told_to_its_owner_alone(tmp_path: Path) -> None:
    async def whole() -> None:
        async with opened(tmp_path) as (screens, _, _testbed):
            screens.announce("http://127.0.0.1:1", "")

    asyncio.run(whole())
    told = json.loads((tmp_path / LOAD).read_text())
    assert told["url"] == f"http://127.0.0.1:1{AT}"
    assert told["key"] == "secret"
    assert stat.S_IMODE((tmp_path / LOAD).stat().st_mode) == 0o600


def test_an_older_announcement_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / LOAD).write_text("{}")
    monkeypatch.setenv("TESTBED_LOAD_KEY", "from outside")
    assert expected_load(tmp_path).key == "from outside"
    assert not (tmp_path / LOAD).exists()
