"""Which factor moves which figure, and how surely.

Where factors were varied one at a time or in full: the difference that a level makes to the base,
by pairs of seeds that have all else in common. In a Latin hypercube: the partial rank correlation
of factor and figure (Saltelli and others, Global Sensitivity Analysis, 1.2.2), with Fisher's
interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from sim.statistics import TooFew, holm, paired_difference
from sim.statistics.interval import CONFIDENCE
from sim.study.sweeps.design import Factor

SPARE = 4
"""A partial correlation needs so many more points than there are factors."""
EFFECT = ("figure", "factor", "base", "level", "n", "effect", "low", "high", "p_value", "p_holm")
CORRELATION = ("figure", "factor", "n", "correlation", "low", "high", "p_value", "p_holm")


def effects(values: pd.DataFrame, factors: Sequence[Factor]) -> pd.DataFrame:
    """Columns `EFFECT`, of one line per replication: `figure`, `seed`, `value` and each factor."""
    lines = [
        {"figure": figure, **line}
        for figure, own in values.groupby("figure", sort=False)
        for factor in factors
        for line in _effects_of(factor, own, [one.name for one in factors])
    ]
    return _corrected(lines, EFFECT)


def correlations(values: pd.DataFrame, factors: Sequence[Factor]) -> pd.DataFrame:
    """Columns `CORRELATION`, of the same lines; means over seeds are correlated. Raises TooFew for
    a hypercube of too few points; factors that are no numbers are ranked by the place of their
    level."""
    names = [factor.name for factor in factors]
    lines = []
    for figure, own in values.groupby("figure", sort=False):
        means = own.groupby(names, sort=False)["value"].mean().reset_index()
        ranks = np.column_stack([_ranks(means[one.name], one) for one in factors])
        target = stats.rankdata(means["value"])
        for column, name in enumerate(names):
            found = _partial(ranks, target, column)
            lines.append({"figure": figure, "factor": name, "n": len(means), **found})
    return _corrected(lines, CORRELATION)


def _effects_of(factor: Factor, own: pd.DataFrame, names: list[str]) -> Iterator[dict[str, Any]]:
    rest = [name for name in names if name != factor.name]
    at = {level: _by_place(own[own[factor.name] == level], rest) for level in _levels(factor)}
    for level in factor.others:
        try:
            found = paired_difference(at[level], at[factor.start])
        except TooFew:
            continue
        yield {
            "factor": factor.name,
            "base": str(factor.start),
            "level": str(level),
            "n": found.n,
            "effect": found.t.estimate,
            "low": found.t.low,
            "high": found.t.high,
            "p_value": found.p_value,
        }


def _levels(factor: Factor) -> tuple[Any, ...]:
    return (factor.start, *factor.others)


def _by_place(rows: pd.DataFrame, rest: list[str]) -> Mapping[Any, float]:
    """By seed and what the other factors are."""
    keys = rows[["seed", *rest]].itertuples(index=False, name=None)
    return {key: float(value) for key, value in zip(keys, rows["value"], strict=True)}


def _ranks(values: pd.Series, factor: Factor) -> npt.NDArray[np.float64]:
    if factor.levels and not all(isinstance(level, int | float) for level in factor.levels):
        values = values.map({level: place for place, level in enumerate(factor.levels)})
    return np.asarray(stats.rankdata(values), dtype=float)


def _partial(
    ranks: npt.NDArray[np.float64], target: npt.NDArray[np.float64], column: int
) -> dict[str, float]:
    """The correlation of what the other factors leave unexplained of both."""
    n, count = ranks.shape
    if n < count + SPARE:
        raise TooFew("a partial rank correlation", n, count + SPARE)
    others = np.column_stack([np.ones(n), np.delete(ranks, column, axis=1)])
    left = [_residual(others, one) for one in (ranks[:, column], target)]
    if any(np.ptp(one) < 1e-9 for one in left):
        return {"correlation": 0.0, "low": float("nan"), "high": float("nan"), "p_value": 1.0}
    found = float(np.corrcoef(left[0], left[1])[0, 1])
    # Fisher's z has a standard error of 1 / sqrt(n - 3), less one for each factor held fast.
    error = 1.0 / (n - count - 2) ** 0.5
    z, reach = np.arctanh(np.clip(found, -0.999999, 0.999999)), stats.norm.ppf(0.5 + CONFIDENCE / 2)
    low, high = np.tanh(z - reach * error), np.tanh(z + reach * error)
    p_value = 2.0 * float(stats.norm.sf(abs(z) / error))
    return {"correlation": found, "low": float(low), "high": float(high), "p_value": p_value}


def _residual(
    others: npt.NDArray[np.float64], values: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    fitted, *_ = np.linalg.lstsq(others, values, rcond=None)
    return np.asarray(values - others @ fitted, dtype=float)


def _corrected(lines: Sequence[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    family = holm({n: float(line["p_value"]) for n, line in enumerate(lines)})
    told = [{**line, "p_holm": family[n]} for n, line in enumerate(lines)]
    return pd.DataFrame(told, columns=list(columns))
