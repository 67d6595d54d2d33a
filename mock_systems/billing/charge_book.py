"""Every charge, on disk: a month at full size has millions, most of which nobody reads again.

A charge that was read is a new object: whoever changes it puts it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mock_systems.billing.documents import POSTED, Charge, ChargeCode, Encounter
from mock_systems.service.archive import Archive

TAKEN_OVER = 90_000_000
"""Charges of another platform are numbered from here on, and cannot be credited on this one."""


class ChargeBook:
    """Charges by number: 1, 2 ... those posted here, and beside them those that were taken over.

    `accounts` are all encounters by their place, `charge_master` the codes that charges name.
    """

    def __init__(
        self, accounts: Sequence[Encounter], charge_master: Mapping[str, ChargeCode]
    ) -> None:
        self._accounts = accounts
        self._charge_master = charge_master
        self.posted: Archive[int, Charge] = Archive(_packed, self._unpacked)
        self.taken_over: Archive[int, Charge] = Archive(_packed, self._unpacked)
        self._last: Archive[str, int] = Archive(int, int)
        """By source reference, the number; earlier ones hang on it."""

    def __len__(self) -> int:
        """How many were posted here."""
        return len(self.posted)

    def __iter__(self) -> Iterator[Charge]:
        """Those posted here, in order of number."""
        return iter(self.posted.values())

    def __getitem__(self, number: int) -> Charge:
        return self._shelf(number)[number]

    def __repr__(self) -> str:
        return f"ChargeBook({self.posted!r}, {self.taken_over!r}, {self._last!r})"

    def at(self, places: range) -> Iterator[Charge]:
        """Those posted here from one place to another; the first has place 0."""
        return self.posted.at(places)

    def next_number(self) -> int:
        """Of a charge that is posted now."""
        return len(self.posted) + 1

    def next_taken_over(self) -> int:
        """Of a charge that is taken over now."""
        return TAKEN_OVER + len(self.taken_over) + 1

    def last_of(self, source_reference: str) -> int:
        """The number of the latest charge of a reference, 0 for none."""
        return self._last.get(source_reference, 0)

    def of_reference(self, source_reference: str) -> Iterator[Charge]:
        """All charges of a reference that were posted here, the latest first."""
        number = self.last_of(source_reference)
        while number:
            charge = self.posted[number]
            yield charge
            number = charge.earlier

    def standing_on(self, encounter: Encounter) -> Iterator[Charge]:
        """The charges of an account that were not credited."""
        charges = map(self.__getitem__, encounter.charge_numbers)
        return (charge for charge in charges if charge.status == POSTED)

    def add(self, charge: Charge) -> None:
        """Takes a new charge onto its encounter's account."""
        self.put(charge)
        if charge.number <= TAKEN_OVER:
            self._last[charge.source_reference] = charge.number
        charge.encounter.charge_numbers.append(charge.number)
        charge.encounter.charge_count += 1
        charge.encounter.charge_cents += charge.amount_cents

    def put(self, charge: Charge) -> None:
        """Keeps what was changed on a charge."""
        self._shelf(charge.number)[charge.number] = charge

    def _shelf(self, number: int) -> Archive[int, Charge]:
        return self.posted if number <= TAKEN_OVER else self.taken_over

    def _unpacked(self, value: Any) -> Charge:
        number, reference, account, code, *rest = value
        return Charge(number, reference, self._accounts[account], self._code(code), *rest)

    def _code(self, charge_code: str) -> ChargeCode:
        """One that left the charge master stands for nothing: a condition looks for such."""
        known = self._charge_master.get(charge_code)
        return known or ChargeCode(charge_code, "", "", 0, "", implant=False)


def _packed(charge: Charge) -> tuple[Any, ...]:
    return (
        charge.number,
        charge.source_reference,
        charge.encounter.place,
        charge.code.charge_code,
        charge.quantity,
        charge.amount_cents,
        charge.service_date,
        charge.period,
        charge.lot,
        charge.department_code,
        charge.earlier,
        charge.status,
        charge.credit_reason,
        charge.posted_on,
        charge.late,
        charge.corrects,
        charge.corrected_by,
        charge.credit_period,
    )
