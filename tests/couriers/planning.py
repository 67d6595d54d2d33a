"""Carries planning's budget files into the ERP, added up by cost centre and period."""

from __future__ import annotations

from typing import Any

from integration_under_test.boundary import Document, Ports, Rejected
from tests.couriers.back_office import Answers, BackOfficeFile, Spoilt, cents, dollars, opened
from tests.couriers.house import Courier

MONEY = {"BDG": (6,)}


class PlanningCourier(Courier):
    """One line's amount is column 6, its cost centre 3, its period 5."""

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports)
        self.answers = Answers(ports)

    async def on_document(self, document: Document) -> bool:
        if document.sender != "PLANNING":
            return False
        try:
            await self.load(opened(document, MONEY))
        except Spoilt as spoilt:
            await self.answers.reject(document, spoilt)
        return True

    async def load(self, file: BackOfficeFile) -> None:
        granted = self.granted(file)
        body: dict[str, Any] = {
            "BudgetName": f"FY{file.rows[0][5][:4]}",
            "Version": int(file.rows[0][1]),
            "ControlTotal": dollars(sum(granted.values())),
            "Lines": [
                {"CostCenter": center, "PeriodName": period, "Amount": dollars(minor)}
                for (center, period), minor in granted.items()
            ],
        }
        try:
            await self.ports.systems["erp"].call("import_budget", body)
        except Rejected as rejected:
            if rejected.code == "STALE_VERSION":
                return  # an old file again, after a newer one
            raise Spoilt(rejected.code, rejected.message) from rejected

    def granted(self, file: BackOfficeFile) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for row in file.rows:
            key = (row[3], row[5])
            found[key] = found.get(key, 0) + cents(row[6])
        return found


class ForgetsSavings(PlanningCourier):
    """Takes an account below zero for a mistake of the sender's, and leaves it out."""

    def granted(self, file: BackOfficeFile) -> dict[tuple[str, str], int]:
        kept = [row for row in file.rows if not row[6].startswith("-")]
        return super().granted(BackOfficeFile(file.sender, file.number, kept))
