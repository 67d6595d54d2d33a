"""Documents as a bad line, a bad disk or a bad programme leaves them."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

BYTES = st.sampled_from([*b"0123456789ABCxyz*~|^\\&:> \n\r\t\x00\x0b\x1c\x7f\xe9\xff"])


@st.composite
def mutated(draw: DrawFn, content: bytes) -> bytes:
    """`content` with one to three mutations, never `content` itself."""
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, max(0, len(changed) - 1)))
        end = min(len(changed), start + draw(st.integers(1, 30)))
        what = draw(st.sampled_from(["replace", "replace", "cut", "double", "insert", "truncate"]))
        if what == "replace":
            changed[start : start + 1] = bytes([draw(BYTES)])
        elif what == "cut":
            del changed[start:end]
        elif what == "double":
            changed[end:end] = changed[start:end]
        elif what == "insert":
            changed[start:start] = bytes([draw(BYTES)])
        else:
            del changed[start:]
    return bytes(changed) if changed != content else content + b"?"
