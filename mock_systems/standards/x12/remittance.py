"""835 (005010X221A1): a remittance on the wire; one out of balance is neither built nor read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NoReturn

from mock_systems.standards.x12.claim_parts import (
    procedure_from,
    procedure_values,
    take_address,
    write_address,
)
from mock_systems.standards.x12.envelope import Envelope, SetKind
from mock_systems.standards.x12.receiving import accepted
from mock_systems.standards.x12.remittance_advice import (
    Adjustment,
    BankAccount,
    ClaimPayment,
    Payee,
    Payer,
    Payment,
    ProviderAdjustment,
    Remittance,
    ServicePayment,
    imbalances,
)
from mock_systems.standards.x12.remittance_segments import (
    BPR,
    CAS,
    CAS_TIMES,
    CLP,
    CONTACT,
    FIRST_DAY,
    LAST_DAY,
    LINE_CONTROL,
    LQ,
    LX,
    PATIENT_NAME,
    PAYEE,
    PAYER,
    PLB,
    PLB_TIMES,
    PRODUCED,
    SERVICE_DAY,
    SVC,
    TRN,
)
from mock_systems.standards.x12.segments import Cursor, Segment, Written
from mock_systems.standards.x12.transaction_set import TransactionSet

_NO_BANK = ("", "", "", "")


class Unbalanced(ValueError):
    """The remittance breaks a balancing rule; the message lists each one."""


def build(remittance: Remittance, envelope: Envelope) -> str:
    """One interchange with one 835. Raises Unbalanced, or ValueError."""
    return REMITTANCE.build((remittance,), envelope)


def read(interchange_text: str) -> list[Remittance]:
    """The sound remittances; what is refused, `acknowledge` says."""
    return accepted(interchange_text, REMITTANCE)


def _write(remittance: Remittance) -> list[Written]:
    if broken := list(imbalances(remittance)):
        found = (
            f"{one.rule} is off by {one.difference_minor} cents at {one.key}" for one in broken
        )
        raise Unbalanced("; ".join(found))
    segments = [*_write_payment(remittance.payment), *_write_parties(remittance)]
    if remittance.claims:
        segments.append(LX.write(1))
    for claim in remittance.claims:
        segments += _write_claim(claim)
    return [*segments, *_write_provider_adjustments(remittance)]


def _write_payment(payment: Payment) -> Iterator[Written]:
    if problem := _payment_problem(payment):
        raise ValueError(problem)
    ach = payment.method == "ACH"
    yield BPR.write(
        "H" if payment.method == "NON" else "I",
        payment.amount_minor,
        "C",
        payment.method,
        "CCP" if ach else "",
        *_bank_values(payment.origin),
        payment.payer_id if ach else "",
        *_bank_values(payment.destination),
        payment.paid_on,
    )
    yield TRN.write("1", payment.trace, payment.payer_id)


def _bank_values(bank: BankAccount | None) -> tuple[str, ...]:
    return ("01", bank.routing, "DA", bank.account) if bank else _NO_BANK


def _payment_problem(payment: Payment) -> str:
    """Why BPR would contradict itself, empty if it does not."""
    banks = (payment.origin is not None) + (payment.destination is not None)
    if banks != (2 if payment.method == "ACH" else 0):
        return f"{payment.method} with {banks} bank accounts: ACH names both, CHK, NON neither"
    if (payment.method == "NON") != (payment.amount_minor == 0):
        return f"{payment.method} cannot pay {payment.amount_minor} cents: NON pays nothing"
    return ""


def _write_parties(remittance: Remittance) -> Iterator[Written]:
    payer = remittance.payer
    yield PRODUCED.write("405", remittance.produced_on)
    yield PAYER.write("PR", payer.name)
    yield from write_address(payer.address)
    yield CONTACT.write("BL", payer.contact_name, "TE", payer.contact_telephone)
    yield PAYEE.write("PE", remittance.payee.name, "XX", remittance.payee.npi)


def _write_claim(claim: ClaimPayment) -> Iterator[Written]:
    yield CLP.write(
        claim.account,
        claim.status,
        claim.charge_minor,
        claim.paid_minor,
        claim.patient_minor or None,
        claim.filing_code,
        claim.payer_claim,
        claim.facility_code,
        claim.frequency,
    )
    yield from _write_adjustments(claim.adjustments)
    yield PATIENT_NAME.write("QC", "1", claim.last_name, claim.first_name, "MI", claim.member_id)
    yield FIRST_DAY.write("232", claim.served[0])
    yield LAST_DAY.write("233", claim.served[1])
    for service in claim.services:
        yield from _write_service(service)


def _write_service(service: ServicePayment) -> Iterator[Written]:
    revenue_code = service.revenue_code
    if service.procedure:
        what = procedure_values(service.procedure)
    else:
        what, revenue_code = ("NU", revenue_code, "", "", "", ""), ""
    yield SVC.write(what, service.charge_minor, service.paid_minor, revenue_code, service.units)
    yield SERVICE_DAY.write("472", service.served_on)
    yield from _write_adjustments(service.adjustments)
    if service.control:
        yield LINE_CONTROL.write("6R", service.control)
    for remark in service.remarks:
        yield LQ.write("HE", remark)


def _write_adjustments(adjustments: Iterable[Adjustment]) -> Iterator[Written]:
    for group, members in groupby(adjustments, lambda one: one.group):
        triples = [(one.reason, one.amount_minor, one.quantity) for one in members]
        for some_of_them in _runs(triples, CAS_TIMES):
            yield CAS.write(group, some_of_them)


def _write_provider_adjustments(remittance: Remittance) -> Iterator[Written]:
    for year_end, members in groupby(remittance.adjustments, lambda one: one.fiscal_year_end):
        values = [((one.reason, one.reference), one.amount_minor) for one in members]
        for some_of_them in _runs(values, PLB_TIMES):
            yield PLB.write(remittance.payee.npi, year_end, some_of_them)


def _runs(values: Sequence[Any], length: int) -> Iterator[Sequence[Any]]:
    return (values[start : start + length] for start in range(0, len(values), length))


def _take(cursor: Cursor) -> Remittance:
    payment, bpr = _take_payment(cursor)
    _, produced_on = cursor.take(PRODUCED)
    payer, payee = _take_payer(cursor), _take_payee(cursor)
    claims = []
    if cursor.at(LX):
        cursor.take(LX)
        claims.append(_take_claim(cursor))
    while cursor.at(CLP):
        claims.append(_take_claim(cursor))
    adjustments = tuple(_take_provider_adjustments(cursor, payee.npi))
    remittance = Remittance(payment, produced_on, payer, payee, tuple(claims), adjustments)
    if remittance.difference_minor:
        _off(bpr, 2, "CLP04 - PLB", remittance.difference_minor)
    return remittance


def _take_payment(cursor: Cursor) -> tuple[Payment, Segment]:
    handling, amount_minor, _, method, _, *banks, paid_on = cursor.take(BPR)
    bpr = cursor.last
    _, trace, payer_id = cursor.take(TRN)
    origin, destination = _bank_from(banks[:4]), _bank_from(banks[5:])
    payment = Payment(trace, amount_minor, paid_on, payer_id, method, origin, destination)
    if problem := _payment_problem(payment):
        bpr.contradicts(4, "591", problem)
    if amount_minor < 0 or (handling == "H") != (method == "NON"):
        bpr.contradicts(2, "782", "is negative, or BPR01 and BPR04 differ on whether it is paid")
    if banks[4] != (payer_id if method == "ACH" else ""):
        bpr.contradicts(10, "509", "differs from TRN03")
    return payment, bpr


def _bank_from(values: Sequence[str]) -> BankAccount | None:
    return BankAccount(values[1], values[3]) if all(values) else None


def _take_payer(cursor: Cursor) -> Payer:
    _, name = cursor.take(PAYER)
    address = take_address(cursor)
    _, contact_name, _, telephone = cursor.take(CONTACT)
    return Payer(name, address, contact_name, telephone)


def _take_payee(cursor: Cursor) -> Payee:
    _, name, _, identifier = cursor.take(PAYEE)
    return Payee(name, identifier)


def _take_claim(cursor: Cursor) -> ClaimPayment:
    account, status, charge_minor, paid_minor, patient_minor, *rest = cursor.take(CLP)
    filing_code, payer_claim, facility_code, frequency = rest
    clp = cursor.last
    adjustments = _take_adjustments(cursor)
    _, _, last_name, first_name, _, member_id = cursor.take(PATIENT_NAME)
    served = (cursor.take(FIRST_DAY)[1], cursor.take(LAST_DAY)[1])
    services = []
    while cursor.at(SVC):
        services.append(_take_service(cursor))
    claim = ClaimPayment(
        account,
        status,
        charge_minor,
        paid_minor,
        filing_code,
        payer_claim,
        last_name,
        first_name,
        member_id,
        served,
        facility_code,
        frequency,
        adjustments,
        tuple(services),
    )
    if claim.difference_minor:
        _off(clp, 4, "CLP03 - CAS", claim.difference_minor)
    if claim.patient_minor != (patient_minor or 0):
        _off(clp, 5, "CAS of group PR", claim.patient_minor - (patient_minor or 0))
    return claim


def _take_service(cursor: Cursor) -> ServicePayment:
    what, charge_minor, paid_minor, revenue_code, units = cursor.take(SVC)
    svc = cursor.last
    _, served_on = cursor.take(SERVICE_DAY)
    adjustments = _take_adjustments(cursor)
    control = cursor.value(LINE_CONTROL)
    remarks = tuple(remark for _, remark in cursor.many(LQ))
    procedure = procedure_from(what) if what[0] == "HC" else None
    service = ServicePayment(
        charge_minor,
        paid_minor,
        served_on,
        procedure,
        revenue_code if procedure else what[1],
        units,
        adjustments,
        control,
        remarks,
    )
    if service.difference_minor:
        _off(svc, 3, "SVC02 - CAS", service.difference_minor)
    return service


def _take_adjustments(cursor: Cursor) -> tuple[Adjustment, ...]:
    return tuple(
        Adjustment(group, *triple) for group, triples in cursor.many(CAS) for triple in triples
    )


def _take_provider_adjustments(cursor: Cursor, payee: str) -> Iterator[ProviderAdjustment]:
    while cursor.at(PLB):
        provider, year_end, values = cursor.take(PLB)
        if provider != payee:
            cursor.last.contradicts(1, "127", f"is not the payee {payee}")
        for (reason, reference), amount_minor in values:
            yield ProviderAdjustment(reason, amount_minor, year_end, reference)


def _off(segment: Segment, element: int, expected: str, difference_minor: int) -> NoReturn:
    reason = f"is off by {difference_minor} cents from {expected}"
    segment.contradicts(element, "782", reason)


REMITTANCE = TransactionSet(SetKind("835", "HP", "005010X221A1"), _write, _take)
