"""Documents to trading partners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import Any

from integration_under_test.reference.gateway import arrivals
from integration_under_test.reference.gateway.charge_enquiries import rendered_batch
from integration_under_test.reference.gateway.command_kind import Letter, SendKind
from integration_under_test.reference.mediation.billing import claims
from integration_under_test.reference.mediation.canonical.acknowledgements import Acknowledgement
from integration_under_test.reference.mediation.canonical.batches import BatchRejection
from integration_under_test.reference.mediation.canonical.claims import ClaimBatch
from integration_under_test.reference.mediation.canonical.recalls import (
    AffectedPatients,
    RecallFinding,
)
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.feeds import batch_answers
from integration_under_test.reference.mediation.procurement.orders import supplier_key
from integration_under_test.reference.mediation.protocols import hl7, hl7_answer, x12
from integration_under_test.reference.mediation.recalls import responses
from integration_under_test.reference.mediation.suppliers import orders, set_answers
from integration_under_test.reference.mediation.suppliers.notation import OURSELVES, SERIES

RECALLS, SAFETY_OFFICE = "RECALLS", "SAFETY"
CLEARINGHOUSE = "CLEARHOUSE"
"""All payers are reached through it."""


def _to_supplier(
    set_code: str, write: Callable[[Any, Context], bytes]
) -> Callable[[Any, Context], Letter]:
    """One interchange, named by its set and its control number."""

    def interchange(document: Any, context: Context) -> Letter:
        name = f"{set_code}-{context.number}"
        return Letter(name, OURSELVES, x12.CONTENT_TYPE, write(document, context))

    return update_wrapper(interchange, write)


def _batch_answer(rejection: BatchRejection, context: Context) -> Letter:
    name = batch_answers.name(rejection, context)
    content = batch_answers.write_rejection(rejection, context)
    return Letter(name, "GROUP", batch_answers.CONTENT_TYPE, content)


def _hl7_answer(answer: Acknowledgement, context: Context) -> Letter:
    content = hl7_answer.write(answer, context.written_at)
    return Letter(hl7_answer.control_id(answer), "GROUP", hl7.CONTENT_TYPE, content)


def _claims(batch: ClaimBatch, context: Context) -> Letter:
    """Billing's own 837, as it is."""
    rendered = context.consulted
    content = rendered["content"].encode("ascii")
    return Letter(f"837-{batch.number}", "HOSPGROUP", rendered["contentType"], content)


def _recall_response(finding: RecallFinding, context: Context) -> Letter:
    name = responses.name(finding, context)
    return Letter(name, "GROUP", responses.RESPONSE_TYPE, responses.write(finding, context))


def _affected_patients(affected: AffectedPatients, context: Context) -> Letter:
    name = responses.name(affected, context)
    content = responses.write_patients(affected, context)
    return Letter(name, "GROUP", responses.PATIENTS_TYPE, content)


COMMANDS: Mapping[str, SendKind] = {
    "acknowledge_message": SendKind(
        "P10", mailbox=lambda answer: str(answer.mailbox), write=_hl7_answer
    ),
    "send_claims": SendKind(
        "P10",
        mailbox=lambda batch: CLEARINGHOUSE,
        write=_claims,
        consult=rendered_batch,
        remembers=claims.remembered,
    ),
    "reject_batch": SendKind(
        "P16",
        mailbox=lambda rejection: str(rejection.sender),
        write=_batch_answer,
        series="answers",
    ),
    "answer_recall": SendKind(
        "P06",
        mailbox=lambda finding: RECALLS,
        write=_recall_response,
        series="recalls",
    ),
    "list_affected": SendKind(
        "P06",
        mailbox=lambda affected: SAFETY_OFFICE,
        write=_affected_patients,
        series="recalls",
    ),
    "send_order": SendKind(
        "P05",
        mailbox=lambda order: str(order.supplier),
        write=_to_supplier("850", orders.write),
        series=SERIES,
        remembers=lambda order, _: (supplier_key(order.number), order.supplier),
    ),
    "send_direct_order": SendKind(
        "P05",
        mailbox=lambda order: str(order.supplier),
        write=_to_supplier("850", orders.write_direct),
        series=SERIES,
        consult=arrivals.number_of,
        remembers=lambda order, number: (supplier_key(number), order.supplier),
    ),
    "answer_set": SendKind(
        "P05",
        mailbox=lambda answer: str(answer.partner),
        write=_to_supplier("997", set_answers.write),
        series=SERIES,
    ),
}
