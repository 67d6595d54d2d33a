"""Determinism: the same specification gives the same History, wherever and however it is run."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response

from mock_systems.service import System
from mock_systems.service.http_app import build_app
from sim.cable import arms
from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.run import record
from sim.history.reading import History

SCENARIO, PLAN, SCALE = "ordinary_day", "rough_day", 0.01

PROGRAM = f"""
from sim.cli import RunRequest, build_spec, new_integration
from sim.experiment.run import record
spec = build_spec(RunRequest({SCENARIO!r}, "reference", 5, {SCALE}, {PLAN!r}))
print(record(spec, new_integration("reference"), None)[0].history_hash)
"""


def history_hash(seed: int = 5, arm: str = "direct", integration: str = "reference") -> str:
    spec = build_spec(RunRequest(SCENARIO, integration, seed, SCALE, PLAN, arm))
    return record(spec, new_integration(integration), None)[0].history_hash


@pytest.fixture(scope="module")
def here() -> str:
    return history_hash()


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "4242"},
        # Without fused multiply-add, lognormal draws differ in the last bit before quantisation.
        {"PYTHONHASHSEED": "1", "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2_Usable,-FMA4"},
    ],
    ids=lambda e: ",".join(e.values())[:24],
)
def test_another_process_gives_the_same_hash(here: str, environment: dict[str, str]) -> None:
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert process.stdout.strip() == here, process.stderr[-2000:]


def test_direct_and_asgi_give_the_same_hash(here: str) -> None:
    assert history_hash(arm="asgi") == here


def test_asgi_with_a_middleware_gives_the_same_hash(
    here: str, monkeypatch: pytest.MonkeyPatch
) -> None:

    class Passing(BaseHTTPMiddleware):
        async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
            return await call_next(request)

    def with_middleware(system: System) -> FastAPI:
        app = build_app(system)
        app.add_middleware(Passing)
        return app

    monkeypatch.setattr(arms, "build_app", with_middleware)
    assert history_hash(arm="asgi") == here


def test_another_seed_gives_another_hash(here: str) -> None:
    assert history_hash(seed=6) != here


def arrivals(integration: str) -> list[tuple[int, str, str]]:
    """When which patient came to which hospital: what no integration can change."""
    spec = build_spec(RunRequest(SCENARIO, integration, 5, SCALE, PLAN))
    _, writer = record(spec, new_integration(integration), None)
    effects = History.from_writer(writer).effects
    came = effects[effects["f"] == "billing.encounter"].astype({"effect_key": str, "facility": str})
    return list(zip(came["t_us"], came["effect_key"], came["facility"], strict=True))


def test_another_integration_meets_the_same_world(here: str) -> None:
    assert history_hash(integration="template") != here
    assert arrivals("template") == arrivals("reference") != []
