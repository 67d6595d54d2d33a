"""A small stored run, made by hand: a month of usages that must be charged and costed.

Each day's usages are charged after some minutes. During an outage of the ERP the costs wait; a
broken integration also loses one charge for good and posts another twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim.checkers.check import check
from sim.checkers.matching import obligations_in_parts
from sim.checkers.verdict import Verdict
from sim.history.frames import write_frames
from sim.history.reading import History
from sim.history.schema import Row
from sim.history.writer import HistoryWriter

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US
DAYS = 30
USAGES_A_DAY = 24
OUTAGE_US = (11 * DAY_US + 8 * HOUR_US, 13 * DAY_US)
LOST = "US-000130"
TWICE = "US-000040"


def store_run(folder: Path, *, broken: bool) -> Path:
    """Writes the folder of one run, without its report; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    history = history_of(broken=broken, path=folder / "history.parquet")
    verdict = check(history, {"P09": 10})
    write_frames(folder / "effects.parquet", history.effects_in_parts())
    write_frames(folder / "obligations.parquet", obligations_in_parts(history))
    document = _document(verdict)
    if not broken:  # a hand-made month has no books of its own to look at
        passed = [f for f in document["findings"] if f["outcome"] == "pass"]
        document |= {"outcome": "pass", "gaps": [], "findings": passed}
    (folder / "verdict.json").write_text(json.dumps(document), "utf8")
    (folder / "run.json").write_text(json.dumps(manifest(history.rows)), "utf8")
    return folder


def history_of(*, broken: bool, path: Path | None = None) -> History:
    """The month as a recording, in memory without a path."""
    writer = HistoryWriter(path, lambda: 0, lambda: 0)
    asked: dict[str, int] = {}
    for row in sorted(rows(broken=broken), key=lambda row: row.t_us):
        if row.op == "invoke":
            asked[row.business_key] = writer.rows_written
        answers = row.op in ("ok", "info")
        writer.write(row._replace(invoke_i=asked[row.business_key]) if answers else row)
    return History.from_writer(writer)


def _document(verdict: Verdict) -> dict[str, Any]:
    """As a run stores it: the first violation carries its own timeline."""
    document: dict[str, Any] = {"outcome": verdict.outcome, "gaps": list(verdict.gaps)}
    document["findings"] = [asdict(finding) for finding in verdict.findings]
    document["first_violation"] = None
    if verdict.first is not None:
        steps = [line.partition("  ") for line in verdict.timeline.lines]
        story = [{"t": t, "line": line} for t, _, line in steps]
        document["first_violation"] = {**asdict(verdict.first), "timeline": story}
    return document


def manifest(rows_written: int) -> dict[str, Any]:
    return {
        "scenario": "month_end_spike",
        "circumstance": "C02",
        "title": "Month-end spike",
        "first_day": "2026-04-01",
        "days": DAYS,
        "integration": "retries_without_key",
        "seed": 7,
        "scale": 0.02,
        "arm": "direct",
        "fault_plan": "rough",
        "expects": {"P09": 10},
        "settings": {"retry": {"attempts": 5, "first_wait_s": 2.0}},
        "parameters": {"beds": 1800.0, "usages_per_bed_day": 3.4},
        "versions": {"python": "3.11.7", "simpy": "4.1.2", "pandas": "3.1.1"},
        "history_hash": "9f2c" * 16,
        "rows": rows_written,
        "replay": "testbed run month_end_spike --integration retries_without_key --seed 7",
    }


def rows(*, broken: bool) -> Iterator[Row]:
    yield from _faults()
    for number in range(DAYS * USAGES_A_DAY):
        yield from _usage(number, broken=broken)


def _usage(number: int, *, broken: bool) -> Iterator[Row]:
    key = f"US-{number:06d}"
    t_us = number * DAY_US // USAGES_A_DAY + (number * 7919 % 3000) * 1_000_000
    amount = 1250 + number * 37 % 900
    yield _effect(t_us, "inventory.usage", key, 0, process="world/theatre")
    yield _owe(t_us, "billing.charge", key, amount, 15 * MINUTE_US)
    yield _owe(t_us, "erp.cost", key, amount // 2, HOUR_US)
    done_us = t_us + (2 + number * 31 % 9) * MINUTE_US
    if not (broken and key == LOST):
        yield from _call(done_us, "create_charge", "integration>billing", key, "ok")
        yield _effect(done_us, "billing.charge", key, amount)
    else:
        yield from _call(done_us, "create_charge", "integration>billing", key, "info")
    if broken and key == TWICE:
        yield _effect(done_us + 3 * HOUR_US, "billing.charge", key, amount)
    if OUTAGE_US[0] <= t_us < OUTAGE_US[1]:
        done_us = OUTAGE_US[1] + (number % 40) * MINUTE_US
    yield _effect(done_us, "erp.cost", key, amount // 2)


def _effect(t_us: int, kind: str, key: str, amount: int, process: str = "integration") -> Row:
    source = kind.partition(".")[0]
    row = Row(t_us, "effect", kind, process=process, source=source, effect_key=key, count=1)
    return row._replace(amount_minor=amount, quantity=1, uom="EA", correlation_id=f"c-{key}")


def _owe(t_us: int, kind: str, key: str, amount: int, within_us: int) -> Row:
    row = Row(t_us, "owe", kind, flow="P09", source="inventory", target=kind.partition(".")[0])
    row = row._replace(business_key=key, effect_key=key, amount_minor=amount, quantity=1, uom="EA")
    return row._replace(due_us=t_us + within_us, mode="once")


def _call(t_us: int, operation: str, hop: str, key: str, outcome: str) -> Iterator[Row]:
    source, target = hop.split(">")
    call = Row(t_us - 1000, "invoke", operation, hop=hop, source=source, target=target)
    call = call._replace(business_key=key, attempt=1, correlation_id=f"c-{key}")
    yield call
    answer = call._replace(t_us=t_us, op=outcome)
    is_lost = outcome == "info"
    yield answer._replace(fault_ids="F04", detail="connection reset") if is_lost else answer


def _faults() -> Iterator[Row]:
    outage = Row(OUTAGE_US[0], "fault_on", "F46", target="integration>erp", detail="outage")
    yield outage
    yield outage._replace(t_us=OUTAGE_US[1], op="fault_off")
    seen = outage._replace(t_us=OUTAGE_US[0] + HOUR_US, op="fault_witness")
    yield seen._replace(business_key="US-000273")
    lost = Row(0, "fault_on", "F04", target="integration>billing", detail="answer lost")
    yield lost
    yield lost._replace(t_us=5 * DAY_US, op="fault_witness", business_key=LOST)
