"""The group beside the published figures, as `testbed enterprise` prints it."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from sim.experiment.portrait import Figure, describe_enterprise, figures
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import Entry, load_parameters
from sim.world.enterprise import build_enterprise

WIDTH = 100


def printed(scale: float) -> str:
    console = Console(file=StringIO(), width=WIDTH)
    console.print(describe_enterprise(1, scale))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_every_published_figure_of_the_group_is_in_its_range() -> None:
    parameters = load_parameters()
    group = build_enterprise(Streams(1), parameters, 0.1, Calendar(date(2026, 4, 1)))
    held = [figure for figure in figures(group, parameters) if figure.published]
    assert len(held) >= 12
    assert [figure.label for figure in held if not figure.in_range] == []


def test_the_table_is_readable_at_100_columns() -> None:
    lines = printed(0.02).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert "…" not in printed(0.02)


def test_an_assumption_is_called_one() -> None:
    text = printed(0.02)
    assert "assumption: general" in text
    assert "Vizient and AHA" in text


def test_what_lies_outside_its_range_is_marked() -> None:
    entry = Entry("x", 10.0, 5.0, 20.0, "d", "s", "H")
    assert Figure("x", 21.0, entry).in_range is False
    assert Figure("x", 21.0, entry, per=2.0).in_range is True
    assert Figure("x", 21.0).in_range is None


@pytest.mark.parametrize("line", ["hospitals", "implants", "contracts", "charge master rows"])
def test_the_table_names_what_a_supply_chain_person_asks_for(line: str) -> None:
    assert line in printed(0.02)
