"""997 and TA1: whether a translator could use what it got (P05)."""

from __future__ import annotations

from integration_under_test.reference.exceptions import SentBack
from integration_under_test.reference.mediation.canonical.order_acknowledgements import SetAnswer
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.protocols.x12 import Interchange, SetName
from integration_under_test.reference.mediation.suppliers.notation import interchange

FUNCTIONAL_ACKNOWLEDGEMENT = SetName("997", "FA")

SEGMENTS_IN_ERROR = "5"
"""Of element 718: the set's envelope is sound, something in it is not."""

STATUS = {"AK5": 1, "AK9": 1, "TA1": 4}
"""Segment -> the element that says what became of a set, a group, an interchange."""
TAKEN = ("A", "E")
"""Accepted; accepted, with errors noted."""


def answer_to(opened: Interchange, partner: str, fault: str = "") -> SetAnswer:
    return SetAnswer(
        partner=partner,
        group=opened.group_code,
        group_control=opened.group_control,
        set_code=opened.set_code,
        set_control=opened.set_control,
        fault=fault,
    )


def write(answer: SetAnswer, context: Context) -> bytes:
    """A 997 for a group of one set."""
    status, taken = (f"R*{answer.fault}", 0) if answer.fault else ("A", 1)
    body = [
        f"AK1*{answer.group}*{answer.group_control}",
        f"AK2*{answer.set_code}*{answer.set_control}",
        f"AK5*{status}",
        f"AK9*{status[0]}*1*1*{taken}",
    ]
    return interchange(FUNCTIONAL_ACKNOWLEDGEMENT, answer.partner, body, context)


def require_taken(opened: Interchange) -> None:
    """Raises SentBack for an answer that refuses what we sent."""
    for segment in opened.named(*STATUS):
        status = segment.at(STATUS[segment.name])
        if status not in TAKEN:
            said = "*".join((segment.name, *segment.values))
            raise SentBack(f"{opened.sender} refuses what we sent: {said}")
