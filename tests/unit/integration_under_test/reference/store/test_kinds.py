"""The setting `store` names one of three places, and tells no secret."""

from __future__ import annotations

import sys
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from integration_under_test.reference import Reference
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.kinds import open_storage
from integration_under_test.reference.store.sqlite import SqliteStorage
from tests.unit.integration_under_test.reference.fakes import FakeHost, usage_event


@pytest.mark.parametrize("name", ["", "sqlite:rows.sqlite", "postgresql://me@here/rows"])
def test_a_store_is_named_in_one_of_three_ways(name: str) -> None:
    assert Settings.read({"store": name}).store == name


@pytest.mark.parametrize("name", ["sqlite:", "mysql://here", "rows.sqlite", 1, None, True])
def test_anything_else_is_refused_with_what_is_expected(name: object) -> None:
    with pytest.raises(ValueError, match=r"store: expected .*sqlite:PATH.*postgresql://"):
        Settings.read({"store": name})


def test_a_password_has_no_place_in_settings() -> None:
    with pytest.raises(ValueError, match="PGPASSFILE") as refused:
        Settings.read({"store": "postgresql://me:hidden@here/rows"})
    assert "hidden" not in str(refused.value)


def test_without_a_name_the_host_keeps_the_rows(host: FakeHost) -> None:
    found = host.clock.run(open_storage("", host.storage, AsyncExitStack()))
    assert found is host.storage


def test_the_store_is_closed_with_the_integration_and_read_by_the_next(
    host: FakeHost, tmp_path: Path
) -> None:
    path = tmp_path / "rows.sqlite"
    first = Reference()
    host.clock.run(first.start(host.ports(store=f"sqlite:{path}")))
    host.clock.run(first.on_event(usage_event()))
    host.clock.run(first.stop())
    assert host.storage.commits == 0
    assert [one.name for one in tmp_path.iterdir()] == [path.name], "a closed file has no log"

    async def outbox() -> int:
        storage = SqliteStorage(path)
        async with storage.transaction() as tx:
            waiting = len(tx.scan("outbox"))
        await storage.close()
        return waiting

    assert host.clock.run(outbox()) == 2


def test_a_missing_driver_says_what_to_install(
    host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "integration_under_test.reference.store.postgres", None)
    opening = open_storage("postgresql://me@here/rows", host.storage, AsyncExitStack())
    with pytest.raises(ValueError, match=r"pip install .*\[postgres\]"):
        host.clock.run(opening)
