"""What the bank has on record of the group's account (S14), for whoever compares books."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class BankBook:
    """Reference (the payment's number, a deposit's trace) with cents, in order of booking."""

    received: list[tuple[str, int]] = field(default_factory=list)
    """Entries of payment files."""
    settled: list[tuple[str, int]] = field(default_factory=list)
    """What left the account: transfers, cheques."""
    returned: list[tuple[str, int]] = field(default_factory=list)
    deposited: list[tuple[str, int]] = field(default_factory=list)

    def note(self, kind: str, reference: str, amount_minor: int) -> None:
        """Books an effect of the bank; one that moves no money is not kept."""
        lists = {
            "bank.payment_received": self.received,
            "bank.settlement": self.settled,
            "bank.return": self.returned,
            "bank.deposit": self.deposited,
        }
        if kind in lists:
            lists[kind].append((reference, amount_minor))
