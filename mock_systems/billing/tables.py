"""The tables of the billing platform, with the look-ups that refuse what is unknown.

Every look-up is by key: a simulated month holds hundreds of thousands of charges.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from mock_systems.billing import rules
from mock_systems.billing.accounts import Account, Receivable
from mock_systems.billing.claims import Claim, Payer
from mock_systems.billing.denials import Denial
from mock_systems.billing.documents import (
    Charge,
    ChargeCode,
    Encounter,
    Facility,
    Period,
    Settings,
    SupplyCosts,
)
from mock_systems.billing.remittances import Posting, PostingKey, Remittance
from mock_systems.service import Refusal


class Tables:
    """The state of one billing platform."""

    def __init__(self) -> None:
        self.facilities: dict[int, Facility] = {}
        self.charge_master: dict[str, ChargeCode] = {}
        self.encounters: dict[str, Encounter] = {}
        self.charges: list[Charge] = []
        """By number, which starts at 1."""
        self.last_charge: dict[str, Charge] = {}
        """By source reference; earlier ones hang on it."""
        self.lot_of_receipt: dict[str, tuple[str, str]] = {}
        self.supply_costs: dict[str, SupplyCosts] = {}
        self.periods: dict[str, Period] = {}
        self.settings = Settings()
        self.payers: dict[str, Payer] = {}
        self.claims: dict[str, Claim] = {}
        self.claims_of: dict[str, list[Claim]] = {}
        """By encounter."""
        self.claims_in: dict[str, dict[str, Claim]] = {}
        """By state."""
        self.active_claims: dict[tuple[str, str], Claim] = {}
        """Not closed, by encounter with payer."""
        self.remittances: dict[tuple[str, str], Remittance] = {}
        """By payer with trace number."""
        self.postings: dict[PostingKey, Posting] = {}
        self.denials: dict[str, Denial] = {}
        self.open_denials: dict[str, Denial] = {}
        """Those that still need work: open or appealed."""
        self.credit_balances: dict[str, Encounter] = {}
        """Accounts that owe money, by encounter (CR8)."""
        self.account_entries: dict[tuple[str, str], int] = {}
        """Amounts of patient payments, refunds, write-offs by kind with reference."""
        self.closed_days: dict[str, None] = {}
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

    def move_claim(self, claim: Claim, status: str) -> None:
        """Gives a claim another state, which the caller found legal."""
        self.claims_in.get(claim.status, {}).pop(claim.claim_id, None)
        self.claims_in.setdefault(status, {})[claim.claim_id] = claim
        claim.status = status
        claim.version += 1

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
        if 0 < number <= len(self.charges) and self.charges[number - 1].charge_id == charge_id:
            return self.charges[number - 1]
        raise Refusal(404, "UNKNOWN_CHARGE", f"no charge {charge_id!r}", field="chargeId")

    def charges_of(self, source_reference: str) -> Iterator[Charge]:
        """All charges of a reference, the latest first."""
        charge = self.last_charge.get(source_reference)
        while charge is not None:
            yield charge
            charge = charge.earlier


def _unknown(code: str, noun: str, got: object, field: str) -> Refusal:
    return Refusal(422, code, f"no {noun} {got!r}; load or register it first", field=field)


class HasTables(Protocol):
    """What the operations need of the system that runs them."""

    tables: Tables
