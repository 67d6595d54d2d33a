"""Receivables roll forward, agree with the accounts, under any calls (CR2, CR5, CR8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from mock_systems.billing.charge_sums import add_up
from tests.unit.mock_systems.billing.remits import payment, remittance, service, takeback

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

ENCOUNTERS = st.sampled_from(["ENC-1", "ENC-2", "ENC-3"])
CENTS = st.integers(1, 2_500)
DAYS = st.sampled_from(["20260414", "20260502"])


class Desk(RuleBasedStateMachine):
    """Sends whatever a payer, a patient or a clerk could send; watches what is always true."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office.with_payers()
        self.claims = {encounter: self.claim(encounter) for encounter in ("ENC-1", "ENC-3")}
        self.posted: list[dict[str, Any]] = []
        self.count = 0

    def claim(self, encounter: str) -> str:
        self.office.charge(encounter)
        self.office.charge(encounter, 1)
        self.office.final_bill(encounter)
        body = {"encounterId": encounter, "payerId": "AETNA"}
        claim_id = str(self.office.call("create_claim", **body)["claimId"])
        self.office.call("submit_claim", claimId=claim_id)
        return claim_id

    def send(self, operation: str, body: dict[str, Any]) -> bool:
        """A refusal must leave nothing behind."""
        before = self.office.snapshot()
        status, _ = self.office.send(operation, body)
        assert status < 400 or self.office.snapshot() == before
        return status < 400

    def number(self) -> str:
        self.count += 1
        return str(self.count)

    @rule(
        encounter=st.sampled_from(["ENC-1", "ENC-3"]),
        contract=st.integers(0, 500),
        patient=st.integers(0, 500),
        denied=st.sampled_from([0, 0, 1_000]),
        day=DAYS,
    )
    def remit(self, encounter: str, **drawn: Any) -> None:
        given = [("CO", "45", drawn["contract"]), ("PR", "1", drawn["patient"])]
        given.append(("CO", "197", drawn["denied"]))
        adjustments = [each for each in given if each[2]]
        paid = payment(
            self.claims[encounter], service(1, 2_500, adjustments), service(2, 1_250, [])
        )
        body = {**remittance(f"T{self.number()}", paid), "paidOn": drawn["day"]}
        if self.send("post_remittance", body):
            self.posted.append(body)

    @rule(data=st.data())
    def replay(self, data: st.DataObject) -> None:
        if self.posted:
            before = self.office.snapshot()
            body = data.draw(st.sampled_from(self.posted))
            assert self.office.call("post_remittance", **body)["linesPosted"] == 0
            assert self.office.snapshot() == before

    @rule(data=st.data(), day=DAYS)
    def take_back(self, data: st.DataObject, day: str) -> None:
        if self.posted:
            paid = data.draw(st.sampled_from(self.posted))["claims"][0]
            back = takeback(paid) if paid["statusCode"] != "22" else paid
            body = remittance(f"T{self.number()}", back, kept=back["paidCents"])
            if self.send("post_remittance", {**body, "paidOn": day}):
                self.posted.append({**body, "paidOn": day})

    @rule(encounter=ENCOUNTERS, quantity=st.integers(1, 2))
    def charge(self, encounter: str, quantity: int) -> None:
        self.office.charge(encounter, quantity)

    @rule(number=st.integers(1, 8), day=st.one_of(st.none(), DAYS))
    def credit(self, number: int, day: str | None) -> None:
        body = {"chargeId": f"CH-{number:08d}", "reason": "returned", "creditDate": day}
        self.send("credit_charge", body)

    @rule(number=st.integers(1, 8), quantity=st.integers(1, 3))
    def correct(self, number: int, quantity: int) -> None:
        body = {"chargeId": f"CH-{number:08d}", "reason": "count", "quantity": quantity}
        self.send("correct_charge", body)

    @rule(
        encounter=ENCOUNTERS,
        cents=CENTS,
        day=DAYS,
        what=st.sampled_from(["post_patient_payment", "refund_credit", "write_off"]),
        choice=st.booleans(),
    )
    def enter(self, encounter: str, cents: int, day: str, what: str, choice: bool) -> None:
        body = {"encounterId": encounter, "amountCents": cents, "bookedOn": day}
        body["reference"] = self.number()
        if what == "refund_credit":
            body["payee"] = "patient" if choice else "payer"
        if what == "write_off":
            body["reason"] = "charity" if choice else "timely_filing"
        self.send(what, body)

    @rule(step=st.sampled_from(["appeal", "overturned", "upheld"]))
    def work_on_a_denial(self, step: str) -> None:
        for item in self.office.call("list_denials")["items"][:1]:
            body = {"denialId": item["denialId"]}
            if step == "appeal":
                self.send("appeal_denial", {**body, "reference": "AP"})
            else:
                self.send("decide_appeal", {**body, "outcome": step})

    @rule()
    def close_the_day(self) -> None:
        self.send("close_day", {"day": f"202604{10 + self.count % 15}"})

    @invariant()
    def the_closing_figure_is_the_sum_of_the_accounts(self) -> None:
        closing: dict[str, int] = {}
        for key, cents in sorted(self.office.book("billing.receivable").items()):
            if key.endswith("/closing"):
                closing[key.split("/")[1]] = cents
        totals = self.office.book("billing.account_total")
        assert {code: closing.get(code, 0) for code in totals} == totals

    @invariant()
    def a_running_balance_is_the_sum_of_the_charges_and_what_changed_them(self) -> None:
        tables = self.office.system.tables
        assert add_up(tables).balances == [account.balance_cents for account in tables.accounts]
        for account in tables.accounts:
            standing = list(tables.charges.standing_on(account))
            assert account.charge_count == len(standing)

    @invariant()
    def what_the_ledger_was_told_is_the_roll_forward(self) -> None:
        told: dict[str, int] = {}
        for data in self.office.data("billing.receivable.posted"):
            told[data["kind"]] = told.get(data["kind"], 0) + data["amountCents"]
        book: dict[str, int] = {}
        for key, cents in self.office.book("billing.receivable").items():
            name = key.rpartition("/")[2]
            book[name] = book.get(name, 0) + cents
        for kind, figure in LEDGER.items():
            assert told.get(kind, 0) == book.get(figure, 0)

    @invariant()
    def lines_are_posted_once_and_takebacks_cancel_them(self) -> None:
        keys = [effect.key for effect in self.office.of_kind("billing.remittance_line")]
        assert len(keys) == len(set(keys))

    @invariant()
    def every_negative_account_stands_in_the_queue(self) -> None:
        queued = {row["encounterId"] for row in self.office.call("list_credit_balances")["items"]}
        for encounter in ("ENC-1", "ENC-2", "ENC-3"):
            account = self.office.call("get_account", encounterId=encounter)
            negative = account["balanceCents"] < 0 or account["patientBalanceCents"] < 0
            assert (encounter in queued) is negative is account["inCreditQueue"]

    @invariant()
    def each_denial_waits_exactly_once(self) -> None:
        items = self.office.call("list_denials")["items"]
        assert {item["status"] for item in items} <= {"open", "appealed"}
        assert len(self.office.data("billing.claim.denied")) == len(
            self.office.system.tables.denials
        )


LEDGER = {
    "payment": "payments",
    "contractual": "contractual",
    "write_off": "write_offs",
    "refund": "refunds",
}


def test_receivables_add_up_under_any_sequence(new_office: Callable[[], Office]) -> None:
    class Fresh(Desk):
        def __init__(self) -> None:
            super().__init__(new_office())

    run_state_machine_as_test(
        Fresh, settings=settings(max_examples=40, stateful_step_count=30, deadline=None)
    )
