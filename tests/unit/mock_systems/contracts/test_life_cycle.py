"""Any sequence of calls: versions take legal steps, one at most is active, spend adds up."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.unit.mock_systems.contracts.stage import (
    Platform,
    activation,
    draft,
    line,
    spend,
    usd,
)
from tests.unit.mock_systems.procurement.stage import Body

NUMBERS = st.sampled_from(["K-1", "K-2"])
VERSIONS = st.integers(min_value=1, max_value=5)
DAYS = st.sampled_from(["2026-04-15", "2026-06-30", "2026-12-31", "2027-01-01"])
LEGAL_STEPS = {
    ("DRAFT", "ACTIVE"),
    ("DRAFT", "IN_REVIEW"),
    ("IN_REVIEW", "DRAFT"),
    ("IN_REVIEW", "APPROVED"),
    ("APPROVED", "ACTIVE"),
    ("ACTIVE", "SUPERSEDED"),
    ("ACTIVE", "EXPIRED"),
    ("ACTIVE", "TERMINATED"),
}


class Contracting(RuleBasedStateMachine):
    """Versions are drawn blindly, so that many activations are refused."""

    def __init__(self) -> None:
        super().__init__()
        self.platform = Platform()
        self.platform.drafted("K-1")
        self.platform.drafted("K-2")
        self.status: dict[tuple[str, int], str] = {("K-1", 1): "ACTIVE"}

    def send(self, operation: str, body: Body) -> None:
        before = self.platform.state()
        status, _ = self.platform.send(operation, body)
        assert status < 500
        if status >= 400:
            assert self.platform.state() == before

    @rule(number=NUMBERS)
    def write(self, number: str) -> None:
        self.send("draft_contract", draft(number))

    @rule(number=NUMBERS, version=VERSIONS)
    def activate(self, number: str, version: int) -> None:
        self.send("activate_contract", activation(version, number))

    @rule(number=NUMBERS, reference=VERSIONS, value=st.sampled_from(["0.01", "2.5000", "0"]))
    def pay(self, number: str, reference: int, value: str) -> None:
        self.send("record_spend", spend(f"PAY-{reference}", value, number))

    @rule(number=NUMBERS, version=VERSIONS)
    def submit(self, number: str, version: int) -> None:
        body = {"contractNumber": number, "version": version, "submittedBy": "ann"}
        self.send("submit_contract", body)

    @rule(
        number=NUMBERS,
        version=VERSIONS,
        decision=st.sampled_from(["APPROVED", "REJECTED"]),
        approver=st.sampled_from(["ann", "ben"]),
    )
    def review(self, number: str, version: int, decision: str, approver: str) -> None:
        body = {"contractNumber": number, "version": version}
        self.send("decide_review", body | {"decision": decision, "approver": approver})

    @rule(number=NUMBERS, removed=st.sampled_from([[], [2]]), day=DAYS)
    def amend(self, number: str, removed: list[int], day: str) -> None:
        lines = [line(1, "100", "5"), line(3, "100", "4") | {"minQuantity": 10}]
        body = {"contractNumber": number, "effectiveFrom": day, "reason": "", "lines": lines}
        self.send("amend_contract", body | {"removedLines": removed})

    @rule(day=DAYS)
    def expire(self, day: str) -> None:
        self.send("expire_contracts", {"asOf": day})

    @rule(number=NUMBERS, day=DAYS)
    def terminate(self, number: str, day: str) -> None:
        body = {"contractNumber": number, "lastDay": day, "reason": "merger"}
        self.send("terminate_contract", body)

    @rule(number=NUMBERS, reference=VERSIONS)
    def commit(self, number: str, reference: int) -> None:
        levels = [{"tier": f"T{n}", "amount": usd(f"{n}")} for n in (1, 4, 9)]
        body = {"contractNumber": number, "commitmentNumber": f"CM-{reference}"}
        term = {"startsOn": "2026-01-01", "endsOn": "2026-12-31", "amount": usd("9")}
        self.send("record_commitment", body | term | {"levels": levels})

    @property
    def documents(self) -> Any:
        return vars(self.platform.system)["documents"]

    @invariant()
    def versions_take_legal_steps(self) -> None:
        for number, contract in self.documents.contracts.items():
            for version, found in contract.versions.items():
                before = self.status.get((number, version), "DRAFT")
                assert before == found.status or (before, found.status) in LEGAL_STEPS
                self.status[number, version] = found.status

    @invariant()
    def at_most_one_version_is_active(self) -> None:
        for contract in self.documents.contracts.values():
            active = [v.version for v in contract.versions.values() if v.status == "ACTIVE"]
            assert active == ([contract.active_version] if contract.active_version else [])

    @invariant()
    def no_day_has_two_prices_for_one_thing(self) -> None:
        for contract in self.documents.contracts.values():
            for version in contract.versions.values():
                rows = [(x.item_number, x.uom, x.min_quantity) for x in version.lines]
                assert len(set(rows)) == len(rows)

    @invariant()
    def an_older_version_never_becomes_active(self) -> None:
        for contract in self.documents.contracts.values():
            assert contract.active_version in {0, contract.last_activated}

    @invariant()
    def commitments_count_the_spend_and_tell_each_tier_once(self) -> None:
        told = [effect.key for effect in self.platform.effects("contracts.tier")]
        owed = []
        for number, contract in self.documents.contracts.items():
            spent = sum(entry.amount_minor for entry in contract.spend)
            for commitment in contract.commitments.values():
                assert commitment.spent_minor == spent
                owed += [f"{number}/{commitment.number}/{x.tier}" for x in commitment.reached]
        assert sorted(told) == sorted(owed)

    @invariant()
    def spend_in_the_books_is_the_spend_effected(self) -> None:
        effected = sum(e.amount_minor for e in self.platform.effects("contracts.spend"))
        assert effected == sum(e.amount_minor for e in self.platform.system.books())


Contracting.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
test_documents_stay_legal_under_any_sequence = Contracting.TestCase
