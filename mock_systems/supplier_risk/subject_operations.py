"""Firms that the risk service (S20) watches for its customer."""

from __future__ import annotations

from typing import Any

from mock_systems.service import Effect, Operation, Work
from mock_systems.supplier_risk.documents import Service, Subject
from mock_systems.supplier_risk.wire import Message, Name, TaxNumber


class SubjectRequest(Message):
    """A firm with the customer's own number of it; the same again changes nothing."""

    tax_number: TaxNumber
    legal_name: Name
    vendor_reference: str = ""


class SubjectLookup(Message):
    tax_number: TaxNumber


class SubjectsAnswer(Message):
    data: list[SubjectRequest]


def monitor_subject(service: Service, request: SubjectRequest, work: Work) -> dict[str, Any]:
    subject = Subject(request.tax_number, request.legal_name, request.vendor_reference)
    if service.documents.subjects.get(subject.tax_number) != subject:
        service.documents.subjects[subject.tax_number] = subject
        work.effect(Effect("supplier_risk.subject", subject.tax_number))
    return request.model_dump()


def find_subjects(service: Service, request: SubjectLookup, work: Work) -> dict[str, Any]:
    found = service.documents.subjects.get(request.tax_number)
    return {"data": [] if found is None else [_wire(found)]}


def _wire(subject: Subject) -> dict[str, Any]:
    return {
        "tax_number": subject.tax_number,
        "legal_name": subject.legal_name,
        "vendor_reference": subject.vendor_reference,
    }


DECLARED = (
    Operation(
        name="monitor_subject",
        method="PUT",
        path="/v1/subjects/{tax_number}",
        scope="risk:subjects:write",
        request=SubjectRequest,
        response=SubjectRequest,
        handler=monitor_subject,
        key=("tax_number",),
        summary="Watches a firm from now on",
    ),
    Operation(
        name="find_subjects",
        method="GET",
        path="/v1/subjects",
        scope="risk:subjects:read",
        request=SubjectLookup,
        response=SubjectsAnswer,
        handler=find_subjects,
        key=("tax_number",),
        summary="Finds a watched firm by its tax number",
    ),
)
