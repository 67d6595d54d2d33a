"""Stored load tests, and their page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.report.load_figures import figures
from sim.report.load_page import render
from sim.results import LoadTest, RunDamaged, RunNotFound, load_test
from sim.results.run import Run

HEAD = "n,system,operation,key,at_s,intended_s,sent_s,finished_s,status,outcome,expected"
SUMMARY = {
    "valid": False,
    "on_time_share": 0.5,
    "censored": 1,
    "most_in_flight": 2,
    "workers": 2,
}
LINES = {
    0: ["0,erp,post_journal,k,0,0.0,0.0,0.010,201,answered,201"],
    1: [
        "1,erp,post_journal,k,3600,1.0,1.5,1.510,201,answered,201",
        "2,inventory,record_usage,l,7200,2.0,2.0,9.0,0,censored,201",
        "3,inventory,record_usage,l,10800,3.0,,,0,unsent,201",
    ],
}


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    folder = tmp_path / "run" / "load"
    folder.mkdir(parents=True)
    (folder / "summary.json").write_text(json.dumps(SUMMARY))
    for worker, lines in LINES.items():
        (folder / f"part-{worker:04d}.csv").write_text("\n".join([HEAD, *lines]) + "\n")
    return tmp_path / "run"


def test_the_parts_of_all_workers_are_one_test(stored: Path) -> None:
    test = load_test(stored)
    assert list(test.requests["n"]) == [0, 1, 2, 3]
    assert not test.is_valid
    assert test.folder == load_test(stored / "load").folder


def test_waits_count_from_the_intended_moment(stored: Path) -> None:
    second = load_test(stored).requests.iloc[1]
    assert second["waited_s"] == pytest.approx(0.51)
    assert second["took_s"] == pytest.approx(0.01)
    assert second["late_s"] == pytest.approx(0.5)


def test_rates_count_what_was_due_left_and_was_answered(stored: Path) -> None:
    rates = load_test(stored).rates(1.0)
    assert list(rates["offered_per_s"][:4]) == [1, 1, 1, 1]
    assert list(rates["sent_per_s"][:4]) == [1, 1, 1, 0]
    assert rates["answered_per_s"].sum() == 2


def test_paces_are_those_between_the_first_and_the_last(stored: Path) -> None:
    test = load_test(stored)
    assert test.offered_per_s == pytest.approx(1.0)
    assert test.achieved_per_s == pytest.approx(1.0)


def test_operations_tell_their_outcomes(stored: Path) -> None:
    by_name = load_test(stored).by_operation().set_index("operation")
    assert by_name.loc["inventory.record_usage", "censored"] == 1
    assert by_name.loc["inventory.record_usage", "unsent"] == 1
    assert by_name.loc["erp.post_journal", "answered"] == 2


def test_a_folder_without_a_load_test_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunNotFound, match="testbed load"):
        load_test(tmp_path)


def test_a_damaged_one_is_named(stored: Path) -> None:
    (stored / "load" / "part-0000.csv").write_text("n,what\n1,2\n")
    with pytest.raises(RunDamaged, match="cannot be read"):
        load_test(stored)


def page_of(test: LoadTest, folder: Path) -> str:
    manifest = {"scenario": "month_end", "integration": "reference", "seed": 1, "speed": 3600.0}
    replay = {"replay": "testbed live month_end --integration reference"}
    finding = {"checker": "loss", "outcome": "fail", "summary": "one <b>lost</b>"}
    verdict = {"outcome": "fail", "gaps": ["a gap"], "findings": [finding]}
    (folder / "run.json").write_text(json.dumps({**manifest, **replay}))
    (folder / "verdict.json").write_text(json.dumps(verdict))
    return render(Run(folder), test)


def test_the_page_joins_the_verdict_with_the_figures(stored: Path) -> None:
    page = page_of(load_test(stored), stored)
    assert "FAIL" in page
    assert "a gap" in page
    assert "one &lt;b&gt;lost&lt;/b&gt;" in page
    assert "is invalid" in page
    assert "testbed load month_end" in page
    assert page.count("<svg") == 3
    assert "≥" in page, "what was censored bounds the quantile from below only"


def test_a_test_in_which_nothing_left_has_no_figures(stored: Path) -> None:
    test = load_test(stored)
    nothing = test.requests.assign(sent_s=None, finished_s=None)
    assert figures(LoadTest(test.folder, nothing, test.summary)) == {}
