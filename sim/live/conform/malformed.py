"""What is no event at all, and doors that it has or does not have."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from integration_under_test.boundary import Document, Request, Resolution
from sim.live.conform.bench import Bench
from sim.live.conform.step import Shortfall
from sim.live.doors import HttpAnswer, got_of

TOO_LARGE = 2_000_000
LARGE = b'{"specversion":"1.0","id":"x","source":"/inventory","type":"x","data":{"a":"%s"}}'
DEEP = 100_000

MALFORMED: Mapping[str, bytes] = MappingProxyType(
    {
        "no JSON": b"<event/>",
        "half a JSON document": b'{"specversion": "1.0", "id": "1"',
        "no bytes": b"",
        "a list": b"[]",
        "an event without id": b'{"specversion":"1.0","source":"/inventory","type":"x"}',
        "an id that is a number": b'{"specversion":"1.0","id":1,"source":"/inventory","type":"x"}',
        "JSON nested a hundred thousand times": b"[" * DEEP + b"]" * DEEP,
        "two million bytes": LARGE % (b"a" * TOO_LARGE),
    }
)


async def refuses_what_is_no_event(bench: Bench) -> str:
    """Rightly signed, but not an event: a 4xx, since sending it again would not help."""
    for number, (what, content) in enumerate(MALFORMED.items()):
        answer = await bench.deliver_content(content, f"malformed-{number}")
        hung_up = not answer.status and len(content) > TOO_LARGE
        if not (400 <= answer.status < 500 or hung_up):
            raise Shortfall(f"a 4xx to {what}", got_of(answer))
    health = await bench.doors.health()
    if not health.is_up:
        raise Shortfall("GET /health as before", "no answer")
    return f"{len(MALFORMED)} refused with 4xx"


async def has_the_doors_that_it_offers(bench: Bench) -> str:
    """404 from what it does not have; from what it has, an answer that is no breakdown."""
    offer, doors = bench.doors.offer, bench.doors
    document = Document("conform-1", "NOBODY", "application/octet-stream", b"\x00\xff")
    asked = Request("no_such_operation", {}, "conform", "conform-1", "conform-1")
    answers = {
        "documents": (offer.documents, await doors.document(document)),
        "requests": (offer.requests, await doors.request(asked)),
        "resolutions": (
            offer.resolutions,
            await doors.resolution(Resolution("no-such-item", "dismiss")),
        ),
    }
    for door, (offered, answer) in answers.items():
        _check_door(door, offered, answer)
    offered_doors = [door for door, (offered, _) in answers.items() if offered]
    return f"has {', '.join(offered_doors) or 'none of them'}"


def _check_door(door: str, offered: bool, answer: HttpAnswer) -> None:
    if not offered and answer.status != 404:
        raise Shortfall(f"404 from /{door}, which is not offered", got_of(answer))
    if offered and not 200 <= answer.status < 500:
        raise Shortfall(f"2xx or 4xx from /{door} to what it cannot know", got_of(answer))
