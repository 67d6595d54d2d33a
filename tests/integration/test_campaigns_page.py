"""The page of campaigns is written from the results that are kept beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.campaigns import page_of
from sim.plugins import UnknownName
from sim.results import ResultsError

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_tells_what_the_results_say() -> None:
    assert page_of(DOCS / "campaigns", "reference") == (DOCS / "campaigns.md").read_text(), (
        "write it anew: testbed campaigns docs/campaigns --page docs/campaigns.md"
    )


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=r"expected SUITE\.csv"):
        page_of(tmp_path, "reference")


def test_a_file_of_no_suite_is_refused_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "turn.csv").write_text("")
    with pytest.raises(UnknownName, match="turns"):
        page_of(tmp_path, "reference")
