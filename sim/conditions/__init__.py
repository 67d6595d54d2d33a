"""Numbered consistency conditions over the books of record of systems and parties.

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
    "K95": "sim.conditions.substitutions:notices_are_within_orders",
    "K96": "sim.conditions.substitutions:substitutes_are_ordered",
    "K97": "sim.conditions.substitutions:substitutes_are_stocked",
    "K98": "sim.conditions.substitutions:substitutes_are_charged",
    "K99": "sim.conditions.replenishment:confirmed_orders_exist",
    "K100": "sim.conditions.replenishment:warehouse_is_conserved",
    "K101": "sim.conditions.replenishment:picks_are_within_orders",
    "K102": "sim.conditions.replenishment:direct_orders_are_imported",
    "K103": "sim.conditions.replenishment:shipments_arrive",
    "K104": "sim.conditions.claims:remittance_lines_balance",
    "K105": "sim.conditions.claims:remittances_balance",
    "K106": "sim.conditions.claims:remittance_lines_are_posted_once",
    "K107": "sim.conditions.claims:takebacks_have_originals",
    "K108": "sim.conditions.claims:denials_are_work_items",
    "K109": "sim.conditions.claims:denials_wait_in_the_queue",
    "K110": "sim.conditions.claims:receivables_roll_forward",
    "K111": "sim.conditions.claims:credits_are_queued",
    "K112": "sim.conditions.claims:receivables_are_posted",
    "K113": "sim.conditions.claims:deposits_are_payments",
    "K114": "sim.conditions.claims:claims_bill_charges",
    "K115": "sim.conditions.claims:submissions_leave_once",
    "K116": "sim.conditions.claims:evidence_is_of_the_line",
    "K117": "sim.conditions.care:charges_are_within_stays",
    "K118": "sim.conditions.onboarding:held_suppliers_get_no_order",
    "K119": "sim.conditions.contracts:price_files_are_whole",
    "K120": "sim.conditions.onboarding:holds_agree",
    "K121": "sim.conditions.onboarding:suppliers_were_screened",
    "K122": "sim.conditions.payments:returns_are_shown",
    "K123": "sim.conditions.payments:paid_to_approved_accounts",
    "K124": "sim.conditions.payments:cleared_by_statements",
    "K125": "sim.conditions.postings:corrections_are_posted",
    "K126": "sim.conditions.postings:deposits_are_posted",
    "K127": "sim.conditions.invoices:disputes_were_credited",
    "K128": "sim.conditions.invoices:captured_invoices_arrived",
    "K129": "sim.conditions.payments:bank_agrees",
    "K130": "sim.conditions.feeds:batches_are_posted",
    "K131": "sim.conditions.references:references_agree",
    "K132": "sim.conditions.references:codes_are_known",
    "K133": "sim.conditions.feeds:budgets_are_of_the_file",
    "K134": "sim.conditions.feeds:projects_are_capitalised",
    "K135": "sim.conditions.references:items_are_current",
    "K136": "sim.conditions.feeds:assets_are_written_off",
    "K137": "sim.conditions.acquisition:vendors_are_mapped",
    "K138": "sim.conditions.acquisition:firms_are_opened_once",
    "K139": "sim.conditions.acquisition:items_are_mapped",
    "K140": "sim.conditions.acquisition:accounts_and_codes_are_mapped",
    "K141": "sim.conditions.acquisition:summaries_are_posted",
    "K142": "sim.conditions.acquisition:open_documents_are_taken_over",
    "K143": "sim.conditions.acquisition:bills_are_partitioned",
    "K144": "sim.conditions.acquisition:reported_stock_is_right",
    "K145": "sim.conditions.analytics:journals_are_loaded",
    "K146": "sim.conditions.analytics:charges_are_loaded",
    "K147": "sim.conditions.analytics:usages_are_loaded",
    "K148": "sim.conditions.analytics:transactions_are_loaded_once",
    "K149": "sim.conditions.replenishment:requisitions_ask_for_what_was_proposed",
    "K150": "sim.conditions.contracts:requisitions_on_the_days_of_a_price",
    "K151": "sim.conditions.contract_prices:late_prices_are_corrected",
    "K152": "sim.conditions.contract_prices:corrections_are_booked",
    "K153": "sim.conditions.contract_prices:corrections_are_documents",
    "K154": "sim.conditions.acquisition:returns_are_given_back",
    "K155": "sim.conditions.acquisition:returns_are_reversed",
    "K156": "sim.conditions.acquisition:returned_bills_are_entered",
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
    return tuple(resolve_name(CONDITIONS[id_]) for id_ in sorted(CONDITIONS, key=_number))


def check_conditions(systems: Mapping[str, System], enterprise: Enterprise) -> list[Difference]:
    """What contradicts what in the systems' tables; meant for a run that is at rest."""
    checked = checked_conditions(open_books(systems, enterprise))
    return [difference for _, found in checked for difference in found]


def checked_conditions(books: Books) -> Iterator[tuple[Condition, list[Difference]]]:
    """Every condition with what contradicts it, nothing where it holds."""
    for condition in conditions():
        yield condition, list(condition.differences(books))


def _number(id_: str) -> int:
    return int(id_[1:])
