"""Any interleaving of transactions behaves as snapshot isolation says, and as a reopened file."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from integration_under_test.boundary import Conflict, Transaction
from integration_under_test.service.storage import FileStorage

State = dict[str, int | None]
KEYS = "abc"


class Step(NamedTuple):
    """What one of three transactions does; it begins with its first step."""

    who: int
    does: str
    key: str


@dataclass
class Model:
    """What must hold: the state when it began, its writes, and who committed since."""

    began: State
    wrote: State = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    def sees(self) -> list[tuple[str, int]]:
        view = self.began | self.wrote
        return [(key, value) for key, value in sorted(view.items()) if value is not None]


class Play:
    """The storage and the model, side by side."""

    def __init__(self, storage: FileStorage) -> None:
        self.storage = storage
        self.state: State = {}
        self.open: dict[int, tuple[AsyncExitStack, Transaction, Model]] = {}

    async def step(self, number: int, step: Step) -> None:
        if step.who not in self.open:
            stack = AsyncExitStack()
            tx = await stack.enter_async_context(self.storage.transaction())
            self.open[step.who] = stack, tx, Model(dict(self.state))
        stack, tx, model = self.open[step.who]
        if step.does == "put":
            tx.put("t", step.key, number)
            model.wrote[step.key] = number
        elif step.does == "delete":
            tx.delete("t", step.key)
            model.wrote[step.key] = None
        elif step.does == "commit":
            await self.commit(step.who)
            return
        assert list(tx.scan("t")) == model.sees()
        assert tx.get("t", step.key) == dict(model.sees()).get(step.key)

    async def commit(self, who: int) -> None:
        stack, _, model = self.open.pop(who)
        try:
            await stack.aclose()
        except Conflict:
            assert model.lost & model.wrote.keys()
            return
        assert not model.lost & model.wrote.keys()
        self.state |= model.wrote
        for _, _, other in self.open.values():
            other.lost |= model.wrote.keys()

    def present(self) -> list[tuple[str, int]]:
        return Model(self.state).sees()


STEPS = st.builds(
    Step,
    st.integers(0, 2),
    st.sampled_from(["put", "delete", "read", "commit"]),
    st.sampled_from(KEYS),
)


async def played(steps: list[Step], path: str) -> list[tuple[str, int]]:
    """What is there after the steps and a commit of all that is open."""
    storage = FileStorage(path)
    play = Play(storage)
    for number, step in enumerate(steps):
        await play.step(number, step)
    for who in list(play.open):
        await play.commit(who)
    async with storage.transaction() as tx:
        assert list(tx.scan("t")) == play.present()
    await storage.close()
    return play.present()


async def found(path: str) -> list[tuple[str, int]]:
    storage = FileStorage(path)
    async with storage.transaction() as tx:
        rows = list(tx.scan("t"))
    await storage.close()
    return rows


@given(st.lists(STEPS, max_size=30))
@settings(max_examples=100)
def test_every_interleaving_is_snapshot_isolation(steps: list[Step]) -> None:
    asyncio.run(played(steps, ":memory:"))


@given(st.lists(STEPS, min_size=10, max_size=30))
@settings(max_examples=10)
def test_the_file_holds_what_was_committed(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "s")
        assert asyncio.run(played(steps, path)) == asyncio.run(found(path))
