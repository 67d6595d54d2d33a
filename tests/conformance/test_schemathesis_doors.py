"""Schemathesis against the documents beside those of the systems: identity provider, admin API."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from mock_systems.identity import build_app
from sim.live.serving.group import Seeding
from sim.live.serving.server import Serving, served
from tests.conformance.surface import Effort, assert_sound, tried
from tests.unit.mock_systems.identity.hospital import REDIRECT, Hospital

FEW = Effort(coverage=False, examples=3, refusals=("400",))
WHOLE = Effort(coverage=True, examples=25, refusals=("400",))
TOKEN = "s3cret"
PATIENCE_S = 60.0
KNOWN: dict[str, list[Any]] = {
    "plan": ["none", "F10@harsh", "F46@0-1@integration>erp", "F22", "rough_day", "F99"],
    "id": ["S1", "S2"],
    "number": [1, 2],
    "url": ["http://127.0.0.1:9/in", "http://169.254.169.254/"],
}


@pytest.fixture(scope="module")
def admin() -> Iterator[str]:
    """The URL of the admin API of a server in a thread of its own."""
    url: Future[str] = Future()
    ended = threading.Event()

    asked = Serving(Seeding(1, 0.005, ("erp",)), port=0, admin_token=TOKEN)

    async def serve() -> None:
        try:
            async with served(asked) as under_way:
                url.set_result(under_way.url)
                await asyncio.to_thread(ended.wait)
        except BaseException as error:
            if not url.done():
                url.set_exception(error)
            raise

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        yield f"{url.result(timeout=PATIENCE_S)}/admin"
    finally:
        ended.set()
        thread.join(timeout=PATIENCE_S)


@pytest.mark.parametrize(
    "effort", [FEW, pytest.param(WHOLE, marks=pytest.mark.slow)], ids=["few", "whole"]
)
def test_the_admin_api_answers_as_its_document_says(admin: str, effort: Effort) -> None:
    tally = tried(f"{admin}/openapi.json", effort, KNOWN, {"HTTPBearer": {"bearer": TOKEN}})
    assert_sound(tally, 16)
    assert {200, 201, 204, 404, 422} <= set(tally.statuses)


@pytest.mark.parametrize(
    "effort", [FEW, pytest.param(WHOLE, marks=pytest.mark.slow)], ids=["few", "whole"]
)
def test_the_identity_provider_answers_as_its_document_says(effort: Effort) -> None:
    hospital = Hospital()
    known: dict[str, list[Any]] = {name: [value] for name, value in hospital.request().items()}
    known |= {"client_id": ["portal"], "redirect_uri": [REDIRECT]}
    assert_sound(tried(build_app(hospital.provider), effort, known), 5)
