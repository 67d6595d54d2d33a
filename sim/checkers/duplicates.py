"""Duplicates: more effects under one key than were owed, standing or since reversed.

D_net, D_gross, exposure (amount x time, in dollar-hours) as in checks.md 3.2: whoever cleans up
within minutes exposes less than whoever leaves it to the month's end, and both made the same
D_gross. People who void an effect altogether may have it made again, v(k); taking away the second
of two is no such re-issue. Writing the same version of a
`latest` key again changes no book: informational.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.checkers import grouped
from sim.checkers.grouped import Array, column
from sim.checkers.keyed import Keyed
from sim.checkers.matching import Matching, match_part, rows_of_key
from sim.checkers.reconciliation import first_owe
from sim.checkers.verdict import Evidence, Finding, Told, first_few, foremost
from sim.history.part import Part
from sim.history.reading import History

EXAMPLES = 20
HOUR_US = 3_600_000_000


class Counted(NamedTuple):
    """What a part holds of duplicates."""

    keys_with_effects: int
    d_net: int
    d_gross: int
    d_net_minor: int
    exposure_usd_h: float
    exposure_effect_h: float
    longest_h: float
    rewrites_of_a_version: int
    obligations: int
    told: list[Told]


def check_duplicates(history: History) -> Finding:
    """Fails on D_gross above 0: a duplicate that was cleaned up did stand for a while."""
    parts = history.by_key(_count)
    others = ("longest_h", "obligations", "told")
    figures = [name for name in Counted._fields if name not in others]
    measured = {name: sum(getattr(part, name) for part in parts) for name in figures}
    measured["longest_h"] = max((part.longest_h for part in parts), default=0.0)
    if measured["d_gross"]:
        summary = (
            f"{measured['d_gross']} duplicate effects, {measured['d_net']} still standing, "
            f"{measured['exposure_usd_h']:,.0f} dollar-hours exposed"
        )
        evidence = first_few(foremost(part.told for part in parts))
        return Finding("duplicates", "fail", summary, measured, evidence)
    if not any(part.obligations for part in parts):
        return Finding("duplicates", "unknown", "nothing was owed in this run", measured)
    return Finding("duplicates", "pass", "no duplicate effect", measured)


def _count(part: Part) -> Counted:
    matching = match_part(part)
    net, gross = extra_effects(matching)
    stood = exposure(matching)
    return Counted(
        keys_with_effects=int((matching.keys["owed"] & (matching.keys["gross"] > 0)).sum()),
        d_net=int(net.sum()),
        d_gross=int(gross.sum()),
        d_net_minor=stood.standing_minor,
        exposure_usd_h=stood.usd_h,
        exposure_effect_h=stood.effect_h,
        longest_h=stood.longest_h,
        rewrites_of_a_version=_rewrites(matching),
        obligations=len(matching.obligations),
        told=_told(matching, gross),
    )


def extra_effects(matching: Matching) -> tuple[Array, Array]:
    """By key: D_net, D_gross."""
    keys = matching.keys
    once = column(keys, "owed") & ~column(keys, "latest")
    net = np.where(once, np.maximum(column(keys, "net") - 1, 0), 0)
    gross = column(keys, "gross") - 1 - column(keys, "reissued")
    return net, np.where(once, np.maximum(gross, net), 0)


class Exposure(NamedTuple):
    """Extra effects times the hours they stood, in dollars and in effects; the longest of them;
    the money of those that stand at the end."""

    usd_h: float
    effect_h: float
    longest_h: float
    standing_minor: int


def exposure(matching: Matching) -> Exposure:
    """What stands beyond what was owed, for as long as more than one effect does."""
    laid = matching.keyed
    if not len(laid.key):
        return Exposure(0.0, 0.0, 0.0, 0)
    t_us = column(laid.rows, "t_us")
    until_us = np.append(t_us[1:], matching.end_us)
    until_us[laid.stops - 1] = matching.end_us
    hours = (until_us - t_us) / HOUR_US
    once = (laid.owed & ~laid.latest)[laid.key]
    extra = np.where(once, np.maximum(laid.standing - 1, 0), 0)
    minor = np.where(extra > 0, np.abs(_beyond_the_owed(laid)), 0.0)
    per_key_h = grouped.total(np.where(extra > 0, hours, 0.0), laid.starts)
    return Exposure(
        usd_h=float((minor * hours).sum() / 100),
        effect_h=float((extra * hours).sum()),
        longest_h=float(per_key_h.max(initial=0.0)),
        standing_minor=int(laid.ends(minor).sum()),
    )


def _beyond_the_owed(laid: Keyed) -> Array:
    """Along each key: the money that stands, without that of the effect which was owed."""
    amounts = column(laid.rows, "amount_minor")
    money_minor = grouped.running_sum(laid.effect_count * amounts, laid.key, laid.starts)
    owed_minor = grouped.total(np.where(first_owe(laid), amounts, 0), laid.starts)
    beyond: Array = money_minor - owed_minor[laid.key]
    return beyond


def _rewrites(matching: Matching) -> int:
    laid = matching.keyed
    written = (laid.version >= 0) & laid.latest[laid.key] if len(laid.key) else laid.is_owe
    span = int(laid.version.max(initial=0)) + 1
    versions = laid.key[written] * span + laid.version[written]
    return len(versions) - len(np.unique(versions))


def _told(matching: Matching, gross: Array) -> list[Told]:
    laid = matching.keyed
    made = np.where(laid.effect_count > 0, laid.effect_count, 0)
    nth = grouped.running_sum(made, laid.key, laid.starts)
    second = np.flatnonzero((made > 0) & (nth > 1) & (nth - made <= 1) & (gross[laid.key] > 0))
    t_us, i = column(laid.rows, "t_us")[second], column(laid.rows, "i")[second]
    earliest = second[np.lexsort((i, t_us))][:EXAMPLES]
    return [_one(matching, int(place), gross) for place in earliest]


def _one(matching: Matching, place: int, gross: Array) -> Told:
    laid = matching.keyed
    key = int(laid.key[place])
    rows = rows_of_key(matching, key)
    owe = rows[rows["op"] == "owe"].iloc[0]
    message = f"{owe['f']} {owe['effect_key']}: {int(gross[key])} more than owed"
    at_us, i = int(laid.rows["t_us"].iloc[place]), int(laid.rows["i"].iloc[place])
    numbers = tuple(sorted(int(n) for n in rows["i"]))
    evidence = Evidence(str(owe["flow"]), str(owe["effect_key"]), message, numbers, at_us)
    return Told((at_us, i), evidence)
