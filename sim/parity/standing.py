"""What stands in the books of record when a run is over: one line per business key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sim.history.reading import History
from sim.history.schema import Row
from sim.obligations.declared import duties_by_target


class Line(NamedTuple):
    """Where what stands under a key, without when and by whom; sums in minor units."""

    system: str
    kind: str
    key: str
    period: str = ""
    facility: str = ""
    account: str = ""
    uom: str = ""
    times: int = 0
    amount_minor: int = 0
    quantity: int = 0
    version: int = 0


class Standing(NamedTuple):
    """The lines of a run, each with the time of its last effect in microseconds."""

    times_us: Mapping[Line, int]
    effects: int

    @property
    def lines(self) -> frozenset[Line]:
        """All of them."""
        return frozenset(self.times_us)


def standing(rows: Iterable[Row]) -> Standing:
    """What stands after these effects. Of what is kept in versions the newest one counts, since who
    is slow may skip one; everything else is added up."""
    lines: dict[tuple[str, ...], Line] = {}
    times_us: dict[tuple[str, ...], int] = {}
    effects = 0
    for row in rows:
        effects += 1
        place = _place(row)
        line = _line(row) if place not in lines else _over(lines[place], row)
        lines[place] = line
        times_us[place] = row.t_us
    return Standing({line: times_us[place] for place, line in lines.items() if line.times}, effects)


def standing_after(history: History) -> Standing:
    """The same of a recording."""
    return standing(_effects(history))


def _effects(history: History) -> Iterator[Row]:
    frame = history.effects
    names = [name for name in frame.columns if name in Row._fields and name != "op"]
    for values in frame[names].itertuples(index=False, name=None):
        yield Row(op="effect", **dict(zip(names, values, strict=True)))


def _place(row: Row) -> tuple[str, ...]:
    if is_latest(row.f):
        return (row.source, row.f, row.effect_key)
    parts = (row.period, row.facility, row.account, row.uom)
    return (row.source, row.f, row.effect_key, *parts)


def _line(row: Row) -> Line:
    return Line(
        row.source,
        row.f,
        row.effect_key,
        row.period,
        row.facility,
        row.account,
        row.uom,
        row.count,
        row.amount_minor,
        row.quantity,
        row.agg_version if is_latest(row.f) else 0,
    )


def _over(line: Line, row: Row) -> Line:
    """A line after one more effect."""
    if is_latest(row.f):
        return _line(row) if row.agg_version >= line.version else line
    return line._replace(
        times=line.times + row.count,
        amount_minor=line.amount_minor + row.amount_minor,
        quantity=line.quantity + row.quantity,
    )


def is_latest(kind: str) -> bool:
    """Whether effects of a kind are versions of one thing."""
    return any(duty.mode == "latest" for _, duty in duties_by_target().get(kind, ()))
