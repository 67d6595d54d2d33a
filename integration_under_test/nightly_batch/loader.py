"""Loads one row: maps it, looks for it if it may be there, sends it, and tries again."""

from __future__ import annotations

import asyncio
from typing import Any

from integration_under_test.boundary import CallError, Rejected
from integration_under_test.nightly_batch.connection import TRIES, Connection, is_refusal, pause_s
from integration_under_test.nightly_batch.crosswalk import Crosswalk
from integration_under_test.nightly_batch.interface import Load, Look, Record

ALREADY_THERE = ("DUPLICATE_INVOICE", "DUPLICATE_TOTALS", "STALE_VERSION")


class Loader:
    """For one batch, with the crosswalk as it stood when the batch began."""

    def __init__(self, connection: Connection, crosswalk: Crosswalk) -> None:
        self._connection = connection
        self._crosswalk = crosswalk

    async def load(self, load: Load, data: dict[str, Any], may_be_there: bool) -> None:
        """Returns when the record is there. Raises Rejected, KeyError for an unknown code,
        NotYet, or another CallError when the target stays away."""
        record = load.write(data, self._crosswalk)
        if record is None:
            return
        for left in reversed(range(TRIES)):
            try:
                await self._attempt(load, record, may_be_there)
                return
            except CallError as error:
                if is_refusal(error) or not left:
                    raise
                may_be_there = True
                await asyncio.sleep(pause_s(error))

    async def _attempt(self, load: Load, record: Record, may_be_there: bool) -> None:
        look = load.look
        if look and (may_be_there or look.always) and await self._is_there(load, look, record):
            return
        record = dict(record)  # the next attempt begins with what was mapped
        if load.complete:
            record.update(await load.complete(record, self._connection))
        operation = load.update if load.update and "id" in record else load.operation
        try:
            await self._connection.send(load.system, operation, record)
        except Rejected as refusal:
            await self._answer(load, record, refusal)

    async def _answer(self, load: Load, record: Record, refusal: Rejected) -> None:
        """What is there already is well; what falls into a closed period moves on."""
        if refusal.code in ALREADY_THERE:
            return
        body = refusal.body or {}
        if not load.dated or refusal.code != "PERIOD_CLOSED" or "NextOpenDate" not in body:
            raise refusal
        moved = record | {"AccountingDate": body["NextOpenDate"]}
        await self._connection.send(load.system, load.operation, moved)

    async def _is_there(self, load: Load, look: Look, record: Record) -> bool:
        ask = {name: record[name] for name in look.ask}
        try:
            answer = await self._connection.send(load.system, look.operation, ask)
        except Rejected as refusal:
            if refusal.status == 404:
                return False
            raise
        return look.proves(answer, record)
