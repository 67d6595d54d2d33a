"""The matrix of integrations and checkers, on paper and in a terminal (B8)."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from sim.report import Cell, MatrixRow, render_matrix, render_overview, write_matrix
from sim.report.matrix import EITHER

ROWS = (
    MatrixRow("reference", {"loss": Cell("pass", expected="pass")}, {"p95": "4.2 min"}),
    MatrixRow(
        "drops_on_timeout",
        {"loss": Cell("fail", "P08 PAY-0001: never arrived <script>", "fail")},
        {"p95": "withheld"},
        reasons=("A time-out counts as done.",),
    ),
    MatrixRow("template", {"loss": Cell("unknown", "too few calls", "fail")}),
)


@pytest.fixture
def page(tmp_path: Path) -> str:
    return write_matrix(ROWS, tmp_path / "demo" / "matrix.html").read_text("utf8")


@pytest.fixture
def terminal() -> str:
    console = Console(file=io.StringIO(), width=120)
    console.print(render_matrix(ROWS))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_every_integration_and_checker_is_shown(page: str, terminal: str) -> None:
    for shown in (page, terminal):
        assert all(name in shown for name in ("reference", "template", "loss", "p95"))
    assert "drops on timeout" in page
    assert "drops_on_timeout" in terminal


def test_the_evidence_stands_under_the_failure(page: str, terminal: str) -> None:
    assert re.search(r"<dt class=\"fail\">loss</dt><dd>P08 PAY-0001: never arrived", page)
    assert "✗ loss" in terminal
    assert "P08 PAY-0001" in terminal


def test_a_cell_that_is_not_as_expected_says_what_was(page: str, terminal: str) -> None:
    assert "1 cell is not as expected" in page
    assert 'surprise">expected FAIL' in page
    assert "? (✗)" in terminal


def test_why_it_fails_stands_beside_what_fails(page: str, terminal: str) -> None:
    for told in (page, terminal):
        assert "A time-out counts as done." in told


def test_a_cell_that_may_be_either_is_never_a_surprise() -> None:
    for outcome in ("pass", "fail", "unknown"):
        assert not Cell(outcome, expected=EITHER).is_surprise


def test_the_overview_counts_failures_and_differences() -> None:
    console = Console(file=io.StringIO(), width=120)
    console.print(render_overview({"month_end": {row.integration: row for row in ROWS}}))
    assert isinstance(console.file, io.StringIO)
    (line,) = [x for x in console.file.getvalue().splitlines() if "month_end" in x]
    assert line.split() == ["month_end", "✓", "✗", "1", "✗", "1", "!=", "1"]


def test_a_checker_that_did_not_run_is_unknown(tmp_path: Path) -> None:
    rows = (MatrixRow("a", {"loss": Cell("pass")}), MatrixRow("b", {}))
    page = write_matrix(rows, tmp_path / "matrix.html").read_text("utf8")
    assert page.count("unknown</span>") == 1


def test_the_page_needs_no_network_and_escapes_what_it_shows(page: str) -> None:
    assert "http" not in page
    assert "<script>" not in page
