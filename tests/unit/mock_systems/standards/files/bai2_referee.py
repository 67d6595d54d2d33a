"""A second reader of BAI2 files, from the published record tables; it knows no builder of ours."""

from __future__ import annotations

FILE_HEADER = (
    "sender",
    "receiver",
    "creation date",
    "creation time",
    "file id",
    "record length",
    "block size",
    "version",
)
GROUP_HEADER = ("receiver", "originator", "status", "date", "time", "currency", "modifier")
DETAIL = ("type", "amount", "funds", "bank reference", "customer reference", "text")


def transactions(text: str) -> list[dict[str, str]]:
    """Details with account and day; asserts counts, control totals and balances."""
    assert text.endswith("\n")
    lines = text.splitlines()
    head = _named(lines[0], "01", FILE_HEADER)
    assert head["version"] == "2"
    assert len(head["creation date"]) == 6
    assert len(head["creation time"]) == 4
    trailer = _trailer(lines[-1], "99")
    groups = _sections(lines[1:-1], "02", "98")
    found: list[dict[str, str]] = []
    totals = []
    for group in groups:
        total, details = _group(group)
        totals.append(total)
        found += details
    assert trailer == [sum(totals), len(groups), len(lines)]
    return found


def _group(lines: list[str]) -> tuple[int, list[dict[str, str]]]:
    head = _named(lines[0], "02", GROUP_HEADER)
    assert head["status"] == "1"
    assert head["currency"] in {"", "USD"}
    accounts = _sections(lines[1:-1], "03", "49")
    found: list[dict[str, str]] = []
    totals = []
    for account in accounts:
        total, details = _account(account)
        totals.append(total)
        found += [one | {"day": head["date"]} for one in details]
    assert _trailer(lines[-1], "98") == [sum(totals), len(accounts), len(lines)]
    return sum(totals), found


def _account(lines: list[str]) -> tuple[int, list[dict[str, str]]]:
    code, number, currency, *rest = _fields(lines[0])
    assert (code, currency) == ("03", "USD")
    assert len(rest) % 4 == 0
    summary = {rest[n]: (int(rest[n + 1]), rest[n + 2]) for n in range(0, len(rest), 4)}
    details = [_detail(line) | {"account": number} for line in lines[1:-1]]
    credited = [int(one["amount"]) for one in details if one["type"] < "400"]
    debited = [int(one["amount"]) for one in details if one["type"] >= "400"]
    assert summary["015"][0] == summary["010"][0] + sum(credited) - sum(debited)
    assert summary["100"] == (sum(credited), str(len(credited)))
    assert summary["400"] == (sum(debited), str(len(debited)))
    total = sum(amount for amount, _ in summary.values()) + sum(credited) + sum(debited)
    assert _trailer(lines[-1], "49") == [total, len(lines)]
    return total, details


def _sections(lines: list[str], first: str, last: str) -> list[list[str]]:
    found: list[list[str]] = []
    for line in lines:
        if line[:2] == first:
            assert not found or found[-1][-1][:2] == last
            found.append([])
        found[-1].append(line)
    assert all(section[-1][:2] == last for section in found)
    return found


def _detail(line: str) -> dict[str, str]:
    code, *values = line.split(",", 6)
    assert code == "16"
    if line.endswith("/"):
        values[-1] = values[-1][:-1]
        assert values[-1] == ""
    return dict(zip(DETAIL, values, strict=True))


def _named(line: str, code: str, names: tuple[str, ...]) -> dict[str, str]:
    found, *values = _fields(line)
    assert found == code
    return dict(zip(names, values, strict=True))


def _trailer(line: str, code: str) -> list[int]:
    found, *values = _fields(line)
    assert found == code
    return [int(value) for value in values]


def _fields(line: str) -> list[str]:
    assert line.endswith("/")
    assert line.count("/") == 1
    return line[:-1].split(",")
