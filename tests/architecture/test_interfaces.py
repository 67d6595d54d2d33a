"""No two interfaces of the reference integration do the same.

Two do the same when kind, direction, system, operation and canonical object are all equal. Versions
of one service are one interface.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from integration_under_test.reference.interfaces import Interface, interfaces
from tests.architecture.sources import Violation, assert_none

TABLES = "integration_under_test/reference/interfaces.py"
APART = {
    frozenset({"import_journals", "import_site_journals"}): (
        "a site's journals are written in its own chart of accounts, which is translated"
    ),
}
"""Interfaces that look the same, with what tells them apart."""


def doing_the_same(rows: Iterable[Interface]) -> Iterator[Violation]:
    """The second of each two interfaces that do the same."""
    first: dict[tuple[str, ...], str] = {}
    for row in rows:
        does = (row.kind, row.direction, row.system, row.operation, row.document)
        name = row.id.partition("@")[0]
        other = first.setdefault(does, name)
        if name != other and frozenset({name, other}) not in APART:
            rule = f"{row.kind} {row.id} does the same as {other}: {' '.join(does[1:])}"
            yield Violation(TABLES, 1, rule, "use the one that is there, or give it a new version")


def test_no_two_interfaces_do_the_same() -> None:
    assert_none(doing_the_same(interfaces()))


def test_each_interface_has_a_name_an_owner_and_a_flow() -> None:
    rows = interfaces()
    assert len({(row.kind, row.id) for row in rows}) == len(rows)
    assert [row.id for row in rows if not (row.owner and row.flow and row.system)] == []


def test_a_second_interface_for_the_same_is_found() -> None:
    rows = {row.id: row for row in interfaces()}
    names = {"find_price@1": "quote@1", "create_charge": "charge_again"}
    twins = [replace(rows[name], id=again) for name, again in names.items()]
    found = list(doing_the_same([*rows.values(), *twins]))
    assert [violation.rule.split(" does")[0] for violation in found] == [
        "service quote@1",
        "command charge_again",
    ]


def test_a_new_version_is_no_second_interface() -> None:
    rows = {row.id: row for row in interfaces()}
    newer = replace(rows["find_price@1"], id="find_price@2", version="2")
    assert_none(doing_the_same([*rows.values(), newer]))


def test_what_is_told_apart_still_looks_the_same() -> None:
    rows = {row.id: row for row in interfaces()}
    for pair in APART:
        one, other = (rows[name] for name in sorted(pair))
        assert replace(one, id="", flow="", owner="") == replace(other, id="", flow="", owner="")
