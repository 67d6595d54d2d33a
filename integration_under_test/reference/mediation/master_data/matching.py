"""Do two records of one domain mean the same? A score between 0 and 1, and the reasons for it.

A shared identity links at once. Other evidence is weighed: what reaches `LINK` is linked, what
reaches `REVIEW` is shown to a person, who decides; a machine that merges suppliers on a similar
name pays one of them the other's money.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from integration_under_test.reference.mediation.master_data.record import (
    SUPPLIER,
    LocalRecord,
    Values,
)

LINK = 0.9
REVIEW = 0.5
NO_LETTER = re.compile(r"[^a-z0-9]+")
LEGAL_FORMS = frozenset({"inc", "llc", "ltd", "plc", "co", "corp", "corporation", "company"})


class Rule(NamedTuple):
    """Evidence of a kind: what it is called, what it weighs, and what it looks at; records for
    which `of` gives the same words agree, "" agrees with nothing."""

    reason: str
    weight: float
    of: Callable[[Values], str]


class Match(NamedTuple):
    """Two records that may mean the same."""

    left: LocalRecord
    right: LocalRecord
    score: float
    reasons: tuple[str, ...]

    @property
    def is_link(self) -> bool:
        """Whether no person need look at it."""
        return self.score >= LINK

    @property
    def sentence(self) -> str:
        """Why, in words."""
        return f"{self.left.place} and {self.right.place}: {', '.join(self.reasons)}"


def plain(text: str) -> str:
    """Letters and digits only, without legal forms: how one company's name is typed twice."""
    words = NO_LETTER.sub(" ", text.casefold()).split()
    return " ".join(word for word in words if word not in LEGAL_FORMS)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


RULES: dict[str, tuple[Rule, ...]] = {
    SUPPLIER: (
        Rule("same tax number", 0.5, lambda values: _digits(values["tax_id"])),
        Rule("same name but for its form", 0.3, lambda values: plain(values["name"])),
        Rule("same remittance address", 0.2, lambda values: plain(values["remit_to"])),
    ),
}
"""Domain -> evidence; domains that are not here are linked by identity alone."""


def compare(left: LocalRecord, right: LocalRecord) -> Match:
    """Weighs all evidence for two records of one domain."""
    if left.identity and left.identity == right.identity:
        return Match(left, right, 1.0, (f"both carry {left.identity}",))
    found = [rule for rule in RULES.get(left.domain, ()) if _agree(rule, left, right)]
    score = round(sum(rule.weight for rule in found), 6)
    return Match(left, right, score, tuple(rule.reason for rule in found))


def suspects(records: Iterable[LocalRecord]) -> Iterator[Match]:
    """Pairs of one system's records that a person should look at, or that are surely one.

    Only pairs that share some evidence are compared: a master of thousands has millions of pairs.
    """
    blocks: dict[tuple[str, str], list[LocalRecord]] = defaultdict(list)
    for record in records:
        for rule in RULES.get(record.domain, ()):
            if words := rule.of(record.values):
                blocks[rule.reason, words].append(record)
    seen = set()
    for block in blocks.values():
        for place, left in enumerate(block):
            for right in block[place + 1 :]:
                pair = (left.place, right.place)
                if pair not in seen:
                    seen.add(pair)
                    match = compare(left, right)
                    if match.score >= REVIEW:
                        yield match


def _agree(rule: Rule, left: LocalRecord, right: LocalRecord) -> bool:
    words = rule.of(left.values)
    return bool(words) and words == rule.of(right.values)
