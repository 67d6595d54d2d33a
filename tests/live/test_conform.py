"""`testbed conform`: sound integrations pass each step, broken ones fail the right ones."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router
from typer.testing import CliRunner

from sim.cli import app
from sim.cli.conform import exit_code
from sim.cli.live import started_by
from sim.live.conform.bench import Candidate
from sim.live.conform.course import STEPS, conform
from sim.live.conform.step import Finding
from sim.live.credentials import ENVIRONMENT, TEST
from sim.live.guard import Demands
from sim.live.program import Program
from sim.live.server import serving

README = Path(__file__).parents[2] / "integration_under_test" / "README.md"
PATIENCE_S = 200.0
SOUND: Mapping[str, Mapping[str, Any]] = {
    "reference": {"settle_s": 2.0},
    "template": {},
    "nodejs": {"settle_s": 2},
}
"""With less time to wait until a look that finds nothing is believed."""
CARELESS = "retries_without_key"
Findings = Mapping[str, Finding]


def door(method: str, path: str, told: object) -> Route:
    async def answer(_: Request) -> Response:
        return JSONResponse(told)

    return Route(path, answer, methods=[method])


def nodder(types: Sequence[str] = ("inventory.usage.recorded",)) -> Router:
    """Answers 200 to everything, and does nothing."""
    wanted = {"subscriptions": [{"system": "inventory", "types": types}]}
    return Router(
        [
            door("GET", "/health", {"started": False}),
            door("GET", "/subscriptions", wanted),
            door("POST", "/{path:path}", {}),
        ]
    )


async def asked(candidate: Candidate) -> Findings:
    return {finding.step.name: finding async for finding in conform(candidate)}


async def asked_of_ours(name: str, settings: Mapping[str, Any], folder: Path) -> Findings:
    state = {"STATE_DIR": str(folder / "state"), "PORT": "0", ENVIRONMENT: TEST}
    async with Program(started_by(name, folder), state) as program:
        told: dict[str, Any] = {"settings": settings, "demands": Demands(tokens=True)}
        return await asked(Candidate(program.url, name, program, **told))


async def asked_of_nodder(types: Sequence[str]) -> Findings:
    async with serving(nodder(types), "127.0.0.1", 0) as url:
        return await asked(Candidate(url, "nodder", patience_s=1.0))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Findings]:
    """All at the same time: they mostly wait."""
    room = tmp_path_factory.mktemp("conform")
    ours = {**SOUND, CARELESS: SOUND["reference"]}
    for name in ours:
        (room / name).mkdir()

    async def whole() -> list[Findings]:
        work = [asked_of_ours(name, told, room / name) for name, told in ours.items()]
        async with asyncio.timeout(PATIENCE_S):
            return await asyncio.gather(*work, asked_of_nodder(["inventory.usage.recorded"]))

    return dict(zip((*ours, "nodder"), asyncio.run(whole()), strict=True))


def outcomes(findings: Findings, outcome: str) -> dict[str, str]:
    return {name: one.words for name, one in findings.items() if one.outcome == outcome}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_integration_passes_every_step(found: Mapping[str, Findings], name: str) -> None:
    assert not outcomes(found[name], "failed")
    assert not outcomes(found[name], "not tried")
    assert set(outcomes(found[name], "left out")) <= {"push back"}
    assert exit_code(list(found[name].values())) == 0


def test_who_answers_200_to_everything_fails_where_it_should(
    found: Mapping[str, Findings],
) -> None:
    failed = outcomes(found["nodder"], "failed")
    assert set(failed) == {"before its start", "event", "malformed", "doors"}
    assert failed["event"].startswith("expected an effect of inventory.usage.recorded")
    assert set(outcomes(found["nodder"], "not tried")) > {"copies", "kill -9", "correlation"}
    assert exit_code(list(found["nodder"].values())) == 1


def test_who_sends_again_without_a_look_is_told_so(found: Mapping[str, Findings]) -> None:
    failed = outcomes(found[CARELESS], "failed")
    assert {"broken connection", "server error"} <= set(failed)
    assert "2 times" in failed["broken connection"]


def test_a_misspelt_event_is_named_with_the_nearest_one() -> None:
    findings = asyncio.run(asked_of_nodder(["inventory.usage.record"]))
    words = findings["subscriptions"].expected
    assert "did you mean 'inventory.usage.recorded'?" in words
    assert findings["start"].outcome == "not tried"


def test_every_step_names_a_section_of_the_page_and_steps_before_it() -> None:
    headings = {
        line.lstrip("#").strip() for line in README.read_text().splitlines() if line[:1] == "#"
    }
    seen: set[str] = set()
    for step in STEPS:
        assert step.section in headings
        assert set(step.needs) <= seen
        seen.add(step.name)


def test_the_command_says_who_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.live.doors.UP_WITHIN_S", 0.3)
    done = CliRunner().invoke(app, ["conform", "http://127.0.0.1:9", "--json"])
    assert done.exit_code == 1
    first = json.loads(done.stdout.splitlines()[0])
    assert (first["step"], first["outcome"], first["section"]) == (
        "health",
        "failed",
        "What you serve",
    )
