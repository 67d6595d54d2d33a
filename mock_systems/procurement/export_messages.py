"""What operations on export flags of the suite (S02) take or answer, in wire names."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from mock_systems.procurement.wire import PAGE_ROWS_MAX, Code, Flag, Message, Version

Kind = Literal["requisition", "order", "receipt", "invoice"]


class ListUnexported(Message):
    document: Kind
    limit: Annotated[int, Field(ge=1, le=PAGE_ROWS_MAX)] = 50


class SetExported(Message):
    document: Kind
    document_key: Code
    exported: Flag
    version: Version | None = None


class GetExported(Message):
    document: Kind
    document_key: Code


class ExportFlag(Message):
    document: str
    document_key: str
    version: int
    exported: bool


class UnexportedDocument(ExportFlag):
    body: dict[str, Any]


class UnexportedPage(Message):
    documents: list[UnexportedDocument]
    has_more: bool
