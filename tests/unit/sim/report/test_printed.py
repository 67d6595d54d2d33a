"""Tables of measures as text: each number by the unit of its column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.measures import MEASURES
from sim.report.gather import gather
from sim.report.palette import CAUSES
from sim.report.panels import PANELS_SHOWN, differing_pairs, undrawn_pairs, variance_panels
from sim.report.printed import ROWS_SHOWN, printed, printed_groups
from sim.report.series import causes_of
from sim.report.tables import EVERY, GROUPS, Table
from sim.results import load


def table(**columns: str) -> Table:
    return Table("m", "Title", "", columns, tuple(columns)[-1:])


def cells(frame: dict[str, list[Any]]) -> list[list[str]]:
    """The text of each cell of a frame whose columns are all shown."""
    shown = printed(table(**{name: name for name in frame}), {"m": pd.DataFrame(frame)})
    assert shown is not None
    return [[cell["text"] for cell in row] for row in shown["rows"]]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("p50_s", 90.0, "1.5 min"),
        ("late_share", 0.125, "12.5 %"),
        ("paid_minor", 123456.0, "$1,234.56"),
        ("usd_days", 12.5, "$12.50"),
        ("stock_days", 3.25, "3.2"),
        ("calls", 1234567, "1,234,567"),
        ("mean_waiting", 0.5, "0.50"),
    ],
)
def test_a_number_is_printed_by_the_unit_of_its_column(name: str, value: float, text: str) -> None:
    assert cells({name: [value]}) == [[text]]


def test_what_is_not_known_is_a_dash_and_names_are_words() -> None:
    frame: dict[str, list[Any]] = {
        "flow": ["P09"],
        "f": ["erp.cost"],
        "pair": ["erp>billing"],
        "p50_s": [float("nan")],
    }
    (row,) = cells({**frame, "n": [1]})
    assert row == ["P09 usage to charge", "ERP: cost", "ERP → Billing", "–", "1"]


def test_lines_that_counted_nothing_are_left_out_and_so_is_an_empty_table() -> None:
    assert cells({"figure": ["a", "b"], "n": [0, 2]}) == [["b", "2"]]
    assert printed(table(n="n"), {"m": pd.DataFrame({"n": [0]})}) is None
    assert printed(table(n="n"), {}) is None


def test_a_long_table_says_how_much_it_leaves_out() -> None:
    shown = printed(table(n="n"), {"m": pd.DataFrame({"n": range(1, 101)})})
    assert shown is not None
    assert (len(shown["rows"]), shown["more"]) == (ROWS_SHOWN, 100 - ROWS_SHOWN)


def test_every_table_shows_columns_that_its_measure_has(broken_run: Path) -> None:
    frames = gather(load(broken_run)).measured
    for one in EVERY:
        assert one.measure in {*MEASURES, "attribution"}
        assert {*one.columns, *one.counts} <= set(frames[one.measure].columns), one.measure


def test_a_section_without_tables_stays_so_that_a_reader_can_tell() -> None:
    assert [group["tables"] for group in printed_groups({})] == [[] for _ in GROUPS]


def test_the_figure_by_cause_shows_what_stood_and_returns_to_nothing(broken_run: Path) -> None:
    content = gather(load(broken_run))
    assert differing_pairs(content) == ["Inventory → Billing", "Inventory → ERP"]
    lines = causes_of(content, "Inventory → ERP")
    assert set(lines["cause"]) <= set(CAUSES)
    missing = lines[lines["cause"] == "missing"]
    assert missing["dollars"].max() > 0
    assert missing["dollars"].iloc[-1] == 0
    moments = lines.groupby("moment").size()
    assert moments.nunique() == 1


def test_pairs_beyond_the_panels_are_named(broken_run: Path) -> None:
    content = gather(load(broken_run))
    assert len(variance_panels(content)) <= PANELS_SHOWN
    assert undrawn_pairs(content) == []
