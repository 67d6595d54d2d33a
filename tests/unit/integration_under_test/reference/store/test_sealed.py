"""A store of the reference behind a seal: who has the key reads it, and nobody else."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from integration_under_test.boundary import Storage
from integration_under_test.reference.store.kinds import open_storage
from integration_under_test.reference.store.seal import Unreadable
from integration_under_test.reference.store.sealed import KEY, KEY_FILE
from integration_under_test.reference.store.sqlite import SqliteStorage
from sim.host import MemoryStorage

NEW, OLD, OTHER = (
    b64encode(bytes((n * step + step) % 256 for n in range(32))).decode() for step in (3, 5, 7)
)
PATIENT, MRN = "Quirina Zebrowski", "MRN-7702913"
LETTER = {"patient": PATIENT, "mrn": MRN, "reason": None}


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY, raising=False)
    monkeypatch.delenv(KEY_FILE, raising=False)


def on(path: Path, work: Callable[[Any], Any]) -> Any:
    """What a transaction returns on the store that the environment asks for."""

    async def whole() -> Any:
        async with AsyncExitStack() as closing:
            storage = await open_storage(f"sqlite:{path}", MemoryStorage(), closing)
            async with storage.transaction() as tx:
                return work(tx)

    return asyncio.run(whole())


def put(tx: Any) -> None:
    tx.put("lease", "term", 1)
    tx.put("dead", "1", LETTER)
    tx.put("dead", "2", None)
    tx.put("dead", "gone", PATIENT)
    tx.delete("dead", "gone")
    assert tx.get("dead", "1") == LETTER  # its own writes too
    assert tx.get("dead", "gone") is None


def rows(tx: Any) -> Any:
    assert tx.get("dead", "nowhere") is None
    return tx.scan("dead")


def shows(path: Path) -> bool:
    left = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    assert left
    return PATIENT.encode() in left or MRN.encode() in left


def test_a_sealed_store_shows_no_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, NEW)
    on(tmp_path / "s", put)
    assert on(tmp_path / "s", rows) == [("1", LETTER)]
    assert not shows(tmp_path / "s")


def test_without_a_key_it_is_as_it_was(tmp_path: Path) -> None:
    on(tmp_path / "s", put)
    assert on(tmp_path / "s", rows) == [("1", LETTER)]
    assert shows(tmp_path / "s")


@pytest.mark.parametrize(("key", "word"), [("", "is sealed"), (OTHER, "the key")])
def test_whoever_has_not_the_key_is_told_so_at_the_start(
    key: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text(NEW)
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "key"))
    on(tmp_path / "s", put)
    monkeypatch.delenv(KEY_FILE)
    monkeypatch.setenv(KEY, key)
    with pytest.raises(ValueError, match=word) as refused:
        on(tmp_path / "s", rows)
    assert NEW not in str(refused.value)


def test_rows_that_nobody_sealed_are_not_taken_for_sealed_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(tmp_path / "s", put)
    monkeypatch.setenv(KEY, NEW)
    with pytest.raises(ValueError, match="nobody sealed"):
        on(tmp_path / "s", rows)


def test_an_older_key_beside_the_first_reads_what_it_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, OLD)
    on(tmp_path / "s", put)
    monkeypatch.setenv(KEY, f"{NEW} {OLD}")
    assert on(tmp_path / "s", rows) == [("1", LETTER)]


def test_a_row_in_the_place_of_another_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, NEW)
    on(tmp_path / "s", put)

    async def swapped() -> None:
        plain: Storage = SqliteStorage(tmp_path / "s")
        async with plain.transaction() as tx:
            tx.put("dead", "3", tx.get("dead", "1"))

    asyncio.run(swapped())
    with pytest.raises(Unreadable, match="place"):
        on(tmp_path / "s", rows)


@pytest.mark.parametrize("key", ["short", b64encode(b"x" * 31).decode(), "ü" * 64])
def test_what_is_no_key_is_refused_without_being_shown(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, key)
    with pytest.raises(ValueError, match="32 bytes") as refused:
        on(tmp_path / "s", rows)
    assert key not in str(refused.value)
