"""Who may deliver: signatures and timestamps after Standard Webhooks."""

from __future__ import annotations

from collections.abc import Mapping

from mock_systems.service.signatures import EndpointSecret, Message, sign
from sim.clock.wall import wall_ns
from sim.live.conform.bench import Bench
from sim.live.conform.news import News
from sim.live.conform.step import Shortfall
from sim.live.conform.taking import one_of
from sim.live.doors import got_of, message_id, structured

STRANGER = EndpointSecret(bytes(range(32)))
STALE_S = 3600


async def refuses_a_stranger(bench: Bench) -> str:
    """Signed with a secret that is not its own."""
    [news] = one_of(bench)
    message = Message(message_id(news.event), wall_ns() // 1_000_000_000, structured(news.event))
    return await _refused(bench, news, sign((STRANGER,), message))


async def refuses_the_unsigned(bench: Bench) -> str:
    """Without the three headers."""
    [news] = one_of(bench)
    return await _refused(bench, news, {})


async def refuses_the_stale(bench: Bench) -> str:
    """Signed rightly an hour ago: whoever recorded it can send it again and again."""
    [news] = one_of(bench)
    return await _refused(bench, news, bench.signature(news, age_s=STALE_S))


async def _refused(bench: Bench, news: News, signature: Mapping[str, str]) -> str:
    answer = await bench.deliver_signed(news, signature)
    if not 400 <= answer.status < 500:
        raise Shortfall("a 4xx, best 401", got_of(answer))
    await bench.quiet()
    if any(bench.done([news]).values()):
        raise Shortfall("no effect of what was refused", "an effect")
    bench.put_back(news)
    return f"refused: {answer.status}"
