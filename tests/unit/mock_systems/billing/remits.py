"""Remittances for tests: balanced unless a test spoils them."""

from __future__ import annotations

from typing import Any

Adjustments = list[tuple[str, str, int]]


def service(line: int, billed: int, adjustments: Adjustments) -> dict[str, Any]:
    paid = billed - sum(cents for _, _, cents in adjustments)
    return {
        "line": line,
        "billedCents": billed,
        "paidCents": paid,
        "adjustments": [
            {"group": group, "reason": reason, "amountCents": cents}
            for group, reason, cents in adjustments
        ],
    }


def payment(claim: str, *lines: dict[str, Any], code: str = "1") -> dict[str, Any]:
    return {
        "claimId": claim,
        "statusCode": code,
        "billedCents": sum(line["billedCents"] for line in lines),
        "paidCents": sum(line["paidCents"] for line in lines),
        "lines": list(lines),
    }


def takeback(paid: dict[str, Any]) -> dict[str, Any]:
    """The exact opposite of a claim's payment."""
    lines = [
        service(
            line["line"],
            -line["billedCents"],
            [(a["group"], a["reason"], -a["amountCents"]) for a in line["adjustments"]],
        )
        for line in paid["lines"]
    ]
    return payment(paid["claimId"], *lines, code="22")


def remittance(trace: str, *claims: dict[str, Any], kept: int = 0) -> dict[str, Any]:
    """A payment; `kept` is withheld by the payer as a PLB."""
    body: dict[str, Any] = {
        "payerId": "AETNA",
        "traceNumber": trace,
        "paymentCents": sum(claim["paidCents"] for claim in claims) - kept,
        "paidOn": "20260414",
        "claims": list(claims),
    }
    if kept:
        body["providerAdjustments"] = [{"reason": "WO", "reference": "R", "amountCents": kept}]
    return body
