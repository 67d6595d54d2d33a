"""The hospital that conformance tests host an integration in, and the places for its rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.clock import VirtualClock
from tests.conformance import places
from tests.conformance.hospital import Hospital
from tests.postgres import Schemas


@pytest.fixture
def hospital() -> Iterator[Hospital]:
    with VirtualClock() as clock:
        yield Hospital(clock)


@pytest.fixture(params=places.KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[places.Place]:
    if request.param == "postgres":
        database: Schemas = request.getfixturevalue("database")
        made = places.in_real_time(places.in_postgres(database.new_schema()))
    elif request.param == "sqlite":
        made = places.in_virtual_time(places.in_sqlite(tmp_path / "rows.sqlite"))
    else:
        made = places.in_virtual_time(places.in_memory())
    with made as place:
        yield place
