"""What a payer decides of a claim, line by line.

A decision is drawn at the claim's address, so it is the same whenever it is asked for: nothing
needs to be kept to take a payment back. Of the dollars that are billed the calibrated share is
denied at first, most of it in claims that are denied as a whole.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from mock_systems.standards.x12.remittance_advice import Adjustment
from sim.streams import cumulative
from sim.world.billing_rows import PAYERS
from sim.world.parties.payers.claims import Claim, Line
from sim.world.site import Site

Round = Literal["first", "appeal", "review"]
"""First adjudication, after a won appeal, after a takeback (a little less is allowed)."""

WHOLE_OF_DENIED = 0.6
"""The share of denied dollars that lies in claims denied as a whole; the others lose half their
lines. Judgement."""
DENIALS = {"16": 30, "15": 20, "50": 15, "29": 10, "96": 10, "252": 15}
"""CARC -> weight: lacks information, no authorisation, not necessary, too late, not covered,
documents wanted. Judgement."""
SEQUESTRATION_BP = 200
_ALLOWS = {payer.payer_id: payer.allows for payer in PAYERS}
_MEDICARE = "PAY-MCR"
_COINSURANCE, _CONTRACT, _SEQUESTER = "2", "45", "253"


class Decided(NamedTuple):
    """A line as adjudicated; charge less adjustments is what is paid."""

    line: Line
    paid_minor: int
    adjustments: tuple[Adjustment, ...]
    denied: bool


class Adjudication:
    """The payers' desks."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._codes = tuple(DENIALS)
        self._weights = cumulative([float(weight) for weight in DENIALS.values()])

    def decide(self, claim: Claim, round_: Round) -> tuple[Decided, ...]:
        """Every line of a claim."""
        denied = self._denied(claim) if round_ == "first" else frozenset[int]()
        allowed_pct = _ALLOWS.get(claim.payer, 50)
        allowed_bp = allowed_pct * (90 if round_ == "review" else 100)
        coinsurance_bp = self._coinsurance_bp(claim)
        code = self._site.streams.weighted(
            self._codes, self._weights, "denial.code", claim.account, claim.submission
        )
        return tuple(
            _deny(line, code)
            if line.number in denied
            else _allow(line, allowed_bp, coinsurance_bp, claim.payer == _MEDICARE)
            for line in claim.lines
        )

    def overturns(self, account: str, level: int) -> bool:
        """Whether an appeal wins."""
        share = self._site.parameters["denial_overturn_share"]
        return self._site.streams.bernoulli(share, "appeal.won", account, level)

    def rejects(self, claim: Claim) -> bool:
        """Whether the clearinghouse turns a submission away, before anybody adjudicates it."""
        share = self._site.parameters["claim_reject_share"]
        return self._site.streams.bernoulli(
            share, "claim.rejected", claim.account, claim.submission
        )

    def takes_back(self, claim: Claim) -> bool:
        """Whether a payment will be taken back."""
        share = self._site.parameters["takeback_share"]
        return self._site.streams.bernoulli(share, "claim.taken_back", claim.account)

    def _denied(self, claim: Claim) -> frozenset[int]:
        """Numbers of the lines denied at first: all, about half, or none."""
        streams = self._site.streams
        share = self._site.parameters["initial_denial_share"]
        whole, half = WHOLE_OF_DENIED * share, 2 * (1 - WHOLE_OF_DENIED) * share
        address = (claim.account, claim.submission)
        drawn = streams.uniform("claim.denied", *address)
        if drawn < whole:
            return frozenset(line.number for line in claim.lines)
        if drawn >= whole + half:
            return frozenset()
        return frozenset(
            line.number
            for line in claim.lines
            if streams.bernoulli(0.5, "line.denied", *address, line.number)
        )

    def _coinsurance_bp(self, claim: Claim) -> int:
        """What the patient bears of the allowed amount: nothing, or up to 30 %."""
        streams = self._site.streams
        if streams.bernoulli(0.4, "patient.free", claim.account):
            return 0
        return 500 + streams.integer(0, 2_500, "patient.share", claim.account)


def _deny(line: Line, code: str) -> Decided:
    return Decided(line, 0, (Adjustment("CO", code, line.charge_minor),), denied=True)


def _allow(line: Line, allowed_bp: int, coinsurance_bp: int, medicare: bool) -> Decided:
    """CO-45 to the contract's rate, PR-2 to the patient, for Medicare CO-253 of what is paid."""
    allowed = line.charge_minor * allowed_bp // 10_000
    patient = allowed * coinsurance_bp // 10_000
    held = (allowed - patient) * SEQUESTRATION_BP // 10_000 if medicare else 0
    adjustments = (
        Adjustment("CO", _CONTRACT, line.charge_minor - allowed),
        Adjustment("CO", _SEQUESTER, held),
        Adjustment("PR", _COINSURANCE, patient),
    )
    kept = tuple(one for one in adjustments if one.amount_minor)
    return Decided(line, allowed - patient - held, kept, denied=False)
