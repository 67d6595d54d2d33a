"""Revenue is what was posted less what was credited, under any sequence of calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

PRICES = {"SUP00001": 1_250, "SUP00003": 480_000}
FACILITIES = {"ENC-1": 11, "ENC-2": 12}
GLNS = {11: "0860000000011", 12: "0860000000028"}
DATES = st.sampled_from(["20260430", "20260501"])


class Accounts(RuleBasedStateMachine):
    """Compares the platform with a plain list of charges."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.charges: list[tuple[str, int, int]] = []
        self.credited: dict[int, str] = {}
        """By place among the charges, the period of the credit."""
        self.keys: dict[str, tuple[dict[str, Any], Any]] = {}
        self.status: dict[str, str] = {}
        self.sent: dict[str, dict[int, tuple[int, int]]] = {}

    def active(self, period: str, facility: int) -> tuple[int, int]:
        count = cents = 0
        for n, (of_period, of_facility, amount) in enumerate(self.charges):
            if of_facility == facility:
                times = (of_period == period) - (self.credited.get(n) == period)
                count, cents = count + times, cents + times * amount
        return count, cents

    @rule(
        encounter=st.sampled_from(["ENC-1", "ENC-2", "ENC-9"]),
        code=st.sampled_from(["SUP00001", "SUP00003", "SUP99999"]),
        quantity=st.integers(0, 3),
        date=DATES,
        lot=st.sampled_from(["", "L9", "L8"]),
        key=st.sampled_from(["", "", "k1", "k2"]),
    )
    def charge(self, key: str, **drawn: Any) -> None:
        body = {
            "sourceReference": f"US-{drawn['quantity']}",
            "encounterId": drawn["encounter"],
            "chargeCode": drawn["code"],
            "quantity": drawn["quantity"],
            "serviceDate": drawn["date"],
            "lot": drawn["lot"],
        }
        before = self.office.snapshot()
        status, answer = self.office.send("create_charge", body, key)
        if key in self.keys:
            known, first = self.keys[key]
            assert answer == first if known == body else status == 422
        elif self.legal(**drawn):
            self.post(status, answer, drawn)
            if key:
                self.keys[key] = (body, answer)
            return
        else:
            assert status == 422
        assert self.office.snapshot() == before

    def legal(self, encounter: str, code: str, quantity: int, date: str, lot: str) -> bool:
        closed = self.status.get(f"{date[:4]}-{date[4:6]}") == "closed"
        lot_fits = code != "SUP00003" or lot == "L9"
        return (
            encounter in FACILITIES and code in PRICES and quantity > 0 and lot_fits and not closed
        )

    def post(self, status: int, answer: Any, drawn: dict[str, Any]) -> None:
        assert status == 201
        amount = PRICES[drawn["code"]] * drawn["quantity"]
        assert answer["amountCents"] == amount
        period = f"{drawn['date'][:4]}-{drawn['date'][4:6]}"
        self.charges.append((period, FACILITIES[drawn["encounter"]], amount))

    @rule(number=st.integers(1, 12), date=st.one_of(st.none(), DATES))
    def credit(self, number: int, date: str | None) -> None:
        body = {"chargeId": f"CH-{number:08d}", "reason": "returned", "creditDate": date}
        if number > len(self.charges):
            assert self.office.refusal("credit_charge", **body)[0] == 404
            return
        charged = self.charges[number - 1][0]
        period = f"{date[:4]}-{date[4:6]}" if date else charged
        if number - 1 in self.credited:
            assert self.office.refusal("credit_charge", **body)[0] == 409
        elif period < charged or self.status.get(period) == "closed":
            assert self.office.refusal("credit_charge", **body)[0] == 422
        else:
            self.office.call("credit_charge", **body)
            self.credited[number - 1] = period

    @rule(
        period=st.sampled_from(["2026-04", "2026-05"]),
        status=st.sampled_from(["open", "open", "closing", "closed"]),
    )
    def set_status(self, period: str, status: str) -> None:
        version = len(self.office.effects) + 1
        self.office.call("set_period_status", period=period, status=status, erpVersion=version)
        self.status[period] = status
        if status != "open":
            now = {facility: self.active(period, facility) for facility in GLNS}
            self.sent.setdefault(period, now)

    @invariant()
    def revenue_is_posted_less_credited(self) -> None:
        keys = {(period, facility) for period, facility, _ in self.charges}
        keys |= {(period, self.charges[n][1]) for n, period in self.credited.items()}
        expected = {f"{period}/{fac}": self.active(period, fac) for period, fac in keys}
        assert self.office.revenue() == expected

    @invariant()
    def effects_add_up_to_revenue(self) -> None:
        total: Counter[str] = Counter()
        for effect in self.office.of_kind("billing.charge"):
            total[f"{effect.period}/{effect.facility}"] += effect.count * effect.amount_minor
        assert total == Counter({key: cents for key, (_, cents) in self.office.revenue().items()})

    @invariant()
    def totals_left_once_and_equal_the_sum_at_that_moment(self) -> None:
        sent = self.office.data("billing.period.totals")
        assert len(sent) == 2 * len(self.sent)
        for data in sent:
            count, cents = self.sent[data["period"]][data["facilityId"]]
            assert (data["chargeCount"], data["chargeAmountCents"]) == (count, cents)


def test_charges_are_posted_less_credited_under_any_sequence(
    new_office: Callable[[], Office],
) -> None:
    class Fresh(Accounts):
        def __init__(self) -> None:
            super().__init__(new_office())

    run_state_machine_as_test(
        Fresh, settings=settings(max_examples=50, stateful_step_count=40, deadline=None)
    )
