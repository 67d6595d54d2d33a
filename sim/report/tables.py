"""The tables of measures on a run's page, as data: which, under which heading, with which columns.

How they are printed is in printed.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Table(NamedTuple):
    """`columns` are the measure's with their headings; `counts` names those of which one must be
    above zero for a line to be shown."""

    measure: str
    title: str
    note: str
    columns: Mapping[str, str]
    counts: tuple[str, ...]


class Group(NamedTuple):
    """A section of the page."""

    id: str
    title: str
    intro: str
    tables: tuple[Table, ...]


QUANTILES = {"p50_s": "p50", "p90_s": "p90", "max_observed_s": "longest"}
DETECTION = (
    Table(
        "mttd",
        "Time to detect",
        "From the first bad effect or missed deadline until a work item or alert of the integration"
        " named the document or its system. Undetected ones are censored, never left out.",
        {"of": "Of", "with_effect": "with effect", "detected": "detected", "coverage": "coverage"}
        | {"mean_s": "mean of detected", "p50_s": "p50", "p90_s": "p90"},
        ("with_effect",),
    ),
    Table(
        "mttr",
        "Time to recover, by meaning",
        "Reconcile: first bad effect until the books are right, the headline. Repair: from its"
        " detection. Resolve: until every exception that names it has ended. Respond: from its"
        " detection to a person’s first answer.",
        {"meaning": "Meaning", "of": "Of", "n": "n", "censored_share": "open at the end"}
        | {"mean_s": "mean of ended", **QUANTILES},
        ("n",),
    ),
)
ATTRIBUTION = (
    Table(
        "attribution",
        "What it was, and for how long",
        "Each difference times the time it stood, by cause, and what of it is left at the end.",
        {"pair": "Books", "cause": "Cause", "unit_days": "document-days", "usd_days": "dollar-days"}
        | {"units": "documents at the end", "minor": "money at the end"},
        ("unit_days", "units"),
    ),
    Table(
        "variance_rates",
        "At the end, against what was owed",
        "The net lets opposite errors cancel, the absolute does not.",
        {"pair": "Books", "owed_units": "documents owed", "v_abs_units": "apart"}
        | {"v_net_minor": "net", "v_abs_minor": "absolute", "rate_minor": "of money owed"},
        ("v_abs_units", "v_abs_minor"),
    ),
    Table(
        "variance_to_zero",
        "Time to zero after the last fault ended",
        "Until the two books agreed in documents and money; – where they never did.",
        {"pair": "Books", "time_to_zero_s": "time to zero"},
        (),
    ),
)
GROUPS = (
    Group(
        "times",
        "Cycle times",
        "Between two steps of a document, people included. What had not ended is censored.",
        (
            Table(
                "cycle_times",
                "From step to step",
                "",
                {"cycle": "Cycle", "n": "n", "censored_share": "open at the end", **QUANTILES},
                ("n",),
            ),
            Table(
                "posting_lag",
                "How far the books of care and of stock run behind",
                "",
                {"what": "What", "source": "Owed by", "f": "Effect", "n": "n"}
                | {"censored_share": "open at the end", "p50_s": "p50", "p95_s": "p95"}
                | {"max_observed_s": "longest"},
                ("n",),
            ),
            Table(
                "contract_activation",
                "Contract activation, to the last price line",
                "",
                {"target": "In", "versions": "versions", "lines": "lines"}
                | {"censored_share": "open at the end", "p50_s": "p50", "p95_s": "p95"}
                | {"max_observed_s": "longest"},
                ("versions",),
            ),
        ),
    ),
    Group(
        "backlog",
        "Backlog",
        "What waited where, and for how long the oldest still waits at the end.",
        (
            Table(
                "backlog",
                "Documents waiting",
                "",
                {"backlog": "Backlog", "entered": "ever", "peak": "most at once"}
                | {"waiting_at_end": "at the end", "oldest_at_end_s": "oldest"},
                ("peak", "waiting_at_end"),
            ),
            Table(
                "queue_depth",
                "Duties waiting for the integration",
                "Owed and not yet there, seen every quarter of an hour.",
                {"flow": "Flow", "mean_waiting": "mean", "peak_waiting": "most at once"}
                | {"waiting_at_end": "at the end", "overdue_at_end": "of these overdue"},
                ("peak_waiting",),
            ),
            Table(
                "exception_resolution",
                "Exceptions by type",
                "Answered is not resolved: the integration closes an item when its matter is done.",
                {"flow": "Flow", "type": "Type", "items": "opened", "answered": "answered"}
                | {"closed": "closed", "answer_p50_s": "answer p50"}
                | {"resolution_p50_s": "resolution p50", "resolution_p90_s": "resolution p90"},
                ("items",),
            ),
            Table(
                "manual_hours",
                "Manual work on exceptions",
                "Answers of clerks at the calibrated mean time of one.",
                {"flow": "Flow", "answers": "answers", "items": "items", "hours": "hours"},
                ("answers",),
            ),
        ),
    ),
    Group(
        "quality",
        "Quality",
        "How much went right without anybody’s hand.",
        (
            Table(
                "transaction_success",
                "Successful transactions",
                "Met exactly, of all that were decided; late ones count, wrong or doubled do not.",
                {"flow": "Flow", "decided": "decided", "successful": "successful"}
                | {"success_share": "success", "in_time_share": "and in time"},
                ("decided",),
            ),
            Table(
                "invoice_rates",
                "Supplier invoices",
                "",
                {"figure": "Invoices", "invoices": "n", "of": "of", "share": "share"},
                ("invoices",),
            ),
            Table(
                "perfect_orders",
                "Perfect orders, as far as documents tell",
                "",
                {"figure": "Orders", "orders": "n", "share": "share"},
                ("orders",),
            ),
            Table(
                "order_fulfilment",
                "Supplier fulfilment",
                "",
                {"step": "Step", "count": "n", "of": "of", "share": "share"},
                ("of",),
            ),
            Table(
                "supplier_accuracy",
                "Supplier synchronisation",
                "",
                {"target": "In", "suppliers": "suppliers", "accurate_share": "accurate at the end"}
                | {"versions": "versions", "in_time_share": "in time"},
                ("suppliers",),
            ),
            Table(
                "master_drift",
                "Drift of masters and references",
                "For how long the targets were behind, and the share of all their time.",
                {"f": "Master", "entities": "entities", "versions": "versions"}
                | {"behind_at_end": "behind at the end", "behind_mean_s": "mean"}
                | {"behind_max_s": "longest", "behind_share": "of the time"},
                ("versions",),
            ),
            Table(
                "failed_mappings",
                "Mappings",
                "",
                {"mapping": "Mapping", "owed": "owed", "late": "late", "failed": "failed"}
                | {"failed_silently": "silently", "items_open": "work items open"},
                ("owed", "items_opened"),
            ),
            Table(
                "charge_capture",
                "Charge capture",
                "",
                {"facility": "Facility", "billable": "billable", "completeness": "captured"}
                | {"completeness_minor": "of money", "late_share": "late"}
                | {"overcharges": "overcharges", "overcharged_minor": "overcharged"},
                ("billable", "overcharges"),
            ),
            Table(
                "price_exposure",
                "Price exposure: paid above or below contract",
                "",
                {"cause": "Cause", "orders": "orders", "signed_minor": "signed"}
                | {"absolute_minor": "absolute"},
                ("orders",),
            ),
        ),
    ),
    Group(
        "outcome",
        "Outcome",
        "What it meant for the group.",
        (
            Table(
                "days_outstanding",
                "Days outstanding",
                "",
                {"figure": "Balance", "balance_minor": "at the end", "a_day_minor": "a day"}
                | {"outstanding_days": "days"},
                ("a_day_minor",),
            ),
            Table(
                "contract_spend",
                "Spend under contract",
                "",
                {"figure": "Spend", "payments": "payments", "amount_minor": "amount"}
                | {"share": "of what was paid"},
                ("payments",),
            ),
            Table(
                "payment_exceptions",
                "Payment exceptions",
                "",
                {"exception": "Exception", "count": "n", "amount_minor": "amount"}
                | {"per_100_payments": "for 100 payments"},
                ("count",),
            ),
            Table(
                "reimbursement",
                "What payers made of claims",
                "",
                {"payer": "Payer", "claims": "claims", "unpaid_share": "lines unpaid"}
                | {"charged_minor": "charged", "paid_minor": "paid", "paid_share": "paid share"}
                | {"p50_days": "days, p50"},
                ("claims",),
            ),
            Table(
                "facility_margin",
                "Margin of supplies used on patients",
                "",
                {"facility": "Facility", "usages": "usages", "charged_minor": "charged"}
                | {"uncharged_minor": "not charged", "cost_minor": "cost"}
                | {"margin_minor": "margin", "margin_share": "share"},
                ("usages",),
            ),
            Table(
                "stock_cover",
                "Stock",
                "An item at a location is out while none of its lots is left.",
                {"facility": "Facility", "places": "items at locations", "stock_outs": "ran out"}
                | {"places_out_at_end": "out at the end", "out_days": "item-days out"}
                | {"stock_days": "stock days"},
                ("places",),
            ),
            Table(
                "supplier_scorecard",
                "Suppliers",
                "",
                {"supplier": "Supplier", "invoices": "invoices", "invoiced_minor": "invoiced"}
                | {"ship_notices": "ship notices", "holds": "holds", "held_minor": "held"}
                | {"hold_share": "holds per invoice"},
                ("invoices", "ship_notices"),
            ),
        ),
    ),
    Group(
        "operation",
        "Operation",
        "How the integration and the systems behaved.",
        (
            Table(
                "api_latency",
                "Calls",
                "From departure to answer; waiting before the call is not inside.",
                {"hop": "Way", "calls": "calls", "ok_share": "accepted", "fail_share": "refused"}
                | {"unknown_share": "unknown", "repeated_share": "repeated"}
                | {"p50_s": "p50", "p95_s": "p95", "p99_s": "p99"},
                ("calls",),
            ),
            Table(
                "close_cycle",
                "Close of the periods",
                "",
                {"period": "Period", "system": "System", "cycle_s": "from the first step"}
                | {"lag_s": "behind the ERP", "effects_after_close": "effects after it"}
                | {"after_minor": "their money"},
                ("closed_s",),
            ),
        ),
    ),
)
EVERY = (*DETECTION, *ATTRIBUTION, *(table for group in GROUPS for table in group.tables))
