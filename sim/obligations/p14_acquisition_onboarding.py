"""P14 Acquisition onboarding: an acquired site's keys are mapped, its books run beside the group's.

A clinic's charge (S06) is owed in S05 under the clinic with its transaction id, at the group's
price for the mapped code: a clinic that sends a file each evening gets a day, one that sends
messages an hour. Every key of a site is owed a cross-reference to what it means, within a day (a
mapping project takes weeks, but runs take days, and the cut-over needs every key). Until its
cut-over a site's postings (S08) and receipts (S07) are owed as a nightly journal, in 12 hours as
its files are to be in before the morning; what is open then is taken over, once, within a day.
A site that goes back takes along what it had handed over, also what is still under way: within a
day each of these documents stands as given back, whether or not it had come.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, MINUTE_S, Duty, Flow, Owed, Register, same_key
from sim.obligations.known import Known

DAY_S = 24 * HOUR_S


def _by_message(effect: Effect, known: Known) -> Iterable[Owed]:
    return (_charge(effect),) if effect.facts["feed"] == "message" else ()


def _by_file(effect: Effect, known: Known) -> Iterable[Owed]:
    return (_charge(effect),) if effect.facts["feed"] == "file" else ()


def _charge(effect: Effect) -> Owed:
    amount_minor = effect.facts["master_price_minor"] * effect.quantity
    return Owed(effect.key, amount_minor, effect.quantity, "EA", effect.period)


def _mapped(effect: Effect, known: Known) -> Iterable[Owed]:
    """The key holds both sides: a wrong map is a loss with a phantom beside it."""
    return (Owed(f"{effect.key}={effect.facts['meaning']}"),)


def _summed(effect: Effect, known: Known) -> Iterable[Owed]:
    """Debits in cents with the number of journals, in the period of the night, not of arrival."""
    return (Owed(effect.key, effect.amount_minor, effect.quantity, period=effect.period),)


def _taken_over(effect: Effect, known: Known) -> Iterable[Owed]:
    return (Owed(effect.key, effect.amount_minor, period=effect.period),)


def _given_back(effect: Effect, known: Known) -> Iterable[Owed]:
    """The newest standing counts: who hears of the return first need not take over any more."""
    return (Owed(effect.key, effect.amount_minor, version=effect.version),)


FLOW = Flow(
    "P14",
    "Acquisition onboarding",
    Register(
        owner="integration office of the acquired companies, revenue integrity desk",
        system_of_record="S06, S07 and S08 until a site's cut-over; S01, S04 and S05 from then on",
        documents=(
            *("DFT^P03", "charge file", "charge code mapping", "site master file"),
            *("GL summary journal", "vendor file", "stock and receipts extract"),
            *("hand-over file", "take-back file", "forwarded vouchers"),
        ),
        pattern=("event", "file", "batch"),
        criticality="high",
        compliance="protected health information (pseudonym only), charge accuracy, financial "
        "reporting (completeness of acquired entities)",
        fallback="the clinic's messages wait with their sender, its files are dropped again; a "
        "site's cut-over moves to a later evening, or is taken back",
        consequence="care in an acquired clinic that is never billed or billed as something else; "
        "a site's cost missing from the group's books; a bill in flight paid twice or never",
    ),
    (
        Duty("clinics.charge", "billing.charge", 60 * MINUTE_S, _by_message),
        Duty("clinics.charge", "billing.charge", 24 * HOUR_S, _by_file),
        Duty("acquisition.vendor", "erp.supplier_alias", 24 * HOUR_S, _mapped),
        Duty("acquisition.account", "erp.account_map", 24 * HOUR_S, _mapped),
        Duty("acquisition.item", "inventory.site_item", 24 * HOUR_S, _mapped),
        Duty("acquisition.charge_code", "billing.code_map", 24 * HOUR_S, _mapped),
        Duty("legacy_materials.receipt_batch", "erp.journal_batch", 12 * HOUR_S, _summed),
        Duty(
            "legacy_materials.stock_line", "inventory.site_stock", 12 * HOUR_S, same_key, "latest"
        ),
        Duty("legacy_erp.gl_batch", "erp.journal_batch", 12 * HOUR_S, _summed),
        Duty("legacy_erp.vendor_change", "erp.alias_change", 24 * HOUR_S, same_key),
        Duty("legacy_erp.supplier_change", "legacy_erp.vendor", 24 * HOUR_S, same_key, "latest"),
        Duty("legacy_erp.open_order", "erp.opening_order", 24 * HOUR_S, _taken_over),
        Duty("legacy_erp.open_payable", "erp.opening_payable", 24 * HOUR_S, _taken_over),
        Duty("legacy_erp.parked_voucher", "erp.site_voucher", 24 * HOUR_S, _taken_over),
        Duty("legacy_erp.forwarded_voucher", "erp.site_voucher", 36 * HOUR_S, _taken_over),
        Duty("legacy_erp.returned_order", "erp.opening_order", DAY_S, _given_back, "latest"),
        Duty("legacy_erp.returned_payable", "erp.opening_payable", DAY_S, _given_back, "latest"),
        Duty("legacy_erp.returned_bill", "erp.site_voucher", DAY_S, _given_back, "latest"),
    ),
)
