"""Credit memos (S01): negative invoices, which later payments to the supplier use up."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

RETURN = "RETURN"
PRICE = "PRICE"


@dataclass(slots=True)
class CreditMemo:
    """`applied_minor` is what invoices of the supplier have used of it."""

    id: int
    number: str
    supplier: str
    business_unit: str
    order: str
    source_order: str
    invoice: str
    type: str
    accounting_date: str
    amount_minor: int
    applied_minor: int = 0

    @property
    def key(self) -> str:
        return f"{self.supplier}/{self.number}"

    @property
    def open_minor(self) -> int:
        return self.amount_minor - self.applied_minor

    @property
    def status(self) -> str:
        return "OPEN" if self.open_minor else "APPLIED"


@dataclass(slots=True)
class CreditMemos:
    """All memos; those with something left also stand in line for the next payment."""

    memos: list[CreditMemo] = field(default_factory=list)
    by_key: dict[tuple[str, str], CreditMemo] = field(default_factory=dict)
    open: dict[tuple[str, str], deque[CreditMemo]] = field(default_factory=dict)
    """(supplier, business unit) -> memos with something left, the oldest first."""
    credited_each: dict[tuple[int, int], int] = field(default_factory=dict)
    """(invoice id, order line) -> base units taken back by RETURN memos."""
    credited_minor: dict[int, int] = field(default_factory=dict)
    """Invoice id -> cents of all memos against it."""

    def add(self, memo: CreditMemo) -> None:
        self.memos.append(memo)
        self.by_key[memo.supplier, memo.number] = memo
        if memo.open_minor:
            self.open.setdefault((memo.supplier, memo.business_unit), deque()).append(memo)

    def use(self, supplier: str, business_unit: str, wanted_minor: int) -> int:
        """Takes up to the amount from the open memos; returns what was there."""
        waiting = self.open.get((supplier, business_unit))
        used_minor = 0
        while waiting and used_minor < wanted_minor:
            part_minor = min(waiting[0].open_minor, wanted_minor - used_minor)
            waiting[0].applied_minor += part_minor
            used_minor += part_minor
            if not waiting[0].open_minor:
                waiting.popleft()
        return used_minor
