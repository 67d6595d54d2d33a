"""The calibration table as validated numbers.

All figures of the group live in `calibration.toml`, each with its range and source, so that a
sweep, a report or a doubt has one place to go. A value outside its range is allowed, since
sweeps must be able to leave the plausible, but it is flagged.

    parameters = load_parameters({"spike_invoices": 2.5})
    parameters["spike_invoices"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sim.mistake import Mistake


class UnknownParameter(Mistake, KeyError):
    """No parameter has this name; the message offers the nearest one."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the calibration table."""

    name: str
    default: float
    low: float
    high: float
    unit: str
    source: str
    confidence: str
    assumption: bool = False
    used_by: str = ""
    """What reads it, where that is not the group as it is built and driven today."""

    def __post_init__(self) -> None:
        if not self.low <= self.default <= self.high:
            raise ValueError(
                f"{self.name}: expected low <= default <= high, "
                f"got {self.low}, {self.default}, {self.high}"
            )
        if self.confidence not in ("H", "M", "L"):
            raise ValueError(f"{self.name}: expected confidence H, M or L, got {self.confidence}")


class Parameters(Mapping[str, float]):
    """Name -> value. Raises UnknownParameter for a name that the table does not have."""

    def __init__(self, table: Mapping[str, Entry], overrides: Mapping[str, float]) -> None:
        self.table = table
        self._values = {name: entry.default for name, entry in table.items()}
        for name, value in overrides.items():
            self._values[self._known(name)] = float(value)

    def __getitem__(self, name: str) -> float:
        return self._values[self._known(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    @property
    def out_of_range(self) -> tuple[str, ...]:
        """Names whose value lies outside the plausible range, for the report to show."""
        return tuple(
            name
            for name, entry in self.table.items()
            if not entry.low <= self._values[name] <= entry.high
        )

    @property
    def awaited(self) -> Mapping[str, str]:
        """Name -> flow, system or report for which a value is kept ready."""
        return {name: entry.used_by for name, entry in self.table.items() if entry.used_by}

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Names of the values that no published source supports."""
        return tuple(name for name, entry in self.table.items() if entry.assumption)

    def _known(self, name: str) -> str:
        if name in self.table:
            return name
        nearest = get_close_matches(name, self.table, n=1, cutoff=0.0)
        raise UnknownParameter(f"no parameter {name!r}; the nearest is {nearest[0]!r}")


def read_table(path: Path | None = None) -> dict[str, Entry]:
    """The calibration table, in file order. Raises ValueError or TypeError for a bad row."""
    path = path or Path(__file__).with_name("calibration.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Entry(name=name, **row) for name, row in rows.items()}


def load_parameters(overrides: Mapping[str, float] | None = None) -> Parameters:
    """The defaults of the table with some of them replaced."""
    return Parameters(read_table(), overrides or {})
