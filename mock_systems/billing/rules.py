"""The decisions of the billing platform, free of state changes.

Each either returns what shall happen or raises the Refusal that the caller will see; its `field`
names the request's field at fault, in this vendor's spelling.
"""

from __future__ import annotations

from mock_systems.billing.documents import CLOSED, CREDITED, Charge, ChargeCode, Period, SupplyCosts
from mock_systems.service import Refusal


def period_of(service_date: str) -> str:
    """The period "YYYY-MM" of a facility-local date `YYYYMMDD`."""
    return f"{service_date[:4]}-{service_date[4:6]}"


def require_not_closed(period: Period | None, name: str, field: str = "serviceDate") -> None:
    """A closed period takes no posting; one that is closing still does."""
    if period is not None and period.status == CLOSED:
        raise Refusal(
            422,
            "PERIOD_CLOSED",
            f"period {name} is closed; use a date in an open one",
            field=field,
        )


def require_eligible_lot(code: ChargeCode, lot: str) -> None:
    """An implant is charged with a lot that was registered for its charge code."""
    if not code.implant:
        return
    if not lot:
        raise Refusal(
            422, "LOT_REQUIRED", f"{code.charge_code} is an implant; name its lot", field="lot"
        )
    if lot not in code.lots:
        raise Refusal(
            422,
            "LOT_NOT_ELIGIBLE",
            f"lot {lot!r} is not registered for {code.charge_code}; register_supply_lot first",
            field="lot",
        )


def require_posted(charge: Charge) -> None:
    """A credited charge is final."""
    if charge.status == CREDITED:
        raise Refusal(
            409,
            "ALREADY_CREDITED",
            f"{charge.charge_id} was credited: {charge.credit_reason}",
            field="chargeId",
        )


def require_not_before(charge: Charge, credit_date: str) -> None:
    """What is not charged yet cannot be credited."""
    if credit_date < charge.service_date:
        raise Refusal(
            422,
            "CREDIT_BEFORE_CHARGE",
            f"{charge.charge_id} is of {charge.service_date}, got {credit_date}; send a later date",
            field="creditDate",
        )


def is_newer_version(held: SupplyCosts | None, version: int) -> bool:
    """Whether an import changes anything. Raises Refusal 409 for an older version."""
    if held is None or version > held.version:
        return True
    if version < held.version:
        raise Refusal(
            409,
            "STALE_VERSION",
            f"version {held.version} is loaded, got {version}; send a newer one",
            field="version",
        )
    return False
