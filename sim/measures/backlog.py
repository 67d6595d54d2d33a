"""Backlog: how many documents wait at each place, and how long the oldest has waited.

A document waits from the step that puts it there until the step that takes it away: what is owed
until it stands, and between two steps of people and parties until the later one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from sim.checkers.grouped import Array, column
from sim.checkers.matching import match_part
from sim.history.part import Part
from sim.history.reading import History
from sim.history.work_items import as_wholes
from sim.measures.milestones import of_kind

US = 1_000_000
DAY_S = 86_400
OWED: Mapping[str, tuple[str, ...]] = {
    "orders not at the supplier": ("suppliers.order_received",),
    "acknowledgements not in procurement": ("procurement.acknowledgement",),
    "receipts without accrual": ("erp.accrual",),
    "invoices not entered": ("erp.invoice", "procurement.invoice"),
    "suppliers not mapped": ("procurement.supplier", "contracts.party", "erp.supplier_alias"),
    "reference data not mapped": (
        *("procurement.reference", "inventory.reference", "billing.reference"),
        *("erp.account_map", "inventory.site_item"),
    ),
    "charge mappings missing": ("billing.item", "billing.supply_cost", "billing.code_map"),
    "usage and services uncharged": ("billing.charge",),
    "postings outstanding": (
        *("erp.cost", "erp.receivable", "erp.feed_journal", "erp.journal_batch"),
        *("erp.cash_receipt", "erp.cash_application", "erp.project_cost"),
    ),
}
"""Backlog -> kinds of effect that are owed and do not stand."""
STEPS: Mapping[str, tuple[str, str, int]] = {
    "requisitions awaiting approval": (
        *("procurement.requisition", "procurement.requisition_decision", 1),
    ),
    "orders unacknowledged": ("suppliers.order_expected", "procurement.acknowledgement", 1),
    "claims unanswered": ("payers.claim_expected", "billing.claim_answer", 2),
    "invoices blocked": ("payables.hold", "payables.hold_release", 3),
    "denials not appealed": ("billing.denial", "billing.appeal", 1),
}
"""Backlog -> the step that puts a document there, the one that takes it away, and how many parts
of that one's key name the document."""
EXCEPTIONS = "exceptions open"
NAMES = (*STEPS, *OWED, EXCEPTIONS)
SERIES = ("t_s", "backlog", "waiting", "oldest_s")
COLUMNS = ("backlog", "entered", "waiting_at_end", "oldest_at_end_s", "peak", "peak_s")


class Waits:
    """Instants of a grid with the number waiting at each, and since when the oldest is."""

    def __init__(self, grid_us: Array) -> None:
        self.grid_us = grid_us
        self.entered = 0
        self.waiting = np.zeros(len(grid_us), dtype=np.int64)
        self.since_us = grid_us.copy()

    def add(self, from_us: Array, until_us: Array) -> None:
        """Documents that wait in [from, until)."""
        first = np.searchsorted(self.grid_us, from_us, side="left")
        last = np.searchsorted(self.grid_us, until_us, side="left")
        size = len(self.grid_us) + 1
        self.entered += len(from_us)
        rises = np.bincount(first, minlength=size) - np.bincount(last, minlength=size)
        self.waiting += np.cumsum(rises)[:-1]
        seen = np.flatnonzero(first < last)
        # From the youngest to the oldest, each over the instants that it waits at.
        for place in seen[np.argsort(-from_us[seen], kind="stable")]:
            since_us = self.since_us[first[place] : last[place]]
            np.minimum(since_us, from_us[place], out=since_us)

    def merge(self, other: Waits) -> None:
        """Takes in what waits elsewhere."""
        self.entered += other.entered
        self.waiting = self.waiting + other.waiting
        self.since_us = np.minimum(self.since_us, other.since_us)


def backlog(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, a line per backlog of NAMES: how many ever waited there, how many do at
    the end and for how long the oldest, the most at one instant of an hourly grid, and when."""
    found = []
    for name, waits in _waits(history, 3600).items():
        age_s = (history.end_us - int(waits.since_us[-1])) / US
        oldest_s = age_s if waits.waiting[-1] else float("nan")
        peak = int(np.argmax(waits.waiting))
        most = int(waits.waiting[peak])
        when_s = float(waits.grid_us[peak] / US) if most else float("nan")
        found.append((name, waits.entered, int(waits.waiting[-1]), oldest_s, most, when_s))
    return pd.DataFrame(found, columns=list(COLUMNS))


def backlog_over_time(history: History, step_s: int = 3600) -> pd.DataFrame:
    """Columns `SERIES`: per instant of the grid and backlog how many wait and for how long the
    oldest has, 0 where none does."""
    found = []
    for name, waits in _waits(history, step_s).items():
        lines = pd.DataFrame({"t_s": waits.grid_us / US, "backlog": name})
        oldest_s = (waits.grid_us - waits.since_us) / US
        found.append(lines.assign(waiting=waits.waiting, oldest_s=oldest_s))
    return pd.concat(found, ignore_index=True)[list(SERIES)]


def _waits(history: History, step_s: int) -> dict[str, Waits]:
    grid_us = tuple(np.append(np.arange(0, history.end_us, step_s * US), history.end_us).tolist())
    found = {name: Waits(np.array(grid_us)) for name in NAMES}
    for part in history.by_key(partial(_of_part, grid_us)):
        for name, waits in part.items():
            found[name].merge(waits)
    for name, step in STEPS.items():
        found[name].add(*_between(history, *step))
    items = as_wholes(history.items)
    closed_us = items["closed_us"].where(items["closed_us"] >= 0, history.end_us + 1)
    found[EXCEPTIONS].add(column(items, "opened_us"), closed_us.to_numpy())
    return found


def _of_part(grid_us: tuple[int, ...], part: Part) -> dict[str, Waits]:
    owed = match_part(part).obligations
    owed = owed[owed["state"] != "superseded"]
    found = {}
    for name, kinds in OWED.items():
        own = owed[owed["f"].isin(kinds)]
        found[name] = Waits(np.array(grid_us))
        until_us = own["met_us"].where(own["met_us"] >= 0, part.end_us + 1)
        found[name].add(column(own, "t_us"), until_us.to_numpy())
    return found


def _between(history: History, begins: str, ends: str, parts: int) -> tuple[Array, Array]:
    begun = of_kind(history, begins)
    if begins == "procurement.requisition":
        # What a system asks for goes by its own number, which the decision does not tell.
        begun = begun[begun["process"].str.startswith("world")]
    ended = of_kind(history, ends)["t_us"]
    names = pd.Index(["/".join(key.split("/")[:parts]) for key in ended.index], dtype=object)
    first_us = ended.groupby(names).min().reindex(begun.index)
    until_us = first_us.to_numpy(dtype=np.float64)
    never = np.isnan(until_us)
    return column(begun, "t_us"), np.where(never, history.end_us + 1, np.nan_to_num(until_us))
