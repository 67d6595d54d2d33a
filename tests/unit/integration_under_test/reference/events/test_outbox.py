"""In which order a restart goes on with what waited."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from integration_under_test.reference.events.command import Command
from integration_under_test.reference.events.outbox import newest_first
from integration_under_test.reference.gateway.commands import VERSIONED
from integration_under_test.reference.mediation.canonical.suppliers import Supplier
from tests.unit.integration_under_test.reference.fakes import USAGE, command

SUPPLIER = "30000030"


def version(number: int, key: str = SUPPLIER, kind: str = "sync_party") -> Command:
    told = Supplier(key, "Acme", "12-3456789", "N30", True, number)
    return command(key, kind, told, row=f"{number}|{kind}/{key}")


def told(commands: list[Command]) -> list[tuple[str, str, int]]:
    return [(one.kind, one.key, getattr(one.document, "version", 0)) for one in commands]


def test_the_newest_version_of_a_document_goes_first() -> None:
    """One of them was there before the crash: an older one must not write over it."""
    ordered = newest_first([version(n) for n in (2, 3, 4)], VERSIONED)
    assert [one.document.version for one in ordered] == [4, 3, 2]


def test_all_else_keeps_its_place() -> None:
    mixed = [version(2), command("US-1"), version(3), version(2, kind="sync_supplier")]
    ordered = told(newest_first(mixed, VERSIONED))
    assert ordered == [*told([version(3), command("US-1"), version(2)]), *told(mixed[3:])]


def test_kinds_that_write_each_document_once_are_left_in_their_order() -> None:
    commands = [command("US-1", document=USAGE, row=row) for row in "ba"]
    assert newest_first(commands, VERSIONED) == commands


@given(st.lists(st.tuples(st.sampled_from(["A", "B"]), st.integers(1, 5))))
def test_the_same_commands_each_document_in_the_places_it_had(
    drawn: list[tuple[str, int]],
) -> None:
    commands = [version(number, key) for key, number in drawn]
    ordered = newest_first(commands, VERSIONED)
    assert [one.key for one in ordered] == [one.key for one in commands]
    for key in ("A", "B"):
        own = [one.document.version for one in ordered if one.key == key]
        assert own == sorted((number for name, number in drawn if name == key), reverse=True)
