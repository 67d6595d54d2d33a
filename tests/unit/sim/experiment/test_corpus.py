"""A corpus keeps what failed, reads it back, and refuses what is no entry."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiment.corpus import Entry, entries, keep
from sim.experiment.trial import Told, Trial
from sim.results import ResultsError

TRIAL = Trial("ordinary_day", "reference", 3, 0.001, ("F04@harsh",), days=1, parties=("bank",))
ENTRY = Entry(TRIAL, "fail", ("loss",), "hunt", ("it was lost",))


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    path = keep(ENTRY, tmp_path / "corpus")
    assert list(entries(tmp_path / "corpus")) == [(path, ENTRY)]


def test_an_expected_failure_holds_by_its_own_checker_only() -> None:
    assert ENTRY.holds(Told(TRIAL, "fail", (("loss", ""), ("variance", ""))))
    assert not ENTRY.holds(Told(TRIAL, "fail", (("variance", ""),)))
    assert not ENTRY.holds(Told(TRIAL, "pass"))


def test_what_was_mended_holds_only_by_a_pass() -> None:
    mended = replace(ENTRY, expected="pass")
    assert mended.holds(Told(TRIAL, "pass"))
    assert not mended.holds(Told(TRIAL, "unknown"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"expected": "maybe"}, "pass or fail"),
        ({"more": 1}, "fields"),
        ({"trial": {"scenario": "x", "colour": "red"}}, "colour"),
    ],
)
def test_a_file_that_is_no_entry_is_refused_by_name(
    tmp_path: Path, change: dict[str, object], says: str
) -> None:
    path = keep(ENTRY, tmp_path)
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(ResultsError, match=f"{path.name}.*{says}"):
        list(entries(tmp_path))
