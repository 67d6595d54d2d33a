"""Its own calls: what they carry, and what it does when an answer is lost."""

from __future__ import annotations

from mock_systems.service import System
from sim.cable import Fate
from sim.history.schema import Row
from sim.live.conform.bench import Bench
from sim.live.conform.step import LeftOut, NotTried, Shortfall
from sim.live.conform.taking import check_taken, done, once
from sim.live.conform.trap import BROKEN, FAILED

SECOND_THOUGHTS_S = 2.0
"""Of silence after a lost answer: a retry comes after a pause."""


async def names_itself(bench: Bench) -> str:
    """The `headers` of `/start`, on every request."""
    seen = bench.witness.seen
    if not seen:
        raise NotTried("it called nobody")
    for name, value in bench.course.told(bench.course.testbed.host.ports)["headers"].items():
        without = [one for one in seen if one.headers.get(name.lower()) != value]
        if without:
            first = without[0]
            raise Shortfall(
                f"{name}: {value} on every request",
                f"{len(without)} of {len(seen)} without, such as {first.method} {first.path}",
            )
    return f"{len(seen)} requests with all headers"


async def passes_correlation_on(bench: Bench) -> str:
    """Every write carries the correlation id of an event."""
    writes = [row for row in bench.evidence.calls() if _is_write(bench, row)]
    if not writes:
        raise NotTried("it wrote nothing")
    known = {str(news.event.extensions.get("correlation")) for news in bench.delivered}
    strange = [row for row in writes if row.correlation_id not in known]
    if strange:
        first = strange[0]
        got = f"{first.correlation_id!r} with {first.target}.{first.f}" if first else ""
        raise Shortfall(
            "X-Correlation-Id of the event on every write", f"{got} ({len(strange)} times)"
        )
    return f"{len(writes)} writes with the id of what led to them"


async def passes_keys_on(bench: Bench) -> str:
    """Where a vendor honours `Idempotency-Key`, whoever repeats is safe with it."""
    keyed = [row for row in bench.evidence.calls() if _takes_key(bench, row)]
    if not keyed:
        raise LeftOut("it called nothing that takes a key")
    if bare := [row for row in keyed if not row.idem_key]:
        raise Shortfall(
            "Idempotency-Key where a vendor takes one",
            f"none on {len(bare)} of {len(keyed)} calls of {bare[0].target}.{bare[0].f}",
        )
    return f"{len(keyed)} calls with a key"


async def looks_after_a_broken_connection(bench: Bench) -> str:
    """The system commits, and the connection breaks before its answer."""
    return await _one_effect_under(bench, BROKEN)


async def looks_after_a_server_error(bench: Bench) -> str:
    """The system commits, and something on the way says 500."""
    return await _one_effect_under(bench, FAILED)


async def _one_effect_under(bench: Bench, fate: Fate) -> str:
    """Once for each system that it writes to."""
    caught = [found for one in bench.systems if (found := await _one_effect_in(bench, one, fate))]
    if not caught:
        raise NotTried("no write followed an event")
    return f"one effect though nobody answered {', '.join(caught)}"


async def _one_effect_in(bench: Bench, system: str, fate: Fate) -> str:
    """The call that was caught; empty if nothing was called."""
    if not (taken := bench.take(system=system)):
        return ""
    bench.trap.arm(fate, system)
    answer = await bench.deliver(taken[0])
    if not answer.accepted:  # who keeps nothing says so, and is sent it again
        answer = await bench.deliver(taken[0])
    check_taken(answer)
    await done(bench, taken)
    await bench.quiet(SECOND_THOUGHTS_S)
    once(bench, taken)
    return bench.trap.caught


def _is_write(bench: Bench, row: Row) -> bool:
    operation = _system(bench, row).operations.get(row.f)
    return operation is not None and operation.method != "GET" and bool(row.business_key)


def _takes_key(bench: Bench, row: Row) -> bool:
    operation = _system(bench, row).operations.get(row.f)
    return operation is not None and operation.idempotent_by_key


def _system(bench: Bench, row: Row) -> System:
    return bench.course.testbed.systems[row.target]
