"""A sweep as a TOML file: what is run, which factors are varied, by which design.

    scenario = "month_end"
    integrations = ["reference", "nightly_batch"]
    seeds = 10
    scale = 0.005
    design = "one_at_a_time"          # or "full", "latin" with points = 40
    measures = ["variance_dollar_days", "latency/p95_s/P09"]

    [factors]
    "world.spike_invoices" = [1.0, 2.5, 4.0]
    "integration.max_concurrency" = { low = 2, high = 16 }
    faults = ["none", "rough_day"]

`assumptions = true` makes a factor, from the low to the high end of its range, of every value of
the calibration that nobody has published.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.experiment.settings import SettingsError
from sim.naming import nearest
from sim.study.sweeps.design import DESIGNS, Factor, Point
from sim.study.sweeps.sensitivity import SPARE
from sim.world.calibration import Entry, load_parameters

PLAIN = ("faults", "scale", "days", "parties")
"""Factors that are options of a run; all others are `world.NAME` or `integration.NAME`."""
WORLD, INTEGRATION = "world.", "integration."


@dataclass(frozen=True)
class Sweep:
    """As the file says; `points` counts for a Latin hypercube only."""

    scenario: str
    integrations: tuple[str, ...]
    factors: tuple[Factor, ...]
    seeds: int = 5
    scale: float = 0.02
    faults: str = "none"
    design: str = "one_at_a_time"
    points: int = 0
    measures: tuple[str, ...] = ()

    def all_points(self) -> list[Point]:
        """The combinations of factors. Raises SettingsError."""
        return DESIGNS[self.design](self.factors, self.points)


KEYS: Mapping[str, type | tuple[type, ...]] = {
    "scenario": str,
    "integrations": list,
    "factors": dict,
    "seeds": int,
    "scale": (int, float),
    "faults": str,
    "design": str,
    "points": int,
    "measures": list,
    "assumptions": bool,
}
"""What a file may say, with the types."""


def read_sweep(path: Path) -> Sweep:
    """Raises SettingsError naming file, key, what was expected, and the nearest name."""
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    for key, value in told.items():
        if key not in KEYS:
            raise SettingsError(f"{path}: unknown key {key!r}; {nearest(key, KEYS)}")
        if not isinstance(value, KEYS[key]):
            raise SettingsError(f"{path}: {key}: expected {_words(KEYS[key])}, got {value!r}")
    for key in ("scenario", "integrations"):
        if not told.get(key):
            raise SettingsError(f"{path}: {key} is missing")
    design = told.get("design", Sweep.design)
    if design not in DESIGNS:
        raise SettingsError(f"{path}: unknown design {design!r}; {nearest(design, DESIGNS)}")
    factors = [_factor(path, name, value) for name, value in told.pop("factors", {}).items()]
    if told.pop("assumptions", False):
        named = {factor.name for factor in factors}
        factors += [factor for factor in assumptions() if factor.name not in named]
    if not factors:
        raise SettingsError(f"{path}: [factors] is empty: nothing would be varied")
    least = len(factors) + SPARE
    if design == "latin" and told.get("points", 0) < least:
        said = f"{len(factors)} factors need at least {least} for a correlation"
        raise SettingsError(f"{path}: points: {said}, got {told.get('points', 0)}")
    told |= {name: tuple(told.get(name, ())) for name in ("integrations", "measures")}
    return Sweep(**told, factors=tuple(factors))


def assumptions() -> tuple[Factor, ...]:
    """Every value of the calibration that has no published source, over its range."""
    table = load_parameters({}).table
    return tuple(_over_range(entry) for entry in table.values() if _is_open(entry))


def _is_open(entry: Entry) -> bool:
    return entry.assumption and not entry.used_by and entry.low < entry.high


def _over_range(entry: Entry) -> Factor:
    return Factor(
        f"{WORLD}{entry.name}", low=float(entry.low), high=float(entry.high), base=entry.default
    )


def _factor(path: Path, name: str, value: Any) -> Factor:
    _check_name(path, name)
    if isinstance(value, list) and value:
        return Factor(name, levels=tuple(value))
    if isinstance(value, dict) and {"low", "high"} <= set(value) <= {"low", "high", "base"}:
        if value["low"] < value["high"]:
            return Factor(name, **value)
        raise SettingsError(f"{path}: factor {name}: expected low < high, got {value}")
    expected = "levels such as [1, 2], or a range such as { low = 1, high = 2 }"
    raise SettingsError(f"{path}: factor {name}: expected {expected}, got {value!r}")


def _check_name(path: Path, name: str) -> None:
    known = [f"{WORLD}{one}" for one in load_parameters({})]
    if name in PLAIN or name in known or name.startswith(INTEGRATION):
        return
    raise SettingsError(f"{path}: unknown factor {name!r}; {nearest(name, [*PLAIN, *known])}")


def _words(types: type | tuple[type, ...]) -> str:
    every = types if isinstance(types, tuple) else (types,)
    return " or ".join(one.__name__ for one in every)
