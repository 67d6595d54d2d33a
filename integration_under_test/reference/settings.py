"""The settings of the reference integration, with their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from difflib import get_close_matches
from typing import Any


@dataclass(frozen=True)
class Settings:
    """Times in the unit that each name ends in."""

    max_concurrency: int = 16
    """Calls under way at one system."""
    call_timeout_s: float = 30.0
    retry_base_s: float = 2.0
    """Wait before the first retry; it doubles with each further one."""
    retry_cap_s: float = 300.0
    retry_horizon_h: float = 36.0
    """A command that could not be sent for so long becomes a work item."""
    unmapped_patience_h: float = 4.0
    """The same for a code that no master translates: masters arrive late, but not that late."""
    settle_s: float = 45.0
    """How long a request of unknown outcome may still be under way, before a look is believed."""
    masters_refresh_s: float = 60.0
    """Unknown codes make the masters be read again, but not more often than this."""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Settings:
        """Raises ValueError for an unknown name or a value that is not a positive number."""
        names = [field.name for field in fields(cls)]
        for name, value in given.items():
            if name not in names:
                near = get_close_matches(name, names, n=1, cutoff=0.0)[0]
                raise ValueError(f"unknown setting {name!r}; the nearest valid one is {near!r}")
            if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
                raise ValueError(f"{name}: expected a positive number, got {value!r}")
        return cls(**given)


def defaults() -> dict[str, Any]:
    """Setting -> default."""
    return asdict(Settings())
