"""What is stored can be read by who has the key, and by nobody else."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64encode
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from integration_under_test.boundary import StorageUnavailable
from integration_under_test.service.journal import Journal, plain
from integration_under_test.service.protection.sealed_file import SealedFile
from integration_under_test.service.protection.sealing import Seal, read_keys
from integration_under_test.service.storage import FileStorage
from tests.unit.integration_under_test.service.fakes import run

NEW, OLD, OTHER = (bytes((i * n + n) % 256 for i in range(32)) for n in (7, 11, 13))
PATIENT, MRN = "Quirina Zebrowski", "MRN-7702913"
LETTER = {"event": {"patient": PATIENT, "mrn": MRN}, "reason": f"no such patient {MRN}"}


def sealed(*keys: bytes) -> SealedFile:
    return SealedFile(Seal(keys))


def on(path: Path, opening: Any, work: Callable[[FileStorage], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        storage = FileStorage(str(path), opening)
        try:
            return await work(storage)
        finally:
            await storage.close()

    return run(whole())


async def put(storage: FileStorage) -> None:
    async with storage.transaction() as tx:
        tx.put("dead", f"letter/{MRN}", LETTER)
        tx.put("audit", "1", [PATIENT])
        tx.put("audit", "gone", PATIENT)
    async with storage.transaction() as tx:
        tx.delete("audit", "gone")


async def rows(storage: FileStorage) -> list[Any]:
    async with storage.transaction() as tx:
        return [*tx.scan("dead"), *tx.scan("audit")]


ROWS = [(f"letter/{MRN}", LETTER), ("1", [PATIENT])]


def on_disk(path: Path) -> bytes:
    """All that stands in the file and what SQLite keeps beside it."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))


def shows(path: Path) -> bool:
    content = on_disk(path)
    assert len(content) > 4096
    return any(word.encode() in content for word in (PATIENT, PATIENT.split(maxsplit=1)[0], MRN))


def test_a_sealed_file_shows_neither_values_nor_keys(tmp_path: Path) -> None:
    path = tmp_path / "s"

    async def work(storage: FileStorage) -> None:
        await put(storage)
        assert not shows(path)  # while it is open too: the log of what is written

    on(path, sealed(NEW), work)
    assert not shows(path)
    assert on(path, sealed(NEW), rows) == ROWS


def test_without_a_seal_they_could_be_read() -> None:
    """Or the test above would show nothing."""

    def plain_file(path: Path) -> bool:
        on(path, plain, put)
        return shows(path)

    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        assert plain_file(Path(folder) / "s")


def test_a_file_that_was_not_sealed_is_from_now_on_and_nothing_of_it_is_left(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s"
    on(path, plain, put)
    assert on(path, sealed(NEW), rows) == ROWS
    assert not shows(path)


@pytest.mark.parametrize("opening", [sealed(OTHER), plain], ids=["another key", "none"])
def test_whoever_has_not_the_key_is_told_so_at_the_start(tmp_path: Path, opening: Any) -> None:
    on(tmp_path / "s", sealed(NEW), put)
    before = on_disk(tmp_path / "s")
    with pytest.raises(StorageUnavailable, match="key") as refused:
        FileStorage(str(tmp_path / "s"), opening)
    for key in (NEW, OTHER):
        assert key.hex() not in str(refused.value)
        assert b64encode(key).decode() not in str(refused.value)
    assert on_disk(tmp_path / "s") == before
    assert on(tmp_path / "s", sealed(NEW), rows) == ROWS


def test_keys_follow_one_another(tmp_path: Path) -> None:
    path = tmp_path / "s"
    on(path, sealed(OLD), put)
    assert on(path, sealed(NEW, OLD), rows) == ROWS
    # After one start with both the old one is good for nothing.
    assert on(path, sealed(NEW), rows) == ROWS
    with pytest.raises(StorageUnavailable, match="key"):
        FileStorage(str(path), sealed(OLD))


def _edit(path: Path, statement: str, *values: Any) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, values)
    connection.close()


def test_a_row_that_was_changed_is_noticed(tmp_path: Path) -> None:
    on(tmp_path / "s", sealed(NEW), put)
    _edit(
        tmp_path / "s", "UPDATE rows SET value = substr(value, 1, length(value) - 8) || 'AAAAAAA='"
    )
    with pytest.raises(StorageUnavailable, match="changed"):
        FileStorage(str(tmp_path / "s"), sealed(NEW))


def test_a_row_in_the_place_of_another_is_noticed(tmp_path: Path) -> None:
    on(tmp_path / "s", sealed(NEW), put)
    swap = "UPDATE rows SET value = (SELECT value FROM rows WHERE tbl = 'audit') WHERE tbl = 'dead'"
    _edit(tmp_path / "s", swap)
    with pytest.raises(StorageUnavailable, match="place"):
        FileStorage(str(tmp_path / "s"), sealed(NEW))


def test_a_row_that_nobody_sealed_is_noticed(tmp_path: Path) -> None:
    on(tmp_path / "s", sealed(NEW), put)
    _edit(tmp_path / "s", "INSERT INTO rows VALUES ('audit', 'x', ?)", json.dumps("forged"))
    with pytest.raises(StorageUnavailable, match="nobody sealed"):
        FileStorage(str(tmp_path / "s"), sealed(NEW))


def test_the_same_text_twice_looks_different(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path / "s"), sealed(NEW))
    journal.land({("t", "a"): '"x"', ("t", "b"): '"x"'})
    journal.close()
    connection = sqlite3.connect(tmp_path / "s")
    values = {value for (value,) in connection.execute("SELECT value FROM rows")}
    connection.close()
    assert len(values) == 2


def test_odd_keys_and_values_come_back_as_they_were(tmp_path: Path) -> None:
    odd = {("t", ""): '""', ("t", "1:a"): "null", ("", "ü\x00:"): '"\\u0000é"', ("t", "a"): "[1]"}
    journal = Journal(str(tmp_path / "s"), sealed(NEW))
    journal.land(odd)
    journal.land({("t", "a"): None})
    journal.close()
    journal = Journal(str(tmp_path / "s"), sealed(NEW))
    assert journal.load() == {"t": {"": '""', "1:a": "null"}, "": {"ü\x00:": '"\\u0000é"'}}
    journal.close()


def test_keys_are_read_in_base64_and_hexadecimal() -> None:
    text = f"{b64encode(NEW).decode()}\n  {OLD.hex()}\n"
    assert read_keys(text) == (NEW, OLD)


@pytest.mark.parametrize(
    "text", ["", "  \n", "c2hvcnQ=", "password", b64encode(b"0" * 32).decode(), "z" * 64]
)
def test_what_is_no_key_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(ValueError, match="expected a key") as refused:
        read_keys(text)
    assert not text.strip() or text not in str(refused.value)
