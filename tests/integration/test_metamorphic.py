"""Metamorphic relations over whole runs: what must not change the books does not, and what breaks
an integration shows."""

from __future__ import annotations

from functools import cache, partial

import pytest
from typer.testing import CliRunner

from sim.cli import RunRequest, app, build_spec, new_integration
from sim.cli.metamorph import read_relations
from sim.experiment.metamorphic import RELATIONS, Plain, Strength, Trial, plain_run, try_relations
from sim.plugins import UnknownName

SCALE = 0.003
FEW = Strength(crashes=1)


@cache
def plain(integration: str, parties: tuple[str, ...] = ()) -> Plain:
    asked = RunRequest("ordinary_day", integration, 1, SCALE, parties=parties)
    return plain_run(build_spec(asked), partial(new_integration, integration))


def tried(integration: str, relation: str, parties: tuple[str, ...] = ()) -> list[Trial]:
    build = partial(new_integration, integration)
    return list(try_relations(plain(integration, parties), build, [relation], FEW))


@pytest.mark.parametrize("relation", RELATIONS)
def test_the_reference_ends_with_the_same_books(relation: str) -> None:
    trials = tried("reference", relation)
    assert [trial.differences for trial in trials] == [()] * len(trials)
    assert {trial.outcome for trial in trials} == {"pass"}
    assert len(trials) == 1


def test_messages_of_an_ehr_may_be_taken_apart() -> None:
    (trial,) = tried("reference", "split", ("ehr",))
    assert "sim.experiment.split_messages:SplitEhr" in trial.spec.all_parties
    assert trial.same


def test_an_integration_without_memory_books_twice_what_it_is_told_twice() -> None:
    (trial,) = tried("point_to_point", "duplicate")
    assert not trial.same
    assert all(difference.startswith("beside ") for difference in trial.differences)


def test_what_is_told_later_is_late_and_no_other_book() -> None:
    build = partial(new_integration, "reference")
    (trial,) = try_relations(plain("reference"), build, ["delay"], Strength(hold_s=7200.0))
    assert (trial.same, trial.later > 0) == (True, True)


def test_an_unknown_relation_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="duplicate"):
        read_relations("duplicates")
    assert read_relations("all") == tuple(RELATIONS)


def test_the_command_shows_who_reads_no_further_than_the_first_page() -> None:
    words = ["metamorph", "ordinary_day", "--integration", "template", "--scale", str(SCALE)]
    shown = CliRunner().invoke(app, [*words, "--relation", "delay,split"])
    assert shown.exit_code == 1, shown.output
    told = [line.split()[:2] for line in shown.output.splitlines() if not line.startswith(" ")]
    assert told[1] == ["delay", "same"]
    assert told[2][0] == "split"
    assert "missing billing billing.charge" in shown.output
