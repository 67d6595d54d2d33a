"""Packs, prices or charge codes of the item master.

Three classes of items (implants, other stock, the rest) are each scaled so that their expected
monthly use costs its share of the calibrated supply spend; this fixes the mean order value too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.world.builders.facilities import DAYS_PER_MONTH
from sim.world.builders.items import ItemDraft
from sim.world.builders.places import Place, whole_units_mean
from sim.world.calibration import Parameters
from sim.world.entities import Item, Supplier
from sim.world.identifiers import gtin14

ADHOC_EXTRA_UNITS_MEAN = 1.5
"""A department orders 1 + floor(Exponential(this)) purchase units of an item it does not stock."""
_PACKS = (1, 10, 12, 20, 25, 50, 100, 144, 200, 500, 1000)
_PACK_DAYS = 8.0
"""A purchase unit holds at most this many days of use where the item is used least."""
_NOUNS = (
    *("GLOVE EXAM", "GAUZE SPONGE", "SYRINGE", "IV SET", "CATHETER", "DRESSING", "ELECTRODE"),
    *("SUTURE", "TROCAR", "STAPLER RELOAD", "DRAPE", "GOWN", "TUBING", "MASK", "NEEDLE"),
)
_IMPLANT_NOUNS = ("BONE SCREW", "HIP STEM", "KNEE TRAY", "STENT", "MESH", "PACING LEAD", "ANCHOR")


@dataclass(frozen=True)
class Market:
    """What prices depend on beside the items themselves."""

    suppliers: Sequence[Supplier]
    parameters: Parameters
    beds: int

    @property
    def spend_per_day_minor(self) -> float:
        return self.beds * self.parameters["supply_spend_per_bed_year_usd"] * 100 / 365.25


def adhoc_lines_per_day(parameters: Parameters, beds: int) -> float:
    """Order lines a day for items that no store keeps."""
    return order_lines_per_day(parameters, beds) * (1 - parameters["stock_line_share"])


def order_lines_per_day(parameters: Parameters, beds: int) -> float:
    """All order lines a day."""
    per_month = parameters["orders_per_bed_month"] * parameters["lines_per_order"]
    return beds * per_month / DAYS_PER_MONTH


def price_items(
    drafts: Sequence[ItemDraft], places: Sequence[Place], market: Market
) -> tuple[Item, ...]:
    """The finished items, without contracts."""
    use = [0.0] * (len(drafts) + 1)
    least = [0.0] * (len(drafts) + 1)
    for place in places:
        use[place.item] += place.daily_use
        least[place.item] = min(least[place.item] or place.daily_use, place.daily_use)
    packed = [
        replace(draft, pack=_pack(draft, least[draft.number])) if draft.stocked else draft
        for draft in drafts
    ]
    scales = _price_scales(packed, use, market)
    return tuple(_item(draft, use[draft.number], scales, market) for draft in packed)


def _pack(draft: ItemDraft, least_daily_use: float) -> int:
    if draft.implant:
        return 1
    fitting = [pack for pack in _PACKS if pack <= max(1.0, least_daily_use * _PACK_DAYS)]
    return fitting[-1] if draft.number % 3 else fitting[len(fitting) // 2]


def _price_scales(
    drafts: Sequence[ItemDraft], use: Sequence[float], market: Market
) -> dict[str, float]:
    """Cents for one unit of raw price, by class."""
    parameters, spend = market.parameters, market.spend_per_day_minor
    raw = {"implant": 0.0, "stock": 0.0}
    others: list[float] = []
    for draft in drafts:
        if draft.stocked:
            raw[_class(draft)] += use[draft.number] * draft.raw_price
        else:
            others.append(draft.raw_price)
    implant, stock = parameters["implant_spend_share"], parameters["stock_spend_share"]
    lines = adhoc_lines_per_day(parameters, market.beds)
    line_value = spend * (1 - implant - stock) / lines
    mean_raw = sum(others) / len(others)
    return {
        "implant": spend * implant / raw["implant"],
        "stock": spend * stock / raw["stock"],
        "other": line_value / whole_units_mean(ADHOC_EXTRA_UNITS_MEAN) / mean_raw,
    }


def _item(draft: ItemDraft, daily_use: float, scales: dict[str, float], market: Market) -> Item:
    cost = draft.raw_price * scales[_class(draft)]
    per_unit = cost * draft.pack if draft.stocked else cost
    price_minor = max(draft.pack, round(per_unit))
    standard_minor = (2 * price_minor + draft.pack) // (2 * draft.pack)
    number = draft.number
    return Item(
        erp_number=f"{100_000_000 + number}",
        inventory_id=f"IV-{number:06d}",
        gtin=gtin14(number),
        description=_description(draft),
        purchase_uom=_uom(draft.pack),
        factor=draft.pack,
        standard_cost_minor=standard_minor,
        price_minor=price_minor,
        charge_code=f"SUP{number:05d}" if draft.chargeable else "",
        charge_price_minor=(
            round(standard_minor * market.parameters["charge_markup"]) if draft.chargeable else 0
        ),
        implant=draft.implant,
        stocked=draft.stocked,
        supplier=market.suppliers[draft.supplier].erp_number,
        contract="",
        contract_line=0,
        daily_use=round(daily_use, 6),
    )


def _class(draft: ItemDraft) -> str:
    if draft.implant:
        return "implant"
    return "stock" if draft.stocked else "other"


def _uom(pack: int) -> str:
    if pack == 1:
        return "EA"
    return "BX" if pack <= 100 else "CS"


def _description(draft: ItemDraft) -> str:
    nouns = _IMPLANT_NOUNS if draft.implant else _NOUNS
    size = 1 + draft.number * 37 % 48
    return f"{nouns[draft.number % len(nouns)]} {size}MM #{draft.number}"
