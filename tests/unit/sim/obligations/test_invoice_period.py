"""P07: an invoice is owed in the month that it is at the hospital which pays it."""

from __future__ import annotations

from dataclasses import dataclass, field

from mock_systems.service import Effect
from sim.history.schema import Row
from sim.obligations.book import ObligationBook

INVOICE = Effect("procurement.invoice", "300/INV-1", amount_minor=500, facility="SHIP-1001")


class Truth:
    def facility_code(self, system: str, own_code: str) -> str:
        return "H01"


@dataclass
class Rows:
    rows: list[Row] = field(default_factory=list)

    def now_us(self) -> int:
        return 0

    def write(self, row: Row) -> int:
        self.rows.append(row)
        return len(self.rows) - 1


def test_an_invoice_is_owed_in_the_period_of_its_hospitals_day() -> None:
    written, asked = Rows(), []

    def period_of(ship_to: str) -> str:
        asked.append(ship_to)
        return "2026-04"

    book = ObligationBook(Truth(), written, period_of=period_of)  # type: ignore[arg-type]
    book.on_effect("procurement", INVOICE)
    (row,) = written.rows
    assert (row.f, row.period, asked) == ("erp.invoice", "2026-04", ["SHIP-1001"])


def test_books_without_a_calendar_owe_no_period() -> None:
    written = Rows()
    ObligationBook(Truth(), written).on_effect("procurement", INVOICE)  # type: ignore[arg-type]
    assert [row.period for row in written.rows] == [""]
