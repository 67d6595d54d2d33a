"""The register against a model of it, over restarts: a Hypothesis state machine of every act."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from integration_under_test.reference.releases.in_force import Releases
from integration_under_test.reference.releases.lifecycle import IllegalAct
from integration_under_test.reference.releases.register import (
    Proposal,
    Register,
    UnknownRelease,
)
from integration_under_test.reference.releases.release import Release, following
from integration_under_test.reference.releases.table import FIRST
from sim.host import MemoryStorage

PEOPLE = ("ann", "ben", "cat")
T = TypeVar("T")


class Still:
    """A clock that stands."""

    def now(self) -> datetime:
        return datetime(2026, 4, 1, tzinfo=UTC)

    async def sleep_until(self, instant: datetime) -> None:
        raise AssertionError(f"nobody waits for {instant} here")


class Office:
    """A register on storage that outlives it, with all that the audit was told."""

    def __init__(self) -> None:
        self.storage = MemoryStorage()
        self.noted: list[tuple[str, str]] = []
        self.open()

    def open(self) -> None:
        """As after a restart."""
        self.register = Register(self.storage, self.note, Still())
        self.releases = Releases()
        head, rows = self.run(self.register.load())
        self.releases.load(head.live, rows)

    def note(self, tx: Any, act: str, subject: str, **facts: Any) -> None:
        self.noted.append((act, subject))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run(work)

    def propose(self, author: str, reference: str, horizon_h: float = 24.0) -> int:
        changes = {"policies.waits": {"retry_horizon_h": horizon_h}}
        proposal = Proposal(author, "why", changes, reference)
        return self.run(
            self.register.propose(
                proposal, lambda parent, number: self.releases.following(parent, number, changes)
            )
        )

    def state(self, number: int) -> str:
        _, rows = self.run(self.register.load())
        return next(row["state"] for row in rows if row["number"] == number)

    def live(self) -> int:
        return self.run(self.register.load())[0].live

    def promote(self, number: int, person: str = "cat") -> None:
        self.run(self.register.promote(self.releases.of(number), person))

    def ready(self, author: str = "ann", reference: str = "r-1") -> int:
        """A release that is signed off."""
        number = self.propose(author, reference)
        self.run(self.register.test(number, author, []))
        self.run(self.register.sign_off(number, "ben"))
        return number


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_release_goes_live_and_back(office: Office) -> None:
    number = office.ready()
    office.promote(number)
    assert (office.live(), office.state(number)) == (number, "live")
    assert office.run(office.register.roll_back(number, "cat")) == FIRST
    assert (office.live(), office.state(number)) == (FIRST, "rolled back")
    acts = ["proposed", "tested", "signed_off", "promoted", "rolled_back"]
    assert office.noted == [(f"release_{act}", f"release/{number}") for act in acts]


def test_a_second_release_retires_the_first_and_brings_it_back(office: Office) -> None:
    first = office.ready()
    office.promote(first)
    second = office.ready(reference="r-2")
    office.promote(second)
    assert (office.state(first), office.state(second)) == ("retired", "live")
    assert office.run(office.register.roll_back(second, "cat")) == first
    assert (office.live(), office.state(first)) == (first, "live")


def test_the_same_request_drafts_once(office: Office) -> None:
    assert office.propose("ann", "r-1") == office.propose("ann", "r-1") == 2
    assert office.propose("ann", "r-2") == 3


def test_an_author_may_not_sign(office: Office) -> None:
    number = office.propose("ann", "r-1")
    office.run(office.register.test(number, "ann", []))
    with pytest.raises(IllegalAct) as refused:
        office.run(office.register.sign_off(number, "ann"))
    assert (refused.value.code, office.state(number)) == ("AUTHOR_SIGNS", "tested")


def test_findings_keep_a_release_a_draft(office: Office) -> None:
    number = office.propose("ann", "r-1")
    office.run(office.register.test(number, "ann", [{"key": "x"}]))
    assert office.state(number) == "draft"
    with pytest.raises(IllegalAct):
        office.run(office.register.sign_off(number, "ben"))


def test_what_was_stated_on_another_parent_is_not_promoted(office: Office) -> None:
    one, other = office.ready(reference="r-1"), office.ready(reference="r-2")
    office.promote(one)
    with pytest.raises(IllegalAct) as refused:
        office.promote(other)
    assert (refused.value.code, office.live()) == ("STALE_PARENT", one)


def test_other_tables_than_were_tested_are_not_promoted(office: Office) -> None:
    number = office.ready()
    changed = following(
        office.releases.of(FIRST), number, {"policies.waits": {"retry_horizon_h": 2.0}}
    )
    with pytest.raises(IllegalAct) as refused:
        office.run(office.register.promote(changed, "cat"))
    assert (refused.value.code, office.live()) == ("DIGEST_CHANGED", FIRST)


def test_of_two_who_promote_at_once_one_wins(office: Office) -> None:
    one, other = office.ready(reference="r-1"), office.ready(reference="r-2")

    async def both() -> list[Any]:
        releases = map(office.releases.of, (one, other))
        acts = (office.register.promote(release, "cat") for release in releases)
        return await asyncio.gather(*acts, return_exceptions=True)

    ends = office.run(both())
    assert sorted(type(end).__name__ for end in ends) == ["IllegalAct", "NoneType"]
    assert sorted(map(office.state, (one, other))) == ["live", "signed off"]


def test_what_nobody_proposed_cannot_be_worked_on(office: Office) -> None:
    for act in (
        office.register.test(7, "ann", []),
        office.register.sign_off(7, "ann"),
        office.register.roll_back(7, "ann"),
        office.register.settle(7, 0),
    ):
        with pytest.raises(UnknownRelease):
            office.run(act)


def test_settling_adds_up_what_was_planned_anew(office: Office) -> None:
    number = office.ready()
    office.promote(number)
    office.run(office.register.roll_back(number, "cat"))
    for count in (3, 0, 2):
        office.run(office.register.settle(number, count))
    _, rows = office.run(office.register.load())
    assert (rows[0]["settled"], rows[0]["replanned"]) == (True, 5)


@dataclass
class Model:
    """What a release is expected to be."""

    author: str
    parent: int
    state: str = "draft"


class Registers(RuleBasedStateMachine):
    """Any acts in any order by anybody, with restarts in between."""

    numbers = Bundle("numbers")

    def __init__(self) -> None:
        super().__init__()
        self.office = Office()
        self.models: dict[int, Model] = {}
        self.live = FIRST

    @rule(target=numbers, author=st.sampled_from(PEOPLE), horizon=st.sampled_from([12.0, 24.0]))
    def propose(self, author: str, horizon: float) -> int:
        number = self.office.propose(author, f"r-{len(self.models)}", horizon)
        assert number == len(self.models) + 2
        self.models[number] = Model(author, self.live)
        return number

    @rule(number=numbers, passes=st.booleans())
    def test(self, number: int, passes: bool) -> None:
        model = self.models[number]
        legal = model.state in (
            ("draft", "tested") if passes else ("draft", "tested", "signed off")
        )
        findings = [] if passes else [{"key": "x"}]
        if self.does(self.office.register.test(number, model.author, findings), legal):
            model.state = "tested" if passes else "draft"

    @rule(number=numbers, person=st.sampled_from(PEOPLE))
    def sign_off(self, number: int, person: str) -> None:
        model = self.models[number]
        legal = model.state == "tested" and person != model.author
        if self.does(self.office.register.sign_off(number, person), legal):
            model.state = "signed off"

    @rule(number=numbers)
    def promote(self, number: int) -> None:
        model = self.models[number]
        legal = model.state == "signed off" and model.parent == self.live
        release: Release = self.office.releases.of(number)
        if self.does(self.office.register.promote(release, "cat"), legal):
            if self.live != FIRST:
                self.models[self.live].state = "retired"
            model.state, self.live = "live", number

    @rule(number=numbers)
    def roll_back(self, number: int) -> None:
        model = self.models[number]
        if self.does(self.office.register.roll_back(number, "cat"), number == self.live):
            model.state, self.live = "rolled back", model.parent
            if self.live != FIRST:
                self.models[self.live].state = "live"

    @rule()
    def restart(self) -> None:
        self.office.open()

    @rule(number=consumes(numbers))
    def forget(self, number: int) -> None:
        """Nobody acts on it any more."""

    @invariant()
    def stands_as_expected(self) -> None:
        head, rows = self.office.run(self.office.register.load())
        assert head.live == self.live
        assert {row["number"]: row["state"] for row in rows} == {
            number: model.state for number, model in self.models.items()
        }
        live = [number for number, model in self.models.items() if model.state == "live"]
        assert live == ([] if self.live == FIRST else [self.live])

    def does(self, act: Coroutine[Any, Any, Any], legal: bool) -> bool:
        """Whether an act is done; it is exactly if it is legal."""
        try:
            self.office.run(act)
        except IllegalAct:
            assert not legal
            return False
        assert legal
        return True


TestRegisters = Registers.TestCase
TestRegisters.settings = settings(max_examples=30, stateful_step_count=25)
