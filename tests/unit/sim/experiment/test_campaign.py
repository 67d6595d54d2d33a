"""Which run tells of a leg, and what may be said of a count of zero."""

from __future__ import annotations

from sim.cli.request import RunRequest, build_spec
from sim.experiment.campaign import GROUPS, Tried, groups, told_of


def test_the_first_group_that_proves_something_tells_of_a_leg() -> None:
    spec = build_spec(RunRequest("ordinary_day", "reference", 7))
    assert len({one.seed for one in groups(spec)}) == GROUPS
    first, second, third = [one.replay_command() for one in groups(spec)][:3]
    done: dict[str, Tried] = {}
    assert told_of(spec, done) is None
    done[first] = Tried(first, "unknown", (), 1, 1, 0.1, "", "")
    assert told_of(spec, done) == done[first]
    done[second] = Tried(second, "fail", ("loss: 1",), 1, 1, 0.1, "", "")
    done[third] = Tried(third, "pass", (), 1, 1, 0.1, "", "")
    assert told_of(spec, done) == done[second]
