"""The tables of the billing platform, with the look-ups that refuse what is unknown.

Every look-up is by key: a simulated month holds millions of charges. Those, and the claims with
what was paid on them, lie on disk: what was read is a new object, which is put back when changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from mock_systems.billing import rules
from mock_systems.billing.accounts import Account, Receivable
from mock_systems.billing.charge_book import ChargeBook
from mock_systems.billing.claim_files import ClaimBatch, claim_type_of
from mock_systems.billing.claim_packing import ClaimPacking, pack_remittance, unpack_remittance
from mock_systems.billing.claims import CLOSED, Claim, Payer
from mock_systems.billing.cross_references import CrossReference
from mock_systems.billing.denials import Denial, Evidence
from mock_systems.billing.departments import Department
from mock_systems.billing.documents import (
    Charge,
    ChargeCode,
    Encounter,
    Facility,
    Period,
    Settings,
    SupplyCosts,
    charge_id_of,
)
from mock_systems.billing.remittances import Posting, Remittance
from mock_systems.service import Refusal
from mock_systems.service.archive import Archive
from mock_systems.service.cuts import Cuts


class Tables:
    """The state of one billing platform."""

    def __init__(self) -> None:
        self.facilities: dict[int, Facility] = {}
        self.charge_master: dict[str, ChargeCode] = {}
        self.departments: dict[str, Department] = {}
        self.encounters: dict[str, Encounter] = {}
        self.accounts: list[Encounter] = []
        """The same, each at its place."""
        self.charges = ChargeBook(self.accounts, self.charge_master)
        self.lot_of_receipt: dict[str, tuple[str, str]] = {}
        self.supply_costs: dict[str, SupplyCosts] = {}
        self.periods: dict[str, Period] = {}
        self.settings = Settings()
        self.payers: dict[str, Payer] = {}
        packing = ClaimPacking(self.accounts, self.charge_master)
        self.claims: Archive[str, Claim] = Archive(packing.pack, packing.unpack)
        self.claims_in: dict[str, dict[str, None]] = {}
        """Claim ids by state."""
        self.unreleased: dict[tuple[int, str, str], dict[str, None]] = {}
        """Claim ids that wait for a batch, by facility, payer, claim type."""
        self.batches: dict[str, ClaimBatch] = {}
        self.remittances: Archive[str, Remittance] = Archive(pack_remittance, unpack_remittance)
        self.denials: dict[str, Denial] = {}
        self.open_denials: dict[str, Denial] = {}
        """Those that still need work: open or appealed."""
        self.evidence: dict[str, list[Evidence]] = {}
        """By denial."""
        self.credit_balances: dict[str, Encounter] = {}
        """Accounts that owe money, by encounter (CR8)."""
        self.account_entries: dict[tuple[str, str], int] = {}
        """Amounts of patient payments, refunds, write-offs by kind with reference."""
        self.closed_days: dict[str, None] = {}
        self.charge_cuts = Cuts()
        self.cross_references: dict[tuple[str, str], CrossReference] = {}
        """By charge code with that of its substitute."""
        self.cross_reference_of: dict[str, CrossReference] = {}
        """By the decision that brought it."""
        self.code_maps: dict[tuple[str, str], str] = {}
        """Charge code by an acquired site's code."""
        self._numbers: dict[str, int] = {}

    def facility(self, facility_id: int) -> Facility:
        facility = self.facilities.get(facility_id)
        if facility is None:
            raise _unknown("UNKNOWN_FACILITY", "facility", facility_id, "facilityId")
        return facility

    def code(self, charge_code: str) -> ChargeCode:
        code = self.charge_master.get(charge_code)
        if code is None:
            raise _unknown("UNKNOWN_CHARGE_CODE", "charge code", charge_code, "chargeCode")
        return code

    def encounter(self, encounter_id: str) -> Encounter:
        encounter = self.encounters.get(encounter_id)
        if encounter is None:
            raise _unknown("UNKNOWN_ENCOUNTER", "encounter", encounter_id, "encounterId")
        return encounter

    def payer(self, payer_id: str) -> Payer:
        payer = self.payers.get(payer_id)
        if payer is None:
            raise _unknown("UNKNOWN_PAYER", "payer", payer_id, "payerId")
        return payer

    def claim(self, claim_id: str) -> Claim:
        claim = self.claims.get(claim_id)
        if claim is None:
            raise Refusal(404, "UNKNOWN_CLAIM", f"no claim {claim_id!r}", field="claimId")
        return claim

    def add_claim(self, claim: Claim) -> None:
        """Takes a new claim of an encounter."""
        self.claims[claim.claim_id] = claim
        claim.encounter.claim_ids += (claim.claim_id,)
        self.claims_in.setdefault(claim.status, {})[claim.claim_id] = None

    def move_claim(self, claim: Claim, status: str) -> None:
        """Gives a claim another state, which the caller found legal; keeps what else changed."""
        self.claims_in.get(claim.status, {}).pop(claim.claim_id, None)
        self.claims_in.setdefault(status, {})[claim.claim_id] = None
        claim.status = status
        claim.version += 1
        self.claims[claim.claim_id] = claim

    def claims_of(self, encounter: Encounter) -> Iterator[Claim]:
        """Every claim of an encounter, in the order of their making."""
        return map(self.claims.__getitem__, encounter.claim_ids)

    def active_claim(self, encounter: Encounter, payer_id: str) -> Claim | None:
        """The claim of an encounter to a payer that is not closed; there is one at most."""
        active = (
            claim
            for claim in self.claims_of(encounter)
            if claim.payer.payer_id == payer_id and claim.status != CLOSED
        )
        return next(active, None)

    def waiting_like(self, claim: Claim) -> dict[str, None]:
        """The queue for a batch in which a claim may wait."""
        facility_id, type_ = claim.encounter.facility.facility_id, claim_type_of(claim.encounter)
        return self.unreleased.setdefault((facility_id, claim.payer.payer_id, type_), {})

    def postings_of(self, remittance: Remittance) -> Iterator[Posting]:
        """What a remittance posted, in its order."""
        claim: Claim | None = None
        for key in remittance.postings:
            if claim is None or claim.claim_id != key.claim_id:
                claim = self.claim(key.claim_id)
            posting = claim.posting(key)
            if posting is not None:
                yield posting

    def denial(self, denial_id: str) -> Denial:
        denial = self.denials.get(denial_id)
        if denial is None:
            raise Refusal(404, "UNKNOWN_DENIAL", f"no denial {denial_id!r}", field="denialId")
        return denial

    def receivable(self, facility: Facility, day: str) -> Receivable:
        """A facility's receivables of a day's period."""
        return facility.receivables.setdefault(rules.period_of(day), Receivable())

    def account(self, encounter: Encounter) -> Account:
        """The patient account, opened if nothing but charges happened so far."""
        if encounter.account is None:
            encounter.account = Account()
        return encounter.account

    def review_credit_balance(self, encounter: Encounter) -> None:
        """Keeps the queue of accounts on which someone is owed money."""
        account = encounter.account
        owes = encounter.balance_cents < 0 or (account and account.patient_balance_cents < 0)
        if owes:
            self.credit_balances[encounter.encounter_id] = encounter
        else:
            self.credit_balances.pop(encounter.encounter_id, None)

    def open_period_of(self, day: str, field: str) -> str:
        """The period of a local date, which must not be closed."""
        name = rules.period_of(day)
        rules.require_not_closed(self.periods.get(name), name, field)
        return name

    def number(self, prefix: str) -> str:
        """The next document number of a series: CL-00000001."""
        count = self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        return f"{prefix}-{count:08d}"

    def charge(self, charge_id: str) -> Charge:
        digits = charge_id.removeprefix("CH-")
        number = int(digits) if digits.isascii() and digits.isdigit() else 0
        if 0 < number <= len(self.charges) and charge_id_of(number) == charge_id:
            return self.charges[number]
        raise Refusal(404, "UNKNOWN_CHARGE", f"no charge {charge_id!r}", field="chargeId")


def _unknown(code: str, noun: str, got: object, field: str) -> Refusal:
    return Refusal(422, code, f"no {noun} {got!r}; load or register it first", field=field)


class HasTables(Protocol):
    """What the operations need of the system that runs them."""

    tables: Tables
