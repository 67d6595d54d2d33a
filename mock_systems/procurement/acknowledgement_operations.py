"""The operations on suppliers' acknowledgements of orders of the suite (S02).

An acknowledgement answers one version of an order (RP5). One that answers an older version is
kept but not applied, since a change has overtaken it; a substitution it offers becomes a proposal.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.acknowledgement_messages import (
    AcknowledgedLine,
    AcknowledgementRecorded,
    AcknowledgementsFound,
    FindAcknowledgements,
    RecordAcknowledgement,
)
from mock_systems.procurement.documents import Documents, Order, OrderLine, Suite
from mock_systems.procurement.fulfilment import ACK_CODES, Acknowledgement, Substitution
from mock_systems.procurement.lookup import (
    require_item,
    require_order,
    require_order_line,
    require_uom,
)
from mock_systems.procurement.order_line import fulfilment_of
from mock_systems.procurement.rules import require_distinct
from mock_systems.procurement.wire import UNITS_ON_WIRE, date_text, price_text
from mock_systems.service import Effect, Operation, Refusal, Work


def record_acknowledgement(
    suite: Suite, request: RecordAcknowledgement, work: Work
) -> dict[str, Any]:
    documents = suite.documents
    order = require_order(documents, request.po_number)
    _require_answerable(documents, order, request)
    for line in request.lines:
        _require_consistent(documents, order, line)
    acknowledgement = Acknowledgement(
        po_number=order.po_number,
        ack_number=request.ack_number,
        po_version=request.po_version,
        codes=tuple((line.line_num, line.code) for line in request.lines),
        applied=request.po_version == order.version,
    )
    documents.acknowledgements[order.po_number, request.ack_number] = acknowledgement
    proposals: list[Substitution] = []
    if acknowledgement.applied:
        proposals = _apply(documents, order, request.lines)
    work.effect(_effect(order, acknowledgement))
    work.emit(
        "procurement.order.acknowledged",
        order.po_number,
        _event(order, acknowledgement, request.lines),
    )
    return {
        **_on_wire(acknowledgement),
        "substitutions": [proposal.id for proposal in proposals],
    }


def find_acknowledgements(
    suite: Suite, request: FindAcknowledgements, work: Work
) -> dict[str, Any]:
    key = (request.po_number, request.ack_number)
    found = suite.documents.acknowledgements.get(key)
    return {"acknowledgements": [] if found is None else [_on_wire(found)]}


def _require_answerable(documents: Documents, order: Order, request: RecordAcknowledgement) -> None:
    if (order.po_number, request.ack_number) in documents.acknowledgements:
        raise Refusal(
            409,
            "DUPLICATE_ACKNOWLEDGEMENT",
            f"{order.po_number} has an acknowledgement {request.ack_number!r}; find it",
        )
    if request.po_version > order.version:
        raise Refusal(
            422,
            "UNKNOWN_VERSION",
            f"{order.po_number} stands at version {order.version}, got {request.po_version}",
        )
    require_distinct([line.line_num for line in request.lines], "line-num")


def _require_consistent(documents: Documents, order: Order, asked: AcknowledgedLine) -> None:
    line = require_order_line(order, asked.line_num)
    name = f"{order.po_number} line {line.line_num}"
    if asked.uom is not None:
        require_uom(asked.uom, UNITS_ON_WIRE[line.uom], name)
    if (asked.code == "IS") != (asked.substitute_item_number is not None):
        raise Refusal(
            422, "SUBSTITUTE_REQUIRED", f"{name}: code IS, and no other, names a substitute"
        )
    if asked.substitute_item_number is not None:
        item = require_item(documents, asked.substitute_item_number)
        require_uom(UNITS_ON_WIRE[item.uom], UNITS_ON_WIRE[line.uom], name)
        if _is_proposed(documents, order, line):
            raise Refusal(409, "SUBSTITUTION_PENDING", f"{name} awaits a decision already")


def _is_proposed(documents: Documents, order: Order, line: OrderLine) -> bool:
    return any(
        proposal.line_num == line.line_num and proposal.status == "proposed"
        for proposal in documents.substitutions_by_order.get(order.po_number, ())
    )


def _apply(
    documents: Documents, order: Order, asked_lines: list[AcknowledgedLine]
) -> list[Substitution]:
    proposals = []
    for asked in asked_lines:
        line = order.lines[asked.line_num]
        said = fulfilment_of(line)
        said.ack_code = asked.code
        said.expected_on = asked.expected_on or said.expected_on
        said.acknowledged_quantity = asked.quantity
        said.acknowledged_price_minor = asked.unit_price
        if asked.substitute_item_number is not None:
            proposals.append(_propose(documents, order, line, asked))
    return proposals


def _propose(
    documents: Documents, order: Order, line: OrderLine, asked: AcknowledgedLine
) -> Substitution:
    price = line.unit_price_minor if asked.unit_price is None else asked.unit_price
    proposal = Substitution(
        id=len(documents.substitutions) + 1,
        po_number=order.po_number,
        line_num=line.line_num,
        ordered_item=line.item_number,
        substitute_item=asked.substitute_item_number or "",
        unit_price_minor=price,
    )
    documents.substitutions[proposal.id] = proposal
    documents.substitutions_by_order.setdefault(order.po_number, []).append(proposal)
    return proposal


def _effect(order: Order, acknowledgement: Acknowledgement) -> Effect:
    return Effect(
        "procurement.acknowledgement",
        f"{order.po_number}/{acknowledgement.ack_number}",
        facility=order.ship_to,
        version=acknowledgement.po_version,
        facts={"codes": dict(acknowledgement.codes), "applied": acknowledgement.applied},
    )


def _event(
    order: Order, acknowledgement: Acknowledgement, lines: list[AcknowledgedLine]
) -> dict[str, Any]:
    return {
        **_on_wire(acknowledgement),
        "erp-supplier-number": order.erp_supplier_number,
        "ship-to": order.ship_to,
        "requisition": order.requisition,
        "lines": [_line_event(line) for line in lines],
    }


def _line_event(line: AcknowledgedLine) -> dict[str, Any]:
    return {
        "line-num": line.line_num,
        "code": line.code,
        "meaning": ACK_CODES[line.code],
        "quantity": line.quantity,
        "unit-price": None if line.unit_price is None else price_text(line.unit_price),
        "expected-on": None if line.expected_on is None else date_text(line.expected_on),
        "substitute-item-number": line.substitute_item_number,
    }


def _on_wire(acknowledgement: Acknowledgement) -> dict[str, Any]:
    return {
        "po-number": acknowledgement.po_number,
        "ack-number": acknowledgement.ack_number,
        "po-version": acknowledgement.po_version,
        "applied": acknowledgement.applied,
        "lines": [
            {"line-num": line_num, "code": code, "meaning": ACK_CODES[code]}
            for line_num, code in acknowledgement.codes
        ],
    }


OPERATIONS = (
    Operation(
        name="record_acknowledgement",
        method="POST",
        path="/purchase-orders/{po-number}/acknowledgements",
        scope="procurement.acknowledgements.write",
        request=RecordAcknowledgement,
        response=AcknowledgementRecorded,
        handler=record_acknowledgement,
        key=("po-number", "ack-number"),
        summary="Takes a supplier's answer to a version of an order, line by line.",
        status=201,
    ),
    Operation(
        name="find_acknowledgements",
        method="GET",
        path="/acknowledgements",
        scope="procurement.acknowledgements.read",
        request=FindAcknowledgements,
        response=AcknowledgementsFound,
        handler=find_acknowledgements,
        key=("po-number", "ack-number"),
        summary="Finds an acknowledgement of an order by the supplier's number for it.",
    ),
)
