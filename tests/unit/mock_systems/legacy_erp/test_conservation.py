"""Any sequence of calls at the legacy ERP: balanced, paid once, silent while a site has left."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mock_systems.legacy_erp import LegacyErp
from tests.unit.mock_systems.legacy_erp.test_system import Desk, call

SITES = st.sampled_from(["CLINIC1", "CLINIC2", "CLINIC1", "CLINIC2", "CLINIC9"])
ACCOUNTS = st.sampled_from(["5000", "5000", "6000", "2000", "1000", "9999"])
DAYS = st.sampled_from(["20260414", "20260415", "20260501", "20260431"])
NUMBERS = st.integers(1, 9)
STEPS = {
    *(("PARKED", "POSTED"), ("PARKED", "HANDED"), ("POSTED", "PAID")),
    *(("HANDED", "BACK"), ("FWD", "BACK")),
}


def two_sites(desk: Desk) -> LegacyErp:
    erp = LegacyErp(desk, desk, desk)
    for n, site in enumerate(("CLINIC1", "CLINIC2"), start=1):
        erp.load("sites", [{"code": site, "unit": f"H0{n}"}])
        numbers = ("1000", "2000", "3000", "5000", "6000")
        erp.load("accounts", [{"site": site, "number": x, "name": x} for x in numbers])
        vendor = {"site": site, "number": "V1001", "name": "Acme", "tax_id": "12-3456789"}
        erp.load("vendors", [{**vendor, "terms": "NET30"}])
        open_items = {"site": site, "vendor": "V1001", "amount_minor": 700}
        opening = {"number": "AP000001", "account": "3000", "day": "20260401"}
        erp.load("vouchers", [{**open_items, **opening}])
        erp.load("orders", [{**open_items, "number": "PO000001"}])
    return erp


class Night(RuleBasedStateMachine):
    """`nights` holds the answers, as the group's ledger would add them up."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.erp = two_sites(self.desk)
        self.status = {key: v.status for key, v in self.erp.tables.vouchers.items()}
        self.left: dict[str, dict[str, int]] = {}
        self.nights: list[dict[str, Any]] = []

    def send(self, operation: str, body: dict[str, Any]) -> dict[str, Any] | None:
        before = self.state()
        status, answer = call(self.erp, operation, body)
        assert status in {200, 201, 404, 409, 422}
        if status < 400:
            return answer
        assert self.state() == before
        return None

    def state(self) -> tuple[Any, int]:
        return deepcopy(self.erp.tables), len(self.desk.effects)

    @rule(
        site=SITES,
        account=ACCOUNTS,
        amount=st.integers(0, 900),
        day=DAYS,
        vendor=st.sampled_from(["V1001", "V1001", "V9"]),
        hold=st.sampled_from("NNY"),
    )
    def enter(self, site: str, account: str, amount: int, day: str, vendor: str, hold: str) -> None:
        body = {"SITE": site, "VENDOR": vendor, "ACCOUNT": account, "AMOUNT": amount}
        answer = self.send("enter_voucher", {**body, "DAY": day, "HOLD": hold})
        if answer:
            expected = "FWD" if site in self.left else "PARKED" if hold == "Y" else "POSTED"
            assert answer["STATUS"] == expected

    @rule(site=SITES, number=NUMBERS)
    def release(self, site: str, number: int) -> None:
        voucher = f"V{number:06d}"
        was = self.status.get((site, voucher))
        body = {"SITE": site, "VOUCHER": voucher}
        assert bool(self.send("release_voucher", body)) == (was == "PARKED")
        assert self.send("release_voucher", body) is None

    @rule(day=DAYS)
    def pay(self, day: str) -> None:
        """At once again there is nothing left to pay."""
        if self.send("pay_vouchers", {"UP_TO": day}):
            before = self.state()
            assert self.send("pay_vouchers", {"UP_TO": day}) == {"COUNT": 0, "AMOUNT": 0}
            assert self.state() == before

    @rule(site=SITES, day=DAYS)
    def cut_over(self, site: str, day: str) -> None:
        """Once; parked vouchers leave too."""
        legal = site not in self.left and site != "CLINIC9" and day != "20260431"
        assert bool(self.send("cut_over_site", {"SITE": site, "DAY": day})) == legal
        if legal:
            self.left[site] = self.balances(site)
            assert self.send("cut_over_site", {"SITE": site, "DAY": day}) is None

    @rule(site=SITES, day=DAYS)
    def take_back(self, site: str, day: str) -> None:
        """Only who has left comes back; every bill that left is entered once more."""
        legal = site in self.left and day != "20260431"
        answer = self.send("take_back_site", {"SITE": site, "DAY": day})
        assert bool(answer) == legal
        if answer:
            del self.left[site]
            assert len(answer["ENTERED"]) == len(answer["BILLS"])
            assert self.send("take_back_site", {"SITE": site, "DAY": day}) is None

    @rule(day=DAYS)
    def night(self, day: str) -> None:
        if answer := self.send("run_night", {"DAY": day}):
            self.nights.append(answer)
            again = self.send("run_night", {"DAY": day})
            nothing: dict[str, Any] = {"JOURNALS": [], "FORWARDED": [], "VENDORS": []}
            assert again == {"BATCH": answer["BATCH"] + 1, **nothing}

    @rule(site=SITES, terms=st.sampled_from(["NET10", "NET60", "NET7"]))
    def change(self, site: str, terms: str) -> None:
        self.send("change_vendor", {"SITE": site, "VENDOR": "V1001", "TERMS": terms})

    @rule(site=SITES, version=st.integers(0, 4), status=st.sampled_from(["ACTIVE", "INACTIVE"]))
    def load(self, site: str, version: int, status: str) -> None:
        """The same version again changes nothing, an older one neither."""
        row = {"SITE": site, "VENDOR": "V1001", "TERMS": "NET45", "STATUS": status}
        if self.send("load_vendor", {**row, "NAME": "Acme", "VERSION": version}):
            before = self.state()
            assert self.send("load_vendor", {**row, "NAME": "Other", "VERSION": version})
            assert self.state() == before

    def balances(self, site: str) -> dict[str, int]:
        pairs = self.erp.tables.balances.items()
        return {account: minor for (own, account), minor in pairs if own == site}

    @invariant()
    def every_trial_balance_is_zero_and_payables_are_what_is_unpaid(self) -> None:
        for site in ("CLINIC1", "CLINIC2"):
            found = self.balances(site)
            assert sum(found.values()) == 0
            own = [v for v in self.erp.tables.vouchers.values() if v.site == site]
            unpaid = sum(v.amount_minor for v in own if v.status == "POSTED")
            paid = sum(v.amount_minor for v in own if v.status == "PAID")
            assert (found.get("2000", 0), found.get("1000", 0)) == (-unpaid, -paid)

    @invariant()
    def nothing_is_posted_after_a_site_has_left(self) -> None:
        for site, balances in self.left.items():
            assert self.balances(site) == balances

    @invariant()
    def vouchers_take_legal_steps_and_are_paid_once(self) -> None:
        for key, voucher in self.erp.tables.vouchers.items():
            before = self.status.get(key)
            legal = before in {None, voucher.status} or (before, voucher.status) in STEPS
            assert legal
            self.status[key] = voucher.status
            if key[0] in self.left:
                assert voucher.status != "PARKED"
            else:
                assert voucher.status not in {"HANDED", "FWD"}

    @invariant()
    def the_nights_tell_each_posting_and_each_forwarded_voucher_once(self) -> None:
        told: Counter[tuple[str, str]] = Counter()
        for journal in [each for night in self.nights for each in night["JOURNALS"]]:
            assert journal["LINES"]
            assert sum(each["DEBIT"] - each["CREDIT"] for each in journal["LINES"]) == 0
            for line in journal["LINES"]:
                told[journal["SITE"], line["ACCOUNT"]] += line["DEBIT"] - line["CREDIT"]
        due: Counter[tuple[str, str]] = Counter()
        for voucher in self.erp.tables.vouchers.values():
            if voucher.batch:
                due[voucher.site, voucher.account] += voucher.amount_minor
                due[voucher.site, "2000"] -= voucher.amount_minor
            if voucher.paid_batch:
                due[voucher.site, "2000"] += voucher.amount_minor
                due[voucher.site, "1000"] -= voucher.amount_minor
        assert {k: v for k, v in told.items() if v} == {k: v for k, v in due.items() if v}
        rows = [(row["SITE"], row["VOUCHER"]) for n in self.nights for row in n["FORWARDED"]]
        assert len(rows) == len(set(rows))

    @invariant()
    def a_bill_that_came_back_is_one_bill_here(self) -> None:
        vouchers = self.erp.tables.vouchers.values()
        back = [(v.site, v.number, v.amount_minor) for v in vouchers if v.status == "BACK"]
        again = [(v.site, v.was, v.amount_minor) for v in vouchers if v.was]
        assert sorted(back) == sorted(again)


Night.TestCase.settings = settings(max_examples=30, stateful_step_count=30)
test_books_balance_under_any_sequence = Night.TestCase
