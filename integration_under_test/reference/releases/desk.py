"""The operators' counter for releases: propose, test, sign off, promote, roll back, list.

desk = Desk(releases, register, withdrawals, subject)
await desk.serve("promote_release", {"number": 2, "person": "pat"})
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any

from integration_under_test.reference.releases.contract_tests import contract_findings
from integration_under_test.reference.releases.finding import Subject
from integration_under_test.reference.releases.in_force import Releases
from integration_under_test.reference.releases.lifecycle import IllegalAct
from integration_under_test.reference.releases.register import Proposal, Register, UnknownRelease
from integration_under_test.reference.releases.release import Release
from integration_under_test.reference.releases.standing import (
    ReleaseList,
    ReleaseStanding,
    first_standing,
    standing_of,
)
from integration_under_test.reference.releases.table import FIRST
from integration_under_test.reference.releases.withdrawals import Withdrawals


class Desk:
    """Each act is in the register before it is in force. `subject` is a release beside what the
    masters and settings say at the moment, for the contract tests."""

    def __init__(
        self,
        releases: Releases,
        register: Register,
        withdrawals: Withdrawals,
        subject: Callable[[Release], Subject],
    ) -> None:
        self._releases = releases
        self._register = register
        self._withdrawals = withdrawals
        self._subject = subject

    async def serve(self, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """What a caller of the API layer asks for. Raises IllegalAct, UnknownRelease."""
        acts: Mapping[str, Callable[..., Awaitable[Any]]] = {
            "propose_release": self.propose,
            "test_release": self.test,
            "sign_off_release": self.sign_off,
            "promote_release": self.promote,
            "roll_back_release": self.roll_back,
            "list_releases": self.standings,
        }
        return asdict(await acts[operation](**body))

    async def propose(self, **proposal: Any) -> ReleaseStanding:
        """A draft on top of the live release; fields as in Proposal."""
        try:
            number = await self._register.propose(Proposal(**proposal), self._following(proposal))
        except LookupError as unknown:
            raise IllegalAct("UNKNOWN_TABLE", str(unknown.args[0])) from unknown
        return await self._standing(number)

    async def test(self, number: int, person: str) -> ReleaseStanding:
        """Runs the contract tests; a draft that passes is tested."""
        await self._test(number, person)
        return await self._standing(number)

    async def sign_off(self, number: int, person: str) -> ReleaseStanding:
        """By somebody else than the author."""
        await self._register.sign_off(number, person)
        return await self._standing(number)

    async def promote(self, number: int, person: str) -> ReleaseStanding:
        """What comes from now on is taken in under it. The masters may have changed since it was
        tested, so that is done once more; what they contradict becomes a draft again."""
        release = self._known(number)
        findings = contract_findings(self._subject(release))
        if findings:
            await self._test(number, person)
            raise IllegalAct(
                "CONTRACT",
                f"release {number}: expected no finding of the contract tests, got "
                f"{len(findings)}; the masters changed since it was tested",
            )
        await self._register.promote(release, person)
        self._releases.promoted(number)
        return await self._standing(number)

    async def roll_back(self, number: int, person: str) -> ReleaseStanding:
        """The release before is live again when this returns; what is in flight is planned anew
        in the background."""
        self._known(number)
        back = await self._register.roll_back(number, person)
        self._releases.rolled_back(number, back)
        self._withdrawals.begin(number)
        return await self._standing(number)

    async def standings(self, first: int) -> ReleaseList:
        """Those from a number on; the first is the code's own."""
        head, rows = await self._register.load()
        everything = (first_standing(head.live), *map(standing_of, rows))
        return ReleaseList(head.live, tuple(one for one in everything if one.number >= first))

    async def _test(self, number: int, person: str) -> None:
        findings = contract_findings(self._subject(self._known(number)))
        await self._register.test(number, person, [one._asdict() for one in findings])

    async def _standing(self, number: int) -> ReleaseStanding:
        _, rows = await self._register.load()
        return next(standing_of(row) for row in rows if row["number"] == number)

    def _known(self, number: int) -> Release:
        """Raises UnknownRelease, also for the first: nobody proposed it, and it cannot go."""
        if number == FIRST:
            raise UnknownRelease(number)
        try:
            return self._releases.of(number)
        except KeyError as unknown:
            raise UnknownRelease(number) from unknown

    def _following(self, proposal: Mapping[str, Any]) -> Callable[[int, int], Release]:
        return lambda parent, number: self._releases.following(parent, number, proposal["changes"])
