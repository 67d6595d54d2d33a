"""Any sequence of calls at the warehouse: totals are the sum of the batches that it took."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.unit.mock_systems.analytics.test_warehouse import GLN, OTHER, Desk

Body = dict[str, Any]
FACILITIES = st.sampled_from([GLN, OTHER, GLN, OTHER, "0614141000999"])
ACCOUNTS = st.sampled_from(["5110", "1310", "", "6200", "6300"])
"""6200 and 6300 are no members at first."""
ROWS = st.lists(
    st.tuples(ACCOUNTS, st.integers(-5_000, 5_000), st.integers(-9, 9)), min_size=1, max_size=4
)
DAYS = st.sampled_from(["2026-04-01", "2026-04-02", "2026-04-31"])
WRONG = st.sampled_from(["", "", "", "", "count", "total", "twice"])


def text(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


class Lake(RuleBasedStateMachine):
    """`amounts` and `counts`: by facility and account, of accepted batches only."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.members = {"5110": "5110", "1310": "1310"}
        self.loaded: dict[str, Body] = {}
        self.amounts: Counter[tuple[str, str]] = Counter()
        self.debits: Counter[tuple[str, str]] = Counter()
        self.counts: Counter[tuple[str, str]] = Counter()

    def state(self) -> Any:
        documents = vars(self.desk.system)["documents"]
        facts = dict(documents.facts.batches)
        notes = (len(self.desk.effects), len(self.desk.events))
        return deepcopy(documents.dimensions), facts, notes

    def send(self, operation: str, body: Body) -> Any:
        before = self.state()
        status, answer = self.desk.ask(operation, **body)
        assert status in {200, 201, 409, 422}, answer
        if status < 400:
            return answer
        assert self.state() == before
        return None

    @rule(number=st.integers(1, 12), facility=FACILITIES, day=DAYS, drawn=ROWS, wrong=WRONG)
    def load(self, number: int, facility: str, day: str, drawn: list[Any], wrong: str) -> None:
        rows: list[Body] = [
            {"transaction_id": f"T{n}", "account": account, "amount": text(cents), "quantity": qty}
            for n, (account, cents, qty) in enumerate(drawn)
        ]
        if wrong == "twice":
            rows.append(rows[0])
            drawn = [*drawn, drawn[0]]
        debits = sum(max(0, cents) for _, cents, _ in drawn)
        body: Body = {"batch_id": f"b{number}", "feed": "erp", "table": "journal", "rows": rows}
        body |= {"facility": facility, "business_day": day}
        body["control_count"] = len(rows) + (wrong == "count")
        body["control_total"] = text(debits + (wrong == "total"))
        known = all(account in {"", *self.members} for account, _, _ in drawn)
        legal = not wrong and known and facility in (GLN, OTHER) and day != "2026-04-31"
        legal = legal and body["batch_id"] not in self.loaded
        answer = self.send("load_batch", body)
        assert bool(answer) == legal
        if answer:
            self.loaded[body["batch_id"]] = body
            for account, cents, _ in drawn:
                self.amounts[facility, account] += cents
                self.debits[facility, account] += max(0, cents)
                self.counts[facility, account] += 1

    @rule(pick=st.integers(0, 99))
    def load_again(self, pick: int) -> None:
        """The same batch, or another one under its id: both are refused."""
        if self.loaded:
            body = list(self.loaded.values())[pick % len(self.loaded)]
            assert self.send("load_batch", body) is None
            assert self.send("load_batch", body | {"facility": OTHER}) is None

    @rule(keys=st.lists(st.sampled_from(["6200", "6300", "5110"]), min_size=1, max_size=3))
    def merge(self, keys: list[str]) -> None:
        """Again it neither adds nor renames."""
        name = f"account {len(self.members)}"
        members = [{"key": key, "name": name} for key in keys]
        body = {"dimension": "account", "members": members}
        added = set(keys) - self.members.keys()
        renamed = {key for key in keys if self.members.get(key, name) != name}
        expected = {"dimension": "account", "added": len(added), "renamed": len(renamed)}
        assert self.send("merge_dimension", body) == expected
        self.members |= dict.fromkeys(keys, name)
        after = self.state()
        assert self.send("merge_dimension", body) == expected | {"added": 0, "renamed": 0}
        assert self.state() == after

    @rule(by=st.permutations(["facility", "account"]))
    def totals_are_the_sum_of_what_was_accepted(self, by: list[str]) -> None:
        """From the Parquet files, in either order of the dimensions."""
        rows = self.send("query_totals", {"table": "journal", "by": by})["rows"]
        assert [row["keys"] for row in rows] == sorted(row["keys"] for row in rows)
        places = [(r["keys"][by.index("facility")], r["keys"][by.index("account")]) for r in rows]
        assert len(set(places)) == len(places)
        assert set(places) == set(self.counts)
        for place, row in zip(places, rows, strict=True):
            figures = (row["transactions"], row["amount"], row["debits"])
            amounts = (text(self.amounts[place]), text(self.debits[place]))
            assert figures == (self.counts[place], *amounts)

    @invariant()
    def each_accepted_batch_is_one_effect_and_one_entry_of_a_day(self) -> None:
        effects = [e for e in self.desk.effects if e.kind == "analytics.day_loaded"]
        assert len(effects) == len(self.loaded) == len(self.desk.events)
        assert sum(e.amount_minor for e in effects) == sum(self.debits.values())
        for facility in (GLN, OTHER):
            own = [b for b in self.desk.system.books() if b.facility == facility]
            assert sum(entry.quantity for entry in own) == sum(
                count for (place, _), count in self.counts.items() if place == facility
            )

    @invariant()
    def a_member_is_told_once(self) -> None:
        told = [e.key for e in self.desk.effects if e.kind == "analytics.dimension_member"]
        assert len(told) == len(set(told)) == len(self.members) - 2


Lake.TestCase.settings = settings(max_examples=20, stateful_step_count=25)
test_totals_add_up_under_any_sequence = Lake.TestCase
