"""Operators of releases: they ask the API layer of one integration, each with scopes of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from integration_under_test.boundary import Answer, Request, Token
from integration_under_test.reference import Reference

SCOPES = {
    "ann": ("releases.propose", "releases.read"),
    "ben": ("releases.sign", "releases.read"),
    "cat": ("releases.promote", "releases.read"),
}
"""Who writes, who signs, who is on duty."""

Changes = Mapping[str, Mapping[str, Any]]


class Operators:
    """Every act is a request, and what is refused fails the caller."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.asked = 0

    async def promoted(self, changes: Changes) -> int:
        """A release that went the whole way; its number."""
        proposal = {"reason": "a test", "changes": changes}
        number = int((await self.act("ann", "propose_release", proposal))["number"])
        tested = await self.act("ann", "test_release", {"number": number})
        assert tested["findings"] == []
        await self.act("ben", "sign_off_release", {"number": number})
        await self.act("cat", "promote_release", {"number": number})
        return number

    async def rolled_back(self, number: int) -> None:
        await self.act("cat", "roll_back_release", {"number": number})

    async def standing(self, number: int) -> Any:
        """How a release stands."""
        found = await self.act("cat", "list_releases", {"first": number})
        return found["releases"][0]

    async def act(self, person: str, operation: str, body: Mapping[str, Any]) -> Any:
        answer = await self.ask(person, operation, body)
        assert answer.status == 200, answer.body
        return answer.body["result"]

    async def ask(self, person: str, operation: str, body: Mapping[str, Any]) -> Answer:
        self.asked += 1
        id_ = f"{len(self.reference.releases._known)}-{self.asked}"
        return await self.reference.on_request(self.request(person, operation, body, id_))

    def request(self, person: str, operation: str, body: Mapping[str, Any], id_: str) -> Request:
        expires_at = self.reference.clock.now() + timedelta(minutes=5)
        token = Token(person, SCOPES[person], ("*",), expires_at)
        return Request(operation, body, person, "c-1", id_, token)
