"""For each service of the releases a request, the acts that go before it, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Act = tuple[str, Mapping[str, Any], str]
"""Service, body, and who asks."""

CHANGES = {"policies.waits": {"retry_horizon_h": 24.0}}
PROPOSAL = {"reason": "desks want to hear sooner", "changes": CHANGES}
SECOND = {"number": 2}

PROPOSED: tuple[Act, ...] = (("propose_release", PROPOSAL, "ann"),)
TESTED: tuple[Act, ...] = (*PROPOSED, ("test_release", SECOND, "ann"))
SIGNED: tuple[Act, ...] = (*TESTED, ("sign_off_release", SECOND, "ben"))
LIVE: tuple[Act, ...] = (*SIGNED, ("promote_release", SECOND, "cat"))


class ActSample(NamedTuple):
    """`result` holds what there is to say of the answer; the rest are digests and instants."""

    body: Mapping[str, Any]
    before: tuple[Act, ...]
    result: Mapping[str, Any]


ACTS: Mapping[str, ActSample] = {
    "propose_release@1": ActSample(
        PROPOSAL, (), {"number": 2, "parent": 1, "state": "draft", "changes": CHANGES}
    ),
    "test_release@1": ActSample(SECOND, PROPOSED, {"state": "tested", "findings": []}),
    "sign_off_release@1": ActSample(SECOND, TESTED, {"state": "signed off", "author": "ann"}),
    "promote_release@1": ActSample(SECOND, SIGNED, {"state": "live", "number": 2}),
    "roll_back_release@1": ActSample(SECOND, LIVE, {"state": "rolled back", "number": 2}),
    "list_releases@1": ActSample({"first": 1}, LIVE, {"live": 2}),
}
