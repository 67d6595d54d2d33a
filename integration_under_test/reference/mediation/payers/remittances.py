"""Payers' remittances (P10): the 835, 005010X221A1.

A payer is known by its tax number, behind the digit 1 of TRN03. CAS and PLB hold several
adjustments each: (reason, amount, quantity) and (composite reason, amount).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from integration_under_test.reference.mediation.canonical.remittances import (
    Adjustment,
    ClaimPayment,
    ProviderAdjustment,
    Remittance,
    ServicePayment,
)
from integration_under_test.reference.mediation.notation import (
    from_compact_day,
    from_decimal,
    positive,
)
from integration_under_test.reference.mediation.protocols.x12 import Interchange, Segment

LINE_NUMBER = "6R"
TAX_NUMBER_FOLLOWS = "1"


def read(interchange: Interchange) -> Remittance:
    """Raises ValueError for one that cannot be used. Whether it balances, billing checks."""
    payment, trace = interchange.first("BPR"), interchange.first("TRN")
    qualifier, tax_number = trace.at(3)[:1], trace.at(3)[1:]
    if qualifier != TAX_NUMBER_FOLLOWS or not tax_number:
        raise ValueError(f"expected a payer's tax number behind a 1 in TRN03, got {trace.at(3)!r}")
    segments = tuple(interchange.named("CLP", "SVC", "CAS", "REF"))
    return Remittance(
        payer_tax_number=tax_number,
        trace=trace.at(2),
        amount_minor=_minor(payment.at(2)),
        paid_on=from_compact_day(payment.at(16)),
        claims=tuple(_claim(group) for group in _groups(segments, "CLP")),
        provider_adjustments=tuple(_kept(interchange)),
    )


def _groups(segments: Sequence[Segment], name: str) -> Iterator[Sequence[Segment]]:
    """The segments from each one of a name up to the next, itself first."""
    starts = [place for place, segment in enumerate(segments) if segment.name == name]
    for start, end in pairwise([*starts, len(segments)]):
        yield segments[start:end]


def _claim(group: Sequence[Segment]) -> ClaimPayment:
    services = list(_groups(group, "SVC"))
    own = group[: len(group) - sum(map(len, services))]
    head = group[0]
    return ClaimPayment(
        claim=head.at(1),
        status=head.at(2),
        billed_minor=_minor(head.at(3)),
        paid_minor=_minor(head.at(4)),
        control=head.at(7),
        adjustments=tuple(_adjustments(own)),
        services=tuple(_service(service) for service in services),
    )


def _service(group: Sequence[Segment]) -> ServicePayment:
    head = group[0]
    (line,) = (s.at(2) for s in group if s.name == "REF" and s.at(1) == LINE_NUMBER)
    return ServicePayment(
        line=positive(line),
        billed_minor=_minor(head.at(2)),
        paid_minor=_minor(head.at(3)),
        adjustments=tuple(_adjustments(group)),
    )


def _adjustments(group: Sequence[Segment]) -> Iterator[Adjustment]:
    for adjusted in (segment for segment in group if segment.name == "CAS"):
        for place in range(2, len(adjusted.values) + 1, 3):
            amount_minor = _minor(adjusted.at(place + 1))
            yield Adjustment(adjusted.at(1), adjusted.at(place), amount_minor)


def _kept(interchange: Interchange) -> Iterator[ProviderAdjustment]:
    for kept in interchange.named("PLB"):
        for place in range(3, len(kept.values) + 1, 2):
            reason, _, reference = kept.at(place).partition(":")
            yield ProviderAdjustment(reason, reference, _minor(kept.at(place + 1)))


def _minor(amount: str) -> int:
    """Cents of dollars, whose fraction X12 leaves out where it is nought."""
    if not amount:
        raise ValueError("expected an amount, got none")
    return from_decimal(amount, 2)
