"""Documents of every set, as varied as their models allow."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from mock_systems.standards.identifiers import gs1_check_digit, npi_from
from mock_systems.standards.x12 import claim_status, order_ack
from mock_systems.standards.x12.acknowledgement import (
    ElementNote,
    FunctionalAcknowledgement,
    SegmentNote,
    SetAnswer,
)
from mock_systems.standards.x12.claim_institutional import (
    Admission,
    InstitutionalClaim,
    InstitutionalClaims,
    InstitutionalLine,
)
from mock_systems.standards.x12.claim_parts import (
    FILING_CODES,
    Address,
    BillingProvider,
    Heading,
    Organisation,
    Physician,
    Procedure,
    Subscriber,
)
from mock_systems.standards.x12.claim_professional import (
    ProfessionalClaim,
    ProfessionalClaims,
    ProfessionalLine,
)
from mock_systems.standards.x12.claim_status import ClaimStatus, ClaimStatusReport
from mock_systems.standards.x12.invoice import Invoice
from mock_systems.standards.x12.order import KINDS, OrderLine, PurchaseOrder
from mock_systems.standards.x12.order_ack import (
    AcknowledgedLine,
    LineStatus,
    OrderAcknowledgement,
)
from mock_systems.standards.x12.parties import Place, Trader
from mock_systems.standards.x12.products import UNITS, Product
from mock_systems.standards.x12.remittance_advice import (
    FORWARD_BALANCE,
    Adjustment,
    BankAccount,
    ClaimPayment,
    Payee,
    Payer,
    Payment,
    ProviderAdjustment,
    Remittance,
    ServicePayment,
)
from mock_systems.standards.x12.ship_notice import Pack, ShipNotice, ShippedItem, ShippedOrder
from tests.unit.mock_systems.standards.x12.samples import HOSPITAL_ADDRESS

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcxyz0123456789 -/.,&'()#"


def words(longest: int, shortest: int = 1) -> st.SearchStrategy[str]:
    """Plain text, the longest allowed included, without spaces at its ends."""
    text = st.text(LETTERS, min_size=shortest, max_size=longest)
    return text.map(lambda raw: raw.strip(" ").ljust(shortest, "X"))


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


def gs1(length: int) -> st.SearchStrategy[str]:
    return digits(length - 1).map(lambda payload: payload + gs1_check_digit(payload))


def some(one: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, min_size=1, max_size=most).map(tuple)


def maybe(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | one


def or_empty(one: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.just("") | one


dates = st.dates(date(2000, 1, 1), date(2049, 12, 31))
ranges = st.tuples(dates, dates).map(lambda pair: (min(pair), max(pair)))
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
quantities = st.integers(1, 99_999)
prices = st.integers(0, 99_999_999)
charges = st.integers(0, 9_999_999)
npis = st.tuples(st.sampled_from("12"), digits(8)).map(lambda pair: npi_from("".join(pair)))
units = st.sampled_from(UNITS)

places = st.builds(Place, words(60), gs1(13))
traders = st.builds(Trader, words(60), words(20, 2))
products = st.builds(
    Product,
    words(20),
    or_empty(words(48)),
    or_empty(words(48)),
    or_empty(gs1(14)),
    or_empty(digits(11)),
)
order_lines = st.builds(
    OrderLine, words(20), quantities, units, prices, products, or_empty(words(80))
)
orders = st.builds(
    PurchaseOrder,
    words(22),
    dates,
    places,
    some(order_lines),
    st.sampled_from(KINDS),
    or_empty(words(30)),
    maybe(dates),
    maybe(traders),
)
line_statuses = st.builds(
    LineStatus,
    st.sampled_from(order_ack.LINE_STATUSES),
    st.integers(0, 99_999),
    units,
    maybe(dates),
    maybe(products),
)
order_acks = st.builds(
    OrderAcknowledgement,
    words(22),
    st.sampled_from(("AC", "AD", "RD")),
    some(st.builds(AcknowledgedLine, order_lines, some(line_statuses))),
    dates,
    or_empty(words(30)),
    maybe(dates),
)
items = st.builds(
    ShippedItem,
    words(20),
    quantities,
    units,
    products,
    or_empty(words(20)),
    or_empty(words(20)),
    maybe(dates),
)
shipped_orders = st.builds(
    ShippedOrder, words(22), some(st.builds(Pack, gs1(18), some(items))), maybe(dates)
)
ship_notices = st.builds(
    ShipNotice,
    words(30, 2),
    dates,
    times,
    st.sampled_from(("UPSN", "FDEG")),
    dates,
    places,
    some(shipped_orders),
    or_empty(words(30)),
    maybe(dates),
    maybe(traders),
)
invoices = st.builds(
    Invoice,
    words(22),
    dates,
    or_empty(words(22)),
    places,
    some(order_lines),
    st.integers(-(10**12), 10**12),
    st.sampled_from(("DI", "CR")),
    maybe(dates),
    or_empty(words(30)),
    or_empty(words(30)),
    maybe(traders),
    maybe(st.integers(0, 120)),
    st.integers(0, 99_999),
)

organisations = st.builds(Organisation, words(60), words(20, 2))
addresses = st.builds(Address, words(55), words(30, 2), st.sampled_from(("IL", "NY")), digits(9))
procedures = st.builds(
    Procedure,
    st.sampled_from(("C1713", "C1776", "G0463", "J0120")),
    st.lists(st.sampled_from(("25", "LT", "RT", "59")), max_size=4).map(tuple),
)
headings = st.builds(
    Heading,
    words(30),
    dates,
    times,
    organisations,
    words(60),
    digits(10),
    organisations,
    st.builds(BillingProvider, words(60), npis, digits(9), addresses),
)
subscribers = st.builds(
    Subscriber,
    words(60),
    or_empty(words(35)),
    words(20, 2),
    addresses,
    dates,
    st.sampled_from("FMU"),
    st.sampled_from(FILING_CODES),
    or_empty(words(30)),
)
physicians = st.builds(Physician, words(60), or_empty(words(35)), npis)
diagnoses = st.sampled_from(("I10", "E119", "M1711", "J069"))
institutional_lines = st.builds(
    InstitutionalLine,
    st.sampled_from(("0120", "0278", "0360")),
    charges,
    quantities,
    dates,
    maybe(procedures),
    or_empty(words(30)),
)
institutional_claims = st.builds(
    InstitutionalClaim,
    words(20),
    subscribers,
    organisations,
    ranges,
    diagnoses,
    physicians,
    some(institutional_lines),
    st.sampled_from(("11", "13")),
    st.sampled_from("178"),
    maybe(st.builds(Admission, dates, times)),
    payer_claim=or_empty(words(30)),
    authorisation=or_empty(words(30)),
    admitting_diagnosis=or_empty(diagnoses),
    drg=or_empty(digits(3)),
    other_diagnoses=st.lists(diagnoses, max_size=24).map(tuple),
)
claims_i = st.builds(InstitutionalClaims, headings, some(institutional_claims))
professional_lines = st.builds(
    ProfessionalLine,
    procedures,
    charges,
    quantities,
    dates,
    st.lists(st.integers(1, 2), min_size=1, max_size=4).map(tuple),
    or_empty(words(30)),
)
professional_claims = st.builds(
    ProfessionalClaim,
    words(20),
    subscribers,
    organisations,
    st.lists(diagnoses, min_size=2, max_size=12).map(tuple),
    some(professional_lines),
    st.sampled_from(("11", "22")),
    st.sampled_from("178"),
    maybe(physicians),
    or_empty(words(30)),
    or_empty(words(30)),
)
claims_p = st.builds(ProfessionalClaims, headings, some(professional_claims))

_categories = st.sampled_from((*claim_status.ACCEPTED, *claim_status.REJECTED))
_entities = or_empty(st.sampled_from(("85", "IL", "PR")))
statuses = st.builds(
    ClaimStatus,
    words(20),
    words(60),
    or_empty(words(35)),
    words(20, 2),
    _categories,
    st.sampled_from(("20", "562", "164")),
    dates,
    charges,
    ranges,
    st.sampled_from(("85", "QC", "PR")).filter(lambda entity: entity != "QC") | st.just(""),
    maybe(st.tuples(_categories, st.sampled_from(("21", "562")), _entities)),
    or_empty(words(30)),
    or_empty(digits(3)),
)
status_reports = st.builds(
    ClaimStatusReport,
    words(30),
    dates,
    times,
    organisations,
    organisations,
    words(30),
    dates,
    dates,
    words(30),
    st.builds(Organisation, words(60), npis),
    some(statuses),
)

adjustments = st.lists(
    st.builds(
        Adjustment,
        st.sampled_from(("CO", "OA", "PI", "PR")),
        st.sampled_from(("45", "97", "1", "2")),
        st.integers(-99_999, 99_999),
        maybe(st.integers(1, 9)),
    ),
    max_size=14,
).map(tuple)


def _total_minor(found: tuple[Adjustment, ...]) -> int:
    return sum(one.amount_minor for one in found)


@st.composite
def services(draw: st.DrawFn) -> ServicePayment:
    charge_minor, found = draw(charges), draw(adjustments)
    return ServicePayment(
        charge_minor,
        charge_minor - _total_minor(found),
        draw(dates),
        draw(maybe(procedures)),
        draw(st.sampled_from(("0120", "0278"))),
        draw(quantities),
        found,
        draw(or_empty(words(30))),
        draw(st.lists(st.sampled_from(("N130", "M15")), max_size=2).map(tuple)),
    )


@st.composite
def claim_payments(draw: st.DrawFn) -> ClaimPayment:
    lines, found = draw(st.lists(services(), max_size=2).map(tuple)), draw(adjustments)
    charge_minor = draw(st.integers(-9_999_999, 9_999_999))
    adjusted_minor = _total_minor(found) + sum(_total_minor(one.adjustments) for one in lines)
    return ClaimPayment(
        draw(words(38)),
        draw(st.sampled_from(("1", "2", "4", "22"))),
        charge_minor,
        charge_minor - adjusted_minor,
        draw(st.sampled_from(("12", "MA", "MC"))),
        draw(words(30)),
        draw(words(60)),
        draw(or_empty(words(35))),
        draw(words(20, 2)),
        draw(ranges),
        draw(st.sampled_from(("11", "13"))),
        draw(st.sampled_from("178")),
        found,
        lines,
    )


provider_adjustments = st.lists(
    st.builds(
        ProviderAdjustment,
        st.sampled_from(("WO", "L6", "72")),
        st.integers(-99_999, 99_999),
        st.sampled_from((date(2025, 12, 31), date(2026, 12, 31))),
        or_empty(words(30)),
    ),
    max_size=8,
)


@st.composite
def remittances(draw: st.DrawFn) -> Remittance:
    claims = draw(st.lists(claim_payments(), max_size=3).map(tuple))
    held = draw(provider_adjustments)
    total_minor = sum(one.paid_minor for one in claims) - sum(one.amount_minor for one in held)
    if total_minor < 0:
        held.append(ProviderAdjustment(FORWARD_BALANCE, total_minor, date(2026, 12, 31)))
        total_minor = 0
    return Remittance(
        _payment(draw, total_minor),
        draw(dates),
        Payer(draw(words(60)), HOSPITAL_ADDRESS, draw(words(60)), draw(digits(10))),
        Payee(draw(words(60)), draw(npis)),
        claims,
        tuple(held),
    )


def _payment(draw: st.DrawFn, amount_minor: int) -> Payment:
    method = draw(st.sampled_from(("ACH", "CHK"))) if amount_minor else "NON"
    banks: tuple[BankAccount | None, BankAccount | None] = (None, None)
    if method == "ACH":
        banks = (BankAccount("071000013", "1"), BankAccount("071000288", draw(digits(9))))
    trace, payer_id = draw(words(30)), "1" + draw(digits(9))
    return Payment(trace, amount_minor, draw(dates), payer_id, method, *banks)


_set_notes = st.lists(st.sampled_from(("1", "2", "3", "4", "5", "7")), max_size=5).map(tuple)
_group_notes = st.lists(st.sampled_from("123456"), max_size=5).map(tuple)
element_notes = st.builds(
    ElementNote,
    st.integers(1, 99),
    st.sampled_from(("1", "5", "7", "8", "10")),
    or_empty(digits(3)),
    or_empty(words(99)),
)
segment_notes = st.builds(
    SegmentNote,
    st.sampled_from(("N1", "PO1", "CLM")),
    st.integers(1, 9_999),
    st.sampled_from("12345678"),
    st.lists(element_notes, max_size=2).map(tuple),
)


def acknowledgements(group: str, code: str, version: str) -> st.SearchStrategy[Any]:
    answers = st.builds(
        SetAnswer,
        st.just(code),
        digits(4),
        st.sampled_from(("A", "E", "R")),
        _set_notes,
        st.lists(segment_notes, max_size=3).map(tuple),
        st.just(version),
    )
    return st.builds(
        FunctionalAcknowledgement,
        st.just(group),
        st.integers(0, 999_999_999),
        st.sampled_from(("A", "E", "P", "R")),
        *[st.integers(0, 999_999)] * 3,
        _group_notes,
        st.lists(answers, max_size=3).map(tuple),
        st.just(version),
    )
