"""A fault plan written as one word, so that a command line can repeat any.

    rough_day+F12@harsh+F46@rough@30-34@integration>billing

Its parts stand between `+`: a listed plan, a stranger's `module:object`, or a fault of the
catalogue followed by what is not its default: an intensity, a window in hours, a hop, in any order,
each after an `@`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sim.faults import FAULTS
from sim.faults.fault import INTENSITIES, Fault
from sim.naming import nearest
from sim.plugins import UnknownName, find

NONE = "none"
_FAULT = re.compile(r"F\d\d")
_WINDOW = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")


def read_plan(text: str, plans: Mapping[str, str]) -> tuple[Fault, ...]:
    """The faults that a word stands for, in its order. Raises UnknownName."""
    faults: tuple[Fault, ...] = ()
    for part in filter(None, text.split("+")):
        name, *details = part.split("@")
        if _FAULT.fullmatch(name):
            faults += (_fault(name, details),)
        elif details:
            raise UnknownName(f"fault plan part {part!r}: only a fault (F01..) takes an @")
        else:
            faults += tuple(find(name, plans, "fault plan"))
    return faults


def _fault(name: str, details: list[str]) -> Fault:
    kind: type[Fault] = find(name, FAULTS, "fault")
    fields: dict[str, Any] = {}
    intensity = ""
    for detail in details:
        window = _WINDOW.fullmatch(detail)
        if window:
            fields |= {"from_h": float(window[1]), "until_h": float(window[2])}
        elif ">" in detail:
            fields["hops"] = (*fields.get("hops", ()), detail)
        elif detail in INTENSITIES:
            intensity = detail
        else:
            raise UnknownName(
                f"{name}@{detail}: expected an intensity, hours such as 8-12, or a hop such as "
                f"integration>erp; {nearest(detail, INTENSITIES)}"
            )
    return kind.at(intensity, **fields) if intensity else kind(**fields)


def word_of(name: str, intensity: str = "", window_h: tuple[float, float] | None = None) -> str:
    """The part of a plan for one fault."""
    hours = "" if window_h is None else f"{window_h[0]:g}-{window_h[1]:g}"
    return "@".join(filter(None, (name, intensity, hours)))


def words_of(plan: str) -> tuple[str, ...]:
    """Fault and intensity of each part of a plan, without hours and hops."""
    return tuple("@".join(part.split("@")[:2]) for part in plan.split("+"))


def plan_of(parts: tuple[str, ...]) -> str:
    """Parts as one word; `none` if there is no part."""
    return "+".join(parts) or NONE
