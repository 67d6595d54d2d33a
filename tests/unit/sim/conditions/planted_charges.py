"""One planted violation for each condition of charges, periods, numbering, reference data.

Each function spoils the books and returns words that the difference must contain.
"""

from __future__ import annotations

from mock_systems.billing.documents import Charge
from sim.conditions.books import Books
from tests.unit.sim.conditions.at_rest import changed


def k69(books: Books) -> str:
    charge = _charge(books)
    charge.amount_cents += 1
    books.billing.tables.charges.put(charge)
    return f"{charge.charge_id}: expected"


def k70(books: Books) -> str:
    charge = _charge(books)
    del books.billing.tables.encounters[charge.encounter.encounter_id]
    return f"expected encounter that is registered, found {charge.encounter.encounter_id}"


def k71(books: Books) -> str:
    charge = _charge(books)
    charge.service_date = "20260101"
    books.billing.tables.charges.put(charge)
    return f"{charge.charge_id}: expected service date"


def k72(books: Books) -> str:
    charge = next(c for c in books.billing.charges() if c.code.implant)
    charge.lot = "L-UNKNOWN"
    books.billing.tables.charges.put(charge)
    return f"{charge.charge_id}: expected lot that is registered, found L-UNKNOWN"


def k73(books: Books) -> str:
    charge = _charge(books)
    charge.status = "credited"
    books.billing.tables.charges.put(charge)
    return f"{charge.charge_id}: expected reason some, found none"


def k74(books: Books) -> str:
    facility, period, totals = next(t for t in books.billing.totals() if t[2].charge_count)
    totals.amount_cents -= 4
    return f"{facility.code}/{period}: expected"


def k75(books: Books) -> str:
    """The same usage charged once more."""
    charge = _charge(books)
    charges = books.billing.tables.charges
    charges.add(changed(charge, number=charges.next_number()))
    return f"{charge.source_reference}: expected 1 charges, found 2"


def k76(books: Books) -> str:
    """Charged to another patient of the same hospital."""
    charge = _charge(books)
    charge.encounter = next(
        encounter
        for encounter in books.billing.encounters().values()
        if encounter.facility is charge.encounter.facility and encounter is not charge.encounter
    )
    books.billing.tables.charges.put(charge)
    return f"for {charge.encounter.encounter_id} at "


def k77(books: Books) -> str:
    receipt = next(iter(books.billing.lots_of_receipts()))
    code, lot = books.billing.tables.lot_of_receipt.pop(receipt)
    return f"{receipt}: expected lot {lot} of {code}, found nothing"


def k78(books: Books) -> str:
    code, lot, expiry = next(books.billing.lots())
    code.lots[lot] = "20990101"
    return f"{code.charge_code}/{lot}: expected expiry {expiry}, found 20990101"


def k79(books: Books) -> str:
    books.billing.tables.periods["2026-04"].status = "open"
    return "billing 2026-04: expected status closed, found open"


def k80(books: Books) -> str:
    """A closed period was opened again."""
    books.erp.tables.periods["2026-04"].status = "SOFT_CLOSED"
    return "2026-04: expected version even, found 3"


def k81(books: Books) -> str:
    key = next(iter(books.erp.tables.totals))
    del books.erp.tables.totals[key]
    return f"{'/'.join(key)}: expected 1 totals, found 0"


def k82(books: Books) -> str:
    books.inventory.tables.periods["2026-04"].totals_sent = False
    return "inventory 2026-04: expected totals sent, found not sent"


def k83(books: Books) -> str:
    del books.erp.tables.payments[4]
    return "payments after 4: expected 5 as the next number, found 6"


def k84(books: Books) -> str:
    (_, cost, _), (other, _, _) = list(books.erp.costs())[:2]
    books.erp.tables.costs_by_reference[other] = (cost,)
    return "journals of costs after"


def k85(books: Books) -> str:
    del books.procurement.documents.requisitions[2]
    return "requisitions after 1: expected 2 as the next number, found 3"


def k86(books: Books) -> str:
    contract = next(c for c in books.contracts.contracts() if c.spend)
    contract.spend.append(contract.spend[0])
    return "spend entries after"


def k87(books: Books) -> str:
    del books.billing.tables.charges.posted[10]
    return "charges after 9: expected 10 as the next number, found 11"


def k88(books: Books) -> str:
    del books.inventory.tables.usages.by_id["US-00000003"]
    return "usages after 2: expected 3 as the next number, found 4"


def k89(books: Books) -> str:
    number = next(iter(books.procurement.catalogue())).item_number
    items = books.inventory.tables.items
    lost = next(id_ for id_, item in items.items() if item.erp_item_number == number)
    del items[lost]
    return f"inventory {number}: expected 1 items, found 0"


def k90(books: Books) -> str:
    item = next(item for item in books.inventory.items() if item.factor > 1)
    item.factor += 1
    return f"{item.erp_item_number}/{item.purchase_uom}: expected {item.factor - 1} EA"


def k91(books: Books) -> str:
    first, second = [c for c in books.billing.charge_master().values() if c.supply_item][:2]
    second.supply_item = first.supply_item
    return f"{first.supply_item}: expected 1 codes, found 2"


def k92(books: Books) -> str:
    facility = next(iter(books.inventory.facilities()))
    facility.time_zone = "Etc/UTC"
    return f"inventory {facility.gln}: expected time zone"


def k93(books: Books) -> str:
    location = next(iter(books.inventory.locations()))
    location.cost_center = "CC-0000"
    return f"{location.code}/CC-0000: expected hospital {location.facility.code}, found nothing"


def _charge(books: Books) -> Charge:
    return next(iter(books.billing.charges()))


PLANTED = {
    "K69": k69,
    "K70": k70,
    "K71": k71,
    "K72": k72,
    "K73": k73,
    "K74": k74,
    "K75": k75,
    "K76": k76,
    "K77": k77,
    "K78": k78,
    "K79": k79,
    "K80": k80,
    "K81": k81,
    "K82": k82,
    "K83": k83,
    "K84": k84,
    "K85": k85,
    "K86": k86,
    "K87": k87,
    "K88": k88,
    "K89": k89,
    "K90": k90,
    "K91": k91,
    "K92": k92,
    "K93": k93,
}
