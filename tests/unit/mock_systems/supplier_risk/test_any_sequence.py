"""Any sequence of calls at the risk service: decided once, held once a reason, released once."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.unit.mock_systems.procurement.stage import Body
from tests.unit.mock_systems.supplier_risk.test_supplier_risk import Bureau, asked, hold

SMALL = st.integers(1, 6)
FIRMS = st.sampled_from(["123456789", "987654321", "555555555"])
REASONS = st.sampled_from(["sanctions list", "insolvency"])
CHECKS = st.lists(
    st.sampled_from(["sanctions", "exclusion_list", "financial"]), min_size=1, max_size=3
)
STEPS = {("pending", "clear"), ("pending", "failed")}


class Analysts(RuleBasedStateMachine):
    """Ids are drawn blindly; about half of them fit."""

    def __init__(self) -> None:
        super().__init__()
        self.bureau = Bureau()
        self.screened: dict[str, str] = {}
        self.hold_versions: dict[str, int] = {}

    @property
    def documents(self) -> Any:
        return vars(self.bureau.system)["documents"]

    def send(self, operation: str, body: Body) -> int:
        before = self.bureau.state()
        status, _ = self.bureau.send(operation, body)
        assert status in {200, 201, 404, 409, 422}
        assert status < 400 or self.bureau.state() == before
        return status

    @rule(reference=SMALL, firm=FIRMS, checks=CHECKS)
    def ask(self, reference: int, firm: str, checks: list[str]) -> None:
        known = f"SR-{reference}" in self.documents.by_reference
        body = asked(f"SR-{reference}", tax_number=firm, checks=checks)
        assert self.send("request_screening", body) == (409 if known else 201)

    @rule(number=SMALL, match=st.booleans(), whole=st.sampled_from([True, True, False]))
    def decide(self, number: int, match: bool, whole: bool) -> None:
        id_ = f"scr_{number:08x}"
        found = self.documents.screenings.get(id_)
        checks = list(found.checks) if found else ["sanctions"]
        outcomes = dict.fromkeys(checks, "clear") | {checks[0]: "match" if match else "clear"}
        if not whole:
            outcomes.popitem()
        body = {"id": id_, "outcomes": outcomes, "analyst": "kim"}
        legal = found is not None and found.status == "pending" and whole
        assert (self.send("decide_screening", body) == 201) == legal
        if legal:
            assert self.send("decide_screening", body) == 409

    @rule(firm=FIRMS, name=st.sampled_from(["ACME", "NEWCO"]), reference=SMALL)
    def monitor(self, firm: str, name: str, reference: int) -> None:
        body = {"tax_number": firm, "legal_name": name, "vendor_reference": str(reference)}
        assert self.send("monitor_subject", body) == 200
        after = self.bureau.state()
        assert self.send("monitor_subject", body) == 200
        assert self.bureau.state() == after

    @rule(firm=FIRMS, reason=REASONS)
    def place(self, firm: str, reason: str) -> None:
        held = any((h.tax_number, h.reason) == (firm, reason) for h in self.open_holds())
        legal = firm in self.documents.subjects and not held
        body = hold(tax_number=firm, reason=reason)
        assert (self.send("place_hold", body) == 201) == legal

    @rule(number=SMALL)
    def release(self, number: int) -> None:
        id_ = f"hld_{number:08x}"
        legal = id_ in {each.id for each in self.open_holds()}
        body = {"id": id_, "reason": "reviewed", "analyst": "kim"}
        assert (self.send("release_hold", body) == 200) == legal
        assert self.send("release_hold", body) in {404, 409}

    def open_holds(self) -> list[Any]:
        return [each for each in self.documents.holds.values() if each.active]

    @invariant()
    def screenings_are_decided_once_and_by_their_outcomes(self) -> None:
        for id_, screening in self.documents.screenings.items():
            before = self.screened.get(id_, "pending")
            assert before == screening.status or (before, screening.status) in STEPS
            self.screened[id_] = screening.status
            decided = screening.status != "pending"
            assert decided == (screening.decided_at is not None) == bool(screening.outcomes)
            if decided:
                assert set(screening.outcomes) == set(screening.checks)
                failed = "match" in screening.outcomes.values()
                assert screening.status == ("failed" if failed else "clear")
            if screening.status == "clear":
                assert screening.tax_number in self.documents.subjects
        results = [effect.key for effect in self.bureau.effects("supplier_risk.screening_result")]
        assert len(results) == len(set(results))
        assert len(results) == sum(status != "pending" for status in self.screened.values())

    @invariant()
    def a_firm_has_one_open_hold_of_a_reason(self) -> None:
        held = Counter((each.tax_number, each.reason) for each in self.open_holds())
        assert not held or max(held.values()) == 1
        assert {e.key for e in self.bureau.system.books()} == {e.id for e in self.open_holds()}

    @invariant()
    def a_hold_is_placed_in_version_one_and_released_in_version_two(self) -> None:
        told = [(e.key, e.version) for e in self.bureau.effects("supplier_risk.hold")]
        assert len(told) == len(set(told))
        for id_, each in self.documents.holds.items():
            assert each.tax_number in self.documents.subjects
            assert each.version == (1 if each.active else 2) >= self.hold_versions.get(id_, 1)
            self.hold_versions[id_] = each.version
            assert {v for key, v in told if key == id_} == set(range(1, each.version + 1))


Analysts.TestCase.settings = settings(max_examples=30, stateful_step_count=30)
test_holds_and_screenings_stay_legal_under_any_sequence = Analysts.TestCase
