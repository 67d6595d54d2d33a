"""P03 Contract price activation: each line of an activated contract reaches S01, S02, S05.

Mode `once` although the lines are versioned: a later version does not excuse a missing one. A
purchasing organisation's file (S10) becomes draft versions in S03 first, under its number, whole.
A price that came to S02 after orders were made on its days is corrected there, line by line; each
correction is booked once in S01 (CP7).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, Duty, Flow, Owed, Register, same_amount
from sim.obligations.known import Known
from sim.obligations.rounding import divide_half_up


def _lines(effect: Effect) -> Iterable[tuple[str, int, Mapping[str, Any]]]:
    for line in effect.facts["lines"]:
        yield f"{effect.key}/{line['line']}", _price_minor(line), line


def _price_minor(line: Mapping[str, Any]) -> int:
    """Cents per purchase unit; S03 keeps four decimals, of which contracts use two."""
    if "unit_price_minor" in line:
        return int(line["unit_price_minor"])
    return divide_half_up(int(line["unit_price_minor4"]), 100)


def _prices(effect: Effect, known: Known) -> Iterable[Owed]:
    return [Owed(key, price, version=effect.version) for key, price, _ in _lines(effect)]


def _unit_costs(effect: Effect, known: Known) -> Iterable[Owed]:
    for key, price_minor, line in _lines(effect):
        item = known.truth.item(line["item"])
        if item.charge_code:
            eaches = 1 if str(line["uom"]).upper() == "EA" else item.factor
            yield Owed(key, divide_half_up(price_minor, eaches), version=effect.version)


def _price_file(effect: Effect, known: Known) -> Iterable[Owed]:
    """The file's control totals: the number of its rows, the sum of their prices."""
    return (Owed(effect.key, effect.amount_minor, effect.quantity),)


FLOW = Flow(
    "P03",
    "Contract price activation",
    Register(
        owner="supply chain desk",
        system_of_record="S03",
        documents=(
            "contract version with price lines",
            "price file of a purchasing organisation",
            "price correction of an order line",
        ),
        pattern=("event", "batch"),
        criticality="high",
        compliance="contract terms",
        fallback="the last approved price, flagged for correction",
        consequence="orders and charges at the wrong price until somebody notices",
    ),
    (
        Duty("contracts.activation", "erp.price_condition", 4 * HOUR_S, _prices),
        Duty("contracts.activation", "procurement.catalogue_price", 4 * HOUR_S, _prices),
        Duty("contracts.activation", "billing.supply_cost", 4 * HOUR_S, _unit_costs),
        Duty("procurement.price_correction", "erp.price_correction", 24 * HOUR_S, same_amount),
        Duty("gpo.price_file", "contracts.price_file", 24 * HOUR_S, _price_file),
    ),
)
