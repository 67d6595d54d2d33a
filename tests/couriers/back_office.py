"""Flat files of the back offices, read and answered in the couriers' own way (P16, P17, P18)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass

from integration_under_test.boundary import Document, Ports


class Spoilt(Exception):
    """Nothing of the file may be used."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class BackOfficeFile:
    """Header and trailer taken off; `rows` begin with their record type."""

    sender: str
    number: int
    rows: list[list[str]]


def opened(document: Document, money: Mapping[str, tuple[int, ...]]) -> BackOfficeFile:
    """Checks the trailer; `money` says which columns of a record type the total sums."""
    rows = list(csv.reader(document.content.decode().splitlines()))
    header, trailer, rows = rows[0], rows[-1], rows[1:-1]
    total = sum(cents(row[column]) for row in rows for column in money[row[0]])
    if trailer != ["TRL", header[3], str(len(rows)), str(total)]:
        raise Spoilt("CONTROL_TOTAL", f"the trailer says {trailer[2:]}, got {len(rows)} {total}")
    return BackOfficeFile(header[2], int(header[3]), rows)


def cents(text: str) -> int:
    whole, _, fraction = text.lstrip("-").partition(".")
    minor = int(whole) * 100 + int(fraction)
    return -minor if text.startswith("-") else minor


def dollars(minor: int) -> str:
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def iso(text: str) -> str:
    """20260414 as 2026-04-14."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


class Answers:
    """Tells senders that a batch came to nothing, and why."""

    def __init__(self, ports: Ports) -> None:
        self.ports = ports
        self.sent = 0

    async def reject(self, document: Document, spoilt: Spoilt) -> None:
        self.sent += 1
        number = document.content.decode().split(",")[3]
        sender = document.sender
        day = self.ports.clock.now().strftime("%Y%m%d")
        reason = spoilt.reason.replace("|", "/")
        text = (
            f"HDR|BATCHANSWER|GROUP|{self.sent}|{day}|1|1\n"
            f"ANS|{sender}|{number}|REJECTED|{spoilt.code}|{reason}\n"
            f"TRL|{self.sent}|1|1\n"
        )
        name = f"ANSWER.{sender}.{self.sent:06d}.txt"
        answer = Document(name, "GROUP", "text/plain;layout=batchanswer", text.encode())
        await self.ports.partners[sender].send(answer)
