"""Journals as the back offices write them (S18): lines with a balance, and what they owe (P16)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mock_systems.service import Effect
from mock_systems.standards.files import Batch, journal_file
from mock_systems.standards.files.journal_file import JournalLine
from sim.world.parties.file_desk import Draft

BOOK = "feeds"
SALARIES = "6010"
ACCRUED_PAYROLL = "2210"
ACCRUED_EXPENSE = "2130"
OPERATING_EXPENSE = "6100"
ASSET_CLEARING = "1595"
CONSTRUCTION = "1590"
UNKNOWN_ACCOUNT = "6999"


@dataclass(frozen=True)
class Debit:
    """One debit of a journal, in cents; a credit account gathers all of them."""

    account: str
    cost_center: str
    amount_minor: int
    text: str = ""
    project: str = ""


@dataclass(frozen=True)
class Heading:
    """What all lines of one journal share; `credit` is the account against which it stands."""

    number: str
    category: str
    business_unit: str
    day: date
    credit: str


def journal(heading: Heading, debits: Sequence[Debit], reverse: bool = False) -> list[JournalLine]:
    """A balanced journal; `reverse` swaps its sides."""
    sides = [(d.account, d.cost_center, d.amount_minor, d.text, d.project) for d in debits]
    total_minor = sum(debit.amount_minor for debit in debits)
    sides.append((heading.credit, "", -total_minor, "", ""))
    return [
        JournalLine(
            heading.number,
            number,
            heading.category,
            heading.business_unit,
            heading.day,
            account,
            cost_center,
            max(0, -minor if reverse else minor),
            max(0, minor if reverse else -minor),
            text,
            project,
        )
        for number, (account, cost_center, minor, text, project) in enumerate(sides, start=1)
    ]


def draft(lines: Iterable[JournalLine]) -> Draft:
    """A journal file, with the two mistakes that the ERP must find in one."""
    whole = tuple(lines)
    mistakes = {"unbalanced": _unbalanced(whole), "unknown account": _misspelt(whole)}
    return Draft(journal_file.LAYOUT, whole, lambda batch: _owed(batch, whole), mistakes)


def _owed(batch: Batch, lines: Sequence[JournalLine]) -> list[Effect]:
    return [_batch(batch, lines), *(_cost(batch, line) for line in lines if line.project)]


def _batch(batch: Batch, lines: Sequence[JournalLine]) -> Effect:
    """The batch in the sender's book: debits in cents, the number of journals."""
    return Effect(
        "feeds.journal_batch",
        f"{batch.sender}/{batch.number}",
        amount_minor=sum(line.debit_minor for line in lines),
        quantity=len({line.journal_number for line in lines}),
        period=min(f"{line.accounting_date:%Y-%m}" for line in lines),
    )


def _cost(batch: Batch, line: JournalLine) -> Effect:
    """What a line adds to its project."""
    return Effect(
        "feeds.project_cost",
        f"{line.project}/{batch.sender}/{line.journal_number}",
        amount_minor=line.debit_minor,
        facility=line.business_unit,
    )


def _unbalanced(lines: tuple[JournalLine, ...]) -> tuple[JournalLine, ...]:
    """A typing error in the first debit; the trailer counts what the file says."""
    first, *rest = lines
    cents = 9_00
    if first.debit_minor:
        return (replace(first, debit_minor=first.debit_minor + cents), *rest)
    return (replace(first, credit_minor=first.credit_minor + cents), *rest)


def _misspelt(lines: tuple[JournalLine, ...]) -> tuple[JournalLine, ...]:
    """An account that nobody set up, on a line without project: there no account counts."""
    last = lines[-1]
    return (*lines[:-1], replace(last, account=UNKNOWN_ACCOUNT))
