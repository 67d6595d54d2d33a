"""Events as they should be: taken, done once however often they come."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from integration_under_test.boundary import Event
from sim.live.conform.bench import Bench
from sim.live.conform.news import News
from sim.live.conform.step import LeftOut, NotTried, Shortfall
from sim.live.doors import HttpAnswer, got_of

AT_ONCE = 50
TOO_MANY = 429
FEW_TRIES = 20
FOR_LATER = 11
"""Events that later steps need."""


async def takes_an_event(bench: Bench) -> str:
    """A 2xx, and then the effect."""
    [news] = one_of(bench)
    answer = await bench.deliver(news)
    check_taken(answer)
    if not await bench.until(lambda: any(bench.done([news]).values())):
        raise Shortfall(
            f"an effect of {words_of(news)}", f"none within {bench.candidate.patience_s:.0f} s"
        )
    await bench.quiet()
    bench.served |= {kind for (kind, _), times in bench.done([news]).items() if times}
    return f"{words_of(news)}: {', '.join(sorted(bench.served))}"


async def takes_copies(bench: Bench) -> str:
    """Two at once of one event, and a third when all is done."""
    [news] = one_of(bench)
    pair = await asyncio.gather(bench.deliver(news), bench.deliver(news))
    await done(bench, [news])
    for answer in (*pair, await bench.deliver(news)):
        if answer.status != TOO_MANY:
            check_taken(answer)
    await bench.quiet()
    once(bench, [news])
    return f"three deliveries of {news.event.id}, one effect"


async def takes_a_repetition(bench: Bench) -> str:
    """The sender did not hear the answer, and sends again: a new timestamp, a new signature."""
    news = bench.delivered[0]
    before = bench.done([news])
    answer = await bench.deliver_signed(news, bench.signature(news, age_s=60))
    check_taken(answer)
    await bench.quiet()
    if bench.done([news]) != before:
        raise Shortfall("no further effect", _times(bench, [news]))
    return "acknowledged, no further effect"


async def takes_a_stranger(bench: Bench) -> str:
    """An event of a type that nobody knows must not look like a breakdown."""
    made = Event(
        "inventory-99999999",
        "/inventory",
        "inventory.unheard.of",
        "2026-04-14T20:00:00+00:00",
        "X-1",
        {},
        {"correlation": "inventory:X-1"},
    )
    answer = await bench.doors.event(made)
    if not 200 <= answer.status < 500:
        raise Shortfall("2xx, or 4xx", got_of(answer))
    return f"answered {answer.status}"


async def takes_many_at_once(bench: Bench) -> str:
    """Fifty senders do not wait for each other."""
    news = bench.take(AT_ONCE, leave=FOR_LATER)
    if not news:
        raise NotTried("no further event that it brings about something for")
    copies = [news[n % len(news)] for n in range(AT_ONCE)]
    await asyncio.gather(*(_until_taken(bench, one) for one in copies))
    await done(bench, news)
    await bench.quiet()
    once(bench, news)
    return f"{AT_ONCE} at once, {len(news)} different ones, one effect each"


async def pushes_back_in_form(bench: Bench) -> str:
    """A 429 without a wait leaves the sender to its schedule."""
    refusals = [one for one in bench.answers if one.status == TOO_MANY]
    if not refusals:
        raise LeftOut("it never pushed back")
    if bare := [one for one in refusals if one.retry_after_s <= 0]:
        raise Shortfall("Retry-After with a number of seconds", f"none on {len(bare)} of 429s")
    return f"{len(refusals)} answers 429 with Retry-After"


def one_of(bench: Bench) -> Sequence[News]:
    """The next event. Raises NotTried."""
    if news := bench.take():
        return news
    announced = ", ".join(bench.announced()) or "none"
    raise NotTried(f"no event left that it wants and that has effects; left are: {announced}")


def check_taken(answer: HttpAnswer) -> None:
    """Raises Shortfall."""
    if not answer.accepted:
        raise Shortfall("a 2xx within 30 s", got_of(answer))


async def done(bench: Bench, news: Sequence[News], besides_s: float = 0.0) -> None:
    """Waits for what is due, with patience and so many seconds besides. Raises Shortfall."""
    within_s = bench.candidate.patience_s + besides_s
    if not await bench.until(lambda: bench.is_done(news), within_s):
        deeds = bench.done(news)
        missing = [deed for one in news for deed in bench.due(one) if not deeds[deed]]
        first = " ".join(missing[0])
        raise Shortfall(
            f"the effects of {len(news)} acknowledged events",
            f"{len(missing)} missing after {within_s:.0f} s, such as {first}",
        )


def once(bench: Bench, news: Sequence[News]) -> None:
    """Raises Shortfall for what was done twice."""
    if max(bench.done(news).values(), default=0) > 1:
        raise Shortfall("each effect once", _times(bench, news))


def words_of(news: News) -> str:
    """An event in few words."""
    return f"{news.event.type} {news.event.subject}"


async def _until_taken(bench: Bench, news: News) -> None:
    for _ in range(FEW_TRIES):
        answer = await bench.deliver(news)
        if answer.status != TOO_MANY:
            break
        await asyncio.sleep(min(answer.retry_after_s or 0.2, 2.0))
    check_taken(answer)


def _times(bench: Bench, news: Sequence[News]) -> str:
    many = [(deed, times) for deed, times in bench.done(news).items() if times > 1]
    return ", ".join(f"{kind} {key} {times} times" for (kind, key), times in many[:3]) or "another"
