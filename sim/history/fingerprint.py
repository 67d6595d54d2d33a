"""The hash of a History: every column but the wall time.

Each column has a hasher of its own, fed with the raw values (integers as 8 bytes little-endian;
strings as UTF-8 bytes, their lengths apart), so neither the size of the chunks nor the machine
nor PYTHONHASHSEED has a say.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import numpy as np

from sim.history.schema import HASHED, INTEGERS

DIGEST_BYTES = 16


class Fingerprint:
    """Fed with record batches in order."""

    def __init__(self, hashers: dict[str, blake2b] | None = None) -> None:
        self._hashers = _new_hashers() if hashers is None else hashers

    def update(self, batch: Any) -> None:
        """Adds a record batch with at least the hashed columns; strings plain, not encoded."""
        for name in HASHED:
            column = batch.column(name)
            if name in INTEGERS:
                self._feed(f"{name} values", column.to_numpy().astype("<i8", copy=False))
            else:
                self._feed_strings(name, column)

    def hexdigest(self) -> str:
        """The hash of everything fed so far."""
        whole = blake2b(digest_size=DIGEST_BYTES)
        for part, hasher in self._hashers.items():
            whole.update(part.encode())
            whole.update(hasher.digest())
        return whole.hexdigest()

    def copy(self) -> Fingerprint:
        """An independent one in the same state."""
        return Fingerprint({part: hasher.copy() for part, hasher in self._hashers.items()})

    def _feed(self, part: str, values: Any) -> None:
        self._hashers[part].update(np.ascontiguousarray(values).data)

    def _feed_strings(self, name: str, column: Any) -> None:
        _, offsets, data = column.buffers()
        first, stop = column.offset, column.offset + len(column) + 1
        places = np.frombuffer(offsets, dtype=np.int32)[first:stop]
        self._feed(f"{name} lengths", np.diff(places).astype("<i4"))
        if data is not None:
            self._feed(f"{name} values", np.frombuffer(data, np.uint8)[places[0] : places[-1]])


def _new_hashers() -> dict[str, blake2b]:
    parts = []
    for name in HASHED:
        parts += [f"{name} values"] if name in INTEGERS else [f"{name} values", f"{name} lengths"]
    return {part: blake2b(digest_size=DIGEST_BYTES) for part in parts}
