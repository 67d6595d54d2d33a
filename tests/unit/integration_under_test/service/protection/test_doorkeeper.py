"""Where there is a token for whoever steers a service, nobody else does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from integration_under_test.boundary import Document
from integration_under_test.service.protection.environment import PRODUCTION, Setting
from sim.live.doors import ADMIN_TOKEN_FILE, Doors
from sim.live.live_run import secret_of
from tests.unit.integration_under_test.service.fakes import run
from tests.unit.integration_under_test.service.protection.sockets import listening
from tests.unit.integration_under_test.service.served import EVENT, START

pytestmark = pytest.mark.live

TOKEN = "t0ken-of-whoever-steers-this"
STEERING = ("/start", "/clock", "/documents", "/resolutions", "/stop")


@pytest.mark.parametrize(
    "value",
    ["", "Bearer", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer ü"],
)
def test_without_the_token_nobody_steers(value: str) -> None:
    async def work() -> None:
        async with listening(Setting(admin_token=TOKEN)) as service:
            for path in STEERING:
                more = {"Authorization": value} if value else {}
                answer = await service.post(path, b"{}", **more)
                assert answer.status == 401, path
                assert answer.problem["status"] == 401
                assert "www-authenticate: bearer" in answer.head.lower()
                assert TOKEN not in answer.body.decode()
            assert service.host.life is None

    run(work())


def test_with_the_token_it_is_steered_and_all_else_needs_none() -> None:
    async def work() -> None:
        async with listening(Setting(admin_token=TOKEN)) as service:
            mine = {"Authorization": f"Bearer {TOKEN}"}
            start = await service.post("/start", json.dumps(START).encode(), **mine)
            assert start.status in (200, 204)
            assert (await service.post("/events", json.dumps(EVENT).encode())).status == 204
            asked = await service.send(b"GET /health HTTP/1.1\r\nConnection: close\r\n\r\n")
            assert asked.status == 200
            clock = json.dumps(START["clock"]).encode()
            assert (await service.post("/clock", clock, **mine)).status == 204

    run(work())


def test_a_testbed_that_has_the_token_steers_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    monkeypatch.setenv(ADMIN_TOKEN_FILE, str(tmp_path / "token"))

    async def work() -> None:
        document = Document("d", "SUP", "text/plain", b"x")
        async with (
            listening(Setting(admin_token=TOKEN)) as service,
            Doors(f"http://127.0.0.1:{service.port}", secret_of(1)) as doors,
        ):
            assert (await doors.start(START)).accepted
            assert (await doors.document(document)).accepted
            assert (await doors.stop()).accepted

    run(work())


def test_production_refuses_a_tests_start_and_nothing_lives() -> None:
    async def work() -> None:
        async with listening(Setting(PRODUCTION)) as service:
            answer = await service.post("/start", json.dumps(START).encode())
            assert answer.status == 400
            assert "identity" in answer.problem["detail"]
            assert service.host.life is None

    run(work())
