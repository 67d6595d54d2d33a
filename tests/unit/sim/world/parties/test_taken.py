"""A mailbox knows again what it has taken."""

from __future__ import annotations

from sim.world.parties.taken import Taken


def test_the_same_document_repeats_another_under_its_name_does_not() -> None:
    taken = Taken()
    assert taken.repeats("9", b"first") is None
    taken.add("9", b"first")
    assert taken.repeats("9", b"first") is True
    assert taken.repeats("9", b"second") is False
    assert taken.repeats("10", b"first") is None
