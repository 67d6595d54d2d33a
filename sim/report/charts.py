"""The interactive figures of the page, as Vega-Lite specifications that Altair builds.

Data travel as CSV inside the specification: a third of the size of JSON records.
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd

from sim.report import palette, wording
from sim.report.content import Content
from sim.report.panels import Panel, differing_pairs, variance_panels
from sim.report.series import causes_of, headroom, latency_of, latency_span_s
from sim.report.windows import labels, shaded

Layers = alt.LayerChart | alt.FacetChart | alt.Chart
"""Altair's return types are wider than what these functions build."""

WIDTH = 424
HEIGHT = 96
STEP: Final = "step-after"
MOMENT = "%Y-%m-%dT%H:%M"
SHORT_US = 6 * 86_400_000_000
"""Below this length a day has more than one tick, which then tells the hour."""
DURATION_TICKS = [0.1, 1, 10, 60, 600, 3_600, 21_600, 86_400, 864_000]
DURATION_LABEL = (
    "datum.value >= 86400 ? datum.value / 86400 + ' d' : datum.value >= 3600 ? "
    "datum.value / 3600 + ' h' : datum.value >= 60 ? datum.value / 60 + ' min' : "
    "datum.value + ' s'"
)
AXIS: dict[str, Any] = {
    "gridColor": palette.HAIRLINE,
    "domainColor": palette.HAIRLINE,
    "tickColor": palette.HAIRLINE,
    "labelColor": palette.MUTED,
    "titleColor": palette.MUTED,
    "titleFontWeight": "normal",
    "labelFontSize": 11,
    "titleFontSize": 11,
}
EXTENT = 46
"""Room for the labels beside each panel, the same for all, so that columns line up."""
FONT = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


def variance_chart(content: Content) -> dict[str, Any] | None:
    """What two books differ by, a row per pair of books; None when none ever did."""
    return _in_two_columns([_steps(panel, content) for panel in variance_panels(content)])


def causes_chart(content: Content) -> dict[str, Any] | None:
    """What two books differ by, stacked by cause; None where all of it was on its way."""
    return _in_two_columns([_stacked(pair, content) for pair in differing_pairs(content)])


def latency_chart(content: Content) -> dict[str, Any] | None:
    """Median and 95th percentile against the deadline, a panel per flow; None without data."""
    flows = content.timed_flows
    panels = [_quantiles(latency_of(content, flow), wording.flow(flow), content) for flow in flows]
    return _in_two_columns(panels)


def _in_two_columns(panels: list[Layers]) -> dict[str, Any] | None:
    """One specification, put together here: Altair's own concatenation copies every panel for
    each panel, which takes seconds for the panels of a month. No schema address: the page refers
    to nothing outside."""
    if not panels:
        return None
    drawn = [panel.to_dict(validate=False) for panel in panels]
    datasets: dict[str, Any] = {}
    for panel in drawn:
        datasets |= panel.pop("datasets", {})
        del panel["$schema"], panel["config"]
    rows = [{"hconcat": drawn[n : n + 2], "spacing": 24} for n in range(0, len(drawn), 2)]
    return {"config": _config(), "datasets": datasets, "spacing": 16, "vconcat": rows}


def _config() -> dict[str, Any]:
    config = alt.Config(
        axis=alt.AxisConfig(**AXIS),
        axisY=alt.AxisConfig(minExtent=EXTENT),
        background="transparent",
        font=FONT,
        title=alt.TitleConfig(
            anchor="start", color=palette.INK, fontSize=12, fontWeight=600, frame="group"
        ),
        view=alt.ViewConfig(stroke=None),
    )
    found: dict[str, Any] = config.to_dict()
    return found


def _steps(panel: Panel, content: Content) -> Layers:
    area = alt.Chart(_csv(panel.line)).mark_area(
        interpolate=STEP,
        line={"color": panel.colour, "strokeWidth": 1.5},
        color=panel.colour,
        fillOpacity=0.13,
    )
    axis = alt.Axis(format="~s", tickCount=3, tickMinStep=1)
    scale = alt.Scale(domain=[0, headroom(panel.line[panel.field])], nice=False)
    drawn = area.encode(
        x=_time(content),
        y=alt.Y(f"{panel.field}:Q", title=panel.unit, axis=axis, scale=scale),
        tooltip=[_when(), alt.Tooltip(f"{panel.field}:Q", format=",.2~f", title=panel.unit)],
    )
    return _panel(drawn, panel.title, content)


def _stacked(pair: str, content: Content) -> Layers:
    """In money, where any is apart, else in documents."""
    line = causes_of(content, pair)
    money = line["dollars"].any()
    field, unit = ("dollars", "US dollars") if money else ("documents", "documents")
    tall = headroom(line.groupby("moment")[field].sum())
    # The same scale in every panel: charts that stand together share one.
    scale = alt.Scale(domain=list(palette.CAUSES), range=list(palette.CAUSES.values()))
    drawn = (
        alt.Chart(_csv(line[["moment", "cause", "rank", field]]))
        .mark_area(interpolate=STEP, stroke="white", strokeWidth=0.4)
        .encode(
            x=_time(content),
            y=alt.Y(
                f"{field}:Q",
                title=unit,
                stack="zero",
                axis=alt.Axis(format="~s", tickCount=3, tickMinStep=1),
                scale=alt.Scale(domain=[0, tall], nice=False),
            ),
            color=alt.Color("cause:N", scale=scale, legend=None),
            order=alt.Order("rank:Q"),
            tooltip=[_when(), "cause:N", alt.Tooltip(f"{field}:Q", format=",.2~f", title=unit)],
        )
    )
    return _panel(drawn, pair, content)


def _quantiles(line: pd.DataFrame, title: str, content: Content) -> Layers:
    base = alt.Chart(_csv(line)).encode(x=_time(content))
    span_s = latency_span_s(line)
    median = base.mark_line(color=palette.BLUE, strokeWidth=2, interpolate=STEP).encode(
        y=_seconds("p50_s", span_s)
    )
    upper = base.mark_line(color=palette.SKY, strokeWidth=1.5, interpolate=STEP).encode(
        y=_seconds("p95_s", span_s)
    )
    deadline = base.mark_line(color=palette.VERMILLION, strokeDash=[5, 4]).encode(
        y=_seconds("due_s", span_s)
    )
    names = {"p50_s": "median, s", "p95_s": "95th percentile, s", "due_s": "deadline, s"}
    tips = [alt.Tooltip(f"{name}:Q", format=",.0f", title=text) for name, text in names.items()]
    points = base.mark_circle(opacity=0, size=160).encode(y="p95_s:Q", tooltip=[_when(), *tips])
    return _panel(alt.layer(upper, median, deadline, points), title, content)


def _panel(drawn: Layers, title: str, content: Content) -> Layers:
    windows = shaded(content)
    layers: list[Any] = [drawn]
    if len(windows):
        data = _csv(windows)
        shade = alt.Chart(data).mark_rect(color=palette.SHADE)
        label = alt.Chart(_csv(labels(content))).mark_text(
            baseline="top", dy=2, fontSize=10, fontWeight=600, color=palette.INK
        )
        layers = [
            shade.encode(x="start:T", x2="stop:T"),
            drawn,
            label.encode(x="middle:T", y=alt.value(0), text="label:N"),
        ]
    return alt.layer(*layers).properties(title=title, width=WIDTH, height=HEIGHT)


def _time(content: Content) -> alt.X:
    ends = pd.Timestamp(content.first_day) + pd.to_timedelta([0, content.end_us], unit="us")
    domain = [moment.strftime(MOMENT) for moment in ends]
    scale = alt.Scale(domain=domain, nice=False)
    is_short = content.end_us < SHORT_US
    days, ticks = ("%-d %b %H:%M", 4) if is_short else ("%-d %b", 6)
    axis = alt.Axis(format=days, tickCount=ticks, grid=False, labelFlush=True)
    return alt.X("moment:T", title=None, scale=scale, axis=axis)


def _seconds(column: str, span_s: tuple[float, float]) -> alt.Y:
    axis = alt.Axis(values=DURATION_TICKS, labelExpr=DURATION_LABEL)
    scale = alt.Scale(type="log", domain=list(span_s), nice=False)
    return alt.Y(f"{column}:Q", title="latency", scale=scale, axis=axis)


def _when() -> alt.Tooltip:
    return alt.Tooltip("moment:T", format="%a %-d %b %H:%M", title="time")


def _csv(frame: pd.DataFrame) -> alt.InlineData:
    times = [n for n in frame.columns if pd.api.types.is_datetime64_any_dtype(frame[n])]
    numbers = [n for n in frame.columns if pd.api.types.is_numeric_dtype(frame[n])]
    parse = dict.fromkeys(times, "date") | dict.fromkeys(numbers, "number")
    text = frame.to_csv(index=False, date_format=MOMENT, lineterminator="\n")
    return alt.InlineData(values=text, format={"type": "csv", "parse": parse})
