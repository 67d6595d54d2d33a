"""Duplicates: more effects under one key than were owed, standing or since reversed.

D_net, D_gross, exposure as in checks.md 3.2. People who void an effect altogether may have it
made again, v(k); taking away the second of two is no such re-issue. Writing the same version of a
`latest` key again changes no book: informational.
"""

from __future__ import annotations

import numpy as np

from sim.checkers import grouped
from sim.checkers.grouped import Array, column
from sim.checkers.matching import Matching, match, rows_of_key
from sim.checkers.verdict import Evidence, Finding, first_few
from sim.history.reading import History

EXAMPLES = 20
HOUR_US = 3_600_000_000


def check_duplicates(history: History) -> Finding:
    """Fails on D_gross above 0: a duplicate that was cleaned up did stand for a while."""
    matching = match(history)
    net, gross = extra_effects(matching)
    measured = {
        "keys_with_effects": int((matching.keys["owed"] & (matching.keys["gross"] > 0)).sum()),
        "d_net": int(net.sum()),
        "d_gross": int(gross.sum()),
        "exposure_usd_h": exposure_usd_h(matching),
        "rewrites_of_a_version": _rewrites(matching),
    }
    if gross.any():
        summary = f"{measured['d_gross']} duplicate effects, {measured['d_net']} still standing"
        return Finding("duplicates", "fail", summary, measured, _evidence(matching, gross))
    if not len(matching.obligations):
        return Finding("duplicates", "unknown", "nothing was owed in this run", measured)
    return Finding("duplicates", "pass", "no duplicate effect", measured)


def extra_effects(matching: Matching) -> tuple[Array, Array]:
    """By key: D_net, D_gross."""
    keys = matching.keys
    once = column(keys, "owed") & ~column(keys, "latest")
    net = np.where(once, np.maximum(column(keys, "net") - 1, 0), 0)
    gross = column(keys, "gross") - 1 - column(keys, "reissued")
    return net, np.where(once, np.maximum(gross, net), 0)


def exposure_usd_h(matching: Matching) -> float:
    """Sum over extra effects of amount times the time they stood."""
    laid = matching.keyed
    amount = laid.effect_count * column(laid.rows, "amount_minor")
    money_minor = grouped.running_sum(amount, laid.key, laid.starts)
    t_us = column(laid.rows, "t_us")
    until_us = np.append(t_us[1:], matching.end_us)
    until_us[laid.stops - 1] = matching.end_us
    once = (laid.owed & ~laid.latest)[laid.key]
    extra = np.where(once, np.maximum(laid.standing - 1, 0), 0)
    minor = money_minor * extra / np.maximum(laid.standing, 1)
    return float((minor * ((until_us - t_us) / HOUR_US)).sum() / 100)


def _rewrites(matching: Matching) -> int:
    laid = matching.keyed
    written = (laid.version >= 0) & laid.latest[laid.key] if len(laid.key) else laid.is_owe
    span = int(laid.version.max(initial=0)) + 1
    versions = laid.key[written] * span + laid.version[written]
    return len(versions) - len(np.unique(versions))


def _evidence(matching: Matching, gross: Array) -> tuple[Evidence, ...]:
    laid = matching.keyed
    made = np.where(laid.effect_count > 0, laid.effect_count, 0)
    nth = grouped.running_sum(made, laid.key, laid.starts)
    second = np.flatnonzero((made > 0) & (nth > 1) & (nth - made <= 1) & (gross[laid.key] > 0))
    earliest = second[np.argsort(column(laid.rows, "t_us")[second], kind="stable")][:EXAMPLES]
    return first_few(_one(matching, int(place), gross) for place in earliest)


def _one(matching: Matching, place: int, gross: Array) -> Evidence:
    laid = matching.keyed
    key = int(laid.key[place])
    rows = rows_of_key(matching, key)
    owe = rows[rows["op"] == "owe"].iloc[0]
    message = f"{owe['f']} {owe['effect_key']}: {int(gross[key])} more than owed"
    at_us = int(laid.rows["t_us"].iloc[place])
    numbers = tuple(sorted(int(n) for n in rows["i"]))
    return Evidence(str(owe["flow"]), str(owe["effect_key"]), message, numbers, at_us)
