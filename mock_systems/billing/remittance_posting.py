"""The posting of a planned remittance: accounts, claims, denials (CR2, CR6, CR7)."""

from __future__ import annotations

from collections import defaultdict

from mock_systems.billing import claims, denials
from mock_systems.billing.claim_operations import note_status
from mock_systems.billing.claims import Claim
from mock_systems.billing.denials import Denial, DenialReason
from mock_systems.billing.documents import Facility
from mock_systems.billing.remittance_rules import Planned
from mock_systems.billing.remittances import Posting, Remittance
from mock_systems.billing.tables import Tables
from mock_systems.service import Effect, Work

Amounts = dict[Facility, dict[str, int]]


def post_lines(tables: Tables, remittance: Remittance, new: list[Planned], work: Work) -> Amounts:
    """Posts every new line; returns payments and contractual amounts by facility."""
    amounts: Amounts = defaultdict(lambda: {"payment": 0, "contractual": 0})
    denied: dict[tuple[str, int], list[Posting]] = {}
    touched: dict[str, Claim] = {}
    for planned in new:
        answered = planned.line.standing()
        posting = _post(tables, remittance, planned)
        facility = planned.claim.encounter.facility
        amounts[facility]["payment"] += posting.paid_cents
        amounts[facility]["contractual"] += posting.adjusted_cents("contractual")
        work.effect(_effect(posting, remittance))
        touched[planned.claim.claim_id] = planned.claim
        if posting.original is not None:
            _end_denial(tables, posting.original, denials.VOIDED)
        elif posting.denied_cents > 0:
            file = (planned.claim.claim_id, posting.key.occurrence)
            denied.setdefault(file, []).append(posting)
        else:
            for earlier in answered:
                _end_denial(tables, earlier, denials.OVERTURNED)
    for postings in denied.values():
        _deny(tables, remittance, postings, work)
    for claim in touched.values():
        tables.claims[claim.claim_id] = claim
        _settle(tables, claim, work)
    return amounts


def _post(tables: Tables, remittance: Remittance, planned: Planned) -> Posting:
    unit = planned.unit
    posting = Posting(
        planned.key,
        planned.claim,
        unit.billed_cents,
        unit.paid_cents,
        unit.adjustments,
        planned.original,
    )
    if planned.original is not None:
        planned.original.reversed_by = posting
    planned.line.postings.append(posting)
    remittance.postings.append(posting.key)
    encounter = planned.claim.encounter
    account = tables.account(encounter)
    contractual = posting.adjusted_cents("contractual")
    for figure in (account, tables.receivable(encounter.facility, remittance.paid_on)):
        figure.payment_cents += posting.paid_cents
        figure.contractual_cents += contractual
    account.patient_due_cents += posting.adjusted_cents("patient")
    tables.review_credit_balance(encounter)
    return posting


def _end_denial(tables: Tables, posting: Posting, status: str) -> None:
    """Ends the work on a denial that the payer took back or paid after all."""
    denial = tables.open_denials.pop(posting.denial_id, None)
    if denial is not None:
        denial.status = status


def _deny(tables: Tables, remittance: Remittance, postings: list[Posting], work: Work) -> None:
    """One work item for what one remittance denied of one claim."""
    claim = postings[0].claim
    reasons = tuple(
        DenialReason(posting.key.line, each.group, each.reason, each.amount_cents)
        for posting in postings
        for each in posting.adjustments
        if each.kind == "denied"
    )
    denial = Denial(
        tables.number("DN"),
        claim.claim_id,
        claim.encounter,
        remittance.trace_number,
        remittance.paid_on,
        reasons,
    )
    for posting in postings:
        posting.denial_id = denial.denial_id
    tables.denials[denial.denial_id] = tables.open_denials[denial.denial_id] = denial
    work.effect(
        Effect(
            kind="billing.denial",
            key=denial.denial_id,
            amount_minor=abs(denial.amount_cents),
            facility=claim.encounter.facility.code,
            facts={
                "claim": claim.claim_id,
                "payer": claim.payer.payer_id,
                "trace": remittance.trace_number,
                "reasons": sorted({f"{r.group}-{r.reason}" for r in reasons}),
                "lines": _origins(claim, reasons),
            },
        )
    )
    work.emit("billing.claim.denied", denial.denial_id, wire_denial(denial, claim))


def _origins(claim: Claim, reasons: tuple[DenialReason, ...]) -> list[tuple[int, str, str]]:
    """The denied lines that bill a charge: line, charge, the charge's origin."""
    found = {}
    for reason in reasons:
        line = claim.line(reason.line)
        if line is not None and line.billed is not None:
            found[reason.line] = (line.billed.charge_id, line.billed.source_reference)
    return [(line, *origin) for line, origin in sorted(found.items())]


def _settle(tables: Tables, claim: Claim, work: Work) -> None:
    status = claims.adjudicated(claim)
    if status == claim.status:
        return
    if claim.status == claims.CLOSED:
        # Money was taken back after the work had ended: the claim is active again, unless
        # another claim to the same payer took its place.
        if tables.active_claim(claim.encounter, claim.payer.payer_id) is not None:
            return
        note_status(tables, claim, claims.ACCEPTED, work)
        if status == claims.ACCEPTED:
            return
    note_status(tables, claim, status, work)


def _effect(posting: Posting, remittance: Remittance) -> Effect:
    return Effect(
        kind="billing.remittance_line" if posting.original is None else "billing.takeback",
        key=str(posting.key),
        amount_minor=abs(posting.paid_cents),
        facility=posting.claim.encounter.facility.code,
        period=f"{remittance.paid_on[:4]}-{remittance.paid_on[4:6]}",
        facts={
            "claim": posting.key.claim_id,
            "encounter": posting.claim.encounter.encounter_id,
            "denied": posting.denied_cents,
            "patient": posting.adjusted_cents("patient"),
        },
    )


def wire_denial(denial: Denial, claim: Claim) -> dict[str, object]:
    """A denial as this vendor writes it, with the way to the charge and the usage (P15)."""
    return {
        "denialId": denial.denial_id,
        "claimId": claim.claim_id,
        "encounterId": claim.encounter.encounter_id,
        "facilityId": claim.encounter.facility.facility_id,
        "payerId": claim.payer.payer_id,
        "traceNumber": denial.trace_number,
        "deniedOn": denial.denied_on,
        "status": denial.status,
        "level": denial.level,
        "appealReference": denial.appeal_reference,
        "amountCents": denial.amount_cents,
        "reasons": [_reason(claim, reason) for reason in denial.reasons],
    }


def _reason(claim: Claim, reason: DenialReason) -> dict[str, object]:
    line = claim.line(reason.line)
    charge = line.billed if line else None
    return {
        "line": reason.line,
        "group": reason.group,
        "reason": reason.reason,
        "amountCents": reason.amount_cents,
        "chargeId": charge.charge_id if charge else "",
        "sourceReference": charge.source_reference if charge else "",
    }
