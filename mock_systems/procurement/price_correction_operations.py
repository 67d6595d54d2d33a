"""The operations on price corrections of the suite (S02): the run that issues them, reading them.

The contract desk runs it, as a buyer runs retroactive pricing in a purchasing suite. Nothing is
issued twice: what a line still owes is counted anew each time.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Documents, Order, Suite
from mock_systems.procurement.lookup import require_order
from mock_systems.procurement.price_correction import PriceCorrection
from mock_systems.procurement.price_correction_messages import (
    FindPriceCorrections,
    IssuePriceCorrections,
    PriceCorrectionsFound,
)
from mock_systems.procurement.repricing import due_corrections
from mock_systems.procurement.wire import UNITS_ON_WIRE, date_text, price_text, total_text
from mock_systems.service import Effect, Operation, Work


def issue_price_corrections(
    suite: Suite, request: IssuePriceCorrections, work: Work
) -> dict[str, Any]:
    documents = suite.documents
    issued = list(due_corrections(documents, work.now))
    documents.corrections.due.clear()
    for correction in issued:
        documents.corrections.add(correction)
        order = documents.orders[correction.po_number]
        work.effect(_effect(order, correction))
        work.emit(
            "procurement.price_correction.issued",
            correction.number,
            _on_wire(documents, correction),
        )
    return {"corrections": [_on_wire(documents, correction) for correction in issued]}


def find_price_corrections(
    suite: Suite, request: FindPriceCorrections, work: Work
) -> dict[str, Any]:
    documents = suite.documents
    order = require_order(documents, request.po_number)
    found = [
        correction
        for line_num in order.lines
        for correction in documents.corrections.of_line.get((order.po_number, line_num), ())
    ]
    return {"corrections": [_on_wire(documents, correction) for correction in found]}


def _effect(order: Order, correction: PriceCorrection) -> Effect:
    return Effect(
        "procurement.price_correction",
        correction.number,
        amount_minor=correction.amount_minor,
        facility=order.ship_to,
        facts={"po": order.po_number, "line": correction.line_num},
    )


def _on_wire(documents: Documents, correction: PriceCorrection) -> dict[str, Any]:
    order = documents.orders[correction.po_number]
    return {
        "number": correction.number,
        "type": "credit" if correction.amount_minor < 0 else "debit",
        "po-number": correction.po_number,
        "line-num": correction.line_num,
        "erp-supplier-number": order.erp_supplier_number,
        "ship-to": order.ship_to,
        "contract-number": correction.contract,
        "quantity": correction.quantity,
        "uom": UNITS_ON_WIRE[order.lines[correction.line_num].uom],
        "ordered-price": price_text(correction.ordered_price_minor),
        "contract-price": price_text(correction.contract_price_minor),
        "amount": total_text(abs(correction.amount_minor)),
        "issued-on": date_text(correction.issued_on),
    }


OPERATIONS = (
    Operation(
        name="issue_price_corrections",
        method="POST",
        path="/price-corrections",
        scope="procurement.price_corrections.write",
        request=IssuePriceCorrections,
        response=PriceCorrectionsFound,
        handler=issue_price_corrections,
        summary="Corrects lines, received in full, that were ordered at another price than agreed.",
        status=201,
    ),
    Operation(
        name="find_price_corrections",
        method="GET",
        path="/price-corrections",
        scope="procurement.price_corrections.read",
        request=FindPriceCorrections,
        response=PriceCorrectionsFound,
        handler=find_price_corrections,
        key=("po-number",),
        summary="Reads the corrections of an order's lines.",
    ),
)
