"""The calibration table beside the table of the domain notes, figure by figure.

`PUBLISHED` is section 9 as data: (default, low, high, confidence). Shares are fractions here and
percents there; where the notes give no range, low = high = default.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.world.calibration import read_table

TABLE = read_table()
ROOT = Path(__file__).parents[4]
READERS = (
    *(ROOT / "sim").rglob("*.py"),
    *(ROOT / "scenarios").rglob("*.py"),
    ROOT / "tests/integration/test_calibration.py",
)

PUBLISHED = {
    "supply_spend_per_bed_year_usd": (170_000, 160_000, 187_000, "M"),
    "po_value_mean_usd": (1_900, 1_000, 4_000, "M"),
    "orders_per_bed_month": (7.5, 4, 12, "M"),
    "lines_per_order": (4, 3, 6, "L"),
    "order_lines_per_bed_month": (30, 15, 130, "L"),
    "invoices_per_bed_month": (10, 4, 25, "M"),
    "invoice_amount_log_mean": (5.615, 5.615, 5.615, "H"),
    "invoice_amount_log_sigma": (2.221, 2.221, 2.221, "H"),
    "invoices_with_order_share": (0.75, 0.60, 0.85, "M"),
    "active_items": (60_000, 20_000, 120_000, "M"),
    "item_drift_per_year": (0.30, 0.15, 0.35, "L"),
    "active_suppliers": (3_000, 700, 6_000, "L"),
    "duplicate_supplier_share": (0.05, 0.02, 0.10, "L"),
    "spend_on_contract_share": (0.75, 0.65, 0.85, "M"),
    "gpo_spend_share": (0.70, 0.55, 0.75, "L"),
    "contract_lines_per_month_changed": (0.025, 0.01, 0.06, "L"),
    "contract_changes_late_share": (0.20, 0.05, 0.35, "L"),
    "contract_notice_d": (45, 0, 90, "M"),
    "order_price_discrepancy_share": (0.06, 0.03, 0.30, "M"),
    "price_to_other_error_ratio": (4, 3, 10, "M"),
    "invoice_exception_share": (0.12, 0.05, 0.25, "M"),
    "touchless_invoice_share": (0.50, 0.25, 0.70, "M"),
    "exception_cost_usd": (15, 7.6, 20, "M"),
    "edi_850_line_share": (0.85, 0.65, 0.95, "L"),
    "edi_855_line_share": (0.80, 0.60, 0.90, "L"),
    "edi_856_line_share": (0.45, 0.30, 0.65, "L"),
    "edi_810_line_share": (0.65, 0.10, 0.80, "L"),
    "first_time_fill_share": (0.95, 0.88, 0.98, "M"),
    "back_order_share": (0.04, 0.02, 0.15, "L"),
    "substitution_share": (0.01, 0.003, 0.04, "L"),
    "lead_time_distributor_median_d": (1, 1, 2, "L"),
    "lead_time_direct_median_d": (4, 2, 14, "L"),
    "erroneous_payment_share": (0.012, 0.008, 0.020, "M"),
    "duplicate_payment_share": (0.002, 0.0005, 0.005, "L"),
    "days_payable": (40, 30, 50, "M"),
    "admissions_per_bed_year": (37, 33, 45, "M"),
    "emergency_visits_per_bed_year": (150, 120, 180, "M"),
    "outpatient_visits_per_bed_year": (800, 600, 1_000, "L"),
    "charge_lines_per_bed_day": (31, 15, 60, "L"),
    "charge_master_rows": (30_000, 20_000, 100_000, "M"),
    "initial_denial_share": (0.118, 0.10, 0.15, "H"),
    "denial_overturn_share": (0.54, 0.45, 0.65, "M"),
    "claim_reject_share": (0.03, 0.01, 0.06, "L"),
    "receivable_d": (56.9, 43.6, 65, "H"),
    "not_final_billed_d": (6, 5, 9, "M"),
    "bill_hold_d": (4, 3, 5, "M"),
    "charges_within_24h_share": (0.90, 0.75, 0.97, "L"),
    "charges_within_72h_share": (0.97, 0.90, 0.99, "L"),
    "missed_charge_share": (0.02, 0.005, 0.10, "L"),
    "medicare_payment_d": (14, 14, 30, "H"),
    "close_bd": (8, 3, 10, "M"),
    "spike_invoices": (2, 1.5, 2.5, "L"),
    "spike_journals": (4, 3, 6, "L"),
    "theatre_core_hours_share": (0.703, 0.69, 0.72, "H"),
    "theatre_saturday_share": (0.0157, 0.0147, 0.0167, "H"),
    "theatre_sunday_share": (0.0119, 0.0109, 0.0129, "H"),
    "influenza_surge": (1.77, 1.5, 3.5, "M"),
    "stock_use_shock": (3.5, 0.5, 3.5, "M"),
    "coupa_rate_per_s": (25, 25, 25, "H"),
    "coupa_burst": (20, 20, 20, "H"),
    "ariba_sync_per_s": (1, 1, 1, "H"),
    "ariba_sync_per_min": (3, 3, 3, "H"),
    "ariba_sync_per_h": (50, 50, 50, "H"),
    "ariba_sync_per_day": (300, 300, 300, "H"),
    "netsuite_concurrency": (15, 5, 55, "H"),
    "oracle_token_per_s": (40, 40, 40, "H"),
    "oracle_token_per_min": (1_000, 1_000, 1_000, "H"),
    "workday_rate_per_s": (10, 3, 20, "L"),
    "dynamics_retry_after_s": (30, 1, 300, "M"),
    "api_latency_median_s": (1, 0.3, 1, "M"),
    "api_latency_log_sigma": (0.715, 0.715, 0.715, "M"),
    "api_error_share": (0.003, 0.0005, 0.02, "L"),
    "committed_timeout_share": (0.30, 0.20, 0.40, "L"),
    "vendor_availability_share": (0.996, 0.994, 0.999, "M"),
    "weekly_maintenance_h": (4, 0, 12, "H"),
    "webhook_duplicate_share": (0.005, 0.001, 0.03, "L"),
    "webhook_out_of_order_share": (0.01, 0.002, 0.05, "L"),
}
UNSOURCED = {
    *("lines_per_order", "active_suppliers", "duplicate_supplier_share", "back_order_share"),
    *("contract_lines_per_month_changed", "contract_changes_late_share", "substitution_share"),
    *("lead_time_distributor_median_d", "lead_time_direct_median_d", "duplicate_payment_share"),
    *("outpatient_visits_per_bed_year", "charge_lines_per_bed_day", "claim_reject_share"),
    *("charges_within_24h_share", "charges_within_72h_share", "spike_invoices"),
    *("spike_journals", "api_error_share", "committed_timeout_share"),
    *("webhook_duplicate_share", "webhook_out_of_order_share"),
}
"""What section 9 tags [R] or [J]."""


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_figure_stands_in_the_table_as_it_was_found(name: str) -> None:
    entry = TABLE[name]
    assert (entry.default, entry.low, entry.high, entry.confidence) == PUBLISHED[name]


def test_what_the_notes_call_unsourced_is_called_an_assumption() -> None:
    assert {name for name in UNSOURCED if not TABLE[name].assumption} == set()


LITERAL_LETTERS_MIN = 6
"""A formatted string names parameters only if it holds more than separators."""


def quoted(path: Path) -> Iterator[str]:
    """Regular expressions of a file's string literals; a placeholder stands for any words."""
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            literals = [part.value for part in node.values if isinstance(part, ast.Constant)]
            if len("".join(map(str, literals))) >= LITERAL_LETTERS_MIN:
                yield "".join(
                    re.escape(str(part.value))
                    if isinstance(part, ast.Constant)
                    else "[a-z]+(?:_[a-z]+)*"
                    for part in node.values
                )


def unread() -> set[str]:
    """Names of the table that no simulator or scenario reads, nor the test of a month."""
    any_of = re.compile("|".join({text for path in READERS for text in quoted(path) if text}))
    return {name for name in TABLE if not any_of.fullmatch(name)}


def test_what_nothing_reads_yet_names_who_will() -> None:
    assert sorted(name for name in unread() if not TABLE[name].used_by) == []


def test_the_search_for_readers_knows_read_from_unread() -> None:
    assert unread().isdisjoint({"spike_journals_first_bd", "par_cover_direct_d", "occupancy"})
    assert unread() <= {name for name, entry in TABLE.items() if entry.used_by}
