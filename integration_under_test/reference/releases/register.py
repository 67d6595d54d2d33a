"""The register of releases: every act on one is a transaction, with its entry in the audit.

The first release is the code's own and has no row until another is promoted over it: an
integration on which nobody ever acted so has no row of this. One row, the head, names the live
release; whoever promotes or rolls back writes it, so that of two at once one loses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from integration_under_test.boundary import Clock, Storage, Transaction
from integration_under_test.reference.releases.lifecycle import (
    Act,
    IllegalAct,
    State,
    after,
    require_another,
)
from integration_under_test.reference.releases.release import Changes, Release
from integration_under_test.reference.releases.table import FIRST
from integration_under_test.reference.store.acts import Note
from integration_under_test.reference.store.committed import committed

RELEASES = "releases"
"""Number -> the release: what it changes, its digests, its state, and every act with its person."""
HEAD = "release_head"
"""`head` -> the number of the live release, and of the newest."""

Row = Mapping[str, Any]


class Proposal(NamedTuple):
    """What somebody wants to be changed, and why; `reference` is the request's own name."""

    author: str
    reason: str
    changes: Changes
    reference: str


class Head(NamedTuple):
    """The live release, and the last number given."""

    live: int = FIRST
    newest: int = FIRST


class UnknownRelease(Exception):
    """There is no release of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"there is no release {number} that anybody proposed")


class Register:
    """Each method is one transaction, run again when it lost against another."""

    def __init__(self, storage: Storage, note: Note, clock: Clock) -> None:
        self._storage = storage
        self._note = note
        self._clock = clock

    async def load(self) -> tuple[Head, Sequence[Row]]:
        """The head and all releases that were proposed, in order of their numbers."""
        return await committed(
            self._storage, lambda tx: (_head(tx), [row for _, row in tx.scan(RELEASES)])
        )

    async def propose(self, proposal: Proposal, of: Callable[[int, int], Release]) -> int:
        """A draft on top of the live release; its number. The same request again finds the draft
        of the first. `of(parent, number)` makes the release."""

        def work(tx: Transaction) -> int:
            for _, row in tx.scan(RELEASES):
                if row["reference"] == proposal.reference:
                    return int(row["number"])
            head = _head(tx)
            release = of(head.live, head.newest + 1)
            drafted = {**_drafted(release, proposal), "acts": []}
            _put_head(tx, Head(head.live, release.number))
            self._act(tx, drafted, "proposed", proposal.author)
            return release.number

        return await committed(self._storage, work)

    async def test(self, number: int, person: str, findings: Sequence[Any]) -> None:
        """Notes what the contract tests found. Raises IllegalAct, UnknownRelease."""
        act = Act.FAIL if findings else Act.PASS

        def work(tx: Transaction) -> None:
            row = _moved(_row(tx, number), act)
            self._act(tx, {**row, "findings": list(findings)}, "tested", person)

        await committed(self._storage, work)

    async def sign_off(self, number: int, person: str) -> None:
        """Raises IllegalAct for the author's own signature or a release that is not tested."""

        def work(tx: Transaction) -> None:
            row = _row(tx, number)
            require_another(person, row["author"], number)
            self._act(tx, _moved(row, Act.SIGN_OFF), "signed_off", person)

        await committed(self._storage, work)

    async def promote(self, release: Release, person: str) -> None:
        """Makes a release live, and retires the one before. Raises IllegalAct, also for a release
        that was stated on top of another than the live one, or whose tables changed since it was
        tested, UnknownRelease."""

        def work(tx: Transaction) -> None:
            row, head = _row(tx, release.number), _head(tx)
            promoted = _moved(row, Act.PROMOTE)
            _require_same(row, release, head)
            if head.live != FIRST:
                self._put(tx, _moved(_row(tx, head.live), Act.RETIRE))
            _put_head(tx, head._replace(live=release.number))
            self._act(tx, promoted, "promoted", person)

        await committed(self._storage, work)

    async def roll_back(self, number: int, person: str) -> int:
        """Withdraws the live release; the number of the one that is live again."""

        def work(tx: Transaction) -> int:
            row, head = _row(tx, number), _head(tx)
            withdrawn = {**_moved(row, Act.ROLL_BACK), "settled": False}
            back = int(row["parent"])
            if back != FIRST:
                self._put(tx, _moved(_row(tx, back), Act.BRING_BACK))
            _put_head(tx, head._replace(live=back))
            self._act(tx, withdrawn, "rolled_back", person)
            return back

        return await committed(self._storage, work)

    async def settle(self, number: int, replanned: int) -> None:
        """Notes that no document is in flight under a withdrawn release any more, and how many
        were planned anew."""

        def work(tx: Transaction) -> None:
            row = _row(tx, number)
            total = int(row.get("replanned", 0)) + replanned
            if row["settled"] and not replanned:
                return
            self._put(tx, {**row, "settled": True, "replanned": total})
            self._note(tx, "release_settled", _subject(number), replanned=replanned)

        await committed(self._storage, work)

    def _act(self, tx: Transaction, row: Row, act: str, person: str) -> None:
        """Writes a row with one act more, and tells the audit."""
        done = [self._clock.now().isoformat(), act, person]
        self._put(tx, {**row, "acts": [*row["acts"], done]})
        digests = "/".join(row["digests"].values())
        self._note(tx, f"release_{act}", _subject(row["number"]), by=person, digest=digests)

    def _put(self, tx: Transaction, row: Row) -> None:
        tx.put(RELEASES, _key(row["number"]), row)


def _drafted(release: Release, proposal: Proposal) -> dict[str, Any]:
    return {
        "number": release.number,
        "parent": release.parent,
        "state": State.DRAFT.value,
        "author": proposal.author,
        "reason": proposal.reason,
        "reference": proposal.reference,
        "changes": {table: dict(rows) for table, rows in proposal.changes.items()},
        "digests": dict(release.digests),
        "findings": [],
    }


def _moved(row: Row, act: Act) -> dict[str, Any]:
    """Raises IllegalAct."""
    return {**row, "state": after(act, State(row["state"]), row["number"]).value}


def _require_same(row: Row, release: Release, head: Head) -> None:
    if release.parent != head.live:
        raise IllegalAct(
            "STALE_PARENT",
            f"release {release.number} changes release {release.parent}, but release {head.live} "
            "is live; propose it anew",
        )
    if dict(release.digests) != dict(row["digests"]):
        raise IllegalAct(
            "DIGEST_CHANGED",
            f"release {release.number}: the tables are not those that were tested, since the code "
            "changed; propose it anew",
        )


def _row(tx: Transaction, number: int) -> Row:
    row: Row | None = tx.get(RELEASES, _key(number))
    if row is None:
        raise UnknownRelease(number)
    return row


def _head(tx: Transaction) -> Head:
    return Head(*(tx.get(HEAD, "head") or Head()))


def _put_head(tx: Transaction, head: Head) -> None:
    tx.put(HEAD, "head", list(head))


def _key(number: int) -> str:
    return f"{number:06d}"


def _subject(number: int) -> str:
    return f"release/{number}"
