"""SM7, bounded staleness of versioned masters: what a target holds is never older than allowed.

At any instant t the version of an entity that stands in a target is at least the one committed at
the source at t minus the bound, which is the deadline of the flow (checks.md 3.2). While a fault
stops the way between the two, or keeps the news of a version, nobody can keep the bound: it starts
anew when the fault lets go, and with each attempt to write that a fault has fail. So does a full
storage, since nothing may be acknowledged that cannot be stored: what was refused meanwhile was
kept. A target that goes back from a version to a lower one is a finding of
its own, however short.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import partial
from itertools import chain, groupby, pairwise
from typing import NamedTuple

import pandas as pd

from sim.checkers.keyed import INTEGRATION
from sim.checkers.verdict import Evidence, Finding, Told, first_few, foremost
from sim.history.part import Part
from sim.history.reading import History
from sim.obligations.declared import declared_flows

MASTERS = ("P01", "P02", "P03", "P17")
ACTIVATION = "contracts.activation"
"""Each line of a contract is an entity; its prices are owed `once` under the version's own key."""
STOPPING = ("F12", "F14", "F46")
"""Faults that let nothing through while they are on, however many hops they are on."""
NOT_KEPT = ("F43", "F44")
"""While these are on, the storage of the integration takes nothing, or breaks its commits: whoever
turns a delivery away then leaves it to the schedule of its sender."""
US = 1_000_000
COLUMNS = [
    *("f", "effect_key", "t_us", "i", "op", "agg_version", "due_us", "source", "business_key"),
    "process",
]


Spans = Mapping[tuple[str, str], Sequence[tuple[int, int]]]


class Step(NamedTuple):
    """A version owed to a target (`due_us` not negative) or applied there."""

    f: str
    entity: str
    t_us: int
    i: int
    version: int
    due_us: int
    source: str
    trigger: str
    process: str


class Pause(NamedTuple):
    """A fault that stopped one hop for a time."""

    hop: str
    on_us: int
    off_us: int


class Trouble(NamedTuple):
    """What faults did: pauses in order of their start; from when until when a delivery that failed
    was kept, by source and trigger, and a call that failed was waited for, by target and
    trigger."""

    pauses: Sequence[Pause]
    kept_us: Spans
    failed_us: Spans


class Judged(NamedTuple):
    """One entity in one target; `watched_us` is since its first version that was owed."""

    watched_us: int
    stale_us: int
    max_age_us: int
    decided: bool
    stale: tuple[Told, ...]
    regressed: tuple[Told, ...]


def check_staleness(history: History) -> Finding:
    """Fails on any time beyond the bound, on any regress; passes where no master changed."""
    steps = sorted(step for part in history.by_key(_steps) for step in part)
    triggers = frozenset(step.trigger for step in steps if step.due_us >= 0)
    trouble = Trouble(_pauses(history), _kept(history), _tried(history, triggers))
    judged = [
        _judge(list(own), trouble, history.end_us)
        for _, own in groupby(steps, key=lambda step: (step.f, step.entity))
    ]
    judged = [one for one in judged if one.watched_us >= 0]
    measured = _measured(judged)
    stale = [one.stale for one in judged if one.stale]
    regressed = [one.regressed for one in judged if one.regressed]
    if stale or regressed:
        summary = (
            f"{len(stale)} entities older than allowed in a target, by up to "
            f"{measured['max_age_s'] / 3600:.1f} h, {measured['regressions']} regressions"
        )
        evidence = first_few((*foremost(stale), *foremost(regressed)))
        return Finding("staleness", "fail", summary, measured, evidence)
    if not history.kinds_owed or (judged and not any(one.decided for one in judged)):
        return Finding("staleness", "unknown", "no version was due in this run", measured)
    summary = f"{len(judged)} entities are as new in the targets as allowed"
    return Finding("staleness", "pass", summary, measured)


def _measured(judged: Sequence[Judged]) -> dict[str, int | float]:
    watched_us = sum(one.watched_us for one in judged)
    stale_us = sum(one.stale_us for one in judged)
    return {
        "entities": len(judged),
        "stale_entities": sum(bool(one.stale) for one in judged),
        "stale_share": stale_us / watched_us if watched_us else 0.0,
        "max_age_s": max((one.max_age_us for one in judged), default=0) / US,
        "regressions": sum(len(one.regressed) for one in judged),
    }


def _steps(part: Part) -> list[Step]:
    rows = part.intent
    flow_of = _flows()
    rows = rows[rows["f"].isin(flow_of) & (rows["agg_version"] > 0)]
    rows = rows[(rows["op"] == "owe") | (rows["count"] > 0)][COLUMNS]
    text = rows.astype({name: str for name in COLUMNS if rows[name].dtype == "category"})
    return [
        Step(f, _entity(flow_of[f], key), t_us, i, version, due_us if op == "owe" else -1, *who)
        for f, key, t_us, i, op, version, due_us, *who in text.itertuples(index=False, name=None)
    ]


def _flows() -> dict[str, str]:
    """Kind of effect -> the flow whose masters it is about."""
    return {
        duty.target: flow.id
        for flow in declared_flows()
        for duty in flow.duties
        if flow.id in MASTERS and (duty.mode == "latest" or duty.on == ACTIVATION)
    }


def _entity(flow: str, key: str) -> str:
    """A contract's line, whatever its version: CT-10004/3/7 is CT-10004/7."""
    if flow != "P03":
        return key
    contract, _, line = key.split("/")
    return f"{contract}/{line}"


def _pauses(history: History) -> list[Pause]:
    """Faults that ended, of single hops or such as stop every hop that they are on, in order of
    their start."""
    rows = history.faults.astype(dict.fromkeys(("op", "f", "effect_key", "target"), str))
    off = rows[rows["op"] == "fault_off"].set_index("effect_key")["t_us"].to_dict()
    many = rows["target"].str.contains("*", regex=False)
    on = rows[(rows["op"] == "fault_on") & (~many | rows["f"].isin(STOPPING))]
    columns = (on[name].tolist() for name in ("effect_key", "target", "t_us"))
    found = [
        Pause(hop, on_us, int(off[place]))
        for place, hops, on_us in zip(*columns, strict=True)
        for hop in hops.split(",")
        if place in off
    ]
    return sorted(found, key=lambda pause: pause.on_us)


def _kept(history: History) -> Spans:
    return _spans_of(history.by_delivery(partial(_failed, _full(history))))


def _tried(history: History, triggers: frozenset[str]) -> Spans:
    return _spans_of(history.by_call(partial(_tried_in_vain, triggers)))


def _spans_of(parts: Sequence[Sequence[tuple[str, str, int, int]]]) -> Spans:
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for who, trigger, *span in sorted(chain(*parts)):
        found.setdefault((who, trigger), []).append((span[0], span[1]))
    return found


def _tried_in_vain(
    triggers: frozenset[str], calls: pd.DataFrame
) -> list[tuple[str, str, int, int]]:
    """The integration's calls about these that a fault had fail; a call names its document with
    the version (S-1/2) or without."""
    rows = calls[(calls["fault_ids"] != "") & (calls["outcome"] != "ok")]
    rows = rows[rows["source"] == INTEGRATION]
    keys = rows["business_key"].astype(str)
    names = keys.where(keys.isin(triggers), keys.str.rsplit("/", n=1).str[0])
    mine = names.isin(triggers)
    until_us = rows["answered_us"].where(rows["answered_us"] >= 0, rows["t_us"])
    texts = (rows.loc[mine, "target"].astype(str), names[mine])
    spans = (times[mine].astype("int64").tolist() for times in (rows["t_us"], until_us))
    return list(zip(*texts, *spans, strict=True))


def _full(history: History) -> Sequence[tuple[int, int]]:
    """From when until when nothing could be kept."""
    rows = history.faults[history.faults["f"].isin(NOT_KEPT)]
    on, off = (sorted(rows.loc[rows["op"] == op, "t_us"]) for op in ("fault_on", "fault_off"))
    return list(zip(on, off, strict=False))


def _failed(
    full: Sequence[tuple[int, int]], deliveries: pd.DataFrame
) -> list[tuple[str, str, int, int]]:
    """Deliveries that a fault kept from arriving, from when until when: until the sender's next
    attempt, after the last one until it knew."""
    ordered = deliveries.sort_values(["t_us", "i"])
    following = ordered.groupby(["event_source", "event_id"], observed=True)["t_us"].shift(-1)
    kept = ordered["fault_ids"] != ""
    for on_us, off_us in full:
        kept |= ordered["t_us"].between(on_us, off_us)
    rows = ordered[kept & (ordered["outcome"] != "ok")]
    known_us = rows["answered_us"].where(rows["answered_us"] >= 0, rows["t_us"])
    known_us = known_us.where(following[rows.index].isna(), following[rows.index])
    texts = (rows[name].astype(str) for name in ("source", "business_key"))
    spans = (times.astype("int64").tolist() for times in (rows["t_us"], known_us))
    return list(zip(*texts, *spans, strict=True))


def _allowed_us(step: Step, trouble: Trouble) -> int:
    """Until when an older version may stand: the deadline, put off by faults on the way."""
    target, bound_us = step.f.partition(".")[0], step.due_us - step.t_us
    way = {f"{step.source}>{INTEGRATION}", f"{INTEGRATION}>{step.source}"}
    way.add(f"{INTEGRATION}>{target}")
    spans = list(trouble.kept_us.get((step.source, step.trigger), ()))
    spans += trouble.failed_us.get((target, step.trigger), ())
    spans += [pause[1:] for pause in trouble.pauses if _lies_on(pause.hop, way)]
    until_us = step.due_us
    for on_us, off_us in sorted(spans):
        if on_us <= until_us and off_us > step.t_us:
            until_us = max(until_us, off_us + bound_us)
    return until_us


def _lies_on(hops: str, way: set[str]) -> bool:
    return any(fnmatchcase(hop, hops) for hop in way)


def _judge(steps: list[Step], trouble: Trouble, end_us: int) -> Judged:
    """Walks through the versions applied and the deadlines in order of time."""
    owed = [step for step in steps if step.due_us >= 0]
    if not owed:
        return Judged(-1, 0, 0, False, (), ())
    applied = [step for step in steps if step.due_us < 0]
    spans = list(_spans(owed, applied, trouble, end_us))
    return Judged(
        watched_us=end_us - owed[0].t_us,
        stale_us=sum(until_us - since_us for since_us, until_us, _ in spans),
        max_age_us=max((until_us - step.t_us for _, until_us, step in spans), default=0),
        decided=bool(applied) or any(step.due_us <= end_us for step in owed),
        stale=tuple(_stale(since_us, until_us, step) for since_us, until_us, step in spans[:1]),
        regressed=tuple(_regressed(applied)),
    )


def _spans(
    owed: list[Step], applied: list[Step], trouble: Trouble, end_us: int
) -> Iterator[tuple[int, int, Step]]:
    """From when until when the target lacked what it had to hold, the first that it lacked.

    Without gaps or overlaps: what changes the standing version ends one span and may begin one.
    """
    demands = sorted((_allowed_us(step, trouble), step) for step in owed)
    instants = sorted({*(us for us, _ in demands), *(step.t_us for step in applied), end_us})
    for since_us, until_us in pairwise(instants):
        before = [step.version for step in applied if step.t_us <= since_us]
        standing = before[-1] if before else 0
        lacking = [
            step for us, step in demands if us <= since_us < end_us and step.version > standing
        ]
        if lacking:
            yield since_us, min(until_us, end_us), min(lacking, key=lambda step: step.version)


def _stale(since_us: int, until_us: int, step: Step) -> Told:
    age_h = (until_us - step.t_us) / US / 3600
    message = f"{step.f} {step.entity}: without version {step.version} for {age_h:.1f} h"
    evidence = Evidence(_flows()[step.f], step.entity, message, (step.i,), since_us)
    return Told((since_us, step.i), evidence)


def _regressed(applied: list[Step]) -> Iterator[Told]:
    """What people write at a screen is their own affair."""
    highest = 0
    for step in applied:
        if step.version < highest and step.process == INTEGRATION:
            message = f"{step.f} {step.entity}: version {step.version} applied after {highest}"
            flow = _flows()[step.f]
            evidence = Evidence(flow, step.entity, message, (step.i,), step.t_us)
            yield Told((step.t_us, step.i), evidence)
        highest = max(highest, step.version)
