"""New versions of purchase orders of the ERP (P12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.canonical.orders import OrderRevision
from integration_under_test.reference.mediation.context import Body, Context
from integration_under_test.reference.mediation.notation import cents_of, from_decimal, local_day


class Standing(NamedTuple):
    """The ERP's number of an order, and the version in procurement that it is to have."""

    number: str
    version: int
    lines: Sequence[Mapping[str, Any]]


def read_standing(number: str, revision: OrderRevision, answer: Mapping[str, Any]) -> Standing:
    """The version that was announced, however many followed, so that each attempt asks for the same
    and tells what became of the one before; the next one if it is kept no more. Raises NotYet for a
    list from before it."""
    versions = sorted(answer["versions"], key=lambda one: int(one["version"]))
    for one in versions:
        if one["version"] >= revision.version:
            return Standing(number, one["version"], one["lines"])
    raise NotYet(f"procurement does not show version {revision.version} of {revision.order} yet")


def write(revision: OrderRevision, context: Context) -> Body:
    """All its lines, so that a version which overtook another leaves nothing out. Raises
    PackInDoubt."""
    number, version, lines = context.consulted
    context.crosswalk.check_packs(*(n for line in lines if (n := line["item-number"])))
    zone = context.crosswalk.facility(revision.facility).time_zone
    return {
        "OrderNumber": number,
        "Version": version,
        "ChangeDate": local_day(revision.changed_at, zone),
        "Lines": [_line(line) for line in lines],
    }


def _line(line: Mapping[str, Any]) -> Body:
    item = {"ItemNumber": line["item-number"]} if line["item-number"] else {}
    return {
        "LineNumber": line["line-num"],
        **item,
        "Quantity": str(line["quantity"]),
        "UnitPrice": cents_of(from_decimal(line["unit-price"], 4)),
    }
