"""The causal timeline of a key in business words: who asked whom for what, and what came of it.

A stored line reads `op  noun  way  key  extras...`; one that does not is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sim.report import wording

HEAD, TAIL = 24, 12
"""Lines shown at most from either end of a long story."""
STAMP = re.compile(r"d(\d+) (\d\d):(\d\d):(\d\d)\.(\d{3})")
PARTS = 4
GIVEN_UP = "delivery_exhausted"
TAKEN_UNHEARD = "taken_unheard"


class Told(NamedTuple):
    """One line: when, what happened, details in passing, and its tone (`good`, `bad` or '')."""

    when: str
    text: str
    details: str = ""
    tone: str = ""


class Line(NamedTuple):
    """A stored line taken apart."""

    op: str
    noun: str
    way: str
    key: str
    extras: tuple[str, ...]


def tell_all(timeline: list[Mapping[str, Any]], first_day: date) -> list[Told]:
    """The whole story, however long."""
    return [_one(step, first_day) for step in timeline]


def tell(timeline: list[Mapping[str, Any]], first_day: date) -> list[Told]:
    """The whole story, or its beginning and end."""
    told = tell_all(timeline, first_day)
    hidden = len(told) - HEAD - TAIL
    if hidden <= 1:
        return told
    return [*told[:HEAD], Told("", f"… {hidden} more steps in verdict.json …"), *told[-TAIL:]]


def _one(step: Mapping[str, Any], first_day: date) -> Told:
    when = _when(step.get("t", ""), first_day)
    line = _parsed(str(step["line"]))
    if line is None or line.op not in _SENTENCES:
        return Told(when, str(step["line"]))
    text, tone = _SENTENCES[line.op](line), _TONES.get(line.op, "")
    details = ", ".join(_plain(extra, first_day) for extra in line.extras if extra)
    return Told(when, text[:1].upper() + text[1:], details, tone)


def _plain(extra: str, first_day: date) -> str:
    """Cents as dollars, stamps as instants; the rest stays."""
    if cents := re.fullmatch(r"(-?\d+) cents", extra):
        return wording.money(int(cents[1]))
    if extra.startswith("due "):
        return f"due {_when(extra.removeprefix('due '), first_day)}"
    return extra


def _when(stamp: Any, first_day: date) -> str:
    """`d30 14:02:11.250` or seconds since the start, on the scenario's calendar."""
    if isinstance(stamp, int | float):
        return wording.instant(int(stamp * 1_000_000), first_day)
    if not (found := STAMP.fullmatch(str(stamp).strip())):
        return str(stamp)
    days, hours, minutes, seconds, millis = (int(part) for part in found.groups())
    whole_s = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return wording.instant(whole_s * 1_000_000 + millis * 1000, first_day)


def _parsed(text: str) -> Line | None:
    parts = [part.strip() for part in text.split("  ") if part.strip()]
    if len(parts) < PARTS:
        return None
    op, noun, way, key, *extras = parts
    return Line(op, noun, way, key, tuple(extras))


def _noun(line: Line) -> str:
    """`inventory.usage.recorded` and `create_charge` as words, without the system; what goes by a
    media type is a document."""
    if "/" in line.noun:
        return "document"
    _, dot, rest = line.noun.partition(".")
    return wording.words(rest if dot else line.noun).replace(".", " ")


def _ends(line: Line) -> tuple[str, str]:
    source, _, target = line.way.partition(">")
    return _party(source), _party(target or source)


def _party(name: str) -> str:
    return "the integration" if name == "integration" else wording.system(name)


def _sent(line: Line) -> str:
    sender, receiver = _ends(line)
    if "/" in line.noun:
        return f"{sender} sends {receiver} {_noun(line)} {line.key}"
    if "." in line.noun:
        return f"{sender} tells {receiver}: {_noun(line)} {line.key}"
    return f"{sender} asks {receiver} to {_noun(line)} for {line.key}"


def _answered(what: str) -> Callable[[Line], str]:
    def sentence(line: Line) -> str:
        _, receiver = _ends(line)
        return f"{receiver} {what}: {_noun(line)} {line.key}"

    return sentence


def _committed(line: Line) -> str:
    return f"{_party(line.way.split('>')[-1])} commits {_noun(line)} {line.key}"


def _owed(line: Line) -> str:
    source, target = _ends(line)
    return f"{target} must now show {_noun(line)} {line.key}, because of {source}"


def _noted(line: Line) -> str:
    """A note of the world: its key stands in the place of the way, details in that of the key."""
    if line.noun == TAKEN_UNHEARD:
        return f"the integration accepted {line.way}, but its sender no longer heard that"
    if line.noun != GIVEN_UP:
        return f"{wording.words(line.noun)}: {line.way}, {line.key}"
    sender, _, event = line.key.partition(".")
    return f"{_party(sender)} gives up: {wording.words(event).replace('.', ' ')} {line.way}"


def _stood(when: str) -> Callable[[Line], str]:
    def sentence(line: Line) -> str:
        return f"{_party(line.way)} has {_noun(line)} {line.key} {when}"

    return sentence


def _fault(what: str) -> Callable[[Line], str]:
    def sentence(line: Line) -> str:
        hops = ", ".join(wording.hop(hop) for hop in line.way.split(","))
        return f"fault {line.noun} {what}, {hops}"

    return sentence


_SENTENCES: Mapping[str, Callable[[Line], str]] = {
    "invoke": _sent,
    "ok": _answered("accepts"),
    "fail": _answered("refuses"),
    "info": _answered("gives no answer"),
    "effect": _committed,
    "book_opening": _stood("at the start"),
    "book_closing": _stood("at the end"),
    "owe": _owed,
    "fault_on": _fault("begins"),
    "fault_off": _fault("ends"),
    "fault_witness": _fault("is seen acting for the first time"),
    "world": _noted,
    "item_opened": lambda line: f"work item opened: {_noun(line)} for {line.key}",
    "item_closed": lambda line: f"work item closed: {_noun(line)} for {line.key}",
}
_TONES = {"effect": "good", "fail": "bad", "info": "bad", "fault_witness": "bad", "world": "bad"}
