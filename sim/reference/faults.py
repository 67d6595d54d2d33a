"""The page of faults: where each acts, how hard at its three intensities, what must take part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.faults import FAULTS
from sim.faults.fault import FOREVER_H, INTENSITIES, Fault
from sim.plugins import first_sentence, load
from sim.reference.markdown import page, table

NAMED_HOPS = 3
"""More than these are told as their number: then it is nearly every system."""
WINDOW = ("from_h", "until_h")
BESIDES = ("hops", "nth", *WINDOW)


def faults_page() -> str:
    """The Markdown of `faults.md`."""
    introduction = (
        "Named by fault plans (`--faults F01@harsh+F12@mild`); off unless a plan has them. An "
        "intensity states the fault's fields, then the hours from the start of the scenario within "
        "which it is on; without such hours it lasts until the scenario heals. Another window is "
        "given as `F12@mild@10-14`. Some faults find little to act on unless one of the parties "
        "that they need takes part (`--parties`), or a month is closed within the scenario. F06, "
        "F20, F21 and F23 are defects of an integration: `retries_without_key`, `keeps_no_dead`, "
        "`overtakes_the_dead` and `publishes_outside` have them."
    )
    rows = [_row(name, target) for name, target in FAULTS.items()]
    headings = ("name", "what it is", "hops", *INTENSITIES, "needs", "where")
    return page("Faults", introduction, table(headings, rows))


def _row(name: str, target: str) -> tuple[str, ...]:
    kind: type[Fault] = load(target, "fault")
    needs = " or ".join(kind.needs) or ("a close" if kind.needs_close else "")
    hops, at = _hops(kind.hops), (_strength(kind.at(intensity)) for intensity in INTENSITIES)
    return (f"`{name}`", first_sentence(target), hops, *at, needs, f"`{target}`")


def _strength(fault: Fault) -> str:
    """The fields that one of the intensities sets, with the value that each has here."""
    set_somewhere = {name for fields in fault.intensities.values() for name in fields}
    fields = {name: getattr(fault, name) for name in sorted(set_somewhere - {*BESIDES})}
    told = [f"`{name}` {_value(value)}" for name, value in fields.items()]
    if fault.hops != type(fault).hops:
        told.append(_hops(fault.hops))
    return ", ".join([*told, *_window(fault)])


def _window(fault: Fault) -> list[str]:
    if fault.until_h < FOREVER_H:
        return [f"{fault.from_h:g}-{fault.until_h:g} h"]
    return [f"from {fault.from_h:g} h"] if fault.from_h else []


def _value(value: Any) -> str:
    """A number, a word, or how many of them."""
    if isinstance(value, (tuple, list, Mapping)):
        words = [str(one) for one in value if isinstance(one, str)]
        return " ".join(words) if len(words) == len(value) else f"{len(value)} operations"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _hops(hops: tuple[str, ...]) -> str:
    return " ".join(f"`{hop}`" for hop in hops) if len(hops) <= NAMED_HOPS else f"{len(hops)} hops"
