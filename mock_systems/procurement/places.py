"""Which ship-to the documents of the procurement suite belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mock_systems.procurement.documents import Documents
from mock_systems.service import Operation
from mock_systems.service.members import number_id, text_id


def places_of(
    documents: Documents, operation: Operation, members: Mapping[str, Any]
) -> Iterator[str]:
    """Ship-tos of the documents that members name by their ids. What an `id` is the id of, the
    beginning of the operation's path says."""
    order = documents.orders.get(text_id(members, "po-number"))
    if order is not None:
        yield order.ship_to
    requisition = documents.requisitions.get(number_id(members, "requisition-id"))
    if requisition is not None:
        yield requisition.ship_to
    number, noun = number_id(members, "id"), operation.path.split("/")[1]
    if noun == "requisitions" and number in documents.requisitions:
        yield documents.requisitions[number].ship_to
    if noun == "invoices" and number in documents.invoices:
        yield documents.invoices[number].ship_to
    if noun == "disputes" and number in documents.disputes:
        yield documents.invoices[documents.disputes[number].invoice_id].ship_to
    if noun == "substitutions" and number in documents.substitutions:
        yield documents.orders[documents.substitutions[number].po_number].ship_to
