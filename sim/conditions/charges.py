"""Conditions of charges (S05): price, patient account, lot, the usage behind each (S04, S01)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mock_systems.billing.documents import CREDITED
from mock_systems.billing.rules import period_of
from sim.conditions.books import Books
from sim.conditions.comparison import compare, tally
from sim.conditions.condition import Unequal, Unequals, condition

USAGE = "US-"
"""How the inventory application numbers its usages; a charge may have another origin."""


@condition("K69", "A charge is its quantity at the charge master's price", "UC5")
def charges_at_price(books: Books) -> Unequals:
    for charge in books.billing.charges():
        expected_cents = charge.quantity * charge.code.price_cents
        if charge.amount_cents != expected_cents:
            yield Unequal(charge.charge_id, expected_cents, charge.amount_cents, "cents")


@condition(
    "K70", "A charge has a code of the charge master on a registered encounter", "UC1", "UC4"
)
def charges_have_accounts(books: Books) -> Unequals:
    codes, encounters = books.billing.charge_master(), books.billing.encounters()
    for charge in books.billing.charges():
        code, encounter = charge.code.charge_code, charge.encounter.encounter_id
        if codes.get(code) is not charge.code:
            yield Unequal(charge.charge_id, "of the charge master", code, "code")
        if encounters.get(encounter) is not charge.encounter:
            yield Unequal(charge.charge_id, "that is registered", encounter, "encounter")


@condition("K71", "A charge's day is in its period, not before the encounter began", "UC4", "RA5")
def charges_are_dated(books: Books) -> Unequals:
    for charge in books.billing.charges():
        day, admitted_on = charge.service_date, charge.encounter.admitted_on
        if day < admitted_on:
            yield Unequal(charge.charge_id, f"{admitted_on} or later", day, "service date")
        if charge.period != period_of(day):
            yield Unequal(charge.charge_id, period_of(day), charge.period, "period")


@condition("K72", "An implant is charged under a lot that may be billed", "UC2", "RA7")
def implants_have_lots(books: Books) -> Unequals:
    for charge in books.billing.charges():
        if charge.code.implant and charge.lot not in charge.code.lots:
            yield Unequal(charge.charge_id, "that is registered", charge.lot or "none", "lot")


@condition("K73", "A charge is credited exactly when a reason is given, not before it", "P09")
def credits_have_reasons(books: Books) -> Unequals:
    for charge in books.billing.charges():
        is_credited = charge.status == CREDITED
        if is_credited and charge.credit_period < charge.period:
            expected = f"{charge.period} or later"
            yield Unequal(charge.charge_id, expected, charge.credit_period or "none", "period")
        if is_credited != bool(charge.credit_reason):
            expected = "some" if is_credited else "none"
            yield Unequal(charge.charge_id, expected, charge.credit_reason or "none", "reason")


@condition("K74", "A hospital's period totals are the sum of its charges less its credits", "P13")
def totals_are_sums(books: Books) -> Unequals:
    totals = list(books.billing.totals())
    count: Counter[tuple[str, str]] = Counter()
    cents: Counter[tuple[str, str]] = Counter()
    for charge in books.billing.charges():
        hospital = charge.encounter.facility.code
        changes = [(charge.period, 1)]
        if charge.status == CREDITED:
            changes.append((charge.credit_period, -1))
        for period, sign in changes:
            count[hospital, period] += sign
            cents[hospital, period] += sign * charge.amount_cents
    yield from compare(
        count,
        tally(((facility.code, period), t.charge_count) for facility, period, t in totals),
        "charges",
    )
    yield from compare(
        cents,
        tally(((facility.code, period), t.amount_cents) for facility, period, t in totals),
        "cents",
    )


@condition(
    "K75", "A billable usage has exactly one active charge, any other none", "UC1", "UC3", "P09"
)
def usages_are_charged(books: Books) -> Unequals:
    """What came back or was thrown away as a whole is not billable any more."""
    codes = books.billing.code_of_item()
    billable = tally(
        (usage.usage_id, 1)
        for usage in books.inventory.usages()
        if usage.shelf.item.erp_item_number in codes and usage.kept_qty
    )
    charged = tally(
        (charge.source_reference, 1)
        for charge in books.billing.active_charges()
        if charge.source_reference.startswith(USAGE)
    )
    return compare(billable, charged, "charges")


@condition(
    "K76", "A charge has patient, code, quantity of its usage, an implant's its lot", "UC2", "UC4"
)
def charges_are_of_the_usage(books: Books) -> Unequals:
    used = dict(_used(books))
    for charge in books.billing.active_charges():
        expected = used.get(charge.source_reference)
        code, encounter = charge.code, charge.encounter
        lot = f" of lot {charge.lot}" if code.implant else ""
        hospital = books.hospital(encounter.facility.code)
        found = f"{charge.quantity} {code.charge_code}{lot} for {encounter.encounter_id}"
        if expected is not None and f"{found} at {hospital}" != expected:
            yield Unequal(charge.source_reference, expected, f"{found} at {hospital}", "charge")


@condition("K77", "A lot may be billed exactly when a receipt brought it", "RA7", "UC2", "P06")
def received_implants_may_be_billed(books: Books) -> Unequals:
    """Those of the start are known without a receipt."""
    codes = books.billing.code_of_item()
    received = {
        receipt.key(line): (f"{line.lot} of {codes[line.item.erp_item_number].charge_code}")
        for receipt, line in books.inventory.ordered_lines()
        if line.item.implant and line.lot and line.item.erp_item_number in codes
    }
    registered = {
        receipt: f"{lot} of {code}"
        for receipt, (code, lot) in books.billing.lots_of_receipts().items()
    }
    return compare(received, registered, "lot")


@condition("K78", "A lot that may be billed is one that inventory knows, same expiry", "RA7", "UC2")
def billed_lots_are_known(books: Books) -> Unequals:
    items = {item.erp_item_number: item for item in books.inventory.items()}
    for code, lot, expiry in books.billing.lots():
        item = items.get(code.supply_item)
        expected = item.expiries.get(lot) if item else None
        if expected != expiry:
            key = f"{code.charge_code}/{lot}"
            yield Unequal(key, expected or "of a known lot", expiry or "none", "expiry")


def _used(books: Books) -> Iterator[tuple[str, str]]:
    """Usage -> what its charge must say."""
    codes = books.billing.code_of_item()
    for usage in books.inventory.usages():
        code = codes.get(usage.shelf.item.erp_item_number)
        if code is not None:
            lot = f" of lot {usage.lot}" if code.implant else ""
            hospital = books.hospital(usage.shelf.location.facility.code)
            charged = f"{usage.kept_qty} {code.charge_code}{lot} for {usage.encounter_id}"
            yield usage.usage_id, f"{charged} at {hospital}"
