"""Releases of the mapping, route and policy sets: what operators do with them, each with its scope.

Whoever proposes needs another person's signature; who may sign and who may promote is a matter of
scopes. Nothing here waits for a system: an act is done when it is answered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field

from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.refusals import Refused, not_there
from integration_under_test.reference.gateway.services.service import (
    OWN,
    Asking,
    Fallback,
    Found,
    Handler,
    Message,
    Rate,
    Service,
)
from integration_under_test.reference.policies import INTEGRATION_DESK
from integration_under_test.reference.releases.lifecycle import IllegalAct
from integration_under_test.reference.releases.register import UnknownRelease
from integration_under_test.reference.releases.standing import ReleaseList, ReleaseStanding

FLOW = "P17"
"""Codes and rules that all flows use are reference data, of this integration itself."""

Value = str | float | bool | list[str] | None
Name = Annotated[str, Field(min_length=1, max_length=100)]


class ProposeRelease(Message):
    """Table -> key -> the row's value from now on, null to leave the row out."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]
    changes: dict[Name, dict[Name, Value]]


class NamedRelease(Message):
    """By its number."""

    number: Annotated[int, Field(ge=1)]


class ListReleases(Message):
    """Those from a number on."""

    first: Annotated[int, Field(ge=1)]


async def propose_release(asked: ProposeRelease, asking: Asking, enquiry: Enquiry) -> Found:
    """The same request again finds the draft of the first."""
    proposal = {"author": asking.caller, "reference": asking.reference, **asked.model_dump()}
    return await _ask(enquiry, "propose_release", proposal)


def _acting(operation: str) -> Handler:
    async def act(asked: NamedRelease, asking: Asking, enquiry: Enquiry) -> Found:
        return await _ask(enquiry, operation, {"number": asked.number, "person": asking.caller})

    return act


async def list_releases(asked: ListReleases, _: Asking, enquiry: Enquiry) -> Found:
    return await _ask(enquiry, "list_releases", {"first": asked.first})


async def _ask(enquiry: Enquiry, operation: str, body: dict[str, Any]) -> Found:
    try:
        return Found(await enquiry.call(OWN, operation, body))
    except UnknownRelease as unknown:
        raise not_there() from unknown
    except IllegalAct as illegal:
        raise Refused(409, illegal.code, str(illegal)) from illegal


def _service(
    name: str,
    summary: str,
    scope: str,
    handler: Callable[..., Any],
    shapes: tuple[type[Message], Any] = (NamedRelease, ReleaseStanding),
) -> Service:
    return Service(
        name=name,
        summary=summary,
        flow=FLOW,
        owner=INTEGRATION_DESK,
        system=OWN,
        operation=name,
        scope=f"releases.{scope}",
        criticality="high",
        compliance="change control (segregation of duties)",
        request=shapes[0],
        result=shapes[1],
        handler=handler,
        rate=Rate(30, 10),
        fallback=Fallback.OWN_STORE,
        drafts=name == "propose_release",
    )


SERVICES = (
    _service(
        "propose_release",
        "Drafts a release by what it changes against the live one.",
        "propose",
        propose_release,
        (ProposeRelease, ReleaseStanding),
    ),
    _service(
        "test_release",
        "Runs the contract tests of its sets, and tells what they found.",
        "propose",
        _acting("test_release"),
    ),
    _service(
        "sign_off_release",
        "Signs a tested release; its author may not.",
        "sign",
        _acting("sign_off_release"),
    ),
    _service(
        "promote_release",
        "Has all that comes from now on taken in under a release.",
        "promote",
        _acting("promote_release"),
    ),
    _service(
        "roll_back_release",
        "Withdraws the live release, and plans anew what is in flight under it.",
        "promote",
        _acting("roll_back_release"),
    ),
    _service(
        "list_releases",
        "The live release, and those from a number on: states, digests, findings, acts.",
        "read",
        list_releases,
        (ListReleases, ReleaseList),
    ),
)
