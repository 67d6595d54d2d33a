"""Mutant M18: what is proven of a message is proven of a copy that was written anew.

The real mistake: the body is parsed by the framework, and the signature is checked over the JSON
that the application writes from it. Whatever the sender's hand does differently, a space after a
comma or a line's end, makes a genuine message a forgery. In virtual time nothing is signed, so the
hash of the content stands for the signature: that of a file as it came is not that of its lines
joined again, without the last line's end. The checker of liveness must kill it: genuine files are
refused until their sender gives them up.
"""

from __future__ import annotations

from hashlib import blake2b

from integration_under_test.boundary import Document
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference


class ReadsItsOwnHand(Reference):
    """The reference, with a seal over what it would have written."""

    mutant = Mutant("M18", killed_by="liveness", parties=("feeds",), scale=0.003)

    async def on_document(self, document: Document) -> None:
        written = "\n".join(document.content.decode().split("\n")[:-1]).encode()
        if seal_of(written) != seal_of(document.content):
            raise ValueError(f"{document.id}: the seal does not fit")
        await super().on_document(document)


def seal_of(content: bytes) -> bytes:
    """What a sender would have put beside the content."""
    return blake2b(content, digest_size=16).digest()
