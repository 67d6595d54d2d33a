"""What may go wrong in the reference integration: the types of exceptions with their runbooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sim.reference.markdown import page, section, table

Row = Mapping[str, str]

TYPES = ("type", "meaning", "owner", "escalation", "runbook", "remedy", "action")
DESKS = ("flow", "owner", "tier", "deadline", "warning")


class Exceptions(NamedTuple):
    """What an integration declares of its exceptions: their types, and the desks of its flows."""

    types: Iterable[Row]
    desks: Iterable[Row]


def runbooks_page(exceptions: Exceptions) -> str:
    """The Markdown of `runbooks.md`."""
    introduction = (
        "Whatever the reference integration cannot settle by itself becomes a work item of one of "
        "these types. It has an owner, a runbook and one action that ends it; unanswered, it goes "
        "higher by its age. What the flows are is said in [flows](flows.md)."
    )
    return page(
        "Runbooks",
        introduction,
        section(
            "Types of exceptions",
            "`runbook` is where to look first, `remedy` what mends it, `action` what to answer "
            "then.",
            table(TYPES, _cells(exceptions.types, TYPES)),
        ),
        section(
            "Desks and tiers",
            "Who owns what has no owner by its type, how long a command of the flow may wait from "
            "its business event on, and at which age whoever is on duty hears of it.",
            table(DESKS, _cells(exceptions.desks, DESKS)),
        ),
    )


def _cells(rows: Iterable[Row], headings: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    first, *others = headings
    return [(f"`{row[first]}`", *(row[name] for name in others)) for row in rows]
