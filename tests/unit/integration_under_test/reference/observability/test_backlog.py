"""A backlog is told in the words of those who run the flows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.observability.backlog import BACKLOGS, Backlog, backlog
from integration_under_test.reference.observability.slas import Waiting

NOW = datetime(2026, 4, 14, 12, tzinfo=UTC)


def one(kind: str, hours: float) -> Waiting:
    return Waiting(kind, "P09", "billing", "US-1", NOW - timedelta(hours=hours))


def test_what_waits_and_what_is_with_clerks_are_counted_together() -> None:
    waiting = [one("create_charge", 1), one("post_cost", 2)]
    found = backlog(waiting, [one("create_charge", 30)], NOW)
    assert found == {
        "usages_not_charged": Backlog(2, 1, 30.0),
        "usages_not_costed": Backlog(1, 0, 2.0),
    }


def test_every_line_counts_commands_that_exist_and_none_twice() -> None:
    kinds = [kind for line in BACKLOGS.values() for kind in line]
    assert set(kinds) <= set(COMMANDS)
    assert len(kinds) == len(set(kinds))
