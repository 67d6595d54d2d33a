"""How an order of the suite (S02) becomes its next version, whatever the reason.

Changes, cancellations and approved substitutions all end here, so that each keeps the replaced
version, recounts the total, resets the export flag. For every line, what stands ordered with
what was cancelled is what was approved (RP1).
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Documents, Order
from mock_systems.procurement.order_issue import issued_event, order_facts
from mock_systems.procurement.order_version import OrderVersion, VersionLine
from mock_systems.procurement.repricing import consider
from mock_systems.procurement.rules import order_status, total_of
from mock_systems.service import Effect, Refusal

CLOSED = frozenset({"received", "cancelled"})


def require_open(order: Order) -> None:
    """Raises Refusal 409 for an order that nothing can be changed of any more."""
    if order.status in CLOSED:
        raise Refusal(409, "ORDER_CLOSED", f"{order.po_number} is {order.status}")


def require_current(order: Order, version: int | None) -> None:
    """Raises Refusal 409 when the caller names another version than the one that stands."""
    if version is not None and version != order.version:
        raise Refusal(
            409,
            "STALE_VERSION",
            f"{order.po_number} stands at version {order.version}, not {version}; read it again",
        )


def keep_version(documents: Documents, order: Order, reason: str) -> None:
    """Files the version that is about to be replaced."""
    documents.order_versions.setdefault(order.po_number, []).append(
        OrderVersion(order.version, order.total_minor, version_lines(order), reason)
    )


def version_lines(order: Order) -> tuple[VersionLine, ...]:
    """The lines as they stand."""
    return tuple(
        VersionLine(line.line_num, line.item_number, line.quantity, line.unit_price_minor)
        for line in order.lines.values()
    )


def revised(documents: Documents, order: Order) -> None:
    """Makes the changed lines the next version."""
    order.version += 1
    order.total_minor = total_of(
        (line.quantity, line.unit_price_minor) for line in order.lines.values()
    )
    order.approved_minor = max(order.approved_minor, order.total_minor)
    order.status = order_status(order.lines.values())
    consider(documents, order, order.lines.values())
    documents.exports.changed("order", order.po_number)


def changed_effect(order: Order) -> Effect:
    """The effect of a new version; its facts are the whole order, as when it was issued."""
    return Effect(
        "procurement.order_change",
        f"{order.po_number}/{order.version}",
        amount_minor=order.total_minor,
        facility=order.ship_to,
        version=order.version,
        facts={**order_facts(order), "po": order.po_number},
    )


def changed_event(order: Order, reason: str) -> dict[str, Any]:
    """The data of `procurement.order.changed`: the whole order as it stands now."""
    return {
        **issued_event(order),
        "version": order.version,
        "status": order.status,
        "reason": reason,
    }
