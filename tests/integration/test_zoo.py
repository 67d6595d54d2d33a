"""Each mutant of the zoo is killed by the checker named for it, in the run that it names, and the
reference passes the same run; no checker within reach is idle; the published matrix says the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from integration_under_test.faulty import ZOO
from sim.checkers import CHECKERS
from sim.cli.zoo import caged, see
from sim.experiment.spec import RunSpec
from sim.experiment.zoo import OUT_OF_REACH, Line, Seen, idle_checkers
from sim.kill_matrix import kill_page

PAGE = Path("docs/kill-matrix.md")


@pytest.fixture(scope="module")
def line_of() -> Callable[[str], Line]:
    """A mutant's line of the matrix; a run that several share is made once."""
    runs: dict[str, Seen] = {}

    def seen(spec: RunSpec) -> Seen:
        command = spec.replay_command()
        if command not in runs:
            runs[command] = see(spec)
        return runs[command]

    @cache
    def line(name: str) -> Line:
        cage = caged(name)
        return Line(cage, seen(cage.shown), seen(cage.clean))

    return line


@pytest.mark.parametrize("name", ZOO)
def test_a_mutant_is_killed_by_the_checker_named_for_it(
    line_of: Callable[[str], Line], name: str
) -> None:
    line = line_of(name)
    assert line.clean.outcome == "pass", f"the reference: {line.clean.gaps} {line.clean.summaries}"
    assert line.is_killed, f"expected {line.caged.killed_by} to fail, got {line.seen.summaries}"


def test_no_checker_within_reach_is_idle(line_of: Callable[[str], Line]) -> None:
    assert idle_checkers([line_of(name) for name in ZOO], tuple(CHECKERS)) == ()


def test_what_is_out_of_reach_kills_nothing_and_is_a_checker(
    line_of: Callable[[str], Line],
) -> None:
    killers = {line_of(name).caged.killed_by for name in ZOO}
    assert set(OUT_OF_REACH) <= set(CHECKERS) - killers


def test_each_mutant_has_an_id_of_its_own(line_of: Callable[[str], Line]) -> None:
    ids = [line_of(name).caged.id for name in ZOO]
    assert len(ids) == len(set(ids))


def test_the_published_matrix_is_what_was_run(line_of: Callable[[str], Line]) -> None:
    written = kill_page([line_of(name) for name in ZOO], tuple(CHECKERS))
    assert PAGE.read_text("utf-8") == written, (
        "write it anew: testbed zoo --page docs/kill-matrix.md"
    )
