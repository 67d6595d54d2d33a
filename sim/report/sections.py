"""The sections of a run's page as the plain values that its template prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from sim.report import wording
from sim.report.blows import rows
from sim.report.content import Content
from sim.report.palette import CAUSES, mark
from sim.report.panels import undrawn_pairs
from sim.report.printed import printed, printed_groups
from sim.report.series import POINTS
from sim.report.story import tell, tell_all
from sim.report.tables import ATTRIBUTION, DETECTION, Table
from sim.report.windows import shaded, throughout
from sim.report.wording import ABSENT

WITHHELD = "withheld: the run is incorrect"
UNDECIDED = "withheld: the run is not shown to be correct"
STATES = {
    "owed": "owed",
    "met": "met in time",
    "late": "late",
    "in_flight": "not due yet",
    "superseded": "superseded",
    "queued": "in a work queue",
    "lost_visible": "lost, reported",
    "lost_silent": "lost, silent",
    "duplicated": "duplicated",
}
"""State of an obligation -> its column heading."""
LOST = ("lost_visible", "lost_silent")
BAD = (*LOST, "duplicated")
EVIDENCE_SHOWN = 3
ROWS_SHOWN = 6
MESSAGE_CHARACTERS = 240


def sections(content: Content) -> dict[str, Any]:
    """Every value of report.html but the charts."""
    manifest = content.manifest
    return {
        "title": str(manifest.get("title") or wording.words(str(manifest["scenario"]))),
        "scenario": wording.words(str(manifest["scenario"])),
        "integration": wording.words(str(manifest["integration"])),
        "seed": manifest["seed"],
        "circumstance": manifest.get("circumstance", ""),
        "facts": _facts(manifest),
        "verdict": _verdict(content),
        "withheld": withheld(content),
        "headline": _headline(content),
        "findings": [_finding(finding) for finding in content.verdict["findings"]],
        "gaps": list(content.verdict.get("gaps", ())),
        "step": wording.duration(content.end_us / POINTS / 1_000_000),
        "shaded": len(shaded(content)) > 0,
        "throughout": throughout(content),
        "still_pairs": content.still_pairs,
        "undrawn_pairs": undrawn_pairs(content),
        "latency": [_latency(row) for row in _records(content.latency)],
        "states": _states(content),
        "first": _first(content),
        "smallest": _smallest(content),
        "faults": [_fault(row, content) for row in _records(content.faults)],
        "blows": rows(content.blows, content.first_day),
        "detection": _printed(DETECTION, content),
        "attribution": _printed(ATTRIBUTION, content),
        "causes": _causes(content),
        "groups": printed_groups(content.measured),
        "replay": manifest.get("replay", "The manifest states no command."),
        "hash": manifest.get("history_hash", "not recorded"),
        "versions": sorted(manifest.get("versions", {}).items()),
        "settings": _settings(manifest),
    }


def _printed(tables: Iterable[Table], content: Content) -> list[dict[str, Any]]:
    return [told for table in tables if (told := printed(table, content.measured))]


def _causes(content: Content) -> list[tuple[str, str]]:
    """The legend of the figure by cause: words and colours of those that it shows."""
    known = set(content.causes["cause"]) if len(content.causes) else set()
    return [(wording.words(name), colour) for name, colour in CAUSES.items() if name in known]


def withheld(content: Content) -> str:
    """Why the headline shows no latency (B11), '' for a correct run."""
    return {"pass": "", "fail": WITHHELD}.get(content.outcome, UNDECIDED)


def _facts(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    known = {
        "scenario": wording.words(str(manifest["scenario"])),
        "seed": str(manifest["seed"]),
        "scale": _optional(manifest, "scale", "{:g}"),
        "fault plan": _optional(manifest, "fault_plan", "{}"),
        "days": _optional(manifest, "days", "{:g}"),
        "history rows": _optional(manifest, "rows", "{:,}"),
    }
    return [(name, value) for name, value in known.items() if value]


def _optional(manifest: Mapping[str, Any], name: str, pattern: str) -> str:
    return pattern.format(manifest[name]) if name in manifest else ""


def _verdict(content: Content) -> dict[str, str]:
    shown = mark(content.outcome)
    deciding = [
        wording.words(str(finding["checker"]))
        for finding in content.verdict["findings"]
        if finding["outcome"] == content.outcome
    ]
    why = {
        "pass": f"All {len(content.verdict['findings'])} checkers passed on the whole history.",
        "fail": f"Violated: {', '.join(deciding)}.",
    }.get(content.outcome, _missing(content, deciding))
    return {"css": content.outcome, "symbol": shown.symbol, "word": shown.word.upper(), "why": why}


def _missing(content: Content, deciding: list[str]) -> str:
    gaps = [str(gap) for gap in content.verdict.get("gaps", ())]
    return "Evidence is missing: " + ("; ".join(gaps) or ", ".join(deciding) or "no checker ran")


def _headline(content: Content) -> list[dict[str, Any]]:
    states = content.states
    owed, met, late = (_sum(states, names) for names in (("owed",), ("met", "late"), ("late",)))
    last = content.variance.sort_values("t_us").groupby("pair").last()
    figures = [
        _figure("obligations met", f"{met:,}", f"of {owed:,}, {late:,} late"),
        _figure("lost", f"{_sum(states, LOST):,}", f"{_sum(states, ('lost_silent',)):,} silently"),
        _figure("duplicated", f"{_sum(states, ('duplicated',)):,}", "effects too many"),
        _figure(
            "variance at the end",
            wording.money(int(last["amount_minor"].abs().sum())),
            f"{int(last['documents'].abs().sum()):,} documents",
        ),
    ]
    return [*figures, _speed(content)]


def _speed(content: Content) -> dict[str, Any]:
    """The slowest flow's 95th percentile, the number that people quote."""
    if reason := withheld(content):
        return {"name": "latency, p95", "value": reason, "note": "", "withheld": True}
    known = content.latency.dropna(subset="p95_s")
    if known.empty:
        return _figure("latency, p95", wording.ABSENT, "too few triggers for a 95th percentile")
    slowest = known.sort_values("p95_s").iloc[-1]
    note = f"slowest flow: {wording.flow(str(slowest['flow']))}"
    return _figure("latency, p95", wording.duration(float(slowest["p95_s"])), note)


def _figure(name: str, value: str, note: str) -> dict[str, Any]:
    return {"name": name, "value": value, "note": note, "withheld": False}


def _sum(states: Any, names: Iterable[str]) -> int:
    return int(sum(states[name].sum() for name in names if name in states))


def _finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    shown = mark(finding["outcome"])
    evidence = finding.get("evidence", ())
    return {
        "name": wording.words(str(finding["checker"])),
        "css": finding["outcome"],
        "symbol": shown.symbol,
        "word": shown.word,
        "summary": wording.readable(str(finding["summary"])),
        "evidence": [_evidence(line) for line in evidence[:EVIDENCE_SHOWN]],
        "more": max(0, len(evidence) - EVIDENCE_SHOWN),
    }


def _evidence(line: Mapping[str, Any]) -> dict[str, str]:
    rows = [str(row) for row in line.get("rows", ())]
    shown = ", ".join(rows[:ROWS_SHOWN]) + (" …" if len(rows) > ROWS_SHOWN else "")
    flow, key = str(line["flow"]), str(line["key"])
    message = wording.readable(str(line["message"]).removeprefix(f"{flow} "))
    cut = message[:MESSAGE_CHARACTERS] + ("…" if len(message) > MESSAGE_CHARACTERS else "")
    told_already = key in message or key == flow
    return {"flow": flow, "key": "" if told_already else key, "message": cut, "rows": shown}


def _latency(row: Mapping[str, Any]) -> dict[str, str]:
    quantiles = {name: wording.duration(float(row[f"{name}_s"])) for name in ("p50", "p95", "p99")}
    return {
        "name": wording.flow(str(row["flow"])),
        "n": wording.count(row["n"]),
        "censored": wording.share(float(row["censored_share"])),
        "due": _allowed(float(row["least_due_s"]), float(row["due_s"])),
        **quantiles,
    }


def _allowed(least_s: float, most_s: float) -> str:
    """Duties of one flow may have different deadlines."""
    texts = dict.fromkeys((wording.duration(least_s), wording.duration(most_s)))
    return " to ".join(texts)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _states(content: Content) -> dict[str, Any]:
    """States that no obligation is in get no column, but for the losses: their zero is news."""
    frame = content.states
    wanted = ("owed", "met", *BAD)
    names = [n for n in STATES if n in frame and (n in wanted or frame[n].sum())]
    rows = [
        {
            "flow": wording.flow(str(row["flow"])),
            "what": wording.effect(str(row["f"])),
            "cells": [_cell(name, int(row[name])) for name in names],
        }
        for row in _records(frame)
    ]
    return {"names": [STATES[name] for name in names], "rows": rows}


def _cell(name: str, number: int) -> dict[str, Any]:
    return {"text": f"{number:,}", "zero": number == 0, "bad": number > 0 and name in BAD}


def _first(content: Content) -> dict[str, Any] | None:
    """The first violated obligation with what happened around it."""
    first = content.verdict.get("first_violation")
    if not first:
        return None
    return {
        "flow": wording.flow(str(first["flow"])),
        "key": first["key"],
        "message": wording.readable(str(first["message"])),
        "timeline": tell(list(first.get("timeline", ())), content.first_day),
    }


def _smallest(content: Content) -> dict[str, Any] | None:
    """The story of the smallest run that fails in the same way, if somebody looked for it."""
    found = content.smallest
    if not found:
        return None
    return {
        "replay": found["replay"],
        "facts": [
            ("faults besides the scenario’s own", ", ".join(found["faults"]) or "none"),
            ("obligations", f"{found['obligations']:,}"),
        ],
        "first": wording.readable(str(found["first"])),
        "timeline": tell_all(list(found["story"]), content.first_day),
    }


def _fault(row: Mapping[str, Any], content: Content) -> dict[str, Any]:
    off_us, seen_us = int(row["off_us"]), int(row["seen_us"])
    seen = f"{wording.instant(seen_us, content.first_day)} on {row['seen_key']}"
    return {
        "fault": f"{row['fault']} {row['title']}",
        "hop": ", ".join(wording.hop(hop) for hop in str(row["hop"]).split(",")),
        "on": wording.instant(int(row["on_us"]), content.first_day),
        "off": wording.instant(off_us, content.first_day) if off_us >= 0 else "until the end",
        "seen": seen if seen_us >= 0 else "never: the verdict is unknown",
        "unseen": seen_us < 0,
        **_harm(row, content),
    }


def _harm(row: Mapping[str, Any], content: Content) -> dict[str, str]:
    """What the fault did to the books, and who noticed when."""
    if not row.get("incidents"):
        return {"harm": "none: absorbed", "noticed": ABSENT, "mended": ABSENT}
    first_us = round(float(row["first_bad_s"]) * 1_000_000)
    by = wording.words(str(row["detected_by"]))
    after = wording.duration(float(row["time_to_detect_s"]))
    mended = wording.duration(float(row["time_to_reconcile_s"]))
    return {
        "harm": f"{wording.count(row['incidents'])}, the first ({row['first_bad_kind']}) "
        f"{wording.instant(first_us, content.first_day)} on {row['first_bad_key']}",
        "noticed": f"after {after}: {by}" if by else "by nobody",
        "mended": f"after {mended}" if mended != ABSENT else "not all",
    }


def _settings(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The integration's own first, then every parameter of the world, overrides included."""
    tables = {
        "integration": manifest.get("settings", {}),
        "expects": manifest.get("expects", {}),
        "world": manifest.get("parameters", {}),
    }
    run = {name: manifest[name] for name in ("arm", "fault_plan", "scale") if name in manifest}
    return [*_flat(run), *(line for name, table in tables.items() for line in _flat(table, name))]


def _flat(settings: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, str]]:
    """Nested tables as dotted names, in order."""
    for name, value in sorted(settings.items()):
        full = f"{prefix}.{name}" if prefix else name
        if isinstance(value, Mapping):
            yield from _flat(value, full)
        else:
            yield full, f"{value:g}" if isinstance(value, float) else str(value)
