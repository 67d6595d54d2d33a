"""S07 as a system: one operation, `soap`, that carries envelopes; the rest is inside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ValidationError

from mock_systems.legacy.documents import Item, Movement, Stock
from mock_systems.legacy.materials_operations import SOAP_OPERATIONS
from mock_systems.legacy.soap import (
    NotSoap,
    envelope_with,
    envelope_with_fault,
    fields_of,
    operation_of,
    read_envelope,
)
from mock_systems.legacy.wsdl import wsdl_of
from mock_systems.service import BookEntry, Operation, Refusal, System, Work

MAX_ENVELOPE = 1_000_000


class Envelope(BaseModel):
    """A SOAP envelope as text."""

    xml: str


class LegacyMaterials(System):
    """The materials management that acquired sites bring along."""

    id: ClassVar[str] = "S07"
    name: ClassVar[str] = "legacy_materials"
    title: ClassVar[str] = "Legacy materials management (S07)"
    operations: ClassVar[Mapping[str, Operation]]

    def __init__(self, *ports: Any) -> None:
        super().__init__(*ports)
        self.items: dict[str, Item] = {}
        self.stores: dict[str, str] = {}
        self.stock = Stock()

    def load(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Kinds: stores{store, facility}, items{number, description, unit, factor,
        enterprise_number}, balances{store, item, quantity}. Raises ValueError on a bad row."""
        loader = self._loaders().get(kind)
        if loader is None:
            raise ValueError(f"{self.name} loads {', '.join(self._loaders())}; got {kind!r}")
        for row in rows:
            try:
                loader(row)
            except (KeyError, TypeError) as error:
                raise ValueError(f"{kind} {dict(row)}: {error!r}") from error

    def books(self) -> Iterator[BookEntry]:
        """On hand by store and item, in eaches."""
        for (store, number), quantity in sorted(self.stock.balances.items()):
            yield BookEntry(
                kind="legacy_materials.on_hand",
                key=f"{store}/{number}",
                quantity=quantity * self.items[number].factor,
                uom="EA",
                facility=self.stores[store],
            )

    def render(self, refusal: Refusal) -> dict[str, Any]:
        """What is refused outside an envelope, such as a request without one."""
        return {"code": refusal.code, "message": refusal.message}

    def pages(self) -> Iterable[tuple[str, str, str]]:
        """The WSDL."""
        yield "/materials.wsdl", "text/xml", wsdl_of(SOAP_OPERATIONS.values(), "/soap")

    def _loaders(self) -> dict[str, Callable[[Mapping[str, Any]], None]]:
        return {
            "stores": self._load_store,
            "items": self._load_item,
            "balances": self._load_balance,
        }

    def _load_store(self, row: Mapping[str, Any]) -> None:
        self.stores[str(row["store"])] = str(row["facility"])

    def _load_item(self, row: Mapping[str, Any]) -> None:
        item = Item(**row)
        self.items[item.number] = item

    def _load_balance(self, row: Mapping[str, Any]) -> None:
        store, number = str(row["store"]), str(row["item"])
        if store not in self.stores or number not in self.items:
            raise KeyError(f"{store}/{number}")
        self.stock.move(
            Movement(
                len(self.stock.movements) + 1, "OPENING", store, number, row["quantity"], "", ""
            )
        )


def soap(system: LegacyMaterials, request: Envelope, work: Work) -> dict[str, Any]:
    """Answers one envelope with another; a refusal is a fault, and changes nothing."""
    try:
        return {"xml": _answer(system, request.xml, work)}
    except Refusal as refusal:
        return {"xml": envelope_with_fault(refusal)}


def _answer(system: LegacyMaterials, text: str, work: Work) -> str:
    if len(text) > MAX_ENVELOPE:
        raise NotSoap(f"envelope of {len(text)} characters, at most {MAX_ENVELOPE}")
    element = read_envelope(text)
    name = operation_of(element)
    operation = SOAP_OPERATIONS.get(name)
    if operation is None:
        raise NotSoap(f"no operation {name}; there are {', '.join(SOAP_OPERATIONS)}")
    try:
        message = operation.request.model_validate(fields_of(element, operation.request))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refusal(422, "MM-002", f"{place}: {first['msg']}") from error
    return envelope_with(f"{name}Response", operation.handler(system, message, work))


LegacyMaterials.operations = {
    "soap": Operation(
        name="soap",
        method="POST",
        path="/soap",
        scope="legacy_materials.envelopes",
        request=Envelope,
        response=Envelope,
        handler=soap,
        summary="One SOAP 1.1 envelope; the operations are in /materials.wsdl",
        raw="xml",
        media_type="text/xml; charset=utf-8",
    )
}
