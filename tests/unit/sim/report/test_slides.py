"""Figures for slides: the same integration looks the same everywhere, ticks tell their unit."""

from __future__ import annotations

import matplotlib as mpl
from matplotlib.axis import Axis
from matplotlib.figure import Figure

from sim.report import slides


def ticks(axis: Axis) -> list[str]:
    return [tick.get_text() for tick in axis.get_ticklabels() if tick.get_text()]


def test_compared_models_differ_by_colour_and_by_line() -> None:
    assert len({colour for colour, _ in slides.LINES.values()}) == len(slides.LINES)
    assert len({str(dashes) for _, dashes in slides.LINES.values()}) == len(slides.LINES)


def test_an_integration_has_one_colour_for_lines_and_for_bars() -> None:
    assert slides.line("reference")["color"] == slides.colour("reference") == slides.GREEN
    assert slides.line("module:Mine")["label"] == "module:Mine"


def test_dollars_and_percent_tell_their_unit() -> None:
    axes = Figure().subplots()
    axes.set(xlim=(-500, 1500), ylim=(0, 1))
    slides.dollars(axes.xaxis)
    slides.percent(axes.yaxis)
    assert {"-$500", "$0", "$1,500"} <= set(ticks(axes.xaxis))
    assert {"0 %", "100 %"} <= set(ticks(axes.yaxis))


def test_durations_are_spoken_on_a_logarithmic_axis() -> None:
    axes = Figure().subplots()
    slides.durations(axes.yaxis)
    assert axes.get_yscale() == "log"
    assert {"1 s", "10 min", "6 h", "10 d"} <= set(ticks(axes.yaxis))


def test_dates_are_days_and_months() -> None:
    axes = Figure().subplots()
    axes.set_xlim(20_574.0, 20_576.0)  # days since 1970, as Matplotlib counts dates
    slides.dates(axes.xaxis, every_d=1)
    assert ticks(axes.xaxis) == ["1 May", "2 May", "3 May"]


def test_the_style_is_large_and_draws_dollars_as_they_are() -> None:
    with mpl.rc_context():
        slides.use()
        assert mpl.rcParams["font.size"] >= 14
        assert not mpl.rcParams["text.parse_math"]
