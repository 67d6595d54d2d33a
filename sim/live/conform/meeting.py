"""The first steps: it is up, says what it wants, and is told where everything is."""

from __future__ import annotations

from pydantic import ValidationError

from mock_systems import SYSTEMS
from mock_systems.announced import event_types
from sim.clock.wall import elapsed_s
from sim.live.conform.bench import Bench
from sim.live.conform.step import LeftOut, Shortfall
from sim.live.doors import START_WITHIN_S, NotServed, Offer, got_of
from sim.naming import nearest


async def is_up(bench: Bench) -> str:
    """`GET /health` answers."""
    try:
        await bench.doors.be_up()
    except NotServed as error:
        raise Shortfall("200 from GET /health within 30 s", str(error)) from error
    health = await bench.doors.health()
    return f"started: {str(health.started).lower()}, backlog {health.backlog}"


async def says_what_it_wants(bench: Bench) -> str:
    """`GET /subscriptions` has the form, and names systems and events that exist."""
    answer = await bench.doors.get("/subscriptions")
    if not answer.accepted:
        raise Shortfall("200 from GET /subscriptions", got_of(answer))
    try:
        offer = Offer.model_validate_json(answer.content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the body"
        form = '{"subscriptions": [{"system": ..., "types": [...]}], ...}'
        raise Shortfall(form, f"{place}: {first['msg']}") from error
    for one in offer.subscriptions:
        _check_names(one.system, one.types)
    bench.doors.offer = offer
    types = sum(len(one.types) for one in offer.subscriptions)
    return f"{types} types of {len(offer.subscriptions)} systems"


def _check_names(system: str, types: tuple[str, ...]) -> None:
    if system not in SYSTEMS:
        raise Shortfall(f"a system ({nearest(system, SYSTEMS)})", repr(system))
    known = event_types(system)
    for type_ in types:
        if type_.endswith("*"):
            if not any(one.startswith(type_[:-1]) for one in known):
                raise Shortfall(f"a pattern that meets an event of {system}", repr(type_))
        elif type_ not in known:
            raise Shortfall(f"an event of {system} ({nearest(type_, known)})", repr(type_))


async def refuses_before_its_start(bench: Bench) -> str:
    """Who knows no secret and no systems can acknowledge nothing."""
    if (await bench.doors.health()).started:
        raise LeftOut("it says that it is started already")
    if not (taken := bench.take()):
        raise LeftOut("none of the events that it wants came up")
    bench.put_back(taken[0])
    answer = await bench.doors.event(taken[0].event)
    if not 400 <= answer.status < 600:
        raise Shortfall("503, or another refusal", got_of(answer))
    return f"refused: {answer.status}"


async def starts(bench: Bench) -> str:
    """`POST /start` is answered when it is ready."""
    began_s = elapsed_s()
    answer = await bench.start()
    if not answer.accepted:
        raise Shortfall(f"204 from POST /start within {START_WITHIN_S:.0f} s", got_of(answer))
    return f"ready after {elapsed_s() - began_s:.1f} s"


async def starts_twice(bench: Bench) -> str:
    """After a restart that nobody noticed, and when an answer was lost, it comes again."""
    answer = await bench.start()
    if not answer.accepted:
        raise Shortfall("204 from a second POST /start", got_of(answer))
    return "ready again"
