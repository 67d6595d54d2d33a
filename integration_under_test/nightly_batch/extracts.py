"""How an interface gets its rows: from a list by version, by export flag, or from a file drop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from integration_under_test.boundary import Event, Rejected
from integration_under_test.nightly_batch.connection import Connection
from integration_under_test.nightly_batch.crosswalk import CONTRACTS, Paging, all_rows
from integration_under_test.nightly_batch.staging import Row, Staging

Data = dict[str, Any]


class Extract(Protocol):
    """`system` and `type` name the event that serves as trigger file, or as the drop itself."""

    @property
    def system(self) -> str: ...

    @property
    def type(self) -> str: ...

    def dropped(self, event: Event) -> Sequence[Row]:
        """The rows that come with the trigger; none where a list is read at night."""
        ...

    async def baseline(self, source: Source) -> None:
        """Sets the first high-water mark: what is there on the first day is not extracted."""
        ...

    async def read(self, source: Source, now: datetime) -> None:
        """Reads the list and takes its news into the staging area. Raises CallError."""
        ...


class Source(NamedTuple):
    """What an extract works with, on behalf of one interface."""

    interface: str
    connection: Connection
    staging: Staging


class Listed(NamedTuple):
    """Rows of a list whose version rose above the mark."""

    system: str
    type: str
    operation: str
    paging: Paging
    key: str
    version: str

    def dropped(self, event: Event) -> Sequence[Row]:
        return ()

    async def baseline(self, source: Source) -> None:
        if await source.staging.marks(source.interface) is None:
            marks = self._marks(await self._list(source))
            await source.staging.extracted(source.interface, (), marks)

    async def read(self, source: Source, now: datetime) -> None:
        before = await source.staging.marks(source.interface) or {}
        rows = await self._list(source)
        news = [row for row in rows if row[self.version] > before.get(row[self.key], 0)]
        found = [self._row(row, now) for row in news]
        await source.staging.extracted(source.interface, found, self._marks(rows))

    async def _list(self, source: Source) -> list[Data]:
        return await all_rows(source.connection, self.system, self.operation, self.paging)

    def _marks(self, rows: Iterable[Data]) -> dict[str, int]:
        return {row[self.key]: row[self.version] for row in rows}

    def _row(self, row: Data, now: datetime) -> Row:
        return Row(f"{row[self.key]}/{row[self.version]}", row[self.key], now.isoformat(), row)


class ContractVersions(NamedTuple):
    """Every version of a contract that was activated since the mark, also those of one day."""

    system: str
    type: str

    def dropped(self, event: Event) -> Sequence[Row]:
        return ()

    async def baseline(self, source: Source) -> None:
        if await source.staging.marks(source.interface) is None:
            marks = {
                row["contractNumber"]: row["activeVersion"] for row in await _contracts(source)
            }
            await source.staging.extracted(source.interface, (), marks)

    async def read(self, source: Source, now: datetime) -> None:
        before = await source.staging.marks(source.interface) or {}
        after, found = dict(before), []
        for contract in await _contracts(source):
            number, active = contract["contractNumber"], contract["activeVersion"]
            if active > before.get(number, 0):
                after[number] = active
                found += await self._versions(source, number, before.get(number, 0), now)
        await source.staging.extracted(source.interface, found, after)

    async def _versions(self, source: Source, number: str, mark: int, now: datetime) -> list[Row]:
        contract = await source.connection.read(
            "contracts", "get_contract", {"contractNumber": number}
        )
        heading = {name: contract[name] for name in ("contractNumber", "erpSupplierNumber")}
        return [
            Row(f"{number}/{version['version']:06d}", number, now.isoformat(), heading | version)
            for version in contract["versions"]
            if mark < version["version"] <= contract["activeVersion"]
            and version["status"] in ("ACTIVE", "SUPERSEDED")
        ]


class Unexported(NamedTuple):
    """Documents of procurement whose export flag is false; the flag is its high-water mark."""

    system: str
    type: str
    document: str
    key: str
    statuses: frozenset[str]
    """Documents in another state are flagged and left: a change makes them unexported again."""

    def dropped(self, event: Event) -> Sequence[Row]:
        return ()

    async def baseline(self, source: Source) -> None:
        """The flags are there from the first day."""

    async def read(self, source: Source, now: datetime) -> None:
        more = True
        while more:
            page = await source.connection.read(
                "procurement", "list_unexported", {"document": self.document, "limit": 500}
            )
            ready = [flag for flag in page["documents"] if self._is_ready(flag["body"])]
            rows = [self._row(flag["body"], now) for flag in ready]
            await source.staging.extracted(source.interface, rows, None)
            for flag in page["documents"]:
                await self._flag(source, flag)
            more = page["has-more"]

    def _is_ready(self, body: Data) -> bool:
        return body["status"] in self.statuses

    def _row(self, body: Data, now: datetime) -> Row:
        return Row(str(body[self.key]), str(body[self.key]), now.isoformat(), body)

    async def _flag(self, source: Source, flag: Data) -> None:
        """With the version that was read, so that a change in between is not hidden."""
        names = ("document", "document-key", "version")
        body = {name: flag[name] for name in names} | {"exported": True}
        try:
            await source.connection.read("procurement", "set_exported", body)
        except Rejected as refusal:
            if refusal.code != "STALE_VERSION":
                raise


class Dropped(NamedTuple):
    """A document that its system lists nowhere in full: what it sends by day is kept till night."""

    system: str
    type: str
    rows: Callable[[Data], Iterable[tuple[str, str, Data]]]
    """Key in the interface, name among people, data; one for each row of the document."""

    def dropped(self, event: Event) -> Sequence[Row]:
        return [
            Row(key, document, event.time, data)
            for key, document, data in self.rows(dict(event.data))
        ]

    async def baseline(self, source: Source) -> None:
        """Nothing was dropped before the first day."""

    async def read(self, source: Source, now: datetime) -> None:
        """Everything is in the staging area already."""


async def _contracts(source: Source) -> list[Data]:
    return await all_rows(source.connection, "contracts", "list_contracts", CONTRACTS)
