"""MLLP: HL7 messages on a byte stream, each between 0x0B and 0x1C 0x0D.

No sockets here: bytes in, messages out, whatever pieces the network made of them. What stands
outside a frame is dropped and counted, since nothing after it may suffer.
"""

from __future__ import annotations

from collections.abc import Iterator

START = b"\x0b"
END = b"\x1c\x0d"
LIMIT_BYTES = 1 << 20


def encode(text: str) -> bytes:
    """One frame. Raises ValueError for a message that holds the framing's own bytes."""
    content = text.encode()
    if START in content or END[:1] in content:
        raise ValueError("MLLP: expected a message without 0x0B or 0x1C; escape them (\\X0B\\)")
    return START + content + END


class Decoder:
    """Bytes as they arrive -> messages, in order.

    Bytes that are no UTF-8 come out as lone surrogates, which the reader of messages refuses:
    so the sender gets an answer. A frame above `limit_bytes` is dropped.
    """

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self.discarded_bytes = 0
        self._limit_bytes = limit_bytes
        self._pending = bytearray()
        self._in_frame = False

    def feed(self, data: bytes) -> list[str]:
        """The messages that these bytes complete."""
        self._pending += data
        return list(self._messages())

    def _messages(self) -> Iterator[str]:
        while self._started():
            end = self._pending.find(END[:1])
            restart = self._pending.find(START)
            if restart >= 0 and (end < 0 or restart < end):
                self._discard(restart)  # the frame before was cut off
            elif end < 0:
                if len(self._pending) > self._limit_bytes:
                    self._discard(len(self._pending))
                return
            elif end + 1 == len(self._pending):
                return  # 0x0D may be in the next piece
            elif self._pending[end + 1 : end + 2] != END[1:] or end > self._limit_bytes:
                self._discard(end + 1)
            else:
                content = bytes(self._pending[:end])
                del self._pending[: end + 2]
                self._in_frame = False
                yield content.decode(errors="surrogateescape")

    def _started(self) -> bool:
        """Whether a frame is open; what stands before its start is dropped."""
        if not self._in_frame:
            start = self._pending.find(START)
            self._discard(len(self._pending) if start < 0 else start)
            if start >= 0:
                del self._pending[:1]
                self._in_frame = True
        return self._in_frame

    def _discard(self, count: int) -> None:
        self.discarded_bytes += count
        del self._pending[:count]
        self._in_frame = False
