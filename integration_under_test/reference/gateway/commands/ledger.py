"""Commands to the ERP's general ledger (S01): journals, assets, budgets."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway.command_kind import CommandKind, Look
from integration_under_test.reference.gateway.proofs import NEWER_IS_THERE
from integration_under_test.reference.gateway.rejections import back_to_sender
from integration_under_test.reference.mediation.erp import assets, budgets, journals

COMMANDS: Mapping[str, CommandKind] = {
    "import_journals": CommandKind(
        "P16",
        "erp",
        "import_journal_batch",
        journals.write,
        upsert=True,
        posts_on=journals.posting_day,
        done=frozenset({"DUPLICATE_BATCH"}),
        refused=back_to_sender,
    ),
    "add_asset": CommandKind(
        "P16",
        "erp",
        "add_asset",
        assets.write_bought,
        Look("find_assets", assets.find, assets.is_there),
        upsert=True,
        posts_on=assets.posting_day,
    ),
    "capitalise_asset": CommandKind(
        "P18",
        "erp",
        "capitalise_asset",
        assets.write_built,
        Look("find_assets", assets.find, assets.is_there),
        upsert=True,
        posts_on=assets.posting_day,
    ),
    "post_depreciation": CommandKind(
        "P16",
        "erp",
        "post_depreciation",
        assets.write_depreciation,
        upsert=True,
        done=frozenset({"ALREADY_DEPRECIATED"}),
    ),
    "load_budget": CommandKind(
        "P17",
        "erp",
        "import_budget",
        budgets.write,
        upsert=True,
        versioned=True,
        done=NEWER_IS_THERE,
        refused=back_to_sender,
    ),
}
