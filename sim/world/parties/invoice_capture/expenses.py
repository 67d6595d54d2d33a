"""Invoices without order: utilities, repairs, subscriptions, temporary staff (P07)."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log

from mock_systems.erp.accounts import OPERATING_EXPENSE, PURCHASED_SERVICES
from sim.world.calendar import HOME_ZONE
from sim.world.parties.invoice_capture.papers import Paper, PaperLine
from sim.world.parties.party import Place
from sim.world.profiles import office_week
from sim.world.rhythms import Rhythm, repeat

SERVICES = (
    ("ELECTRICITY", OPERATING_EXPENSE),
    ("WASTE REMOVAL", PURCHASED_SERVICES),
    ("ELEVATOR MAINTENANCE", PURCHASED_SERVICES),
    ("SOFTWARE SUBSCRIPTION", OPERATING_EXPENSE),
    ("AGENCY STAFF", PURCHASED_SERVICES),
    ("LINEN SERVICE", PURCHASED_SERVICES),
)
"""What is billed without an order, with the account that a clerk codes."""
DAYS_A_MONTH = 365 / 12
LARGEST_USD = 100_000
"""Above it somebody would have ordered it; judgement."""


class Expenses:
    """The n-th invoice has its own draws."""

    def __init__(self, place: Place, arrive: Callable[[Paper], None]) -> None:
        self._place = place
        self._arrive = arrive
        self._billers = tuple(s for s in place.site.enterprise.suppliers if not s.distributor)

    def start(self) -> None:
        """Registers the process."""
        site = self._place.site
        per_month = site.parameters["invoices_per_bed_month"] * site.enterprise.beds
        without = 1.0 - site.parameters["invoices_with_order_share"]
        per_day = per_month * without / DAYS_A_MONTH
        rhythm = Rhythm("capture.expense", "group", HOME_ZONE, office_week(), per_day)
        self._place.agenda.env.process(repeat(site, self._place.agenda, rhythm, self._bill))

    def _bill(self, n: int) -> None:
        site, streams = self._place.site, self._place.site.streams
        biller = streams.choice(self._billers, "expense.biller", n)
        department = streams.choice(site.enterprise.departments, "expense.department", n)
        what, account = streams.choice(SERVICES, "expense.service", n)
        line = PaperLine(0, what, 1, "EA", self._amount_minor(n), account, department.cost_center)
        self._arrive(
            Paper(
                supplier=biller.erp_number,
                number=f"SV{n + 1:06d}",
                purchase_order="",
                day=site.calendar.day(self._place.agenda.now_s, HOME_ZONE),
                lines=(line,),
                business_unit=site.enterprise.facility(department.facility).business_unit,
                requester=f"manager.{department.cost_center}",
            )
        )

    def _amount_minor(self, n: int) -> int:
        site = self._place.site
        mean = site.parameters["invoice_amount_log_mean"]
        sigma = site.parameters["invoice_amount_log_sigma"]
        drawn = site.streams.lognormal(mean, sigma, "expense.amount", n)
        return round(100 * min(max(drawn, exp(log(10.0))), LARGEST_USD))
