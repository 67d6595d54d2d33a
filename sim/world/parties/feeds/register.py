"""The fixed-asset register (S18): what is in service at which cost, written off month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mock_systems.service import Effect
from mock_systems.standards.files import asset_file
from mock_systems.standards.files.asset_file import Depreciation, InService
from sim.world.parties.feeds.projects import Finished
from sim.world.parties.feeds.service_orders import Purchase
from sim.world.parties.file_desk import Draft

Record = InService | Depreciation


@dataclass(slots=True)
class _Asset:
    record: InService
    months_taken: int = 0

    def taken_minor(self, months: int) -> int:
        """Written off after so many months: by running total, so the months add up to the cost."""
        return self.record.cost_minor * months // self.record.life_months


class Register:
    """Its own book of assets; nothing here looks at the ERP's."""

    def __init__(self) -> None:
        self._assets: list[_Asset] = []
        self._depreciated: set[str] = set()

    def put_in_service(
        self, bought: list[Purchase], built: list[Finished], day: date
    ) -> list[InService]:
        """New assets, with a number each."""
        new = [self._record(one, day, "") for one in bought]
        return new + [self._record(project.asset, day, project.number) for project in built]

    def depreciate(self, period: str, day: date) -> list[Depreciation]:
        """The month of every asset that was in service in it, by business unit; once a period."""
        if period in self._depreciated:
            return []
        self._depreciated.add(period)
        amounts: dict[str, list[int]] = {}
        for asset in self._assets:
            started = f"{asset.record.in_service:%Y-%m}" <= period
            if started and asset.months_taken < asset.record.life_months:
                before_minor = asset.taken_minor(asset.months_taken)
                asset.months_taken += 1
                month_minor = asset.taken_minor(asset.months_taken) - before_minor
                amounts.setdefault(asset.record.business_unit, []).append(month_minor)
        return [
            Depreciation(period, unit, day, len(months), sum(months))
            for unit, months in sorted(amounts.items())
        ]

    def _record(self, one: Purchase, day: date, project: str) -> InService:
        record = InService(
            f"FA-{len(self._assets) + 1:06d}",
            one.description,
            one.business_unit,
            one.cost_center,
            day,
            one.cost_minor,
            one.life_months,
            project,
        )
        self._assets.append(_Asset(record))
        return record


def draft(records: list[Record]) -> Draft:
    """The register's file; what is owed for each record is that it stands in the ERP."""
    return Draft(asset_file.LAYOUT, tuple(records), lambda _batch: _owed(records))


def _owed(records: list[Record]) -> list[Effect]:
    return [_in_service(r) if isinstance(r, InService) else _written_off(r) for r in records]


def _in_service(record: InService) -> Effect:
    return Effect(
        "feeds.asset_in_service",
        record.asset,
        amount_minor=record.cost_minor,
        facility=record.business_unit,
        period=f"{record.in_service:%Y-%m}",
        facts={"project": record.project},
    )


def _written_off(record: Depreciation) -> Effect:
    return Effect(
        "feeds.depreciation",
        f"{record.period}/{record.business_unit}",
        amount_minor=record.amount_minor,
        quantity=record.assets,
        facility=record.business_unit,
        period=record.period,
    )
