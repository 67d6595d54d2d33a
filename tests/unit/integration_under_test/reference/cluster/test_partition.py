"""What a worker has to itself."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from integration_under_test.reference.cluster.partition import GROUP, KEYED, partition_of
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.settings import DOMAIN, FACILITY, KEY, WAYS


@dataclass
class Line:
    site: str = ""


@dataclass
class Paper:
    facility: str = ""
    lines: tuple[Line, ...] = field(default_factory=tuple)


def charge(key: str, document: object = None, sequence: str = "") -> Command:
    return Command(f"row|{key}", "create_charge", key, document, "c", "2026-04-14", sequence)


def kind_of(command: Command) -> CommandKind:
    kind = COMMANDS[command.kind]
    assert isinstance(kind, CommandKind)
    return kind


def partition(command: Command, by: str) -> str:
    return partition_of(command, kind_of(command), by)


def test_commands_of_one_order_key_share_a_partition_in_every_way() -> None:
    first, second = charge("US-1", Paper("H1"), "US-1"), charge("US-1b", Paper("H1"), "US-1")
    for by in WAYS:
        assert partition(first, by) == partition(second, by)


def test_keys_spread_over_all_partitions() -> None:
    found = {partition(charge(f"US-{number}"), KEY) for number in range(2000)}
    assert len(found) == KEYED


def test_a_key_keeps_its_partition_from_one_start_to_the_next() -> None:
    """A digest, and no hash() that is seeded anew in each process."""
    assert partition(charge("US-1"), KEY) == "52"


def test_a_domain_is_the_system_that_it_goes_to() -> None:
    assert partition(charge("US-1"), DOMAIN) == "billing"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (Paper("H1", (Line("H2"),)), "H1"),
        (Paper("", (Line(), Line("H2"))), "H2"),
        (Paper(), GROUP),
        (None, GROUP),
    ],
)
def test_a_facility_is_that_of_the_document_or_of_its_lines(
    document: object, expected: str
) -> None:
    assert partition(charge("US-1", document), FACILITY) == expected
