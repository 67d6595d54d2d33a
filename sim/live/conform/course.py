"""All steps in order, and how they are gone through."""

from __future__ import annotations

from collections.abc import AsyncIterator

from sim.clock.wall import elapsed_s
from sim.live.conform.bench import Bench, Candidate, bench_for
from sim.live.conform.calling import (
    looks_after_a_broken_connection,
    looks_after_a_server_error,
    names_itself,
    passes_correlation_on,
    passes_keys_on,
)
from sim.live.conform.ending import stops, survives_kill_9, takes_the_clock
from sim.live.conform.malformed import has_the_doors_that_it_offers, refuses_what_is_no_event
from sim.live.conform.meeting import (
    is_up,
    refuses_before_its_start,
    says_what_it_wants,
    starts,
    starts_twice,
)
from sim.live.conform.signatures import refuses_a_stranger, refuses_the_stale, refuses_the_unsigned
from sim.live.conform.step import Finding, LeftOut, NotTried, Shortfall, Step
from sim.live.conform.taking import (
    pushes_back_in_form,
    takes_a_repetition,
    takes_a_stranger,
    takes_an_event,
    takes_copies,
    takes_many_at_once,
)

SERVE = "What you serve"
START = "What you get with `POST /start`"
CALLS = "What a failed call means"
EVENTS = "Events"

STEPS = (
    Step("health", "GET /health answers", "nothing is sent to who is not up", SERVE, is_up),
    Step(
        "subscriptions",
        "GET /subscriptions names systems and events that exist",
        "a misspelt type is never delivered, and everything that it owes is lost",
        SERVE,
        says_what_it_wants,
        ("health",),
    ),
    Step(
        "before its start",
        "an event before POST /start is refused",
        "what is acknowledged is forgotten by its sender, and nobody could check the signature",
        EVENTS,
        refuses_before_its_start,
        ("subscriptions",),
    ),
    Step(
        "start",
        "POST /start is answered within 60 s",
        "the day begins when it is ready",
        START,
        starts,
        ("subscriptions",),
    ),
    Step(
        "start again",
        "a second POST /start is answered like the first",
        "an answer may be lost, and whoever was restarted is told everything again",
        START,
        starts_twice,
        ("start",),
    ),
    Step(
        "event",
        "an event is acknowledged with 2xx and takes effect",
        "this is what it is there for",
        EVENTS,
        takes_an_event,
        ("start",),
    ),
    Step(
        "copies",
        "three deliveries of one event have one effect",
        "senders deliver at least once: a second effect is a second charge",
        EVENTS,
        takes_copies,
        ("event",),
    ),
    Step(
        "repetition",
        "the same id with a new timestamp is acknowledged, without a second effect",
        "a sender that did not hear the answer signs anew",
        EVENTS,
        takes_a_repetition,
        ("event",),
    ),
    Step(
        "unknown type",
        "an event of an unknown type is no breakdown",
        "systems learn new events while you run",
        EVENTS,
        takes_a_stranger,
        ("start",),
    ),
    Step(
        "stranger's signature",
        "an event signed with another secret is refused",
        "or anybody in the network can post to the books",
        EVENTS,
        refuses_a_stranger,
        ("event",),
    ),
    Step(
        "no signature",
        "an event without a signature is refused",
        "or anybody in the network can post to the books",
        EVENTS,
        refuses_the_unsigned,
        ("event",),
    ),
    Step(
        "stale signature",
        "an event signed an hour ago is refused",
        "what was once recorded on the wire could be played back for ever",
        EVENTS,
        refuses_the_stale,
        ("event",),
    ),
    Step(
        "malformed",
        "what is no event is refused with 4xx",
        "a 5xx reads as a breakdown, and the sender repeats it for hours",
        EVENTS,
        refuses_what_is_no_event,
        ("start",),
    ),
    Step(
        "doors",
        "documents, requests, resolutions: answered if offered, else 404",
        "what is not offered is done by hand in the hospital",
        SERVE,
        has_the_doors_that_it_offers,
        ("start",),
    ),
    Step(
        "fifty at once",
        "fifty deliveries at once are answered within 30 s, one effect each",
        "a busy morning's usages come together",
        EVENTS,
        takes_many_at_once,
        ("event",),
    ),
    Step(
        "push back",
        "a 429 says for how long",
        "a sender without a number falls back to its own schedule",
        EVENTS,
        pushes_back_in_form,
        ("fifty at once",),
    ),
    Step(
        "clock",
        "POST /clock is taken",
        "business time passes faster from then on",
        SERVE,
        takes_the_clock,
        ("start",),
    ),
    Step(
        "headers",
        "every request carries the headers of /start",
        "systems know their caller by them",
        START,
        names_itself,
        ("event",),
    ),
    Step(
        "correlation",
        "every write carries the correlation id of what came in",
        "without it nobody can say what led to a posting",
        START,
        passes_correlation_on,
        ("event",),
    ),
    Step(
        "keys",
        "an idempotency key where the vendor takes one",
        "a repeated request is answered with what the first one did",
        CALLS,
        passes_keys_on,
        ("event",),
    ),
    Step(
        "broken connection",
        "a write whose answer is lost has one effect",
        "the system has committed: who sends again without a look posts twice",
        CALLS,
        looks_after_a_broken_connection,
        ("event",),
    ),
    Step(
        "server error",
        "a write that is answered 500 after the commit has one effect",
        "a 5xx does not say that nothing was done",
        CALLS,
        looks_after_a_server_error,
        ("event",),
    ),
    Step(
        "kill -9",
        "what it acknowledged is done after a sudden end",
        "the sender has forgotten it: nobody else knows of it any more",
        EVENTS,
        survives_kill_9,
        ("event",),
    ),
    Step(
        "stop",
        "POST /stop is answered within 60 s, then it is silent",
        "the books are read afterwards",
        SERVE,
        stops,
        ("start",),
    ),
)


async def conform(candidate: Candidate) -> AsyncIterator[Finding]:
    """What comes of each step, as soon as it is known."""
    failed: set[str] = set()
    async with bench_for(candidate) as bench:
        for step in STEPS:
            finding = await _tried(step, bench, failed)
            if finding.outcome not in ("ok", "left out"):
                failed.add(step.name)
            yield finding


async def _tried(step: Step, bench: Bench, failed: set[str]) -> Finding:
    if missing := [name for name in step.needs if name in failed]:
        return Finding(step, "not tried", f"needs {', '.join(missing)}")
    began_s = elapsed_s()
    try:
        words = await step.check(bench)
    except Shortfall as short:
        took_s = elapsed_s() - began_s
        return Finding(step, "failed", str(short), short.expected, short.got, took_s)
    except LeftOut as reason:
        return Finding(step, "left out", str(reason))
    except NotTried as reason:
        return Finding(step, "not tried", str(reason))
    return Finding(step, "ok", words, wall_s=elapsed_s() - began_s)
