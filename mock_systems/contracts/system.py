"""The mock contract lifecycle platform (S03) as a system: its state, its books, its error shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from mock_systems.contracts.documents import Documents
from mock_systems.contracts.masters import LOADERS, SettingsRow
from mock_systems.contracts.operations import OPERATIONS
from mock_systems.service import BookEntry, Operation, Refusal, System
from mock_systems.service.ports import Clock, Publisher, Recorder


class Contracts(System):
    """Contract versions with their prices, parties, spend."""

    id: ClassVar[str] = "S03"
    name: ClassVar[str] = "contracts"
    title: ClassVar[str] = "Contract lifecycle platform"
    operations: ClassVar[Mapping[str, Operation]] = OPERATIONS

    def __init__(
        self,
        clock: Clock,
        recorder: Recorder,
        publisher: Publisher,
        approval_required: bool = False,
    ) -> None:
        super().__init__(clock, recorder, publisher)
        self.documents = Documents()
        self.approval_required = approval_required

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        if kind == "settings":
            for row in rows:
                self.approval_required = SettingsRow.model_validate(row).approval_required
            return
        loader = LOADERS.get(kind)
        if loader is None:
            raise ValueError(f"contracts loads settings, {', '.join(LOADERS)}; got {kind!r}")
        for row in rows:
            loader(self.documents, row)

    def books(self) -> Iterator[BookEntry]:
        for contract in self.documents.contract_rows:
            yield BookEntry(
                "contracts.spend_total",
                contract.contract_number,
                amount_minor=contract.spent_minor,
            )

    def render(self, refusal: Refusal) -> dict[str, Any]:
        target = refusal.details.get("field", "")
        error = {"code": refusal.code, "message": refusal.message, "target": target}
        return {"error": error}
