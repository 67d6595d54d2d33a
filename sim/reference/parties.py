"""The page of outside parties: who they are, what they speak, by which mailboxes they are met."""

from __future__ import annotations

from sim.plugins import first_sentence, load
from sim.reference.markdown import page, table
from sim.world.parties import PARTIES
from sim.world.parties.party import Party


def parties_page() -> str:
    """The Markdown of `parties.md`."""
    introduction = (
        "Who takes part in a run beside the systems: `testbed run ... --parties a,b` or `all`. A "
        "party meets the integration in documents alone, unless it is people at a system's own "
        "screen. What a flow owes to a party is owed only while the party takes part."
    )
    rows = [_row(name, target) for name, target in PARTIES.items()]
    headings = ("name", "id", "flows", "it sends", "it takes", "what it is")
    return page("Parties", introduction, table(headings, rows))


def _row(name: str, target: str) -> tuple[str, ...]:
    kind: type[Party] = load(target, "party")
    flows = ", ".join(kind.flows)
    sends, takes = ", ".join(kind.sends), ", ".join(kind.takes)
    return (f"`{name}`", kind.id, flows, sends, takes, first_sentence(target))
