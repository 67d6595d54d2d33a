"""Any sequence of calls: versions take legal steps, one at most is active, spend adds up."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.unit.mock_systems.contracts.stage import Platform, activation, draft, spend
from tests.unit.mock_systems.procurement.stage import Body

NUMBERS = st.sampled_from(["K-1", "K-2"])
VERSIONS = st.integers(min_value=1, max_value=5)
LEGAL_STEPS = {("DRAFT", "ACTIVE"), ("ACTIVE", "SUPERSEDED")}


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
    def spend_in_the_books_is_the_spend_effected(self) -> None:
        effected = sum(e.amount_minor for e in self.platform.effects("contracts.spend"))
        assert effected == sum(e.amount_minor for e in self.platform.system.books())


Contracting.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
test_documents_stay_legal_under_any_sequence = Contracting.TestCase
