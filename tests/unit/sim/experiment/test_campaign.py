"""What a campaign keeps, goes on with, and may say of a count of zero."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiment.campaign import Tried, keep, kept, upper_bound
from sim.results import ResultsError

ONE = Tried("testbed run x", "fail", ("loss: 2",), ("too few",), 10, 3, 0.5)


def test_what_was_tried_is_read_back_by_its_command(tmp_path: Path) -> None:
    path = tmp_path / "campaign.jsonl"
    assert kept(path) == {}
    keep(ONE, path)
    assert kept(path) == {"testbed run x": ONE}


def test_another_file_is_refused_with_the_place(tmp_path: Path) -> None:
    path = tmp_path / "campaign.jsonl"
    keep(ONE, path)
    path.write_text(path.read_text() + '{"outcome": "pass"}\n')
    with pytest.raises(ResultsError, match="line 2"):
        kept(path)


def test_the_bound_on_a_zero_is_that_of_three() -> None:
    """Hanley and Lippman-Hand 1983: about 3 / n, here exactly."""
    assert upper_bound(200) == pytest.approx(3 / 200, rel=0.02)
    assert (1 - upper_bound(59)) ** 59 == pytest.approx(0.05)
    assert upper_bound(0) == 1.0
