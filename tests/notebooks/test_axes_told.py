"""The rule on axes is tried on planted figures before it is trusted with the notebooks'."""

from __future__ import annotations

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.notebooks import axes_told


def drawn() -> Axes:
    axes = Figure().subplots()
    axes.plot([1.0, 2.0], [1.0, 4.0])
    return axes


def lacks(axes: Axes, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    figure = axes.get_figure(root=True)
    assert figure is not None
    monkeypatch.setattr(axes_told, "FIGURES", [figure])
    return axes_told.untold()


def test_labels_with_units_suffice(monkeypatch: pytest.MonkeyPatch) -> None:
    axes = drawn()
    axes.set(xlabel="days since the start", ylabel="orders, number a day")
    assert lacks(axes, monkeypatch) == []


def test_an_axis_without_a_label_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    axes = drawn()
    axes.set(xlabel="days since the start")
    assert lacks(axes, monkeypatch) == ["figure 1, no title: the y axis has no label"]


def test_a_label_without_a_unit_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    axes = drawn()
    axes.set(xlabel="days since the start", ylabel="latency")
    assert lacks(axes, monkeypatch) == ["figure 1, no title: the y axis has no unit: 'latency'"]


def test_ticks_may_tell_the_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    axes = drawn()
    axes.set(xlabel="days since the start", ylabel="latency")
    axes.yaxis.set_major_formatter("{x:.0f} min")
    assert lacks(axes, monkeypatch) == []


def test_names_need_no_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    axes = Figure().subplots()
    axes.barh(["reference", "nightly_batch"], [1.0, 2.0])
    axes.set(xlabel="hours")
    assert lacks(axes, monkeypatch) == []


def test_a_figure_that_is_made_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(axes_told, "FIGURES", [])
    monkeypatch.setattr(Figure, "__init__", Figure.__init__)
    axes_told.watch()
    figure = Figure()
    assert [figure] == axes_told.FIGURES
