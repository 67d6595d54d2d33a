"""The variance of a small history by counting single units, cents and pieces, each with a cause.

A second opinion on `sim.checkers.attribution`, which shares no code with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, repeat

from sim.history.schema import Row

MEASURES = ("units", "minor", "quantity")
CLOSE_S = 5
"""When 2026-04 was closed, in every system."""
Told = dict[tuple[str, str, str, str], tuple[int, ...]]
"""Pair, facility, period, cause -> units, cents, quantity."""


def counted(rows: list[Row], flying: bool) -> Told:
    """The causes of all keys; `flying` is whether the key `a` is not due yet."""
    by_key: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if not row.f.endswith("period_status"):
            by_key[row.f, row.effect_key].append(row)
    tally: Counter[tuple[tuple[str, str, str, str], int]] = Counter()
    for (_, key), own in by_key.items():
        owes = [row for row in own if row.op == "owe"]
        place = ("erp>procurement" if key == "s" else "inventory>erp", (owes or own)[0].facility)
        coins = _versions(own, owes) if key == "s" else _once(own, owes, flying and key == "a")
        for measure, period, cause in coins:
            tally[(*place, period, cause), MEASURES.index(measure)] += 1
    found: dict[tuple[str, str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (where, measure_n), n in tally.items():
        found[where][measure_n] += n
    return {where: tuple(values) for where, values in found.items()}


Coins = list[tuple[str, str, str]]
"""Measure, period, cause of each."""


def _versions(own: list[Row], owes: list[Row]) -> Coins:
    effects = [row.agg_version for row in own if row.op == "effect"]
    standing = effects[-1] if effects else -1
    newest = max((row.agg_version for row in owes), default=-1)
    if not owes:
        return [("units", "", "phantom")] * len(effects)
    return (
        [] if standing == newest else [("units", "", "missing" if standing < newest else "phantom")]
    )


def _once(own: list[Row], owes: list[Row], flying: bool) -> Coins:
    owed = owes[0] if owes else None
    effects = [row for row in own if row.op == "effect"]
    coins: Coins = []
    for name, column in zip(MEASURES, ("", "amount_minor", "quantity"), strict=True):
        sums: Counter[str] = Counter()
        units: Counter[tuple[str, str]] = Counter()
        for row, sign in _signed(owed, effects):
            value = sign * (getattr(row, column) if column else 1)
            period, uom = _period(owed, row), _text(owed, row, "uom")
            sums[period] += value
            units[period, uom] += value
        net = sum(sums.values())
        direction = 1 if net >= 0 else -1
        along = [p for p in sorted(sums) for _ in range(direction * sums[p])]
        against = [p for p in sorted(sums) for _ in range(-direction * sums[p])]
        coins += [(name, p, "period") for p in (*against, *along[: len(against)])]
        labels = _labels(owed, effects, name, flying, net)
        coins += [(name, p, c) for p, c in zip(along[len(against) :], labels, strict=False)]
        if name == "quantity":
            for p in sums:
                apart = sum(abs(v) for (q, _), v in units.items() if q == p) - abs(sums[p])
                coins += [(name, p, "quantity_or_unit")] * apart
    return coins


def _signed(owed: Row | None, effects: list[Row]) -> list[tuple[Row, int]]:
    return [*([(owed, 1)] if owed else []), *((row, -row.count) for row in effects)]


def _text(owed: Row | None, row: Row, name: str) -> str:
    own = str(getattr(row, name))
    expected = str(getattr(owed, name)) if owed else own
    return own if own and expected else expected


def _period(owed: Row | None, row: Row) -> str:
    period = _text(owed, row, "period")
    closed = owed is not None and owed.period == "2026-04" and row.t_us >= CLOSE_S * 1_000_000
    return "2026-04" if closed and row.op == "effect" and period > "2026-04" else period


def _labels(owed: Row | None, effects: list[Row], name: str, flying: bool, net: int) -> chain[str]:
    """Names for the cents of a key's own difference, in the order in which causes claim."""
    first = _first_for_good(effects)
    if owed is None:
        return chain(repeat("phantom"))
    if first is None and flying:
        return chain(repeat("in_flight"))
    sign = 1 if net >= 0 else -1
    wanted = {"units": 1, "minor": owed.amount_minor, "quantity": owed.quantity}[name]
    if first is None:
        return chain(repeat("missing", max(0, sign * wanted)), repeat("unexplained"))
    had = {"units": 1, "minor": first.amount_minor, "quantity": first.quantity}[name]
    on_top, deviation = net - (wanted - had), wanted - had
    by_quantity = deviation if name == "quantity" else 0
    if name == "minor":
        by_quantity = _by_quantity(owed, first)
    rest = deviation - by_quantity
    small = abs(rest) <= max(1, owed.quantity // 2)
    return chain(
        repeat("duplicate", max(0, sign * on_top)),
        repeat("quantity_or_unit", max(0, sign * by_quantity)),
        repeat("rounding" if small else "price", max(0, sign * rest)),
    )


def _by_quantity(owed: Row, first: Row) -> int:
    if owed.uom and first.uom and owed.uom != first.uom:
        return owed.amount_minor - first.amount_minor
    if not owed.quantity:
        return 0
    exact = owed.amount_minor * first.quantity / owed.quantity
    return owed.amount_minor - int(exact + 0.5)


def _first_for_good(effects: list[Row]) -> Row | None:
    """The effect that last raised the number standing from none to one."""
    standing, first = 0, None
    for row in effects:
        if standing < 1 <= standing + row.count:
            first = row
        standing += row.count
    return first if standing >= 1 else None
