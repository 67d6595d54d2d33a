"""F16: a system changes to or from summer time on the wrong day.

Stands for an outdated zone table, or a clock that is kept in local time. Its local times are off
by exactly an hour from two in the morning of one night to that of the next: one hour is missing,
and at the end one comes twice; its days begin and end an hour too early or too late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.faults.f15_clock_skew import ClockSkew

HOUR_S = 3600.0


@dataclass(frozen=True, kw_only=True)
class ZoneShift(ClockSkew):
    """Forward is to summer time, an hour ahead; back is an hour behind."""

    id: ClassVar[str] = "F16"
    title: ClassVar[str] = "wrong summer time"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"systems": ("billing",)},
        "rough": {"systems": ("inventory", "billing"), "skew_s": -HOUR_S},
        "harsh": {"systems": ("erp", "procurement", "contracts", "inventory", "billing")},
    }

    from_h: float = 2.0
    until_h: float = 26.0
    skew_s: float = HOUR_S
    systems: tuple[str, ...] = ("inventory",)
