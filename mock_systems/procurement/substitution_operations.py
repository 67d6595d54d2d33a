"""The operations on substitutions of the suite (S02): an offered item instead of the ordered one.

P12 runs over them. An approved one changes the order line, which makes a new version, and stays
as the cross-reference from the ordered item to its substitute.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.acknowledgement_messages import (
    DecideSubstitution,
    FindCrossReferences,
    FindSubstitutions,
    SubstitutionAnswer,
    SubstitutionsFound,
)
from mock_systems.procurement.documents import Documents, Order, Suite
from mock_systems.procurement.fulfilment import Substitution
from mock_systems.procurement.lookup import require_order
from mock_systems.procurement.order_line import committed
from mock_systems.procurement.order_revision import (
    changed_effect,
    changed_event,
    keep_version,
    require_open,
    revised,
)
from mock_systems.procurement.wire import price_text
from mock_systems.service import Effect, Operation, Refusal, Work


def approve_substitution(suite: Suite, request: DecideSubstitution, work: Work) -> dict[str, Any]:
    documents = suite.documents
    proposal = _require_proposed(documents, request.id)
    order = documents.orders[proposal.po_number]
    _require_replaceable(order, proposal)
    reason = f"substitution {proposal.id}"
    keep_version(documents, order, reason)
    line = order.lines[proposal.line_num]
    line.item_number = proposal.substitute_item
    line.description = documents.catalogue[proposal.substitute_item].description
    line.unit_price_minor = proposal.unit_price_minor
    line.priced_on = None
    revised(documents, order)
    _decide(proposal, "approved", request)
    documents.substitutions_by_item.setdefault(proposal.ordered_item, []).append(proposal)
    work.effect(_effect(order, proposal))
    work.effect(changed_effect(order))
    work.emit("procurement.substitution.approved", order.po_number, _event(order, proposal))
    work.emit("procurement.order.changed", order.po_number, changed_event(order, reason))
    return _on_wire(proposal)


def reject_substitution(suite: Suite, request: DecideSubstitution, work: Work) -> dict[str, Any]:
    proposal = _require_proposed(suite.documents, request.id)
    order = suite.documents.orders[proposal.po_number]
    _decide(proposal, "rejected", request)
    work.effect(_effect(order, proposal))
    work.emit("procurement.substitution.rejected", order.po_number, _event(order, proposal))
    return _on_wire(proposal)


def find_substitutions(suite: Suite, request: FindSubstitutions, work: Work) -> dict[str, Any]:
    order = require_order(suite.documents, request.po_number)
    found = suite.documents.substitutions_by_order.get(order.po_number, [])
    return {"substitutions": [_on_wire(proposal) for proposal in found]}


def find_cross_references(suite: Suite, request: FindCrossReferences, work: Work) -> dict[str, Any]:
    found = suite.documents.substitutions_by_item.get(request.item_number, [])
    return {"substitutions": [_on_wire(proposal) for proposal in found]}


def _require_proposed(documents: Documents, substitution_id: int) -> Substitution:
    proposal = documents.substitutions.get(substitution_id)
    if proposal is None:
        raise Refusal(404, "UNKNOWN_SUBSTITUTION", f"no substitution has id {substitution_id}")
    if proposal.status != "proposed":
        raise Refusal(
            409, "ILLEGAL_TRANSITION", f"substitution {proposal.id} is {proposal.status} already"
        )
    return proposal


def _require_replaceable(order: Order, proposal: Substitution) -> None:
    require_open(order)
    line = order.lines[proposal.line_num]
    if line.quantity == 0 or committed(line):
        raise Refusal(
            409,
            "LINE_SETTLED",
            f"{order.po_number} line {line.line_num} was shipped, received or cancelled meanwhile",
        )
    if line.item_number != proposal.ordered_item:
        raise Refusal(
            409, "LINE_CHANGED", f"{order.po_number} line {line.line_num} asks for another item now"
        )


def _decide(proposal: Substitution, status: str, request: DecideSubstitution) -> None:
    proposal.status = status
    proposal.approver = request.approver
    proposal.reason = request.reason


def _effect(order: Order, proposal: Substitution) -> Effect:
    return Effect(
        "procurement.substitution",
        f"{order.po_number}/{proposal.line_num}/{proposal.id}",
        facility=order.ship_to,
        version=order.version,
        facts={
            "decision": proposal.status,
            "ordered": proposal.ordered_item,
            "substitute": proposal.substitute_item,
            "unit_price_minor": proposal.unit_price_minor,
            "po": order.po_number,
            "line": proposal.line_num,
            "supplier": order.erp_supplier_number,
            "order_total_minor": order.total_minor,
        },
    )


def _event(order: Order, proposal: Substitution) -> dict[str, Any]:
    line = order.lines[proposal.line_num]
    return {
        **_on_wire(proposal),
        "version": order.version,
        "quantity": line.quantity,
        "ship-to": order.ship_to,
        "erp-supplier-number": order.erp_supplier_number,
    }


def _on_wire(proposal: Substitution) -> dict[str, Any]:
    return {
        "id": proposal.id,
        "po-number": proposal.po_number,
        "line-num": proposal.line_num,
        "ordered-item-number": proposal.ordered_item,
        "substitute-item-number": proposal.substitute_item,
        "unit-price": price_text(proposal.unit_price_minor),
        "status": proposal.status,
        "approver": proposal.approver,
        "reason": proposal.reason,
    }


OPERATIONS = (
    Operation(
        name="approve_substitution",
        method="POST",
        path="/substitutions/{id}/approval",
        scope="procurement.substitutions.approve",
        request=DecideSubstitution,
        response=SubstitutionAnswer,
        handler=approve_substitution,
        key=("id",),
        summary="Puts the offered item on the order line, which makes a new version.",
    ),
    Operation(
        name="reject_substitution",
        method="POST",
        path="/substitutions/{id}/rejection",
        scope="procurement.substitutions.approve",
        request=DecideSubstitution,
        response=SubstitutionAnswer,
        handler=reject_substitution,
        key=("id",),
        summary="Refuses the offered item; the order line stays as it is.",
    ),
    Operation(
        name="find_substitutions",
        method="GET",
        path="/substitutions",
        scope="procurement.substitutions.read",
        request=FindSubstitutions,
        response=SubstitutionsFound,
        handler=find_substitutions,
        key=("po-number",),
        summary="Finds the substitutions offered for an order, decided or not.",
    ),
    Operation(
        name="find_cross_references",
        method="GET",
        path="/cross-references",
        scope="procurement.substitutions.read",
        request=FindCrossReferences,
        response=SubstitutionsFound,
        handler=find_cross_references,
        key=("item-number",),
        summary="Finds what was approved in the place of an ordered item.",
    ),
)
