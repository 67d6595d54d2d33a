"""An auditor (beside S17) keeps what it was told, and refuses what contradicts it with a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import pytest

from integration_under_test.boundary import Document
from sim.world.parties.auditor.auditor import MAILBOX, Auditor
from sim.world.parties.auditor.checkpoint_file import Mark
from sim.world.parties.party import Place
from tests.unit.sim.world.stand_in import Settings, Town

DIGESTS = {number: f"{number:064x}" for number in range(20)}
OTHER = "f" * 64
NOTHING: Mapping[str, Any] = {}


def mark(block: int, digest: str = "") -> dict[str, Any]:
    return {"block": block, "digest": digest or DIGESTS[block]}


def checkpoint(
    block: int, before: Mapping[str, Any] | None, changes: Mapping[str, Any] = NOTHING
) -> Document:
    """One of a chain whose blocks hold ten entries and are sealed an hour after each other."""
    body = {
        "chain": "integration-audit",
        **mark(block),
        "entries": 10 * (block + 1),
        "sealedAt": f"2026-04-15T{block:02d}:00:00+00:00",
        "before": before,
        **changes,
    }
    check = blake2b(text(body), digest_size=16).hexdigest()
    return document({**body, "check": check})


def text(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def document(body: Any) -> Document:
    return Document("audit.json", "GROUP", "application/json;layout=audit-checkpoint", text(body))


class Office:
    """An auditor with a book of its own."""

    def __init__(self, town: Town) -> None:
        def nobody(*_: object) -> None:
            raise AssertionError("an auditor sends nothing, and has no effect in any book")

        self.town = town
        self.auditor = Auditor(Place(town.world.site, town.world.agenda, nobody, nobody))

    def take(self, *documents: Document) -> list[str]:
        return [self.auditor.accept(MAILBOX, one) for one in documents]

    def kept(self) -> list[Mark]:
        return [told.mark for chain in self.auditor.book.chains.values() for told in chain]


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(Settings(connected=False))


@pytest.fixture
def office(town: Town) -> Office:
    return Office(town)


def test_checkpoints_in_their_order_are_kept(office: Office) -> None:
    said = office.take(checkpoint(0, None), checkpoint(3, mark(0)), checkpoint(7, mark(3)))
    assert said == ["", "", ""]
    assert office.kept() == [Mark(n, DIGESTS[n]) for n in (0, 3, 7)]


def test_one_that_comes_again_is_no_news(office: Office) -> None:
    first, second = checkpoint(0, None), checkpoint(3, mark(0))
    assert office.take(first, second, second, first) == [""] * 4
    assert len(office.kept()) == 2


def test_one_that_was_lost_on_its_way_leaves_no_doubt_about_the_next(office: Office) -> None:
    assert office.take(checkpoint(0, None), checkpoint(7, mark(3))) == ["", ""]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (checkpoint(5, mark(3), {"digest": OTHER}), "fork: block 5 was told as 0"),
        (checkpoint(5, mark(3), {"entries": 61}), "fork: block 5 was told with other entries"),
        (checkpoint(4, mark(3)), "backwards: block 4 after block 5"),
        (checkpoint(7, None), "fork: a first checkpoint, but block 5 was told"),
        (checkpoint(7, mark(3)), "fork: it follows block 3, but block 5 was told"),
        (checkpoint(7, mark(5, OTHER)), "fork: block 5 was told as 0"),
        (
            checkpoint(7, mark(5), {"entries": 61}),
            "fork: 61 entries up to it, and 60 were told before",
        ),
        (
            checkpoint(7, mark(5), {"sealedAt": "2026-04-15T04:00:00+00:00"}),
            "backwards: sealed at 2026-04-15",
        ),
    ],
)
def test_what_contradicts_an_earlier_one_is_refused_and_not_kept(
    office: Office, told: Document, reason: str
) -> None:
    office.take(checkpoint(3, None), checkpoint(5, mark(3)))
    before = office.kept()
    (said,) = office.take(told)
    assert said.startswith(reason)
    assert office.kept() == before
    assert office.town.notes[-1][1:] == ("refused", MAILBOX, told.id, said)


def test_each_chain_has_a_row_of_its_own(office: Office) -> None:
    other = checkpoint(1, None, {"chain": "another-audit", "digest": OTHER})
    assert office.take(checkpoint(3, None), other) == ["", ""]
    assert list(office.auditor.book.chains) == ["integration-audit", "another-audit"]


@pytest.mark.parametrize(
    "change",
    [
        {"block": -1},
        {"block": True},
        {"digest": "abc"},
        {"digest": "G" * 64},
        {"entries": "10"},
        {"chain": ""},
        {"sealedAt": "yesterday"},
        {"sealedAt": "2026-04-15T00:00:00"},
        {"before": 3},
        {"before": {"block": 1}},
        {"more": 1},
    ],
)
def test_what_is_no_checkpoint_is_refused(office: Office, change: Mapping[str, Any]) -> None:
    (said,) = office.take(checkpoint(0, None, change))
    assert said
    assert office.kept() == []


@pytest.mark.parametrize("place", range(1, 300, 23))
def test_a_hit_character_is_noticed(office: Office, place: int) -> None:
    sound = checkpoint(3, mark(0)).content
    assert len(sound) > 300
    hit = bytearray(sound)
    hit[place] ^= 1
    damaged = Document("audit.json", "GROUP", "application/json", bytes(hit))
    (said,) = office.take(damaged)
    assert said
    assert office.kept() == []
