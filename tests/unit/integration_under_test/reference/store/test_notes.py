"""Notes survive their writer, all rows of a writing or none."""

from __future__ import annotations

from integration_under_test.reference.store.notes import Notes
from tests.unit.integration_under_test.reference.fakes import FakeHost


def test_rows_are_there_until_they_are_taken_out(host: FakeHost) -> None:
    host.clock.run(Notes(host.storage, "a").put({"2": [2], "1": "one"}))
    host.clock.run(Notes(host.storage, "b").put({"3": 3}))
    notes = Notes(host.storage, "a")
    assert list(host.clock.run(notes.all())) == [("1", "one"), ("2", [2])]
    host.clock.run(notes.delete("1"))
    host.clock.run(notes.delete("0"))
    assert list(host.clock.run(notes.all())) == [("2", [2])]
