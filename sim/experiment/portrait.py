"""The hospital group's figures beside the published ones, as a table.

Counts are of the group as built from the seed; what only a run can tell (orders, invoices) is what
the calibration expects, which a test holds a simulated month to. Whoever doubts a figure finds its
range with its source in the same line.

    console.print(describe_enterprise(seed=1, scale=1.0))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rich.table import Table

from sim.streams import Streams
from sim.world.builders.facilities import DAYS_PER_MONTH
from sim.world.builders.places import whole_units_mean
from sim.world.builders.pricing import order_lines_per_day
from sim.world.calendar import Calendar
from sim.world.calibration import Entry, Parameters, load_parameters
from sim.world.enterprise import Enterprise, build_enterprise
from sim.world.entities import Item, Shelf

_FIRST_DAY = date(2026, 4, 1)
_DAYS_PER_YEAR = 365.25
_NO_RANGE = "-"


@dataclass(frozen=True)
class Figure:
    """One line: what the group has, beside what is published for `per` times the unit."""

    label: str
    found: float
    published: Entry | None = None
    per: float = 1.0

    @property
    def in_range(self) -> bool | None:
        """None where nothing is published."""
        if self.published is None:
            return None
        return self.published.low * self.per <= self.found <= self.published.high * self.per


def describe_enterprise(seed: int, scale: float) -> Table:
    """What the group of a seed looks like; fits into 100 columns."""
    parameters = load_parameters()
    enterprise = build_enterprise(Streams(seed), parameters, scale, Calendar(_FIRST_DAY))
    table = Table(
        title=f"The hospital group at scale {scale:g}, seed {seed}",
        title_justify="left",
        caption="A source that begins with 'assumption' has not been published by anybody.",
        caption_justify="left",
        box=None,
        pad_edge=False,
        width=100,
    )
    table.add_column("figure", width=30)
    table.add_column("group", justify="right", width=9)
    table.add_column("publ.", justify="right", width=9)
    table.add_column("range", justify="right", width=15)
    table.add_column("ok", width=3)
    table.add_column("source", ratio=1)
    for figure in figures(enterprise, parameters):
        table.add_row(*_cells(figure))
    return table


def figures(enterprise: Enterprise, parameters: Parameters) -> tuple[Figure, ...]:
    """All lines of the table, in its order."""
    return (
        *_size(enterprise),
        *_masters(enterprise, parameters),
        *_month(enterprise, parameters),
        *_money(enterprise, parameters),
    )


def _size(e: Enterprise) -> Iterator[Figure]:
    yield Figure("hospitals", len(e.facilities))
    yield Figure("staffed beds", e.beds)
    yield Figure("departments", len(e.departments))
    yield Figure("inpatients in the house", sum(n.kind == "I" for n in e.encounters))


def _masters(e: Enterprise, parameters: Parameters) -> Iterator[Figure]:
    table, stocked = parameters.table, sum(item.stocked for item in e.items)
    suppliers, records = len(e.suppliers), len(e.suppliers) + len(e.supplier_records)
    doubles = sum(bool(record.doubles) for record in e.supplier_records)
    chargeable = sum(bool(item.charge_code) for item in e.items)
    yield Figure("items, active", len(e.items), table["active_items"], e.scale)
    yield Figure("  stocked", stocked, table["stocked_item_share"], len(e.items))
    yield Figure("  chargeable", chargeable)
    yield Figure("  implants", sum(item.implant for item in e.items))
    yield Figure("  obsolete, still on file", len(e.obsolete_items))
    yield Figure("  description drifted", len(e.drifted))
    yield Figure("suppliers, active", suppliers, table["active_suppliers"], e.scale)
    yield Figure("  records on file", records)
    yield Figure("  duplicate share", doubles / records, table["duplicate_supplier_share"])
    yield Figure("contracts", len(e.contracts))
    yield Figure("  lines", sum(len(contract.lines) for contract in e.contracts))
    rows = chargeable + len(e.services)
    yield Figure("charge master rows", rows, table["charge_master_rows"], e.scale)


def _month(e: Enterprise, parameters: Parameters) -> Iterator[Figure]:
    table, beds = parameters.table, e.beds
    lines = order_lines_per_day(parameters, beds) * DAYS_PER_MONTH
    orders, invoices = parameters["orders_per_bed_month"], parameters["invoices_per_bed_month"]
    ordered = parameters["invoices_with_order_share"]
    usages = sum(department.usages_per_day for department in e.departments) * DAYS_PER_MONTH
    yield Figure("orders a month, expected", orders * beds, table["orders_per_bed_month"], beds)
    yield Figure("order lines, expected", lines, table["order_lines_per_bed_month"], beds)
    yield Figure(
        "invoices a month, expected", invoices * beds, table["invoices_per_bed_month"], beds
    )
    expected = invoices * beds
    yield Figure(
        "  with an order", ordered * expected, table["invoices_with_order_share"], expected
    )
    yield Figure("supply usages a month", usages, table["usages_per_bed_month"], beds)
    yield Figure("supply charges a month", _charges_per_day(e, parameters) * DAYS_PER_MONTH)


def _money(e: Enterprise, parameters: Parameters) -> Iterator[Figure]:
    table = parameters.table
    stock = [(e.item(shelf.item), shelf) for shelf in e.shelves]
    by_stock_usd = sum(_spend_usd(item, shelf) for item, shelf in stock) * _DAYS_PER_YEAR
    share = 1.0 - parameters["implant_spend_share"] - parameters["stock_spend_share"]
    others_usd = parameters["supply_spend_per_bed_year_usd"] * e.beds * share
    spend_usd = by_stock_usd + others_usd
    contracted = sum(_spend_usd(i, s) for i, s in stock if i.contract) * _DAYS_PER_YEAR
    contracted += others_usd * _contract_share([item for item in e.items if not item.stocked])
    spend, on_contract = table["supply_spend_per_bed_year_usd"], table["spend_on_contract_share"]
    order_usd = spend_usd / (12 * e.beds * parameters["orders_per_bed_month"])
    open_usd = sum(invoice.amount_minor for invoice in e.open_invoices) / 100
    yield Figure("supply spend a bed-year, USD", spend_usd / e.beds, spend)
    yield Figure("  on contract", contracted / spend_usd, on_contract)
    yield Figure("order value, USD", order_usd, table["po_value_mean_usd"])
    yield Figure("open invoices, USD million", open_usd / 1e6)


def _spend_usd(item: Item, shelf: Shelf) -> float:
    """A day."""
    cents = shelf.daily_use * item.standard_cost_minor
    return cents / 100


def _contract_share(items: list[Item]) -> float:
    """Of the money, where each item is as likely to be ordered as any other."""
    total = sum(item.price_minor for item in items)
    return sum(item.price_minor for item in items if item.contract) / total


def _charges_per_day(e: Enterprise, parameters: Parameters) -> float:
    """A usage of a chargeable item is one charge, however many EA it takes."""
    per_usage = whole_units_mean(parameters["usage_extra_units_mean"])
    charged = [(e.item(s.item), s) for s in e.shelves if e.item(s.item).charge_code]
    return sum(s.daily_use / (1.0 if item.implant else per_usage) for item, s in charged)


def _cells(figure: Figure) -> tuple[str, ...]:
    entry, per = figure.published, figure.per
    if entry is None:
        return figure.label, _number(figure.found), _NO_RANGE, _NO_RANGE, "", ""
    marks = {True: "[green]yes[/]", False: "[bold red]NO[/]", None: ""}
    called = "assumption: " if entry.assumption else ""
    return (
        figure.label,
        _number(figure.found),
        _number(entry.default * per),
        f"{_number(entry.low * per)}-{_number(entry.high * per)}",
        marks[figure.in_range],
        f"{called}{entry.source}",
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.2f}"
