"""What an auditor keeps of each chain, and which checkpoint contradicts it.

A chain only grows: whoever tells of fewer entries, of an earlier block, or of another block under a
number that was told before, has written it anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.world.parties.auditor.checkpoint_file import Mark, Told


class CheckpointBook:
    """Every checkpoint that was taken, in the order of its chain; nothing is ever changed."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[int, Told]] = {}

    @property
    def chains(self) -> Mapping[str, Sequence[Told]]:
        """Name of a chain -> its checkpoints."""
        return {chain: tuple(kept.values()) for chain, kept in self._kept.items()}

    def take(self, told: Told) -> str:
        """Keeps a checkpoint; "" for one that is kept, or was kept before. Else the reason."""
        kept = self._kept.get(told.chain, {})
        known = kept.get(told.mark.block)
        if known is not None:
            return "" if known == told else _fork(known.mark, told.mark)
        last = next(reversed(kept.values()), None)
        reason = _disowns(told, kept, last) if last else ""
        if not reason:
            self._kept.setdefault(told.chain, {})[told.mark.block] = told
        return reason


def _disowns(told: Told, kept: Mapping[int, Told], last: Told) -> str:
    """How a checkpoint contradicts those before it, "" if it does not."""
    before = told.before
    if told.mark.block < last.mark.block:
        return f"backwards: block {told.mark.block} after block {last.mark.block}"
    if before is None:
        return f"fork: a first checkpoint, but block {last.mark.block} was told"
    if before.block < last.mark.block:
        return f"fork: it follows block {before.block}, but block {last.mark.block} was told"
    if before.block in kept and kept[before.block].mark != before:
        return _fork(kept[before.block].mark, before)
    if told.entries - last.entries < told.mark.block - last.mark.block:
        return f"fork: {told.entries} entries up to it, and {last.entries} were told before"
    if told.sealed_at < last.sealed_at:
        return f"backwards: sealed at {told.sealed_at}, the one before at {last.sealed_at}"
    return ""


def _fork(known: Mark, told: Mark) -> str:
    if known == told:
        return f"fork: block {told.block} was told with other entries, instant or predecessor"
    return f"fork: block {told.block} was told as {known.digest}, now as {told.digest}"
