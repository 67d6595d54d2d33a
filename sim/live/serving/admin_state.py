"""The admin calls that change what the systems are: reset, snapshots, faults."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from math import inf
from typing import Any

from fastapi import APIRouter

from sim.faults.compose import NONE
from sim.faults.fault import Fault
from sim.live.serving.admin_bodies import (
    FaultShown,
    FaultsShown,
    FaultsWanted,
    Ready,
    SnapshotShown,
    SnapshotsShown,
)
from sim.live.serving.control import Control
from sim.live.serving.discretion import masked_text
from sim.live.serving.snapshots import Snapshot
from sim.live.serving.switchboard import Switched

OWN = {"hops", "from_h", "until_h", "nth"}
"""Fields that every fault has."""


def state_routes(control: Control) -> APIRouter:
    """The routes over one group."""
    routes = APIRouter()
    _add_snapshots(routes, control)
    _add_faults(routes, control)
    return routes


def _add_snapshots(routes: APIRouter, control: Control) -> None:
    snapshots, now = control.snapshots, control.group.business_clock.now

    @routes.post("/reset")
    async def reset() -> Ready:
        """All systems as they were seeded, at the first day's midnight. Faults, subscriptions and
        what was noted of requests and events stay; event ids begin again."""
        await control.do(snapshots.reset)
        return Ready(business_time=now())

    @routes.post("/snapshot", status_code=201)
    async def take_snapshot() -> SnapshotShown:
        """Keeps how all systems are now, in memory; of 33 the oldest is forgotten."""
        return _shown(await control.do(snapshots.take))

    @routes.get("/snapshots")
    async def list_snapshots() -> SnapshotsShown:
        """Those that are kept."""
        return SnapshotsShown(snapshots=[_shown(one) for one in snapshots])

    @routes.post("/restore/{id}")
    async def restore(id: str) -> SnapshotShown:  # noqa: A002 (the path's own word)
        """All systems, stored answers by idempotency key and business time as they were then. The
        snapshot stays. Deliveries under way are dropped."""
        return _shown(await control.do(partial(snapshots.restore, id)))

    @routes.delete("/snapshots/{id}", status_code=204)
    async def forget_snapshot(id: str) -> None:  # noqa: A002
        """Gives its memory back."""
        snapshots.forget(id)


def _add_faults(routes: APIRouter, control: Control) -> None:
    board = control.switchboard

    def in_force() -> FaultsShown:
        return FaultsShown(plan=board.text, faults=[_fault(one) for one in board])

    @routes.get("/faults")
    async def list_faults() -> FaultsShown:
        """What is switched on."""
        return in_force()

    @routes.put("/faults")
    async def switch_faults(wanted: FaultsWanted) -> FaultsShown:
        """This plan in place of the one in force, written as for `testbed run --faults`. A fault is
        on from now until it is switched off; hours (`F46@0-2`) count from now, in business time."""
        await control.do(partial(board.switch, wanted.plan))
        return in_force()

    @routes.delete("/faults", status_code=204)
    async def end_faults() -> None:
        """Switches all faults off."""
        await control.do(partial(board.switch, NONE))


def _shown(one: Snapshot) -> SnapshotShown:
    return SnapshotShown(id=one.id, business_time=one.at, bytes=len(one.state.content))


def _fault(one: Switched) -> FaultShown:
    fault = one.fault
    return FaultShown(
        id=fault.id,
        title=fault.title,
        hops=list(fault.hops),
        on=one.is_on,
        settings=_settings(fault),
        witness=masked_text(one.witness),
    )


def _settings(fault: Fault) -> dict[str, Any]:
    """Its own fields, as JSON has them."""
    own = {f.name: getattr(fault, f.name) for f in fields(fault) if f.name not in OWN}
    return {name: str(value) if value in (inf, -inf) else value for name, value in own.items()}
