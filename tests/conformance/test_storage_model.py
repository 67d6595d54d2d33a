"""Every store against a model of a few lines: a dict that each transaction copies at its begin."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    precondition,
    rule,
    run_state_machine_as_test,
)

from integration_under_test.boundary import Conflict, Storage, Transaction
from tests.conformance.places import Place

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=4)
KEYS = st.sampled_from(["a", "b"]) | TEXT
JSON = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63) | TEXT | st.floats(allow_nan=False, width=32),
    lambda inner: (
        st.lists(st.none() | inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
    ),
    max_leaves=5,
).filter(lambda value: value not in (float("inf"), float("-inf")))

AT_ONCE = 4
"""Open transactions; a database has only so many connections for them."""


@dataclass
class Begun:
    """One open transaction, and what the model says that it sees."""

    manager: AbstractAsyncContextManager[Transaction]
    tx: Transaction
    rows: dict[str, Any]
    before: dict[str, int]
    """Key -> number of the commit that wrote it last, as of the beginning."""
    at_begin: frozenset[str] = frozenset()
    written: set[str] = field(default_factory=set)


class Machine(RuleBasedStateMachine):
    """Transactions in any order of steps, each step in the store and in the model."""

    begun = Bundle("begun")
    tables = 0
    place: ClassVar[Place]
    storage: ClassVar[Storage]

    def __init__(self) -> None:
        super().__init__()
        Machine.tables += 1
        self.table = f"t{Machine.tables}"
        self.rows: dict[str, Any] = {}
        self.numbers: dict[str, int] = {}
        self.commits = 0
        self.open: list[Begun] = []

    @precondition(lambda self: len(self.open) < AT_ONCE)
    @rule(target=begun)
    def begin(self) -> Begun:
        manager = self.storage.transaction()
        tx = self.place.run(manager.__aenter__())
        self.open.append(
            Begun(manager, tx, dict(self.rows), dict(self.numbers), frozenset(self.rows))
        )
        return self.open[-1]

    @rule(one=begun, key=KEYS, value=JSON)
    def put(self, one: Begun, key: str, value: Any) -> None:
        one.tx.put(self.table, key, value)
        one.rows[key] = value
        one.written.add(key)

    @rule(one=begun, key=KEYS)
    def delete(self, one: Begun, key: str) -> None:
        one.tx.delete(self.table, key)
        one.rows.pop(key, None)
        one.written.add(key)

    @rule(one=begun, key=KEYS)
    def get(self, one: Begun, key: str) -> None:
        assert one.tx.get(self.table, key) == one.rows.get(key)

    @rule(one=begun)
    def scan(self, one: Begun) -> None:
        assert list(one.tx.scan(self.table)) == sorted(one.rows.items(), key=lambda row: row[0])

    @rule(one=consumes(begun))
    def commit(self, one: Begun) -> None:
        self.open.remove(one)
        moved = {k for k in one.written if self.numbers.get(k, 0) != one.before.get(k, 0)}
        came_and_went = {k for k in moved if k not in self.rows and k not in one.at_begin}
        try:
            self.place.run(one.manager.__aexit__(None, None, None))
        except Conflict:
            assert moved, "nobody had written what this wrote"
            return
        # A row that another put and took away meanwhile leaves the same state: no need to refuse.
        assert moved <= came_and_went
        self.commits += 1
        for key in one.written:
            self.numbers[key] = self.commits
            self.rows.pop(key, None)
            if key in one.rows:
                self.rows[key] = one.rows[key]

    @rule(one=consumes(begun))
    def roll_back(self, one: Begun) -> None:
        self.open.remove(one)
        error = RuntimeError("rolled back")
        with suppress(RuntimeError):
            self.place.run(one.manager.__aexit__(RuntimeError, error, None))

    def teardown(self) -> None:
        while self.open:
            self.roll_back(self.open[0])


def test_a_store_does_what_the_model_does(place: Place) -> None:
    life = place.life()
    storage = place.run(life.__aenter__())
    placed = type("Placed", (Machine,), {"place": place, "storage": storage})
    run_state_machine_as_test(
        placed, settings=settings(max_examples=30, stateful_step_count=25, deadline=None)
    )
    place.run(life.__aexit__(None, None, None))
