"""What a campaign tried is kept line by line, and read back as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiment.campaign import Tried
from sim.experiment.campaign_file import keep, kept
from sim.results import ResultsError

ONE = Tried(
    replay="testbed run x --faults 'a,b'",
    outcome="fail",
    said=('loss: 2 of 3, "P04" among them', "too few"),
    rows=10,
    obligations=3,
    wall_s=0.5,
    history="0123456789ab",
    commit="abc1234",
)


def test_what_was_tried_is_read_back_by_its_command(tmp_path: Path) -> None:
    path = tmp_path / "campaign.csv"
    assert kept(path) == {}
    other = replace(ONE, replay="testbed run y", outcome="pass", said=())
    keep(ONE, path)
    keep(other, path)
    assert kept(path) == {ONE.replay: ONE, other.replay: other}


def test_of_a_run_that_was_repeated_the_later_line_counts(tmp_path: Path) -> None:
    path = tmp_path / "campaign.csv"
    mended = replace(ONE, outcome="pass", said=())
    keep(ONE, path)
    keep(mended, path)
    assert kept(path) == {ONE.replay: mended}


@pytest.mark.parametrize(
    ("spoiled", "place"),
    [
        ("testbed run z,pass,,many,3,0.5,,\n", "line 3"),
        ("testbed run z,pass\n", "line 3"),
    ],
)
def test_another_line_is_refused_with_the_place(tmp_path: Path, spoiled: str, place: str) -> None:
    path = tmp_path / "campaign.csv"
    keep(ONE, path)
    path.write_text(path.read_text() + spoiled)
    with pytest.raises(ResultsError, match=place):
        kept(path)


def test_another_file_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ResultsError, match="expected the columns replay, outcome"):
        kept(path)
