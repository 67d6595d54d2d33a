"""Which acts at a screen a load test may replay, since no system's answer decides what they say.

    kind                        why it stands alone
    usages                      item, patient and moment are the nurse's; a lot is read off the pack
    encounters                  the patient's number is the registration desk's own
    requisitions                items and cost centre are the masters'; the number is only answered
    journals                    accounts and amounts are the accountant's
    suppliers                   prospects by their tax number, changes by the master's number

Everything else people do follows from what came before in the same run, so it stays with the world:
deliveries, receipts and invoices name an order whose number procurement gave; approvals, releases,
refunds and answers name a document by the id that its system gave; the calendar of finance (payment
runs, accruals, closes) is a handful of acts a month. Messages and files of parties are no calls.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.world.actors.accountants import ACTOR as ACCOUNTANTS
from sim.world.actors.registration import ACTOR as REGISTRATION
from sim.world.actors.supplier_desk import ACTOR as SUPPLIER_DESK
from sim.world.consumption import URGENT
from sim.world.desk import Act


class Kind(NamedTuple):
    """Acts by who begins so; those of one business `key` must stay in order."""

    system: str
    operation: str
    actors: tuple[str, ...]
    key: tuple[str, ...]


USAGES = Kind(
    "inventory", "record_usage", ("theatre/", "emergency/", "ward/"), ("location", "item_id")
)
ENCOUNTERS = Kind("billing", "register_encounter", (REGISTRATION,), ("encounterId",))
REQUISITIONS = Kind(
    "procurement", "create_requisition", ("buyer/", "department/", URGENT), ("cost-center",)
)
JOURNALS = Kind("erp", "post_journal", (ACCOUNTANTS,), ("BusinessUnit",))
PROSPECTS = Kind("erp", "create_supplier", (SUPPLIER_DESK,), ("TaxIdentifier",))
CHANGES = Kind("erp", "update_supplier", (SUPPLIER_DESK,), ("SupplierNumber",))

KINDS = (USAGES, ENCOUNTERS, REQUISITIONS, JOURNALS, PROSPECTS, CHANGES)
_BY_OPERATION = {(kind.system, kind.operation): kind for kind in KINDS}


def kind_of(act: Act) -> Kind | None:
    """The kind that an act is of, None for one that follows from others."""
    kind = _BY_OPERATION.get((act.system, act.operation))
    return kind if kind is not None and act.actor.startswith(kind.actors) else None


def is_exogenous(act: Act) -> bool:
    """Whether a load test may replay an act."""
    return kind_of(act) is not None


def key_of(act: Act, kind: Kind) -> str:
    """The business key whose acts must stay in order, such as usages from one shelf."""
    return f"{kind.system}/" + "/".join(str(act.body.get(field, "")) for field in kind.key)
