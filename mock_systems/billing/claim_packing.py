"""Claims and remittances as plain tuples, for their archives.

A claim takes its lines along, each with what remittances posted on it; postings of one line name
one another by their place there. The payer is kept as it was when the claim was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from sys import intern
from typing import Any

from mock_systems.billing.claims import Billed, Claim, ClaimLine, Payer
from mock_systems.billing.documents import ChargeCode, Encounter
from mock_systems.billing.remittances import Adjustment, Posting, PostingKey, Remittance

_NONE = -1


class ClaimPacking:
    """Packs and unpacks claims of these accounts."""

    def __init__(
        self, accounts: Sequence[Encounter], charge_master: Mapping[str, ChargeCode]
    ) -> None:
        self._accounts = accounts
        self._charge_master = charge_master

    def pack(self, claim: Claim) -> tuple[Any, ...]:
        return (
            claim.claim_id,
            claim.encounter.place,
            tuple(claim.payer),
            claim.created_on,
            tuple(map(_packed_line, claim.lines)),
            _packed_line(claim.whole),
            claim.status,
            claim.version,
            claim.submissions,
            claim.released,
            claim.answered,
            claim.submitted_on,
            claim.payer_control_number,
            tuple(claim.reasons),
        )

    def unpack(self, value: Any) -> Claim:
        claim_id, account, payer, created_on, lines, whole, *rest = value
        claim = Claim(
            intern(claim_id),
            self._accounts[account],
            Payer(*payer),
            created_on,
            tuple(self._line(line) for line in lines),
            self._line(whole),
            *rest,
        )
        for line, (*_, postings) in zip((*claim.lines, claim.whole), (*lines, whole), strict=True):
            if postings:
                _post(claim, line, postings)
        return claim

    def _line(self, value: Any) -> ClaimLine:
        number, billed, amount_cents, _ = value
        if billed is None:
            return ClaimLine(number, None, amount_cents)
        charge, reference, code, *rest = billed
        said = Billed(charge, reference, self._charge_master[code], *rest)
        return ClaimLine(number, said, amount_cents)


def pack_remittance(remittance: Remittance) -> tuple[Any, ...]:
    keys = tuple((key.claim_id, key.line, key.occurrence) for key in remittance.postings)
    return (
        remittance.remittance_id,
        remittance.payer_id,
        remittance.trace_number,
        remittance.payment_cents,
        remittance.paid_on,
        remittance.provider_adjustment_cents,
        keys,
    )


def unpack_remittance(value: Any) -> Remittance:
    *head, keys = value
    remittance = Remittance(*head)
    who = (remittance.payer_id, remittance.trace_number)
    remittance.postings += [PostingKey(*who, *key) for key in keys]
    return remittance


def _packed_line(line: ClaimLine) -> tuple[Any, ...]:
    billed = line.billed
    said = None if billed is None else (*billed[:2], billed.code.charge_code, *billed[3:])
    postings = tuple(_packed_posting(posting, line.postings) for posting in line.postings)
    return line.number, said, line.amount_cents, postings


def _packed_posting(posting: Posting, beside: Sequence[Posting]) -> tuple[Any, ...]:
    return (
        posting.key.trace_number,
        posting.key.occurrence,
        posting.billed_cents,
        posting.paid_cents,
        tuple(map(tuple, posting.adjustments)),
        _place(posting.original, beside),
        _place(posting.reversed_by, beside),
        posting.denial_id,
    )


def _place(posting: Posting | None, beside: Sequence[Posting]) -> int:
    return _NONE if posting is None else beside.index(posting)


def _post(claim: Claim, line: ClaimLine, values: Any) -> None:
    """Puts a line's postings on it, then lets them know one another."""
    for trace, occurrence, billed_cents, paid_cents, adjustments, _, _, denial_id in values:
        key = PostingKey(claim.payer.payer_id, trace, claim.claim_id, line.number, occurrence)
        said = tuple(Adjustment(*each) for each in adjustments)
        posting = Posting(key, claim, billed_cents, paid_cents, said, denial_id=denial_id)
        line.postings.append(posting)
    for posting, (*_, original, reversed_by, _) in zip(line.postings, values, strict=True):
        posting.original = None if original == _NONE else line.postings[original]
        posting.reversed_by = None if reversed_by == _NONE else line.postings[reversed_by]
