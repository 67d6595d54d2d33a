"""Numbered consistency conditions over the books of record of the five systems (S01-S05).

In the manner of TPC-C's twelve: each holds whenever the group is at rest after a run in which
nothing was lost, doubled or falsified, and prints its difference when it does not. They are read
from the systems' tables, so they know nothing of the History, of obligations, of the integration.

    for difference in check_conditions(systems, enterprise):
        note(str(difference))     # "K43 An invoice is paid exactly when it has one payment; ..."
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pkgutil import resolve_name

from mock_systems.service import System
from sim.conditions.books import Books, open_books
from sim.conditions.condition import Condition, Difference
from sim.world.enterprise import Enterprise

CONDITIONS = {
    "K01": "sim.conditions.ledger:journals_balance",
    "K02": "sim.conditions.ledger:periods_balance",
    "K03": "sim.conditions.ledger:balances_are_sums",
    "K04": "sim.conditions.ledger:expenses_are_sums",
    "K05": "sim.conditions.ledger:periods_were_open",
    "K06": "sim.conditions.postings:orders_are_encumbered",
    "K07": "sim.conditions.postings:receipts_are_accrued",
    "K08": "sim.conditions.postings:invoices_are_entered",
    "K09": "sim.conditions.postings:payments_are_posted",
    "K10": "sim.conditions.postings:costs_are_posted",
    "K11": "sim.conditions.controls:payables_control",
    "K12": "sim.conditions.controls:grni_control",
    "K13": "sim.conditions.controls:encumbrance_control",
    "K14": "sim.conditions.controls:inventory_control",
    "K15": "sim.conditions.controls:cash_control",
    "K16": "sim.conditions.controls:variance_control",
    "K17": "sim.conditions.budgets:bound_by_center",
    "K18": "sim.conditions.budgets:orders_are_within_budget",
    "K19": "sim.conditions.orders:requisition_totals",
    "K20": "sim.conditions.orders:order_totals",
    "K21": "sim.conditions.orders:orders_carry_requisitions",
    "K22": "sim.conditions.orders:requisitions_became_orders",
    "K23": "sim.conditions.orders:no_requisition_waits",
    "K24": "sim.conditions.orders:order_statuses",
    "K25": "sim.conditions.orders:orders_exist_once",
    "K26": "sim.conditions.orders:order_headers_agree",
    "K27": "sim.conditions.orders:order_lines_agree",
    "K28": "sim.conditions.receipts:procurement_received",
    "K29": "sim.conditions.receipts:erp_received",
    "K30": "sim.conditions.receipts:accruals_at_order_price",
    "K31": "sim.conditions.receipts:over_receipts_are_flagged",
    "K32": "sim.conditions.receipts:lines_are_accrued",
    "K33": "sim.conditions.receipts:receipts_exist_once",
    "K34": "sim.conditions.receipts:receipts_are_noted",
    "K35": "sim.conditions.invoices:holds_exist",
    "K36": "sim.conditions.invoices:approved_invoices_are_payable",
    "K37": "sim.conditions.invoices:invoice_numbers_are_unique",
    "K38": "sim.conditions.invoices:excess_billing_waits",
    "K39": "sim.conditions.invoices:quantity_holds_follow_receipts",
    "K40": "sim.conditions.invoices:invoices_exist_once",
    "K41": "sim.conditions.invoices:invoice_headers_agree",
    "K42": "sim.conditions.invoices:invoice_statuses_agree",
    "K43": "sim.conditions.payments:paid_once",
    "K44": "sim.conditions.payments:payments_match_invoices",
    "K45": "sim.conditions.payments:shown_as_paid",
    "K46": "sim.conditions.payments:payments_are_shown",
    "K47": "sim.conditions.payments:payments_are_spend",
    "K48": "sim.conditions.suppliers:suppliers_exist_in_procurement",
    "K49": "sim.conditions.suppliers:suppliers_exist_in_contracts",
    "K50": "sim.conditions.suppliers:procurement_has_last_version",
    "K51": "sim.conditions.suppliers:contracts_have_last_version",
    "K52": "sim.conditions.suppliers:active_suppliers_are_unique",
    "K53": "sim.conditions.suppliers:documents_name_suppliers",
    "K54": "sim.conditions.contracts:versions_follow",
    "K55": "sim.conditions.contracts:contracts_do_not_overlap",
    "K56": "sim.conditions.contracts:agreements_do_not_overlap",
    "K57": "sim.conditions.contracts:catalogue_does_not_overlap",
    "K58": "sim.conditions.contracts:catalogue_versions_are_ordered",
    "K59": "sim.conditions.contracts:erp_prices_by_contract",
    "K60": "sim.conditions.contracts:catalogue_prices_by_contract",
    "K61": "sim.conditions.contracts:costs_by_contract",
    "K62": "sim.conditions.contracts:requisitions_at_contract_prices",
    "K63": "sim.conditions.stock:shelves_are_sums",
    "K64": "sim.conditions.stock:lots_are_in_order",
    "K65": "sim.conditions.stock:lots_are_known",
    "K66": "sim.conditions.stock:short_shelves_are_listed",
    "K67": "sim.conditions.stock:stock_rolls_forward",
    "K68": "sim.conditions.stock:usages_are_costed",
    "K69": "sim.conditions.charges:charges_at_price",
    "K70": "sim.conditions.charges:charges_have_accounts",
    "K71": "sim.conditions.charges:charges_are_dated",
    "K72": "sim.conditions.charges:implants_have_lots",
    "K73": "sim.conditions.charges:credits_have_reasons",
    "K74": "sim.conditions.charges:totals_are_sums",
    "K75": "sim.conditions.charges:usages_are_charged",
    "K76": "sim.conditions.charges:charges_are_of_the_usage",
    "K77": "sim.conditions.charges:received_implants_may_be_billed",
    "K78": "sim.conditions.charges:billed_lots_are_known",
    "K79": "sim.conditions.periods:statuses_agree",
    "K80": "sim.conditions.periods:statuses_are_legal",
    "K81": "sim.conditions.periods:totals_are_submitted",
    "K82": "sim.conditions.periods:totals_were_sent",
    "K83": "sim.conditions.sequences:erp_is_dense",
    "K84": "sim.conditions.sequences:journals_are_used_once",
    "K85": "sim.conditions.sequences:procurement_is_dense",
    "K86": "sim.conditions.sequences:spend_is_dense",
    "K87": "sim.conditions.sequences:charges_are_dense",
    "K88": "sim.conditions.sequences:inventory_is_dense",
    "K89": "sim.conditions.masters:items_exist_once",
    "K90": "sim.conditions.masters:units_agree",
    "K91": "sim.conditions.masters:charge_codes_have_items",
    "K92": "sim.conditions.masters:locations_agree",
    "K93": "sim.conditions.masters:cost_centers_agree",
    "K94": "sim.conditions.stock:totals_are_sums",
}

__all__ = [
    "CONDITIONS",
    "Condition",
    "Difference",
    "check_conditions",
    "checked_conditions",
    "conditions",
    "open_books",
]


def conditions() -> tuple[Condition, ...]:
    """All of them, by number."""
    return tuple(resolve_name(CONDITIONS[id_]) for id_ in sorted(CONDITIONS))


def check_conditions(systems: Mapping[str, System], enterprise: Enterprise) -> list[Difference]:
    """What contradicts what in the systems' tables; meant for a run that is at rest."""
    checked = checked_conditions(systems, enterprise)
    return [difference for _, found in checked for difference in found]


def checked_conditions(
    systems: Mapping[str, System], enterprise: Enterprise
) -> Iterator[tuple[Condition, list[Difference]]]:
    """Every condition with what contradicts it, nothing where it holds."""
    books: Books = open_books(systems, enterprise)
    for condition in conditions():
        yield condition, list(condition.differences(books))
