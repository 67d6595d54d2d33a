"""Its life: the clock, a sudden end, an orderly one."""

from __future__ import annotations

import asyncio
from datetime import UTC

from sim.clock.wall import elapsed_s, wall_now
from sim.live.conform.bench import Bench
from sim.live.conform.step import LeftOut, NotTried, Shortfall
from sim.live.conform.taking import check_taken, done, once
from sim.live.doors import STOP_WITHIN_S, NotServed, got_of

KILLED_AFTER = 5
SILENCE_S = 2.0
AFTER_A_LOOK_S = 75.0
"""Of the wall, besides patience: what was under way when it was killed is looked for, and a look
that finds nothing is believed after a minute."""


async def takes_the_clock(bench: Bench) -> str:
    """`POST /clock` with another speed, and back."""
    site = bench.course.testbed.world.site
    told = bench.pace.mapping(site.calendar.epoch.astimezone(UTC), wall_now())
    for speed in (60.0, 1.0):
        answer = await bench.doors.set_clock({**told, "speed": speed})
        if not answer.accepted:
            raise Shortfall("a 2xx from POST /clock", got_of(answer))
    return "set to 60 and back"


async def survives_kill_9(bench: Bench) -> str:
    """What it acknowledged is done by its next life."""
    program = bench.candidate.program
    if program is None:
        raise LeftOut("it runs at a URL, and is not ours to kill")
    news = bench.take(KILLED_AFTER)
    if not news:
        raise NotTried("no further event that it brings about something for")
    answers = await asyncio.gather(*(bench.deliver(one) for one in news))
    await program.kill()
    try:
        await program.restart()
        await bench.doors.be_up()
    except NotServed as error:
        raise Shortfall("that it comes up again at the same address", str(error)) from error
    check_taken(await bench.start())
    taken = [one for one, answer in zip(news, answers, strict=True) if answer.accepted]
    await done(bench, taken, AFTER_A_LOOK_S)
    for one in news:
        check_taken(await bench.deliver(one))
    await done(bench, news, AFTER_A_LOOK_S)
    await bench.quiet()
    once(bench, news)
    return f"{len(taken)} acknowledged before it was killed, all done once"


async def stops(bench: Bench) -> str:
    """`POST /stop` is answered when it is done, and then it calls nobody."""
    began_s = elapsed_s()
    answer = await bench.doors.stop()
    took_s = elapsed_s() - began_s
    if not answer.accepted:
        raise Shortfall(f"204 from POST /stop within {STOP_WITHIN_S:.0f} s", got_of(answer))
    seen = len(bench.witness.seen)
    await asyncio.sleep(SILENCE_S)
    if late := bench.witness.seen[seen:]:
        raise Shortfall("silence after /stop", f"{len(late)} calls, such as {late[0].path}")
    return f"ended after {took_s:.1f} s, and was silent"
