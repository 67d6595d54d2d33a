"""What to do about a work item: one runbook for each type, as data.

The desk that owns an item is in policies.py. Whoever does not answer in time has it taken to the
next level: desk, the desk's supervisor, the integration lead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from integration_under_test.reference import policies

INTEGRATION_LEAD = "integration lead"


class Runbook(NamedTuple):
    """What is wrong, where to look first, what mends it, and what to answer then.

    `supervisor_h` and `lead_h` are ages in hours at which an unanswered item goes higher.
    """

    meaning: str
    look_at: str
    remedy: str
    answer: str
    supervisor_h: float
    lead_h: float


RUNBOOKS: Mapping[str, Runbook] = {
    policies.UNMAPPED_CODE: Runbook(
        "no master of any system translates a code",
        "the code in the item's reason, and the master that should hold it",
        "add the code, or its mapping, in the system that owns it",
        "retry",
        24.0,
        72.0,
    ),
    policies.PACK_IN_DOUBT: Runbook(
        "a document is held: systems disagree how many eaches a purchase unit of its item holds",
        "the item in every master that the reason names, and the label on the pack",
        "correct the pack in the system that has it wrong",
        "retry",
        8.0,
        24.0,
    ),
    policies.POSTING_BLOCKED: Runbook(
        "a system has taken no posting of a kind for a day and a half: somebody blocked it",
        "who blocked it, and until when",
        "have the block lifted",
        "retry",
        8.0,
        24.0,
    ),
    policies.MISSING_DOCUMENT: Runbook(
        "a document refers to another one that has not arrived there",
        "the earlier document in the system where it began",
        "have its sender send it again, or enter it by hand",
        "retry",
        24.0,
        72.0,
    ),
    policies.LOT_NOT_ELIGIBLE: Runbook(
        "billing knows nothing of the lot that was used",
        "the receipt of the lot in the inventory application",
        "register the lot, or correct the lot of the usage",
        "retry",
        24.0,
        72.0,
    ),
    policies.REFUSED: Runbook(
        "a system refused the document for good",
        "the refusal in the item's reason",
        "correct the document where it began; a corrected one comes by itself",
        "dismiss",
        24.0,
        72.0,
    ),
    policies.UNREACHABLE: Runbook(
        "a system or a partner did not answer for longer than we try",
        "whether it answers again, and what else waits for it",
        "have its owner bring it back",
        "retry",
        8.0,
        24.0,
    ),
    policies.UNREADABLE: Runbook(
        "a document or an answer has an unexpected shape",
        "the sender's release notes: a field was renamed, moved or dropped",
        "have the sender correct it, or the mapping follow the new release",
        "retry",
        24.0,
        72.0,
    ),
    policies.CONFLICTING: Runbook(
        "two different documents came under one number",
        "both documents, with their sender",
        "have the sender say which one counts, and send the other under a new number",
        "dismiss",
        24.0,
        72.0,
    ),
    policies.PERIOD_CLOSED: Runbook(
        "a late document belongs to a month that is closed, and is posted in the next",
        "its amount, against what the month's report may still leave out",
        "decide whether the month is opened again for it",
        "acknowledge",
        48.0,
        96.0,
    ),
    policies.MASTER_DATA_DOUBT: Runbook(
        "records of the masters contradict each other, or two may mean the same",
        "the records that the item's reason names, in the systems that own them",
        "mend the record in the system that owns it, or leave it on purpose",
        "acknowledge",
        72.0,
        240.0,
    ),
    policies.RELEASE_WITHDRAWN: Runbook(
        "documents were sent as a release had it that was withdrawn afterwards",
        "what the release changed, and these documents in their target",
        "correct or reverse in the target what the release got wrong",
        "acknowledge",
        24.0,
        72.0,
    ),
    policies.RECONCILIATION_GAP: Runbook(
        "two books differ: an effect that was acknowledged, or never asked for, is not there",
        "the document's trace, and the target's log of that time",
        "none while it is repaired by itself; find out why it was lost",
        "acknowledge",
        24.0,
        72.0,
    ),
}
"""Type of work item -> its runbook."""


def register() -> list[dict[str, str]]:
    """Every type of exception as plain data, for those who read rather than run."""
    return [
        {
            "type": type_,
            "meaning": runbook.meaning,
            "owner": policies.TYPE_OWNERS.get(type_, "the desk of its flow"),
            "escalation": f"{runbook.supervisor_h:g} h to the desk's supervisor, "
            f"{runbook.lead_h:g} h to the {INTEGRATION_LEAD}",
            "runbook": runbook.look_at,
            "remedy": runbook.remedy,
            "action": runbook.answer,
        }
        for type_, runbook in RUNBOOKS.items()
    ]


def next_owner(type_: str, owner: str, age_h: float) -> str:
    """Whose an item is at an age; `owner` is the desk that it began with."""
    runbook = RUNBOOKS[type_]
    if age_h >= runbook.lead_h:
        return INTEGRATION_LEAD
    return f"{owner} supervisor" if age_h >= runbook.supervisor_h else owner
