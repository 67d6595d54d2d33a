"""Numbers that a system hands out as requests come: the same document gets another one elsewhere.

What hangs on a number says which document it stands for. Each number is described by the lines in
which it occurs, with the number itself left out, then once more with the other numbers described;
after some rounds two numbers with one description stand for documents that nothing tells apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from sim.parity.standing import Line

ASSIGNED = re.compile(r"\b(?:REQ|PO|CH|JE|RC|PF|PAY|CTR|BT|IC|PK|WV|SH|US)-?\d{6,9}\b")
"""Items, lots, suppliers and encounters have their numbers from the group's masters instead."""
ROUNDS = 4


def numbers_in(lines: Iterable[Line]) -> frozenset[str]:
    """All that occur in the keys of some lines."""
    return frozenset(found for line in lines for found in ASSIGNED.findall(line.key))


def described(lines: Iterable[Line], numbers: frozenset[str]) -> Mapping[str, str]:
    """Number -> description, the same for any run in which as much hangs on it."""
    bearing: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for number in set(ASSIGNED.findall(line.key)) & numbers:
            bearing[number].append(line)
    names = {number: number.rstrip("0123456789") for number in bearing}
    for _ in range(ROUNDS):
        names = {number: _description(number, bearing[number], names) for number in bearing}
    return names


def renamed(line: Line, names: Mapping[str, str]) -> Line:
    """The line with descriptions in place of numbers."""
    return line._replace(key=ASSIGNED.sub(lambda found: names.get(found[0], found[0]), line.key))


def _description(number: str, lines: Iterable[Line], names: Mapping[str, str]) -> str:
    others = {**names, number: "*"}
    told = sorted(repr(renamed(line, others)) for line in lines)
    prefix = number.rstrip("0123456789")
    return f"{prefix}<{blake2b(chr(10).join(told).encode(), digest_size=8).hexdigest()}>"
