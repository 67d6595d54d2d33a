"""Two books laid beside each other: what only one of them has, in business words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sim.obligations.declared import duties_by_target
from sim.parity.numbers import described, numbers_in, renamed
from sim.parity.standing import Line, Standing
from sim.report.wording import money

IsNear = Callable[[int], bool]


@dataclass(frozen=True)
class Difference:
    """What stands in one book and not in the other; `other` is what stands there under the same
    key, if anything does."""

    arm: str
    line: Line
    t_us: int
    other: Line | None = None

    @property
    def words(self) -> str:
        """For people who know the business."""
        here = f"{_named(self.line)}: {_content(self.line)} on {self.arm}"
        return f"{here}, {_content(self.other)} elsewhere" if self.other else f"{here} only"


@dataclass(frozen=True)
class Comparison:
    """`differences` count; those `near` a cut-off do not. `renumbered` documents got other numbers
    and are otherwise alike."""

    equal: int
    differences: tuple[Difference, ...]
    near: tuple[Difference, ...]
    renumbered: int

    @property
    def is_equal(self) -> bool:
        """Whether the books ended alike."""
        return not self.differences


def compare(books: Mapping[str, Standing], is_near: IsNear) -> Comparison:
    """Of two arms by name."""
    (one, first), (two, second) = books.items()
    left, right = first.lines - second.lines, second.lines - first.lines
    numbers = numbers_in(left | right)
    left_names = described(first.lines, numbers)
    right_names = described(second.lines, numbers)
    only_left, only_right = _left_over(left, left_names, right, right_names)
    found = [
        *_differences(one, only_left, only_right, first),
        *_differences(two, only_right, only_left, second),
    ]
    found.sort(key=lambda difference: difference.t_us)
    near = tuple(one for one in found if is_near(one.t_us))
    counted = tuple(one for one in found if one not in near)
    same = len(first.lines & second.lines) + len(left) - len(only_left)
    gone = numbers_in(only_left) | numbers_in(only_right)
    return Comparison(same, counted, near, len((numbers_in(left) | numbers_in(right)) - gone))


def _left_over(
    left: Iterable[Line],
    left_names: Mapping[str, str],
    right: Iterable[Line],
    right_names: Mapping[str, str],
) -> tuple[list[Line], list[Line]]:
    """What has no counterpart once numbers are described."""
    lefts = {line: renamed(line, left_names) for line in sorted(left)}
    rights = {line: renamed(line, right_names) for line in sorted(right)}
    return _without(lefts, Counter(rights.values())), _without(rights, Counter(lefts.values()))


def _without(lines: Mapping[Line, Line], others: Counter[Line]) -> list[Line]:
    found = []
    for line, name in lines.items():
        if others[name]:
            others[name] -= 1
        else:
            found.append(line)
    return found


def _differences(
    arm: str, lines: Iterable[Line], others: Iterable[Line], book: Standing
) -> Iterable[Difference]:
    by_key = {(other.kind, other.key): other for other in others}
    for line in lines:
        other = by_key.get((line.kind, line.key))
        yield Difference(arm, line, book.times_us[line], other)


def _named(line: Line) -> str:
    flows = [flow for flow, _ in duties_by_target().get(line.kind, ())]
    of_flow = f" ({flows[0]})" if flows else ""
    return f"{line.kind} {line.key}{of_flow}"


def _content(line: Line | None) -> str:
    if line is None:
        return "nothing"
    parts = [
        f"{line.times} times" if line.times != 1 else "",
        money(line.amount_minor) if line.amount_minor else "",
        f"{line.quantity:,} {line.uom}".strip() if line.quantity else "",
        f"in {line.period}" if line.period else "",
        f"at {line.facility}" if line.facility else "",
        f"version {line.version}" if line.version else "",
    ]
    return ", ".join(filter(None, parts)) or "there"
