"""P18 Project to capitalisation: what was built becomes one asset of S01, at what it cost.

A line of an order that S02 gave for a project builds it in S01 too, hence its receipt is a cost of
the project, not of a department. The register (S18) announces the asset with the cost that the
project office saw booked.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, MINUTE_S, Duty, Flow, Owed, Register
from sim.obligations.known import Known
from sim.obligations.rounding import divide_half_up


def _built(effect: Effect, known: Known) -> Iterable[Owed]:
    if effect.facts["project"]:
        yield Owed(effect.key, effect.amount_minor, period=effect.period)


def _lines(effect: Effect, known: Known) -> Iterable[Owed]:
    for line in effect.facts["lines"]:
        if line.get("project"):
            amount_minor = line["qty"] * line["unit_price_minor"]
            yield Owed(f"{effect.key}/{line['line']}", amount_minor)


def _received(effect: Effect, known: Known) -> Iterable[Owed]:
    """The accrual of P06 at the same value, under the project and the receipt's number."""
    po_number = effect.facts.get("po") or ""
    if not po_number or effect.facts.get("source_ref"):
        return
    line = known.order_line(po_number, effect.facts["po_line"])
    if line.project:
        amount_minor = int(effect.facts["qty_purchase"]) * line.unit_price_minor
        if line.uom != str(effect.facts["uom"]).upper():
            eaches = 1 if line.uom == "EA" else known.truth.item(effect.facts["item"]).factor
            amount_minor = divide_half_up(effect.quantity * line.unit_price_minor, eaches)
        receipt = effect.key.rpartition("/")[0]
        yield Owed(f"{line.project}/{receipt}", amount_minor)


def _own_work(effect: Effect, known: Known) -> Iterable[Owed]:
    yield Owed(effect.key, effect.amount_minor)


FLOW = Flow(
    "P18",
    "Project to capitalisation",
    Register(
        owner="capital projects desk",
        system_of_record="S01",
        documents=("project", "purchase order", "receipt", "journal file", "asset file"),
        pattern=("event", "file"),
        criticality="medium",
        compliance="financial reporting (capitalisation, property records)",
        fallback="the asset waits in construction in progress until its file is posted",
        consequence="an asset in use that nobody depreciates, or one that is in the books twice",
    ),
    (
        Duty("procurement.order", "erp.project_line", 60 * MINUTE_S, _lines),
        Duty("inventory.receipt_line", "erp.project_cost", 60 * MINUTE_S, _received),
        Duty("feeds.project_cost", "erp.project_cost", 12 * HOUR_S, _own_work),
        Duty("feeds.asset_in_service", "erp.asset", 24 * HOUR_S, _built),
    ),
)
