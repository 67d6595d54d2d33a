"""One run of one interface: extract, load row by row, balance; or pick up where it broke off."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from integration_under_test.boundary import CallError, WorkItem, WorkItems
from integration_under_test.nightly_batch.connection import Connection, is_refusal
from integration_under_test.nightly_batch.control import ControlError, balanced
from integration_under_test.nightly_batch.crosswalk import read_crosswalk
from integration_under_test.nightly_batch.extracts import Source
from integration_under_test.nightly_batch.interface import Interface, NotYet
from integration_under_test.nightly_batch.loader import Loader
from integration_under_test.nightly_batch.staging import Batch, Row, Staging

CARRIED_RUNS = 2
"""So often a row may wait for what it refers to; then somebody must look at it."""
RETURNS = 1
"""So often a clerk may put a row back; after that it is for dismissal, or keyed in by hand."""


class Shop(NamedTuple):
    """What every run works with."""

    connection: Connection
    staging: Staging
    work_items: WorkItems


async def run_batch(interface: Interface, shop: Shop, now: datetime, cut: datetime) -> None:
    """Raises CallError when a system stays away; the batch can then be restarted."""
    name, staging = interface.name, shop.staging
    trigger = await staging.trigger(name)
    await interface.extract.read(Source(name, shop.connection, staging), now)
    batch = await staging.open_batch(name, cut, trigger)
    if batch is None:
        return
    loader = Loader(shop.connection, await read_crosswalk(shop.connection))
    for key in batch.keys:
        row = await staging.waiting(name, key)
        if row is not None:
            await _load_row(interface, shop, loader, row, batch)
    await _close(interface, shop)


async def _load_row(
    interface: Interface, shop: Shop, loader: Loader, row: Row, batch: Batch
) -> None:
    """Rows that broke off with their batch may be there already."""
    end, reason = "loaded", ""
    try:
        await loader.load(interface.load, row.data, batch.restarted)
    except NotYet as missing:
        end, reason = ("rejected" if row.runs >= CARRIED_RUNS else "carried"), str(missing)
    except KeyError as unknown:
        end, reason = "rejected", f"no code for {unknown}"
    except CallError as error:
        if not is_refusal(error):
            raise
        end, reason = "rejected", str(error)
    if end == "rejected":
        await shop.work_items.open(report(interface, row, reason))
    await shop.staging.ended(interface.name, row, end)


async def _close(interface: Interface, shop: Shop) -> None:
    batch = await shop.staging.close_batch(interface.name)
    try:
        balanced(batch.extracted, batch.ended)
    except ControlError as error:
        item = WorkItem(
            id=f"control/{interface.name}/{batch.number}",
            type="CONTROL_TOTALS",
            owner=interface.owner,
            flow=interface.flow,
            keys=(),
            reason=str(error),
            actions=("dismiss",),
        )
        await shop.work_items.open(item)


def report(interface: Interface, row: Row, reason: str) -> WorkItem:
    """A line of the error report."""
    return WorkItem(
        id=f"{interface.name}|{row.key}|{row.returned}",
        type="REJECTED_ROW",
        owner=interface.owner,
        flow=interface.flow,
        keys=(row.document,),
        reason=reason,
        actions=("retry", "dismiss") if row.returned < RETURNS else ("dismiss",),
    )
