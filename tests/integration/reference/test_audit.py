"""A whole run's audit: complete, chained, without patients, and answering for every document."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from integration_under_test.reference import Reference
from integration_under_test.reference.observability import audit as audits
from integration_under_test.reference.observability import retention
from integration_under_test.reference.observability.chain import verify
from integration_under_test.reference.observability.lineage import Trail
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run


class Audited:
    """A run of the reference, and what its storage holds afterwards."""

    def __init__(self, days: int = 1, faults: str = "duplicates") -> None:
        self.reference = Reference()
        spec = build_spec(RunRequest("ordinary_day", "reference", scale=0.005, faults=faults))
        spec = replace(spec, scenario=replace(spec.scenario, days=days))
        self.judged: Judged = run(spec, self.reference, None)

    def read(self, what: Any) -> Any:
        async def work() -> Any:
            async with self.reference.audit.storage.transaction() as tx:
                return what(tx)

        return asyncio.run(work())

    def entries(self) -> list[Any]:
        return [e for block in self.read(audits.read_blocks) for e in block.entries]

    def trail(self, name: str) -> Trail:
        return asyncio.run(self.reference.lineage.of(name))


@pytest.fixture(scope="module")
def audited() -> Audited:
    return Audited()


def test_the_chain_of_a_run_holds_and_nothing_is_left_unsealed(audited: Audited) -> None:
    blocks = audited.read(audits.read_blocks)
    checkpoints = audited.read(audits.read_checkpoints)
    assert len(blocks) > 1
    assert len(checkpoints) == len(blocks)
    assert verify(blocks, checkpoints) == []
    assert audited.read(audits.read_unsealed) == []


@pytest.mark.parametrize("operation", ["create_charge", "post_cost", "create_purchase_order"])
def test_every_write_that_a_system_took_is_in_the_audit(audited: Audited, operation: str) -> None:
    calls = audited.judged.history.calls
    taken = calls[(calls["f"] == operation) & (calls["outcome"] == "ok")]
    done = [e for e in audited.entries() if e.get("operation") == operation]
    assert len(taken) == len(done) > 0


def test_every_document_that_came_in_is_noted_once(audited: Audited) -> None:
    arrivals = [e["subject"] for e in audited.entries() if e["act"] in ("accepted", "refused")]
    deliveries = audited.judged.history.deliveries
    events = set(deliveries["event_source"].astype(str) + "|" + deliveries["event_id"].astype(str))
    assert len(arrivals) == len(set(arrivals))
    assert set(arrivals) <= events


def test_no_entry_holds_more_than_keys_and_digests(audited: Audited) -> None:
    known = {
        *("at", "act", "subject", "digest", "delivery", "day", "correlation", "rows", "gave"),
        *("system", "operation", "attempt", "number", "content", "answer", "error"),
        *("type", "owner", "posting_on", "reopens", "block", "removed", "through"),
    }
    assert {name for entry in audited.entries() for name in entry} <= known
    longest = max(len(json.dumps(entry)) for entry in audited.entries())
    assert longest < 2000


def test_a_usage_is_traced_from_its_event_to_its_charge_and_cost(audited: Audited) -> None:
    effects = audited.judged.history.effects
    usage = str(effects.loc[effects["f"] == "billing.charge", "effect_key"].iloc[0])
    trail = audited.trail(usage)
    assert [entry["correlation"] for entry in trail.came_in] == [f"inventory:{usage}"]
    assert {entry["operation"] for entry in trail.acts if entry["act"] == "done"} >= {
        "create_charge",
        "post_cost",
    }
    assert (trail.waiting, trail.dead) == ((), ())


def test_a_purge_takes_rows_and_changes_no_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audits, "BLOCK_ENTRIES", 32)
    kept = Audited(days=3, faults="none")
    short = [rule._replace(days=1) for rule in retention.RULES[:1]]
    monkeypatch.setattr(retention, "RULES", (*short, *retention.RULES[1:]))
    purged = Audited(days=3, faults="none")
    rows = [len(one.read(lambda tx: tx.scan("inbox"))) for one in (kept, purged)]
    assert rows[1] < rows[0]
    assert purged.judged.recorded.history_hash == kept.judged.recorded.history_hash
    told = sum(e["removed"] for e in purged.entries() if e["act"] == "purged")
    assert told == rows[0] - rows[1]
