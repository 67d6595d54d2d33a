"""How complete a period's charges are in the ledger, by facility: what billing submitted at the
close beside what the ERP posted of its daily summaries.

Charges and credits that come after the totals reach the ledger with a later day's summary. So
where the totals are not what is posted, the charges themselves are added up as the platform shows
them now. Both sides are judged when they rest: a difference is opened if a second night finds the
same figures, and withdrawn when they agree.

Nothing is compared where nothing at all is posted: whoever does not close the platform's days keeps
its receivables elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from integration_under_test.boundary import Storage
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.mediation.balances import charges, totals
from integration_under_test.reference.mediation.balances.totals import BILLING, Submitted
from integration_under_test.reference.mediation.billing import cut_charges
from integration_under_test.reference.mediation.notation import to_decimal
from integration_under_test.reference.observability.reconciliation.balances import Night
from integration_under_test.reference.observability.reconciliation.differences import (
    Difference,
    Differences,
)
from integration_under_test.reference.store.notes import Notes

COMPARISON = "charges"
CLOSINGS = "charge_closings"
FIGURES = "charge_figures"

Charged = Mapping[str, Mapping[str, int]]
"""Business unit -> day -> the cents of a period that were charged that day and stand."""


class Figure(NamedTuple):
    """What stood on both sides on a night, in cents."""

    night: str
    posted_minor: int
    charged_minor: int


class Close(NamedTuple):
    """A period as a night sees it; `days` are those from its first one on that were compared."""

    period: str
    night: Night
    days: Sequence[str]

    def key(self, unit: str) -> str:
        """What a unit's figures and its difference are called."""
        return f"{self.period}/{unit}"


class ChargeCompleteness:
    """Compares the periods that are over, night by night, until their books agree."""

    def __init__(self, masters: MastersCache, storage: Storage, differences: Differences) -> None:
        self._masters = masters
        self._closings = Notes(storage, CLOSINGS)
        self._figures = Notes(storage, FIGURES)
        self._differences = differences

    async def compare(self, night: Night, nights: Sequence[str]) -> None:
        """`nights` are all that were compared. Raises CallError, NotYet or UnknownCode."""
        settled = dict(await self._closings.all())
        over = {day[:7] for day in nights if day[:7] < night.day[:7]}
        for period in sorted(over - set(settled)):
            close = Close(period, night, [day for day in nights if day[:7] >= period])
            if await self._agrees(close):
                await self._closings.put({period: night.day})

    async def _agrees(self, close: Close) -> bool:
        """Whether nothing of a period is left to look at."""
        told = await _submitted(close)
        rolls = {one.unit: await _roll(close, one.unit) for one in told}
        if not any(rolls.values()):
            return bool(told)
        posted = {unit: sum(roll) for unit, roll in rolls.items()}
        agreed = {one.unit for one in told if posted[one.unit] == one.amount_minor}
        doubtful = await self._doubtful(
            close, {one: posted[one.unit] for one in told if one.unit not in agreed}
        )
        charged = await self._charged(close) if doubtful else {}
        for one, minor in doubtful.items():
            if await self._judge(close, one, minor, charged.get(one.unit, {})):
                agreed.add(one.unit)
        await self._differences.settle(COMPARISON, map(close.key, sorted(agreed)))
        return len(agreed) == len(told)

    async def _doubtful(
        self, close: Close, posted: Mapping[Submitted, int]
    ) -> Mapping[Submitted, int]:
        """Without those whose difference a person knows, while the ledger is as it was."""
        opened = await self._differences.open_of(COMPARISON)
        known = dict(await self._figures.all())
        return {
            one: minor
            for one, minor in posted.items()
            if (key := close.key(one.unit)) not in opened or known[key][1] != minor
        }

    async def _judge(
        self, close: Close, told: Submitted, posted_minor: int, charged: Mapping[str, int]
    ) -> bool:
        """Whether the ledger has what stands; a difference at rest is opened."""
        figure = Figure(close.night.day, posted_minor, sum(charged.values()))
        if figure.posted_minor == figure.charged_minor:
            return True
        if await self._at_rest(close.key(told.unit), figure):
            causes = await self._causes(close, told.unit, charged)
            await self._differences.tell([_difference(close, told, figure, causes)])
        return False

    async def _at_rest(self, key: str, figure: Figure) -> bool:
        """Whether an earlier night found the same; what is new is noted."""
        known: Sequence[object] = dict(await self._figures.all()).get(key, ())
        if tuple(known[1:]) == figure[1:]:
            return known[0] != figure.night
        await self._figures.put({key: list(figure)})
        return False

    async def _charged(self, close: Close) -> Charged:
        """What the platform shows of a period, credited charges left out."""
        crosswalk, lists = self._masters.crosswalk, close.night.lists
        found: dict[str, Counter[str]] = {}
        for day in close.days:
            for row in await lists.read("billing", "list_cut_charges", cut_charges.ask(day)):
                (fact,) = cut_charges.read(row)
                if fact.period == close.period and charges.stands(row):
                    unit = crosswalk.business_unit(fact.facility)
                    found.setdefault(unit, Counter())[day] += fact.amount_minor
        return found

    async def _causes(self, close: Close, unit: str, charged: Mapping[str, int]) -> Sequence[str]:
        """The days whose summary is not in the ledger, or more than once."""
        facility = self._masters.crosswalk.code_at("billing", f"erp:{unit}")
        causes = []
        for day in sorted(charged):
            ask = charges.ask_summary(day, close.period, facility)
            count = len(await close.night.lists.read("erp", "find_receivables", ask))
            if count != 1:
                times = f"posted {count} times" if count else "not posted"
                causes.append(f"the summary of {day} is {times}")
        return causes


async def _submitted(close: Close) -> Sequence[Submitted]:
    ask = totals.ask(close.period)
    rows = await close.night.lists.once("erp", "list_subledger_totals", ask)
    return [one for one in map(totals.read, rows) if one.subledger == BILLING]


async def _roll(close: Close, unit: str) -> Sequence[int]:
    """What the ERP posted of a period's charges."""
    ask = charges.ask_roll(unit, close.period)
    roll = await close.night.lists.get("erp", "get_receivable_roll", ask)
    return charges.posted_minor(roll) if roll else ()


def _difference(close: Close, told: Submitted, figure: Figure, causes: Sequence[str]) -> Difference:
    submitted, posted, charged = (
        to_decimal(minor, 2) for minor in (told.amount_minor, *figure[1:])
    )
    late = figure.charged_minor - told.amount_minor
    moved = [f"{to_decimal(late, 2)} came or went after the totals"] if late else []
    return Difference(
        f"{COMPARISON}/{close.key(told.unit)}",
        (close.key(told.unit),),
        f"{told.unit} submitted charges of {submitted} for {close.period}; {charged} stand, "
        f"{posted} are posted ({', '.join([*causes, *moved]) or 'amounts'})",
    )
