"""Claims out, answers back, remittances with takebacks: once each; receivables add up (P10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from mock_systems.billing.claims import LEGAL
from tests.unit.mock_systems.billing.test_receivables import Desk

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

CATEGORIES = st.sampled_from(["A1", "A2", "A2", "A3", "A7"])
CLAIMS = st.sampled_from(["ENC-1", "ENC-3", "ENC-9"])


class Exchange(Desk):
    """Everything of receivables, and the clearinghouse besides."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.files: dict[str, str] = {}
        self.status = dict.fromkeys(self.claims.values(), "submitted")

    @property
    def tables(self) -> Any:
        return self.office.system.tables

    @rule(
        payer=st.sampled_from(["AETNA", "AETNA", "MEDIGAP", "NOBODY"]), kind=st.sampled_from("IIP")
    )
    def release(self, payer: str, kind: str) -> None:
        """At once again there is nothing to release."""
        body = {"facilityId": 11, "payerId": payer, "claimType": kind}
        self.send("release_claim_batch", body)
        assert not self.send("release_claim_batch", body)

    @rule(encounter=CLAIMS, category=CATEGORIES, submission=st.integers(0, 3))
    def answer(self, encounter: str, category: str, submission: int) -> None:
        """The same answer again changes nothing, nor does another one to the same submission."""
        body: dict[str, Any] = {"categoryCode": category, "submission": submission}
        body["claimId"] = self.claims.get(encounter, "CL-99999999")
        if self.send("record_claim_status", body):
            before = self.office.snapshot()
            assert self.send("record_claim_status", body)
            assert self.office.snapshot() == before

    @rule(encounter=CLAIMS)
    def submit(self, encounter: str) -> None:
        body = {"claimId": self.claims.get(encounter, "CL-99999999")}
        legal = self.status.get(body["claimId"]) in {"draft", "rejected_277"}
        assert self.send("submit_claim", body) == legal
        assert not self.send("submit_claim", body)

    @rule(encounter=st.sampled_from(["ENC-1", "ENC-3"]))
    def code_anew(self, encounter: str) -> None:
        codes = [f"M16{self.count % 9}"]
        self.send(
            "code_encounter", {"encounterId": encounter, "diagnosisCodes": codes, "drg": "470"}
        )

    @invariant()
    def a_submission_leaves_in_one_batch_that_stays_as_it_left(self) -> None:
        left: Counter[tuple[str, int]] = Counter()
        for batch_id in self.tables.batches:
            found = self.office.call("get_claim_batch", batchId=batch_id)
            left.update((one["claimId"], one["submission"]) for one in found["members"])
            assert self.files.setdefault(batch_id, found["content"]) == found["content"]
        assert not left or max(left.values()) == 1

    @invariant()
    def a_submission_is_answered_once(self) -> None:
        keys = [effect.key for effect in self.office.of_kind("billing.claim_answer")]
        answered = [key.rpartition("/")[0] for key in keys]
        assert len(answered) == len(set(answered))

    @invariant()
    def claims_take_legal_steps(self) -> None:
        for claim_id, claim in self.tables.claims.items():
            before = self.status.get(claim_id, "submitted")
            assert before == claim.status or reachable(before, claim.status)
            assert 0 <= claim.released <= claim.submissions >= claim.answered
            self.status[claim_id] = claim.status


def reachable(before: str, after: str) -> bool:
    """In one call; a remittance may take back and pay again."""
    return after in LEGAL[before] or any(after in LEGAL[between] for between in LEGAL[before])


def test_claims_and_remittances_add_up_under_any_sequence(new_office: Callable[[], Office]) -> None:
    class Fresh(Exchange):
        def __init__(self) -> None:
            super().__init__(new_office())

    run_state_machine_as_test(
        Fresh, settings=settings(max_examples=25, stateful_step_count=30, deadline=None)
    )
