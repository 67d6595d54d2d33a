"""Whatever is done to sealed blocks is found, as long as the checkpoints are out of reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from integration_under_test.reference.observability.chain import (
    BLOCKS_PURGED,
    GENESIS,
    Block,
    Checkpoint,
    Entry,
    Finding,
    sealed,
    verify,
)

Blocks = list[Block]


def chain_of(*contents: Sequence[Entry]) -> Blocks:
    """Blocks in a row, each sealed after the one before."""
    chain: Blocks = []
    head = Checkpoint(-1, GENESIS)
    for entries in contents:
        chain.append(sealed(head, list(entries)))
        head = checkpoint_of(chain[-1])
    return chain


def checkpoint_of(block: Block) -> Checkpoint:
    return Checkpoint(block.number, block.digest)


def act(subject: str, **facts: Any) -> dict[str, Any]:
    return {"act": "done", "subject": subject, **facts}


CHAIN = chain_of([act("a"), act("b")], [act("c")], [act("d"), act("e")])
CHECKPOINTS = [checkpoint_of(block) for block in CHAIN]


def resealed(chain: Blocks, number: int, entries: Sequence[Any]) -> Blocks:
    """What a forger does who knows the formula: new entries, and all hashes after them anew."""
    contents = [list(entries) if b.number == number else list(b.entries) for b in chain]
    return chain_of(*contents)


def test_an_untouched_chain_has_no_findings() -> None:
    assert verify(CHAIN, CHECKPOINTS) == []
    assert verify([], []) == []


def test_an_edited_entry_is_found_without_any_checkpoint() -> None:
    edited = [CHAIN[0]._replace(entries=[act("a"), act("x")]), *CHAIN[1:]]
    assert verify(edited, []) == [Finding(0, "its entries are not what was sealed")]


def test_a_deleted_or_inserted_or_swapped_entry_is_found_without_any_checkpoint() -> None:
    for entries in ([act("a")], [act("a"), act("b"), act("b")], [act("b"), act("a")]):
        touched = [CHAIN[0]._replace(entries=entries), *CHAIN[1:]]
        assert verify(touched, []) == [Finding(0, "its entries are not what was sealed")]


def test_a_forger_who_seals_everything_anew_is_found_by_the_checkpoints() -> None:
    forged = resealed(CHAIN, 1, [act("x")])
    assert verify(forged, []) == []
    told = "a checkpoint tells of another one"
    assert verify(forged, CHECKPOINTS) == [Finding(1, told), Finding(2, told)]


def test_a_deleted_block_is_found() -> None:
    assert verify([CHAIN[0], CHAIN[2]], [])[0] == Finding(2, "it does not follow block 0")


def test_swapped_blocks_are_found() -> None:
    assert verify([CHAIN[0], CHAIN[2], CHAIN[1]], [])


def test_an_inserted_block_is_found() -> None:
    foreign = sealed(checkpoint_of(CHAIN[0]), [act("x")])
    assert verify([CHAIN[0], foreign, *CHAIN[1:]], [])


def test_a_truncated_chain_is_found() -> None:
    found = verify(CHAIN[:2], CHECKPOINTS)
    assert found == [Finding(2, "a checkpoint tells of it, and it is not there")]
    assert verify([], CHECKPOINTS[:1]), "all of it cut off"


def test_what_no_checkpoint_covers_yet_can_be_cut_off_unseen() -> None:
    assert verify(CHAIN[:2], CHECKPOINTS[:2]) == []


def test_a_fork_is_found_by_two_checkpoints_of_one_block() -> None:
    other = resealed(CHAIN, 2, [act("x")])
    found = verify(CHAIN, [*CHECKPOINTS, checkpoint_of(other[2])])
    assert Finding(2, "two checkpoints tell of different blocks") in found


def test_a_missing_beginning_is_found_unless_an_entry_tells_of_the_purge() -> None:
    assert verify(CHAIN[1:], CHECKPOINTS) == [
        Finding(1, "nobody noted what became of the blocks before it")
    ]
    purged = chain_of([act("a")], [{"act": BLOCKS_PURGED, "subject": "audit", "through": 0}])
    checkpoints = [checkpoint_of(block) for block in purged]
    assert verify(purged[1:], checkpoints) == []
    assert verify(purged[1:], checkpoints[1:]), "no checkpoint covers what went"


entries = st.lists(
    st.fixed_dictionaries({"act": st.sampled_from(["done", "moved"]), "subject": st.text("ab")}),
    min_size=1,
    max_size=3,
)


def _edit(chain: Blocks, place: int) -> Blocks:
    block = chain[place]
    first = {**block.entries[0], "subject": f"{block.entries[0]['subject']}!"}
    return resealed(chain, place, [first, *block.entries[1:]])


def _cut(chain: Blocks, place: int) -> Blocks:
    return chain[:place]


def _drop(chain: Blocks, place: int) -> Blocks:
    return chain_of(*(b.entries for b in chain if b.number != place))


def _double(chain: Blocks, place: int) -> Blocks:
    return resealed(chain, place, [*chain[place].entries, chain[place].entries[-1]])


def _begin_later(chain: Blocks, place: int) -> Blocks:
    return chain[place + 1 :]


MUTATIONS: list[Callable[[Blocks, int], Blocks]] = [_edit, _cut, _drop, _double, _begin_later]


@given(st.lists(entries, min_size=1, max_size=5), st.sampled_from(MUTATIONS), st.data())
def test_any_single_mutation_of_any_chain_is_found(
    contents: list[list[dict[str, Any]]],
    mutate: Callable[[Blocks, int], Blocks],
    data: st.DataObject,
) -> None:
    chain = chain_of(*contents)
    checkpoints = [checkpoint_of(block) for block in chain]
    place = data.draw(st.integers(0, len(chain) - 1))
    assert verify(chain, checkpoints) == []
    assert verify(mutate(chain, place), checkpoints)
