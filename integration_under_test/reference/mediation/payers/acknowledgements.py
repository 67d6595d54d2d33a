"""What the clearinghouse says of our interchanges (P10): the 999, and a TA1 for the envelope."""

from __future__ import annotations

from integration_under_test.reference.exceptions import SentBack
from integration_under_test.reference.mediation.protocols.x12 import Interchange

TAKEN = ("A", "E")
"""Accepted; accepted, with errors noted."""
DUPLICATE_INTERCHANGE = "025"
"""TA105 of one that came again: they have it (F04)."""


def require_accepted(interchange: Interchange) -> None:
    """Raises SentBack for an acknowledgement that takes less than all."""
    for answer in interchange.named("TA1"):
        if answer.at(4) not in TAKEN and answer.at(5) != DUPLICATE_INTERCHANGE:
            raise SentBack(f"interchange {answer.at(1)} was refused: {answer.at(5)}")
    for answer in interchange.named("AK9"):
        if answer.at(1) not in TAKEN:
            faults = ["*".join((s.name, *s.values)) for s in interchange.named("IK3", "IK4", "IK5")]
            (group,) = (s.at(2) for s in interchange.named("AK1"))
            raise SentBack(f"group {group} was answered {answer.at(1)}: {', '.join(faults)}")
